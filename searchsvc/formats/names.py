"""Names of elements and properties that readers of formats know, from ``markup.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def names(key: str) -> frozenset[str]:
    """The words under ``key``."""
    return frozenset(_table()[key].split())


@cache
def _table() -> dict[str, str]:
    text = resources.files("searchsvc.formats").joinpath("markup.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
