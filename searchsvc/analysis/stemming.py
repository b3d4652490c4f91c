"""Stemming: from a word to the form under which its inflections meet, by language.

A stem is the folded output of the Snowball stemmer of the language (M. Porter, snowballstem.org,
through PyStemmer); for a language that has none it is the folded word. Stemmers know endings by their
accents ("musée" is "mus", "musee" is "muse"), so that a word with accents has two stems, its own and that of
its folded form; two words are forms of one where they have any stem in common.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

import Stemmer

from searchsvc.analysis.folding import fold
from searchsvc.analysis.tables import ACCENTED, IRREGULAR, REPLACED, STEMMERS
from searchsvc.analysis.words import Token

STEMMED_LANGUAGES: frozenset[str] = frozenset(STEMMERS)
"""BCP 47 primary subtags of the languages that have a stemmer."""


class _Stemmers(threading.local):
    """This thread's stemmers by algorithm: a Stemmer object must not be shared by threads."""

    def __init__(self) -> None:
        self.by_algorithm: dict[str, Stemmer.Stemmer] = {}

    def of(self, algorithm: str) -> Stemmer.Stemmer:
        stemmer = self.by_algorithm.get(algorithm)
        if stemmer is None:
            # Results are remembered by _stems, for all threads together.
            stemmer = self.by_algorithm[algorithm] = Stemmer.Stemmer(algorithm, 0)
        return stemmer


_STEMMERS = _Stemmers()


@lru_cache(maxsize=1 << 14)
def _stems(word: str, algorithm: str) -> tuple[str, ...]:
    if word.isascii():
        return (_stem(_accented(word, algorithm), algorithm),)
    own, folded = _stem(word, algorithm), fold(word)
    plain = _stem(_accented(folded, algorithm), algorithm)
    return (own,) if plain == own else (own, plain)


def _stem(word: str, algorithm: str) -> str:
    return fold(_STEMMERS.of(algorithm).stemWord(word)) or fold(word)


def _accented(word: str, algorithm: str) -> str:
    """``word``, which has no accents, with those of an ending that is never without them."""
    for ending, accented in ACCENTED.get(algorithm, ()):
        if word.endswith(ending):
            return word[: -len(ending)] + accented
    return word


@lru_cache(maxsize=1 << 10)
def _algorithm(language: str | None) -> str | None:
    return STEMMERS.get(_primary(language)) if language else None


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def stem(word: str, language: str | None) -> str:
    """The stem of ``word`` (as in ``Token.word``) in ``language`` (BCP 47). Without a language, or in
    one that has no stemmer, it is ``fold(word)``."""
    algorithm = _algorithm(language)
    return fold(word) if algorithm is None else _stems(word, algorithm)[0]


def both_stems(word: str, language: str | None) -> tuple[str, ...]:
    """The stem of ``word`` and that of its folded form, where they differ."""
    algorithm = _algorithm(language)
    return (fold(word),) if algorithm is None else _stems(word, algorithm)


def stems(word: str, languages: Iterable[str]) -> frozenset[str]:
    """What a plain query word stands for: its stems in each of ``languages``. Name ``und`` among them
    where there are texts of no known language. For no languages at all, ``{fold(word)}``."""
    found = frozenset(chain.from_iterable(both_stems(word, language) for language in languages))
    return found or frozenset((fold(word),))


def stemmed(tokens: Sequence[Token], language: str | None) -> list[str]:
    """The stems of ``tokens`` in order, one or two for each."""
    return list(chain.from_iterable(both_stems(token.word, language) for token in tokens))


def shared_beginning(stem: str, language: str | None) -> str | None:
    """What every word in ASCII letters and digits begins with whose stem in ``language`` is ``stem``; None
    where that cannot be told. It may be as short as nothing at all."""
    if _algorithm(language) is None or language is None:
        return stem
    replaced = REPLACED.get(_primary(language))
    if replaced is None or stem in IRREGULAR.get(_primary(language), ()):
        return None
    return stem[: max(0, len(stem) - replaced)]
