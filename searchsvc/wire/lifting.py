"""When an embargo lifts: the last instant that what a line states of it can mean.

What is left open (the year, the day, the time, the zone, which of two zones has that name) is reckoned from
the instant at which the copy was sent, and always late: an embargo may end late, never early.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone

from searchsvc.wire.dates import DateMatch

FURTHEST_BEHIND = timezone(-timedelta(hours=12))
"""The zone in which a day ends last."""
HALF_A_DAY = 12
FURTHEST_AHEAD = 14
"""Hours by which a zone is ahead of UTC at most."""
WINTER = (11, 12, 1, 2)
"""Months in which no zone of the north has its summer time."""
A_DAY = timedelta(days=1)
ENDS = (1, 9999)
"""Years of the calendar's ends, beyond which no day can be reckoned."""


@dataclass
class Terms:
    """What a line names: days, times, zones (hours ahead of UTC, of a name that several have all), weekdays
    (0 is Monday); ``in_summer``: the zone is one of summer; ``others``: words that have no part in it."""

    days: list[DateMatch] = field(default_factory=list)
    clocks: list[time] = field(default_factory=list)
    zones: list[tuple[float, ...]] = field(default_factory=list)
    weekdays: set[int] = field(default_factory=set)
    in_summer: bool = False
    others: int = 0
    at_once: bool = False

    @property
    def dated(self) -> bool:
        """Whether a day, a weekday or a time is among them."""
        return bool(self.days or self.clocks or self.weekdays)

    @property
    def plain(self) -> bool:
        """Whether there is a day or weekday, at most one time and zone, and nothing else."""
        one = len(self.days) <= 1 and len(self.clocks) <= 1 and len(self.zones) <= 1
        return one and not self.others and bool(self.days or self.weekdays)


@dataclass(frozen=True)
class Lifting:
    """``until`` (UTC): the last instant that the line can mean, None where none can be told; ``sure``: the
    only one."""

    until: datetime | None
    sure: bool


NEVER = Lifting(None, sure=False)


def lifting(terms: Terms, sent: datetime, *, to_the_day: bool = False) -> Lifting:
    """When an embargo of these ``terms`` lifts, of copy that was ``sent`` (aware) then; ``to_the_day``: of
    which only the day is known, and ``sent`` is its beginning."""
    if len(terms.days) > 1 or sent.year in ENDS:
        return NEVER
    if terms.days:
        return _on_day(terms, sent)
    if len(terms.weekdays) == 1 and not terms.others:
        return _on_weekday(terms, sent)
    if terms.clocks and not terms.weekdays and not terms.others:
        return _at_clock(terms, sent, to_the_day=to_the_day)
    return NEVER


def _on_day(terms: Terms, sent: datetime) -> Lifting:
    (match,) = terms.days
    days = set(_days(match, sent))
    if not days or max(days).year in ENDS:
        return NEVER
    day = max(days)
    weekdays = terms.weekdays | ({match.weekday} if match.weekday is not None else set())
    return _instant(terms, day, sure=len(days) == 1 and weekdays <= {day.weekday()})


def _days(match: DateMatch, sent: datetime) -> Iterator[date]:
    """Days that ``match`` can mean; of those without a year the nearest."""
    if match.month is None:
        return
    orders = [(match.month, match.day)]
    if match.ambiguous:
        orders.append((match.day, match.month))
    for month, number in orders:
        years = [match.year] if match.year else [sent.year - 1, sent.year, sent.year + 1]
        found = list(_of_years(years, month, number))
        if found:
            yield min(found, key=lambda day: abs(day - sent.date()))


def _of_years(years: list[int], month: int, number: int) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, number)
        except ValueError:  # no year has a 30th of February, and few a 29th
            continue


def _on_weekday(terms: Terms, sent: datetime) -> Lifting:
    """The first such weekday that is not over when the copy is sent; on the day itself nobody can tell."""
    (weekday,) = terms.weekdays
    for ahead in range(8):
        day = sent.date() + ahead * A_DAY
        if day.weekday() == weekday:
            found = _instant(terms, day, sure=weekday != sent.weekday())
            if found.until is not None and found.until > sent:
                return found
    return NEVER


def _at_clock(terms: Terms, sent: datetime, *, to_the_day: bool) -> Lifting:
    """The first such time after the copy is sent, in the zone where it comes last."""
    after = sent + A_DAY if to_the_day else sent
    clock = terms.clocks[0]
    instants = {_next(clock, offset, after) for offset in _offsets(terms, after.month)}
    if len(terms.clocks) > 1 or len(terms.zones) > 1 or None in instants:
        return NEVER
    known = {instant for instant in instants if instant is not None}
    return Lifting(max(known), sure=len(known) == 1 and not to_the_day)


def _next(clock: time, offset: float, after: datetime) -> datetime | None:
    zone = timezone(timedelta(hours=offset))
    day = after.astimezone(zone).date()
    for ahead in range(2):
        instant = datetime.combine(day + ahead * A_DAY, clock, zone)
        if instant > after:
            return instant.astimezone(UTC)
    return None


def _offsets(terms: Terms, month: int) -> tuple[float, ...]:
    """The hours ahead of UTC that a time may be meant in."""
    if not terms.zones:
        return tuple(range(-HALF_A_DAY, FURTHEST_AHEAD + 1))
    offsets = terms.zones[0]
    return (*offsets, min(offsets) - 1) if terms.in_summer and month in WINTER else offsets


def _instant(terms: Terms, day: date, *, sure: bool) -> Lifting:
    """On ``day`` the time, where it is plain; else when the day is over everywhere."""
    plain = sure and not terms.others
    if (plain or not terms.days) and len(terms.clocks) == 1 and len(terms.zones) <= 1:
        offsets = _offsets(terms, day.month)
        zone = timezone(timedelta(hours=min(offsets)))
        until = datetime.combine(day, terms.clocks[0], zone).astimezone(UTC)
        return Lifting(until, sure and bool(terms.zones) and len(offsets) == 1)
    end = datetime.combine(day + A_DAY, time(), FURTHEST_BEHIND)
    return Lifting(end.astimezone(UTC), sure=False)
