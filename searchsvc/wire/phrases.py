"""Words in a row: a paragraph's tokens, its sentences, and the noun phrases that can be speakers.

No grammar is parsed. A speaker is what stands between a boundary (mark, conjunction, verb's other
side) and the verb of saying; the lists of the ``Lexicon`` say what can be inside.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.marks import Quoted

LONGEST_SPEAKER = 24
"""Words."""
LONGEST_ASIDE = 25
"""Words between two commas that say more of a speaker."""


class Token(NamedTuple):
    """A word, a mark, or (``quoted`` set) a stretch in quotation marks as one token."""

    text: str
    low: str
    start: int
    end: int
    is_word: bool
    quoted: Quoted | None = None


class Span(NamedTuple):
    """Tokens ``first..last``, both included."""

    first: int
    last: int


_TOKEN = re.compile(r"[^\W_]+(?:['’.\-/&@][^\W_]+)*['’]?|[^\w\s]|_")


def tokenize(text: str, start: int, end: int, quoted: list[Quoted]) -> list[Token]:
    """The tokens of ``text[start:end]``, each of ``quoted`` as one."""
    tokens: list[Token] = []
    at = start
    for each in quoted:
        _words(tokens, text, at, each.outer_start)
        tokens.append(Token(text[each.start : each.end], "", each.outer_start, each.outer_end, False, each))
        at = each.outer_end
    _words(tokens, text, at, end)
    return tokens


def _words(tokens: list[Token], text: str, start: int, end: int) -> None:
    for found in _TOKEN.finditer(text, start, end):
        written = found[0]
        low = written.lower().replace("’", "'")
        tokens.append(Token(written, low, found.start(), found.end(), written[0].isalnum()))


def sentences(tokens: list[Token], lexicon: Lexicon) -> list[Span]:
    """The sentences, in order; quoted text belongs to the sentence that it stands in."""
    found: list[Span] = []
    first = 0
    for number, token in enumerate(tokens):
        if number == len(tokens) - 1:
            found.append(Span(first, number))
        elif _ends_sentence(tokens, number, token, lexicon):
            found.append(Span(first, number))
            first = number + 1
    return found


def _ends_sentence(tokens: list[Token], number: int, token: Token, lexicon: Lexicon) -> bool:
    following = tokens[number + 1]
    starts = following.quoted is not None or following.text[0].isupper() or following.text[0].isdigit()
    if token.quoted is not None:
        return (
            (starts
            and token.text[-1:] in ".?!…"
            and following.text[0].isupper())
            or following.quoted is not None
        )
    if token.text in "?!…":
        return starts
    if token.text != "." or not starts:
        return False
    before = tokens[number - 1] if number else token
    is_abbreviation = before.low in lexicon.abbreviations or (len(before.text) == 1 and before.text.isupper())
    return not (is_abbreviation and before.end == token.start)


def is_name(token: Token) -> bool:
    """Whether the token is a word with a capital."""
    return token.is_word and token.text[0].isupper()


def is_skipped(token: Token, lexicon: Lexicon) -> bool:
    """Whether the token may stand between a speaker and the verb."""
    return (
        token.low in lexicon.skipped
        or token.low in lexicon.times
        or (token.low.endswith("ly") and token.text[0].islower())
    )


def subject_before(tokens: list[Token], cue: int, low: int, lexicon: Lexicon) -> Span | None:
    """The speaker who stands before the verb ``cue``, not before token ``low``; an aside between
    commas is passed over: "Suh Wook, the minister, said"."""
    at = cue - 1
    while at >= low and is_skipped(tokens[at], lexicon):
        at -= 1
    if at < low:
        return None
    if tokens[at].text in (",", ")", "—", "–"):
        closing = {")": "(", ",": ","}.get(tokens[at].text, tokens[at].text)
        opening = at - 1
        while opening >= low and tokens[opening].text != closing and at - opening <= LONGEST_ASIDE:
            if tokens[opening].quoted is not None:
                return None
            opening -= 1
        if opening <= low or tokens[opening].text != closing:
            return None
        return (
            subject_before(tokens, opening, low, lexicon)
            if tokens[at].text == ")"
            else noun_phrase_ending(tokens, opening - 1, low, lexicon)
        )
    return noun_phrase_ending(tokens, at, low, lexicon)


def noun_phrase_ending(tokens: list[Token], last: int, low: int, lexicon: Lexicon) -> Span | None:
    """The noun phrase that ends with token ``last``."""
    if last < low or not tokens[last].is_word or tokens[last].low in lexicon.links:
        return None
    if tokens[last].low in lexicon.relatives:
        before = last - 1 if last > low and tokens[last - 1].is_word else last - 2
        return noun_phrase_ending(tokens, before, low, lexicon) if before >= low else None
    if tokens[last].low in lexicon.pronouns:
        return Span(last, last)
    first, at = last + 1, last
    while at >= low and last - at < LONGEST_SPEAKER:
        token = tokens[at]
        if token.low in lexicon.pronouns and token.low not in lexicon.determiners:
            break
        if token.low in lexicon.determiners:
            first = at
            if at > low and (tokens[at - 1].low in lexicon.links or tokens[at - 1].low in lexicon.determiners):
                at -= 1
                continue
            break
        if token.low in lexicon.links or token.low in lexicon.joins:
            if at == low or not tokens[at - 1].is_word or tokens[at - 1].low in lexicon.breaks:
                break
        elif (
            token.text == "."
            and at > low
            and (len(tokens[at - 1].text) == 1 or tokens[at - 1].low in lexicon.abbreviations)
        ):
            pass
        elif (
            not token.is_word
            or token.low in lexicon.breaks
            or (token.low in lexicon.cues
            and token.text.islower())
        ):
            break
        else:
            first = at
        at -= 1
    first = _without_times(tokens, first, last, lexicon)
    return Span(first, last) if first <= last and _can_speak(tokens, first, last, lexicon) else None


def _without_times(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> int:
    """Leave "On Monday" before a speaker out."""
    while first < last and (tokens[first].low in lexicon.times or is_skipped(tokens[first], lexicon)):
        if is_name(tokens[first]) and tokens[first].low not in lexicon.times:
            break
        first += 1
    return first


def _can_speak(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    words = [token for token in tokens[first : last + 1] if token.is_word]
    if not words or all(token.low in lexicon.times or token.low in lexicon.determiners for token in words):
        return False
    return any(is_name(token) or token.low not in lexicon.links for token in words)


def subject_after(tokens: list[Token], cue: int, high: int, lexicon: Lexicon) -> Span | None:
    """The speaker who stands behind the verb ``cue`` and not past ``high``: "said Jane Roe, ..."."""
    at = cue + 1
    while at <= high and is_skipped(tokens[at], lexicon) and not is_name(tokens[at]):
        at += 1
    return noun_phrase_starting(tokens, at, high, lexicon)


def noun_phrase_starting(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> Span | None:
    """The noun phrase that starts with token ``first``."""
    if first > high or not tokens[first].is_word:
        return None
    start = tokens[first]
    if start.low in lexicon.pronouns and start.low not in lexicon.determiners:
        return Span(first, first)
    if start.low in lexicon.links or start.low in lexicon.breaks or start.low in lexicon.times:
        return None
    last, at = None, first
    while at <= high and at - first < LONGEST_SPEAKER:
        token = tokens[at]
        if token.text == "." and at > first and at < high and _is_abbreviated(tokens, at, lexicon):
            at += 1
            continue
        if not token.is_word or token.low in lexicon.breaks or token.low in lexicon.times:
            break
        if token.low in _AFTER_SPEAKER and last is not None:
            break
        if last is not None and token.low in lexicon.pronouns and token.low not in lexicon.determiners:
            break
        if token.low in lexicon.cues and token.text.islower():
            break
        if (
            token.low not in lexicon.links
            and token.low not in lexicon.joins
            and token.low not in lexicon.determiners
        ):
            last = at
        at += 1
    return Span(first, last) if last is not None else None


_AFTER_SPEAKER = frozenset(
    ["in", "on", "at", "by", "to", "with", "am", "im", "à", "em", "no", "na", "nel", "nella"]
)
"""What follows a speaker who stands behind the verb: "said Jane Roe on Monday"."""


def _is_abbreviated(tokens: list[Token], dot: int, lexicon: Lexicon) -> bool:
    before = tokens[dot - 1]
    return before.end == tokens[dot].start and (len(before.text) == 1 or before.low in lexicon.abbreviations)
