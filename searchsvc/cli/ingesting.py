"""``searchsvc ingest``: the command, and processes that start while what it does is loaded."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path

import click

from searchsvc.cli.options import with_settings
from searchsvc.pool import begin
from searchsvc.settings import Settings

MUCH = 200_000
"""Bytes from which on other processes read too; of wire copy some 200 articles."""
MANY = 100
"""Files that are as much, whatever is in them."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@with_settings("store", "engine", "spool")
def ingest(settings: Settings, paths: tuple[str, ...]) -> None:
    """Take in wire copy, JSON, NDJSON, ninjs, NITF and NewsML; it can be searched when this returns.

    PATHS are files, folders (all below them with the suffix of a known format, such as .txt, .json or
    .xml), patterns, or - for standard input. What each file is, its content tells. Works beside a
    running service, and without one. What is refused is reported with file, line and reason, and
    stands in quarantine; it keeps nothing else out. Warnings of reading are printed with their file.
    """
    if is_much(paths):
        begin()
    # Loaded only now: it takes as long as those processes do.
    import_module("searchsvc.cli.taking_in").run(settings, paths)


def is_much(paths: tuple[str, ...]) -> bool:
    """Whether what ``paths`` name is probably so much that other processes will read too. A guess, quickly
    made: no more than ``MANY`` files are looked at."""
    sizes = [size for path in paths for size in islice(_sizes(path), MANY)]
    return len(sizes) >= MANY or sum(sizes) >= MUCH


def _sizes(path: str) -> Iterator[int]:
    """The sizes of the files that ``path``, a file, a folder or a pattern, stands for."""
    matches = [path] if Path(path).exists() else glob.iglob(path, recursive=True)  # noqa: PTH207 - may be absolute
    for match in matches:
        if Path(match).is_dir():
            for folder, _, names in os.walk(match):
                yield from (_size(Path(folder, name)) for name in names)
        else:
            yield _size(Path(match))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # it will be reported where it is read
