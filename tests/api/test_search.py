"""Search over HTTP: whole answers, held to their schemas."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from searchsvc.api.schemas.searching import SearchAnswer, SuggestAnswer
from searchsvc.article import article_id
from tests.api.conftest import SEED, Service, problem

STORIES = [
    {
        "uri": "urn:t:1",
        "headline": "Ferry service resumes",
        "body_text": "OSLO, March 3 (NTB) - The ferry sails again from the old harbour.",
        "versioncreated": "2021-03-03T10:00:00Z",
        "language": "en",
        "subject": ["transport"],
        "urgency": 4,
    },
    {
        "uri": "urn:t:2",
        "headline": "Harbour closed by storm",
        "body_text": "BERGEN, March 4 (NTB) - A storm closed the harbour; ferries stay in port.",
        "versioncreated": "2021-03-04T23:30:00Z",
        "language": "en",
        "subject": ["weather", "transport"],
        "urgency": 2,
    },
    {
        "uri": "urn:t:3",
        "headline": "Tormenta en el puerto",
        "body_text": "MADRID, 5 mar (EFE).- La tormenta cierra el puerto y los transbordadores.",
        "versioncreated": "2021-03-05T08:00:00Z",
        "language": "es",
        "subject": ["weather"],
    },
]


@pytest.fixture
def stocked(service: Service) -> Service:
    for story in STORIES:
        answer = service.client.post("/v1/articles", json=story)
        assert answer.status_code == 201, answer.text
    service.indexer.catch_up()
    return service


def test_the_whole_answer(stocked: Service) -> None:
    answer = stocked.get(
        "/v1/search",
        q="ferry",
        facets="source,located",
        histogram="versioncreated:day",
        highlight="headline,body_text",
        sort="versioncreated",
    )
    assert SearchAnswer().load(answer)
    assert list(answer) == [
        *("query", "total", "took_ms", "page", "per_page", "next_cursor"),
        *("hits", "facets", "histogram", "did_you_mean"),
    ]
    assert answer["query"] == {"q": "ferry", "parsed": "ferry", "warnings": []}
    assert answer["total"] == {"value": 2, "relation": "eq"}
    assert (answer["page"], answer["per_page"], answer["next_cursor"]) == (1, 10, None)
    assert answer["facets"] == {
        "source": [{"value": "NTB", "count": 2}],
        "located": [{"value": "Bergen", "count": 1}, {"value": "Oslo", "count": 1}],
    }
    assert answer["histogram"] == {
        "versioncreated": [{"key": "2021-03-03", "count": 1}, {"key": "2021-03-04", "count": 1}]
    }
    first, second = answer["hits"]
    assert list(first)[:3] == ["id", "uri", "score"]
    assert (first["id"], first["uri"], first["score"]) == (article_id("urn:t:1"), "urn:t:1", None)
    assert (first["headline"], first["source"]) == ("Ferry service resumes", "NTB")
    assert (first["dateline"]["city"], first["versioncreated"]) == ("Oslo", "2021-03-03T10:00:00Z")
    assert first["highlights"]["headline"] == [
        {
            "snippet": "<mark>Ferry</mark> service resumes",
            "start": 0,
            "end": 21,
            "spans": [{"start": 0, "end": 5, "kind": "term"}],
        }
    ]
    assert "<mark>ferries</mark>" in second["highlights"]["body_text"][0]["snippet"]


def test_an_empty_search_is_everything_and_has_nothing_that_was_not_asked_for(stocked: Service) -> None:
    answer = stocked.get("/v1/search")
    assert SearchAnswer().load(answer)
    assert answer["total"] == {"value": 3, "relation": "eq"}
    assert (answer["facets"], answer["histogram"]) == ({}, {})
    assert [hit["highlights"] for hit in answer["hits"]] == [{}, {}, {}]
    # All score alike: the newest first.
    assert [hit["uri"] for hit in answer["hits"]] == ["urn:t:3", "urn:t:2", "urn:t:1"]
    assert not {"explanation", "collapsed"} & set(answer["hits"][0])


@pytest.mark.parametrize(
    ("query", "uris"),
    [
        ({"source": "NTB"}, ["urn:t:2", "urn:t:1"]),
        ({"source": "ntb"}, ["urn:t:2", "urn:t:1"]),
        ({"source": ["NTB", "EFE"]}, ["urn:t:3", "urn:t:2", "urn:t:1"]),
        ({"source": "NTB", "subject": "weather"}, ["urn:t:2"]),
        ({"source": ""}, ["urn:t:3", "urn:t:2", "urn:t:1"]),
        ({"located": "oslo"}, ["urn:t:1"]),
        ({"country": "NO"}, ["urn:t:2", "urn:t:1"]),
        ({"language": "es"}, ["urn:t:3"]),
        ({"subject": ["weather", "nothing"]}, ["urn:t:3", "urn:t:2"]),
        ({"from": "2021-03-04"}, ["urn:t:3", "urn:t:2"]),
        ({"to": "2021-03-04"}, ["urn:t:2", "urn:t:1"]),
        ({"to": "2021-03-04", "tz": "Europe/Oslo"}, ["urn:t:1"]),
        ({"from": "2021-03-05", "tz": "Europe/Oslo"}, ["urn:t:3", "urn:t:2"]),
        ({"from": "2021-03-04T23:30:00Z", "to": "2021-03"}, ["urn:t:3", "urn:t:2"]),
        ({"to": "2021-03-05T00:30:00 01:00"}, ["urn:t:2", "urn:t:1"]),
        ({"from": "2022", "to": "2021"}, []),
        ({"to": "9999-12-31", "from": "0001"}, ["urn:t:3", "urn:t:2", "urn:t:1"]),
        ({"bbox": "5,59,12,61"}, ["urn:t:2", "urn:t:1"]),
        ({"bbox": "8,59,12,61"}, ["urn:t:1"]),
        ({"q": "ferry storm"}, ["urn:t:2"]),
        ({"q": "ferry tormenta", "op": "or", "sort": "-versioncreated"}, ["urn:t:3", "urn:t:2", "urn:t:1"]),
        ({"sort": "versioncreated"}, ["urn:t:1", "urn:t:2", "urn:t:3"]),
        ({"sort": "urgency,-versioncreated"}, ["urn:t:2", "urn:t:1", "urn:t:3"]),
        ({"per_page": "2", "page": "2"}, ["urn:t:1"]),
        ({"page": "1000"}, []),
    ],
)
def test_filters_order_and_pages(stocked: Service, query: dict[str, Any], uris: list[str]) -> None:
    assert stocked.uris(**query) == uris


def test_post_takes_the_same_names(stocked: Service) -> None:
    asked = {
        "q": "ferry",
        "source": ["NTB"],
        "facets": ["source"],
        "highlight": ["body_text"],
        "sort": ["-versioncreated"],
        "bbox": [5, 59, 12, 61],
        "per_page": 1,
        "explain": False,
    }
    posted = stocked.client.post("/v1/search", json=asked).json
    got = stocked.get("/v1/search", **asked | {"bbox": "5,59,12,61", "explain": "false"})
    assert {**posted, "took_ms": 0} == {**got, "took_ms": 0}
    assert [hit["uri"] for hit in posted["hits"]] == ["urn:t:2"]
    assert stocked.client.post("/v1/search").json["total"]["value"] == 3


@pytest.mark.parametrize("path", ["/v1/search", "/v1/quotes", "/v1/reindex"])
@pytest.mark.parametrize("body", [None, {}])
def test_what_post_takes_in_its_body_is_not_ignored_in_the_url(
    service: Service, path: str, body: object
) -> None:
    answer = service.client.post(path + "?colour=blue", json=body)
    assert [error["parameter"] for error in problem(answer, 400)["errors"]] == ["colour"]


@pytest.mark.parametrize(
    "sort", ["_score", "versioncreated", "-versioncreated", "urgency", "-urgency,_score"]
)
def test_cursors_go_through_all(stocked: Service, sort: str) -> None:
    whole = stocked.uris(sort=sort)
    walked: list[str] = []
    asked: dict[str, Any] = {"sort": sort, "per_page": 1}
    for _ in whole:
        answer = stocked.get("/v1/search", **asked)
        assert SearchAnswer().load(answer)
        assert answer["page"] == (None if "cursor" in asked else 1)
        walked += [hit["uri"] for hit in answer["hits"]]
        asked["cursor"] = answer["next_cursor"]
    assert walked == whole
    assert asked["cursor"] is None


def test_offsets_are_plain_and_html_is_escaped(service: Service) -> None:
    body = "BERN, May 2 (AFP) - The <b>bold</b> & brave ferry sails. Nobody else does."
    service.add({"uri": "urn:t:9", "headline": "A", "body_text": body})
    found = {}
    for form in ("html", "offsets"):
        answer = service.get("/v1/search", q="brave ferry", highlight="body_text", hl_format=form)
        assert SearchAnswer().load(answer)
        (found[form],) = answer["hits"][0]["highlights"]["body_text"]
    plain, marked = found["offsets"], found["html"]
    assert plain["snippet"] == body[plain["start"] : plain["end"]]
    assert html.unescape(re.sub("</?mark>", "", marked["snippet"])) == plain["snippet"]
    assert {**marked, "snippet": ""} == {**plain, "snippet": ""}
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; <mark>brave</mark> <mark>ferry</mark>" in marked["snippet"]
    assert [body[span["start"] : span["end"]] for span in plain["spans"]] == ["brave", "ferry"]


def test_scores_are_explained_and_stories_collapsed(stocked: Service) -> None:
    explained = stocked.get("/v1/search", q="ferry", explain="true")
    assert SearchAnswer().load(explained)
    for hit in explained["hits"]:
        assert hit["explanation"]["score"] == hit["score"] > 0
    collapsed = stocked.get("/v1/search", collapse="story")
    assert SearchAnswer().load(collapsed)
    assert {hit["collapsed"] for hit in collapsed["hits"]} == {0}


def test_a_misspelt_word_is_pointed_out(stocked: Service) -> None:
    answer = stocked.get("/v1/search", q="harbuor")
    assert SearchAnswer().load(answer)
    assert (answer["total"]["value"], answer["did_you_mean"]) == (0, "harbour")


def test_what_was_not_syntax_is_told(stocked: Service) -> None:
    answer = stocked.get("/v1/search", q='"ferry')
    assert SearchAnswer().load(answer)
    (warning,) = answer["query"]["warnings"]
    assert warning["message"]
    assert 0 <= warning["start"] <= warning["end"] <= 6


def test_words_are_completed(stocked: Service) -> None:
    answer = stocked.get("/v1/suggest", prefix="old har", size="3")
    assert SuggestAnswer().load(answer)
    assert answer == {"completions": ["old harbour"]}
    for query in ("", "prefix=", "prefix=" + "a" * 201, "prefix=a&size=0", "prefix=a&q=b"):
        problem(stocked.client.get("/v1/suggest?" + query), 400)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("kind=direct", "kind"),
        ("page=1001", "page"),
        ("page=101&per_page=100", "page"),
        ("page=2&cursor=abc", "page"),
        ("cursor=abc", "cursor"),
        ("cursor=" + "a" * 5000, "cursor"),
        ("from=yesterday", "from"),
        ("to=2022-02-30", "to"),
        ("from=0000", "from"),
        ("tz=Mars", "tz"),
        ("tz=../../etc/passwd", "tz"),
        ("tz=" + "a" * 300, "tz"),
        ("tz=a%00b", "tz"),
        ("tz=America", "tz"),
        ("tz=", "tz"),
        ("sort=headline", "sort"),
        ("sort=--versioncreated", "sort"),
        ("facets=body_text", "facets"),
        ("facets=kind", "facets"),
        ("facet_size=0", "facet_size"),
        ("histogram=versioncreated", "histogram"),
        ("histogram=source:day", "histogram"),
        ("histogram=versioncreated:minute", "histogram"),
        ("highlight=source", "highlight"),
        ("highlight=text", "highlight"),
        ("fragments=0", "fragments"),
        ("fragment_size=5", "fragment_size"),
        ("hl_format=xml", "hl_format"),
        ("collapse=source", "collapse"),
        ("total=some", "total"),
        ("q=" + "a" * 20_000, "q"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(stocked: Service, query: str, parameter: str) -> None:
    body = problem(stocked.client.get("/v1/search?" + query), 400)
    assert {error.get("parameter") for error in body["errors"]} == {parameter}
    assert body["detail"]


def test_the_seed_is_found_as_the_design_says(service: Service) -> None:
    copy = SEED.read_bytes()
    sent = service.client.post("/v1/articles", data=copy, content_type="text/plain")
    service.indexer.catch_up()
    answer = service.get("/v1/search", q='"South Korea" missile', highlight="body_text", fragments=20)
    assert SearchAnswer().load(answer)
    (hit,) = answer["hits"]
    body = sent.json["body_text"]
    for passage in hit["highlights"]["body_text"]:
        start, end = passage["start"], passage["end"]
        assert html.unescape(re.sub("</?mark>", "", passage["snippet"])) == body[start:end]
    assert service.uris(q='"Related Articles"') == []
