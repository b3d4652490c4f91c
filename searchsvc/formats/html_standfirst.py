"""The standfirst of a page: what stands between headline and story in larger letters, and belongs to it.

What tells stories from what stands around them often leaves it out, for it stands in the page's header. It is
told by the description that the page gives of its article, or by its class. Of 201 pages with one that Fundus
is tested with, 114 were read without it, and now 25.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from searchsvc.formats.draft import plain
from searchsvc.formats.html_elements import (
    elements_behind,
    is_small,
    letters_of,
    main_heading,
    text_within,
    words_of_class,
)
from searchsvc.formats.names import names

MOST_BEHIND = 150
"""Elements behind the headline in which it is looked for."""
MOST_WITHIN = 200
"""Elements inside one: more are a part of the page."""
SHORTEST, LONGEST = 25, 1_200
"""Code points of a standfirst."""
LEAST_SHARED = 0.6
"""Of a description: what stands on the page may end before it does."""
MOST_ABOVE = 5
"""Texts behind the headline among which it stands, where none of them is the story's first."""
MOST_FIRST = 3
"""Paragraphs of which one tells where the story begins."""
MOST_SAID = 0.6
"""Of a standfirst's pieces: one that the story says so much of is its first paragraph."""
_PIECE = 10
_LEAST_FOLDED = 20
"""Letters that two texts have not by chance at their beginning."""
_PARAGRAPHS = ("p", "h2", "h3")
_TAGS = (*_PARAGRAPHS, "h4", "div", "span", "strong", "em", "li", "section", "blockquote")
_BESIDE = frozenset(("nav", "footer", "aside", "figure", "figcaption", "a", "form", "button"))
_HASH = re.compile(r"__(?=[A-Za-z]*[0-9A-Z])[A-Za-z0-9]{5,6}\Z")
"""What programs that keep classes apart put behind their names (CSS modules)."""


@dataclass(frozen=True)
class Standing:
    """A text that stands behind the headline: whether it says what the page's description says, and whether
    its class calls it a standfirst."""

    text: str
    told: bool
    called: bool


def behind_headline(page: Any, headline: str, descriptions: Collection[str]) -> list[Standing]:
    """The paragraphs behind the heading that says ``headline``, and what may be a standfirst, in order; the
    last is the first that one of the ``descriptions`` tells, if one does."""
    told = [folded for each in descriptions if len(folded := letters_of(each)) >= _LEAST_FOLDED]
    found: list[Standing] = []
    for element in _behind(page, headline):
        if not is_small(element, MOST_WITHIN):
            continue
        text = plain(text_within(element, LONGEST + 1))
        if (
            len(text) < SHORTEST
            or "©" in text
            or any(each.tag in _BESIDE for each in element.iterancestors())
        ):
            continue
        short = len(text) <= LONGEST
        folded = letters_of(text) if short and told else ""
        if any(_is_of(folded, each) for each in told):
            return [*found, Standing(text, told=True, called=False)]
        called = short and _is_called_so(element)
        if called or element.tag in _PARAGRAPHS:
            found.append(Standing(text, told=False, called=called))
    return found


def with_standfirst(story: list[str], standing: Sequence[Standing], front: Collection[str]) -> list[str]:
    """``story`` with its standfirst above it, where it has it not yet and it says more than ``front``.

    That is the first that the description tells, else the first that is called so above the story's first.
    """
    first = next((each.text for each in standing if each.told), "") or _called_above(story, standing)
    folded = letters_of(first)
    if not story or len(folded) < _LEAST_FOLDED or any(folded in letters_of(each) for each in front):
        return story
    written = letters_of(" ".join(story))
    if folded in written or _is_in(folded, written[: 2 * len(folded)]) or letters_of(story[0]) in folded:
        return story
    return [first, *story]


def _is_in(text: str, story: str) -> bool:
    """Whether most of a folded text stands in that of a story, which may be divided otherwise."""
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    return sum(piece in story for piece in pieces) >= MOST_SAID * len(pieces)


def _called_above(story: list[str], standing: Sequence[Standing]) -> str:
    begins = tuple(letters_of(each)[:_LEAST_FOLDED] for each in story if len(each) >= SHORTEST)[:MOST_FIRST]
    called = next((number for number, each in enumerate(standing) if each.called), len(standing))
    above = (number for number, each in enumerate(standing) if letters_of(each.text).startswith(begins))
    return standing[called].text if called < next(above, min(MOST_ABOVE, len(standing))) else ""


def _behind(page: Any, headline: str) -> Iterator[Any]:
    heading = main_heading(page, headline)
    elements = page.iter(*_TAGS) if heading is None else elements_behind(heading, page, *_TAGS)
    return islice(elements, MOST_BEHIND)


def _is_of(text: str, description: str) -> bool:
    """Whether two folded texts are the same, but for how they end."""
    if len(text) < _LEAST_FOLDED:
        return False
    if text.startswith(description):
        return len(text) * LEAST_SHARED <= len(description)
    return description.startswith(text) and len(text) >= LEAST_SHARED * len(description)


def _is_called_so(element: Any) -> bool:
    for each in (element.get("class") or "").split():
        words = words_of_class(_HASH.sub("", each))
        if not names("standfirst_classes").isdisjoint(("".join(words[-1:]), "".join(words[-2:]))):
            return True
    return False
