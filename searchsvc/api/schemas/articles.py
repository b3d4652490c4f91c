"""Articles as they are sent, stored and shown."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields

from searchsvc.api.parameters import Choice, Parameters, Text
from searchsvc.article import PubStatus, QuoteKind


def about(description: str, example: Any = None) -> dict[str, Any]:
    """A field's text for the docs."""
    return {"description": description} | ({} if example is None else {"example": example})


def instant(description: str, **options: Any) -> fields.String:
    """A field that holds RFC 3339 in UTC."""
    return fields.String(metadata={"description": description, "format": "date-time"}, **options)


class Schema(ma.Schema):
    """The base of every schema that describes an answer: a key without a row is a fault."""

    class Meta:
        unknown = ma.RAISE


class ConceptSchema(Schema):
    name = fields.String(required=True, allow_none=True)
    code = fields.String(required=True, allow_none=True)
    scheme = fields.String(required=True, allow_none=True)


class DatelineSchema(Schema):
    text = fields.String(required=True, metadata=about("As written.", "Tokyo, Feb 10 (EFE).-"))
    city = fields.String(required=True, allow_none=True)
    cities = fields.List(fields.String(), required=True)
    country = fields.String(required=True, allow_none=True, metadata=about("ISO 3166-1 alpha-2.", "JP"))
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    date = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    date_inferred = fields.Boolean(required=True, metadata=about("The year was not written."))
    start = fields.Integer(required=True, allow_none=True, metadata=about("Code points into `body_text`."))
    end = fields.Integer(required=True, allow_none=True)


class SpeakerSchema(Schema):
    surface = fields.String(required=True, metadata=about("The mention as written."))
    name = fields.String(required=True, allow_none=True)
    role = fields.String(required=True, allow_none=True)
    organisation = fields.String(required=True, allow_none=True)


class QuoteSchema(Schema):
    text = fields.String(required=True)
    spans = fields.List(
        fields.List(fields.Integer()), required=True, metadata=about("The pieces, in `body_text`.")
    )
    kind = fields.String(required=True, validate=ma.validate.OneOf([kind.value for kind in QuoteKind]))
    start = fields.Integer(required=True)
    end = fields.Integer(required=True)
    cue = fields.String(required=True, allow_none=True)
    speaker = fields.Nested(SpeakerSchema, required=True, allow_none=True)
    via = fields.String(required=True, allow_none=True, metadata=about("Who reported it; never the speaker."))
    confidence = fields.Float(required=True)


def _concepts(description: str) -> fields.List[Any]:
    return fields.List(fields.Nested(ConceptSchema), required=True, metadata=about(description))


class ArticleSchema(Schema):
    """An article as the parser and its sender left it."""

    id = fields.String(required=True, metadata=about("What paths use; derived from `uri`."))
    uri = fields.String(required=True)
    version = fields.String(required=True)
    versioncreated = instant("When this version was made.", required=True)
    versioncreated_from = fields.String(
        required=True, validate=ma.validate.OneOf(("sender", "dateline", "ingest"))
    )
    firstcreated = instant("When the first version was made.", required=True, allow_none=True)
    embargoed = instant("Not shown before.", required=True, allow_none=True)
    expires = instant("Not shown from then on.", required=True, allow_none=True)
    pubstatus = fields.String(
        required=True, validate=ma.validate.OneOf([status.value for status in PubStatus])
    )
    headline = fields.String(required=True, allow_none=True)
    byline = fields.String(required=True, allow_none=True)
    slugline = fields.String(required=True, allow_none=True)
    ednote = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True, metadata=about("BCP 47."))
    urgency = fields.Integer(required=True, allow_none=True, metadata=about("1 (flash) to 9."))
    source = fields.String(required=True, allow_none=True, metadata=about("The agency's code."))
    dateline = fields.Nested(DatelineSchema, required=True, allow_none=True)
    genre = _concepts("Genres.")
    subject = _concepts("What it is about.")
    keywords = _concepts("Keywords.")
    place = _concepts("Places it is about.")
    person = _concepts("Persons it is about.")
    organisation = _concepts("Organisations it is about.")
    usageterms = fields.String(required=True, allow_none=True)
    copyrightnotice = fields.String(required=True, allow_none=True)
    body_text = fields.String(required=True, metadata=about("Clean copy; paragraphs between blank lines."))
    quotes = fields.List(fields.Nested(QuoteSchema), required=True)
    story = fields.String(required=True, allow_none=True)
    parser = fields.String(
        required=True, allow_none=True, metadata=about("The version of the parser that read the copy.")
    )


class StoredArticleSchema(ArticleSchema):
    """An article with its place in the store."""

    seq = fields.Integer(
        required=True, metadata=about("The store's sequence number of this state; the ETag.")
    )
    state = fields.String(
        required=True,
        validate=ma.validate.OneOf(("live", "killed", "deleted")),
        metadata=about(
            "`live` is all that is kept; whether it is shown, `pubstatus`, `embargoed` and `expires` say."
        ),
    )
    stored_at = instant("When this state was stored.", required=True)


class WrittenArticleSchema(StoredArticleSchema):
    """What a write answers."""

    outcome = fields.String(
        required=True,
        validate=ma.validate.OneOf(("created", "updated", "unchanged", "superseded", "deleted", "killed")),
    )
    warnings = fields.List(fields.String(), required=True)
    searchable = fields.Boolean(
        metadata=about(
            "With `refresh=wait_for`: whether searches find it now; never what is killed or withheld."
        )
    )


class DatelineInput(DatelineSchema):
    """What is sent of a dateline; what is not, is read from the copy."""


class QuoteInput(QuoteSchema):
    """A quote as the sender marked it up."""


def _sent_concepts(description: str) -> fields.List[Any]:
    text = {"type": ["string", "null"]}
    either = [
        {"type": "string", "description": "Its name."},
        {"type": "object", "properties": dict.fromkeys(("name", "code", "scheme"), text)},
    ]
    return fields.List(fields.Raw(metadata={"anyOf": either}), metadata=about(description))


class ArticleInputSchema(ArticleSchema):
    """What is sent of an article: its fields, or `raw` copy with any of them beside it.

    What is sent wins over what the copy says. Members of lists are names, or objects with any of `name`,
    `code` and `scheme`.
    """

    genre = _sent_concepts("Genres.")
    subject = _sent_concepts("What it is about.")
    keywords = _sent_concepts("Keywords.")
    place = _sent_concepts("Places it is about.")
    person = _sent_concepts("Persons it is about.")
    organisation = _sent_concepts("Organisations it is about.")

    raw = fields.String(metadata=about("Wire copy, to be read by the parser; at most 2 MB."))
    dateline = fields.Nested(DatelineInput(partial=True), allow_none=True)
    quotes = fields.List(fields.Nested(QuoteInput(partial=True)))


ARTICLE_INPUT = ArticleInputSchema(partial=True, exclude=("id", "versioncreated_from", "story", "parser"))


class CutSchema(Schema):
    start = fields.Integer(required=True, metadata=about("Code points into the copy as sent."))
    end = fields.Integer(required=True)
    text = fields.String(required=True)
    reason = fields.String(required=True)


class DifferenceSchema(Schema):
    field = fields.String(required=True)
    sent = fields.Raw(required=True, allow_none=True)
    read = fields.Raw(required=True, allow_none=True)


class ReplacedSchema(Schema):
    relation = fields.String(required=True, validate=ma.validate.OneOf(("corrects", "updates")))
    uri = fields.String(required=True)


class ParsedSchema(Schema):
    """What the parser sees in a copy."""

    article = fields.Nested(ArticleSchema, required=True)
    cuts = fields.List(fields.Nested(CutSchema), required=True, metadata=about("What was left out, and why."))
    warnings = fields.List(fields.String(), required=True)
    differences = fields.List(
        fields.Nested(DifferenceSchema),
        required=True,
        metadata=about("Fields that the sender and the copy tell differently; what was sent counts."),
    )
    replaces = fields.List(
        fields.Nested(ReplacedSchema),
        required=True,
        metadata=about("Other articles that the format names as corrected or updated by this one."),
    )


class VersionSchema(Schema):
    version = fields.String(required=True)
    status = fields.String(required=True, validate=ma.validate.OneOf(("current", "superseded")))
    versioncreated = instant("When this version was made.", required=True)
    received_at = instant("When it came in.", required=True)
    hash = fields.String(required=True, metadata=about("Hex sha-256 of what was sent."))
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata=about("Bytes of the original."))
    parser = fields.String(required=True, allow_none=True)
    edited = fields.Boolean(required=True, metadata=about("Edits lie over it."))


class VersionsAnswer(Schema):
    id = fields.String(required=True)
    uri = fields.String(required=True)
    versions = fields.List(fields.Nested(VersionSchema), required=True)


class LinkSchema(Schema):
    relation = fields.String(
        required=True, validate=ma.validate.OneOf(("corrects", "updates", "corrected_by", "updated_by"))
    )
    id = fields.String(required=True, metadata=about("Of the other article."))
    uri = fields.String(required=True)


class LinksAnswer(Schema):
    id = fields.String(required=True)
    uri = fields.String(required=True)
    links = fields.List(fields.Nested(LinkSchema), required=True)


class ArticleQuotesAnswer(Schema):
    id = fields.String(required=True)
    uri = fields.String(required=True)
    quotes = fields.List(fields.Nested(QuoteSchema), required=True)


class WriteParameters(Parameters):
    """Query parameters of every write."""

    refresh = Choice(
        ("wait_for",),
        metadata=about("`wait_for`: answer once every process finds it in searches."),
    )


class ReadParameters(Parameters):
    """Query parameters of every call that reads one article."""

    include = Choice(
        ("withheld",),
        metadata=about(
            "`withheld`: also what is withheld, under embargo or expired. Only for who may write; 403 else."
        ),
    )


class FindParameters(ReadParameters):
    """Query parameters of finding one article."""

    uri = Text(
        required=True,
        error_messages={"required": "is missing; give the uri of the article to find, or use /v1/search"},
        metadata=about("The sender's identity of the article."),
    )


class OriginalParameters(ReadParameters):
    """Query parameters of an original."""

    version = Text(metadata=about("Of which version; without it, of the current one."))


class NoParameters(Parameters):
    """For calls that take none."""
