"""Which version of an article replaces which. Pure: what is there, what came, and what follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from searchsvc.article import Article, PubStatus, format_instant, parse_instant
from searchsvc.errors import ConflictError, GoneError, InputError, Problem, SearchsvcError
from searchsvc.store import Entry, Outcome, State

MAX_VERSION = 200
"""Characters of a version; more is no version."""

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.A)


@dataclass(frozen=True)
class Candidate:
    """A version that came in: ``version`` as sent, or None; ``hash`` of what was sent; ``kills``: its
    ``pubstatus`` is canceled."""

    version: str | None
    versioncreated: datetime
    hash: str
    kills: bool


@dataclass(frozen=True)
class Decision:
    """What becomes of a candidate, under which version; ``error`` says why not, or why superseded."""

    outcome: Outcome
    version: str
    error: SearchsvcError | None = None


def check_version(version: str | None) -> None:
    """Raises InputError for a version that is too long to be one."""
    if version is not None and len(version) > MAX_VERSION:
        message = f"version has {len(version):,} characters; at most {MAX_VERSION}"
        raise InputError(message, problems=(Problem("too long", "version"),))


def compare(one: str, one_created: datetime, other: str, other_created: datetime) -> int:
    """-1, 0 or 1 as version ``one`` is lower than, the same as or higher than ``other``.

    As integers if both are digits, as instants if both are RFC 3339, else by when they were created;
    of two labels created at once the one that comes is taken for the higher.
    """
    if one == other:
        return 0
    if _is_number(one) and _is_number(other):
        return (int(one) > int(other)) - (int(one) < int(other))
    one_instant, other_instant = _instant(one), _instant(other)
    if one_instant is not None and other_instant is not None:
        return (one_instant > other_instant) - (one_instant < other_instant)
    return -1 if one_created < other_created else 1


def next_version(current: str, at: datetime) -> str:
    """The version after ``current`` for an article that came without one, at ``at``.

    Numbers count on; after an instant comes ``at``, or the next microsecond where that is not later;
    after any other label comes ``at`` too.
    """
    if _is_number(current):
        return str(int(current) + 1)
    instant = _instant(current)
    if instant is not None and instant >= at:
        at = instant + timedelta(microseconds=1)
    return format_instant(at)


def decide(
    entry: Entry | None,
    candidate: Candidate,
    at: datetime,
    *,
    seen: Callable[[], bool],
    same: Callable[[], bool],
    archive: bool,
) -> Decision:
    """What becomes of ``candidate``, where ``entry`` is what is there.

    ``archive``: one of many that may come in any order (bulk, folders), so that a lower version is
    kept as superseded, and ``seen()``, whether any version was made of the same, makes it unchanged.
    ``same()``: whether the stored version says the same in other bytes. A single write that cannot be
    is REFUSED with ConflictError or GoneError.
    """
    sent = candidate.version
    if entry is None:
        return Decision(_written(Outcome.CREATED, candidate), sent or "1")
    if entry.state is State.DELETED:
        return Decision(_written(Outcome.CREATED, candidate), sent or next_version(entry.version, at))
    killed = entry.state is State.KILLED and not candidate.kills
    if (candidate.hash == entry.hash and not killed) or (archive and seen()):
        return Decision(Outcome.UNCHANGED, entry.version)
    order = (
        1 if sent is None else compare(sent, candidate.versioncreated, entry.version, entry.versioncreated)
    )
    # A kill names the version that it withdraws: it is obeyed though it is no higher.
    obeyed = candidate.kills and order == 0 and entry.state is State.LIVE
    if killed and (sent is None or order <= 0) and not (archive and order < 0):
        return Decision(Outcome.REFUSED, entry.version, _gone(entry))
    if order > 0 or obeyed:
        version = sent or next_version(entry.version, at)
        return Decision(_written(Outcome.UPDATED, candidate), version)
    if order == 0:
        if same():
            return Decision(Outcome.UNCHANGED, entry.version)
        message = f"version {sent!r} of {entry.uri!r} is stored with other content; send a higher version"
        return Decision(Outcome.REFUSED, entry.version, ConflictError(message))
    message = f"version {sent!r} of {entry.uri!r} is lower than {entry.version!r}, which is stored"
    if archive:
        return Decision(Outcome.SUPERSEDED, sent or entry.version, ConflictError(message))
    return Decision(Outcome.REFUSED, entry.version, ConflictError(f"{message}; send a higher one"))


def may_be_shown(history: Sequence[Article], version: str, now: datetime) -> bool:
    """Whether readers may see what ``version`` was made of, long after other versions came.

    ``history`` is what there was, in order of arrival; of two that are called alike the last is meant. What
    was withheld, is under embargo still, or has expired stays so whatever came after it, and a kill takes
    away for good what came before it, and what is no higher.
    """
    places = [place for place, each in enumerate(history) if each.version == version]
    if not places:
        return True
    at = places[-1]
    asked = history[at]
    return asked.is_shown(now) and not any(
        each.pubstatus is PubStatus.CANCELED and (place > at or _is_as_high(each, asked))
        for place, each in enumerate(history)
    )


def _is_as_high(one: Article, other: Article) -> bool:
    return compare(one.version, one.versioncreated, other.version, other.versioncreated) >= 0


def _written(outcome: Outcome, candidate: Candidate) -> Outcome:
    return Outcome.DELETED if candidate.kills else outcome


def _gone(entry: Entry) -> GoneError:
    return GoneError(
        f"{entry.uri!r} was killed by its agency in version {entry.version!r};"
        " only a version that is given and higher brings it back"
    )


def _is_number(version: str) -> bool:
    return version.isascii() and version.isdigit()


def _instant(version: str) -> datetime | None:
    if not _RFC_3339.fullmatch(version):
        return None
    try:
        return parse_instant(version)
    except ValueError:
        return None
