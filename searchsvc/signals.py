"""Handlers of signals that wake whoever waits, whatever code the signal interrupts."""

from __future__ import annotations

import _thread
import threading
from collections.abc import Callable
from types import FrameType


def setting(event: threading.Event) -> Callable[[int, FrameType | None], None]:
    """A handler that sets ``event``.

    A thread of its own does that: the interrupted code may be in the event's ``wait`` or ``set`` and hold
    its lock, for which the handler, which runs in the same thread, would wait forever.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        _thread.start_new_thread(event.set, ())

    return handle
