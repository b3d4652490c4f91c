"""Signals wake whoever waits, whatever code they interrupt."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest

from searchsvc.signals import setting

SCRIPT = """
import os, signal, threading
from searchsvc.signals import setting
event = threading.Event()
signal.signal(signal.SIGTERM, setting(event))
with event._cond:  # as where a signal comes while the event is waited for, or set
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGTERM)
print(event.wait(10))
"""


def test_a_signal_that_comes_while_the_event_is_locked_sets_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "True\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_event_is_set(number: signal.Signals) -> None:
    event = threading.Event()
    setting(event)(number, None)
    assert event.wait(10)
