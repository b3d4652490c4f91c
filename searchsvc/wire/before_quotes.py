"""Before a quote: the verb, phrase or colon that introduces it: X said, "..."; X: "..."."""

from __future__ import annotations

from searchsvc.wire.attribution import (
    Attribution,
    according_at,
    has_capital,
    is_cue,
    is_role,
    is_somebody,
    source_behind,
    uttered,
)
from searchsvc.wire.candidates import may_speak
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name, is_passive, noun_phrase_starting
from searchsvc.wire.sentence_subject import sentence_subject
from searchsvc.wire.subject_behind import subject_after
from searchsvc.wire.subject_first import subject_before
from searchsvc.wire.subjects import speaker_of, subject_of

LONGEST_PREDICATE = 6
"""Words of "Más cauto se mostró" before whom it is said of."""
REACH_OF_THAT = 8
"""Words between "that" and a verb in what it reports."""
LONGEST_ANY_VERB = 3
"""Words of a verb that is in no list: "shot right back"."""


def before_quote(tokens: list[Token], quote: int, low: int, lexicon: Lexicon) -> Attribution | None:
    """What introduces the quote at ``quote`` in its sentence: X said, "..."; X called it "..."; X: "..."."""
    at = quote - 1
    while at >= low:
        if tokens[at].quoted is not None:
            break
        if phrase := according_at(tokens, at, lexicon):
            speaker = source_behind(tokens, phrase, quote - 1, lexicon)
            if speaker and (not lexicon.purposes or may_speak(tokens, speaker, lexicon)):
                return Attribution(phrase, speaker, 0.8)
        if is_cue(tokens, at, lexicon, opens=lexicon.inverts and at == low):
            passive = lexicon.order is None and not lexicon.inverts and is_passive(tokens, at, lexicon)
            speaker = None if passive else _introducer(tokens, at, quote, low, lexicon)
            if speaker is None and lexicon.is_romance and _is_reported(tokens, at, low, lexicon):
                at -= 1
                continue
            near = quote - at <= 3 or tokens[quote - 1].text in (",", ":")
            return Attribution(Span(at, at), speaker, (0.9 if near else 0.75) if speaker else 0.4)
        at -= 1
    if quote - 1 > low and tokens[quote - 1].text == ":":
        return _before_colon(tokens, quote - 1, low, lexicon)
    if lexicon.order is None and quote < len(tokens):
        return _before_comma(tokens, quote, low, lexicon)
    return None


def _is_reported(tokens: list[Token], cue: int, low: int, lexicon: Lexicon) -> bool:
    """Whether the verb stands in what another one reports: "Ruiz aseguró que no piensa dimitir: ..."."""
    near = range(cue - 1, max(low, cue - REACH_OF_THAT), -1)
    that = next((at for at in near if tokens[at].low in lexicon.that), None)
    return that is not None and is_cue(tokens, that - 1, lexicon, opens=that - 1 == low)


def _before_comma(tokens: list[Token], quote: int, low: int, lexicon: Lexicon) -> Attribution | None:
    """Whoever opens a sentence before a few words, a comma and a quoted sentence said that, whatever the
    verb: 'Roe shot back, "That is nonsense."'."""
    comma, text = quote - 1, tokens[quote].text
    if comma <= low or tokens[comma].text != "," or text[-1:] not in ".?!" or not text[:1].isupper():
        return None
    speaker = sentence_subject(tokens, low, comma - 1, lexicon)
    if speaker is None or not 0 < comma - 1 - speaker.last <= LONGEST_ANY_VERB:
        return None
    words = tokens[speaker.last + 1 : comma]
    named = any(is_name(token) for token in tokens[speaker.first : speaker.last + 1])
    if not named or any(not token.is_word or not token.text.islower() for token in words):
        return None
    return Attribution(Span(speaker.last + 1, speaker.last + 1), speaker, 0.75)


def _before_colon(tokens: list[Token], colon: int, low: int, lexicon: Lexicon) -> Attribution | None:
    """Whose the words behind a colon are where no verb says so: "Roe: ...", "La réponse de Roux : ..."."""
    by_noun = uttered(tokens, low, colon - 1, lexicon) or _shown(tokens, low, colon - 1, lexicon)
    speaker = (
        by_noun
        or subject_of(tokens, low, colon - 1, lexicon)
        or sentence_subject(tokens, low, colon - 1, lexicon)
    )
    if speaker is None:
        return None
    inside = tokens[speaker.first : speaker.last + 1]
    if not any(has_capital(token) or (by_noun and is_role(token, lexicon)) for token in inside):
        return None
    if by_noun is None and _opens_adverbial(tokens[speaker.first], lexicon):
        return None
    dated = inside[-1].low in lexicon.times or inside[-1].low in lexicon.abbreviations
    dated = dated or tokens[speaker.last + 1].text.isdigit()
    if len(inside) == 1 and dated:  # "Nov. 30: ...", "July 15, 1960: ..."
        return None
    return Attribution(Span(colon, colon), speaker, 0.7)


def _shown(tokens: list[Token], low: int, high: int, lexicon: Lexicon) -> Span | None:
    """Who is shown to be something in an order of words that needs no verb: "Más cauto, el alcalde:"."""
    if not lexicon.is_romance or tokens[low].low not in lexicon.between:
        return None
    for at in range(low + 1, min(high, low + LONGEST_PREDICATE) + 1):
        if (
            tokens[at].low in lexicon.determiners
            or tokens[at].low.partition("'")[0] + "'" in lexicon.determiners
        ):
            found = noun_phrase_starting(tokens, at, high, lexicon)
            return found if found and is_somebody(tokens, found, lexicon) else None
    return None


def _opens_adverbial(token: Token, lexicon: Lexicon) -> bool:
    """Whether a preposition opens what stands before the verb: "A Roma piove: ..."."""
    preposition = (
        token.low in lexicon.addressing or token.low in lexicon.links or token.low in lexicon.follows
    )
    return lexicon.is_romance and preposition and token.low not in lexicon.determiners


def _introducer(tokens: list[Token], cue: int, quote: int, low: int, lexicon: Lexicon) -> Span | None:
    """The speaker on either side of a verb before a quote: "X said: ...", "Dijo X: ..."."""
    if lexicon.order is not None:
        return speaker_of(tokens, cue, low, quote - 1, lexicon)
    behind = subject_after(tokens, cue, quote - 1, lexicon)
    if behind is not None and (behind.last + 1 >= quote or tokens[behind.last + 1].text not in (",", ":")):
        behind = None
    if behind is not None and lexicon.inverts and not may_speak(tokens, behind, lexicon):
        behind = None  # "explique brièvement :"
    ahead = subject_before(tokens, cue, low, lexicon)
    # Where the verb comes second, a speaker before it opens the sentence; not so "Im Saal sagte Roth: ...".
    opens = ahead is not None and ahead.first == low
    if (
        ahead is not None
        and behind is not None
        and lexicon.inverts
        and not is_somebody(tokens, behind, lexicon)
    ):
        return ahead  # "Ieri il ministro ha sottolineato la forza del gruppo, ..."
    return (behind or ahead) if lexicon.inverts and not opens else (ahead or behind)
