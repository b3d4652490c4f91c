"""Errors as problem documents."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from searchsvc import errors
from searchsvc.api import problems
from searchsvc.errors import Problem, SearchsvcError
from tests.api.conftest import Service, problem


@pytest.fixture
def app() -> Iterator[Flask]:
    app = Flask("problems", static_folder=None)
    problems.install(app)
    yield app


def raising(app: Flask, error: Exception) -> None:
    def view() -> None:
        raise error

    app.add_url_rule("/", "view", view)


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (errors.InputError, 400, "input"),
        (errors.UnreadableError, 422, "unreadable"),
        (errors.TooLargeError, 413, "too-large"),
        (errors.UnsupportedError, 415, "unsupported"),
        (errors.NotFoundError, 404, "not-found"),
        (errors.GoneError, 410, "gone"),
        (errors.ConflictError, 409, "conflict"),
        (errors.PreconditionError, 412, "precondition"),
        (errors.UnavailableError, 503, "unavailable"),
        (errors.IndexDamagedError, 503, "unavailable"),
    ],
)
def test_each_known_error_has_its_status(
    app: Flask, error: type[SearchsvcError], status: int, kind: str
) -> None:
    raising(app, error("What happened.", problems=(Problem("is wrong", "headline", position=3, line=7),)))
    answer = app.test_client().get("/")
    assert problem(answer, status) == {
        "type": f"urn:searchsvc:problem:{kind}",
        "title": problems.TABLE[next(row for row in error.__mro__ if row in problems.TABLE)][2],
        "status": status,
        "detail": "What happened.",
        "errors": [{"parameter": "headline", "position": 3, "line": 7, "message": "is wrong"}],
    }
    assert answer.headers.get("Retry-After") == ("2" if status == 503 else None)


@pytest.mark.parametrize("error", [errors.SettingsError("secret"), RuntimeError("secret")])
def test_an_unexpected_error_is_logged_and_not_shown(
    app: Flask, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    raising(app, error)
    with caplog.at_level(logging.ERROR):
        answer = app.test_client().get("/")
    body = problem(answer, 500)
    incident = body["instance"].removeprefix("urn:searchsvc:incident:")
    assert incident in body["detail"]
    assert incident in caplog.text
    assert "secret" in caplog.text
    assert "secret" not in answer.text


def test_lone_surrogates_in_a_message_do_not_break_the_answer(app: Flask) -> None:
    raising(app, errors.InputError("bad \ud800", problems=(Problem("\udfff", "\ud800"),)))
    assert problem(app.test_client().get("/"), 400)["detail"] == "bad ?"


def test_errors_of_the_framework_are_problems_too(app: Flask) -> None:
    raising(app, TooManyRequests(retry_after=5))
    client = app.test_client()
    answer = client.get("/")
    assert problem(answer, 429)["title"] == "Too Many Requests"
    assert answer.headers["Retry-After"] == "5"
    assert problem(client.get("/nothing"), 404) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "there is nothing at this path; /docs lists what there is",
        "errors": [],
    }
    refused = client.delete("/")
    assert set(refused.allow) == {"GET", "HEAD", "OPTIONS"}
    assert problem(refused, 405)["detail"].startswith("DELETE does not work here; use ")


def test_a_path_with_another_slash_is_a_redirect(service: Service) -> None:
    answer = service.client.get("/v1//search")
    assert (answer.status_code, answer.headers["Location"]) == (308, "http://localhost/v1/search")


def test_a_body_over_the_limit_is_refused_whether_its_length_is_told_or_not(service: Service) -> None:
    data = b" " * 9_000_000
    told = service.client.post("/v1/articles", data=data, content_type="text/plain")
    assert problem(told, 413)["detail"] == "the request's body is larger than the 8 MB that are read here"
    untold = service.client.post(
        "/v1/articles",
        content_type="text/plain",
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input": _Endless(), "wsgi.input_terminated": True},
    )
    assert problem(untold, 413) == problem(told, 413)


class _Endless(io.RawIOBase):
    """A body that never ends, as a chunked one may be."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        buffer[:] = b" " * len(buffer)
        return len(buffer)
