"""The parts of a dateline as they were read: named places, and the whole match."""

from __future__ import annotations

from dataclasses import dataclass, replace

from searchsvc.wire.agencies import Agency
from searchsvc.wire.dates import DateMatch
from searchsvc.wire.places import (
    Place,
    bare_of_district,
    find_city,
    is_ambiguous,
    is_capital,
    named_in,
    regions,
    small_words,
)
from searchsvc.wire.words import fold, title_case

VOWELS = frozenset("aeiouy")


@dataclass(frozen=True)
class NamedPlace:
    """A place as written, with what stands behind it ("Ore.", "(Sevilla)", "[India]")."""

    name: str
    place: Place | None
    qualifiers: tuple[str, ...] = ()

    @classmethod
    def read(cls, name: str) -> NamedPlace:
        """The place called ``name``, looked up."""
        return cls(name.strip(), find_city(name))

    def qualified(self, qualifier: str) -> NamedPlace:
        """The same with one more qualifier, which may say that another city of this name is meant."""
        place = find_city(self.name, qualifier=qualifier)
        if place is None and regions(qualifier):
            where = regions(qualifier)[0]
            place = Place(self.name, where.country, None, None, where.admin1)
        return replace(self, place=place or self.place, qualifiers=(*self.qualifiers, qualifier))

    def is_qualified_by(self, name: str) -> bool:
        """Whether ``name`` behind it can be its country, state or province ("Ecija (Sevilla)")."""
        return bool(regions(name)) or find_city(self.name, qualifier=name) is not None

    def at_home(self, home: str | None, text: str = "") -> NamedPlace:
        """The same, where an agency of the country ``home`` filed it, and ``text`` is its copy."""
        if self.qualifiers or self.place is None:
            return self
        named = named_in(text) if text and is_ambiguous(self.name) else frozenset()
        if self.place.country == home and not named:
            return self
        return replace(self, place=find_city(self.name, home=home, named=named))

    @property
    def city(self) -> str:
        """The name as it is shown: one in capitals, or in small letters, as the gazetteer writes it."""
        if not (self.name.isupper() or self.name.islower()):
            return self.name
        if self.place and self.place.name.lower() == self.name.lower() and self.place.name != self.name:
            return self.place.name
        if VOWELS.isdisjoint(fold(self.name)) and self.name.isascii():
            return self.name  # "CDMX" is spelled
        first, *others = title_case(bare_of_district(self.name)).split(" ")
        small = small_words("particles")
        return " ".join([first, *(word.lower() if word.lower() in small else word for word in others)])

    @property
    def country(self) -> str | None:
        """ISO 3166-1 alpha-2; that of a place which is a country or a state itself, too ("TAIWAN (AP) -")."""
        if self.place:
            return self.place.country
        meant = {where.country for where in regions(self.name)}
        return meant.pop() if len(meant) == 1 else None

    @property
    def population(self) -> int:
        """People; 0 where it is unknown."""
        return self.place.population if self.place else 0

    @property
    def is_capital(self) -> bool:
        """Whether it is the capital of its country."""
        return self.place is not None and is_capital(self.place)

    @property
    def is_certain(self) -> bool:
        """Whether it is in the gazetteer, or something behind it names a country or state."""
        return self.place is not None

    @property
    def is_capitals(self) -> bool:
        """Whether it is written in capitals, as most agencies do."""
        return self.name.isupper() and len(self.name) > 2

    @property
    def is_lower(self) -> bool:
        """Whether it is written without any capital."""
        return self.name.islower()


@dataclass(frozen=True)
class DatelineMatch:
    """A dateline at ``start:end`` of a paragraph. ``stranger`` is a credit that no table knows, ``date_text``
    the date as written."""

    start: int
    end: int
    places: tuple[NamedPlace, ...]
    date: DateMatch | None
    agency: Agency | None
    stranger: str | None = None
    date_text: str = ""
