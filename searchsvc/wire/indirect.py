"""Reported words by rules, in languages without weights: what a sentence reports, by which verb, of whom; and
the reported clause that words in quotation marks are part of."""

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

FARTHEST_THAT = 14
"""Words between a verb and the "que" of what it reports."""
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
        if lexicon.inverts and (found := _inverted(tokens, first, at, last, lexicon)):
            return found
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
    if at > last:
        return None
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


def clause_with(
    tokens: list[Token], sentence: Span, at: int, attribution: Attribution, lexicon: Lexicon
) -> Span | None:
    """The clause with the quoted token ``at`` in it that is attributed as a whole: "X dijo que es “mala”",
    "es “mala”, según X"; None where only the quoted words are: "X llamó “mala” a la lluvia"."""
    cue, speaker = attribution.cue, attribution.speaker
    if cue.first > at:
        return _clause_before(tokens, sentence, at, attribution, lexicon)
    if tokens[cue.first].low in lexicon.according_words:
        first = speaker.last + 2 if speaker is not None and tokens[speaker.last + 1].text == "," else None
        opens = cue.first == sentence.first
    else:
        near = range(cue.last + 1, min(at, cue.last + FARTHEST_THAT))
        first = next((place for place in near if tokens[place].low in lexicon.that), None)
        opens = not _in_relative(tokens, sentence.first, cue.first, lexicon)
    if first is None or first > at or not opens:
        return None
    end = _end_of_clause(tokens, first, sentence.last, lexicon)
    return Span(first, end) if end >= at else None


def _clause_before(
    tokens: list[Token], sentence: Span, at: int, attribution: Attribution, lexicon: Lexicon
) -> Span | None:
    """What a comma parts from the verb or the source behind it; nothing else is said of it there."""
    cue, speaker = attribution.cue, attribution.speaker
    last = (speaker.first if speaker is not None and speaker.first < cue.first else cue.first) - 1
    while last > at and tokens[last].low in lexicon.skipped:
        last -= 1
    closed = tokens[last].quoted is not None and tokens[last].text[-1:] == ","
    if tokens[last].text != "," and not closed:
        return None
    first = sentence.first
    while first < at and not (tokens[first].is_word or tokens[first].quoted):
        first += 1
    while tokens[first].low in lexicon.joins and first < at:
        first += 1
    reported = any(tokens[place].low in lexicon.cues for place in range(first, at))
    return None if reported else Span(first, last if closed else last - 1)


def _in_relative(tokens: list[Token], first: int, cue: int, lexicon: Lexicon) -> bool:
    """Whether the verb stands in a relative clause: "..., que dijo que ..., se fue"."""
    comma = next((at for at in range(cue - 1, first - 1, -1) if tokens[at].text == ","), None)
    return comma is not None and tokens[comma + 1].low in lexicon.relatives


def _end_of_clause(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> int:
    """The last word before the writer goes on ("... y pidió calma", "..., según X", "..., dijo X"), else the
    last of the sentence."""
    end = last
    for at in range(first + 1, last):
        token = tokens[at]
        if token.low in lexicon.joins and _says_more(tokens, at + 1, last, lexicon):
            end = at - 1
            break
        source = token.text == "," and (
            according_at(tokens, at + 1, lexicon) or _says_more(tokens, at + 1, last, lexicon)
        )
        if token.text == ";" or source:
            end = at - 1
            break
    while end > first and not (tokens[end].is_word or tokens[end].quoted):
        end -= 1
    return end


def _says_more(tokens: list[Token], at: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a verb of saying follows "and" or a comma: the speaker's next one, or another's."""
    while at < last and tokens[at].low in lexicon.skipped:
        at += 1
    return tokens[at].low in lexicon.cues
