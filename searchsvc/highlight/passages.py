"""Passages: which stretches of a text show best why it was found, and where to cut them."""

from __future__ import annotations

import heapq
import re
import tomllib
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import chain, islice
from typing import NamedTuple

from searchsvc.analysis import Token, fold, tokenize
from searchsvc.highlight.spans import Find

_TABLE: dict[str, dict[str, list[str]]] = tomllib.loads(
    files("searchsvc.highlight").joinpath("abbreviations.toml").read_text(encoding="utf-8")
)
_WORDS = {name: tuple(chain.from_iterable(table.values())) for name, table in _TABLE.items()}
_IN_ANY_CASE = frozenset(fold(word) for word in _WORDS["abbreviations"] if word.islower())
_CAPITAL = frozenset(fold(word) for word in _WORDS["abbreviations"] if not word.islower())
_BEFORE_NUMBERS = frozenset(map(fold, _WORDS["before_numbers"]))

# It begins with a set of characters, to which ``re`` skips; white space matters where a line ends in it.
_BREAK = re.compile(
    r"[.!?…。！？\n]"
    r"(?:(?<=[.!?…])[\"'”’»)\]]{0,3}(\s+)|(?<=\n)\s*|(?<=[。！？])[」』”’）]{0,3}\s*)"
)
_LAST_WORD = re.compile(r"(\w+)\.\W*\Z")

_LOOK_BACK = 4
_LONGEST_ABBREVIATION = 8
_FILLED = 0.75
"""How much of a passage the stretch between its first and last find may take, so that some of the
sentence around them is seen."""
_WORD_WEIGHT = 1_000_000
_REACH = 16
"""How far to look at first for a word at a cut, code points."""


class Text(NamedTuple):
    """What passages are cut from: the text, the finds in it (in order, disjoint), its tokens, and where its
    sentences begin; without those, the words and sentences at a cut are read when they are needed."""

    text: str
    finds: list[Find]
    tokens: list[Token] | None = None
    breaks: Sequence[int] | None = None

    def words(self, low: int, high: int) -> list[tuple[int, int]]:
        """Start and end of the tokens that touch ``low:high``, perhaps with some about them."""
        if self.tokens is not None:
            first = max(0, bisect_left(self.tokens, low, key=_start) - 1)
            return [token[3:] for token in self.tokens[first : bisect_right(self.tokens, high, key=_start)]]
        text = self.text
        while low > 0 and not text[low - 1].isspace():
            low -= 1
        while high < len(text) and not text[high].isspace():
            high += 1
        return [(low + start, low + end) for *_, start, end in tokenize(text[low:high])]


def _start(token: Token) -> int:
    return token.start


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
            begin, stop = _cut(text, start, end, low, high, size)
            insort(chosen, _trimmed(text, begin, stop, first, last))
    return chosen


def _windows(finds: list[Find], sizes: list[int], size: int) -> list[tuple[int, int, int, int]]:
    """For each find, the window that begins with it: how little it has to show (its leaves' weight
    and its number of finds, negative), and the numbers of its first and last find."""
    if len(finds) == 1:
        return [(-1, -1, 0, 0)]
    occurrences = [0] * len(sizes)
    for find in finds:
        for leaf in find.leaves:
            occurrences[leaf] += 1
    # A leaf weighs what it has of words; how rare it is decides between equals.
    weights = [
        words * _WORD_WEIGHT + _WORD_WEIGHT // (count + 1)
        for words, count in zip(sizes, occurrences, strict=True)
    ]
    inside = [0] * len(sizes)
    windows: list[tuple[int, int, int, int]] = []
    weight, last, final = 0, -1, len(finds) - 1
    for first, (start, _, _, leaves) in enumerate(finds):
        while last < first or (last < final and finds[last + 1].end - start <= size):
            last += 1
            for leaf in finds[last].leaves:
                if not inside[leaf]:
                    weight += weights[leaf]
                inside[leaf] += 1
        windows.append((-weight, first - last - 1, first, last))
        for leaf in leaves:
            inside[leaf] -= 1
            if not inside[leaf]:
                weight -= weights[leaf]
    return windows


def _cut(text: Text, first: int, last: int, low: int, high: int, size: int) -> tuple[int, int]:
    """The passage around ``first:last`` within ``low:high``: whole sentences where they fit. It may begin
    and end with white space, or within a find."""
    room = max(0, size - (last - first))
    low, high = max(low, first - room), min(high, last + room)
    begins = text.breaks if text.breaks is not None else _breaks(text.text, low, high)
    number = bisect_right(begins, first)
    lowest = bisect_left(begins, low, 0, number)
    start = begins[number - 1] if lowest < number else None
    if start is None and low == 0:
        start = 0
    # Behind the sentence that is begun with, no end is of use that makes the passage too long.
    reach = high if start is None else min(high, start + size)
    end = _end_of_sentence(text.text, begins, last, reach, nearest=start is None)
    if start is not None and end is not None:
        for begin in reversed(begins[lowest : max(lowest, number - 1)]):
            if end - begin > size:
                break
            start = begin
        if low == 0 and end <= size:
            start = 0
    elif start is not None:
        end = _word_end(text, reach, last)
    elif end is not None:
        start = _word_start(text, max(low, end - size), first)
    else:
        start = _word_start(text, max(low, first - room // 2), first)
        end = _word_end(text, min(high, start + size), last)
    return start, end


def _end_of_sentence(text: str, begins: Sequence[int], last: int, reach: int, *, nearest: bool) -> int | None:
    """The last end of a sentence in ``last:reach``, or the first; None where there is none."""
    end = None
    for begin in islice(begins, bisect_left(begins, last), None):
        stop = begin
        while stop > last and text[stop - 1].isspace():
            stop -= 1
        if stop > reach:
            return end
        end = stop
        if nearest:
            return end
    return reach if reach == len(text) else end


def sentence_starts(text: str) -> list[int]:
    """Where the sentences and lines of a text begin (code points), those at its very start aside; perhaps
    its end among them. Whoever keeps them with the text has them to give to ``Highlighter.passages``."""
    return _breaks(text, 0, len(text))


def _breaks(text: str, low: int, high: int) -> list[int]:
    """Where in ``low:high``, or somewhat behind it, a sentence begins."""
    begins = []
    for match in _BREAK.finditer(text, max(0, low - _LOOK_BACK), high + 1):
        stop, begin = match.span(1)
        if stop < 0:
            begins.append(match.end())
        elif not _goes_on(text, match.start(), stop, begin):
            begins.append(begin)
    return begins


def _goes_on(text: str, mark: int, stop: int, begin: int) -> bool:
    """Whether what looks like the end of a sentence stands within one: after an abbreviation or an
    initial, or before a small letter. White space, ``stop:begin``, follows the ``mark``."""
    if text.find("\n", stop, begin) >= 0:
        return False
    following = text[begin : begin + 1]
    if following.islower():
        return True
    if text[mark] != "." or stop != mark + 1:
        return False
    return _is_abbreviated(text[max(0, mark - _LONGEST_ABBREVIATION) : stop], following.isdecimal())


@lru_cache(maxsize=1 << 12)
def _is_abbreviated(text: str, before_number: bool) -> bool:
    """Whether the last word, before a full stop, is an abbreviation or an initial."""
    found = _LAST_WORD.search(text)
    if found is None:
        return False
    word = found[1]
    folded = fold(word)
    return (
        (len(word) == 1 and word.isalpha())
        or folded in _IN_ANY_CASE
        or (folded in _CAPITAL and word[0].isupper())
        or (folded in _BEFORE_NUMBERS and before_number)
    )


def _word_start(text: Text, limit: int, first: int) -> int:
    """The first place from ``limit`` on where a word begins, with marks before it; at most ``first``."""
    start, lowest, high = first, limit, limit
    while limit <= high < first:
        high = min(first, high + _REACH)
        words = text.words(limit, high)
        if (begun := next((begin for begin, _ in words if begin >= limit), None)) is not None:
            start = min(begun, first)
            break
    else:
        words = text.words(limit, limit)
    lowest = max([limit, *(end for begin, end in words if begin < limit)])
    while start > lowest and not text.text[start - 1].isspace():
        start -= 1
    return start


def _word_end(text: Text, limit: int, last: int) -> int:
    """The last place up to ``limit`` at which a word ends, with the marks after it; at least ``last``."""
    end, low = last, limit
    while low > last:
        low = max(last, low - _REACH)
        words = text.words(low, limit)
        if (ended := max((stop for _, stop in words if stop <= limit), default=last)) > last:
            end = ended
            break
    else:
        words = text.words(limit, limit)
    highest = min([limit, *(begin for begin, stop in words if stop > limit)])
    while end < highest and not text.text[end].isspace():
        end += 1
    return end


def _trimmed(text: Text, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """Without white space at the ends, and without parts of finds; those with numbers from ``first`` to
    ``last`` are in it."""
    finds = text.finds
    if first and finds[first - 1].end > start:
        number = bisect_right(finds, start, 0, first, key=_end)
        start = finds[number].end if finds[number].start < start else start
    if last + 1 < len(finds) and finds[last + 1].start < end:
        number = bisect_right(finds, end, last + 1, key=_end)
        if number < len(finds):
            end = min(end, finds[number].start)
    first_start, last_end = finds[first].start, finds[last].end
    while start < first_start and text.text[start].isspace():
        start += 1
    while end > last_end and text.text[end - 1].isspace():
        end -= 1
    return start, end


def _end(find: Find) -> int:
    return find.end
