"""Three hundred queries, drawn from the corpus by how frequent their words are."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from bench.corpus import Corpus

KINDS = ("or", "and", "phrase", "term", "prefix", "fuzzy", "filtered", "facets")
SAMPLE = 5_000
"""Articles that the words are taken from."""
BANDS = ((0.05, 1.0), (0.005, 0.05), (0.0005, 0.005))
"""The part of the articles that has a word: frequent, middling, rare."""


@dataclass(frozen=True)
class Query:
    """What is asked, over headline and body: stems, a prefix or a misspelt stem; ``source`` filters."""

    kind: str
    words: tuple[str, ...]
    source: str | None = None


class Words:
    """Words of the corpus by how frequent they are, drawn with its seed."""

    def __init__(self, corpus: Corpus) -> None:
        self.draw = random.Random(corpus.seed + 1)  # noqa: S311 (queries that can be made again)
        self._texts: list[Sequence[str]] = []
        held: Counter[str] = Counter()
        for document in islice(corpus, SAMPLE):
            headline, body = document.terms()
            self._texts.append(body)
            held.update({*headline, *body})
        plain = [word for word in sorted(held) if word.isalpha() and word.isascii() and len(word) > 2]
        bands = [
            [word for word in plain if low <= held[word] / len(self._texts) < high] for low, high in BANDS
        ]
        self.bands = [band for band in bands if band]  # a small corpus has no rare words

    def word(self) -> str:
        """Of any band."""
        return self.draw.choice(self.draw.choice(self.bands))

    def words(self, *counts: int) -> tuple[str, ...]:
        """As many as one of ``counts``."""
        return tuple(self.word() for _ in range(self.draw.choice(counts)))

    def phrase(self) -> tuple[str, ...]:
        """Two or three words that stand together in a text."""
        while True:
            text = self.draw.choice(self._texts)
            length = self.draw.choice((2, 2, 3))
            if len(text) > length:
                start = self.draw.randrange(len(text) - length)
                return tuple(text[start : start + length])

    def misspelt(self) -> str:
        """A word with one letter changed or put in, not among the first two."""
        found = self.word()
        while len(found) < 5:
            found = self.word()
        place = self.draw.randrange(2, len(found))
        return found[:place] + self.draw.choice("aeilnorst") + found[place + self.draw.choice((0, 1)) :]


def make_queries(corpus: Corpus, count: int = 300) -> list[Query]:
    """``count`` queries, the kinds in turn."""
    words = Words(corpus)
    draw = words.draw
    makers: dict[str, Callable[[], Query]] = {
        "or": lambda: Query("or", words.words(2, 3, 4)),
        "and": lambda: Query("and", words.words(2, 3)),
        "phrase": lambda: Query("phrase", words.phrase()),
        "term": lambda: Query("term", (draw.choice(words.bands[0]),)),
        "prefix": lambda: Query("prefix", (words.word()[: draw.choice((3, 4))],)),
        "fuzzy": lambda: Query("fuzzy", (words.misspelt(),)),
        "filtered": lambda: Query("filtered", words.words(2), f"agency{draw.randrange(4)}"),
        "facets": lambda: Query("facets", words.words(2)),
    }
    return [makers[KINDS[number % len(KINDS)]]() for number in range(count)]
