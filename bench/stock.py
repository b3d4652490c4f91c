"""Whoosh as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from whoosh import fields, index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.sorting import FieldFacet

from bench.corpus import Document
from bench.ours import tree
from bench.peers import TOP, Found
from bench.queries import KINDS, Query

SCHEMA = fields.Schema(
    headline=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True),
    body=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True),
    source=fields.ID(sortable=True),
    located=fields.ID(sortable=True),
)


class Stock:
    """Whoosh's own codec, writer (one process) and searcher."""

    name = "whoosh"
    kinds = frozenset(KINDS)

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        writer = index.create_in(str(folder), SCHEMA).writer(limitmb=512)
        for document in documents:
            headline, body = document.terms()
            writer.add_document(
                headline=" ".join(headline),
                _stored_headline=document.headline,
                body=" ".join(body),
                _stored_body=document.body,
                source=document.source,
                located=document.located,
            )
        writer.commit()

    def open(self, folder: Path) -> None:
        self._searcher = index.open_dir(str(folder)).searcher()

    def prepare(self, asked: Query) -> Callable[[], Found]:
        whoosh_query = tree(asked)
        options = {}
        if asked.kind == "facets":
            options["groupedby"] = {name: FieldFacet(name) for name in ("source", "located")}

        def run() -> Found:
            found = self._searcher.search(whoosh_query, limit=TOP, **options)
            return Found([docnum for _, docnum in found.top_n], len(found))

        return run
