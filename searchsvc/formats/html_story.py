"""The story of a page: its paragraphs, told from what stands around them."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Mapping
from typing import Any

import lxml.html
import trafilatura

from searchsvc.formats.blocks import paragraphs
from searchsvc.formats.draft import plain
from searchsvc.formats.html_byline import without_by
from searchsvc.formats.html_elements import letters_of, text_within
from searchsvc.formats.html_standfirst import behind_headline, with_standfirst
from searchsvc.formats.json_ld import live_updates, text_of
from searchsvc.formats.soup import parse_html

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
"""That it finds no story is answered by who asked; its message names neither page nor file."""

SHORT = 0.5
"""Of the text in the metadata: a story that is shorter was not found where it stands."""
SHORT_LIVE = 0.2
"""The same of a live blog's updates: of the pages that Fundus is tested with, one shows a third of them."""
MOST_LOST = 1_500
LEAST_FOUND = 0.3
"""Code points of a story, and its share of its page's paragraphs, below which it was not found: of 257
pages that Fundus is tested with, three have a sixth and less, the others of that size more than half."""
MOST_GIVEN = 0.85
"""Of the text in the metadata: a story with less may lack paragraphs, if one found less precisely has
about as much as the metadata."""
MAX_TEASER = 3_000
"""Code points of a link with paragraphs in it: a longer one was not closed, and has the story in it."""
LEAST_OF_A_CELL = 200
"""Code points of a story that is told by its size alone."""
MOST_FRONT = 6
"""Paragraphs above the story among which are those that say again what the head of the page says."""
LONGEST_RUBRIC = 60
"""Code points of what may stand above one of those, or says when."""
MOST_OF_HEADLINE = 1.7
"""Of a headline with a rubric in front of it."""
LEAST_OF_DATE = 5
LEAST_DIGITS = 0.35
"""Of the letters and digits of a line that says when ("Stand: 22.04.2024, 06:00 Uhr"), and how many."""
LONGEST_BYLINE = 120
MOST_BELOW = 2
SHORTEST_LINK = 30
"""Code points of a line that is a link: shorter are names, and items of a list of them."""
LEAST_LINKED = 0.8
"""Of such a line; "Read also:" stands before the link."""
_STOPS = frozenset(".!。！")
_MAIL = re.compile(r"\(?[\w.+-]{1,64}@[\w.-]{3,255}\)?")
_BESIDE = frozenset(("nav", "footer", "aside", "header", "form", "a"))
_BLOCKS = frozenset(("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "ul", "ol"))


def story_of(
    page: Any,
    article: Mapping[str, Any],
    front: Collection[str],
    byline: str,
    descriptions: Collection[str] = (),
) -> list[str]:
    """The story's paragraphs: from the page, else as the metadata have them.

    ``front``: headline, headings and the site's name, which are left out above the story, as ``byline``
    is. ``descriptions`` tell its standfirst. Changes ``page``.
    """
    headline = next(iter(front), "")
    standing = behind_headline(page, headline, descriptions)
    _take_out_teasers(page)
    _take_out_links(page)
    body = text_of(article.get("articleBody"))
    lines = _found(page, len(body)) or _largest_cell(page)
    story = with_standfirst(_without_front(_without_end(lines), front, byline), standing, front)
    least = SHORT
    if not body:
        # What a live blog shows is its story, though it keeps more of what it said before.
        body, least = live_updates(article), SHORT_LIVE
    if len(" ".join(story)) < least * len(body):
        given = paragraphs(parse_html(body)) if "<" in body else [plain(line) for line in body.split("\n")]
        given = [each for each in given if each]
        if len(" ".join(story)) < least * len(" ".join(given)):
            return given
    return story


def _found(page: Any, given: int) -> list[str]:
    """The paragraphs that trafilatura finds, precise rather than whole; whole, where that has next to nothing
    of what stands on the page, or where the text in the metadata, of length ``given``, says so."""
    text = _extracted(page, precise=True)
    lost = len(text) < MOST_LOST and len(text) < LEAST_FOUND * _written(page)
    if lost or len(text) < MOST_GIVEN * given:
        whole = _extracted(page, precise=False)
        # It may be the metadata's text itself, without its paragraphs.
        if "\n" in whole and (lost or abs(len(whole) - given) < (1 - MOST_GIVEN) / 2 * given):
            text = whole
    return [line for line in map(plain, text.split("\n")) if line]


def _extracted(page: Any, *, precise: bool) -> str:
    found = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=False, with_metadata=False, favor_precision=precise
    )
    return getattr(found, "text", None) or ""


def _written(page: Any) -> int:
    """Code points of the page's paragraphs that stand in no menu, form, note or link."""
    return sum(
        len(text_within(each, MAX_TEASER))
        for each in page.iter("p")
        if not any(above.tag in _BESIDE for above in each.iterancestors())
    )


def _take_out_teasers(page: Any) -> None:
    """Links that have whole paragraphs or headings in them lead to other stories, and show how they begin."""
    for link in list(page.iter("a")):
        if not link.get("href") or link.getparent() is None:
            continue
        if not any(each.tag in _BLOCKS for each in link.iterdescendants()):
            continue
        if len(text_within(link, MAX_TEASER + 1)) <= MAX_TEASER:
            # It stays, empty: to join what stands around each takes the square of their number.
            del link[:]
            link.text = None


def _take_out_links(page: Any) -> None:
    """Paragraphs and items that are a link and no sentence lead to other stories ("Read also: ...")."""
    for each in list(page.iter("p", "li")):
        link = next(each.iter("a"), None)
        if link is None or not link.get("href"):
            continue
        linked = len(plain(text_within(link, MAX_TEASER)))
        if linked < LEAST_LINKED * SHORTEST_LINK:
            continue
        text = plain(text_within(each, MAX_TEASER))
        if len(text) >= SHORTEST_LINK and linked >= LEAST_LINKED * len(text) and text[-1] not in _STOPS:
            del each[:]
            each.text = None


def _largest_cell(page: Any) -> list[str]:
    """The paragraphs of the cell with most text that is no link, in a page that is laid out as a table."""
    cells = [each for each in page.iter("td") if next(each.iter("table"), None) is None]
    sizes = [_unlinked(cell) for cell in cells]
    if not cells or max(sizes) < LEAST_OF_A_CELL:
        return []
    best = cells[sizes.index(max(sizes))]
    return paragraphs(parse_html(lxml.html.tostring(best, encoding="unicode", with_tail=False)))


def _unlinked(cell: Any) -> int:
    text = sum(map(len, cell.itertext()))
    return text - sum(len(piece) for link in cell.iter("a") for piece in link.itertext())


def _without_front(story: list[str], front: Collection[str], byline: str) -> list[str]:
    """The story without what repeats the head of its page: headline, byline, site and date, and rubrics above
    one of them."""
    known = {letters for each in front if (letters := letters_of(each))}
    headline = letters_of(next(iter(front), ""))
    begins = 0
    for number, text in enumerate(story[: min(MOST_FRONT, len(story) - 1)]):
        if _is_front(text, known, headline, byline):
            begins = number + 1
        elif len(text) > LONGEST_RUBRIC:
            break
    return story[begins:]


def _without_end(story: list[str]) -> list[str]:
    """The story without addresses for mail below it, which an agency's last line may follow."""
    last = max(1, len(story) - MOST_BELOW)
    return story[:last] + [each for each in story[last:] if not _MAIL.fullmatch(each)]


def _is_front(text: str, known: Collection[str], headline: str, byline: str) -> bool:
    letters = letters_of(text)
    if letters in known:
        return True
    if byline and len(text) <= LONGEST_BYLINE and _names_it(text, byline):
        return True
    if headline and letters.endswith(headline) and len(letters) <= MOST_OF_HEADLINE * len(headline):
        return True
    digits = sum(map(str.isdigit, letters))
    return len(text) <= LONGEST_RUBRIC and digits >= LEAST_OF_DATE and digits > LEAST_DIGITS * len(letters)


def _names_it(text: str, byline: str) -> bool:
    """Whether a line is the byline, or begins as one and has it in it ("Von Ann Lee, Oslo")."""
    bare = without_by(text)
    return letters_of(bare) == letters_of(byline) or (bare != text and letters_of(byline) in letters_of(bare))
