"""Tokenizing: where the words of a text stand, and which terms they are."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import regex

from searchsvc.analysis.folding import INVISIBLE, JOINERS, MAX_TERM_LENGTH, fold
from searchsvc.analysis.tables import UNSPACED_LETTERS, UNSPACED_MARKS, WORDS, character_class


class Token(NamedTuple):
    """A word of a text. ``term`` is its folded form; ``word`` the NFC lower-case form that stemmers
    want; ``position`` counts tokens from 0; ``start:end`` are code points of the text as given."""

    term: str
    word: str
    position: int
    start: int
    end: int


_APOSTROPHES = character_class([], JOINERS)
_INVISIBLE = character_class([], INVISIBLE)
_ELIDED = {prefix for name, row in WORDS["elisions"].items() if name != "before" for prefix in row}
_ELIDES_BEFORE = tuple(WORDS["elisions"]["before"])
_POSSESSIVE = "|".join(row for ending in WORDS["endings"]["possessive"] for row in (ending, ending.upper()))

_LETTER = rf"[[\p{{L}}\p{{N}}]--[{UNSPACED_LETTERS}{UNSPACED_MARKS}]]"
_INNER = rf"[[\p{{L}}\p{{N}}\p{{M}}{_INVISIBLE}]--[{UNSPACED_LETTERS}{UNSPACED_MARKS}]]"
_INITIAL = rf"[{_LETTER}--\p{{N}}]"

_SURFACE = regex.compile(
    rf"""(?xV1)
    # a character of a script without spaces
    [{UNSPACED_LETTERS}] [\p{{M}}{_INVISIBLE}{UNSPACED_MARKS}]*
    # initials: U.S., and U.S.'s
    | {_INITIAL}\p{{M}}* (?: \.{_INITIAL}\p{{M}}* )+ (?!{_INNER}) \.?
      (?: [{_APOSTROPHES}](?:{_POSSESSIVE})(?!{_INNER}) )?
    # a word or a number: O'Brien, 5.5bn, 3,000
    | {_LETTER}{_INNER}*+
      (?: (?: [{_APOSTROPHES}] | (?<=\p{{Nd}})\.(?=\p{{Nd}})
            | (?<=\p{{Nd}}),(?=(?:\p{{Nd}}{{2}},){{0,3}}\p{{Nd}}{{3}}(?!\p{{Nd}})) )
          {_LETTER}{_INNER}*+ )*+
    """
)
# A text is cut coarsely first, which is quick, so that most words need no more than a look at what
# is remembered: ASCII words where it is plain that they end, and anything else up to white space.
_CHUNK = re.compile(r"""[A-Za-z]++(?=[ \n,;:?!)"”-])|[A-Za-z]{2,}+(?=\.\s)|[^\s.,;:?!()\[\]"“”‘'-]\S*+""")
# Most chunks that are met for the first time are numbers, 3,000 and 5.5%: read without a look at all that a
# word may have.
_NUMBER = re.compile(r"""((?:[0-9]{1,3}(?:,[0-9]{3})*+|[0-9]++)(?:\.[0-9]++)?+)[.,;:)\]"”%]*+""")
_POSSESSIVE_ENDING = regex.compile(rf"[{_APOSTROPHES}](?:{_POSSESSIVE})$")
_APOSTROPHE = regex.compile(rf"[{_APOSTROPHES}]")
_UNSPACED_START = regex.compile(rf"(?V1)[{UNSPACED_LETTERS}]")
_NOT_OF_WORD = regex.compile(rf"[{_APOSTROPHES}{_INVISIBLE}]|(?<!\p{{Nd}})\.|\.(?!\p{{Nd}})|,")

_LONGEST_REMEMBERED = 48


def tokenize(text: str) -> list[Token]:
    """The words of ``text`` in order.

    English possessives and Romance elisions belong to no token; a script written without spaces
    gives one token a character; punctuation, control characters and lone surrogates separate.
    """
    tokens: list[Token] = []
    append = tokens.append
    new = tuple.__new__
    position = 0
    for match in _CHUNK.finditer(text):
        chunk = match[0]
        read = _read if len(chunk) <= _LONGEST_REMEMBERED else _read.__wrapped__
        at = match.start()
        for term, word, start, end in read(chunk):
            append(new(Token, (term, word, position, at + start, at + end)))
            position += 1
    return tokens


def chunks(text: str) -> list[str]:
    """``text`` cut coarsely: each chunk can be read by itself, and all their words are those of the text."""
    return _CHUNK.findall(text)


def read_chunk(chunk: str) -> list[tuple[str, str]]:
    """Term and word of each token of a chunk. Nothing is remembered: whoever needs to does."""
    if chunk.isascii() and chunk.isalnum():
        lowered = chunk[:MAX_TERM_LENGTH].lower()
        return [(lowered, lowered)]
    return [(term, word) for term, word, _, _ in _read.__wrapped__(chunk)]


def is_unspaced(term: str) -> bool:
    """Whether the term is a character of a script written without spaces between words."""
    return _UNSPACED_START.match(term) is not None


@lru_cache(maxsize=1 << 15)
def _read(chunk: str) -> tuple[tuple[str, str, int, int], ...]:
    """The words of a stretch without white space: term, word, start and end of each."""
    if chunk.isascii() and chunk.isalnum():
        lowered = chunk[:MAX_TERM_LENGTH].lower()
        return ((lowered, lowered, 0, len(chunk)),)
    if len(chunk) <= _LONGEST_REMEMBERED and (number := _NUMBER.fullmatch(chunk)):
        digits = number[1].replace(",", "")
        return ((digits, digits, 0, number.end(1)),)
    return _read_surface(chunk)


def _read_surface(chunk: str) -> tuple[tuple[str, str, int, int], ...]:
    rows = []
    for match in _SURFACE.finditer(chunk):
        term, word, skipped, kept = _analyse(match[0])
        if term:
            rows.append((term, word, match.start() + skipped, match.start() + kept))
    return tuple(rows)


def _analyse(surface: str) -> tuple[str, str, int, int]:
    """Term and word of a surface form, and where in it the word stands."""
    skipped, kept = 0, len(surface)
    if ending := _POSSESSIVE_ENDING.search(surface, max(0, kept - 4)):
        kept = ending.start()
    if (apostrophe := _APOSTROPHE.search(surface, 0, min(kept, 10))) and (
        fold(surface[: apostrophe.start()]) in _ELIDED
        and fold(surface[apostrophe.end() : kept][:4]).startswith(_ELIDES_BEFORE)
    ):
        skipped = apostrophe.end()
    written = surface[skipped:kept]
    term = fold(written)
    composed = unicodedata.normalize("NFC", written[: 4 * MAX_TERM_LENGTH])
    lowered = unicodedata.normalize("NFC", composed.lower())
    # Python lowers the Turkish dotted capital I to an i with a second dot.
    word = _NOT_OF_WORD.sub("", lowered).replace("i\u0307", "i")
    return term, word[:MAX_TERM_LENGTH], skipped, kept
