"""A drop folder: which files in it are whole and new. Files half written are left alone.

Symbolic links are not followed: who may put files there need not be allowed to read what they lead to.
A file is whole when neither its size nor its time has changed for a while, and it has bytes; hidden files,
and such as are called ``.part`` or ``.tmp``, are not taken. What was taken in is known by the hash of its
bytes, in the store: neither a restart nor another name makes it new.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from stat import S_ISREG

from searchsvc.formats import SUFFIXES
from searchsvc.ingest.files import open_own
from searchsvc.store import Drop, Store

GROUP = 200
"""Files that are taken in before it is kept that they were: after a crash so many are read again, and
found unchanged."""
UNFINISHED = (".part", ".partial", ".tmp", ".filepart", ".crdownload")


@dataclass(frozen=True)
class Look:
    """A file as it was seen: its size in bytes, its time in nanoseconds, and since when it is so, in
    seconds of the caller's clock."""

    size: int
    changed: int
    since: float


class DropFolder:
    """Sees what is new in ``folder``, and below it. A file must stay as it is for ``settle`` seconds."""

    def __init__(self, store: Store, folder: Path, settle: float) -> None:
        self._store = store
        self._folder = folder.absolute()
        self._settle = settle
        self._seen: dict[str, Look] = {}
        self._known: dict[str, tuple[int, int]] = {}
        self._others: dict[str, bool] = {}

    def others(self) -> list[str]:
        """The files in the folder, as ``whole`` saw it last, that no format reads for their suffix; each is
        given once."""
        new = [name for name, is_told in self._others.items() if not is_told]
        self._others = dict.fromkeys(self._others, True)
        return new

    def whole(self, now: float) -> list[str]:
        """The files that are whole and were not taken in as they are now, in the order of their names.

        ``now``, in seconds, is compared with earlier calls, and with the times of files at the first.
        """
        seen = {}
        ready = []
        files, others = _files(self._folder)
        self._others = {name: self._others.get(name, False) for name in others}
        for path in files:
            try:
                stat = path.lstat()
            except OSError:
                continue  # gone meanwhile
            if not S_ISREG(stat.st_mode):
                continue
            name = str(path)
            look = self._seen.get(name)
            if look is None:
                look = Look(stat.st_size, stat.st_mtime_ns, min(now, max(stat.st_mtime, stat.st_ctime)))
            elif (look.size, look.changed) != (stat.st_size, stat.st_mtime_ns):
                look = Look(stat.st_size, stat.st_mtime_ns, now)
            seen[name] = look
            if look.size and now - look.since >= self._settle:
                ready.append(name)
        self._seen = seen
        self._known = {name: known for name, known in self._known.items() if name in seen}
        return self._not_taken(ready)

    def new(self, files: Sequence[str], at: datetime) -> list[Drop]:
        """Those of ``files`` whose bytes were never taken in, as they are to be kept afterwards; of several
        with the same bytes the first. That the others are here is kept at once."""
        drops = [drop for name in files if (drop := self._drop(name, at)) is not None]
        hashes = self._store.dropped_hashes([drop.hash for drop in drops])
        fresh: list[Drop] = []
        known: list[Drop] = []
        for drop in drops:
            (known if drop.hash in hashes else fresh).append(drop)
            hashes.add(drop.hash)
        if known:
            self.keep(known)
        return fresh

    def keep(self, taken: Sequence[Drop]) -> None:
        """Keep that these were taken in, but for those that have changed since."""
        unchanged = [drop for drop in taken if _as_it_is(drop.path) in (None, (drop.size, drop.changed))]
        with self._store.transaction() as transaction:
            transaction.keep_drops(unchanged)
        self._known |= {drop.path: (drop.size, drop.changed) for drop in unchanged}

    def _not_taken(self, names: list[str]) -> list[str]:
        unknown = [name for name in names if self._known.get(name) != self._as_seen(name)]
        kept = self._store.drops(unknown) if unknown else {}
        self._known |= {name: (drop.size, drop.changed) for name, drop in kept.items()}
        return [name for name in unknown if self._known.get(name) != self._as_seen(name)]

    def _as_seen(self, name: str) -> tuple[int, int]:
        look = self._seen[name]
        return look.size, look.changed

    def _drop(self, name: str, at: datetime) -> Drop | None:
        """The file with the hash of its bytes; None where it changes while it is read, or is gone."""
        try:
            with open_own(name) as stream:
                stat = os.fstat(stream.fileno())
                digest = file_digest(stream, "sha256").hexdigest()
        except OSError:
            return None
        drop = Drop(name, stat.st_size, stat.st_mtime_ns, digest, at)
        is_same = _as_it_is(name) == self._as_seen(name) == (drop.size, drop.changed)
        return drop if is_same else None


def _as_it_is(name: str) -> tuple[int, int] | None:
    try:
        stat = Path(name).lstat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


def _files(folder: Path) -> tuple[list[Path], list[str]]:
    """The files below ``folder`` that may be taken, and those that have another suffix, by their names."""
    found: list[Path] = []
    others: list[str] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - quick, for folders of many files
            if name.startswith(".") or suffix in UNFINISHED:
                continue
            if suffix in SUFFIXES:
                found.append(Path(parent, name))
            else:
                others.append(os.path.join(parent, name))  # noqa: PTH118
    return sorted(found), sorted(others)
