import pytest

from searchsvc.errors import TooLargeError
from searchsvc.formats import fields


def check(**data):
    problems = []
    return fields.check(data, problems), [(p.parameter, p.message) for p in problems]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("eng", "en"), ("GER-at", "de-AT"), ("deu", "de"), ("fil", "fil"), ("haw", "haw"), ("no", "no")],
)
def test_a_language_has_its_shortest_code(sent, kept):
    checked, problems = check(language=sent, headline="A headline")
    assert (checked["language"], problems) == (kept, [])


def test_every_field_is_normalised_to_what_the_article_takes():
    checked, problems = check(
        uri=" urn:x:1 ",
        version=3,
        versioncreated="2022-02-10",
        embargoed="2022-02-10T10:00:00+02:00",
        pubstatus="withheld",
        headline="A headline",
        language="PT-br",
        urgency="4",
        source="XYZ",
        genre="Feature",
        subject=["sports", {"code": 15000000, "scheme": "iptc"}],
        keywords=[],
        dateline={"city": "Lima", "country": "pe", "date": "2022-02-10", "lat": -12},
        body_text="He said “yes, it is” twice.",
        quotes=[{"spans": [[9, 12], [14, 19]], "speaker": "He", "kind": "direct"}],
    )
    assert problems == []
    assert checked == {
        "uri": "urn:x:1",
        "version": "3",
        "versioncreated": "2022-02-10T00:00:00Z",
        "embargoed": "2022-02-10T08:00:00Z",
        "pubstatus": "withheld",
        "headline": "A headline",
        "language": "pt-BR",
        "urgency": 4,
        "source": "XYZ",
        "genre": [{"name": "Feature"}],
        "subject": [{"name": "sports"}, {"code": "15000000", "scheme": "iptc"}],
        "keywords": [],
        "dateline": {"city": "Lima", "cities": ["Lima"], "country": "PE", "date": "2022-02-10", "lat": -12.0},
        "body_text": "He said “yes, it is” twice.",
        "quotes": [
            {
                "kind": "direct",
                "confidence": 1.0,
                "spans": [[9, 12], [14, 19]],
                "speaker": {"surface": "He"},
                "text": "yes it is",
                "start": 9,
                "end": 19,
            }
        ],
    }


def test_what_the_service_adds_and_nulls_are_left_aside():
    assert check(id="abc", seq=3, parser="1", story=None, headline=None, versioncreated_from="ingest") == (
        {},
        [],
    )


@pytest.mark.parametrize(
    ("data", "parameter", "message"),
    [
        ({"hedline": "x"}, "hedline", "is not a known field; did you mean headline?"),
        ({"headline": 3}, "headline", "is a number; send a string"),
        ({"headline": "x" * 20_001}, "headline", "has 20,001 characters; at most 20,000"),
        ({"headline": "a\0"}, "headline", "has a NUL character; remove it"),
        ({"raw": "\ud800"}, "raw", "has half of a surrogate pair; send valid Unicode"),
        ({"urgency": 0}, "urgency", "is not a whole number from 1 to 9"),
        ({"urgency": True}, "urgency", "is not a whole number from 1 to 9"),
        ({"urgency": "10"}, "urgency", "is not a whole number from 1 to 9"),
        ({"versioncreated": "soon"}, "versioncreated", "'soon' is not RFC 3339 such as 2022-02-10T08:30:00Z"),
        ({"versioncreated": 5}, "versioncreated", "is a number; send a string"),
        ({"pubstatus": "gone"}, "pubstatus", "is not one of usable, withheld, canceled"),
        ({"pubstatus": ["usable"]}, "pubstatus", "is not one of usable, withheld, canceled"),
        ({"language": "english"}, "language", "'english' is not a language tag (BCP 47) such as en or pt-BR"),
        ({"subject": [3]}, "subject.0", "is a number; send an object"),
        ({"subject": [{"naem": "x"}]}, "subject.0.naem", "is not a known field; did you mean name?"),
        ({"dateline": "Lima"}, "dateline", "is a string; send an object"),
        ({"dateline": {"lat": 91}}, "dateline.lat", "is not a number from -90 to 90"),
        ({"dateline": {"lat": float("nan")}}, "dateline.lat", "is not a number from -90 to 90"),
        ({"dateline": {"date_inferred": 1}}, "dateline.date_inferred", "is a number; send true or false"),
        ({"dateline": {"date": "10/02"}}, "dateline.date", "'10/02' is not a date such as 2022-02-10"),
        (
            {"dateline": {"country": "Peru"}},
            "dateline.country",
            "'Peru' is not a country code (ISO 3166-1 alpha-2) such as JP",
        ),
        ({"dateline": {"start": -1}}, "dateline.start", "is not a whole number from 0 on"),
        ({"quotes": {}}, "quotes", "is an object; send a list"),
        ({"quotes": [{}]}, "quotes.0.spans", "is missing; send the quoted pieces as [[start, end], ...]"),
        (
            {"quotes": [{"spans": [[3, 1]]}]},
            "quotes.0.spans.0",
            "is not a pair [start, end] of whole numbers with start before end",
        ),
        (
            {"body_text": "ab", "quotes": [{"spans": [[0, 3]]}]},
            "quotes.0.spans",
            "lies past the end of body_text",
        ),
        (
            {"quotes": [{"spans": [[0, 3]]}]},
            "quotes",
            "need body_text beside them, which their spans count in",
        ),
        ({"keywords": ["x"] * 10_001}, "keywords", "has 10,001 members; at most 10,000"),
    ],
)
def test_a_fault_is_told_with_its_path(data, parameter, message):
    assert check(**data)[1] == [(parameter, message)]


def test_a_text_over_the_limit_is_too_large():
    with pytest.raises(TooLargeError) as caught:
        check(body_text="é" * 1_000_001)
    assert str(caught.value) == "body_text has 2,000,002 bytes; an article's text may have 2,000,000"
