"""This engine: segments of a schema as the peers have it, searched with Whoosh's trees."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.analysis import Analyzer, Token
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from bench.corpus import Story, terms_of
from bench.engine import Answer, Commit, Run
from bench.queries import FACETS, Query
from bench.whoosh_trees import make_tree
from searchsvc.engines.whoosh import kernels
from searchsvc.engines.whoosh.array_merge import merge, renumber
from searchsvc.engines.whoosh.building import OCCURRENCES_HELD
from searchsvc.engines.whoosh.codec import WireSegment
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.columns import ValuesColumn
from searchsvc.engines.whoosh.engine import WhooshEngine
from searchsvc.engines.whoosh.evaluating import Evaluator
from searchsvc.engines.whoosh.facets import count_facet
from searchsvc.engines.whoosh.merging import SETTLED
from searchsvc.engines.whoosh.rows import Row
from searchsvc.engines.whoosh.schema import NumberField
from searchsvc.engines.whoosh.searcher import open_dir
from searchsvc.engines.whoosh.segments import INDEX, SegmentBuilder
from searchsvc.engines.whoosh.stored import SegmentData
from searchsvc.engines.whoosh.whoosh_queries import WhooshPlanner
from searchsvc.query import parse
from searchsvc.search import Facet, Put


class StemAnalyzer(Analyzer):  # type: ignore[misc]
    """Whoosh's analyzer interface over the terms that all engines get."""

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        mode: str = "",
        **options: Any,
    ) -> Iterator[Token]:
        token = Token(positions, chars, mode=mode)
        token.boost = 1.0
        # Whoosh's parser asks for places in the text, which terms without offsets cannot tell.
        token.startchar = token.endchar = 0
        for place, term in enumerate(terms_of(value)):
            token.pos = start_pos + place
            token.text = token.original = term
            yield token


SCHEMA = fields.Schema(
    headline=fields.TEXT(analyzer=StemAnalyzer()),
    body=fields.TEXT(analyzer=StemAnalyzer()),
    source=fields.ID(),
    source_values=fields.COLUMN(ValuesColumn()),
    located=fields.ID(),
    located_values=fields.COLUMN(ValuesColumn()),
    versioncreated=NumberField(),
    texts=fields.STORED(),
)


def _row(story: Story) -> Row:
    return Row(
        {
            "headline": terms_of(story.headline),
            "body": terms_of(story.body),
            "source": [story.source],
            "located": [story.city],
        },
        {
            "source_values": [story.source],
            "located_values": [story.city],
            "versioncreated": story.created,
        },
        {"texts": {"headline": story.headline, "body": story.body}},
    )


def build_segments(folder: Path, stories: Iterable[Story]) -> list[WireSegment]:
    """Write the stories as segments of bounded size."""
    storage = FileStorage(str(folder))
    segments = []
    builder = SegmentBuilder(storage, SCHEMA)
    for story in stories:
        builder.add(_row(story))
        if builder.occurrences >= OCCURRENCES_HELD:
            segments.append(builder.finish())
            builder = SegmentBuilder(storage, SCHEMA)
    segments.append(builder.finish())
    return [segment for segment in segments if segment]


def commit_segments(folder: Path, segments: list[WireSegment]) -> None:
    """Merge the segments as a rebuild does, and write the table of contents."""
    storage = FileStorage(str(folder))
    merged: list[WireSegment] = []
    while segments:
        run, count = [], 0
        while segments and (not run or count + segments[0].doc_count() <= SETTLED):
            count += segments[0].doc_count()
            run.append(segments.pop(0))
        if len(run) > 1:
            whole = merge(storage, SCHEMA, renumber([(SegmentData(storage, SCHEMA, s), None) for s in run]))
            for segment in run:
                (folder / segment.make_filename(segment.COMPOUND_EXT)).unlink()
            run = [whole] if whole else []
        merged += run
    TOC(SCHEMA, merged, 1).write(storage, INDEX)


class _OpenedOurs:
    def __init__(self, folder: Path) -> None:
        self._searcher = open_dir(str(folder)).searcher()
        storage = FileStorage(str(folder))
        table = TOC.read(storage, INDEX)
        # Facets are counted on a collection with the names of the service's fields.
        self._collection = Collection(
            "articles", [(SegmentData(storage, SCHEMA, each), each.live()) for each in table.segments]
        )
        self._planner = WhooshPlanner(self._collection, SCHEMA, _no_other)

    def prepare(self, query: Query, *, exact: bool) -> Run | None:
        tree = make_tree(query)
        if query.kind == "facets":
            return lambda: self._with_facets(tree)
        top, bounded = self._searcher.top, not exact

        def run() -> Answer:
            found = top(tree, 10, bounded=bounded)
            return Answer(found.docs, found.scores, found.total)

        return run

    def _with_facets(self, tree: Any) -> Answer:
        matched = Evaluator(self._collection, self._planner.lower(tree), ties=False).all()
        scores = matched.scores
        best = np.argpartition(-scores, 10)[:10] if scores.size > 10 else np.arange(scores.size)
        best = best[np.lexsort((best, -scores[best]))]
        counts = [count_facet(self._collection, Facet(name), matched.docs) for name in FACETS]
        return Answer(matched.docs[best], scores[best], scores.size, tuple(len(each) for each in counts))

    def parse(self, text: str) -> Any:
        return parse(text)

    def doc_frequency(self, field: str, term: str) -> int | None:
        return self._collection.doc_frequency(field, term)

    def segments(self) -> int:
        return len(self._collection.segments)

    def close(self) -> None:
        self._searcher.close()


def _no_other(asked: Any, number: int) -> Any:
    raise ValueError(f"{asked} is not evaluated on arrays")


class Ours:
    """This engine, in one process. Kernels are loaded beforehand, as by the service before it is ready."""

    name = "searchsvc"
    bounded = True
    commits = True
    largest = 0

    def __init__(self) -> None:
        kernels.load()

    def build(self, folder: Path, stories: Iterable[Story]) -> None:
        commit_segments(folder, build_segments(folder, stories))

    def time_shared(self, folder: Path, stories: list[Story], processes: int) -> float:
        """Stories a second with worker processes, started before, that analyse and write a part each."""
        size = -(-len(stories) // (processes * 4))
        parts = [stories[start : start + size] for start in range(0, len(stories), size)]
        with ProcessPoolExecutor(processes) as pool:
            list(pool.map(time.sleep, [0.1] * processes))
            began = time.perf_counter()
            built = pool.map(build_segments, [folder] * len(parts), parts)
            commit_segments(folder, [segment for part in built for segment in part])
            return len(stories) / (time.perf_counter() - began)

    def open(self, folder: Path) -> _OpenedOurs:
        return _OpenedOurs(folder)

    @contextmanager
    def committer(self, folder: Path) -> Iterator[Commit]:
        """Commits go through the engine of the service, with its schema of articles, to an index in
        ``folder`` that ``build_articles`` made."""
        engine = WhooshEngine(folder)

        def commit(story: Story) -> None:
            sequence = engine.position() + 1
            engine.apply([Put(sequence, story.as_article())], upto=sequence)

        try:
            yield commit
        finally:
            engine.close()


def build_articles(folder: Path, stories: Iterable[Story], count: int) -> None:
    """An index of articles as the service has it."""
    engine = WhooshEngine(folder, processes=2)
    engine.rebuild((Put(number, story.as_article()) for number, story in enumerate(stories, 1)), upto=count)
    engine.close()
