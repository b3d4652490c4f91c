"""The kernels of ``kernels`` in NumPy: the same answers to the last bit, without numba."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchsvc.engines.whoosh.kernels.layout import COUNTED, GIVEN, GROUP, K1, LENGTHS, START, STOP, TABLE
from searchsvc.engines.whoosh.packing import Packed, unpack

Array = NDArray[Any]


def _documents(words: Array, offsets: Array, start: int, stop: int) -> Array:
    """The documents of one term: its gaps, summed."""
    return np.cumsum(unpack(Packed(words, offsets), start, stop).astype(np.int64) + 1) - 1


def _read(
    postings: tuple[Array, ...], scoring: tuple[Array, ...], leaf: Array, weight: float, given: Any
) -> Any:
    """A leaf's documents (int64) and scores (float64)."""
    start, stop, table = int(leaf[START]), int(leaf[STOP]), int(leaf[TABLE])
    if table == GIVEN:
        return given[0][start:stop].astype(np.int64), given[1][start:stop]
    doc_words, doc_offsets, _, freq_words, freq_offsets, *_ = postings
    lengths, tables, norms = scoring
    docs = _documents(doc_words, doc_offsets, start, stop)
    frequencies = unpack(Packed(freq_words, freq_offsets), start, stop).astype(np.int64) + 1
    chosen = lengths[int(leaf[LENGTHS]) + docs]
    parts = tables[table, np.minimum(frequencies, COUNTED - 1), chosen]
    many = frequencies >= COUNTED
    parts[many] = frequencies[many] * (K1 + 1.0) / (frequencies[many] + norms[table, chosen[many]])
    return docs, weight * parts


def union(*arguments: Any) -> tuple[int, int]:
    """See ``kernels.union``."""
    return _evaluate(*arguments)


def conjunction(*arguments: Any) -> tuple[int, int]:
    """See ``kernels.conjunction``."""
    return _evaluate(*arguments)


def _evaluate(*arguments: Any) -> tuple[int, int]:
    postings, scoring = arguments[:7], arguments[7:10]
    leaves, weights, given_docs, given_scores, roles, allowed, _, threshold = arguments[10:18]
    created, keys, ordinals, best_scores, best_docs, out_docs, out_scores = arguments[18:]
    read = [
        _read(postings, scoring, leaf, weight, (given_docs, given_scores))
        for leaf, weight in zip(leaves, weights.tolist(), strict=True)
    ]
    docs = np.unique(np.concatenate([np.zeros(0, np.int64), *(found for found, _ in read)]))
    scores = np.zeros(docs.size)
    inside = np.zeros((roles.size, docs.size), np.bool_)
    for leaf, (found, parts) in zip(leaves, read, strict=True):
        places = np.searchsorted(docs, found)
        scores[places] += parts
        inside[int(leaf[GROUP]), places] = True
    matched = np.ones(docs.size, np.bool_)
    for role, row in zip(roles.tolist(), inside, strict=True):
        if role:
            matched &= row if role > 0 else ~row
    if allowed.size:
        matched &= (allowed[docs >> 6] >> (docs & 63).astype(np.uint64)) & np.uint64(1) > 0
    docs, scores = docs[matched], scores[matched]
    if out_docs.size:
        out_docs[: docs.size] = docs
    if out_scores.size:
        out_scores[: docs.size] = scores
    held = _keep_best(docs, scores, threshold, (created, keys, ordinals), best_scores, best_docs)
    return held, docs.size


def _keep_best(
    docs: Array, scores: Array, threshold: float, ties: Any, best_scores: Array, best_docs: Array
) -> int:
    reached = scores >= threshold
    docs, scores = docs[reached], scores[reached]
    created, keys, ordinals = ties
    order: list[Array] = [docs]
    if ordinals.size:
        order.append(ordinals[docs])
    if keys.size:
        order.extend(keys[docs, column] for column in reversed(range(keys.shape[1])))
    if created.size:
        values = created[docs]
        order.append(np.where(values == np.iinfo(np.int64).max, values, -values))
    ranked = np.lexsort([*order, -scores])[: best_scores.size]
    best_scores[: ranked.size], best_docs[: ranked.size] = scores[ranked], docs[ranked]
    return ranked.size


def phrase(*arguments: Any) -> int:
    """See ``kernels.phrase``."""
    postings, position_words, position_offsets = arguments[:7], arguments[8], arguments[9]
    leaves, weights, occurrences, _, slop, out_docs, out_scores = (*arguments[13:15], *arguments[15:])
    scoring = arguments[10:13]
    scores: dict[int, float] = {}
    places: list[dict[int, list[int]]] = []
    for leaf, weight, first in zip(leaves, weights.tolist(), occurrences.tolist(), strict=True):
        docs, parts = _read(postings, scoring, leaf, weight, ())
        packed = Packed(postings[3], postings[4])
        counts = unpack(packed, int(leaf[START]), int(leaf[STOP])).astype(np.int64) + 1
        ends = np.cumsum(counts)
        values = unpack(Packed(position_words, position_offsets), first, first + int(ends[-1]))
        found = {}
        for doc, part, end, count in zip(
            docs.tolist(), parts.tolist(), ends.tolist(), counts.tolist(), strict=True
        ):
            found[doc] = (np.cumsum(values[end - count : end].astype(np.int64) + 1) - 1).tolist()
            scores[doc] = scores.get(doc, 0.0) + part
        places.append(found)
    common = sorted(set.intersection(*(set(found) for found in places)))
    matched = [doc for doc in common if _in_a_row([found[doc] for found in places], slop)]
    out_docs[: len(matched)] = matched
    out_scores[: len(matched)] = [scores[doc] for doc in matched]
    return len(matched)


def _in_a_row(places: list[list[int]], slop: int) -> bool:
    for first in places[0]:
        last = first
        for positions in places[1:]:
            following = next((position for position in positions if position > last), None)
            if following is None:
                return False
            last = following
        if last - first - (len(places) - 1) <= slop:
            return True
    return False


def merge(
    doc_words: Array,
    doc_offsets: Array,
    doc_bases: Array,
    freq_words: Array,
    freq_offsets: Array,
    starts: Array,
    runs: Array,
    documents: int,
    out_docs: Array,
    out_freqs: Array,
) -> int:
    """See ``kernels.merge``."""
    counts = np.zeros(documents, np.int64)
    for first, last in runs.tolist():
        bounds = starts[first : last + 1]
        low, high = int(bounds[0]), int(bounds[-1])
        steps = unpack(Packed(doc_words, doc_offsets), low, high).astype(np.int64) + 1
        sums = np.cumsum(steps)
        before = np.concatenate(([0], sums))[bounds[:-1] - low]
        docs = sums - np.repeat(before, np.diff(bounds)) - 1
        frequencies = unpack(Packed(freq_words, freq_offsets), low, high).astype(np.int64) + 1
        counts += np.bincount(docs, frequencies, documents).astype(np.int64)
    found = np.flatnonzero(counts)
    out_docs[: found.size] = found
    if out_freqs.size:
        out_freqs[: found.size] = counts[found]
    return found.size


def count_values(starts: Array, members: Array, docs: Array, counts: Array) -> None:
    """See ``kernels.count_values``."""
    if not starts.size:
        counts += np.bincount(members[docs], minlength=counts.size)
        return
    lows = starts[docs].astype(np.int64)
    sizes = starts[docs + 1].astype(np.int64) - lows
    places = np.repeat(lows - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
    counts += np.bincount(members[places], minlength=counts.size)


def near(
    term_bytes: Array, term_offsets: Array, first: int, last: int, word: Array, distance: int, swaps: bool,
    out: Array,
) -> int:  # fmt: skip
    """See ``kernels.near``."""
    if first >= last:
        return 0
    low, high = int(term_offsets[first]), int(term_offsets[last])
    joined = term_bytes[low:high].tobytes()
    bounds = (term_offsets[first : last + 1] - low).tolist()
    terms = [joined[a:b].decode("utf-8", "replace") for a, b in pairwise(bounds)]
    kept = [n for n, term in enumerate(terms) if abs(len(term) - word.size) <= distance]
    if not kept:
        return 0
    close = _edit_distances([terms[n] for n in kept], word, swaps=swaps) <= distance
    found = np.array(kept)[close] + first
    out[: found.size] = found
    return found.size


def _edit_distances(terms: list[str], word: Array, *, swaps: bool) -> Array:
    """Edit distance of each of ``terms`` to ``word``, a column of the table for all at once: int64,
    (terms,)."""
    width = max(1, *(len(each) for each in terms))
    letters = np.array(terms, dtype=f"U{width}").view(np.uint32).reshape(len(terms), width)
    lengths = np.array([len(each) for each in terms])
    earlier: Array | None = None
    previous = np.tile(np.arange(width + 1), (len(terms), 1))
    for row, letter in enumerate(word.tolist(), 1):
        current = np.empty_like(previous)
        current[:, 0] = row
        for column in range(1, width + 1):
            here = letters[:, column - 1]
            best = np.minimum(previous[:, column], current[:, column - 1]) + 1
            best = np.minimum(best, previous[:, column - 1] + (here != letter))
            if swaps and earlier is not None and column > 1:
                swapped = (here == word[row - 2]) & (letters[:, column - 2] == letter)
                best = np.where(swapped, np.minimum(best, earlier[:, column - 2] + 1), best)
            current[:, column] = best
        earlier, previous = previous, current
    distances: Array = previous[np.arange(len(terms)), lengths]
    return distances
