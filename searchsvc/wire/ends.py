"""Where a reported clause ends: a cue, the clause's beginning, places behind it -> sums of weights.

``END`` are the templates of a place's features, ``DETAIL`` those that are asked only in languages whose verb
has no fixed place: what the other sets of labels are too small to tell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import add

from searchsvc.wire.features import (
    FINITE,
    MARGIN,
    NONE,
    NUMBERS,
    Cue,
    Groups,
    Known,
    Sentence,
    Template,
)

END: Groups = (
    (
        Template("boundary"),
        Template("frame", 2, 1),
        Template("left", 2, 1),
        Template("commas,kind", 3, 1),
        Template("ahead,kind", 2, 1),
        Template("boundary,size", 2),
        Template("after,kind", 2),
        Template("here", 2, 1),
        Template("opens", 3, 1),
        Template("finite", 2, 1),
    ),
    (
        Template("stop"),
        Template("frame,stop", 3, 1),
        Template("commas", 2, 1),
        Template("ahead", 2, 1),
        Template("after", 2),
        Template("after2", 3),
        Template("size", 2, 1),
    ),
    (Template("w,boundary", 2), Template("w,size", 2)),
    (Template("opens,boundary", 2),),
    (Template("word", 2),),
    (Template("previous", 2),),
)


DETAIL: Groups = (
    (
        Template("cue-behind,boundary", 2, 1),
        Template("open,boundary", 2, 1),
        Template("quoted-behind,boundary", 2, 1),
    ),
    (
        Template("cue-behind,stop", 2, 1),
        Template("dashes,stop", 3, 2),
        Template("closes,stop", 2, 1),
    ),
    (Template("next,shape", 2), Template("next,word", 2)),
    (Template("length,rest", 2), Template("length,kind", 2), Template("length,first", 2)),
    (Template("quoted,quoted-behind", 3), Template("quoted,boundary", 3)),
)


def end_sums(known: Known, sentence: Sentence, cue: Cue, start: int, ends: Sequence[int]) -> list[float]:
    """For each of the tokens ``ends``, in order, the sum of the weights of a clause from ``start`` to there:
    of the features of ``END``."""
    shapes, lows, base = sentence.shapes, sentence.lows, MARGIN - sentence.first
    frame = _frame(sentence, cue)
    begin = start + base
    first, opens, final = shapes[begin], lows[begin], sentence.last + base
    finite_at = _first_finite(shapes, begin)
    reports = sentence.places(sentence.lexicon.cues)
    passed = bisect_left(reports, begin)
    of_boundary, of_stop, of_word, of_opening, of_last, of_previous = known
    w_boundary, w_size = of_word.get(lows[cue.span.first + base]) or (NONE, NONE)
    (opens_boundary,) = of_opening.get(opens) or (NONE,)
    (previous_boundary,) = of_previous.get(lows[begin - 1]) or (NONE,)
    sums = []
    commas, counted = 0, begin
    for end in ends:
        place = end + base
        commas += shapes[counted:place].count(",")
        counted = max(counted, place)
        stop, length, rest = lows[place + 1], place - begin, final - place
        size = NUMBERS[length] if length < 4 else "few" if length < 7 else "some" if length < 14 else "many"
        left = "none" if rest == 0 else "few" if rest < 4 else "some" if rest < 9 else "many"
        # The low of a quoted token is empty, which is in any text: it counts as a mark here, as it did when
        # the weights were learned.
        mark = stop in ",;:—–-("
        behind = place + 2 if mark else place + 1
        boundary = (stop if mark else "=") + shapes[behind]
        ahead = "-"
        while passed < len(reports) and reports[passed] <= place:
            passed += 1
        if passed < len(reports) and reports[passed] - place < 6:
            ahead = NUMBERS[reports[passed] - place]
        total: float = 0
        if of := of_boundary.get(boundary):
            alone, b_frame, b_left, b_commas, b_ahead, b_size, b_after, b_here, b_opens, b_finite = of
            after, here = shapes[behind + 1], shapes[place]
            finite = "True" if place >= finite_at else "False"
            total += (
                alone.get("", 0)
                + b_frame.get(frame, 0)
                + b_left.get(left, 0)
                + b_ahead.get(ahead, 0)
                + b_size.get(size, 0)
                + b_after.get(after, 0)
                + b_here.get(here, 0)
                + b_finite.get(finite, 0)
            )
            total += b_commas.get((NUMBERS[commas if commas < 2 else 2], left), 0) + b_opens.get(
                (first, size), 0
            )
        if of := of_stop.get(stop):
            alone, s_frame, s_commas, s_ahead, s_after, s_after2, s_size = of
            after = lows[behind]
            total += alone.get("", 0) + s_ahead.get(ahead, 0) + s_size.get(size, 0) + s_after.get(after, 0)
            total += s_frame.get((frame, size), 0) + s_commas.get(NUMBERS[commas if commas < 3 else 3], 0)
            if s_after2:
                total += s_after2.get((after, lows[behind + 1]), 0)
        if of := of_last.get(lows[place]):
            total += of[0].get(stop, 0)
        sums.append(
            total
            + w_boundary.get(boundary, 0)
            + w_size.get(size, 0)
            + opens_boundary.get(boundary, 0)
            + previous_boundary.get(boundary, 0)
        )
    return sums


def detail_sums(known: Known, sentence: Sentence, cue: Cue, start: int, ends: Sequence[int]) -> list[float]:
    """As ``end_sums``, of the features of ``DETAIL``. ``sentence.cue_places`` are where its cues are."""
    shapes, lows, base = sentence.shapes, sentence.lows, MARGIN - sentence.first
    begin, final = start + base, sentence.last + base
    first, kind = shapes[begin], sentence.lexicon.kinds[lows[cue.span.first + base]]
    cue_places = sentence.cue_places
    of_boundary, of_stop, of_next, of_length, _ = known
    sums = []
    for end in ends:
        place = end + base
        stop = lows[place + 1]
        behind = place + 2 if stop in _MARKS else place + 1
        number = bisect_right(cue_places, end)
        cue_behind = _class(cue_places[number] - end, _DISTANCES) if number < len(cue_places) else "-"
        total: float = 0
        if of := of_boundary.get(_boundary(stop, shapes[behind])):
            is_open = "open" if _is_open(sentence, begin, place) else "-"
            total += of[0].get(cue_behind, 0) + of[1].get(is_open, 0)
        if of := of_stop.get(stop):
            total += of[0].get(cue_behind, 0)
            if stop in _DASHES:
                total += of[1].get(_dashes(sentence, begin, place), 0)
        if of := of_next.get(lows[behind]):
            total += of[0].get(shapes[behind + 1], 0) + of[1].get(lows[behind + 1], 0)
        if of := of_length.get(_class(place - begin, _LENGTHS)):
            total += of[0].get(_class(final - place, _RESTS), 0) + of[1].get(kind, 0) + of[2].get(first, 0)
        sums.append(total)
    return list(map(add, sums, _quoted_sums(known, sentence, begin, ends))) if sentence.is_marked else sums


def _quoted_sums(known: Known, sentence: Sentence, begin: int, ends: Sequence[int]) -> list[float]:
    """The part of ``detail_sums`` that words in quotation marks have in it."""
    shapes, lows, base = sentence.shapes, sentence.lows, MARGIN - sentence.first
    quoted = sentence.places(_QUOTED)
    before = bisect_left(quoted, begin)
    of_boundary, of_stop, _, _, of_quoted = known
    sums = []
    for end in ends:
        place = end + base
        stop = lows[place + 1]
        boundary = _boundary(stop, shapes[place + 2 if stop in _MARKS else place + 1])
        reached = bisect_right(quoted, place)
        inside, behind = NUMBERS[min(reached - before, 2)], NUMBERS[min(len(quoted) - reached, 2)]
        is_last = "last" if end == sentence.last else "-"
        closes = sentence.tokens[end].text[-1:] if shapes[place] == "Q" else "-"
        total: float = 0
        if of := of_quoted.get(inside):
            total += of[0].get((behind, is_last), 0)
            total += of[1].get((boundary, "-" if closes == "-" else "closes"), 0)
        if of := of_boundary.get(boundary):
            total += of[2].get(behind, 0)
        if of := of_stop.get(stop):
            total += of[2].get(closes, 0)
        sums.append(total)
    return sums


def _boundary(stop: str, behind: str) -> str:
    """What follows a place: a mark, and what kind of word stands behind it."""
    return (stop if stop in _MARKS else "=") + behind


_MARKS = frozenset(",;:—–-(")
_DASHES, _OPENING, _CLOSING = frozenset("—–-"), frozenset("("), frozenset(")")
_QUOTED = frozenset(("",))
"""The low of a token of words in quotation marks."""
_DISTANCES, _LENGTHS, _RESTS = (3, 6, 10), (2, 4, 7, 11, 16, 24), (1, 3, 6, 10, 16)
"""Where the classes of numbers of words begin: to the next cue, of a clause, behind it."""


def _class(number: int, classes: tuple[int, ...]) -> str:
    return NUMBERS[bisect_right(classes, number)]


def _is_open(sentence: Sentence, begin: int, place: int) -> bool:
    """Whether a bracket is opened from ``begin`` on that is not closed up to ``place``."""
    opened = sentence.places(_OPENING)
    if not opened:
        return False
    closed = sentence.places(_CLOSING)
    return _many(opened, begin, place) > _many(closed, begin, place)


def _many(places: list[int], first: int, last: int) -> int:
    """How many of ``places`` are from ``first`` to ``last``."""
    return bisect_right(places, last) - bisect_left(places, first)


def _dashes(sentence: Sentence, begin: int, place: int) -> tuple[str, str]:
    """How many dashes stand from ``begin`` up to ``place``, and from the second word behind that on."""
    dashes = sentence.places(_DASHES)
    inside, behind = _many(dashes, begin, place), len(dashes) - bisect_left(dashes, place + 2)
    return NUMBERS[min(inside, 2)], NUMBERS[min(behind, 2)]


def _frame(sentence: Sentence, cue: Cue) -> str:
    """What the cue's clause is: one that a conjunction begins, a relative one, or the main one."""
    shapes, base = sentence.shapes, MARGIN - sentence.first
    for place in range(cue.span.first - 1 + base, max(MARGIN, cue.span.first - 7 + base) - 1, -1):
        shape = shapes[place]
        if shape in ("relative", "that", "break"):
            return f"{shape} {place == MARGIN}"
        if shape in (",", "join"):
            break
    return "break" if shapes[MARGIN] == "break" else "main"


def _first_finite(shapes: list[str], begin: int) -> int:
    """Where the first verb behind ``begin`` may be; past the end where there is none near."""
    for at in range(begin, min(begin + 12, len(shapes))):
        if shapes[at] in FINITE:
            return at
    return len(shapes)
