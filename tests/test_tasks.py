from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from searchsvc import tasks as tasks_module
from searchsvc.article import article_id
from searchsvc.errors import TooLargeError, UnavailableError, UnreadableError, UnsupportedError
from searchsvc.formats import Document, read_object
from searchsvc.indexer import Indexer
from searchsvc.ingest import Ingestor
from searchsvc.search import Delete, Put
from searchsvc.store import Outcome, Store, Task, TaskStatus
from searchsvc.tasks import Spool, TaskRunner
from tests.test_indexer import MemoryEngine, wait_for

NOON = datetime(2022, 2, 10, 12, tzinfo=UTC)
NDJSON = "application/x-ndjson"
NEVER = threading.Event()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/articles.db")
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "some" / "spool"


@pytest.fixture
def spool(store: Store, folder: Path) -> Spool:
    return Spool(store, folder, clock=lambda: NOON)


@pytest.fixture
def engine() -> MemoryEngine:
    return MemoryEngine()


@pytest.fixture
def indexer(store: Store, engine: MemoryEngine) -> Indexer:
    return Indexer(store, engine)


@pytest.fixture
def runner(store: Store, spool: Spool, indexer: Indexer) -> TaskRunner:
    return TaskRunner(store, spool, Ingestor(store, clock=lambda: NOON), indexer, clock=lambda: NOON)


@pytest.fixture
def chunks_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchsvc.ingest.batch.CHUNK", 2)


def ndjson(names: Iterable[str]) -> bytes:
    return b"".join(json.dumps({"uri": f"urn:{name}", "body_text": name}).encode() + b"\n" for name in names)


def submit(spool: Spool, data: bytes, **options: Any) -> Task:
    return spool.submit_bulk(io.BytesIO(data), NDJSON, **options)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def uris(store: Store) -> list[str]:
    return [stored.article.uri for stored in store.walk(store.head())]


# The spool.


def test_an_upload_is_on_disk_when_it_is_acknowledged(store: Store, spool: Spool, folder: Path) -> None:
    data = ndjson("ab") + b"\n \r\n" + ndjson("c").rstrip()
    task = submit(spool, data)
    assert task == Task(
        id=task.id,
        kind="bulk",
        status=TaskStatus.QUEUED,
        done=0,
        total=3,
        counts={},
        created=NOON,
        payload={"line": 0, "attempts": 0},
    )
    assert store.tasks() == [task]
    assert files(folder) == [f"{task.id}.ndjson"]
    assert spool.path_of(task.id).read_bytes() == data


def test_lines_are_counted_across_blocks(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'{"a"\n\n  \n{"b"\r\n\r\n  {"c"  '
    for block in range(1, 12):
        monkeypatch.setattr(tasks_module, "_BLOCK", block)
        assert submit(spool, data).total == 3


class Breaking(io.BytesIO):
    """An upload whose sender goes away, or a disk that fills up, after the first block."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(28, "No space left on device")
        return super().read(size)


@pytest.mark.parametrize(
    ("upload", "media_type", "limit", "error", "says"),
    [
        (io.BytesIO(ndjson("a")), "text/csv", 100, UnsupportedError, "text/csv is no bulk"),
        (io.BytesIO(ndjson("a")), "", 100, UnsupportedError, "no media type"),
        (io.BytesIO(ndjson("abcdef")), NDJSON, 100, TooLargeError, "more than 100 bytes"),
        (io.BytesIO(b"\n \n"), NDJSON, 100, UnreadableError, "the upload is empty"),
        (Breaking(ndjson("a")), "application/jsonl; x=y", 100, UnavailableError, "the spool is full"),
    ],
)
def test_what_is_not_acknowledged_leaves_nothing(
    store: Store,
    spool: Spool,
    folder: Path,
    upload: io.BytesIO,
    media_type: str,
    limit: int,
    error: type[Exception],
    says: str,
) -> None:
    with pytest.raises(error, match=says):
        spool.submit_bulk(upload, media_type, limit=limit)
    assert store.tasks() == []
    assert not folder.exists() or files(folder) == []


def test_a_folder_that_cannot_be_made_is_unavailable(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError, match="the spool cannot be written"):
        submit(Spool(store, tmp_path / "file" / "spool"), ndjson("a"))


def test_tidying_keeps_what_is_still_to_be_done(
    store: Store, spool: Spool, folder: Path, runner: TaskRunner
) -> None:
    done, waiting = submit(spool, ndjson("a")), submit(spool, ndjson("b"))
    runner.run_next(NEVER)
    spool.path_of(done.id).write_bytes(b"left by a crash")
    for name in ("old.ndjson", "old2.ndjson.part", "new.ndjson", "new2.ndjson.part"):
        (folder / name).write_bytes(b"x")
        if name.startswith("old"):
            os.utime(folder / name, (0, 0))
    os.utime(spool.path_of(waiting.id), (0, 0))
    spool.tidy()
    assert files(folder) == sorted([f"{waiting.id}.ndjson", "new.ndjson", "new2.ndjson.part"])


def test_a_rebuild_that_waits_is_not_queued_twice(store: Store, spool: Spool, runner: TaskRunner) -> None:
    first, second = spool.submit_reindex(), spool.submit_reindex(reparse=True)
    assert spool.submit_reindex() == first
    assert spool.submit_reindex(reparse=True) == second
    assert store.tasks() == [first, second]
    runner.run_next(NEVER)
    assert spool.submit_reindex().id != first.id


# The runner.


def test_a_bulk_is_taken_in_line_by_line(
    store: Store, spool: Spool, folder: Path, runner: TaskRunner, chunks_of_two: None
) -> None:
    task = submit(spool, ndjson("ab") + b"\n{broken\n" + ndjson("a") + b'{"uri": "urn:c"}\n' + ndjson("d"))
    assert runner.run_next(NEVER)
    assert not runner.run_next(NEVER)
    assert store.task(task.id) == replace(
        task,
        status=TaskStatus.SUCCEEDED,
        done=6,
        counts={"created": 3, "unchanged": 1, "refused": 2},
        started=NOON,
        finished=NOON,
        payload={"line": 7, "attempts": 0},
    )
    assert [(result.line, result.outcome.value, result.uri) for result in store.results(task.id)] == [
        (1, "created", "urn:a"),
        (2, "created", "urn:b"),
        (4, "refused", None),
        (5, "unchanged", "urn:a"),
        (6, "refused", None),
        (7, "created", "urn:d"),
    ]
    refused = store.results(task.id, outcome=Outcome.REFUSED)
    assert [(result.message or "").partition(" (")[0] for result in refused] == [
        "line 4, column 2: not JSON",
        "there is no article in it; send raw, or body_text, or a headline",
    ]
    assert store.refused(task.id, 4) == b"{broken"
    assert files(folder) == []


def test_tasks_are_done_in_their_order(store: Store, spool: Spool, runner: TaskRunner) -> None:
    for name in "cab":
        submit(spool, ndjson(name))
    while runner.run_next(NEVER):
        pass
    assert uris(store) == ["urn:c", "urn:a", "urn:b"]


class Stopping(Ingestor):
    """Stops, or fails, when the third article is to be written."""

    def __init__(self, store: Store, act: Callable[[], None]) -> None:
        super().__init__(store)
        self._act = act
        self.chunks = 0

    def write(self, transaction: Any, prepared: Any) -> Any:
        self.chunks += 1
        results = super().write(transaction, prepared)
        if self.chunks == 2:
            self._act()
        return results


def fail(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


@pytest.mark.parametrize("how", ["stopped", "unavailable", "killed"])
def test_what_was_interrupted_goes_on_and_counts_nothing_twice(
    store: Store,
    spool: Spool,
    indexer: Indexer,
    runner: TaskRunner,
    chunks_of_two: None,
    how: str,
) -> None:
    stop = threading.Event()
    act = {
        "stopped": stop.set,
        "unavailable": fail(UnavailableError("the disk is full")),
        "killed": fail(KeyboardInterrupt()),
    }[how]
    task = submit(spool, ndjson("abcdef"))
    interrupted = TaskRunner(store, spool, Stopping(store, act), indexer)
    if how == "stopped":
        interrupted.run_next(stop)
    else:
        with pytest.raises((UnavailableError, KeyboardInterrupt)):
            interrupted.run_next(stop)
    kept = store.task(task.id)
    reached = 4 if how == "stopped" else 2
    assert (kept.status, kept.done, kept.counts) == (TaskStatus.RUNNING, reached, {"created": reached})
    assert kept.payload == {"line": reached, "attempts": 0}
    assert store.count() == len(store.results(task.id)) == reached
    later = submit(spool, ndjson("z"))
    runner.run_next(NEVER)
    assert store.task(task.id).counts == {"created": 6}
    assert store.task(task.id).status is TaskStatus.SUCCEEDED
    assert store.task(later.id).status is TaskStatus.QUEUED
    assert uris(store) == [f"urn:{name}" for name in "abcdef"]


def test_a_task_that_ends_its_process_each_time_is_given_up(
    store: Store, spool: Spool, indexer: Indexer, runner: TaskRunner, chunks_of_two: None
) -> None:
    task, behind = submit(spool, ndjson("abc")), submit(spool, ndjson("z"))
    for _ in range(tasks_module.MAX_ATTEMPTS):
        ingestor = Stopping(store, fail(KeyboardInterrupt()))
        ingestor.chunks = 1
        with pytest.raises(KeyboardInterrupt):
            TaskRunner(store, spool, ingestor, indexer).run_next(NEVER)
    while runner.run_next(NEVER):
        pass
    assert store.task(task.id).status is TaskStatus.FAILED
    assert store.task(task.id).error == "given up: it was begun 5 times and never got further"
    assert store.task(behind.id).status is TaskStatus.SUCCEEDED


def test_a_bulk_whose_file_is_gone_fails(store: Store, spool: Spool, runner: TaskRunner) -> None:
    task = submit(spool, ndjson("a"))
    spool.path_of(task.id).unlink()
    runner.run_next(NEVER)
    assert store.task(task.id).status is TaskStatus.FAILED
    assert store.task(task.id).error == "its file is no longer in the spool; send it again"


def test_a_fault_fails_its_task_and_is_logged(
    store: Store, spool: Spool, indexer: Indexer, caplog: pytest.LogCaptureFixture, chunks_of_two: None
) -> None:
    task = submit(spool, ndjson("abcd"))
    ingestor = Stopping(store, fail(ZeroDivisionError("a fault")))
    TaskRunner(store, spool, ingestor, indexer).run_next(NEVER)
    failed = store.task(task.id)
    assert (failed.status, failed.done) == (TaskStatus.FAILED, 2)
    assert failed.error == "it failed (ZeroDivisionError: a fault); the log has more"
    assert f"task {task.id} failed" in caplog.text


def test_a_rebuild_on_request(store: Store, spool: Spool, runner: TaskRunner, engine: MemoryEngine) -> None:
    submit(spool, ndjson("abc"))
    runner.run_next(NEVER)
    task = spool.submit_reindex()
    assert task.total == 3
    runner.run_next(NEVER)
    assert (store.task(task.id).status, store.task(task.id).done) == (TaskStatus.SUCCEEDED, 3)
    assert (engine.uris, engine.rebuilds) == (["urn:a", "urn:b", "urn:c"], 1)


@pytest.mark.parametrize("reparse", [False, True])
def test_a_rebuild_counts_what_came_while_it_was_queued(
    store: Store, spool: Spool, runner: TaskRunner, reparse: bool
) -> None:
    submit(spool, ndjson("abc"))
    task = spool.submit_reindex(reparse=reparse)
    assert task.total == 0
    runner.run_next(NEVER)
    runner.run_next(NEVER)
    done = store.task(task.id)
    assert (done.status, done.done, done.total) == (TaskStatus.SUCCEEDED, 3 + 3 * reparse, 3 + 3 * reparse)


def test_a_rebuild_reads_the_originals_anew(
    store: Store,
    spool: Spool,
    runner: TaskRunner,
    engine: MemoryEngine,
    monkeypatch: pytest.MonkeyPatch,
    chunks_of_two: None,
) -> None:
    submit(spool, ndjson("abc"))
    runner.run_next(NEVER)
    monkeypatch.setattr("searchsvc.wire.PARSER_VERSION", "better")
    monkeypatch.setattr("searchsvc.ingest.parsing._language", lambda *_: "nb")
    task = spool.submit_reindex(reparse=True)
    runner.run_next(NEVER)
    done = store.task(task.id)
    assert (done.status, done.done, done.total, done.counts) == (TaskStatus.SUCCEEDED, 6, 6, {"updated": 3})
    assert {article.language for article in engine.articles.values()} == {"nb"}
    assert {article.parser for article in engine.articles.values()} == {"better"}


def test_a_rebuild_that_is_stopped_is_begun_again(
    store: Store, spool: Spool, indexer: Indexer, runner: TaskRunner, engine: MemoryEngine
) -> None:
    submit(spool, ndjson("abc"))
    runner.run_next(NEVER)
    task = spool.submit_reindex(reparse=True)
    stop = threading.Event()
    stop.set()
    runner.run_next(stop)
    assert (store.task(task.id).status, store.task(task.id).done) == (TaskStatus.RUNNING, 0)

    class StopsLater(Ingestor):
        def reparse(self, *, after: str = "", every: bool = True) -> tuple[str, int, int]:
            found = super().reparse(after=after, every=every)
            if not found[0]:
                stop.set()
            return found

    stop.clear()
    TaskRunner(store, spool, StopsLater(store), indexer).run_next(stop)
    assert (store.task(task.id).status, store.task(task.id).done) == (TaskStatus.RUNNING, 3)
    assert engine.rebuilds == 0
    runner.run_next(NEVER)
    assert (store.task(task.id).status, engine.rebuilds) == (TaskStatus.SUCCEEDED, 1)


def test_a_rebuild_tells_how_far_it_is(
    store: Store, spool: Spool, runner: TaskRunner, engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks_module, "PROGRESS_SECONDS", -1.0)
    submit(spool, ndjson("abc"))
    runner.run_next(NEVER)
    task = spool.submit_reindex()
    seen: list[int] = []
    engine.meanwhile = lambda: seen.append(store.task(task.id).done)
    runner.run_next(NEVER)
    assert seen == [3]


def test_running_does_what_is_handed_in_and_outlasts_failures(
    store: Store,
    spool: Spool,
    runner: TaskRunner,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    failures: list[Exception] = [UnavailableError("the disk is full"), ZeroDivisionError("a fault")]
    read = Store.tasks

    def tasks(self: Store, *arguments: Any, **options: Any) -> list[Task]:
        if failures:
            raise failures.pop(0)
        return read(self, *arguments, **options)

    monkeypatch.setattr(Store, "tasks", tasks)
    stop = threading.Event()
    thread = threading.Thread(target=runner.run, args=(stop,))
    thread.start()
    task = submit(spool, ndjson("ab"))
    wait_for(lambda: store.task(task.id).status is TaskStatus.SUCCEEDED)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert [record.getMessage() for record in caplog.records] == [
        "tasks wait: the disk is full",
        "the task runner failed; it goes on",
    ]


def test_a_bulk_does_not_run_away_from_the_index(
    store: Store,
    spool: Spool,
    runner: TaskRunner,
    indexer: Indexer,
    engine: MemoryEngine,
    monkeypatch: pytest.MonkeyPatch,
    chunks_of_two: None,
) -> None:
    """What others write is indexed in its turn, so a bulk must not be far ahead of the index."""
    monkeypatch.setattr(tasks_module, "MAX_BACKLOG", 3)
    apply, ahead = engine.apply, []

    def watched(changes: Iterable[Put | Delete], *, upto: int, mark: str) -> None:
        ahead.append(store.head() - engine.upto)
        apply(changes, upto=upto, mark=mark)

    monkeypatch.setattr(engine, "apply", watched)
    stop = threading.Event()
    threads = [threading.Thread(target=each.run, args=(stop,)) for each in (indexer, runner)]
    task = submit(spool, ndjson(f"a{number}" for number in range(40)))
    for thread in threads:
        thread.start()
    wait_for(lambda: store.task(task.id).status is TaskStatus.SUCCEEDED and engine.upto == 40)
    stop.set()
    for thread in threads:
        thread.join(10)
    # It waits when it is more than 3 ahead, and is then at most one chunk beyond.
    assert max(ahead) <= 3 + 2


def test_a_bulk_does_not_wait_for_an_index_that_stands(
    store: Store,
    spool: Spool,
    runner: TaskRunner,
    indexer: Indexer,
    engine: MemoryEngine,
    monkeypatch: pytest.MonkeyPatch,
    chunks_of_two: None,
) -> None:
    monkeypatch.setattr(tasks_module, "MAX_BACKLOG", 1)
    monkeypatch.setattr("searchsvc.indexer.STANDSTILL_SECONDS", 0.01)
    engine.failures = [UnavailableError("the disk is full")] * 1000
    stop = threading.Event()
    thread = threading.Thread(target=indexer.run, args=(stop,))
    thread.start()
    submit(spool, ndjson("abcd"))
    runner.run_next(NEVER)
    stop.set()
    thread.join(10)
    assert (store.count(), engine.upto) == (4, 0)


# Crashes.

RUN = """
import sys, threading
from pathlib import Path
from searchsvc.indexer import Indexer
from searchsvc.ingest import Ingestor, batch
from searchsvc.store import Store
from searchsvc.tasks import Spool, TaskRunner

batch.CHUNK = 20
store = Store.open(sys.argv[1])

class Telling(Ingestor):
    def write(self, transaction, prepared):
        print("writing", flush=True)
        return super().write(transaction, prepared)

spool = Spool(store, Path(sys.argv[2]))
TaskRunner(store, spool, Telling(store), Indexer(store, None)).run(threading.Event())
"""


def test_spooled_batches_survive_being_killed_at_any_moment(
    tmp_path: Path, store: Store, spool: Spool, folder: Path, runner: TaskRunner
) -> None:
    chance = random.Random(2022)
    names = [[f"{number}:{line}" for line in range(200)] for number in range(4)]
    tasks = [submit(spool, ndjson(each)) for each in names]
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, f"sqlite:///{tmp_path}/articles.db", str(folder)],
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 15)):
            process.stdout.readline()
        time.sleep(chance.random() / 50)  # at any moment of a chunk, its commit included
        process.kill()
        process.wait()
        process.stdout.close()
    while runner.run_next(NEVER):
        pass
    for task, each in zip(tasks, names, strict=True):
        done = store.task(task.id)
        assert (done.status, done.done, done.counts) == (TaskStatus.SUCCEEDED, 200, {"created": 200})
        results = store.results(task.id, limit=1000)
        assert [(result.line, result.uri) for result in results] == [
            (line, f"urn:{name}") for line, name in enumerate(each, start=1)
        ]
    assert sorted(uris(store)) == sorted(f"urn:{name}" for each in names for name in each)
    assert store.head() == 800
    assert files(folder) == []


def test_single_writes_and_bulks_go_together(
    store: Store, spool: Spool, runner: TaskRunner, chunks_of_two: None
) -> None:
    submit(spool, ndjson(f"a{number}" for number in range(50)))
    thread = threading.Thread(target=runner.run_next, args=(NEVER,))
    thread.start()
    ingestor = Ingestor(store)
    for number in range(20):
        document: Document = read_object({"uri": f"urn:b{number}", "body_text": "b"}, original=b"")
        assert ingestor.put(document).outcome is Outcome.CREATED
    thread.join(30)
    assert store.count() == 70
    assert store.get(article_id("urn:a49")) is not None


def test_the_processes_that_read_copy_rest_when_no_task_came_for_some_time(
    store: Store, spool: Spool, indexer: Indexer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested = threading.Event()
    runner = TaskRunner(store, spool, Ingestor(store), indexer, rest=rested.set)
    monkeypatch.setattr(tasks_module, "SECONDS_TO_REST", 0.0)
    stop = threading.Event()
    thread = threading.Thread(target=runner.run, args=(stop,))
    thread.start()
    try:
        assert not rested.wait(0.5)  # there has been no task to rest from
        spool.submit_bulk(io.BytesIO(ndjson(["rain"])), NDJSON)
        assert rested.wait(20)
    finally:
        stop.set()
        thread.join()
