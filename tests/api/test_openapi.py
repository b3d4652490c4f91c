"""The OpenAPI document: complete, well formed, and its examples are true."""

from __future__ import annotations

import copy
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from searchsvc.api.schemas import examples
from searchsvc.api.schemas.articles import ArticleInputSchema
from searchsvc.api.schemas.searching import QuoteParameters, SearchAnswer, SearchParameters
from searchsvc.fields import FILTERS, QUOTE_FILTERS
from searchsvc.formats.fields import FIELDS, READ_ONLY
from tests.api.conftest import Service

METHODS = ("get", "post", "put", "patch", "delete")
NOT_THE_API = {"/openapi.json", "/docs", "/docs/{filename}"}


@pytest.fixture
def document(service: Service) -> Any:
    return service.get("/openapi.json")


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, item[method]


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for member in node:
            yield from walk(member)


def test_every_route_is_described_and_nothing_else(service: Service, document: Any) -> None:
    routes = set()
    for rule in service.app.url_map.iter_rules():
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        routes |= {(method.lower(), path) for method in rule.methods or () if path not in NOT_THE_API}
    described = {(method, path) for method, path, _ in operations(document)}
    assert described == {route for route in routes if route[0] in METHODS}


def test_it_has_the_shape_of_openapi_3_1(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    assert {"title", "version", "description", "license"} <= set(document["info"])
    tags = {tag["name"] for tag in document["tags"]}
    for method, path, operation in operations(document):
        assert operation["summary"], (method, path)
        assert set(operation["tags"]) <= tags
        assert operation["responses"]
        given = [*document["paths"][path].get("parameters", []), *operation.get("parameters", [])]
        in_path = {parameter["name"] for parameter in given if parameter["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path)), path
        names = [(parameter["in"], parameter["name"]) for parameter in given]
        assert len(names) == len(set(names)), (method, path)
        for parameter in given:
            assert "schema" in parameter
            assert parameter["in"] == "path" or parameter["description"], (path, parameter["name"])
        for status, response in operation["responses"].items():
            assert status == "default" or 200 <= int(status) < 600
            assert "$ref" in response or response["description"]
            assert status != "204" or "content" not in response


def test_every_reference_leads_somewhere(document: Any) -> None:
    references = {node["$ref"] for node in walk(document) if isinstance(node.get("$ref"), str)}
    assert references
    for reference in references:
        node = document
        for key in reference.removeprefix("#/").split("/"):
            node = node[key]
        assert node


def test_every_error_is_a_problem(document: Any) -> None:
    for _, path, operation in operations(document):
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/DEFAULT_ERROR"}, path
    for response in document["components"]["responses"].values():
        assert set(response["content"]) == {"application/problem+json"}


REFUSED = {
    ("get", "/v1/search"): "410 413 503",
    ("post", "/v1/search"): "410 413 415 503",
    ("post", "/v1/articles"): "403 409 410 413 415 422 503",
    ("get", "/v1/articles/{id}"): "403 404 410",
    ("put", "/v1/articles/{id}"): "403 404 409 410 412 413 415 422 503",
    ("delete", "/v1/articles/{id}"): "403 404 410 412 503",
    ("post", "/v1/parse"): "413 415 422",
    ("get", "/v1/tasks/{id}"): "403 404",
}


def test_problems_are_listed_where_they_occur(document: Any) -> None:
    for (method, path), statuses in REFUSED.items():
        responses = document["paths"][path][method]["responses"]
        told = [status for status in responses if status.isdecimal() and int(status) > 400]
        assert sorted(told) == statuses.split(), (method, path)


def test_members_of_lists_are_sent_as_names_or_parts(service: Service, document: Any) -> None:
    subject = document["components"]["schemas"]["ArticleInput"]["properties"]["subject"]
    assert [each["type"] for each in subject["items"]["anyOf"]] == ["string", "object"]
    sent = ["Weather", {"code": "07"}]
    answer = service.add({"uri": "urn:t:1", "headline": "Rain", "subject": sent})
    assert [each["name"] or each["code"] for each in answer["subject"]] == ["Weather", "07"]


def test_the_filters_are_those_of_the_field_table() -> None:
    assert set(FILTERS) <= set(SearchParameters().fields)
    assert set(QUOTE_FILTERS) <= set(QuoteParameters().fields)


def test_what_can_be_sent_is_what_the_formats_read(document: Any) -> None:
    described = set(document["components"]["schemas"]["ArticleInput"]["properties"])
    assert described == set(FIELDS)
    assert set(ArticleInputSchema().fields) - described <= READ_ONLY


def test_examples_of_parameters_are_accepted(service: Service, document: Any) -> None:
    for method, path, operation in operations(document):
        if method != "get" or "{" in path or path == "/v1/articles":
            continue
        examples = {
            parameter["name"]: parameter["schema"]["example"]
            for parameter in operation.get("parameters", [])
            if "example" in parameter["schema"]
        }
        assert service.client.get(path, query_string=examples).status_code == 200, (path, examples)


def test_examples_are_what_the_service_takes_and_answers(service: Service) -> None:
    service.add(examples.ARTICLE)
    answered = service.client.post("/v1/search", json=examples.SEARCH).json
    assert SearchAnswer().load(examples.ANSWER)
    # Scores, times and coordinates are of the day; the rest is the same to the letter.
    for answer in (answered, example := copy.deepcopy(examples.ANSWER)):
        (hit,) = answer["hits"]
        answer["took_ms"] = hit["score"] = hit["dateline"]["lat"] = hit["dateline"]["lon"] = 0
    assert example == answered
    sent = service.client.post("/v1/articles/_bulk", data=examples.LINES, content_type="application/x-ndjson")
    assert sent.status_code == 202
    assert service.runner.run_next(threading.Event())
    assert service.get(sent.headers["Location"])["counts"] == {"created": 2}


@pytest.mark.parametrize("path", ["/v1/search", "/v1/quotes"])
def test_every_facet_that_is_told_is_counted(service: Service, document: Any, path: str) -> None:
    parameters = document["paths"][path]["get"]["parameters"]
    [told] = [each["description"] for each in parameters if each["name"] == "facets"]
    names = re.findall(r"`(\w+)`", told)
    assert set(service.get(path, facets=",".join(names))["facets"]) == set(names)
    refused = service.client.get(path, query_string={"facets": "byline"}).get_json()
    assert refused["errors"][0]["message"] == "must be made of: " + ", ".join(names)
