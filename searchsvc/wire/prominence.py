"""Prominence: how likely a sentence goes on about who is mentioned before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.mentions import Mention
from searchsvc.wire.roles import PARTICIPLES
from searchsvc.wire.vocabulary import Vocabulary

OPENS = 1.5
"""How much more likely a sentence goes on about whom the one before begins with."""
SPEAKS = 1.5
"""The same about who says something in it."""
LONGEST_OPENING = 160
"""Characters of what stands in a sentence before its subject."""
LONGEST_ROLE = 80
"""Characters of a role before a name that opens its sentence."""
LONGEST_WORD = 30
"""Characters of one of its words."""
MOST_PLAIN = 2
"""Words of it that are in no table: "political science professor"."""
REACH_OF_A_FIELD = 120
"""Characters before a name among which its clause begins."""
LONGEST_FIELD = 9
"""Words of what stands before the verb that stands second, with that."""


class Prominence:
    """How the mentions of one body stand in it: as subjects, in quotes, beside verbs of saying."""

    def __init__(self, body: str, words: Vocabulary) -> None:
        self._body = body
        self._words = words
        self._quoted: list[tuple[int, int]] | None = None
        self._told: dict[Mention, float] = {}

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
        told = self._told.get(mention)
        if told is None:
            told = self._told[mention] = self._weigh(mention)
        return told

    def _weigh(self, mention: Mention) -> float:
        begin = self._begin(mention)
        before = self._body[max(0, begin - 4) : begin].rstrip(" ")
        behind = self._body[mention.end : mention.end + 2]
        opens = not before or before[-1] in '\n“"«„.?!:-–—'
        if not opens and before[-1] == "," and self._words.lexicon.order is None:
            # "In an interview, Lee said it rained", "Since it rained, Lee has been away"
            opens = self._says(mention, something=True) or self._stands_behind_opening(mention, begin)
        opens = opens or self._follows_verb(mention) or self._is_apposed(mention)
        score = OPENS if opens else 0.0
        if self._speaks(mention, begin):
            score += SPEAKS
        if behind[:1] in ("'", "’") or self._is_led(mention):
            score -= 0.5
        return score

    def _stands_behind_opening(self, mention: Mention, begin: int) -> bool:
        """Whether a clause or phrase, which a small word opens, stands before the comma before the name,
        and a verb behind the name."""
        following = WORD.match(self._body, mention.end)
        if following is None or not following[1].islower() or following[1] in self._words.lexicon.links:
            return False
        start = max(begin - LONGEST_OPENING, 0)
        sentence = _LAST_SENTENCE.search(self._body, start, begin - 1)
        words = self._words.lexicon
        leading = words.links | words.breaks | words.placing | self._words.indefinite
        return sentence is not None and sentence[1].lower() in leading

    def _begin(self, mention: Mention) -> int:
        """Where what is said of the person before the name begins: "White House spokesman", "Conservative
        economist and author"; the name's own start where nothing is."""
        begin, at, plain, words = mention.outer, mention.outer, 0, self._words
        while self._body[at - 1 : at] == " " and mention.outer - at < LONGEST_ROLE:
            found = _WORD_OF_ROLE.search(self._body, max(0, at - LONGEST_WORD), at - 1)
            if found is None or (at == mention.start and not words.is_role(found[0])):
                break
            part = found[0]
            if part[-1] == "." and part[:-1].lower() not in words.lexicon.abbreviations:
                break  # "He met farmers. | Lee left"
            if part.lower() in words.small and part not in words.lexicon.joins:
                break
            plain += part[0].islower() and not self._may_be_of_role(part)
            if plain > MOST_PLAIN or (part[0].islower() and words.lexicon.shapes[part] in PARTICIPLES):
                break
            begin = at = found.start()
        return begin

    def _may_be_of_role(self, word: str) -> bool:
        words = self._words
        return "-" in word or word in words.modifiers or word in words.lexicon.joins or words.is_role(word)

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
        return self._speaks(mention, None)

    def _speaks(self, mention: Mention, begin: int | None) -> bool:
        """The same, where what is said of the person before the name is known to begin at ``begin``."""
        if self._says(mention):
            return True
        begin = self._begin(mention) if begin is None else begin
        previous = self._last_word(begin)
        if previous is not None and self._is_according(previous.lower(), begin):
            return True
        if previous is None or previous.lower() not in self._words.lexicon.verbs:
            return False
        if self._body[mention.end : mention.end + 1] in ("'", "’"):
            return False
        # In "Lee said Roe was ill" Roe says nothing.
        following = WORD.match(self._body, mention.end)
        words = self._words.lexicon
        return following is None or following[1] in words.links or following[1].lower() in words.times

    def _is_according(self, last: str, end: int) -> bool:
        """Whether a phrase such as "according to" ends there, with the word ``last``."""
        phrases = (phrase for phrase in self._words.lexicon.according if phrase[-1] == last)
        return any(
            self._body[max(0, end - 40) : end - 1].lower().endswith(" ".join(each)) for each in phrases
        )

    def _says(self, mention: Mention, *, something: bool = False) -> bool:
        """Whether a verb of saying follows, also behind an adverb or a bracket ("Roe (D-Maine) also said"),
        and, if asked for, behind it what is said."""
        words = self._words.lexicon
        following = _BEHIND_A_NAME.match(self._body, self._behind(mention))
        if following is not None and _may_part(following[1], words):
            following = WORD.match(self._body, following.end())
        if following is None or following[1].lower() not in words.cues:
            return False
        return not something or _SOMETHING.match(self._body, following.end()) is not None

    def _behind(self, mention: Mention) -> int:
        """Where what is said of the name goes on: behind both commas of "the mayor, Ann Lee, 61, said"."""
        if self._body[mention.outer - 2 : mention.outer] != ", ":
            return mention.end
        closing = _CLOSES.match(self._body, mention.end)
        return closing.end() if closing else mention.end

    def word_before(self, mention: Mention) -> str | None:
        """The word of letters before the name and its title, with one space between."""
        return self._last_word(mention.outer)

    def _last_word(self, end: int) -> str | None:
        body = self._body
        if body[end - 1 : end] != " ":
            return None
        low = max(0, end - 20)
        found = _LAST_WORD.search(body, max(low, body.rfind(" ", low, end - 1)), end)
        return found[1] if found else None

    def sentence_ends(self, start: int, end: int) -> int:
        """How many sentences end between the two places."""
        return sum(1 for _ in self._ends(start, end)) if end > start else 0

    def is_one_sentence(self, start: int, end: int) -> bool:
        """Whether no sentence ends between the two places."""
        return next(self._ends(start, end), None) is None

    def _ends(self, start: int, end: int) -> Iterator[re.Match[str]]:
        found = _SENTENCE_END.finditer(self._body, start, end)
        return (each for each in found if not self._is_abbreviated(each))

    def _is_abbreviated(self, end: re.Match[str]) -> bool:
        """Whether the point is one of "Gov. Roe", "U.S. troops"."""
        at = end.start()
        if self._body[at] != "." or "\n" in end[0]:
            return False
        word = _WORD_AT_END.search(self._body, max(0, at - _LONGEST_ABBREVIATION), at)
        if word is None:
            return False
        low = word[0].lower()
        if low in self._words.companies and self._body[end.end() : end.end() + 1].isupper():
            return False  # "at Rain Inc. He said"
        return len(low) == 1 or low in self._words.lexicon.abbreviations


_CLAUSE_END = re.compile(r"[.,;:!?\n“”„«»\"]")
_QUOTED = re.compile(r'„[^“”\n]*[“”]?|“[^”\n]*”?|«[^»\n]*»?|"[^"\n]*"?')
_CLOSES = re.compile(r"(?:, \d{1,3})?,")
WORD = re.compile(r" ([^\W\d_]+)")
_BEHIND_A_NAME = re.compile(r"(?: \([^()\n]{1,30}\)|, \d{1,3},)? ([^\W\d_]+)")
_SOMETHING = re.compile(r"[,:]?\s[“\"„«‘']|:? \w")
_LAST_SENTENCE = re.compile(r"(?:[.!?…][”\"’»“)]*\s|\n)([^\W\d_]+) [^.!?…\n“”\"]*$")
_LAST_WORD = re.compile(r"([^\W\d_]+) $")
_SENTENCE_END = re.compile(r"[.!?…][”\"’»“)]*\s")
_LONGEST_ABBREVIATION = 10
_WORD_OF_ROLE = re.compile(r"(?<![\w.'’&-])[^\W\d_][\w.'’&-]*$")
_WORD_AT_END = re.compile(r"[^\W\d_]+$")


def _may_part(word: str, words: Lexicon) -> bool:
    """Whether the word may stand between a name and its verb of saying: "has", "recently"."""
    return word.endswith("ly") or (word in words.skipped and word not in words.joins)
