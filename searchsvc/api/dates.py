"""The dates of ``from``, ``to`` and ``tz``: text -> the UTC instants that bound a search.

A year, month or day is a stretch of time in the given zone; an instant is itself (RFC 3339, the
zone's own where it has no offset).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_STRETCH = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?\Z")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\Z")
# A plus sign that was not percent-encoded in a URL arrives as a space.
_LOST_PLUS = re.compile(r"(T[0-9:.,]+) ([0-9]{2}:?[0-9]{2})\Z")


def zone(name: str) -> ZoneInfo:
    """The IANA time zone. Raises ValueError with a sentence."""
    if len(name) <= 60 and _ZONE.match(name):
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            pass
    raise ValueError("must be an IANA time zone such as UTC or Asia/Tokyo")


def beginning(text: str, tz: ZoneInfo) -> datetime | None:
    """Where the time that ``text`` names begins; None: before all time. Raises ValueError."""
    return _utc(_read(text, tz)[0])


def ending(text: str, tz: ZoneInfo) -> datetime | None:
    """Where it ends: for a day the midnight after it, for an instant itself; None: after all time."""
    return _utc(_read(text, tz)[1])


def _read(text: str, tz: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    stretch = _STRETCH.match(text.strip())
    try:
        if stretch:
            return _bounds(*(int(part) if part else None for part in stretch.groups()), tz=tz)
        instant = datetime.fromisoformat(_LOST_PLUS.sub(r"\1+\2", text.strip()))
    except ValueError:
        raise ValueError(
            "must be a date such as 2022-02-10, or an instant such as 2022-02-10T08:30:00Z"
        ) from None
    instant = instant if instant.tzinfo else instant.replace(tzinfo=tz)
    return instant, instant


def _bounds(
    year: int | None, month: int | None, day: int | None, *, tz: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    start = datetime(year or 0, month or 1, day or 1, tzinfo=tz)
    try:
        if day:
            # Wall time: the next midnight, however long the clocks make the day.
            return start, start + timedelta(days=1)
        if month:
            return start, (start + timedelta(days=31)).replace(day=1)
        return start, start.replace(year=start.year + 1)
    except (OverflowError, ValueError):
        return start, None


def _utc(instant: datetime | None) -> datetime | None:
    """None where UTC's clock is outside the years 1 to 9999."""
    try:
        return None if instant is None else instant.astimezone(UTC)
    except OverflowError:
        return None
