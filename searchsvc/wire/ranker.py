"""A linear ranker: a question about a cue -> how probable each choice is.

The weights stand in ``weights/<language>.json``, which ``python -m evals.train`` writes: for each question
("mode", "start", "end") those of its features. They were learned as a conditional logit model is: the
probability of a choice is the softmax of the sums of its features' weights.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from math import exp
from typing import Any

from searchsvc.wire.contexts import CONTEXT, SIDE, context_sum, side_sum
from searchsvc.wire.ends import DETAIL, END, detail_sums, end_sums
from searchsvc.wire.features import (
    MODE,
    MODES,
    NONE,
    Cue,
    Groups,
    Key,
    Known,
    Sentence,
    place_sum,
    speaker_sum,
)
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.phrases import Span
from searchsvc.wire.starts import SLACK, START, Starts, best_start
from searchsvc.wire.verb_second import SECOND, second_sum

PARTIAL = "partial"
"""Under which the weights of partial quotes stand beside those of places."""
FOLDER = resources.files("searchsvc.wire") / "weights"


@dataclass(frozen=True)
class Weights:
    """What was learned of a language: the words that may be cues; of each feature of a cue the weights for
    every mode but the first; and of each feature of a "start" or an "end" of a clause its weight."""

    cues: frozenset[str]
    modes: dict[str, list[float]]
    places: dict[str, dict[str, float]]

    @cached_property
    def _modes(self) -> Known:
        return _by_group(MODE, {text: _pack(row) for text, row in self.modes.items()})

    @cached_property
    def _contexts(self) -> Known:
        return _by_group(CONTEXT, {text: _pack(row) for text, row in self.modes.items()})

    @cached_property
    def _sides(self) -> Known:
        return _by_group(SIDE, {text: _pack(row) for text, row in self.modes.items()})

    @cached_property
    def _seconds(self) -> Known:
        return _by_group(SECOND, {text: _pack(row) for text, row in self.modes.items()})

    @cached_property
    def _starts(self) -> Starts:
        return Starts(_by_group(START, self.places["start"]))

    @cached_property
    def _ends(self) -> Known:
        return _by_group(END, self.places["end"])

    @cached_property
    def _details(self) -> Known:
        return _by_group(DETAIL, self.places["end"])

    @cached_property
    def _most_of_speaker(self) -> dict[str, list[float]]:
        """By the word of the cue, and under "" for others, the most that its speaker can add to each mode."""
        return self._most(SPEAKER)

    @cached_property
    def _most_of_side(self) -> dict[str, list[float]]:
        """The same of what stands before the speaker, by what stands behind the cue."""
        return self._most(BEHIND)

    def _most(self, names: Mapping[str, int | None]) -> dict[str, list[float]]:
        """The most that the features ``names`` can add to each mode, by one of their values: its number is
        given with the name, and None where a feature has none of these."""
        most: dict[tuple[str, str], list[float]] = {}
        none = [0.0] * (len(MODES) - 1)
        for text, row in self.modes.items():
            name, *values = text.split(" ")
            if name in names:
                number = names[name]
                key = (name, "" if number is None else values[number])
                most[key] = list(map(max, most.get(key, none), row))
        return {
            value: [
                sum(column)
                for column in zip(
                    *(most.get((name, "" if of is None else value), none) for name, of in names.items()),
                    strict=True,
                )
            ]
            for value in {"", *(value for _, value in most)}
        }

    @property
    def partial(self) -> dict[str, float]:
        """The weights of partial quotes; empty where it was not learned what they are."""
        return self.places.get(PARTIAL, {})

    def partial_of(self, features: Sequence[str]) -> float:
        """How probable it is that somebody said the words with these features: the logistic of the sum of
        their weights, which is a softmax of two choices."""
        known = self.partial
        return softmax([0.0, sum(known.get(feature, 0.0) for feature in features)])[1]

    def place_of(self, sentence: Sentence, cue: Span) -> int:
        """What is added up for a cue before its speaker is known."""
        total = place_sum(self._modes, sentence, cue)
        if sentence.lexicon.order is None:
            total += context_sum(self._contexts, sentence, cue)
        else:
            total += second_sum(self._seconds, sentence, cue)
        return int(total)

    def may_reach(self, place: int, sentence: Sentence, cue: Span, least: tuple[float, float]) -> bool:
        """Whether any mode can have a sum of ``least``, whoever the speaker of the cue is: the first is for
        modes that report what follows, the second for "before"."""
        of_speaker, of_side = self._most_of_speaker, self._most_of_side
        after, before, around = _unpack(place)
        more_after, more_before, more_around = of_speaker.get(sentence.low(cue.first)) or of_speaker[""]
        side_after, side_before, side_around = of_side.get(sentence.shape(cue.last + 1)) or of_side[""]
        following = least[0] - SLACK
        return (
            after + more_after + side_after >= following
            or around + more_around + side_around >= following
            or before + more_before + side_before >= least[1] - SLACK
        )

    def modes_of(self, sentence: Sentence, cue: Cue, place: int | None = None) -> list[float]:
        """The sum of weights of each mode for a cue; that of the first, to which all are compared, is 0.

        ``place`` is what ``place_of`` gives for it, where that was asked before.
        """
        total = speaker_sum(self._modes, sentence, cue)
        total += self.place_of(sentence, cue.span) if place is None else place
        if sentence.lexicon.order is None:
            total += side_sum(self._sides, sentence, cue)
        return [0.0, *_unpack(int(total))]

    def start_of(self, sentence: Sentence, cue: Cue, places: Sequence[int]) -> int:
        """The most probable of the places where what the cue reports may begin."""
        return places[0] if len(places) == 1 else best_start(self._starts, sentence, cue, places)

    def ends_of(self, sentence: Sentence, cue: Cue, start: int, places: Sequence[int]) -> list[float]:
        """How probable it is for each of the places that a clause which begins at ``start`` ends there."""
        sums = end_sums(self._ends, sentence, cue, start, places)
        if sentence.lexicon.order is None and len(places) > 1:
            least = max(sums) - REMOTE
            near = [number for number, each in enumerate(sums) if each > least]
            if len(near) > 1:
                closer = [places[number] for number in near]
                details = detail_sums(self._details, sentence, cue, start, closer)
                for number, detail in zip(near, details, strict=True):
                    sums[number] += detail
        return softmax(sums)


def _by_group(groups: Groups, weights: dict[str, float]) -> Known:
    """The weights as the sums look them up."""
    found: list[dict[str, list[dict[Key, float]]]] = [{} for _ in groups]
    places = {
        template.name: (number, place, template)
        for number, group in enumerate(groups)
        for place, template in enumerate(group)
    }
    same: dict[float, float] = {}
    for text, weight in weights.items():
        name = text.partition(" ")[0]
        if name in places:
            number, place, template = places[name]
            common, key = template.parse(text)
            found[number].setdefault(common, [{} for _ in groups[number]])[place][key] = same.setdefault(
                weight, weight
            )
    # The less room all of this takes, the more of it is at hand: equal words and weights are one and the
    # same, and so are templates without any weight.
    return [{common: tuple(row or NONE for row in rows) for common, rows in table.items()} for table in found]


SPEAKER = {
    "w,speaker": 0,
    "w,front": 0,
    "speaker": None,
    "front": None,
    "side": None,
    "side,w": 1,
    "side-low": None,
}
"""The features of a mode that a cue's speaker tells, and the number of the value that is the cue's word."""
BEHIND = {"side,behind": 1, "side,gap,behind": 2, "fronted,behind": 1}
"""The others of those, and the number of the value that tells what stands behind the cue."""
REMOTE = 3.0
"""By how much the sum of a place where a clause may end must be less than another's for its details not to
be asked: its share is less than a twentieth."""

BITS = 20
"""For the weight of a mode, in hundredths, in the number that has those of all."""
_HALF, _ALL = 1 << (BITS - 1), (1 << BITS) - 1


def _pack(row: Sequence[float]) -> int:
    """The weights of all modes but the first in one number, so that one sum has the sum of each."""
    return sum(round(weight * 100) << (BITS * place) for place, weight in enumerate(row))


def _unpack(total: int) -> list[float]:
    after = ((total + _HALF) & _ALL) - _HALF
    total = (total - after) >> BITS
    before = ((total + _HALF) & _ALL) - _HALF
    return [after / 100, before / 100, ((total - before) >> BITS) / 100]


def softmax(sums: Sequence[float]) -> list[float]:
    """Sums of weights to probabilities."""
    most = max(sums)
    powers = [exp(each - most) for each in sums]
    whole = sum(powers)
    return [power / whole for power in powers]


@cache
def weights(language: str | None) -> Weights | None:
    """The weights of ``language``; None where nothing was learned of it."""
    file = FOLDER.joinpath(f"{(language or 'en').partition('-')[0]}.json")
    if not file.is_file():
        return None
    learned = read_weights(json.loads(file.read_text(encoding="utf-8")))
    spoken = lexicon(language)
    # Verbs that were in no table yet when the weights were learned are judged by what kind of word they are.
    return learned if spoken.order is None else replace(learned, cues=learned.cues | spoken.saying)


@cache
def openers(language: str | None) -> frozenset[str]:
    """The words without one of which nothing is reported."""
    known = weights(language)
    return lexicon(language).openers | (known.cues if known else frozenset())


def read_weights(read: dict[str, Any]) -> Weights:
    """The weights in a file."""
    return Weights(frozenset(read["cues"].split()), read["modes"], read["places"])
