"""The engines that are measured, by name; those that are not installed are left out with a sentence."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence

from bench.engine import Engine

OURS = "searchsvc"

ENGINES = {
    OURS: ("bench.ours", "Ours", "searchsvc"),
    "tantivy": ("bench.peer_tantivy", "Tantivy", "tantivy"),
    "Whoosh": ("bench.peer_whoosh", "StockWhoosh", "whoosh"),
    "SQLite FTS5": ("bench.peer_fts5", "FTS5", "sqlite3"),
    "bm25s": ("bench.peer_bm25s", "BM25S", "bm25s"),
}
"""Module and class of each, and the package without which it cannot be measured."""


def load_engine(name: str) -> Engine:
    """The engine of that name; its module is imported now."""
    module, kind, _ = ENGINES[name]
    engine: Engine = getattr(importlib.import_module(module), kind)()
    return engine


def load_engines(names: Sequence[str] = tuple(ENGINES)) -> tuple[list[Engine], list[str]]:
    """The engines that are installed, and a sentence for each that is not."""
    found, missing = [], []
    for name in names:
        package = ENGINES[name][2]
        if importlib.util.find_spec(package) is None:
            missing.append(
                f"{name} is left out: {package} is not installed (pip install -e '.[bench]' has it)"
            )
        else:
            found.append(load_engine(name))
    return found, missing
