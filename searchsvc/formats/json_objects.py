"""One JSON object -> a document, whether it is written in our own fields or in ninjs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchsvc.formats import article_json, ninjs
from searchsvc.formats.document import Document


def read_object(value: Any, *, original: bytes, line: int | None = None) -> Document:
    """One article. Raises InputError with its problems, UnreadableError, TooLargeError."""
    if isinstance(value, Mapping) and ninjs.is_ninjs(value):
        return ninjs.read_object(value, original=original, canonical=ninjs.canonical(value), line=line)
    return article_json.read_object(value, original=original, line=line)
