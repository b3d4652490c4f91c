"""What every engine that takes part can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from bench.corpus import Document
from bench.queries import Query

FACET_SIZE = 10
TOP = 10


class Found(NamedTuple):
    """The numbers of the best articles, and how many there are in all (None: not counted)."""

    numbers: list[int]
    total: int | None


class Peer(Protocol):
    """An engine: builds an index in a folder, opens it, and makes of each query what it runs."""

    name: str
    kinds: frozenset[str]
    """The kinds of queries that it can answer."""

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        """Index ``documents``, their analysis included."""

    def open(self, folder: Path) -> None:
        """Open what was built."""

    def prepare(self, query: Query) -> Callable[[], Found]:
        """The query as this engine's own tree, ready to be run and timed."""
