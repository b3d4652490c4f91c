"""Steps of compiled kernels: cursors that seek and skip, what postings score, bounds of what lies around.

A cursor is a column of ``state`` (see ``blocks``), a row of ``docs`` (int32, the documents of its block) and
one of ``freqs`` (uint32, frequencies less one of the whole block of the stream).
"""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np

from searchsvc.engines.whoosh.kernels.blocks import (
    AT,
    BLOCK,
    FREQS,
    NEXT,
    NONE,
    PEEK,
    SIZE,
    SLACK,
    base_of,
    block_of,
    bound_of,
    fill,
    helper,
    inlined,
    part,
    unpack_block,
)
from searchsvc.engines.whoosh.kernels.layout import GIVEN, GROUP, LENGTHS, START, STOP, TABLE


@inlined
def seek(doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, doc, state, docs, scratch):
    """Move a cursor to the first document not before ``doc``; returns it, NONE at the end."""
    if state[SIZE, leaf] < 0 or docs[leaf, state[SIZE, leaf] - 1] < doc:
        here = block_of(doc_bases, given_docs, leaves, leaf, state[BLOCK, leaf], doc)
        if state[SIZE, leaf] < 0 or here != state[BLOCK, leaf]:
            state[BLOCK, leaf] = here
            state[SIZE, leaf] = fill(
                doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, here, scratch, docs
            )
            state[AT, leaf] = 0
        if docs[leaf, state[SIZE, leaf] - 1] < doc:
            state[AT, leaf] = state[SIZE, leaf]
            return np.int64(NONE)
    at = state[AT, leaf]
    if docs[leaf, at] < doc:
        # Counting all takes less time than a search that a processor cannot foresee.
        before = 0
        for index in range(np.uint64(at), np.uint64(state[SIZE, leaf])):
            before += docs[leaf, index] < doc
        at += before
        state[AT, leaf] = at
    return np.int64(docs[leaf, at])


@helper
def skip(doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, end, state, docs, scratch):
    """Move a cursor past the window that ends at ``end``, reading nothing but a last block."""
    last = (leaves[leaf, STOP] - 1) >> 7
    here = block_of(doc_bases, given_docs, leaves, leaf, state[BLOCK, leaf], end)
    if here != state[BLOCK, leaf]:
        state[BLOCK, leaf] = here
        state[SIZE, leaf] = -1
        if here != last:
            state[NEXT, leaf] = max(end, base_of(doc_bases, given_docs, leaves, leaf, here) + 1)
            return
    if state[SIZE, leaf] < 0:
        if here != last:
            state[NEXT, leaf] = end
            return
        # Where the postings end is not known before the last block is read.
        state[SIZE, leaf] = fill(
            doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, here, scratch, docs
        )
        state[AT, leaf] = 0
    while state[AT, leaf] < state[SIZE, leaf] and docs[leaf, state[AT, leaf]] < end:
        state[AT, leaf] += 1
    if state[AT, leaf] < state[SIZE, leaf]:
        state[NEXT, leaf] = docs[leaf, state[AT, leaf]]
    elif here == last:
        state[NEXT, leaf] = NONE
    else:
        state[BLOCK, leaf] += 1
        state[SIZE, leaf] = -1
        state[NEXT, leaf] = max(end, base_of(doc_bases, given_docs, leaves, leaf, state[BLOCK, leaf]) + 1)


@helper
def score_here(
    freq_words, freq_offsets, lengths, tables, norms, leaves, leaf, weight, given_scores, doc,
    state, freqs,
):  # fmt: skip
    """What the posting under a cursor scores; reads its block of frequencies once."""
    low = max(leaves[leaf, START], state[BLOCK, leaf] << 7)
    if leaves[leaf, TABLE] == GIVEN:
        return given_scores[low + state[AT, leaf]]
    if state[FREQS, leaf] != state[BLOCK, leaf]:
        unpack_block(freq_words, freq_offsets, state[BLOCK, leaf], freqs[leaf])
        state[FREQS, leaf] = state[BLOCK, leaf]
    frequency = np.int64(freqs[leaf, (low & 127) + state[AT, leaf]]) + 1
    length = np.int64(lengths[leaves[leaf, LENGTHS] + doc])
    return weight * part(tables, norms, leaves[leaf, TABLE], frequency, length)


@helper
def look_up(
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, lengths, tables, norms,
    leaves, weights, given_docs, given_scores, doc, state, docs, freqs, scratch,
):  # fmt: skip
    """The score of one document, leaf by leaf in their order, as where all is summed."""
    score = 0.0
    for leaf in range(leaves.shape[0]):
        if leaves[leaf, START] >= leaves[leaf, STOP]:
            continue
        here = seek(doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, doc, state, docs, scratch)
        if here == doc:
            score += score_here(
                freq_words, freq_offsets, lengths, tables, norms, leaves, leaf, weights[leaf], given_scores,
                doc, state, freqs,
            )  # fmt: skip
    return score


@helper
def bound_leaves(
    doc_bases, block_freqs, block_lengths, tables, norms, leaves, weights, given_docs,
    given_bounds, state, end, bounds,
):  # fmt: skip
    """Write to ``bounds`` what each leaf adds at most in the window that ends at ``end``, to ``state`` how
    many blocks it has there; returns what all add at most."""
    most = 0.0
    for leaf in range(leaves.shape[0]):
        bounds[leaf] = 0.0
        state[PEEK, leaf] = 0
        if state[NEXT, leaf] >= end:
            continue
        last = (leaves[leaf, STOP] - 1) >> 7
        at = state[BLOCK, leaf]
        while True:
            bound = bound_of(
                block_freqs, block_lengths, tables, norms, given_bounds, leaves, leaf, weights[leaf], at
            )
            bounds[leaf] = max(bounds[leaf], bound)
            at += 1
            if at > last or base_of(doc_bases, given_docs, leaves, leaf, at) + 1 >= end:
                break
        state[PEEK, leaf] = at - state[BLOCK, leaf]
        most += bounds[leaf]
    return most


@helper
def choose_essential(state, end, border, worth, bounds, essential):
    """Which leaves a document of the window needs to reach ``border``, by what each adds at most; returns
    what the others add at most.

    0 where all are needed, or where fewer than ``worth`` times as many blocks would be left aside as read:
    then looking single documents up costs more than summing all.
    """
    count = bounds.shape[0]
    for leaf in range(count):
        essential[leaf] = True
    rest = 0.0
    while True:
        least = -1
        for leaf in range(count):
            if essential[leaf] and state[NEXT, leaf] < end and (least < 0 or bounds[leaf] < bounds[least]):
                least = leaf
        if least < 0 or (rest + bounds[least]) * SLACK >= border:
            break
        rest += bounds[least]
        essential[least] = False
    needed = left = 0
    for leaf in range(count):
        if state[NEXT, leaf] < end:
            if essential[leaf]:
                needed += state[PEEK, leaf]
            else:
                left += state[PEEK, leaf]
    return rest if needed * worth <= left else 0.0


@helper
def bound_around(
    doc_bases, block_freqs, block_lengths, tables, norms, leaves, weights, given_docs,
    given_bounds, roles, state, doc,
):  # fmt: skip
    """What ``doc`` scores at most, and the last document for which that holds."""
    bound = 0.0
    until = np.int64(NONE - 1)
    for leaf in range(leaves.shape[0]):
        if roles[leaves[leaf, GROUP]] < 0 or state[NEXT, leaf] == NONE:
            continue
        if state[NEXT, leaf] > doc:
            # It stands beyond: nothing from it up to there.
            until = min(until, state[NEXT, leaf] - 1)
            continue
        state[PEEK, leaf] = block_of(doc_bases, given_docs, leaves, leaf, state[PEEK, leaf], doc)
        bound += bound_of(
            block_freqs,
            block_lengths,
            tables,
            norms,
            given_bounds,
            leaves,
            leaf,
            weights[leaf],
            state[PEEK, leaf],
        )
        if state[PEEK, leaf] < (leaves[leaf, STOP] - 1) >> 7:
            until = min(until, base_of(doc_bases, given_docs, leaves, leaf, state[PEEK, leaf] + 1))
    return bound, until
