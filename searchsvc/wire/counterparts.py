"""Counterparts: who is named in one row behind the holder of an office holds the same office elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from searchsvc.wire.mentions import Mention
from searchsvc.wire.person import Person
from searchsvc.wire.vocabulary import Vocabulary

LONGEST_CLAUSE = 300
"""Characters of a row of places and of who comes from there."""


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
                    self._read(at + len(word), at)
                at = self._body.find(word, at + len(word))

    def _read(self, end: int, at: int) -> None:
        stop = _CLAUSE_END.search(self._body, end, end + LONGEST_CLAUSE)
        clause = self._body[end : stop.start() if stop else end + LONGEST_CLAUSE]
        places, comma, _ = clause.partition(",")
        named: list[Person] = []
        for mention, person in self._who[self._first(end + len(places)) :]:
            if mention.start >= end + len(clause):
                break
            named.append(person)
        places_named = [part.strip() for part in _LIST.split(places) if part.strip()]
        places_named = [re.sub(r"^\W*(?:[^\W\d_]+ )*?(?=[A-ZÀ-Þ])", "", part) for part in places_named]
        peer = next((who for _, who in reversed(self._who[: self._first(at)]) if self._roles(who)), None)
        if peer is None or not comma or len(named) != len(places_named):
            return
        base = self._roles(peer)[0]
        for person, place in zip(named, places_named, strict=True):
            person.sure = True
            person.roles = [*self._roles(person), f"{place} {base.split(' ', 1)[-1]}"]

    def _first(self, at: int) -> int:
        """The number of the first mention that does not stand before ``at``."""
        return bisect_left(self._who, at, key=lambda each: each[0].start)


_CLAUSE_END = re.compile(r"[.;\n]")
_LIST = re.compile(r",| and | y | e | et | und ")
