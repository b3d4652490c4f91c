"""Corrections and updates are linked to what they replace, where their copy names it."""

from __future__ import annotations

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
