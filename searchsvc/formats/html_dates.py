"""When a page was published: the forms in which pages write it, and where on the page it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from searchsvc.article import format_instant
from searchsvc.formats.draft import plain, read_instant
from searchsvc.formats.html_byline import MOST_WITHIN
from searchsvc.formats.html_elements import (
    elements_behind,
    heading_saying,
    is_small,
    text_within,
    words_of_class,
)
from searchsvc.formats.names import names, wire_codes

LONGEST = 100
"""Code points of a date in words, with the day of the week and what stands in front ("Published: ...")."""
LONGEST_LINE = 60
"""Code points of a line that says when, and little else."""
LEAST_OF_A_STORY = 100
"""Code points of the paragraph with which a story begins."""
MOST_READ = 300
"""Elements of a kind whose text is looked at."""
MOST_BELOW = 60
"""Elements below a headline among which such a line is looked for."""
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?)\s?(Z|[+-]\d\d:?\d\d)?")
_IN_NUMBERS = re.compile(
    r"(\d{4})\s?[/.年]\s?(\d{1,2})\s?[/.月]\s?(\d{1,2})(?:\s?日)?(?:\s{0,3}(\d\d:\d\d(?::\d\d)?))?", re.A
)
_SINCE_1970 = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
_RFC_5322 = re.compile(
    r"[0-9]{1,2} [A-Za-z]{3} [0-9]{4} [0-9]{2}:[0-9]{2}(?::[0-9]{2})? (?:[+-][0-9]{4}|[A-Z]{1,4})"
)
_CTIME = re.compile(
    r"([A-Z][a-z]{2}) ([0-9]{1,2}) (?:([0-9]{4}) )?([0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"(?: (?=[A-Z+-])([A-Z]{1,5})?([+-][0-9]{4})?)?(?: \([^()]{1,40}\))?(?: ([0-9]{4}))?"
)
"""As programs print it: "Fri Apr 28 19:20:36 CEST 2023", "Fri Apr 28 2023 19:20:36 GMT+0200 (CEST)"."""
_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b", re.A)
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s(?:de\s)?([^\W\d_]{3,20})\.?,?\s(?:de\s)?(\d{4})\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,20})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})\b")
_CLOCK = re.compile(r"\b(\d{1,2})[:.h](\d\d)(?![.\d]\d)(?:\s?([ap])\.?m\b)?", re.I)


def read_date(text: str, language: str | None = None) -> str:
    """A date and time in the form of RFC 3339, from the forms in which pages write it; else as it is.

    With a space or without an offset, with slashes, dots or the signs of East Asia, by RFC 5322, in seconds
    or milliseconds since 1970, as programs print it, with dots behind the day, in words of ``language`` or
    English. No offset means UTC.
    """
    text = plain(text[: 10 * LONGEST])
    if _SINCE_1970.fullmatch(text):
        return format_instant(datetime.fromtimestamp(int(text[:10]), UTC))
    if found := _IN_NUMBERS.match(text):
        year, month, day, clock = found.groups()
        text = f"{year}-{int(month):02}-{int(day):02}T{clock or '00:00'}"
    if found := _DATE.search(text):
        return f"{found[1]}T{found[2]}{found[3] or 'Z'}"
    if found := _RFC_5322.search(text):
        try:
            return parsedate_to_datetime(found[0]).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            return text
    return _printed(text[:LONGEST]) or _in_words(text[:LONGEST], language) or text


def _printed(text: str) -> str:
    found = _CTIME.search(text)
    if found is None:
        return ""
    name, day, before, clock, zone, offset, behind = found.groups()
    month, year = _months("en").get(name.casefold()), before or behind
    offset = offset or wire_codes("zones").get(zone or "Z")
    if month is None or year is None or offset is None:
        return ""
    return f"{year}-{month:02}-{int(day):02}T{clock}{offset}"


def _in_words(text: str, language: str | None) -> str:
    if found := _DOTTED.search(text):
        day, number, year = found.groups()
        hour, minute = _clock(text[found.end() :])
        return f"{year}-{int(number):02}-{int(day):02}T{hour:02}:{minute}Z"
    if found := _DAY_FIRST.search(text):
        day, word, year = found.groups()
    elif found := _MONTH_FIRST.search(text):
        word, day, year = found.groups()
    else:
        return ""
    month = _months(language or "en").get(word.casefold()) or _months("en").get(word.casefold())
    if month is None:
        return ""
    hour, minute = _clock(text[found.end() :])
    return f"{year}-{month:02}-{int(day):02}T{hour:02}:{minute}Z"


def _clock(text: str) -> tuple[int, str]:
    found = _CLOCK.search(text)
    if found is None:
        return 0, "00"
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
    return hour, found[2]


@lru_cache(maxsize=64)
def _months(language: str) -> dict[str, int]:
    """The names of the months in ``language``, whole and cut short, from CLDR."""
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return {}
    found: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context=context, locale=locale).items():
                found.setdefault(name.rstrip(".").casefold(), number)
    return found


def date_on(page: Any, headline: str, language: str | None, title: str = "") -> str:
    """When the story says that it was published: the element that is marked as that, else the first ``time``
    in the article of the headline, behind the headline, or anywhere; else the date that the title has behind
    the headline; else one in words or numbers behind the headline, or anywhere, whose class says so; else
    one that stands alone between the headline and the story."""
    times = list(page.iter("time"))
    heading = heading_saying(page, headline)
    near = (*_inside(heading, "time"), *elements_behind(heading, page, "time")) if heading is not None else ()
    for each in islice((*_marked(page), *near, *times), MOST_READ):
        if found := _said(each, language, _VALUES):
            return found
    behind = plain(title.partition(headline)[2]) if headline else ""
    if (found := read_date(behind, language)) != behind:
        return found
    if heading is not None and (found := _written_behind(heading, page, language)):
        return found
    classes = names("date_classes")
    called = (
        each
        for each in page.iter("span", "p", "div", "li")
        if classes & set((each.get("class") or "").lower().split())
    )
    for each in islice(called, MOST_READ):
        if found := _said(each, language):
            return found
    return _alone_below(heading, page, language) if heading is not None else ""


_VALUES = ("datetime", "content", "title")
"""Attributes in which an element says what it means."""


def _marked(page: Any) -> Iterator[Any]:
    """The elements that say of themselves when it was published: in microdata, or in what was before it."""
    for each in page.iter("time", "abbr", "span", "meta", "p", "div", "li"):
        if (
            "datePublished" in (each.get("itemprop") or "").split()
            or (each.tag == "time" and each.get("pubdate") is not None)
            or (each.tag == "abbr" and "published" in (each.get("class") or "").split())
        ):
            yield each


def _said(element: Any, language: str | None, attributes: Iterable[str] = ()) -> str:
    """The date that an element gives, in the first of ``attributes`` that has one, else in its text."""
    written = [plain(element.get(name)) for name in attributes]
    text = _text(element)
    for each in (*written, text if len(text) <= LONGEST else ""):
        if each and read_instant(found := read_date(each, language)):
            return found
    return ""


def _text(element: Any) -> str:
    """The text of an element with few others in it; empty for a part of the page."""
    return plain(text_within(element, 2 * LONGEST)) if is_small(element, MOST_WITHIN) else ""


def _written_behind(heading: Any, page: Any, language: str | None) -> str:
    """The first date behind the heading that a part of a class, or of an id, says to be one."""
    called = (
        each for each in elements_behind(heading, page, "span", "p", "div", "li") if _is_called_a_date(each)
    )
    return next((found for each in islice(called, MOST_READ) if (found := _said(each, language))), "")


def _is_called_a_date(element: Any) -> bool:
    written = f"{element.get('class') or ''} {element.get('id') or ''}"
    return not names("date_parts").isdisjoint(words_of_class(written))


def _alone_below(heading: Any, page: Any, language: str | None) -> str:
    """A short line with a date between the heading and the first long paragraph, where the story begins."""
    for each in islice(
        elements_behind(heading, page, "span", "p", "div", "li", "em", "small", "td"), MOST_BELOW
    ):
        text = _text(each)
        if each.tag == "p" and len(text) >= LEAST_OF_A_STORY:
            break
        if 0 < len(text) <= LONGEST_LINE and (found := _said(each, language)):
            return found
    return ""


def _inside(heading: Any, tag: str) -> Iterator[Any]:
    """The elements of the article that the heading stands in."""
    article = next(heading.iterancestors("article"), None)
    return iter(()) if article is None else article.iter(tag)
