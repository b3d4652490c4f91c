"""Kinds: the name of an organisation without the words that only say what it is, and its stock's symbol."""

from __future__ import annotations

import re

from searchsvc.wire.vocabulary import Vocabulary

_SYMBOL = re.compile(r"(?<=\w) [A-Z0-9]{2,6}\.[A-Z]{1,2}\.?$")

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")


def without_symbol(name: str) -> str:
    """The name of a company without the symbol of its stock: "Rain Oil RAIN.O"."""
    return _SYMBOL.sub("", name)


def from_its_name(text: str, words: Vocabulary) -> str:
    """What begins with a name, without small words before that only tell of it: "Rain University poll" of
    "new Rain University poll", "Rain Bank" of "lead manager Rain Bank"."""
    parts = text.split()
    begin = next((at for at, part in enumerate(parts) if not part.islower() or _ORDINAL.match(part)), 0)
    kept = words.lexicon.links | words.lexicon.joins | words.lexicon.breaks
    if words.lexicon.order is not None or words.lexicon.inverts or not kept.isdisjoint(parts[:begin]):
        return text
    return " ".join(parts[begin:])


def without_kind(text: str, words: Vocabulary) -> str:
    """The name behind words that only say what it is: "Saxon Bank" of "investment company Saxon Bank"."""
    parts = text.split()
    small = [at for at, part in enumerate(parts) if part[0].islower()]
    last = small[-1] if small else len(parts)
    if words.lexicon.order is not None or words.lexicon.inverts or last + 1 >= len(parts):
        return text
    noun = parts[last].lower()
    tells = words.is_body(noun) or noun in words.outlets or noun in words.concerns
    ends = last + 2 == len(parts) and parts[-1].lower().rstrip(".") in words.companies  # "Rain group Inc"
    return " ".join(parts[last + 1 :]) if tells and not ends and not words.is_role(noun) else text
