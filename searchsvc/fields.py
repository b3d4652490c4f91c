"""Which fields can be searched, filtered, sorted and counted, and how each is compared.

One table for the query language, the API and every engine. Names are the JSON names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType


class FieldKind(Enum):
    """How a field's values become terms.

    STEMMED: folded surface words with positions, and beside them stems in the article's language.
    TEXT: folded surface words with positions. CONCEPT: as TEXT over the names and codes of the
    members, and whole names and codes for filters. EXACT: the whole value, folded.
    INSTANT: a UTC instant. NUMBER: an integer.
    """

    STEMMED = "stemmed"
    TEXT = "text"
    CONCEPT = "concept"
    EXACT = "exact"
    INSTANT = "instant"
    NUMBER = "number"


@dataclass(frozen=True)
class Field:
    """A row of the table: the name, the kind, on which targets it exists, and what it may do."""

    name: str
    kind: FieldKind
    help: str
    targets: tuple[str, ...] = ("articles", "quotes")
    facet: bool = False
    sort: bool = False


ARTICLES = ("articles",)
QUOTES = ("quotes",)

FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("headline", FieldKind.STEMMED, "the headline", ARTICLES),
        Field("body_text", FieldKind.STEMMED, "the text of the article", ARTICLES),
        Field("text", FieldKind.STEMMED, "the quoted words", QUOTES),
        Field("byline", FieldKind.TEXT, "who wrote it", ARTICLES),
        Field("slugline", FieldKind.TEXT, "the slug", ARTICLES),
        Field("ednote", FieldKind.TEXT, "the note to editors", ARTICLES),
        Field("speaker", FieldKind.TEXT, "who is quoted: name, mention, role, organisation", facet=True),
        Field("known_as", FieldKind.EXACT, "who is quoted, the whole value that facets of speaker count"),
        Field("via", FieldKind.TEXT, "who reported the quote", facet=True),
        Field("cue", FieldKind.TEXT, "the verb or phrase of attribution", QUOTES),
        Field("kind", FieldKind.EXACT, "direct, indirect or mixed", QUOTES, facet=True),
        Field("genre", FieldKind.CONCEPT, "genre, by name or code", facet=True),
        Field("subject", FieldKind.CONCEPT, "subjects, by name or code", facet=True),
        Field("keywords", FieldKind.CONCEPT, "keywords", ARTICLES, facet=True),
        Field("place", FieldKind.CONCEPT, "places the story is about", ARTICLES, facet=True),
        Field("person", FieldKind.CONCEPT, "persons the story is about", ARTICLES, facet=True),
        Field("organisation", FieldKind.CONCEPT, "organisations the story is about", ARTICLES, facet=True),
        Field("uri", FieldKind.EXACT, "the sender's identity"),
        Field("id", FieldKind.EXACT, "the identity that paths use"),
        Field("source", FieldKind.EXACT, "the agency's code", facet=True),
        Field("located", FieldKind.EXACT, "the city, or cities, of the dateline", facet=True),
        Field("country", FieldKind.EXACT, "the dateline's country, ISO 3166-1 alpha-2", facet=True),
        Field("language", FieldKind.EXACT, "BCP 47; a bare language also finds its variants", facet=True),
        Field("story", FieldKind.EXACT, "shared by near-identical articles"),
        Field("urgency", FieldKind.NUMBER, "1 (flash) to 9", ARTICLES, facet=True, sort=True),
        Field("versioncreated", FieldKind.INSTANT, "when this version was made", sort=True),
        Field("firstcreated", FieldKind.INSTANT, "when the first version was made", ARTICLES, sort=True),
    )
}

DEFAULT_FIELDS = {"articles": ("headline", "body_text"), "quotes": ("text",)}
FILTERS = ("source", "located", "country", "speaker", "known_as", "language", "genre", "subject")
QUOTE_FILTERS = (*FILTERS, "kind", "via")


@cache
def sorts_of(target: str) -> tuple[str, ...]:
    """By what ``target`` can be sorted, the score aside: fields, and of quotes their confidence, too."""
    names = [name for name, field in fields_of(target).items() if field.sort]
    return (*names, "confidence") if target == "quotes" else tuple(names)


@cache
def fields_of(target: str) -> Mapping[str, Field]:
    """The rows that exist on ``target`` (``articles`` or ``quotes``)."""
    return MappingProxyType({name: field for name, field in FIELDS.items() if target in field.targets})


ALIASES = {"dateline.city": "located", "dateline.country": "country"}
"""Other names under which the query language knows a field: where its value stands in the JSON."""
