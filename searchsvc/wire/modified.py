"""Modified subjects: "Lawmakers leaving a meeting said", "Protesters outside the ministry said": it is the
first noun that speaks, whatever stands between it and the verb."""

from __future__ import annotations

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name

MOST_BEFORE = 4
"""Words of a noun phrase before what modifies it."""
LONGEST = 14
"""Words of what modifies it."""
SHORTEST_PARTICIPLE = 6


def modified_subject(tokens: list[Token], found: Span, low: int, lexicon: Lexicon) -> Span | None:
    """The noun phrase that opens the sentence, where ``found``, right before a verb of saying, only modifies
    it, or ends what does; None where it does not."""
    if found.last - low > MOST_BEFORE + LONGEST or not _may_open(tokens, low, lexicon):
        return None
    for at in range(low + 1, min(low + MOST_BEFORE, found.last) + 1):
        token = tokens[at]
        if _modifies(token, lexicon) and (token.low in lexicon.placing or _takes(tokens[at + 1], lexicon)):
            adverb = at - 2 > low and lexicon.shapes[tokens[at - 1].text] == "ly"
            head = tokens[at - 1 - adverb]
            if head.low in lexicon.joins:
                return None  # "insurers and | leading groups"
            plural = at - 1 > low or head.low.endswith("s") or head.low in lexicon.informants
            if not plural or not head.text.isalpha() or (at - 1 > low and not head.text.islower()):
                return None
            return Span(low, at - 1 - adverb) if _is_one_phrase(tokens, at + 1, found, lexicon) else None
        if not token.is_word or is_name(token) or token.low in lexicon.links or token.low in lexicon.cues:
            return None
    return None


def _may_open(tokens: list[Token], low: int, lexicon: Lexicon) -> bool:
    """Whether an article opens the sentence, or what may be many: "Lawmakers", "People"."""
    first = tokens[low]
    if first.low in lexicon.determiners:
        return first.low not in lexicon.pronouns
    return first.is_word and (first.low in lexicon.informants or first.low.endswith("s"))


def _modifies(token: Token, lexicon: Lexicon) -> bool:
    participle = len(token.low) >= SHORTEST_PARTICIPLE and token.low.endswith(lexicon.participles)
    return token.text.islower() and (participle or token.low in lexicon.placing)


def _takes(token: Token, lexicon: Lexicon) -> bool:
    """Whether what a participle does it to, or where, begins there; not so in "a credit rating agency"."""
    small = token.low in lexicon.determiners or token.low in lexicon.links or token.low in lexicon.placing
    return small or is_name(token) or token.text[0].isdigit()


def _is_one_phrase(tokens: list[Token], first: int, found: Span, lexicon: Lexicon) -> bool:
    """Whether no clause begins or ends up to the end of ``found``."""
    inside = tokens[first : found.last + 1]
    return bool(inside) and all(
        token.is_word
        and token.quoted is None
        and token.low not in lexicon.cues
        and token.low not in lexicon.auxiliaries
        and token.low not in lexicon.breaks
        for token in inside
    )
