"""NDJSON: a stream of lines, each an article's JSON -> documents and refusals, one line held at a time."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import orjson

from searchsvc.errors import InputError, TooLargeError
from searchsvc.formats.article_json import parse
from searchsvc.formats.document import MAX_LINE_BYTES, Document, Refusal
from searchsvc.formats.format import Head
from searchsvc.formats.json_objects import read_object

MEDIA_TYPE = "application/x-ndjson"
SUFFIXES = (".ndjson", ".jsonl")
KEPT_OF_AN_OVERLONG_LINE = 1_000


def recognises(head: Head) -> bool:
    """Several lines of which the first is an object, or a file of that name which starts with one."""
    start = head.start
    if start[:1] != b"{" or start[1:].lstrip()[:1] not in (b'"', b"}"):
        return False
    first, newline, rest = start.partition(b"\n")
    if not newline or not rest.strip():
        return head.suffix in SUFFIXES
    try:
        orjson.loads(first)
    except orjson.JSONDecodeError:
        return head.suffix in SUFFIXES
    return True


def read(data: bytes, charset: str | None = None) -> Iterator[Document | Refusal]:
    """What ``read_lines`` gives for ``data``; NDJSON is UTF-8 whatever ``charset`` says."""
    return read_lines(BytesIO(data))


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
