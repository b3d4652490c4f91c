"""Gender that the text tells of whom no name tells it: "Woodrow Rain, of Oslo, says he saw it"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from searchsvc.wire.knowledge import table, words_in
from searchsvc.wire.mentions import Mention
from searchsvc.wire.person import MOST_ASKED, Person
from searchsvc.wire.prominence import OPENS, Prominence
from searchsvc.wire.vocabulary import Vocabulary

REACH = 240
"""Characters behind a mention."""
_STOP = re.compile(r"[\n“”„«»\"]|[.!?…] (?=\S)")
"""Where the sentence ends, or words of somebody else begin."""


def told_gender(
    person: Person,
    who: Sequence[tuple[Mention, Person]],
    body: str,
    prominence: Prominence,
    words: Vocabulary,
) -> str | None:
    """The gender of the pronouns that follow ``person`` in a sentence before anybody else is named; None
    where there are none, or of both. ``who``: all mentions of ``body``, in order."""
    pattern = _pronouns(words.language)
    if pattern is None:
        return None
    found = {
        _gender_behind(mention, person, who, body, pattern, words)
        for mention in person.mentions[:MOST_ASKED]
        if prominence.of(mention) >= OPENS - 0.5
    } - {None}
    return found.pop() if len(found) == 1 else None


def _gender_behind(
    mention: Mention,
    person: Person,
    who: Sequence[tuple[Mention, Person]],
    body: str,
    pattern: re.Pattern[str],
    words: Vocabulary,
) -> str | None:
    end = min(mention.end + REACH, len(body))
    place = bisect_left(who, mention.end, key=lambda each: each[0].start)
    while place < len(who) and who[place][1] is person:
        place += 1
    if place < len(who):
        end = min(end, who[place][0].outer)
    stop = _STOP.search(body, mention.end, end)
    pronoun = pattern.search(body, mention.end, stop.start() if stop else end)
    if pronoun is None or any(map(words.is_role, body[mention.end : pronoun.start()].split())):
        return None
    return words.gender([pronoun[0]])


@cache
def _pronouns(language: str) -> re.Pattern[str] | None:
    rows = table("surnames").get(language)
    if rows is None:
        return None
    both = [*words_in(rows["pronouns"]), *words_in(rows["reflexives"])]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, both))})\b")
