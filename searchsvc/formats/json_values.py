"""JSON: one article as an object, or several as an array -> documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from searchsvc.errors import InputError, Problem, UnreadableError
from searchsvc.formats import ninjs
from searchsvc.formats.article_json import dump, parse
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.format import Head
from searchsvc.formats.json_objects import read_object
from searchsvc.formats.names import names

_BODIES = frozenset(f"body_{kind}" for kind in ("text", "html", "xhtml"))
_OF_AN_ARTICLE = frozenset(("uri", "guid", "headline", "headlines", "raw", "bodies")) | _BODIES
"""Properties that an article has, and what lists articles has not."""

MAX_WRAPPED = 4
"""Objects around an article, each with nothing else in it: ``{"data": {"item": {...}}}``."""
MAX_ARTICLES = 100_000
"""Articles in one array; more go as NDJSON, which is read line by line."""


def recognises(head: Head) -> bool:
    """An object, or an array of objects."""
    start = head.start
    if start[:1] == b"{":
        return start[1:].lstrip()[:1] in (b'"', b"}")
    return start[:1] == b"[" and start[1:].lstrip()[:1] in (b"{", b"]")


def read(data: bytes, charset: str | None = None) -> Iterable[Document | Refusal]:
    """One for an object, as many as it has for an array.

    Raises InputError where the JSON cannot be read or an object is no article; a member of an
    array that is none becomes a Refusal.
    """
    value = parse(data, charset=charset)
    inside = _inside(value)
    if not isinstance(value, list) and inside is None:
        return [read_object(_story_in(value), original=data)]
    if inside is not None:
        value = inside
    if len(value) > MAX_ARTICLES:
        raise InputError(f"the array has {len(value):,} articles; at most {MAX_ARTICLES:,}, or send NDJSON")
    if not value:
        raise UnreadableError("the array is empty; send at least one article")
    # One by one: together they have many times the size of the file.
    return (_member(number, member) for number, member in enumerate(value))


def _inside(value: Any) -> list[Any] | None:
    """The articles of an object that lists them and is none itself, or has one in it: what a content API
    answers with."""
    for _ in range(MAX_WRAPPED):
        inner = next(iter(value.values())) if isinstance(value, Mapping) and len(value) == 1 else None
        if not isinstance(inner, Mapping):
            break
        value = inner
        if _is_article(value):
            return [value]
    if not isinstance(value, Mapping) or _is_article(value):
        return None
    found = _listed(value)
    if not found:  # beside what was asked, and how it went
        found = [each for member in value.values() if isinstance(member, Mapping) for each in _listed(member)]
    return found[0] if len(found) == 1 else None


def _story_in(value: Any) -> Any:
    """The one object with a title and a text that stands in an object without: what is said beside of how it
    was sent. Else ``value``."""
    if not isinstance(value, Mapping) or _is_article(value) or _has(value, names("json_headings")):
        return value
    found = [
        each
        for each in value.values()
        if isinstance(each, Mapping)
        and _has(each, names("json_headings"))
        and (_has(each, names("json_texts")) or _has(each, _BODIES))
    ]
    return found[0] if len(found) == 1 else value


def _has(value: Mapping[str, Any], called: Collection[str]) -> bool:
    return any(str(name).lower() in called and isinstance(each, str) and each for name, each in value.items())


def _listed(value: Mapping[str, Any]) -> list[list[Any]]:
    """The lists of objects that ``value`` has under a name for stories."""
    return [
        member
        for name, member in value.items()
        if str(name).lower() in names("json_envelopes")
        and isinstance(member, list)
        and member
        and all(isinstance(each, Mapping) for each in member)
    ]


def _is_article(value: Mapping[str, Any]) -> bool:
    return any(
        (lower := str(name).lower()) in _OF_AN_ARTICLE
        or (lower in names("json_texts") and isinstance(each, str))
        for name, each in value.items()
    )


def read_ninjs(data: bytes, charset: str | None = None) -> Iterable[Document | Refusal]:
    """As ``read``, for what was sent as ninjs: an object is ninjs whatever it has.

    Raises InputError and UnreadableError as ``read`` does.
    """
    value = parse(data, charset=charset)
    if isinstance(value, Mapping):
        return [ninjs.read_object(value, original=data, canonical=ninjs.canonical(value))]
    return read(data, charset)


def _member(number: int, value: Any) -> Document | Refusal:
    """The member of an array at ``number``: sentences count from 1, JSON paths from 0."""
    original = b""
    try:
        original = dump(value)
        return read_object(_story_in(value), original=original)
    except InputError as error:
        problems = tuple(
            Problem(
                each.message, f"{number}.{each.parameter}" if each.parameter else str(number), each.position
            )
            for each in error.problems
        )
        return Refusal(None, type(error)(f"article {number + 1}: {error}", problems=problems), original)
