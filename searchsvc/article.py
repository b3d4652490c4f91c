"""The words of the domain: an article, its dateline, its quotes. Plain data that knows no I/O.

Field names are those of IPTC ninjs 1.x where it has one. All offsets are code points into
``body_text``, end exclusive. Instants are aware datetimes in UTC. ``to_dict`` and ``from_dict``
translate to and from the JSON that the store keeps and the API shows.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

import orjson

Span = tuple[int, int]
"""Start and end in code points, end exclusive."""


class PubStatus(StrEnum):
    """ninjs ``pubstatus``: may it be shown (usable), is it kept back, or was it killed."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class QuoteKind(StrEnum):
    """Direct: the words themselves; indirect: reported; mixed: reported, with words quoted."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True)
class Concept:
    """A member of ``subject``, ``place`` and their like: a name, a code, or both."""

    name: str | None = None
    code: str | None = None
    scheme: str | None = None


@dataclass(frozen=True)
class Dateline:
    """Where and when a story was filed, as its first line says.

    ``text`` is the dateline as written, at ``start:end`` of the body; ``cities`` has every city of
    a shared one and ``city`` the first; ``country`` is ISO 3166-1 alpha-2; ``lat`` and ``lon`` are
    degrees (WGS 84). ``date_inferred`` says that the year was not written.
    """

    text: str
    city: str | None = None
    cities: tuple[str, ...] = ()
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    date: date | None = None
    date_inferred: bool = False
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Speaker:
    """Who is quoted: the mention as written, and the name, role and organisation behind it."""

    surface: str
    name: str | None = None
    role: str | None = None
    organisation: str | None = None

    @property
    def known_as(self) -> str:
        """The most telling of what is known: the name, else the role, the organisation, the mention."""
        return self.name or self.role or self.organisation or self.surface


@dataclass(frozen=True)
class Quote:
    """One attribution. ``spans`` are the quoted pieces of the body without their outer marks,
    ``text`` those pieces joined by a space; ``start:end`` runs from the first to the last.
    ``via`` is who reported it, which is never the speaker. ``confidence`` is in 0..1."""

    text: str
    spans: tuple[Span, ...]
    kind: QuoteKind
    start: int
    end: int
    cue: str | None = None
    speaker: Speaker | None = None
    via: str | None = None
    confidence: float = 0.5


@dataclass(frozen=True)
class Article:
    """A wire story as it is stored, indexed and shown."""

    uri: str
    version: str = "1"
    versioncreated: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    versioncreated_from: str = "sender"
    """Where ``versioncreated`` comes from: ``sender``, ``dateline`` or ``ingest``."""
    firstcreated: datetime | None = None
    embargoed: datetime | None = None
    expires: datetime | None = None
    pubstatus: PubStatus = PubStatus.USABLE
    headline: str | None = None
    byline: str | None = None
    slugline: str | None = None
    ednote: str | None = None
    language: str | None = None
    urgency: int | None = None
    source: str | None = None
    dateline: Dateline | None = None
    genre: tuple[Concept, ...] = ()
    subject: tuple[Concept, ...] = ()
    keywords: tuple[Concept, ...] = ()
    place: tuple[Concept, ...] = ()
    person: tuple[Concept, ...] = ()
    organisation: tuple[Concept, ...] = ()
    usageterms: str | None = None
    copyrightnotice: str | None = None
    body_text: str = ""
    quotes: tuple[Quote, ...] = ()
    story: str | None = None
    parser: str | None = None
    """The version of the wire parser that read the copy."""

    @property
    def id(self) -> str:
        """What paths use: derived from ``uri``."""
        return article_id(self.uri)

    def is_shown(self, now: datetime) -> bool:
        """Whether readers may see it at ``now``: usable, embargo lifted, not expired."""
        return (
            self.pubstatus is PubStatus.USABLE
            and (self.embargoed is None or self.embargoed <= now)
            and (self.expires is None or now < self.expires)
        )


CONCEPT_FIELDS = ("genre", "subject", "keywords", "place", "person", "organisation")
INSTANT_FIELDS = ("versioncreated", "firstcreated", "embargoed", "expires")


@lru_cache(maxsize=1 << 10)
def article_id(uri: str) -> str:
    """The first 26 characters of the lower-case base32 form of sha-256(``uri``)."""
    # Of the 32 bytes the first 17 are in it; 20 of them need no padding.
    return base64.b32encode(hashlib.sha256(uri.encode()).digest()[:20]).decode().lower()[:26]


def uri_of_copy(copy: str) -> str:
    """The identity of copy that came without one: a hash of it, white space normalised."""
    return "urn:searchsvc:" + hashlib.sha256(" ".join(copy.split()).encode()).hexdigest()


def format_instant(instant: datetime) -> str:
    """RFC 3339 in UTC with a ``Z``; fractions of a second only where there are any."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def parse_instant(text: str) -> datetime:
    """Read RFC 3339, small letters and leap seconds too (or ISO 8601 as ``datetime.fromisoformat`` does); no
    offset means UTC.

    Raises ValueError for anything else.
    """
    return _parse_instant(text.strip())


_LEAP_SECOND = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:)60", re.A)
"""The 61st second of a minute (RFC 3339, section 5.7), which computers count as the first of the next."""


@lru_cache(maxsize=1 << 10)
def _parse_instant(text: str) -> datetime:
    # Remembered: the same instant is read where it is checked, and where it is used.
    written = text.upper()
    leap = _LEAP_SECOND.match(written)
    try:
        instant = datetime.fromisoformat(f"{leap[1]}59{written[leap.end() :]}" if leap else written)
        instant += timedelta(seconds=1 if leap else 0)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} is outside the years 1 to 9999") from error


def to_dict(article: Article) -> dict[str, Any]:
    """The article as JSON-ready data, ``id`` included, in the order of the fields."""
    return {"id": article.id, **_members(article)}


def to_json(article: Article) -> bytes:
    """``to_dict`` as JSON. Raises TypeError for text that is not valid Unicode."""
    return b'{"id":"' + article.id.encode() + b'",' + orjson.dumps(article, option=orjson.OPT_UTC_Z)[1:]


@dataclass(frozen=True)
class ArticleJson:
    """An article that is decoded by whoever needs it, in another process at best: its JSON as ``to_json``
    writes it, and its story, which a store keeps apart from it."""

    id: str
    data: str
    story: str | None

    def read(self) -> Article:
        """The article. Raises ValueError or TypeError."""
        return from_dict(orjson.loads(self.data) | {"story": self.story})


def dateline_to_dict(dateline: Dateline) -> dict[str, Any]:
    """A dateline as JSON-ready data: the inverse of ``dateline_from_dict``."""
    return _members(dateline)


def _members(value: Any) -> dict[str, Any]:
    """A dataclass's fields, each JSON-ready; most are already, and that is asked first."""
    kind: Any = type(value)
    members = value.__dict__
    return {
        name: member if type(member := members[name]) in _ALREADY_PLAIN else _plain(member)
        for name in _names_of(kind)
    }


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass; remembered, for they are asked for with every article."""
    return tuple(field.name for field in dataclasses.fields(kind))


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _ALREADY_PLAIN:
        return value
    if kind is tuple:
        return [member if type(member) in _ALREADY_PLAIN else _plain(member) for member in value]
    if dataclasses.is_dataclass(value):
        return _members(value)
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


_ALREADY_PLAIN = frozenset([str, int, float, bool, type(None)])


def from_dict(data: Mapping[str, Any]) -> Article:
    """The inverse of ``to_dict``; unknown keys are left aside. Raises ValueError or TypeError."""
    known = {name: data[name] for name in _names_of(Article) if name in data}
    for name in INSTANT_FIELDS:
        if known.get(name) is not None:
            known[name] = parse_instant(known[name])
    for name in CONCEPT_FIELDS:
        if name in known:
            known[name] = tuple(Concept(**member) for member in known[name] or ())
    if "pubstatus" in known:
        known["pubstatus"] = PubStatus(known["pubstatus"])
    if known.get("dateline") is not None:
        known["dateline"] = dateline_from_dict(known["dateline"])
    if "quotes" in known:
        known["quotes"] = tuple(quotes_from_dicts(known["quotes"] or ()))
    return Article(**known)


def dateline_from_dict(data: Mapping[str, Any]) -> Dateline:
    """A ``Dateline`` from its JSON. Raises ValueError or TypeError."""
    known = {name: data[name] for name in _names_of(Dateline) if name in data}
    known["cities"] = tuple(known.get("cities") or ())
    if known.get("date") is not None:
        known["date"] = date.fromisoformat(known["date"])
    return Dateline(**known)


def quotes_from_dicts(members: Iterable[Mapping[str, Any]]) -> Iterable[Quote]:
    """``Quote`` objects from their JSON. Raises ValueError or TypeError."""
    for data in members:
        known = {name: data[name] for name in _names_of(Quote) if name in data}
        known["kind"] = QuoteKind(known["kind"])
        known["spans"] = tuple((start, end) for start, end in known["spans"])
        if known.get("speaker") is not None:
            known["speaker"] = Speaker(**known["speaker"])
        yield Quote(**known)
