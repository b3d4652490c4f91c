"""tantivy, through tantivy-py: one writer thread, terms handed over joined by spaces."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import tantivy

from bench.corpus import Document
from bench.peers import FACET_SIZE, TOP, Found
from bench.queries import KINDS, Query

_FACETS = {name: {"terms": {"field": name, "size": FACET_SIZE}} for name in ("source", "located")}


class Tantivy:
    """With an exact count, or without one."""

    kinds = frozenset(KINDS)

    def __init__(self, *, count: bool = True) -> None:
        self.name = "tantivy" if count else "tantivy, no count"
        self._count = count

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        schema = make_schema()
        index = tantivy.Index(schema, path=str(folder))
        writer = index.writer(256_000_000, 1)
        for document in documents:
            headline, body = document.terms()
            kept = tantivy.Document()
            kept.add_text("headline", " ".join(headline))
            kept.add_text("body", " ".join(body))
            kept.add_bytes("text", json.dumps([document.headline, document.body]).encode())
            kept.add_text("source", document.source)
            kept.add_text("located", document.located)
            writer.add_document(kept)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        self._schema = make_schema()
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def prepare(self, asked: Query) -> Callable[[], Found]:
        tree = self._tree(asked)

        def run() -> Found:
            found = self._searcher.search(tree, TOP, count=self._count)
            return Found([address.doc for _, address in found.hits], found.count if self._count else None)

        def count() -> Found:
            top = run()
            self._searcher.aggregate(tree, _FACETS)
            return top

        return count if asked.kind == "facets" else run

    def _tree(self, asked: Query) -> Any:
        make, schema = tantivy.Query, self._schema

        def all_of(children: Iterable[Any]) -> Any:
            return make.boolean_query([(tantivy.Occur.Must, child) for child in children])

        def any_of(children: Iterable[Any]) -> Any:
            return make.boolean_query([(tantivy.Occur.Should, child) for child in children])

        def both(leaf: Callable[[str], Any]) -> Any:
            return any_of([leaf("headline"), leaf("body")])

        def word(text: str) -> Any:
            return both(lambda field: make.term_query(schema, field, text, index_option="freq"))

        match asked.kind:
            case "or" | "facets":
                return any_of(word(each) for each in asked.words)
            case "phrase":
                return both(lambda field: make.phrase_query(schema, field, list(asked.words)))
            case "prefix":
                return both(lambda field: make.regex_query(schema, field, f"{asked.words[0]}.*"))
            case "fuzzy":
                return both(lambda field: make.fuzzy_term_query(schema, field, asked.words[0], distance=1))
            case "filtered":
                source = make.term_query(schema, "source", asked.source, index_option="basic")
                wanted = make.const_score_query(source, 0.0)
                return all_of([*(word(each) for each in asked.words), wanted])
        return all_of(word(each) for each in asked.words)


def make_schema() -> Any:
    """Headline and body with positions, their text stored, two fields for facets."""
    builder = tantivy.SchemaBuilder()
    for name in ("headline", "body"):
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="position")
    builder.add_bytes_field("text", stored=True)
    for name in ("source", "located"):
        builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()
