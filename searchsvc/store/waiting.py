"""Advisories whose story is not here yet, kept under the id that the story will have, inside a transaction of
the caller's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

import orjson
from sqlalchemy import Connection, delete, insert, select

from searchsvc.store.records import Waiting
from searchsvc.store.schema import values

MOST = 20
"""Advisories that are kept for one story: whoever sends more asks for nothing new."""
_KEY = "advisory:"


def keep(connection: Connection, advisory: Waiting) -> None:
    """Keep an advisory beside those that wait for the same story, in place of what it said before."""
    others = read(connection, [advisory.target]).get(advisory.target, [])
    kept = [each for each in others if each.article != advisory.article][-MOST + 1 :]
    key = _KEY + advisory.target
    connection.execute(delete(values).where(values.c.key == key))
    data = orjson.dumps([asdict(each) for each in (*kept, advisory)]).decode()
    connection.execute(insert(values).values(key=key, value=data))


def read(connection: Connection, targets: Iterable[str]) -> dict[str, list[Waiting]]:
    """The advisories that wait for these articles, in order of arrival, by the article's id."""
    keys = [_KEY + target for target in targets]
    rows = connection.execute(select(values).where(values.c.key.in_(keys))) if keys else ()
    return {row.key.removeprefix(_KEY): [Waiting(**each) for each in orjson.loads(row.value)] for row in rows}
