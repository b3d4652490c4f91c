"""What may be deleted in an index folder, and when: nothing that the manifest or a lease names, and nothing
that another process may be opening right now."""

from __future__ import annotations

import math
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import orjson

from searchsvc.engines.whoosh.manifest import Manifest, decode_manifest, encode_manifest
from searchsvc.errors import IndexDamagedError

LEASES = "leases"


class Leases:
    """Pins of old commits: a file for each, naming what it needs and until when (seconds since 1970)."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder / LEASES
        self._clock = clock
        self._known: dict[int, float] = {}

    def pin(self, manifest: Manifest, seconds: float) -> None:
        """Keep the commit's files for at least ``seconds``; its file is rewritten once a minute at most.

        Raises OSError where it cannot be written; the commit's files then stay as long as it is the last.
        """
        now = self._clock()
        known = self._known.get(manifest.generation, 0.0) >= now + seconds
        # One look a search with a page that follows: 1.5 microseconds, where a Path takes 6.
        if known and os.path.exists(f"{self._folder}/{manifest.generation}.json"):  # noqa: PTH110
            return
        until = now + seconds + 60
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f".{manifest.generation}.{os.getpid()}.{time.monotonic_ns()}.tmp"
        try:
            temporary.write_bytes(orjson.dumps({"until": until}) + b"\n" + encode_manifest(manifest))
            temporary.replace(self._path(manifest.generation))
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        self._known = {g: t for g, t in self._known.items() if t > now} | {manifest.generation: until}

    def find(self, generation: int) -> Manifest | None:
        """The pinned commit, or None where it was never pinned or has expired."""
        try:
            until, manifest = self._read(self._path(generation))
        except (OSError, IndexDamagedError, ValueError, KeyError):
            return None
        return manifest if until > self._clock() else None

    def active(self) -> list[Manifest]:
        """The commits pinned now; leases that have expired or cannot be read are deleted."""
        pinned = []
        for path in self._folder.glob("*.json"):
            try:
                until, manifest = self._read(path)
            except (OSError, IndexDamagedError, ValueError, KeyError):
                path.unlink(missing_ok=True)
                continue
            if until > self._clock():
                pinned.append(manifest)
            else:
                path.unlink(missing_ok=True)
        return pinned

    def _path(self, generation: int) -> Path:
        return self._folder / f"{generation}.json"

    def _read(self, path: Path) -> tuple[float, Manifest]:
        head, _, body = path.read_bytes().partition(b"\n")
        return float(orjson.loads(head)["until"]), decode_manifest(body, str(path))


_LOOKS = 30
"""How often the folder is looked through while a grace lasts, at most: under a trickle of commits each look
would take as long as a commit."""


class Garbage:
    """Deletes what no commit needs once it has been unneeded for ``grace`` seconds.

    The grace covers a process that has just read an older manifest and is opening its files, or pinning it.
    """

    def __init__(
        self, folder: Path, leases: Leases, grace: float, clock: Callable[[], float] = time.time
    ) -> None:
        self._folder = folder
        self._leases = leases
        self._grace = grace
        self._clock = clock
        self._unneeded: dict[Path, float] = {}
        self._looked = -math.inf
        self._last: Manifest | None = None

    def found_at_start(self, manifest: Manifest, spared: Collection[str]) -> None:
        """Count what lies unneeded from the last commit on: what a crash left is not waited for again."""
        self._unneeded = dict.fromkeys(self._candidates(manifest, spared), manifest.committed)

    def collect(self, manifest: Manifest, spared: Collection[str]) -> None:
        """Delete what neither ``manifest`` nor a lease needs, grace over.

        ``spared`` are beginnings of names, relative to the folder, of what is being written.
        """
        now = self._clock()
        if self._last:
            for name in {self._last.build, *self._last.files} - {manifest.build, *manifest.files}:
                self._unneeded.setdefault(self._folder / name, now)
        self._last = manifest
        if 0 <= now - self._looked < self._grace / _LOOKS:
            return
        self._looked = now
        candidates = list(self._candidates(manifest, spared))
        self._unneeded = {path: self._unneeded.get(path, now) for path in candidates}
        for path, since in list(self._unneeded.items()):
            if now - since >= self._grace:
                _remove(path)
                del self._unneeded[path]

    def _candidates(self, manifest: Manifest, spared: Collection[str]) -> Iterator[Path]:
        for path in self._unnamed(manifest):
            if not path.relative_to(self._folder).as_posix().startswith(tuple(spared)):
                yield path

    def _unnamed(self, manifest: Manifest) -> Iterator[Path]:
        kept = [*self._leases.active(), manifest]
        files = {name for each in kept for name in each.files}
        builds = {each.build for each in kept}
        for build in self._folder.glob("build-*"):
            if build.name not in builds:
                yield build
                continue
            for path in build.glob("*/*"):
                if path.relative_to(self._folder).as_posix() not in files:
                    yield path
        yield from self._folder.glob(".*.tmp")
        yield from (self._folder / LEASES).glob(".*.tmp")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
