"""Candidates: a noun phrase beside a verb of saying -> whether it can be who speaks, and where that ends.

Most of it is asked in languages that may leave their subjects out, or have them on either side of the verb;
``without_verb`` in those that have them before it.
"""

from __future__ import annotations

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name


def without_predicate(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens of a speaker before the words that say what somebody did, where those were taken for more of
    the speaker: "El alcalde" of "El alcalde no ha explicado los motivos"."""
    end, named = len(tokens), False
    for place, token in enumerate(tokens):
        if token.text.islower() and _is_predicate(tokens, place, lexicon):
            end = place if named else end
            break
        named = named or not _is_small(token, lexicon)
    while end > 1 and _is_small(tokens[end - 1], lexicon):
        end -= 1
    return tokens[:end]


def without_verb(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The same in languages whose verb stands behind its subject: "the letter" of "the letter described how",
    "Lee" of "Lee still sometimes"."""
    named = False
    for place, token in enumerate(tokens):
        plain = token.text.islower() and token.low not in lexicon.linking
        if named and plain and _is_verbal(tokens, place, lexicon):
            while place > 1 and _is_loose(tokens[place - 1], lexicon):
                place -= 1
            return tokens[:place]
        named = named or not _is_small(token, lexicon)
    return tokens


def _is_loose(token: Token, lexicon: Lexicon) -> bool:
    """Whether the word ends no speaker: "the government | last week", "Lee | for the"."""
    return _is_small(token, lexicon) or (token.text.islower() and token.low in lexicon.times)


def _is_verbal(tokens: list[Token], place: int, lexicon: Lexicon) -> bool:
    low, before = tokens[place].low, tokens[place - 1].low
    if low in lexicon.auxiliaries:
        return True
    if low in lexicon.determiners or low in lexicon.pronouns or low in lexicon.times:
        return False
    if low in lexicon.framing or low in lexicon.verbs:
        told = lexicon.shapes[low] == "ed" and low not in lexicon.nouns_too
        follows = place + 1 < len(tokens) and not is_name(tokens[place + 1])
        return told and follows and not before.endswith(("ly", "'s")) and before not in lexicon.determiners
    rest = tokens[place + 1 :]
    return low in lexicon.skipped and not any(is_name(token) or token.low in lexicon.roles for token in rest)


def _is_small(token: Token, lexicon: Lexicon) -> bool:
    return token.text.islower() and (token.low in lexicon.determiners or token.low in lexicon.linking)


def _is_predicate(tokens: list[Token], place: int, lexicon: Lexicon) -> bool:
    low = tokens[place].low
    if _is_small(tokens[place], lexicon) or low in lexicon.times:
        following = tokens[place + 1].low if place + 1 < len(tokens) else ""
        return low in lexicon.purposes and following.endswith(lexicon.infinitives)
    if lexicon.order is not None:
        return low in lexicon.order.auxiliaries
    return low in lexicon.cues or low in lexicon.skipped or low.endswith(lexicon.predicates)


def tells_when(tokens: list[Token], found: Span, low: int, lexicon: Lexicon) -> bool:
    """Whether a preposition that tells when, where or how stands before it."""
    before = tokens[found.first - 1].low if found.first > low else ""
    return before in lexicon.follows and before not in lexicon.determiners


def may_speak(tokens: list[Token], found: Span, lexicon: Lexicon) -> bool:
    """Whether it is a name, a role, or what an article opens, not "bien", "tiempo" or "ampliar la red"."""
    first = tokens[found.first]
    pronoun = first.low.rpartition("-")[2] in lexicon.pronouns  # "a-t-il"
    elided = first.low.partition("'")[0] + "'"  # "l'avvocato"
    article = first.low in lexicon.determiners or elided in lexicon.determiners
    if pronoun or article or not first.text[0].islower():
        return True
    if first.low.endswith(lexicon.infinitives):
        return False
    inside = tokens[found.first : found.last + 1]
    return any(token.low in lexicon.roles or token.low in lexicon.media or is_name(token) for token in inside)


def is_relative(tokens: list[Token], found: Span, low: int, lexicon: Lexicon) -> bool:
    """Whether it is what a relative clause says of the speaker: "el alcalde que vive en Lima dijo"."""
    first, relative = tokens[found.first], tokens[found.first - 1].low
    if found.first - 1 <= low or relative not in lexicon.relatives or not first.text.islower():
        return False
    ahead = tokens[found.first - 2].low
    if ahead in lexicon.cues or ahead in lexicon.auxiliaries:
        return False
    named = first.low in lexicon.determiners or first.low in lexicon.pronouns
    return found.last > found.first and not named
