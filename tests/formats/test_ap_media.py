"""Answers of AP's Media API."""

import json

import pytest

from searchsvc.errors import TooLargeError, UnreadableError
from searchsvc.formats import Document, Refusal, ap_media, json_items, media_type_of
from tests.formats.reading import FILES, read_all, read_one

DATA = (FILES / "answer.apmedia.json").read_bytes()
NITF = "https://api.xyz.example/media/v/content/0a1b2c3d.3/download"


def answer(*items: object) -> bytes:
    entries = [{"item": item} for item in items]
    return json.dumps({"api_version": "1.1", "data": {"items": entries}}).encode()


def test_a_story_is_its_headline_and_summary_and_says_where_its_text_is():
    story, _ = read_all(DATA)
    assert isinstance(story, Document)
    assert story.fields == {
        "uri": "https://api.xyz.example/media/v/content/0a1b2c3d",
        "version": "3",
        "versioncreated": "2023-03-05T09:15:00Z",
        "firstcreated": "2023-03-05T08:00:00Z",
        "pubstatus": "usable",
        "urgency": 4,
        "language": "en",
        "headline": "Harbor of Bergen reopens",
        "byline": "By KARI LUND",
        "ednote": "Adds quote.",
        "usageterms": "Editorial use only. Not for archives.",
        "copyrightnotice": "Copyright 2023 XYZ",
        "dateline": {
            "text": "BERGEN, Norway (AP)",
            "city": "Bergen",
            "cities": ["Bergen"],
            "country": "NO",
            "lat": 60.39,
            "lon": 5.32,
        },
        "subject": [{"name": "Storms", "code": "88d1", "scheme": "http://cv.xyz.example/id/"}],
        "keywords": [{"name": "harbor"}, {"name": "storm"}],
        "place": [{"name": "Bergen", "code": "99e2", "scheme": "http://cv.xyz.example/id/"}],
        "person": [{"name": "Kari Moen", "code": "77c0", "scheme": "http://cv.xyz.example/id/"}],
        "organisation": [{"name": "Port of Bergen", "code": "66b9", "scheme": "http://cv.xyz.example/id/"}],
    }
    assert story.copy == "The harbor of Bergen has reopened after last week's storm."
    assert story.credits == ("AP",)
    assert story.warnings == (f"its text stands in its NITF, which is not fetched; send that too: {NITF}",)


def test_a_picture_is_its_caption():
    _, picture = read_all(DATA)
    assert isinstance(picture, Document)
    assert (picture.fields["headline"], picture.fields["byline"]) == ("Norway Harbor", "Ola Ness")
    assert picture.copy == "Ferries wait in the harbor of Bergen, Norway, on Sunday."
    assert picture.credits == ("Ola Ness/AP", "AP")
    assert picture.warnings == ()


def test_the_original_of_an_item_is_the_answer_without_the_others_and_reads_the_same():
    for found in read_all(DATA):
        assert isinstance(found, Document)
        assert len(json.loads(found.original)["data"]["items"]) == 1
        again = read_one(found.original)
        assert (again.fields, again.copy, again.canonical) == (found.fields, found.copy, found.canonical)


def test_a_single_item_and_text_that_stands_in_it():
    item = {"type": "text", "headline": "Rain", "body_nitf": "<nitf><body><p>Rain fell.</p></body></nitf>"}
    data = json.dumps({"api_version": "1.1", "data": {"item": item}}).encode()
    document = read_one(data)
    assert (document.fields, document.copy, document.warnings) == ({"headline": "Rain"}, "Rain fell.", ())
    assert document.original == data


@pytest.mark.parametrize("item", [None, 7, [], {}, {"headline": 7}, {"type": "picture", "headline": "Rain"}])
def test_an_item_that_is_none_is_refused_alone(item):
    refused, document = read_all(answer(item, {"headline": "Rain"}))
    assert isinstance(refused, Refusal)
    assert str(refused.error).startswith("item 1: ")
    assert isinstance(document, Document)


@pytest.mark.parametrize(
    "item",
    [
        {"uri": 7, "bylines": 7, "photographer": 7, "usageterms": 7, "infosource": 7, "renditions": 7},
        {"bylines": [7, {"by": 7}], "usageterms": [7], "infosource": [7], "renditions": {"nitf": 7}},
        {"datelinelocation": {"city": "Lima", "geometry_geojson": {"coordinates": ["a", None]}}},
        {"datelinelocation": {"geometry_geojson": {"coordinates": [1, 2]}}, "located": 7},
    ],
)
def test_odd_values_are_left_out(item):
    document = read_one(answer({"headline": "Rain", "type": "text"} | item))
    assert document.fields["headline"] == "Rain"
    assert document.fields.get("dateline", {}).keys() <= {"city", "cities"}


def test_answers_without_items():
    for data in (b'{"api_version": "1", "data": {}}', b'{"api_version": "1", "data": []}', answer()):
        with pytest.raises(UnreadableError, match="there is no item in the answer"):
            read_all(data, ap_media.MEDIA_TYPE)


def test_it_is_told_by_its_names():
    assert media_type_of("", DATA) == ap_media.MEDIA_TYPE
    assert media_type_of("", b'{"data": {}, "headline": "Rain"}') == "application/json"
    assert read_one(answer({"headline": "Rain"}), "application/json").media_type == ap_media.MEDIA_TYPE


def test_bounds(monkeypatch):
    monkeypatch.setattr(json_items, "MAX_ITEMS", 1)
    with pytest.raises(TooLargeError, match="2 items; at most 1"):
        read_all(answer({"headline": "Rain"}, {"headline": "Snow"}))


def test_what_is_too_deep_is_refused_alone():
    deep: list[object] = []
    for _ in range(300):
        deep = [deep]
    refused, document = read_all(answer({"headline": "Rain", "x": deep}, {"headline": "Snow"}))
    assert isinstance(refused, Refusal)
    assert "less deeply nested" in str(refused.error)
    assert isinstance(document, Document)


def test_a_kill_needs_no_headline():
    item = {"uri": "https://api.xyz.example/media/v/content/0a1b?x=1", "version": 4, "type": "text"}
    [killed] = read_all(answer(item | {"pubstatus": "canceled"}), ap_media.MEDIA_TYPE)
    assert isinstance(killed, Document)
    assert killed.fields["pubstatus"] == "canceled"
    [refused] = read_all(answer(item | {"pubstatus": "usable"}), ap_media.MEDIA_TYPE)
    assert isinstance(refused, Refusal)
