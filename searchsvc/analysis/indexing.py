"""What an index keeps of a text: its terms and its stems, in order, without where they stand."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from itertools import chain

from searchsvc.analysis.stemming import both_stems
from searchsvc.analysis.words import chunks, read_chunk

_REMEMBERED = 1 << 16
"""Chunks that are remembered of all languages together, then all are forgotten: a year of wire copy has
about as many that occur more than once. They take about 20 MB."""
_LONGEST_REMEMBERED = 48

Terms = tuple[str, ...]


class _Known(dict[str, tuple[Terms, Terms]]):
    """Terms and stems of the chunks met so far in one language."""

    def __init__(self, language: str | None) -> None:
        self._language = language

    def __missing__(self, chunk: str) -> tuple[Terms, Terms]:
        rows = read_chunk(chunk)
        terms = tuple([term for term, _ in rows])
        stems = tuple(chain.from_iterable([both_stems(word, self._language) for _, word in rows]))
        # What is equal is kept once: a third less memory.
        terms = (chunk,) if terms == (chunk,) else terms
        found = terms, terms if stems == terms else stems
        if len(chunk) <= _LONGEST_REMEMBERED:
            _LANGUAGES.make_room()
            self[chunk] = found
        return found


class _Languages(threading.local):
    """This thread's memory by language: what is being read is never cleared by another thread."""

    def __init__(self) -> None:
        self.known: dict[str | None, _Known] = {}
        self._room = _REMEMBERED

    def make_room(self) -> None:
        """For one more chunk."""
        if not self._room:
            for known in self.known.values():
                known.clear()
            self._room = _REMEMBERED
        self._room -= 1


_LANGUAGES = _Languages()


def index_terms(text: str, language: str | None) -> tuple[list[str], list[str]]:
    """The terms of ``tokenize(text)`` in order, the n-th at position n, and their stems in ``language``, of
    words with accents perhaps two."""
    known = known_chunks(language)
    rows = list(map(known.__getitem__, chunks(text)))
    return (
        list(chain.from_iterable([terms for terms, _ in rows])),
        list(chain.from_iterable([stems for _, stems in rows])),
    )


def known_chunks(language: str | None) -> Mapping[str, tuple[Terms, Terms]]:
    """The terms of every chunk (see ``words.chunks``), and their stems in ``language``; for this thread."""
    known = _LANGUAGES.known.get(language)
    if known is None:
        if len(_LANGUAGES.known) > _MOST_LANGUAGES:
            _LANGUAGES.known.clear()
        known = _LANGUAGES.known[language] = _Known(language)
    return known


_MOST_LANGUAGES = 64
