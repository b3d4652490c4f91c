"""From what a person names on the command line to documents: files, folders, patterns, standard input."""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import cast

from searchsvc import formats
from searchsvc.errors import SettingsError
from searchsvc.ingest.files import STREAM, Input, read_file, read_stream

SUFFIXES = formats.SUFFIXES
"""What is taken of a folder; a file that is named is taken whatever its name."""

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Found:
    """The files to read, in order, and how many others there were in the folders."""

    files: tuple[str, ...]
    skipped: int
    size: int
    """Bytes in all; without standard input."""


def find(paths: tuple[str, ...]) -> Found:
    """The files that ``paths`` stand for: folders with all below them, in the order of their names.

    Raises SettingsError for a path that is not there.
    """
    files: list[str] = []
    skipped = 0
    for path in paths:
        if path == STANDARD_INPUT:
            files.append(path)
            continue
        for place in _matches(path):
            if not place.is_dir():
                files.append(str(place))
                continue
            below = [file for file in sorted(place.rglob("*")) if file.is_file() and not _hidden(file, place)]
            taken = [file for file in below if file.suffix.lower() in SUFFIXES]
            files += map(str, taken)
            skipped += len(below) - len(taken)
    size = sum(Path(file).stat().st_size for file in files if file != STANDARD_INPUT)
    return Found(tuple(files), skipped, size)


def _matches(path: str) -> list[Path]:
    if not path:
        # Path("") is the working folder: a variable of the shell that is not set must not take all of it in.
        raise SettingsError("a path is empty; name files or folders, as in . for this one")
    if Path(path).exists():
        return [Path(path)]
    matches = [Path(match) for match in sorted(glob.glob(path, recursive=True))]  # noqa: PTH207 - patterns may be absolute
    if not matches:
        raise SettingsError(f"there is no file or folder {path!r}")
    return matches


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def documents(
    files: tuple[str, ...],
    *,
    form: str | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[Input]:
    """What is in ``files``. ``form``, the name of a format, overrules what content and name tell;
    ``advance`` is told how many bytes have been read. What cannot be read is a refusal."""
    for file in files:
        if file == STANDARD_INPUT:
            yield from read_stream(_standard_input(), STREAM, "", form=form, advance=advance)
        else:
            yield from read_file(file, form=form, advance=advance)


def _standard_input() -> BufferedReader:
    return BufferedReader(cast(RawIOBase, sys.stdin.buffer), formats.HEAD)
