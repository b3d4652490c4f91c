"""NDJSON: a stream of lines, each an article's JSON -> documents and refusals, one line held at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from searchsvc.errors import InputError, TooLargeError
from searchsvc.formats.article_json import parse, read_object
from searchsvc.formats.document import MAX_LINE_BYTES, Document, Refusal

MEDIA_TYPE = "application/x-ndjson"
KEPT_OF_AN_OVERLONG_LINE = 1_000


def read_lines(stream: BinaryIO, *, limit: int = MAX_LINE_BYTES) -> Iterator[Document | Refusal]:
    """A document or a refusal for each line that is not blank, in order, with its number from 1.

    A line over ``limit`` bytes is refused and passed over without being held.
    """
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            error = TooLargeError(f"line {number} has more than {limit:,} bytes")
            _skip_line(stream)
            yield Refusal(number, error, line[:KEPT_OF_AN_OVERLONG_LINE])
        elif line.strip():
            yield _read_line(line.rstrip(b"\r\n"), number)


def _skip_line(stream: BinaryIO) -> None:
    while chunk := stream.readline(1 << 16):
        if chunk.endswith(b"\n"):
            return


def _read_line(line: bytes, number: int) -> Document | Refusal:
    try:
        return read_object(parse(line, line=number), original=line, line=number)
    except InputError as error:
        return Refusal(number, error, line)
