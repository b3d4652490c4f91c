"""An empty index of each engine: the contract suite runs on every one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from searchsvc.engines import open_engine
from searchsvc.search import Engine

URLS = {"whoosh": "whoosh:{folder}"}
"""The URL of each engine's index in a folder of its own."""


@pytest.fixture(params=sorted(URLS))
def open_here(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Opens the same index again and again, as processes would; all are closed in the end."""
    url = URLS[request.param].format(folder=tmp_path / "index")
    opened: list[Engine] = []

    def opener() -> Engine:
        opened.append(open_engine(url))
        return opened[-1]

    yield opener
    for engine in opened:
        engine.close()


@pytest.fixture
def engine(open_here: Callable[[], Engine]) -> Engine:
    """An index without anything in it."""
    return open_here()
