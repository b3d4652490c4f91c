"""Articles made of real sentences: term statistics stay those of wire copy, at any size.

Headlines, sentences and the numbers of sentences are drawn from the labelled data sets, each at random, with
a seed: the same size and seed give the same articles.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from searchsvc import analysis

SETS = ("dateline_reuters21578", "dateline_reuters_isot")
SEED = 19870226
FIRST_DAY = 536_000_000

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Document:
    """An article, and the stems that every engine indexes of it."""

    number: int
    headline: str
    body: str
    source: str
    located: str
    created: int
    """Seconds since 1970."""

    def terms(self) -> tuple[list[str], list[str]]:
        """The stems of headline and body: the analysis that is part of indexing."""
        return analysis.index_terms(self.headline, "en")[1], analysis.index_terms(self.body, "en")[1]


class Corpus:
    """Sentences of the data sets below ``data``, and articles made of them."""

    def __init__(self, data: Path, size: int, seed: int = SEED) -> None:
        self.size = size
        self.seed = seed
        self._headlines: list[str] = []
        self._sentences: list[str] = []
        self._lengths: list[int] = []
        self._places: list[str] = []
        for name in SETS:
            with gzip.open(data / "labelled" / name / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
                for line in lines:
                    self._take(json.loads(line))

    def _take(self, row: dict[str, object]) -> None:
        body = str(row.get("body") or row.get("raw") or row.get("text") or "")
        sentences = [each.strip() for each in _SENTENCE.split(body) if len(each.strip()) > 20]
        if sentences:
            self._headlines.append(str(row.get("title") or sentences[0][:60]))
            self._sentences += sentences
            self._lengths.append(len(sentences))
            self._places.append(str(row.get("dateline") or "").split(",")[0].strip()[:40] or "London")

    def __iter__(self) -> Iterator[Document]:
        draw = random.Random(self.seed)  # noqa: S311 (a corpus that can be made again)
        for number in range(self.size):
            length = draw.choice(self._lengths)
            yield Document(
                number,
                draw.choice(self._headlines),
                " ".join(draw.choice(self._sentences) for _ in range(length)),
                # A few sources send most: as on a real desk.
                f"agency{min(int(draw.expovariate(0.5)), 30)}",
                draw.choice(self._places),
                FIRST_DAY + number * 30,
            )
