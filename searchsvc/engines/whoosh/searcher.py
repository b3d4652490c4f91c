"""Whoosh's own interface over arrays: ``open_dir(folder).searcher().search(query)``, as its users know it.

Any index that our codec wrote will do, with whatever schema. Queries become plans (``whoosh_queries``),
results are Whoosh's ``Results``. Segments of other codecs, other weightings, sorting and grouping are left to
Whoosh. A searcher may be shared by threads, as far as only plans are searched with it.
"""

from __future__ import annotations

import time
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import index, query, scoring
from whoosh.collectors import TopCollector
from whoosh.searching import Results, Searcher

from searchsvc.engines.whoosh import plan
from searchsvc.engines.whoosh.codec import TermsReader, WireSegment
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.evaluating import Evaluator
from searchsvc.engines.whoosh.kernels.layout import K1, B
from searchsvc.engines.whoosh.whoosh_queries import WhooshPlanner, matched_by_whoosh


class Top(NamedTuple):
    """The best documents, best first: ``docs`` (int64), ``scores`` (float64); how many match in all, with
    ``relation`` gte at least."""

    docs: NDArray[np.int64]
    scores: NDArray[np.float64]
    total: int
    relation: Literal["eq", "gte"]
    matched: NDArray[np.int64] | None = None
    """All that match, ascending, where they were asked for."""


class ArrayIndex(index.FileIndex):  # type: ignore[misc]
    """A Whoosh index whose searchers evaluate queries on arrays."""

    def searcher(self, **options: Any) -> ArraySearcher:
        return ArraySearcher(self.reader(), fromindex=self, **options)


def open_dir(folder: str, name: str = index._DEF_INDEX_NAME) -> ArrayIndex:
    """As ``whoosh.index.open_dir``. Raises ``whoosh.index.EmptyIndexError`` where there is no index."""
    opened = index.open_dir(folder, name)
    return ArrayIndex(opened.storage, indexname=name)


class ArraySearcher(Searcher):  # type: ignore[misc]
    """A Whoosh searcher that answers from arrays what it can, and else as Whoosh does."""

    def __init__(self, reader: Any, **options: Any) -> None:
        super().__init__(reader, **options)
        self._collection = _collection_of(self)
        self._by_segment = [each for each, _ in self.subsearchers] if self.subsearchers else [self]
        self._planner: WhooshPlanner | None = None
        if self._collection is not None and _is_plain(self.weighting):
            self._planner = WhooshPlanner(self._collection, self.schema, self._match)

    def _match(self, asked: query.Query, number: int) -> Any:
        return matched_by_whoosh(self._by_segment[number], asked)

    def top(
        self, asked: query.Query, count: int = 10, *, bounded: bool = False, collect: bool = False
    ) -> Top:
        """The ``count`` best documents for a query; ``bounded``: without counting all that match;
        ``collect``: and all that match.

        Raises ValueError over an index or with a weighting that is not evaluated on arrays.
        """
        if self._planner is None or self._collection is None:
            raise ValueError(
                "Only BM25F with Whoosh's parameters, over our own segments, is evaluated on arrays"
            )
        planned = self._planner.lower(asked)
        found = Evaluator(self._collection, planned, ties=False).best(count, bounded=bounded, collect=collect)
        return Top(found.docs, found.scores, found.total, found.relation, found.matched)

    def search(self, q: query.Query, limit: int | None = 10, **options: Any) -> Results:
        """As ``whoosh.searching.Searcher.search``; ``filter`` and ``mask`` may be queries."""
        narrowing = {name: options.pop(name, None) for name in ("filter", "mask")}
        others = {name: value for name, value in options.items() if value and name != "optimize"}
        by_query = all(each is None or isinstance(each, query.Query) for each in narrowing.values())
        if self._planner is None or others or not by_query or (limit is not None and limit < 1):
            return super().search(q, limit=limit, **narrowing, **options)
        started = time.perf_counter()
        planned = self._narrowed(self._planner.lower(q), **narrowing)
        evaluator = Evaluator(self._collection, planned, ties=False)  # type: ignore[arg-type]
        if limit is None:
            matched = evaluator.all()
            order = np.lexsort((matched.docs, -matched.scores))
            docs, scores, total = matched.docs[order], matched.scores[order], order.size
        else:
            best = evaluator.best(limit)
            docs, scores, total = best.docs, best.scores, best.total
        return self._results(q, docs, scores, total, time.perf_counter() - started)

    def _narrowed(self, planned: plan.Plan, filter: Any, mask: Any) -> plan.Plan:  # noqa: A002 (Whoosh's word)
        assert self._planner is not None  # noqa: S101 (who calls has looked)
        children = [planned]
        if filter is not None:
            children.append(plan.Constant(self._planner.lower(filter)))
        if mask is not None:
            children.append(plan.Without(self._planner.lower(mask)))
        return plan.Both(tuple(children)) if len(children) > 1 else planned

    def _results(self, asked: Any, docs: Any, scores: Any, total: int, runtime: float) -> Results:
        pairs = list(zip(scores.tolist(), docs.tolist(), strict=True))
        results = Results(self, asked, pairs, runtime=runtime)
        results.collector = _Counted(self, asked, total)
        results._total = total
        return results


class _Counted(TopCollector):  # type: ignore[misc]
    """What ``Results`` asks of a collector: how many match, and which."""

    def __init__(self, searcher: Searcher, asked: query.Query, total: int) -> None:
        super().__init__()
        self.top_searcher, self.q, self.total = searcher, asked, total

    def computes_count(self) -> bool:
        return True


def _is_plain(weighting: Any) -> bool:
    """Whether scores are those that kernels compute."""
    return type(weighting) is scoring.BM25F and (weighting.B, weighting.K1, weighting._field_B) == (B, K1, {})


def _collection_of(searcher: Searcher) -> Collection | None:
    """The segments of a reader, where all are ours."""
    readers = [reader for reader, _ in searcher.ixreader.leaf_readers()]
    segments = []
    for reader in readers:
        terms, segment = getattr(reader, "_terms", None), getattr(reader, "_segment", None)
        if not isinstance(terms, TermsReader) or not isinstance(segment, WireSegment):
            return None
        segments.append((terms.data, segment.live()))
    return Collection("", segments)
