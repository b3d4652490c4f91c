"""One request against one commit: which documents, in which order, and what is shown and counted of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchsvc import analysis
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.documents import language_values, microseconds
from searchsvc.engines.whoosh.executor import Executor, field_on
from searchsvc.engines.whoosh.facets import Counts, count_facet, count_instants
from searchsvc.engines.whoosh.ranking import Order, check_sort, one_of_each_story
from searchsvc.engines.whoosh.schema import MISSING
from searchsvc.errors import InputError, Problem
from searchsvc.highlight import Highlighter
from searchsvc.search import BoundingBox, Filter, Hit, Passage, SearchRequest

HIGHLIGHTED = {
    "articles": ("headline", "body_text", "byline", "slugline", "ednote"),
    "quotes": ("text", "cue", "via"),
}
"""The fields whose text is kept for highlights."""


@dataclass(frozen=True)
class Answer:
    """The matched documents of a request, before any is shown.

    ``among`` masks those of ``order.docs`` that can be hits: all, or the first of each story, of which
    ``others`` says how many more matched.
    """

    collection: Collection
    executor: Executor
    mask: NDArray[np.bool_]
    order: Order
    among: NDArray[np.bool_]
    others: NDArray[np.int64] | None

    @property
    def total(self) -> int:
        """How many hits there are in all: documents, or stories where they were collapsed."""
        return int(np.count_nonzero(self.among))


def answer(collection: Collection, request: SearchRequest) -> Answer:
    """Match and rank. Raises InputError for a field, filter or sort key that the target has not."""
    check_sort(request.target, request.sort)
    executor = Executor(collection, language=request.language, explain=request.explain)
    matched = executor.evaluate(request.query)
    mask = matched.mask & visible(collection, microseconds(request.now))
    if request.since is not None or request.until is not None:
        mask &= executor.instants_between("versioncreated", request.since, request.until)
    for each in request.filters:
        mask &= _filtered(executor, collection, each)
    if request.bbox is not None:
        mask &= _inside(collection, request.bbox)
    docs = np.flatnonzero(mask)
    order = Order(collection, request.sort, docs, matched.scores[docs])
    among, others = np.ones(docs.size, np.bool_), None
    if request.collapse:
        among, others = one_of_each_story(order)
    return Answer(collection, executor, mask, order, among, others)


def visible(collection: Collection, now: int) -> NDArray[np.bool_]:
    """The second lock: alive, embargo lifted, not expired at ``now`` (microseconds since 1970)."""
    embargoed, expires = collection.array("embargoed"), collection.array("expires")
    shown: NDArray[np.bool_] = (
        collection.live & ((embargoed == MISSING) | (embargoed <= now)) & (expires > now)
    )
    return shown


def _filtered(executor: Executor, collection: Collection, wanted: Filter) -> NDArray[np.bool_]:
    field = field_on(collection.target, wanted.field)
    mask = np.zeros(collection.count, np.bool_)
    for value in wanted.values:
        if field.name == "language":
            folded = next(iter(language_values(value)), "")
        else:
            folded = analysis.fold_value(value)
        mask |= executor.exact_documents(field, folded)
    return mask


def _inside(collection: Collection, box: BoundingBox) -> NDArray[np.bool_]:
    lat, lon = collection.array("lat"), collection.array("lon")
    inside: NDArray[np.bool_] = (lat >= box.south) & (lat <= box.north)
    if box.west <= box.east:
        return inside & (lon >= box.west) & (lon <= box.east)
    return inside & ((lon >= box.west) | (lon <= box.east))


def count(found: Answer, request: SearchRequest) -> tuple[dict[str, Counts], Counts]:
    """Facets and histogram over all matches. Raises InputError for a field that has none."""
    facets = {facet.field: count_facet(found.collection, facet, found.mask) for facet in request.facets}
    histogram = count_instants(found.collection, request.histogram, found.mask) if request.histogram else ()
    return facets, histogram


class Shower:
    """Makes hits of documents: what is shown, highlighted and explained."""

    def __init__(self, found: Answer, request: SearchRequest) -> None:
        self._found = found
        self._request = request
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
            score=float(order.scores[index]) if self._scored() else None,
            document=shown,
            highlights=self._highlights(document),
            explanation=self._explain(number, float(order.scores[index])) if self._request.explain else None,
            collapsed=None if self._found.others is None else int(self._found.others[index]),
        )

    def _scored(self) -> bool:
        return any(sort.field == "_score" for sort in self._request.sort)

    def _highlights(self, document: Mapping[str, Any]) -> dict[str, tuple[Passage, ...]]:
        options = self._request.highlight
        if options is None or self._highlighter is None:
            return {}
        texts, language = document["texts"], document["language"]
        marked = {}
        for name in options.fields:
            if text := texts.get(name):
                marked[name] = self._highlighter.passages(
                    name, text, language, fragments=options.fragments, fragment_size=options.fragment_size
                )
        return {name: passages for name, passages in marked.items() if passages}

    def _explain(self, number: int, score: float) -> dict[str, Any]:
        leaves = [
            {
                "field": leaf.field,
                "terms": list(leaf.terms[:20]),
                "df": leaf.df,
                "weight": float(leaf.weights[number]),
                "score": float(leaf.scores[number]),
            }
            for leaf in self._found.executor.leaves
            if leaf.scores[number]
        ]
        return {"score": score, "documents": self._found.collection.count, "leaves": leaves}
