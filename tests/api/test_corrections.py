"""What people correct stays so when the original is read anew, until the sender sends another version."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from searchsvc import wire
from searchsvc.article import article_id
from tests.api.conftest import Service

URI = "urn:test:pier"
PATH = f"/v1/articles/{article_id(URI)}"
RAW = (
    "Harbour opens pier\n\nOSLO, March 3 (NTB) - The harbour opened a pier on Thursday.\n\n"
    "For the sailors it is good news.\n\n“We are glad,” said Kari Moe.\n\nNTB"
)
CORRECTED = {"surface": "Kari Moe", "name": "Kari Moen", "role": "harbour master", "organisation": None}


@pytest.fixture
def corrected(service: Service) -> Service:
    """A service with one article, whose dateline, source and first quote's speaker were corrected."""
    service.add({"uri": URI, "raw": RAW})
    quotes = service.get(PATH)["quotes"]
    changes = {
        "dateline": {"city": "Bergen", "cities": ["Bergen"]},
        "source": "NTB-B",
        "quotes": [{**quotes[0], "speaker": CORRECTED}, *quotes[1:]],
    }
    answer = service.client.patch(PATH, json=changes)
    assert (answer.status_code, answer.json["outcome"]) == (200, "updated")
    service.indexer.catch_up()
    return service


def shown(service: Service) -> dict[str, Any]:
    """The corrected parts, and the quoted words as their spans find them in the body."""
    article = service.get(PATH)
    quote = article["quotes"][0]
    return {
        "city": article["dateline"]["city"],
        "country": article["dateline"]["country"],
        "source": article["source"],
        "speaker": quote["speaker"]["name"],
        "words": [article["body_text"][start:end] for start, end in quote["spans"]],
    }


RIGHT = {
    "city": "Bergen",
    "country": "NO",
    "source": "NTB-B",
    "speaker": "Kari Moen",
    "words": ["We are glad,"],
}


def reparse(service: Service) -> None:
    assert service.client.post("/v1/reindex", json={"reparse": True}).status_code == 202
    service.runner.run_next(threading.Event())
    service.indexer.catch_up()


def test_corrections_are_shown_and_found(corrected: Service) -> None:
    assert shown(corrected) == RIGHT
    assert corrected.uris(q="*", located="Bergen", source="NTB-B") == [URI]
    assert corrected.get("/v1/quotes", speaker="Moen")["total"]["value"] == 1


def test_corrections_survive_a_reading_by_the_same_parser(corrected: Service) -> None:
    before = corrected.get(PATH)
    reparse(corrected)
    assert corrected.get(PATH) == before


def test_corrections_survive_a_parser_that_reads_and_cuts_differently(
    corrected: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = wire.read

    def other(copy: str, **given: Any) -> wire.Reading:
        reading = read(copy.replace("For the sailors it is good news.\n\n", ""), **given)
        return replace(reading, headline="Read differently", source=given.get("source") or "OTHER", quotes=())

    monkeypatch.setattr("searchsvc.ingest.parsing.wire.read", other)
    monkeypatch.setattr("searchsvc.wire.PARSER_VERSION", "other")
    before = shown(corrected)
    reparse(corrected)
    article = corrected.get(PATH)
    assert (article["headline"], article["parser"]) == ("Read differently", "other")
    assert "sailors" not in article["body_text"]
    assert shown(corrected) == before
    assert corrected.uris(q="*", located="Bergen", source="NTB-B") == [URI]
    assert corrected.get("/v1/quotes", speaker="Moen")["total"]["value"] == 1


def test_a_second_version_ends_them_and_they_stay_with_the_first(corrected: Service) -> None:
    corrected.add({"uri": URI, "raw": RAW.replace("a pier", "two piers"), "version": "2"})
    for _ in range(2):
        article = corrected.get(PATH)
        assert (article["version"], article["dateline"]["city"], article["source"]) == ("2", "Oslo", "NTB")
        assert article["quotes"][0]["speaker"]["name"] == "Kari Moe"
        versions = corrected.get(f"{PATH}/versions")["versions"]
        assert [(each["version"], each["edited"]) for each in versions] == [("1", True), ("2", False)]
        reparse(corrected)


def test_a_correction_of_the_second_version_is_kept_as_that_of_the_first_was(corrected: Service) -> None:
    corrected.add({"uri": URI, "raw": RAW.replace("a pier", "two piers"), "version": "2"})
    corrected.client.patch(PATH, json={"source": "NTB-C"})
    reparse(corrected)
    article = corrected.get(PATH)
    assert (article["version"], article["source"], article["dateline"]["city"]) == ("2", "NTB-C", "Oslo")
