"""German genitives: "des Landesamtes" -> "Landesamt", "Deutschlands" -> "Deutschland", where that is sure."""

from __future__ import annotations

import re
from functools import cache

from searchsvc.wire.knowledge import table, words_in
from searchsvc.wire.places import regions
from searchsvc.wire.vocabulary import Vocabulary

SHORTEST = 3
"""Letters of a noun without its ending."""
_ENDINGS = ("es", "s")
_WEAK = ("en", "n")
_NAME_BEHIND = re.compile(r" [„“»\"]([^„“”«»\"\n]{2,30})[“”«\"]")


@cache
def _articles() -> frozenset[str]:
    return frozenset(words_in(table("genitives")["articles"]))


@cache
def _nouns() -> tuple[str, ...]:
    return tuple(words_in(table("genitives")["nouns"]))


def in_nominative(surface: str, words: Vocabulary) -> str:
    """The mention without its article, in the nominative: "künstlerische Leiter" of "des künstlerischen
    Leiters"; as it is where it is in no genitive, or its nominative is not sure."""
    parts = surface.split(" ")
    if words.language != "de":
        return surface
    if len(parts) == 1:
        return country(surface) or surface
    if parts[0].lower() not in _articles():
        return surface
    at = next((place for place in range(1, len(parts)) if parts[place][:1].isupper()), 0)
    noun = _noun(parts[at], words) if at else None
    if noun is None:
        return surface
    before = [_adjective(part) for part in parts[1:at]]
    return " ".join([*before, noun, *parts[at + 1 :]])


def owner_in_nominative(owner: str, role: str | None, words: Vocabulary) -> str:
    """Whose a role is, in the nominative: of "Direktor des Regenamtes" the "Regenamt"."""
    if words.language != "de" or role is None:
        return owner
    before = role.partition(owner)[0].split()
    while before and before[-1].islower() and before[-1].endswith("en"):
        before.pop()
    if not before or before[-1].lower() not in _articles():
        return owner
    return country(owner) or in_nominative(f"{before[-1]} {owner}", words).removeprefix(f"{before[-1]} ")


def role_in_nominative(role: str, article: str, words: Vocabulary) -> str:
    """ "Wehrbeauftragte" of "der Wehrbeauftragten Eva Roth zufolge": of what is declined as an adjective."""
    plain = role.removesuffix("n")
    if words.language != "de" or plain == role or not words.is_role(plain):
        return role
    return plain + _STRONG[article] if article in _STRONG else role


_STRONG = {"der": "", "dem": "r", "des": "r"}
"""What an adjective ends in behind "ein" or alone, by its article in another case: "ein Beauftragter"."""


def _noun(word: str, words: Vocabulary) -> str | None:
    for endings, sure in ((_ENDINGS, _nouns()), (_WEAK, ())):
        for ending in endings:
            plain = word.removesuffix(ending)
            if plain == word or len(plain) < SHORTEST:
                continue
            if words.is_role(plain) or words.is_body(plain) or (sure and plain.lower().endswith(sure)):
                return plain
    return None


def _adjective(word: str) -> str:
    return word[:-1] if word.endswith("en") else word


def is_owner(word: str, words: Vocabulary) -> bool:
    """Whether a word behind a noun can be a name in the genitive: "Roths"."""
    named = word[:1].isupper() and word.endswith("s") and not words.is_role(word)
    return words.language == "de" and named and not words.is_body(word)


def country(word: str) -> str | None:
    """ "Deutschland" of "Deutschlands"."""
    plain = word.removesuffix("s")
    return plain if plain != word and regions(plain) and not regions(word) else None


def name_of_medium(body: str, head: str, end: int, words: Vocabulary) -> str | None:
    """What stands in quotation marks right behind a word for a medium: "das Magazin | „Regenwelt“"."""
    if words.language != "de" or not head.lower().endswith(tuple(words.outlets)):
        return None
    found = _NAME_BEHIND.match(body, end)
    return found[1] if found else None
