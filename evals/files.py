"""Files of every format beside what a careful reader sees in them: evals/labelled/formats.ndjson.

A row an article has headline, date (of the version), source, language and the length of the body in
characters; null is what the file does not say. ``refused`` instead: a file, or a part, without an article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

from evals.reading import ANCHOR
from evals.sets import HERE
from searchsvc.article import format_instant
from searchsvc.errors import InputError
from searchsvc.formats import HEAD, Document, Refusal, media_type_of, read
from searchsvc.ingest import parse

LABELS = HERE / "labelled" / "formats.ndjson"
WHAT = ("headline", "date", "source", "language", "length")
TOLERANCE = 0.12
"""Of a length: where a body begins and ends is not told alike by two people."""

Row = dict[str, Any]


@dataclass(frozen=True)
class FileScore:
    """A file: how many articles it has and how many were read, and of how many each value is right.

    ``wrong`` says what differs, as ``headline 'read' for 'labelled'``; ``refusals`` why there is no article.
    """

    file: str
    labelled: int
    read: int
    right: dict[str, int]
    wrong: tuple[str, ...]
    refusals: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether nothing differs."""
        return not self.wrong and self.labelled == self.read


def scores(folder: Path) -> Iterator[FileScore]:
    """Each labelled file that is there, in the order of the labels."""
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    for file, labelled in groupby(rows, key=lambda row: row["file"]):
        path = folder / "formats" / file
        if path.is_file():
            yield _score(file, list(labelled), rows_of(path))


def unlabelled(folder: Path) -> list[str]:
    """Files of the data that have no row."""
    known = {json.loads(line)["file"] for line in LABELS.read_text(encoding="utf-8").splitlines()}
    place = folder / "formats"
    files = (str(path.relative_to(place)) for path in sorted(place.rglob("*")) if path.is_file())
    return [file for file in files if file not in known]


def rows_of(path: Path) -> list[Row]:
    """What a file is read into, in the form of the labels."""
    data = path.read_bytes()
    try:
        found = list(read(data, media_type_of(path.name, data[:HEAD]), name=path.name))
        return [_row(each) for each in found]
    except InputError as error:
        return [{"refused": str(error)}]


def _row(found: Document | Refusal) -> Row:
    if isinstance(found, Refusal):
        return {"refused": str(found.error)}
    article = parse(found, ANCHOR).article
    dated = article.versioncreated if article.versioncreated_from != "ingest" else None
    return {
        "headline": article.headline,
        "date": format_instant(dated) if dated else None,
        "source": article.source,
        "language": article.language,
        "length": len(article.body_text),
    }


def _score(file: str, labelled: list[Row], read_rows: list[Row]) -> FileScore:
    right = dict.fromkeys(WHAT, 0)
    wrong: list[str] = []
    none: Row = {}
    for expected, row in zip_longest(labelled, read_rows, fillvalue=none):
        if "refused" in expected or "refused" in row or not expected or not row:
            if ("refused" in expected) != ("refused" in row):
                wrong.append(f"{_short(row)} for {_short(expected)}")
            continue
        for what in WHAT:
            if _agree(what, row[what], expected[what]):
                right[what] += 1
            else:
                wrong.append(f"{what} {row[what]!r} for {expected[what]!r}")
    articles = sum("refused" not in row for row in labelled)
    found = sum("refused" not in row for row in read_rows)
    refusals = tuple(row["refused"] for row in read_rows if "refused" in row)
    return FileScore(file, articles, found, right, tuple(wrong), refusals)


def _short(row: Row) -> str:
    return f"refused ({row['refused'][:80]})" if "refused" in row else f"an article {row.get('headline')!r}"


def _agree(what: str, read: Any, labelled: Any) -> bool:
    if what == "length":
        return bool(abs(read - labelled) <= max(TOLERANCE * labelled, 20))
    if what == "language" and read and labelled:
        return bool(read.partition("-")[0] == labelled.partition("-")[0])
    if what == "headline" and read and labelled:
        return " ".join(read.split()).casefold() == " ".join(labelled.split()).casefold()
    return bool(read == labelled)
