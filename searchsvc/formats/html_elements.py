"""Elements of a page: their text, what their classes call them, its headline, and what stands behind that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

MOST_HEADINGS = 50
LONGEST_HEADING = 2_000
"""Code points."""
_APART = re.compile(r"[^a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


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


def letters_of(text: str) -> str:
    """The letters and digits of ``text``, folded: what two texts have that differ in case and marks alone."""
    return "".join(filter(str.isalnum, text.casefold()))


def words_of_class(name: str) -> list[str]:
    """The words of a class or an id, in lower case: "storyDate", "story__date" and "story-date2" have two."""
    return [word for word in _APART.split(_CAMEL.sub("-", name).lower()) if word]


def heading_saying(page: Any, headline: str) -> Any | None:
    """The heading of the first two levels that says ``headline``, but for case and marks."""
    wanted = letters_of(headline)
    if not wanted:
        return None
    headings = islice(page.iter("h1", "h2"), MOST_HEADINGS)
    return next((each for each in headings if letters_of(text_within(each, LONGEST_HEADING)) == wanted), None)


def main_heading(page: Any, headline: str) -> Any | None:
    """The heading that says ``headline``, else the first of the first level."""
    heading = heading_saying(page, headline)
    return next(iter(page.iter("h1")), None) if heading is None else heading


def elements_behind(heading: Any, page: Any, *tags: str) -> Iterator[Any]:
    """The elements of ``tags`` that begin behind ``heading``, those within it among them."""
    passed = False
    for each in page.iter(heading.tag, *tags):
        if passed and each.tag in tags:
            yield each
        passed = passed or each is heading
