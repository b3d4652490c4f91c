"""Frames: words quoted within the writer's sentence -> the verb or the source that says whose they are."""

from __future__ import annotations

from searchsvc.wire.attribution import Attribution, according_at, before_quote
from searchsvc.wire.drafts import REACH_OF_A_FRAME
from searchsvc.wire.features import Sentence
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, noun_phrase_starting
from searchsvc.wire.subjects import subject_around

REACH_OF_A_VERB, STRENGTH = 12, 0.75
"""Words between a piece and the verb that ends its clause, and how strong such an attribution is."""


def frame(
    before: Attribution | None, behind: Attribution | None, sentence: Sentence, at: int
) -> Attribution | None:
    """The attribution of words quoted within a sentence: the verb before them, else a phrase behind.

    Where the verb is not one of saying ("agreed to ..."), a source behind is the speaker.
    """
    tokens, words = sentence.tokens, sentence.lexicon
    if before is None:
        for cue in range(at - 1, max(sentence.first, at - REACH_OF_A_FRAME) - 1, -1):
            if tokens[cue].quoted is not None:
                before = before_quote(tokens, cue, sentence.first, words)
                break
    said = before is not None and tokens[before.cue.first].low in words.verbs
    source = None if said else _source(tokens, at, sentence.last, words)
    if source is not None:
        return source
    if before is not None and before.speaker is not None and at - before.cue.last <= REACH_OF_A_FRAME:
        marked = tokens[before.cue.first].text == ":" and behind is not None and behind.speaker is not None
        return behind if marked else before  # 'Son but est clair: "...", a dit le maire'
    if behind is not None and behind.speaker is not None:
        return behind
    return before if before is not None and _drops_subject(sentence, before.cue) else None


def _drops_subject(sentence: Sentence, cue: Span) -> bool:
    """Whether a verb that opens the sentence goes on for whoever spoke before: "Añadió que ...", in languages
    whose verbs need no pronoun."""
    tokens, words = sentence.tokens, sentence.lexicon
    opens = all(token.low in words.skipped for token in tokens[sentence.first : cue.first])
    drops = words.inverts and words.order is None
    return drops and opens and tokens[cue.last + 1].low in words.that


def _source(tokens: list[Token], at: int, last: int, words: Lexicon) -> Attribution | None:
    """The source named behind token ``at`` of the sentence: "..., according to X"."""
    opening = words.according_words
    for place in range(at + 1, min(last, at + REACH_OF_A_FRAME)):
        if tokens[place].low in opening and (phrase := according_at(tokens, place, words)):
            speaker = noun_phrase_starting(tokens, phrase.last + 1, last, words)
            return Attribution(phrase, speaker, 0.85) if speaker else None
    return None


def framed_behind(sentence: Sentence, at: int) -> Attribution | None:
    """The verb of saying that ends the clause of the quoted token ``at``: "weil sie ihn „faul“ nannte"."""
    tokens, words = sentence.tokens, sentence.lexicon
    for place in range(at + 1, min(sentence.last, at + REACH_OF_A_VERB) + 1):
        token = tokens[place]
        if token.low in words.cues and token.text.islower():
            subject = subject_around(tokens, at, sentence.first, sentence.last, words)
            return Attribution(Span(place, place), subject, STRENGTH) if subject is not None else None
        if not token.is_word and token.quoted is None:
            return None
    return None
