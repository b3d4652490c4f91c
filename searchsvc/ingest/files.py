"""Files to documents: what each is, its content tells; what cannot be read is a refusal with its reason."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from searchsvc import formats
from searchsvc.errors import InputError, TooLargeError
from searchsvc.formats import Document, Refusal

LINES = "application/x-ndjson"
MEDIA_TYPES = {row.name: row.media_type for row in formats.FORMATS}
"""The formats that a person may name."""
MAX_FILE = 256_000_000
"""Bytes of a file that is read as a whole; NDJSON is read line by line and may be of any size."""


STREAM = "standard input"
"""The source of what no file holds."""


@dataclass(frozen=True)
class Input:
    """A document, or a refusal, and the file that it stood in."""

    source: str
    document: Document | Refusal


def read_file(
    file: str,
    *,
    form: str | None = None,
    advance: Callable[[int], None] = lambda _: None,
    follow: bool = True,
) -> Iterator[Input]:
    """What is in ``file``. ``form``, the name of a format, overrules what content and name tell;
    ``advance`` is told how many bytes have been read. ``follow``: it may be a symbolic link."""
    try:
        with Path(file).open("rb") if follow else open_own(file) as stream:
            yield from read_stream(stream, file, file, form=form, advance=advance)
    except OSError as error:
        yield Input(file, Refusal(None, InputError(f"cannot be read: {error.strerror}"), b""))


def open_own(file: str) -> BufferedReader:
    """``file`` opened to be read, if it is no symbolic link to another; a pipe is not waited for.

    Raises OSError.
    """
    return os.fdopen(os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def read_stream(
    buffered: BufferedReader,
    source: str,
    name: str,
    *,
    form: str | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[Input]:
    """What is in the stream that ``source`` names for people; its file is called ``name``, if it is one."""
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
        yield Input(source, Refusal(None, error, data[:MAX_FILE]))


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
