"""Sources where the verb stands second: "laut Polizei", "nach Angaben von X" -> whom they name."""

from __future__ import annotations

from searchsvc.wire.features import Cue, Sentence, is_content
from searchsvc.wire.phrases import Span, Token, is_name
from searchsvc.wire.subjects import phrase_from
from searchsvc.wire.word_order import WordOrder

REACH_OF_A_SOURCE = 5
"""Words between "nach" and the noun that says what the source gave: "nach ersten offiziellen Angaben"."""
LONGEST_SOURCE = 12
"""Words of a source before "zufolge"."""
LONGEST_FRONT = 120
"""Tokens before a cue that it can report."""


def source_at(sentence: Sentence, order: WordOrder, at: int) -> tuple[Span, Span] | None:
    """The phrase that names a source from ``at`` on, and the source: "laut Polizei", "nach Angaben von X"."""
    tokens, lexicon = sentence.tokens, sentence.lexicon
    low = tokens[at].low
    if low not in order.source_prepositions or at + 1 > sentence.last:
        return None
    if tokens[at + 1].quoted is not None:
        return (Span(at, at), Span(at + 1, at + 1)) if low in order.naming else None
    if tokens[at + 1].low in order.prepositions:
        return None
    head = _given(tokens, at, sentence.last, order)
    if head is not None:
        # "nach RMV-Angaben von Menschen ... erworben"
        owner = None if "-" in tokens[head].text else _owner(sentence, head)
        return (Span(at, head), owner) if owner else (Span(at, at), Span(at + 1, head))
    speaker = phrase_from(tokens, at + 1, sentence.last, lexicon) if low in order.naming else None
    return (Span(at, at), _without_agent(sentence, speaker, order)) if speaker else None


def _without_agent(sentence: Sentence, speaker: Span, order: WordOrder) -> Span:
    """The source without what belongs to the verb of its sentence: "laut Polizei | von dem Ausfall
    betroffen", "nach Informationen unserer Zeitung | von Sabotage aus"; not of who is somebody's speaker."""
    tokens, roles = sentence.tokens, tuple(sentence.lexicon.roles)
    if speaker.first <= sentence.first + 1:
        return speaker
    for at in range(speaker.first + 1, speaker.last):
        if sentence.low(at) in order.possessive and not any(
            low.endswith(roles) or low.removesuffix("s").removesuffix("n").endswith(roles)
            for low in (tokens[place].low for place in range(speaker.first, at))
        ):
            named = at - speaker.first > 1 and all(map(is_name, tokens[at - 2 : at]))
            return speaker if named else Span(speaker.first, at - 1)
    return speaker


def _given(tokens: list[Token], at: int, last: int, order: WordOrder) -> int | None:
    """The noun of what a source gives behind ``at``, whatever adjectives stand between: "Angaben"."""
    for place in range(at + 1, min(last, at + REACH_OF_A_SOURCE) + 1):
        token = tokens[place]
        if is_name(token) and token.low.endswith(order.given):
            return place
        if not token.is_word or token.low in order.prepositions or (is_name(token) and place > at + 1):
            return None
    return None


def _owner(sentence: Sentence, head: int) -> Span | None:
    """Whose it is: a genitive, or a name behind "von"; of "Angaben zufolge" none."""
    tokens, order = sentence.tokens, sentence.lexicon.order
    if order is None or head >= sentence.last:
        return None
    following = tokens[head + 1]
    first = head + 2 if following.low in order.possessive else head + 1
    if first > sentence.last or (first == head + 1 and not _is_genitive(tokens, first, order)):
        return None
    if tokens[first].quoted is not None:
        return Span(first, first)
    owner = phrase_from(tokens, first, sentence.last, sentence.lexicon)
    return owner and _without_agent(sentence, owner, order)


def _is_genitive(tokens: list[Token], at: int, order: WordOrder) -> bool:
    token = tokens[at]
    if token.quoted is not None:
        return False
    adjective = token.text[:1].islower() and token.low.endswith("er") and at + 1 < len(tokens)
    return token.low in order.genitive or is_name(token) or (adjective and is_name(tokens[at + 1]))


def named_source(sentence: Sentence, order: WordOrder, at: int) -> Cue | None:
    tokens = sentence.tokens
    if tokens[at].low in order.source_postpositions and at > sentence.first:
        speaker = _before(sentence, order, at - 1)
        if speaker is None:
            return None
        front = sentence.word_before(speaker.first) if at - sentence.first <= LONGEST_FRONT else None
        if tokens[speaker.first].low in order.relatives and speaker.first == speaker.last:
            front = None
        return Cue(Span(at, at), _without_given(tokens, speaker, order), front, is_source=True)
    found = source_at(sentence, order, at)
    if found is None or _is_attributive(sentence, at):
        return None
    front = sentence.word_before(at) if at - sentence.first <= LONGEST_FRONT else None
    return Cue(found[0], found[1], front, is_source=True)


def _is_attributive(sentence: Sentence, at: int) -> bool:
    """Whether what the source is named for is less than a clause: "die nach Angaben der Polizei 20 Täter"."""
    before = at - 1
    if before < sentence.first or sentence.low(before) not in sentence.lexicon.determiners:
        return False
    return before == sentence.first or sentence.tokens[before - 1].text != ","


def _before(sentence: Sentence, order: WordOrder, last: int) -> Span | None:
    """The noun phrase that ends with ``last``: "offiziellen Angaben", "Angaben der Polizei"."""
    tokens, determiners = sentence.tokens, sentence.lexicon.determiners
    if tokens[last].quoted is not None:
        return Span(last, last)
    if not is_content(tokens[last]):
        return None
    first, given = last, tokens[last].low.endswith(order.given)
    for at in range(last - 1, max(sentence.first, last - LONGEST_SOURCE) - 1, -1):
        token, opens = tokens[at], at == sentence.first or tokens[at - 1].text == ":"
        if token.low in determiners:
            first = at
            # "der Polizei" may be whose the noun before it is; "dem Bericht" begins the source.
            if opens or not is_name(tokens[at - 1]) or token.low.endswith(_DATIVE_ARTICLES):
                break
            continue
        if opens and given and token.low.endswith(_DATIVES):
            # An adjective with the capital of the sentence: "Offiziellen Angaben zufolge".
            return Span(at, last)
        if is_name(token):
            if given and tokens[at + 1].low not in determiners | order.possessive:
                break
            given = given or token.low.endswith(order.given)
        elif not _may_be_inside(tokens, at, opens, order):
            break
        first = at
    return Span(first, last)


_DATIVE_ARTICLES = ("em", "en")
_DATIVES = ("en", "er")


def _may_be_inside(tokens: list[Token], at: int, opens: bool, order: WordOrder) -> bool:
    """Whether a small word may stand within the phrase before "zufolge": an adjective, or "von" behind
    "Angaben"."""
    token = tokens[at]
    if token.low in order.possessive:
        return not opens and is_name(tokens[at - 1]) and tokens[at - 1].low.endswith(order.given)
    return token.low.endswith(_DATIVES) and token.low not in order.no_adjectives


def _without_given(tokens: list[Token], speaker: Span, order: WordOrder) -> Span:
    """ "der Polizei" of "Angaben der Polizei"."""
    for at in range(speaker.first, speaker.last):
        if is_name(tokens[at]) and tokens[at].low.endswith(order.given):
            behind = at + 2 if tokens[at + 1].low in order.possessive else at + 1
            return Span(min(behind, speaker.last), speaker.last)
    return speaker
