"""Finding what a query wants in a text without looking at every word of it.

The pieces that may hold something wanted are found by letters, in a ``scan`` of the text, or they are told by
a vocabulary, by comparing whole pieces; only those are tokenized. For phrases the words around are counted
only where all words of one are there. What comes out is what ``find_all`` finds in all tokens.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate, chain, compress, count

from searchsvc.analysis import tokenize
from searchsvc.highlight.leaves import Wanted
from searchsvc.highlight.phrases import PhraseReader
from searchsvc.highlight.scanning import scan, sought, tokens_of
from searchsvc.highlight.spans import Find, sequences_in, with_singles
from searchsvc.highlight.vocabulary import Vocabulary, vocabulary_of

Singles = tuple[tuple[int, int, tuple[str, tuple[int, ...]]], ...]


class Reader:
    """Finds what is ``wanted`` in texts of one language. Not to be shared by threads."""

    def __init__(self, wanted: Wanted, language: str | None) -> None:
        self._wanted = wanted
        self._language = language
        self._sequence_terms = frozenset(term for sequence in wanted.sequences for term in sequence.terms)
        self._vocabulary: Vocabulary | None = None
        self._pieces_known = -1
        self._pieces: frozenset[str] = frozenset()
        self._tested: dict[str, bool] = {}
        self._singles: dict[str, Singles] = {}
        self._sought = sought(wanted, language)
        self._phrases_by_letters = PhraseReader(wanted.sequences)

    def find(self, text: str) -> list[Find] | None:
        """The finds in order, disjoint; None where the text must be tokenized as a whole, as its
        pieces are too long or too many to be remembered."""
        finds = None if self._sought is None else self._find_by_letters(text, self._sought)
        return self._find_by_pieces(text) if finds is None else finds

    def _find_by_letters(self, text: str, letters: tuple[bytes, ...]) -> list[Find] | None:
        scanned = scan(text)
        if scanned is None:
            return None
        places = dict(scanned.other)
        for each in letters:
            stretches = scanned.stretches(each)
            if stretches is None:
                return None
            places.update(stretches)
        singles = [
            Find(start + at, start + end, kind, leaves)
            for start, stop in (sorted(places.items()) if len(places) > 1 else places.items())
            for at, end, (kind, leaves) in self._singles_of(text[start:stop])
        ]
        if not self._wanted.sequences:
            return singles
        phrases = self._phrases_by_letters.find(scanned)
        return None if phrases is None else with_singles(phrases, singles)

    def _find_by_pieces(self, text: str) -> list[Find] | None:
        pieces = text.split()
        vocabulary = vocabulary_of(self._language)
        if not vocabulary.learn(pieces):
            return None
        self._prepare(vocabulary)
        if self._wanted.tests:
            numbers = [number for number, piece in enumerate(pieces) if self._is_wanted(piece, vocabulary)]
        else:
            numbers = list(compress(count(), map(self._pieces.__contains__, pieces)))
        if not numbers:
            return []
        offsets = dict(zip(numbers, _offsets(text, pieces, numbers), strict=True))
        singles = [
            Find(at + start, at + end, *found)
            for number, at in offsets.items()
            for start, end, found in self._singles_of(pieces[number])
        ]
        if not self._wanted.sequences:
            return singles
        return with_singles(self._phrases(pieces, offsets, vocabulary), singles)

    def _prepare(self, vocabulary: Vocabulary) -> None:
        known = len(vocabulary.terms)
        if vocabulary is self._vocabulary and known == self._pieces_known:
            return
        self._vocabulary, self._pieces_known = vocabulary, known
        keys = vocabulary.by_stem if self._wanted.by_stem else vocabulary.by_term
        self._pieces = frozenset(
            chain(
                chain.from_iterable(keys.get(key, ()) for key in self._wanted.words),
                chain.from_iterable(vocabulary.by_term.get(term, ()) for term in self._sequence_terms),
            )
        )

    def _is_wanted(self, piece: str, vocabulary: Vocabulary) -> bool:
        if piece in self._pieces:
            return True
        tested = self._tested.get(piece)
        if tested is None:
            tested = self._tested[piece] = any(
                test(term) for term in vocabulary.terms[piece] for _, _, test in self._wanted.tests
            )
        return tested

    def _singles_of(self, piece: str) -> Singles:
        singles = self._singles.get(piece)
        if singles is None:
            answers = self._wanted.answers(self._language)
            singles = self._singles[piece] = tuple(
                [
                    (start, end, found)
                    for _, word, _, start, end in tokens_of(piece)
                    if (found := answers[word]) is not None
                ]
            )
        return singles

    def _phrases(self, pieces: list[str], offsets: Mapping[int, int], vocabulary: Vocabulary) -> list[Find]:
        there = set(chain.from_iterable(vocabulary.terms[pieces[number]] for number in offsets))
        sequences = [sequence for sequence in self._wanted.sequences if there.issuperset(sequence.terms)]
        if not sequences:
            return []
        rows = list(map(vocabulary.terms.__getitem__, pieces))
        ends = list(accumulate(map(len, rows)))
        terms = list(chain.from_iterable(rows))
        places: dict[str, list[int]] = {term: [] for sequence in sequences for term in sequence.terms}
        for number in offsets:
            for position, term in enumerate(rows[number], ends[number] - len(rows[number])):
                if term in places:
                    places[term].append(position)

        def extent(position: int) -> tuple[int, int]:
            number = bisect_right(ends, position)
            token = tokenize(pieces[number])[position - ends[number]]
            return offsets[number] + token.start, offsets[number] + token.end

        return sequences_in(sequences, terms, places, extent)


def _offsets(text: str, pieces: list[str], numbers: list[int]) -> Iterator[int]:
    """Where the pieces with these numbers begin. ``numbers`` name every piece that is equal to one of
    theirs, so that each is the next that stands between white space."""
    at, length = 0, len(text)
    for number in numbers:
        piece = pieces[number]
        while True:
            at = text.find(piece, at)
            end = at + len(piece)
            if (not at or text[at - 1].isspace()) and (end == length or text[end].isspace()):
                break
            at += 1
        yield at
        at = end
