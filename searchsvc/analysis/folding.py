"""Folding: from a word as written to the term it is indexed under, so that case, accents and
apostrophes make no difference.

After Unicode TR 30 (Character Foldings), with canonical and compatibility decomposition (UAX 15)
and full case folding, one character at a time.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

import regex

from searchsvc.analysis.tables import UNSPACED_LETTERS, WORDS, character_class

MAX_TERM_LENGTH = 64
"""Code points of a term; longer words are cut. The longest German compounds in use have about 45."""

_READ_LENGTH = 4 * MAX_TERM_LENGTH
"""How much of a word is looked at: a term of full length with three marks on every letter."""

_MAX_VALUE_LENGTH = 4096

_JOINERS = WORDS["joiners"]
JOINERS: str = _JOINERS["apostrophes"] + _JOINERS["apostrophes_also"] + _JOINERS["gershayim"]
"""Characters that hold a word together and are not part of its term."""

INVISIBLE: str = _JOINERS["invisible"]

_LETTERS: dict[str, str] = WORDS["letters"]
_VANISHING = regex.compile(
    rf"(?V1)[[\p{{M}}&&[{character_class(WORDS['marks']['folded'])}]]"
    rf"\p{{Default_Ignorable_Code_Point}}\p{{Cc}}\p{{Cs}}\p{{Cf}}"
    rf"\u0640{character_class([], JOINERS + INVISIBLE)}]"
    rf"(?<![{character_class([], WORDS['marks']['kept'])}])"
)
_ACCENTED = regex.compile(rf"(?V1)[{character_class(WORDS['marks']['bases'])}]")
_PLAIN = regex.compile(r"(?V1)[\p{L}\p{N}\p{M}]+")
_UNSPACED = regex.compile(rf"(?V1)[{UNSPACED_LETTERS}]")
_LOOSE_POINT = regex.compile(r"(?<![0-9])[.,]|[.,](?![0-9])|,")


class _Folds(dict[int, str]):
    """A table for ``str.translate`` that works out each character when it first meets it."""

    def __missing__(self, code_point: int) -> str:
        folded = _fold_once(chr(code_point))
        while (again := "".join(map(_fold_once, folded))) != folded:
            folded = again
        self[code_point] = folded
        return folded


def _fold_once(character: str) -> str:
    if _VANISHING.match(character):
        return ""
    lowered = character.casefold()
    if lowered in _LETTERS:
        return _LETTERS[lowered]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    plain = unicodedata.normalize("NFKD", lowered)
    plain = _VANISHING.sub("", plain) if _ACCENTED.match(plain) else unicodedata.normalize("NFKC", lowered)
    # Fractions, units and ligatures of ideographs would fall apart into signs or tokens: they stay.
    if not _PLAIN.fullmatch(plain) or (
        _UNSPACED.search(plain) and not (len(plain) == 1 and _UNSPACED.match(character))
    ):
        return lowered
    return plain


_FOLDS = _Folds()


def fold(text: str) -> str:
    """The term of one word: ``Ministère`` is ``ministere``, ``O'Brien`` ``obrien``, ``U.S.`` ``us``,
    ``3,000`` ``3000``. At most ``MAX_TERM_LENGTH`` code points; ``fold(fold(x)) == fold(x)``."""
    if text.isascii() and text.isalnum():
        return text[:MAX_TERM_LENGTH].lower()
    folded = _translate(text[:_READ_LENGTH])
    return str(_LOOSE_POINT.sub("", folded)[:MAX_TERM_LENGTH])


def is_pronoun(text: str) -> bool:
    """Whether ``text`` is no more than a word that stands for somebody named elsewhere, in any language."""
    return len(text) <= _LONGEST_PRONOUN and fold_value(text) in _pronouns()


_LONGEST_PRONOUN = max(len(word) for line in WORDS["pronouns"]["words"] for word in line.split())


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(fold_value(word) for line in WORDS["pronouns"]["words"] for word in line.split())


def fold_value(text: str) -> str:
    """A whole value, for fields that compare values and not words: folded, white space collapsed
    and trimmed. At most 4,096 code points."""
    return _fold_short(text) if len(text) <= _SHORT else _fold_whole(text)


_SHORT = 40
"""Characters of values whose folding is remembered: names of agencies, cities and languages, which repeat."""


@lru_cache(maxsize=1 << 13)
def _fold_short(text: str) -> str:
    return _fold_whole(text)


def _fold_whole(text: str) -> str:
    folded = _translate(" ".join(text[:_MAX_VALUE_LENGTH].split()))
    return " ".join(folded.split())[:_MAX_VALUE_LENGTH].rstrip()


def _translate(text: str) -> str:
    if text.isascii():
        return text.translate(_FOLDS)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_FOLDS))
