"""bm25s: scores computed beforehand, in a sparse matrix. One field, so headline and body are one text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from bench.corpus import Story, terms_of
from bench.engine import Answer, Commit, Run
from bench.queries import Query


class _OpenedBM25S:
    def __init__(self, folder: Path) -> None:
        self._retriever = bm25s.BM25.load(str(folder / "index"), mmap=True)
        self._numbers: dict[str, int] = json.loads((folder / "words.json").read_text())

    def prepare(self, query: Query, *, exact: bool) -> Run | None:
        if query.kind not in ("or", "single"):
            return None
        numbers = [[self._numbers[word] for word in query.words if word in self._numbers]]
        retriever = self._retriever

        def run() -> Answer:
            found = retriever.retrieve(numbers, k=10, show_progress=False)
            return Answer(found.documents[0], found.scores[0], None)

        return run

    def parse(self, text: str) -> Any:
        """It has no query language."""

    def doc_frequency(self, field: str, term: str) -> int | None:
        return None

    def segments(self) -> int:
        return 1

    def close(self) -> None:
        """Nothing is to be let go of."""


class BM25S:
    """bm25s, which holds all tokens in memory while it indexes, keeps no texts, and counts nothing."""

    name = "bm25s"
    bounded = False
    commits = False
    largest = 100_000

    def build(self, folder: Path, stories: Iterable[Story]) -> None:
        numbers: dict[str, int] = {}
        ids = []
        for story in stories:
            terms = terms_of(story.headline) + terms_of(story.body)
            ids.append(np.array([numbers.setdefault(term, len(numbers)) for term in terms], np.int32))
        retriever = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        retriever.index((ids, numbers), show_progress=False)
        retriever.save(str(folder / "index"))
        (folder / "words.json").write_text(json.dumps(numbers))

    def open(self, folder: Path) -> _OpenedBM25S:
        return _OpenedBM25S(folder)

    def committer(self, folder: Path) -> AbstractContextManager[Commit]:
        raise NotImplementedError("bm25s adds nothing to an index")
