"""What another format says of its story, put into the terms of the reader of copy.

A format names an agency as it likes ("nprov:dpa", "The Associated Press") and writes a place in
capitals or with its country behind it. Here such names become an agency's code and a dateline that
can be laid over the one that was read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from searchsvc import wire
from searchsvc.article import Dateline
from searchsvc.wire.agencies import agencies, credited
from searchsvc.wire.places import Place, find_city


def agency_of(
    names: Sequence[str], read: str | None, language: str | None, byline: str | None = None
) -> str | None:
    """The code of the first of ``names`` that is a known agency; else the one that was ``read`` in the
    copy; else the first name as it is that does not stand in the ``byline``."""
    for name in names:
        agency = credited(name, language=language)
        if agency is not None:
            return agency.code
    return read or next((name for name in names if not _stands_in(name, byline or "")), None)


_AND = re.compile(r"[,;/&|]|\s(?:and|und|et|y|e|og|och|en)\s")


def _stands_in(name: str, byline: str) -> bool:
    """Whether ``name`` is one of those in the byline, or ends it; "MDR" is not, in "Ann Lee, MDR Jump"."""
    parts = (byline, *_AND.split(byline))
    return any(part == name or part.endswith(f" {name}") for part in map(str.strip, parts))


LEAST_OF_A_HOST = 6
"""Letters of an agency's name that the host of an address may be called like: with fewer, others are too."""
_HOST = re.compile(r"https?://(?:[^/@\s]{0,99}@)?([^/:?#\s]{1,253})", re.I)
_PROVIDER = re.compile(r"(?:urn:newsml|tag):([^:,\s]{1,253})[:,]", re.I)


def agency_at(uri: str | None) -> str | None:
    """The code of the agency that gave ``uri``: the host of an address, the provider of ``urn:newsml`` (RFC
    3085) and ``tag:`` (RFC 4151), which are domain names; None for any other."""
    host, provider = _HOST.match(uri or ""), _PROVIDER.match(uri or "")
    found = host or provider
    if found is None:
        return None
    labels = found[1].lower().removeprefix("www.").split(".")
    name = "".join(filter(str.isalnum, labels[-2] if len(labels) > 1 else labels[0]))
    return _joined().get(name) if provider or len(name) >= LEAST_OF_A_HOST else None


@cache
def _joined() -> dict[str, str]:
    """Codes by how agencies are named, written as domain names are."""
    forms = (
        (form, agency.code) for agency in reversed(agencies()) for form in agency.forms if form.isascii()
    )
    return {"".join(filter(str.isalnum, form)).lower(): code for form, code in forms}


def dateline_of_format(
    sent: Mapping[str, Any] | None, read: Dateline | None, anchor: datetime, language: str | None
) -> tuple[dict[str, Any] | None, Dateline | None]:
    """What is left of the ``sent`` dateline to be laid over the one that was read, and that one.

    What both say in their own way is said once, as the copy has it. Where the copy has no dateline,
    the text of the sent one is read.
    """
    if not sent:
        return None, read
    left = dict(sent)
    text = left.get("text", "")
    alone = _read_alone(text, anchor, language) if text else None
    _prefer(alone, left)
    if read is None:
        read = alone
    if read is None and not text and "city" not in left:
        return None, None
    if read is not None and _plain(text) in _plain(read.text):
        left.pop("text", None)
    city = left.get("city")
    if city and read is not None and _plain(city) in {_plain(each) for each in read.cities}:
        # Said in its own way: what stands in the body is how it is written.
        for name in ("text", "city", "cities"):
            left.pop(name, None)
        if _plain(city) != _plain(read.cities[0]):
            left.pop("country", None)  # of another city than the first
    elif city:
        left = _placed(left, city)
    return left, read


def _prefer(alone: Dateline | None, sent: dict[str, Any]) -> None:
    """Let the city be that of the format's own dateline, which was read ``alone``: what it says beside is
    where the desk is, or the nearest city. One with a place in the body was put together here, and stays."""
    city = sent.get("city") if "start" not in sent else None
    if city and alone is not None and alone.lat is not None and _plain(city) not in map(_plain, alone.cities):
        for name in ("country", "lat", "lon"):
            sent.pop(name, None)
        sent["city"], sent["cities"] = alone.city, list(alone.cities)


def _read_alone(text: str, anchor: datetime, language: str | None) -> Dateline | None:
    """The dateline that ``text`` is, with its place in no body."""
    reading = _reading_of(text, anchor, language)
    if reading.dateline is None:
        return None
    return replace(reading.dateline, text=text, start=None, end=None)


def agency_in(sent: Mapping[str, Any] | None, anchor: datetime, language: str | None) -> str | None:
    """The code of the agency that the text of the ``sent`` dateline names: "BERGEN, March 5 (NTB)"."""
    text = (sent or {}).get("text", "")
    return _reading_of(text, anchor, language).source if text else None


def _reading_of(text: str, anchor: datetime, language: str | None) -> wire.Reading:
    return wire.read(f"{text} - .", anchor=anchor, language=language, body_is_clean=True)


def located(dateline: dict[str, Any], city: str) -> dict[str, Any]:
    """``dateline`` with where ``city`` lies, as far as it says nothing else of that."""
    return _at(find_city(city, home=dateline.get("country")), dateline)


def _at(place: Place | None, dateline: dict[str, Any]) -> dict[str, Any]:
    if place is None or dateline.get("country") not in (None, place.country):
        return dateline
    found = {"country": place.country, "lat": place.lat, "lon": place.lon}
    return {name: value for name, value in found.items() if value is not None} | dateline


def _placed(dateline: dict[str, Any], city: str) -> dict[str, Any]:
    """With where the city lies, where it is known and the format has nothing else to say of it."""
    place = find_city(city, home=dateline.get("country"))
    dateline = _at(place, dateline)
    if city.isupper() and len(city) > 3:
        same = place is not None and _plain(place.name) == _plain(city)
        name = place.name if place is not None and same else city.title()
        cities = [name, *dateline.get("cities", [city])[1:]]
        dateline = dateline | {"city": name, "cities": cities}
    return dateline


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
