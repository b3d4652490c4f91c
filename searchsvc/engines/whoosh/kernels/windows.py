"""The compiled union: documents in windows, summed leaf by leaf, skipping what cannot reach the best.

Which leaves can be left aside in a window follows MaxScore (Turtle and Flood 1995) with bounds by block
(Ding and Suel 2011): their greatest scores together do not reach the worst of the best so far.
"""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np

from searchsvc.engines.whoosh.kernels.blocks import (
    BLOCK,
    FREQS,
    NEXT,
    NONE,
    PEEK,
    SLACK,
    helper,
    lowest_in,
    ones_in,
    part,
    unpack_block,
)
from searchsvc.engines.whoosh.kernels.cursors import bound_leaves, choose_essential, look_up, skip
from searchsvc.engines.whoosh.kernels.heap import border_of, push, settle
from searchsvc.engines.whoosh.kernels.layout import GIVEN, LENGTHS, START, STOP, TABLE
from searchsvc.engines.whoosh.kernels.marking import (
    HELD,
    SAVED,
    TOTAL,
    WINDOW,
    allow,
    gather,
    inside,
    leave,
    mark,
    mark_leaf,
    push_marked,
    score_marked,
)

LOOKUP = 12
"""Looking a document up in a leaf costs as much as reading so many postings (measured: about 60 to 5 ns)."""


@helper
def sum_windows(  # noqa: C901
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
    lengths, tables, norms, leaves, weights, given_docs, given_scores, given_bounds, allowed, mode,
    threshold, created, keys, ordinals, best_scores, best_docs, out_docs, out_scores,
    state, docs, freqs, look_state, look_docs, look_freqs, scratch, bounds, essential, sums, bits, matched,
    firsts, tally,
):  # fmt: skip
    """The union, in work space made by the caller; counts go to ``tally``."""
    count = leaves.shape[0]
    while True:
        nearest = np.int64(NONE)
        for leaf in range(count):
            nearest = min(nearest, state[NEXT, leaf])
        if nearest == NONE:
            break
        base = nearest & ~(WINDOW - 1)
        end = base + WINDOW
        border = border_of(created, keys, best_scores, tally[HELD], threshold)
        rest = 0.0
        if mode > 0 and border > -np.inf and tally[SAVED] >= 0:
            bound_leaves(
                doc_bases, block_freqs, block_lengths, tables, norms, leaves, weights, given_docs,
                given_bounds, state, end, bounds,
            )  # fmt: skip
            rest = choose_essential(state, end, border, 4 if mode == 2 else 1, bounds, essential)
        partly = rest > 0.0
        for leaf in range(count):
            if state[NEXT, leaf] >= end:
                continue
            if not partly or essential[leaf]:
                add_leaf(
                    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, lengths, tables, norms,
                    leaves, leaf, weights[leaf], given_docs, given_scores, base, state, docs, freqs, scratch,
                    sums, bits, firsts,
                )  # fmt: skip
                continue
            tally[SAVED] += 128 * state[PEEK, leaf]
            if mode == 2:
                skip(doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, end, state, docs, scratch)
            else:
                mark_leaf(
                    doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, base, state, docs, scratch,
                    bits, firsts,
                )  # fmt: skip
        allow(allowed, base, matched)
        for word in range(WINDOW // 64):
            touched = candidates = np.uint64(0)
            for leaf in range(count):
                touched |= bits[leaf, word]
                if not partly or essential[leaf]:
                    candidates |= bits[leaf, word]
            if not touched:
                matched[0, word] = 0
                continue
            tally[TOTAL] += np.int64(ones_in(touched & matched[0, word]))
            wanted = candidates & matched[0, word]
            if out_docs.shape[0]:
                gather(base, word, touched & matched[0, word], sums, out_docs, out_scores, tally)
            if not reaches(word, wanted, candidates, sums, (border - rest) / SLACK):
                matched[0, word] = 0
                continue
            matched[0, word] = 0
            while candidates:
                bit = lowest_in(candidates)
                one = np.uint64(1) << bit
                candidates ^= one
                place = np.uint64(64 * word) + bit
                score = sums[place]
                sums[place] = 0.0
                if (score + rest) * SLACK < border or not wanted & one:
                    continue
                if partly:
                    tally[SAVED] -= LOOKUP * count
                    if mode == 1:
                        matched[0, word] |= one
                        continue
                    score = look_up(
                        doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, lengths, tables, norms,
                        leaves, weights, given_docs, given_scores, base + np.int64(place), look_state,
                        look_docs, look_freqs, scratch,
                    )  # fmt: skip
                if score >= border:
                    tally[HELD] = push(
                        created, keys, ordinals, best_scores, best_docs, tally[HELD], score,
                        base + np.int64(place),
                    )  # fmt: skip
                    border = border_of(created, keys, best_scores, tally[HELD], border)
        if partly and mode == 1:
            for leaf in range(count):
                if firsts[leaf] >= 0:
                    score_marked(
                        freq_words, freq_offsets, lengths, tables, norms, leaves, leaf, weights[leaf],
                        given_scores, base, state, freqs, bits, firsts, matched[0], sums,
                    )  # fmt: skip
            push_marked(base, border, created, keys, ordinals, best_scores, best_docs, sums, matched, tally)
        for leaf in range(count):
            if firsts[leaf] >= 0:
                firsts[leaf] = -1
                for word in range(WINDOW // 64):
                    bits[leaf, word] = 0
    settle(created, keys, ordinals, best_scores, best_docs, tally[HELD])


@helper
def reaches(word, matched, candidates, sums, border):
    """Whether any sum of 64 documents reaches ``border``; where none does they are cleared. Words with few
    candidates are left to whoever goes through these one by one."""
    if ones_in(candidates) < 12:
        return True
    first = np.uint64(64 * word)
    found = 0
    if matched:
        for place in range(np.uint64(64)):
            found += sums[first + place] >= border
    if found:
        return True
    for place in range(np.uint64(64)):
        sums[first + place] = 0.0
    return False


@helper
def add_leaf(
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, lengths, tables, norms, leaves, leaf, weight,
    given_docs, given_scores, base, state, docs, freqs, scratch, sums, bits, firsts,
):  # fmt: skip
    """As ``mark_leaf``, and add the leaf's scores in the window to ``sums``."""
    end = base + WINDOW
    last = (leaves[leaf, STOP] - 1) >> 7
    table = leaves[leaf, TABLE]
    shift = leaves[leaf, LENGTHS]
    while True:
        block = state[BLOCK, leaf]
        begin, stop = inside(
            doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, base, state, docs, scratch
        )
        if begin < stop:
            low = max(leaves[leaf, START], block << 7)
            if firsts[leaf] < 0:
                firsts[leaf] = low + begin
            if table == GIVEN:
                for index in range(begin, stop):
                    sums[docs[leaf, index] - base] += given_scores[low + index]
            else:
                if state[FREQS, leaf] != block:
                    unpack_block(freq_words, freq_offsets, block, freqs[leaf])
                    state[FREQS, leaf] = block
                low &= 127
                for index in range(begin, stop):
                    doc = np.int64(docs[leaf, index])
                    frequency = np.int64(freqs[leaf, low + index]) + 1
                    length = lengths[np.uint64(shift + doc)]
                    sums[np.uint64(doc - base)] += weight * part(tables, norms, table, frequency, length)
            mark(leaf, base, begin, stop, docs, bits)
        if leave(doc_bases, given_docs, leaves, leaf, end, last, stop, state, docs):
            return
