"""The document store: every article with its versions and originals, and the work that is to be done.

The truth that every index is derived from. Each write is one transaction, on disk when it returns;
its sequence number is raised inside it, so whoever has read up to a number has seen all before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import OperationalError, StatementError

from searchsvc.article import Article
from searchsvc.errors import InputError, NotFoundError
from searchsvc.store import articles as rows
from searchsvc.store import drops, history, links, marks, quarantine, stories
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
    Received,
    Source,
    State,
    Stored,
    StorySignature,
    Task,
    TaskStatus,
    VersionRecord,
)
from searchsvc.store.schema import articles, values

PAGE = 200
"""How many articles are read at once when all are walked through: it bounds the memory used."""


class Transaction:
    """Writes that become visible, and durable, together. From ``Store.transaction``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
        # Locks the row where the database has row locks: writers come one after the other, so that
        # the order of commits is the order of sequence numbers.
        self._began_at = self.head = rows.read_head(connection, lock=True)

    def finish(self) -> None:
        """Write what is left to write. ``Store.transaction`` calls it before the commit."""
        self._flush()
        if self.head != self._began_at:
            rows.write_head(self._connection, self.head)
            marks.draw(self._connection, self.head)

    @contextmanager
    def part(self) -> Iterator[None]:
        """What is written inside is undone if an error leaves it; what was written before stays.

        Raises InputError for a value that cannot be stored.
        """
        self._flush()
        head = self.head
        try:
            with self._connection.begin_nested():
                yield
                self._flush()
        except OperationalError:
            raise
        except (StatementError, UnicodeError, OverflowError) as error:
            self._new = {}
            self.head = head
            reason = getattr(error, "orig", error)
            raise InputError(f"a value in it cannot be stored: {reason}") from error
        except BaseException:
            self._new = {}
            self.head = head
            raise

    def _flush(self) -> None:
        """Write the new articles, all together: one by one that costs twice as much."""
        if self._new:
            added, self._new = list(self._new.values()), {}
            rows.insert_articles(self._connection, [article for article, _ in added])
            rows.insert_versions(self._connection, [version for _, version in added])

    def entries(self, ids: Sequence[str]) -> dict[str, Entry]:
        """What is known of those articles that are there, by id, without their texts."""
        self._flush()
        return rows.read_entries(self._connection, ids)

    def entry(self, id: str) -> Entry | None:  # noqa: A002 - the domain's word
        """What is known of the article ``id``, without its text."""
        self._flush()
        return rows.read_entry(self._connection, id)

    def stored(self, id: str) -> Stored:  # noqa: A002
        """The article ``id``. Raises NotFoundError."""
        self._flush()
        found = rows.read_one(self._connection, articles.c.id == id)
        if found is None:
            raise NotFoundError(f"there is no article with the id {id!r}")
        return found

    def has_hash(self, id: str, hash: str) -> bool:  # noqa: A002
        """Whether any version of the article ``id`` was made of what hashes to ``hash``."""
        self._flush()
        return rows.has_hash(self._connection, id, hash)

    def original(self, id: str) -> Original:  # noqa: A002
        """The input of the current version. Raises NotFoundError."""
        self._flush()
        found = history.read_original(self._connection, id, None)
        if found is None:
            raise NotFoundError(f"there is no article with the id {id!r}")
        return found

    def add(self, article: Article, received: Received, entry: Entry | None) -> Stored:
        """Make ``article`` the current version, over what ``entry`` says is there."""
        self.head += 1
        state = rows.state_of(article)
        if entry is None:
            key = article.id
            self._new[key] = (
                rows.article_row(key, article, state, self.head, received.at),
                rows.version_row(key, 1, article, received),
            )
        else:
            self._flush()
            number = rows.last_number(self._connection, entry.id) + 1
            rows.insert_versions(self._connection, [rows.version_row(entry.id, number, article, received)])
            rows.update_article(self._connection, article, state, self.head, received.at, number=number)
        return Stored(article, self.head, state, {}, received.at)

    def add_superseded(self, article: Article, received: Received, entry: Entry) -> None:
        """Keep an older version of an article that has a newer one already; nothing else changes."""
        self._flush()
        number = rows.last_number(self._connection, entry.id) + 1
        rows.insert_versions(self._connection, [rows.version_row(entry.id, number, article, received)])

    def edit(self, entry: Entry, edits: Mapping[str, Any], edited: Article, at: datetime) -> Stored:
        """Lay ``edits``, which make the article ``edited``, over the current version."""
        self._flush()
        self.head += 1
        state = rows.state_of(edited)
        rows.update_version(self._connection, entry, None, edits, edited)
        rows.update_article(self._connection, edited, state, self.head, at)
        return Stored(edited, self.head, state, edits, at)

    def replace_parse(
        self,
        source: Source,
        parsed: Article,
        edited: Article | None,
        *,
        at: datetime,
        differs: bool,
        story: str,
    ) -> None:
        """Put a new parse of the same original in place, with what its edits make of it, as part of
        ``story``. Where it does not differ in what readers see, this is no change that an index need
        follow."""
        rows.update_version(self._connection, source.entry, parsed, source.edits, edited)
        if differs:
            self.head += 1
            shown = replace(edited or parsed, story=story)
            rows.update_article(self._connection, shown, rows.state_of(shown), self.head, at)

    def delete(self, stored: Stored, at: datetime) -> Stored:
        """Leave a tombstone where the article was; its history is kept."""
        self.head += 1
        rows.update_article(self._connection, stored.article, State.DELETED, self.head, at)
        return Stored(stored.article, self.head, State.DELETED, stored.edits, at)

    def alike(self, keys: Sequence[int]) -> dict[int, list[StorySignature]]:
        """The signatures of texts that are kept under any of ``keys``, by key."""
        return stories.read_alike(self._connection, keys)

    def last_signature(self) -> int:
        """The highest number of a signature; 0 for none."""
        return stories.last_signature(self._connection)

    def add_signatures(self, added: Iterable[tuple[StorySignature, Sequence[int]]]) -> None:
        """Keep signatures of texts, each under its keys."""
        stories.insert_signatures(self._connection, added)

    def of_story(self, story: str) -> list[str]:
        """The ids of the live articles of ``story``, those that changed last first, up to a bound."""
        self._flush()
        return links.read_ids(self._connection, story)

    def keep_link(self, link: Link) -> None:
        """Keep what an article replaces."""
        links.keep(self._connection, link)

    def add_task(self, task: Task) -> None:
        """Put a task at the end of the queue."""
        work.insert_task(self._connection, task)

    def update_task(self, task: Task) -> None:
        """Keep a task's progress and status."""
        work.update_task(self._connection, task)

    def add_results(self, task: str, results: list[LineResult]) -> None:
        """Keep the outcomes of lines."""
        work.insert_results(self._connection, task, results)

    def quarantine(self, place: str, result: LineResult, at: datetime) -> None:
        """Keep what ``result`` says was refused at ``place``, so that it can be listed and tried again."""
        reason, original = result.message or "", result.original or b""
        quarantine.keep(self._connection, place, result.line, reason, result.position, original, at)

    def release_places(self, places: Iterable[tuple[str, int | None]], before: datetime) -> None:
        """Take out of quarantine what was refused at one of ``places``, file and line, before ``before``."""
        quarantine.release_places(self._connection, places, before)

    def tried_again(self, number: int, result: LineResult, at: datetime) -> None:
        """Keep why ``number`` is still refused."""
        quarantine.tried_again(self._connection, number, result.message or "", result.position, at)

    def release(self, numbers: Sequence[int]) -> int:
        """Take these out of quarantine; how many there were."""
        return quarantine.release(self._connection, numbers)

    def keep_drops(self, taken: Iterable[Drop]) -> None:
        """Keep that these files of a drop folder were taken in."""
        drops.keep_drops(self._connection, taken)

    def mark_past(self) -> None:
        """Give the changes from before marks were kept the mark that they lack."""
        if self._began_at and not marks.read(self._connection, self._began_at):
            marks.draw(self._connection, self._began_at)

    def set_value(self, key: str, value: str) -> None:
        """Keep a small value under a name."""
        self._connection.execute(delete(values).where(values.c.key == key))
        self._connection.execute(insert(values).values(key=key, value=value))


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
