"""Which files have been compared with their checksums: each once, until it changes or the machine restarts.

Comparing reads every byte, about a second a gigabyte; a file that was seen whole, and that the file system
says was not touched since, is not read again by the next process. What is remembered is in ``verified``.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from pathlib import Path

import orjson

RECORD = "verified"

_BOOT = Path("/proc/sys/kernel/random/boot_id")

Mark = tuple[int, int, int, int]


class Verified:
    """The files of an index folder that were seen whole, as the file system marks them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._marks: dict[str, Mark] | None = None

    def __contains__(self, name: str) -> bool:
        """Whether ``name`` (relative to the folder) is as it was when it was seen whole. Raises OSError."""
        mark = _mark(self._folder / name)
        with self._lock:
            if self._marks is None or self._marks.get(name) != mark:
                # Another process may have looked at it meanwhile.
                self._marks = {**self._read(), **(self._marks or {})}
            return self._marks.get(name) == mark

    def add(self, names: Iterable[str], *, among: Iterable[str]) -> None:
        """Remember that these are whole; of what was remembered only ``among`` is kept."""
        with self._lock:
            marks = {**self._read(), **(self._marks or {})}
            marks |= {name: _mark(self._folder / name) for name in names}
            wanted = set(among)
            self._marks = {name: mark for name, mark in marks.items() if name in wanted}
            self._write(self._marks)

    def _read(self) -> dict[str, Mark]:
        try:
            kept = orjson.loads((self._folder / RECORD).read_bytes())
            if kept["boot"] != _boot():
                return {}
            return {name: tuple(mark) for name, mark in kept["files"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}  # it is only there to save time

    def _write(self, marks: dict[str, Mark]) -> None:
        temporary = self._folder / f".{RECORD}.{os.getpid()}.{threading.get_ident()}.tmp"
        try:
            temporary.write_bytes(orjson.dumps({"boot": _boot(), "files": marks}))
            temporary.replace(self._folder / RECORD)
        except OSError:
            temporary.unlink(missing_ok=True)  # such as a folder that this process may only read


def _mark(path: Path) -> Mark:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _boot() -> str:
    try:
        return _BOOT.read_text()
    except OSError:
        return ""
