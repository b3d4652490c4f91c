"""What stands around a cue: more features of a cue -> the sum of their weights.

``CONTEXT`` are the templates. A rare cue word is told by its kind and by how it begins, and whether it
reports depends on the cues before and behind it: in "he said he believed it" only the first does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from searchsvc.wire.features import MARGIN, NUMBERS, Cue, Groups, Known, Sentence, Template, front_of
from searchsvc.wire.phrases import Span

BEGINNING = 4
"""Letters by which words of one stem are told."""
NEAR, NEARER = 8, 3
"""Words between two cues: fewer are near."""

CONTEXT: Groups = (
    (
        Template("kind"),
        Template("kind,next", 2),
        Template("kind,before", 2),
        Template("kind,far-ahead", 2),
        Template("kind,far-behind", 2),
        Template("kind,ahead", 2),
        Template("kind,behind", 2),
    ),
    (Template("ahead,far", 2),),
    (Template("cue-behind,far", 2),),
    (Template("begins"), Template("begins,behind", 2)),
    (Template("two-ahead"),),
    (Template("finite"), Template("finite,w", 2)),
    (Template("words-ahead,before", 2),),
)

SIDE: Groups = (
    (
        Template("side"),
        Template("side,w", 2),
        Template("side,behind", 2),
        Template("side,gap,behind", 3),
    ),
    (Template("side-low"),),
    (Template("fronted,behind", 2),),
)


def context_sum(known: Known, sentence: Sentence, cue: Span) -> float:
    """The sum of the weights of a cue's features, which are those of ``CONTEXT``.

    ``sentence.cue_places`` are where its cues are.
    """
    shapes, lows, base = sentence.shapes, sentence.lows, MARGIN - sentence.first
    first, last = cue.first + base, cue.last + base
    places = sentence.cue_places
    number = bisect_left(places, cue.first)
    ahead, far_ahead = "-", "-"
    if number:
        place = places[number - 1] + base
        ahead, far_ahead = lows[place], _far(first - place)
    cue_behind, far_behind = "-", "-"
    number = bisect_left(places, cue.last + 1, number)
    if number < len(places):
        place = places[number] + base
        cue_behind, far_behind = lows[place], _far(place - last)
    word, behind = lows[first], shapes[last + 1]
    of_kind, of_ahead, of_cue_behind, of_beginning, of_two_ahead, of_finite, of_words_ahead = known
    total: float = 0
    if of := of_kind.get(sentence.lexicon.kinds[word]):
        alone, k_next, k_before, k_far_ahead, k_far_behind, k_ahead, k_behind = of
        total += (
            alone.get("", 0)
            + k_next.get(lows[last + 1], 0)
            + k_before.get(shapes[first - 1], 0)
            + k_far_ahead.get(far_ahead, 0)
            + k_far_behind.get(far_behind, 0)
            + k_ahead.get(ahead, 0)
            + k_behind.get(cue_behind, 0)
        )
    if of := of_ahead.get(ahead):
        total += of[0].get(far_ahead, 0)
    if of := of_cue_behind.get(cue_behind):
        total += of[0].get(far_behind, 0)
    if of := of_beginning.get(word[:BEGINNING]):
        total += of[0].get("", 0) + of[1].get(behind, 0)
    if of := of_two_ahead.get(lows[first - 2]):
        total += of[0].get("", 0)
    if of := of_finite.get(_finite(shapes, last, len(shapes) - MARGIN)):
        total += of[0].get("", 0) + of[1].get(word, 0)
    if of := of_words_ahead.get(NUMBERS[bisect_right(_CLASSES, first - MARGIN)]):
        total += of[0].get(shapes[first - 1], 0)
    return total


_CLASSES = (1, 3, 6, 12)
"""Where the classes of the number of words before a cue begin."""


def _finite(shapes: list[str], last: int, end: int) -> str:
    """How far behind the cue, at ``last``, and before any mark a verb with a subject may be."""
    for place, shape in enumerate(shapes[last + 1 : min(last + 14, end)], last + 1):
        if shape in _FINITE:
            distance = place - last
            return NUMBERS[distance] if distance < 3 else "few" if distance < 6 else "some"
        if shape in ",;:—":
            return "mark"
    return "-"


_FINITE = frozenset(("ed", "s", "auxiliary"))


def side_sum(known: Known, sentence: Sentence, cue: Cue) -> float:
    """The sum of the weights of the features of ``SIDE``: what stands before a cue's speaker."""
    shapes, lows, base = sentence.shapes, sentence.lows, MARGIN - sentence.first
    first, last = cue.span.first + base, cue.span.last + base
    behind = shapes[last + 1]
    side, low, gap = "-", "-", "-"
    if cue.speaker is not None:
        place = cue.speaker.first + base - 1
        side, low = shapes[place], lows[place]
        gap = NUMBERS[max(min(first - cue.speaker.last - base, 4), 0)]
    of_side, of_low, of_fronted = known
    total: float = 0
    if of := of_side.get(side):
        alone, s_word, s_behind, s_gap = of
        total += (
            alone.get("", 0)
            + s_word.get(lows[first], 0)
            + s_behind.get(behind, 0)
            + s_gap.get((gap, behind), 0)
        )
    if of := of_low.get(low):
        total += of[0].get("", 0)
    if of := of_fronted.get(front_of(cue)):
        total += of[0].get(behind, 0)
    return total


def _far(words: int) -> str:
    return "1" if words < NEARER else "2" if words < NEAR else "3"
