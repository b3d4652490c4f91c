"""From a prefix, a pattern, a misspelling or a range to the terms of a field that it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

from searchsvc.analysis import matches_wildcard, within_edits
from searchsvc.engines.whoosh.collection import Collection, Lexicon, lexicon_of

EXPANSION_LIMIT = 1_000
"""Terms that a prefix, wildcard or fuzzy word stands for at most: the most frequent are kept."""


@dataclass(frozen=True)
class Expansion:
    """``terms`` in order, each with how many documents have it; ``cut`` says that there were more."""

    terms: dict[str, int]
    cut: bool = False


def expand_prefix(collection: Collection, field: str, prefix: str, limit: int = EXPANSION_LIMIT) -> Expansion:
    """Terms that start with ``prefix``."""
    return _expand(collection, field, lambda lexicon: starting_with(lexicon, prefix), limit)


def expand_wildcard(
    collection: Collection, field: str, pattern: str, limit: int = EXPANSION_LIMIT
) -> Expansion:
    """Terms that match ``pattern``, in which ``*`` is any run of characters and ``?`` exactly one."""
    return _expand(collection, field, lambda lexicon: _matching(lexicon, pattern), limit)


def expand_fuzzy(
    collection: Collection, field: str, term: str, distance: int, limit: int = EXPANSION_LIMIT
) -> Expansion:
    """Terms within ``distance`` edits of ``term`` that share its first character."""
    return _expand(collection, field, lambda lexicon: near(lexicon, term, distance), limit)


def expand_range(
    collection: Collection, field: str, low: str | None, high: str | None, *, open_low: bool, open_high: bool
) -> Expansion:
    """Terms from ``low`` to ``high`` in the order of code points, ends included unless open; all of them."""
    start = "" if low is None else low + "\0" if open_low else low
    stop = None if high is None else high if open_high else high + "\0"
    return _expand(collection, field, lambda lexicon: lexicon.between(start, stop), None)


def _expand(
    collection: Collection, field: str, choose: Callable[[Lexicon], Iterable[int]], limit: int | None
) -> Expansion:
    found: dict[str, int] = {}
    for data in collection.segments:
        lexicon = lexicon_of(data, field)
        for number in choose(lexicon):
            term = lexicon.terms[number]
            found[term] = found.get(term, 0) + int(lexicon.counts[number])
    if limit is None or len(found) <= limit:
        return Expansion(found)
    kept = nsmallest(limit, found.items(), key=lambda item: (-item[1], item[0]))
    return Expansion(dict(sorted(kept)), cut=True)


def starting_with(lexicon: Lexicon, prefix: str) -> range:
    """The numbers of the terms that start with ``prefix``."""
    return lexicon.between(prefix, _after(prefix))


def _after(prefix: str) -> str | None:
    """The least string greater than all that start with ``prefix``; None where there is none."""
    stripped = prefix.rstrip(chr(0x10FFFF))
    return stripped[:-1] + chr(ord(stripped[-1]) + 1) if stripped else None


def _matching(lexicon: Lexicon, pattern: str) -> Iterable[int]:
    literals = [literal for literal in re.split(r"[*?]+", pattern) if literal]
    if not literals:
        return [n for n, term in enumerate(lexicon.terms) if matches_wildcard(pattern, term)]
    head = re.split(r"[*?]", pattern, maxsplit=1)[0]
    if head:
        candidates: Iterable[int] = starting_with(lexicon, head)
    else:
        longest = max(literals, key=len)
        candidates = _containing(lexicon, longest)
        if pattern == f"*{longest}*":
            return candidates
    return [number for number in candidates if matches_wildcard(pattern, lexicon.terms[number])]


def _containing(lexicon: Lexicon, literal: str) -> list[int]:
    """One scan of the joined terms, in C: terms hold no line feed, so that no match runs across two."""
    places = [match.start() for match in re.finditer(re.escape(literal), lexicon.text)]
    numbers: list[int] = np.unique(np.searchsorted(lexicon.starts, places, side="right") - 1).tolist()
    return numbers


def near(lexicon: Lexicon, term: str, distance: int) -> list[int]:
    """The numbers of the terms within ``distance`` edits of ``term`` and with its first character."""
    if not term:
        return []
    same_start = starting_with(lexicon, term[0])
    candidates = [n for n in same_start if abs(len(lexicon.terms[n]) - len(term)) <= distance]
    if not candidates:
        return []
    close = _edit_distances([lexicon.terms[n] for n in candidates], term) <= distance
    return [n for n in np.array(candidates)[close].tolist() if within_edits(term, lexicon.terms[n], distance)]


def _edit_distances(terms: list[str], term: str) -> NDArray[np.int64]:
    """Edit distance of each of ``terms`` to ``term``, a swap of neighbours counting one (Damerau 1964 in
    its restricted form): never more than ``within_edits`` finds, for all terms at once. int64, (terms,)."""
    width = max(len(each) for each in terms)
    letters = np.array(terms, dtype=f"U{width}").view(np.uint32).reshape(len(terms), width)
    lengths = np.array([len(each) for each in terms])
    before_previous: NDArray[np.int64] | None = None
    previous = np.tile(np.arange(width + 1), (len(terms), 1))
    for row, character in enumerate(term, 1):
        current = np.empty_like(previous)
        current[:, 0] = row
        for column in range(1, width + 1):
            here = letters[:, column - 1]
            best = np.minimum(previous[:, column], current[:, column - 1]) + 1
            best = np.minimum(best, previous[:, column - 1] + (here != ord(character)))
            if before_previous is not None and column > 1:
                swapped = (here == ord(term[row - 2])) & (letters[:, column - 2] == ord(character))
                best = np.where(swapped, np.minimum(best, before_previous[:, column - 2] + 1), best)
            current[:, column] = best
        before_previous, previous = previous, current
    distances: NDArray[np.int64] = previous[np.arange(len(terms)), lengths]
    return distances
