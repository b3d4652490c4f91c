"""The parameters of search and quotes, and the shape of their answers."""

from __future__ import annotations

from collections.abc import Iterable

import marshmallow as ma
from marshmallow import fields

from searchsvc.api.parameters import (
    Choice,
    CommaList,
    Degrees,
    Flag,
    Parameters,
    Repeated,
    Share,
    Text,
    Whole,
)
from searchsvc.api.schemas.articles import DatelineSchema, Schema, SpeakerSchema, about
from searchsvc.fields import fields_of
from searchsvc.query import MAX_QUERY_LENGTH
from searchsvc.search import WINDOW

HIGHLIGHTED = {
    "articles": ("headline", "body_text", "byline", "slugline", "ednote"),
    "quotes": ("text", "cue", "via"),
}
"""The fields whose text an engine keeps, and can mark."""


def listed(names: Iterable[str]) -> str:
    """Names for the docs."""
    return ", ".join(f"`{name}`" for name in names) + "."


def facets_of(target: str, example: str) -> CommaList:
    """The parameter that names what is counted on ``target``."""
    names = listed(field.name for field in fields_of(target).values() if field.facet)
    return CommaList(metadata=about(f"Fields whose values are counted over all matches: {names}", example))


class FilterParameters(Parameters):
    """What search and quotes have in common, in the order in which it is shown."""

    q = Text(
        load_default="",
        validate=ma.validate.Length(
            max=MAX_QUERY_LENGTH, error="is longer than {max} characters; search for less at once"
        ),
        metadata=about(
            'The query, in the query language: words, `"phrases"`, `field:value`, `AND OR NOT + - ( )`, '
            '`prefix*`, `fuzzy~1`, `"near words"~5`, ranges, `word^2`. Empty or `*` is everything.',
            '"South Korea" missile',
        ),
    )
    op = Choice(
        ("and", "or"), load_default="and", metadata=about("Whether all plain words must be found, or any.")
    )
    source = Repeated(metadata=about("The agency's code. Repeatable: any of the values.", ["EFE"]))
    located = Repeated(metadata=about("A city of the dateline. Repeatable.", ["Tokyo"]))
    country = Repeated(metadata=about("The dateline's country, ISO 3166-1 alpha-2. Repeatable.", ["JP"]))
    speaker = Repeated(
        metadata=about("Words in a row of a speaker's name, mention, role or organisation. Repeatable.")
    )
    known_as = Repeated(
        metadata=about(
            "Who is quoted: a whole value that `facets=speaker` counts, which is the name, else the role or "
            "the organisation. Repeatable.",
            ["Nobuo Kishi"],
        )
    )
    language = Repeated(
        metadata=about(
            "BCP 47; a bare language also finds its variants. Repeatable. Given once, plain words are "
            "stemmed in this language only.",
            ["en"],
        )
    )
    genre = Repeated(metadata=about("A genre's whole name or code. Repeatable."))
    subject = Repeated(metadata=about("A subject's whole name or code. Repeatable."))
    since = Text(
        data_key="from",
        metadata=about(
            "From when on, by `versioncreated`: a date, month or year, or an instant.", "2022-02-01"
        ),
    )
    until = Text(
        data_key="to",
        metadata=about(
            "Until when: a date, month, year or instant, which is included as a whole.",
            "2022-02-28",
        ),
    )
    tz = Text(
        load_default="UTC",
        metadata=about(
            "The time zone (IANA) of dates here, in the query, and of the histogram.", "Asia/Tokyo"
        ),
    )
    bbox = Degrees(
        metadata={
            "type": "string",
            "description": "`west,south,east,north` in degrees, around datelines. West may exceed east.",
            "example": "120,20,150,50",
        }
    )
    sort = CommaList(
        metadata=about(
            "`_score` or fields, descending with `-` in front: `-versioncreated`. Ties: the newest first, "
            "then by id.",
            "_score",
        ),
    )
    page = Whole(
        1,
        WINDOW,
        metadata=about(
            f"Which page, from 1. Page times `per_page` reaches {WINDOW:,}; beyond, use `cursor`."
        ),
    )
    per_page = Whole(1, 100, load_default=10, metadata=about("Hits on a page."))
    cursor = Text(
        validate=ma.validate.Length(max=4_096, error="is longer than any cursor"),
        metadata=about("Goes on where the answer that gave it as `next_cursor` ended. Not with `page`."),
    )
    facet_size = Whole(1, 1_000, load_default=10, metadata=about("The most frequent values of each facet."))
    histogram = Text(
        metadata=about(
            "`field:interval`, counts over time; the interval is hour, day, week, month or year.",
            "versioncreated:day",
        )
    )
    fragments = Whole(1, 100, load_default=3, metadata=about("Fragments of each highlighted field, at most."))
    fragment_size = Whole(
        20, 10_000, load_default=160, metadata=about("About how many characters a fragment has.")
    )
    hl_format = Choice(
        ("html", "offsets"),
        load_default="html",
        metadata=about(
            "`html`: snippets are escaped and marked with `<mark>`; `offsets`: plain text, see `spans`."
        ),
    )
    explain = Flag(load_default=False, metadata=about("Show how each score came about."))
    total = Choice(
        ("exact", "bounded"),
        load_default="exact",
        metadata=about("`bounded` may stop counting early; the total's relation is then `gte`."),
    )


class SearchParameters(FilterParameters):
    """The parameters of a search for articles."""

    facets = facets_of("articles", "source,located")
    highlight = CommaList(
        metadata=about(
            "Fields whose matches are marked: " + listed(HIGHLIGHTED["articles"]), "headline,body_text"
        )
    )
    collapse = Choice(
        ("story",), metadata=about("One hit for each story: the best of its near-identical articles.")
    )


class QuoteParameters(FilterParameters):
    """The parameters of a search for quotes."""

    facets = facets_of("quotes", "speaker,kind")
    highlight = CommaList(
        metadata=about(
            "Fields whose matches are marked: " + listed(HIGHLIGHTED["quotes"]) + " Without it, `text`.",
            "text",
        )
    )
    kind = Repeated(metadata=about("`direct`, `indirect` or `mixed`. Repeatable.", ["direct"]))
    min_confidence = Share(
        metadata=about("Only quotes that are as sure, 0 to 1: of those with .9 nine in ten are right.", 0.9)
    )
    sort = CommaList(
        metadata=about(
            "`_score`, `versioncreated` or `confidence`, descending with `-` in front: `-confidence`. Ties: "
            "the newest first, then by id.",
            "_score",
        )
    )
    via = Repeated(metadata=about("Words in a row of who reported the quote. Repeatable.", ["Yonhap"]))


class SuggestParameters(Parameters):
    """The parameters of completions."""

    prefix = Text(
        required=True,
        validate=ma.validate.Length(1, 200, error="must have 1 to 200 characters"),
        error_messages={"required": "is missing; give the beginning of a word"},
        metadata=about("What has been typed so far; its last word is completed.", "miss"),
    )
    size = Whole(1, 50, load_default=10, metadata=about("Completions, at most."))


class WarningSchema(Schema):
    message = fields.String(required=True)
    start = fields.Integer(metadata=about("Where in `q`, in code points, if it is about a place there."))
    end = fields.Integer()


class QuerySchema(Schema):
    q = fields.String(required=True)
    parsed = fields.String(required=True, metadata=about("How the query was understood, written out."))
    warnings = fields.List(fields.Nested(WarningSchema), required=True)


class TotalSchema(Schema):
    value = fields.Integer(required=True)
    relation = fields.String(
        required=True,
        validate=ma.validate.OneOf(("eq", "gte")),
        metadata=about("`eq`: exactly; `gte`: at least."),
    )


class SpanSchema(Schema):
    start = fields.Integer(required=True)
    end = fields.Integer(required=True)
    kind = fields.String(
        required=True, validate=ma.validate.OneOf(("term", "phrase", "near", "prefix", "fuzzy", "range"))
    )


class PassageSchema(Schema):
    snippet = fields.String(
        required=True,
        metadata=about("Without its marks and with entities decoded, exactly `field[start:end]`."),
    )
    start = fields.Integer(required=True, metadata=about("Code points into the field; `end` is exclusive."))
    end = fields.Integer(required=True)
    spans = fields.List(fields.Nested(SpanSchema), required=True, metadata=about("Code points in the field."))


class HitSchema(Schema):
    id = fields.String(required=True)
    uri = fields.String(required=True)
    score = fields.Float(
        required=True, allow_none=True, metadata=about("Null where the order is not by score.")
    )
    headline = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    dateline = fields.Nested(DatelineSchema, required=True, allow_none=True)
    versioncreated = fields.String(required=True, metadata={"format": "date-time"})
    language = fields.String(required=True, allow_none=True)
    story = fields.String(required=True, allow_none=True)
    highlights = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(PassageSchema)),
        required=True,
        metadata=about("Fragments by field."),
    )
    explanation = fields.Dict(metadata=about("With `explain`: how the score came about."))
    collapsed = fields.Integer(metadata=about("With `collapse`: how many others of its story matched."))


class QuoteHitSchema(HitSchema):
    text = fields.String(required=True)
    kind = fields.String(required=True, validate=ma.validate.OneOf(("direct", "indirect", "mixed")))
    cue = fields.String(required=True, allow_none=True)
    speaker = fields.Nested(SpeakerSchema, required=True, allow_none=True)
    via = fields.String(required=True, allow_none=True, metadata=about("Who reported it; never the speaker."))
    confidence = fields.Float(required=True)
    spans = fields.List(
        fields.List(fields.Integer()),
        required=True,
        metadata=about("The pieces, in the article's `body_text`."),
    )
    start = fields.Integer(required=True)
    end = fields.Integer(required=True)
    before = fields.String(required=True, allow_none=True, metadata=about("The sentence before it."))
    after = fields.String(required=True, allow_none=True, metadata=about("The sentence after it."))


class ValueCountSchema(Schema):
    value = fields.String(required=True)
    count = fields.Integer(required=True)


class KeyCountSchema(Schema):
    key = fields.String(required=True, metadata=about("The bucket's first day, or hour."))
    count = fields.Integer(required=True)


class SearchAnswer(Schema):
    query = fields.Nested(QuerySchema, required=True)
    total = fields.Nested(TotalSchema, required=True)
    took_ms = fields.Float(required=True)
    page = fields.Integer(required=True, allow_none=True, metadata=about("Null where a cursor was given."))
    per_page = fields.Integer(required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    hits = fields.List(fields.Nested(HitSchema), required=True)
    facets = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Nested(ValueCountSchema)), required=True
    )
    histogram = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Nested(KeyCountSchema)), required=True
    )
    did_you_mean = fields.String(required=True, allow_none=True)


class QuotesAnswer(SearchAnswer):
    hits = fields.List(fields.Nested(QuoteHitSchema), required=True)


class SuggestAnswer(Schema):
    completions = fields.List(fields.String(), required=True)
