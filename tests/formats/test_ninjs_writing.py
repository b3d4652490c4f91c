"""ninjs 3.1 as its schema has it: its constraints are written here in our own words."""

import re
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article, Concept, Dateline, PubStatus, Quote, QuoteKind, Speaker, to_dict
from searchsvc.formats import EXTENDED_TYPE, to_ninjs
from tests.formats.reading import read_one

URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:(?![<>\"{}|\\^`])[!-~])+")
STRINGS = {
    "profile", "version", "copyrightNotice", "usageTerms", "edNote", "language", "by", "slugline", "located",
}  # fmt: skip
DATES = {"firstCreated", "versionCreated", "embargoedUntil", "expires"}
TEXTS = {"role", "contentType", "value", "charCount", "wordCount"}
CONCEPTS = {"subjects", "genres", "people", "organisations", "places", "infoSources"}


def check(data: dict[str, Any]) -> None:
    """Hold ``data`` to what the schema of ninjs 3.1 says of the properties that are written."""
    assert URI.fullmatch(data.pop("uri"))
    assert data.pop("type") in ("text", "composite")
    assert data.pop("representationType") in ("full", "partial")
    assert data.pop("pubStatus") in ("usable", "withheld", "canceled")
    standard = data.pop("standard")
    assert standard.keys() == {"name", "version", "schema"} and URI.fullmatch(standard["schema"])
    if (urgency := data.pop("urgency", None)) is not None:
        assert type(urgency) is int and 1 <= urgency <= 9
    for name in STRINGS & data.keys():
        assert isinstance(data.pop(name), str)
    for name in DATES & data.keys():
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", data.pop(name))
    for name in {"headlines", "bodies"} & data.keys():
        for member in data.pop(name):
            assert member.keys() <= TEXTS - ({"charCount", "wordCount"} if name == "headlines" else set())
            assert isinstance(member["value"], str)
            assert all(type(member[key]) is int for key in ("charCount", "wordCount") if key in member)
    for name in CONCEPTS & data.keys():
        for member in data.pop(name):
            assert member.keys() <= ({"name", "literal", "uri"} | ({"rel"} if name == "subjects" else set()))
            assert all(isinstance(value, str) for value in member.values())
            assert "uri" not in member or URI.fullmatch(member["uri"])
    for member in data.pop("altIds", ()):
        assert member.keys() == {"role", "value"}
    assert not data, "ninjs 3.1 admits no other property"


ARTICLE = Article(
    uri="http://xyz.example/1",
    version="2",
    versioncreated=datetime(2023, 3, 5, 9, 15, tzinfo=UTC),
    firstcreated=datetime(2023, 3, 5, 8, tzinfo=UTC),
    embargoed=datetime(2023, 3, 5, 11, tzinfo=UTC),
    expires=datetime(2024, 1, 1, tzinfo=UTC),
    pubstatus=PubStatus.WITHHELD,
    headline="Harbour reopens",
    byline="Ann Lee",
    slugline="HARBOUR",
    ednote="Picture to follow",
    language="en",
    urgency=4,
    source="XYZ",
    dateline=Dateline(
        "BERGEN, March 5 (XYZ) -", "Bergen", ("Bergen",), "NO", 60.4, 5.3, date(2023, 3, 5), True, 0, 23
    ),
    genre=(Concept("Feature", "Feature", "genre"),),
    subject=(Concept("Shipping", "04015001", "subj"), Concept("Sea", "s1", "xyz")),
    keywords=(Concept("ferry"),),
    place=(Concept("Bryggen", "NO-BR"),),
    person=(Concept("Kari Berg"),),
    organisation=(Concept("Port", "http://port.example/"),),
    usageterms="Not for archives",
    copyrightnotice="(c) XYZ",
    body_text="BERGEN, March 5 (XYZ) - “It is open,” said Kari Berg.",
    quotes=(Quote("It is open,", ((25, 36),), QuoteKind.DIRECT, 25, 36, "said", Speaker("Kari Berg")),),
)  # fmt: skip


def test_a_whole_article():
    data = to_ninjs(ARTICLE)
    assert data == {
        "uri": "http://xyz.example/1",
        "standard": {
            "name": "ninjs",
            "version": "3.1",
            "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
        },
        "type": "text",
        "representationType": "full",
        "version": "2",
        "pubStatus": "withheld",
        "firstCreated": "2023-03-05T08:00:00Z",
        "versionCreated": "2023-03-05T09:15:00Z",
        "embargoedUntil": "2023-03-05T11:00:00Z",
        "expires": "2024-01-01T00:00:00Z",
        "language": "en",
        "by": "Ann Lee",
        "slugline": "HARBOUR",
        "edNote": "Picture to follow",
        "usageTerms": "Not for archives",
        "copyrightNotice": "(c) XYZ",
        "urgency": 4,
        "infoSources": [{"literal": "XYZ"}],
        "located": "Bergen",
        "headlines": [{"role": "main", "contentType": "text/plain", "value": "Harbour reopens"}],
        "bodies": [
            {
                "role": "text",
                "contentType": "text/plain",
                "charCount": 53,
                "wordCount": 11,
                "value": "BERGEN, March 5 (XYZ) - “It is open,” said Kari Berg.",
            }
        ],
        "subjects": [
            {"name": "Shipping", "uri": "http://cv.iptc.org/newscodes/subjectcode/04015001"},
            {"name": "Sea", "literal": "xyz:s1"},
            {"rel": "keyword", "name": "ferry"},
        ],
        "genres": [{"name": "Feature", "uri": "http://cv.iptc.org/newscodes/genre/Feature"}],
        "people": [{"name": "Kari Berg"}],
        "organisations": [{"name": "Port", "uri": "http://port.example/"}],
        "places": [{"name": "Bryggen", "literal": "NO-BR"}],
    }
    check(data)


def test_quotes_and_dateline_are_added_under_our_own_media_type():
    data = to_ninjs(ARTICLE, extended=True)
    ours = to_dict(ARTICLE)
    assert data == to_ninjs(ARTICLE) | {"quotes": ours["quotes"], "dateline": ours["dateline"]}


def test_what_is_written_can_be_read_again():
    document = read_one(orjson.dumps(to_ninjs(ARTICLE, extended=True)), EXTENDED_TYPE)
    ours = to_dict(ARTICLE)
    same = ours.keys() & document.fields.keys() - {"genre", "subject", "place", "person", "organisation"}
    assert {"uri", "version", "embargoed", "dateline", "quotes", "body_text", "expires"} <= same
    read = document.fields
    speaker = ours["quotes"][0]["speaker"]
    ours["quotes"][0] = {name: value for name, value in ours["quotes"][0].items() if value is not None}
    ours["quotes"][0]["speaker"] = {name: value for name, value in speaker.items() if value is not None}
    ours["keywords"] = [{"name": "ferry"}]
    assert {name: read[name] for name in same} == {name: ours[name] for name in same}
    assert document.credits == ("XYZ",)


def test_a_uri_that_is_none_goes_beside_one_that_is():
    article = Article(uri="story 7 (é)", headline="x")
    data = to_ninjs(article)
    assert data["uri"] == f"urn:searchsvc:article:{article.id}"
    assert data["altIds"] == [{"role": "uri", "value": "story 7 (é)"}]
    check(data)
    assert read_one(orjson.dumps(to_ninjs(article))).fields["uri"] == "story 7 (é)"


@pytest.mark.parametrize("extended", [False, True])
def test_an_article_with_nothing_in_it(extended):
    data = to_ninjs(Article(uri="urn:x:1", body_text=""), extended=extended)
    assert data.keys() == {
        "uri", "standard", "type", "representationType", "version", "pubStatus", "versionCreated",
    }  # fmt: skip
    check(data)


text = st.text(max_size=20)
maybe = st.none() | text
concepts = st.lists(st.builds(Concept, maybe, maybe, maybe), max_size=3).map(tuple)


@given(
    uri=text, version=text, headline=maybe, source=maybe, body=text, urgency=st.none() | st.integers(1, 9),
    subject=concepts, genre=concepts, place=concepts, keywords=concepts,
)  # fmt: skip
def test_whatever_an_article_has_it_is_valid(uri, version, headline, source, body, urgency, **members):
    article = Article(
        uri=uri, version=version, headline=headline, source=source, body_text=body, urgency=urgency, **members
    )
    check(to_ninjs(article))
