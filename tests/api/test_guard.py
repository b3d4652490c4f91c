"""Who may speak to a service without keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.api.guard import READING, is_loopback
from searchsvc.app import create_app
from searchsvc.errors import SettingsError
from searchsvc.settings import Settings
from tests.api.conftest import Service, problem


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("LOCALHOST.", True),
        ("archive.localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("news.example", False),
        ("localhost.news.example", False),
        ("127.0.0.1.news.example", False),
        ("", False),
    ],
)
def test_what_is_this_machine_alone(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "news.example", ""])
def test_an_address_that_others_reach_is_refused(tmp_path: Path, host: str) -> None:
    settings = replace(Settings(), host=host, store=f"sqlite:///{tmp_path}/articles.db")
    with pytest.raises(SettingsError, match=r"no API keys yet to keep them out; use 127\.0\.0\.1"):
        create_app(settings)
    assert not (tmp_path / "articles.db").exists()


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080"])
def test_names_of_this_machine_are_answered(service: Service, host: str) -> None:
    assert service.client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["news.example", "127.0.0.1.news.example:8080", "10.0.0.1", "[::2]", "[", "@localhost"]
)
def test_other_names_are_refused(service: Service, host: str) -> None:
    answer = service.client.get("/v1/search", headers={"Host": host})
    assert answer.status_code in (400, 403)
    assert problem(answer, answer.status_code)["detail"]


@pytest.mark.parametrize(
    "origin", ["https://news.example", "null", "http://localhost:1", "http://[", "https://localhost.evil"]
)
def test_pages_of_other_origins_may_not_write(service: Service, origin: str) -> None:
    answer = service.client.post(
        "/v1/articles", data="Headline\n\nCopy.", content_type="text/plain", headers={"Origin": origin}
    )
    assert "other origins may not write" in problem(answer, 403)["detail"]
    assert service.get("/v1/tasks") == {"tasks": []}
    assert service.client.get("/v1/search", headers={"Origin": origin}).status_code == 200


def test_a_page_of_its_own_may_write(service: Service) -> None:
    answer = service.client.post(
        "/v1/parse",
        data="Headline\n\nCopy.",
        content_type="text/plain",
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == 200


WRITES = [
    ("POST", "/v1/articles"),
    ("POST", "/v1/articles/_bulk"),
    ("PUT", "/v1/articles/x"),
    ("PATCH", "/v1/articles/x"),
    ("DELETE", "/v1/articles/x"),
    ("POST", "/v1/reindex"),
    ("POST", "/v1/nothing"),
]
SECRETS = ["/v1/quarantine", "/v1/quarantine/1/original", "/v1/articles/x?include=withheld"]
READS = [
    *(("GET", path) for path in ("/v1/search", "/v1/quotes", "/v1/suggest?prefix=a", "/healthz", "/docs")),
    *(("POST", path) for path in ("/v1/search", "/v1/quotes")),
]


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "Authorization"])
def test_who_is_not_known_may_search_and_neither_write_nor_see_what_is_not_published(
    service: Service, header: str
) -> None:
    closed = [*WRITES, *(("GET", path) for path in (*SECRETS, "/v1/tasks", "/v1/tasks/x"))]
    for asked in ({"headers": {header: "x"}}, {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}}):
        for method, path in closed:
            answer = service.client.open(path, method=method, json={"headline": "A"}, **asked)
            assert "may write or see what is not published" in problem(answer, 403)["detail"], path
        for method, path in READS:
            with service.client.open(path, method=method, **asked) as answer:
                assert answer.status_code == 200, path
        parsed = service.client.post("/v1/parse", data="A\n\nB.", content_type="text/plain", **asked)
        assert parsed.status_code == 200
    assert service.get("/v1/tasks") == {"tasks": []}
    assert service.get("/v1/search")["total"]["value"] == 0


def test_what_reads_by_post_is_there(service: Service) -> None:
    assert set(READING) <= service.app.view_functions.keys()


def test_every_answer_tells_browsers_to_be_careful(service: Service) -> None:
    for path in ("/v1/search", "/nothing", "/healthz", "/docs/docs.js"):
        with service.client.get(path) as answer:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert "Access-Control-Allow-Origin" not in answer.headers
