"""tantivy through its Python binding; terms are handed over as text between spaces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from bench.corpus import Story, terms_of
from bench.engine import Answer, Commit, Run
from bench.queries import FACETS, FIELDS, Query

_TERMS = "terms"
_HEAP = 512_000_000
"""Bytes that its writer may use before it writes a segment."""


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name=_TERMS, index_option="position")
        # Its text fields are always indexed; what is only to be stored goes as bytes.
        builder.add_bytes_field(f"{field}_text", stored=True)
    for facet in FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("versioncreated", indexed=True, fast=True)
    return builder.build()


def _prepared(index: Any) -> Any:
    """The index, knowing the tokenizer that its schema names."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TERMS, analyzer)
    return index


def _document(story: Story) -> Any:
    document = tantivy.Document()
    for field, text in zip(FIELDS, (story.headline, story.body), strict=True):
        document.add_text(field, " ".join(terms_of(text)))
        document.add_bytes(f"{field}_text", text.encode())
    document.add_text("source", story.source)
    document.add_text("located", story.city)
    document.add_integer("versioncreated", story.created)
    return document


class _OpenedTantivy:
    def __init__(self, folder: Path) -> None:
        self._index = _prepared(tantivy.Index.open(str(folder)))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def prepare(self, query: Query, *, exact: bool) -> Run | None:
        made = self._make(query)
        searcher, facets = self._searcher, query.kind == "facets"
        asked = {name: {"terms": {"field": name, "size": 10}} for name in FACETS}

        def run() -> Answer:
            found = searcher.search(made, 10, count=exact)
            scores = [score for score, _ in found.hits]
            ids = [address for _, address in found.hits]
            counted: tuple[int, ...] = ()
            if facets:
                counts = searcher.aggregate(made, asked)
                counted = tuple(len(counts[name]["buckets"]) for name in FACETS)
            return Answer(ids, scores, found.count if exact else None, counted)

        return run

    def _make(self, query: Query) -> Any:
        match query.kind:
            case "phrase":
                return self._either(lambda f: tantivy.Query.phrase_query(self._schema, f, list(query.words)))
            case "prefix":
                pattern = f"{query.words[0]}.*"
                return self._either(lambda f: tantivy.Query.regex_query(self._schema, f, pattern))
            case "fuzzy":
                return self._either(
                    lambda f: tantivy.Query.fuzzy_term_query(
                        self._schema, f, query.words[0], distance=1, transposition_cost_one=False
                    )
                )
            case "or" | "facets" | "single":
                should = tantivy.Occur.Should
                return tantivy.Query.boolean_query(
                    [(should, self._term(field, word)) for word in query.words for field in FIELDS]
                )
        must = tantivy.Occur.Must
        clauses = [(must, self._word(word)) for word in query.words]
        if query.kind == "filtered":
            clauses.append((must, tantivy.Query.const_score_query(self._term("source", query.source), 0.0)))
        return tantivy.Query.boolean_query(clauses)

    def _word(self, word: str) -> Any:
        return self._either(lambda field: self._term(field, word))

    def _term(self, field: str, word: str) -> Any:
        option = "basic" if field in FACETS else "freq"
        return tantivy.Query.term_query(self._schema, field, word, option)

    def _either(self, make: Callable[[str], Any]) -> Any:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, make(field)) for field in FIELDS])

    def parse(self, text: str) -> Any:
        return self._index.parse_query_lenient(text, list(FIELDS))

    def doc_frequency(self, field: str, term: str) -> int | None:
        found: int = self._searcher.doc_freq(field, term)
        return found

    def segments(self) -> int:
        found: int = self._searcher.num_segments
        return found

    def close(self) -> None:
        """Nothing is to be let go of."""


class Tantivy:
    """tantivy: one thread that indexes, beside the one that analyses and hands over."""

    name = "tantivy"
    bounded = True
    commits = True
    largest = 0

    def build(self, folder: Path, stories: Iterable[Story]) -> None:
        index = _prepared(tantivy.Index(_schema(), path=str(folder)))
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        for story in stories:
            writer.add_document(_document(story))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> _OpenedTantivy:
        return _OpenedTantivy(folder)

    @contextmanager
    def committer(self, folder: Path) -> Iterator[Commit]:
        index = _prepared(tantivy.Index.open(str(folder)))
        writer = index.writer(heap_size=_HEAP, num_threads=1)

        def commit(story: Story) -> None:
            writer.add_document(_document(story))
            writer.commit()

        try:
            yield commit
        finally:
            writer.wait_merging_threads()
