"""A linear ranker: the features of some choices -> the best one, and how probable it is.

The weights stand in ``weights/<language>.json``, which ``python -m evals.train`` writes: for each question
("mode", "start", "end") those of its features. They were learned as a conditional logit model is: the
probability of a choice is the softmax of the sums of its features' weights.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp
from typing import Any

FOLDER = resources.files("searchsvc.wire") / "weights"


@dataclass(frozen=True)
class Weights:
    """What was learned of a language: the words that may be cues; of each feature of a cue the weights for
    every mode but the first; and of each feature of a "start" or an "end" of a clause its weight."""

    cues: frozenset[str]
    modes: dict[str, list[float]]
    places: dict[str, dict[str, float]]

    def modes_of(self, features: Sequence[str], allowed: int) -> list[float]:
        """How probable each of the first ``allowed`` modes is for a cue with these features."""
        known = self.modes
        rows = [known[name] for name in features if name in known]
        return _softmax([0.0, *([sum(column) for column in zip(*rows, strict=True)] or [0.0] * 3)][:allowed])

    def places_of(self, question: str, choices: Sequence[Sequence[str]]) -> list[float]:
        """How probable each place is, given by its features."""
        known = self.places[question]
        return _softmax([sum([known[name] for name in features if name in known]) for features in choices])


def _softmax(sums: list[float]) -> list[float]:
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


def read_weights(read: dict[str, Any]) -> Weights:
    """The weights in a file."""
    return Weights(frozenset(read["cues"].split()), read["modes"], read["places"])
