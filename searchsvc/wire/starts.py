"""Where a reported clause begins: a cue, places behind it -> sums of weights, and the best place.

``START`` are the templates of a place's features. Those of shapes alone take few values, so that their sum
is remembered; and what words can add to it is bounded, so that most places need no more than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from searchsvc.wire.features import MARGIN, NONE, NUMBERS, Cue, Groups, Known, Sentence, Template, Weights

SLACK = 1e-6
"""By how much a bound may be off, for sums depend on their order; far less than any weight."""
MOST_REMEMBERED = 50_000
"""Sums of shapes; a place has five of them and a distance."""

START: Groups = (
    (Template("far"),),
    (Template("here", 2), Template("before", 2, 1), Template("next", 3, 1), Template("behind", 2)),
    (Template("low"), Template("low,far", 2)),
    (Template("previous", 2),),
    (Template("w,far", 2), Template("w,here", 2), Template("w,low", 2)),
)

_Shapes = tuple[str, int, str, str, str]
"""What follows the cue; how far the place is; what stands before, at and behind it."""
_FARTHEST = 7
"""Words between cue and place; more are no different."""


@dataclass
class Starts:
    """The weights of ``START``. ``words`` and ``cues`` are the most that the features of a
    first word, and those of a cue word, can add; ``rest`` is that of the word before."""

    known: Known
    words: dict[str, float] = field(init=False)
    cues: dict[str, float] = field(init=False)
    rest: float = field(init=False)
    shapes: dict[_Shapes, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _, _, of_low, of_previous, of_cue = self.known
        self.words = {word: sum(map(_most, weights)) for word, weights in of_low.items()}
        self.cues = {word: sum(map(_most, weights)) for word, weights in of_cue.items()}
        self.rest = max((_most(weights[0]) for weights in of_previous.values()), default=0.0) + SLACK


def _most(weights: Weights) -> float:
    """The most that a template can add; most of them have no weight for most keys."""
    return max(0, *weights.values()) if weights else 0


def best_start(starts: Starts, sentence: Sentence, cue: Cue, places: Sequence[int]) -> int:
    """The place with the highest of the ``start_sums``, the first of equal ones."""
    known, remembered, most = starts.known, starts.shapes, starts.words
    shapes, lows, base = sentence.shapes, sentence.lows, MARGIN - sentence.first
    last = cue.span.last + base
    following, word = shapes[last + 1], lows[cue.span.first + base]
    rest = starts.rest + starts.cues.get(word, 0)
    best, found = float("-inf"), places[0]
    for at in places:
        place = at + base
        distance = place - last
        before, here, behind = shapes[place - 1 : place + 2]
        key = (following, distance if distance < _FARTHEST else _FARTHEST, before, here, behind)
        total = remembered.get(key)
        if total is None:
            if len(remembered) >= MOST_REMEMBERED:
                remembered.clear()
            total = remembered[key] = _shape_sum(known, *key)
        opens = lows[place]
        if total + most.get(opens, 0) + rest > best:
            total = _with_words(total, known, word, distance, lows[place - 1], opens, here)
            if total > best:
                best, found = total, at
    return found


def start_sums(known: Known, sentence: Sentence, cue: Cue, places: Sequence[int]) -> list[float]:
    """For each place the sum of the weights of a clause that begins there: of the features of ``START``."""
    shapes, lows, base = sentence.shapes, sentence.lows, MARGIN - sentence.first
    last = cue.span.last + base
    following, word = shapes[last + 1], lows[cue.span.first + base]
    sums = []
    for place in (at + base for at in places):
        distance = place - last
        before, here, behind = shapes[place - 1 : place + 2]
        total = _shape_sum(known, following, distance, before, here, behind)
        sums.append(_with_words(total, known, word, distance, lows[place - 1], lows[place], here))
    return sums


def _shape_sum(known: Known, following: str, distance: int, before: str, here: str, behind: str) -> float:
    far = NUMBERS[min(distance, _FARTHEST)]
    near = NUMBERS[min(distance, 4)]
    of_far, of_here = known[:2]
    total: float = 0
    if of := of_far.get(far):
        total += of[0].get("", 0)
    if of := of_here.get(here):
        here_far, here_before, here_next, here_behind = of
        total += (
            here_far.get(far, 0)
            + here_before.get(before, 0)
            + here_next.get((following, near), 0)
            + here_behind.get(behind, 0)
        )
    return total


def _with_words(
    total: float, known: Known, word: str, distance: int, previous: str, opens: str, here: str
) -> float:
    """``total``, a sum of shapes, with the weights of words added to it."""
    _, _, of_low, of_previous, of_cue = known
    w_far, w_here, w_low = of_cue.get(word) or (NONE, NONE, NONE)
    near = NUMBERS[min(distance, 4)]
    if of := of_low.get(opens):
        alone, by_far = of
        total += alone.get("", 0)
        if by_far:
            total += by_far.get(NUMBERS[min(distance, 3)], 0)
    if of := of_previous.get(previous):
        total += of[0].get(here, 0)
    return total + w_far.get(near, 0) + w_here.get(here, 0) + w_low.get(opens, 0)
