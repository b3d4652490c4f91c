"""What a page says of its article in JSON-LD, in the words of schema.org: text of scripts -> properties.

Source: JSON-LD 1.1 (W3C, 2020), embedded in HTML; schema.org/NewsArticle. Only what pages write is read:
objects, lists, ``@graph`` and references by ``@id`` inside the page. No context is ever fetched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import orjson

from searchsvc.formats.draft import plain
from searchsvc.formats.names import names

MAX_SCRIPT = 2_000_000
"""Code points of one script."""
MAX_OBJECTS = 2_000
MAX_DEPTH = 8
"""Objects inside objects; articles stand up to three deep."""

_ARTICLES = names("article_types")
_CONTROLS = re.compile(r"[\x00-\x1f]")
_LAST_COMMA = re.compile(r",[ ]{0,200}([}\]])")
"""Before the end of an object or a list, where JSON admits none and pages write one."""
_WRAPPING = re.compile(
    r"\A\s*(?:<!--|/[/*]\s{0,5}<!\[CDATA\[(?:\s{0,5}\*/)?|<!\[CDATA\[)|(?:-->|(?:/[/*]\s{0,5})?\]\]>(?:\s{0,5}\*/)?)\s*\Z"
)


class LinkedData:
    """The objects of a page's scripts, and behind them ``items`` of its microdata."""

    def __init__(self, scripts: list[str], items: Sequence[Mapping[str, Any]] = ()) -> None:
        self._objects: list[Mapping[str, Any]] = []
        self._by_id: dict[str, Mapping[str, Any]] = {}
        for script in scripts:
            self._collect(_loaded(script), 0)
        self._objects += items[: MAX_OBJECTS - len(self._objects)]

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

    def article(self, addresses: Collection[str] = (), titles: Collection[str] = ()) -> Mapping[str, Any]:
        """The properties of the article that the page is: of those with a headline the one that has an
        address of the page, else one of its ``titles`` for a headline, else the first; else none."""
        found = [each for each in self._objects if _types(each) & _ARTICLES]
        with_headline = [each for each in found if text_of(each.get("headline"))]
        own = {_bare(address) for address in addresses}
        called = {title.casefold() for title in titles}
        ranked = (
            *(each for each in with_headline if own & {_bare(one) for one in addresses_of(each)}),
            *(each for each in with_headline if plain(text_of(each.get("headline"))).casefold() in called),
            *with_headline,
            *found,
        )
        return next(iter(ranked), {})

    def publisher(self) -> list[str]:
        """The names of the organisation or the site that the page says it is of."""
        kinds = names("publisher_types")
        return [
            name
            for each in self._objects
            if _types(each) & kinds and (name := text_of(each.get("name"))) and "://" not in name
        ][:1]

    def names(self, value: Any, *keys: str) -> list[str]:
        """The names of people or organisations that a property's value stands for."""
        found = []
        for each in _members(value):
            if isinstance(each, Mapping):
                known = {**self._by_id.get(str(each.get("@id")), {}), **each}
                each = next((known[key] for key in (*keys, "name", "byline") if known.get(key)), None)
            found += [text for one in _members(each) if (text := text_of(one)) and "://" not in text]
        return found


def addresses_of(article: Mapping[str, Any]) -> list[str]:
    """The addresses of an article, its own before that of its page."""
    main = article.get("mainEntityOfPage")
    main = main[0] if isinstance(main, list) and main else main
    named = (main.get("@id") or main.get("url")) if isinstance(main, Mapping) else main
    return [text for each in (article.get("url"), named, article.get("@id")) if (text := text_of(each))]


def live_updates(article: Mapping[str, Any]) -> str:
    """The text of a live blog: its updates, each below its headline, in the order in which they are given."""
    parts = []
    for each in _members(article.get("liveBlogUpdate")):
        if isinstance(each, Mapping):
            parts += [text_of(each.get("headline")), text_of(each.get("articleBody"))]
    return "\n".join(part for part in parts if part)


def is_for_free(article: Mapping[str, Any]) -> bool:
    """Whether the page lets everybody read the story, as far as it says."""
    value = article.get("isAccessibleForFree")
    return value is not False and text_of(value).lower().rpartition("/")[2] not in ("false", "no")


def _bare(address: str) -> str:
    """An address without what two that mean the same page differ in."""
    host = address.partition("#")[0].partition("://")[2]
    return host.removeprefix("www.").rstrip("/").lower()


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
    if bare.lstrip("[{ \r\n\t").startswith("&quot;"):
        bare = html.unescape(bare)
    tidy = _CONTROLS.sub(" ", bare)
    for text in (bare, tidy, _LAST_COMMA.sub(r"\1", tidy)):
        try:
            return orjson.loads(text)
        except (orjson.JSONDecodeError, UnicodeEncodeError):
            continue
    return None
