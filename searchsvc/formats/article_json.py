"""One article as a JSON object of our own fields -> a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from searchsvc.errors import InputError, Problem, UnreadableError
from searchsvc.formats.document import Document
from searchsvc.formats.fields import TAKEN_BACK, check, takes_back
from searchsvc.formats.plain import decode

MEDIA_TYPE = "application/json"


def read_object(data: Mapping[str, Any], *, original: bytes, line: int | None = None) -> Document:
    """One article's JSON object. Raises InputError with its problems, UnreadableError, TooLargeError."""
    problems: list[Problem] = []
    fields = check(data, problems)
    if problems:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        message = f"{first.parameter or 'the article'} {first.message}{more}"
        raise InputError(message, problems=tuple(problems))
    if not any(name in fields for name in ("raw", "body_text", "headline")) and not takes_back(fields):
        if fields.get("pubstatus") in TAKEN_BACK:
            raise UnreadableError("it takes an article back and does not say which; send its uri")
        raise UnreadableError("there is no article in it; send raw, or body_text, or a headline")
    canonical = orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)
    copy = fields.pop("raw", None)
    return Document(
        fields=fields,
        copy=copy,
        original=original,
        media_type=MEDIA_TYPE,
        canonical=canonical,
        line=line,
    )


def parse(data: bytes, *, charset: str | None = None, line: int | None = None) -> Any:
    """The JSON value in ``data``. Raises InputError that says where it stops being JSON."""
    if charset is not None and charset.lower().replace("_", "-") not in ("utf-8", "utf8"):
        data = decode(data, charset)[0].encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return _refuse(data, error, line)


def dump(value: Any, *, in_order: bool = False) -> bytes:
    """The JSON of a value; ``in_order``: names sorted. Raises InputError for what is nested too deeply."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS if in_order else None)
    except (TypeError, ValueError) as error:
        raise InputError(f"it cannot be kept as JSON ({error}); send it less deeply nested") from error


def _refuse(data: bytes, error: orjson.JSONDecodeError, line: int | None) -> Any:
    try:
        data.decode()
    except UnicodeDecodeError as fault:
        at = line or data.count(b"\n", 0, fault.start) + 1
        message = f"line {at}: byte {fault.start} is not UTF-8; send UTF-8"
        raise InputError(message, problems=(Problem("not UTF-8", None, fault.start, at),)) from error
    at = line or error.lineno
    message = f"line {at}, column {error.colno}: not JSON ({error.msg})"
    raise InputError(message, problems=(Problem(f"not JSON: {error.msg}", None, error.pos, at),)) from error
