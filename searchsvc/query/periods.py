"""Dates as people write them, in ISO 8601 order: each stands for its whole period."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from searchsvc.errors import InputError, Problem

_DATE = re.compile(
    r"""(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)
        (?:[Tt\ ](?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d{1,6}))?)?)?
           (?P<offset>[Zz]|[+-]\d\d:?\d\d)?)?)?)?""",
    re.ASCII | re.VERBOSE,
)


def zone(name: str) -> tzinfo:
    """The time zone with this IANA name (``Asia/Tokyo``). Raises InputError."""
    if name.upper() in ("UTC", "Z"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"There is no time zone {name[:64]!r}; use an IANA name such as Europe/Madrid, or UTC"
        raise InputError(message, problems=(Problem(message, parameter="tz"),)) from None


def period(text: str, local: tzinfo) -> tuple[datetime | None, datetime | None]:
    """Start and end (exclusive), in UTC, of the year, month, day, hour, minute, second or
    microsecond that ``text`` names; without an offset it is read in ``local``.

    None is a bound outside of the years 1 to 9999. Raises ValueError for what is not a date.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a date; write 2022, 2022-02, 2022-02-10 or 2022-02-10T05:00Z")
    written = {name: int(value) for name, value in match.groupdict().items() if value and name != "offset"}
    try:
        start = datetime(
            written["year"],
            written.get("month", 1),
            written.get("day", 1),
            written.get("hour", 0),
            written.get("minute", 0),
            written.get("second", 0),
            int((match["fraction"] or "0").ljust(6, "0")),
            tzinfo=_offset(match["offset"]) if match["offset"] else local,
        )
    except ValueError:
        raise ValueError(f"{text!r} is no date of the calendar") from None
    return _utc(start), _end(start, written)


_LENGTHS = {
    "fraction": timedelta(microseconds=1),
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
}


def _end(start: datetime, written: dict[str, int]) -> datetime | None:
    try:
        for name, length in _LENGTHS.items():
            if name in written:
                # Counted in UTC, for an hour may be missing or stand twice on a local clock.
                return start.astimezone(UTC) + length
        if "day" in written:
            return _utc(start + timedelta(days=1))
        if "month" in written:
            return _utc((start + timedelta(days=32)).replace(day=1))
        return _utc(start.replace(year=start.year + 1))
    except (OverflowError, ValueError):
        return None


def _utc(instant: datetime) -> datetime | None:
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        return None


def _offset(text: str) -> tzinfo:
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    length = timedelta(hours=hours, minutes=minutes)
    return timezone(-length if text[0] == "-" else length)
