"""JSON Feed 1.0 and 1.1: bytes -> a document for each item. Source: https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from searchsvc.errors import InputError, UnreadableError
from searchsvc.formats.article_json import dump, parse
from searchsvc.formats.blocks import paragraphs
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.draft import Draft, plain
from searchsvc.formats.feeds import JSON_TYPES
from searchsvc.formats.json_items import check_count, envelope_of
from searchsvc.formats.nitf import uri_of
from searchsvc.formats.soup import parse_html

MEDIA_TYPE = JSON_TYPES[0]


def read(data: bytes, charset: str | None = None) -> Iterator[Document | Refusal]:
    """An article for each item; one that is none is a Refusal with its number.

    Raises InputError where the JSON cannot be read, UnreadableError where it is no feed or has no items,
    TooLargeError where it has too many.
    """
    feed = parse(data, charset=charset)
    items = feed.get("items") if isinstance(feed, Mapping) else None
    if not isinstance(items, list) or not items:
        raise UnreadableError("there is no item in the feed; send JSON Feed with items")
    check_count(items)
    frame = envelope_of(feed, "items")
    for number, item in enumerate(items, start=1):
        piece = b""
        try:
            piece = dump(item)
            yield _document(item, frame, piece, data if len(items) == 1 else None)
        except InputError as error:
            located = type(error)(f"item {number}: {error}", problems=error.problems)
            yield Refusal(None, located, piece)


def _document(item: Any, frame: Mapping[str, Any], piece: bytes, whole: bytes | None) -> Document:
    if not isinstance(item, Mapping):
        raise InputError("it is no object")
    draft = Draft()
    address = _text(item, "url") or _text(item, "external_url")
    number = str(item["id"]) if isinstance(item.get("id"), str | int) else ""
    if number:
        draft.set("uri", uri_of("feed", _text(frame, "title"), number))
    draft.set("uri", address)
    draft.set("headline", _text(item, "title"))
    published, modified = _text(item, "date_published"), _text(item, "date_modified")
    draft.set_instant("firstcreated", published)
    draft.set_instant("versioncreated", modified or published)
    people = _names(item)
    draft.set("byline", ", ".join(people))
    draft.add_credit(*_names(frame), _text(frame, "title"), *people)
    draft.set_language(_text(item, "language") or _text(frame, "language"))
    tags = item.get("tags")
    for tag in tags if isinstance(tags, list) else []:
        draft.add("keywords", tag if isinstance(tag, str) else None)
    draft.paragraphs = _paragraphs(item)
    original = whole if whole is not None else dump({**frame, "items": [item]})
    return draft.document(MEDIA_TYPE, original, canonical=piece, what="the item")


def _paragraphs(item: Mapping[str, Any]) -> list[str]:
    for name in ("content_html", "content_text", "summary"):
        if text := item.get(name):
            if isinstance(text, str) and name == "content_html":
                found = paragraphs(parse_html(text))
            else:
                found = (
                    [line for line in map(plain, text.split("\n\n")) if line] if isinstance(text, str) else []
                )
            if found:
                return found
    return []


def _names(value: Mapping[str, Any]) -> list[str]:
    """The names of ``authors`` (1.1) or of ``author`` (1.0)."""
    people = value.get("authors") or [value.get("author")]
    found = people if isinstance(people, list) else []
    return [name for each in found if isinstance(each, Mapping) and (name := _text(each, "name"))]


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return plain(found) if isinstance(found, str) else ""
