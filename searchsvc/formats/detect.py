"""Which format is this: the content's first bytes decide, then the file's name."""

from __future__ import annotations

from pathlib import PurePath

import orjson

from searchsvc.formats import article_json, lines, plain

HEAD = 65_536
"""How many bytes of a file are enough to tell."""

_BY_NAME = {
    ".json": article_json.MEDIA_TYPE,
    ".ndjson": lines.MEDIA_TYPE,
    ".jsonl": lines.MEDIA_TYPE,
    ".xml": "application/xml",
    ".html": "text/html",
    ".htm": "text/html",
}


def media_type_of(name: str, head: bytes) -> str:
    """The media type of a file called ``name`` that starts with ``head`` (``HEAD`` bytes of it)."""
    named = _BY_NAME.get(PurePath(name).suffix.lower())
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"{" and start[1:].lstrip()[:1] in (b'"', b"}"):
        return lines.MEDIA_TYPE if _is_lines(start, named) else article_json.MEDIA_TYPE
    if start[:1] == b"[" and start[1:].lstrip()[:1] in (b"{", b"]"):
        return article_json.MEDIA_TYPE
    if start[:1] == b"<":
        markup = start[:200].lower()
        return "text/html" if b"<html" in markup or b"<!doctype html" in markup else "application/xml"
    return named or plain.MEDIA_TYPE


def _is_lines(start: bytes, named: str | None) -> bool:
    first, newline, rest = start.partition(b"\n")
    if not newline or not rest.strip():
        return named == lines.MEDIA_TYPE
    try:
        orjson.loads(first)
    except orjson.JSONDecodeError:
        return named == lines.MEDIA_TYPE
    return True
