"""A linear ranker: a question about a cue -> how probable each choice is.

The weights stand in ``weights/<language>.json``, which ``python -m evals.train`` writes: for each question
("mode", "start", "end") those of its features. They were learned as a conditional logit model is: the
probability of a choice is the softmax of the sums of its features' weights.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from math import exp
from typing import Any

from searchsvc.wire.contexts import CONTEXT, context_sum
from searchsvc.wire.features import (
    END,
    MODE,
    MODES,
    NONE,
    Cue,
    Groups,
    Key,
    Known,
    Sentence,
    end_sums,
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
    def _seconds(self) -> Known:
        return _by_group(SECOND, {text: _pack(row) for text, row in self.modes.items()})

    @cached_property
    def _starts(self) -> Starts:
        return Starts(_by_group(START, self.places["start"]))

    @cached_property
    def _ends(self) -> Known:
        return _by_group(END, self.places["end"])

    @cached_property
    def _most_of_speaker(self) -> dict[str, list[float]]:
        """By the word of the cue, and under "" for others, the most that its speaker can add to each mode."""
        templates = {template.name: template for group in MODE for template in group}
        most: dict[tuple[str, str], list[float]] = {}
        for text, row in self.modes.items():
            name = text.partition(" ")[0]
            if name in SPEAKER:
                word = templates[name].parse(text)[0] if name.startswith("w,") else ""
                known = most.get((name, word), [0.0] * len(row))
                most[name, word] = list(map(max, known, row))
        words = {"", *(word for _, word in most)}
        none = [0.0] * len(MODES[1:])
        return {
            word: [
                sum(column)
                for column in zip(
                    *(most.get((name, word if name.startswith("w,") else ""), none) for name in SPEAKER),
                    strict=True,
                )
            ]
            for word in words
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

    def may_reach(self, place: int, word: str, least: float) -> bool:
        """Whether any mode can have a sum of ``least``, whoever the speaker of the cue, a ``word``, is."""
        most = self._most_of_speaker
        after, before, around = _unpack(place)
        more_after, more_before, more_around = most.get(word) or most[""]
        least -= SLACK
        return after + more_after >= least or before + more_before >= least or around + more_around >= least

    def modes_of(self, sentence: Sentence, cue: Cue, place: int | None = None) -> list[float]:
        """The sum of weights of each mode for a cue; that of the first, to which all are compared, is 0.

        ``place`` is what ``place_of`` gives for it, where that was asked before.
        """
        total = speaker_sum(self._modes, sentence, cue)
        total += self.place_of(sentence, cue.span) if place is None else place
        return [0.0, *_unpack(int(total))]

    def start_of(self, sentence: Sentence, cue: Cue, places: Sequence[int]) -> int:
        """The most probable of the places where what the cue reports may begin."""
        return places[0] if len(places) == 1 else best_start(self._starts, sentence, cue, places)

    def ends_of(self, sentence: Sentence, cue: Cue, start: int, places: Sequence[int]) -> list[float]:
        """How probable it is for each of the places that a clause which begins at ``start`` ends there."""
        return softmax(end_sums(self._ends, sentence, cue, start, places))


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


SPEAKER = ("w,speaker", "w,front", "speaker", "front")
"""The features of a mode that a cue's speaker tells."""

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
    return read_weights(json.loads(file.read_text(encoding="utf-8")))


@cache
def openers(language: str | None) -> frozenset[str]:
    """The words without one of which nothing is reported."""
    known = weights(language)
    return lexicon(language).openers | (known.cues if known else frozenset())


def read_weights(read: dict[str, Any]) -> Weights:
    """The weights in a file."""
    return Weights(frozenset(read["cues"].split()), read["modes"], read["places"])
