"""Whether this process may be sent searches: has its index caught up with the store?

A process is ready once its index has reached the store's head as it was when the process started;
from then on new writes do not make it unready, however many. An index that falls back behind what
it once had reached (it was deleted, or is built from nothing) must reach the head of that moment. One that
has seen changes that the store has not (the store was restored from a backup) is not answered from.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from searchsvc.errors import UnavailableError
from searchsvc.search import Engine
from searchsvc.store import Store

FOREIGN = "the index is of another store, or of changes that this one has not, and must be rebuilt"


@dataclass(frozen=True)
class Standing:
    """Where index and store are. ``reason`` says why it is not ready, or is None."""

    position: int
    head: int
    reason: str | None


class Readiness:
    """Remembers the goal between calls; safe to share between threads."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine
        self._lock = threading.Lock()
        self._goal = store.head()
        self._reached = 0
        self._fits = False

    def check(self) -> Standing:
        """The standing now. Raises UnavailableError where store or index cannot be opened."""
        position, goal, fits = self._look()
        head = self._store.head()
        if position > head or not fits:
            return Standing(position, head, FOREIGN)
        if position >= goal:
            return Standing(position, head, None)
        return Standing(position, head, f"the index is at {position} and catches up to {goal}")

    def require_index(self) -> None:
        """Raises UnavailableError where the index is lost and being built anew: an index that is merely
        behind answers, but an empty one must not be taken for an empty archive, nor one of other articles
        for this archive's."""
        position, goal, fits = self._look()
        if not fits:
            raise UnavailableError(FOREIGN)
        if position == 0 < goal:
            raise UnavailableError("the index is being built anew from the store; try again shortly")

    def _look(self) -> tuple[int, int, bool]:
        """The position; the goal, which moves to the store's head where the index has fallen back; and
        whether the index has seen what the store has (once it has, whoever keeps it up sees to that)."""
        # Looked up under the lock: a thread that comes late with an older position saw no falling back.
        with self._lock:
            position, mark = self._engine.reached()
            if position < self._reached:
                self._goal = self._store.head()
                self._fits = False
            self._reached = position
            self._fits = self._fits or self._store.went_through(position, mark)
            return position, self._goal, self._fits
