"""Embargoes: lines by which copy says that it may not be published before an instant.

An instant is read only where its day has a year. Whatever is left open then (the time, the zone, which
of two zones has that name) is taken for the last that it can mean: an embargo may end late, never early.
Words are in ``tables/embargo.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from itertools import islice

from searchsvc.wire.dates import DateMatch, match_date, weekday_of
from searchsvc.wire.front_lines import MOST_LINES
from searchsvc.wire.knowledge import table
from searchsvc.wire.layout import Line, Paragraph
from searchsvc.wire.words import fold

LONGEST = 160
"""Characters of a line that states one."""
LONGEST_ADDRESS = 40
DEEPEST = 12
"""Paragraphs of the copy in which one is looked for."""
FURTHEST_BEHIND = timezone(-timedelta(hours=12))
"""The zone in which a day ends last."""
ROUND_THE_CLOCK = 24
HALF_A_DAY = 12
WINTER = (11, 12, 1, 2)
"""Months in which no zone of the north has its summer time."""

_MARKS = "+*#=-–—_~!.:,;|/<>[]() \t\"'„“”«»"
_CLOCK = re.compile(
    r"(?:(?P<hour>\d{1,2})(?P<mark>[:.h])(?P<minute>\d\d)(?::\d\d)?|(?P<four>\d\d\d\d)|(?P<bare>\d{1,2}))"
    r"(?![\d/]|[.-]\d)\s?(?P<half>[AaPp]\.?\s?[Mm]\b\.?)?"
)
_BEHIND_A_BARE_HOUR = re.compile(r"\s?(?:h\b|hrs\b|hours\b|uhr\b|heures\b|horas\b|ore\b)", re.I)
_NUMBER_OF_A_ZONE = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?(?!\d)", re.I)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’](?=\w))*")
_YEAR = re.compile("(?:19|20)[0-9][0-9]")


@dataclass(frozen=True)
class Embargo:
    """What a line states. ``until`` (UTC) is the last instant that it can mean, None where it has no day with
    a year; ``sure``: the only one; ``alone``: the line says nothing else."""

    until: datetime | None
    sure: bool
    alone: bool = True


@dataclass
class _Parts:
    days: list[DateMatch] = field(default_factory=list)
    clocks: list[time] = field(default_factory=list)
    zones: list[tuple[float, ...]] = field(default_factory=list)
    weekdays: set[int] = field(default_factory=set)
    in_summer: bool = False
    """Whether the zone is one of summer."""
    others: int = 0
    at_once: bool = False


def read_embargo(line: str) -> Embargo | None:
    """The embargo that ``line`` states, or None."""
    bare = _after_address(line.strip(_MARKS))
    if len(line) > LONGEST or not bare[:3].casefold().startswith(_openings()):
        return None
    ordered, end = _opening(bare)
    if end is None:
        return None
    parts = _parts_of(bare[end:])
    if parts.at_once or not (ordered or _is_set_off(line, bare, end, parts)):
        return None
    return replace(_settled(parts), alone=ordered or not parts.others)


def _is_set_off(line: str, bare: str, end: int, parts: _Parts) -> bool:
    """Whether a label that is a word of news, too, states an embargo: before a date and time alone, before a
    colon with one or in capitals, or alone, between marks or in capitals."""
    dated = bool(parts.days or parts.clocks)
    capitals = bare[:end].isupper()
    if not parts.others:
        return dated or capitals or line[:1] in _MARKS
    return bare[end : end + 1] == ":" and (dated or capitals)


def _after_address(line: str) -> str:
    """ "Attention editors: embargoed until ..." without who is spoken to."""
    address, colon, _ = line[:LONGEST_ADDRESS].partition(":")
    if colon and fold(address) in _addresses():
        return line[len(address) + 1 :].lstrip(_MARKS)
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


def _parts_of(text: str) -> _Parts:
    """Days, times and zones of ``text``, and how many words have no part in them."""
    parts = _Parts()
    at = 0
    while at < len(text):
        if text[at] in _MARKS and not (text[at] in "+-" and text[at + 1 : at + 2].isdigit() and parts.clocks):
            at += 1
            continue
        at = next(end for read in _READERS if (end := read(text, at, parts)))
    return parts


def _read_zone_number(text: str, at: int, parts: _Parts) -> int | None:
    found = _NUMBER_OF_A_ZONE.match(text, at)
    if found is None or not parts.clocks or (found[0][0].isalpha() and found[2] is None):
        return None
    hours = int(found[2]) + int(found[3] or 0) / 60
    parts.zones.append((hours if found[1] == "+" else -hours,))
    return found.end()


def _read_day(text: str, at: int, parts: _Parts) -> int | None:
    day = match_date(text, at)
    if day is None or (day.year is None and _is_clock(text, at)):
        return None
    parts.days.append(day)
    return day.end


def _is_clock(text: str, at: int) -> bool:
    """Whether a time stands there rather than the day and month of "10.11"."""
    found = _CLOCK.match(text, at)
    return found is not None and (
        found["four"] is not None or found["mark"] == ":" or _is_marked(text, found)
    )


def _is_marked(text: str, found: re.Match[str]) -> bool:
    return found["half"] is not None or _BEHIND_A_BARE_HOUR.match(text, found.end()) is not None


def _read_clock(text: str, at: int, parts: _Parts) -> int | None:
    found = _CLOCK.match(text, at)
    if found is None or (found["four"] and _YEAR.fullmatch(found["four"]) and not _zone_follows(text, found)):
        return None
    if found["bare"] and not _is_marked(text, found):
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
    parts.clocks.append(time(hour, minute))
    return found.end()


def _zone_follows(text: str, found: re.Match[str]) -> bool:
    word = _WORD.match(text, found.end())
    return word is not None and (fold(word[0]) in _zones() or word[0].casefold() in ("h", "hrs", "hours"))


def _read_word(text: str, at: int, parts: _Parts) -> int | None:
    word = _WORD.match(text, at)
    if word is None:
        return None
    folded = fold(word[0].replace("’", "'"))
    if folded in _zones():
        parts.zones.append(_zones()[folded])
        parts.in_summer = parts.in_summer or folded in _phrases("summer")
    elif (weekday := weekday_of(word[0])) is not None and len(word[0]) > 2:
        parts.weekdays.add(weekday)
    elif folded in _phrases("at_once"):
        parts.at_once = True
    elif folded not in _phrases("joining"):
        parts.others += 1
    return word.end()


def _read_anything(text: str, at: int, parts: _Parts) -> int:
    parts.others += 1
    end = at + 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return end


_READERS: tuple[Callable[[str, int, _Parts], int | None], ...] = (
    _read_zone_number,
    _read_day,
    _read_clock,
    _read_word,
    _read_anything,
)


def _settled(parts: _Parts) -> Embargo:
    days = [date(found.year, found.month, found.day) for found in parts.days if found.year and found.month]
    days += [
        date(found.year, found.day, found.month)
        for found in parts.days
        if found.ambiguous and found.year and found.month
    ]
    if not days or len(parts.days) > 1 or max(days).year in (1, 9999):
        return Embargo(None, False)
    day = max(days)
    weekdays = parts.weekdays | {found.weekday for found in parts.days if found.weekday is not None}
    sure = not parts.others and len(set(days)) == 1 and weekdays <= {day.weekday()}
    if sure and len(parts.clocks) == 1 and len(parts.zones) <= 1:
        offsets = parts.zones[0] if parts.zones else (-HALF_A_DAY,)
        if parts.in_summer and day.month in WINTER:
            offsets = (*offsets, min(offsets) - 1)
        zone = timezone(timedelta(hours=min(offsets)))
        until = datetime.combine(day, parts.clocks[0], zone).astimezone(UTC)
        return Embargo(until, bool(parts.zones) and len(offsets) == 1)
    end = datetime.combine(day + timedelta(days=1), time(), FURTHEST_BEHIND)
    return Embargo(end.astimezone(UTC), False)


def take_embargo(story: list[Paragraph]) -> tuple[list[Paragraph], Embargo | None, list[Line]]:
    """``story`` without the lines that state an embargo above its text, the embargo that ends last, and those
    lines."""
    found = list(_stated(story))
    if not found:
        return story, None, []
    lines = [line for line, embargo in found if embargo.alone]
    kept = [[line for line in paragraph if line not in lines] for paragraph in story[:DEEPEST]]
    left = [*filter(None, kept), *story[DEEPEST:]]
    instants = [embargo.until for _, embargo in found if embargo.until is not None]
    until = max(instants) if instants else None
    sure = all(embargo.sure and embargo.until == until for _, embargo in found)
    return (left, Embargo(until, sure), lines) if left else (story, Embargo(until, sure), [])


def _stated(story: list[Paragraph]) -> Iterator[tuple[Line, Embargo]]:
    lines = [line for paragraph in islice(story, DEEPEST) for line in paragraph[:MOST_LINES]]
    for number, line in enumerate(lines):
        embargo = read_embargo(line.text)
        if embargo is None:
            continue
        behind = lines[number + 1] if number + 1 < len(lines) else None
        if embargo.until is None and behind is not None:
            # "EMBARGOED UNTIL 0001 GMT" and below it the day.
            both = read_embargo(f"{line.text} {behind.text}")
            if both is not None and both.sure:
                yield line, both
                line, embargo = behind, both
        yield line, embargo


def warnings_of(embargo: Embargo) -> tuple[str, ...]:
    """What whoever sent the copy should know; nothing where all is clear."""
    if embargo.sure:
        return ()
    if embargo.until is None:
        return ("it states an embargo, but no day with a year that can be read; nothing was done",)
    until = embargo.until.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f"it states an embargo that can be read in several ways; it holds until the last of them, {until}",
    )


@cache
def _phrases(key: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in table("embargo")[key])


@cache
def _addresses() -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in table("advisories")["address"])


@cache
def _openings() -> tuple[str, ...]:
    """The first letters of labels and orders."""
    return tuple(sorted({phrase[:3] for key in ("labels", "orders") for phrase in _phrases(key)}))


@cache
def _zones() -> dict[str, tuple[float, ...]]:
    return {fold(name): tuple(offsets) for name, offsets in table("embargo")["zones"].items()}
