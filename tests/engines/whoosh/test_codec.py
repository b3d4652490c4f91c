"""Our segments against stock Whoosh's own: the same terms, postings, lengths, columns and stored fields,
whoever wrote them, and after merging."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh.analysis import KeywordAnalyzer, SpaceSeparatedTokenizer
from whoosh.codec import default_codec
from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC
from whoosh.query import Every
from whoosh.reading import SegmentReader

from searchsvc.engines.whoosh.array_merge import merge, renumber
from searchsvc.engines.whoosh.codec import WireCodec, WireSegment
from searchsvc.engines.whoosh.rows import Placed, Row
from searchsvc.engines.whoosh.segments import INDEX, SegmentBuilder
from searchsvc.engines.whoosh.stored import SegmentData

SCHEMA = fields.Schema(
    body=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True),
    tags=fields.KEYWORD(stored=True, scorable=True, analyzer=KeywordAnalyzer()),
    name=fields.ID(stored=True),
    number=fields.NUMERIC(int, 64, sortable=True, stored=True),
)

WORDS = ["a", "aa", "ab", "abcdefgh", "abcdefghi", "abcdefghj", "b", "zürich", "東京", "x" * 40]

documents = st.lists(
    st.fixed_dictionaries(
        {
            "body": st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
            "tags": st.lists(st.sampled_from(WORDS[:5]), min_size=1, max_size=3).map(" ".join),
            "name": st.sampled_from(WORDS),
            "number": st.integers(-(2**40), 2**40),
        }
    ),
    min_size=1,
    max_size=30,
)

Document = dict[str, Any]


def written_by_us(storage: Any, found: Sequence[Document]) -> WireSegment:
    builder = SegmentBuilder(storage, SCHEMA)
    for each in found:
        terms = {"body": each["body"].split(), "tags": each["tags"].split(), "name": [each["name"]]}
        builder.add(Row(terms, {"number": each["number"]}, each))
    segment = builder.finish()
    assert segment is not None
    return segment


def written_by_stock(codec: Callable[[], Any]) -> Callable[[Any, Sequence[Document]], Any]:
    def write(storage: Any, found: Sequence[Document]) -> Any:
        index = storage.create_index(SCHEMA, indexname="W")
        writer = index.writer(codec=codec())
        for each in found:
            writer.add_document(**each)
        writer.commit()
        return TOC.read(storage, "W").segments[0]

    return write


stock = written_by_stock(default_codec)


def contents(storage: Any, segment: Any) -> dict[str, Any]:
    """All that Whoosh's reader says of a segment."""
    reader = SegmentReader(storage, SCHEMA, segment)
    said: dict[str, Any] = {"terms": {}, "columns": {}, "lengths": {}}
    for name, term in reader.all_terms():
        matcher = reader.postings(name, term)
        rows = []
        while matcher.is_active():
            positions = matcher.value_as("positions") if matcher.supports("positions") else None
            rows.append((matcher.id(), matcher.weight(), positions))
            matcher.next()
        info = reader.term_info(name, term)
        facts = (info.weight(), info.doc_frequency(), info.max_weight(), info.min_length(), info.max_length())
        said["terms"][name, term] = (rows, facts, info.min_id(), info.max_id(), reader.frequency(name, term))
    count = reader.doc_count_all()
    for name in ("body", "tags"):
        lengths = [reader.doc_field_length(doc, name) or 0 for doc in range(count)]
        said["lengths"][name] = (lengths, reader.field_length(name))
    column = reader.column_reader("number")
    said["columns"] = [column[doc] for doc in range(count)]
    said["stored"] = [reader.stored_fields(doc) for doc in range(count)]
    return said


@settings(max_examples=60, deadline=None)
@given(documents)
def test_a_segment_says_what_stock_whooshs_own_says(found) -> None:
    expected = contents(*_made(stock, found))
    assert contents(*_made(written_by_us, found)) == expected
    assert contents(*_made(written_by_stock(WireCodec), found)) == expected


def _made(write: Callable[[Any, Sequence[Document]], Any], found: Sequence[Document]) -> tuple[Any, Any]:
    storage = RamStorage()
    return storage, write(storage, found)


@settings(max_examples=60, deadline=None)
@given(st.lists(documents, min_size=1, max_size=4), st.data())
def test_merged_segments_are_as_if_written_at_once(groups, data) -> None:
    storage = RamStorage()
    sources, living = [], []
    for group in groups:
        segment = written_by_us(storage, group)
        dead = data.draw(st.sets(st.integers(0, len(group) - 1)))
        segment.delete_documents(sorted(dead))
        assert list(segment.deleted_docs()) == sorted(dead)
        living += [each for number, each in enumerate(group) if number not in dead]
        sources.append((SegmentData(storage, SCHEMA, segment), segment.living_bits()))
    merged = merge(storage, SCHEMA, renumber(sources))
    if not living:
        assert merged is None
        return
    assert merged is not None
    assert contents(storage, merged) == contents(*_made(written_by_us, living))


def test_dead_documents_are_not_found_and_can_be_brought_back() -> None:
    storage = RamStorage()
    segment = written_by_us(storage, [{"body": w, "tags": w, "name": w, "number": 1} for w in "abcdefghij"])
    segment.delete_document(3)
    segment.delete_document(9)
    assert segment.is_deleted(9)
    assert not segment.is_deleted(8)
    assert not segment.is_deleted(1000)
    assert (segment.doc_count(), segment.doc_count_all()) == (8, 10)
    TOC(SCHEMA, [segment], 1).write(storage, INDEX)
    with storage.open_index(INDEX).searcher() as searcher:
        assert [hit["name"] for hit in searcher.search(Every(), limit=None)] == list("abcefghi")
    segment.delete_document(3, delete=False)
    segment.delete_document(9, delete=False)
    assert not segment.has_deletions()
    assert segment.live() is None


def test_a_document_of_more_than_a_million_words() -> None:
    storage = RamStorage()
    words = ["the", "flood"] * 600_000
    builder = SegmentBuilder(storage, SCHEMA)
    builder.add(Row({"body": words}))
    builder.add(Row({"body": ["flood"]}))
    segment = builder.finish()
    assert segment is not None
    data = SegmentData(storage, SCHEMA, segment)
    number = data.find("body", b"flood")
    assert number is not None
    assert data.frequencies(number).tolist() == [600_000, 1]
    assert data.positions(number)[0] == list(range(1, 1_200_000, 2))
    assert data.field_length("body") == 1_200_001


@given(st.lists(st.binary(min_size=1, max_size=12), min_size=1, max_size=60, unique=True), st.data())
def test_terms_are_found_by_their_bytes(terms, data) -> None:
    storage = RamStorage()
    builder = SegmentBuilder(storage, SCHEMA)
    builder.add(Row({"name": terms, "body": ["other"]}))
    segment = builder.finish()
    assert segment is not None
    read = SegmentData(storage, SCHEMA, segment)
    ordered = sorted(terms)
    known = read.field_terms("name")
    assert read.terms(known) == ordered
    assert [read.find("name", term) for term in ordered] == list(known)
    low, high = sorted(data.draw(st.tuples(st.binary(max_size=10), st.binary(max_size=10))))
    found = read.terms(read.between("name", low, high))
    assert found == [term for term in ordered if low <= term < high]
    assert read.terms(read.between("name", low, None)) == [term for term in ordered if low <= term]
    assert read.find("name", low) == (known.start + ordered.index(low) if low in terms else None)
    assert read.find("nothing", b"x") is None


def test_positions_that_leave_gaps() -> None:
    storage = RamStorage()
    builder = SegmentBuilder(storage, SCHEMA)
    builder.add(Row({"body": ["a", "b"]}))
    builder.add(Row({"body": Placed(["a", "b", "a"], [0, 1, 1000])}))
    builder.add(Row({"body": ["b", "a"]}))
    segment = builder.finish()
    assert segment is not None
    data = SegmentData(storage, SCHEMA, segment)
    number = data.find("body", b"a")
    assert number is not None
    assert data.documents(number).tolist() == [0, 1, 2]
    assert data.positions(number) == [[0], [0, 1000], [1]]


@pytest.mark.parametrize(
    ("field", "complaint"),
    [
        (fields.TEXT(chars=True), "Characters"),
        (fields.TEXT(field_boost=2.0), "boosts"),
        (fields.NGRAM(), None),
    ],
)
def test_a_schema_that_segments_cannot_hold_is_refused(field: Any, complaint: str | None) -> None:
    schema = fields.Schema(body=field)
    if complaint is None:
        SegmentBuilder(RamStorage(), schema)
        return
    with pytest.raises(ValueError, match=complaint):
        SegmentBuilder(RamStorage(), schema)


def test_what_stock_whoosh_cannot_keep_in_them_is_refused() -> None:
    index = RamStorage().create_index(fields.Schema(body=fields.TEXT(chars=True)))
    writer = index.writer(codec=WireCodec())
    writer.add_document(body="ferry")
    with pytest.raises(ValueError, match="Characters"):
        writer.commit()


def test_stored_documents_share_a_dictionary_and_are_copied_when_merged() -> None:
    storage = RamStorage()
    rng = np.random.default_rng(7)
    made = [
        {"body": " ".join(rng.choice(WORDS, 60)), "tags": "a", "name": f"n{number}", "number": number}
        for number in range(1500)
    ]
    large, small = written_by_us(storage, made[:1200]), written_by_us(storage, made[1200:])
    merged = merge(
        storage, SCHEMA, renumber([(SegmentData(storage, SCHEMA, s), None) for s in (small, large)])
    )
    assert merged is not None
    data = SegmentData(storage, SCHEMA, merged)
    assert len(data.archive.dictionaries) == 1
    expected = made[1200:] + made[:1200]
    assert [data.stored_fields(doc) for doc in range(1500)] == expected
