"""A commit as a reader sees it: segments laid end to end in one space of document numbers, never changing."""

from __future__ import annotations

import pickle
import struct
import threading
import weakref
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshIndexError

from searchsvc.engines.whoosh.codec import WireSegment
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.manifest import Manifest
from searchsvc.engines.whoosh.schema import SCHEMAS, TARGETS
from searchsvc.engines.whoosh.segments import INDEX
from searchsvc.engines.whoosh.stored import SegmentData
from searchsvc.engines.whoosh.verification import Verified
from searchsvc.errors import IndexDamagedError
from searchsvc.search import Reached

UNREADABLE = (
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    TypeError,
    NameError,
    AssertionError,
)
"""What Whoosh raises, besides the named errors below, over bytes that are not its own."""

DAMAGE = (WhooshIndexError, pickle.UnpicklingError, struct.error, zlib.error)


class Snapshot:
    """One commit, opened: the manifest, and a collection for each target."""

    def __init__(self, manifest: Manifest | None, collections: Mapping[str, Collection]) -> None:
        self.manifest = manifest
        self.collections = collections

    @property
    def generation(self) -> int:
        """The commit's generation; 0 for an index without one."""
        return self.manifest.generation if self.manifest else 0

    @property
    def upto(self) -> int:
        """The store sequence that the commit reached."""
        return self.manifest.upto if self.manifest else 0

    @property
    def reached(self) -> Reached:
        """The same, with its mark."""
        return self.manifest.reached if self.manifest else Reached(0, "")


class ClosingStorage(FileStorage):  # type: ignore[misc]
    """A folder that closes what Whoosh opened in it and left open when it failed.

    As a context manager; files opened outside of it are the caller's.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._opened: list[Any] | None = None

    def open_file(self, name: str, **options: Any) -> Any:
        file = super().open_file(name, **options)
        if self._opened is not None:
            self._opened.append(file)
        return file

    def __enter__(self) -> ClosingStorage:
        self._opened = []
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        opened, self._opened = self._opened or [], None
        for file in opened if kind else ():
            if not file.is_closed:
                file.close()


class Opener:
    """Opens commits, sharing the segments that are open already."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._segments: weakref.WeakValueDictionary[str, SegmentData] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()
        self.verified = Verified(folder)

    def open(self, manifest: Manifest | None, near: Snapshot | None = None) -> Snapshot:
        """Open what ``manifest`` names; collections that did not change are taken from ``near``.

        Raises FileNotFoundError where a file is gone (the manifest may be an old one), IndexDamagedError
        where one is cut short or unreadable.
        """
        if manifest is None:
            return Snapshot(None, {target: Collection(target, []) for target in TARGETS})
        with self._lock:
            snapshot = Snapshot(manifest, {t: self._collection(manifest, t, near) for t in TARGETS})
            self._verify(snapshot)
            return snapshot

    def look(self, snapshot: Snapshot) -> None:
        """See whether files of an open commit were touched, and if so whether they are still whole.

        Raises FileNotFoundError, IndexDamagedError.
        """
        with self._lock:
            self._verify(snapshot)

    def _verify(self, snapshot: Snapshot) -> None:
        manifest = snapshot.manifest
        if manifest is None:
            return
        unknown = {name for name in manifest.files if name not in self.verified}
        for target, collection in snapshot.collections.items():
            for data in collection.segments:
                if f"{manifest.build}/{target}/{data.name}.seg" in unknown:
                    data.sections.verify()
        if unknown:
            self.verified.add(unknown, among=manifest.files)

    def _collection(self, manifest: Manifest, target: str, near: Snapshot | None) -> Collection:
        old = near.manifest if near else None
        if near and old and (old.build, old.toc(target)) == (manifest.build, manifest.toc(target)):
            return near.collections[target]
        prefix = f"{manifest.build}/{target}/"
        for name, size in manifest.files.items():
            if name.startswith(prefix) and (self._folder / name).stat().st_size != size:
                raise IndexDamagedError(f"{self._folder / name} has not its {size} bytes; rebuild the index")
        storage = ClosingStorage(self._folder / prefix)
        try:
            with storage:
                segments = self.table(manifest, target, storage).segments
                return Collection(target, [self._segment(storage, target, segment) for segment in segments])
        except FileNotFoundError:
            raise
        except (*UNREADABLE, *DAMAGE, OSError) as error:
            raise IndexDamagedError(f"The index in {self._folder} cannot be opened: {error!r}") from error

    def table(self, manifest: Manifest, target: str, storage: Any) -> TOC:
        """The target's table of contents. Raises IndexDamagedError where its checksum differs."""
        name = f"{manifest.build}/{target}/_{INDEX}_{manifest.toc(target)}.toc"
        if zlib.crc32((self._folder / name).read_bytes()) != manifest.checksums[target]:
            raise IndexDamagedError(f"{self._folder / name} is damaged; rebuild the index")
        return TOC.read(storage, INDEX, gen=manifest.toc(target))

    def _segment(
        self, storage: Any, target: str, segment: WireSegment
    ) -> tuple[SegmentData, NDArray[np.bool_] | None]:
        return self.data(storage, target, segment), segment.live()

    def data(self, storage: Any, target: str, segment: WireSegment) -> SegmentData:
        """The segment as arrays, shared with whoever has it open."""
        name = segment.segment_id()
        data = self._segments.get(name)
        if data is None:
            data = self._segments[name] = SegmentData(storage, SCHEMAS[target], segment)
        return data
