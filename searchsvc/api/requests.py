"""From the parameters of search and quotes to a ``SearchRequest``; bad ones are refused by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from searchsvc.api.parameters import refuse
from searchsvc.api.schemas.searching import HIGHLIGHTED
from searchsvc.article import QuoteKind
from searchsvc.fields import FILTERS, QUOTE_FILTERS, FieldKind, fields_of, sorts_of
from searchsvc.query import ParsedQuery, parse, period, zone
from searchsvc.search import (
    WINDOW,
    BoundingBox,
    Facet,
    Filter,
    HighlightOptions,
    Histogram,
    SearchRequest,
    Sort,
    Target,
)

INTERVALS = ("hour", "day", "week", "month", "year")
Loaded = Mapping[str, Any]

# A plus sign that was not percent-encoded in a URL arrives as a space.
_LOST_PLUS = re.compile(r"(T[0-9:.]+) ([0-9]{2}:?[0-9]{2})\Z")


def search_request(parameters: Loaded, target: Target) -> tuple[ParsedQuery, SearchRequest]:
    """What the loaded parameters ask for. Raises InputError."""
    tz = zone(parameters["tz"])
    query = parse(parameters["q"], target=target, op=parameters["op"], timezone=parameters["tz"])
    filters = _filters(parameters, target)
    languages = next((chosen.values for chosen in filters if chosen.field == "language"), ())
    bbox = parameters.get("bbox")
    request = SearchRequest(
        query=query.tree,
        target=target,
        filters=filters,
        since=_since(parameters, tz),
        until=_until(parameters, tz),
        bbox=BoundingBox(*bbox) if bbox else None,
        min_confidence=parameters.get("min_confidence"),
        sort=_sort(parameters, target),
        offset=_offset(parameters),
        limit=parameters["per_page"],
        cursor=parameters.get("cursor"),
        facets=_facets(parameters, target),
        histogram=_histogram(parameters, target),
        highlight=_highlight(parameters, target),
        collapse=bool(parameters.get("collapse")),
        explain=parameters["explain"],
        exact_total=parameters["total"] == "exact",
        language=languages[0] if len(languages) == 1 else None,
    )
    return query, request


def _since(parameters: Loaded, tz: tzinfo) -> datetime | None:
    text = parameters.get("since")
    return _period("from", text, tz)[0] if text else None


def _until(parameters: Loaded, tz: tzinfo) -> datetime | None:
    text = parameters.get("until")
    return _period("to", text, tz)[1] if text else None


def _period(name: str, text: str, tz: tzinfo) -> tuple[datetime | None, datetime | None]:
    try:
        return period(_LOST_PLUS.sub(r"\1+\2", text), tz)
    except ValueError:
        refuse(name, "must be a date such as 2022-02-10 or 2022-02, or an instant such as 2022-02-10T08:30Z")


def _filters(parameters: Loaded, target: Target) -> tuple[Filter, ...]:
    """An empty value, as forms send for a field that is left open, filters nothing."""
    chosen = []
    for name in FILTERS if target == "articles" else QUOTE_FILTERS:
        values = tuple(value for value in parameters.get(name, ()) if value.strip())
        if values:
            chosen.append(Filter(name, values))
        if name == "kind":
            kinds = [kind.value for kind in QuoteKind]
            if any(value.strip().lower() not in kinds for value in values):
                refuse("kind", "must be one of: " + ", ".join(kinds))
    return tuple(chosen)


def _sort(parameters: Loaded, target: Target) -> tuple[Sort, ...]:
    sortable = sorts_of(target)
    keys = []
    for word in parameters.get("sort") or ("_score",):
        name = word.removeprefix("-")
        if name == "_score":
            keys.append(Sort("_score"))
        elif name in sortable:
            keys.append(Sort(name, descending=word.startswith("-")))
        else:
            refuse(
                "sort", "must be made of _score, " + ", ".join(sortable) + ", with - in front for descending"
            )
    return tuple(keys)


def _offset(parameters: Loaded) -> int:
    page: int | None = parameters.get("page")
    per_page: int = parameters["per_page"]
    if parameters.get("cursor") is not None and page is not None:
        refuse("page", "cannot be given together with a cursor; leave one of them out")
    if (page or 1) * per_page > WINDOW:
        refuse(
            "page", f"times per_page is more than {WINDOW:,}; go on with next_cursor, or narrow the search"
        )
    return ((page or 1) - 1) * per_page


def _facets(parameters: Loaded, target: Target) -> tuple[Facet, ...]:
    countable = [name for name, field in fields_of(target).items() if field.facet]
    names = parameters.get("facets", ())
    for name in names:
        if name not in countable:
            refuse("facets", "must be made of: " + ", ".join(countable))
    return tuple(Facet(name, parameters["facet_size"]) for name in names)


def _histogram(parameters: Loaded, target: Target) -> Histogram | None:
    asked = parameters.get("histogram")
    if not asked:
        return None
    name, _, interval = asked.partition(":")
    instants = [name for name, field in fields_of(target).items() if field.kind is FieldKind.INSTANT]
    if name not in instants or interval not in INTERVALS:
        refuse(
            "histogram",
            f"must be field:interval with a field of {', '.join(instants)} and one of {', '.join(INTERVALS)}",
        )
    return Histogram(name, interval, parameters["tz"])


def _highlight(parameters: Loaded, target: Target) -> HighlightOptions | None:
    names = parameters.get("highlight")
    if target == "quotes" and names is None:
        names = ["text"]
    for name in names or ():
        if name not in HIGHLIGHTED[target]:
            refuse("highlight", "must be made of: " + ", ".join(HIGHLIGHTED[target]))
    if not names:
        return None
    return HighlightOptions(tuple(names), parameters["fragments"], parameters["fragment_size"])
