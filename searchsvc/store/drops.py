"""Reading and writing which files of a drop folder were taken in, inside a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from searchsvc.store.records import Drop, from_microseconds, to_microseconds
from searchsvc.store.schema import drops

AT_ONCE = 1_000

_DELETE = delete(drops).where(drops.c.path == bindparam("of"))
_OF_PATHS = select(drops).where(drops.c.path.in_(bindparam("paths", expanding=True)))
_OF_HASHES = select(drops.c.hash).where(drops.c.hash.in_(bindparam("hashes", expanding=True)))


def read_drops(connection: Connection, paths: Sequence[str]) -> dict[str, Drop]:
    """Those of the files that were taken in, by path, as they were then."""
    names = {_storable(path): path for path in paths}
    kept = list(names)
    found = {}
    for start in range(0, len(kept), AT_ONCE):
        for row in connection.execute(_OF_PATHS, {"paths": kept[start : start + AT_ONCE]}):
            path, taken = names[row.path], from_microseconds(row.taken_at)
            found[path] = Drop(path, row.size, row.changed, row.hash, taken)
    return found


def read_hashes(connection: Connection, hashes: Sequence[str]) -> set[str]:
    """Those of the contents that were taken in, whatever the file was called."""
    return set(connection.scalars(_OF_HASHES, {"hashes": hashes}))


def keep_drops(connection: Connection, taken: Iterable[Drop]) -> None:
    """Keep that these files were taken in."""
    rows = {
        _storable(drop.path): {
            "path": _storable(drop.path),
            "size": drop.size,
            "changed": drop.changed,
            "hash": drop.hash,
            "taken_at": to_microseconds(drop.taken_at),
        }
        for drop in taken
    }
    if rows:
        connection.execute(_DELETE, [{"of": path} for path in rows])
        connection.execute(insert(drops), list(rows.values()))


def _storable(path: str) -> str:
    """The path as text, whatever bytes the file's name is made of."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
