"""A plan against a collection: the documents that match, exactly, what each scores, and the best of them.

Scores are BM25 (Robertson and others 1994) a field, as Whoosh's BM25F computes it, summed over leaves. One
kernel call answers for a segment; what must be reached to be among the best is carried from each to the next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from searchsvc.engines.whoosh import kernels
from searchsvc.engines.whoosh.collection import NO_INSTANTS, NO_KEYS, NO_ORDINALS, Collection, Part
from searchsvc.engines.whoosh.leaves import (
    NO_DOCS,
    NO_SCORES,
    Evaluated,
    Packed,
    match_any,
    match_phrase,
    score_terms,
    unscored,
)
from searchsvc.engines.whoosh.plan import (
    OPTIONAL,
    REQUIRED,
    AnyOf,
    Between,
    Constant,
    Every,
    Flat,
    Given,
    Group,
    PhraseOf,
    Plan,
    Terms,
    Where,
    Without,
    flatten,
)

SCORED, EXACT, BOUNDED = 0, 1, 2


@dataclass(frozen=True)
class Matched:
    """All documents that match: ``docs`` (int64, ascending) and ``scores`` (float64)."""

    docs: NDArray[np.int64]
    scores: NDArray[np.float64]


@dataclass(frozen=True)
class Best:
    """The best documents, best first: ``docs`` (int64), ``scores`` (float64), and how many match in all: with
    ``relation`` gte at least so many."""

    docs: NDArray[np.int64]
    scores: NDArray[np.float64]
    total: int
    relation: Literal["eq", "gte"]
    matched: NDArray[np.int64] | None = None
    """All that match, ascending, where they were asked for."""


class Evaluator:
    """Evaluates one plan, so that what its leaves have in all segments is looked up once.

    ``ties`` False: equal scores are told apart by number alone, as Whoosh does.
    """

    def __init__(self, collection: Collection, plan: Plan, *, ties: bool = True) -> None:
        self._collection = collection
        self._plan = plan
        self._ties = ties
        self._flats: dict[int, Flat] = {}
        self._leaves: dict[int, Sequence[Any]] = {}

    def all(self) -> Matched:
        """Everything that matches and is alive."""
        docs, scores = [np.zeros(0, np.int64)], [NO_SCORES]
        for number, part in enumerate(self._collection.parts):
            found = self._collect(number, self._plan, alive=True)
            docs.append(found.docs.astype(np.int64) + part.base)
            scores.append(found.scores)
        return Matched(np.concatenate(docs), np.concatenate(scores))

    def best(self, count: int, *, bounded: bool = False, collect: bool = False) -> Best:
        """The ``count`` best of what matches and is alive; ``collect``: and which those are, all of them."""
        flat = self._flat(self._plan)
        found: list[tuple[Part, NDArray[np.int64], NDArray[np.float64]]] = []
        gathered = [np.zeros(0, np.int64)]
        total, border = 0, -math.inf
        bounded = bounded and not collect
        for number, part in enumerate(self._collection.parts):
            docs, scores, matched, own = self._best_in(
                number, part, flat, count, border, bounded=bounded, collect=collect
            )
            total += matched
            if collect:
                gathered.append(own.astype(np.int64) + part.base)
            if docs.size:
                found.append((part, docs, scores))
            if docs.size and number + 1 < len(self._collection.parts):
                reached = np.concatenate([each for *_, each in found])
                if reached.size >= count:
                    border = float(np.partition(reached, reached.size - count)[reached.size - count])
                    # Of equal scores the lower number comes first where nothing else tells them apart.
                    border = border if self._ties else math.nextafter(border, math.inf)
        relation: Literal["eq", "gte"] = "gte" if bounded else "eq"
        if flat.bonus and flat.required and not flat.tests:
            # Else it was added when all matches were collected.
            found = [(part, docs, scores + flat.bonus) for part, docs, scores in found]
        everything = np.concatenate(gathered) if collect else None
        return Best(*self._merge(found, count), total, relation, everything)

    def _merge(self, found: Sequence[Any], count: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The best of the best of several segments."""
        if not found:
            return np.zeros(0, np.int64), NO_SCORES
        if len(found) == 1:
            part, docs, scores = found[0]
            return docs + part.base, scores
        docs = np.concatenate([own + part.base for part, own, _ in found])
        scores = np.concatenate([each for *_, each in found])
        order: list[Any] = [docs]
        if self._ties:
            created, keys, ordinals = (
                np.concatenate(each) for each in zip(*(part.tie(own) for part, own, _ in found), strict=True)
            )
            order += [ordinals, *(keys[:, n] for n in reversed(range(keys.shape[1]))), created]
        ranked = np.lexsort([*order, -scores])[:count]
        return docs[ranked], scores[ranked]

    # One segment

    def _best_in(
        self, number: int, part: Part, flat: Flat, count: int, border: float, *, bounded: bool, collect: bool
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], int, NDArray[np.int32]]:
        """The best of a segment, how many match in it, and which if they are to be collected."""
        if flat.tests or not flat.required:
            found = self._collect(number, self._plan, alive=True)
            given = _Clauses(1)
            given.add(found, 0)
            roles, size = [OPTIONAL], found.docs.size
            clauses, allowed = given, np.zeros(0, np.uint64)
        else:
            made = self._clauses(number, part, flat)
            if made is None:
                return np.zeros(0, np.int64), NO_SCORES, 0, NO_DOCS
            clauses, roles, size = made
            allowed = part.allowed
        mode = BOUNDED if bounded else EXACT
        alone = len(clauses.rows) == 1 and roles == [OPTIONAL] and not allowed.size and not collect
        out_docs = np.empty(size if collect else 0, np.int32)
        best_scores, best_docs = np.empty(count, np.float64), np.empty(count, np.int64)
        held, total = self._call(
            part, clauses, roles, size, BOUNDED if alone else mode, border, allowed,
            best_scores, best_docs, out_docs, NO_SCORES,
        )  # fmt: skip
        if alone:
            total = size
        return best_docs[:held], best_scores[:held], total, out_docs[:total]

    def _collect(self, number: int, plan: Plan, *, alive: bool = False) -> Evaluated:
        """All documents of a segment that match ``plan``, with their scores."""
        part = self._collection.parts[number]
        flat = self._flat(plan)
        allowed = part.allowed if alive else np.zeros(0, np.uint64)
        if flat.impossible:
            return Evaluated(NO_DOCS, NO_SCORES)
        if not flat.required:
            every = Group(REQUIRED, [Every(0.0)])
            flat = Flat([every, *flat.groups], flat.tests, bonus=flat.bonus)
        made = self._clauses(number, part, flat)
        if made is None:
            return Evaluated(NO_DOCS, NO_SCORES)
        clauses, roles, size = made
        if len(clauses.rows) == 1 and clauses.docs and not allowed.size:
            docs, scores = clauses.docs[0], clauses.scores[0]
        else:
            docs, scores = np.empty(size, np.int32), np.empty(size, np.float64)
            _, total = self._call(
                part, clauses, roles, size, SCORED, -math.inf, allowed,
                np.empty(0, np.float64), np.empty(0, np.int64), docs, scores,
            )  # fmt: skip
            docs, scores = docs[:total], scores[:total]
        for test in flat.tests:
            mask = self._passes(part, test, docs)
            docs, scores = docs[mask], scores[mask]
        return Evaluated(docs, scores + flat.bonus if flat.bonus else scores)

    def _passes(self, part: Part, test: Where, docs: NDArray[Any]) -> NDArray[np.bool_]:
        whole = docs.size == part.count
        arrays = [part.data.column(name).array for name in test.columns]
        mask = test.test(*(arrays if whole else [array[docs] for array in arrays]))
        return ~mask if test.inverted else mask

    def _call(
        self, part: Part, clauses: _Clauses, roles: list[int], size: int, mode: int, border: float,
        allowed: Any, best_scores: Any, best_docs: Any, out_docs: Any, out_scores: Any,
    ) -> tuple[int, int]:  # fmt: skip
        leaves = np.array(clauses.rows, np.int64).reshape(-1, 5)
        loaded = kernels.load()
        kernel = loaded.conjunction if len(roles) > 1 else loaded.union
        ties = part.ties if self._ties and best_docs.size else (NO_INSTANTS, NO_KEYS, NO_ORDINALS)
        given_docs, given_scores = clauses.given()
        held, total = kernel(
            *part.postings, part.bytes, self._collection.tables, self._collection.norms,
            leaves, np.array(clauses.weights, np.float64), given_docs, given_scores,
            np.array(roles, np.int64), allowed, mode, border,
            *ties, best_scores, best_docs, out_docs, out_scores,
        )  # fmt: skip
        return held, total

    def _clauses(self, number: int, part: Part, flat: Flat) -> tuple[_Clauses, list[int], int] | None:
        """The leaves in a segment in the order of the plan, the roles of groups with the rarest required one
        first, and how many documents match at most; None where none can."""
        if flat.impossible:
            return None
        clauses = _Clauses(len(flat.groups))
        for place, group in enumerate(flat.groups):
            for leaf in group.leaves:
                found = self._leaf(number, part, leaf, scored=group.scored)
                if found is not None:
                    clauses.add(found, place)
            if group.role == REQUIRED and not clauses.costs[place]:
                return None
        sizes = clauses.costs
        required = [n for n, group in enumerate(flat.groups) if group.role == REQUIRED]
        others = [n for n, group in enumerate(flat.groups) if group.role != REQUIRED and sizes[n]]
        most = min(part.count, min(sizes[n] for n in required))
        if len(required) == 1 and not others:
            clauses.renumber({required[0]: 0})
            return clauses, [OPTIONAL], most
        order = [*sorted(required, key=lambda n: sizes[n]), *others]
        clauses.renumber({old: new for new, old in enumerate(order)})
        return clauses, [flat.groups[n].role for n in order], most

    def _leaf(  # noqa: C901
        self, number: int, part: Part, leaf: Plan, *, scored: bool
    ) -> Packed | Evaluated | None:
        if not scored:
            simple = unscored(part, leaf)
            if simple is not None:
                return simple if simple.stop else None
            found = self._leaf(number, part, leaf, scored=True)
            if isinstance(found, Evaluated):
                return Evaluated(found.docs, np.zeros(found.docs.size))
            return found and Packed(0, found.start, found.stop, 0, 0.0)
        match leaf:
            case Terms():
                scored_in: Sequence[Packed | Evaluated | None] = self._resolved(leaf, score_terms)
                return scored_in[number]
            case PhraseOf():
                matched_in: Sequence[Evaluated | None] = self._resolved(leaf, match_phrase)
                return matched_in[number]
            case AnyOf() | Between():
                return match_any(part, leaf)
            case Given(read):
                return Evaluated(*read(number))
            case Every(score):
                return Evaluated(np.arange(part.count, dtype=np.int32), np.full(part.count, float(score)))
            case Constant(child, score):
                docs = self._collect(number, child).docs
                return Evaluated(docs, np.full(docs.size, float(score)))
            case Without(child, score):
                mask = np.ones(part.count, np.bool_)
                mask[self._collect(number, child).docs] = False
                docs = np.flatnonzero(mask).astype(np.int32)
                return Evaluated(docs, np.full(docs.size, float(score)))
        return self._collect(number, leaf)

    def _resolved(self, leaf: Any, resolve: Any) -> Sequence[Any]:
        found = self._leaves.get(id(leaf))
        if found is None:
            found = self._leaves[id(leaf)] = resolve(self._collection, leaf)
        return found

    def _flat(self, plan: Plan) -> Flat:
        flat = self._flats.get(id(plan))
        if flat is None:
            flat = self._flats[id(plan)] = flatten(plan)
        return flat


class _Clauses:
    """Rows of leaves for a kernel, with the arrays of those that are given."""

    def __init__(self, groups: int) -> None:
        self.rows: list[tuple[int, int, int, int, int]] = []
        self.weights: list[float] = []
        self.docs: list[NDArray[np.int32]] = []
        self.scores: list[NDArray[np.float64]] = []
        self.costs = [0] * groups
        self._given = 0

    def add(self, found: Packed | Evaluated, group: int) -> None:
        """Add a leaf to a group."""
        if isinstance(found, Packed):
            self.rows.append((found.table, found.start, found.stop, found.lengths, group))
            self.weights.append(found.weight)
            self.costs[group] += found.stop - found.start
        elif found.docs.size:
            start = self._given
            self._given += found.docs.size
            self.rows.append((kernels.GIVEN, start, self._given, 0, group))
            self.weights.append(1.0)
            self.docs.append(found.docs)
            self.scores.append(found.scores)
            self.costs[group] += found.docs.size

    def renumber(self, places: dict[int, int]) -> None:
        """Give the groups the numbers of ``places``; leaves of groups that are not there go."""
        kept = [n for n, row in enumerate(self.rows) if row[4] in places]
        self.rows = [(*self.rows[n][:4], places[self.rows[n][4]]) for n in kept]
        self.weights = [self.weights[n] for n in kept]

    def given(self) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The arrays of all leaves that are given, end to end."""
        if not self.docs:
            return NO_DOCS, NO_SCORES
        if len(self.docs) == 1:
            return self.docs[0], self.scores[0]
        return np.concatenate(self.docs), np.concatenate(self.scores)
