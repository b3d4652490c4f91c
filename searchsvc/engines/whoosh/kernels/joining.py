"""The compiled conjunction: a leading group is walked, the others follow it by skipping blocks."""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np

from searchsvc.engines.whoosh.kernels.blocks import BLOCK, NEXT, NONE, SLACK, bound_of, helper
from searchsvc.engines.whoosh.kernels.cursors import bound_around, score_here, seek
from searchsvc.engines.whoosh.kernels.heap import border_of, push, settle
from searchsvc.engines.whoosh.kernels.marking import GATHERED, HELD, TOTAL


@helper
def join(  # noqa: C901
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
    lengths, tables, norms, leaves, weights, given_docs, given_scores, given_bounds, roles, allowed,
    mode, threshold, created, keys, ordinals, best_scores, best_docs, out_docs, out_scores,
    order, begins, state, docs, freqs, scratch, tally,
):  # fmt: skip
    """The conjunction, in work space made by the caller; counts go to ``tally``."""
    border = threshold
    wanted = np.int64(0)
    settled = np.int64(-1)
    while True:
        doc = reach(
            doc_words, doc_offsets, doc_bases, given_docs, leaves, order, 0, begins[1], wanted,
            state, docs, scratch,
        )  # fmt: skip
        if doc == NONE:
            break
        if mode == 2 and border > -np.inf and doc > settled:
            bound, settled = bound_around(
                doc_bases, block_freqs, block_lengths, tables, norms, leaves, weights, given_docs,
                given_bounds, roles, state, doc,
            )  # fmt: skip
            if bound * SLACK < border:
                wanted = settled + 1
                settled = doc
                continue
        wanted = follow(
            doc_words, doc_offsets, doc_bases, given_docs, leaves, order, begins, roles, doc,
            state, docs, scratch,
        )  # fmt: skip
        if wanted > doc:
            if wanted == NONE:
                break
            continue
        wanted = doc + 1
        if allowed.shape[0] and not (allowed[doc >> 6] >> np.uint64(doc & 63)) & np.uint64(1):
            continue
        tally[TOTAL] += 1
        if out_docs.shape[0]:
            out_docs[tally[GATHERED]] = doc
            tally[GATHERED] += 1
        score = 0.0
        if mode > 0 and border > -np.inf:
            for leaf in range(leaves.shape[0]):
                if state[NEXT, leaf] == doc:
                    score += bound_of(
                        block_freqs, block_lengths, tables, norms, given_bounds, leaves, leaf,
                        weights[leaf], state[BLOCK, leaf],
                    )  # fmt: skip
            if score * SLACK < border:
                continue
            score = 0.0
        for leaf in range(leaves.shape[0]):
            if state[NEXT, leaf] == doc and weights[leaf] != 0.0:
                score += score_here(
                    freq_words, freq_offsets, lengths, tables, norms, leaves, leaf, weights[leaf],
                    given_scores, doc, state, freqs,
                )  # fmt: skip
        if out_scores.shape[0]:
            out_scores[tally[GATHERED] - 1] = score
        if score >= border:
            tally[HELD] = push(created, keys, ordinals, best_scores, best_docs, tally[HELD], score, doc)
            border = border_of(created, keys, best_scores, tally[HELD], border)
    settle(created, keys, ordinals, best_scores, best_docs, tally[HELD])


@helper
def reach(
    doc_words, doc_offsets, doc_bases, given_docs, leaves, order, first, stop, doc, state, docs, scratch
):
    """Move the cursors of a group to their first documents not before ``doc``; returns the least of them."""
    nearest = np.int64(NONE)
    for place in range(first, stop):
        leaf = order[place]
        if state[NEXT, leaf] < doc:
            state[NEXT, leaf] = seek(
                doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, doc, state, docs, scratch
            )
        nearest = min(nearest, state[NEXT, leaf])
    return nearest


@helper
def follow(
    doc_words, doc_offsets, doc_bases, given_docs, leaves, order, begins, roles, doc, state, docs, scratch
):
    """Move all other groups to ``doc``. Returns ``doc`` where all agree, else what can be next."""
    for group in range(1, roles.shape[0]):
        nearest = reach(
            doc_words, doc_offsets, doc_bases, given_docs, leaves, order, begins[group], begins[group + 1],
            doc, state, docs, scratch,
        )  # fmt: skip
        if roles[group] > 0 and nearest != doc:
            return nearest
        if roles[group] < 0 and nearest == doc:
            return doc + 1
    return doc
