"""News agencies: which one a dateline, a credit, a sign-off or a phrase of the text names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from searchsvc.wire.knowledge import table
from searchsvc.wire.words import fold


@dataclass(frozen=True)
class Agency:
    """A row of ``tables/agencies.toml``, where its fields are explained."""

    code: str
    names: tuple[str, ...]
    country: str
    languages: tuple[str, ...]
    kind: str
    aliases: tuple[str, ...] = ()
    signoffs: tuple[str, ...] = ()
    also: str | None = None
    opens: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    worldwide: bool = False

    @property
    def home(self) -> str | None:
        """The country that it means where it does not say which: none, if it writes for the world."""
        return self.country if self.kind == "agency" and not self.worldwide else None

    @property
    def forms(self) -> tuple[str, ...]:
        """All ways in which it is named."""
        return (self.code, *self.aliases, *self.names)

    def writes(self, form: str) -> bool:
        """Whether it spells itself like this, capitals and all."""
        return form in self.forms


@cache
def agencies() -> tuple[Agency, ...]:
    """All rows of the table."""
    return tuple(
        Agency(
            code=row["code"],
            names=tuple(row["names"]),
            country=row["country"],
            languages=tuple(row["languages"]),
            kind=row["kind"],
            aliases=tuple(row.get("aliases", ())),
            signoffs=tuple(row.get("signoffs", (row["code"], *row.get("aliases", ())))),
            also=row.get("also"),
            opens=tuple(row.get("opens", ())),
            closings=tuple(row.get("closings", ())),
            worldwide=row.get("worldwide", False),
        )
        for row in table("agencies")["agency"]
    )


@cache
def _credits() -> dict[str, tuple[Agency, ...]]:
    return _by_form((form, agency) for agency in agencies() for form in agency.forms)


@cache
def _signoffs() -> dict[str, tuple[Agency, ...]]:
    return _by_form((form, agency) for agency in agencies() for form in agency.signoffs)


@cache
def _mentions() -> dict[str, tuple[Agency, ...]]:
    return _by_form((form, agency) for agency in agencies() for form in agency.forms if len(form) > 2)


@cache
def _agency_words() -> frozenset[str]:
    return frozenset(table("agencies")["agency_words"])


@cache
def picture_words() -> frozenset[str]:
    """Words that make a credit that of a picture ("AP Photo")."""
    return frozenset(table("agencies")["picture_words"])


@cache
def closings() -> tuple[tuple[str, Agency], ...]:
    """The sentences with which agencies end their copy, folded, as far as they never change."""
    return tuple((fold(text), agency) for agency in agencies() for text in agency.closings)


def _by_form(pairs: Iterable[tuple[str, Agency]]) -> dict[str, tuple[Agency, ...]]:
    found: dict[str, list[Agency]] = defaultdict(list)
    for form, agency in pairs:
        if agency not in found[fold(form)]:
            found[fold(form)].append(agency)
    return {form: tuple(matches) for form, matches in found.items()}


LONGEST_REMEMBERED = 200
"""Characters; no agency has a longer name."""


def credited(text: str, *, country: str | None = None, language: str | None = None) -> Agency | None:
    """The agency that ``text`` names as a dateline or a credit would, or None.

    A combined or regional credit ("dpa/lno", "STT-AFP") is that of its first agency. A code that
    several agencies share goes to the one at home in ``country``, then to one that writes in
    ``language`` first of all or at all, then to the first of the table.
    """
    name = text if len(text) <= LONGEST_REMEMBERED else text.partition("/")[0]
    return _credited(name, country, language) if len(name) <= LONGEST_REMEMBERED else None


@lru_cache(maxsize=4096)
def _credited(text: str, country: str | None, language: str | None) -> Agency | None:
    first = text.split(None, 1)[:1]
    if not (first and _opens_credit(first[0])):
        return None
    matches = _credits().get(fold(text), ())
    if not matches and "/" in text:
        matches = _credits().get(fold(text.partition("/")[0]), ())
    return _choose(matches, country, language)


@lru_cache(maxsize=4096)
def _opens_credit(word: str) -> bool:
    """Whether an agency's name can begin with ``word``, which may be a combined credit itself ("dpa/lno")."""
    first = _first_name(fold(word))
    return not first or first in _first_words_of_credits()


@cache
def _first_words_of_credits() -> frozenset[str]:
    return frozenset(map(_first_name, _credits()))


def _first_name(folded: str) -> str:
    return folded.partition(" ")[0].partition("/")[0]


def signed(text: str, *, language: str | None = None) -> Agency | None:
    """The agency whose sign-off ``text`` is, or None. "STT–AFP" and "NTB/Reuters" are those of the first."""
    matches = _signoffs().get(fold(text), ())
    if not matches and (joint := _JOINT.search(text)):
        first, second = text[: joint.start()].strip(), text[joint.end() :].strip()
        matches = _signoffs().get(fold(first), ()) if credited(second) else ()
    return _choose(matches, None, language)


_JOINT = re.compile("[/–]")


def mentioned(text: str, *, language: str | None = None) -> Agency | None:
    """The agency that a phrase of running text names ("the South Korean Yonhap news agency").

    Some word or words of the phrase must be its code or one of its names, in its capitals. A code that
    stands for other things, too (``also``), needs a word for agency beside it.
    """
    words = [word.strip("()[],.;:'’\"“”") for word in text.split()[:12]]
    named_as_agency = not _agency_words().isdisjoint(word.lower() for word in words)
    for length in (5, 4, 3, 2, 1):
        for start in range(len(words) - length + 1):
            phrase = " ".join(words[start : start + length]).removesuffix("'s").removesuffix("’s")
            for agency in _mentions().get(fold(phrase), ()):
                if agency.also and not named_as_agency and phrase in (agency.code, *agency.aliases):
                    continue
                if agency.writes(phrase) and (length > 1 or not phrase.islower() or len(phrase) > 3):
                    return agency
    return None


def _choose(matches: tuple[Agency, ...], country: str | None, language: str | None) -> Agency | None:
    if len(matches) < 2:
        return matches[0] if matches else None
    spoken = language.partition("-")[0] if language else None

    def rank(agency: Agency) -> tuple[bool, bool, bool]:
        return (agency.country == country, agency.languages[0] == spoken, spoken in agency.languages)

    return max(matches, key=rank)
