"""This engine: segments written by our builder, merged into one, searched as arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from bench.corpus import Document
from bench.peers import FACET_SIZE, TOP, Found
from bench.queries import KINDS, Query
from searchsvc.engines.whoosh import kernels
from searchsvc.engines.whoosh.array_merge import merge, renumber
from searchsvc.engines.whoosh.codec import WireSegment
from searchsvc.engines.whoosh.columns import ValuesColumn
from searchsvc.engines.whoosh.rows import Row
from searchsvc.engines.whoosh.searcher import open_dir
from searchsvc.engines.whoosh.segments import INDEX, SegmentBuilder
from searchsvc.engines.whoosh.stored import SegmentData

BATCH = 10_000

SCHEMA = fields.Schema(
    headline=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True),
    body=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True),
    source=fields.ID(),
    source_values=fields.COLUMN(ValuesColumn()),
    located_values=fields.COLUMN(ValuesColumn()),
)


def tree(asked: Query) -> query.Query:
    """A query as Whoosh's own tree."""

    def both(make: Callable[[str], query.Query]) -> query.Query:
        return query.Or([make("headline"), make("body")])

    def word(text: str) -> query.Query:
        return both(lambda field: query.Term(field, text))

    match asked.kind:
        case "or" | "facets":
            return query.Or([word(each) for each in asked.words])
        case "phrase":
            return both(lambda field: query.Phrase(field, list(asked.words)))
        case "prefix":
            return both(lambda field: query.Prefix(field, asked.words[0]))
        case "fuzzy":
            return both(lambda field: query.FuzzyTerm(field, asked.words[0], maxdist=1, prefixlength=1))
        case "filtered":
            wanted = query.ConstantScoreQuery(query.Term("source", asked.source), 0.0)
            return query.And([*(word(each) for each in asked.words), wanted])
    return query.And([word(each) for each in asked.words])


class Ours:
    """``bounded``: without an exact count."""

    kinds = frozenset(KINDS)

    def __init__(self, *, bounded: bool = False) -> None:
        self.name = "searchsvc, bounded" if bounded else "searchsvc"
        self._bounded = bounded

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        join_segments(folder, build_segments(folder, documents))

    def open(self, folder: Path) -> None:
        self._searcher = open_dir(str(folder)).searcher()
        for data in self._searcher._collection.segments:
            data.schema = SCHEMA  # Whoosh's readers do not tell their segments; facets need it

    def warm(self) -> None:
        """Read the compiled kernels."""
        kernels.load()

    def prepare(self, asked: Query) -> Callable[[], Found]:
        whoosh_query = tree(asked)

        def run() -> Found:
            found = self._searcher.top(whoosh_query, TOP, bounded=self._bounded)
            return Found(found.docs.tolist(), found.total)

        def count() -> Found:
            found = self._searcher.top(whoosh_query, TOP, collect=True)
            self._facets(found.matched)
            return Found(found.docs.tolist(), found.total)

        return count if asked.kind == "facets" else run

    def _facets(self, docs: Any) -> dict[str, list[tuple[str, int]]]:
        collection: Any = self._searcher._collection
        answer = {}
        for name in ("source_values", "located_values"):
            values, maps = collection.values(name)
            counts = np.zeros(len(values), np.int64)
            for (part, own), mapping in zip(collection.split(docs), maps, strict=True):
                counts[mapping] += part.data.column(name).count(own)
            best = np.argsort(-counts)[:FACET_SIZE].tolist()
            answer[name] = [(values[each], int(counts[each])) for each in best]
        return answer


def build_segments(folder: Path, documents: Iterable[Document]) -> list[WireSegment]:
    """Segments of at most ``BATCH`` articles: what one process does of a build."""
    storage = FileStorage(str(folder))
    segments, iterator = [], iter(documents)
    while batch := list(islice(iterator, BATCH)):
        builder = SegmentBuilder(storage, SCHEMA)
        for document in batch:
            headline, body = document.terms()
            builder.add(
                Row(
                    {"headline": headline, "body": body, "source": [document.source]},
                    {"source_values": [document.source], "located_values": [document.located]},
                    {"headline": document.headline, "body": document.body},
                )
            )
        if segment := builder.finish():
            segments.append(segment)
    return segments


def join_segments(folder: Path, segments: list[WireSegment]) -> None:
    """Merge them into one and commit it: the rest of a build."""
    storage = FileStorage(str(folder))
    if len(segments) > 1:
        sources = renumber([(SegmentData(storage, SCHEMA, each), None) for each in segments])
        merged = merge(storage, SCHEMA, sources)
        for each in segments:
            storage.delete_file(each.make_filename(each.COMPOUND_EXT))
        segments = [merged] if merged else []
    commit(folder, segments)


def commit(folder: Path, segments: list[WireSegment]) -> None:
    """Make them an index."""
    TOC(SCHEMA, segments, 1).write(FileStorage(str(folder)), INDEX)
