"""The dry run."""

from __future__ import annotations

from searchsvc.api.schemas.articles import ParsedSchema
from tests.api.conftest import SEED, Service


def test_what_the_parser_sees_and_nothing_is_stored(service: Service) -> None:
    copy = SEED.read_text()
    answer = service.client.post("/v1/parse", data=copy.encode(), content_type="text/plain")
    assert answer.status_code == 200
    assert ParsedSchema().load(answer.json)
    article = answer.json["article"]
    assert (article["source"], article["dateline"]["city"], article["dateline"]["date"]) == (
        "EFE",
        "Tokyo",
        "2022-02-10",
    )
    assert article["dateline"]["date_inferred"] is True
    assert "Related Articles" not in article["body_text"]
    assert any("Related Articles" in cut["text"] for cut in answer.json["cuts"])
    for cut in answer.json["cuts"]:
        assert copy[cut["start"] : cut["end"]] == cut["text"]
    assert service.client.get("/v1/articles", query_string={"uri": article["uri"]}).status_code == 404
    assert service.get("/readyz")["head"] == 0


def test_where_sender_and_copy_differ(service: Service) -> None:
    answer = service.client.post("/v1/parse", json={"raw": SEED.read_text(), "dateline": {"city": "Osaka"}})
    assert ParsedSchema().load(answer.json)
    assert answer.json["article"]["dateline"]["city"] == "Osaka"
    assert answer.json["differences"] == [{"field": "dateline.city", "sent": "Osaka", "read": "Tokyo"}]


def test_what_the_format_says_that_it_replaces(service: Service) -> None:
    data = {"type": "text", "headline": "Rain", "body_xhtml": "<p>Rain.</p>", "evolvedfrom": "urn:x:1"}
    answer = service.client.post("/v1/parse", json=data)
    assert ParsedSchema().load(answer.json)
    assert answer.json["replaces"] == [{"relation": "updates", "uri": "urn:x:1"}]
