"""Occurrences of terms, gathered document by document: numbered as they come, and sorted once, as arrays."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchsvc import analysis
from searchsvc.engines.whoosh.packing import ranges
from searchsvc.engines.whoosh.postings import TermPostings, position_gaps

_SORTED_BITS = np.uint64(32)

Encode = Callable[[Any], bytes]


class Occurrences(NamedTuple):
    """All occurrences of a field: of each the rank of its term among ``terms``, which are sorted (uint64),
    and its position in its document (uint32; None: 0, 1, 2, ...). ``docs`` (int64, ascending) have ``counts``
    (int64) of them each. Terms that do not occur may be among ``terms``."""

    terms: Sequence[bytes]
    ranks: NDArray[np.uint64]
    places: NDArray[np.uint32] | None
    docs: NDArray[np.int64]
    counts: NDArray[np.int64]

    def lengths(self, count: int) -> NDArray[np.int64]:
        """How many terms each of all ``count`` documents has: int64, (count,)."""
        lengths = np.zeros(count, np.int64)
        lengths[self.docs] = self.counts
        return lengths

    def sorted(self, *, positions: bool) -> TermPostings:
        """The postings by term and document."""
        keys = (self.ranks << _SORTED_BITS) | np.arange(self.ranks.size, dtype=np.uint64)
        keys.sort()
        chosen = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
        ranks = (keys >> _SORTED_BITS).astype(np.int64)
        docs = np.repeat(self.docs, self.counts)[chosen]
        firsts = _changes(ranks, docs)
        gaps = None
        if positions:
            places = counted(self.counts) if self.places is None else self.places
            gaps = position_gaps(places[chosen].astype(np.int64), firsts)
        ranks = ranks[firsts]
        begins = _changes(ranks)
        return TermPostings(
            [self.terms[rank] for rank in ranks[begins].tolist()],
            np.diff(begins, append=ranks.size),
            docs[firsts],
            np.diff(firsts, append=keys.size),
            gaps,
        )


def counted(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, 2, ... for each of ``counts``: int64."""
    return ranges(np.zeros_like(counts), counts)


def _changes(*columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows in which any of ``columns`` is another than in the row before, the first among them."""
    changed = np.ones(columns[0].size, np.bool_)
    changed[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return np.flatnonzero(changed)


class Numbers(dict[Any, int]):
    """Terms numbered in the order of their first appearance."""

    def __missing__(self, term: Any) -> int:
        number = self[term] = len(self)
        return number


class FieldTerms:
    """The terms of one field, given one by one."""

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._occurrences = array("I")
        self._places: array[int] | None = None
        """The position of each occurrence, once a document had other than 0, 1, 2, ..."""
        self._firsts = array("I")
        self._repeats = array("I")
        self._counts = array("I")

    def add(
        self, first: int, repeats: int, terms: Sequence[Any], places: Sequence[int] | None = None
    ) -> None:
        """Add the same terms to each of ``repeats`` documents from ``first`` on."""
        if len(terms) == 1:
            self._occurrences.append(self._numbers[terms[0]])
        else:
            self._occurrences.fromlist(list(map(self._numbers.__getitem__, terms)))
        if places is not None and self._places is None:
            counts = np.frombuffer(self._counts, np.uint32).astype(np.int64)
            self._places = array("I", counted(counts).astype(np.uint32).tobytes())
        if self._places is not None:
            self._places.extend(range(len(terms)) if places is None else places)
        self._firsts.append(first)
        self._repeats.append(repeats)
        self._counts.append(len(terms))

    def gathered(self, encode: Encode) -> Occurrences:
        """All that was added."""
        terms, ranks_of = _ranked(self._numbers, encode)
        firsts, repeats, counts = (
            np.array(each, np.int64) for each in (self._firsts, self._repeats, self._counts)
        )
        ranks = ranks_of[np.frombuffer(self._occurrences, np.uint32)]
        places = None if self._places is None else np.frombuffer(self._places, np.uint32)
        docs = ranges(firsts, repeats)
        if docs.size > firsts.size:
            starts = np.repeat(np.cumsum(counts) - counts, repeats)
            counts = np.repeat(counts, repeats)
            again = ranges(starts, counts)
            ranks, places = ranks[again], None if places is None else places[again]
        return Occurrences(terms, ranks, places, docs, counts)


def _ranked(numbers: Numbers, encode: Encode) -> tuple[list[bytes], NDArray[np.uint64]]:
    """The terms in order, and the rank of each by its number."""
    try:
        coded = list(map(str.encode, numbers))  # nearly all fields have text
    except (TypeError, UnicodeError):
        coded = list(map(encode, numbers))
    order = sorted(range(len(coded)), key=coded.__getitem__)
    ranks = np.empty(len(order), np.uint64)
    ranks[order] = np.arange(len(order), dtype=np.uint64)
    return [coded[number] for number in order], ranks


class Lexicon:
    """The chunks of texts (``analysis.chunks``), numbered as they come, with the terms and the stems of each:
    so that a text costs a look-up a chunk, whatever is indexed of it. Builders may share one."""

    def __init__(self) -> None:
        self._chunks: dict[str | None, _Chunks] = {}
        self._words = Numbers()
        self._sizes = array("I")
        self._stem_sizes = array("I")
        self._terms = array("I")
        self._stems = array("I")
        self._ranked: tuple[list[bytes], NDArray[np.uint64]] = ([], np.zeros(0, np.uint64))

    def numbers(self, chunks: Sequence[str], language: str | None) -> list[int]:
        """The numbers of ``chunks`` of a text in ``language``."""
        known = self._chunks.get(language)
        if known is None:
            known = self._chunks[language] = _Chunks(self, language)
        return list(map(known.__getitem__, chunks))

    def keep(self, terms: Sequence[str], stems: Sequence[str]) -> int:
        """Number a chunk that has these."""
        words = self._words
        self._sizes.append(len(terms))
        self._stem_sizes.append(len(stems))
        if len(terms) == len(stems) == 1:
            self._terms.append(words[terms[0]])
            self._stems.append(words[stems[0]])
        else:
            self._terms.extend([words[term] for term in terms])
            self._stems.extend([words[stem] for stem in stems])
        return len(self._sizes) - 1

    def ranked(self, encode: Encode) -> tuple[list[bytes], NDArray[np.uint64]]:
        """All terms and stems in order, and the rank of each by its number."""
        if len(self._ranked[0]) < len(self._words):
            self._ranked = _ranked(self._words, encode)
        return self._ranked

    @property
    def words(self) -> tuple[Words, Words]:
        """The terms of the chunks, and their stems."""
        return (
            (np.array(self._sizes, np.int64), np.array(self._terms, np.uint32)),
            (np.array(self._stem_sizes, np.int64), np.array(self._stems, np.uint32)),
        )


Words = tuple[NDArray[np.int64], NDArray[np.uint32]]
"""How many words each chunk has, (chunks,), and their numbers, one chunk behind the other."""


class _Chunks(dict[str, int]):
    """The numbers of the chunks of one language."""

    def __init__(self, lexicon: Lexicon, language: str | None) -> None:
        self._lexicon = lexicon
        self._known = analysis.known_chunks(language)

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = self._lexicon.keep(*self._known[chunk])
        return number


class TextTerms:
    """The texts of one field, as chunks: the terms of that field, and the stems beside it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._occurrences = array("I")
        self._docs = array("I")
        self._counts = array("I")

    def add(self, doc: int, chunks: Sequence[str], language: str | None) -> None:
        """Add the text of a document, which has any chunks."""
        self._occurrences.fromlist(self._lexicon.numbers(chunks, language))
        self._docs.append(doc)
        self._counts.append(len(chunks))

    def gathered(self, encode: Encode) -> tuple[Occurrences, Occurrences]:
        """All terms, and all stems."""
        chunks = np.frombuffer(self._occurrences, np.uint32)
        docs = np.array(self._docs, np.int64)
        counts = np.array(self._counts, np.int64)
        firsts = np.cumsum(counts) - counts
        terms, ranks_of = self._lexicon.ranked(encode)

        def occurrences(sizes: NDArray[np.int64], numbers: NDArray[np.uint32]) -> Occurrences:
            words = ranges((np.cumsum(sizes) - sizes)[chunks], sizes[chunks])
            return Occurrences(
                terms, ranks_of[numbers[words]], None, docs, np.add.reduceat(sizes[chunks], firsts)
            )

        as_written, stemmed = self._lexicon.words
        return occurrences(*as_written), occurrences(*stemmed)
