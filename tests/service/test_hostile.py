"""Bad input gets its 4xx or a forgiving parse: never a 5xx, a hang or a traceback."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.service.running import Service

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("hostile")) as service:
        yield service
        log = (service.folder / "serve.log").read_text()
        assert "Traceback" not in log, log


QUERIES = [
    *(
        '"unbalanced',
        "*",
        "a*",
        "*a*",
        "(((",
        ")",
        "AND",
        "NOT",
        "a AND",
        "field:",
        "foo:bar",
        "[a TO",
        "((a)",
    ),
    *(
        "a~99",
        "^",
        "\\",
        "versioncreated:[x TO y]",
        "\u0000",
        "a\u0000b",
        "“",
        "+",
        "-",
        "~",
        "a^b",
        "🦄",
        "'",
    ),
    *("<b>", "%", "a" * 5000, "(" * 5000, "a AND " * 1500, '"' * 5000),
]


@pytest.mark.parametrize("q", QUERIES)
def test_queries_are_forgiven(service: Service, q: str) -> None:
    answer = service.get("/v1/search", q=q, highlight="headline,body_text")
    assert answer.status == 200, answer.body


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/v1/search?colour=red", "colour"),
        ("/v1/search?page=0", "page"),
        ("/v1/search?page=abc", "page"),
        ("/v1/search?per_page=101", "per_page"),
        ("/v1/search?page=5000&per_page=10", "page"),
        ("/v1/search?from=yesterday", "from"),
        ("/v1/search?sort=nothing", "sort"),
        ("/v1/search?facets=body_text", "facets"),
        ("/v1/search?histogram=day", "histogram"),
        ("/v1/search?bbox=1,2,3", "bbox"),
        ("/v1/search?highlight=nothing", "highlight"),
        ("/v1/search?cursor=zzz", "cursor"),
        ("/v1/search?op=xor", "op"),
        ("/v1/search?tz=Mars", "tz"),
        ("/v1/quotes?kind=loud", "kind"),
        ("/v1/search?q=" + "a" * 20000, "q"),
    ],
)
def test_parameters_are_refused_by_name(service: Service, path: str, parameter: str) -> None:
    answer = service.get(path)
    assert answer.status in (400, 413, 414), answer.body
    if answer.status == 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert parameter in {error.get("parameter") for error in answer.json["errors"]}


@pytest.mark.parametrize(
    ("body", "headers", "statuses"),
    [
        (b"{", JSON, {400}),
        (b"", JSON, {400, 422}),
        (b"[" * 100_000, JSON, {400}),
        (b'{"headline": ' + b"[" * 5000 + b"]" * 5000 + b"}", JSON, {400}),
        (b'{"headline": 7, "body_text": "x"}', JSON, {400}),
        (b'{"hedline": "x", "body_text": "x"}', JSON, {400}),
        (b'{"headline": "a\\u0000b", "body_text": "x"}', JSON, {400}),
        (b'{"headline": "\\ud800", "body_text": "x"}', JSON, {400}),
        (b'{"headline": "\xff", "body_text": "x"}', JSON, {400}),
        (b'{"urgency": 1e999, "body_text": "x"}', JSON, {400}),
        (b'{"uri": "urn:x"}', JSON, {422}),
        (b"[]", JSON, {400, 422}),
        (b"null", JSON, {400, 422}),
        (b'{"body_text": "' + b"word " * 600_000 + b'"}', JSON, {413}),
        (b"word " * 600_000, {"Content-Type": "text/plain"}, {413}),
        (b"x", {"Content-Type": "image/png"}, {415}),
        (b"   ", {"Content-Type": "text/plain"}, {422}),
        (b"a\x00b", {"Content-Type": "text/plain"}, {400, 422}),
    ],
)
def test_bodies_are_refused(
    service: Service, body: bytes, headers: dict[str, str], statuses: set[int]
) -> None:
    answer = service.call("POST", "/v1/articles", body, headers)
    assert answer.status in statuses, (answer.status, answer.body[:500])
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["detail"]


def test_bytes_that_are_no_http_do_not_harm(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port)) as raw:
        raw.sendall(b"\x00\xff GARBAGE\r\n\r\n")
        raw.settimeout(10)
        raw.recv(100)
    assert service.get("/healthz").status == 200


@pytest.mark.parametrize(
    "path",
    ["/v1/search?q=%ff%fe", "/v1/search?q=%00", "/v1/articles/%ff", "/v1/articles/../..", "/v1/tasks/x"],
)
def test_odd_paths(service: Service, path: str) -> None:
    assert service.get(path).status < 500


def test_good_lines_land_beside_bad_ones(service: Service) -> None:
    body = (
        b'{"uri": "urn:b:1", "headline": "One", "body_text": "first"}\n'
        b"{broken\n"
        b"\n"
        b'{"uri": "urn:b:2", "colour": "red", "body_text": "second"}\n'
        b"\xff\xfe\n"
        b'{"raw": "Three\\n\\nOSLO, May 3 (Reuters) - The third one is here."}\n'
    )
    sent = service.call("POST", "/v1/articles/_bulk", body, {"Content-Type": "application/x-ndjson"})
    assert sent.status == 202
    task = service.finished(sent.json)
    assert task["status"] == "succeeded"
    assert (task["counts"]["created"], task["counts"]["refused"]) == (2, 3)
