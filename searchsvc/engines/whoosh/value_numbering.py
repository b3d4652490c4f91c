"""Numbering the values of several columns as one: in the order of their appearance, each value once.

Where they are few a dictionary does it. Where they are many they are dealt out to files by their hash, so
that each value is in one file wherever it appears, and those of one file at a time are in memory (the
partitioning of a Grace hash join: Kitsuregawa, Tanaka and Moto-Oka 1983, "Application of hash to data base
machine and its architecture").
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from typing import IO, Any

import numpy as np
import orjson
from numpy.typing import NDArray

from searchsvc.engines.whoosh.columns import ValuesColumnReader
from searchsvc.engines.whoosh.packing import ranges
from searchsvc.engines.whoosh.renumbering import Renumbering

FEW = 2 * 2**20
"""Bytes of values, as they are listed, that are numbered in memory: as Python's strings and numbers they take
some five times as many."""

MOST_FILES = 256
"""Files that values are dealt out to: each is open."""

PIECE = 1 << 12
"""Values that are read at a time where they are many."""

Source = tuple[Callable[[], ValuesColumnReader], Renumbering]
"""Makes the reader of a column anew, for one that was asked for its values keeps them; and who lives."""

Scratch = Callable[[], IO[bytes]]
"""Makes a file, gone when it is closed."""


def members_of(
    reader: ValuesColumnReader, docs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """How many values each of ``docs`` has, and the numbers of all of them."""
    starts = reader.starts[docs].astype(np.int64)
    sizes = reader.starts[docs + 1] - starts
    return sizes, reader.members[ranges(starts, sizes)]


def number_values(
    sources: Sequence[Source], listed: IO[bytes], scratch: Scratch, files: ExitStack
) -> list[NDArray[np.uint32]]:
    """Number the values that the living of ``sources`` have, and write them to ``listed``, as JSON.

    What is returned has for each source the new number of each of its values (uint32), 0 where nobody living
    has it; it can be used until ``files`` is closed.
    """
    size = sum(make().listed_size for make, _ in sources)
    if size <= FEW:
        return _number_few(sources, listed)
    return _Many(sources, min(-(-size // FEW), MOST_FILES), scratch, files).number(listed)


def _number_few(sources: Sequence[Source], listed: IO[bytes]) -> list[NDArray[np.uint32]]:
    ordinals: dict[str, int] = {}
    found = []
    for make, living in sources:
        reader = make()
        values = reader.values
        numbers = np.zeros(len(values), np.uint32)
        for old in np.flatnonzero(_used(reader, living, len(values))).tolist():
            numbers[old] = ordinals.setdefault(values[old], len(ordinals))
        found.append(numbers)
    listed.write(orjson.dumps(list(ordinals)))
    return found


def _used(reader: ValuesColumnReader, living: Renumbering, count: int) -> NDArray[np.bool_]:
    """Which of ``count`` values any of the living has: a byte each."""
    used = np.full(count, living.bits is None)
    if living.bits is not None:
        for docs in living.pieces():
            used[members_of(reader, docs)[1]] = True
    return used


class _Many:
    """The values of all sources, in their order, in pieces. A place is a value's number among them all."""

    def __init__(self, sources: Sequence[Source], parts: int, scratch: Scratch, files: ExitStack) -> None:
        self._sources = sources
        self._files = files
        self._scratch = scratch
        self._counts = [sum(map(len, make().value_pieces(PIECE))) for make, _ in sources]
        self._parts = parts

    def number(self, listed: IO[bytes]) -> list[NDArray[np.uint32]]:
        """Write the list; the new numbers of each source's values."""
        firsts = self._find_firsts()
        numbers = self._array(np.uint32)
        count = 0
        listed.write(b"[")
        for low, values in self._pieces():
            places = np.arange(low, low + len(values))
            first = firsts[low : low + len(values)] - 1
            fresh = np.flatnonzero(first == places)
            numbers[places[fresh]] = np.arange(count, count + fresh.size)
            known = np.flatnonzero((first >= 0) & (first != places))
            numbers[places[known]] = numbers[first[known]]
            if fresh.size:
                encoded = orjson.dumps([values[place] for place in fresh.tolist()])[1:-1]
                listed.write(b"," + encoded if count else encoded)
            count += int(fresh.size)
        listed.write(b"]")
        bounds = np.cumsum([0, *self._counts]).tolist()
        return [numbers[low:high] for low, high in pairwise(bounds)]

    def _find_firsts(self) -> NDArray[np.int64]:
        """For each place one more than the first that has the same value, 0 where nobody living has it."""
        firsts = self._array(np.int64)
        with ExitStack() as closing:
            parts = [closing.enter_context(self._scratch()) for _ in range(self._parts)]
            self._deal(parts)
            for part in parts:
                part.seek(0)
                seen: dict[str, int] = {}
                for places, values in _dealt(part):
                    firsts[places] = [
                        seen.setdefault(value, place) + 1
                        for place, value in zip(places.tolist(), values, strict=True)
                    ]
        return firsts

    def _deal(self, parts: Sequence[IO[bytes]]) -> None:
        """Write each value that is used, with its place, to the file of its hash."""
        for low, values, used in self._used_pieces():
            hashes = np.fromiter(map(hash, values), np.int64, len(values)) % len(parts)
            hashes[~used] = -1
            for number in np.unique(hashes[used]).tolist():
                chosen = np.flatnonzero(hashes == number)
                listed = orjson.dumps([values[place] for place in chosen.tolist()])
                parts[number].write(_SIZES.pack(chosen.size, len(listed)))
                parts[number].write((chosen + low).astype("<i8").tobytes())
                parts[number].write(listed)

    def _pieces(self) -> Iterator[tuple[int, list[str]]]:
        """All values, and the place of the first one of each piece."""
        low = 0
        for make, _ in self._sources:
            for values in make().value_pieces(PIECE):
                yield low, values
                low += len(values)

    def _used_pieces(self) -> Iterator[tuple[int, list[str], NDArray[np.bool_]]]:
        low = 0
        for (make, living), count in zip(self._sources, self._counts, strict=True):
            reader = make()
            used = _used(reader, living, count)
            at = 0
            for values in reader.value_pieces(PIECE):
                yield low + at, values, used[at : at + len(values)]
                at += len(values)
            low += count

    def _array(self, dtype: Any) -> NDArray[Any]:
        """An array of zeros with a place for each value, in a file."""
        file = self._files.enter_context(self._scratch())
        size = sum(self._counts)
        file.truncate(max(size, 1) * np.dtype(dtype).itemsize)
        return np.memmap(file, dtype, "r+", shape=(size,))


_SIZES = struct.Struct("<qq")
"""Before places, and values as JSON, that were dealt to a file at a time: how many, and bytes of JSON."""


def _dealt(file: IO[bytes]) -> Iterator[tuple[NDArray[np.int64], list[str]]]:
    while sizes := file.read(_SIZES.size):
        count, length = _SIZES.unpack(sizes)
        places = np.frombuffer(file.read(8 * count), "<i8").astype(np.int64)
        yield places, orjson.loads(file.read(length))
