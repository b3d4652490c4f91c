"""What stands around a cue: more features of a cue -> the sum of their weights.

``CONTEXT`` are the templates. A rare cue word is told by its kind and by how it begins, and whether it
reports depends on the cues before and behind it: in "he said he believed it" only the first does.
"""

from __future__ import annotations

from bisect import bisect_left

from searchsvc.wire.features import MARGIN, Groups, Known, Sentence, Template
from searchsvc.wire.phrases import Span

BEGINNING = 4
"""Letters by which words of one stem are told."""
NEAR, NEARER = 8, 3
"""Words between two cues: fewer are near."""

CONTEXT: Groups = (
    (
        Template("kind"),
        Template("kind,next", 2),
        Template("kind,previous", 2),
        Template("kind,before", 2),
        Template("kind,far-ahead", 2),
        Template("kind,far-behind", 2),
        Template("kind,ahead", 2),
        Template("kind,behind", 2),
    ),
    (Template("ahead,far", 2), Template("ahead,w", 2)),
    (Template("cue-behind,far", 2),),
    (Template("begins"), Template("begins,behind", 2)),
    (Template("two-behind"),),
    (Template("two-ahead"),),
    (Template("three-ahead"),),
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
    of_kind, of_ahead, of_cue_behind, of_beginning, of_two_behind, of_two_ahead, of_three_ahead = known
    total: float = 0
    if of := of_kind.get(sentence.lexicon.kinds[word]):
        alone, k_next, k_previous, k_before, k_far_ahead, k_far_behind, k_ahead, k_behind = of
        total += (
            alone.get("", 0)
            + k_next.get(lows[last + 1], 0)
            + k_previous.get(lows[first - 1], 0)
            + k_before.get(shapes[first - 1], 0)
            + k_far_ahead.get(far_ahead, 0)
            + k_far_behind.get(far_behind, 0)
            + k_ahead.get(ahead, 0)
            + k_behind.get(cue_behind, 0)
        )
    if of := of_ahead.get(ahead):
        total += of[0].get(far_ahead, 0) + of[1].get(word, 0)
    if of := of_cue_behind.get(cue_behind):
        total += of[0].get(far_behind, 0)
    if of := of_beginning.get(word[:BEGINNING]):
        total += of[0].get("", 0) + of[1].get(behind, 0)
    if of := of_two_behind.get(lows[last + 2]):
        total += of[0].get("", 0)
    if of := of_two_ahead.get(lows[first - 2]):
        total += of[0].get("", 0)
    if of := of_three_ahead.get(lows[first - 3]):
        total += of[0].get("", 0)
    return total


def _far(words: int) -> str:
    return "1" if words < NEARER else "2" if words < NEAR else "3"
