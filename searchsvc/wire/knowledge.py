"""The tables of knowledge beside this module (``tables/``), read as data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import orjson

FOLDER = resources.files("searchsvc.wire") / "tables"


@cache
def table(*path: str) -> dict[str, Any]:
    """The table at ``path``, say ``table("quotes", "en")``."""
    return tomllib.loads(FOLDER.joinpath(*path[:-1], path[-1] + ".toml").read_text(encoding="utf-8"))


@cache
def written_table() -> dict[str, Any]:
    """``names.json``, which a program writes: names of months, weekdays and countries by language."""
    read: dict[str, Any] = orjson.loads(FOLDER.joinpath("names.json").read_bytes())
    return read


@cache
def names(folder: str) -> tuple[str, ...]:
    """The names of the tables in ``folder``, without their ending, sorted."""
    files = (entry.name for entry in FOLDER.joinpath(folder).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


def words_in(lines: Iterable[str]) -> Iterator[str]:
    """The words of a list in a table, which has many in a line."""
    return (word for line in lines for word in line.split())
