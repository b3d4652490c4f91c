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


class _Layout(NamedTuple):
    """Where the rows of a block of one width lie in a lane: row r begins at bit ``shifts[r]`` (uint32, shape
    (rows, 1)) of word ``words[r]``, and ``firsts`` is the first row of each word. Rows ``crossing`` go on in
    the words ``following``, after ``taken`` bits (uint32, shape (crossing, 1))."""

    words: NDArray[np.int64]
    shifts: NDArray[np.uint32]
    firsts: NDArray[np.int64]
    crossing: NDArray[np.int64]
    following: NDArray[np.int64]
    taken: NDArray[np.uint32]


def _layout(width: int) -> _Layout:
    words, shifts = np.divmod(np.arange(_ROWS) * width, 32)
    crossing = np.flatnonzero(shifts + width > 32)
    return _Layout(
        words,
        shifts.astype(np.uint32)[:, None],
        np.searchsorted(words, np.arange(width)),
        crossing,
        words[crossing] + 1,
        (32 - shifts[crossing]).astype(np.uint32)[:, None],
    )


_LAYOUTS = [_layout(width) for width in range(33)]
"""By width."""


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
    begins = offsets.astype(np.int64)
    for width in _widths_in(widths):
        layout = _LAYOUTS[width]
        chosen = np.flatnonzero(widths == width)
        some = rows[chosen]
        packed = np.bitwise_or.reduceat(some << layout.shifts, layout.firsts, axis=1)
        packed[:, layout.following] |= some[:, layout.crossing] >> layout.taken
        words[begins[chosen][:, None] + np.arange(width)] = packed
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
    begins = offsets - offsets[0]
    for width in _widths_in(widths):
        layout = _LAYOUTS[width]
        chosen = np.flatnonzero(widths == width)
        begin = begins[chosen][:, None]
        found = words[begin + layout.words]
        found >>= layout.shifts
        found[:, layout.crossing] |= words[begin + layout.following] << layout.taken
        found &= np.uint32((1 << width) - 1)
        values[chosen] = found
    return values.reshape(-1)[start - first * BLOCK : stop - first * BLOCK]


def ranges(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers from each of ``starts`` on, so many as ``sizes`` says: int64."""
    before = np.cumsum(sizes) - sizes
    numbers = np.repeat(starts - before, sizes)
    numbers += np.arange(numbers.size)
    return numbers


def _widths_in(widths: NDArray[np.int64]) -> list[int]:
    """The widths that blocks have, 0 aside."""
    found: list[int] = np.flatnonzero(np.bincount(widths)).tolist()
    return found[1:] if found[:1] == [0] else found


def _bit_lengths(values: NDArray[np.uint32]) -> NDArray[np.int64]:
    # frexp of a float64 is exact for 32 bits: its exponent is the bit length.
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)
