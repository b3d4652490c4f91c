"""Names of places as datelines write them: where one ends, and whether it is one city or several."""

from __future__ import annotations

import re

from searchsvc.wire.agencies import credited
from searchsvc.wire.dates import match_date
from searchsvc.wire.places import find_city, regions, small_words
from searchsvc.wire.words import WORD

LONGEST_NAME = 6
"""Words."""
LONGEST_ABBREVIATION = 4
"""Letters with their dot: "St.", "Pres."; a longer word with a dot may end the dateline's place."""

_JOINED_DASHES = ("-", "–", "—")


def split_cities(name: str) -> list[str]:
    """The cities of "WASHINGTON and LONDON"; "Trinidad and Tobago" is one place."""
    words = name.split(" ")
    for number, word in enumerate(words[1:-1], 1):
        joins = word.casefold() in small_words("joining") and words[number + 1][:1].isupper()
        if joins and find_city(name) is None and not regions(name):
            return [" ".join(words[:number]), *split_cities(" ".join(words[number + 1 :]))]
    return [name]


def end_of_name(text: str, start: int, language: str | None, *, dated: bool) -> int | None:
    """Where the name of a place that starts at ``start`` ends, or None where there is none.

    ``dated``: the date has been read already, so none is looked for behind the name.
    """
    at, end, words = start, None, 0
    lower = text[at : at + 1].islower()
    particles = small_words("particles")
    while word := WORD.match(text, at):
        written = word[0]
        if end is not None and not dated and _date_starts(text, start, word, language):
            break
        particle = written in particles
        if not (particle or lower or _may_be_of_a_name(written)) and (
            end is None or words > 3 or find_city(text[start : word.end()]) is None
        ):
            return None
        words += 1
        if words > LONGEST_NAME + 1:
            return None
        if not particle or lower:
            end = word.end()
            if written.endswith(".") and _ends_at_stop(text, word, language):
                end -= 1
                break
        if text[word.end() : word.end() + 1] != " ":
            break
        at = word.end() + 1
    return end


def _may_be_of_a_name(written: str) -> bool:
    """A word in capitals, in a script that has none, or "d'Urgell"."""
    if written[0].isupper() or not written[0].islower():
        return True
    return written[1:2] in "'’" and written[2:3].isupper()


def _date_starts(text: str, start: int, word: re.Match[str], language: str | None) -> bool:
    """Whether the date begins at ``word``; "Santo Domingo, 9 set" has no Sunday in it."""
    found = match_date(text, word.start(), language)
    return found is not None and (found.weekday is None or find_city(text[start : word.end()]) is None)


def _ends_at_stop(text: str, word: re.Match[str], language: str | None) -> bool:
    """A dot that ends the place ("Москва. 22 ноября.", "Lima.-"), not that of one shortened ("St. Louis")."""
    if text[word.end() : word.end() + 1] in _JOINED_DASHES:
        return "." not in word[0][:-1]
    if len(word[0]) <= LONGEST_ABBREVIATION or not text[word.end() : word.end() + 2].strip():
        return False
    following = WORD.match(text, word.end() + 1)
    named = following[0].rstrip(".") if following else ""
    return bool(match_date(text, word.end() + 1, language) or credited(named))
