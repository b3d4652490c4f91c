"""Reading the postings of a segment in their order, a few blocks ahead: what a merge holds of each source."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchsvc.engines.whoosh.packing import BLOCK
from searchsvc.engines.whoosh.postings import (
    PostingArrays,
    unpack_frequencies,
    unpack_positions,
    unpack_steps,
)


class PostingStream:
    """The postings of a segment, about ``held`` of them decoded at a time, and as many occurrences.

    What is asked for should follow on what was asked for before: all else is found as well, and takes longer.
    """

    def __init__(self, arrays: PostingArrays, held: int) -> None:
        self._arrays = arrays
        postings, occurrences = int(arrays.starts[-1]), int(arrays.position_starts[-1])
        self._docs = _Ahead(self._decode_documents, postings, held)
        self._frequencies = _Ahead(partial(unpack_frequencies, arrays), postings, held)
        self._positions = _Ahead(partial(unpack_positions, arrays), occurrences, held)

    def documents(self, low: int, high: int) -> NDArray[np.int64]:
        """The documents of the postings from ``low`` up to ``high``: int64."""
        return self._docs.read(low, high)

    def frequencies(self, low: int, high: int) -> NDArray[np.int64]:
        """How often each of those documents has its term: int64."""
        return self._frequencies.read(low, high)

    def positions(self, low: int, high: int) -> NDArray[np.uint32]:
        """The packed values of the occurrences from ``low`` up to ``high``: uint32."""
        return self._positions.read(low, high)

    def _decode_documents(self, low: int, high: int) -> NDArray[np.int64]:
        """``low`` is where a block begins."""
        arrays = self._arrays
        sums = np.cumsum(unpack_steps(arrays, low, high))
        first = int(arrays.starts.searchsorted(low, "right"))
        last = int(arrays.starts.searchsorted(high, "left"))
        bounds = np.concatenate(([0], arrays.starts[first:last] - low, [high - low]))
        # A term's first step counts from -1, the first of the block from the document before it: take away
        # what had been summed up before.
        before = np.concatenate(([0], sums))[bounds[:-1]]
        before[0] = -1 - int(arrays.doc_bases[low // BLOCK])
        docs: NDArray[np.int64] = sums - np.repeat(before, np.diff(bounds)) - 1
        return docs


class _Ahead:
    """A stream of ``total`` values in blocks, of which those asked for last and some behind them are held."""

    def __init__(self, decode: Callable[[int, int], NDArray[Any]], total: int, held: int) -> None:
        self._decode = decode
        self._total = total
        self._held = held
        self._low = self._high = 0
        self._values: NDArray[Any] | None = None

    def read(self, low: int, high: int) -> NDArray[Any]:
        """The values from ``low`` up to ``high``."""
        if self._values is None or not self._low <= low <= self._high:
            self._low = self._high = low // BLOCK * BLOCK
            self._values = None
        if high > self._high or self._values is None:
            # It ends with a block, or with the stream: the next part begins there.
            wanted = -(-max(high, self._high + self._held) // BLOCK) * BLOCK
            stop = min(self._total, wanted)
            decoded = self._decode(self._high, stop)
            kept = min(low, self._high)
            if self._values is not None and kept < self._high:
                decoded = np.concatenate((self._values[kept - self._low :], decoded))
            self._values, self._low, self._high = decoded, kept, stop
        return self._values[low - self._low : high - self._low]
