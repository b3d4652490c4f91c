"""Dates as datelines write them, in many languages, and the year of those that have none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import chain

from searchsvc.wire.knowledge import table, written_table
from searchsvc.wire.weekdays import weekdays_in
from searchsvc.wire.words import fold, fold_all

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
    "sr_Latn",
    "mk",
    "sq",
    "lt",
    "lv",
    "et",
    "is",
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
    "ar_LB",
    "ar_DZ",
    "ar_MA",
    "fa",
    "he",
    "hi",
)
"""Earlier ones win where a name means different months, unless the copy's language decides. The Levant
and the Maghreb have month names of their own."""


@dataclass(frozen=True)
class DateMatch:
    """A date as written at ``start:end``; ``year`` and ``month`` are None where it does not name them.

    ``weekday`` (0 is Monday) is the one that stands beside it. ``ambiguous``: "3/2", two numbers that
    may both be the month; they are read as day and month.
    """

    start: int
    end: int
    day: int
    month: int | None
    year: int | None = None
    weekday: int | None = None
    ambiguous: bool = False


@cache
def _names(kind: str) -> dict[str, dict[str, int]]:
    """Folded names of months (1..12) or weekdays (0 is Monday) -> by language."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    written = written_table()[kind]
    for language in MONTH_LANGUAGES:
        numbers = written[language]
        for name, number in zip(fold_all(list(numbers)), numbers.values(), strict=True):
            found[name].setdefault(language, number)
    for language, names in table("dates")[kind].items():
        for name, number in names.items():
            found[fold(name)].setdefault(language, number)
    return dict(found)


@lru_cache(maxsize=4096)
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


def languages_of_month(text: str) -> frozenset[str]:
    """The languages in which a word of ``text``, a date as written, is a month."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    return frozenset(each for word in words for each in _names("months").get(fold(word), ()))


def in_language(match: DateMatch, written: str, language: str | None) -> DateMatch:
    """``match`` with the month that ``written``, its text, names in ``language``, which is known by now:
    "listopada" is October in Zagreb and November in Warsaw."""
    spoken = language.partition("-")[0] if language else ""
    if spoken not in _languages_at_odds() or match.month is None or match.ambiguous:
        return match
    for word in re.findall(r"[^\W\d_]{3,}", written):
        meanings = _names("months").get(fold(word), {})
        if match.month in meanings.values() and spoken in meanings:
            return replace(match, month=meanings[spoken])
    return match


@cache
def _languages_at_odds() -> frozenset[str]:
    """The languages with a name of a month that is one of another month elsewhere."""
    shared = (meanings for meanings in _names("months").values() if len(set(meanings.values())) > 1)
    return frozenset(language for meanings in shared for language in meanings)


_BEFORE_THE_DAY = ("le", "el", "den", "the", "am", "on", "il", "op", "em", "dne", "في")
_WORD = r"[^\W\d_]{3,14}"
_YEAR = r"(?:18|19|20)\d\d"
_MONTH_FIRST = re.compile(
    rf"({_WORD})\.?\s{{0,3}}(\d{{1,2}})(?:st|nd|rd|th|\sd\.)?(?!\d)(?:,?\s{{1,3}}({_YEAR}|\d\d(?=\s?\())(?!\d))?"
)
_DAY_FIRST = re.compile(
    rf"(?:(?:{'|'.join(_BEFORE_THE_DAY)})\s)?(\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?[\s/-]{{0,3}}"
    rf"(?:de |d['’]|of )?({_WORD})\.?"
    rf"(?:(?:,?\s{{1,3}}(?:de |del )?|[/-])({_YEAR}|\d\d(?=\s?(?:\(|--)))(?!\d))?(?:\s?(?:م|г\.?|р\.)(?!\w))?"
)
_YEAR_FIRST = re.compile(rf"({_YEAR})\.\s?({_WORD})\.?\s(\d{{1,2}})\.?")
_NUMERIC = re.compile(
    rf"(?:(\d{{1,2}})([/.])(\d{{1,2}})(?:\2({_YEAR})|\.)?|(\d{{1,2}})-(\d{{1,2}})-({_YEAR}))(?![\d/])"
    r"|(\d{1,2})\s-\s(\d{1,2})(?=\s\()"
)
_CJK = re.compile(rf"(?:({_YEAR})[年년]\s?)?(\d{{1,2}})[月월]\s?(\d{{1,2}})[日일]")
_ISO = re.compile(rf"({_YEAR})-(\d\d)-(\d\d)(?!\d)")
_WEEKDAY = re.compile(rf"({_WORD}(?:-{_WORD})?)\.?,?\s{{1,3}}(?=\S)")
_WEEKDAY_BEHIND = re.compile(rf",\s({_WORD})")
_ZONE = r"[ap]\.?m\b\.?|[AP]\.?M\b\.?|GMT|UTC|MEZ|Uhr|hrs|[A-Z]{1,2}[SDE]?T\b|Z\b"
_TIME = re.compile(
    rf"(?:/\s)?(?:at\s)?(?:\d{{1,2}}:\d\d(?::\d\d)?\s?(?:{_ZONE})?|\d{{1,2}}(?:[.h]?\d\d)?\s?(?:{_ZONE}))(?![\w-])"
)


_OPENING = re.compile(r"\d|[^\W\d_]{1,14}")
_DIGIT = re.compile(r"\d")
FURTHEST_DIGIT = 64
"""Characters in which every date has a digit: a weekday of two words and a month stand before it at most."""


def match_date(text: str, start: int, language: str | None = None) -> DateMatch | None:
    """The date that stands at ``start`` of ``text``, with a weekday before it or without, or None."""
    opening = _OPENING.match(text, start)
    if opening is None or not _DIGIT.search(text, start, start + FURTHEST_DIGIT):
        return None
    word = opening[0]
    if not (word.isdigit() or text[opening.end() : opening.end() + 1] == "-" or _may_open(word, language)):
        return None
    at, weekday = start, None
    named = None if word.isdigit() else _WEEKDAY.match(text, start)
    if named and month_of(named[1], language) is None:
        weekday = weekday_of(named[1], language)
        if weekday is not None:
            at = named.end()
    found = _match_named(text, at, language) or _match_numbers(text, at)
    if found is None or not _is_day(found.day, found.month, found.year):
        return None
    end = found.end
    behind = _WEEKDAY_BEHIND.match(text, end) if found.year else None
    if weekday is None and behind and (weekday := weekday_of(behind[1], language)) is not None:
        end = behind.end()
    if (start, end, weekday) == (found.start, found.end, found.weekday):
        return found
    return replace(found, start=start, end=end, weekday=weekday)


@lru_cache(maxsize=4096)
def _may_open(word: str, language: str | None) -> bool:
    """Whether a date can begin with ``word``: most places that are asked about have another one."""
    return (
        word in _BEFORE_THE_DAY
        or month_of(word, language) is not None
        or weekday_of(word, language) is not None
    )


def match_time(text: str, start: int) -> int | None:
    """Where the time of day that stands at ``start`` ("10:45 a.m.", "1045 GMT") ends, or None."""
    found = _TIME.match(text, start)
    return found.end() if found else None


def match_misspelt_date(text: str, start: int, language: str | None = None) -> DateMatch | None:
    """The date at ``start`` whose month is one slip of the typist away from a name ("Narch 2"), or None."""
    if found := _MONTH_FIRST.match(text, start):
        word, day, year = found[1], found[2], found[3]
    elif found := _DAY_FIRST.match(text, start):
        day, word, year = found[1], found[2], found[3]
    else:
        return None
    spoken = {"en", (language or "en").partition("-")[0]}
    written = fold(word)
    for name, meanings in _names("months").items():
        for known in spoken & meanings.keys():
            if len(name) > 3 and _one_slip_apart(name, written):
                match = DateMatch(start, found.end(), int(day), meanings[known], _year(year))
                return match if _is_day(match.day, match.month, match.year) else None
    return None


def _one_slip_apart(name: str, written: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two have changed places."""
    if abs(len(name) - len(written)) > 1:
        return False
    same = 0
    while same < min(len(name), len(written)) and name[same] == written[same]:
        same += 1
    left, right = name[same:], written[same:]
    if len(left) != len(right):
        return left[1:] == right or right[1:] == left
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


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
    if not text[at : at + 1].isdigit():
        return None
    if found := _ISO.match(text, at):
        return DateMatch(at, found.end(), int(found[3]), int(found[2]), int(found[1]))
    if found := _CJK.match(text, at):
        return DateMatch(at, found.end(), int(found[3]), int(found[2]), _year(found[1]))
    if found := _NUMERIC.match(text, at):
        first, second = int(found[1] or found[5] or found[8]), int(found[3] or found[6] or found[9])
        year = _year(found[4] or found[7])
        if found[2] == "/" and second > 12:
            first, second = second, first
        return DateMatch(at, found.end(), first, second, year, ambiguous=found[2] == "/" and first <= 12)
    return None


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) if len(digits) == 4 else 1900 + int(digits)


def _is_day(day: int, month: int | None, year: int | None) -> bool:
    try:
        date(year or 2000, 1 if month is None else month, day)
    except ValueError:
        return False
    return True


def day_of(match: DateMatch, anchor: datetime, lead: str, language: str | None) -> tuple[date | None, bool]:
    """The day that ``match`` means, and whether a part of it was inferred.

    ``lead`` is the text behind the dateline, whose weekdays help to find the year; a weekday beside the
    date itself is believed before them.
    """
    if match.year and match.month:
        return date(match.year, match.month, match.day), False
    if match.month is None:
        day = infer_month(match.day, anchor)
    else:
        latest = infer_year(match.day, match.month, anchor, stated=match.weekday)
        if latest is None or match.weekday is not None or _is_near(latest, anchor):
            return latest, latest is not None
        weekdays = weekdays_in(lead, language)
        settled = not weekdays or latest.weekday() in weekdays
        day = latest if settled else infer_year(match.day, match.month, anchor, weekdays)
    return day, day is not None


NEAR = timedelta(days=3)
"""So close before the anchor, a date is that of live copy, whatever weekday the lead names."""


def infer_year(
    day: int,
    month: int,
    anchor: datetime,
    weekdays: frozenset[int] = frozenset(),
    *,
    stated: int | None = None,
) -> date | None:
    """The latest such day not after the anchor's day + 1, and on one of ``weekdays`` if there are any.

    A day within ``NEAR`` of the anchor is taken at once: leads of live copy also name yesterday and
    next Monday. ``stated`` is a weekday that stands beside the date and leaves no choice. Where no
    year of the last forty fits the weekdays, they are set aside.
    """
    days = _days(day, month, _latest(anchor))
    last = next(days, None)
    if last is None:
        return None
    if stated is not None:
        return next((each for each in chain((last,), days) if each.weekday() == stated), last)
    if not weekdays or last.weekday() in weekdays or _is_near(last, anchor):
        return last
    return next((each for each in days if each.weekday() in weekdays), last)


def _days(day: int, month: int, latest: date) -> Iterator[date]:
    """Such a day of each year, from ``latest`` back to forty years before."""
    for year in range(latest.year, max(latest.year - 40, 1), -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= latest:
            yield found


def _is_near(day: date, anchor: datetime) -> bool:
    return _latest(anchor) - day <= NEAR + timedelta(days=1)


def infer_month(day: int, anchor: datetime) -> date | None:
    """The latest day with this number in its month that is not after the anchor's day + 1."""
    latest = _latest(anchor)
    for back in range(62):
        if latest.toordinal() - back >= 1 and (found := latest - timedelta(days=back)).day == day:
            return found
    return None


def _latest(anchor: datetime) -> date:
    return (anchor + timedelta(days=1)).date() if anchor.year < 9999 else anchor.date()
