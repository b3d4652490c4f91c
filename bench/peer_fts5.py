"""SQLite's FTS5; terms are handed over as text between spaces, stored texts stand in a table beside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.corpus import Story, terms_of
from bench.engine import Answer, Commit, Run
from bench.queries import FACETS, Query

_SCHEMA = """
CREATE TABLE stories (
    number INTEGER PRIMARY KEY, headline TEXT, body TEXT, source TEXT, located TEXT, versioncreated INTEGER
);
CREATE INDEX by_source ON stories (source);
CREATE INDEX by_created ON stories (versioncreated);
CREATE VIRTUAL TABLE terms USING fts5(
    headline, body, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
"""
_BEST = "SELECT rowid, rank FROM terms WHERE terms MATCH ? ORDER BY rank LIMIT 10"
_COUNT = "SELECT count(*) FROM terms WHERE terms MATCH ?"
_BEST_OF = """SELECT terms.rowid, rank FROM terms JOIN stories ON number = terms.rowid
WHERE terms MATCH ? AND source = ? ORDER BY rank LIMIT 10"""
_COUNT_OF = (
    "SELECT count(*) FROM terms JOIN stories ON number = terms.rowid WHERE terms MATCH ? AND source = ?"
)
_FACET = """SELECT {0}, count(*) FROM terms JOIN stories ON number = terms.rowid
WHERE terms MATCH ? GROUP BY {0} ORDER BY 2 DESC LIMIT 10"""


def _connect(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "stories.db")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA mmap_size = 8000000000")
    return connection


def _add(connection: sqlite3.Connection, story: Story) -> None:
    number = story.number + 1
    connection.execute(
        "INSERT INTO stories VALUES (?, ?, ?, ?, ?, ?)",
        (number, story.headline, story.body, story.source, story.city, story.created),
    )
    texts = [" ".join(terms_of(text)) for text in (story.headline, story.body)]
    connection.execute("INSERT INTO terms (rowid, headline, body) VALUES (?, ?, ?)", (number, *texts))


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


class _OpenedFTS5:
    def __init__(self, folder: Path) -> None:
        self._connection = _connect(folder)
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        self._connection.execute("CREATE VIRTUAL TABLE temp.frequencies USING fts5vocab(main, terms, col)")

    def prepare(self, query: Query, *, exact: bool) -> Run | None:
        words = [_quoted(word) for word in query.words]
        match query.kind:
            case "fuzzy":
                return None
            case "phrase":
                asked = _quoted(" ".join(query.words))
            case "prefix":
                asked = f"{words[0]} *"
            case "or" | "facets" | "single":
                asked = " OR ".join(words)
            case _:
                asked = " AND ".join(words)
        values = (asked, query.source) if query.source else (asked,)
        best, count = (_BEST_OF, _COUNT_OF) if query.source else (_BEST, _COUNT)
        facets = [_FACET.format(name) for name in FACETS] if query.kind == "facets" else []
        execute = self._connection.execute

        def run() -> Answer:
            rows = execute(best, values).fetchall()
            total: int = execute(count, values).fetchone()[0]
            counted = tuple(len(execute(each, (asked,)).fetchall()) for each in facets)
            return Answer([row[0] for row in rows], [-row[1] for row in rows], total, counted)

        return run

    def parse(self, text: str) -> Any:
        """It parses while it searches."""

    def doc_frequency(self, field: str, term: str) -> int | None:
        row = self._connection.execute(
            "SELECT doc FROM temp.frequencies WHERE term = ? AND col = ?", (term, field)
        ).fetchone()
        return row[0] if row else 0

    def segments(self) -> int:
        return 1

    def close(self) -> None:
        self._connection.close()


class FTS5:
    """SQLite FTS5, in one transaction and merged into one b-tree at the end; commits are synchronous."""

    name = "SQLite FTS5"
    bounded = False
    commits = True
    largest = 0

    def build(self, folder: Path, stories: Iterable[Story]) -> None:
        connection = _connect(folder)
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        for story in stories:
            _add(connection, story)
        connection.execute("INSERT INTO terms (terms) VALUES ('optimize')")
        connection.commit()
        connection.close()

    def open(self, folder: Path) -> _OpenedFTS5:
        return _OpenedFTS5(folder)

    @contextmanager
    def committer(self, folder: Path) -> Iterator[Commit]:
        connection = _connect(folder)

        def commit(story: Story) -> None:
            _add(connection, story)
            connection.commit()

        try:
            yield commit
        finally:
            connection.close()
