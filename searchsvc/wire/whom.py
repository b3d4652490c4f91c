"""Whom a medium quotes: "SANA quoted a minister as saying it rained" -> the minister, who said so."""

from __future__ import annotations

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_passive, noun_phrase_starting

LONGEST_QUOTED = 24
"""Words between "quoted" and "as saying"."""


def whom_quoted(tokens: list[Token], verb: int, high: int, lexicon: Lexicon) -> tuple[Span, int] | None:
    """Who is quoted by the subject of the verb "quoted" at ``verb``, and where the "saying" behind "as"
    stands; None without that, and where it is passive: "Roe was quoted as saying"."""
    if tokens[verb].low not in lexicon.passed_on or verb + 3 > high or is_passive(tokens, verb, lexicon):
        return None
    if tokens[verb + 1].low in lexicon.objects and _says_behind(tokens, verb + 2, high, lexicon):
        return Span(verb + 1, verb + 1), verb + 3
    whom = noun_phrase_starting(tokens, verb + 1, high, lexicon)
    if whom is None:
        return None
    behind = whom.last + 1
    if behind < high and tokens[behind].text == ",":  # "quoted the minister, Ann Poe, as saying"
        last = min(high, behind + LONGEST_QUOTED)
        behind = next((at + 1 for at in range(behind + 1, last) if tokens[at].text == ","), behind)
    return (whom, behind + 1) if _says_behind(tokens, behind, high, lexicon) else None


def quoting_before(tokens: list[Token], saying: int, low: int, lexicon: Lexicon) -> tuple[int, Span] | None:
    """The verb "quoted" to which "as" and the verb ``saying`` belong, and whom it quotes."""
    if not _says_behind(tokens, saying - 1, saying, lexicon):
        return None
    for verb in range(saying - 3, max(low, saying - LONGEST_QUOTED) - 1, -1):
        found = whom_quoted(tokens, verb, saying, lexicon)
        if found is not None:
            return verb, found[0]
    return None


def _says_behind(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> bool:
    """Whether "as saying" stands at ``at``."""
    if not 0 < at < high or tokens[at].low not in lexicon.quoting_as:
        return False
    saying = tokens[at + 1].low
    return saying in lexicon.verbs and saying.endswith(lexicon.participles)
