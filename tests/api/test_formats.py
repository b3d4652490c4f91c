"""Files of other formats in, and ninjs out."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.api.schemas.articles import ParsedSchema
from tests.api.conftest import Service, problem

FILES = Path(__file__).parents[1] / "formats" / "files"


NITF = ("application/nitf+xml", "text/vnd.IPTC.NITF", "application/xml", "text/xml")
G2 = "application/vnd.iptc.g2.newsitem+xml"


@pytest.mark.parametrize(
    ("file", "kinds", "kept"),
    [
        ("story.nitf.xml", NITF, "text/vnd.iptc.nitf"),
        ("item.g2.xml", (G2, "application/xml"), G2),
        ("item.newsml.xml", ("text/vnd.iptc.newsml", "text/xml"), "text/vnd.iptc.newsml"),
        ("item.ninjs1.json", ("application/ninjs+json", "application/json"), "application/ninjs+json"),
        ("item.ninjs3.json", ("application/vnd.iptc.ninjs+json",), "application/ninjs+json"),
    ],
)  # fmt: skip
def test_a_file_is_taken_in_under_each_of_its_media_types(
    service: Service, file: str, kinds: tuple[str, ...], kept: str
) -> None:
    data = (FILES / file).read_bytes()
    for number, kind in enumerate(kinds):
        answer = service.client.post("/v1/articles", data=data, content_type=kind)
        assert answer.status_code == (200 if number else 201), answer.text
        assert answer.json["outcome"] == ("unchanged" if number else "created")
    assert answer.json["uri"] and answer.json["versioncreated"] == "2023-03-05T09:15:00Z"
    original = service.client.get(f"/v1/articles/{answer.json['id']}/original")
    assert original.data == data
    assert original.headers["X-Original-Media-Type"] == kept
    assert original.mimetype == (kept if kept.endswith("json") else "application/octet-stream")


def test_parse_shows_what_the_format_says_and_where_the_copy_differs(service: Service) -> None:
    data = (FILES / "story.nitf.xml").read_bytes().replace(b'20230305T101500+0100">March', b'20230304">March')
    answer = service.client.post("/v1/parse", data=data, content_type="application/nitf+xml")
    assert ParsedSchema().load(answer.json)
    assert answer.json["article"]["headline"] == "Harbour reopens after storm"
    assert answer.json["differences"] == [
        {"field": "dateline.date", "sent": "2023-03-04", "read": "2023-03-05"}
    ]


@pytest.mark.parametrize(
    ("data", "kind", "status", "says"),
    [
        (b"<nitf><body>", "application/nitf+xml", 400, "line 1, column 13: not well-formed XML"),
        (b'<!DOCTYPE a [<!ENTITY a "b">]><nitf/>', "text/xml", 400, "declares entities"),
        (b"<recipe/>", "application/xml", 422, "XML whose root element is recipe"),
        (b"<packageItem/>", "application/vnd.iptc.g2.packageitem+xml", 422, "a package"),
        (b'{"type": "picture", "headline": "x"}', "application/json", 422, "a picture without"),
        (b"<nitf/>" * 2, "application/nitf+xml", 400, "junk after document element"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(
    service: Service, data: bytes, kind: str, status: int, says: str
) -> None:
    for path in ("/v1/articles", "/v1/parse"):
        assert says in problem(service.client.post(path, data=data, content_type=kind), status)["detail"]


def test_a_message_with_several_items_goes_another_way(service: Service) -> None:
    item = "<newsItem guid='urn:x:{}'><contentMeta><headline>Rain</headline></contentMeta></newsItem>"
    data = f"<newsMessage><itemSet>{item.format(1)}{item.format(2)}</itemSet></newsMessage>"
    answer = service.client.post("/v1/articles", data=data, content_type="application/xml")
    assert "there are several articles in it" in problem(answer, 400)["detail"]


@pytest.mark.parametrize(
    ("accept", "kind", "extended"),
    [
        ("application/ninjs+json", "application/ninjs+json", False),
        ("application/vnd.iptc.ninjs+json, application/json;q=0.5", "application/vnd.iptc.ninjs+json", False),
        ("application/vnd.searchsvc.ninjs+json", "application/vnd.searchsvc.ninjs+json", True),
    ],
)
def test_an_article_as_ninjs(service: Service, accept: str, kind: str, extended: bool) -> None:
    raw = (
        "Harbour\n\nBERGEN, March 5 (NTB) - “The harbour is open again,” said the harbour master, Kari Berg."
    )
    added = service.add({"uri": "urn:x:1", "raw": raw})
    for path in (f"/v1/articles/{added['id']}", "/v1/articles?uri=urn:x:1"):
        answer = service.client.get(path, headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype, answer.headers["Vary"]) == (200, kind, "Accept")
        assert answer.json["standard"]["version"] == "3.1"
        assert answer.json["bodies"][0]["value"] == added["body_text"]
        assert ("quotes" in answer.json, "dateline" in answer.json) == (extended, extended)
        tag = answer.headers["ETag"]
        again = service.client.get(path, headers={"Accept": accept, "If-None-Match": tag})
        assert again.status_code == 304
        # Another form is another entity.
        assert service.client.get(path, headers={"If-None-Match": tag}).status_code == 200
    again = service.client.post("/v1/parse", data=answer.data, content_type=kind).json["article"]
    assert {
        name: again[name] for name in ("uri", "version", "headline", "body_text", "dateline", "quotes")
    } == {name: added[name] for name in ("uri", "version", "headline", "body_text", "dateline", "quotes")}


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "text/html,*/*;q=0.1"])
def test_our_own_json_is_what_others_get(service: Service, accept: str | None) -> None:
    added = service.add({"uri": "urn:x:1", "headline": "Rain"})
    answer = service.client.get(f"/v1/articles/{added['id']}", headers={"Accept": accept} if accept else {})
    assert (answer.mimetype, answer.json["headline"]) == ("application/json", "Rain")
