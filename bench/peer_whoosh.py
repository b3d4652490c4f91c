"""Stock Whoosh: its own codec, its own searcher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import fields, index, qparser

from bench.corpus import Story
from bench.engine import Answer, Commit, Run
from bench.ours import StemAnalyzer
from bench.queries import FACETS, FIELDS, Query
from bench.whoosh_trees import make_tree

SCHEMA = fields.Schema(
    headline=fields.TEXT(analyzer=StemAnalyzer(), stored=True),
    body=fields.TEXT(analyzer=StemAnalyzer(), stored=True),
    source=fields.ID(sortable=True),
    located=fields.ID(sortable=True),
    versioncreated=fields.NUMERIC(int, bits=64, sortable=True),
)


def _add(writer: Any, story: Story) -> None:
    writer.add_document(
        headline=story.headline,
        body=story.body,
        source=story.source,
        located=story.city,
        versioncreated=story.created,
    )


class _OpenedWhoosh:
    def __init__(self, folder: Path) -> None:
        self._searcher = index.open_dir(str(folder)).searcher()
        self._parser = qparser.MultifieldParser(list(FIELDS), SCHEMA)
        self._parser.add_plugin(qparser.FuzzyTermPlugin())

    def prepare(self, query: Query, *, exact: bool) -> Run | None:
        tree = make_tree(query)
        # One pass over all that match: with its optimisation Whoosh makes a second to count.
        options: dict[str, Any] = {"limit": 10, "optimize": False}
        if query.kind == "facets":
            options["groupedby"] = list(FACETS)

        def run() -> Answer:
            results = self._searcher.search(tree, **options)
            ids, scores = [doc for _, doc in results.top_n], [score for score, _ in results.top_n]
            facets = tuple(len(results.groups(name)) for name in options.get("groupedby", ()))
            return Answer(ids, scores, len(results), facets)

        return run

    def parse(self, text: str) -> Any:
        return self._parser.parse(text)

    def doc_frequency(self, field: str, term: str) -> int | None:
        found: int = self._searcher.doc_frequency(field, term)
        return found

    def segments(self) -> int:
        return len(self._searcher.leaf_searchers())

    def close(self) -> None:
        self._searcher.close()


class StockWhoosh:
    """Whoosh as it comes. One process, as much memory as it may want."""

    name = "Whoosh"
    bounded = False
    commits = True
    largest = 100_000

    def build(self, folder: Path, stories: Iterable[Story]) -> None:
        writer = index.create_in(str(folder), SCHEMA).writer(limitmb=512)
        for story in stories:
            _add(writer, story)
        writer.commit()

    def open(self, folder: Path) -> _OpenedWhoosh:
        return _OpenedWhoosh(folder)

    @contextmanager
    def committer(self, folder: Path) -> Iterator[Commit]:
        opened = index.open_dir(str(folder))

        def commit(story: Story) -> None:
            writer = opened.writer()
            _add(writer, story)
            writer.commit()

        try:
            yield commit
        finally:
            opened.close()
