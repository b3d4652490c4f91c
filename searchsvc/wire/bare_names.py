"""Bare names: words in capitals that are people's, though the text gives them no first name and no title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from searchsvc.wire.agencies import mentioned
from searchsvc.wire.knowledge import table, words_in
from searchsvc.wire.mentions import Mention
from searchsvc.wire.places import find_city, regions
from searchsvc.wire.roles import aside_behind, role_in_aside
from searchsvc.wire.vocabulary import CAPITALS, Vocabulary, given_names, media_names

ENOUGH = 2
"""What evidence for a person has to amount to, less what there is for anything else."""
MOST_ASKED = 8
"""Mentions of a word whose surroundings are looked at."""
REACH = 60
"""Characters on either side."""


class _Signs(NamedTuple):
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    owned: re.Pattern[str]
    against: re.Pattern[str]
    placing: frozenset[str]
    known: frozenset[str]
    nations: frozenset[str]


class Evidence(NamedTuple):
    """For a person (``ENOUGH`` or more), or against one (less than none), and the person's gender."""

    weight: int
    gender: str | None = None


@cache
def _signs(language: str) -> _Signs | None:
    rows = table("surnames").get(language)
    if rows is None:
        return None
    lists = {key: list(words_in(lines)) for key, lines in rows.items()}
    either = {key: "|".join(map(re.escape, each)) for key, each in lists.items()}
    return _Signs(
        strong=re.compile(
            rf", \d\d,|,? ({either['reflexives']})\b|, (?:{either['relatives']}) "
            rf"|['’]s? (?:{either['belongings']})\b"
        ),
        weak=re.compile(
            rf",? [a-z]+,? (?:that )?({either['pronouns']})\b"
            rf"|,? [a-z]+ (?:[{CAPITALS}][\w.]* ){{1,4}}(?:that )?({either['pronouns']})\b"
            rf"|[^.\n“”\"]{{1,{REACH}}}[.”\"]{{1,2}} (?i:({either['subjects']})) "
        ),
        owned=re.compile(rf"['’]?s? (?:{either['following']})\b"),
        against=re.compile(rf"(?:,? [a-z]+){{0,2}},? (?:{either['neuter']})\b"),
        placing=frozenset(lists["placing"]),
        known=frozenset(lists["known"]),
        nations=frozenset(lists["nations"]),
    )


def bare_name(body: str, mentions: Sequence[Mention], words: Vocabulary) -> Evidence | None:
    """What tells that the word, which all ``mentions`` are, is a person's; None where not enough does."""
    signs = _signs(words.language)
    word = mentions[0].words[0]
    if signs is None:
        return None
    given = given_names().get(word, "none")
    found = [_evidence(body, each, signs, words, given != "none") for each in mentions[:MOST_ASKED]]
    weight = sum(each.weight for each in found)
    known = word in signs.known
    if weight < (0 if known else ENOUGH) or not (known or _may_be(word, words, signs)):
        return None
    if f" {word.lower()} " in body:
        return None
    told = {each.gender for each in found if each.gender is not None}
    gender = told.pop() if len(told) == 1 else None
    return Evidence(weight, gender if given == "none" else given)


def _may_be(word: str, words: Vocabulary, signs: _Signs) -> bool:
    """Whether the word is none that is known to be something else's: "Paris", "Reuters", "Democrats"."""
    low = word.lower()
    party = low.removesuffix("s") in words.honorifics or low.removesuffix("ic") in words.honorifics
    ordinary = words.is_role(word) or words.is_body(word) or low in words.modifiers or low in words.small
    if party or ordinary or not word.isalpha() or word.isupper() or word in media_names():
        return False
    if word in given_names():
        return not regions(word)
    if _is_nations(word, signs) or find_city(word):
        return False
    return mentioned(word, language=words.language) is None


def is_of_a_nation(word: str, language: str) -> bool:
    """Whether the word is a country's or the adjective of one, as far as ``language`` has a table for it."""
    signs = _signs(language)
    return signs is not None and (_is_nations(word, signs) or word.endswith(_OF_NATIONS))


_OF_NATIONS = ("an", "i")
"""With which adjectives of nations end, and no first word of an office."""


def _is_nations(word: str, signs: _Signs) -> bool:
    """Whether it is a country or the adjective of one: "Russian", "German", "Iraqi", "Chinese"."""
    forms = (word, word[:-1], word[:-2], word + "y")
    return any(map(regions, forms)) or word.endswith(("ese", "ish")) or word in signs.nations


def _evidence(body: str, mention: Mention, signs: _Signs, words: Vocabulary, given: bool) -> Evidence:
    """What the surroundings of a mention tell; ``given``: the word is a given name."""
    before = body[max(0, mention.start - REACH) : mention.start].rpartition("\n")[2]
    last = before.rstrip(" ").rpartition(" ")[2] if before.endswith(" ") else ""
    if last.lower() in signs.placing or signs.against.match(body, mention.end):
        return Evidence(-ENOUGH)
    if signs.owned.match(body, mention.end):
        return Evidence(1)
    if last.lower() in words.definite:
        return Evidence(-1)
    if _introduces(last, words):
        return Evidence(ENOUGH, words.gender([last]))
    strong = signs.strong.match(body, mention.end) if last.lower() not in words.owning else None
    if strong is not None:
        return Evidence(ENOUGH, words.gender([strong[1] or ""]))
    if _is_told_behind(aside_behind(body, mention.end, words), words):
        return Evidence(ENOUGH)
    verb = _VERB.match(body, mention.end)
    if verb is None or verb[1] not in words.lexicon.verbs:
        return Evidence(0)
    weak = signs.weak.match(body, mention.end)
    gender = _gender_of((weak[1] or weak[2] or weak[3]).lower(), words) if weak else None
    return Evidence(ENOUGH if given else 1 if weak else 0, gender)


def _is_told_behind(aside: str, words: Vocabulary) -> bool:
    """Whether it is what the person is: ", a lawyer,"; not in "rain in April, a company spokesman said"."""
    parts = aside.split()
    opens = not words.indefinite.isdisjoint(parts[:1])
    return opens and words.lexicon.verbs.isdisjoint(parts) and role_in_aside(aside, words) is not None


def _introduces(word: str, words: Vocabulary) -> bool:
    """Whether the word before a name tells what the person is: "lawyer Olsin"."""
    single = word.islower() and word.isalpha() and not word.endswith("s")
    return single and words.is_role(word) and word not in words.lexicon.cues


def _gender_of(pronoun: str, words: Vocabulary) -> str | None:
    return "female" if pronoun in words.female else "male" if pronoun in words.male else None


_VERB = re.compile(r",? ([a-z]+)\b")
