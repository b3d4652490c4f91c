"""Nobody: what stands where a speaker should and is none, as "ersten Angaben" and "confirmaron"."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from searchsvc.wire.agencies import credited
from searchsvc.wire.knowledge import table, words_in
from searchsvc.wire.vocabulary import Vocabulary

MOST_BEFORE_ACCOUNT = 3
"""Words: "den ersten offiziellen Angaben"."""


class _Knowledge(NamedTuple):
    accounts: frozenset[str]
    own: frozenset[str]
    his: frozenset[str]
    hers: frozenset[str]
    things: frozenset[str]
    trailing: frozenset[str]
    verbal: frozenset[str]


@cache
def _knowledge(language: str) -> _Knowledge | None:
    rows = table("nobody").get(language)
    if rows is None:
        return None
    return _Knowledge(*(frozenset(words_in(rows[key])) for key in _KEYS))


_KEYS = ("accounts", "own", "his", "hers", "things", "trailing", "verbal")


def without_trailing(surface: str, words: Vocabulary) -> str:
    """The mention without the parts of a verb behind it: "Roth" of "fügte Roth hinzu"."""
    known = _knowledge(words.language)
    parts = surface.split(" ")
    while known is not None and len(parts) > 1 and parts[-1] in known.trailing:
        parts.pop()
    return " ".join(parts)


def is_own_account(surface: str, words: Vocabulary) -> bool:
    """Whether it is what the subject of the sentence tells: "eigenen Angaben"."""
    known = _knowledge(words.language)
    parts = surface.lower().split()
    return known is not None and is_account(surface, words) and not known.own.isdisjoint(parts)


def gender_of_account(surface: str, words: Vocabulary) -> str | None:
    """Whose account it is: "male" of "seinen Angaben" and "ihm", "female" of "ihren Angaben"."""
    known = _knowledge(words.language)
    first = surface.lower().split()[0]
    if known is None or not (first == surface.lower() or is_account(surface, words)):
        return None
    return "male" if first in known.his else "female" if first in known.hers else None


def is_account(surface: str, words: Vocabulary) -> bool:
    """Whether it is what somebody tells, who is not named with it: "ersten Angaben", "Berichten"."""
    known = _knowledge(words.language)
    parts = surface.lower().split()
    if known is None:
        return False
    if words.lexicon.order is not None:
        return parts[-1] in known.accounts and len(parts) <= MOST_BEFORE_ACCOUNT + 1
    # What tells more of them may stand behind: "datos del ministerio".
    return not known.accounts.isdisjoint(parts[: MOST_BEFORE_ACCOUNT + 1]) and surface.islower()


def is_document(surface: str, words: Vocabulary) -> bool:
    """Whether it is no more than something written, in a language whose nouns all have capitals: "ihrem
    Jahresbericht"."""
    *before, noun = surface.split()
    plain = all(part.islower() for part in before[1:]) and noun.isalpha()
    return words.lexicon.order is not None and plain and noun.lower().endswith(tuple(words.documents))


def is_time(surface: str, words: Vocabulary) -> bool:
    """Whether it only says when: "Today", "the past few months"."""
    *before, noun = surface.split()
    when = noun.lower().removesuffix("s") in words.lexicon.times
    when = when and not any(words.is_role(word) or words.is_body(word) for word in before)
    return when and (noun.islower() if before else noun[0].isupper() and noun[-1] != "s")


def is_nobody(surface: str, words: Vocabulary, *, opens: bool) -> bool:
    """Whether it cannot speak; ``opens``: it begins a sentence, so that its capital tells nothing."""
    known = _knowledge(words.language)
    if known is None:
        return False
    parts = surface.split()
    last = parts[-1].lower()
    if last in known.things and len(parts) <= MOST_BEFORE_ACCOUNT and not any(map(words.is_role, parts)):
        return True
    if words.lexicon.order is None:
        verbal = tuple(known.verbal)
        return bool(verbal) and _is_verbal(parts, words, verbal, opens=opens)
    return opens and len(parts) == 1 and last in words.small and last not in words.lexicon.pronouns


def _is_verbal(parts: list[str], words: Vocabulary, endings: tuple[str, ...], *, opens: bool) -> bool:
    """Whether a verb or an adverb was taken for a speaker: "Dijo", "hizo público", "Finalmente"."""
    lexicon = words.lexicon
    first = parts[0]
    if len(parts) == 1 and opens and first[0].isupper():
        low = first.lower()
        return low in lexicon.cues or low in words.small or low.endswith(endings)
    if first[0].isdigit():
        return len(parts) == 1 or parts[1] not in lexicon.links
    if not first[0].islower() or first in lexicon.determiners | lexicon.pronouns or first.endswith("s"):
        return False
    return not any(
        part[0].isupper() or words.is_role(part) or words.is_body(part) or part in lexicon.media
        for part in parts
    ) and not (first in lexicon.alone or first in words.indefinite or first in words.documents)


def is_crowd(word: str, before: str, words: Vocabulary) -> bool:
    """Whether a word means many who have no name, and a capital only opens the sentence: "Witnesses",
    "Retailers". ``before``: the characters that stand before it."""
    if not word.istitle() or before.rstrip(_OPENING)[-1:] not in _ENDING:
        return False
    documents = word.lower() in words.documents and word.endswith("s")
    return (words.is_crowd(word) or documents) and credited(word) is None


_OPENING = ' “"'
_ENDING = ("", ".", "?", "!", ":", "\n")
