"""Stories for benchmarks: sentences of real articles, shuffled across them: term statistics stay real.

Each story is made from its own seed: any range of a corpus can be made alone, and none need be kept.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from searchsvc.analysis import index_terms
from searchsvc.article import Article, Dateline

SETS = {
    "dateline_reuters21578": "docs.jsonl.gz",
    "dateline_reuters_isot": "docs.jsonl.gz",
    "dateline_ieer_ap_nyt": "docs.jsonl.gz",
    "quotes_polnear": "quotes.jsonl.gz",
    "rank_time": "corpus.jsonl.gz",
}
"""The English news among the labelled sets."""

SOURCES = ("Reuters", "AP", "AFP", "EFE", "dpa", "ANSA", "Xinhua", "TASS", "Yonhap", "Kyodo", "PTI", "PA")
_WEIGHTS = [1 / (rank + 1) for rank in range(len(SOURCES))]
"""Zipf's: a desk reads much of few services."""

_FIRST = datetime(1987, 1, 1, tzinfo=UTC)
_DAYS = 30 * 365
_SENTENCE_END = re.compile(r"""(?<=[.!?])["')\]]*\s+(?=["'(\[]?[A-Z])""")
_SPACE = re.compile(r"\s+")


class Story(NamedTuple):
    """One made-up article; ``created`` is in microseconds since 1970."""

    number: int
    headline: str
    body: str
    source: str
    city: str
    created: int

    def as_article(self) -> Article:
        """The story as the service keeps it."""
        return Article(
            uri=f"urn:bench:{self.number}",
            versioncreated=datetime.fromtimestamp(self.created / 1_000_000, UTC),
            headline=self.headline,
            body_text=self.body,
            language="en",
            source=self.source,
            dateline=Dateline(text=self.city, city=self.city, cities=(self.city,)),
        )


@dataclass(frozen=True)
class Pool:
    """What real articles are made of: ``lengths`` counts the sentences of each."""

    sentences: tuple[str, ...]
    lengths: tuple[int, ...]
    headlines: tuple[str, ...]
    cities: tuple[str, ...]


@cache
def read_pool(data: Path) -> Pool:
    """The sentences of the sets below ``data``. Raises FileNotFoundError where a set is missing."""
    sentences: list[str] = []
    lengths, headlines, cities = [], [], []
    for name, file in SETS.items():
        with gzip.open(data / "labelled" / name / file, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                found = _sentences(record.get("body") or record.get("text") or "")
                if found:
                    sentences += found
                    lengths.append(len(found))
                if record.get("title"):
                    headlines.append(_SPACE.sub(" ", record["title"]).strip())
                if city := _city(record):
                    cities.append(city)
    return Pool(tuple(sentences), tuple(lengths), tuple(headlines), tuple(cities))


def _sentences(text: str) -> list[str]:
    flat = _SPACE.sub(" ", text).strip()
    return [sentence for sentence in _SENTENCE_END.split(flat) if sentence]


def _city(record: dict[str, Any]) -> str | None:
    city = (record.get("gold") or {}).get("city")
    return city.title() if isinstance(city, str) and city else None


@dataclass(frozen=True)
class Corpus:
    """``size`` stories of the sets below ``data``, the same for the same ``seed``."""

    data: Path
    size: int
    seed: int = 1

    def stories(self, start: int = 0, stop: int | None = None) -> Iterator[Story]:
        """The stories from ``start`` up to ``stop``; numbers beyond the size are more of the same."""
        pool = read_pool(self.data)
        for number in range(start, self.size if stop is None else stop):
            yield self._story(pool, number)

    def _story(self, pool: Pool, number: int) -> Story:
        chance = random.Random(self.seed * 1_000_000_007 + number)  # noqa: S311 (nothing secret)
        count = chance.choice(pool.lengths)
        body = " ".join(chance.choices(pool.sentences, k=count))
        created = _FIRST + timedelta(days=chance.randrange(_DAYS), seconds=chance.randrange(86_400))
        return Story(
            number,
            chance.choice(pool.headlines),
            body,
            chance.choices(SOURCES, _WEIGHTS)[0],
            chance.choice(pool.cities),
            int(created.timestamp()) * 1_000_000,
        )


def terms_of(text: str) -> list[str]:
    """The terms that every engine gets of a text: English stems, in order."""
    return index_terms(text, "en")[1]
