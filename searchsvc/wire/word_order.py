"""Word order: what tells the subject in a language whose verb stands second, from ``tables/word_order``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from searchsvc.wire.knowledge import names, table

LANGUAGES = names("word_order")


@dataclass(frozen=True)
class WordOrder:
    """The words of one language; each set is explained in ``tables/word_order/de.toml``."""

    prepositions: frozenset[str]
    adverbs: frozenset[str]
    subordinating: frozenset[str]
    coordinating: frozenset[str]
    auxiliaries: frozenset[str]
    oblique: frozenset[str]
    nominative: frozenset[str]
    nominative_relatives: frozenset[str]
    genitive: frozenset[str]
    subject_follows: frozenset[str]
    quoting: frozenset[str]
    impersonal: frozenset[str]


@cache
def word_order(language: str | None) -> WordOrder | None:
    """The word order of ``language``; None for one whose subject stands before the verb, or right behind."""
    spoken = (language or "").partition("-")[0]
    if spoken not in LANGUAGES:
        return None
    rows = table("word_order", spoken)
    return WordOrder(**{key: frozenset(word for line in rows[key] for word in line.split()) for key in rows})
