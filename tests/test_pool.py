"""Pools: their processes have loaded what they need before they begin, and none is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from searchsvc import pool
from searchsvc.pool import PRELOADED, open_pool
from tests.service.running import wait_until

ROOT = Path(__file__).parent.parent


def loaded(module: str) -> bool:
    return module in sys.modules


@pytest.mark.skipif(not pool.FORKS, reason="processes are forked from one that has loaded all on Linux alone")
def test_processes_begin_with_everything_loaded() -> None:
    with open_pool(2) as processes:
        assert processes.submit(loaded, PRELOADED).result()


@pytest.mark.parametrize("forks", [True, False])
def test_where_none_can_be_forked_they_are_spawned(monkeypatch: pytest.MonkeyPatch, forks: bool) -> None:
    monkeypatch.setattr(pool, "FORKS", forks)
    monkeypatch.setattr(pool, "LONGEST_FOLDER", 0)
    with open_pool(1) as processes:
        assert processes.submit(abs, -1).result() == 1
        assert not processes.submit(loaded, PRELOADED).result()


KILLED = """
import os, signal, sys
from searchsvc.pool import open_pool

if __name__ == "__main__":
    processes = open_pool(1)
    print(processes.submit(os.getpid).result(), processes.submit(os.getppid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_they_end_with_the_process_that_opened_the_pool(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    ran = subprocess.run([sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, check=False)
    started = [int(process) for process in ran.stdout.split()]
    assert len(started) == 2, ran.stderr
    wait_until(lambda: not any(map(is_running, started)), "the processes to end")


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
