"""Keeping the index up to the store: what changed, what fell due, and rebuilding it where it is lost.

One process does this, elected by a ``Lock``. The index follows the store's sequence numbers; embargoes
that lift and articles that expire change it too, at their time.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from searchsvc.article import format_instant, parse_instant
from searchsvc.errors import IndexDamagedError, UnavailableError
from searchsvc.lock import Lock
from searchsvc.search import Delete, Engine, Put
from searchsvc.store import Kept, Store, now_utc

log = logging.getLogger(__name__)

POLL_SECONDS = 0.05
"""How often the store is asked for changes; an idle indexer takes about 0.3 % of a core."""
CHECK_SECONDS = 1.0
"""How often the index itself is asked whether it still is where this process left it."""
TRICKLE = 200
"""Articles in a commit while the index is nearly up to date: a commit stays well under a second."""
BACKLOG = 2_000
"""Articles in a commit while far behind: fewer, larger segments."""
BATCH_CHARACTERS = 16_000_000
"""A commit's articles end where their JSON reaches this, whatever their number."""
STANDSTILL_SECONDS = 20.0
"""An index that has not moved for so long is waited for no more."""
LONGEST_PAUSE = 5.0
"""Seconds between two tries when the store or the index keeps failing."""
LOOK_SECONDS = 0.2
"""How often a command that stores looks whether there is enough for it to index meanwhile."""

OTHER_COURSE = "it has seen changes that the store has not, which was restored from a backup or replaced"
"""What is wrong with an index whose position the store has reached with other changes."""

_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


class Indexer:
    """Brings one engine's index up to one store. ``name`` tells several indexes of a store apart."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        *,
        name: str = "index",
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._store = store
        self._engine = engine
        self._key = f"indexed:{name}"
        self._clock = clock
        self._rebuilding = threading.Lock()
        self._running = False
        self._began = False
        self._position = 0
        self._mark = ""
        self._checked = 0.0
        self._as_of = _BEGINNING
        self._next_due: datetime | None = None

    def catch_up(self, upto: int | None = None) -> int:
        """Bring the index to ``upto``, or to where the store is now, rebuilding it if need be; its position
        then. What is stored meanwhile is left for the next time: it may have no end.

        Raises UnavailableError.
        """
        upto = self._store.head() if upto is None else upto
        self._began = False
        while True:
            try:
                self._step()
                if self._position >= upto:
                    return self._position
            except IndexDamagedError as error:
                self._replace_damaged(error)

    def run(self, stop: threading.Event) -> None:
        """Keep the index up until ``stop`` is set. What fails is logged and tried again."""
        pause = POLL_SECONDS
        self._running = True
        while not stop.is_set():
            try:
                with self._store.watching() as changed:
                    while not stop.is_set():
                        self._step_or_rebuild(stop, changed)
                        pause = POLL_SECONDS
            except UnavailableError as error:
                log.warning("indexing waits: %s", error)
            except Exception:
                log.exception("indexing failed; it will be tried again")
            self._began = False
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        self._running = False

    def wait_until_near(self, distance: int, stop: threading.Event) -> None:
        """Return when the index is at most ``distance`` changes behind the store, when ``stop`` is set,
        or when ``run`` does not get on: whoever writes much calls it, so that others' writes, which are
        indexed in their turn, need not wait for all of it."""
        head = self._store.head()
        reached, moved = -1, time.monotonic()
        while self._running and not stop.is_set() and head - self._position > distance:
            if self._position != reached:
                reached, moved = self._position, time.monotonic()
            elif time.monotonic() - moved > STANDSTILL_SECONDS:
                return
            stop.wait(POLL_SECONDS)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> None:
        """Build the index anew from all that may be shown, while searches and ``run`` go on.

        ``progress`` is told how many articles have been read; what it raises ends the rebuild.
        """
        with self._rebuilding:
            began_at, upto = self._clock(), self._store.head()
            mark, began = self._store.mark(upto), time.monotonic()
            self._engine.rebuild(self._shown(upto, progress), upto=upto, mark=mark)
            self._record(upto, began_at)
            articles, seconds = self._engine.count()["articles"], time.monotonic() - began
            log.info("the index was rebuilt: %d articles, up to %d, in %.1f s", articles, upto, seconds)

    def _step_or_rebuild(self, stop: threading.Event, changed: Callable[[], bool]) -> None:
        try:
            worked = self._step()
        except IndexDamagedError as error:
            self._replace_damaged(error)
        else:
            while not (worked or changed() or self._is_due() or stop.is_set()):
                stop.wait(self._until_due())

    def _is_due(self) -> bool:
        """Whether a step has something to do though the store is as it was."""
        unchecked = time.monotonic() - self._checked
        return unchecked > CHECK_SECONDS or self._next_due is None or self._next_due <= self._clock()

    def _step(self) -> bool:
        """Apply the next batch of changes and what fell due; whether there was anything to do."""
        if not self._began:
            self._begin()
        self._check()
        head = self._store.head()
        if self._position > head:
            raise IndexDamagedError("the index is ahead of the store, which must have been replaced")
        worked = head > self._position
        if worked:
            self._apply_changes(head)
        now = self._clock()
        if worked or self._next_due is None or self._next_due <= now:
            worked = self._apply_due(now) or worked
            self._next_due = self._store.next_due(now) or datetime.max.replace(tzinfo=UTC)
        return worked

    def _begin(self) -> None:
        """Find out where the index is, and since when its embargoes have not been looked at."""
        self._position, self._mark = self._engine.reached()
        self._checked = time.monotonic()
        self._next_due = None
        kept = self._store.value(self._key)
        if kept is None:
            if self._position > 0:
                raise IndexDamagedError("the index was not made of this store")
            self._record(0, self._clock())
        else:
            record = json.loads(kept)
            # An index that is behind what was recorded is an older copy of it, and nobody knows
            # which embargoes it has seen: all are looked at again.
            trusted = record["position"] <= self._position
            self._as_of = parse_instant(record["as_of"]) if trusted else _BEGINNING
        self._see_that_it_is_of_this_course()
        self._began = True

    def _see_that_it_is_of_this_course(self) -> None:
        """Raises IndexDamagedError where the store did not come by the changes that the index has seen."""
        if not self._store.went_through(self._position, self._mark):
            raise IndexDamagedError(OTHER_COURSE)
        head = self._store.head()
        if head and not self._store.mark(head):
            with self._store.transaction() as transaction:
                transaction.mark_past()
        if 0 < self._position <= head and not self._mark:
            # Made before marks were kept: from now on it has one.
            self._mark = self._store.mark(self._position)
            self._engine.apply([], upto=self._position, mark=self._mark)

    def _check(self) -> None:
        """See to it that the index still is where this process left it."""
        if time.monotonic() - self._checked > CHECK_SECONDS:
            reached = self._engine.reached()
            self._checked = time.monotonic()
            if reached != (self._position, self._mark):
                self._begin()

    def _apply_changes(self, head: int) -> None:
        limit = BACKLOG if head - self._position > TRICKLE else TRICKLE
        batch: list[Kept] = []
        reached, characters = self._position, 0
        while len(batch) < limit and characters < BATCH_CHARACTERS:
            page = self._store.kept(reached, min(TRICKLE, limit - len(batch)))
            batch += page
            characters += sum(len(each.content.data) for each in page)
            if not page or page[-1].seq >= head:
                reached = max(head, page[-1].seq if page else head)
                break
            reached = page[-1].seq
        now = self._clock()
        mark, began = self._store.mark(reached), time.monotonic()
        self._engine.apply([self._change(each, now) for each in batch], upto=reached, mark=mark)
        self._position, self._mark = reached, mark
        milliseconds = (time.monotonic() - began) * 1000
        log.debug("indexed %d changes, up to %d, in %.1f ms", len(batch), reached, milliseconds)

    def _apply_due(self, now: datetime) -> bool:
        """Put in the articles whose embargo has lifted, and take out those that have expired."""
        after, found = 0, False
        while page := self._store.due(self._as_of, now, after_seq=after):
            changes = [self._change(each, now) for each in page]
            self._engine.apply(changes, upto=self._position, mark=self._mark)
            after, found = page[-1].seq, True
        if found:
            self._record(self._position, now)
        self._as_of = now
        return found

    def _change(self, kept: Kept, now: datetime) -> Put | Delete:
        return Put(kept.seq, kept.content) if kept.is_shown(now) else Delete(kept.seq, kept.id)

    def _shown(self, upto: int, progress: Callable[[int], None] | None) -> Iterator[Put]:
        for number, kept in enumerate(self._all(upto), start=1):
            if isinstance(change := self._change(kept, self._clock()), Put):
                yield change
            if progress is not None:
                progress(number)

    def _all(self, upto: int) -> Iterator[Kept]:
        after = 0
        while page := self._store.kept(after, until=upto):
            yield from page
            after = page[-1].seq

    def _record(self, position: int, as_of: datetime) -> None:
        """Keep in the store up to when embargoes were looked at, for the next process."""
        record = json.dumps({"position": position, "as_of": format_instant(as_of)})
        with self._store.transaction() as transaction:
            transaction.set_value(self._key, record)
        self._as_of = as_of

    def _replace_damaged(self, error: IndexDamagedError) -> None:
        log.warning("the index is rebuilt from the store: %s", error)
        self.rebuild()
        self._began = False

    def _until_due(self) -> float:
        """Seconds to wait before the next step."""
        if self._next_due is None:
            return POLL_SECONDS
        until = (self._next_due - self._clock()).total_seconds()
        return min(POLL_SECONDS, max(until, 0.0))


def catch_up_here(
    store: Store, engine: Engine, lock: Lock, *, name: str = "index", patience: float = 60.0
) -> int:
    """Return when the index has what the store has now; its position then.

    Where no indexer runs (``lock`` is free) this process indexes, else it waits for the one that does,
    as long as that gets on: raises UnavailableError after ``patience`` seconds without progress.
    """
    head = store.head()
    position, moved = -1, time.monotonic()
    waiting = threading.Event()
    while True:
        if lock.try_acquire():
            try:
                return Indexer(store, engine, name=name).catch_up()
            finally:
                lock.release()
        reached, mark = engine.reached()
        if reached >= head and store.went_through(reached, mark):
            return reached
        if reached != position:
            position, moved = reached, time.monotonic()
        elif time.monotonic() - moved > patience:
            raise UnavailableError(
                f"the running indexer has stood at {reached} of {head} for {patience:.0f} s; see its log"
            )
        waiting.wait(0.1)


@contextmanager
def following(store: Store, engine: Engine, lock: Lock, *, name: str = "index") -> Iterator[None]:
    """While the block lasts, which stores much, index beside it what is stored already, ``BACKLOG`` changes
    at a time, where no other process does. What is left at the end is left: ``catch_up_here`` takes it in,
    and meets again whatever failed here."""
    stop = threading.Event()
    thread = threading.Thread(target=_follow, args=(store, engine, lock, name, stop), name="following")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _follow(store: Store, engine: Engine, lock: Lock, name: str, stop: threading.Event) -> None:
    indexer = Indexer(store, engine, name=name)
    try:
        reached = store.head()
        while not stop.is_set():
            head = store.head()
            if head - reached < BACKLOG:
                stop.wait(LOOK_SECONDS)
            elif lock.try_acquire():
                try:
                    # Full batches alone: many small segments would all have to be merged.
                    reached = indexer.catch_up(reached + BACKLOG)
                finally:
                    lock.release()
            else:
                reached = head
    except Exception:
        log.warning("indexing waits until all is stored", exc_info=True)
