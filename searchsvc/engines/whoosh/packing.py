"""Integers packed in blocks of 128 at each block's own width: how postings lie on disk.

A block has four lanes of 32 values: value ``4 * j + lane`` of a block stands at bit ``j * width`` of its
lane, and word ``n`` of a lane is word ``4 * n + lane`` of the block. So lanes are unpacked side by side (the
vertical layout of Lemire and Boytsov 2015, "Decoding billions of integers per second through
vectorization"). A block of width w takes 4 w words; a block of zeros takes none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 128
"""Values in a block."""

LANES = 4
_ROWS = BLOCK // LANES


class Packed(NamedTuple):
    """``words`` (uint32) and ``offsets`` (uint32, shape (blocks + 1,)): block b has the words
    from ``4 * offsets[b]`` up to ``4 * offsets[b + 1]``; the difference of its offsets is its width."""

    words: NDArray[np.uint32]
    offsets: NDArray[np.uint32]


def pack(values: NDArray[np.uint32]) -> Packed:
    """Pack any number of values, the last block filled up with zeros."""
    blocks = -(-values.size // BLOCK)
    padded = np.zeros(blocks * BLOCK, np.uint32)
    padded[: values.size] = values
    rows = padded.reshape(blocks, _ROWS, LANES)
    widths = _bit_lengths(np.bitwise_or.reduce(rows.reshape(blocks, BLOCK), axis=1))
    offsets = np.zeros(blocks + 1, np.uint32)
    np.cumsum(widths, out=offsets[1:])
    words = np.zeros((int(offsets[-1]), LANES), np.uint32)
    for width in np.unique(widths[widths > 0]).tolist():
        chosen = np.flatnonzero(widths == width)
        packed = np.zeros((chosen.size, width, LANES), np.uint32)
        for row in range(_ROWS):
            word, shift = divmod(row * width, 32)
            column = rows[chosen, row]
            packed[:, word] |= column << np.uint32(shift)
            if shift + width > 32:
                packed[:, word + 1] |= column >> np.uint32(32 - shift)
        words[offsets[chosen].astype(np.int64)[:, None] + np.arange(width)] = packed
    return Packed(words.reshape(-1), offsets)


def unpack(packed: Packed, start: int, stop: int) -> NDArray[np.uint32]:
    """The values from ``start`` up to ``stop``."""
    if stop <= start:
        return np.zeros(0, np.uint32)
    first, last = start // BLOCK, -(-stop // BLOCK)
    offsets = packed.offsets[first : last + 1].astype(np.int64)
    widths = np.diff(offsets)
    words = packed.words[LANES * offsets[0] : LANES * offsets[-1]].reshape(-1, LANES)
    values = np.zeros((last - first, _ROWS, LANES), np.uint32)
    for width in np.unique(widths[widths > 0]).tolist():
        chosen = np.flatnonzero(widths == width)
        block = words[(offsets[chosen] - offsets[0])[:, None] + np.arange(width)]
        mask = np.uint32((1 << width) - 1)
        for row in range(_ROWS):
            word, shift = divmod(row * width, 32)
            value = block[:, word] >> np.uint32(shift)
            if shift + width > 32:
                value |= block[:, word + 1] << np.uint32(32 - shift)
            values[chosen, row] = value & mask
    return values.reshape(-1)[start - first * BLOCK : stop - first * BLOCK]


def ranges(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers from each of ``starts`` on, so many as ``sizes`` says: int64."""
    before = np.cumsum(sizes) - sizes
    numbers = np.repeat(starts - before, sizes)
    numbers += np.arange(numbers.size)
    return numbers


def _bit_lengths(values: NDArray[np.uint32]) -> NDArray[np.int64]:
    # frexp of a float64 is exact for 32 bits: its exponent is the bit length.
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)
