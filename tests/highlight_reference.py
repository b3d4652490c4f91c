"""Highlights by reading every word of a text: what the quick way is held to."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from searchsvc.analysis import Token, tokenize
from searchsvc.highlight.leaves import Sequence, Wanted, wanted_by_field
from searchsvc.highlight.passages import _FILLED, _LONGEST_ABBREVIATION, _is_abbreviated, _windows
from searchsvc.search import MarkedSpan, Passage
from searchsvc.tree import Node

_BREAK = re.compile(r"([.!?…][\"'”’»)\]]{0,3})?(\s+)|[。！？][」』”’）]{0,3}\s*")


def read(tree: Node, languages: tuple[str, ...], field: str, text: str, language: str | None) -> Text | None:
    """A text with its tokens and all finds; None where nothing is wanted in the field."""
    wanted = wanted_by_field(tree, "articles", languages).get(field)
    if wanted is None:
        return None
    tokens = tokenize(text)
    return Text(text, tokens, find_all(tokens, wanted, language), wanted.sizes)


def spans(text: Text) -> tuple[MarkedSpan, ...]:
    return tuple(MarkedSpan(find.start, find.end, find.kind) for find in text.finds)


def passages(text: Text, fragments: int, size: int) -> tuple[Passage, ...]:
    marked = spans(text)
    return tuple(
        Passage(start, end, text.text[start:end], tuple(m for m in marked if start <= m.start < end))
        for start, end in best_passages(text, text.sizes, fragments=fragments, size=size)
    )


class Find(NamedTuple):
    """``start:end`` (code points) answers the leaves with these numbers."""

    start: int
    end: int
    kind: str
    leaves: tuple[int, ...]


def find_all(tokens: list[Token], wanted: Wanted, language: str | None) -> list[Find]:
    """The finds in order, disjoint.

    Of those that overlap phrases come first, from the left, the longer one of two that begin
    together; then near phrases, the one that ends first and is tightest; then single words."""
    singles = _singles(tokens, wanted, language)
    if not wanted.sequences:
        return singles
    places: dict[str, list[int]] = {term: [] for sequence in wanted.sequences for term in sequence.terms}
    for token in tokens:
        if token.term in places:
            places[token.term].append(token.position)
    exact: list[tuple[int, int, int]] = []
    near: list[tuple[int, int, int]] = []
    terms = [token.term for token in tokens]
    for sequence in wanted.sequences:
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
    finds = [_joined(tokens, row, "phrase") for row in kept] + [_joined(tokens, row, "near") for row in close]
    finds.sort(key=lambda find: find.start)
    return _with_singles(finds, singles)


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


def _joined(tokens: list[Token], row: tuple[int, int, int], kind: str) -> Find:
    first, last, leaf = row
    return Find(tokens[first].start, tokens[last].end, kind, (leaf,))


def _with_singles(finds: list[Find], singles: list[Find]) -> list[Find]:
    """``finds`` and those of ``singles`` that stand outside of them."""
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


@dataclass(frozen=True)
class Text:
    """What passages are cut from: the text, its tokens, and the finds in it (in order, disjoint)."""

    text: str
    tokens: list[Token]
    finds: list[Find]
    sizes: list[int]


def best_passages(text: Text, sizes: list[int], *, fragments: int, size: int) -> list[tuple[int, int]]:
    """Start and end of at most ``fragments`` passages of at most ``size`` code points (more only
    where a single find is longer), disjoint, in the order of the text.

    Best is what answers most leaves, a leaf counting more the more words it has (``sizes``) and
    the rarer it is in this text; then what has most finds; then what comes first."""
    if not text.finds or fragments < 1:
        return []
    if len(text.text) <= size:
        return [(0, len(text.text))]
    chosen: list[tuple[int, int]] = []
    windows = _windows(text.finds, sizes, max(1, int(size * _FILLED)))
    heapq.heapify(windows)
    while windows and len(chosen) < fragments:
        *_, first, last = heapq.heappop(windows)
        start, end = text.finds[first].start, text.finds[last].end
        place = bisect_left(chosen, (start, end))
        low = chosen[place - 1][1] if place else 0
        high = chosen[place][0] if place < len(chosen) else len(text.text)
        if low <= start and end <= high:
            insort(chosen, _cut(text, start, end, low, high, size))
    return chosen


def _cut(text: Text, first: int, last: int, low: int, high: int, size: int) -> tuple[int, int]:
    """The passage around ``first:last`` within ``low:high``: whole sentences where they fit."""
    room = max(0, size - (last - first))
    low, high = max(low, first - room), min(high, last + room)
    breaks = _breaks(text.text)
    starts = [begin for _, begin in breaks if low <= begin <= first]
    ends = [stop for stop, _ in breaks if last <= stop <= high]
    start = starts.pop() if starts else None
    end = ends.pop(0) if ends else None
    if start is not None and end is not None and end - start <= size:
        while ends and ends[0] - start <= size:
            end = ends.pop(0)
        while starts and end - starts[-1] <= size:
            start = starts.pop()
    elif start is not None:
        end = _word_end(text, min(high, start + size), last)
    elif end is not None:
        start = _word_start(text, max(low, end - size), first)
    else:
        start = _word_start(text, max(low, first - room // 2), first)
        end = _word_end(text, min(high, start + size), last)
    return _trimmed(text, start, end, first, last)


def _word_start(text: Text, limit: int, first: int) -> int:
    """The first place from ``limit`` on where a word begins, with marks before it; at most ``first``."""
    number = bisect_left(text.tokens, limit, key=lambda token: token.start)
    start = text.tokens[number].start if number < len(text.tokens) else first
    lowest = max(limit, text.tokens[number - 1].end if number else 0)
    start = min(start, first)
    while start > lowest and not text.text[start - 1].isspace():
        start -= 1
    return start


def _word_end(text: Text, limit: int, last: int) -> int:
    """The last place up to ``limit`` at which a word ends, with the marks after it; at least ``last``."""
    number = bisect_right(text.tokens, limit, key=lambda token: token.end)
    end = max(text.tokens[number - 1].end if number else last, last)
    highest = min(limit, text.tokens[number].start if number < len(text.tokens) else len(text.text))
    while end < highest and not text.text[end].isspace():
        end += 1
    return end


def _trimmed(text: Text, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """Without white space at the ends, and without parts of finds."""
    number = bisect_right(text.finds, start, key=lambda find: find.end)
    if number < len(text.finds) and text.finds[number].start < start:
        start = text.finds[number].end
    number = bisect_right(text.finds, end, key=lambda find: find.end)
    if number < len(text.finds) and text.finds[number].start < end:
        end = text.finds[number].start
    while start < first and text.text[start].isspace():
        start += 1
    while end > last and text.text[end - 1].isspace():
        end -= 1
    return start, end


def _breaks(text: str) -> list[tuple[int, int]]:
    """Where a sentence ends and where the next begins."""
    breaks = [(0, 0)]
    for match in _BREAK.finditer(text):
        stop, space = match.end(1), match[2]
        if space is None:
            breaks.append((len(match[0].rstrip()) + match.start(), match.end()))
        elif stop < 0:
            if "\n" in space:
                breaks.append((match.start(2), match.end()))
        elif "\n" in space or not _goes_on(text, match):
            breaks.append((stop, match.end()))
    return [*breaks, (len(text), len(text))]


def _goes_on(text: str, stop: re.Match[str]) -> bool:
    """Whether what looks like the end of a sentence stands within one: after an abbreviation or an
    initial, or before a small letter."""
    following = text[stop.end() : stop.end() + 1]
    if following.islower():
        return True
    before = text[max(0, stop.start() - _LONGEST_ABBREVIATION) : stop.start() + 1]
    return stop[1] == "." and _is_abbreviated(before, following.isdecimal())
