from __future__ import annotations

import logging
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from searchsvc import indexer as indexer_module
from searchsvc.article import Article, PubStatus, article_id
from searchsvc.errors import IndexDamagedError, UnavailableError
from searchsvc.indexer import Indexer, catch_up_here, following
from searchsvc.lock import Lock
from searchsvc.search import Delete, Match, Put, Reached, SearchRequest, SearchResult
from searchsvc.store import Received, Store
from searchsvc.tree import Node

NOON = datetime(2022, 2, 10, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class MemoryEngine:
    """An index that is a dictionary. ``failures`` are raised by the next calls of ``apply``."""

    capabilities: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.upto = 0
        self.mark = ""
        self.commits: list[tuple[int, int]] = []
        self.rebuilds = 0
        self.failures: list[Exception] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def apply(self, changes: Iterable[Put | Delete], *, upto: int, mark: str = "") -> None:
        if self.failures:
            raise self.failures.pop(0)
        changed = list(changes)
        for change in changed:
            if isinstance(change, Put):
                self.articles[change.article.id] = change.article
            else:
                self.articles.pop(change.id, None)
        self.upto, self.mark = upto, mark
        self.commits.append((len(changed), upto))

    def rebuild(self, articles: Iterable[Put], *, upto: int, mark: str = "") -> None:
        self.articles = {put.article.id: put.article for put in articles}
        self.upto, self.mark = upto, mark
        self.rebuilds += 1
        self.meanwhile()

    def position(self) -> int:
        return self.upto

    def reached(self) -> Reached:
        return Reached(self.upto, self.mark)

    def refresh(self, at_least: int, timeout: float = 30.0) -> None:
        raise AssertionError("nobody asks for it here")

    def search(self, request: SearchRequest) -> SearchResult:
        raise AssertionError("nobody searches here")

    def suggest(self, prefix: str, size: int) -> list[str]:
        return []

    def match(self, articles: Iterable[Article], queries: Mapping[str, Node]) -> Iterable[Match]:
        return []

    def count(self) -> Mapping[str, int]:
        return {"articles": len(self.articles)}

    def close(self) -> None:
        """Nothing is open."""

    @property
    def uris(self) -> list[str]:
        return sorted(article.uri for article in self.articles.values())


class Clock:
    """Time that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/articles.db")
    yield store
    store.close()


@pytest.fixture
def engine() -> MemoryEngine:
    return MemoryEngine()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def indexer(store: Store, engine: MemoryEngine, clock: Clock) -> Indexer:
    return Indexer(store, engine, clock=clock)


def put(store: Store, name: str, **fields: Any) -> None:
    article = Article(uri=name, **({"body_text": name} | fields))
    received = Received(b"x", "text/plain", {}, "hash", NOON)
    with store.transaction() as transaction:
        transaction.add(article, received, transaction.entry(article.id))


def delete(store: Store, name: str) -> None:
    with store.transaction() as transaction:
        transaction.delete(transaction.stored(article_id(name)), NOON)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited 30 s in vain"
        time.sleep(0.005)


@pytest.fixture
def running(indexer: Indexer) -> Iterator[Indexer]:
    stop = threading.Event()
    thread = threading.Thread(target=indexer.run, args=(stop,))
    thread.start()
    yield indexer
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_the_index_follows_what_may_be_shown(store: Store, engine: MemoryEngine, indexer: Indexer) -> None:
    assert indexer.catch_up() == 0
    put(store, "a")
    put(store, "b")
    put(store, "withheld", pubstatus=PubStatus.WITHHELD)
    put(store, "embargoed", embargoed=NOON + MINUTE)
    put(store, "expired", expires=NOON)
    assert indexer.catch_up() == 5
    assert engine.uris == ["a", "b"]
    put(store, "a", body_text="new")
    put(store, "b", pubstatus=PubStatus.CANCELED)
    put(store, "c")
    delete(store, "c")
    assert indexer.catch_up() == 9
    assert [article.body_text for article in engine.articles.values()] == ["new"]
    assert indexer.catch_up() == 9
    assert engine.commits == [(5, 5), (3, 9)]


def test_commits_are_bounded_by_number_and_by_size(
    store: Store, engine: MemoryEngine, indexer: Indexer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer_module, "TRICKLE", 2)
    monkeypatch.setattr(indexer_module, "BACKLOG", 4)
    for number in range(7):
        put(store, f"a{number}")
    indexer.catch_up()
    assert engine.commits == [(4, 4), (3, 7)]
    engine.commits.clear()
    monkeypatch.setattr(indexer_module, "BATCH_CHARACTERS", 10)
    for number in range(4):
        put(store, f"b{number}", body_text="x" * 10)
    indexer.catch_up()
    assert engine.commits == [(2, 9), (2, 11)]


def test_embargoes_lift_and_articles_expire_at_their_time(
    store: Store, engine: MemoryEngine, indexer: Indexer, clock: Clock
) -> None:
    put(store, "embargoed", embargoed=NOON + MINUTE)
    put(store, "both", embargoed=NOON + MINUTE, expires=NOON + 3 * MINUTE)
    put(store, "expiring", expires=NOON + 2 * MINUTE)
    put(store, "withheld", embargoed=NOON + MINUTE, pubstatus=PubStatus.WITHHELD)
    shown = []
    for _ in range(4):
        indexer.catch_up()
        shown.append(engine.uris)
        clock.now += MINUTE
    assert shown == [["expiring"], ["both", "embargoed", "expiring"], ["both", "embargoed"], ["embargoed"]]


def test_many_that_fall_due_at_once_are_taken_in_pages(
    store: Store, engine: MemoryEngine, indexer: Indexer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchsvc.store.articles.PAGE_BYTES", 1)
    for number in range(5):
        put(store, f"a{number}", embargoed=NOON + MINUTE)
    indexer.catch_up()
    assert engine.uris == []
    clock.now += MINUTE
    indexer.catch_up()
    assert engine.uris == ["a0", "a1", "a2", "a3", "a4"]


def test_what_fell_due_while_no_indexer_ran_is_caught(
    store: Store, engine: MemoryEngine, indexer: Indexer, clock: Clock
) -> None:
    put(store, "embargoed", embargoed=NOON + MINUTE)
    put(store, "expiring", expires=NOON + MINUTE)
    indexer.catch_up()
    clock.now += 5 * MINUTE
    Indexer(store, engine, clock=clock).catch_up()
    assert engine.uris == ["embargoed"]
    engine.commits.clear()
    Indexer(store, engine, clock=clock).catch_up()
    assert engine.commits == []  # and not again each time it starts


def test_an_older_copy_of_the_index_has_all_embargoes_looked_at_again(
    store: Store, engine: MemoryEngine, indexer: Indexer, clock: Clock
) -> None:
    put(store, "embargoed", embargoed=NOON + MINUTE)
    indexer.catch_up()
    put(store, "other")
    clock.now += MINUTE
    indexer.catch_up()
    engine.articles, engine.upto = {}, 1
    Indexer(store, engine, clock=clock).catch_up()
    assert engine.uris == ["embargoed", "other"]


def test_two_indexes_of_one_store_do_not_know_each_other(store: Store, clock: Clock) -> None:
    put(store, "embargoed", embargoed=NOON + MINUTE)
    first, second = MemoryEngine(), MemoryEngine()
    for engine, name in ((first, "first"), (second, "second")):
        Indexer(store, engine, name=name, clock=clock).catch_up()
    clock.now += MINUTE
    Indexer(store, first, name="first", clock=clock).catch_up()
    Indexer(store, second, name="second", clock=clock).catch_up()
    assert first.uris == second.uris == ["embargoed"]


def test_an_index_of_another_store_is_rebuilt(store: Store, engine: MemoryEngine, indexer: Indexer) -> None:
    put(store, "a")
    engine.upto, engine.articles = 1, {"x": Article(uri="foreign")}
    assert indexer.catch_up() == 1
    assert (engine.uris, engine.rebuilds) == (["a"], 1)


def test_an_index_ahead_of_the_store_is_rebuilt(store: Store, engine: MemoryEngine, indexer: Indexer) -> None:
    put(store, "a")
    indexer.catch_up()
    engine.upto = 100
    assert indexer.catch_up() == 1
    assert engine.rebuilds == 1


def back_up(store: Path, backup: Path) -> None:
    with closing(sqlite3.connect(store)) as there, closing(sqlite3.connect(backup)) as copy:
        there.backup(copy)


@pytest.fixture
def restored(store: Store, engine: MemoryEngine, indexer: Indexer, tmp_path: Path) -> Iterator[Store]:
    """The store as a backup of it had it when it had one article of the two that the index has seen."""
    put(store, "a")
    indexer.catch_up()
    back_up(tmp_path / "articles.db", tmp_path / "backup.db")
    put(store, "ghost")
    indexer.catch_up()
    assert engine.uris == ["a", "ghost"]
    restored = Store.open(f"sqlite:///{tmp_path}/backup.db")
    yield restored
    restored.close()


@pytest.mark.parametrize("more", [0, 1, 3])
def test_an_index_of_what_came_after_the_backup_is_rebuilt(
    restored: Store, engine: MemoryEngine, caplog: pytest.LogCaptureFixture, more: int
) -> None:
    names = ["b", "c", "d"][:more]
    for name in names:
        put(restored, name)
    assert Indexer(restored, engine).catch_up() == 1 + more
    assert (engine.uris, engine.rebuilds) == (["a", *names], 1)
    assert caplog.messages == [
        "the index is rebuilt from the store: it has seen changes that the store has not,"
        " which was restored from a backup or replaced"
    ]
    put(restored, "e")
    assert Indexer(restored, engine).catch_up() == 2 + more
    assert engine.rebuilds == 1


def test_the_command_line_waits_for_an_index_of_other_changes_to_be_rebuilt(
    restored: Store, engine: MemoryEngine, tmp_path: Path
) -> None:
    put(restored, "b")
    with Lock(tmp_path / "lock"):
        with pytest.raises(UnavailableError, match="has stood at 2 of 2"):
            catch_up_here(restored, engine, Lock(tmp_path / "lock"), patience=0.01)
        Indexer(restored, engine).catch_up()
        assert catch_up_here(restored, engine, Lock(tmp_path / "lock")) == 2
    assert engine.uris == ["a", "b"]


def test_an_index_and_a_store_from_before_marks_were_kept_get_them(
    store: Store, engine: MemoryEngine, indexer: Indexer
) -> None:
    put(store, "a")
    put(store, "b")
    indexer.catch_up()
    engine.mark = ""
    with store._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM key_values WHERE key LIKE 'mark:%'")
    assert store.mark(2) == ""
    Indexer(store, engine).catch_up()
    assert engine.mark == store.mark(2) == store.mark(1) != ""
    put(store, "c")
    Indexer(store, engine).catch_up()
    assert engine.mark == store.mark(3) != store.mark(2)
    assert (engine.uris, engine.rebuilds) == (["a", "b", "c"], 0)


def test_a_damaged_index_is_rebuilt(store: Store, engine: MemoryEngine, indexer: Indexer) -> None:
    put(store, "a")
    put(store, "embargoed", embargoed=NOON + MINUTE)
    engine.failures = [IndexDamagedError("cut short")]
    assert indexer.catch_up() == 2
    assert (engine.uris, engine.rebuilds) == (["a"], 1)


def test_rebuilds_and_commits_are_logged(
    store: Store, indexer: Indexer, caplog: pytest.LogCaptureFixture
) -> None:
    put(store, "a")
    put(store, "withheld", pubstatus=PubStatus.WITHHELD)
    with caplog.at_level(logging.DEBUG, "searchsvc"):
        indexer.catch_up()
        indexer.rebuild()
    assert [re.sub(r"in [\d.]+", "in N", message) for message in caplog.messages] == [
        "indexed 2 changes, up to 2, in N ms",
        "the index was rebuilt: 1 articles, up to 2, in N s",
    ]


def test_what_changes_during_a_rebuild_is_caught_up_with(
    store: Store, engine: MemoryEngine, indexer: Indexer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchsvc.store.articles.PAGE_BYTES", 1)
    for name in ("a", "b", "c"):
        put(store, name)
    told = []

    def progress(read: int) -> None:
        told.append(read)
        if read == 1:
            put(store, "b", body_text="new")

    indexer.rebuild(progress)
    assert (told, engine.uris, engine.upto) == ([1, 2], ["a", "c"], 3)
    assert indexer.catch_up() == 4
    assert (engine.uris, engine.articles[article_id("b")].body_text) == (["a", "b", "c"], "new")


def test_a_rebuild_ends_where_its_progress_says_so(
    store: Store, engine: MemoryEngine, indexer: Indexer
) -> None:
    put(store, "a")

    def stop(read: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        indexer.rebuild(stop)
    assert (engine.rebuilds, indexer.catch_up()) == (0, 1)


def test_running_it_indexes_what_comes(store: Store, engine: MemoryEngine, running: Indexer) -> None:
    for number in range(3):
        put(store, f"a{number}")
        wait_for(lambda: engine.upto == store.head())
    assert engine.uris == ["a0", "a1", "a2"]


def test_running_it_follows_the_time(
    store: Store, engine: MemoryEngine, running: Indexer, clock: Clock
) -> None:
    put(store, "embargoed", embargoed=NOON + MINUTE, expires=NOON + 2 * MINUTE)
    wait_for(lambda: engine.upto == 1)
    assert engine.uris == []
    clock.now += MINUTE
    wait_for(lambda: engine.uris == ["embargoed"])
    clock.now += MINUTE
    wait_for(lambda: engine.uris == [])


def test_running_it_outlasts_failures(
    store: Store, engine: MemoryEngine, running: Indexer, caplog: pytest.LogCaptureFixture
) -> None:
    engine.failures = [
        UnavailableError("the disk is full"),
        IndexDamagedError("cut short"),
        ZeroDivisionError("a fault"),
    ]
    put(store, "a")
    wait_for(lambda: engine.rebuilds == 1)
    put(store, "b")
    wait_for(lambda: engine.uris == ["a", "b"])
    assert [record.getMessage() for record in caplog.records] == [
        "indexing waits: the disk is full",
        "the index is rebuilt from the store: cut short",
        "indexing failed; it will be tried again",
    ]


def test_running_it_notices_that_the_index_was_deleted(
    store: Store, engine: MemoryEngine, running: Indexer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer_module, "CHECK_SECONDS", 0.01)
    put(store, "a")
    wait_for(lambda: engine.upto == 1)
    engine.articles, engine.upto = {}, 0
    wait_for(lambda: engine.uris == ["a"])


def test_it_wakes_for_what_falls_due_before_the_next_poll(
    store: Store, indexer: Indexer, clock: Clock
) -> None:
    put(store, "embargoed", embargoed=NOON + timedelta(milliseconds=20))
    indexer.catch_up()
    assert indexer._until_due() == 0.02
    clock.now += MINUTE
    assert indexer._until_due() == 0
    indexer.catch_up()
    assert indexer._until_due() == indexer_module.POLL_SECONDS


def test_the_command_line_indexes_where_nobody_else_does(
    store: Store, engine: MemoryEngine, tmp_path: Path
) -> None:
    put(store, "a")
    lock = Lock(tmp_path / "lock")
    assert catch_up_here(store, engine, lock) == 1
    assert (engine.uris, lock.held) == (["a"], False)


def test_the_command_line_waits_for_the_indexer_that_runs(
    store: Store, engine: MemoryEngine, running: Indexer, tmp_path: Path
) -> None:
    with Lock(tmp_path / "lock"):
        put(store, "a")
        assert catch_up_here(store, engine, Lock(tmp_path / "lock")) == 1
        assert engine.uris == ["a"]


def test_the_command_line_does_not_wait_for_an_indexer_that_stands(
    store: Store, engine: MemoryEngine, tmp_path: Path
) -> None:
    with Lock(tmp_path / "lock"):
        put(store, "a")
        with pytest.raises(UnavailableError, match="has stood at 0 of 1"):
            catch_up_here(store, engine, Lock(tmp_path / "lock"), patience=0.01)


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer_module, "BACKLOG", 2)
    monkeypatch.setattr(indexer_module, "LOOK_SECONDS", 0.005)


@pytest.mark.usefixtures("eager")
def test_what_is_stored_is_indexed_while_more_is_stored(
    store: Store, engine: MemoryEngine, tmp_path: Path
) -> None:
    lock = Lock(tmp_path / "lock")
    with following(store, engine, lock):
        put(store, "a")
        put(store, "b")
        wait_for(lambda: engine.uris == ["a", "b"])
        put(store, "c")
    assert (engine.uris, lock.held) == (["a", "b"], False)
    assert catch_up_here(store, engine, lock) == 3


@pytest.mark.usefixtures("eager")
def test_who_stores_leaves_indexing_to_the_indexer_that_runs(
    store: Store, engine: MemoryEngine, running: Indexer, tmp_path: Path
) -> None:
    with Lock(tmp_path / "lock"), following(store, engine, Lock(tmp_path / "lock")):
        put(store, "a")
        put(store, "b")
        put(store, "c")
        wait_for(lambda: engine.upto == 3)
    assert [upto for _, upto in engine.commits] == sorted({upto for _, upto in engine.commits})


@pytest.mark.usefixtures("eager")
def test_storing_goes_on_where_indexing_fails(
    store: Store, engine: MemoryEngine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine.failures = [UnavailableError("the disk is full")]
    lock = Lock(tmp_path / "lock")
    with following(store, engine, lock):
        put(store, "a")
        put(store, "b")
        wait_for(lambda: "indexing waits until all is stored" in caplog.messages)
        put(store, "c")
    assert not lock.held
    assert catch_up_here(store, engine, lock) == 3
    assert engine.uris == ["a", "b", "c"]
