"""Prominence: how likely a sentence goes on about who is mentioned before it."""

from __future__ import annotations

import re
from bisect import bisect_left

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.mentions import Mention
from searchsvc.wire.vocabulary import Vocabulary

OPENS = 1.5
"""How much more likely a sentence goes on about whom the one before begins with."""
REACH_OF_A_FIELD = 120
"""Characters before a name among which its clause begins."""
LONGEST_FIELD = 9
"""Words of what stands before the verb that stands second, with that."""
SPEAKS = 1.5
"""The same about who says something in it."""


class Prominence:
    """How the mentions of one body stand in it: as subjects, in quotes, beside verbs of saying."""

    def __init__(self, body: str, words: Vocabulary) -> None:
        self._body = body
        self._words = words
        self._quoted: list[tuple[int, int]] | None = None

    def is_quoted(self, place: int, at: int) -> bool:
        """Whether ``place`` is quoted and ``at`` is not: who is spoken of is not who speaks."""
        if self._quoted is None:
            self._quoted = [each.span() for each in _QUOTED.finditer(self._body)]
        number = bisect_left(self._quoted, (place + 1, 0)) - 1
        if number < 0:
            return False
        start, end = self._quoted[number]
        return place < end and not start <= at < end

    def of(self, mention: Mention) -> float:
        """How likely a sentence goes on about who is mentioned: subjects more than owners and objects."""
        before = self._body[max(0, mention.outer - 4) : mention.outer].rstrip(" ")
        behind = self._body[mention.end : mention.end + 2]
        opens = not before or before[-1] in '\n“"«„.?!:-–—'
        opens = opens or self._follows_verb(mention) or self._is_apposed(mention)
        score = OPENS if opens else 0.0
        if self.speaks(mention):
            score += SPEAKS
        if behind[:1] in ("'", "’") or self._is_led(mention):
            score -= 0.5
        return score

    def _follows_verb(self, mention: Mention) -> bool:
        """Whether it stands right behind the verb that stands second: "Dort sieht auch Roth Vorteile"."""
        order = self._words.lexicon.order
        if order is None:
            return False
        low = max(0, mention.outer - REACH_OF_A_FIELD)
        clause = _CLAUSE_END.split(self._body[low : mention.outer])[-1].split()
        while len(clause) > 1 and clause[-1] in order.adverbs:
            clause.pop()
        return 1 < len(clause) <= LONGEST_FIELD and clause[-1] in order.finite | self._words.lexicon.cues

    def _is_apposed(self, mention: Mention) -> bool:
        """Whether a sentence begins with who it is: "Der beste Springer, Anton Roth, kam"."""
        order, end = self._words.lexicon.order, mention.outer - 2
        closed = self._body.startswith(", ", max(0, end)) and self._body.startswith(",", mention.end)
        if order is None or not closed:
            return False
        low = max(0, end - REACH_OF_A_FIELD)
        clause = _CLAUSE_END.split(self._body[low:end])[-1].split()
        return 1 < len(clause) <= LONGEST_FIELD and clause[0].lower() in self._words.definite

    def _is_led(self, mention: Mention) -> bool:
        """Whether it belongs to what stands before it: "la mano derecha de Ana Ruiz"."""
        before = self.word_before(mention) if self._words.lexicon.is_romance else None
        return before is not None and before.lower() in self._words.lexicon.possessing

    def speaks(self, mention: Mention) -> bool:
        """Whether a verb of saying stands right beside the name."""
        words = self._words.lexicon
        following = WORD.match(self._body, self._behind(mention))
        if following and following[1].lower() in words.cues:
            return True
        if following and (_may_part(following[1], words)):
            following = WORD.match(self._body, following.end())
            if following and following[1] in words.verbs:
                return True
        previous = self.word_before(mention)
        return previous is not None and previous.lower() in words.verbs

    def _behind(self, mention: Mention) -> int:
        """Where what is said of the name goes on: behind both commas of "the mayor, Ann Lee, 61, said"."""
        if self._body[mention.outer - 2 : mention.outer] != ", ":
            return mention.end
        closing = _CLOSES.match(self._body, mention.end)
        return closing.end() if closing else mention.end

    def word_before(self, mention: Mention) -> str | None:
        """The word of letters before the name and its role, with one space between."""
        body, end = self._body, mention.outer
        if body[end - 1 : end] != " ":
            return None
        low = max(0, end - 20)
        found = _LAST_WORD.search(body, max(low, body.rfind(" ", low, end - 1)), end)
        return found[1] if found else None


_CLAUSE_END = re.compile(r"[.,;:!?\n“”„«»\"]")
_QUOTED = re.compile(r'„[^“”\n]*[“”]?|“[^”\n]*”?|«[^»\n]*»?|"[^"\n]*"?')
_CLOSES = re.compile(r"(?:, \d{1,3})?,")
WORD = re.compile(r" ([^\W\d_]+)")
_LAST_WORD = re.compile(r"([^\W\d_]+) $")
_SENTENCE_END = re.compile(r"[.!?…][”\"’»“)]*\s")


def sentence_ends(body: str, start: int, end: int) -> int:
    """How many sentences end between the two places."""
    return sum(1 for _ in _SENTENCE_END.finditer(body, start, end)) if end > start else 0


def _may_part(word: str, words: Lexicon) -> bool:
    """Whether the word may stand between a name and its verb of saying: "has", "recently"."""
    return word.endswith("ly") or (word in words.skipped and word not in words.joins)
