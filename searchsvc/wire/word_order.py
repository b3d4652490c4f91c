"""Word order: what tells the subject in a language whose verb stands second, from ``tables/word_order``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from searchsvc.wire.knowledge import names, table, words_in

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
    wording_it: frozenset[str]
    passive: frozenset[str]
    telling: frozenset[str]
    addressed: frozenset[str]
    source_prepositions: frozenset[str]
    naming: frozenset[str]
    source_postpositions: frozenset[str]
    possessive: frozenset[str]
    manner: frozenset[str]
    reported: frozenset[str]
    unreal: frozenset[str]
    standing_in: frozenset[str]
    strong: frozenset[str]
    passing_on: frozenset[str]
    wording: frozenset[str]
    called: frozenset[str]
    relatives: frozenset[str]
    first_person: frozenset[str]
    given: tuple[str, ...]
    named: tuple[str, ...]
    endings: tuple[str, ...]

    @cached_property
    def no_adjectives(self) -> frozenset[str]:
        """Small words that may end as an adjective does."""
        return (
            self.prepositions
            | self.adverbs
            | self.auxiliaries
            | self.passing_on
            | self.reported
            | self.unreal
        )

    @cached_property
    def dative(self) -> frozenset[str]:
        """Articles and pronouns that never go on with a noun phrase behind its noun."""
        return self.oblique - self.genitive

    @cached_property
    def sources(self) -> frozenset[str]:
        """The words by which a source is named, before it or behind."""
        return self.source_prepositions | self.source_postpositions

    @cached_property
    def carrying(self) -> frozenset[str]:
        """Verbs in forms that carry on what was reported right before."""
        return self.reported | self.standing_in

    @cached_property
    def finite(self) -> frozenset[str]:
        """Verbs in forms that stand second."""
        return self.auxiliaries | self.reported | self.passing_on | self.strong

    @property
    def openers(self) -> frozenset[str]:
        """The words that name a source or pass words on."""
        return self.sources | self.reported | self.unreal

    @property
    def classes(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The classes of small words, as the features of reported clauses call them."""
        return (
            ("adverb", self.adverbs),
            ("link", self.prepositions),
            ("auxiliary", self.auxiliaries),
            ("break", self.subordinating),
            ("reported", self.reported | self.unreal),
        )


ENDINGS = ("given", "named", "endings")
"""The keys whose words are ends of words."""


@cache
def word_order(language: str | None) -> WordOrder | None:
    """The word order of ``language``; None for one whose subject stands before the verb, or right behind."""
    spoken = (language or "").partition("-")[0]
    if spoken not in LANGUAGES:
        return None
    rows = table("word_order", spoken)
    lists = {key: tuple(words_in(rows[key])) for key in rows}
    sets = {key: frozenset(words) for key, words in lists.items() if key not in ENDINGS}
    return WordOrder(**sets, given=lists["given"], named=lists["named"], endings=lists["endings"])
