"""The compiled phrase: documents that all terms have, found first; positions are read of those alone."""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np

from searchsvc.engines.whoosh.kernels.blocks import AT, BLOCK, NEXT, NONE, helper, inlined, lowest_in, ones_in
from searchsvc.engines.whoosh.kernels.cursors import seek, skip
from searchsvc.engines.whoosh.kernels.layout import START
from searchsvc.engines.whoosh.kernels.marking import WINDOW, mark_leaf
from searchsvc.engines.whoosh.kernels.places import WHOLE, are_few, enter, in_a_row, score_of, side_by_side

DENSE = 24
"""Below so many postings in all to one of the rarest term, all are read, a window at a time: it avoids
guesses that a processor gets wrong. Chosen on frequent words of synthetic text of 100 k documents."""

SHARED = 8
"""Blocks of positions are unpacked whole where one in so many documents of a leaf is asked for."""


@helper
def match_rarely(
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_occurrences, position_words,
    position_offsets, lengths, tables, norms, leaves, weights, occurrences, drive, slop, out_docs, out_scores,
    state, docs, freqs, scratch, spots, places, held, no_docs,
):  # fmt: skip
    """The phrase, led by its rarest term, in work space made by the caller; returns how many documents."""
    found = np.int64(0)
    doc = np.int64(-1)
    while True:
        doc = agree(doc_words, doc_offsets, doc_bases, no_docs, leaves, drive, doc + 1, state, docs, scratch)
        if doc == NONE:
            return found
        for leaf in range(leaves.shape[0]):
            posting = max(leaves[leaf, START], state[BLOCK, leaf] << 7) + state[AT, leaf]
            enter(
                freq_words, freq_offsets, block_occurrences, leaves, occurrences, leaf, posting,
                state, freqs, spots,
            )  # fmt: skip
        found = keep(
            position_words, position_offsets, lengths, tables, norms, leaves, weights, drive, slop, doc,
            spots, places, held, out_docs, out_scores, found,
        )  # fmt: skip


@helper
def match_often(
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_occurrences, position_words,
    position_offsets, lengths, tables, norms, leaves, weights, occurrences, drive, slop, out_docs, out_scores,
    state, docs, freqs, scratch, spots, places, held, no_docs, bits, shared, firsts,
):  # fmt: skip
    """The phrase, a window at a time, in work space made by the caller; returns how many documents."""
    found = np.int64(0)
    count = leaves.shape[0]
    while True:
        base = share_window(
            doc_words, doc_offsets, doc_bases, no_docs, leaves, drive, state, docs, scratch, bits, shared,
            firsts, spots,
        )  # fmt: skip
        if base == NONE:
            return found
        for word in range(WINDOW // 64):
            candidates = shared[word]
            while candidates:
                bit = lowest_in(candidates)
                one = np.uint64(1) << bit
                candidates ^= one
                for leaf in range(count):
                    posting = firsts[leaf] + np.int64(ones_in(bits[leaf, word] & (one - np.uint64(1))))
                    enter(
                        freq_words, freq_offsets, block_occurrences, leaves, occurrences, leaf, posting,
                        state, freqs, spots,
                    )  # fmt: skip
                found = keep(
                    position_words, position_offsets, lengths, tables, norms, leaves, weights, drive, slop,
                    base + 64 * word + np.int64(bit), spots, places, held, out_docs, out_scores, found,
                )  # fmt: skip
            for leaf in range(count):
                firsts[leaf] += np.int64(ones_in(bits[leaf, word]))
                bits[leaf, word] = 0


@helper
def share_window(
    doc_words, doc_offsets, doc_bases, no_docs, leaves, drive, state, docs, scratch, bits, shared, firsts,
    spots,
):  # fmt: skip
    """Mark the leaves in the next window in which all have some documents, and write those that all have to
    ``shared``; returns where the window begins, NONE at the end."""
    count = leaves.shape[0]
    base = np.int64(0)
    for leaf in range(count):
        base = max(base, state[NEXT, leaf])
    if base == NONE:
        return base
    base &= ~(WINDOW - 1)
    for word in range(WINDOW // 64):
        shared[word] = ~np.uint64(0)
    held = np.int64(WINDOW)
    for at in range(count):
        leaf = drive[at]
        firsts[leaf] = -1
        if state[NEXT, leaf] < base:
            skip(doc_words, doc_offsets, doc_bases, no_docs, leaves, leaf, base, state, docs, scratch)
        if held and state[NEXT, leaf] < base + WINDOW:
            mark_leaf(
                doc_words, doc_offsets, doc_bases, no_docs, leaves, leaf, base, state, docs, scratch, bits,
                firsts,
            )  # fmt: skip
        elif state[NEXT, leaf] < base + WINDOW:
            end = base + WINDOW
            skip(doc_words, doc_offsets, doc_bases, no_docs, leaves, leaf, end, state, docs, scratch)
        for word in range(WINDOW // 64):
            shared[word] &= bits[leaf, word]
        held = count_ones(shared)
    for leaf in range(count):
        spots[WHOLE, leaf] = held * SHARED > count_ones(bits[leaf])
    return base


@helper
def count_ones(words):
    """How many bits of a row are set."""
    ones = np.uint64(0)
    for word in range(words.shape[0]):
        ones += ones_in(words[word])
    return np.int64(ones)


@inlined
def keep(
    position_words, position_offsets, lengths, tables, norms, leaves, weights, drive, slop, doc,
    spots, places, held, out_docs, out_scores, found,
):  # fmt: skip
    """Write the document whose postings were entered if the terms stand in a row there; returns how many are
    written."""
    if slop == 0 and are_few(drive, spots, held):
        stands = side_by_side(position_words, position_offsets, drive, spots, places, held)
    else:
        stands = in_a_row(position_words, position_offsets, spots, places, slop)
    if not stands:
        return found
    score = 0.0
    for leaf in range(leaves.shape[0]):
        score += score_of(lengths, tables, norms, leaves, leaf, weights[leaf], doc, spots)
    out_docs[found] = doc
    out_scores[found] = score
    return found + 1


@helper
def agree(doc_words, doc_offsets, doc_bases, no_docs, leaves, drive, wanted, state, docs, scratch):
    """The first document from ``wanted`` on that all leaves have, NONE where there is none."""
    doc = wanted
    place = 0
    while place < drive.shape[0]:
        here = seek(
            doc_words, doc_offsets, doc_bases, no_docs, leaves, drive[place], doc, state, docs, scratch
        )
        if here == NONE:
            return here
        if here != doc and place:
            doc = here
            place = 0
            continue
        doc = here
        place += 1
    return doc
