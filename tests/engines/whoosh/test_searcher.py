"""Whoosh's interface over arrays: on the same segments, what Whoosh answers when it looks at every
document."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import fields, index, query, scoring, versionstring
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from searchsvc.engines.whoosh.rows import Row
from searchsvc.engines.whoosh.searcher import open_dir
from searchsvc.engines.whoosh.segments import INDEX, SegmentBuilder

WORDS = ("ant", "anteater", "bat", "batter", "cat", "eel")
SCHEMA = fields.Schema(
    headline=fields.TEXT(SpaceSeparatedTokenizer(), stored=True),
    body=fields.TEXT(SpaceSeparatedTokenizer()),
    source=fields.ID(stored=True),
    urgency=fields.NUMERIC(int, bits=32, signed=True),
)


def write(folder: Path, segments: list[list[tuple[str, str, str, int]]], dead: list[int]) -> None:
    """An index of (headline, body, source, urgency); ``dead`` are numbers in it."""
    storage = FileStorage(str(folder))
    made, first = [], 0
    for rows in segments:
        builder = SegmentBuilder(storage, SCHEMA)
        for headline, body, source, urgency in rows:
            terms = {"headline": headline.split(), "body": body.split(), "source": [source]}
            builder.add(Row(terms, {"urgency": urgency}, {"headline": headline, "source": source}))
        segment = builder.finish()
        segment.delete_documents([n - first for n in dead if first <= n < first + len(rows)])
        made.append(segment)
        first += len(rows)
    TOC(SCHEMA, made, 1).write(storage, INDEX)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two segments of some hundred documents, some of them dead."""
    chance = np.random.default_rng(5)
    segments = []
    for size in (400, 90):
        rows = []
        for _ in range(size):
            drawn = chance.choice(
                len(WORDS), int(chance.integers(2, 30)), p=(0.3, 0.05, 0.3, 0.05, 0.25, 0.05)
            )
            words = [WORDS[n] for n in drawn.tolist()]
            source = "AP" if chance.random() < 0.3 else "EFE"
            rows.append((" ".join(words[:3]), " ".join(words), source, int(chance.integers(1, 9))))
        segments.append(rows)
    made = tmp_path_factory.mktemp("whoosh")
    write(made, segments, dead=chance.integers(0, 490, 30).tolist())
    return made


@pytest.fixture(scope="module")
def ours(folder: Path) -> Iterator[Any]:
    with open_dir(str(folder)).searcher() as searcher:
        yield searcher


@pytest.fixture(scope="module")
def stock(folder: Path) -> Iterator[Any]:
    with index.open_dir(str(folder)).searcher() as searcher:
        yield searcher


names = st.sampled_from(("headline", "body"))
words = st.sampled_from((*WORDS, "yak"))
boosts = st.sampled_from((1.0, 2.0))
terms = st.builds(query.Term, names, words, boost=boosts)
scored = st.one_of(
    terms,
    st.builds(query.Term, st.just("source"), st.sampled_from(("AP", "EFE", "X")), boost=boosts),
    st.builds(query.Phrase, names, st.lists(words, min_size=2, max_size=3), boost=boosts),
    st.builds(query.Phrase, names, st.lists(words, min_size=2, max_size=3), slop=st.integers(1, 3)),
    st.builds(query.Every, boost=boosts),
    st.just(query.NullQuery),
    st.builds(query.NumericRange, st.just("urgency"), st.integers(1, 4), st.integers(4, 9), boost=boosts),
)
STOCK_KNOWS_REQUIRE = versionstring() != "2.7.4"
"""Whoosh 2.7.4 itself finds nothing for any Require of two leaves, and is no oracle there."""

combined = st.recursive(
    scored,
    lambda children: st.one_of(
        st.builds(query.And, st.lists(children, min_size=2, max_size=3)),
        st.builds(query.Or, st.lists(children, min_size=2, max_size=3)),
        *([st.builds(query.Require, children, children)] if STOCK_KNOWS_REQUIRE else []),
        st.builds(query.ConstantScoreQuery, children, st.sampled_from((1.0, 4.0))),
    ),
    max_leaves=5,
)
unscored = st.one_of(
    st.builds(query.Prefix, names, st.sampled_from(("a", "ant", "bat", "x"))),
    st.builds(query.Wildcard, names, st.sampled_from(("a*", "*t", "?at", "*tt*", "b?t*r"))),
    st.builds(query.FuzzyTerm, names, words, maxdist=st.integers(1, 2), prefixlength=st.integers(0, 2)),
    st.builds(query.TermRange, names, st.sampled_from(("ant", "b")), st.sampled_from(("batter", "z"))),
    st.builds(query.AndMaybe, terms, terms),
    st.builds(query.Every, st.just("headline")),
    st.builds(query.DisjunctionMax, st.lists(terms, min_size=2, max_size=3)),
)


def scores(results: Any) -> dict[int, float]:
    return {number: score for score, number in results.top_n}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=combined)
def test_documents_and_scores_are_those_of_whoosh(ours: Any, stock: Any, asked: query.Query) -> None:
    expected = scores(stock.search(asked, limit=None))
    found = ours.search(asked, limit=None)
    assert scores(found) == pytest.approx(expected, rel=1e-9)
    first = ours.search(asked, limit=7)
    assert (first.top_n, len(first)) == (found.top_n[:7], len(expected))
    top = ours.top(asked, 7, bounded=True)
    pairs = list(zip(top.scores.tolist(), top.docs.tolist(), strict=True))
    assert (pairs, top.total <= len(expected)) == (found.top_n[:7], True)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=unscored, other=terms)
def test_documents_are_those_of_whoosh(ours: Any, stock: Any, asked: query.Query, other: Any) -> None:
    for each in (asked, query.And([other, asked]), query.Or([other, asked])):
        assert scores(ours.search(each, limit=None)).keys() == set(stock.docs_for_query(each)), each


def test_not_is_all_the_rest(ours: Any, stock: Any) -> None:
    cat, bat = query.Term("body", "cat"), query.Term("headline", "bat")
    every = set(scores(stock.search(query.Every(), limit=None)))
    cats, bats = (scores(stock.search(each, limit=None)) for each in (cat, bat))
    rest = every - bats.keys()
    assert scores(ours.search(query.Not(bat), limit=None)) == dict.fromkeys(rest, 1.0)
    both = {number: score + 1.0 for number, score in cats.items() if number in rest}
    assert scores(ours.search(query.And([cat, query.Not(bat)]), limit=None)) == pytest.approx(both)
    either = {number: cats.get(number, 0.0) + (number in rest) for number in rest | cats.keys()}
    assert scores(ours.search(query.Or([cat, query.Not(bat)]), limit=None)) == pytest.approx(either)
    top = ours.top(query.And([cat, query.Not(bat)]), 3)
    assert top.scores.tolist() == pytest.approx(sorted(both.values(), reverse=True)[:3])


def test_and_not_takes_away(ours: Any, stock: Any) -> None:
    """Whoosh's own can pass a document that it should leave out."""
    cat, bat = query.Term("body", "cat"), query.Term("headline", "bat")
    cats, bats = (scores(stock.search(each, limit=None)) for each in (cat, bat))
    expected = {number: score for number, score in cats.items() if number not in bats}
    assert scores(ours.search(query.AndNot(cat, bat), limit=None)) == pytest.approx(expected)


def test_expansions_score_their_boost(ours: Any) -> None:
    assert set(scores(ours.search(query.Prefix("body", "ant", boost=3.0))).values()) == {3.0}
    alone = ours.search(query.Prefix("body", "antea")), ours.search(query.Term("body", "anteater"))
    assert alone[0].top_n == alone[1].top_n


def test_results_are_whooshs_own(ours: Any, stock: Any) -> None:
    asked = query.Term("body", "cat")
    found, expected = ours.search(asked, limit=5), stock.search(asked, limit=5)
    assert [dict(hit) for hit in found] == [dict(hit) for hit in expected]
    assert (len(found), found.has_exact_length(), set(found.docs())) == (
        len(expected),
        True,
        set(stock.docs_for_query(asked)),
    )


def test_filters_and_masks_are_queries(ours: Any, stock: Any) -> None:
    asked, agency = query.Term("body", "cat"), query.Term("source", "AP")
    for options in (
        {"filter": agency},
        {"mask": agency},
        {"filter": agency, "mask": query.Term("body", "eel")},
    ):
        expected = scores(stock.search(asked, limit=None, **options))
        assert scores(ours.search(asked, limit=None, **options)) == pytest.approx(expected, rel=1e-9)


def test_what_is_not_for_arrays_is_left_to_whoosh(folder: Path, ours: Any, stock: Any) -> None:
    asked = query.Term("body", "cat")
    options = {"limit": None, "sortedby": "urgency"}
    assert ours.search(asked, **options).top_n == stock.search(asked, **options).top_n
    with open_dir(str(folder)).searcher(weighting=scoring.TF_IDF()) as searcher:
        with pytest.raises(ValueError, match="Only BM25F"):
            searcher.top(asked)
        with index.open_dir(str(folder)).searcher(weighting=scoring.TF_IDF()) as other:
            assert searcher.search(asked, limit=None).top_n == other.search(asked, limit=None).top_n


def test_an_index_of_whooshs_own_codec_is_searched_by_whoosh(tmp_path: Path) -> None:
    made = index.create_in(str(tmp_path), SCHEMA)
    with made.writer() as writer:
        writer.add_document(headline="ant", body="ant bat", source="AP", urgency=1)
    with open_dir(str(tmp_path)).searcher() as searcher:
        assert len(searcher.search(query.Term("body", "bat"))) == 1


def test_threads_may_share_a_searcher(ours: Any) -> None:
    asked = [query.Or([query.Term("body", a), query.Term("headline", b)]) for a in WORDS for b in WORDS]
    asked += [query.And([query.Term("body", a), query.Prefix("headline", "a")]) for a in WORDS]

    def all_of(queries: list[Any]) -> list[Any]:
        return [ours.search(each).top_n for each in queries]

    expected = all_of(asked)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(all_of, [asked] * 16)) == [expected] * 16
