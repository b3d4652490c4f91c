"""Cursors: opaque, url-safe texts that go on where an answer stopped, bound to the search they come from.

Over fields a cursor is a position in the order, good for any commit. Over ``_score`` it is a place in the
ranking of one commit, which a lease keeps for five minutes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

import orjson

from searchsvc.engines.whoosh.ranking import Position
from searchsvc.errors import InputError, Problem
from searchsvc.search import SearchRequest

LIFETIME = 300
"""Seconds that a cursor over ``_score`` stays good."""

_MAX_LENGTH = 2_000


@dataclass(frozen=True)
class FieldCursor:
    """Go on after ``position``."""

    position: Position


@dataclass(frozen=True)
class ScoreCursor:
    """Go on at rank ``rank`` (from 0) of commit ``generation``, until ``expires`` (seconds since 1970)."""

    generation: int
    rank: int
    expires: int


Cursor = FieldCursor | ScoreCursor


def by_score(request: SearchRequest) -> bool:
    """Whether the order depends on scores, and with them on the commit."""
    return any(sort.field == "_score" for sort in request.sort)


def encode_cursor(cursor: Cursor, request: SearchRequest) -> str:
    """The cursor as text."""
    body = (
        ["s", cursor.generation, cursor.rank, cursor.expires]
        if isinstance(cursor, ScoreCursor)
        else ["f", *cursor.position]
    )
    return base64.urlsafe_b64encode(orjson.dumps([_binding(request), *body])).decode().rstrip("=")


def decode_cursor(text: str, request: SearchRequest) -> Cursor:
    """The inverse. Raises InputError for a text that is none of ours, or that belongs to another search."""
    try:
        if len(text) > _MAX_LENGTH:
            raise ValueError("too long")
        data = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        binding, kind, *body = data
    except (ValueError, TypeError, binascii.Error) as error:
        raise _bad("The cursor is damaged; use next_cursor as it was given") from error
    if binding != _binding(request):
        raise _bad("The cursor belongs to another search; use it with the parameters that it came from")
    if by_score(request) and kind == "s" and len(body) == 3 and all(type(value) is int for value in body):
        return ScoreCursor(*body)
    if not by_score(request) and kind == "f" and all(type(value) in (int, float, str) for value in body):
        return FieldCursor(tuple(body))
    raise _bad("The cursor is damaged; use next_cursor as it was given")


def _bad(message: str) -> InputError:
    return InputError(message, problems=(Problem(message, parameter="cursor"),))


def _binding(request: SearchRequest) -> str:
    """A hash of what decides which documents match and in which order."""
    bound = (
        request.query,
        request.target,
        request.filters,
        request.since,
        request.until,
        request.bbox,
        request.min_confidence,
        request.sort,
        request.collapse,
        request.language,
    )
    return hashlib.sha256(repr(bound).encode("utf-8", "surrogatepass")).hexdigest()[:16]
