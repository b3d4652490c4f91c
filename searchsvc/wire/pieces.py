"""Pieces: whether words in quotation marks are what somebody said, or a title, a name, a term."""

from __future__ import annotations

from searchsvc.wire.attribution import Attribution
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name
from searchsvc.wire.vocabulary import is_medium
from searchsvc.wire.word_order import WordOrder

WORDS_OF_A_CLAUSE = 5
"""From so many on, quoted words are somebody's (tuned on German and English news: 3 finds a tenth more
of the quotes, and as many titles and terms)."""
LONGEST_TITLE = 8
"""Words of the title of a work that begins with an article."""
LONGEST_LABEL = 6
"""Words in capitals, and the dash behind them."""
BULLETS = ("-", "–", "—", "•", "*", "·")
"""What may stand before the first words of a paragraph that is one of a list."""
_CLOSING = ")]’'"
_ENDS = ".?!…,;:—–-。！？"


def is_direct(
    tokens: list[Token],
    at: int,
    sentence: Span,
    before: Attribution | None,
    behind: Attribution | None,
    *,
    may_be_one: bool,
) -> bool:
    """Whether the words stand for themselves rather than being part of the writer's sentence. ``may_be_one``:
    a single word can, if its speaker follows (not where names are introduced like that)."""
    text = tokens[at].text
    first = next((char for char in text if char.isalnum()), "")
    ends = text.rstrip(_CLOSING)[-1:] in _ENDS
    words = text.count(" ") + 1
    opening = at == sentence.first or (at == sentence.first + 1 and tokens[sentence.first].text in BULLETS)
    opening = opening or _is_labelled(tokens, at, sentence)
    capital = first.isupper() or first.isdigit() or not first.islower()
    led = at > sentence.first and tokens[at - 1].text in (":", ",")
    lone = words == 1 and not (may_be_one and behind is not None and (ends or tokens[at + 1].text == ","))
    if opening and (ends or behind is not None) and (capital or behind is not None) and not lone:
        return behind is not None or text[-1:] in ".?!…" or at == sentence.last
    whole = words > 1 or text.rstrip(_CLOSING)[-1:] in ".?!"  # 'told reporters: "Yes."'
    if led and capital and before is not None and whole:
        return True
    near = before is not None and before.cue.last == at - 1
    return near and capital and ends and words > 2


def _is_labelled(tokens: list[Token], at: int, sentence: Span) -> bool:
    """Whether only a label in capitals stands before it: "LE POINT - “It rained”, said the mayor"."""
    if not 1 < at - sentence.first <= LONGEST_LABEL or tokens[at - 1].text not in BULLETS:
        return False
    return all(token.text.isupper() for token in tokens[sentence.first : at - 1])


def is_worth_quoting(tokens: list[Token], at: int, attribution: Attribution) -> bool:
    """One word, or a title in capitals, is quoted only where a verb of saying stands right at it."""
    words = tokens[at].text.split()
    distance = max(at - attribution.cue.last, attribution.cue.first - at)
    if len(words) == 1:
        return distance <= 5
    return distance <= 2 or not _is_title(words)


def is_clause(tokens: list[Token], at: int) -> bool:
    """Whether quoted words that nobody claims are too many for a title or a scare quote."""
    words = tokens[at].text.split()
    return len(words) >= WORDS_OF_A_CLAUSE and not _is_title(words)


def is_spoken(tokens: list[Token], at: int) -> bool:
    """Whether a colon says that words which nobody claims are somebody's: he confirms it: "I am calm"."""
    words = tokens[at].text.split()
    led = at > 0 and tokens[at - 1].text == ":"
    return led and len(words) > 1 and words[0][:1].isupper() and not _is_title(words)


def _is_title(words: list[str]) -> bool:
    """Whether the words are capitalised as in the title of a work; small ones need not be."""
    if not words:
        return False  # marks with nothing between them
    capitals = words[0][:1].isupper() and all(word[:1].isupper() or len(word) <= 4 for word in words)
    return capitals and words[-1][-1:] not in "?!"


def names_a_work(tokens: list[Token], at: int, sentence: Span, lexicon: Lexicon) -> bool:
    """A title where a name would stand: on NBC's "Meet the Press"; in "The Big Sleep"."""
    if tokens[at].text[-1:] == "," and at < sentence.last and tokens[at + 1].low in lexicon.authors:
        return True
    if at == sentence.first:
        return False
    if lexicon.order is not None and _is_named(tokens, at, lexicon.order):
        return True
    words = tokens[at].text.split()
    if not _is_title(words) and not _is_romance_title(words, lexicon):
        return False
    before = tokens[at - 1]
    return before.low in lexicon.links or before.low.endswith(("'s", "s'"))


def is_compounded(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a hyphen joins quoted words to a noun, whose name they are: "im ZDF-„Morgenmagazin“"."""
    if lexicon.order is None or at <= 1:
        return False
    hyphen, noun = tokens[at - 1], tokens[at - 2]
    return hyphen.text == "-" and noun.is_word and noun.end == hyphen.start and hyphen.end == tokens[at].start


def _is_romance_title(words: list[str], lexicon: Lexicon) -> bool:
    """Whether it begins as titles do where only their first word has a capital: "La lluvia amarilla"."""
    article = bool(words) and words[0][:1].isupper() and words[0].lower() in lexicon.determiners
    return lexicon.is_romance and article and len(words) <= LONGEST_TITLE and words[-1][-1].isalnum()


def _is_named(tokens: list[Token], at: int, order: WordOrder) -> bool:
    """Words behind a noun of what has a name ("der Film „Regen“"), or a source (laut „Regenblatt“)."""
    before = tokens[at - 1]
    if before.low in order.naming or before.low in order.called or is_medium(tokens[at].text):
        return True
    told = before.low in order.telling and tokens[at].text[-1:].isalnum()
    return told or (is_name(before) and before.low.endswith(order.named))
