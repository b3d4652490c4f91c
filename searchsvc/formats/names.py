"""What readers of formats know of names and codes, from the tables beside them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def names(key: str) -> frozenset[str]:
    """The words under ``key`` of ``markup.toml``."""
    return frozenset(_table("markup.toml")[key].split())


def wire_codes(key: str) -> dict[str, Any]:
    """The table ``key`` of ``wire_text.toml``."""
    table: dict[str, Any] = _table("wire_text.toml")[key]
    return table


@cache
def _table(file: str) -> dict[str, Any]:
    text = resources.files("searchsvc.formats").joinpath(file).read_text(encoding="utf-8")
    return tomllib.loads(text)
