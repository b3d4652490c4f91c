"""What the compiled kernels are made of: leaves, their blocks unpacked, and what a posting scores.

A leaf is a row of ``leaves`` (see ``kernels``). Its blocks are those of the stream, cut at ``START`` and
``STOP``; given arrays count in blocks of 128 likewise.
"""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import njit, types
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

inlined = njit(nogil=True, error_model="numpy", _nrt=False, forceinline=True)
"""Helpers that are called for each document: handing over a dozen arrays takes longer than what they do (of
phrases of frequent words half of the time went there)."""


@intrinsic
def unpack_row(typing_context, words, low, high, shift, mask, out, at):
    """Write four neighbouring values: the bits from ``shift`` (below 32) on of the four words at ``low`` and,
    above them, of those at ``high``, as far as ``mask`` (uint32) goes. A vector, whatever LLVM thinks."""

    def build(context, builder, signature, arguments):
        lanes = ir.VectorType(ir.IntType(32), 4)
        source, target = (
            context.make_array(signature.args[n])(context, builder, arguments[n]).data for n in (0, 5)
        )

        def at_place(pointer, index):
            return builder.bitcast(builder.gep(pointer, [index]), lanes.as_pointer())

        def spread(value):
            value = builder.trunc(value, ir.IntType(32)) if value.type.width > 32 else value
            vector = ir.Constant(lanes, ir.Undefined)
            for lane in range(4):
                vector = builder.insert_element(vector, value, ir.Constant(ir.IntType(32), lane))
            return vector

        _, low, high, shift, mask, _, at = arguments
        lower = builder.load(at_place(source, low), align=4)
        upper = builder.load(at_place(source, high), align=4)
        by = spread(shift)
        # Shifted by 32 - shift in two steps: a shift by 32 is not defined.
        rest = builder.sub(ir.Constant(lanes, [31] * 4), by)
        upper = builder.shl(builder.shl(upper, ir.Constant(lanes, [1] * 4)), rest)
        value = builder.and_(builder.or_(builder.lshr(lower, by), upper), spread(mask))
        builder.store(value, at_place(target, at), align=4)
        return context.get_dummy_value()

    integer = types.int64
    return types.void(words, integer, integer, integer, types.uint32, out, integer), build


@helper
def unpack_block(words, offsets, block, out):
    """Unpack the 128 values of ``block`` into ``out``, four lanes at a time, without guesses."""
    low = np.int64(offsets[block])
    width = np.int64(offsets[block + 1]) - low
    if width == 0:
        for index in range(128):
            out[index] = 0
        return
    mask = np.uint32((np.int64(1) << width) - 1)
    bit = np.int64(0)
    for row in range(32):
        here = bit >> 5
        # The last row ends with its word: what stands above it does not matter.
        above = min(here + 1, width - 1)
        unpack_row(words, 4 * (low + here), 4 * (low + above), bit & 31, mask, out, 4 * row)
        bit += width


@inlined
def value_in(words, low, width, place):
    """One value of a block that begins at ``low``, its numbers of ``width`` bits: cheaper than all of them
    where few are wanted."""
    if width == 0:
        return np.uint64(0)
    bit = (place >> 2) * width
    at = np.uint64(4 * (low + (bit >> 5)) + (place & 3))
    shift = np.uint64(bit & 31)
    value = np.uint64(words[at]) >> shift
    if shift + np.uint64(width) > np.uint64(32):
        value |= np.uint64(words[at + np.uint64(4)]) << (np.uint64(32) - shift)
    return value & ((np.uint64(1) << np.uint64(width)) - np.uint64(1))


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
