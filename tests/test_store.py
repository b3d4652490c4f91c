from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine, event
from sqlalchemy.exc import OperationalError

from searchsvc.article import Article, Dateline, PubStatus, article_id
from searchsvc.errors import InputError, NotFoundError, SettingsError, UnavailableError
from searchsvc.store import (
    LineResult,
    Link,
    Original,
    Outcome,
    Received,
    State,
    Store,
    Stored,
    Task,
    TaskStatus,
    VersionRecord,
    database,
)
from searchsvc.store.migrations import MIGRATIONS
from searchsvc.store.schema import metadata

NOON = datetime(2022, 2, 10, 12, tzinfo=UTC)
SPAWN = multiprocessing.get_context("spawn")
STORES = Path(__file__).parent / "stores"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/articles.db"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store.open(url)
    yield store
    store.close()


def article(number: int, **fields: Any) -> Article:
    return Article(uri=f"urn:test:{number}", versioncreated=NOON, body_text=f"Text {number}.", **fields)


def received(text: str = "text", at: datetime = NOON) -> Received:
    return Received(text.encode(), "text/plain", {"slugline": "TEST"}, f"hash of {text}", at)


def put(store: Store, article: Article, text: str = "text", at: datetime = NOON) -> Stored:
    with store.transaction() as transaction:
        return transaction.add(article, received(text, at), transaction.entry(article.id))


def test_a_new_store_is_made_with_its_folders(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/some/where/articles.db")
    assert (store.head(), store.count(), store.changes(0), store.tasks()) == (0, 0, [], [])
    store.close()


def test_every_connection_is_durable_and_checks_foreign_keys(store: Store) -> None:
    with store._database.writing() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 2, 1, 30_000]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("articles.db", "use a URL"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("nosuch:///x", "driver is not installed"),
    ],
)
def test_a_url_that_cannot_work_is_refused(url: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        Store.open(url)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be made"):
        Store.open(f"sqlite:///{tmp_path}/file/articles.db")


def test_what_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "articles.db").write_bytes(b"no database" * 1000)
    with pytest.raises(
        UnavailableError,
        match=r"the store at \S+/articles\.db is damaged, or is none: file is not a database",
    ):
        Store.open(f"sqlite:///{tmp_path}/articles.db")


def test_a_store_of_a_newer_version_is_refused(url: str) -> None:
    store = Store.open(url)
    with store._database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO migrations VALUES (99, 0)")
    store.close()
    with pytest.raises(SettingsError, match="schema version 99, and this searchsvc knows up to"):
        Store.open(url)


def test_a_database_of_something_else_is_left_alone(tmp_path: Path, url: str) -> None:
    with sqlite3.connect(tmp_path / "articles.db") as connection:
        connection.execute("CREATE TABLE photographs (id)")
    connection.close()
    with pytest.raises(SettingsError, match="photographs"):
        Store.open(url)


def test_migrations_make_the_schema_that_the_code_uses(tmp_path: Path, url: str) -> None:
    Store.open(url).close()

    def described(url: str) -> dict[str, Any]:
        engine, tables = create_engine(url), MetaData()
        tables.reflect(engine)
        engine.dispose()
        return {
            name: (
                [
                    (column.name, repr(column.type), column.nullable, column.primary_key)
                    for column in table.columns
                ],
                sorted((str(index.name), index.columns.keys()) for index in table.indexes),
                sorted((key.parent.name, key.target_fullname) for key in table.foreign_keys),
            )
            for name, table in tables.tables.items()
            if name != "migrations"
        }

    fresh = f"sqlite:///{tmp_path}/fresh.db"
    engine = create_engine(fresh)
    metadata.create_all(engine)
    engine.dispose()
    assert described(url) == described(fresh)


def test_there_is_a_store_of_every_version() -> None:
    assert [path.name for path in sorted(STORES.iterdir())] == [
        f"{number}.sql" for number in range(1, len(MIGRATIONS) + 1)
    ]


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_a_store_of_a_past_version_is_migrated(tmp_path: Path, url: str, version: int) -> None:
    with sqlite3.connect(tmp_path / "articles.db") as connection:
        connection.executescript((STORES / f"{version}.sql").read_text())
    connection.close()
    store = Store.open(url)
    stored = store.find("urn:test:1")
    assert stored is not None
    assert (stored.seq, stored.state, stored.edits) == (3, State.LIVE, {"headline": "Edited"})
    assert stored.article == article(
        1,
        version="2",
        headline="Edited",
        dateline=Dateline("BERN, May 2 -", city="Bern"),
        story=None if version < 2 else "5zrqk27rlnlxb2gdmwtl7wbfhi",
    )
    assert store.original(article_id("urn:test:1"), "1").data == "Grüße\0".encode()
    assert [result.outcome for result in store.results("task")] == [Outcome.CREATED, Outcome.REFUSED]
    assert store.refused("task", 2) == b"{"
    refused = [(each.place, each.reason, each.line) for each in store.quarantined()]
    assert refused == ([] if version < 3 else [("in/a.xml", "it is no XML", None)])
    assert store.dropped_hashes(["hash of in/a.txt"]) == (set() if version < 4 else {"hash of in/a.txt"})
    links = [] if version < 5 else [Link(stored.id, "updates", "another")]
    assert store.links(stored.id) == store.links("another") == links
    assert put(store, article(2)).seq == 4
    store.close()


def test_a_change_has_the_mark_of_the_transaction_that_made_it(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.add(article(1), received(), None)
        transaction.add(article(2), received(), None)
    first = store.mark(2)
    put(store, article(3))
    with store.transaction() as transaction:
        transaction.set_value("a", "no change")
    assert [store.mark(position) for position in range(5)] == ["", first, first, store.mark(3), ""]
    assert len({"", first, store.mark(3)}) == 3
    assert store.went_through(1, first) and store.went_through(3, "")
    assert not store.went_through(3, first) and not store.went_through(4, first)
    with store.transaction() as transaction:
        transaction.mark_past()  # nothing lacks one
    assert store.mark(2) == first


def test_what_was_added_is_seen_inside_the_transaction_and_undone_with_its_part(store: Store) -> None:
    one, two, three = (article(number) for number in (1, 2, 3))
    with store.transaction() as transaction:
        transaction.add(one, received(), None)
        with pytest.raises(RuntimeError), transaction.part():
            transaction.add(two, received(), None)
            raise RuntimeError
        transaction.add(three, received(), None)
        assert sorted(transaction.entries([each.id for each in (one, two, three)])) == sorted(
            [one.id, three.id]
        )
        entry = transaction.entry(one.id)
        assert entry is not None
        transaction.add(replace(one, version="2"), received("other"), entry)
        assert transaction.stored(one.id).seq == 3
    assert [(each.id, each.seq) for each in store.changes(0)] == [(three.id, 2), (one.id, 3)]


def write_some(url: str, begin: Any, worker: int) -> None:
    begin.wait(30)
    store = Store.open(url)

    def write(thread: int) -> None:
        for number in range(10):
            put(store, article(worker * 1000 + thread * 100 + number))

    threads = [threading.Thread(target=write, args=(thread,)) for thread in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()


def test_processes_and_threads_write_at_once_and_a_reader_misses_nothing(url: str) -> None:
    begin = SPAWN.Barrier(4)
    workers = [SPAWN.Process(target=write_some, args=(url, begin, worker)) for worker in range(3)]
    for worker in workers:
        worker.start()
    begin.wait(30)
    store = Store.open(url)
    seen: list[int] = []
    while len(seen) < 90 and any(worker.is_alive() for worker in workers):
        seen += [stored.seq for stored in store.changes(seen[-1] if seen else 0, 7)]
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    while page := store.changes(seen[-1] if seen else 0, 7):
        seen += [stored.seq for stored in page]
    assert seen == list(range(1, 91))
    assert (store.head(), store.count()) == (90, 90)
    store.close()


def test_a_forked_process_makes_connections_of_its_own(store: Store) -> None:
    put(store, article(1))
    context = multiprocessing.get_context("fork")
    child = context.Process(target=put, args=(store, article(2)))
    child.start()
    child.join()
    assert child.exitcode == 0
    assert put(store, article(3)).seq == 3
    assert store.count() == 3


def test_an_article_is_read_back_as_it_was_put(store: Store) -> None:
    sent = article(1, headline="Grüße", embargoed=NOON)
    written = put(store, sent)
    assert written == Stored(sent, 1, State.LIVE, {}, NOON)
    assert store.get(sent.id) == store.find(sent.uri) == written
    assert store.get("nosuch") is store.find("nosuch") is None


def test_versions_and_originals_are_kept_byte_for_byte(store: Store) -> None:
    first, second, older = article(1), article(1, version="2"), article(1, version="0")
    put(store, first, "one\0\r\n", NOON)
    put(store, second, "two", NOON + timedelta(hours=1))
    with store.transaction() as transaction:
        entry = transaction.entry(first.id)
        assert entry is not None
        transaction.add_superseded(older, received("zero"), entry)
    assert store.head() == 2

    def record(version: str, status: str, at: datetime, text: str) -> VersionRecord:
        return VersionRecord(
            version, status, NOON, at, f"hash of {text}", "text/plain", len(text), None, False
        )

    assert store.versions(first.id) == [
        record("1", "superseded", NOON, "one\0\r\n"),
        record("2", "current", NOON + timedelta(hours=1), "two"),
        record("0", "superseded", NOON, "zero"),
    ]
    sent = {"slugline": "TEST"}
    assert store.original(first.id) == Original(b"two", "text/plain", sent, "2", NOON + timedelta(hours=1))
    assert store.original(first.id, "1") == Original(b"one\0\r\n", "text/plain", sent, "1", NOON)
    for wrong in ((first.id, "7"), ("nosuch", None)):
        with pytest.raises(NotFoundError):
            store.original(*wrong)
    assert store.versions("nosuch") == []


def test_an_edit_lies_over_the_current_version(store: Store) -> None:
    sent = article(1, headline="As sent")
    put(store, sent)
    edited = replace(sent, headline="As edited")
    with store.transaction() as transaction:
        entry = transaction.entry(sent.id)
        assert entry is not None
        transaction.edit(entry, {"headline": "As edited"}, edited, NOON)
    assert store.get(sent.id) == Stored(edited, 2, State.LIVE, {"headline": "As edited"}, NOON)
    assert [record.edited for record in store.versions(sent.id)] == [True]
    [source] = store.sources("")
    assert (source.parsed, source.edits) == (sent, {"headline": "As edited"})
    put(store, replace(sent, version="2"), "newer")
    assert store.get(sent.id) == Stored(replace(sent, version="2"), 3, State.LIVE, {}, NOON)


def test_killed_and_deleted_articles_leave_tombstones(store: Store) -> None:
    put(store, article(1, pubstatus=PubStatus.CANCELED))
    put(store, article(2, pubstatus=PubStatus.WITHHELD))
    kept = put(store, article(3))
    with store.transaction() as transaction:
        assert transaction.delete(kept, NOON) == replace(kept, seq=4, state=State.DELETED)
    assert [(each.seq, each.state) for each in store.changes(0)] == [
        (1, State.KILLED),
        (2, State.LIVE),
        (4, State.DELETED),
    ]
    assert store.count() == 1
    assert [source.entry.uri for source in store.sources("")] == ["urn:test:2"]


def test_changes_come_in_pages_by_sequence(store: Store) -> None:
    for number in range(5):
        put(store, article(number))
    put(store, article(1, version="2"), "newer")
    assert [each.seq for each in store.changes(0, 3)] == [1, 3, 4]
    assert [each.seq for each in store.changes(4, 3)] == [5, 6]
    assert [each.seq for each in store.changes(0, until=4)] == [1, 3, 4]
    assert [each.seq for each in store.walk(5)] == [1, 3, 4, 5]


def test_a_page_ends_where_its_articles_are_long(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        put(store, article(number))
    monkeypatch.setattr("searchsvc.store.articles.PAGE_BYTES", 1)
    assert [each.seq for each in store.changes(0)] == [1]
    assert [each.seq for each in store.walk(5)] == [1, 2, 3, 4, 5]


def test_what_an_index_is_made_of_is_the_same_not_decoded(store: Store) -> None:
    misleading = 'It said "pubstatus":"usable".'
    put(store, article(1, embargoed=NOON, story="a"))
    put(store, article(2, expires=NOON))
    put(store, article(3, pubstatus=PubStatus.WITHHELD, headline=misleading))
    put(store, article(4, pubstatus=PubStatus.CANCELED))
    edited = put(store, article(5, pubstatus=PubStatus.WITHHELD))
    with store.transaction() as transaction:
        entry = transaction.entry(edited.id)
        assert entry is not None
        transaction.edit(entry, {"pubstatus": "usable"}, article(5), NOON)
    kept, stored = store.kept(0), store.changes(0)
    assert [(each.id, each.seq, each.state) for each in kept] == [
        (each.id, each.seq, each.state) for each in stored
    ]
    assert [each.content.read() for each in kept] == [each.article for each in stored]
    for now in (NOON - timedelta(hours=1), NOON):
        assert [each.is_shown(now) for each in kept] == [
            each.state is State.LIVE and each.article.is_shown(now) for each in stored
        ]
    assert [each.is_shown(NOON) for each in kept] == [True, False, False, False, True]
    assert [each.seq for each in store.kept(2, 2)] == [3, 4]
    assert [each.seq for each in store.kept(0, until=2)] == [1, 2]


def test_a_watcher_sees_what_others_commit(store: Store, url: str) -> None:
    other = Store.open(url)
    with store.watching() as changed:
        assert [changed(), changed()] == [True, False]
        put(store, article(1))
        assert [changed(), changed()] == [True, False]
        put(other, article(2))
        assert [changed(), changed()] == [True, False]
    other.close()


def test_what_falls_due_is_found_at_its_time(store: Store) -> None:
    hour = timedelta(hours=1)
    put(store, article(1, embargoed=NOON))
    put(store, article(2, expires=NOON + hour))
    put(store, article(3, embargoed=NOON - hour, expires=NOON + 2 * hour))
    put(store, article(4, embargoed=NOON, pubstatus=PubStatus.CANCELED))

    def due(after: datetime, until: datetime) -> list[int]:
        return [each.seq for each in store.due(after, until)]

    assert due(NOON - 2 * hour, NOON + 3 * hour) == [1, 2, 3]
    assert due(NOON - hour, NOON) == [1]
    assert due(NOON, NOON + hour) == [2]
    assert due(NOON, NOON) == []
    assert [each.seq for each in store.due(NOON - 2 * hour, NOON + 3 * hour, after_seq=1, limit=1)] == [2]
    assert store.next_due(NOON - 2 * hour) == NOON - hour
    assert store.next_due(NOON) == NOON + hour
    assert store.next_due(NOON + 2 * hour) is None


def test_an_error_undoes_the_whole_transaction(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction() as transaction:
        transaction.add(article(1), received(), None)
        raise ZeroDivisionError
    assert (store.head(), store.changes(0)) == (0, [])


@pytest.mark.parametrize(
    "wrong",
    [
        article(2, headline="half a pair \ud83d"),
        Article(uri="urn:\udcff"),
        article(2, urgency=2**70),
    ],
    ids=["surrogate in the text", "surrogate in the uri", "a number too large"],
)
def test_a_value_that_cannot_be_stored_takes_nothing_else_down(store: Store, wrong: Article) -> None:
    with store.transaction() as transaction:
        transaction.add(article(1), received(), None)
        with pytest.raises((InputError, UnicodeError)), transaction.part():
            transaction.add(wrong, received(), None)
        transaction.add(article(3), received(), None)
    assert [(each.seq, each.article.uri) for each in store.changes(0)] == [
        (1, "urn:test:1"),
        (2, "urn:test:3"),
    ]


def test_a_value_that_the_database_will_not_take_is_an_input_error(store: Store) -> None:
    wrong = replace(received(), media_type="half a pair \ud83d")
    with store.transaction() as transaction:
        with pytest.raises(InputError, match="cannot be stored"), transaction.part():
            transaction.add(article(1), wrong, None)
        assert transaction.add(article(2), received(), None).seq == 1


def test_a_transaction_does_not_know_what_is_not_there(store: Store) -> None:
    with store.transaction() as transaction:
        assert transaction.entry("nosuch") is None
        with pytest.raises(NotFoundError):
            transaction.stored("nosuch")


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("database is locked", "the store is busy"),
        ("database or disk is full", "the disk that holds the store is full"),
        ("attempt to write a readonly database", "its file is read-only"),
        ("unable to open database file", "check that its folder exists"),
        ("disk I/O error", r"the store at \S+/articles\.db cannot be used now: disk I/O error"),
    ],
)
def test_what_fails_in_the_database_is_said_in_a_sentence(store: Store, reason: str, says: str) -> None:
    with pytest.raises(UnavailableError, match=says), store.transaction():
        raise OperationalError("INSERT", {}, sqlite3.OperationalError(reason))


def test_a_disk_too_full_to_open_the_store_is_said_to_be_full(store: Store) -> None:
    reason = sqlite3.OperationalError("disk I/O error")
    reason.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"  # type: ignore[attr-defined]
    says = "the disk that holds the store is full"
    with pytest.raises(UnavailableError, match=says), store.transaction():
        raise OperationalError("SELECT", {}, reason)


def test_a_full_disk_is_said_to_be_one(store: Store) -> None:
    put(store, article(1))
    store.close()
    engine = store._database._engine()
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count=40"))
    with pytest.raises(UnavailableError, match="the disk that holds the store is full"):
        put(store, article(2), "x" * 1_000_000)
    assert store.count() == 1
    assert put(store, article(3)).seq == 2


def test_a_busy_store_is_said_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    store = Store.open(f"sqlite:///{tmp_path}/articles.db")
    other = sqlite3.connect(tmp_path / "articles.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UnavailableError, match="the store is busy"):
        put(store, article(1))
    assert store.count() == 0
    other.execute("ROLLBACK")
    other.close()
    assert put(store, article(1)).seq == 1
    store.close()


def test_small_values_are_kept_under_their_names(store: Store) -> None:
    assert store.value("one") is None
    for value in ("1", "2"):
        with store.transaction() as transaction:
            transaction.set_value("one", value)
    assert store.value("one") == "2"


def test_tasks_and_the_results_of_their_lines(store: Store) -> None:
    first = Task("first", "bulk", TaskStatus.QUEUED, 0, 3, {}, NOON, payload={"line": 0})
    second = replace(first, id="second", kind="reindex", total=None)
    results = [
        LineResult(1, Outcome.CREATED, "id", "uri"),
        LineResult(2, Outcome.REFUSED, message="not \udcff JSON\0", position=4, original=b"\xff"),
        LineResult(4, Outcome.CREATED, "id4", "uri4"),
    ]
    running = replace(
        first, status=TaskStatus.RUNNING, done=3, counts={"created": 2, "refused": 1}, started=NOON
    )
    with store.transaction() as transaction:
        transaction.add_task(first)
        transaction.add_task(second)
        transaction.add_results("first", results)
        transaction.add_results("first", [])
        transaction.update_task(running)
    assert store.task("first") == running
    assert store.tasks() == [running, second]
    assert store.tasks((TaskStatus.QUEUED,)) == [second]
    refused = LineResult(2, Outcome.REFUSED, message="not ? JSON\ufffd", position=4)
    assert store.results("first") == [results[0], refused, results[2]]
    assert store.results("first", after=1, limit=1) == [refused]
    assert store.results("first", outcome=Outcome.CREATED, after=1) == [results[2]]
    assert store.refused("first", 2) == b"\xff"
    for line in (1, 3):
        with pytest.raises(NotFoundError):
            store.refused("first", line)
    with pytest.raises(NotFoundError):
        store.task("nosuch")
