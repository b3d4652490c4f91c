"""The compiled conjunction of frequent leaves: documents of a window are marked group by group, from the
rarest on, and only those that are in all required groups are scored."""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np

from searchsvc.engines.whoosh.kernels.blocks import NEXT, NONE, SLACK, helper, ones_in
from searchsvc.engines.whoosh.kernels.cursors import bound_leaves, skip
from searchsvc.engines.whoosh.kernels.heap import settle
from searchsvc.engines.whoosh.kernels.layout import GROUP
from searchsvc.engines.whoosh.kernels.marking import (
    HELD,
    TOTAL,
    WINDOW,
    allow,
    gather,
    mark_leaf,
    push_marked,
    score_marked,
)


@helper
def meet(  # noqa: C901
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
    lengths, tables, norms, leaves, weights, given_docs, given_scores, given_bounds, roles, allowed,
    mode, threshold, created, keys, ordinals, best_scores, best_docs, out_docs, out_scores,
    state, docs, freqs, scratch, bounds, sums, bits, matched, firsts, tally,
):  # fmt: skip
    """The conjunction, in work space made by the caller; counts go to ``tally``. ``matched`` (uint64,
    (2, WINDOW / 64)) is work space as well."""
    border = threshold
    while True:
        base = next_window(leaves, roles, state)
        if base == NONE:
            break
        for leaf in range(leaves.shape[0]):
            if state[NEXT, leaf] < base:
                skip(doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, base, state, docs, scratch)
        bound = np.inf
        if mode > 0 and border > -np.inf:
            bound = bound_leaves(
                doc_bases, block_freqs, block_lengths, tables, norms, leaves, weights, given_docs,
                given_bounds, state, base + WINDOW, bounds,
            )  # fmt: skip
        found = np.int64(0)
        if mode < 2 or bound * SLACK >= border:
            found = mark_all(
                doc_words, doc_offsets, doc_bases, given_docs, leaves, weights, roles, allowed, base,
                state, docs, scratch, bits, matched, firsts,
            )  # fmt: skip
        for leaf in range(leaves.shape[0]):
            if state[NEXT, leaf] < base + WINDOW:
                skip(
                    doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, base + WINDOW,
                    state, docs, scratch,
                )  # fmt: skip
        tally[TOTAL] += found
        if found and bound * SLACK >= border:
            for leaf in range(leaves.shape[0]):
                if weights[leaf] != 0.0 and roles[leaves[leaf, GROUP]] >= 0 and firsts[leaf] >= 0:
                    score_marked(
                        freq_words, freq_offsets, lengths, tables, norms, leaves, leaf, weights[leaf],
                        given_scores, base, state, freqs, bits, firsts, matched[0], sums,
                    )  # fmt: skip
        if found and out_docs.shape[0]:
            for word in range(WINDOW // 64):
                gather(base, word, matched[0, word], sums, out_docs, out_scores, tally)
        if found and bound * SLACK >= border:
            border = push_marked(
                base, border, created, keys, ordinals, best_scores, best_docs, sums, matched, tally
            )
        for leaf in range(leaves.shape[0]):
            if firsts[leaf] >= 0:
                firsts[leaf] = -1
                for word in range(WINDOW // 64):
                    bits[leaf, word] = 0
    settle(created, keys, ordinals, best_scores, best_docs, tally[HELD])


@helper
def next_window(leaves, roles, state):
    """Where the next window begins in which all required groups may have a document; NONE at the end."""
    furthest = np.int64(0)
    for group in range(roles.shape[0]):
        if roles[group] > 0:
            nearest = np.int64(NONE)
            for leaf in range(leaves.shape[0]):
                if leaves[leaf, GROUP] == group:
                    nearest = min(nearest, state[NEXT, leaf])
            furthest = max(furthest, nearest)
    return furthest if furthest == NONE else furthest & ~(WINDOW - 1)


@helper
def mark_all(
    doc_words, doc_offsets, doc_bases, given_docs, leaves, weights, roles, allowed, base, state,
    docs, scratch, bits, matched, firsts,
):  # fmt: skip
    """Write the documents of the window that match to row 0 of ``matched``; returns how many. Groups are
    read as long as any is left; of those that a document may be in, their leaves are marked."""
    allow(allowed, base, matched)
    found = np.int64(WINDOW)
    for group in range(roles.shape[0]):
        if found == 0:
            break
        for word in range(WINDOW // 64):
            matched[1, word] = 0
        for leaf in range(leaves.shape[0]):
            if leaves[leaf, GROUP] == group and state[NEXT, leaf] < base + WINDOW:
                mark_leaf(
                    doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, base, state, docs, scratch,
                    bits, firsts,
                )  # fmt: skip
                for word in range(WINDOW // 64):
                    matched[1, word] |= bits[leaf, word]
        if roles[group] != 0:
            ones = np.uint64(0)
            for word in range(WINDOW // 64):
                matched[0, word] &= matched[1, word] if roles[group] > 0 else ~matched[1, word]
                ones += ones_in(matched[0, word])
            found = np.int64(ones)
    return found
