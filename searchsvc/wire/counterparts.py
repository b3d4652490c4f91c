"""Counterparts: who is named in one row behind the holder of an office holds the same office elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from searchsvc.wire.bare_names import is_of_a_nation
from searchsvc.wire.mentions import Mention
from searchsvc.wire.person import Person
from searchsvc.wire.vocabulary import Vocabulary

LONGEST_CLAUSE = 300
"""Characters of a row of places and of who comes from there."""
MOST_BEFORE = 60
"""Mentions before "counterparts" among which who holds the office is looked for."""


class Counterparts:
    """Who is named in a body, in order, and what each of them is."""

    def __init__(
        self, body: str, who: list[tuple[Mention, Person]], roles: Callable[[Person], list[str]]
    ) -> None:
        self._body = body
        self._who = who
        self._roles = roles

    def introduce(self, start: int, words: Vocabulary) -> None:
        """ "Rain Minister Ann Lee and her counterparts from A and B, Bo Ray and Cy Day, respectively":
        Bo Ray is the rain minister of A."""
        for word in sorted(words.counterparts):
            at = self._body.find(word, start)
            while at >= 0:
                if not self._body[at + len(word) : at + len(word) + 1].isalpha():
                    self._read(at + len(word), at, words.lexicon.joins, words.language)
                at = self._body.find(word, at + len(word))

    def _read(self, end: int, at: int, joins: frozenset[str], language: str) -> None:
        stop = _CLAUSE_END.search(self._body, end, end + LONGEST_CLAUSE)
        clause = self._body[end : stop.start() if stop else end + LONGEST_CLAUSE]
        places, comma, _ = clause.partition(",")
        named: list[Person] = []
        for number in range(self._first(end + len(places)), len(self._who)):
            mention, person = self._who[number]
            if mention.start >= end + len(clause):
                break
            named.append(person)
        places_named = [_BEFORE_CAPITAL.sub("", place) for place in _parted(places, joins)]
        peer = self._holder_before(at)
        if peer is None or not comma or len(named) != len(places_named):
            return
        base = _without_nation(self._roles(peer)[0], language)
        for person, place in zip(named, places_named, strict=True):
            person.sure = True
            person.roles = [*self._roles(person), f"{place} {base}"]

    def _holder_before(self, at: int) -> Person | None:
        """The last person named before ``at`` of whom the text says what they are."""
        last = self._first(at)
        near = (self._who[number][1] for number in range(last - 1, max(last - MOST_BEFORE, 0) - 1, -1))
        return next((person for person in near if self._roles(person)), None)

    def _first(self, at: int) -> int:
        """The number of the first mention that does not stand before ``at``."""
        return bisect_left(self._who, at, key=lambda each: each[0].start)


def _without_nation(role: str, language: str) -> str:
    """The office without whose it is: "Defense Minister" of "South Korean Defense Minister"."""
    parts = role.split()
    last = next(
        (at for at in range(min(len(parts), 3) - 1, -1, -1) if is_of_a_nation(parts[at], language)), -1
    )
    return " ".join(parts[last + 1 :]) or role


def _parted(row: str, joins: frozenset[str]) -> list[str]:
    """The parts of "from Peru and Chad" between the words that join them."""
    parts: list[list[str]] = [[]]
    for word in row.split():
        if word in joins:
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


_CLAUSE_END = re.compile(r"[.;\n]")
_BEFORE_CAPITAL = re.compile(r"^\W*(?:[^\W\d_]+ )*?(?=[A-ZÀ-Þ])")
