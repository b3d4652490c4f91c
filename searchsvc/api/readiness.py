"""Whether this process may be sent searches: has its index caught up with the store?

A process is ready once its index has reached the store's head as it was when the process started;
from then on new writes do not make it unready, however many. An index that falls back behind what
it once had reached (it was deleted, or is built from nothing) must reach the head of that moment.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from searchsvc.errors import UnavailableError
from searchsvc.search import Engine
from searchsvc.store import Store


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

    def check(self) -> Standing:
        """The standing now. Raises UnavailableError where store or index cannot be opened."""
        position, goal = self._look()
        head = self._store.head()
        if position > head:
            return Standing(
                position, head, "the index is of another store, or ahead of it, and must be rebuilt"
            )
        if position >= goal:
            return Standing(position, head, None)
        return Standing(position, head, f"the index is at {position} and catches up to {goal}")

    def require_index(self) -> None:
        """Raises UnavailableError where the index is lost and being built anew: an index that is merely
        behind answers, but an empty one must not be taken for an empty archive."""
        position, goal = self._look()
        if position == 0 < goal:
            raise UnavailableError("the index is being built anew from the store; try again shortly")

    def _look(self) -> tuple[int, int]:
        """The position, and the goal, which moves to the store's head where the index has fallen back."""
        # Looked up under the lock: a thread that comes late with an older position saw no falling back.
        with self._lock:
            position = self._engine.position()
            if position < self._reached:
                self._goal = self._store.head()
            self._reached = position
            return position, self._goal
