"""Pools: their processes have loaded what they need before they begin, and none is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from searchsvc import pool
from searchsvc.pool import INDEXING, PRELOADED, RestingPool, open_pool
from tests.service.running import wait_until

ROOT = Path(__file__).parent.parent


def loaded(module: str) -> bool:
    return module in sys.modules


BEGUN = """
import sys
from searchsvc.pool import INDEXING, PRELOADED, begin, open_pool
from tests.test_pool import loaded

if __name__ == "__main__":
    for module in sys.argv[1:]:
        begin(module)
    with open_pool(1) as processes:
        print(*(processes.submit(loaded, module).result() for module in (PRELOADED, INDEXING)))
"""


@pytest.mark.skipif(not pool.FORKS, reason="processes are forked from one that has loaded all on Linux alone")
@pytest.mark.parametrize(
    ("begun", "told"),
    [((), "True True"), ((PRELOADED,), "True True"), ((INDEXING,), "False True")],
    ids=["opened", "begun before", "begun to index"],
)
def test_processes_begin_with_what_they_need_loaded(
    tmp_path: Path, begun: tuple[str, ...], told: str
) -> None:
    assert run(tmp_path, BEGUN, *begun).stdout.split() == told.split()


@pytest.mark.parametrize("forks", [True, False])
def test_where_none_can_be_forked_they_are_spawned(monkeypatch: pytest.MonkeyPatch, forks: bool) -> None:
    monkeypatch.setattr(pool, "FORKS", forks)
    monkeypatch.setattr(pool, "LONGEST_FOLDER", 0)
    with open_pool(1) as processes:
        assert processes.submit(abs, -1).result() == 1
        assert not processes.submit(loaded, PRELOADED).result()


KILLED = """
import os, signal, sys
from searchsvc.pool import begin, open_pool

if __name__ == "__main__":
    if "begun" in sys.argv:
        begin()
    processes = open_pool(1)
    print(processes.submit(os.getpid).result(), processes.submit(os.getppid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("how", ["opened", "begun"])
def test_they_end_with_the_process_that_opened_the_pool(tmp_path: Path, how: str) -> None:
    ran = run(tmp_path, KILLED, how)
    started = [int(process) for process in ran.stdout.split()]
    assert len(started) == 2, ran.stderr
    wait_until(lambda: not any(map(is_running, started)), "the processes to end")


ENDED = """
from multiprocessing import forkserver
from searchsvc.pool import PRELOADED, begin

if __name__ == "__main__":
    begin(PRELOADED)
    print(forkserver._forkserver._forkserver_pid, flush=True)
"""


@pytest.mark.skipif(not pool.FORKS, reason="nothing is begun")
def test_what_was_begun_in_vain_is_not_waited_for(tmp_path: Path) -> None:
    # Whoever reads the output of a command reads until all have closed it that have it.
    begun = int(run(tmp_path, ENDED).stdout)
    wait_until(lambda: not is_running(begun), "the process to end")


def run(folder: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The script in a process of its own: in this one others have opened pools before."""
    path = folder / "script.py"
    path.write_text(script)
    command = [sys.executable, str(path), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_pool_that_rests_has_no_processes_and_works_again() -> None:
    with RestingPool(1) as processes:
        processes.rest()  # nothing was begun
        first = processes.submit(os.getpid).result()
        assert list(processes.map(abs, [-1, 2], chunksize=2)) == [1, 2]
        processes.rest()
        on_linux = sys.platform == "linux"
        wait_until(lambda: not (on_linux and Path(f"/proc/{first}").exists()), "the process ends")
        assert processes.submit(os.getpid).result() != first
