"""News pages beside what their publishers' rows in the data say: F1 of the body's tokens, and headlines."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.reading import ANCHOR
from searchsvc.errors import InputError
from searchsvc.formats import Document, read
from searchsvc.ingest import parse

BAR = 0.93
"""What the average of F1 must reach."""


@dataclass(frozen=True)
class Page:
    """A page, its F1 against the row that is most like it, and whether that row has its headline."""

    name: str
    f1: float
    headline: bool


def pages(folder: Path) -> Iterator[Page]:
    """Each page below ``formats/html-jsonld`` of the data, read as a whole."""
    place = folder / "formats" / "html-jsonld"
    for labels in sorted(place.glob("*.json")):
        rows = list(json.loads(labels.read_text(encoding="utf-8")).values())
        for file in sorted(place.glob(f"{labels.stem}_*.html.gz")):
            yield _scored(file.name, _body(gzip.decompress(file.read_bytes())), rows)


def _scored(name: str, read: tuple[str, str], rows: list[dict[str, Any]]) -> Page:
    headline, body = read
    scores = [(token_f1(body, expected_body(row)), row["title"]) for row in rows]
    best, title = max(scores)
    return Page(name, best, " ".join(title.split()).casefold() == headline.casefold())


def _body(data: bytes) -> tuple[str, str]:
    """The headline and the body that a page is read into; both empty where it is refused."""
    try:
        (document,) = read(data, "text/html")
        if not isinstance(document, Document):
            return "", ""
        article = parse(document, ANCHOR).article
    except InputError:
        return "", ""
    return article.headline or "", article.body_text


def expected_body(row: dict[str, Any]) -> str:
    """The summary, and the sections with their headings."""
    body = row["body"]
    parts = list(body["summary"])
    for section in body["sections"]:
        parts += [*section["headline"], *section["paragraphs"]]
    return "\n\n".join(parts)


def token_f1(read: str, expected: str) -> float:
    """F1 of two bags of words, case and marks apart."""
    one, other = (Counter(re.findall(r"\w+", text.casefold())) for text in (read, expected))
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
