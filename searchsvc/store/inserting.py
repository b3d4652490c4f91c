"""Many rows at once into a table, inside a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert


def insert_rows(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert ``rows``, whose values are of the columns ``names``, in the order in which the table has them.

    Where the driver takes values by position they are handed to it as they are: SQLAlchemy's own way, by
    names, takes several times as long as SQLite itself.
    """
    if not rows:
        return
    if connection.dialect.positional:
        connection.exec_driver_sql(_statement(connection.dialect, table, names), list(rows))
    else:
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


@lru_cache(maxsize=64)
def _statement(dialect: Dialect, table: Table, names: tuple[str, ...]) -> str:
    """The statement in the driver's words, its parameters in the order of ``names``."""
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    if tuple(compiled.positiontup or ()) != names:
        raise ValueError(f"the columns {names} are not in the order of {table.name}")
    return str(compiled)
