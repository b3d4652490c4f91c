"""Input formats: bytes -> ``Document`` (fields as sent, and copy still to be read) or ``Refusal``.

Each format is a module with a ``read`` of its own and a ``MEDIA_TYPE``: ``plain`` (wire copy),
``article_json`` (an object or an array), ``lines`` (NDJSON). ``fields`` checks one article's JSON.
Pure: no store, no clock, and copy is never interpreted here.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from searchsvc.errors import UnsupportedError
from searchsvc.formats import article_json, lines, plain
from searchsvc.formats.article_json import read_object
from searchsvc.formats.detect import HEAD, media_type_of
from searchsvc.formats.document import MAX_LINE_BYTES, MAX_TEXT_BYTES, Document, Refusal
from searchsvc.formats.lines import read_lines

__all__ = [
    "HEAD",
    "MAX_LINE_BYTES",
    "MAX_TEXT_BYTES",
    "MEDIA_TYPES",
    "Document",
    "Refusal",
    "media_type_of",
    "read",
    "read_lines",
    "read_object",
]

MEDIA_TYPES = (plain.MEDIA_TYPE, article_json.MEDIA_TYPE, lines.MEDIA_TYPE)
_ALSO_CALLED = {
    "application/ndjson": lines.MEDIA_TYPE,
    "application/jsonl": lines.MEDIA_TYPE,
    "application/x-jsonlines": lines.MEDIA_TYPE,
}


def read(data: bytes, media_type: str, *, charset: str | None = None) -> Iterable[Document | Refusal]:
    """The articles in ``data``: one for text and for a JSON object, any number for arrays and NDJSON.

    Raises InputError where the whole input cannot be used, UnsupportedError for another media
    type; one bad article among several is a Refusal.
    """
    name = media_type.partition(";")[0].strip().lower()
    name = _ALSO_CALLED.get(name, name)
    if name == plain.MEDIA_TYPE:
        return [plain.read(data, charset=charset)]
    if name == article_json.MEDIA_TYPE:
        return article_json.read(data, charset=charset)
    if name == lines.MEDIA_TYPE:
        return read_lines(BytesIO(data))
    raise UnsupportedError(f"{name or 'no media type'} cannot be read; send one of {', '.join(MEDIA_TYPES)}")
