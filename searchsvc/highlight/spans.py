"""Finding what a query wants in the tokens of a text, and making the finds disjoint."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from searchsvc.analysis import Token
from searchsvc.highlight.leaves import Sequence, Wanted


class Find(NamedTuple):
    """``start:end`` (code points) answers the leaves with these numbers."""

    start: int
    end: int
    kind: str
    leaves: tuple[int, ...]


def find_all(tokens: list[Token], wanted: Wanted, language: str | None) -> list[Find]:
    """The finds in order, disjoint."""
    singles = _singles(tokens, wanted, language)
    if not wanted.sequences:
        return singles
    places: dict[str, list[int]] = {term: [] for sequence in wanted.sequences for term in sequence.terms}
    for token in tokens:
        if token.term in places:
            places[token.term].append(token.position)
    terms = [token.term for token in tokens]
    return with_singles(
        sequences_in(wanted.sequences, terms, places, lambda position: tokens[position][3:]), singles
    )


def sequences_in(
    sequences: Iterable[Sequence],
    terms: list[str],
    places: Mapping[str, list[int]],
    extent: Callable[[int], tuple[int, int]],
) -> list[Find]:
    """Where phrases stand among ``terms`` (by position): in order, disjoint. ``places`` has the positions
    of each term of the phrases, ``extent`` says where in the text the token of a position stands.

    Of those that overlap phrases come first, from the left, the longer one of two that begin
    together; then near phrases, the one that ends first and is tightest."""
    exact: list[tuple[int, int, int]] = []
    near: list[tuple[int, int, int]] = []
    for sequence in sequences:
        if all(places[term] for term in sequence.terms):
            rows, find = (near, _near) if sequence.slop else (exact, _in_a_row)
            rows += ((first, last, sequence.leaf) for first, last in find(sequence, terms, places))
    kept = _disjoint(sorted(exact, key=lambda row: (row[0], -row[1])))
    taken = sorted((first, last) for first, last, _ in kept)
    close = _disjoint(
        sorted(
            (row for row in near if not _overlaps(row[0], row[1], taken)),
            key=lambda row: (row[1], -row[0]),
        )
    )
    finds = [
        Find(extent(first)[0], extent(last)[1], kind, (leaf,))
        for rows, kind in ((kept, "phrase"), (close, "near"))
        for first, last, leaf in rows
    ]
    finds.sort(key=lambda find: find.start)
    return finds


def _singles(tokens: list[Token], wanted: Wanted, language: str | None) -> list[Find]:
    answers = wanted.answers(language)
    return [
        Find(start, end, *found) for _, word, _, start, end in tokens if (found := answers[word]) is not None
    ]


def _in_a_row(
    sequence: Sequence, terms: list[str], places: Mapping[str, list[int]]
) -> Iterable[tuple[int, int]]:
    """First and last position of each place where the terms stand one after the other."""
    row = list(sequence.terms)
    offset, rarest = min(enumerate(row), key=lambda item: len(places[item[1]]))
    for position in places[rarest]:
        first = position - offset
        if first >= 0 and terms[first : first + len(row)] == row:
            yield first, first + len(row) - 1


def _near(sequence: Sequence, terms: list[str], places: Mapping[str, list[int]]) -> Iterable[tuple[int, int]]:
    """First and last position of the tightest stretch up to each place where the last term stands.

    ``latest[n]`` is where the latest run of the first n + 1 terms begins."""
    wanted = sequence.terms
    at: dict[str, list[int]] = {}
    for number in reversed(range(len(wanted))):
        at.setdefault(wanted[number], []).append(number)
    latest: list[int | None] = [None] * len(wanted)
    for position in sorted(position for term in at for position in places[term]):
        numbers = at[terms[position]]
        for number in numbers:
            latest[number] = latest[number - 1] if number else position
        first = latest[-1]
        if numbers[0] == len(wanted) - 1 and first is not None:
            gaps = position - first + 1 - len(wanted)
            if gaps <= sequence.slop:
                yield first, position


def _disjoint(rows: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    kept: list[tuple[int, int, int]] = []
    end = -1
    for first, last, leaf in rows:
        if first > end:
            kept.append((first, last, leaf))
            end = last
    return kept


def _overlaps(first: int, last: int, taken: list[tuple[int, int]]) -> bool:
    at = bisect_left(taken, (last + 1,))
    return at > 0 and taken[at - 1][1] >= first


def with_singles(finds: list[Find], singles: list[Find]) -> list[Find]:
    """``finds`` and those of ``singles`` that stand outside of them: phrases come before single words."""
    merged: list[Find] = []
    ahead = iter([*finds, None])
    current = next(ahead)
    for single in singles:
        while current is not None and current.end <= single.start:
            merged.append(current)
            current = next(ahead)
        if current is None or single.end <= current.start:
            merged.append(single)
    while current is not None:
        merged.append(current)
        current = next(ahead)
    return merged
