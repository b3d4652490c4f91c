"""What the compiled kernels are made of: leaves, their blocks unpacked, and what a posting scores.

A leaf is a row of ``leaves`` (see ``kernels``). Its blocks are those of the stream, cut at ``START`` and
``STOP``; given arrays count in blocks of 128 likewise.
"""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import njit
from numba.extending import intrinsic

from searchsvc.engines.whoosh.kernels.layout import COUNTED, GIVEN, K1, START, STOP, TABLE

BLOCK, AT, SIZE, NEXT, FREQS, PEEK = range(6)
"""Rows of the state of cursors (int64, a column a leaf): block, place in it, how many documents were
read of it (-1: none yet), the next document or a bound of it, whose frequencies were read, the block
ahead."""
SLACK = 1.0 + 1e-9
"""Bounds are raised by as much, so that rounding never makes one too low."""

NONE = 2**31 - 1
"""In the place of a document where there is no more."""

helper = njit(nogil=True, error_model="numpy", _nrt=False)
"""Helpers count no references to arrays, which costs more than their work; so they allocate none."""


@helper
def unpack_block(words, offsets, block, out):
    """Unpack the 128 values of ``block`` into ``out``: a 64-bit window slides over each of the four lanes."""
    low = np.int64(offsets[block])
    width = np.uint64(np.int64(offsets[block + 1]) - low)
    at = 4 * low
    if width == 0:
        for index in range(128):
            out[index] = 0
        return
    mask = (np.uint64(1) << width) - np.uint64(1)
    first = second = third = fourth = held = np.uint64(0)
    for row in range(32):
        if held < width:
            first |= np.uint64(words[at]) << held
            second |= np.uint64(words[at + 1]) << held
            third |= np.uint64(words[at + 2]) << held
            fourth |= np.uint64(words[at + 3]) << held
            held += np.uint64(32)
            at += 4
        out[4 * row] = first & mask
        out[4 * row + 1] = second & mask
        out[4 * row + 2] = third & mask
        out[4 * row + 3] = fourth & mask
        first >>= width
        second >>= width
        third >>= width
        fourth >>= width
        held -= width


@helper
def fill(doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, block, scratch, docs):
    """Read a leaf's documents in ``block`` into its row of ``docs``; returns how many."""
    low = max(leaves[leaf, START], block << 7)
    high = min(leaves[leaf, STOP], (block + 1) << 7)
    count = high - low
    if leaves[leaf, TABLE] == GIVEN:
        for index in range(count):
            docs[leaf, index] = given_docs[low + index]
        return count
    unpack_block(doc_words, doc_offsets, block, scratch)
    doc = np.int64(-1) if low == leaves[leaf, START] else np.int64(doc_bases[block])
    first = low & 127
    for index in range(count):
        doc += np.int64(scratch[first + index]) + 1
        docs[leaf, index] = doc
    return count


@helper
def base_of(doc_bases, given_docs, leaves, leaf, block):
    """The last document before ``block``, which is not the leaf's first block."""
    if leaves[leaf, TABLE] == GIVEN:
        return np.int64(given_docs[(block << 7) - 1])
    return np.int64(doc_bases[block])


@helper
def block_of(doc_bases, given_docs, leaves, leaf, block, doc):
    """The block, from ``block`` on, in which ``doc`` stands if the leaf has it: found by leaps, then
    halves."""
    last = (leaves[leaf, STOP] - 1) >> 7
    if block >= last or base_of(doc_bases, given_docs, leaves, leaf, block + 1) >= doc:
        return block
    step = 1
    low = block + 1
    high = low + step
    while high <= last and base_of(doc_bases, given_docs, leaves, leaf, high) < doc:
        low = high
        step *= 2
        high = low + step
    high = min(high, last + 1)
    while high - low > 1:
        middle = (low + high) >> 1
        if base_of(doc_bases, given_docs, leaves, leaf, middle) < doc:
            low = middle
        else:
            high = middle
    return low


@helper
def part(tables, norms, table, frequency, length):
    """BM25's part of one posting: frequency * (K1 + 1) / (frequency + norm)."""
    # Unsigned indexes need no look at their sign.
    if frequency < COUNTED:
        return tables[np.uint64(table), np.uint64(frequency), np.uint64(length)]
    return frequency * (K1 + 1.0) / (frequency + norms[table, length])


@helper
def bound_of(block_freqs, block_lengths, tables, norms, given_bounds, leaves, leaf, weight, block):
    """What a posting of the leaf in ``block`` scores at most."""
    table = leaves[leaf, TABLE]
    if table == GIVEN:
        return given_bounds[block] * SLACK
    frequency = np.int64(block_freqs[block])
    if frequency == 255:
        return weight * (K1 + 1.0) * SLACK
    return weight * part(tables, norms, table, frequency, np.int64(block_lengths[block])) * SLACK


@helper
def bound_given(given_scores, bounds):
    """Write the greatest score in each block of the given arrays to ``bounds``, zeros before."""
    for index in range(given_scores.shape[0]):
        if given_scores[index] > bounds[index >> 7]:
            bounds[index >> 7] = given_scores[index]


@intrinsic
def ones_in(typing_context, word):
    """How many bits of a uint64 are set."""

    def build(context, builder, signature, arguments):
        return builder.ctpop(arguments[0])

    return word(word), build


@intrinsic
def lowest_in(typing_context, word):
    """The place of the lowest set bit of a uint64 that is not 0."""

    def build(context, builder, signature, arguments):
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return word(word), build
