"""bm25s: scores of all articles from a sparse matrix; one field, no positions, no count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import bm25s

from bench.corpus import Document
from bench.peers import TOP, Found
from bench.queries import Query


class Bm25s:
    """Headline and body as one text: it knows no fields."""

    name = "bm25s"
    kinds = frozenset(("or", "term"))

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        retriever = bm25s.BM25()
        texts = ([*headline, *body] for headline, body in (document.terms() for document in documents))
        retriever.index(list(texts), show_progress=False)
        retriever.save(str(folder))

    def open(self, folder: Path) -> None:
        self._retriever = bm25s.BM25.load(str(folder), mmap=True)

    def prepare(self, asked: Query) -> Callable[[], Found]:
        words = [list(asked.words)]

        def run() -> Found:
            found = self._retriever.retrieve(words, k=TOP, show_progress=False, n_threads=0)
            return Found(found.documents[0].tolist(), None)

        return run
