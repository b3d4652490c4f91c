"""A merged segment is the one that would be written of its living documents, byte for byte, and merging holds
no more of large segments than of small ones."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh.analysis import KeywordAnalyzer
from whoosh.filedb.filestore import FileStorage, RamStorage

from searchsvc.engines.whoosh import archive, array_merge, postings, renumbering, sections, value_numbering
from searchsvc.engines.whoosh.array_merge import merge, renumber
from searchsvc.engines.whoosh.codec import WireSegment
from searchsvc.engines.whoosh.columns import ArrayColumn, ValuesColumn
from searchsvc.engines.whoosh.posting_stream import PostingStream
from searchsvc.engines.whoosh.postings import read_documents, read_frequencies, read_positions
from searchsvc.engines.whoosh.renumbering import Renumbering
from searchsvc.engines.whoosh.rows import Placed, Row
from searchsvc.engines.whoosh.segments import SegmentBuilder
from searchsvc.engines.whoosh.stored import SegmentData
from tests.wire.untraced import untraced

SCHEMA = fields.Schema(
    body=fields.TEXT(),
    id=fields.ID(),
    kind=fields.KEYWORD(scorable=True, analyzer=KeywordAnalyzer()),
    notes=fields.TEXT(),
    subjects=fields.COLUMN(ValuesColumn()),
    number=fields.COLUMN(ArrayColumn("<i8", -1)),
)
WORDS = ["a", "aa", "ab", "abcdefgh", "abcdefghi", '",', "\\\\\n", "ferry", "zürich", "東京", "x" * 40]


def write(storage: Any, rows: Sequence[Row]) -> WireSegment:
    builder = SegmentBuilder(storage, SCHEMA)
    for row in rows:
        builder.add(row)
    segment = builder.finish()
    assert segment is not None
    return segment


def content(storage: Any, segment: WireSegment) -> bytes:
    with storage.open_file(segment.make_filename(segment.COMPOUND_EXT)) as file:
        return bytes(file.read())


def parts(storage: Any, segment: WireSegment) -> dict[str, Any]:
    """A segment's facts and sections; of the column of values what each document has, for the values may
    be listed in the order in which the dead had them."""
    data = SegmentData(storage, SCHEMA, segment)
    found = {name: data.sections.content(name) for name in data.sections}
    subjects = data.column("subjects")
    values = [subjects[doc] for doc in range(data.count)]
    return {**found, "facts": data.sections.facts, "column:subjects": (sorted(subjects.values), values)}


def shrink(patch: pytest.MonkeyPatch, by: int) -> None:
    """Make all that bounds what a merge holds 2 to the power of ``by`` times smaller."""
    for module, name in (
        (array_merge, "CHUNK"),
        (array_merge, "AHEAD"),
        (array_merge, "WINDOW"),
        (archive, "COPIED_AT_ONCE"),
        (postings, "HELD"),
        (renumbering, "AT_ONCE"),
        (sections, "IN_MEMORY"),
        (sections, "IN_SCRATCH"),
        (sections, "COPIED"),
        (value_numbering, "FEW"),
        (value_numbering, "PIECE"),
    ):
        patch.setattr(module, name, max(1, getattr(module, name) >> by))
    patch.setattr(array_merge, "FEWEST", 2)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    body = draw(st.lists(st.sampled_from(WORDS), max_size=30))
    terms: dict[str, Any] = {"body": body, "kind": [draw(st.sampled_from(WORDS[:2]))]}
    terms["id"] = [str(draw(st.integers(0, 10**6)))]
    if draw(st.booleans()):
        placed = draw(
            st.dictionaries(st.integers(0, 300), st.sampled_from(WORDS)).map(dict.items).map(sorted)
        )
        terms["notes"] = Placed([word for _, word in placed], [place for place, _ in placed])
    columns = {
        "subjects": draw(st.lists(st.sampled_from(WORDS), max_size=3)),
        "number": draw(st.integers(-(2**40), 2**40)),
    }
    return Row(terms, columns, draw(st.binary(max_size=40)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(rows(), min_size=1, max_size=25), min_size=1, max_size=6), st.data())
def test_it_is_what_would_be_written_of_the_living(groups: list[list[Row]], data: Any) -> None:
    storage = RamStorage()
    sources, living = [], []
    for group in groups:
        segment = write(storage, group)
        dead = data.draw(st.just(set()) | st.sets(st.integers(0, len(group) - 1)))
        segment.delete_documents(sorted(dead))
        living += [row for number, row in enumerate(group) if number not in dead]
        sources.append((SegmentData(storage, SCHEMA, segment), segment.living_bits()))
    with pytest.MonkeyPatch.context() as patch:
        shrink(patch, data.draw(st.sampled_from((0, 11, 40))))
        merged = merge(storage, SCHEMA, renumber(sources))
    if not living:
        assert merged is None
        return
    assert merged is not None
    assert merged.doc_count_all() == len(living)
    expected = write(storage, living)
    if len(living) == sum(map(len, groups)):
        assert content(storage, merged) == content(storage, expected)
    assert parts(storage, merged) == parts(storage, expected)


@given(st.lists(st.booleans(), max_size=300), st.integers(0, 9), st.booleans(), st.data())
def test_new_numbers(living: list[bool], first: int, known: bool, data: Any) -> None:
    mask = np.array(living, np.bool_) | (not known)
    bits = np.packbits(mask, bitorder="little") if known else None
    if bits is not None and mask.size % 8:
        bits[-1] |= 1 << 7  # what stands beyond the last document means nothing
    numbers = Renumbering.of(mask.size, first, bits)
    assert numbers.count == int(mask.sum())
    expected = np.where(mask, np.cumsum(mask) - 1 + first, -1)
    assert numbers.new(np.arange(mask.size)).tolist() == expected.tolist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renumbering, "AT_ONCE", data.draw(st.sampled_from((7, 64, 100))))
        pieces = [docs.tolist() for docs in numbers.pieces()]
    assert list(chain.from_iterable(pieces)) == np.flatnonzero(mask).tolist()
    assert all(pieces)


@settings(max_examples=25, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=60), st.sampled_from((1, 128, 300, 10**6)), st.data())
def test_postings_are_read_ahead_as_they_are(found: list[Row], held: int, data: Any) -> None:
    storage = RamStorage()
    arrays = SegmentData(storage, SCHEMA, write(storage, found)).postings
    terms = arrays.starts.size - 1
    total, occurrences = int(arrays.starts[-1]), int(arrays.position_starts[-1])
    docs, frequencies = read_documents(arrays, 0, terms), read_frequencies(arrays, 0, terms)
    positions = read_positions(arrays, 0, terms)
    stream = PostingStream(arrays, held)
    bounds = st.lists(st.integers(0, total), min_size=2, max_size=2).map(sorted)
    for low, high in [*data.draw(st.lists(bounds, max_size=5)), (0, total // 3), (total // 3, total)]:
        assert stream.documents(low, high).tolist() == docs[low:high].tolist()
        assert stream.frequencies(low, high).tolist() == frequencies[low:high].tolist()
    middle = occurrences // 2
    assert stream.positions(0, middle).tolist() == positions[:middle].tolist()
    assert stream.positions(middle, occurrences).tolist() == positions[middle:].tolist()


def archive_rows(count: int) -> Iterator[Row]:
    """Documents of which each has terms of its own, rare ones, and one that all have."""
    rng = np.random.default_rng(count)
    for number in range(count):
        words = [f"w{each}" for each in rng.zipf(1.3, 20).clip(0, 10**9).tolist()]
        terms = {"body": ["common", *words], "id": [f"urn:{count}:{number}"], "kind": ["a"]}
        columns = {"subjects": [words[0][:2], f"urn:{count}:{number}"], "number": number}
        yield Row(terms, columns, rng.bytes(100))


def peak_of_merging(folder: Path, count: int) -> int:
    """Bytes that Python and NumPy hold at most while four segments of ``count`` documents are merged."""
    folder.mkdir()
    storage = FileStorage(str(folder))
    segments = [write(storage, list(archive_rows(count + number))) for number in range(4)]
    segments[1].delete_documents(range(0, count, 3))
    tracemalloc.start()
    try:
        sources = [(SegmentData(storage, SCHEMA, each), each.living_bits()) for each in segments]
        assert merge(storage, SCHEMA, renumber(sources)) is not None
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, 7)
    counts = (300, 1_000, 4_000)  # with the first what is loaded once is loaded
    with untraced():  # what counts lines would be counted, too, and takes minutes
        _, small, large = (peak_of_merging(tmp_path / str(count), count) for count in counts)
    assert large < 1.25 * small, (small, large)
