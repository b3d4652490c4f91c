"""Corrections and updates are linked to what they replace, where their copy names it."""

from __future__ import annotations

import threading

import orjson

from searchsvc.api.schemas.articles import LinksAnswer
from searchsvc.article import article_id
from tests.api.conftest import Service, problem

TEXT = "The harbour of Bergen reopened on Tuesday after the storm of last week, its master Kari Moen said."


def send(service: Service, name: str, headline: str, **fields: str) -> str:
    data = {"uri": f"urn:x:{name}", "headline": headline, "body_text": TEXT, "source": "NTB"} | fields
    return str(service.add(data)["id"])


def linked(service: Service, id: str, **query: str) -> list[tuple[str, str]]:  # noqa: A002
    answer = service.get(f"/v1/articles/{id}/links", **query)
    assert LinksAnswer().load(answer)
    return [(link["relation"], link["uri"]) for link in answer["links"]]


def test_a_correction_and_an_update_are_linked_to_the_last_story_of_their_headline(service: Service) -> None:
    first = send(service, "1", "Harbour reopens after storm")
    second = send(service, "2", "UPDATE 1-Harbour reopens after storm")
    third = send(service, "3", "CORRECTED-UPDATE 1-Harbour reopens after storm")
    assert linked(service, first) == [("updated_by", "urn:x:2")]
    assert sorted(linked(service, second)) == [("corrected_by", "urn:x:3"), ("updates", "urn:x:1")]
    assert linked(service, third) == [("corrects", "urn:x:2")]


def test_a_note_to_editors_and_a_slug_line_name_it_too(service: Service) -> None:
    send(service, "1", "Harbour reopens", slugline="HARBOUR-STORM")
    other = send(
        service, "2", "Bergen is open again", slugline="HARBOUR-STORM", ednote="Eds: Corrects name in lead"
    )
    assert linked(service, other) == [("corrects", "urn:x:1")]


def test_a_corrected_headline_is_linked_to_what_it_was(service: Service) -> None:
    send(service, "1", "Storm costs harbour 40 days of work")
    send(service, "2", "Bergen is open again")
    alike = send(service, "3", "CORRECTED-Storm costs harbour 30 days of work")
    assert linked(service, alike) == [("corrects", "urn:x:1")]
    noted = send(service, "4", "CORRECTED-Harbour reopens", ednote="Corrects headline", source="NTB")
    assert linked(service, noted) == [("corrects", "urn:x:3")]
    assert linked(service, send(service, "5", "UPDATE 1-Storm costs harbour 20 days of work")) == []
    assert linked(service, send(service, "6", "CORRECTED-Ferry lost", ednote="Corrects name")) == []


def test_other_agencies_headlines_and_stories_are_not_linked(service: Service) -> None:
    send(service, "1", "Harbour reopens after storm", source="AP")
    send(service, "2", "Bergen is open again")
    send(service, "3", "Harbour reopens after storm", body_text="Quite another text, of another harbour.")
    assert linked(service, send(service, "4", "UPDATE 1-Harbour reopens after storm")) == []
    assert linked(service, send(service, "5", "Harbour reopens after storm")) == []


def test_what_may_not_be_shown_is_left_out_of_links(service: Service) -> None:
    first = send(service, "1", "Harbour reopens")
    second = send(service, "2", "CORRECTED: Harbour reopens", pubstatus="withheld")
    assert linked(service, first) == []
    assert linked(service, first, include="withheld") == [("corrected_by", "urn:x:2")]
    problem(service.client.get(f"/v1/articles/{second}/links"), 404)
    service.add({"uri": "urn:x:2", "body_text": "Kill.", "pubstatus": "canceled"})
    assert linked(service, first, include="withheld") == []
    problem(service.client.get(f"/v1/articles/{article_id('urn:x:2')}/links"), 410)


NINJS = {"type": "text", "versionCreated": "2023-03-05T09:15:00Z"}


def send_ninjs(service: Service, name: str, **fields: object) -> str:
    bodies = [{"contentType": "text/plain", "value": f"{TEXT} {name}"}]
    data = NINJS | {"uri": f"urn:x:{name}", "headlines": [{"value": "Harbour reopens"}], "bodies": bodies}
    return str(service.add(data | fields)["id"])


def test_what_the_format_names_is_linked_whether_it_comes_before_or_after(service: Service) -> None:
    first = send_ninjs(service, "1", replacing=["urn:x:0"])
    assert linked(service, first) == []
    before = send_ninjs(service, "0")
    assert linked(service, before) == [("updated_by", "urn:x:1")]
    assert linked(service, first) == [("updates", "urn:x:0")]


def test_of_several_that_are_named_the_last_that_changed_is_linked(service: Service) -> None:
    send_ninjs(service, "1")
    send_ninjs(service, "0")
    third = send_ninjs(service, "3", replacing=["urn:x:0", "urn:x:1", "urn:x:9"])
    assert linked(service, third) == [("updates", "urn:x:0")]


def test_the_copy_says_that_what_the_format_names_is_corrected(service: Service) -> None:
    send_ninjs(service, "1")
    headlines = [{"value": "CORRECTED: Harbour reopens"}]
    second = send_ninjs(service, "2", headlines=headlines, evolvedfrom="urn:x:1")
    assert linked(service, second) == [("corrects", "urn:x:1")]


def test_many_at_once_are_linked_too(service: Service) -> None:
    lines = [
        NINJS | {"uri": f"urn:x:{name}", "headline": "Rain", "body_text": f"Rain {name}."} for name in "12"
    ]
    lines[1]["evolvedfrom"] = "urn:x:1"
    data = b"\n".join(orjson.dumps(line) for line in lines)
    answer = service.client.post("/v1/articles/_bulk", data=data, content_type="application/x-ndjson")
    assert answer.status_code == 202
    assert service.runner.run_next(threading.Event())
    assert linked(service, article_id("urn:x:2")) == [("updates", "urn:x:1")]
