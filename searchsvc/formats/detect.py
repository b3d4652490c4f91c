"""Which format is this: the content's first bytes decide, then the media type it came under, its name."""

from __future__ import annotations

from searchsvc.errors import UnsupportedError
from searchsvc.formats.format import HEAD, Format, Head
from searchsvc.formats.table import FORMATS

UNSPECIFIC = ("", "application/octet-stream", "binary/octet-stream")
"""Media types that say nothing: the content alone decides."""


def media_type_of(name: str, head: bytes) -> str:
    """The media type of a file called ``name`` that starts with ``head`` (``HEAD`` bytes of it)."""
    return format_of_content(Head(name, head)).media_type


def format_of_content(head: Head) -> Format:
    """The format of what starts as ``head``. There always is one: the last row is plain text."""
    found = next(row for row in FORMATS if row.recognises(head))
    if found is FORMATS[-1]:
        named = next((row for row in FORMATS if head.suffix in row.suffixes), None)
        return named or found
    return found


def format_of(data: bytes, media_type: str, name: str = "") -> Format:
    """The format to read ``data`` as, which came as ``media_type`` (parameters may follow it).

    A type that several formats come under is that of the first of them which recognises the
    content, else the one whose own it is. What comes without type and name must be recognised. Raises
    UnsupportedError.
    """
    kind = media_type.partition(";")[0].strip().lower()
    head = Head(name, data[:HEAD])
    known = ", ".join(row.media_type for row in FORMATS)
    if kind in UNSPECIFIC:
        found = format_of_content(head)
        if found is FORMATS[-1] and not name:
            raise UnsupportedError(f"{kind or 'no media type'} cannot be read; send one of {known}")
        return found
    rows = [row for row in FORMATS if kind in row.media_types or kind in row.generic]
    if not rows:
        raise UnsupportedError(f"{kind} cannot be read; send one of {known}")
    own = next((row for row in rows if kind in row.media_types), rows[-1])
    return next((row for row in rows if kind in row.generic and row.recognises(head)), own)
