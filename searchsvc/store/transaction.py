"""Writes to the store that become visible, and durable, together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert
from sqlalchemy.exc import OperationalError, StatementError

from searchsvc.article import Article
from searchsvc.errors import InputError, NotFoundError
from searchsvc.store import articles as rows
from searchsvc.store import drops, history, links, marks, quarantine, stories, waiting
from searchsvc.store import tasks as work
from searchsvc.store.records import (
    Drop,
    Entry,
    LineResult,
    Link,
    Original,
    Received,
    Source,
    State,
    Stored,
    StorySignature,
    Task,
    Waiting,
)
from searchsvc.store.schema import articles, values


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
        """Leave a tombstone where the article was; its history is kept, and known as deleted."""
        self.head += 1
        self._flush()
        last = rows.last_number(self._connection, stored.id)
        self.set_value(history.DELETED_UP_TO + stored.id, str(last))
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

    def keep_waiting(self, advisory: Waiting) -> None:
        """Keep an advisory until the story comes that it names."""
        waiting.keep(self._connection, advisory)

    def waiting(self, ids: Iterable[str]) -> dict[str, list[Waiting]]:
        """The advisories that wait for any of these articles, by the article's id."""
        return waiting.read(self._connection, ids)

    def set_value(self, key: str, value: str) -> None:
        """Keep a small value under a name."""
        self._connection.execute(delete(values).where(values.c.key == key))
        self._connection.execute(insert(values).values(key=key, value=value))
