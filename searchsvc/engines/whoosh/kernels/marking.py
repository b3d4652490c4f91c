"""Steps of compiled kernels over a window: which documents a leaf has, as bits, and what marked ones score.

A leaf's row of ``bits`` (uint64, (leaves, WINDOW / 64)) has a bit a document; ``firsts`` (int64, (leaves,))
the number of the posting of its first document there, so that the posting of any other follows from how
many bits stand before its own, and only blocks of frequencies that are asked for are read.
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
    SIZE,
    base_of,
    fill,
    helper,
    lowest_in,
    ones_in,
    part,
    unpack_block,
)
from searchsvc.engines.whoosh.kernels.heap import border_of, push
from searchsvc.engines.whoosh.kernels.layout import GIVEN, LENGTHS, START, STOP, TABLE

WINDOW = 4096
"""Documents looked at at a time: sums and bits of a window stay in the first-level cache."""

HELD, TOTAL, GATHERED, SAVED = range(4)
"""Entries of ``tally``: held, counted, written, and postings left unread less what looking up costs
instead."""


@helper
def mark_leaf(
    doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, base, state, docs, scratch, bits, firsts
):
    """Mark a leaf's documents in the window that begins at ``base`` and move its cursor to the window's end;
    the row of ``bits`` is empty before."""
    end = base + WINDOW
    last = (leaves[leaf, STOP] - 1) >> 7
    marked = False
    while True:
        block = state[BLOCK, leaf]
        begin, stop = inside(
            doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, base, state, docs, scratch
        )
        if begin < stop:
            if not marked:
                marked = True
                firsts[leaf] = max(leaves[leaf, START], block << 7) + begin
            mark(leaf, base, begin, stop, docs, bits)
        if leave(doc_bases, given_docs, leaves, leaf, end, last, stop, state, docs):
            return


@helper
def inside(doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, base, state, docs, scratch):
    """Read the block under a cursor if it was not; returns which of its documents are in the window that
    begins at ``base``, from and up to."""
    end = base + WINDOW
    if state[SIZE, leaf] < 0:
        state[SIZE, leaf] = fill(
            doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, state[BLOCK, leaf], scratch, docs
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
    return begin, stop


@helper
def leave(doc_bases, given_docs, leaves, leaf, end, last, stop, state, docs):
    """Move a cursor past the documents before ``stop`` of its block; whether the window that ends at ``end``
    is done."""
    state[AT, leaf] = stop
    if stop < state[SIZE, leaf]:
        state[NEXT, leaf] = docs[leaf, stop]
        return True
    block = state[BLOCK, leaf]
    if block == last:
        state[NEXT, leaf] = NONE
        return True
    state[BLOCK, leaf] = block + 1
    state[SIZE, leaf] = -1
    state[NEXT, leaf] = base_of(doc_bases, given_docs, leaves, leaf, block + 1) + 1
    return state[NEXT, leaf] >= end


@helper
def mark(leaf, base, begin, stop, docs, bits):
    """Mark documents of a block. The word being written is held, as reading it back would have to wait for
    the writing."""
    word = np.uint64(docs[leaf, begin] - base) >> np.uint64(6)
    held = bits[leaf, word]
    for index in range(np.uint64(begin), np.uint64(stop)):
        place = np.uint64(docs[leaf, index] - base)
        here = place >> np.uint64(6)
        bit = np.uint64(1) << (place & np.uint64(63))
        held = held | bit if here == word else bit
        word = here
        bits[leaf, word] = held


@helper
def score_marked(
    freq_words, freq_offsets, lengths, tables, norms, leaves, leaf, weight, given_scores, base,
    state, freqs, bits, firsts, wanted, sums,
):  # fmt: skip
    """Add a leaf's scores to ``sums`` for those of its marked documents that are ``wanted`` (a row of
    bits)."""
    posting = firsts[leaf]
    table = leaves[leaf, TABLE]
    shift = leaves[leaf, LENGTHS] + base
    for word in range(WINDOW // 64):
        own = bits[leaf, word]
        both = own & wanted[word]
        while both:
            bit = lowest_in(both)
            one = np.uint64(1) << bit
            both ^= one
            place = np.uint64(64 * word) + bit
            here = posting + np.int64(ones_in(own & (one - np.uint64(1))))
            if table == GIVEN:
                sums[place] += given_scores[here]
                continue
            block = here >> 7
            if state[FREQS, leaf] != block:
                unpack_block(freq_words, freq_offsets, block, freqs[leaf])
                state[FREQS, leaf] = block
            frequency = np.int64(freqs[leaf, np.uint64(here & 127)]) + 1
            length = lengths[np.uint64(shift + np.int64(place))]
            sums[place] += weight * part(tables, norms, table, frequency, length)
        posting += np.int64(ones_in(own))


@helper
def allow(allowed, base, matched):
    """Write which documents of the window count to row 0 of ``matched``."""
    for word in range(WINDOW // 64):
        at = (base >> 6) + word
        if allowed.shape[0] == 0:
            matched[0, word] = ~np.uint64(0)
        else:
            matched[0, word] = allowed[at] if at < allowed.shape[0] else np.uint64(0)


@helper
def gather(base, word, matched, sums, out_docs, out_scores, tally):
    """Append the matched documents of 64 with their scores."""
    while matched:
        bit = lowest_in(matched)
        matched ^= np.uint64(1) << bit
        place = np.uint64(64 * word) + bit
        out_docs[tally[GATHERED]] = base + np.int64(place)
        if out_scores.shape[0]:
            out_scores[tally[GATHERED]] = sums[place]
        tally[GATHERED] += 1


@helper
def push_marked(base, border, created, keys, ordinals, best_scores, best_docs, sums, matched, tally):
    """Offer the documents of row 0 of ``matched`` to the best and clear their sums; returns the border."""
    for word in range(WINDOW // 64):
        candidates = matched[0, word]
        while candidates:
            bit = lowest_in(candidates)
            candidates ^= np.uint64(1) << bit
            place = np.uint64(64 * word) + bit
            score = sums[place]
            sums[place] = 0.0
            if score >= border:
                tally[HELD] = push(
                    created, keys, ordinals, best_scores, best_docs, tally[HELD], score,
                    base + np.int64(place),
                )  # fmt: skip
                border = border_of(created, keys, best_scores, tally[HELD], border)
    return border
