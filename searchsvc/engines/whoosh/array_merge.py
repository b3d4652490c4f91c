"""Merging segments: array operations over runs of terms, in memory that does not grow with the segments.

Documents keep their order, segment after segment, without the dead. Postings are decoded, renumbered and
packed again, some terms at a time, and of a term that has very many, some of its postings; positions move as
they are packed, gap by gap; stored documents are copied compressed. The constants here, and those of
``archive``, ``renumbering``, ``postings`` and ``sections``, bound what is held.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage

from searchsvc.engines.whoosh.archive import merge_archives
from searchsvc.engines.whoosh.codec import WireSegment, write_segment
from searchsvc.engines.whoosh.column_merge import merge_column
from searchsvc.engines.whoosh.packing import ranges
from searchsvc.engines.whoosh.posting_stream import PostingStream
from searchsvc.engines.whoosh.postings import PostingsWriter, TermPostings
from searchsvc.engines.whoosh.renumbering import Renumbering
from searchsvc.engines.whoosh.sections import SectionWriter
from searchsvc.engines.whoosh.segments import INDEX
from searchsvc.engines.whoosh.stored import SegmentData

CHUNK = 1 << 16
"""Postings and occurrences that are merged at a time: about 6 MB. With half as many a merge takes a
twentieth more time, with twice as many no less."""

AHEAD = 1 << 17
"""Postings that are decoded at a time in all sources together, and occurrences: about 3 MB."""

WINDOW = 1 << 14
"""Terms that are held at a time of all sources together."""

FEWEST = 64
"""Terms that are held of a source however many there are."""


@dataclass(frozen=True)
class Source:
    """A segment to merge, and the new numbers of its documents."""

    data: SegmentData
    numbers: Renumbering


def renumber(segments: Sequence[tuple[SegmentData, NDArray[np.uint8] | None]]) -> list[Source]:
    """The segments (each with the bits of its living, None where all are) with the new numbers."""
    sources, count = [], 0
    for data, living in segments:
        numbers = Renumbering.of(data.count, count, living)
        sources.append(Source(data, numbers))
        count += numbers.count
    return sources


def merge(storage: Any, schema: Schema, sources: Sequence[Source]) -> WireSegment | None:
    """Write the living documents of ``sources`` as one segment; None where there are none."""
    count = sum(source.numbers.count for source in sources)
    if not count:
        return None
    segment = WireSegment(INDEX, count)
    sections = SectionWriter(storage.folder if isinstance(storage, FileStorage) else None)
    try:
        merge_archives(sections, [(source.data.archive, source.numbers) for source in sources])
        for name, field in schema.items():
            if field.column_type is not None and any(source.data.has_column(name) for source in sources):
                merge_column(
                    sections, name, field.column_type, [(source.data, source.numbers) for source in sources]
                )
        postings = PostingsWriter(sections)
        totals: dict[str, int] = {}
        open_sources = [
            _Open(source.data, source.numbers, PostingStream(source.data.postings, AHEAD // len(sources)))
            for source in sources
        ]
        for name in sorted({name for source in sources for name in source.data.fields}):
            scored = _write_lengths(sections, name, sources)
            total = sum(_write_terms(postings, name, open_sources))
            if scored:
                totals[name] = total
        write_segment(storage, segment, sections, postings, totals)
    finally:
        sections.discard()
    return segment


def _write_lengths(sections: SectionWriter, field: str, sources: Sequence[Source]) -> bool:
    """Write the length bytes of the living, where any is not 0; whether there are any."""
    known = [source.data.lengths(field) for source in sources]
    each = list(zip(known, sources, strict=True))
    if not any(lengths[docs].any() for lengths, source in each for docs in source.numbers.pieces()):
        return False
    for lengths, source in each:
        for docs in source.numbers.pieces():
            sections.append(f"lengths:{field}", lengths[docs])
    return True


class _Open(NamedTuple):
    """A source that is being read."""

    data: SegmentData
    numbers: Renumbering
    stream: PostingStream


class _Living(NamedTuple):
    """Living postings: the rank of each one's term, its new document (both int64), the length byte of that,
    its frequency (int64), and the packed values of all positions, None where there are none."""

    ranks: NDArray[np.int64]
    docs: NDArray[np.int64]
    lengths: NDArray[np.uint8]
    frequencies: NDArray[np.int64]
    positions: NDArray[np.uint32] | None


class _Slice(NamedTuple):
    """The terms ``low`` up to ``high`` of a source, with their places among the merged terms (int64)."""

    source: _Open
    field: str
    low: int
    high: int
    ranks: NDArray[np.int64]

    @property
    def postings(self) -> tuple[int, int]:
        """From and up to which posting."""
        starts = self.source.data.postings.starts
        return int(starts[self.low]), int(starts[self.high])

    @property
    def occurrences(self) -> tuple[int, int]:
        """From and up to which occurrence; two equal ones in a field without positions."""
        starts = self.source.data.postings.position_starts
        return int(starts[self.low]), int(starts[self.high])

    @property
    def size(self) -> int:
        """How many postings and occurrences."""
        (low, high), (first, last) = self.postings, self.occurrences
        return high - low + last - first

    def read(self) -> _Living:
        """All of its living postings."""
        starts = self.source.data.postings.starts[self.low : self.high + 1]
        ranks = np.repeat(self.ranks, np.diff(starts))
        return self._living(ranks, *self.postings, *self.occurrences)

    def read_parts(self) -> Iterator[_Living]:
        """The same where it is one term, about ``CHUNK`` postings and occurrences at a time."""
        (first, last), (occurrence, end) = self.postings, self.occurrences
        step = max(1, CHUNK * (last - first) // (last - first + end - occurrence))
        for low in range(first, last, step):
            high = min(low + step, last)
            upto = occurrence
            if end > self.occurrences[0]:
                upto += int(self.source.stream.frequencies(low, high).sum())
            yield self._living(np.zeros(high - low, np.int64), low, high, occurrence, upto)
            occurrence = upto

    def _living(self, ranks: NDArray[np.int64], low: int, high: int, occurrence: int, upto: int) -> _Living:
        data, numbers, stream = self.source
        old, frequencies = stream.documents(low, high), stream.frequencies(low, high)
        positions = stream.positions(occurrence, upto) if upto > occurrence else None
        docs, lengths = numbers.new(old), data.lengths(self.field)[old]
        if numbers.bits is not None:
            live = docs >= 0
            if positions is not None:
                positions = positions[np.repeat(live, frequencies)]
            ranks, docs, lengths, frequencies = ranks[live], docs[live], lengths[live], frequencies[live]
        return _Living(ranks, docs, lengths, frequencies, positions)


class _Cursor:
    """Goes through the terms of a source in a field, ``held`` of them at a time."""

    def __init__(self, source: _Open, field: str, held: int) -> None:
        self.source = source
        self.field = field
        known = source.data.field_terms(field)
        self._held = held
        self._next, self._stop = known.start, known.stop
        self._terms: list[bytes] = []

    def fill(self) -> bytes | None:
        """Hold some terms, if there are any. The last one held; None where none follow."""
        if len(self._terms) <= self._held // 2 and self._next < self._stop:
            upto = min(self._next + self._held - len(self._terms), self._stop)
            self._terms += self.source.data.terms(range(self._next, upto))
            self._next = upto
        return self._terms[-1] if self._next < self._stop else None

    def take(self, last: bytes | None) -> tuple[int, list[bytes]]:
        """Terms up to ``last``, and no more (None: all held); the number of the first of them before."""
        first = self._next - len(self._terms)
        count = len(self._terms) if last is None else bisect_right(self._terms, last)
        taken, self._terms = self._terms[:count], self._terms[count:]
        return first, taken


def _write_terms(postings: PostingsWriter, field: str, sources: Sequence[_Open]) -> Iterator[int]:
    """Write the terms of a field, a window of them at a time; yields how often those of a part occur."""
    held = max(WINDOW // len(sources), FEWEST)
    cursors = [_Cursor(source, field, held) for source in sources if source.data.field_terms(field)]
    while True:
        # What is up to the least of the last terms that are held is held of all sources.
        lasts = [last for cursor in cursors if (last := cursor.fill()) is not None]
        taken = [cursor.take(min(lasts, default=None)) for cursor in cursors]
        terms = sorted(set().union(*(known for _, known in taken)))
        if not terms:
            return
        places = dict(zip(terms, range(len(terms)), strict=True))
        slices = [
            _Slice(
                cursor.source,
                field,
                first,
                first + len(known),
                np.fromiter(map(places.__getitem__, known), np.int64, len(known)),
            )
            for cursor, (first, known) in zip(cursors, taken, strict=True)
            if known
        ]
        for part, chosen in _chunks(terms, slices):
            if len(part) == 1 and sum(each.size for each in chosen) > CHUNK:
                yield from _write_long(postings, field, part, chosen)
            else:
                yield _write_chunk(postings, field, part, chosen)


def _chunks(
    terms: Sequence[bytes], slices: Sequence[_Slice]
) -> Iterator[tuple[Sequence[bytes], list[_Slice]]]:
    """Terms to merge at a time, with what the sources have of them; a term alone that has too many."""
    sizes = np.zeros(len(terms), np.int64)
    for each in slices:
        arrays = each.source.data.postings
        for starts in (arrays.starts, arrays.position_starts):
            sizes[each.ranks] += np.diff(starts[each.low : each.high + 1])
    reached = np.cumsum(sizes)
    low = before = 0
    while low < len(terms):
        high = max(int(reached.searchsorted(before + CHUNK, "right")), low + 1)
        chosen = []
        for each in slices:
            first, last = each.ranks.searchsorted((low, high)).tolist()
            if first < last:
                ranks = each.ranks[first:last] - low
                chosen.append(each._replace(low=each.low + first, high=each.low + last, ranks=ranks))
        yield terms[low:high], chosen
        low, before = high, int(reached[high - 1])


def _write_chunk(
    postings: PostingsWriter, field: str, terms: Sequence[bytes], slices: Sequence[_Slice]
) -> int:
    """Write all of ``terms``; how often they occur."""
    parts = [each.read() for each in slices]
    ranks, docs, lengths, frequencies = (
        np.concatenate([part[place] for part in parts]) for place in range(4)
    )
    if not docs.size:
        return 0
    order = np.argsort(ranks, kind="stable")
    counts = np.bincount(ranks, minlength=len(terms))
    positions = None
    if all(part.positions is not None for part in parts):
        values = np.concatenate([part.positions for part in parts if part.positions is not None])
        positions = _moved(values, frequencies, order)
    kept = np.flatnonzero(counts)
    found = TermPostings(
        [terms[number] for number in kept.tolist()], counts[kept], docs[order], frequencies[order], positions
    )
    postings.add(field, found, lengths[order])
    return int(frequencies.sum())


def _write_long(
    postings: PostingsWriter, field: str, terms: Sequence[bytes], slices: Sequence[_Slice]
) -> Iterator[int]:
    """Write one term, part by part; yields how often it occurs in each."""
    continued = False
    for each in slices:
        for part in each.read_parts():
            if part.docs.size:
                count = np.array([part.docs.size])
                found = TermPostings(terms, count, part.docs, part.frequencies, part.positions)
                postings.add(field, found, part.lengths, continued=continued)
                continued = True
                yield int(part.frequencies.sum())


def _moved(
    gaps: NDArray[np.uint32], frequencies: NDArray[np.int64], order: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """The occurrences of the postings in their new order."""
    starts = np.cumsum(frequencies) - frequencies
    return gaps[ranges(starts[order], frequencies[order])]
