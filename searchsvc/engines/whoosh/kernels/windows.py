"""The compiled union: documents in windows, summed leaf by leaf, skipping what cannot reach the best.

Which leaves can be left aside in a window follows MaxScore (Turtle and Flood 1995) with bounds by block
(Ding and Suel 2011): their greatest scores together do not reach the worst of the best so far.
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
    fill,
    helper,
    lowest_in,
    ones_in,
    part,
    unpack_block,
)
from searchsvc.engines.whoosh.kernels.cursors import choose_essential, look_up, skip
from searchsvc.engines.whoosh.kernels.heap import border_of, push, settle
from searchsvc.engines.whoosh.kernels.layout import GIVEN, GROUP, LENGTHS, START, STOP, TABLE

WINDOW = 4096
"""Documents summed at a time: sums and bits of a window stay in the first-level cache."""

HELD, TOTAL, GATHERED, SAVED = range(4)
"""Entries of ``tally``: held, counted, written, and postings left unread less what looking up costs
instead."""

LOOKUP = 12
"""Looking a document up in a leaf costs as much as reading so many postings (measured: about 60 to 5 ns)."""


@helper
def sum_windows(  # noqa: C901
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
    lengths, tables, norms, leaves, weights, given_docs, given_scores, given_bounds, roles, allowed, mode,
    threshold, created, keys, ordinals, best_scores, best_docs, out_docs, out_scores,
    state, docs, freqs, look_state, look_docs, look_freqs, scratch, bounds, essential, sums, bits, tally,
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
        border = threshold
        border = border_of(created, keys, best_scores, tally[HELD], border)
        rest = 0.0
        if mode > 0 and roles.shape[0] == 1 and border > -np.inf and tally[SAVED] >= 0:
            rest = choose_essential(
                doc_bases, block_freqs, block_lengths, tables, norms, leaves, weights, given_docs,
                given_bounds, state, end, border, 4 if mode == 2 else 16, bounds, essential,
            )  # fmt: skip
        partly = rest > 0.0
        for leaf in range(count):
            if state[NEXT, leaf] >= end:
                continue
            if partly and mode == 2 and not essential[leaf]:
                tally[SAVED] += 128 * state[PEEK, leaf]
                skip(
                    doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, end,
                    state, docs, scratch,
                )  # fmt: skip
                continue
            add_leaf(
                doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, lengths, tables, norms,
                leaves, leaf, weights[leaf], given_docs, given_scores, base, state, docs, freqs, scratch,
                not partly or essential[leaf], sums, bits, 1 if partly and essential[leaf] else leaves[leaf,
                GROUP],
            )  # fmt: skip
        for word in range(WINDOW // 64):
            matched, touched = combine(roles, bits, word)
            if not touched:
                continue
            candidates = touched if not partly else bits[1, word]
            if allowed.shape[0]:
                matched &= allowed[(base >> 6) + word]
            tally[TOTAL] += np.int64(ones_in(matched))
            for row in range(bits.shape[0]):
                bits[row, word] = 0
            if out_docs.shape[0]:
                gather(base, word, matched, sums, out_docs, out_scores, tally)
            elif not reaches(word, matched, candidates, sums, (border - rest) / SLACK):
                continue
            while candidates:
                bit = lowest_in(candidates)
                one = np.uint64(1) << bit
                candidates ^= one
                place = np.uint64(64 * word) + bit
                score = sums[place]
                sums[place] = 0.0
                if (score + rest) * SLACK < border or not matched & one:
                    continue
                doc = base + np.int64(place)
                if partly:
                    tally[SAVED] -= LOOKUP * count
                    score = look_up(
                        doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, lengths, tables, norms,
                        leaves, weights, given_docs, given_scores, doc, look_state, look_docs, look_freqs,
                        scratch,
                    )  # fmt: skip
                if score >= border:
                    tally[HELD] = push(
                        created, keys, ordinals, best_scores, best_docs, tally[HELD], score, doc
                    )
                    border = border_of(created, keys, best_scores, tally[HELD], border)
    settle(created, keys, ordinals, best_scores, best_docs, tally[HELD])


@helper
def combine(roles, bits, word):
    """The documents of 64 that match (in all required groups and no excluded one, in any where there is but
    one group), and those in any group."""
    touched = bits[0, word] | bits[1, word]
    if roles.shape[0] == 1:
        return touched, touched
    matched = ~np.uint64(0)
    for group in range(roles.shape[0]):
        touched |= bits[group, word]
        if roles[group] > 0:
            matched &= bits[group, word]
        elif roles[group] < 0:
            matched &= ~bits[group, word]
    return matched & touched, touched


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
def gather(base, word, matched, sums, out_docs, out_scores, tally):
    """Append the matched documents of 64 with their scores."""
    while matched:
        bit = lowest_in(matched)
        matched ^= np.uint64(1) << bit
        place = np.uint64(64 * word) + bit
        out_docs[tally[GATHERED]] = base + np.int64(place)
        out_scores[tally[GATHERED]] = sums[place]
        tally[GATHERED] += 1


@helper
def add_leaf(  # noqa: C901
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, lengths, tables, norms, leaves, leaf, weight,
    given_docs, given_scores, base, state, docs, freqs, scratch, summing, sums, bits, into,
):  # fmt: skip
    """Add a leaf's scores in the window that begins at ``base`` to ``sums``, its documents to row
    ``into`` of ``bits``, and move its cursor to the end of the window."""
    end = base + WINDOW
    last = (leaves[leaf, STOP] - 1) >> 7
    table = leaves[leaf, TABLE]
    shift = leaves[leaf, LENGTHS]
    while True:
        block = state[BLOCK, leaf]
        if state[SIZE, leaf] < 0:
            state[SIZE, leaf] = fill(
                doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, block, scratch, docs
            )
            state[AT, leaf] = 0
        begin, size = state[AT, leaf], state[SIZE, leaf]
        while begin < size and docs[leaf, begin] < base:
            begin += 1
        stop = size
        if docs[leaf, size - 1] >= end:
            stop = begin
            while docs[leaf, stop] < end:
                stop += 1
        if begin < stop:
            low = max(leaves[leaf, START], block << 7)
            if summing and table == GIVEN:
                for index in range(begin, stop):
                    sums[docs[leaf, index] - base] += given_scores[low + index]
            elif summing:
                if state[FREQS, leaf] != block:
                    unpack_block(freq_words, freq_offsets, block, freqs[leaf])
                    state[FREQS, leaf] = block
                low &= 127
                for index in range(begin, stop):
                    doc = np.int64(docs[leaf, index])
                    frequency = np.int64(freqs[leaf, low + index]) + 1
                    length = lengths[np.uint64(shift + doc)]
                    sums[np.uint64(doc - base)] += weight * part(tables, norms, table, frequency, length)
            for index in range(begin, stop):
                place = np.uint64(docs[leaf, index] - base)
                bits[into, place >> np.uint64(6)] |= np.uint64(1) << (place & np.uint64(63))
        state[AT, leaf] = stop
        if stop < size:
            state[NEXT, leaf] = docs[leaf, stop]
            return
        if block == last:
            state[NEXT, leaf] = NONE
            return
        state[BLOCK, leaf] = block + 1
        state[SIZE, leaf] = -1
        state[NEXT, leaf] = base_of(doc_bases, given_docs, leaves, leaf, block + 1) + 1
        if state[NEXT, leaf] >= end:
            return
