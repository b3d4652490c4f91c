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
from searchsvc.fields import fields_of
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
    def keys(self) -> list[NDArray[Any]]:
        """One array a key, shape (docs,), the most significant first; less comes first."""
        keys = [self._key(sort) for sort in (*self.sort, *_TIES)]
        return [*keys, self.collection.gather("ordinal", self.docs)]

    def _key(self, sort: Sort) -> NDArray[Any]:
        if sort.field == "_score":
            return -self.scores if sort.descending else self.scores
        if sort.field == "id":
            return self.collection.gather("key", self.docs)
        values = self.collection.gather(sort.field, self.docs)
        return np.where(values == MISSING, MISSING, -values) if sort.descending else values

    def first(self, count: int, among: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Indexes into ``docs`` of the ``count`` that come first, in order; of those in mask ``among``.

        Each key in turn settles who is certainly in and who is tied at the border, so that only the
        winners are sorted in the end.
        """
        tied = np.arange(self.docs.size) if among is None else np.flatnonzero(among)
        if count <= 0:
            return tied[:0]
        sure = []
        wanted = count
        for key in self.keys:
            if tied.size <= wanted:
                break
            values = key[tied]
            border = (
                np.sort(values)[wanted - 1]
                if values.dtype.kind == "S"
                else np.partition(values, wanted - 1)[wanted - 1]
            )
            sure.append(tied[values < border])
            wanted -= sure[-1].size
            tied = tied[values == border]
        chosen = np.concatenate([*sure, tied])
        ordered = chosen[np.lexsort([key[chosen] for key in reversed(self.keys)])]
        return ordered[:count]

    def position(self, index: int) -> Position:
        """Where the document at ``index`` of ``docs`` stands."""
        values = [key[index].item() for key in self.keys]
        return tuple(value.decode() if isinstance(value, bytes) else value for value in values)

    def after(self, position: Position) -> NDArray[np.bool_]:
        """Which documents come after ``position``: bool, (docs,). Raises InputError where it does not fit."""
        if len(position) != len(self.keys):
            raise InputError(
                "The cursor does not belong to this search", problems=(Problem("wrong", "cursor"),)
            )
        later = np.zeros(self.docs.size, np.bool_)
        level = np.ones(self.docs.size, np.bool_)
        for key, value in zip(self.keys, position, strict=True):
            if (key.dtype.kind == "S") is not isinstance(value, str):
                raise InputError(
                    "The cursor does not belong to this search", problems=(Problem("wrong", "cursor"),)
                )
            border: Any = value.encode() if isinstance(value, str) else value
            later |= level & (key > border)
            level &= key == border
        return later


def check_sort(target: str, sort: Sequence[Sort]) -> None:
    """Raise InputError for a key by which ``target`` cannot be sorted."""
    names = ["_score", *(name for name, field in fields_of(target).items() if field.sort)]
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
    ranked = np.lexsort(order.keys[::-1])
    _, firsts, members, counts = np.unique(
        groups[ranked], return_index=True, return_inverse=True, return_counts=True
    )
    mask = np.zeros(order.docs.size, np.bool_)
    mask[ranked[firsts]] = True
    others = np.zeros(order.docs.size, np.int64)
    others[ranked] = counts[members] - 1
    return mask, others
