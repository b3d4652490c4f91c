"""The documents of one target in one commit: segments laid end to end in one space of numbers."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from searchsvc.engines.whoosh.postings import LENGTHS
from searchsvc.engines.whoosh.schema import SCHEMAS
from searchsvc.engines.whoosh.stored import SegmentData

POSITION_BITS = 32
"""A position key is ``document << POSITION_BITS | position``."""


@dataclass(frozen=True)
class Postings:
    """``docs`` (int64, ascending) and each one's ``weights`` (float64: how often the term occurs)."""

    docs: NDArray[np.int64]
    weights: NDArray[np.float64]


def _read(data: SegmentData, field: str, term: str) -> Postings:
    number = data.find(field, term.encode("utf-8", "replace"))
    if number is None:
        return Postings(np.zeros(0, np.int64), np.zeros(0, np.float64))
    return Postings(data.documents(number), data.frequencies(number).astype(np.float64))


def _read_keys(data: SegmentData, field: str, term: str) -> NDArray[np.int64]:
    number = data.find(field, term.encode("utf-8", "replace"))
    if number is None:
        return np.zeros(0, np.int64)
    positions = np.array([p for each in data.positions(number) for p in each], np.int64)
    return (np.repeat(data.documents(number), data.frequencies(number)) << POSITION_BITS) + positions


@dataclass(frozen=True)
class Lexicon:
    """The terms of a field in order, how many documents have each (int64), and one text to scan."""

    terms: list[str]
    counts: NDArray[np.int64]
    text: str
    """Every term between line feeds: ``\\na\\nab\\n``."""
    starts: NDArray[np.int64]
    """Where each term starts in ``text``."""

    def between(self, low: str, high: str | None) -> range:
        """The numbers of the terms from ``low`` up to, not including, ``high`` (None: the end)."""
        stop = len(self.terms) if high is None else bisect_left(self.terms, high)
        return range(bisect_left(self.terms, low), stop)


def lexicon_of(data: SegmentData, field: str) -> Lexicon:
    """The field's term list."""
    numbers = data.field_terms(field)
    terms = [term.decode("utf-8", "replace") for term in data.terms(numbers)]
    counts = (
        np.diff(data.postings.starts[numbers.start : numbers.stop + 1]) if terms else np.zeros(0, np.int64)
    )
    lengths = np.array([len(term) + 1 for term in terms], np.int64)
    starts = np.cumsum(lengths) - lengths + 1
    return Lexicon(terms, counts, "\n" + "".join(f"{t}\n" for t in terms), starts)


class Collection:
    """The documents of one target: numbers 0..count-1, segment after segment, dead ones included.

    ``live`` is a mask (bool, shape (count,)). Arrays over all documents are made once and kept.
    """

    def __init__(self, target: str, segments: list[tuple[SegmentData, NDArray[np.bool_] | None]]) -> None:
        self.target = target
        self.segments = [data for data, _ in segments]
        self.bases = np.cumsum([0, *(data.count for data in self.segments)])
        self.count = int(self.bases[-1])
        masks = [np.ones(data.count, np.bool_) if live is None else live for data, live in segments]
        self.live: NDArray[np.bool_] = np.concatenate(masks) if masks else np.zeros(0, np.bool_)
        self._kept: dict[tuple[str, str], Any] = {}

    @property
    def live_count(self) -> int:
        """How many documents are alive."""
        return int(np.count_nonzero(self.live))

    def postings(self, field: str, term: str) -> Postings:
        """Documents with the term and how often each has it; dead ones included, as idf counts them."""
        parts = [(_read(data, field, term), base) for data, base in self._each()]
        parts = [(part, base) for part, base in parts if part.docs.size]
        if len(parts) == 1 and not parts[0][1]:
            return parts[0][0]
        if not parts:
            return Postings(np.zeros(0, np.int64), np.zeros(0, np.float64))
        docs = np.concatenate([part.docs + base for part, base in parts])
        return Postings(docs, np.concatenate([part.weights for part, _ in parts]))

    def positions(self, field: str, term: str) -> NDArray[np.int64]:
        """Position keys (``document << POSITION_BITS | position``), ascending."""
        parts = [_read_keys(data, field, term) + (base << POSITION_BITS) for data, base in self._each()]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _each(self) -> list[tuple[SegmentData, int]]:
        return list(zip(self.segments, self.bases.tolist()[:-1], strict=True))

    def doc_frequency(self, field: str, term: str) -> int:
        """How many documents have the term, dead ones included."""
        return sum(data.doc_frequency(field, term.encode()) for data in self.segments)

    def lengths(self, field: str) -> NDArray[np.float64]:
        """Each document's number of terms in the field, as Whoosh quantises it."""
        return self._joined((field, "lengths"), lambda data: LENGTHS[data.lengths(field)], np.float64)

    def average_length(self, field: str) -> float:
        """Terms a document, over all documents, as Whoosh's BM25F takes it; 1 for an empty field."""
        total = sum(data.field_length(field) for data in self.segments)
        return total / (self.count or 1) or 1.0

    def array(self, column: str) -> NDArray[Any]:
        """The values of an array column: shape (count,)."""
        dtype = SCHEMAS[self.target][column].column_type.dtype
        return self._joined((column, "column"), lambda data: data.column(column).array, dtype)

    def _joined(self, key: tuple[str, str], read: Any, dtype: Any) -> NDArray[Any]:
        if key not in self._kept:
            parts = [read(data) for data in self.segments]
            self._kept[key] = np.concatenate(parts) if parts else np.zeros(0, dtype)
        found: NDArray[Any] = self._kept[key]
        return found

    def values(self, column: str) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
        """A values column as distinct values, and pairs (document, ordinal) in order of documents."""
        key = (column, "values")
        if key not in self._kept:
            numbers: dict[str, int] = {}
            docs, ordinals = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
            for data, base in self._each():
                reader = data.column(column)
                mapping = np.array([numbers.setdefault(v, len(numbers)) for v in reader.values], np.int64)
                docs.append(np.repeat(np.arange(data.count), np.diff(reader.starts.astype(np.int64))) + base)
                ordinals.append(mapping[reader.members] if mapping.size else np.zeros(0, np.int64))
            self._kept[key] = (list(numbers), np.concatenate(docs), np.concatenate(ordinals))
        found: tuple[list[str], NDArray[np.int64], NDArray[np.int64]] = self._kept[key]
        return found

    def document(self, number: int) -> dict[str, Any]:
        """The stored document: ``shown``, ``texts``, ``language``."""
        segment = int(np.searchsorted(self.bases, number, side="right")) - 1
        stored = self.segments[segment].stored(number - int(self.bases[segment]))
        document: dict[str, Any] = orjson.loads(stored)
        return document

    def languages(self) -> tuple[str, ...]:
        """The languages in which words were stemmed; ``und`` among them where some were not."""
        key = ("stemmer", "terms")
        if key not in self._kept:
            found = {
                term.decode() for data in self.segments for term in data.terms(data.field_terms("stemmer"))
            }
            self._kept[key] = tuple(sorted(found))
        languages: tuple[str, ...] = self._kept[key]
        return languages
