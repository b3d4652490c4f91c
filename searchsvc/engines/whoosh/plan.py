"""What a query asks of a collection, in the index's own fields and terms: the same for all trees.

Nodes are small and know nothing of segments. ``flatten`` brings a node into the shape that kernels evaluate:
groups of leaves, of which a document must, may or must not be in one, and tests of columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Plan:
    """Anything that a plan is made of."""


@dataclass(frozen=True)
class Terms(Plan):
    """Documents with any of ``terms`` (sorted), scored by BM25 as if they were one term."""

    field: str
    terms: tuple[bytes, ...]
    boost: float = 1.0


@dataclass(frozen=True)
class PhraseOf(Plan):
    """``terms`` in order, at most ``slop`` further apart in all; scores as its terms."""

    field: str
    terms: tuple[bytes, ...]
    slop: int = 0
    boost: float = 1.0


@dataclass(frozen=True)
class AnyOf(Plan):
    """Documents with any of ``terms`` (sorted); each scores ``score``, if ``weighted`` for each
    occurrence."""

    field: str
    terms: tuple[bytes, ...]
    score: float = 1.0
    weighted: bool = False


@dataclass(frozen=True)
class Between(Plan):
    """Documents with any term from ``low`` up to, not including, ``high`` (None: the end)."""

    field: str
    low: bytes
    high: bytes | None
    score: float = 1.0


@dataclass(frozen=True)
class Where(Plan):
    """Documents whose values in ``columns`` pass ``test`` (arrays to a mask); scores 0."""

    columns: tuple[str, ...]
    test: Callable[..., NDArray[np.bool_]]
    inverted: bool = False


@dataclass(frozen=True)
class Given(Plan):
    """What ``read`` finds in a segment (by its number): documents (int32, ascending) and scores (float64)."""

    read: Callable[[int], tuple[NDArray[np.int32], NDArray[np.float64]]]


@dataclass(frozen=True)
class Every(Plan):
    """All documents."""

    score: float = 1.0


@dataclass(frozen=True)
class Nothing(Plan):
    """No document."""


@dataclass(frozen=True)
class Both(Plan):
    """All of the children; scores are summed."""

    children: tuple[Plan, ...]


@dataclass(frozen=True)
class Either(Plan):
    """Any of the children; scores of those that match are summed."""

    children: tuple[Plan, ...]


@dataclass(frozen=True)
class Without(Plan):
    """All documents but the child's, each scoring ``score``."""

    child: Plan
    score: float = 0.0


@dataclass(frozen=True)
class Maybe(Plan):
    """``required``, and ``optional`` adds to the score where it matches."""

    required: Plan
    optional: Plan


@dataclass(frozen=True)
class Constant(Plan):
    """The child's documents, each scoring ``score``."""

    child: Plan
    score: float = 0.0


Leaf = Terms | PhraseOf | AnyOf | Between | Given
LEAVES = (Terms, PhraseOf, AnyOf, Between, Given)

REQUIRED, OPTIONAL, EXCLUDED = 1, 0, -1


@dataclass
class Group:
    """Leaves of which a document is in the group if it matches any. ``scored`` leaves add to scores."""

    role: int
    leaves: list[Plan]
    scored: bool = True


@dataclass
class Flat:
    """``groups`` and ``tests``: documents must pass all tests. Without a required group any document may."""

    groups: list[Group] = field(default_factory=list)
    tests: list[Where] = field(default_factory=list)
    impossible: bool = False
    bonus: float = 0.0
    """What every match scores besides."""

    @property
    def required(self) -> list[Group]:
        """The groups that a document must be in."""
        return [group for group in self.groups if group.role == REQUIRED]


def flatten(plan: Plan) -> Flat:
    """The groups and tests of ``plan``; what is deeper than that stays whole as a leaf of its own."""
    flat = Flat()
    _require(flat, plan, scored=True)
    return flat


def _require(flat: Flat, plan: Plan, *, scored: bool) -> None:
    match plan:
        case Both(children):
            for child in children:
                _require(flat, child, scored=scored)
        case Without(child, score):
            _exclude(flat, child)
            flat.bonus += score if scored else 0.0
        case Maybe(required, optional):
            _require(flat, required, scored=scored)
            if scored:
                flat.groups.append(Group(OPTIONAL, _leaves(optional)))
        case Constant(child, 0.0):
            _require(flat, child, scored=False)
        case Where():
            flat.tests.append(plan)
        case Every(0.0):
            pass
        case Nothing():
            flat.impossible = True
        case _:
            flat.groups.append(Group(REQUIRED, _leaves(plan), scored))


def _exclude(flat: Flat, plan: Plan) -> None:
    if isinstance(plan, Where):
        flat.tests.append(replace(plan, inverted=not plan.inverted))
    else:
        flat.groups.append(Group(EXCLUDED, _leaves(plan), scored=False))


def _leaves(plan: Plan) -> list[Plan]:
    """The leaves of a union, those of unions in it included."""
    if isinstance(plan, Either):
        return [leaf for child in plan.children for leaf in _leaves(child)]
    return [] if isinstance(plan, Nothing) else [plan]


def scored_leaves(plan: Plan) -> list[Terms]:
    """All that scores by BM25 in ``plan``, the words of phrases one by one, in order."""
    match plan:
        case Terms():
            return [plan]
        case PhraseOf(name, terms, _, boost):
            return [Terms(name, (term,), boost) for term in terms]
        case Both(children) | Either(children):
            return [leaf for child in children for leaf in scored_leaves(child)]
        case Maybe(required, optional):
            return [*scored_leaves(required), *scored_leaves(optional)]
    return []


def any_number(low: int | None, high: int | None, missing: int) -> Callable[[Any], NDArray[np.bool_]]:
    """A test for ``low <= value < high``; None is unbounded, ``missing`` never passes."""

    def test(values: Any) -> NDArray[np.bool_]:
        mask: NDArray[np.bool_] = values != missing
        if low is not None:
            mask &= values >= low
        if high is not None:
            mask &= values < high
        return mask

    return test
