"""Sources: "according to X" and "citing X" -> whom that names, without what is told of them."""

from __future__ import annotations

from searchsvc.wire.agencies import credited
from searchsvc.wire.features import Cue, Sentence
from searchsvc.wire.phrases import Span, noun_phrase_starting
from searchsvc.wire.vocabulary import is_medium

LONGEST_CLAUSE = 120
"""Tokens of a clause."""


def source_of(sentence: Sentence, phrase: Span) -> Cue:
    """The cue that a phrase such as "according to" is, with whom it names."""
    speaker = noun_phrase_starting(sentence.tokens, phrase.last + 1, sentence.last, sentence.lexicon)
    if speaker is not None and sentence.lexicon.order is None:
        speaker = _without_participle(sentence, speaker)
    near = phrase.first - sentence.first <= LONGEST_CLAUSE
    return Cue(phrase, speaker, sentence.word_before(phrase.first) if near else None, is_source=True)


def _without_participle(sentence: Sentence, speaker: Span) -> Span:
    """ "a poll | published on Friday", "two people | briefed on the matter"."""
    tokens, last = sentence.tokens, speaker.last
    is_one = sentence.shape(last) == "ed" or tokens[last].low in sentence.lexicon.perceived
    if not is_one or last < speaker.first + 2 or last == sentence.last:
        return speaker
    noun = tokens[last - 1]
    told = tokens[last].text[0].islower() and noun.text[0].islower()
    return Span(speaker.first, last - 1) if told and sentence.shape(last + 1) in ("link", "time") else speaker


def opens_behind_source(sentence: Sentence, at: int, last: int) -> int:
    """Where what a source says can begin that opens the sentence and of which more is told: behind the comma.
    "According to a poll published on Friday, | most are for it"."""
    tokens, lexicon = sentence.tokens, sentence.lexicon
    if lexicon.order is not None:
        return at
    commas = [place for place in range(at, last) if tokens[place].text == ","]
    if tokens[at].text != ",":
        return commas[0] + 1 if commas else at
    if len(commas) < 2:
        return at
    # "According to Ann Poe, the mayor of Oslo, | the dam is safe"
    aside = [token.low for token in tokens[at + 1 : commas[1]]]
    told = any(low in lexicon.roles for low in aside) and lexicon.auxiliaries.isdisjoint(aside)
    return commas[1] + 1 if told else at


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
    while len(words) > 1 and words[0].text.islower():
        words.pop(0)  # "state broadcaster VTV"
    name = " ".join(token.text for token in words)
    return is_medium(name) or credited(name) is not None
