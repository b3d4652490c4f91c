"""Employers: a role -> whose it is: "mayor of Oslo", "Rain Inc's chief executive"."""

from __future__ import annotations

import re
from functools import lru_cache

from searchsvc.wire.kinds import without_kind, without_symbol
from searchsvc.wire.offices import organisation_of_office
from searchsvc.wire.places import find_city, regions
from searchsvc.wire.vocabulary import Vocabulary, given_names

_ELIDED = re.compile(r"^(?:dell|all|d)['’](?=[^\W\d_a-zà-ÿ])")
_OWNER = re.compile(r"^(.+?)['’]s? ")
_YEARS = re.compile(r" [a-zß-ÿ]+ \d.*$")
MOST_BEFORE_A_NAME = 2
"""Small words between a preposition and a name: "analyst at the libertarian Rain Institute"."""


@lru_cache(maxsize=8192)
def organisation_in(role: str | None, words: Vocabulary) -> str | None:
    """Whose role it is: "mayor of Oslo", "Rain Inc's chief executive", "Rain House spokesman"."""
    if not role:
        return None
    owner = _OWNER.match(role)
    if owner and owner[1][:1].isupper():
        return owner[1]
    if (office := organisation_of_office(role, words)) is not None:
        return office[0]
    parts = role.split()
    while len(parts) > 1 and parts[0].lower() in words.grades:
        parts.pop(0)  # a capital only opens the sentence there
    if len(parts) > 1 and (employer := _before_post(parts, words)) is not None:
        return employer
    for place in range(1, len(parts)):
        if elided := _ELIDED.match(parts[place]):
            return " ".join(parts[place:])[elided.end() :]
        name = _name_behind(parts, place + 1, words) if parts[place].lower() in words.owning else None
        if name is not None and not _only_lives_in(name, parts, place, words):
            return name
    body = next(
        (at for at, word in enumerate(parts[:-1]) if words.is_body(word) and not words.is_role(word)), -1
    )
    if body < 0 or not parts[0][:1].isupper():
        return None
    joined = body + 2 < len(parts) and parts[body + 1].istitle() and words.is_body(parts[body + 1])
    begin = next((at + 1 for at in range(body - 1, 0, -1) if _joins_role(parts, at, words, before=True)), 0)
    named = " ".join(parts[begin : body + 1 + joined])  # "State Department"
    return None if named.lower() in words.modifiers else named  # "State Rep."


def _before_post(parts: list[str], words: Vocabulary) -> str | None:
    """The name before a post that is held in it, which is no place and no nation: "former ABC chairman",
    "Rain & Wind spokesman", "University of Oslo professor"."""
    first = next((at for at, word in enumerate(parts) if word[:1].isupper()), len(parts))
    last = first
    while last < len(parts) and (_is_capital(parts, last, first) or _is_within(parts, last, first, words)):
        last += 1
    named, post = parts[first:last], parts[last : last + 2]
    if not named or not post or any(word.strip(",.").lower() in words.modifiers for word in named):
        return None
    name = " ".join(named)
    if named[0] == "No." and len(named) > 1 and len(named[1]) == 1:
        return None  # "former No. 3 official": a rank, no house
    if len(named) > 2 and words.is_body(named[0]):
        return name if any(map(words.is_role, post)) else None
    if words.posts.isdisjoint(post) or any(regions(each) for each in (name, *named)):
        return None
    letters = len(named) == 1 and name.isalpha() and name.isupper() and len(name) > 2
    several = len(named) > 1 and named[0] not in given_names() and not any(map(words.is_role, named))
    return name if letters or (several and not (name.endswith(_OF_A_NATION) or _is_city(name))) else None


_OF_A_NATION = ("an", "ish", "ese", "ic")


def _is_city(name: str) -> bool:
    city = find_city(name)
    return city is not None and city.name == name  # Casablanca is a White House, too


def _is_capital(parts: list[str], at: int, first: int) -> bool:
    """Whether the word has a capital, or is the number of "No 10"."""
    return parts[at][:1].isupper() or (at == first + 1 and parts[at].isdigit())


def _is_within(parts: list[str], at: int, first: int, words: Vocabulary) -> bool:
    """Whether "&" or, behind a noun of a body, a small word stands inside a name."""
    if not first < at < len(parts) - 1 or not parts[at + 1][:1].isupper():
        return False
    return parts[at] == "&" or (parts[at] in words.owning and words.is_body(parts[at - 1]))


def _name_behind(parts: list[str], first: int, words: Vocabulary) -> str | None:
    at = first
    if at < len(parts) and parts[at].lower() in words.lexicon.determiners:
        at += 1
    last = at + MOST_BEFORE_A_NAME
    while at < min(len(parts), last) and parts[at].islower() and parts[at] not in words.lexicon.linking:
        at += 1
    end = len(parts)
    if end - at > 2:
        end = next((place for place in range(at + 1, end - 1) if _joins_role(parts, place, words)), end)
    name = without_symbol(re.sub(r"^l['’]", "", _YEARS.sub("", " ".join(parts[at:end]))))
    return without_kind(name, words) if name[:1].isupper() else None


def _only_lives_in(name: str, parts: list[str], preposition: int, words: Vocabulary) -> bool:
    """Whether it is a place where somebody lives, or comes from: "a nurse from Oslo", "resident of Oslo"."""
    comes = parts[preposition].lower() in words.origins
    lives = preposition > 0 and parts[preposition - 1].lower() in words.dwellers
    place = name.split(",")[0]
    return lives or (comes and bool(find_city(place) or regions(place)))


def _joins_role(parts: list[str], place: int, words: Vocabulary, *, before: bool = False) -> bool:
    """Whether one more role follows, or one stands before: "ministro de Economía y vicepresidente electo"."""
    other = parts[place - 1 if before else place + 1]
    return parts[place].lower() in words.lexicon.joins and words.is_role(other)
