"""Reading and writing what finds the story of an article: signatures of texts by the keys they share,
inside a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, func, insert, select

from searchsvc.store.records import StorySignature, from_microseconds, to_microseconds
from searchsvc.store.schema import story_bands, story_signatures

KEYS_AT_ONCE = 5_000
MOST_ROWS = 20_000
"""Rows of one look-up; beyond them the rest is left out. Copy repeated without end, to slow down those
that write, costs some tens of milliseconds so."""

_ALIKE = (
    select(story_bands.c.key, story_bands.c.signature)
    .where(story_bands.c.key.in_(bindparam("keys", expanding=True)))
    .limit(MOST_ROWS)
)
_OF_NUMBERS = select(story_signatures).where(
    story_signatures.c.number.in_(bindparam("numbers", expanding=True))
)
_LAST = select(func.max(story_signatures.c.number))
_INSERT_SIGNATURE = insert(story_signatures)
_INSERT_BAND = insert(story_bands)


def read_alike(connection: Connection, keys: Sequence[int]) -> dict[int, list[StorySignature]]:
    """The signatures kept under any of ``keys``, by key."""
    rows: list[tuple[int, int]] = []
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = keys[start : start + KEYS_AT_ONCE]
        rows += [(row.key, row.signature) for row in connection.execute(_ALIKE, {"keys": some})]
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
    signatures = []
    bands = []
    for signature, keys in added:
        dated = to_microseconds(signature.dated)
        signatures.append(
            {
                "number": signature.number,
                "story": signature.story,
                "dated": dated,
                "places": signature.places,
            }
        )
        bands += [{"key": key, "signature": signature.number} for key in set(keys)]
    if signatures:
        connection.execute(_INSERT_SIGNATURE, signatures)
        connection.execute(_INSERT_BAND, bands)
