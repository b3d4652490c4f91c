"""A heap of the best documents for compiled kernels: exact in ties, the worst of the best at its root.

Equal scores are told apart by ``created`` (int64, latest first, missing last), ``keys`` (uint8, a row a
document), ``ordinals`` (int32) and at last the number; arrays of length 0 are left out.
"""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np

from searchsvc.engines.whoosh.kernels.blocks import helper


@helper
def before(keys, ordinals, left, right):
    """Whether document ``left`` comes before ``right`` where scores and instants are equal: by key, then
    ordinal, then number."""
    if keys.shape[0]:
        for column in range(keys.shape[1]):
            if keys[left, column] != keys[right, column]:
                return keys[left, column] < keys[right, column]
    if ordinals.shape[0] and ordinals[left] != ordinals[right]:
        return ordinals[left] < ordinals[right]
    return left < right


@helper
def rank_of(created, doc):
    """What is compared first among equal scores: the latest instant, missing ones last, all equal without."""
    if created.shape[0] == 0:
        return np.int64(0)
    value = created[doc]
    return value if value == np.int64(2**63 - 1) else -value


@helper
def better(created, keys, ordinals, score, doc, other_score, other):
    """Whether ``doc`` comes before ``other`` in the order of answers."""
    if score != other_score:
        return score > other_score
    left, right = rank_of(created, doc), rank_of(created, other)
    if left != right:
        return left < right
    return before(keys, ordinals, doc, other)


@helper
def sink(created, keys, ordinals, scores, docs, held):
    """Restore the heap whose root was replaced: the worst of the best is at index 0."""
    at = 0
    score, doc = scores[0], docs[0]
    while True:
        child = 2 * at + 1
        if child >= held:
            break
        if child + 1 < held and better(
            created, keys, ordinals, scores[child], docs[child], scores[child + 1], docs[child + 1]
        ):
            child += 1
        if not better(created, keys, ordinals, score, doc, scores[child], docs[child]):
            break
        scores[at], docs[at] = scores[child], docs[child]
        at = child
    scores[at], docs[at] = score, doc


@helper
def push(created, keys, ordinals, scores, docs, held, score, doc):
    """Offer a document to the heap of the best; returns how many it holds."""
    if held < scores.shape[0]:
        at = held
        while at > 0:
            parent = (at - 1) >> 1
            if not better(created, keys, ordinals, scores[parent], docs[parent], score, doc):
                break
            scores[at], docs[at] = scores[parent], docs[parent]
            at = parent
        scores[at], docs[at] = score, doc
        return held + 1
    if held and better(created, keys, ordinals, score, doc, scores[0], docs[0]):
        scores[0], docs[0] = score, doc
        sink(created, keys, ordinals, scores, docs, held)
    return held


@helper
def settle(created, keys, ordinals, scores, docs, held):
    """Turn the heap into the best first."""
    for end in range(held - 1, 0, -1):
        score, doc = scores[0], docs[0]
        scores[0], docs[0] = scores[end], docs[end]
        sink(created, keys, ordinals, scores, docs, end)
        scores[end], docs[end] = score, doc


@helper
def border_of(created, keys, scores, held, border):
    """What a score must reach to be among the best: ``border`` at least. Where numbers alone break ties,
    whoever comes later must be better."""
    if held == 0 or held < scores.shape[0] or scores[0] < border:
        return border
    if created.shape[0] == 0 and keys.shape[0] == 0:
        return np.nextafter(scores[0], np.inf)
    return scores[0]
