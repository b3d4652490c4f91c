"""Signals that come one upon the other, as where make passes on a Ctrl-C that its whole group has got."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.service.running import PATIENCE, Service, descendants, wait_until

SIGNALS = 3_000
"""So many met each other in the handler of before in one of two runs."""


def test_many_signals_at_once_end_the_service(tmp_path: Path) -> None:
    with Service(tmp_path) as service:
        process = service.process
        assert process is not None
        family = descendants(process.pid)
        for _ in range(SIGNALS):
            if process.poll() is None:
                os.kill(process.pid, signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        wait_until(lambda: not set(family) & set(descendants(1)), "the end of what it started")
        service.process = None
