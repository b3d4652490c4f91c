"""Who wrote the story of a page, as it stands on the page: where no metadata say it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from searchsvc.formats.draft import plain
from searchsvc.formats.names import names

LEAST_OF_A_SITE = 3
"""Letters of a site's name."""
MOST_WITHIN = 60
"""Elements inside one that says who wrote the story, or when."""
LONGEST = 100
"""Code points of a byline; longer is a biography."""


def byline_on(page: Any) -> str:
    """The first link to an author, else the first element that its class says to be a byline."""
    linked = (each for each in page.iter("a", "link") if "author" in (each.get("rel") or "").lower().split())
    classes = names("byline_classes")
    classed = (
        each
        for each in page.iter("p", "span", "div", "address", "a", "li")
        if any(part in classes for name in (each.get("class") or "").lower().split() for part in _parts(name))
    )
    for element in (*linked, *classed):
        if not is_small(element, MOST_WITHIN):
            continue
        text = without_by(plain(text_within(element, 10 * LONGEST)))
        if 2 < len(text) <= LONGEST and any(map(str.isalpha, text)) and "://" not in text:
            return text
    return ""


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


def text_within(element: Any, limit: int) -> str:
    """The text of ``element``, at most ``limit`` code points, without looking at more."""
    found, size = [], 0
    for piece in element.itertext():
        found.append(piece[: limit - size])
        size += len(found[-1])
        if size >= limit:
            break
    return "".join(found)


def is_small(element: Any, most: int) -> bool:
    """Whether an element has at most ``most`` others in it, without counting more."""
    return sum(1 for _ in islice(element.iter(), most + 1)) <= most


def _parts(name: str) -> tuple[str, ...]:
    """A class, and the block of one that is written block__element (BEM)."""
    return name, name.partition("__")[0]


def without_by(text: str) -> str:
    """A byline without the words in front of the names."""
    words = text.split(" ")
    while len(words) > 1 and words[0].lower() in names("by_words"):
        words = words[1:]
    return " ".join(words)
