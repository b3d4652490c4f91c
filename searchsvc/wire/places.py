"""Places of datelines: names in many languages -> city, country and coordinates.

Cities come from the ``gazetteer``, countries in many languages from ``names.json``; states and the like from
``tables/regions.toml``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from searchsvc.wire.gazetteer import Place, capitals, gazetteer
from searchsvc.wire.knowledge import table, written_table
from searchsvc.wire.words import fold, fold_all

__all__ = [
    "Place",
    "Region",
    "find_city",
    "is_ambiguous",
    "is_capital",
    "is_country",
    "named_in",
    "namesakes",
    "regions",
    "small_words",
]

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
class Region:
    """What a name behind a city says: a country, or a state of one."""

    country: str
    admin1: str | None = None


@cache
def _regions() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = defaultdict(list)
    for country, states in table("regions")["states"].items():
        for admin1, names in states.items():
            for name in (*names, admin1) if admin1.isalpha() else names:
                found[fold(name)].append(Region(country, admin1))
    for name, codes in table("regions")["countries"].items():
        found[fold(name)].extend(map(Region, codes.split()))
    taken = {name for name, regions in found.items() if any(each.admin1 is None for each in regions)}
    for language in COUNTRY_LANGUAGES:
        countries = written_table()["countries"][language]
        for code, written in zip(countries, fold_all(list(countries.values())), strict=True):
            for name in {written, written.replace(" & ", " and "), written.replace(" & ", " ")} - taken:
                taken.add(name)
                found[name].append(Region(code))
    return {name: tuple(dict.fromkeys(regions)) for name, regions in found.items()}


@cache
def _special() -> dict[str, Place]:
    rows = table("regions")["place"]
    return {fold(r["name"]): Place(r["name"], r.get("country"), r.get("lat"), r.get("lon")) for r in rows}


@cache
def _other_names() -> dict[str, str]:
    return {fold(other): name for other, name in table("regions")["other_names"].items()}


@cache
def _alone() -> dict[str, str]:
    return {_bare(name): country for country, names in table("regions")["alone"].items() for name in names}


def is_country(name: str) -> bool:
    """Whether a country is called ``name``, and not only a state of one."""
    return any(region.admin1 is None for region in regions(name))


def regions(name: str) -> tuple[Region, ...]:
    """The states and countries called ``name``, also abbreviated or in another language."""
    return _regions().get(fold(name), ())


OWN_NAME = 10
"""How much more a city's own name weighs than one of its other names, among which are old ones: Waterloo was
a name of Austin, and Parma is one of Perm. With fifteen Padua would lie in Colombia: its own is Padova."""
CAPITAL = 5
"""Without it Islamabad would lie in Bangladesh, where Chittagong once was called so."""
AT_HOME = 10
"""London stays in England when Canada is named, San José goes to Costa Rica when it is: 22 and 3 times
the people."""
SPELLED = 4
"""For the same accents."""
LONGEST_NAME = 100
"""Characters; no place has a longer one, and no longer one is remembered."""
LONGEST_TELLING = 1500
"""Characters of copy in which places are looked for that say where it was filed."""


def _bare(name: str) -> str:
    """The folded name; "St. Petersburg" and "Saint Petersburg" are one."""
    return fold(name).replace("saint ", "st ")


def _weight(place: Place, name: str, bare: str) -> int:
    own = OWN_NAME if _bare(place.name) == bare else 1
    spelled = SPELLED if not name.isascii() and place.name.lower() == name.lower() else 1
    return place.population * own * spelled * (CAPITAL if is_capital(place) else 1)


_DISTRICT = re.compile(r",? D\.? ?[CF]\.?$")
"""Behind capitals that are districts of their own ("Bogotá D.C.")."""


def bare_of_district(name: str) -> str:
    """ "WASHINGTON D.C." without its district."""
    return _DISTRICT.sub("", name)


@lru_cache(maxsize=4096)
def namesakes(name: str) -> tuple[Place, ...]:
    """The cities called ``name``: by people, those whose own name it is long before the others."""
    bare = _bare(name)
    other = _other_names().get(fold(name)) or bare_of_district(name)
    found = gazetteer().find(name) or gazetteer().find(other)
    return tuple(sorted(found, key=lambda place: -_weight(place, name, bare)))


@lru_cache(maxsize=4096)
def find_city(
    name: str,
    *,
    qualifier: str | None = None,
    home: str | None = None,
    named: frozenset[Region] = frozenset(),
) -> Place | None:
    """The city called ``name``, or None.

    Among several: the one in the state or country that ``qualifier`` names (or in the country of
    the city that it names: "Ecija (Sevilla)"), else the one that stylebooks let stand alone, else
    the most populous, where ten times the people weigh as much as being in ``home``, the agency's
    country, or in one of the countries and states that the text names.
    """
    if len(name) > LONGEST_NAME:
        return None
    special = _special().get(fold(name))
    if special and (qualifier is None or Region(special.country or "") in regions(qualifier)):
        return special
    candidates = namesakes(name)
    if qualifier is not None:
        return _qualified(candidates, name, qualifier)
    bare = _bare(name)
    if bare in _alone():
        candidates = tuple(each for each in candidates if each.country == _alone()[bare]) or candidates
    if len(candidates) < 2 or (home is None and not named):
        return candidates[0] if candidates else None

    def weight(place: Place) -> int:
        at_home = AT_HOME if place.country == home else 1
        told = AT_HOME if named and _is_named(place, named) else 1
        return _weight(place, name, bare) * at_home * told

    return max(candidates, key=weight)


def _is_named(place: Place, named: frozenset[Region]) -> bool:
    return Region(place.country or "", None) in named or Region(place.country or "", place.admin1) in named


@lru_cache(maxsize=4096)
def is_ambiguous(name: str) -> bool:
    """Whether the text could move ``name`` to another country or state (``find_city``'s ``named``)."""
    candidates = namesakes(name)[:2]
    if len(candidates) < 2 or fold(name) in _special() or _bare(name) in _alone():
        return False
    first, second = candidates
    return _bare(second.name) == _bare(name) and first.population <= AT_HOME * second.population * SPELLED


_CAPITALS = re.compile(r"[A-ZÀ-ÞΑ-ΩА-Я][\w.'’-]*(?:\s[A-ZÀ-ÞΑ-ΩА-Я][\w.'’-]*){0,5}")


def named_in(text: str) -> frozenset[Region]:
    """The countries and states that the beginning of ``text`` names, and the countries of capitals that it
    names. A state does not name its country, and the United States, named everywhere, tell nothing."""
    found = set[Region]()
    for written in _CAPITALS.finditer(text, 0, LONGEST_TELLING):
        words = written[0].split()
        for start, word in enumerate(words):
            if _opens_telling(word):
                for end in range(start + 1, min(start + LONGEST_TOLD, len(words)) + 1):
                    phrase = " ".join(words[start:end])
                    if len(phrase) > 3:
                        found.update(_told_by(phrase))
    return frozenset(found - {_EVERYWHERE})


_EVERYWHERE = Region("US")


LONGEST_TOLD = 3
"""Words of a country's or state's name in running text."""


@lru_cache(maxsize=4096)
def _opens_telling(word: str) -> bool:
    """Whether a name that tells where copy was filed can begin with ``word``: most words open none."""
    forms = (fold(word), _bare_of_owner(word))
    return any(form.partition(" ")[0] in _first_words_of_telling() for form in forms)


@cache
def _first_words_of_telling() -> frozenset[str]:
    return frozenset(name.partition(" ")[0] for name in (*_regions(), *_told_by_capital()))


def _told_by(phrase: str) -> tuple[Region, ...]:
    folded = _bare_of_owner(phrase)
    return _only(_regions().get(folded, ())) or _told_by_capital().get(folded, ())


def _bare_of_owner(phrase: str) -> str:
    """ "Norway's" names what "Norway" does."""
    return fold(phrase.removesuffix("'s").removesuffix("’s"))


@cache
def _told_by_capital() -> dict[str, tuple[Region, ...]]:
    # Washington is named in copy about anywhere.
    return {name: (Region(country),) for country, name in capitals() if name and country != "US"}


def _only(regions_found: tuple[Region, ...]) -> tuple[Region, ...]:
    """Georgia, alone in a text, names neither the state nor the country."""
    return regions_found if len(regions_found) == 1 else ()


def is_capital(place: Place) -> bool:
    """Whether ``place`` is the capital of its country."""
    return (place.country, fold(place.name)) in capitals()


@cache
def small_words(kind: str) -> frozenset[str]:
    """A list of ``[words]`` in ``tables/regions.toml``: particles, joining, rivers, month_first."""
    return frozenset(table("regions")["words"][kind])


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
    if qualifier in small_words("rivers"):
        for form in (f"{name} ({qualifier})", f"{name} an der {qualifier}", f"{name} am {qualifier}"):
            if found := namesakes(form):
                return found[0]
    return None
