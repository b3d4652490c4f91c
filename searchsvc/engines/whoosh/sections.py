"""A segment's file: named arrays end to end, each with a checksum, mapped when read.

Layout, little-endian: eight bytes ``MAGIC``; the sections, each starting at a multiple of 64; a directory as
JSON (format, facts about the segment, and for each section offset, size, NumPy type and CRC-32); 24 bytes of
offset, size and CRC-32 of the directory and the end mark. A file that ends elsewhere was cut short.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO, Any

import numpy as np
import orjson
from numpy.typing import NDArray

from searchsvc.errors import IndexDamagedError

MAGIC = b"wireseg\n"
FORMAT = 1
"""The version of this layout and of what is in the sections."""

_TRAILER = struct.Struct("<QII8s")
_ALIGNED = 64
IN_MEMORY = 4 * 2**20
"""Bytes of all sections together that wait in memory until the file is written; of more, the longest
sections go to temporary files."""

IN_SCRATCH = 2**18
COPIED = 2**18
"""Bytes that are copied from one file to another at a time."""


class SectionWriter:
    """Gathers sections piece by piece, in any order, and writes the file."""

    def __init__(self, folder: str | None = None) -> None:
        self._folder = folder
        self._pieces: dict[str, tempfile.SpooledTemporaryFile[bytes]] = {}
        self._held: dict[str, int] = {}
        self._dtypes: dict[str, str] = {}

    def append(self, name: str, array: NDArray[Any]) -> None:
        """Add to the end of section ``name``, in its type."""
        self._dtypes.setdefault(name, array.dtype.str)
        self._add(name, np.ascontiguousarray(array).data, array.nbytes)

    def append_bytes(self, name: str, data: bytes) -> None:
        """Add bytes to the end of section ``name``."""
        self._dtypes.setdefault(name, "|u1")
        self._add(name, data, len(data))

    def append_file(self, name: str, file: IO[bytes]) -> None:
        """Add all that is in ``file`` to the end of section ``name``."""
        file.seek(0)
        while data := file.read(COPIED):
            self.append_bytes(name, data)

    def scratch(self) -> IO[bytes]:
        """A file for what cannot be appended yet, gone when it is closed."""
        return tempfile.SpooledTemporaryFile(IN_SCRATCH, dir=self._folder)

    def scratch_on_disk(self) -> IO[bytes]:
        """The same, for what would not fit into memory."""
        return tempfile.TemporaryFile(dir=self._folder)

    def _add(self, name: str, data: Any, size: int) -> None:
        piece = self._pieces.get(name)
        if piece is None:
            # It lives until this writer does, across calls.
            piece = tempfile.SpooledTemporaryFile(dir=self._folder)  # noqa: SIM115
            self._pieces[name] = piece
            self._held[name] = 0
        if name in self._held:
            self._held[name] += size
            while sum(self._held.values()) > IN_MEMORY:
                longest = max(self._held, key=self._held.__getitem__)
                del self._held[longest]
                self._pieces[longest].rollover()
        piece.write(data)

    def write(self, file: Any, facts: Mapping[str, Any]) -> None:
        """Write all to ``file`` (with ``write``), and let go of what was gathered."""
        file.write(MAGIC)
        at = len(MAGIC)
        directory: dict[str, list[Any]] = {}
        for name, piece in sorted(self._pieces.items()):
            padding = -at % _ALIGNED
            file.write(bytes(padding))
            at += padding
            piece.seek(0)
            start, checksum = at, 0
            while data := piece.read(COPIED):
                checksum = zlib.crc32(data, checksum)
                file.write(data)
                at += len(data)
            directory[name] = [start, at - start, self._dtypes[name], checksum]
        self.discard()
        encoded = orjson.dumps({"format": FORMAT, "facts": facts, "sections": directory})
        file.write(encoded)
        file.write(_TRAILER.pack(at, len(encoded), zlib.crc32(encoded), MAGIC))

    def discard(self) -> None:
        """Let go of what was gathered."""
        for piece in self._pieces.values():
            piece.close()
        self._pieces = {}
        self._held = {}


class Sections:
    """A segment's file, read: arrays over ``data`` (bytes or a map of the file), not copied.

    Raises IndexDamagedError where it is no such file, or was cut short; ``verify`` looks at every byte.
    """

    def __init__(self, data: Any, name: str) -> None:
        self._data = data
        self._name = name
        size = len(data)
        if size < len(MAGIC) + _TRAILER.size or bytes(data[: len(MAGIC)]) != MAGIC:
            raise self._damaged("is no segment")
        start, length, checksum, mark = _TRAILER.unpack(data[size - _TRAILER.size : size])
        if mark != MAGIC or start + length + _TRAILER.size != size:
            raise self._damaged("was cut short")
        encoded = bytes(data[start : start + length])
        if zlib.crc32(encoded) != checksum:
            raise self._damaged("has a directory that is damaged")
        directory = orjson.loads(encoded)
        if directory["format"] != FORMAT:
            raise self._damaged(f"has format {directory['format']}, not {FORMAT}")
        self.facts: dict[str, Any] = directory["facts"]
        self._directory: dict[str, list[Any]] = directory["sections"]

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def __iter__(self) -> Iterator[str]:
        return iter(self._directory)

    def array(self, name: str, dtype: str | None = None) -> NDArray[Any]:
        """Section ``name``, empty where there is none (of type ``dtype``). Not to be written to."""
        if name not in self._directory:
            return np.zeros(0, dtype or "|u1")
        start, size, kept, _ = self._directory[name]
        found = np.dtype(kept)
        return np.frombuffer(self._data, found, size // found.itemsize, start)

    @property
    def whole(self) -> NDArray[np.uint8]:
        """The file's bytes, of which all the arrays are views."""
        return np.frombuffer(self._data, np.uint8)

    def content(self, name: str) -> bytes:
        """Section ``name``, copied."""
        if name not in self._directory:
            return b""
        start, size, *_ = self._directory[name]
        return bytes(self._data[start : start + size])

    def verify(self) -> None:
        """Compare every section with its checksum. Raises IndexDamagedError."""
        with memoryview(self._data) as view:
            for name, (start, size, _, checksum) in self._directory.items():
                if zlib.crc32(view[start : start + size]) != checksum:
                    raise self._damaged(f"has a damaged section {name!r}")

    def _damaged(self, what: str) -> IndexDamagedError:
        return IndexDamagedError(f"{self._name} {what}; rebuild the index")
