"""The document store: every article with its versions and originals, and the work that is to be done.

The truth that every index is derived from. Each write is one transaction, on disk when it returns;
its sequence number is raised inside it, so whoever has read up to a number has seen all before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import select

from searchsvc.article import Article
from searchsvc.errors import NotFoundError
from searchsvc.store import articles as rows
from searchsvc.store import drops, history, links, marks, quarantine
from searchsvc.store import tasks as work
from searchsvc.store.database import Database
from searchsvc.store.records import (
    Drop,
    Entry,
    Kept,
    LineResult,
    Link,
    Original,
    Outcome,
    Quarantined,
    Source,
    Stored,
    Task,
    TaskStatus,
    VersionRecord,
)
from searchsvc.store.schema import articles, values
from searchsvc.store.transaction import Transaction

PAGE = 200
"""How many articles are read at once when all are walked through: it bounds the memory used."""


class Store:
    """The document store behind a URL. Any number of processes and threads may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str, *, create: bool = True) -> Store:
        """Open the store at ``url`` (``sqlite:///path``), migrated and, with ``create``, made if need be.

        Raises SettingsError for a URL that cannot work, a store that is newer than this code or, without
        ``create``, one that is not there, and UnavailableError.
        """
        database = Database(url)
        try:
            database.prepare(create=create)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """Let go of this process's connections."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Write. Committed, and on disk, when the block ends; an error undoes all of it."""
        with self._database.writing() as connection:
            transaction = Transaction(connection)
            yield transaction
            transaction.finish()

    @contextmanager
    def watching(self) -> Iterator[Callable[[], bool]]:
        """A function that says, at some microseconds a call, whether anything may have been committed
        since it was last asked (the first time: yes). For one thread. Raises UnavailableError."""
        with self._database.watching() as changed:
            yield changed

    def get(self, id: str) -> Stored | None:  # noqa: A002 - the domain's word
        """The article with this id, killed and deleted ones included."""
        with self._database.reading() as connection:
            return rows.read_one(connection, articles.c.id == id)

    def find(self, uri: str) -> Stored | None:
        """The article with this uri, killed and deleted ones included."""
        with self._database.reading() as connection:
            return rows.read_one(connection, articles.c.uri == uri)

    def head(self) -> int:
        """The sequence number of the last committed change; 0 for none."""
        with self._database.reading() as connection:
            return rows.read_head(connection)

    def mark(self, position: int) -> str:
        """What tells the change ``position`` from any other that another course of changes may have there;
        empty where there is none yet (see ``marks``)."""
        with self._database.reading() as connection:
            return marks.read(connection, position)

    def went_through(self, position: int, mark: str) -> bool:
        """Whether the changes up to ``position`` are those that ``mark`` tells; an empty one tells none."""
        return not mark or mark == self.mark(position)

    def count(self) -> int:
        """How many live articles there are, withheld ones included."""
        with self._database.reading() as connection:
            return rows.count(connection)

    def changes(self, after: int, limit: int = PAGE, *, until: int | None = None) -> list[Stored]:
        """The latest state of each article that changed after ``after`` (and, if given, not after
        ``until``), by ``seq``; killed, deleted and withheld ones are among them. At most ``limit``, and
        fewer where they are long: only an empty page is the end."""
        with self._database.reading() as connection:
            return rows.read_changes(connection, after, until, limit)

    def kept(self, after: int, limit: int = PAGE, *, until: int | None = None) -> list[Kept]:
        """What ``changes`` are, with articles that are not decoded."""
        with self._database.reading() as connection:
            return rows.read_kept(connection, after, until, limit)

    def walk(self, until: int) -> Iterator[Stored]:
        """All articles whose last change is at most ``until``, by ``seq``, a page in memory at a time.

        An article that changes meanwhile moves past ``until``: ``changes(until)`` has it.
        """
        after = 0
        while page := self.changes(after, PAGE, until=until):
            yield from page
            after = page[-1].seq

    def due(self, after: datetime, until: datetime, *, after_seq: int = 0, limit: int = PAGE) -> list[Kept]:
        """Live articles whose embargo lifted, or that expired, with ``after < instant <= until``, by
        ``seq`` from the one after ``after_seq``; paged as ``changes`` are."""
        with self._database.reading() as connection:
            return rows.read_due(connection, after, until, after_seq, limit)

    def next_due(self, after: datetime) -> datetime | None:
        """The first instant after ``after`` at which an embargo lifts or an article expires."""
        with self._database.reading() as connection:
            return rows.next_due(connection, after)

    def sources(self, after: str, limit: int = PAGE, *, not_by: str | None = None) -> list[Source]:
        """Live articles with their originals in the order of ids, at most ``limit`` from the one after
        ``after``; with ``not_by`` only those that another version of the parser has read."""
        with self._database.reading() as connection:
            return rows.read_sources(connection, after, limit, not_by)

    def history(self, ids: Sequence[str]) -> tuple[dict[str, Entry], set[tuple[str, str]]]:
        """Those of the articles ``ids`` that are there, and the (id, hash) of all their versions."""
        with self._database.reading() as connection:
            return rows.read_entries(connection, ids), rows.read_hashes(connection, ids)

    def links(self, id: str) -> list[Link]:  # noqa: A002
        """What the article replaces, and by what it is replaced."""
        with self._database.reading() as connection:
            return links.read_links(connection, id)

    def versions(self, id: str) -> list[VersionRecord]:  # noqa: A002
        """The article's history in order of arrival; empty for an unknown id."""
        with self._database.reading() as connection:
            return history.read_versions(connection, id)

    def history_of(self, id: str) -> list[Article]:  # noqa: A002
        """The article's versions as readers saw them, in order of arrival; empty for an unknown id."""
        with self._database.reading() as connection:
            return history.read_history(connection, id)

    def original(self, id: str, version: str | None = None) -> Original:  # noqa: A002
        """The input of a version, or of the current one. Raises NotFoundError."""
        with self._database.reading() as connection:
            found = history.read_original(connection, id, version)
        if found is None:
            what = f"there is no article with the id {id!r}"
            raise NotFoundError(what if version is None else f"{what} and the version {version!r}")
        return found

    def value(self, key: str) -> str | None:
        """The small value kept under a name."""
        with self._database.reading() as connection:
            return connection.scalar(select(values.c.value).where(values.c.key == key))

    def task(self, id: str) -> Task:  # noqa: A002
        """The task with this id. Raises NotFoundError."""
        with self._database.reading() as connection:
            found = work.read_task(connection, id)
        if found is None:
            raise NotFoundError(f"there is no task with the id {id!r}")
        return found

    def tasks(self, statuses: tuple[TaskStatus, ...] = tuple(TaskStatus), limit: int = 100) -> list[Task]:
        """The tasks in one of ``statuses``, in the order in which they were queued."""
        with self._database.reading() as connection:
            return work.read_tasks(connection, statuses, limit)

    def results(
        self, task: str, *, outcome: Outcome | None = None, after: int = 0, limit: int = 100
    ) -> list[LineResult]:
        """Results of a task's lines after line ``after``, in order, of one outcome or of all."""
        with self._database.reading() as connection:
            return work.read_results(connection, task, outcome, after, limit)

    def refused(self, task: str, line: int) -> bytes:
        """The bytes of a line that was refused, cut short where over-long. Raises NotFoundError."""
        with self._database.reading() as connection:
            found = work.read_refused(connection, task, line)
        if found is None:
            raise NotFoundError(f"the task {task!r} has refused no line {line}")
        return found

    def drops(self, paths: Sequence[str]) -> dict[str, Drop]:
        """Those of the files that were taken in from a drop folder, by path, as they were then."""
        with self._database.reading() as connection:
            return drops.read_drops(connection, paths)

    def dropped_hashes(self, hashes: Sequence[str]) -> set[str]:
        """Those of the contents that were taken in from a drop folder, whatever the file was called."""
        with self._database.reading() as connection:
            return drops.read_hashes(connection, hashes)

    def quarantined(self, after: int = 0, limit: int = 100) -> list[Quarantined]:
        """What was refused of files, in order from the one after number ``after``."""
        with self._database.reading() as connection:
            return quarantine.read_page(connection, after, limit)

    def quarantined_count(self) -> int:
        """How much is in quarantine."""
        with self._database.reading() as connection:
            return quarantine.count(connection)

    def quarantined_bytes(self, number: int) -> bytes | None:
        """The bytes of what was refused; None where it was too long to keep. Raises NotFoundError."""
        with self._database.reading() as connection:
            if quarantine.read_one(connection, number) is None:
                raise NotFoundError(f"there is no {number} in quarantine")
            return quarantine.read_original(connection, number)


def now_utc() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)
