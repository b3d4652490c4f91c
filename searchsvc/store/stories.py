"""Reading and writing what finds the story of an article: signatures of texts by the keys they share,
inside a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, func, select

from searchsvc.store.inserting import insert_rows
from searchsvc.store.records import StorySignature, from_microseconds, to_microseconds
from searchsvc.store.schema import story_bands, story_signatures

KEYS_AT_ONCE = 5_000
MOST_ROWS = 20_000
"""Rows of one look-up; beyond them the rest is left out. Copy repeated without end, to slow down those
that write, costs some tens of milliseconds so."""

# The numbers stand in the statement: parameters in such numbers take longer than the look-up itself.
_ALIKE = "SELECT key, signature FROM story_bands WHERE key IN ({}) LIMIT {}"
_OF_NUMBERS = select(story_signatures).where(
    story_signatures.c.number.in_(bindparam("numbers", expanding=True))
)
_LAST = select(func.max(story_signatures.c.number))


def read_alike(connection: Connection, keys: Sequence[int]) -> dict[int, list[StorySignature]]:
    """The signatures kept under any of ``keys``, by key."""
    rows: list[tuple[int, int]] = []
    for start in range(0, len(keys), KEYS_AT_ONCE):
        listed = ",".join(map(str, sorted(keys[start : start + KEYS_AT_ONCE])))
        query = _ALIKE.format(listed, MOST_ROWS)
        rows += [(key, number) for key, number in connection.exec_driver_sql(query)]
    numbers = list({number for _, number in rows})
    known: dict[int, StorySignature] = {}
    for start in range(0, len(numbers), KEYS_AT_ONCE):
        some = numbers[start : start + KEYS_AT_ONCE]
        for row in connection.execute(_OF_NUMBERS, {"numbers": some}):
            dated = None if row.dated is None else from_microseconds(row.dated)
            known[row.number] = StorySignature(row.number, row.story, dated, row.places)
    found: dict[int, list[StorySignature]] = {}
    for key, number in rows:
        found.setdefault(key, []).append(known[number])
    return found


def last_signature(connection: Connection) -> int:
    """The highest number of a signature; 0 for none."""
    return connection.scalar(_LAST) or 0


def insert_signatures(connection: Connection, added: Iterable[tuple[StorySignature, Sequence[int]]]) -> None:
    """Keep signatures, each under its keys."""
    signatures: list[tuple[int, str, int | None, bytes]] = []
    bands: list[tuple[int, int]] = []
    for signature, keys in added:
        dated = to_microseconds(signature.dated)
        signatures.append((signature.number, signature.story, dated, signature.places))
        bands += [(key, signature.number) for key in set(keys)]
    bands.sort()  # the order of the table: what stands side by side is written at once
    insert_rows(connection, story_signatures, ("number", "story", "dated", "places"), signatures)
    insert_rows(connection, story_bands, ("key", "signature"), bands)
