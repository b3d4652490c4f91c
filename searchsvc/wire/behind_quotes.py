"""Behind a quote: the verb or phrase that says whose it is: "...," he said; "...," said X; "...", per X."""

from __future__ import annotations

from searchsvc.wire.attribution import (
    PARTING_DASHES,
    Attribution,
    according_at,
    is_cue,
    is_somebody,
    source_behind,
    told_by,
    uttered,
)
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_abbreviated, is_name, noun_phrase_starting
from searchsvc.wire.sentence_subject import sentence_subject
from searchsvc.wire.subject_behind import leads_to_verb, subject_from
from searchsvc.wire.subjects import speaker_behind, speaker_of
from searchsvc.wire.whom import whom_quoted

REACH_AFTER = 28
"""Words between a quote and the verb behind it."""
LONGEST_SIGNATURE = 16
"""Words of a name, and of who that is, behind a dash."""
LONGEST_TITLE = 6
"""Spaces in what may be the title of a work rather than a sentence."""


def after_quote(tokens: list[Token], quote: int, high: int, lexicon: Lexicon) -> Attribution | None:
    """What stands behind the quote at token ``quote``: "...," he said; "...," said X; "...", according to X.

    Nothing past token ``high`` is looked at.
    """
    at = quote + 1
    if at <= high and tokens[at].text in PARTING_DASHES:
        if signed := _signed(tokens, quote, high, lexicon):
            return signed
        at += 1
    elif at <= high and (tokens[at].text == "," or _thus_behind(tokens, at, high, lexicon)):
        at += 1
    if at > high:
        return None
    if phrase := according_at(tokens, at, lexicon):
        if told := told_by(tokens, phrase, high, lexicon):
            return told
        speaker = source_behind(tokens, phrase, high, lexicon)
        return Attribution(phrase, speaker, 0.9) if speaker else None
    if tokens[at].low in lexicon.according_opening and tokens[at - 1].text == ",":
        # "...", per il leader Matteo Rossi
        speaker = noun_phrase_starting(tokens, at + 1, high, lexicon)
        return (
            Attribution(Span(at, at), speaker, 0.85)
            if speaker and is_somebody(tokens, speaker, lexicon)
            else None
        )
    if named := _noun_behind(tokens, at, high, lexicon):
        return Attribution(Span(at, at), named, 0.85)
    return _verb_behind(tokens, quote, at, high, lexicon)


def _thus_behind(tokens: list[Token], colon: int, high: int, lexicon: Lexicon) -> bool:
    """Whether it is a colon behind which it says whose the words before it are: "...": così il sindaco."""
    return tokens[colon].text == ":" and colon < high and tokens[colon + 1].low in lexicon.thus


def _verb_behind(
    tokens: list[Token], quote: int, start: int, high: int, lexicon: Lexicon
) -> Attribution | None:
    at = start
    while at <= high and at - start <= REACH_AFTER and tokens[at].quoted is None:
        token = tokens[at]
        if token.text in (".", ";", ":", "?", "!") and not _inside_name(tokens, at, lexicon):
            break
        if at == start and (token.low in lexicon.breaks or _adds_verb(tokens, at, high, lexicon)):
            return None
        if _opens_clause(tokens, at, lexicon):
            break
        if is_cue(tokens, at, lexicon):
            main = _behind_aside(tokens, start, at, high, lexicon)
            return _around(tokens, start, main, high, lexicon)
        at += 1
    return _any_verb(tokens, quote, start, high, lexicon)


def _behind_aside(tokens: list[Token], start: int, cue: int, high: int, lexicon: Lexicon) -> int:
    """The verb of saying right behind the comma that closes what is said of a name, where the verb ``cue``
    stands within that: "...," Roe, who scored 30 points, | said"; else ``cue``."""
    if lexicon.order is not None or lexicon.inverts:
        return cue
    opening = start
    while opening < cue and is_name(tokens[opening]):
        opening += 1
    low = tokens[opening + 1].low if start < opening < cue - 1 else ""
    if tokens[opening].text != "," or not (low in lexicon.relatives or low in lexicon.determiners):
        return cue
    for at in range(cue + 1, min(high, start + REACH_AFTER)):
        if tokens[at].quoted is not None or tokens[at].text in ".;:?!":
            break
        if tokens[at].text == "," and is_cue(tokens, at + 1, lexicon):
            return at + 1
    return cue


def _adds_verb(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> bool:
    """Whether one more verb of who said the words before follows: 'She said: "...," and claims ...'."""
    adds = lexicon.order is None and not lexicon.inverts and at < high and tokens[at].low in lexicon.joins
    return adds and is_cue(tokens, at + 1, lexicon)


def _opens_clause(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a comma and "before" or the like open what no longer attributes: '"...," Roe began, before'."""
    low = tokens[at].low
    if lexicon.order is not None or lexicon.inverts or tokens[at - 1].text != ",":
        return False
    return low in lexicon.breaks and low not in lexicon.relatives and low not in lexicon.that


def _signed(tokens: list[Token], quote: int, high: int, lexicon: Lexicon) -> Attribution | None:
    """Whose name a dash parts from a quote that is a sentence, and nothing follows but what they are:
    "It rained." — Jane Roe, rain minister."""
    text = tokens[quote].text
    if text[-1:] not in ".?!…" and text.count(" ") < LONGEST_TITLE:
        return None
    first = quote + 2
    if not first <= high < first + LONGEST_SIGNATURE or not is_name(tokens[first]):
        return None
    behind = tokens[first : high + 1]
    if any(token.quoted or token.low in lexicon.cues for token in behind):
        return None
    speaker = noun_phrase_starting(tokens, first, high, lexicon)
    if speaker is None or (speaker.last < high and tokens[speaker.last + 1].is_word):
        return None
    return Attribution(Span(quote + 1, quote + 1), speaker, 0.85)


def _any_verb(tokens: list[Token], quote: int, start: int, high: int, lexicon: Lexicon) -> Attribution | None:
    """Whoever is named right behind a comma that closes quoted words said them, whatever the verb:
    "...," Jane Roe sniffed. So did who "went on" behind a question."""
    if tokens[quote].text[-1:] not in ",?!":
        return None
    at = start
    while at < high and (is_name(tokens[at]) or (at > start and _inside_name(tokens, at, lexicon))):
        at += 1
    if at == start and tokens[at].low in lexicon.pronouns and tokens[at].low not in lexicon.determiners:
        at += 1
    if not start < at <= high:
        return None
    shape = lexicon.shapes[tokens[at].text]
    # "...," he laughs.
    laughs = shape == "s" and (at == high or tokens[at + 1].text in ".,")
    if (tokens[quote].text[-1:] == "," and (shape == "ed" or laughs)) or tokens[at].low in lexicon.resuming:
        return Attribution(Span(at, at), Span(start, at - 1), 0.85)
    return None


def _inside_name(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    if tokens[at].text != ".":
        return False
    bracketed = at + 1 < len(tokens) and tokens[at + 1].text == ")"  # "Ann Lee (D-Ore.) said"
    return bracketed or is_abbreviated(tokens, at, lexicon)


def _around(tokens: list[Token], start: int, cue: int, high: int, lexicon: Lexicon) -> Attribution | None:
    """The attribution whose verb is the first behind a quote that ends before ``start``."""
    spot = Span(cue, cue)
    if (quoting := whom_quoted(tokens, cue, high, lexicon)) is not None:
        whom, saying = quoting
        return Attribution(Span(saying, saying), whom, 0.95)
    if leads_to_verb(tokens, start, cue, lexicon):
        speaker = speaker_behind(tokens, cue, high, lexicon)
        return Attribution(spot, speaker, 0.95 if speaker else 0.6)
    parted = lexicon.order is not None and cue > start and tokens[cue - 1].text == ","
    behind = speaker_behind(tokens, cue, high, lexicon) if parted else None
    speaker = behind or speaker_of(tokens, cue, start, high, lexicon)
    if speaker is None and lexicon.is_romance and tokens[cue - 1].text == ",":
        # "... “a wet day” for the town, says the mayor."
        speaker = speaker_behind(tokens, cue, high, lexicon)
    if speaker is None and lexicon.order is None and is_name(tokens[start]):
        # "...," Jane Roe, 30, of Oslo, Norway, who was there, said
        speaker = sentence_subject(tokens, start, cue - 1, lexicon)
    if speaker is None:
        return None
    return Attribution(spot, speaker, 0.95 if cue - start <= 6 else 0.85)


def _noun_behind(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> Span | None:
    """Who is named right behind quoted words: "...", le parole di Luca Rossi; "...", così il sindaco."""
    if tokens[at - 1].text not in (",", ":") or at >= high:
        return None
    if tokens[at].low in lexicon.thus:
        return subject_from(tokens, at + 1, high, lexicon)
    return uttered(tokens, at, high, lexicon) if tokens[at].low in lexicon.determiners else None
