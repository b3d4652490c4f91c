"""Edits to an article, sent as JSON merge patches (RFC 7396): laid over what was sent, kept apart from it.

Null takes an edit back, so that format and copy are heard again; an empty text, list or dateline takes the
field out, which is kept as null.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from searchsvc.article import Article, Dateline, Quote, to_dict
from searchsvc.errors import InputError, Problem
from searchsvc.formats import read_object
from searchsvc.formats.fields import READ_ONLY

_DATELINE_KEYS = tuple(field.name for field in dataclasses.fields(Dateline))
_EDITABLE = frozenset(field.name for field in dataclasses.fields(Article)) - READ_ONLY
_FIXED = ("uri", "version")
_DERIVED = ("id", "story", "parser", "versioncreated_from")
_TOGETHER = ("city", "cities")
"""Of a dateline: an edit of the one is one of the other."""


def merge(target: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """``target`` with ``patch`` applied (RFC 7396, section 2): null takes a member out."""
    merged = dict(target)
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, Mapping):
            inner = merged.get(name)
            merged[name] = merge(inner if isinstance(inner, Mapping) else {}, value)
        else:
            merged[name] = value
    return merged


def compose(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """The one patch that does what ``first`` and then ``second`` do."""
    composed = dict(first)
    for name, value in second.items():
        earlier = composed.get(name)
        if isinstance(value, Mapping) and isinstance(earlier, Mapping):
            composed[name] = compose(earlier, value)
        elif isinstance(value, Mapping) and name in composed and earlier is None:
            # Taken out before: what the new object does not name must not come back from below.
            composed[name] = dict.fromkeys(_DATELINE_KEYS) | dict(value)
        else:
            composed[name] = value
    return composed


def blanked(data: Mapping[str, Any], edits: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` without the members that ``edits`` take out, which the copy may have told again.

    An article always has a date: taking out ``versioncreated`` leaves it to the dateline.
    """
    result = dict(data)
    for name, value in edits.items():
        if value is None:
            if name != "body_text":
                result.pop(name, None)
        elif isinstance(value, Mapping) and isinstance(result.get(name), Mapping):
            inner = blanked(result[name], value)
            result[name] = {"text": ""} | inner if name == "dateline" else inner
    return result


def follow(quotes: Iterable[Quote], body: str) -> Iterator[Quote]:
    """Edited ``quotes`` at the places of their words in ``body``, from which a parser may cut more or less
    than the one that was there when they were edited. One whose words are gone is left out."""
    for quote in quotes:
        pieces = _pieces(quote)
        if pieces is None or [body[start:end] for start, end in quote.spans] == pieces:
            if quote.end <= len(body):
                yield quote
            continue
        spans = [_nearest(body, piece, start) for piece, (start, _) in zip(pieces, quote.spans, strict=True)]
        places = tuple(span for span in spans if span is not None)
        if len(places) == len(pieces):
            first, last = min(start for start, _ in places), max(end for _, end in places)
            yield dataclasses.replace(quote, spans=places, start=first, end=last)


def _pieces(quote: Quote) -> list[str] | None:
    """The text of each span; None where the quote's text is not that of its spans."""
    pieces, at = [], 0
    for start, end in quote.spans:
        pieces.append(quote.text[at : at + end - start])
        at += end - start + 1
    return pieces if " ".join(pieces) == quote.text else None


def _nearest(body: str, piece: str, start: int) -> tuple[int, int] | None:
    """Where ``piece`` stands closest to ``start``."""
    found = [at for at in (body.find(piece, start), body.rfind(piece, 0, start + len(piece))) if at >= 0]
    if not found:
        return None
    at = min(found, key=lambda each: abs(each - start))
    return at, at + len(piece)


def check(changes: Mapping[str, Any], article: Article) -> dict[str, Any]:
    """What ``changes`` put in the place of fields of ``article``, checked and normalised as an article's
    fields are, and null for those that they empty. What they have null for themselves is ``taken_back``.

    Raises InputError.
    """
    if not isinstance(changes, Mapping):
        raise InputError("the patch is no object; send the fields to change, and null for those to take back")
    if "raw" in changes:
        raise InputError("raw cannot be patched; PUT the article", problems=(Problem("not here", "raw"),))
    if changes.get("uri") not in (None, article.uri):
        raise InputError(
            "an article's uri stays as it is; send another article", problems=(Problem("not here", "uri"),)
        )
    shown = to_dict(article)
    problems = tuple(
        Problem("cannot be taken out" if name in _FIXED else "is not a known field", name)
        for name, value in changes.items()
        if value is None and name not in READ_ONLY and (name in _FIXED or name not in _EDITABLE)
    ) + tuple(
        Problem("follows from the article and cannot be changed", name)
        for name, value in changes.items()
        if name in _DERIVED and value not in (None, shown[name])
    )
    if problems:
        raise InputError(f"{problems[0].parameter} {problems[0].message}", problems=problems)
    sent = {name: value for name, value in changes.items() if value is not None}
    # Quotes are checked against the body that they will stand in; a patch need not have any text.
    filled = {name: each for name, each in sent.items() if not isinstance(each, str) or each.strip()}
    document = read_object({"headline": "-", "body_text": article.body_text or "-"} | filled, original=b"")
    checked = {name: value for name, value in document.fields.items() if name in filled and name != "uri"}
    # An empty string, list or object leaves nothing when it is normalised: it takes the field out.
    empty = {name: None for name in sent if name in _EDITABLE - checked.keys() and name not in _FIXED}
    if sent.get("dateline"):
        empty.pop("dateline", None)  # its members go back
    return checked | empty


def taken_back(edits: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """``edits`` without what ``changes`` name with null: format and copy are to be heard again."""
    left = dict(edits)
    for name, value in changes.items():
        if value is None:
            for each in _TOGETHER if name in _TOGETHER else (name,):
                left.pop(each, None)
        elif isinstance(value, Mapping) and isinstance(left.get(name), Mapping):
            left[name] = taken_back(left[name], value)
            if not left[name]:
                del left[name]
    return left
