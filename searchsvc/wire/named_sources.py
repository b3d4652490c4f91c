"""Sources by rules: "según la policía", "secondo quanto riferito", "d'après elle" -> whom they name, and what
they give; and whether words are a statement."""

from __future__ import annotations

from searchsvc.wire.agencies import credited
from searchsvc.wire.attribution import Attribution, according_at, source_behind, told_by
from searchsvc.wire.candidates import without_predicate
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name
from searchsvc.wire.vocabulary import is_medium

LONGEST_ROLE = 12
"""Words of what stands between commas behind a source and says who that is."""
FEWEST_WORDS = 3
"""Fewer are not a statement."""
LONGEST_PHRASE = 8
"""Words of "En este sentido," before a verb whose subject is left out."""
LONGEST_NAME = 6
"""Words of a name between commas."""


def only_passes_on(tokens: list[Token], source: Attribution, lexicon: Lexicon) -> bool:
    """Whether it is an agency or another medium that somebody's words are known from."""
    if source.speaker is None:
        return False
    words = [
        token
        for token in tokens[source.speaker.first : source.speaker.last + 1]
        if token.low not in lexicon.determiners
    ]
    if words and words[0].low in lexicon.media:
        return True
    name = " ".join(token.text for token in words)
    return is_medium(name) or credited(name) is not None


def named_source(
    tokens: list[Token], first: int, last: int, lexicon: Lexicon
) -> tuple[Span, Attribution] | None:
    opening = lexicon.source_words
    for at in range(first, last):
        if tokens[at].low not in opening or (phrase := according_at(tokens, at, lexicon)) is None:
            continue
        told = told_by(tokens, phrase, last, lexicon)
        speaker = told.speaker if told else source_behind(tokens, phrase, last, lexicon)
        if speaker is None and told is None:
            continue
        if speaker is not None and told is None and lexicon.is_romance:
            named = without_predicate(tokens[speaker.first : speaker.last + 1], lexicon)
            speaker = Span(speaker.first, speaker.first + len(named) - 1)
        behind = speaker.last if speaker else phrase.last + 1
        behind = (
            _before_comma(tokens, behind, last)
            if told and not _ends_at_comma(tokens, behind, last)
            else behind
        )
        behind = behind_name(tokens, behind, last, lexicon)
        opens = (
            at == first
            or _is_adverbial(tokens, first, at - 1, lexicon)
            or (lexicon.is_romance and _is_led(tokens, first, at, lexicon))
        )
        goes_on = opens and behind < last - FEWEST_WORDS
        content = trimmed(tokens, *((behind + 1, last) if at == first or goes_on else (first, at - 1)))
        found = is_statement(tokens, content)
        return (content, told or Attribution(phrase, speaker, 0.85)) if found else None
    return None


def _is_led(tokens: list[Token], first: int, at: int, lexicon: Lexicon) -> bool:
    """Whether a source stands behind a word that only leads to what follows it: "El barco volcó y, según la
    policía, ...", "un barco que, según la policía, ..."."""
    before = at - 2 if tokens[at - 1].text == "," else at - 1
    low = tokens[max(first, before)].low
    return low in lexicon.joins or low in lexicon.relatives or low in lexicon.that or low in lexicon.breaks


def _is_adverbial(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether it only tells when or where: "En ese encuentro, según informó el alcalde, ..."."""
    opens = tokens[first].low in lexicon.prepositions and tokens[first].low not in lexicon.determiners
    return opens and tokens[last].text == "," and last - first < LONGEST_PHRASE


def _ends_at_comma(tokens: list[Token], at: int, high: int) -> bool:
    return at < high and tokens[at + 1].text == ","


def _before_comma(tokens: list[Token], at: int, high: int) -> int:
    """The token before the comma of "Según explicó el alcalde en la radio, ..."; ``at`` without one."""
    ends = (place for place in range(at, min(high, at + LONGEST_PHRASE)) if tokens[place + 1].text == ",")
    return next(ends, at)


def _behind_role(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> int | None:
    """The comma behind what somebody is: "según Ana Ruiz, directora del puerto, ..."."""
    if not lexicon.is_romance or not is_name(tokens[first - 2]):
        return None
    opens = [token.low for token in tokens[first : min(high, first + 2) + 1]]
    if lexicon.roles.isdisjoint(opens):
        return None
    for at in range(first, min(high, first + LONGEST_ROLE) + 1):
        if tokens[at].text == ",":
            return at
        plain = tokens[at].is_word or tokens[at].text in "()"
        if not plain or tokens[at].low in lexicon.cues or tokens[at].low in lexicon.auxiliaries:
            return None
    return None


def behind_name(tokens: list[Token], speaker: int, high: int, lexicon: Lexicon | None = None) -> int:
    """Past the name between commas of whom token ``speaker`` ends the description: "según el alcalde, Juan
    Ruiz, ..."."""
    at = speaker + 2
    if at > high or tokens[speaker + 1].text != ",":
        return speaker
    if lexicon is not None and (closes := _behind_role(tokens, at, high, lexicon)) is not None:
        return closes
    while at <= min(high, speaker + LONGEST_NAME) and is_name(tokens[at]):
        at += 1
    return at if speaker + 2 < at <= high and tokens[at].text == "," else speaker


def trimmed(tokens: list[Token], first: int, last: int) -> Span:
    while first < last and not tokens[first].is_word:
        first += 1
    while last > first and not tokens[last].is_word:
        last -= 1
    return Span(first, last)


def is_statement(tokens: list[Token], content: Span) -> bool:
    few = range(content.first, min(content.last + 1, content.first + FEWEST_WORDS))
    return sum(1 + tokens[at].low.count("'") for at in few) >= FEWEST_WORDS
