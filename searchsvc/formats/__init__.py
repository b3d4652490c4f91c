"""Input formats: bytes -> ``Document`` (fields as sent, and copy still to be read) or ``Refusal``.

``table.FORMATS`` has a row for each format: its media types, how its content is told, and its reader.
``detect`` finds the row for an input. ``ninjs_writing`` is the way out. ``fields`` checks one article's JSON.
Pure: no store, no clock, and copy is never interpreted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from searchsvc.errors import InputError, TooLargeError
from searchsvc.formats.article_json import read_object
from searchsvc.formats.detect import format_of, media_type_of
from searchsvc.formats.document import MAX_LINE_BYTES, MAX_TEXT_BYTES, Document, Refusal, Replaced
from searchsvc.formats.format import HEAD, Format, Member
from searchsvc.formats.json_lines import read_lines
from searchsvc.formats.ninjs_writing import EXTENDED_TYPE, NINJS_TYPES, to_ninjs
from searchsvc.formats.table import FORMATS

__all__ = [
    "EXTENDED_TYPE",
    "FORMATS",
    "HEAD",
    "MAX_LINE_BYTES",
    "MAX_TEXT_BYTES",
    "MEDIA_TYPES",
    "NINJS_TYPES",
    "SUFFIXES",
    "Document",
    "Refusal",
    "Replaced",
    "media_type_of",
    "read",
    "read_lines",
    "read_object",
    "to_ninjs",
]

MEDIA_TYPES = tuple(row.media_type for row in FORMATS)
SUFFIXES = tuple(suffix for row in FORMATS for suffix in row.suffixes)
MAX_DEPTH = 4
"""Containers inside containers: a zip of a gzip of a WARC of gzip."""


def read(
    data: bytes, media_type: str, *, charset: str | None = None, name: str = ""
) -> Iterable[Document | Refusal]:
    """The articles in ``data``: one for text and for a JSON object, any number for arrays and containers.

    Raises InputError where the whole input cannot be used, UnsupportedError for another media
    type; one bad article among several is a Refusal.
    """
    row = format_of(data, media_type, name)
    if row.unpack is not None:
        return _read_members(row, data, 1)
    return _read(row, data, charset)


def _read(row: Format, data: bytes, charset: str | None) -> Iterable[Document | Refusal]:
    if row.read is None:
        raise TypeError(f"the row {row.name} has neither read nor unpack")
    found = row.read(data, charset)
    return found if charset is None else map(_told, found)


def _told(read: Document | Refusal) -> Document | Refusal:
    return replace(read, told=True) if isinstance(read, Document) else read


def _read_members(row: Format, data: bytes, depth: int) -> Iterator[Document | Refusal]:
    if row.unpack is None:
        raise TypeError(f"the row {row.name} has no unpack")
    if depth > MAX_DEPTH:
        raise TooLargeError(f"containers are packed into each other more than {MAX_DEPTH} deep; unpack it")
    for member in row.unpack(data):
        if isinstance(member, Refusal):
            yield member
        else:
            yield from _read_member(member, depth)


def _read_member(member: Member, depth: int) -> Iterator[Document | Refusal]:
    """What is in one member; a fault in it is a Refusal that names it, and the others go on."""
    try:
        row = format_of(member.data, member.media_type or "", member.name or "a file")
        inner = _read_members(row, member.data, depth + 1) if row.unpack else None
        for each in inner if inner is not None else _read(row, member.data, member.charset):
            if isinstance(each, Document):
                yield replace(each, fields={**member.fields, **each.fields}) if member.fields else each
            else:
                yield replace(each, error=_located(member.name, each.error))
    except InputError as error:
        yield Refusal(None, _located(member.name, error), member.data[:MAX_LINE_BYTES])


def _located(name: str, error: InputError) -> InputError:
    """``error`` with the name of the member that it was found in."""
    return type(error)(f"{name}: {error}", problems=error.problems) if name else error
