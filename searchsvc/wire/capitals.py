"""Capitals: which words of a row in capitals are of no name, in a language whose nouns all have capitals.

In German "Vier Fischer", "der Fischer Roth" and "Anna Roth von der Gewerkschaft" look as names do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from searchsvc.wire.knowledge import table, words_in

SHORTEST_STEM = 3
"""Letters of an adjective or a noun before the ending that tells it."""
REACH = 60
"""Characters before a name in which its article and adjectives are looked for."""


class Row(NamedTuple):
    """A name among the words of a body: where it begins, its words, and whether it is surely a person's."""

    start: int
    words: tuple[str, ...]
    sure: bool


class _Knowledge(NamedTuple):
    introducing: re.Pattern[str]
    amounts: frozenset[str]
    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]
    noble: frozenset[str]
    leading: frozenset[str]


@cache
def _knowledge(language: str) -> _Knowledge | None:
    rows = table("capitals").get(language)
    if rows is None:
        return None
    lists = {key: tuple(words_in(lines)) for key, lines in rows.items()}
    articles = "|".join(lists["articles"])
    adjectives = r"(?: [a-zäöüß-]{2,18}(?:e|en|er|es|em)){0,2}"
    return _Knowledge(
        introducing=re.compile(rf"(?<!\w)(?<!, )(?i:{articles}){adjectives} $"),
        amounts=frozenset(lists["amounts"]),
        adjectives=lists["adjectives"],
        nouns=lists["nouns"],
        noble=frozenset(lists["noble"]),
        leading=frozenset(lists["leading"]),
    )


def opens_no_name(word: str, language: str) -> bool:
    """Whether the word only stands before a noun: "Vier", "Norwegische"."""
    known = _knowledge(language)
    if known is None:
        return False
    low = word.lower()
    return low in known.amounts or _ends(low, known.adjectives)


def is_noun_before_von(word: str, language: str) -> bool:
    """Whether what stands behind the word and "von" is whose it is, no surname: "Markteintritt von Regen AG";
    asked of words that are no given names."""
    known = _knowledge(language)
    return known is not None and word.lower() not in known.noble


def _ends(low: str, endings: tuple[str, ...]) -> bool:
    ending = next((each for each in endings if low.endswith(each)), None)
    return ending is not None and len(low) >= len(ending) + SHORTEST_STEM


def of_one_name(parts: list[str], language: str, given: frozenset[str] | dict[str, str | None]) -> list[str]:
    """The words of a row before what is of no name: "Anna Roth" of "Anna Roth von der Gewerkschaft", "Roth"
    of "Roth Vorteile"; what follows "von" right behind a given name is of it."""
    known = _knowledge(language)
    if known is None or len(parts) < 2:
        return parts
    for place in range(1, len(parts)):
        word = parts[place]
        if word in known.leading and parts[place - 1] not in given:
            return parts[:place]
        if (
            word == "von"
            and place > 1
            and parts[place - 1] not in given
            and parts[place - 1].lower() not in known.noble
        ):
            return parts[:place]
        low = word.lower()
        if word[:1].isupper() and word not in given and (low in known.nouns or _ends(low, known.nouns)):
            return parts[:place]
    return parts


def behind_nouns(body: str, rows: Sequence[Row], language: str, given: dict[str, str | None]) -> list[bool]:
    """For each row of words whether its first one is a noun and of no name: "der | Fischer Ole Roth", if that
    stands nowhere without an article."""
    known = _knowledge(language)
    if known is None:
        return [False] * len(rows)
    bare: dict[tuple[str, ...], bool] = defaultdict(bool)
    for row in rows:
        if len(row.words) > 1 and not bare[row.words]:
            before = body[max(0, row.start - REACH) : row.start].rpartition("\n")[2]
            bare[row.words] = known.introducing.search(before) is None
    return [
        len(row.words) > 1 and not row.sure and row.words[0] not in given and not bare[row.words]
        for row in rows
    ]
