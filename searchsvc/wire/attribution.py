"""Attribution: which verb or phrase introduces quoted or reported words, and whose they are.

What stands behind a quote ``behind_quotes`` reads, what stands before it ``before_quotes``.
"""

from __future__ import annotations

from typing import NamedTuple

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name, noun_phrase_starting
from searchsvc.wire.romance_verbs import is_participle_alone
from searchsvc.wire.subject_behind import subject_after

LONGEST_BARE_ATTRIBUTION = 7
"""Words of a sentence that only attributes the quote before it."""
LONGEST_ARTICLE = 6
"""Letters of an article that is written together with its noun: "quell'"."""
MOST_BEFORE_UTTERANCE = 2
"""Words before "reply" in "The mayor's reply:": an adjective and an article."""
LONGEST_CLOSING = 6
"""Words between a quote and a verb that is a noun as often, where a full stop follows it."""


class Attribution(NamedTuple):
    """``cue`` and ``speaker`` are token spans of the paragraph; ``strength`` is in 0..1."""

    cue: Span
    speaker: Span | None
    strength: float


def is_cue(
    tokens: list[Token], at: int, lexicon: Lexicon, *, framing: bool = True, opens: bool = False
) -> bool:
    """Whether the token is a verb of saying here; one that is as often a noun needs a speaker by it.

    ``opens``: it is the first word of a sentence that a verb may open.
    """
    token = tokens[at]
    if not token.is_word or not (token.text.islower() or at == 0 or opens):
        return False
    before = tokens[at - 1] if at else None
    if token.low in lexicon.made and before is not None and before.low in lexicon.making:
        return True  # "a fait savoir"
    if token.low not in lexicon.verbs and not (framing and token.low in lexicon.framing):
        return False
    if before is not None and before.low in lexicon.determiners and before.low not in lexicon.pronouns:
        return False
    if lexicon.is_romance and is_participle_alone(tokens, at, lexicon):
        return False
    if token.low in lexicon.reflexed and _is_reflexive(tokens, at, lexicon):
        return False  # "se refirió al acuerdo"
    if lexicon.order is not None and token.low in lexicon.order.subject_follows:
        return before is not None and (before.text == "," or before.quoted is not None)
    if token.low in lexicon.nouns_too:
        return before is not None and (
            (is_name(before) and not before.low.endswith(("'s", "s'")))
            or before.low in lexicon.pronouns
            or before.low in lexicon.skipped
            or before.quoted is not None
            or (before.text in PARTING and at > 1 and tokens[at - 2].quoted is not None)
            or _closes(tokens, at)
        )
    return True


def _is_reflexive(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a pronoun for the subject itself stands before the verb, or before what a participle or gerund
    goes with: "si sta affermando"."""
    if at and tokens[at - 1].low in lexicon.reflexives:
        return True
    goes_with = tokens[at].low.endswith((*lexicon.participles, *lexicon.past_participles))
    return goes_with and at > 1 and tokens[at - 2].low in lexicon.reflexives


def _closes(tokens: list[Token], at: int) -> bool:
    """Whether the word is the last of what attributes a quote: "...," the report states."""
    if at + 1 >= len(tokens) or tokens[at + 1].text != ".":
        return False
    for place in range(at - 1, max(-1, at - LONGEST_CLOSING - 1), -1):
        if tokens[place].quoted is not None:
            return tokens[place].text[-1:] == "," and place < at - 1
        if not tokens[place].is_word:
            return False
    return False


def according_at(tokens: list[Token], at: int, lexicon: Lexicon) -> Span | None:
    """The phrase such as "according to" that begins at ``at``, or None."""
    low = tokens[at].low
    if low not in lexicon.according_words:
        return None
    if low in lexicon.according_opening:
        opens = at == 0 or (not tokens[at - 1].is_word and tokens[at - 1].text in _SENTENCE_ENDS)
        return Span(at, at) if opens else None
    if at and tokens[at - 1].low in lexicon.counting and (low,) in lexicon.according:
        return None
    for phrase in lexicon.according_by_word[low]:
        if tuple([token.low for token in tokens[at : at + len(phrase)]]) == phrase:
            return Span(at, at + len(phrase) - 1)
    return None


_SENTENCE_ENDS = ".?!…"


def source_behind(tokens: list[Token], phrase: Span, high: int, lexicon: Lexicon) -> Span | None:
    """Whom a phrase such as "according to" names: also by a pronoun that is no subject, as in "selon lui"."""
    at = phrase.last + 1
    ends = at == high or (at < high and not tokens[at + 1].is_word)
    if lexicon.is_romance and ends and tokens[at].low in lexicon.male | lexicon.female:
        return Span(at, at)
    found = noun_phrase_starting(tokens, at, high, lexicon)
    return found and without_participle(tokens, found, high, lexicon)


def without_participle(tokens: list[Token], found: Span, high: int, lexicon: Lexicon) -> Span:
    """ "a poll | published on Friday", "data | released by", "two people | briefed on the matter"."""
    last = found.last
    if lexicon.order is not None or last <= found.first or last >= high:
        return found
    if lexicon.shapes[tokens[last].text] != "ed" and tokens[last].low not in lexicon.perceived:
        return found
    told = tokens[last].text[0].islower() and tokens[last - 1].text[0].islower()
    leads = lexicon.shapes[tokens[last + 1].text] in ("link", "time")
    return Span(found.first, last - 1) if told and leads else found


def told_by(tokens: list[Token], phrase: Span, high: int, lexicon: Lexicon) -> Attribution | None:
    """Whose the words are where a verb of saying stands behind "según": "según explicó el alcalde", or of
    whoever is known already, "según explicó"."""
    verb = phrase.last + 1
    while verb < high and lexicon.is_romance and tokens[verb].low in lexicon.skipped:
        verb += 1  # "secondo quanto ha riferito"
    if not lexicon.is_romance or verb > high or tokens[verb].low not in lexicon.verbs:
        return None
    passive = verb < high and tokens[verb + 1].low in lexicon.agents
    ends = verb == high or not tokens[verb + 1].is_word
    speaker = None if ends else subject_after(tokens, verb + passive, high, lexicon)
    known = speaker is not None or (lexicon.drops_subjects and ends)
    return Attribution(Span(phrase.first, verb), speaker, 0.9 if speaker else 0.7) if known else None


PARTING_DASHES = ("—", "–", "-", "―")
PARTING = (",", *PARTING_DASHES)
"""Marks between quoted words and what attributes them."""


def has_capital(token: Token) -> bool:
    """Whether it is a name, not "Un'immagine", whose article has the capital."""
    article, mark, noun = token.text.replace("’", "'").partition("'")
    return is_name(token) and not (mark and len(article) < LONGEST_ARTICLE and noun[:1].islower())


def is_role(token: Token, lexicon: Lexicon) -> bool:
    return token.low.rpartition("'")[2] in lexicon.roles


def uttered(tokens: list[Token], low: int, high: int, lexicon: Lexicon) -> Span | None:
    """Who stands behind a noun for what they said: "Dura la replica del sindaco:", "Le parole di Lupi:"."""
    for at in range(low, min(high, low + MOST_BEFORE_UTTERANCE + 1)):
        if tokens[at].low.rpartition("'")[2] not in lexicon.utterances:
            continue
        behind = at + 2 if tokens[at + 1].low in lexicon.possessing else at + 1
        elided = tokens[at + 1].low.partition("'")[0] + "'" in lexicon.possessing
        if behind == at + 1 and not elided and not is_name(tokens[behind]):
            return None
        return noun_phrase_starting(tokens, behind, high, lexicon)
    return None


def is_somebody(tokens: list[Token], found: Span, lexicon: Lexicon) -> bool:
    """Whether the first noun is a name, a role or a pronoun rather than a thing."""
    first = found.first
    while first < found.last and tokens[first].low in lexicon.determiners:
        first += 1
    low = tokens[first].low
    known = low in lexicon.pronouns or low in lexicon.media or is_role(tokens[first], lexicon)
    return known or has_capital(tokens[first])


def introduces(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the sentence of the tokens introduces quoted words of its own: 'Roe replied: "Nobody."'."""
    if first > last or not is_name(tokens[first]):
        return False
    quoted = next((at for at in range(first + 1, last + 1) if tokens[at].quoted is not None), None)
    return quoted is not None and tokens[quoted - 1].text in (",", ":")


def reach_behind(tokens: list[Token], at: int, sentence: Span, reach: int, lexicon: Lexicon) -> int:
    """How far behind a quote its attribution may be: in its sentence, or, where the quote is one of its
    own, in the next, if that is no more than an attribution, which introduces none: "Why?" she asked."""
    if at != sentence.last or reach == at:
        return sentence.last
    if introduces(tokens, at + 1, reach):
        return at
    if tokens[at].text[-1:] in "?!,…":
        return reach
    bare = reach - at <= LONGEST_BARE_ATTRIBUTION and not any(
        token.quoted for token in tokens[at + 1 : reach + 1]
    )
    return reach if bare and any(is_cue(tokens, place, lexicon) for place in range(at + 2, reach)) else at


def better(
    before: Attribution | None, behind: Attribution | None, tokens: list[Token], at: int
) -> Attribution | None:
    """Which of two attributes the quoted token ``at``."""
    if before is None or behind is None:
        return behind or before
    if tokens[at].text[-1:] in ",?!" and behind.strength >= 0.85:
        return behind
    return before if before.strength >= behind.strength else behind
