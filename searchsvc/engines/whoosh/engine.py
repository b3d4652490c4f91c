"""The embedded engine: a folder, a writer that commits to it, and snapshots of its commits for searches."""

from __future__ import annotations

import pickle
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from whoosh.filedb.filestore import RamStorage

from searchsvc.article import Article
from searchsvc.engines.whoosh import cursors
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.cursors import FieldCursor, ScoreCursor, decode_cursor, encode_cursor
from searchsvc.engines.whoosh.documents import microseconds, rows_of
from searchsvc.engines.whoosh.executor import Executor
from searchsvc.engines.whoosh.garbage import Leases
from searchsvc.engines.whoosh.manifest import MANIFEST, CommitNumber, read_manifest
from searchsvc.engines.whoosh.schema import SCHEMAS
from searchsvc.engines.whoosh.searching import Answer, Shower, answer, count, visible_ids
from searchsvc.engines.whoosh.segments import SegmentBuilder
from searchsvc.engines.whoosh.snapshot import Opener, Snapshot
from searchsvc.engines.whoosh.stored import SegmentData
from searchsvc.engines.whoosh.suggesting import FEW, better_spelling, complete
from searchsvc.engines.whoosh.writer import IndexWriter
from searchsvc.errors import (
    GoneError,
    IndexDamagedError,
    InputError,
    Problem,
    TooLargeError,
    UnavailableError,
)
from searchsvc.search import (
    WINDOW,
    Delete,
    Match,
    Put,
    Reached,
    SearchRequest,
    SearchResult,
)
from searchsvc.tree import Node

GRACE = 30.0
"""Seconds that files stay after the last commit that names them: no process takes as long to open them."""

UNPINNED = "next_cursor may expire at any time: the index's folder is full, or cannot be written"
"""Said of a cursor whose commit cannot be kept for it."""

_LOOK_AGAIN = 1.0
"""Seconds after which a reader looks at the manifest itself: the folder may have been made anew."""

_POLL = 0.005
"""Seconds between looks at the mapped number while waiting for a commit."""


class WhooshEngine:
    """The ``Engine`` of ``searchsvc.search`` over a folder. Any thread may call it.

    ``processes`` is how many may be started to index a batch, or taken of ``pool``; ``grace`` and ``clock``
    (seconds since 1970) are for tests.
    """

    capabilities = frozenset({"suggest", "match", "score_cursor"})

    def __init__(
        self,
        folder: Path,
        *,
        processes: int = 1,
        pool: ProcessPoolExecutor | None = None,
        grace: float = GRACE,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._opener = Opener(folder)
        self._leases = Leases(folder, clock)
        self._writer = IndexWriter(
            folder, self._opener, self._leases, processes=processes, pool=pool, grace=grace, clock=clock
        )
        self._number = CommitNumber(folder)
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._seen = -1
        self._looked = 0.0
        self._stamp: tuple[int, int] | None = None
        self._pinned: dict[int, Snapshot] = {}

    # Writing

    def apply(self, changes: Iterable[Put | Delete], *, upto: int, mark: str = "") -> None:
        """See ``Engine``. Raises UnavailableError where another process writes, IndexDamagedError."""
        self._writer.apply(changes, upto=upto, mark=mark)

    def rebuild(self, articles: Iterable[Put], *, upto: int, mark: str = "") -> None:
        """See ``Engine``. ``apply`` may be called meanwhile, from another thread."""
        self._writer.rebuild(articles, upto=upto, mark=mark)

    # Which commit

    def position(self) -> int:
        """See ``Engine``. Raises IndexDamagedError where the index must be rebuilt."""
        return self._current().upto

    def reached(self) -> Reached:
        """See ``Engine``. Raises IndexDamagedError where the index must be rebuilt."""
        return self._current().reached

    def count(self) -> Mapping[str, int]:
        """Live documents by target, those included that the second lock hides."""
        snapshot = self._current()
        return {target: collection.live_count for target, collection in snapshot.collections.items()}

    def refresh(self, at_least: int, timeout: float = 30.0) -> None:
        """See ``Engine``. Raises UnavailableError when ``timeout`` seconds have passed."""
        deadline = time.monotonic() + timeout
        while self._current().upto < at_least:
            if time.monotonic() >= deadline:
                raise UnavailableError(f"The index has not reached {at_least} within {timeout:g} seconds")
            time.sleep(_POLL)

    def _current(self) -> Snapshot:
        """The last commit, opened. One look at the mapped number says whether it is open already."""
        number = self._number.read()
        snapshot = self._snapshot
        if snapshot is not None and number == self._seen and time.monotonic() - self._looked < _LOOK_AGAIN:
            return snapshot
        with self._lock:
            return self._reopen()

    def _reopen(self) -> Snapshot:
        self._number.follow()
        number = self._number.read()
        stamp = self._manifest_stamp()
        if self._snapshot is None or number != self._seen or stamp != self._stamp or stamp is None:
            # No manifest may mean that its folder was deleted: what was open must not be answered from.
            self._snapshot = self._open_last()
        else:
            self._opener.look(self._snapshot)
        self._seen, self._stamp, self._looked = number, stamp, time.monotonic()
        return self._snapshot

    def _open_last(self) -> Snapshot:
        missing: FileNotFoundError | None = None
        generation = None
        while True:
            manifest = read_manifest(self._folder)
            if missing and (manifest.generation if manifest else 0) == generation:
                raise IndexDamagedError(f"A file of the index is missing: {missing}") from missing
            try:
                return self._opener.open(manifest, self._snapshot)
            except FileNotFoundError as error:
                # The manifest may have been superseded, and its files deleted, since we read it.
                missing, generation = error, manifest.generation if manifest else 0

    def _manifest_stamp(self) -> tuple[int, int] | None:
        try:
            status = (self._folder / MANIFEST).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns

    # Searching

    def search(self, request: SearchRequest) -> SearchResult:
        """See ``Engine``."""
        if request.cursor is None and request.offset + request.limit > WINDOW:
            raise TooLargeError(
                f"Paging by number reaches {WINDOW} hits; go on with next_cursor",
                problems=(Problem("beyond the window", parameter="page"),),
            )
        try:
            return self._search(request)
        except (zlib.error, pickle.UnpicklingError, struct.error, EOFError) as error:
            raise IndexDamagedError(f"The index in {self._folder} cannot be read: {error!r}") from error

    def _search(self, request: SearchRequest) -> SearchResult:
        if request.cursor is None:
            snapshot = self._current()
            wanted = request.offset + request.limit + 1
            found = answer(snapshot.collections[request.target], request, wanted)
            ranks = found.order.first(wanted, found.among)
            page = ranks[request.offset : request.offset + request.limit].tolist()
            more = len(ranks) > request.offset + request.limit
            return self._result(request, snapshot, found, page, request.offset + len(page) if more else None)
        cursor = decode_cursor(request.cursor, request)
        if isinstance(cursor, ScoreCursor):
            return self._go_on_by_score(request, cursor)
        return self._go_on_by_field(request, cursor)

    def _go_on_by_field(self, request: SearchRequest, cursor: FieldCursor) -> SearchResult:
        snapshot = self._current()
        found = answer(snapshot.collections[request.target], request)
        ranks = found.order.first(request.limit + 1, found.among & found.order.after(cursor.position))
        more = len(ranks) > request.limit
        return self._result(request, snapshot, found, ranks[: request.limit].tolist(), 0 if more else None)

    def _go_on_by_score(self, request: SearchRequest, cursor: ScoreCursor) -> SearchResult:
        """Go on in the commit that the cursor began with, leaving out what is not to be shown any more."""
        snapshot = self._pinned_snapshot(cursor)
        found = answer(snapshot.collections[request.target], request)
        now = self._current()
        hidden = self._hidden(found, now, request) if now is not snapshot else frozenset()
        ranks = found.order.first(found.total.value, found.among)
        keys = found.collection.gather("key", found.order.docs)
        page: list[int] = []
        rank = cursor.rank
        while rank < len(ranks) and len(page) < request.limit:
            if keys[ranks[rank]] not in hidden:
                page.append(int(ranks[rank]))
            rank += 1
        return self._result(
            request, snapshot, found, page, rank if rank < len(ranks) else None, cursor.expires
        )

    def _hidden(self, found: Answer, now: Snapshot, request: SearchRequest) -> frozenset[bytes]:
        """The ids among ``found`` that the current commit does not have, or hides."""
        current = now.collections[request.target]
        ids = frozenset(found.collection.gather("key", found.order.docs).tolist())
        return ids - visible_ids(current, microseconds(request.now), ids)

    def _pinned_snapshot(self, cursor: ScoreCursor) -> Snapshot:
        gone = GoneError("The cursor has expired; search again")
        if cursor.expires <= self._clock():
            raise gone
        current = self._current()
        if current.generation == cursor.generation:
            return current
        manifest = self._leases.find(cursor.generation)
        if manifest is None:
            raise gone
        with self._lock:
            pinned = {g: s for g, s in self._pinned.items() if self._leases.find(g)}
            if cursor.generation not in pinned:
                try:
                    pinned[cursor.generation] = self._opener.open(manifest, current)
                except (FileNotFoundError, IndexDamagedError):
                    raise gone from None
            self._pinned = pinned
            return pinned[cursor.generation]

    def _result(
        self,
        request: SearchRequest,
        snapshot: Snapshot,
        found: Answer,
        page: list[int],
        next_rank: int | None,
        expires: int | None = None,
    ) -> SearchResult:
        """The answer, ``page`` being indexes into the order; ``next_rank`` is None where nothing follows."""
        shower = Shower(found, request)
        hits = tuple(shower.hit(index) for index in page)
        facets, histogram = count(found, request)
        cursor = None
        if next_rank is not None and page:
            cursor = self._next_cursor(request, snapshot, found, page[-1], next_rank, expires)
        few = (
            found.total.value < FEW
            and found.total.relation == "eq"
            and request.cursor is None
            and request.offset == 0
        )
        return SearchResult(
            hits=hits,
            total=found.total,
            next_cursor=cursor,
            facets=facets,
            histogram=histogram,
            did_you_mean=better_spelling(found.collection, request.query) if few else None,
            warnings=tuple(found.executor.warnings),
        )

    def _next_cursor(
        self,
        request: SearchRequest,
        snapshot: Snapshot,
        found: Answer,
        last: int,
        rank: int,
        expires: int | None,
    ) -> str:
        if not cursors.by_score(request):
            return encode_cursor(FieldCursor(found.order.position(last)), request)
        if expires is None:
            expires = int(self._clock()) + cursors.LIFETIME
            if snapshot.manifest:
                try:
                    self._leases.pin(snapshot.manifest, cursors.LIFETIME)
                except OSError:
                    # Good while nothing is committed, and on a full disk nothing is.
                    found.executor.warnings.append(UNPINNED)
        return encode_cursor(ScoreCursor(snapshot.generation, rank, expires), request)

    # Beyond searching

    def suggest(self, prefix: str, size: int) -> list[str]:
        """``prefix`` with its last word completed, the most frequent completions first."""
        return complete(self._current().collections["articles"], prefix, size)

    def match(self, articles: Iterable[Article], queries: Mapping[str, Node]) -> Iterator[Match]:
        """See ``Engine``. The articles become a small index in memory, searched as any other; a query that
        cannot be used, such as one of a field that is not there, matches nothing."""
        storage = RamStorage()
        builder = SegmentBuilder(storage, SCHEMAS["articles"])
        ids = []
        for article in articles:
            builder.add(rows_of(article).article)
            ids.append(article.id)
        segment = builder.finish()
        if segment is None:
            return
        data = SegmentData(storage, SCHEMAS["articles"], segment)
        executor = Executor(Collection("articles", [(data, None)]))
        for query_id, query in queries.items():
            try:
                docs = executor.evaluate(query).docs
            except InputError:
                continue
            for number in docs.tolist():
                yield Match(query_id, ids[number])

    def close(self) -> None:
        """See ``Engine``."""
        self._writer.close()
        with self._lock:
            self._number.close()
            self._snapshot = None
            self._pinned = {}
