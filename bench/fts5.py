"""SQLite's FTS5: the terms joined by spaces, the text in a table beside."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.corpus import Document
from bench.peers import FACET_SIZE, TOP, Found
from bench.queries import Query


class Fts5:
    """One database file; ranked by bm25(), the count a query of its own. It has no fuzzy terms."""

    name = "sqlite fts5"
    kinds = frozenset(("or", "and", "phrase", "term", "prefix", "filtered", "facets"))

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        with sqlite3.connect(folder / "fts.db") as database:
            database.execute(
                "CREATE VIRTUAL TABLE terms USING fts5(headline, body, content='', prefix='3 4')"
            )
            database.execute(
                "CREATE TABLE articles (number INTEGER PRIMARY KEY, headline, body, source, located)"
            )
            for document in documents:
                headline, body = document.terms()
                row = (document.number, " ".join(headline), " ".join(body))
                database.execute("INSERT INTO terms(rowid, headline, body) VALUES (?, ?, ?)", row)
                kept = (document.number, document.headline, document.body, document.source, document.located)
                database.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", kept)
            database.execute("INSERT INTO terms(terms) VALUES ('optimize')")
        database.close()

    def open(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "fts.db")

    def prepare(self, asked: Query) -> Callable[[], Found]:
        words = [f'"{word}"' for word in asked.words]
        text = {
            "or": " OR ",
            "facets": " OR ",
        }.get(asked.kind, " AND ").join(words)
        if asked.kind == "phrase":
            text = f'"{" ".join(asked.words)}"'
        elif asked.kind == "prefix":
            text = f"{words[0]}*"
        source = "JOIN articles ON number = terms.rowid"
        narrowed = f"{source} WHERE terms MATCH ? AND source = ?" if asked.source else "WHERE terms MATCH ?"
        values = (text, asked.source) if asked.source else (text,)
        # The names are this module's own; what is asked is bound.
        best = f"SELECT terms.rowid FROM terms {narrowed} ORDER BY rank LIMIT {TOP}"  # noqa: S608
        all_of_them = f"SELECT count(*) FROM terms {narrowed}"  # noqa: S608
        grouped = [
            f"SELECT {name}, count(*) AS held FROM terms {source} WHERE terms MATCH ? "  # noqa: S608
            f"GROUP BY {name} ORDER BY held DESC LIMIT {FACET_SIZE}"
            for name in ("source", "located")
        ]

        def run() -> Found:
            numbers = [row[0] for row in self._database.execute(best, values)]
            if asked.kind == "facets":
                for each in grouped:
                    self._database.execute(each, values).fetchall()
            return Found(numbers, self._database.execute(all_of_them, values).fetchone()[0])

        return run
