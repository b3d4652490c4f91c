"""Subjects: whose verb it is in a language whose verb stands second, or last in a dependent clause.

In German what stands before the verb is as often an adverb or an object as the subject, which then
follows: "In Oslo sagte die Ministerin ...", "Dabei hatte Lee ... erklärt", "..., wie Lee berichtete".
"""

from __future__ import annotations

from dataclasses import dataclass

from searchsvc.wire.candidates import may_speak
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import (
    Span,
    Token,
    is_name,
    is_skipped,
    noun_phrase_ending,
    noun_phrase_starting,
)
from searchsvc.wire.sentence_subject import sentence_subject
from searchsvc.wire.subject_behind import subject_after
from searchsvc.wire.subject_first import subject_before
from searchsvc.wire.vocabulary import given_names
from searchsvc.wire.word_order import WordOrder

_FINITE_ENDINGS = ("te", "ten", "t")
LONGEST_ATTRIBUTE = 10
"""Words between an article and its noun."""
MOST_WORDS_OF_A_NAME = 4
"""Of a medium in quotation marks."""
LONGEST_CLAUSE = 80
"""Words before a verb among which its clause begins; no newsroom writes longer ones."""
_FARTHEST_GE = 8
"""Letters of a participle among which "ge" stands: "zurückgewiesen"."""
MOST_SKIPPED = 6
"""Words between a verb and the subject behind it."""


def speaker_of(tokens: list[Token], cue: int, low: int, high: int, lexicon: Lexicon) -> Span | None:
    """The speaker whose verb ``cue`` is, between the tokens ``low`` and ``high``."""
    if lexicon.order is None:
        return subject_before(tokens, cue, low, lexicon)
    return _Clause(tokens, lexicon, lexicon.order).subject(cue, low, high)


def speaker_behind(tokens: list[Token], cue: int, high: int, lexicon: Lexicon) -> Span | None:
    """The speaker behind a verb that follows quoted words: "said Jane Roe", or where it says so."""
    order = lexicon.order
    if order is None:
        found = subject_after(tokens, cue, high, lexicon)
        return found if found is None or not lexicon.inverts or may_speak(tokens, found, lexicon) else None
    clause = _Clause(tokens, lexicon, order)
    if cue < high and (tokens[cue + 1].quoted or tokens[min(cue + 2, high)].quoted):
        return clause.phrase(cue + 1, high)
    speaker = subject_after(tokens, cue, high, lexicon)
    if speaker is not None and tokens[speaker.first].low in order.impersonal:
        return clause.source(cue, cue, high)
    speaker = speaker and clause.without_adverbial(speaker)
    return clause.without_told(speaker) if speaker is not None and clause.can_speak(speaker) else None


def phrase_from(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> Span | None:
    """The noun phrase from token ``first`` on; where nouns have capitals, one of them ends it."""
    if lexicon.order is None:
        return noun_phrase_starting(tokens, first, high, lexicon)
    return _Clause(tokens, lexicon, lexicon.order).phrase(first, high)


def subject_of(tokens: list[Token], low: int, high: int, lexicon: Lexicon) -> Span | None:
    """The subject of the main clause of the tokens ``low`` to ``high``, whatever its verb is."""
    if lexicon.order is None or low >= high:
        return None
    clause = _Clause(tokens, lexicon, lexicon.order)
    verb = clause.verb(low, high)
    return None if verb is None else clause.subject(verb, low, high)


def main_verb(tokens: list[Token], low: int, high: int, lexicon: Lexicon) -> int | None:
    """The finite verb of the main clause of the tokens ``low`` to ``high``, if it is among them."""
    return None if lexicon.order is None else _Clause(tokens, lexicon, lexicon.order).verb(low, high)


def subject_around(tokens: list[Token], at: int, low: int, high: int, lexicon: Lexicon) -> Span | None:
    """The subject of the clause that token ``at`` stands in: of a dependent one, or of the main one."""
    if lexicon.order is None:
        return None
    clause = _Clause(tokens, lexicon, lexicon.order)
    opens = clause.dependent(at, low)
    return subject_of(tokens, low, high, lexicon) if opens is None else clause.of_dependent(opens, at, low)


def opens_dependent(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> bool:
    """Whether a dependent clause begins with token ``at``: "dass", and behind a comma "die", "in der"."""
    order, low = lexicon.order, tokens[at].low
    if order is None:
        return False
    if low in order.subordinating or low in lexicon.that:
        return True
    relative = at + 1 if low in order.prepositions and at < high else at
    return at > 0 and tokens[at - 1].text == "," and tokens[relative].low in order.relatives


@dataclass(frozen=True)
class _Clause:
    """The clause of a verb among the tokens of a paragraph."""

    tokens: list[Token]
    lexicon: Lexicon
    order: WordOrder

    def subject(self, cue: int, low: int, high: int) -> Span | None:
        """The subject of the verb ``cue``, in a dependent clause or in a main one."""
        low = max(low, cue - LONGEST_CLAUSE)
        if self._low(cue) in self.order.subject_follows:
            return self._behind(cue, high)
        if low < cue < high and self.tokens[cue - 1].text == "," and self._is_pronoun(cue + 1):
            return Span(cue + 1, cue + 1)  # "Die Technik sei alt, betont sie: ..."
        ends = self._ends(cue)
        opens = self.dependent(cue, low) if ends else None
        if opens is not None:
            return self.of_dependent(opens, cue, low)
        first = self._main(cue, low)
        finite = self._finite(first, cue, ends=ends)
        if finite == cue > low and self._low(cue - 1) in self.lexicon.joins:
            return sentence_subject(self.tokens, low, cue - 2, self.lexicon)
        passive = self._low(finite) in self.order.passive and self._low(cue) not in self.order.quoting
        if finite < cue and passive and self._is_participle(cue):
            return None  # "Der Stadt wird vorgeworfen"
        limit = cue - 1 if finite < cue else high
        if finite == cue and self._low(cue) in self.order.quoting:
            return self.phrase(cue + 1, limit)
        behind = self._behind(finite, limit)
        if behind is not None and self._low(behind.first) in self.order.impersonal:
            if self._low(cue) in self.order.wording_it or self._low(finite) in self.order.wording_it:
                return self.source(first, finite, high)
            behind = self._named(behind.last + 1, limit) or behind  # "bezeichnete es Roth als"
        nominative = behind is not None and (
            self._low(behind.first) in self.order.nominative or self._is_masculine(behind)
        )
        if self._holds_subject(first, finite) and not nominative:
            return self._ahead(first, finite) or behind
        return behind or self._surname(first, finite)

    def _is_participle(self, at: int) -> bool:
        """ "gesagt", "vorgeworfen", not "sagen"."""
        low = self._low(at)
        return low.endswith("t") or (low.endswith("en") and "ge" in low[:_FARTHEST_GE])

    def _named(self, at: int, high: int) -> Span | None:
        """Who is named at the token ``at``."""
        if at > high or not (is_name(self.tokens[at]) or self._low(at) in self.order.nominative_relatives):
            return None
        return self.phrase(at, high)

    def without_adverbial(self, found: Span) -> Span:
        """The phrase without when, where and of what: "Roth | über den Regen", "Roth | angesichts"."""
        small = self.order.prepositions - self.lexicon.links
        for at in range(found.first + 1, found.last):
            parted = self._low(at) in self.order.prepositions and self._low(at + 1) in self.lexicon.joins
            led = self._low(at) in small or self._goes_on(at) or parted  # "führte Roth | aus und nickte"
            if led and self.tokens[at].text.islower() and is_name(self.tokens[at - 1]):
                return Span(found.first, at - 1)
        return found

    def _goes_on(self, at: int) -> bool:
        """Whether somebody's next deed begins with "und": "sagte Roth | und nahm seinen Hut"."""
        joins = self._low(at) in self.lexicon.joins
        return joins and self.tokens[at + 1].text.islower() and self._may_be_finite(at + 1, at)

    def _is_pronoun(self, at: int) -> bool:
        return self._low(at) in self.lexicon.pronouns and self._low(at) not in self.order.impersonal

    def _surname(self, first: int, finite: int) -> Span | None:
        """ "Von der Au sagte": a name that opens as a phrase does, where nobody else can be the subject."""
        small = (*self.order.possessive, *self.order.genitive)
        whole = finite - first == 3 and all(self._low(at) in small for at in (first, first + 1))
        return Span(first, finite - 1) if whole and is_name(self.tokens[finite - 1]) else None

    def verb(self, low: int, high: int) -> int | None:
        """The finite verb of the main clause: dependent clauses before it are passed over."""
        depends = False
        for at in range(low, high + 1):
            if at == low or self.tokens[at - 1].text == ",":
                depends = opens_dependent(self.tokens, at, high, self.lexicon)
            if not depends and self.tokens[at].text.islower() and self._may_be_finite(at, low):
                return at
        return None

    def _may_be_finite(self, at: int, low: int) -> bool:
        """Whether the word can be a verb that stands second: no adjective before its noun."""
        order = self.order
        if self._low(at) in order.finite or self._is_verb(at):
            return True
        shape = self.lexicon.shapes[self.tokens[at].text]
        if at == low or shape not in _FINITE_ENDINGS:
            return False
        before = self._low(at - 1)
        leads = before in self.lexicon.determiners or before in order.prepositions or before in order.genitive
        return not leads and not self._is_adverb(at - 1)

    def source(self, first: int, finite: int, high: int) -> Span | None:
        """Where it says so: "In dem Brief heißt es", "heißt es in dem Brief", "hieß es aus Oslo"."""
        prepositions = self.order.prepositions
        if first < finite and self._low(first) in prepositions:
            return self.phrase(first + 1, finite - 1)
        at = finite + 2
        while at <= high and self._is_adverb(at) and self._low(at) not in prepositions:
            at += 1
        return self.phrase(at + 1, high) if at < high and self._low(at) in prepositions else None

    def _low(self, at: int) -> str:
        return self.tokens[at].low

    def _is_adverb(self, at: int) -> bool:
        token = self.tokens[at]
        return token.low in self.order.adverbs or (is_skipped(token, self.lexicon) and not is_name(token))

    def _is_verb(self, at: int) -> bool:
        token = self.tokens[at]
        return token.low in self.order.auxiliaries or (token.low in self.lexicon.cues and not is_name(token))

    def _ends(self, cue: int) -> bool:
        """Whether nothing but auxiliaries follows the verb in its clause."""
        at = cue + 1
        while at < len(self.tokens) and self._low(at) in self.order.auxiliaries:
            at += 1
        return at >= len(self.tokens) or not self.tokens[at].is_word

    def dependent(self, cue: int, low: int) -> int | None:
        """The conjunction or relative that opens the dependent clause which the verb ends, if it does."""
        relatives = self.lexicon.relatives | self.order.oblique
        for at in range(cue - 1, low - 1, -1):
            if not self.tokens[at].is_word and self.tokens[at].text not in "().":
                return (
                    low
                    if self._low(low) in self.order.manner and self.verb(low + 1, cue - 1) is None
                    else None
                )
            begins = at == low or not self.tokens[at - 1].is_word
            if begins and self._low(at) in self.order.subordinating:
                return at
            if begins and at > low and self.tokens[at - 1].text == "," and self._low(at) in relatives:
                return at
        return None

    def of_dependent(self, opens: int, cue: int, low: int) -> Span | None:
        """The subject behind the conjunction; that of "der sagte" is who stands before the comma."""
        is_subject = self._low(opens) in self.order.nominative_relatives
        if self._low(opens) in self.lexicon.relatives and (is_subject or not is_name(self.tokens[opens + 1])):
            return noun_phrase_ending(self.tokens, opens - 2, low, self.lexicon) if opens - 2 >= low else None
        return self.phrase(opens + 1, cue - 1)

    def _main(self, cue: int, low: int) -> int:
        """Where the clause begins: behind the last ", und" or ";" before the verb, else at ``low``."""
        for at in range(cue - 1, low, -1):
            if self.tokens[at].text == ";":
                return at + 1
            if self.tokens[at].text == "," and self._low(at + 1) in self.order.coordinating and at + 2 < cue:
                return at + 2
        return low

    def _finite(self, first: int, cue: int, *, ends: bool) -> int:
        """The verb that stands second: the auxiliary of a participle, or the verb before "und sagte"."""
        if cue > first and self._low(cue - 1) in self.lexicon.joins:
            return next((at for at in range(first + 1, cue) if self._is_verb(at)), cue)
        if not ends:
            return cue
        return next((at for at in range(first, cue) if self._low(at) in self.order.auxiliaries), cue)

    def _first_field(self, first: int, finite: int) -> int:
        """Where what stands before the verb begins, without "aber" and "auch"."""
        at = first
        while at < finite and (self._low(at) in self.order.coordinating or self._is_adverb(at)):
            if self._low(at) in self.order.prepositions and self._low(at) not in self.order.adverbs:
                break  # "Gegenüber dem Sender"
            at += 1
        return at

    def _holds_subject(self, first: int, finite: int) -> bool:
        """Whether what stands before the verb can be the subject: no adverb, preposition or other case."""
        at = self._first_field(first, finite)
        if at >= finite:
            return False
        order = self.order
        no_subject = order.prepositions | order.oblique | order.subordinating
        return self._low(at) not in no_subject and not self._is_dative(at, finite)

    def _is_dative(self, at: int, finite: int) -> bool:
        """ "Der norwegischen Zeitung sagte ...": of a nominative, the adjective would end in -e."""
        if at + 1 >= finite or self._low(at) != "der":
            return False
        return self.tokens[at + 1].text[0].islower() and self._low(at + 1).endswith("en")

    def _is_masculine(self, phrase: Span) -> bool:
        """ "der Minister", which is no other case."""
        if self._low(phrase.first) not in self.order.nominative_relatives:
            return False
        nouns = [at for at in range(phrase.first + 1, phrase.last + 1) if is_name(self.tokens[at])]
        return bool(nouns) and self._low(nouns[0]).endswith(self.lexicon.masculine)

    def _ahead(self, first: int, finite: int) -> Span | None:
        """The subject before the verb; an aside between commas behind it is passed over."""
        at = self._first_field(first, finite)
        near = subject_before(self.tokens, finite, at, self.lexicon)
        return near if near is not None and near.first == at else self.phrase(at, finite - 1) or near

    def _behind(self, finite: int, high: int) -> Span | None:
        """The subject behind the verb; reflexives, adverbs and objects in another case are passed over."""
        at = finite + 1
        last = min(high, at + MOST_SKIPPED)
        while at <= last:
            if self._low(at) in self.order.oblique:
                whom = self.phrase(at, high)
                at = whom.last + 1 if whom else at + 1
            elif self.tokens[at].quoted is not None:
                return self.phrase(at, high)
            elif self._low(at) in self.order.prepositions or not self.tokens[at].is_word:
                return None
            elif self._is_adverb(at):
                at += 1
            else:
                return self.phrase(at, high)
        return None

    def can_speak(self, phrase: Span) -> bool:
        """Whether there is a noun in the phrase, or it is a pronoun."""
        tokens = self.tokens[phrase.first : phrase.last + 1]
        return any(is_name(token) for token in tokens) or tokens[0].low in self.lexicon.pronouns

    def phrase(self, first: int, high: int) -> Span | None:
        """The noun phrase from ``first`` on: nouns end it, but for names and genitives that follow.

        It has a word with a capital, as every noun has; or it is a pronoun.
        """
        tokens, links = self.tokens, self.lexicon.links
        if first <= high and tokens[first].quoted is not None:
            return Span(first, first) if self._is_named(first) else None
        if (head := self._behind_attribute(first, high)) is not None:
            noun = self.phrase(head, high)
            return Span(first, noun.last) if noun is not None else None
        if (
            first < high
            and tokens[first + 1].quoted is not None
            and self._low(first) in self.lexicon.determiners
        ):
            return Span(first, first + 1) if self._is_named(first + 1) else None
        whole = noun_phrase_starting(tokens, first, high, self.lexicon)
        if whole is None or self._low(first) in self.lexicon.pronouns:
            return whole
        last = whole.last
        for at in range(first + 1, whole.last + 1):
            token, before = tokens[at], tokens[at - 1]
            outside = token.low in self.order.prepositions and token.low not in links
            small = not (is_name(token) or token.low in links or token.low in self.order.genitive)
            ended = is_name(before) and before.low not in self.lexicon.determiners
            if outside or token.low in self.order.adverbs or (token.is_word and ended and small):
                last = at - 1
                break
        named = any(is_name(token) for token in tokens[first : last + 1])
        return self.without_told(Span(first, last)) if named else None

    def without_told(self, found: Span) -> Span:
        """The phrase without whom it was told: "Roth | dem RND", "Anna Roth | der Nachrichtenagentur AFP"."""
        for at in range(found.first + 1, found.last):
            before = self.tokens[at - 1]
            if not is_name(before) or before.low in self.lexicon.determiners:
                continue
            in_full = at - 2 >= found.first and self.tokens[at - 2].text in given_names()
            told = self._low(at) in self.order.addressed and self._low(at + 1) in self.lexicon.media
            if (
                told
                or self._low(at) in self.order.dative
                or (in_full and self._low(at) in self.order.genitive)
            ):
                return Span(found.first, at - 1)
        return found

    def _behind_attribute(self, first: int, high: int) -> int | None:
        """Where the noun of a long attribute is: "der für die Region zuständige Leiter"."""
        tokens, determiners = self.tokens, self.lexicon.determiners
        if first + 3 > high or self._low(first) not in determiners:
            return None
        if self._low(first + 1) not in self.order.prepositions and not (
            tokens[first + 1].text.islower() and self._low(first + 1) in self.lexicon.passed
        ):
            return None
        for at in range(first + 2, min(high, first + LONGEST_ATTRIBUTE)):
            if not tokens[at].is_word or (self._is_verb(at) and not is_name(tokens[at + 1])):
                return None
            adjective = tokens[at].text.islower() and self._low(at).endswith(("e", "en", "er"))
            small = self._low(at) in determiners or self._low(at) in self.order.no_adjectives
            # Not so an adjective of a noun within the attribute: "der in der neuen Region ...".
            inside = self._low(at - 1) in determiners
            if adjective and not small and not inside and is_name(tokens[at + 1]):
                return at + 1
        return None

    def _is_named(self, at: int) -> bool:
        """Whether quoted words can be who speaks, as a paper is: a few, with a capital."""
        text = self.tokens[at].text
        return text[:1].isupper() and text.count(" ") < MOST_WORDS_OF_A_NAME and text[-1:].isalnum()
