"""Answers of the Associated Press's Media API, feeds and single items: bytes -> a document for each item.

Item by item they are close to ninjs 1.x, and are put into it. Source: https://developer.ap.org/ap-media-api/,
"Feeds and linked content", "Content metadata fields". The text of a story stands in another file, its NITF
rendition, which is not fetched: an item alone is its headline and summary, a picture its caption.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from searchsvc.errors import InputError, UnreadableError
from searchsvc.formats import ninjs
from searchsvc.formats.article_json import dump, parse
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.draft import read_country
from searchsvc.formats.fields import TAKEN_BACK
from searchsvc.formats.format import Head
from searchsvc.formats.json_items import check_count, envelope_of

MEDIA_TYPE = "application/x-ap-media+json"
"""Ours: the API sends ``application/json``."""

_WITHOUT_MEANING = ("altids", "located", "datelinelocation", "description_creditline", "renditions", "links")
"""Properties that mean something else than in ninjs, or are read apart."""
_SUMMARIES = ("description_caption", "description_summary", "body_nitf", "body_xhtml", "body_text")


def recognises(head: Head) -> bool:
    """By the names with which its answers begin and in which its items stand."""
    start = head.start
    return start[:1] == b"{" and b'"api_version"' in start[:2048] and b'"data"' in start


def read(data: bytes, charset: str | None = None) -> Iterator[Document | Refusal]:
    """An article for each item; one that is none is a Refusal with its number.

    Raises InputError where the JSON cannot be read, UnreadableError where there are no items,
    TooLargeError where there are too many.
    """
    answer = parse(data, charset=charset)
    inside = answer.get("data") if isinstance(answer, Mapping) else None
    entries = _entries(inside) if isinstance(inside, Mapping) else []
    if not isinstance(inside, Mapping) or not entries:
        raise UnreadableError("there is no item in the answer of the AP Media API; send one with data.items")
    check_count(entries)
    outer, inner = envelope_of(answer, "data"), envelope_of(inside, "items", "item")
    for number, entry in enumerate(entries, start=1):
        alone = b""
        try:
            alone = dump({**outer, "data": {**inner, "items": [entry]}})
            yield _document(entry, alone if len(entries) > 1 else data)
        except InputError as error:
            located = type(error)(f"item {number}: {error}", problems=error.problems)
            yield Refusal(None, located, alone)


def _entries(inside: Mapping[str, Any]) -> list[Any]:
    items = inside.get("items")
    return items if isinstance(items, list) else [inside] if "item" in inside else []


def _document(entry: Any, original: bytes) -> Document:
    item = entry.get("item") if isinstance(entry, Mapping) else None
    if not isinstance(item, Mapping):
        raise InputError("it has no item")
    named = any(_text(item, name) for name in ("headline", "title"))
    if not named and _text(item, "pubstatus") not in TAKEN_BACK:
        raise UnreadableError("it has no headline; there is no article in it")
    converted = _as_ninjs(item)
    document = ninjs.read_object(converted, original=original, canonical=ninjs.canonical(converted))
    warnings = list(document.warnings)
    if _text(item, "type") == "text" and not any(_text(item, name) for name in _SUMMARIES[2:]):
        where = item.get("renditions")
        nitf = where.get("nitf") if isinstance(where, Mapping) else None
        address = _text(nitf, "href") if isinstance(nitf, Mapping) else ""
        warnings.append(f"its text stands in its NITF, which is not fetched; send that too: {address[:500]}")
    return replace(document, media_type=MEDIA_TYPE, warnings=tuple(warnings))


def _as_ninjs(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item in the words of ninjs 1.x."""
    kept = {name: value for name, value in item.items() if name not in _WITHOUT_MEANING}
    # What follows the address says through which feed it came, and which version it is.
    kept["uri"] = _text(item, "uri").partition("?")[0] or None
    kept["byline"] = _byline(item)
    kept["dateline"] = _dateline(item)
    kept["usageterms"] = " ".join(_strings(item.get("usageterms")))
    sources = item.get("infosource")
    named = sources if isinstance(sources, list) else []
    kept["infosource"] = [*named, _text(item, "description_creditline"), _text(item, "provider")]
    return kept


def _byline(item: Mapping[str, Any]) -> str:
    """``bylines`` of a story; who took a picture."""
    people = item.get("bylines")
    people = people if isinstance(people, list) else []
    found = [_text(each, "by") for each in people if isinstance(each, Mapping)]
    photographer = item.get("photographer")
    if not found and isinstance(photographer, Mapping):
        found = [_text(photographer, "name")]
    return "; ".join(each for each in found if each)


def _dateline(item: Mapping[str, Any]) -> dict[str, Any]:
    """``located`` is how the dateline is written, ``datelinelocation`` what it means."""
    place = item.get("datelinelocation")
    place = place if isinstance(place, Mapping) else {}
    found: dict[str, Any] = {"text": _text(item, "located"), "city": _text(place, "city")}
    found["country"] = read_country(_text(place, "countrycode"))
    shape = place.get("geometry_geojson")
    point = shape.get("coordinates") if isinstance(shape, Mapping) else None
    if isinstance(point, list) and len(point) == 2 and found["city"]:
        found["lon"], found["lat"] = point
    return found


def _strings(value: Any) -> list[str]:
    members = value if isinstance(value, list) else [value]
    return [each for each in members if isinstance(each, str)]


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return found.strip() if isinstance(found, str) else ""
