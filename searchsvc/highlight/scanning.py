"""Looking through a text for letters instead of for words: which stretches between white space may hold what
is wanted, found at the speed of ``bytes.find``.

A word in ASCII can only answer a leaf if the letters that are sought for it stand in it; a stretch with any
other character is always looked at. A text in which those letters stand across an apostrophe, a point or a
comma, or that is written in another script, is not read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from searchsvc.analysis import Token, shared_beginning, tokenize
from searchsvc.highlight.leaves import Wanted

_SHORTEST = 2
"""Letters; a single one stands in every other word."""
_LONGEST_REMEMBERED = 48
_MOST_OTHER = 16
"""A text is read here if at most one in so many of its characters is not ASCII."""

_WHITE = bytes(code for code in range(128) if chr(code).isspace())
_PLAIN = bytes(32 if code in _WHITE else code for code in range(256)).lower()
_INSIDE = b"'`.,"
"""What may stand in the middle of a word in ASCII and is no part of it."""
OTHER = b"?"
"""What stands for each character that is not ASCII."""


def sought(wanted: Wanted, language: str | None) -> tuple[bytes, ...] | None:
    """Letters, small and in ASCII, of which some stand in each ASCII word of a text of ``language`` that is
    wanted by itself; None where there are none such, or where they or those of a phrase cannot be looked
    for."""
    found: list[str | None] = list(wanted.beginnings)
    for key in wanted.words:
        if key.isascii():
            found.append(shared_beginning(key, language) if wanted.by_stem else key)
    letters = [each for each in found if each is not None and len(each) >= _SHORTEST and each.isalnum()]
    terms = {term for sequence in wanted.sequences for term in sequence.terms}
    if len(letters) < len(found) or not all(term.isalnum() for term in terms if term.isascii()):
        return None
    return tuple(each.encode() for each in _shortest(each for each in letters if each.isascii()))


def _shortest(letters: Iterable[str]) -> Iterator[str]:
    """Those of which none begins with another."""
    last = None
    for each in sorted(set(letters)):
        if last is None or not each.startswith(last):
            last = each
            yield each


class Scan:
    """A text as bytes, a byte a code point: small letters, white space as spaces, ``?`` for what is not
    ASCII."""

    def __init__(self, text: str) -> None:
        encoded = text.encode("ascii", "replace")
        self.text = text
        self.letters = encoded.translate(_PLAIN)
        self._joined = encoded.translate(_PLAIN, _INSIDE)
        self.other = {} if text.isascii() else self._stretches(OTHER)
        """Start and end of the stretches between white space that are not ASCII, or have a question mark."""

    def count(self, letters: bytes) -> int | None:
        """How often the letters stand in the text; None if they also stand in it across what may be inside
        of a word."""
        found = self.letters.count(letters)
        return found if self._joined.count(letters) == found else None

    def stretches(self, letters: bytes) -> dict[int, int] | None:
        """Start and end of each stretch between white space that has the letters, from the left; None if they
        also stand in the text across what may be inside of a word."""
        more = self._joined.count(letters)
        if not more:
            # What stands in the text stands in it without those marks, too.
            return {}
        found = self._stretches(letters)
        return found if len(found) == more or self.letters.count(letters) == more else None

    def _stretches(self, letters: bytes) -> dict[int, int]:
        text, found, end = self.letters, {}, 0
        while (at := text.find(letters, end)) >= 0:
            start = text.rfind(b" ", end, at) + 1 or end
            end = text.find(b" ", at)
            if end < 0:
                end = len(text)
            found[start] = end
        return found


def tokens_of(piece: str) -> list[Token]:
    """The tokens of a stretch between white space. They are remembered: not to be changed."""
    return _tokens_of(piece) if len(piece) <= _LONGEST_REMEMBERED else tokenize(piece)


_tokens_of = lru_cache(maxsize=1 << 14)(tokenize)


def scan(text: str) -> Scan | None:
    """The text to be looked through; None if too much of it is not ASCII."""
    if not text.isascii():
        more = len(text.encode("utf-8", "surrogatepass")) - len(text)
        if more * _MOST_OTHER > 2 * len(text):
            return None
    return Scan(text)
