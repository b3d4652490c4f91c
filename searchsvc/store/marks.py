"""Marks of the change sequence: what tells a change from any other that a store may have at its number.

A store that was restored from a backup reaches the same numbers again with other changes. So each
transaction that raises the number draws a mark at random, and who has followed the sequence to a number
keeps the mark of it: a store that has another mark there, or none, went another way.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, bindparam, insert, select

from searchsvc.store.schema import values

_PREFIX = "mark:"
_HIGHEST = 2**63 - 1

# Written once: building and compiling them anew costs more than running them.
_DRAW = insert(values)
_NEXT = (
    select(values.c.value)
    .where(values.c.key.between(bindparam("first"), bindparam("last")))
    .order_by(values.c.key)
    .limit(1)
)


def draw(connection: Connection, head: int) -> None:
    """Mark the changes up to ``head`` from the mark before on. They must be of one transaction, or from
    before marks were kept."""
    connection.execute(_DRAW, {"key": _key(head), "value": secrets.token_hex(8)})


def read(connection: Connection, position: int) -> str:
    """The mark of the change ``position``, which is that of the transaction that made it; empty where there
    is none: for 0, for what is still to come, and for changes from before marks were kept."""
    if position == 0:
        return ""
    return connection.scalar(_NEXT, {"first": _key(position), "last": _key(_HIGHEST)}) or ""


def _key(number: int) -> str:
    return f"{_PREFIX}{number:019d}"
