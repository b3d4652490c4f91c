"""Reading and writing what was refused of files, inside a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, func, insert, select, update

from searchsvc.store.records import Quarantined, from_microseconds, to_microseconds
from searchsvc.store.schema import quarantine
from searchsvc.store.tasks import storable

KEPT_BYTES = 8_000_000
"""Bytes that are kept of what was refused; of more, nothing: it is read again where it came from."""

_SHOWN = [column for column in quarantine.c if column.name != "original"]


def keep(
    connection: Connection,
    place: str,
    line: int | None,
    reason: str,
    position: int | None,
    original: bytes,
    at: datetime,
) -> None:
    """Keep what was refused, and where; where it is kept already, count that it was tried again."""
    same = and_(
        quarantine.c.place == storable(place),
        quarantine.c.line == (line or 0),
        quarantine.c.hash == sha256(original).hexdigest(),
    )
    told = {"reason": storable(reason), "position": position, "refused_at": to_microseconds(at)}
    changed = connection.execute(update(quarantine).where(same).values(**told, tries=quarantine.c.tries + 1))
    if changed.rowcount == 0:
        row = {
            "place": storable(place),
            "line": line or 0,
            "hash": sha256(original).hexdigest(),
            "size": len(original),
            "tries": 1,
            "original": original if len(original) <= KEPT_BYTES else None,
        }
        connection.execute(insert(quarantine), row | told)


def tried_again(connection: Connection, number: int, reason: str, position: int | None, at: datetime) -> None:
    """Keep why ``number`` is still refused."""
    changes = {
        "reason": storable(reason),
        "position": position,
        "refused_at": to_microseconds(at),
        "tries": quarantine.c.tries + 1,
    }
    connection.execute(update(quarantine).where(quarantine.c.number == number).values(changes))


def release_places(
    connection: Connection, places: Iterable[tuple[str, int | None]], before: datetime
) -> None:
    """Take out what was refused at one of ``places`` (with a line, or without) earlier than ``before``."""
    if not connection.scalar(select(exists(select(quarantine.c.number)))):
        return
    for place, line in set(places):
        here = and_(quarantine.c.place == storable(place), quarantine.c.line == (line or 0))
        earlier = quarantine.c.refused_at < to_microseconds(before)
        connection.execute(delete(quarantine).where(here, earlier))


def release(connection: Connection, numbers: Sequence[int]) -> int:
    """Take these out; how many there were."""
    return connection.execute(delete(quarantine).where(quarantine.c.number.in_(numbers))).rowcount


def read_page(connection: Connection, after: int, limit: int) -> list[Quarantined]:
    """What was refused, in the order of its numbers from the one after ``after``."""
    query = select(*_SHOWN).where(quarantine.c.number > after).order_by(quarantine.c.number).limit(limit)
    return [_quarantined(row) for row in connection.execute(query)]


def read_one(connection: Connection, number: int) -> Quarantined | None:
    """What was refused under ``number``."""
    row = connection.execute(select(*_SHOWN).where(quarantine.c.number == number)).one_or_none()
    return None if row is None else _quarantined(row)


def read_original(connection: Connection, number: int) -> bytes | None:
    """The bytes that are kept of ``number``."""
    return connection.scalar(select(quarantine.c.original).where(quarantine.c.number == number))


def count(connection: Connection) -> int:
    """How many there are."""
    return connection.scalar(select(func.count()).select_from(quarantine)) or 0


def _quarantined(row: Row[Any]) -> Quarantined:
    return Quarantined(
        number=row.number,
        place=row.place,
        line=row.line or None,
        position=row.position,
        reason=row.reason,
        size=row.size,
        tries=row.tries,
        refused_at=from_microseconds(row.refused_at),
    )
