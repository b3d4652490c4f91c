"""The manifest: which files make up the index, and up to which store sequence. Renaming it is the commit.

``manifest.json`` names a build folder, a table of contents for each target, and the size of every file that
they need. ``number`` is eight bytes that processes map, to see without a system call that a commit happened.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from searchsvc.engines.whoosh.schema import fingerprint
from searchsvc.errors import IndexDamagedError
from searchsvc.search import Reached

MANIFEST = "manifest.json"
_NUMBER = struct.Struct("<q")


@dataclass(frozen=True)
class Manifest:
    """One commit. ``articles`` and ``quotes`` are generations of Whoosh's tables of contents in
    ``build``; ``files`` maps their files, relative to the index folder, to sizes in bytes, ``checksums`` a
    target to the CRC-32 of its table of contents; ``committed`` is in seconds since 1970."""

    generation: int
    build: str
    articles: int
    quotes: int
    upto: int
    committed: float
    counts: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    checksums: dict[str, int] = field(default_factory=dict)
    schema: str = field(default_factory=fingerprint)
    mark: str = ""
    """What tells the store's change at ``upto``; manifests of earlier versions have none."""

    @property
    def reached(self) -> Reached:
        """The store sequence that the commit reached, and what tells the change there."""
        return Reached(self.upto, self.mark)

    def toc(self, target: str) -> int:
        """The generation of the target's table of contents."""
        return self.articles if target == "articles" else self.quotes


def read_manifest(folder: Path) -> Manifest | None:
    """The committed manifest; None where nothing was committed yet. Raises IndexDamagedError."""
    try:
        data = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise IndexDamagedError(f"The index manifest in {folder} cannot be read: {error}") from error
    return decode_manifest(data, str(folder / MANIFEST))


def decode_manifest(data: bytes, name: str) -> Manifest:
    """A manifest from its bytes. Raises IndexDamagedError, also for another schema or format."""
    try:
        plain: dict[str, Any] = orjson.loads(data)
        if plain["schema"] != fingerprint():
            raise IndexDamagedError(f"{name} was written with another schema; rebuild the index")
        checksum = plain.pop("checksum")
        manifest = Manifest(**plain)
        if checksum != _checksum(plain):
            raise ValueError("the checksum differs")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamagedError(f"{name} is not a manifest of this service; rebuild the index") from error
    return manifest


def encode_manifest(manifest: Manifest) -> bytes:
    """The inverse of ``decode_manifest``."""
    plain = asdict(manifest)
    return orjson.dumps({**plain, "checksum": _checksum(plain)}, option=orjson.OPT_INDENT_2)


def _checksum(plain: dict[str, Any]) -> int:
    return zlib.crc32(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS))


def write_durably(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data`` so that a crash leaves the old or the new file, whole."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Put a file's or folder's contents on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class CommitNumber:
    """The mapped number of an index folder: the generation of the last commit, -1 before the first.

    Only one made ``writable`` can ``write``. Threads may read while one of them follows or closes.
    """

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        self._path = folder / "number"
        self._writable = writable
        self._map: mmap.mmap | None = None
        self._inode = -1

    def read(self) -> int:
        """The number, from memory once the file is there."""
        mapped = self._map if self._map is not None else self._open()
        if mapped is None:
            return -1
        try:
            return int(_NUMBER.unpack_from(mapped)[0])
        except ValueError:
            return -1  # another thread has just let go of it

    def write(self, number: int) -> None:
        """Set the number for all processes, creating the file where it is missing."""
        if self._moved():
            self.close()
        mapped = self._map if self._map is not None else self._open()
        if mapped is None:
            write_durably(self._path, _NUMBER.pack(number))
        else:
            _NUMBER.pack_into(mapped, 0, number)

    def follow(self) -> None:
        """Let go of a file that was deleted or replaced, so that the next read opens the new one."""
        if self._moved():
            self.close()

    def _moved(self) -> bool:
        try:
            return self._path.stat().st_ino != self._inode
        except OSError:
            return True

    def _open(self) -> mmap.mmap | None:
        access = mmap.ACCESS_WRITE if self._writable else mmap.ACCESS_READ
        try:
            with self._path.open("r+b" if self._writable else "rb") as file:
                if os.fstat(file.fileno()).st_size < _NUMBER.size:
                    return None
                self._inode = os.fstat(file.fileno()).st_ino
                self._map = mmap.mmap(file.fileno(), _NUMBER.size, access=access)
        except OSError:
            return None
        return self._map

    def close(self) -> None:
        """Unmap the file."""
        mapped, self._map = self._map, None
        if mapped is not None:
            mapped.close()
