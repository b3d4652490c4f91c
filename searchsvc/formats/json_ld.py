"""What a page says of its article in JSON-LD, in the words of schema.org: text of scripts -> properties.

Source: JSON-LD 1.1 (W3C, 2020), embedded in HTML; schema.org/NewsArticle. Only what pages write is read:
objects, lists, ``@graph`` and references by ``@id`` inside the page. No context is ever fetched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from searchsvc.formats.names import names

MAX_SCRIPT = 2_000_000
"""Code points of one script."""
MAX_OBJECTS = 2_000
MAX_DEPTH = 8
"""Objects inside objects; articles stand up to three deep."""

_ARTICLES = names("article_types")
_CONTROLS = re.compile(r"[\x00-\x1f]")
_WRAPPING = re.compile(
    r"\A\s*(?:<!--|/[/*]\s{0,5}<!\[CDATA\[(?:\s{0,5}\*/)?|<!\[CDATA\[)|(?:-->|(?:/[/*]\s{0,5})?\]\]>(?:\s{0,5}\*/)?)\s*\Z"
)


class LinkedData:
    """The objects of a page's scripts."""

    def __init__(self, scripts: list[str]) -> None:
        self._objects: list[Mapping[str, Any]] = []
        self._by_id: dict[str, Mapping[str, Any]] = {}
        for script in scripts:
            self._collect(_loaded(script), 0)

    def _collect(self, value: Any, depth: int) -> None:
        if depth > MAX_DEPTH or len(self._objects) >= MAX_OBJECTS:
            return
        if isinstance(value, list):
            for each in value:
                self._collect(each, depth + 1)
        elif isinstance(value, Mapping):
            self._objects.append(value)
            name = value.get("@id")
            if isinstance(name, str) and len(value) > 1:
                self._by_id.setdefault(name, value)
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
                self._collect(value.get(key), depth + 1)

    def article(self) -> Mapping[str, Any]:
        """The properties of the article that the page is: the first that has a headline; else none."""
        found = [each for each in self._objects if _types(each) & _ARTICLES]
        return next((each for each in found if text_of(each.get("headline"))), found[0] if found else {})

    def names(self, value: Any, *keys: str) -> list[str]:
        """The names of people or organisations that a property's value stands for."""
        found = []
        for each in _members(value):
            if isinstance(each, Mapping):
                known = {**self._by_id.get(str(each.get("@id")), {}), **each}
                each = next((known[key] for key in (*keys, "name", "byline") if known.get(key)), None)
            found += [text for one in _members(each) if (text := text_of(one)) and "://" not in text]
        return found


def strings(value: Any) -> list[str]:
    """The words of a property that is a list, or one string with commas."""
    found = []
    for each in _members(value):
        text = text_of(each.get("name") if isinstance(each, Mapping) else each)
        found += [word.strip() for word in text.split(",")] if isinstance(value, str) else [text]
    return [word for word in found if word]


def text_of(value: Any) -> str:
    """A property's value as text; of several the first; empty where it is none."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = value.get("@value")
    return html.unescape(value).strip() if isinstance(value, str) else ""


def _members(value: Any) -> Iterator[Any]:
    yield from (value[:100] if isinstance(value, list) else [value])


def _types(value: Mapping[str, Any]) -> set[str]:
    kinds = value.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {kind.lower().rpartition("/")[2] for kind in kinds if isinstance(kind, str)}


def _loaded(script: str) -> Any:
    """The JSON of a script, as pages write it; None where it is none."""
    if len(script) > MAX_SCRIPT:
        return None
    bare = _WRAPPING.sub("", script)
    for text in (bare, _CONTROLS.sub(" ", bare)):
        try:
            return orjson.loads(text)
        except (orjson.JSONDecodeError, UnicodeEncodeError):
            continue
    return None
