"""Likeness: whether two descriptions can be of one person: "the Korean minister", "minister of Korea"."""

from __future__ import annotations

import re
from collections import Counter

from searchsvc.wire.vocabulary import Vocabulary

SHORTEST_HEAD = 5
"""Letters of the last part of a compound."""


def content_of(role: str, words: Vocabulary) -> list[str]:
    """The words of a role without articles and the like."""
    found = Counter(re.findall(r"[^\W_]+(?:[-][^\W_]+)*", re.sub(r"['’]s\b", "", role.lower())))
    return [word for word in found if word not in words.small or word in words.modifiers]


def akin(word: str, other: str, words: Vocabulary) -> bool:
    """ "Korea" and "Korean", "ministers" and "minister", "gov" and "governor": the same but for an
    ending, or, in a language of compounds, for a beginning ("Kanzlerin", "Bundeskanzlerin")."""
    length = min(len(word), len(other))
    if other in words.lexicon.abbreviations and word.startswith(other):
        return True
    if words.role_endings and len(word) >= SHORTEST_HEAD and other.endswith(word):
        return True
    alike = length >= 4 and word[: max(4, length - 2)] == other[: max(4, length - 2)]
    if alike and words.lexicon.is_romance and words.is_role(word) != words.is_role(other):
        return word == other  # "el presidente" is no "consejero de la Presidencia"
    return word == other or alike


def leads(word: str, other: str, words: Vocabulary) -> bool:
    """Whether who has a role with the word ``other`` leads something: "the Oslo leader" is its president."""
    return word in words.leaders and other in words.states
