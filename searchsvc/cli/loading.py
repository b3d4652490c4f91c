"""Commands that are loaded when they are asked for: what one needs can take longer to load than another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click


class Loaded(MutableMapping[str, click.Command]):
    """Commands by name. ``modules`` says of each which module has it, as an attribute of that name."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._held: dict[str, click.Command | str] = dict(modules)

    def __getitem__(self, name: str) -> click.Command:
        held = self._held[name]
        if isinstance(held, str):
            held = self._held[name] = getattr(import_module(held), name)
        return held

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._held[name] = command

    def __delitem__(self, name: str) -> None:
        del self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)
