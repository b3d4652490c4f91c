"""Embargoes: lines by which copy says that it may not be published before an instant.

When it lifts is told by :mod:`searchsvc.wire.lifting`, for that depends on when the copy was sent. Words
are in ``tables/embargo.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from itertools import islice

from searchsvc.wire.dates import DateMatch, match_date, weekday_of
from searchsvc.wire.front_lines import MOST_LINES
from searchsvc.wire.knowledge import table
from searchsvc.wire.layout import Line, Paragraph
from searchsvc.wire.lifting import HALF_A_DAY, Lifting, Terms, lifting
from searchsvc.wire.words import fold

LONGEST = 160
"""Characters of a line that states one."""
LONGEST_ADDRESS = 40
DEEPEST = 12
"""Paragraphs of the copy in which one is looked for."""
ROUND_THE_CLOCK = 24

_MARKS = "+*#=-–—_~!.:,;|/<>[]() \t\"'„“”«»"
_CLOCK = re.compile(
    r"(?:(?P<hour>\d{1,2})(?P<mark>[:.h])(?P<minute>\d\d)(?::\d\d)?|(?P<four>\d\d\d\d)|(?P<bare>\d{1,2}))"
    r"(?![\d/]|[.-]\d)\s?(?P<half>[AaPp]\.?\s?[Mm]\b\.?)?"
)
_NUMBER_OF_A_ZONE = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?(?!\d)", re.I)
_ADDRESS = re.compile(rf"([^\W\d_][^:–—\n]{{0,{LONGEST_ADDRESS}}}?)(?::| [-–—]+) ")
LONGEST_AT = 6
"""Characters of "a las" before a bare hour."""
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’](?=\w))*")
_YEAR = re.compile("(?:19|20)[0-9][0-9]")
YEAR = 4
"""Figures of a year."""
_FIGURE = re.compile(r"(?<![+\-:\d])\d")
"""The first one of a time or a day, not of a zone."""


@dataclass(frozen=True)
class Embargo:
    """What a line states. ``alone``: it says nothing else; ``holds``: it is one though it should name neither
    day nor time, where that of news must name one."""

    terms: Terms
    alone: bool
    holds: bool

    def lifting(self, sent: datetime, *, to_the_day: bool = False) -> Lifting:
        """When it lifts: :func:`searchsvc.wire.lifting.lifting`."""
        return lifting(self.terms, sent, to_the_day=to_the_day)


def read_embargo(line: str) -> Embargo | None:
    """The embargo that ``line`` states, or None."""
    if len(line) > LONGEST:
        return None
    bare = _after_address(line.strip(_MARKS))
    if not bare[:3].casefold().startswith(_openings()):
        return None
    ordered, end = _opening(bare)
    if end is None:
        return None
    terms = _terms_of(bare[end:])
    if terms.at_once or not (ordered or _is_set_off(line, bare, end, terms)):
        return None
    holds = ordered or fold(bare[:end]) in _phrases("holding")
    return Embargo(terms, alone=ordered or not terms.others, holds=holds)


def _is_set_off(line: str, bare: str, end: int, terms: Terms) -> bool:
    """Whether a label that is a word of news, too, states an embargo: before a date and time alone, before a
    colon with one or in capitals, or alone, between marks or in capitals."""
    dated = bool(terms.days or terms.clocks)
    capitals = bare[:end].isupper()
    if not terms.others:
        return dated or capitals or line[:1] in _MARKS
    return bare[end : end + 1] == ":" and (dated or capitals)


def _after_address(line: str) -> str:
    """ "Attention editors: embargoed until ..." without who is spoken to, or how urgently."""
    found = _ADDRESS.match(line)
    if found and fold(found[1]) in _addresses():
        return line[found.end() :].lstrip(_MARKS)
    return line


def _opening(bare: str) -> tuple[bool, int | None]:
    """Whether one of ``orders`` opens the line, and where it or the label ends; None where neither does."""
    words = bare.split()
    for orders in (True, False):
        phrases = _phrases("orders" if orders else "labels")
        for length in range(min(5, len(words)), 0, -1):
            written = " ".join(words[:length])
            if fold(written).strip(_MARKS) in phrases:
                # Of "Sperrfrist:" the mark is left.
                end = re.match(r"\s*".join(map(re.escape, words[:length])), bare)
                at = end.end() if end else len(written)
                while at and bare[at - 1] in _MARKS:
                    at -= 1
                return orders, at
    return False, None


def _terms_of(text: str) -> Terms:
    """Days, times and zones of ``text``, and how many words have no part in them."""
    terms = Terms()
    at = 0
    while at < len(text):
        if text[at] in _MARKS and not (text[at] in "+-" and text[at + 1 : at + 2].isdigit() and terms.clocks):
            at += 1
            continue
        at = next(end for read in _READERS if (end := read(text, at, terms)))
    return terms


def _read_zone_number(text: str, at: int, terms: Terms) -> int | None:
    found = _NUMBER_OF_A_ZONE.match(text, at)
    if found is None or not terms.clocks or (found[0][0].isalpha() and found[2] is None):
        return None
    hours = int(found[2]) + int(found[3] or 0) / 60
    terms.zones.append((hours if found[1] == "+" else -hours,))
    return found.end()


def _read_day(text: str, at: int, terms: Terms) -> int | None:
    day = _day_at(text, at)
    if day is None or (day.year is None and _is_clock(text, at)):
        return None
    hour = _CLOCK.match(text, day.end - YEAR) if day.year is not None else None
    if hour is not None and hour["four"] and _names_hour(text, hour):
        # "12. Januar, 2000 Uhr"; of "12 January 2000 GMT", which may be the year, both.
        bare = _day_at(text[: hour.start()], at)
        if bare is not None and _is_of_hours(text, hour):
            day = bare
        elif bare is not None and not terms.clocks and not _FIGURE.search(text, hour.end()):
            terms.days.append(bare)
    terms.days.append(day)
    return day.end


def _day_at(text: str, at: int) -> DateMatch | None:
    return match_date(text, at) or match_date(_small(text), at)


def _small(text: str) -> str:
    """ "12 DE ENERO" as it is written within a sentence, place by place."""
    small = text.lower()
    return small if len(small) == len(text) else text


def _is_clock(text: str, at: int) -> bool:
    """Whether a time stands there rather than the day and month of "10.11"."""
    found = _CLOCK.match(text, at)
    return found is not None and (
        found["four"] is not None or found["mark"] == ":" or _is_marked(text, found)
    )


def _is_marked(text: str, found: re.Match[str]) -> bool:
    return found["half"] is not None or _behind_an_hour().match(text, found.end()) is not None


def _read_clock(text: str, at: int, terms: Terms) -> int | None:
    found = _CLOCK.match(text, at)
    if found is None or (found["four"] and _YEAR.fullmatch(found["four"]) and not _names_hour(text, found)):
        return None
    led = found["bare"] and _before_an_hour().search(text, max(0, at - LONGEST_AT), at)
    if found["bare"] and not (led or _is_marked(text, found)):
        return None
    digits = found["four"] or ""
    hour = int(digits[:2] or found["hour"] or found["bare"])
    minute = int(digits[2:] or found["minute"] or 0)
    if found["half"]:
        if not 0 < hour <= HALF_A_DAY:
            return None
        hour = hour % HALF_A_DAY + (HALF_A_DAY if found["half"][0] in "pP" else 0)
    if hour >= ROUND_THE_CLOCK or minute >= 60:
        return None
    terms.clocks.append(time(hour, minute))
    return found.end()


def _names_hour(text: str, found: re.Match[str]) -> bool:
    """Whether a zone or "hours" follows four figures."""
    word = _WORD.match(text, found.end())
    return (word is not None and fold(word[0]) in _zones()) or _is_of_hours(text, found)


def _is_of_hours(text: str, found: re.Match[str]) -> bool:
    """Whether "hours" follows, and is not before an hour as in "2028 ore 6"."""
    hours = _behind_an_hour().match(text, found.end())
    return hours is not None and not text[hours.end() : hours.end() + 2].strip(" ")[:1].isdigit()


def _read_word(text: str, at: int, terms: Terms) -> int | None:
    word = _WORD.match(text, at)
    if word is None:
        return None
    folded = fold(word[0].replace("’", "'"))
    if folded in _zones():
        terms.zones.append(_zones()[folded])
        terms.in_summer = terms.in_summer or folded in _phrases("summer")
    elif (weekday := weekday_of(word[0])) is not None and len(word[0]) > 2:
        terms.weekdays.add(weekday)
    elif folded in _phrases("at_once"):
        terms.at_once = True
    elif folded not in _phrases("joining"):
        terms.others += 1
    return word.end()


def _read_anything(text: str, at: int, terms: Terms) -> int:
    terms.others += 1
    end = at + 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return end


_READERS: tuple[Callable[[str, int, Terms], int | None], ...] = (
    _read_zone_number,
    _read_day,
    _read_clock,
    _read_word,
    _read_anything,
)


def take_embargo(story: list[Paragraph]) -> tuple[list[Paragraph], tuple[Embargo, ...], list[Line]]:
    """``story`` without the lines that state an embargo above its text, the embargoes, and those lines."""
    found = list(_stated(story))
    if not found:
        return story, (), []
    embargoes = tuple(embargo for _, embargo in found)
    lines = [line for line, embargo in found if embargo.alone]
    kept = [[line for line in paragraph if line not in lines] for paragraph in story[:DEEPEST]]
    left = [*filter(None, kept), *story[DEEPEST:]]
    return (left, embargoes, lines) if left else (story, embargoes, [])


def _stated(story: list[Paragraph]) -> Iterator[tuple[Line, Embargo]]:
    lines = [line for paragraph in islice(story, DEEPEST) for line in paragraph[:MOST_LINES]]
    for number, line in enumerate(lines):
        embargo = read_embargo(line.text)
        if embargo is None:
            continue
        behind = lines[number + 1] if number + 1 < len(lines) else None
        if not embargo.terms.days and behind is not None:
            # "EMBARGOED UNTIL 0001 GMT" and below it the day.
            both = read_embargo(f"{line.text} {behind.text}")
            if both is not None and both.terms.plain and both.terms.days:
                yield line, both
                line, embargo = behind, both
        yield line, embargo


@cache
def _phrases(key: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in table("embargo")[key])


@cache
def _before_an_hour() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('embargo')['at'])})\s$", re.I)


@cache
def _behind_an_hour() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{'|'.join(table('embargo')['hours'])})\b", re.I)


@cache
def _addresses() -> frozenset[str]:
    return frozenset(map(fold, table("advisories")["address"])) | _phrases("before")


@cache
def _openings() -> tuple[str, ...]:
    """The first letters of labels and orders."""
    return tuple(sorted({phrase[:3] for key in ("labels", "orders") for phrase in _phrases(key)}))


@cache
def _zones() -> dict[str, tuple[float, ...]]:
    return {fold(name): tuple(offsets) for name, offsets in table("embargo")["zones"].items()}
