"""From what a person names on the command line to documents: files, folders, patterns, standard input."""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import BinaryIO, cast

from searchsvc import formats
from searchsvc.errors import InputError, SettingsError, TooLargeError
from searchsvc.formats import Document, Refusal

SUFFIXES = formats.SUFFIXES
"""What is taken of a folder; a file that is named is taken whatever its name."""

STANDARD_INPUT = "-"
LINES = "application/x-ndjson"
MEDIA_TYPES = {row.name: row.media_type for row in formats.FORMATS}
"""The formats that a person may name."""
MAX_FILE = 256_000_000
"""Bytes of a file that is read as a whole; NDJSON is read line by line and may be of any size."""


@dataclass(frozen=True)
class Input:
    """A document, or a refusal, and the file that it stood in."""

    source: str
    document: Document | Refusal


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
            yield from _read(_standard_input(), "standard input", "", form, advance)
            continue
        try:
            with Path(file).open("rb") as stream:
                yield from _read(stream, file, file, form, advance)
        except OSError as error:
            yield Input(file, Refusal(None, InputError(f"cannot be read: {error.strerror}"), b""))


def _read(
    buffered: BufferedReader, source: str, name: str, form: str | None, advance: Callable[[int], None]
) -> Iterator[Input]:
    head = buffered.peek(formats.HEAD)[: formats.HEAD]
    media_type = MEDIA_TYPES[form] if form else formats.media_type_of(name, head)
    if media_type == LINES:
        counted = CountedLines(buffered, advance)
        yield from (Input(source, document) for document in formats.read_lines(cast(BinaryIO, counted)))
        return
    data = buffered.read(MAX_FILE + 1)
    advance(len(data))
    try:
        if len(data) > MAX_FILE:
            raise TooLargeError(f"has more than {MAX_FILE:,} bytes; as NDJSON it may have any size")
        for document in formats.read(data, media_type, name=name):
            yield Input(source, document)
    except InputError as error:
        yield Input(source, Refusal(None, error, b""))


def _standard_input() -> BufferedReader:
    return BufferedReader(cast(RawIOBase, sys.stdin.buffer), formats.HEAD)


class CountedLines:
    """The ``readline`` of a stream, telling how many bytes went through it."""

    def __init__(self, stream: BufferedReader, advance: Callable[[int], None]) -> None:
        self._stream = stream
        self._advance = advance

    def readline(self, limit: int = -1) -> bytes:
        """The next line, or ``limit`` bytes of it."""
        line = self._stream.readline(limit)
        self._advance(len(line))
        return line
