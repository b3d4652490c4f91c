"""Merging the columns of segments, some thousand documents at a time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from io import BytesIO
from typing import Any

import numpy as np
from whoosh.filedb.structfile import StructFile

from searchsvc.engines.whoosh.columns import PADDING, ArrayColumn, ValuesColumn, encode_header
from searchsvc.engines.whoosh.renumbering import Renumbering
from searchsvc.engines.whoosh.sections import SectionWriter
from searchsvc.engines.whoosh.stored import SegmentData
from searchsvc.engines.whoosh.value_numbering import Source, members_of, number_values

Sources = Sequence[tuple[SegmentData, Renumbering]]


def merge_column(sections: SectionWriter, name: str, column: Any, sources: Sources) -> None:
    """Write column ``name`` of the living documents of all sources, one after the other."""
    section = f"column:{name}"
    readers = [(partial(data.column_reader, name, column), numbers) for data, numbers in sources]
    if isinstance(column, ArrayColumn):
        for make, numbers in readers:
            reader = make()
            for docs in numbers.pieces():
                sections.append_bytes(section, reader.array[docs].tobytes())
    elif isinstance(column, ValuesColumn):
        _merge_values(sections, section, readers)
    else:
        file = BytesIO()
        writer = column.writer(StructFile(file))
        count = 0
        for make, numbers in readers:
            reader = make()
            for docs in numbers.pieces():
                for doc in docs.tolist():
                    writer.add(count, reader[doc])
                    count += 1
        writer.finish(count)
        sections.append_bytes(section, file.getvalue())


def _merge_values(sections: SectionWriter, section: str, sources: Sequence[Source]) -> None:
    """What has a number for each document waits in files: how many numbers there are stands before them."""
    with ExitStack() as files:
        listed, starts, members = (files.enter_context(sections.scratch()) for _ in range(3))
        numbered = number_values(sources, listed, sections.scratch_on_disk, files)
        starts.write(np.zeros(1, "<u4").tobytes())
        count = 0
        for (make, living), numbers in zip(sources, numbered, strict=True):
            reader = make()
            for docs in living.pieces():
                sizes, old = members_of(reader, docs)
                starts.write((np.cumsum(sizes) + count).astype("<u4").tobytes())
                members.write(numbers[old].astype("<u4").tobytes())
                count += old.size
        listed.write(PADDING[: -listed.tell() % len(PADDING)])
        sections.append_bytes(section, encode_header(listed.tell(), count))
        for file in (listed, starts, members):
            sections.append_file(section, file)
