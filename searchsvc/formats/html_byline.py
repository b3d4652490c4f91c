"""Who wrote the story of a page, as it stands on the page: where no metadata say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from searchsvc.formats.draft import plain
from searchsvc.formats.html_elements import (
    elements_behind,
    is_small,
    main_heading,
    text_within,
    words_of_class,
)
from searchsvc.formats.names import names

LEAST_OF_A_SITE = 3
"""Letters of a site's name."""
MOST_WITHIN = 60
"""Elements inside one that says who wrote the story, or when."""
MOST_BELOW = 150
"""Elements below the headline among which a byline is looked for."""
MOST_WORDS = 12
LONGEST = 100
"""Code points of a byline; longer is a biography."""


def byline_on(page: Any, headline: str = "") -> str:
    """Who wrote it, as it stands between the heading that says ``headline`` and the story; else the first
    link to an author, else the first element that its class says to be a byline."""
    classes = names("byline_classes")
    linked = (each for each in page.iter("a", "link") if "author" in (each.get("rel") or "").lower().split())
    classed = (
        each
        for each in page.iter("p", "span", "div", "address", "a", "li")
        if any(part in classes for name in (each.get("class") or "").lower().split() for part in _parts(name))
    )
    for element in _above_story(page, headline):
        if _is_called_a_byline(element) and (found := _names_in(element)) and _is_of_people(found):
            return found
    return next((found for each in (*linked, *classed) if (found := _names_in(each))), "")


def _names_in(element: Any) -> str:
    if not is_small(element, MOST_WITHIN):
        return ""
    text = without_by(plain(text_within(element, 10 * LONGEST))).strip(" |,·•")
    named = 2 < len(text) <= LONGEST and any(map(str.isalpha, text)) and "://" not in text and "@" not in text
    return text if named else ""


def _is_of_people(text: str) -> bool:
    """Whether a text may be names: no digits, as dates have, no end of a sentence, not many words."""
    return not any(map(str.isdigit, text)) and text[-1] not in "?!:" and len(text.split()) <= MOST_WORDS


def _above_story(page: Any, headline: str) -> Iterator[Any]:
    """The elements between the heading and the first long paragraph."""
    heading = main_heading(page, headline)
    if heading is None:
        return
    for each in islice(elements_behind(heading, page, "p", "span", "div", "address", "a", "li"), MOST_BELOW):
        if each.tag == "p" and len(text_within(each, 200)) >= LONGEST + 50:
            return
        yield each


def _is_called_a_byline(element: Any) -> bool:
    """By ``rel`` or microdata, by a part of its class, or by the address of a page about an author."""
    if "author" in f"{element.get('rel') or ''} {element.get('itemprop') or ''}".lower().split():
        return True
    for each in (element.get("class") or "").split():
        parts = words_of_class(each)
        if (
            "byline" in parts
            or parts[-1:] == ["author"]
            or parts[-1:] == ["authors"]
            or parts[-2:] == ["author", "name"]
        ):
            return True
    folders = (element.get("href") or "").lower().split("/")[:-1]
    return element.tag == "a" and not names("author_folders").isdisjoint(folders)


def is_nobody(name: str, sites: Iterable[str]) -> bool:
    """Whether an author is an address for mail, or the site itself, whose name may be cut short."""
    if "@" in name:
        return True
    letters = _letters(name)
    return any(
        min(len(letters), len(other)) >= LEAST_OF_A_SITE
        and (letters.startswith(other) or other.startswith(letters))
        for other in map(_letters, sites)
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text)).casefold()


def _parts(name: str) -> tuple[str, ...]:
    """A class, and the block of one that is written block__element (BEM)."""
    return name, name.partition("__")[0]


def without_by(text: str) -> str:
    """A byline without the words in front of the names."""
    words = text.split(" ")
    while len(words) > 1 and words[0].lower() in names("by_words"):
        words = words[1:]
    return " ".join(words)
