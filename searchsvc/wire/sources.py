"""Sources: "according to X" and "citing X" -> whom that names, without what is told of them."""

from __future__ import annotations

from searchsvc.wire.agencies import credited
from searchsvc.wire.attribution import without_participle
from searchsvc.wire.features import Cue, Sentence
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name, noun_phrase_starting
from searchsvc.wire.vocabulary import is_medium

LONGEST_SOURCE = 30
"""Words of a source and what is told of it: "a memo obtained by the paper through a request"."""
LONGEST_CLAUSE = 120
"""Tokens of a clause."""


def source_of(sentence: Sentence, phrase: Span) -> Cue:
    """The cue that a phrase such as "according to" is, with whom it names."""
    speaker = noun_phrase_starting(sentence.tokens, phrase.last + 1, sentence.last, sentence.lexicon)
    if sentence.lexicon.order is None:
        if speaker is None:
            speaker = _plain_source(sentence, phrase)
        else:
            speaker = _without_clause(sentence, speaker)
            speaker = without_participle(sentence.tokens, speaker, sentence.last, sentence.lexicon)
    near = phrase.first - sentence.first <= LONGEST_CLAUSE
    return Cue(phrase, speaker, sentence.word_before(phrase.first) if near else None, is_source=True)


def _plain_source(sentence: Sentence, phrase: Span) -> Span | None:
    """A word before a comma that might be a verb elsewhere: "According to reports, ..."."""
    tokens, at = sentence.tokens, phrase.last + 1
    plain = at < sentence.last and tokens[at].is_word and tokens[at].text.islower()
    return Span(at, at) if plain and tokens[at + 1].text == "," and tokens[at].low[-1] == "s" else None


def _without_clause(sentence: Sentence, speaker: Span) -> Span:
    """ "the mayor | the dam is safe": a source ends where an article begins something else."""
    tokens, lexicon = sentence.tokens, sentence.lexicon
    for at in range(speaker.first + 1, speaker.last + 1):
        before = tokens[at - 1]
        ends = is_name(before) or before.low in lexicon.roles
        if tokens[at].low in lexicon.determiners and ends:
            return Span(speaker.first, at - 1)
    return speaker


def openings_behind_source(sentence: Sentence, at: int) -> list[int]:
    """Where what a source says can begin that opens the sentence, the source ending before ``at``: behind a
    comma, or behind the next where more is told of the source between the two; nowhere where there is none.

    "According to a poll published on Friday, | most are for it", "According to Ann Poe, the mayor, | ...".
    """
    tokens, lexicon = sentence.tokens, sentence.lexicon
    commas = []
    for place in range(at, min(sentence.last, at + LONGEST_SOURCE)):
        if tokens[place].quoted is not None:
            break
        if tokens[place].text == ",":
            commas.append(place)
    if not commas:
        return []
    first, *others = commas
    if not others or tokens[at].text != ",":
        return [first + 1]
    between = tokens[first + 1 : others[0]]
    aside = [token.low for token in between]
    aged = len(aside) == 1 and aside[0].isdigit()
    told = lexicon.auxiliaries.isdisjoint(aside) and _tells_role(tokens, first + 1, others[0], lexicon)
    more = bool(aside) and (aside[0] in lexicon.relatives or lexicon.shapes.ending(aside[0]) == "ed")
    named = tokens[at - 1].low in lexicon.roles and bool(between) and all(map(is_name, between))
    told = told or (bool(aside) and lexicon.shapes.ending(tokens[others[0] + 1].low) == "ed")
    if aged or told or more or (named and tokens[others[0] + 1].low in lexicon.determiners):
        return [others[0] + 1]
    return [first + 1]


def _tells_role(tokens: list[Token], first: int, end: int, lexicon: Lexicon) -> bool:
    """Whether it says what a source is: "the mayor of Oslo", not "Judge Bo Ray", who is named with it."""
    return any(tokens[at].low in lexicon.roles and not is_name(tokens[at + 1]) for at in range(first, end))


def cites(sentence: Sentence, cue: Span, said: Span) -> bool:
    """Whether what was ``said`` only names whom somebody has it from: "citing two officials"."""
    tokens, lexicon = sentence.tokens, sentence.lexicon
    if sentence.low(cue.first) not in lexicon.citing or sentence.is_marked:
        return False
    whom = noun_phrase_starting(tokens, said.first, said.last, lexicon)
    heads = [] if whom is None else [token.low for token in tokens[whom.first : whom.last + 1]]
    people = lexicon.roles | lexicon.informants
    return any(low in people or low.removesuffix("s") in people for low in heads)


def is_mediums(sentence: Sentence, speaker: Span | None) -> bool:
    """Whether the speaker is an agency or a medium, which passes on what others say: "the TASS agency"."""
    if speaker is None:
        return False
    tokens, lexicon = sentence.tokens, sentence.lexicon
    words = [
        token for token in tokens[speaker.first : speaker.last + 1] if token.low not in lexicon.determiners
    ]
    while len(words) > 1 and words[-1].low in lexicon.media and words[-1].text.islower():
        words.pop()
    nouns = lexicon.media if lexicon.order is not None else frozenset[str]()
    while len(words) > 1 and (words[0].text.islower() or words[0].low in nouns):
        words.pop(0)  # "state broadcaster VTV", "die Agentur AP"
    name = " ".join(token.text for token in words)
    return is_medium(name) or credited(name) is not None
