from __future__ import annotations

import multiprocessing
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from searchsvc.errors import UnavailableError
from searchsvc.lock import Lock

SPAWN = multiprocessing.get_context("spawn")


def hold(path: Path, held: Any) -> None:
    assert Lock(path).try_acquire()
    held.set()
    time.sleep(60)


def test_one_holds_it_at_a_time(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "a" / "lock"), Lock(tmp_path / "a" / "lock")
    assert first.try_acquire() and first.try_acquire() and first.held
    assert not second.try_acquire() and not second.held
    assert not second.acquire(timeout=0.01)
    second.release()
    first.release()
    assert not first.held
    with second:
        assert second.held
    assert not second.held


def test_waiting_ends_when_it_is_told_to(tmp_path: Path) -> None:
    stop = threading.Event()
    with Lock(tmp_path / "lock"):
        waiting = threading.Thread(target=Lock(tmp_path / "lock").acquire, kwargs={"stop": stop})
        waiting.start()
        stop.set()
        waiting.join(10)
        assert not waiting.is_alive()


def test_a_killed_holder_is_succeeded_within_two_seconds(tmp_path: Path) -> None:
    held = SPAWN.Event()
    holder = SPAWN.Process(target=hold, args=(tmp_path / "lock", held))
    holder.start()
    assert held.wait(30)
    lock = Lock(tmp_path / "lock")
    assert not lock.try_acquire()
    holder.kill()
    killed_at = time.monotonic()
    assert lock.acquire(timeout=30)
    assert time.monotonic() - killed_at < 2
    lock.release()
    holder.join()


def test_a_forked_child_does_not_hold_it(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "lock")
    with lock:
        context = multiprocessing.get_context("fork")
        child = context.Process(target=release_without_holding, args=(lock,))
        child.start()
        child.join()
        assert child.exitcode == 0
        assert not Lock(tmp_path / "lock").try_acquire()


def release_without_holding(lock: Lock) -> None:
    assert not lock.held
    lock.release()


def test_a_lock_file_that_was_removed_is_made_anew(tmp_path: Path) -> None:
    first = Lock(tmp_path / "lock")
    with first:
        (tmp_path / "lock").unlink()
        with Lock(tmp_path / "lock") as second:
            assert second.held


def test_a_file_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError, match="cannot be made"):
        Lock(tmp_path / "file" / "lock").try_acquire()
