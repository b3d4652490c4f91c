"""Finding phrases around their rarest words: only what stands there is tokenized."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from collections.abc import Sequence as Row

from searchsvc.analysis import Token, tokenize
from searchsvc.highlight.leaves import Sequence
from searchsvc.highlight.scanning import Scan
from searchsvc.highlight.spans import Find, sequences_in

_PER_WORD = 12
"""Characters to read at first for each word that is to be seen."""
_MOST_PLACES = 16
"""Of the rarest word of a phrase; a text with more is read as a whole."""


class PhraseReader:
    """Finds ``sequences`` in texts that can be looked through by letters. Not to be shared by threads."""

    def __init__(self, sequences: Row[Sequence]) -> None:
        self._sequences = sequences
        self._apart = 1 + max((len(each.terms) + each.slop for each in sequences), default=0)
        self._terms: dict[str, frozenset[str]] = {}

    def find(self, scanned: Scan) -> list[Find] | None:
        """Where the phrases stand, in order, disjoint; None where that cannot be told by letters."""
        others = {place: self._terms_of(scanned.text[slice(*place)]) for place in scanned.other.items()}
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
        return self._found(there, list(_tokens_of(scanned.text, _joined(around)))) if around else []

    def _around(
        self, scanned: Scan, sequence: Sequence, rarest: str, others: Mapping[tuple[int, int], Set[str]]
    ) -> Iterable[tuple[int, int]]:
        """Start and end of what can be part of the phrase with each occurrence of its rarest term."""
        places = [place for place, terms in others.items() if rarest in terms]
        if rarest.isascii():
            places += scanned.stretches(rarest.encode()).items()
        if len(places) > _MOST_PLACES:
            return [(0, len(scanned.text))]
        words = len(sequence.terms) - 1 + sequence.slop
        return [
            _about(scanned, start, end, words)
            for start, end in places
            if rarest in self._terms_of(scanned.text[start:end])
        ]

    def _terms_of(self, piece: str) -> frozenset[str]:
        terms = self._terms.get(piece)
        if terms is None:
            terms = self._terms[piece] = frozenset(token.term for token in tokenize(piece))
        return terms

    def _found(self, sequences: Row[Sequence], rows: list[list[Token]]) -> list[Find]:
        """The phrases in rows of tokens that stand apart in the text."""
        tokens: list[Token | None] = []
        for row in rows:
            tokens += row
            # Further away than any phrase reaches.
            tokens += [None] * self._apart
        terms = ["" if token is None else token.term for token in tokens]
        places: dict[str, list[int]] = {term: [] for sequence in sequences for term in sequence.terms}
        for position, term in enumerate(terms):
            if term in places:
                places[term].append(position)

        def extent(position: int) -> tuple[int, int]:
            token = tokens[position]
            return (token.start, token.end) if token else (0, 0)

        return sequences_in(sequences, terms, places, extent)


def _about(scanned: Scan, start: int, end: int, words: int) -> tuple[int, int]:
    """The stretch around ``start:end`` with at least so many words before and after it, or up to the ends of
    the text."""
    size = len(scanned.letters)
    before = after = _PER_WORD * words
    while words:
        low = scanned.letters.rfind(b" ", 0, max(0, start - before)) + 1
        high = scanned.letters.find(b" ", end + after)
        high = size if high < 0 else high
        tokens = tokenize(scanned.text[low:high])
        short = low > 0 and (len(tokens) < words or low + tokens[words - 1].end > start)
        before += short and before
        long = high < size and (len(tokens) < words or low + tokens[-words].start < end)
        after += long and after
        if not short and not long:
            return low, high
    return start, end


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


def _tokens_of(text: str, stretches: Iterator[tuple[int, int]]) -> Iterator[list[Token]]:
    for low, high in stretches:
        yield [
            Token(term, word, position, low + start, low + end)
            for term, word, position, start, end in tokenize(text[low:high])
        ]
