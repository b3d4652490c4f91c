"""Merging the columns of segments, some thousand documents at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.structfile import StructFile

from searchsvc.engines.whoosh.columns import (
    ArrayColumn,
    ValuesColumn,
    ValuesColumnReader,
    encode_header,
)
from searchsvc.engines.whoosh.packing import ranges
from searchsvc.engines.whoosh.renumbering import Renumbering
from searchsvc.engines.whoosh.sections import SectionWriter
from searchsvc.engines.whoosh.stored import SegmentData

Sources = Sequence[tuple[SegmentData, Renumbering]]


def merge_column(sections: SectionWriter, name: str, column: Any, sources: Sources) -> None:
    """Write column ``name`` of the living documents of all sources, one after the other."""
    section = f"column:{name}"
    # Readers are made one at a time: one that was asked for its values keeps them.
    readers = ((data.column_reader(name, column), numbers) for data, numbers in sources)
    if isinstance(column, ArrayColumn):
        for reader, numbers in readers:
            for docs in numbers.pieces():
                sections.append_bytes(section, reader.array[docs].tobytes())
    elif isinstance(column, ValuesColumn):
        _merge_values(sections, section, readers)
    else:
        file = BytesIO()
        writer = column.writer(StructFile(file))
        count = 0
        for reader, numbers in readers:
            for docs in numbers.pieces():
                for doc in docs.tolist():
                    writer.add(count, reader[doc])
                    count += 1
        writer.finish(count)
        sections.append_bytes(section, file.getvalue())


def _merge_values(
    sections: SectionWriter, section: str, readers: Iterable[tuple[ValuesColumnReader, Renumbering]]
) -> None:
    """Number the values that the living have in the order of their appearance. What has one number a document
    waits in files: how many numbers and values there are stands before them."""
    ordinals: dict[str, int] = {}
    count = 0
    with sections.scratch() as starts, sections.scratch() as members:
        starts.write(np.zeros(1, "<u4").tobytes())
        for reader, numbers in readers:
            mapping = _numbered(reader, numbers, ordinals)
            for docs in numbers.pieces():
                sizes, found = _members(reader, docs)
                starts.write((np.cumsum(sizes) + count).astype("<u4").tobytes())
                members.write(mapping[found].astype("<u4").tobytes())
                count += found.size
        sections.append_bytes(section, encode_header(list(ordinals), count))
        sections.append_file(section, starts)
        sections.append_file(section, members)


def _members(
    reader: ValuesColumnReader, docs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """How many values each of ``docs`` has, and the numbers of all of them."""
    starts = reader.starts[docs].astype(np.int64)
    sizes = reader.starts[docs + 1] - starts
    return sizes, reader.members[ranges(starts, sizes)]


def _numbered(
    reader: ValuesColumnReader, numbers: Renumbering, ordinals: dict[str, int]
) -> NDArray[np.uint32]:
    """The new number of each value of a segment, 0 where no living document has it: uint32. Values that are
    new get the next ones in ``ordinals``."""
    values = reader.values
    used = np.full(len(values), numbers.bits is None)
    if numbers.bits is not None:
        for docs in numbers.pieces():
            used[_members(reader, docs)[1]] = True
    mapping = np.zeros(len(values), np.uint32)
    for old in np.flatnonzero(used).tolist():
        mapping[old] = ordinals.setdefault(values[old], len(ordinals))
    return mapping
