"""The leaves of a plan in each segment: packed postings for kernels to read, or arrays made of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchsvc.engines.whoosh import kernels
from searchsvc.engines.whoosh.collection import Collection, Part
from searchsvc.engines.whoosh.plan import AnyOf, Between, PhraseOf, Plan, Terms
from searchsvc.engines.whoosh.stored import PostingCache

MERGED = PostingCache(64 * 2**20)
"""Postings of sets of terms, merged lately, for all collections of the process: segments never change."""

Docs = NDArray[np.int32]
Scores = NDArray[np.float64]

NO_DOCS = np.zeros(0, np.int32)
NO_SCORES = np.zeros(0, np.float64)


class Packed(NamedTuple):
    """Postings ``start`` up to ``stop`` of the stream, scored by row ``table`` times ``weight``."""

    table: int
    start: int
    stop: int
    lengths: int
    weight: float


class Evaluated(NamedTuple):
    """Documents (int32, ascending) and their scores (float64)."""

    docs: Docs
    scores: Scores


class Merged(NamedTuple):
    """Documents (int32, ascending) with any of some terms, and how often (int32)."""

    docs: Docs
    freqs: NDArray[np.int32]


def merged(part: Part, runs: Sequence[tuple[int, int]]) -> Merged:
    """The postings of the terms of ``runs`` (numbers from and up to) as those of one term."""
    key = (part.data.name, *runs)
    found: Merged | None = MERGED.get(key)
    if found is None:
        starts = part.starts
        total = sum(int(starts[last] - starts[first]) for first, last in runs)
        docs = np.empty(min(total, part.count), np.int32)
        freqs = np.empty(docs.size, np.int32)
        if total:
            size = kernels.load().merge(
                *part.postings[:5], starts, np.array(runs, np.int64).reshape(-1, 2), part.count, docs, freqs
            )
            docs, freqs = docs[:size].copy(), freqs[:size].copy()
        found = Merged(docs, freqs)
        MERGED.put(key, found, docs.nbytes + freqs.nbytes)
    return found


def runs_of(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending term numbers as runs of neighbours."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def numbers_of(part: Part, field: str, terms: Sequence[bytes]) -> list[int]:
    """The numbers of those of ``terms`` that the segment has, ascending as the terms do."""
    found = [part.find(field, term) for term in terms]
    return [number for number in found if number is not None]


def idf_of(collection: Collection, df: int) -> float:
    """What a term in ``df`` documents weighs, as Whoosh has it."""
    return math.log(collection.count / (df + 1)) + 1


def score_terms(collection: Collection, leaf: Terms) -> list[Packed | Evaluated | None]:
    """The leaf in each segment; None where it has nothing."""
    row = collection.table_of(leaf.field)
    by_part = [numbers_of(part, leaf.field, leaf.terms) for part in collection.parts]
    found: list[Any] = []
    df = 0
    for part, numbers in zip(collection.parts, by_part, strict=True):
        if not numbers:
            found.append(None)
        elif len(numbers) == 1 and part.lengths_at(leaf.field) is not None:
            start, stop = part.starts[numbers[0] : numbers[0] + 2].tolist()
            found.append((start, stop))
            df += stop - start
        else:
            merger = merged(part, runs_of(numbers))
            found.append(merger)
            df += merger.docs.size
    weight = leaf.boost * idf_of(collection, df)
    for place, each in enumerate(found):
        if isinstance(each, Merged):
            found[place] = _score(collection, collection.parts[place], leaf.field, row, each, weight)
        elif each is not None:
            lengths = collection.parts[place].lengths_at(leaf.field) or 0
            found[place] = Packed(row, each[0], each[1], lengths, weight)
    return found


def _score(
    collection: Collection, part: Part, field: str, row: int, found: Merged, weight: float
) -> Evaluated:
    norms = collection.norms[row][part.data.lengths(field)[found.docs]]
    # As in kernels, to the last bit.
    scores = weight * (found.freqs * (kernels.K1 + 1.0) / (found.freqs + norms))
    return Evaluated(found.docs, scores)


def match_phrase(collection: Collection, leaf: PhraseOf) -> list[Evaluated | None]:
    """The leaf in each segment; None where it has nothing. A term asked for twice counts twice."""
    row = collection.table_of(leaf.field)
    by_part = [[part.find(leaf.field, term) for term in leaf.terms] for part in collection.parts]
    frequencies = [0] * len(leaf.terms)
    for part, numbers in zip(collection.parts, by_part, strict=True):
        for place, number in enumerate(numbers):
            if number is not None:
                frequencies[place] += int(part.starts[number + 1] - part.starts[number])
    weights = np.array([leaf.boost * idf_of(collection, df) for df in frequencies])
    return [
        None if None in numbers else _phrase_in(collection, part, leaf, row, numbers, weights)
        for part, numbers in zip(collection.parts, by_part, strict=True)
    ]


def _phrase_in(
    collection: Collection, part: Part, leaf: PhraseOf, row: int, numbers: Sequence[Any], weights: Scores
) -> Evaluated | None:
    arrays = part.data.postings
    chosen = np.array(numbers, np.int64)
    if np.any(arrays.position_starts[chosen] == arrays.position_starts[chosen + 1]):
        return None
    leaves = np.zeros((chosen.size, 5), np.int64)
    leaves[:, kernels.TABLE] = row
    leaves[:, kernels.START] = part.starts[chosen]
    leaves[:, kernels.STOP] = part.starts[chosen + 1]
    leaves[:, kernels.LENGTHS] = part.lengths_at(leaf.field) or 0
    sizes = leaves[:, kernels.STOP] - leaves[:, kernels.START]
    docs = np.empty(int(sizes.min()), np.int32)
    scores = np.empty(docs.size, np.float64)
    size = kernels.load().phrase(
        *part.postings,
        arrays.block_occurrences,
        arrays.position_words,
        arrays.position_offsets,
        part.bytes,
        collection.tables,
        collection.norms,
        leaves,
        weights,
        np.ascontiguousarray(arrays.position_starts[chosen]),
        np.argsort(sizes, kind="stable"),
        leaf.slop,
        docs,
        scores,
    )
    return Evaluated(docs[:size], scores[:size]) if size else None


def match_any(part: Part, leaf: AnyOf | Between) -> Evaluated | None:
    """The leaf in a segment, each document with the leaf's score."""
    if isinstance(leaf, Between):
        numbers = part.data.between(leaf.field, leaf.low, leaf.high)
        runs = [(numbers.start, numbers.stop)] if numbers else []
    else:
        runs = runs_of(numbers_of(part, leaf.field, leaf.terms))
    if not runs:
        return None
    found = merged(part, runs)
    scores = np.full(found.docs.size, float(leaf.score))
    if isinstance(leaf, AnyOf) and leaf.weighted:
        scores *= found.freqs
    return Evaluated(found.docs, scores)


def unscored(part: Part, leaf: Plan) -> Packed | None:
    """A leaf of one term as postings that score nothing; None where it is not as simple."""
    if isinstance(leaf, (AnyOf, Terms)) and len(leaf.terms) == 1:
        number = part.find(leaf.field, leaf.terms[0])
        if number is not None:
            return Packed(0, int(part.starts[number]), int(part.starts[number + 1]), 0, 0.0)
        return Packed(0, 0, 0, 0, 0.0)
    return None
