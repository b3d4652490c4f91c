"""Which number each document of a segment gets where segments are merged, in about two bits a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AT_ONCE = 1 << 13
"""Documents whose numbers are held in memory at a time."""

_BITS = 64


@dataclass(frozen=True)
class Renumbering:
    """The living of ``documents``, in their order, are numbered from ``first`` on.

    ``bits`` (uint64) has a bit for each document, least significant first, set where it lives; ``before``
    (int64) how many live before those of each word. Both are None where all live.
    """

    documents: int
    first: int
    bits: NDArray[np.uint64] | None = None
    before: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, documents: int, first: int, living: NDArray[np.uint8] | None) -> Renumbering:
        """``living``: the bits of the living, eight documents a byte; None where all live."""
        if living is None:
            return cls(documents, first)
        padded = np.zeros(-(-documents // _BITS) * _BITS // 8, np.uint8)
        padded[: living.size] = living
        if documents % 8:
            padded[documents // 8] &= (1 << documents % 8) - 1
        bits = padded.view("<u8").astype(np.uint64, copy=False)
        counts = np.bitwise_count(bits)
        before = np.zeros(bits.size, np.int64)
        np.cumsum(counts[:-1], out=before[1:])
        return cls(documents, first, bits, before)

    @property
    def count(self) -> int:
        """How many live."""
        if self.bits is None or self.before is None:
            return self.documents
        return int(self.before[-1]) + int(np.bitwise_count(self.bits[-1])) if self.bits.size else 0

    def new(self, docs: NDArray[np.int64]) -> NDArray[np.int64]:
        """The new number of each of ``docs``, -1 where it is dead: int64."""
        if self.bits is None or self.before is None:
            return docs + self.first
        words, places = docs >> 6, (docs & 63).astype(np.uint64)
        bits = self.bits[words]
        lower = bits & ((np.uint64(1) << places) - np.uint64(1))
        numbers: NDArray[np.int64] = self.before[words] + np.bitwise_count(lower) + self.first
        numbers[(bits >> places) & np.uint64(1) == 0] = -1
        return numbers

    def living(self, low: int = 0, high: int | None = None) -> NDArray[np.int64]:
        """The old numbers of the living from ``low`` up to ``high``: int64, ascending."""
        high = self.documents if high is None else high
        if self.bits is None:
            return np.arange(low, high)
        first = low // _BITS
        words = self.bits[first : -(-high // _BITS)].astype("<u8", copy=False)
        flags = np.unpackbits(words.view(np.uint8), bitorder="little")
        found: NDArray[np.int64] = np.flatnonzero(flags[low - first * _BITS : high - first * _BITS]) + low
        return found

    def pieces(self) -> Iterator[NDArray[np.int64]]:
        """The old numbers of the living, those of ``AT_ONCE`` documents at a time."""
        for low in range(0, self.documents, AT_ONCE):
            found = self.living(low, min(low + AT_ONCE, self.documents))
            if found.size:
                yield found
