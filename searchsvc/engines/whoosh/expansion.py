"""From a prefix, a pattern or a misspelling to the terms of a field that it stands for.

No list of all terms is made: sorted terms are halved to a range, and what must be looked through is looked
through in the mapped bytes of the terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchsvc.analysis import matches_wildcard
from searchsvc.engines.whoosh import kernels
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.stored import SegmentData

EXPANSION_LIMIT = 1_000
"""Terms that a prefix, wildcard or fuzzy word stands for at most: the most frequent are kept."""


@dataclass(frozen=True)
class Expansion:
    """``terms`` in order, each with how many documents have it; ``cut`` says that there were more."""

    terms: dict[str, int]
    cut: bool = False


Numbers = NDArray[np.int64]


def expand_prefix(collection: Collection, field: str, prefix: str, limit: int = EXPANSION_LIMIT) -> Expansion:
    """Terms that start with ``prefix``."""
    return _expand(collection, field, lambda data: _numbers(starting_with(data, field, prefix)), limit)


def expand_wildcard(
    collection: Collection, field: str, pattern: str, limit: int = EXPANSION_LIMIT
) -> Expansion:
    """Terms that match ``pattern``, in which ``*`` is any run of characters and ``?`` exactly one."""
    return _expand(collection, field, lambda data: matching(data, field, pattern), limit)


def expand_fuzzy(
    collection: Collection, field: str, term: str, distance: int, limit: int = EXPANSION_LIMIT
) -> Expansion:
    """Terms within ``distance`` edits of ``term`` that share its first character."""
    return _expand(collection, field, lambda data: near(data, field, term, distance), limit)


def _expand(
    collection: Collection, field: str, choose: Callable[[SegmentData], Numbers], limit: int
) -> Expansion:
    found: dict[bytes, int] = {}
    cut = False
    for data in collection.segments:
        numbers = choose(data)
        starts = data.postings.starts
        counts = starts[numbers + 1] - starts[numbers]
        if len(collection.segments) == 1 and numbers.size > limit:
            numbers, counts, cut = *_most_frequent(numbers, counts, limit), True
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            term = data.term(number)
            found[term] = found.get(term, 0) + count
    if len(found) > limit:
        found = dict(sorted(nsmallest(limit, found.items(), key=lambda item: (-item[1], item[0]))))
        cut = True
    elif len(collection.segments) > 1:
        found = dict(sorted(found.items()))
    return Expansion({term.decode("utf-8", "replace"): count for term, count in found.items()}, cut)


def _most_frequent(numbers: Numbers, counts: Numbers, limit: int) -> tuple[Numbers, Numbers]:
    """The ``limit`` most frequent, ties by term, in the order of terms."""
    chosen = np.sort(np.lexsort((numbers, -counts))[:limit])
    return numbers[chosen], counts[chosen]


def _numbers(terms: range) -> Numbers:
    return np.arange(terms.start, terms.stop)


def starting_with(data: SegmentData, field: str, prefix: str) -> range:
    """The numbers of the terms that start with ``prefix``."""
    coded = prefix.encode("utf-8", "replace")
    return data.between(field, coded, after(coded))


def after(prefix: bytes) -> bytes | None:
    """The least bytes greater than all that start with ``prefix``; None where there are none."""
    stripped = prefix.rstrip(b"\xff")
    return stripped[:-1] + bytes([stripped[-1] + 1]) if stripped else None


def matching(data: SegmentData, field: str, pattern: str) -> Numbers:
    """The numbers of the terms that match ``pattern``: in the range of its head, or where its longest literal
    stands in the bytes of all terms."""
    head = re.split(r"[*?]", pattern, maxsplit=1)[0]
    known = starting_with(data, field, head) if head else data.field_terms(field)
    literals = [literal for literal in re.split(r"[*?]+", pattern[len(head) :]) if literal]
    if not known or (head and pattern == f"{head}*"):
        return _numbers(known)
    if not literals:
        return _those_that_match(data, _numbers(known), pattern)
    longest = max(literals, key=len)
    candidates = _containing(data, known, longest.encode("utf-8", "replace"))
    return candidates if pattern == f"*{longest}*" else _those_that_match(data, candidates, pattern)


def _those_that_match(data: SegmentData, numbers: Iterable[int], pattern: str) -> Numbers:
    found = [
        n
        for n in np.asarray(numbers).tolist()
        if matches_wildcard(pattern, data.term(n).decode("utf-8", "replace"))
    ]
    return np.array(found, np.int64)


def _containing(data: SegmentData, known: range, literal: bytes) -> Numbers:
    """One scan, in C, of the bytes of neighbouring terms; a match that runs across two is none."""
    offsets = data.term_offsets[known.start : known.stop + 1]
    low = int(offsets[0])
    text: Any = data.term_bytes[low : int(offsets[-1])]
    places = np.array(
        [found.start() for found in re.finditer(b"(?=" + re.escape(literal) + b")", text)], np.int64
    )
    terms = np.searchsorted(offsets, places + low, side="right") - 1
    inside = places + low + len(literal) <= offsets[np.minimum(terms + 1, offsets.size - 1)]
    return np.unique(terms[inside]) + known.start


def near(data: SegmentData, field: str, term: str, distance: int, shared: int = 1) -> Numbers:
    """The numbers of the terms within ``distance`` edits of ``term``, with its first ``shared``
    characters."""
    known = starting_with(data, field, term[:shared]) if shared else data.field_terms(field)
    if not known or not term:
        return np.zeros(0, np.int64)
    word = np.array([ord(character) for character in term], np.int64)
    out = np.empty(len(known), np.int64)
    size = kernels.load().near(
        data.term_bytes, data.term_offsets, known.start, known.stop, word, distance, False, out
    )
    return out[:size]
