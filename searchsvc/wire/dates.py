"""Dates as datelines write them, in many languages, and the year of those that have none."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from babel import Locale

from searchsvc.wire.knowledge import table
from searchsvc.wire.words import fold

MONTH_LANGUAGES = (
    "en",
    "es",
    "fr",
    "de",
    "pt",
    "it",
    "nl",
    "da",
    "sv",
    "nb",
    "fi",
    "pl",
    "cs",
    "sk",
    "hu",
    "ro",
    "bg",
    "hr",
    "sl",
    "sr",
    "el",
    "uk",
    "ru",
    "be",
    "tr",
    "az",
    "id",
    "ms",
    "vi",
    "ca",
    "ar",
    "he",
    "hi",
)
"""Earlier ones win where a name means different months, unless the copy's language decides."""


@dataclass(frozen=True)
class DateMatch:
    """A date as written at ``start:end``; ``year`` is None where it names none."""

    start: int
    end: int
    day: int
    month: int
    year: int | None = None


@cache
def _names(kind: str) -> dict[str, dict[str, int]]:
    """Folded names of months (1..12) or weekdays (0 is Monday) -> by language."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for language in MONTH_LANGUAGES:
        locale = Locale.parse(language)
        offset = 0
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in (locale.months if kind == "months" else locale.days)[context][
                    width
                ].items():
                    if len(name) > 2:
                        found[fold(name)].setdefault(language, number + offset)
    for language, names in table("dates")[kind].items():
        for name, number in names.items():
            found[fold(name)].setdefault(language, number)
    return dict(found)


def _look_up(kind: str, word: str, language: str | None) -> int | None:
    meanings = _names(kind).get(fold(word))
    if not meanings:
        return None
    spoken = language.partition("-")[0] if language else ""
    return meanings.get(spoken, next(iter(meanings.values())))


def month_of(word: str, language: str | None = None) -> int | None:
    """The month (1..12) that ``word`` names, also abbreviated, or None."""
    return _look_up("months", word, language)


def weekday_of(word: str, language: str | None = None) -> int | None:
    """The weekday (0 is Monday) that ``word`` names, or None."""
    return _look_up("weekdays", word, language)


_WORD = r"[^\W\d_]{3,14}"
_YEAR = r"(?:18|19|20)\d\d"
_MONTH_FIRST = re.compile(
    rf"({_WORD})\.?\s{{0,3}}(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s{{1,3}}({_YEAR})(?!\d))?"
)
_DAY_FIRST = re.compile(
    rf"(?:le |el |den |the )?(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s{{0,3}}(?:de |d['’]|of )?({_WORD})\.?"
    rf"(?:,?\s{{1,3}}(?:de |del )?({_YEAR}|\d\d(?=\s?\())(?!\d))?"
)
_YEAR_FIRST = re.compile(rf"({_YEAR})\.\s?({_WORD})\.?\s(\d{{1,2}})\.?(?:,\s[^\W\d_]{{3,12}})?")
_NUMERIC = re.compile(rf"(\d{{1,2}})([/.])(\d{{1,2}})(?:\2({_YEAR})|\.)?(?![\d/])")
_CJK = re.compile(rf"(?:({_YEAR})[年년]\s?)?(\d{{1,2}})[月월]\s?(\d{{1,2}})[日일]")
_ISO = re.compile(rf"({_YEAR})-(\d\d)-(\d\d)(?!\d)")
_WEEKDAY = re.compile(rf"({_WORD})\.?,?\s{{1,3}}(?=\S)")


def match_date(text: str, start: int, language: str | None = None) -> DateMatch | None:
    """The date that stands at ``start`` of ``text``, with a weekday before it or without, or None."""
    at = start
    weekday = _WEEKDAY.match(text, start)
    if weekday and weekday_of(weekday[1], language) is not None and month_of(weekday[1], language) is None:
        at = weekday.end()
    found = _match_named(text, at, language) or _match_numbers(text, at)
    if found is None or not _is_day(found.day, found.month, found.year):
        return None
    return DateMatch(start, found.end, found.day, found.month, found.year)


def _match_named(text: str, at: int, language: str | None) -> DateMatch | None:
    if found := _MONTH_FIRST.match(text, at):
        month = month_of(found[1], language)
        if month is not None:
            return DateMatch(at, found.end(), int(found[2]), month, _year(found[3]))
    if found := _DAY_FIRST.match(text, at):
        month = month_of(found[2], language)
        if month is not None:
            return DateMatch(at, found.end(), int(found[1]), month, _year(found[3]))
    if found := _YEAR_FIRST.match(text, at):
        month = month_of(found[2], language)
        if month is not None:
            return DateMatch(at, found.end(), int(found[3]), month, int(found[1]))
    return None


def _match_numbers(text: str, at: int) -> DateMatch | None:
    if found := _ISO.match(text, at):
        return DateMatch(at, found.end(), int(found[3]), int(found[2]), int(found[1]))
    if found := _CJK.match(text, at):
        return DateMatch(at, found.end(), int(found[3]), int(found[2]), _year(found[1]))
    if found := _NUMERIC.match(text, at):
        return DateMatch(at, found.end(), int(found[1]), int(found[3]), _year(found[4]))
    return None


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) if len(digits) == 4 else 1900 + int(digits)


def _is_day(day: int, month: int, year: int | None) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


NEAR = timedelta(days=3)
"""So close before the anchor, a date is that of live copy, whatever weekday the lead names."""


def infer_year(day: int, month: int, anchor: datetime, weekdays: frozenset[int] = frozenset()) -> date | None:
    """The latest such day not after the anchor's day + 1, and on one of ``weekdays`` if there are any.

    A day within ``NEAR`` of the anchor is taken at once: leads of live copy also name yesterday and
    next Monday. Where no year of the last forty fits the weekdays, they are set aside.
    """
    latest = (anchor + timedelta(days=1)).date() if anchor.year < 9999 else anchor.date()
    days = []
    for year in range(latest.year, max(latest.year - 40, 1), -1):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    days = [each for each in days if each <= latest]
    if not days:
        return None
    if latest - days[0] <= NEAR + timedelta(days=1):
        return days[0]
    return next((each for each in days if each.weekday() in weekdays), days[0])


def weekdays_in(text: str, language: str | None) -> frozenset[int]:
    """The weekdays that ``text`` names in full, in ``language`` or English."""
    found = set()
    for word in re.findall(r"[^\W\d_]{4,14}(?:-[^\W\d_]{5})?", text):
        number = _full_weekdays(language).get(word.casefold())
        if number is not None:
            found.add(number)
    return frozenset(found)


@cache
def _full_weekdays(language: str | None) -> dict[str, int]:
    spoken = language.partition("-")[0] if language else "en"
    spoken = {"no": "nb"}.get(spoken, spoken)
    languages = [each for each in dict.fromkeys((spoken, "en")) if each in MONTH_LANGUAGES]
    return {
        name.casefold(): number
        for each in reversed(languages)
        for number, name in Locale.parse(each).days["format"]["wide"].items()
    }
