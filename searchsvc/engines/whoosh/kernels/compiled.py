"""The kernels of ``kernels`` compiled by numba: union, conjunction and phrase over packed postings.

They are compiled when this module is imported, or read from numba's cache; arrays may be read-only.

Numba's cache sees changes of this file alone: who changes a helper in another one must touch this one.
"""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np
from numba import njit, types

from searchsvc.engines.whoosh.kernels.blocks import BLOCK, NEXT, NONE, bound_given
from searchsvc.engines.whoosh.kernels.joining import join
from searchsvc.engines.whoosh.kernels.layout import GROUP, START, STOP
from searchsvc.engines.whoosh.kernels.marking import WINDOW
from searchsvc.engines.whoosh.kernels.meeting import meet
from searchsvc.engines.whoosh.kernels.phrases import DENSE, match_often, match_rarely
from searchsvc.engines.whoosh.kernels.places import READ, WHOLE
from searchsvc.engines.whoosh.kernels.vocabulary import count_values, merge, near
from searchsvc.engines.whoosh.kernels.windows import sum_windows

RARE = 40
"""A conjunction is led by its rarest group where all leaves have so many times its postings; else all are
read, a window at a time. On synthetic text of 100 k documents both take as long at about 1 : 30."""

__all__ = ["conjunction", "count_values", "merge", "near", "phrase", "union"]


def _array(dtype, dimensions=1, *, written=False):
    return types.Array(dtype, dimensions, "C", readonly=not written)


_INTEGERS = _array(types.int64)
_WORDS = _array(types.uint32)
_BYTES = _array(types.uint8)
_DOCS = _array(types.int32)
_FLOATS = _array(types.float64)
_POSTINGS = (_WORDS, _WORDS, _DOCS, _WORDS, _WORDS, _BYTES, _BYTES)
_SCORING = (_BYTES, _array(types.float64, 3), _array(types.float64, 2))
_LEAVES = (_array(types.int64, 2), _FLOATS, _DOCS, _FLOATS)
_RANKING = (_INTEGERS, _array(types.uint8, 2), _DOCS)
_BEST = (_array(types.float64, written=True), _array(types.int64, written=True))
_OUT = (_array(types.int32, written=True), _array(types.float64, written=True))
_PAIR = types.UniTuple(types.int64, 2)


def _compiled(result, *arguments):
    """Compile for these types now, or take what the cache has."""
    return njit(result(*arguments), cache=True, nogil=True, error_model="numpy")


@njit(nogil=True)
def _cursors(leaves):
    """The state of cursors at the beginning: block, and the bound or NONE of what comes next."""
    state = np.zeros((6, leaves.shape[0]), np.int64)
    state[2:5] = -1
    for leaf in range(leaves.shape[0]):
        state[BLOCK, leaf] = state[5, leaf] = leaves[leaf, START] >> 7
        if leaves[leaf, START] >= leaves[leaf, STOP]:
            state[NEXT, leaf] = NONE
    return state


@_compiled(
    _PAIR,
    *_POSTINGS,
    *_SCORING,
    *_LEAVES,
    _INTEGERS,
    _array(types.uint64),
    types.int64,
    types.float64,
    *_RANKING,
    *_BEST,
    *_OUT,
)
def union(
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
    lengths, tables, norms, leaves, weights, given_docs, given_scores, roles, allowed, mode, threshold,
    created, keys, ordinals, best_scores, best_docs, out_docs, out_scores,
):  # fmt: skip
    """See ``kernels.union``."""
    count = leaves.shape[0]
    given_bounds = np.zeros((given_docs.shape[0] >> 7) + 1, np.float64)
    bound_given(given_scores, given_bounds)
    tally = np.zeros(4, np.int64)
    sum_windows(
        doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
        lengths, tables, norms, leaves, weights, given_docs, given_scores, given_bounds, allowed, mode,
        threshold, created, keys, ordinals, best_scores, best_docs, out_docs, out_scores,
        _cursors(leaves), np.empty((count, 128), np.int32), np.empty((count, 128), np.uint32),
        _cursors(leaves), np.empty((count, 128), np.int32), np.empty((count, 128), np.uint32),
        np.empty(128, np.uint32), np.zeros(count, np.float64), np.ones(count, np.bool_),
        np.zeros(WINDOW, np.float64), np.zeros((count, WINDOW // 64), np.uint64),
        np.empty((1, WINDOW // 64), np.uint64), np.full(count, -1, np.int64), tally,
    )  # fmt: skip
    return tally[0], tally[1]


@_compiled(
    _PAIR,
    *_POSTINGS,
    *_SCORING,
    *_LEAVES,
    _INTEGERS,
    _array(types.uint64),
    types.int64,
    types.float64,
    *_RANKING,
    *_BEST,
    *_OUT,
)
def conjunction(
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
    lengths, tables, norms, leaves, weights, given_docs, given_scores, roles, allowed, mode, threshold,
    created, keys, ordinals, best_scores, best_docs, out_docs, out_scores,
):  # fmt: skip
    """See ``kernels.conjunction``."""
    count = leaves.shape[0]
    given_bounds = np.zeros((given_docs.shape[0] >> 7) + 1, np.float64)
    bound_given(given_scores, given_bounds)
    tally = np.zeros(4, np.int64)
    led = total = 0
    for leaf in range(count):
        size = leaves[leaf, STOP] - leaves[leaf, START]
        total += size
        led += size if leaves[leaf, GROUP] == 0 else 0
    if led * RARE >= total:
        meet(
            doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
            lengths, tables, norms, leaves, weights, given_docs, given_scores, given_bounds, roles, allowed,
            mode, threshold, created, keys, ordinals, best_scores, best_docs, out_docs, out_scores,
            _cursors(leaves), np.empty((count, 128), np.int32), np.empty((count, 128), np.uint32),
            np.empty(128, np.uint32), np.zeros(count, np.float64), np.zeros(WINDOW, np.float64),
            np.zeros((count, WINDOW // 64), np.uint64), np.empty((2, WINDOW // 64), np.uint64),
            np.full(count, -1, np.int64), tally,
        )  # fmt: skip
        return tally[0], tally[1]
    # The leaves of group g are order[begins[g]:begins[g + 1]].
    order = np.empty(count, np.int64)
    begins = np.zeros(roles.shape[0] + 1, np.int64)
    for group in range(roles.shape[0]):
        begins[group + 1] = begins[group]
        for leaf in range(count):
            if leaves[leaf, GROUP] == group:
                order[begins[group + 1]] = leaf
                begins[group + 1] += 1
    state = _cursors(leaves)
    for leaf in range(count):
        if state[NEXT, leaf] != NONE:
            state[NEXT, leaf] = -1
    join(
        doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
        lengths, tables, norms, leaves, weights, given_docs, given_scores, given_bounds, roles, allowed,
        mode, threshold, created, keys, ordinals, best_scores, best_docs, out_docs, out_scores,
        order, begins, state, np.empty((count, 128), np.int32), np.empty((count, 128), np.uint32),
        np.empty(128, np.uint32), tally,
    )  # fmt: skip
    return tally[0], tally[1]


@_compiled(
    types.int64,
    *_POSTINGS,
    _INTEGERS,
    _WORDS,
    _WORDS,
    *_SCORING,
    _array(types.int64, 2),
    _FLOATS,
    _INTEGERS,
    _INTEGERS,
    types.int64,
    *_OUT,
)
def phrase(
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
    block_occurrences, position_words, position_offsets, lengths, tables, norms, leaves, weights,
    occurrences, drive, slop, out_docs, out_scores,
):  # fmt: skip
    """See ``kernels.phrase``."""
    count = leaves.shape[0]
    total = 0
    for leaf in range(count):
        total += leaves[leaf, STOP] - leaves[leaf, START]
    spots = np.full((7, count), -1, np.int64)
    spots[WHOLE] = spots[READ] = 0
    docs = np.empty((count, 128), np.int32)
    freqs = np.empty((count, 128), np.uint32)
    places = np.empty((count, 128), np.uint32)
    held = np.empty((count, 128), np.int32)
    scratch = np.empty(128, np.uint32)
    no_docs = np.empty(0, np.int32)
    if total < DENSE * (leaves[drive[0], STOP] - leaves[drive[0], START]):
        return match_often(
            doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_occurrences, position_words,
            position_offsets, lengths, tables, norms, leaves, weights, occurrences, drive, slop, out_docs,
            out_scores, _cursors(leaves), docs, freqs, scratch, spots, places, held, no_docs,
            np.zeros((count, WINDOW // 64), np.uint64), np.empty(WINDOW // 64, np.uint64),
            np.full(count, -1, np.int64),
        )  # fmt: skip
    return match_rarely(
        doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_occurrences, position_words,
        position_offsets, lengths, tables, norms, leaves, weights, occurrences, drive, slop, out_docs,
        out_scores, _cursors(leaves), docs, freqs, scratch, spots, places, held, no_docs,
    )  # fmt: skip
