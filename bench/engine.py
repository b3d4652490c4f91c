"""What an engine must do to be measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from bench.corpus import Story
from bench.queries import Query


class Answer(NamedTuple):
    """The best ten documents by the engine's own numbers, and how many match (None: the engine does not
    say). ``facets``: how many values each facet counted."""

    ids: Any
    scores: Any
    total: int | None
    facets: tuple[int, ...] = ()


Run = Callable[[], Answer]
Commit = Callable[[Story], None]


class Opened(Protocol):
    """An index, open."""

    def prepare(self, query: Query, *, exact: bool) -> Run | None:
        """Make the engine's own query object; what is returned runs it. None where the engine has no such
        query. Not ``exact``: the total may be missing, or a lower bound."""

    def parse(self, text: str) -> Any:
        """Read a query as users write it; None where that cannot be told from searching."""

    def doc_frequency(self, field: str, term: str) -> int | None:
        """How many documents have the term in the field; None where the engine does not say."""

    def segments(self) -> int:
        """Of how many parts the index consists."""

    def close(self) -> None:
        """Let go of it."""


class Engine(Protocol):
    """A kind of index: ``bounded`` where it can leave out the total and gain by it, ``commits`` where one
    story can be added on its own. ``largest`` is the largest corpus it is measured with, 0: any."""

    name: str
    bounded: bool
    commits: bool
    largest: int

    def build(self, folder: Path, stories: Iterable[Story]) -> None:
        """Index the stories in a new folder."""

    def open(self, folder: Path) -> Opened:
        """Open what was built."""

    def committer(self, folder: Path) -> AbstractContextManager[Commit]:
        """What adds one story and commits it, durably if the engine can."""
