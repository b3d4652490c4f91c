"""Counts over all matches: the values of a field, and instants by hour, day, week, month or year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from searchsvc.analysis import fold_value
from searchsvc.article import parse_instant
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.schema import MISSING
from searchsvc.errors import InputError, Problem
from searchsvc.fields import FieldKind, fields_of
from searchsvc.search import Facet, Histogram

Counts = tuple[tuple[str, int], ...]

DAY = 86_400_000_000
HOUR = DAY // 24
_EPOCH = parse_instant("1970-01-01T00:00:00Z")


def count_facet(collection: Collection, facet: Facet, docs: NDArray[np.int64]) -> Counts:
    """The ``facet.size`` most frequent values among ``docs`` (ascending), ties by value.

    A document counts once for a value. Values that fold to the same are one, shown as most often written.
    Raises InputError for a field that has no facet.
    """
    field = fields_of(collection.target).get(facet.field)
    if field is None or not field.facet:
        names = ", ".join(name for name, each in fields_of(collection.target).items() if each.facet)
        raise InputError(
            f"The values of {facet.field!r} in {collection.target} cannot be counted; use {names}",
            problems=(Problem(f"use {names}", parameter="facets"),),
        )
    if field.kind is FieldKind.NUMBER:
        numbers = collection.gather(facet.field, docs)
        values, counts = np.unique(numbers[numbers != MISSING], return_counts=True)
        return _most_frequent(zip(map(str, values.tolist()), counts.tolist(), strict=True), facet.size)
    column = f"{facet.field}_values"
    shown, maps = collection.values(column)
    written = np.zeros(len(shown), np.int64)
    for (part, own), mapping in zip(collection.split(docs), maps, strict=True):
        if mapping.size and own.size:
            # Whatever folds to the same stands once in a document's values.
            written[mapping] += part.data.column(column).count(own)
    folded = _folded(collection, column, shown)
    counts = np.bincount(folded, written, len(shown)).astype(np.int64)
    # The least of those that are among the most frequent, so that not all are put in order.
    place = counts.size - min(facet.size, counts.size)
    bound = max(int(np.partition(counts, place)[place]), 1) if place < counts.size else 1
    first_of: dict[int, str] = {}
    for number in sorted(
        np.flatnonzero((written > 0) & (counts[folded] >= bound)).tolist(),
        key=lambda number: (-written[number], shown[number]),
    ):
        first_of.setdefault(int(folded[number]), shown[number])
    return _most_frequent(((name, int(counts[number])) for number, name in first_of.items()), facet.size)


_FOLDED: WeakKeyDictionary[Collection, dict[str, NDArray[np.int64]]] = WeakKeyDictionary()


def _folded(collection: Collection, column: str, shown: Sequence[str]) -> NDArray[np.int64]:
    """For each of the values the number of the first that folds to the same."""
    known = _FOLDED.setdefault(collection, {})
    if column not in known:
        first: dict[str, int] = {}
        numbers = [first.setdefault(fold_value(value), number) for number, value in enumerate(shown)]
        known[column] = np.array(numbers, np.int64)
    return known[column]


def _most_frequent(counts: Iterable[tuple[str, int]], size: int) -> Counts:
    return tuple(sorted(counts, key=lambda item: (-item[1], item[0]))[:size])


def count_instants(collection: Collection, histogram: Histogram, docs: NDArray[np.int64]) -> Counts:
    """How many of ``docs`` (ascending) fall in each bucket, in order of time; empty buckets are left out.

    Keys are local times: ``2022-02-10T05:00``, ``2022-02-10`` (of a week its Monday), ``2022-02``, ``2022``.
    Raises InputError for a field that is no instant, and for an unknown time zone.
    """
    field = fields_of(collection.target).get(histogram.field)
    if field is None or field.kind is not FieldKind.INSTANT:
        raise InputError(
            f"There is no histogram of {histogram.field!r} in {collection.target}; use versioncreated",
            problems=(Problem("use an instant such as versioncreated", parameter="histogram"),),
        )
    values = collection.gather(histogram.field, docs)
    local = _to_local(values[values != MISSING], _zone(histogram.timezone))
    match histogram.interval:
        case "hour":
            buckets = (local // HOUR * HOUR).astype("M8[us]").astype("M8[m]")
        case "day":
            buckets = (local // DAY).astype("M8[D]")
        case "week":
            # Day 0 was a Thursday: three days before it a week begins.
            buckets = ((local // DAY + 3) // 7 * 7 - 3).astype("M8[D]")
        case "month":
            buckets = (local // DAY).astype("M8[D]").astype("M8[M]")
        case "year":
            buckets = (local // DAY).astype("M8[D]").astype("M8[Y]")
    keys, counts = np.unique(buckets, return_counts=True)
    return tuple(zip(np.datetime_as_string(keys).tolist(), counts.tolist(), strict=True))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(
            f"There is no time zone {name!r}; use a name such as Europe/Madrid",
            problems=(Problem("no such time zone", parameter="tz"),),
        ) from error


def _to_local(instants: NDArray[np.int64], zone: ZoneInfo) -> NDArray[np.int64]:
    """UTC microseconds to local ones; the zone is asked twice a day of the data, not once a document."""
    days, members = np.unique(instants // DAY, return_inverse=True)
    starts = [_offset(day * DAY, zone) for day in days.tolist()]
    ends = [_offset((day + 1) * DAY - 1, zone) for day in days.tolist()]
    local = instants + np.array(starts, np.int64)[members]
    changing = np.array(starts, np.int64) != np.array(ends, np.int64)
    for index in np.flatnonzero(changing[members]).tolist():
        local[index] = instants[index] + _offset(int(instants[index]), zone)
    return local


def _offset(instant: int, zone: ZoneInfo) -> int:
    """The zone's offset from UTC at ``instant``, in microseconds; 0 outside the years of ``datetime``."""
    try:
        moment: datetime = (_EPOCH + timedelta(microseconds=instant)).astimezone(zone)
    except (OverflowError, ValueError):
        return 0
    return (moment.utcoffset() or timedelta()) // timedelta(microseconds=1)
