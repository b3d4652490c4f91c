"""Columns of numbers and of repeated values, kept as little-endian arrays that NumPy maps.

They are Whoosh columns (``whoosh.columns.Column``), so that stock Whoosh reads and merges them. Their
import path is pickled into every table of contents: it must not change without a new format version.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from whoosh.columns import Column, ColumnReader, ColumnWriter

from searchsvc.engines.whoosh import kernels
from searchsvc.engines.whoosh.packing import ranges


class ArrayColumn(Column):  # type: ignore[misc]
    """One number, or one short byte string, a document: ``dtype`` is a NumPy type string such as ``<i8``."""

    reversible = True

    def __init__(self, dtype: str, default: Any) -> None:
        self.dtype = dtype
        self._default = default

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ArrayColumn) and repr(vars(self)) == repr(vars(other))

    def __hash__(self) -> int:
        return hash(self.dtype)

    def writer(self, dbfile: Any) -> ArrayColumnWriter:
        return ArrayColumnWriter(dbfile, self.dtype, self._default)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> ArrayColumnReader:
        data = dbfile.get(basepos, length)
        return ArrayColumnReader(np.frombuffer(data, self.dtype, doccount))

    def over(self, data: NDArray[np.uint8], doccount: int) -> ArrayColumnReader:
        """The column over mapped bytes, not copied."""
        return ArrayColumnReader(data.view(self.dtype)[:doccount])

    def empty(self, doccount: int) -> ArrayColumnReader:
        """The column of a segment in which no document has a value: an array that takes no memory."""
        return ArrayColumnReader(np.broadcast_to(np.array(self._default, self.dtype), (doccount,)))


class ArrayColumnWriter(ColumnWriter):  # type: ignore[misc]
    """Gathers the values and writes them as one array, gaps filled with the default."""

    def __init__(self, dbfile: Any, dtype: str, default: Any) -> None:
        super().__init__(dbfile)
        self._dtype = dtype
        self._default = default
        self._values: list[Any] = []

    def add(self, docnum: int, value: Any) -> None:
        self._values.extend([self._default] * (docnum - len(self._values)))
        self._values.append(value)

    def finish(self, doccount: int) -> None:
        self._values.extend([self._default] * (doccount - len(self._values)))
        self._dbfile.write(np.array(self._values, self._dtype).tobytes())


class ArrayColumnReader(ColumnReader):  # type: ignore[misc]
    """``array`` holds every document's value: shape (documents,), of the column's dtype."""

    def __init__(self, array: NDArray[Any]) -> None:
        super().__init__(None, 0, array.nbytes, len(array))
        self.array = array
        self._sign = 1

    def __getitem__(self, docnum: int) -> Any:
        return self.array[docnum].item()

    def sort_key(self, docnum: int) -> Any:
        value = self[docnum]
        return -value if self._sign < 0 else value

    def set_reverse(self) -> None:
        self._sign = -1


_HEADER = struct.Struct("<QQ")

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
"""A string as JSON has it (RFC 8259, section 7)."""


class ValuesColumn(Column):  # type: ignore[misc]
    """Any number of strings a document, as ordinals into the segment's list of distinct values."""

    _default: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ValuesColumn)

    def __hash__(self) -> int:
        return hash(ValuesColumn)

    def writer(self, dbfile: Any) -> ValuesColumnWriter:
        return ValuesColumnWriter(dbfile)

    def encode(
        self, docs: NDArray[np.int64], values: Sequence[Sequence[str]], repeats: Sequence[int], doccount: int
    ) -> bytes:
        """The column's bytes where ``docs`` (int64, ascending) have ``values``, each of which is that of so
        many documents in a row as ``repeats`` says: as the writer's, and faster."""
        sizes = np.fromiter(map(len, values), np.int64, len(values))
        members = list(chain.from_iterable(values))
        ordinals = {text: number for number, text in enumerate(dict.fromkeys(members))}
        numbers = np.fromiter(map(ordinals.__getitem__, members), np.uint32, len(members))
        counts = np.zeros(doccount, np.int64)
        counts[docs] = np.repeat(sizes, repeats)
        if docs.size > sizes.size:
            starts = np.repeat(np.cumsum(sizes) - sizes, repeats)
            numbers = numbers[ranges(starts, np.repeat(sizes, repeats))]
        return encode_values(list(ordinals), counts, numbers)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> ValuesColumnReader:
        return self.over(np.frombuffer(bytes(dbfile.get(basepos, length)), np.uint8), doccount)

    def over(self, data: NDArray[np.uint8], doccount: int) -> ValuesColumnReader:
        """The column over mapped bytes, the ordinals not copied."""
        return ValuesColumnReader(data, doccount)

    def empty(self, doccount: int) -> ValuesColumnReader:
        """The column of a segment in which no document has a value."""
        data = encode_values([], np.zeros(doccount, np.int64), np.zeros(0, np.uint32))
        return ValuesColumnReader(np.frombuffer(data, np.uint8), doccount)


class ValuesColumnWriter(ColumnWriter):  # type: ignore[misc]
    """Numbers the distinct values in the order of their appearance."""

    def __init__(self, dbfile: Any) -> None:
        super().__init__(dbfile)
        self._ordinals: dict[str, int] = {}
        self._counts: list[int] = []
        self._members: list[int] = []

    def add(self, docnum: int, value: Sequence[str]) -> None:
        self._counts.extend([0] * (docnum - len(self._counts)))
        self._counts.append(len(value))
        self._members.extend(self._ordinals.setdefault(text, len(self._ordinals)) for text in value)

    def finish(self, doccount: int) -> None:
        self._counts.extend([0] * (doccount - len(self._counts)))
        counts = np.array(self._counts, np.int64)
        self._dbfile.write(encode_values(list(self._ordinals), counts, np.array(self._members, np.uint32)))


def encode_values(values: list[str], counts: NDArray[np.int64], members: NDArray[np.uint32]) -> bytes:
    """A values column: the distinct ``values``, how many members each document has, and all members."""
    listed = orjson.dumps(values)
    listed += PADDING[: -len(listed) % len(PADDING)]
    starts = np.zeros(counts.size + 1, "<u4")
    np.cumsum(counts, out=starts[1:])
    header = encode_header(len(listed), members.size)
    return b"".join((header, listed, starts.tobytes(), members.astype("<u4").tobytes()))


PADDING = b"    "
"""So much may stand behind the list of values that the arrays are aligned."""


def encode_header(listed: int, members: int) -> bytes:
    """What a values column begins with: the bytes of its list of values, and how many members there are."""
    return _HEADER.pack(listed, members)


class ValuesColumnReader(ColumnReader):  # type: ignore[misc]
    """Document d has ``values[o]`` for each o of ``members[starts[d]:starts[d + 1]]`` (both uint32)."""

    def __init__(self, data: NDArray[np.uint8], doccount: int) -> None:
        super().__init__(None, 0, data.size, doccount)
        size, count = _HEADER.unpack_from(data.data)
        offset = _HEADER.size + size
        self._listed = data[_HEADER.size : offset]
        self.starts = np.frombuffer(data, "<u4", doccount + 1, offset)
        self.members = np.frombuffer(data, "<u4", count, offset + self.starts.nbytes)

    @cached_property
    def values(self) -> list[str]:
        """The distinct values."""
        listed: list[str] = orjson.loads(self._listed.tobytes())
        return listed

    @property
    def listed_size(self) -> int:
        """Bytes of the list of values."""
        return self._listed.size

    def value_pieces(self, size: int) -> Iterator[list[str]]:
        """The distinct values, ``size`` of them at a time."""
        strings = (match[0] for match in _STRING.finditer(self._listed.data))
        while found := list(islice(strings, size)):
            yield orjson.loads(b"[" + b",".join(found) + b"]")

    def count(self, docs: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many of ``docs`` have each of the distinct values: int64, (values,)."""
        counts = np.zeros(len(self.values), np.int64)
        kernels.load().count_values(self._needed_starts, self.members, docs, counts)
        return counts

    @cached_property
    def _needed_starts(self) -> NDArray[np.uint32]:
        """``starts``, or none where each document has one value: they need not be looked up then."""
        single = self.starts.size == self.members.size + 1 and bool((np.diff(self.starts) == 1).all())
        return self.starts[:0] if single else self.starts

    def __getitem__(self, docnum: int) -> tuple[str, ...]:
        members = self.members[self.starts[docnum] : self.starts[docnum + 1]]
        return tuple(self.values[ordinal] for ordinal in members)
