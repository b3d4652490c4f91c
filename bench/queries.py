"""Queries drawn from a corpus by bands of term frequency, and as users would write them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.corpus import SOURCES, Corpus, terms_of

KINDS = ("or", "and", "phrase", "single", "prefix", "fuzzy", "filtered", "facets")
FIELDS = ("headline", "body")
FACETS = ("source", "located")

SAMPLE = 5_000
"""Stories from whose texts queries are drawn, spread over the corpus."""

BANDS = ((0.05, 0.5), (0.005, 0.05), (0.0008, 0.005))
"""Frequent, middling and rare terms: shares of the stories that have them. Stop words are above."""


@dataclass(frozen=True)
class Query:
    """``words`` are terms as indexed (of a prefix its letters); ``source`` narrows a filtered one."""

    kind: str
    words: tuple[str, ...]
    source: str = ""


class _Drawing:
    """Draws words by band, and phrases from the text."""

    def __init__(self, corpus: Corpus, chance: random.Random) -> None:
        self._chance = chance
        count = min(SAMPLE, corpus.size)
        step = corpus.size // count
        self._texts = [
            terms_of(story.body)
            for place in range(count)
            for story in corpus.stories(place * step, place * step + 1)
        ]
        found = Counter(term for text in self._texts for term in set(text))
        plain = {term: n / count for term, n in found.items() if term.isalpha() and term.isascii()}
        self._bands = [
            sorted(term for term, share in plain.items() if low <= share < high and len(term) > 2)
            for low, high in BANDS
        ]
        self._plain = plain

    def words(self, least: int, most: int) -> tuple[str, ...]:
        count = self._chance.randint(least, most)
        found: dict[str, None] = {}
        while len(found) < count:
            band = self._chance.choice([band for band in self._bands if band])
            found[self._chance.choice(band)] = None
        return tuple(found)

    def together(self, least: int, most: int) -> tuple[str, ...]:
        """Words of any band that stand in one text, so that something has all of them."""
        banded = {word for band in self._bands for word in band}
        count = self._chance.randint(least, most)
        while True:
            among = sorted(banded.intersection(self._chance.choice(self._texts)))
            if len(among) >= count:
                return tuple(self._chance.sample(among, count))

    def word(self, band: int, least: int = 1) -> str:
        among = [word for word in self._bands[band] if len(word) >= least] or ["oil"]
        return self._chance.choice(among)

    def phrase(self) -> tuple[str, ...]:
        while True:
            text = self._chance.choice(self._texts)
            count = self._chance.randint(2, 3)
            start = self._chance.randrange(max(len(text) - count, 1))
            words = tuple(text[start : start + count])
            if len(words) == count and all(word in self._plain for word in words):
                return words

    def misspelt(self) -> str:
        """A word with one letter left out or replaced, mostly not a word itself."""
        word = self.word(self._chance.choice((1, 2)), least=5)
        place = self._chance.randrange(1, len(word))
        letter = self._chance.choice(("", self._chance.choice("aeinorst")))
        return word[:place] + letter + word[place + 1 :]

    def letters(self) -> int:
        return self._chance.randint(3, 4)

    def source(self) -> str:
        return self._chance.choice(SOURCES)


_MAKERS: dict[str, Callable[[_Drawing], Any]] = {
    "or": lambda d: Query("or", d.words(2, 4)),
    "and": lambda d: Query("and", d.together(2, 3)),
    "phrase": lambda d: Query("phrase", d.phrase()),
    "single": lambda d: Query("single", (d.word(0),)),
    "prefix": lambda d: Query("prefix", (d.word(1, least=4)[: d.letters()],)),
    "fuzzy": lambda d: Query("fuzzy", (d.misspelt(),)),
    "filtered": lambda d: Query("filtered", d.together(2, 3), d.source()),
    "facets": lambda d: Query("facets", d.words(2, 4)),
}


def draw_queries(corpus: Corpus, count: int, seed: int = 7) -> list[Query]:
    """``count`` queries, the kinds in turn."""
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    drawing = _Drawing(corpus, chance)
    return [_MAKERS[KINDS[number % len(KINDS)]](drawing) for number in range(count)]


def draw_words(corpus: Corpus, count: int, seed: int = 11) -> list[str]:
    """Words of all bands, to compare document frequencies."""
    drawing = _Drawing(corpus, random.Random(seed))  # noqa: S311
    return [drawing.word(number % len(BANDS)) for number in range(count)]


def write_query(query: Query) -> str:
    """The query as text, in the syntax that Whoosh, tantivy and searchsvc share."""
    match query.kind:
        case "phrase":
            return '"' + " ".join(query.words) + '"'
        case "prefix":
            return f"{query.words[0]}*"
        case "fuzzy":
            return f"{query.words[0]}~1"
        case "or" | "facets":
            return " OR ".join(query.words)
        case "filtered":
            return f"{' AND '.join(query.words)} AND source:{query.source}"
    return " AND ".join(query.words)
