"""Frames: words quoted within the writer's sentence -> the verb or the source that says whose they are."""

from __future__ import annotations

from searchsvc.wire.attribution import Attribution, according_at
from searchsvc.wire.before_quotes import before_quote
from searchsvc.wire.drafts import REACH_OF_A_FRAME
from searchsvc.wire.features import Sentence
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name, noun_phrase_starting
from searchsvc.wire.sentence_subject import sentence_subject
from searchsvc.wire.subjects import subject_around

REACH_OF_A_VERB, STRENGTH = 12, 0.75
"""Words between a piece and the verb that ends its clause, and how strong such an attribution is."""
STRENGTH_OF_A_SUBJECT = 0.6
"""Of one to the subject of the sentence, which the verb does not name again."""


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
    return None if before is None else _without_subject(before, sentence)


def _without_subject(before: Attribution, sentence: Sentence) -> Attribution | None:
    """That of a verb whose subject is left out, where such languages do that: the sentence's ("X llegó, a la
    vez que dijo que ..."), or whose the words before were ("Añadió que ...")."""
    tokens, words, cue = sentence.tokens, sentence.lexicon, before.cue
    behind = cue.last + 2 if tokens[cue.last + 1].low in words.links else cue.last + 1  # "advirtió de que"
    if not words.drops_subjects or behind > sentence.last or tokens[behind].low not in words.that:
        return None
    if cue.first > sentence.first and tokens[cue.first - 1].low in words.impersonal:
        return None
    ahead = tokens[sentence.first : cue.first]
    if all(token.low in words.passed or token.low in words.joins or token.text == "," for token in ahead):
        return before
    subject = sentence_subject(tokens, sentence.first, cue.first - 1, words)
    known = subject is not None and _may_act(tokens, subject, words)
    return before._replace(speaker=subject, strength=STRENGTH_OF_A_SUBJECT) if known else before


def _may_act(tokens: list[Token], subject: Span, words: Lexicon) -> bool:
    """Whether it has a name in it, and is no small word or verb with a capital: "Además", "Pronosticó"."""
    first = tokens[subject.first].low
    if subject.first == subject.last and (first in words.passed or first.endswith(words.predicates)):
        return False
    if first in words.addressing and first not in words.determiners:
        return False  # "Al ser preguntado, dijo que"
    return any(map(is_name, tokens[subject.first : subject.last + 1]))


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
