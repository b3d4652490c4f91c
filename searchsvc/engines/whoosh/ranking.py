"""The order of answers: keys as arrays in which less is better, the first k of them, and one of each story.

Ties are broken by ``versioncreated`` descending, then ``id``, then a quote's place in its article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.schema import MISSING
from searchsvc.errors import InputError, Problem
from searchsvc.fields import sorts_of
from searchsvc.search import Sort

Docs = NDArray[np.int64]
Position = tuple[int | float | str, ...]
"""A document's place in the order: the value of each key, comparable with another's."""

_TIES = (Sort("versioncreated"), Sort("id", descending=False))


@dataclass(frozen=True)
class Order:
    """The matched ``docs`` (int64, ascending), their ``scores``, and what they are sorted by."""

    collection: Collection
    sort: tuple[Sort, ...]
    docs: Docs
    scores: NDArray[np.float64]

    @cached_property
    def _sorts(self) -> tuple[Sort, ...]:
        """All that decides, the most significant first."""
        return (*self.sort, *_TIES, Sort("ordinal", descending=False))

    def key(self, sort: Sort, places: Docs) -> NDArray[Any]:
        """The values of one key at ``places`` (ascending indexes into ``docs``); less comes first."""
        if sort.field == "_score":
            scores = self.scores[places]
            return -scores if sort.descending else scores
        docs = self.docs[places]
        if sort.field in ("id", "ordinal"):
            return self.collection.gather("key" if sort.field == "id" else sort.field, docs)
        values = self.collection.gather(sort.field, docs)
        return np.where(values == MISSING, MISSING, -values) if sort.descending else values

    def first(self, count: int, among: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Indexes into ``docs`` of the ``count`` that come first, in order; of those in mask ``among``.

        Each key in turn settles who is certainly in and who is tied at the border, so that the next key is
        looked up for the tied alone, and only the winners are sorted in the end.
        """
        tied = np.arange(self.docs.size) if among is None else np.flatnonzero(among)
        if count <= 0:
            return tied[:0]
        sure = []
        wanted = count
        for sort in self._sorts:
            if tied.size <= wanted:
                break
            values = self.key(sort, tied)
            border = (
                np.sort(values)[wanted - 1]
                if values.dtype.kind == "S"
                else np.partition(values, wanted - 1)[wanted - 1]
            )
            sure.append(tied[values < border])
            wanted -= sure[-1].size
            tied = tied[values == border]
        chosen = np.sort(np.concatenate([*sure, tied]))
        return chosen[self.rank(chosen)][:count]

    def rank(self, places: Docs) -> NDArray[np.int64]:
        """The order of ``places`` (ascending indexes into ``docs``), as indexes into them."""
        return np.lexsort([self.key(sort, places) for sort in reversed(self._sorts)])

    def position(self, index: int) -> Position:
        """Where the document at ``index`` of ``docs`` stands."""
        place = np.array([index])
        values = [self.key(sort, place)[0].item() for sort in self._sorts]
        return tuple(value.decode() if isinstance(value, bytes) else value for value in values)

    def after(self, position: Position) -> NDArray[np.bool_]:
        """Which documents come after ``position``: bool, (docs,). Raises InputError where it does not fit."""
        wrong = InputError(
            "The cursor does not belong to this search", problems=(Problem("wrong", "cursor"),)
        )
        if len(position) != len(self._sorts):
            raise wrong
        later = np.zeros(self.docs.size, np.bool_)
        level = np.arange(self.docs.size)
        for sort, value in zip(self._sorts, position, strict=True):
            key = self.key(sort, level)
            if (key.dtype.kind == "S") is not isinstance(value, str):
                raise wrong
            border: Any = value.encode() if isinstance(value, str) else value
            later[level[key > border]] = True
            level = level[key == border]
        return later


def check_sort(target: str, sort: Sequence[Sort]) -> None:
    """Raise InputError for a key by which ``target`` cannot be sorted."""
    names = ["_score", *sorts_of(target)]
    for key in sort:
        if key.field not in names:
            raise InputError(
                f"{target} cannot be sorted by {key.field!r}; use {', '.join(names)}",
                problems=(Problem(f"use {', '.join(names)}", parameter="sort"),),
            )


def one_of_each_story(order: Order) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """The first of each story in the order, as a mask over ``order.docs``, and how many others matched.

    An article without a story stands alone.
    """
    groups = -1 - np.arange(order.docs.size)
    places, stories = order.collection.members("story_values", order.docs)
    groups[places] = stories
    ranked = order.rank(np.arange(order.docs.size))
    _, firsts, members, counts = np.unique(
        groups[ranked], return_index=True, return_inverse=True, return_counts=True
    )
    mask = np.zeros(order.docs.size, np.bool_)
    mask[ranked[firsts]] = True
    others = np.zeros(order.docs.size, np.int64)
    others[ranked] = counts[members] - 1
    return mask, others
