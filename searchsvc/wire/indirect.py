"""Reported words: a sentence without quotation marks -> what is reported, by which verb, of whom."""

from __future__ import annotations

from searchsvc.wire.attribution import Attribution, according_at, is_cue
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import (
    Span,
    Token,
    is_name,
    is_skipped,
    noun_phrase_starting,
    subject_after,
)
from searchsvc.wire.subject_first import subject_before
from searchsvc.wire.subjects import speaker_of

FEWEST_WORDS = 3
"""Fewer are not a statement."""


def reported(tokens: list[Token], sentence: Span, lexicon: Lexicon) -> tuple[Span, Attribution] | None:
    """The reported words and their attribution, or None where the sentence reports nothing."""
    first, last = sentence
    while last > first and not tokens[last].is_word:
        last -= 1
    return _according(tokens, first, last, lexicon) or _said(tokens, first, last, lexicon)


def _according(
    tokens: list[Token], first: int, last: int, lexicon: Lexicon
) -> tuple[Span, Attribution] | None:
    opening = lexicon.according_words
    for at in range(first, last):
        if tokens[at].low not in opening or (phrase := according_at(tokens, at, lexicon)) is None:
            continue
        speaker = noun_phrase_starting(tokens, phrase.last + 1, last, lexicon)
        if speaker is None:
            continue
        content = _trim(tokens, *((speaker.last + 1, last) if at == first else (first, at - 1)))
        return (content, Attribution(phrase, speaker, 0.85)) if _is_statement(content) else None
    return None


def _said(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> tuple[Span, Attribution] | None:
    verbs = lexicon.verbs
    for at in range(first + 1, last + 1):
        if tokens[at].low not in verbs or not is_cue(tokens, at, lexicon, framing=False):
            continue
        if at == last or _closes_sentence(tokens, at, last, lexicon):
            if found := _fronted(tokens, first, at, last, lexicon):
                return found
            continue
        speaker = subject_before(tokens, at, first, lexicon)
        if speaker is None:
            if found := _inverted(tokens, first, at, last, lexicon):
                return found
            continue
        clause = _content(tokens, at, last, lexicon)
        if clause is not None and _is_statement(clause):
            speaker = speaker_of(tokens, at, first, last, lexicon) or speaker
            return clause, Attribution(Span(at, at), speaker, 0.8)
    return None


def _inverted(
    tokens: list[Token], first: int, cue: int, last: int, lexicon: Lexicon
) -> tuple[Span, Attribution] | None:
    """ "CONTENT, said X.": nothing but more of X follows."""
    if tokens[cue - 1].text != "," or tokens[cue].low.endswith(lexicon.participles):
        return None
    speaker = subject_after(tokens, cue, last, lexicon)
    if speaker is None or not (speaker.last == last or tokens[speaker.last + 1].text == ","):
        return None
    content = _trim(tokens, first, cue - 1)
    return (content, Attribution(Span(cue, cue), speaker, 0.8)) if _is_statement(content) else None


def _closes_sentence(tokens: list[Token], cue: int, last: int, lexicon: Lexicon) -> bool:
    """Whether only when and where follows the verb: "..., the ministry said on Monday"."""
    return last - cue <= 6 and tokens[cue + 1].low in ("in", "on", "at", "late", "early", *lexicon.times)


def _fronted(
    tokens: list[Token], first: int, cue: int, last: int, lexicon: Lexicon
) -> tuple[Span, Attribution] | None:
    """ "CONTENT, X said": the comma before the speaker ends what is reported."""
    speaker = subject_before(tokens, cue, first, lexicon)
    if speaker is None or speaker.first - 1 <= first or tokens[speaker.first - 1].text != ",":
        return None
    content = _trim(tokens, first, speaker.first - 2)
    return (content, Attribution(Span(cue, cue), speaker, 0.85)) if _is_statement(content) else None


def _content(tokens: list[Token], cue: int, last: int, lexicon: Lexicon) -> Span | None:
    """What follows the verb, where it can be a clause: after "that", a speaker's own words, a subject."""
    at = cue + 1
    for ahead in range(at, min(at + 9, last)):
        if tokens[ahead].low in lexicon.that:
            return Span(ahead, last)
        if not (tokens[ahead].is_word or tokens[ahead].text in ",."):
            break
    if tokens[cue].low in lexicon.needs_that or tokens[at].low == "to":
        return None
    if tokens[cue].low in lexicon.telling:
        addressee = noun_phrase_starting(tokens, at, last, lexicon)
        at = addressee.last + 1 if addressee else at
    while at < last and (is_skipped(tokens[at], lexicon) or tokens[at].text in ",:"):
        if is_name(tokens[at]) and tokens[at].low not in lexicon.times:
            break
        at += 1
    start = tokens[at]
    if not start.is_word or start.low in lexicon.links or start.low in lexicon.breaks:
        return None
    return Span(at, last)


def _trim(tokens: list[Token], first: int, last: int) -> Span:
    while first < last and not tokens[first].is_word:
        first += 1
    while last > first and not tokens[last].is_word:
        last -= 1
    return Span(first, last)


def _is_statement(content: Span) -> bool:
    return content.last - content.first + 1 >= FEWEST_WORDS
