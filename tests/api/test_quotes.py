"""Quotes over HTTP."""

from __future__ import annotations

import pytest

from searchsvc.api.schemas.searching import QuotesAnswer
from tests.api.conftest import SEED, Service, problem


@pytest.fixture
def seeded(service: Service) -> Service:
    sent = service.client.post("/v1/articles", data=SEED.read_bytes(), content_type="text/plain")
    assert sent.status_code == 201
    service.indexer.catch_up()
    return service


def test_who_said_what_and_who_reported_it(seeded: Service) -> None:
    answer = seeded.get("/v1/quotes", q="serious threat")
    assert QuotesAnswer().load(answer)
    assert answer["total"] == {"value": 1, "relation": "eq"}
    (hit,) = answer["hits"]
    assert "a serious and direct threat" in hit["text"]
    assert hit["speaker"]["surface"] == "The South Korean defense minister"
    assert hit["via"] == "Yonhap"
    assert (hit["headline"], hit["source"], hit["dateline"]["city"]) == (
        "Japan, South Korea, US reaffirm alliance amid Pyongyang ‘threats’",
        "EFE",
        "Tokyo",
    )
    assert hit["before"].startswith("During the telephone exchange")
    assert hit["after"].startswith("For its part")
    (passage,) = hit["highlights"]["text"]
    assert "<mark>serious</mark> and direct <mark>threat</mark>" in passage["snippet"]
    article = seeded.get(f"/v1/articles/{hit['id']}")
    assert [article["body_text"][start:end] for start, end in hit["spans"]] == [
        "a serious and direct threat",
        "challenge to United Nations resolutions,",
    ] or hit["text"] == " ".join(article["body_text"][start:end] for start, end in hit["spans"])


def test_every_speaker_that_is_counted_can_be_asked_for(seeded: Service) -> None:
    body = (
        "“It rains,” said Ann Roe, a White House aide. “It pours,” said Roe. The White House said that it "
        "rained. “It is wet,” officials said. The Roe family said that it stayed."
    )
    seeded.add({"uri": "urn:x:rain", "headline": "Rain", "body_text": body, "language": "en"})
    for path in ("/v1/quotes", "/v1/search"):
        counts = seeded.get(path, facets="speaker", facet_size=100)["facets"]["speaker"]
        assert len(counts) > 5
        for value, count in ((each["value"], each["count"]) for each in counts):
            answer = seeded.get(path, known_as=value)
            assert answer["total"]["value"] == count, value
            assert seeded.get(path, q=f'known_as:"{value}"')["total"]["value"] == count, value
    assert seeded.get("/v1/quotes", known_as="ann roe")["total"]["value"] == 2
    assert seeded.get("/v1/quotes", known_as="Roe")["total"]["value"] == 0


def test_quotes_are_narrowed_and_sorted_by_confidence(service: Service) -> None:
    body = "“Rain,” said Ann Roe. “Snow,” said Bob Poe. “Hail,” said Cy Lee."
    quotes = [
        {"text": word, "spans": [[at, at + len(word)]], "confidence": sure, "via": via}
        for word, sure, via in (("Rain,", 0.5, "Mokk"), ("Snow,", 0.95, "MOKK"), ("Hail,", 0.9, "Other"))
        for at in [body.index(word)]
    ]
    service.add({"uri": "urn:x:weather", "headline": "Weather", "body_text": body, "quotes": quotes})

    def asked(**query: object) -> list[str]:
        answer = service.get("/v1/quotes", **query)
        assert service.client.post("/v1/quotes", json=query).json["hits"] == answer["hits"]
        return [hit["text"] for hit in answer["hits"]]

    assert asked(sort="-confidence") == ["Snow,", "Hail,", "Rain,"]
    assert asked(sort="confidence") == ["Rain,", "Hail,", "Snow,"]
    assert asked(sort="-confidence", min_confidence=0.9) == ["Snow,", "Hail,"]
    assert asked(min_confidence="0.951") == []
    assert len(asked(min_confidence=0)) == 3
    counted = service.get("/v1/quotes", facets="via")["facets"]["via"]
    assert [(each["value"].lower(), each["count"]) for each in counted] == [("mokk", 2), ("other", 1)]
    first = service.get("/v1/quotes", sort="-confidence", per_page=1)
    following = service.get("/v1/quotes", sort="-confidence", per_page=2, cursor=first["next_cursor"])
    assert [hit["text"] for hit in following["hits"]] == ["Hail,", "Rain,"]
    for wrong in ("1.1", "-1", "nan", "x", ""):
        problem(service.client.get("/v1/quotes", query_string={"min_confidence": wrong}), 400)
    problem(service.client.get("/v1/search", query_string={"min_confidence": "1"}), 400)
    problem(service.client.get("/v1/search", query_string={"sort": "confidence"}), 400)


@pytest.mark.parametrize("name", ["Mokk's", "Mokk’s pier", "O'Lee", "l'Isola", "A.B.", "Lee-Roe"])
def test_filters_find_every_name_that_facets_count(service: Service, name: str) -> None:
    quote = {"text": "Rain,", "spans": [[1, 6]], "via": name, "speaker": {"surface": name, "name": name}}
    service.add({"uri": "urn:x:name", "headline": "Name", "body_text": "“Rain,” he said.", "quotes": [quote]})
    for facet, filters in (("via", ("via",)), ("speaker", ("speaker", "known_as"))):
        (counted,) = service.get("/v1/quotes", facets=facet)["facets"][facet]
        assert counted == {"value": name, "count": 1}
        for each in filters:
            assert service.get("/v1/quotes", **{each: name})["total"]["value"] == 1, each


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"speaker": "Yonhap"}, 0),
        ({"via": "Yonhap"}, 1),
        ({"speaker": "defense minister"}, 1),
        ({"speaker": "defense minister", "source": "EFE", "country": "JP"}, 1),
        ({"speaker": "defense minister", "source": "AP"}, 0),
        ({"via": "Yonhap", "from": "2022-02-10", "to": "2022-02-10"}, 1),
        ({"via": "Yonhap", "to": "2022-02-09"}, 0),
    ],
)
def test_filters(seeded: Service, query: dict[str, str], count: int) -> None:
    answer = seeded.get("/v1/quotes", **query)
    assert QuotesAnswer().load(answer)
    assert answer["total"]["value"] == count == len(answer["hits"])


def test_kinds_add_up_and_post_takes_the_same_names(seeded: Service) -> None:
    every = seeded.get("/v1/quotes", facets="kind,speaker", per_page=100)
    assert QuotesAnswer().load(every)
    counted = {row["value"]: row["count"] for row in every["facets"]["kind"]}
    assert sum(counted.values()) == every["total"]["value"] > 0
    for kind, count in counted.items():
        assert seeded.get("/v1/quotes", kind=kind)["total"]["value"] == count
    posted = seeded.client.post("/v1/quotes", json={"kind": list(counted)})
    assert posted.json["total"] == every["total"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("kind=loud", "kind"),
        ("collapse=story", "collapse"),
        ("highlight=body_text", "highlight"),
        ("facets=urgency", "facets"),
        ("sort=urgency", "sort"),
        ("colour=red", "colour"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(seeded: Service, query: str, parameter: str) -> None:
    (error,) = problem(seeded.client.get("/v1/quotes?" + query), 400)["errors"]
    assert error["parameter"] == parameter
