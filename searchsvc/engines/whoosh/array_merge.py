"""Merging segments: array operations over chunks of terms, so that memory stays that of a chunk.

Documents keep their order, segment after segment, without the dead. Postings are decoded, renumbered and
packed again; positions move as they are packed, gap by gap; stored documents are copied compressed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from searchsvc.engines.whoosh.archive import merge_archives
from searchsvc.engines.whoosh.codec import WireSegment, write_segment
from searchsvc.engines.whoosh.columns import ArrayColumn, ValuesColumn, encode_values
from searchsvc.engines.whoosh.postings import (
    PostingArrays,
    PostingsWriter,
    TermPostings,
    read_documents,
    read_frequencies,
    read_positions,
)
from searchsvc.engines.whoosh.sections import SectionWriter
from searchsvc.engines.whoosh.segments import INDEX
from searchsvc.engines.whoosh.stored import SegmentData

CHUNK = 1_000_000
"""Postings that are merged at a time, unless one term has more: about 100 MB."""


@dataclass(frozen=True)
class Source:
    """A segment to merge. ``numbers`` (int64, (documents,)) are the new ones, -1 where one is dead."""

    data: SegmentData
    numbers: NDArray[np.int64]

    @cached_property
    def kept(self) -> NDArray[np.int64]:
        """The old numbers of the living."""
        return np.flatnonzero(self.numbers >= 0)

    def read(self, low: int, high: int) -> Decoded:
        """The postings of the terms from ``low`` up to ``high``."""
        arrays = self.data.postings
        if arrays.starts[-1] > _WHOLE:
            return _decode(arrays, low, high)
        docs, frequencies, gaps = self._decoded
        postings = slice(int(arrays.starts[low]), int(arrays.starts[high]))
        occurrences = slice(int(arrays.position_starts[low]), int(arrays.position_starts[high]))
        return docs[postings], frequencies[postings], gaps[occurrences]

    @cached_property
    def _decoded(self) -> Decoded:
        return _decode(self.data.postings, 0, self.data.postings.starts.size - 1)


Decoded = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32]]
"""Documents, frequencies, and packed positions (of the fields that keep them) of a range of terms."""

_WHOLE = 100_000
"""Postings of a segment that is decoded once and whole: the calls, not the postings, are what it costs."""


def _decode(arrays: PostingArrays, low: int, high: int) -> Decoded:
    return (
        read_documents(arrays, low, high),
        read_frequencies(arrays, low, high),
        read_positions(arrays, low, high),
    )


def renumber(segments: Sequence[tuple[SegmentData, NDArray[np.bool_] | None]]) -> list[Source]:
    """The segments (each with a mask of its living, None where all are) with their documents' new numbers."""
    sources, count = [], 0
    for data, live in segments:
        mask = np.ones(data.count, np.bool_) if live is None else live
        numbers = np.where(mask, np.cumsum(mask) - 1 + count, -1)
        sources.append(Source(data, numbers))
        count += int(np.count_nonzero(mask))
    return sources


def merge(storage: Any, schema: Schema, sources: Sequence[Source]) -> WireSegment | None:
    """Write the living documents of ``sources`` as one segment; None where there are none."""
    count = sum(source.kept.size for source in sources)
    if not count:
        return None
    segment = WireSegment(INDEX, count)
    sections = SectionWriter(storage.folder if isinstance(storage, FileStorage) else None)
    try:
        merge_archives(sections, [(source.data.archive, source.kept) for source in sources])
        for name, field in schema.items():
            if field.column_type is not None and any(source.data.has_column(name) for source in sources):
                column = _merged_column(name, field.column_type, sources)
                sections.append_bytes(f"column:{name}", column)
        postings = PostingsWriter(sections)
        totals: dict[str, int] = {}
        for name in sorted({name for source in sources for name in source.data.fields}):
            lengths = np.concatenate([source.data.lengths(name)[source.kept] for source in sources])
            if lengths.any():
                sections.append(f"lengths:{name}", lengths)
            totals[name] = 0
            for found in _merged_terms(name, sources):
                totals[name] += int(found.frequencies.sum())
                postings.add(name, found, lengths)
            if not lengths.any():
                del totals[name]
        write_segment(storage, segment, sections, postings, totals)
    finally:
        sections.discard()
    return segment


def _merged_column(name: str, column: Any, sources: Sequence[Source]) -> bytes:
    readers = [source.data.column_reader(name, column) for source in sources]
    if isinstance(column, ArrayColumn):
        parts = [reader.array[source.kept] for reader, source in zip(readers, sources, strict=True)]
        return np.concatenate(parts).tobytes()
    if isinstance(column, ValuesColumn):
        return _merged_values(readers, sources)
    file = BytesIO()
    writer = column.writer(StructFile(file))
    count = 0
    for reader, source in zip(readers, sources, strict=True):
        for number in source.kept.tolist():
            writer.add(count, reader[number])
            count += 1
    writer.finish(count)
    return file.getvalue()


def _merged_values(readers: Sequence[Any], sources: Sequence[Source]) -> bytes:
    ordinals: dict[str, int] = {}
    counts, members = [], []
    for reader, source in zip(readers, sources, strict=True):
        kept = source.kept
        starts = reader.starts.astype(np.int64)
        sizes = np.diff(starts)[kept]
        index = np.repeat(starts[kept] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
        found = reader.members[index]
        used = np.unique(found)
        mapping = np.zeros(len(reader.values), np.uint32)
        for old in used.tolist():
            mapping[old] = ordinals.setdefault(reader.values[old], len(ordinals))
        counts.append(sizes)
        members.append(mapping[found] if found.size else found)
    return encode_values(list(ordinals), np.concatenate(counts), np.concatenate(members))


@dataclass(frozen=True)
class _Slice:
    """The terms ``low`` up to ``high`` of a source, with their places among the chunk's merged terms."""

    source: Source
    low: int
    high: int
    ranks: NDArray[np.int64]


def _merged_terms(field: str, sources: Sequence[Source]) -> Iterator[TermPostings]:
    merged: dict[bytes, int] = {}
    lists = [source.data.terms(source.data.field_terms(field)) for source in sources]
    for number, term in enumerate(sorted(set().union(*lists))):
        merged[term] = number
    terms = list(merged)
    ranks = [np.array([merged[term] for term in each], np.int64) for each in lists]
    del lists, merged
    sizes = np.zeros(len(terms), np.int64)
    for source, each in zip(sources, ranks, strict=True):
        known = source.data.field_terms(field)
        sizes[each] += np.diff(source.data.postings.starts[known.start : known.stop + 1]) if known else 0
    for low, high in _chunks(sizes):
        slices = []
        for source, each in zip(sources, ranks, strict=True):
            start = source.data.field_terms(field).start
            first, last = np.searchsorted(each, (low, high)).tolist()
            if first < last:
                slices.append(_Slice(source, start + first, start + last, each[first:last] - low))
        if found := _merge_chunk(terms[low:high], slices):
            yield found


def _chunks(sizes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """From and up to which term to merge at a time."""
    groups = (np.cumsum(sizes) - sizes) // CHUNK
    low = 0
    for _, members in groupby(groups.tolist()):
        high = low + sum(1 for _ in members)
        yield low, high
        low = high


def _merge_chunk(terms: Sequence[bytes], slices: Sequence[_Slice]) -> TermPostings | None:
    parts = [_read_slice(each) for each in slices]
    ranks = np.concatenate([part[0] for part in parts])
    docs = np.concatenate([part[1] for part in parts])
    frequencies = np.concatenate([part[2] for part in parts])
    if not docs.size:
        return None
    order = np.argsort(ranks, kind="stable")
    counts = np.bincount(ranks, minlength=len(terms))
    positions = None
    if all(part[3] is not None for part in parts):
        gaps = np.concatenate([part[3] for part in parts if part[3] is not None])
        positions = _moved(gaps, frequencies, order)
    kept = np.flatnonzero(counts)
    return TermPostings(
        [terms[number] for number in kept.tolist()], counts[kept], docs[order], frequencies[order], positions
    )


def _read_slice(
    each: _Slice,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32] | None]:
    """Rank, new document, frequency and packed positions of the living postings of a slice."""
    arrays = each.source.data.postings
    ranks = np.repeat(each.ranks, np.diff(arrays.starts[each.low : each.high + 1]))
    old, frequencies, packed = each.source.read(each.low, each.high)
    docs = each.source.numbers[old]
    gaps = packed if packed.size else None
    live = docs >= 0
    if not live.all():
        if gaps is not None:
            gaps = gaps[np.repeat(live, frequencies)]
        ranks, docs, frequencies = ranks[live], docs[live], frequencies[live]
    return ranks, docs, frequencies, gaps


def _moved(
    gaps: NDArray[np.uint32], frequencies: NDArray[np.int64], order: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """The occurrences of the postings in their new order."""
    starts = np.cumsum(frequencies) - frequencies
    sizes = frequencies[order]
    index = np.repeat(starts[order] - (np.cumsum(sizes) - sizes), sizes) + np.arange(gaps.size)
    return gaps[index]
