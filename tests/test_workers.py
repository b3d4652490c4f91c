"""Worker processes: started, replaced when they die, replaced one by one, ended."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from searchsvc.errors import SearchsvcError, SettingsError
from searchsvc.serve import logs, workers
from searchsvc.serve.workers import Ready, Workers
from tests.service.running import descendants, wait_until


def idle(ready: Ready) -> None:
    """A worker that answers at once and works until it is told to end."""
    ready()
    while True:
        time.sleep(60)


def run(work: Any, count: int) -> None:
    """As the service's process runs them."""
    logs.configure("warning")
    try:
        Workers(work, count).run()
    except SearchsvcError as error:
        raise SystemExit(str(error)) from None


@contextmanager
def running(work: Any, count: int = 2) -> Iterator[Any]:
    """A process with workers below it."""
    process = multiprocessing.get_context("fork").Process(target=run, args=(work, count))
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join(30)
        assert process.exitcode is not None


def test_a_dead_worker_is_replaced_and_all_end_with_the_parent() -> None:
    with running(idle) as process:
        wait_until(lambda: len(descendants(process.pid)) == 2, "both")
        before = set(descendants(process.pid))
        os.kill(min(before), signal.SIGKILL)
        wait_until(lambda: len(set(descendants(process.pid)) - before) == 1, "another")
        family = descendants(process.pid)
    assert process.exitcode == 0
    assert not any(Path(f"/proc/{pid}/exe").exists() for pid in family)


def test_a_reload_starts_one_before_it_ends_one() -> None:
    with running(idle) as process:
        wait_until(lambda: len(descendants(process.pid)) == 2, "both")
        time.sleep(0.3)  # until they have said that they answer
        before = set(descendants(process.pid))
        os.kill(process.pid, signal.SIGHUP)
        fewest = 2
        while before & (now := set(descendants(process.pid))):
            fewest = min(fewest, len(now))
            time.sleep(0.001)
        assert fewest == 2
        wait_until(lambda: len(descendants(process.pid)) == 2, "two new ones")


def test_who_cannot_start_is_not_what_others_are_replaced_with(tmp_path: Path) -> None:
    broken = tmp_path / "broken"

    def work(ready: Ready) -> None:
        if broken.exists():
            raise SettingsError("broken")
        idle(ready)

    with running(work) as process:
        wait_until(lambda: len(descendants(process.pid)) == 2, "both")
        time.sleep(0.3)
        before = set(descendants(process.pid))
        broken.touch()
        os.kill(process.pid, signal.SIGHUP)
        time.sleep(1.0)
        assert before <= set(descendants(process.pid))
        broken.unlink()
        wait_until(lambda: not before & set(descendants(process.pid)), "the new ones", 60)


def test_nothing_runs_where_no_worker_can_start(capfd: pytest.CaptureFixture[str]) -> None:
    def work(ready: Ready) -> None:
        raise SettingsError("there is no store")

    with running(work) as process:
        process.join(30)
        assert process.exitcode == 1
    said = capfd.readouterr().err
    assert "there is no store" in said
    assert "a worker ended with status 1 before it could answer" in said
    assert "Traceback" not in said


def test_a_worker_that_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GRACE", 0.3)

    def stubborn(ready: Ready) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        idle(ready)

    with running(stubborn, 1) as process:
        wait_until(lambda: len(descendants(process.pid)) == 1, "it")
        time.sleep(0.3)
        before = set(descendants(process.pid))
        os.kill(process.pid, signal.SIGHUP)
        wait_until(lambda: not before & set(descendants(process.pid)), "its end")
        wait_until(lambda: len(descendants(process.pid)) == 1, "the next")
