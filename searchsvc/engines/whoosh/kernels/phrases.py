"""The compiled phrase: documents that all terms have, found first; positions are read of those alone."""

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
    helper,
    lowest_in,
    unpack_block,
)
from searchsvc.engines.whoosh.kernels.cursors import in_a_row, score_here, seek, skip
from searchsvc.engines.whoosh.kernels.layout import START, STOP
from searchsvc.engines.whoosh.kernels.windows import WINDOW, add_leaf

DENSE = 24
"""Below so many postings in all to one of the rarest term, all are read, a window at a time: it avoids
guesses that a processor gets wrong. Chosen on frequent words of synthetic text of 100 k documents."""


@helper
def match_phrase(  # noqa: C901
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
    block_occurrences, position_words, position_offsets, lengths, tables, norms, leaves, weights,
    occurrences, drive, slop, out_docs, out_scores, state, docs, freqs, scratch, spots,
    sums, places, no_docs, no_scores, wide_state, wide_docs, bits,
):  # fmt: skip
    """The phrase, in work space made by the caller; returns how many documents."""
    total = 0
    for leaf in range(leaves.shape[0]):
        total += leaves[leaf, STOP] - leaves[leaf, START]
    rarest = leaves[drive[0], STOP] - leaves[drive[0], START]
    found = 0
    doc = np.int64(-1)
    base = np.int64(-WINDOW)
    dense = total < DENSE * rarest
    while True:
        if dense:
            while True:
                doc = next_candidate(base, doc, bits)
                if doc >= 0:
                    break
                base = share_window(
                    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, lengths, tables, norms,
                    leaves, no_docs, no_scores, wide_state, wide_docs, freqs, scratch, bits,
                )  # fmt: skip
                if base == NONE:
                    return found
            for leaf in range(leaves.shape[0]):
                seek(doc_words, doc_offsets, doc_bases, no_docs, leaves, leaf, doc, state, docs, scratch)
        else:
            doc = agree(
                doc_words, doc_offsets, doc_bases, no_docs, leaves, drive, doc + 1, state, docs, scratch
            )
            if doc == NONE:
                return found
        if stands_here(
            freq_words, freq_offsets, block_occurrences, position_words, position_offsets, leaves,
            occurrences, slop, state, freqs, spots, sums, places,
        ):  # fmt: skip
            score = 0.0
            for leaf in range(leaves.shape[0]):
                score += score_here(
                    freq_words, freq_offsets, lengths, tables, norms, leaves, leaf, weights[leaf],
                    no_scores, doc, state, freqs,
                )  # fmt: skip
            out_docs[found] = doc
            out_scores[found] = score
            found += 1


@helper
def next_candidate(base, doc, bits):
    """Take the next document of the window that all leaves have (row 0 of ``bits``), after ``doc``; -1 where
    none is left."""
    for word in range(max(0, doc - base) >> 6, WINDOW // 64):
        if bits[0, word]:
            bit = lowest_in(bits[0, word])
            bits[0, word] ^= np.uint64(1) << bit
            return base + 64 * word + np.int64(bit)
    return np.int64(-1)


@helper
def share_window(
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, lengths, tables, norms, leaves,
    no_docs, no_scores, state, docs, freqs, scratch, bits,
):  # fmt: skip
    """Write the documents that all leaves have in the next window in which all have some to row 0 of
    ``bits``;
    returns where the window begins, NONE at the end."""
    count = leaves.shape[0]
    furthest = np.int64(0)
    for leaf in range(count):
        furthest = max(furthest, state[NEXT, leaf])
    if furthest == NONE:
        return furthest
    base = furthest & ~(WINDOW - 1)
    for leaf in range(count):
        if state[NEXT, leaf] < base:
            skip(doc_words, doc_offsets, doc_bases, no_docs, leaves, leaf, base, state, docs, scratch)
        if state[NEXT, leaf] < base + WINDOW:
            add_leaf(
                doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, lengths, tables, norms,
                leaves, leaf, 0.0, no_docs, no_scores, base, state, docs, freqs, scratch,
                False, no_scores, bits, leaf,
            )  # fmt: skip
    for word in range(WINDOW // 64):
        for leaf in range(1, count):
            bits[0, word] &= bits[leaf, word]
            bits[leaf, word] = 0
    return base


@helper
def stands_here(
    freq_words, freq_offsets, block_occurrences, position_words, position_offsets, leaves,
    occurrences, slop, state, freqs, spots, sums, places,
):  # fmt: skip
    """Whether the terms stand in a row in the document under the cursors. ``sums`` holds the occurrences
    before each posting of a cursor's block."""
    for leaf in range(leaves.shape[0]):
        block = state[BLOCK, leaf]
        low = max(leaves[leaf, START], block << 7)
        first = low & 127
        if state[FREQS, leaf] != block:
            unpack_block(freq_words, freq_offsets, block, freqs[leaf])
            state[FREQS, leaf] = block
            begin = occurrences[leaf] if low == leaves[leaf, START] else block_occurrences[block]
            for index in range(np.uint64(first), np.uint64(128)):
                sums[leaf, index] = begin
                begin += np.int64(freqs[leaf, index]) + 1
        here = first + state[AT, leaf]
        spots[0, leaf] = sums[leaf, here]
        spots[1, leaf] = np.int64(freqs[leaf, here]) + 1
        spots[2, leaf] = -1
    return in_a_row(position_words, position_offsets, spots, places, slop)


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
