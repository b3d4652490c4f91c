"""When a message of a wire was sent, as its tail says: text -> instant.

IPTC 7901 writes day, time, zone, month and year: ``131137 GMT Nov 13``. ANPA 1312 leaves it to the agency:
``AP-WF-11-13-13 1509GMT``, ``KWS-21:37-09-12-18``. What is no date gives None.
"""

from __future__ import annotations

import re
from functools import cache

from searchsvc.formats.draft import read_instant
from searchsvc.formats.names import wire_codes

_GROUP = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s{0,4}(?:(?P<zone>[A-Z]{1,4})\s{1,4})?"
    r"(?P<month>[^\W\d_]{3,10})\.?\s{1,4}(?P<year>\d{4}|\d\d)\b"
)
_SENDER = r"\b(?P<sender>[A-Za-z]{2,5})(?:-[A-Z]{1,3})?-"
_DAY_TIME = re.compile(
    _SENDER
    + r"(?P<a>\d\d)-(?P<b>\d\d)-(?P<c>\d\d)\s{1,4}(?P<hour>\d\d):?(?P<minute>\d\d)"
    + r"\s{0,4}(?P<zone>[A-Z]{1,4})?"
)
_TIME_DAY = re.compile(
    _SENDER + r"(?P<hour>\d\d):(?P<minute>\d\d)-(?P<a>\d\d)-(?P<b>\d\d)-(?P<c>\d\d)(?P<zone>(?!))?"
)
ORDER = "mdy"
"""Of an agency that is not in the table: the guidelines are American."""


def sent_at(tail: str) -> tuple[str, str] | None:
    """The sender that the tail names (empty where none) and the instant as RFC 3339 in UTC, or None."""
    if found := _GROUP.search(tail):
        month = _months().get(found["month"][:4].casefold()) or _months().get(found["month"][:3].casefold())
        return _instant("", found, found["year"], month, found["day"])
    found = _DAY_TIME.search(tail) or _TIME_DAY.search(tail)
    if found is None:
        return None
    row = wire_codes("senders").get(found["sender"].lower(), {})
    parts = dict(zip(row.get("order", ORDER), (found["a"], found["b"], found["c"]), strict=True))
    return _instant(found["sender"], found, parts["y"], int(parts["m"]), parts["d"])


def is_time(line: str) -> bool:
    """Whether ``line`` is a date and time as IPTC 7901 ends a message with, and nothing else."""
    return len(line) < 60 and _GROUP.fullmatch(line.strip()) is not None


def _instant(
    sender: str, found: re.Match[str], year: str, month: int | None, day: str
) -> tuple[str, str] | None:
    if month is None:
        return None
    row = wire_codes("senders").get(sender.lower(), {})
    zone = wire_codes("zones").get(found["zone"] or "", row.get("zone", "Z"))
    full = year if len(year) == 4 else ("19" if year > "69" else "20") + year
    instant = read_instant(f"{full}-{month:02}-{day}T{found['hour']}:{found['minute']}:00{zone}")
    return None if instant is None else (sender, instant)


@cache
def _months() -> dict[str, int]:
    """Months by the letters they begin with."""
    return {
        letters: int(number) for number, words in wire_codes("months").items() for letters in words.split()
    }
