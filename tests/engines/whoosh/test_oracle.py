"""Whoosh itself over the same index: it opens it, finds the same documents and gives the same scores.

Left to ``test_random`` and ``test_search``: negations (Whoosh's AndNot can pass a document that it should
leave out, and its Not scores 1) and AndMaybe (within And, Whoosh's can forget the optional part's score).
"""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.index import open_dir
from whoosh.qparser import QueryParser

from searchsvc.article import article_id
from searchsvc.engines.whoosh import WhooshEngine
from searchsvc.engines.whoosh.manifest import read_manifest
from searchsvc.search import Delete, Sort
from searchsvc.tree import And, Boost, Node, Or, Phrase, Range
from tests.engines.corpus import article, ask, day, fill, newsroom, puts, uris

WORDS = ("ant", "bat", "cat", "dog", "eel")
words = st.sampled_from(WORDS)
texts = st.lists(words, max_size=12).map(" ".join)
leaves = st.builds(lambda text: Phrase((text,), field="body_text"), words)
trees = st.recursive(
    leaves,
    lambda children: st.one_of(
        st.builds(And, st.lists(children, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(children, min_size=2, max_size=3).map(tuple)),
        st.builds(Boost, leaves, st.sampled_from((0.5, 3.0))),
    ),
    max_leaves=5,
)


def lower(node: Node) -> query.Query:
    """The same query in Whoosh's own classes."""
    match node:
        case Phrase((term,)):
            return query.Term("body_text", term)
        case And(children):
            return query.And([lower(child) for child in children])
        case Or(children):
            return query.Or([lower(child) for child in children])
        case Boost(child, factor):
            return lower(child).with_boost(factor)
    raise AssertionError(node)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def engine(folder: Path):
    engine = WhooshEngine(folder)
    yield engine
    engine.close()


def open_stock(folder: Path, target: str = "articles"):
    manifest = read_manifest(folder)
    assert manifest is not None
    return open_dir(str(folder / manifest.build / target))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    commits=st.lists(st.lists(texts, max_size=5), min_size=1, max_size=4),
    deleted=st.sets(st.integers(0, 12), max_size=3),
    asked=st.lists(trees, min_size=1, max_size=5),
)
def test_scores_are_those_of_whoosh_looking_at_every_document(
    engine, folder, commits, deleted, asked
) -> None:
    numbers = count()
    engine.rebuild([], upto=1)
    for texts_of in commits:
        engine.apply(puts(article(f"a{next(numbers)}", text) for text in texts_of), upto=1)
    engine.apply([Delete(1, article_id(f"a{number}")) for number in deleted], upto=2)
    ids = {article_id(f"a{number}"): f"a{number}" for number in range(25)}
    with open_stock(folder).searcher() as searcher:
        for tree in asked:
            ours = {hit.document["uri"]: hit.score for hit in ask(engine, tree, limit=100).hits}
            results = searcher.search(lower(tree), limit=None)
            keys = searcher.reader()
            theirs = {}
            for hit in results:
                column = keys.column_reader("key")
                theirs[ids[column[hit.docnum].decode()]] = hit.score
            assert ours.keys() == theirs.keys(), tree
            for uri, score in theirs.items():
                assert ours[uri] == pytest.approx(score, rel=1e-9), tree


def test_the_first_hits_are_the_first_of_all(engine: WhooshEngine) -> None:
    """Whoosh's search for the best few can miss a document where several fields are searched."""
    corpus = [
        article(
            f"a{n}", "oil " * (n % 9) + "price " * (n % 5) + "filler " * (n % 31), headline="oil" * (n % 2)
        )
        for n in range(400)
    ]
    fill(engine, corpus)
    tree = Or((Phrase(("oil",)), Phrase(("price",))))
    whole = [(hit.id, hit.score) for hit in ask(engine, tree, limit=400).hits]
    for size in (1, 3, 10, 50):
        assert [(hit.id, hit.score) for hit in ask(engine, tree, limit=size).hits] == whole[:size]


def test_whoosh_parses_and_answers_queries_over_it(engine: WhooshEngine, folder: Path) -> None:
    fill(engine, newsroom())
    index = open_stock(folder)
    microseconds = int(day(5).timestamp()) * 1_000_000
    expected = {
        "ferry": 2,
        "FERRIES": 1,
        "headline_stem:colliding": 1,
        "body_text_stem:precio": 1,
        'body_text:"two ferries"': 1,
        "source:EFE": 1,
        "subject_exact:labour": 2,
        "language:es": 1,
        "urgency:4": 1,
        f"versioncreated:[0 TO {microseconds}]": 2,
    }
    with index.searcher() as searcher:
        parser = QueryParser("body_text", index.schema)
        assert {text: len(searcher.search(parser.parse(text))) for text in expected} == expected
        newest = searcher.search(query.Every(), sortedby="versioncreated", reverse=True)
        assert b"urn:flash" in next(hit["document"] for hit in newest)
    with open_stock(folder, "quotes").searcher() as searcher:
        assert len(searcher.search(query.Term("text_stem", "fog"))) == 1


def test_whoosh_can_merge_it(engine: WhooshEngine, folder: Path) -> None:
    for number, each in enumerate(newsroom(), start=1):
        engine.apply(puts([each], number), upto=number)
    index = open_stock(folder)
    index.writer().commit(optimize=True)
    with index.searcher() as searcher:
        assert (index.doc_count(), len(index._segments())) == (4, 1)
        assert len(searcher.search(query.Term("body_text", "ferry"))) == 2
        column = searcher.reader().column_reader("subject_values", translate=False)
        assert sorted(value for number in range(4) for value in column[number]) == [
            "Food, drink",
            "Labour",
            "Shipping",
            "Transport accident",
            "labour",
        ]


def test_ranges_are_exact_to_the_instant(engine: WhooshEngine) -> None:
    """Whoosh's date parser reads ``[1987-02-26 to 1987-03-01]`` as the whole year."""
    fill(engine, [article(f"d{number}", versioncreated=day(number)) for number in range(1, 10)])
    tree = Range("versioncreated", day(3), day(5))
    assert uris(ask(engine, tree, sort=(Sort("versioncreated"),))) == ["d4", "d3"]
