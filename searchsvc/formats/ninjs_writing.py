"""An article -> ninjs 3.1, as its schema has it; and the same with quotes and dateline, as ours.

Source: http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json. That schema admits no property of others, so
that what it has no place for, ``quotes`` and ``dateline``, is added under a media type of our own alone.
docs/formats.md has both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from searchsvc.article import Article, Concept, format_instant, to_dict

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
NINJS_TYPES = ("application/ninjs+json", "application/vnd.iptc.ninjs+json")
"""Asked for by either name: the IPTC has registered none."""
EXTENDED_TYPE = "application/vnd.searchsvc.ninjs+json"
KEYWORD = "keyword"
"""The ``rel`` of a subject that is a keyword, which ninjs 3.1 has no property for."""

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_SCHEMES = {
    "medtop": "http://cv.iptc.org/newscodes/mediatopic/",
    "subj": "http://cv.iptc.org/newscodes/subjectcode/",
    "genre": "http://cv.iptc.org/newscodes/genre/",
    "iso3166-1a2": "http://cvx.iptc.org/iso3166-1a2/",
    "iso3166-1a3": "http://cvx.iptc.org/iso3166-1a3/",
}
"""The IPTC's aliases of its own schemes (its catalogue of schemes)."""

_FIELDS = (
    ("language", "language"),
    ("byline", "by"),
    ("slugline", "slugline"),
    ("ednote", "edNote"),
    ("usageterms", "usageTerms"),
    ("copyrightnotice", "copyrightNotice"),
    ("urgency", "urgency"),
)
_INSTANTS = (
    ("firstcreated", "firstCreated"),
    ("versioncreated", "versionCreated"),
    ("embargoed", "embargoedUntil"),
    ("expires", "expires"),
)
_CONCEPTS = (
    ("subject", "subjects"),
    ("genre", "genres"),
    ("person", "people"),
    ("organisation", "organisations"),
    ("place", "places"),
)


def to_ninjs(article: Article, *, extended: bool = False) -> dict[str, Any]:
    """The article as a ninjs 3.1 object; ``extended`` adds ``quotes`` and ``dateline`` as in our own JSON."""
    data = {
        **_identity(article),
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "version": article.version,
        "pubStatus": article.pubstatus.value,
        **{called: format_instant(value) for called, value in _values(article, _INSTANTS)},
        **dict(_values(article, _FIELDS)),
        **_text(article),
        **_concepts(article),
    }
    if article.source:
        data["infoSources"] = [{"literal": article.source}]
    if article.dateline is not None and article.dateline.city:
        data["located"] = article.dateline.city
    if extended:
        ours = to_dict(article)
        data |= {name: ours[name] for name in ("dateline", "quotes") if ours[name]}
    return data


def _identity(article: Article) -> dict[str, Any]:
    """Its ``uri``; where that is none, one made of its id, and the uri beside it."""
    if _URI.fullmatch(article.uri):
        return {"uri": article.uri}
    other = {"role": "uri", "value": article.uri}
    return {"uri": f"urn:searchsvc:article:{article.id}", "altIds": [other]}


def _values(article: Article, table: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Any]]:
    """The fields of ``table`` that have a value, under the names of ninjs."""
    for name, called in table:
        value = getattr(article, name)
        if value is not None and value != "":
            yield called, value


def _text(article: Article) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if article.headline:
        data["headlines"] = [{"role": "main", "contentType": "text/plain", "value": article.headline}]
    if article.body_text:
        data["bodies"] = [_body(article.body_text)]
    return data


def _concepts(article: Article) -> dict[str, Any]:
    data = {
        called: [_concept(each) for each in members]
        for name, called in _CONCEPTS
        if (members := getattr(article, name))
    }
    if article.keywords:
        keywords = [{"rel": KEYWORD, **_concept(each)} for each in article.keywords]
        data["subjects"] = [*data.get("subjects", ()), *keywords]
    return data


def _body(text: str) -> dict[str, Any]:
    return {
        "role": "text",
        "contentType": "text/plain",
        "charCount": len(text),
        "wordCount": len(text.split()),
        "value": text,
    }


def _concept(concept: Concept) -> dict[str, str]:
    """Name, and the code as a URI where its scheme makes it one, else as a literal."""
    data = {}
    if concept.name:
        data["name"] = concept.name
    if concept.code:
        scheme = _SCHEMES.get(concept.scheme or "", concept.scheme or "")
        uri = scheme + concept.code
        if (scheme.endswith(("/", "#")) or "://" in uri) and _URI.fullmatch(uri):
            data["uri"] = uri
        else:
            data["literal"] = f"{scheme}:{concept.code}" if scheme else concept.code
    return data
