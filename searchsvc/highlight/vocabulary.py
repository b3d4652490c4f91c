"""The pieces of text met so far, and which of them hold a term or a stem: what lets a text be looked
through at the speed of ``str.split``.

A piece is what stands between white space. Words never reach across white space, so that a piece
gives the same tokens wherever it stands.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from searchsvc.analysis import stemmed, tokenize

_MOST_REMEMBERED = 1 << 18
"""Pieces and terms remembered, in all languages together, then all are forgotten. 9,496 Reuters articles
have 158,000, which take 41 MB."""
_MOST_LANGUAGES = 16
_LONGEST_PIECE = 64
_MOST_PIECES = 1 << 13
"""In one text; more would fill the memory with what one text has."""


class Vocabulary:
    """The pieces met so far in texts of one language. Threads may share it."""

    def __init__(self, language: str | None) -> None:
        self._language = language
        self._lock = threading.Lock()
        self._size = 0
        self.terms: dict[str, tuple[str, ...]] = {}
        """By piece, the terms of its tokens in order."""
        self.by_term: dict[str, list[str]] = {}
        """Pieces that hold a term, perhaps more than once."""
        self.by_stem: dict[str, list[str]] = {}

    @property
    def size(self) -> int:
        """Of pieces and terms."""
        return self._size

    def learn(self, pieces: Sequence[str]) -> bool:
        """Whether all ``pieces`` are now known; those of scripts without spaces may be too long."""
        new = set(pieces).difference(self.terms)
        if not new:
            return True
        if len(pieces) > _MOST_PIECES or max(map(len, new)) > _LONGEST_PIECE:
            return False
        with self._lock:
            for piece in new.difference(self.terms):
                self._add(piece)
        return True

    def _add(self, piece: str) -> None:
        tokens = tokenize(piece)
        terms = tuple(token.term for token in tokens)
        for term in terms:
            self.by_term.setdefault(term, []).append(piece)
        for stem in stemmed(tokens, self._language):
            self.by_stem.setdefault(stem, []).append(piece)
        # Last: who sees the piece here finds it in the others.
        self.terms[piece] = terms
        self._size += 1 + len(terms)


_BY_LANGUAGE: dict[str | None, Vocabulary] = {}


def vocabulary_of(language: str | None) -> Vocabulary:
    """What is known of ``language``, with room for more."""
    vocabulary = _BY_LANGUAGE.get(language)
    if vocabulary is None and len(_BY_LANGUAGE) >= _MOST_LANGUAGES:
        _BY_LANGUAGE.clear()
    elif sum(known.size for known in tuple(_BY_LANGUAGE.values())) >= _MOST_REMEMBERED:
        _BY_LANGUAGE.clear()
        vocabulary = None
    if vocabulary is None:
        vocabulary = _BY_LANGUAGE[language] = Vocabulary(language)
    return vocabulary
