"""Documents to articles: what the format says, completed by what the copy says. Stores nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import partial
from typing import Any

from searchsvc import wire
from searchsvc.article import (
    Article,
    Dateline,
    PubStatus,
    dateline_to_dict,
    from_dict,
    parse_instant,
    uri_of_copy,
)
from searchsvc.errors import InputError
from searchsvc.formats import Document
from searchsvc.ingest.edits import blanked, follow, merge
from searchsvc.ingest.embargoes import obey_embargoes
from searchsvc.ingest.reconciling import agency_at, agency_in, agency_of, dateline_of_format, located
from searchsvc.wire.front import is_a_line
from searchsvc.wire.language import detect

OWN = "application/json"
"""The media type of our own JSON, in which fields are what they are."""

READ_FROM_COPY = ("headline", "byline", "slugline", "ednote", "source")
"""Fields that both a format and the copy can tell."""


@dataclass(frozen=True)
class Difference:
    """A field that the format and the copy tell differently; what was ``sent`` is what counts."""

    field: str
    sent: Any
    read: Any


@dataclass(frozen=True)
class Parsed:
    """An article made of a document. Its version is ``"1"`` where the document has none."""

    article: Article
    reading: wire.Reading
    warnings: tuple[str, ...]
    document: Document
    differences: tuple[Difference, ...] = ()


def uri_of(document: Document) -> str:
    """The sender's identity for it, else one made of what was sent; no inferred value enters it."""
    fields = document.fields
    if fields.get("uri"):
        return str(fields["uri"])
    if document.copy is not None:
        return uri_of_copy(document.copy)
    dateline = (fields.get("dateline") or {}).get("text")
    parts = (fields.get("headline"), fields.get("byline"), dateline, fields.get("body_text"))
    return uri_of_copy("\n\n".join(part for part in parts if part))


def hash_of(document: Document) -> str:
    """What tells a version that was sent again from a new one: hex sha-256 of what was sent."""
    return hashlib.sha256(document.canonical).hexdigest()


def parse(document: Document, at: datetime, edits: Mapping[str, Any] | None = None) -> Parsed:
    """Make an article of ``document``, taken in at ``at``, with ``edits`` laid over what was sent.

    What the format says wins over what the copy says, field by field, and in a dateline key by key.
    Raises InputError.
    """
    fields = merge(document.fields, edits or {})
    if edits and "body_text" in edits:
        fields.setdefault("body_text", "")  # taken out: the copy must not bring it back
    anchor = parse_instant(fields["versioncreated"]) if "versioncreated" in fields else at
    reading = _read(document, fields, anchor)
    told = _told(document, fields, reading, anchor)
    if "source" not in fields and document.media_type != OWN:
        language = fields.get("language") or reading.language
        named = told["source"] or agency_in(fields.get("dateline"), anchor, language)
        source = agency_of(document.credits, named, language, fields.get("byline"))
        source = source or agency_at(fields.get("uri"))
        fields |= {"source": source} if source else {}
    elif document.media_type != OWN and "source" not in (edits or {}):
        # Its own name for an agency that is known by another.
        fields |= {"source": agency_of((fields["source"],), None, fields.get("language"))}
    data = {name: told[name] for name in READ_FROM_COPY if told[name] is not None} | fields
    data["uri"] = uri_of(document)
    data["parser"] = wire.PARSER_VERSION
    if document.media_type != OWN:
        sent, read = dateline_of_format(
            fields.get("dateline"), told["dateline"], anchor, fields.get("language")
        )
        data.pop("dateline", None)
    else:
        sent, read = _with_place(fields.get("dateline"), edits), told["dateline"]
    differences: list[Difference] = []
    if sent or edits:
        dateline, differences = _dateline(sent, read)
        if dateline is not None:
            data["dateline"] = dateline
        read = None
    if edits:
        data = blanked(data, edits)
    data.pop("raw", None)
    data.setdefault("body_text", reading.body_text)
    try:
        article = from_dict(data)
    except (TypeError, ValueError) as error:
        raise InputError(f"its fields make no article: {error}") from error
    _check_left(article, edits)
    completed = _completed(article, fields, edits, reading)
    completed["dateline"] = placed = _placed(article.dateline or read, article.body_text)
    if "versioncreated" not in data:
        completed |= _dated(placed, at)
    article = replace(article, **completed)
    article, told_of_embargo = obey_embargoes(article, fields, edits, told["embargoes"])
    return Parsed(
        article=article,
        reading=reading,
        warnings=(*document.warnings, *reading.warnings, *told_of_embargo),
        document=document,
        differences=(
            *(
                Difference(name, fields[name], told[name])
                for name in READ_FROM_COPY
                if fields.get(name) is not None and _differs(fields[name], told[name])
            ),
            *differences,
        ),
    )


def _check_left(article: Article, edits: Mapping[str, Any] | None) -> None:
    """Raises InputError where edits leave nothing of an article that is not taken back."""
    if edits and not article.headline and not article.body_text and article.pubstatus is PubStatus.USABLE:
        raise InputError("nothing would be left of it; keep a headline or a text, or send pubstatus canceled")


def _read(document: Document, fields: Mapping[str, Any], anchor: datetime) -> wire.Reading:
    """What is to be read from the text that the article will have."""
    read = partial(wire.read, anchor=anchor, language=fields.get("language"), source=fields.get("source"))
    body = fields.get("body_text")
    if body is not None:
        return read(body, body_is_clean=True)
    text = document.copy or ""
    reading = read(text)
    # Not the edited one: what people call an article later does not change where its copy begins.
    headline = document.fields.get("headline")
    own_head = reading.dateline is not None and (reading.headline is None or is_a_line(reading.headline))
    if headline is None or own_head or _starts_with(text, headline) or _begins_alike(text, reading):
        return reading
    return read(text, headline=headline)


def _told(
    document: Document, fields: Mapping[str, Any], reading: wire.Reading, anchor: datetime
) -> dict[str, Any]:
    """What the copy tells. Where clean text was sent beside it, both are asked, the text first."""
    told = {name: getattr(reading, name) for name in (*READ_FROM_COPY, "dateline", "embargoes")}
    if document.copy is not None and fields.get("body_text") is not None:
        beside = wire.read(document.copy, anchor=anchor, language=fields.get("language"))
        for name, value in told.items():
            if not value:
                told[name] = getattr(beside, name)
        if reading.dateline is None and beside.dateline is not None:
            told["dateline"] = replace(beside.dateline, start=None, end=None)
    return told


def _begins_alike(text: str, reading: wire.Reading) -> bool:
    """Whether nothing in front of the body was taken for a headline: to read it as a body alone would
    give the same again."""
    start = " ".join(text[:400].split())[:100]
    return reading.headline is None and " ".join(reading.body_text[:400].split()).startswith(start)


def _starts_with(text: str, headline: str) -> bool:
    wanted = " ".join(headline.split()).casefold()
    head = " ".join(text[: len(headline) * 2 + 200].split()).casefold()
    return head.startswith(wanted)


def _with_place(sent: Mapping[str, Any] | None, edits: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The dateline's fields with where the city lies that an edit put there."""
    edited = (edits or {}).get("dateline") or {}
    if not sent:
        return None
    return located(dict(sent), edited["city"]) if edited.get("city") else dict(sent)


def _completed(
    article: Article, fields: Mapping[str, Any], edits: Mapping[str, Any] | None, reading: wire.Reading
) -> dict[str, Any]:
    """The article's language and quotes, as sent, edited or read."""
    quotes = article.quotes if "quotes" in fields else tuple(reading.quotes)
    if edits and "quotes" in edits:
        quotes = tuple(follow(quotes, article.body_text))
    language = article.language or _language(article, reading, edits)
    return {"language": language, "quotes": quotes}


def _dateline(
    sent: Mapping[str, Any] | None, read: Dateline | None
) -> tuple[dict[str, Any] | None, list[Difference]]:
    """The dateline's JSON, key by key what was sent or else what was read, and where they differ."""
    everything = {} if read is None else dateline_to_dict(read)
    if not sent:
        return (everything or None), []
    told = {name: value for name, value in everything.items() if value or (value == 0 and value is not False)}
    differences = [
        Difference(f"dateline.{name}", value, told[name])
        for name, value in sent.items()
        if name in ("text", "city", "country", "date") and name in told and _differs(value, told[name])
    ]
    differing = {each.field for each in differences}
    if "dateline.city" in differing:
        # Another city: where the copy's city lies says nothing of it.
        told = {name: told[name] for name in told if name not in ("cities", "country", "lat", "lon")}
    if "date" in sent:
        told.pop("date_inferred", None)
    return {"text": ""} | told | dict(sent), differences


def _differs(sent: Any, read: Any) -> bool:
    if read is None:
        return False
    return " ".join(str(sent).split()).casefold() != " ".join(str(read).split()).casefold()


def _placed(dateline: Dateline | None, body: str) -> Dateline | None:
    """The dateline, with a place in the body only where its text stands there."""
    if dateline is None or dateline.start is None or dateline.end is None:
        return dateline
    if body[dateline.start : dateline.end] == dateline.text:
        return dateline
    return replace(dateline, start=None, end=None)


def _language(article: Article, reading: wire.Reading, edits: Mapping[str, Any] | None) -> str | None:
    """The copy's; where that is too short to tell, that of headline and text together."""
    if edits is not None and "language" in edits and edits["language"] is None:
        return None  # taken out
    told = article.headline and article.body_text.endswith((".", "!", "?", "”", '"'))  # sentences, no labels
    if reading.language or not told:
        return reading.language
    return detect(f"{article.headline}\n{article.body_text}")


def _dated(dateline: Dateline | None, at: datetime) -> dict[str, Any]:
    """When the article was made: as its dateline says, else when it came."""
    if dateline is not None and dateline.date is not None:
        midnight = datetime.combine(dateline.date, time(), UTC)
        return {"versioncreated": midnight, "versioncreated_from": "dateline"}
    return {"versioncreated": at, "versioncreated_from": "ingest"}
