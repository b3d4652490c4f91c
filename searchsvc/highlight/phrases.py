"""Finding phrases around their rarest words: only what stands there is tokenized."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from collections.abc import Sequence as Row

from searchsvc.highlight.leaves import Sequence
from searchsvc.highlight.scanning import OTHER, Scan, tokens_of
from searchsvc.highlight.spans import Find, sequences_in

_MOST_PLACES = 16
"""Of the rarest word of a phrase; a text with more is read as a whole."""


class PhraseReader:
    """Finds ``sequences`` in texts that can be looked through by letters."""

    def __init__(self, sequences: Row[Sequence]) -> None:
        self._sequences = sequences
        self._apart = 1 + max((len(each.terms) + each.slop for each in sequences), default=0)

    def find(self, scanned: Scan) -> list[Find] | None:
        """Where the phrases stand, in order, disjoint; None where that cannot be told by letters."""
        others = {place: _terms_of(scanned.text[slice(*place)]) for place in scanned.other.items()}
        there: list[Sequence] = []
        around: list[tuple[int, int]] = []
        for sequence in self._sequences:
            counts: dict[str, int] = {}
            for term in sequence.terms:
                count = scanned.count(term.encode()) if term.isascii() else 0
                if count is None:
                    return None
                counts[term] = count + sum(term in terms for terms in others.values())
            if all(counts.values()):
                there.append(sequence)
                around += self._around(scanned, sequence, min(counts, key=counts.__getitem__), others)
        if not around:
            return []
        return self._found(there, [list(_tokens_between(scanned, *row)) for row in _joined(around)])

    def _around(
        self, scanned: Scan, sequence: Sequence, rarest: str, others: Mapping[tuple[int, int], Set[str]]
    ) -> Iterable[tuple[int, int]]:
        """Start and end of what can be part of the phrase with each occurrence of its rarest term."""
        places = [place for place, terms in others.items() if rarest in terms]
        if rarest.isascii():
            places += (scanned.stretches(rarest.encode()) or {}).items()  # they were counted
        if len(places) > _MOST_PLACES:
            return [(0, len(scanned.text))]
        words = len(sequence.terms) - 1 + sequence.slop
        letters = [term.encode() for term in sequence.terms if term.isascii()]
        rows = []
        for start, end in places:
            if rarest in _terms_of(scanned.text[start:end]):
                low, high = _before(scanned, start, words), _after(scanned, end, words)
                near = scanned.letters[low:high]
                # Most words of a phrase stand far from the others: their letters are not there, nor is what
                # is not ASCII and may fold to them.
                if OTHER in near or all(each in near for each in letters):
                    rows.append((low, high))
        return rows

    def _found(self, sequences: Row[Sequence], rows: list[list[tuple[str, int, int]]]) -> list[Find]:
        """The phrases in rows of words that stand apart in the text."""
        words: list[tuple[str, int, int]] = []
        for row in rows:
            words += row
            # Further away than any phrase reaches; a term has letters.
            words += [("", 0, 0)] * self._apart
        terms = [term for term, _, _ in words]
        places: dict[str, list[int]] = {term: [] for sequence in sequences for term in sequence.terms}
        for position, term in enumerate(terms):
            if term in places:
                places[term].append(position)
        return sequences_in(sequences, terms, places, lambda position: words[position][1:])


def _terms_of(piece: str) -> set[str]:
    return {token.term for token in tokens_of(piece)}


def _before(scanned: Scan, start: int, words: int) -> int:
    """From where on so many words stand before ``start``, or the start of the text."""
    while words > 0 and start:
        end = start - 1
        start = scanned.letters.rfind(b" ", 0, end) + 1
        words -= len(tokens_of(scanned.text[start:end]))
    return start


def _after(scanned: Scan, end: int, words: int) -> int:
    """Up to where so many words stand after ``end``, or the end of the text."""
    size = len(scanned.letters)
    while words > 0 and end < size:
        start = end + 1
        end = scanned.letters.find(b" ", start)
        if end < 0:
            end = size
        words -= len(tokens_of(scanned.text[start:end]))
    return end


def _joined(stretches: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those that overlap or touch as one, in order."""
    stretches.sort()
    low, high = stretches[0]
    for start, end in stretches[1:]:
        if start > high:
            yield low, high
            low, high = start, end
        high = max(high, end)
    yield low, high


def _tokens_between(scanned: Scan, low: int, high: int) -> Iterator[tuple[str, int, int]]:
    """Term, start and end of the words there."""
    text, letters = scanned.text, scanned.letters
    while low < high:
        end = letters.find(b" ", low, high)
        if end < 0:
            end = high
        for token in tokens_of(text[low:end]):
            yield token.term, low + token.start, low + token.end
        low = end + 1
