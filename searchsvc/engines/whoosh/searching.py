"""One request against one commit: which documents, in which order, and what is shown and counted of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchsvc import analysis
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.documents import breaks_of, language_values, microseconds
from searchsvc.engines.whoosh.evaluating import Evaluator
from searchsvc.engines.whoosh.executor import Executor, field_on, instants_between
from searchsvc.engines.whoosh.facets import Counts, count_facet, count_instants
from searchsvc.engines.whoosh.plan import Both, Constant, Either, Plan, Where, any_number
from searchsvc.engines.whoosh.ranking import Order, check_sort, one_of_each_story
from searchsvc.engines.whoosh.schema import CONFIDENCE, MISSING
from searchsvc.errors import InputError, Problem
from searchsvc.fields import FieldKind
from searchsvc.highlight import Highlighter
from searchsvc.search import BoundingBox, Filter, Hit, Passage, SearchRequest, Sort, Total

HIGHLIGHTED = {
    "articles": ("headline", "body_text", "byline", "slugline", "ednote"),
    "quotes": ("text", "cue", "via"),
}
"""The fields whose text is kept for highlights."""


@dataclass(frozen=True)
class Answer:
    """What matches a request, before any of it is shown.

    ``order`` holds all matches, or (``whole`` False) the best of them alone. ``among`` masks those of
    ``order.docs`` that can be hits: all, or the first of each story, of which ``others`` says how many more
    matched.
    """

    collection: Collection
    executor: Executor
    plan: Plan
    order: Order
    among: NDArray[np.bool_]
    others: NDArray[np.int64] | None
    total: Total
    """How many hits there are in all: documents, or stories where they were collapsed."""
    matched: NDArray[np.int64]
    """All documents that match, ascending, where they are counted."""


def answer(collection: Collection, request: SearchRequest, best: int | None = None) -> Answer:
    """Match and rank; at least the ``best`` first, where no more are needed to answer.

    Raises InputError for a field, filter or sort key that the target has not.
    """
    check_sort(request.target, request.sort)
    executor = Executor(collection, language=request.language)
    query = executor.lower(request.query)
    narrowed: list[Plan] = [Constant(each) for each in _filters(executor, collection, request)]
    now = microseconds(request.now)
    if not all(part.always_visible(now) for part in collection.parts):
        narrowed.append(Where(("embargoed", "expires"), lambda *columns: shown_at(now, *columns)))
    plan = Both((query, *narrowed)) if narrowed else query
    evaluator = Evaluator(collection, plan)
    # With further keys of order all that tie with the last would have to be known.
    if best is not None and request.sort == (Sort("_score"),) and not request.collapse:
        return _first(collection, request, executor, query, evaluator, best)
    found = evaluator.all()
    order = Order(collection, request.sort, found.docs, found.scores)
    among, others = np.ones(found.docs.size, np.bool_), None
    if request.collapse:
        among, others = one_of_each_story(order)
    total = Total(int(np.count_nonzero(among)))
    return Answer(collection, executor, query, order, among, others, total, found.docs)


def _first(
    collection: Collection,
    request: SearchRequest,
    executor: Executor,
    query: Plan,
    evaluator: Evaluator,
    best: int,
) -> Answer:
    collect = bool(request.facets) or request.histogram is not None
    found = evaluator.best(best, bounded=not request.exact_total, collect=collect)
    placed = np.argsort(found.docs)
    order = Order(collection, request.sort, found.docs[placed], found.scores[placed])
    among = np.ones(found.docs.size, np.bool_)
    total = Total(found.total, found.relation)
    matched = found.docs if found.matched is None else found.matched
    return Answer(collection, executor, query, order, among, None, total, matched)


def shown_at(now: int, embargoed: NDArray[np.int64], expires: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The second lock: embargo lifted, not expired at ``now`` (microseconds since 1970)."""
    shown: NDArray[np.bool_] = ((embargoed == MISSING) | (embargoed <= now)) & (expires > now)
    return shown


def visible_ids(collection: Collection, now: int, ids: Iterable[bytes]) -> set[bytes]:
    """Those of ``ids`` that ``collection`` shows at ``now``."""
    found = set()
    for id_ in ids:
        for part in collection.parts:
            docs = np.array(part.data.documents_of((id_.decode(),)), np.int64)
            if part.live is not None:
                docs = docs[part.live[docs]]
            columns = (part.data.column(name).array[docs] for name in ("embargoed", "expires"))
            if shown_at(now, *columns).any():
                found.add(id_)
    return found


def _filters(executor: Executor, collection: Collection, request: SearchRequest) -> Iterator[Plan]:
    if request.since is not None or request.until is not None:
        yield instants_between("versioncreated", request.since, request.until)
    for each in request.filters:
        yield _filtered(executor, collection, each)
    if request.min_confidence is not None and request.target == "quotes":
        least = round(request.min_confidence * CONFIDENCE)
        yield Where(("confidence",), any_number(least, None, MISSING))
    if request.bbox is not None:
        box = request.bbox
        yield Where(("lat", "lon"), lambda lat, lon: _inside(lat, lon, box))


def _filtered(executor: Executor, collection: Collection, wanted: Filter) -> Plan:
    field = field_on(collection.target, wanted.field)
    plans = []
    for value in wanted.values:
        if field.name == "language":
            value = next(iter(language_values(value)), "")
        elif field.kind is not FieldKind.TEXT:
            # Words are told apart first: folding takes the apostrophe that ends the word of "McDonald's".
            value = analysis.fold_value(value)
        plans.append(executor.exact(field, value))
    return plans[0] if len(plans) == 1 else Either(tuple(plans))


def _inside(lat: NDArray[np.float64], lon: NDArray[np.float64], box: BoundingBox) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (lat >= box.south) & (lat <= box.north)
    if box.west <= box.east:
        return inside & (lon >= box.west) & (lon <= box.east)
    return inside & ((lon >= box.west) | (lon <= box.east))


def count(found: Answer, request: SearchRequest) -> tuple[dict[str, Counts], Counts]:
    """Facets and histogram over all matches. Raises InputError for a field that has none."""
    docs = found.matched
    facets = {facet.field: count_facet(found.collection, facet, docs) for facet in request.facets}
    histogram = count_instants(found.collection, request.histogram, docs) if request.histogram else ()
    return facets, histogram


class Shower:
    """Makes hits of documents: what is shown, highlighted and explained."""

    def __init__(self, found: Answer, request: SearchRequest) -> None:
        self._found = found
        self._request = request
        self._scored = any(sort.field == "_score" for sort in request.sort)
        self._highlighter: Highlighter | None = None
        if request.highlight is not None:
            for name in request.highlight.fields:
                if name not in HIGHLIGHTED[request.target]:
                    names = ", ".join(HIGHLIGHTED[request.target])
                    raise InputError(
                        f"{name!r} of {request.target} cannot be highlighted; use {names}",
                        problems=(Problem(f"use {names}", parameter="highlight"),),
                    )
            languages = (request.language,) if request.language else found.collection.languages()
            self._highlighter = Highlighter(request.query, target=request.target, languages=languages)

    def hit(self, index: int) -> Hit:
        """The hit for the document at ``index`` of the order."""
        order = self._found.order
        number = int(order.docs[index])
        document = self._found.collection.document(number)
        shown = document["shown"]
        return Hit(
            id=shown["id"],
            score=float(order.scores[index]) if self._scored else None,
            document=shown,
            highlights=self._highlights(document),
            explanation=self._explain(number, float(order.scores[index])) if self._request.explain else None,
            collapsed=None if self._found.others is None else int(self._found.others[index]),
        )

    def _highlights(self, document: Mapping[str, Any]) -> dict[str, tuple[Passage, ...]]:
        options = self._request.highlight
        if options is None or self._highlighter is None:
            return {}
        texts, language = document["texts"], document["language"]
        marked: dict[str, tuple[Passage, ...]] = {}
        for name in options.fields:
            if text := texts.get(name):
                passages = self._highlighter.passages(
                    name,
                    text,
                    language,
                    fragments=options.fragments,
                    fragment_size=options.fragment_size,
                    breaks=breaks_of(document, name),
                )
                if passages:
                    marked[name] = passages
        return marked

    def _explain(self, number: int, score: float) -> dict[str, Any]:
        leaves = self._found.executor.explain(self._found.plan, number)
        return {"score": score, "documents": self._found.collection.count, "leaves": leaves}
