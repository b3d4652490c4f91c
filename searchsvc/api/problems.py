"""Every failure as RFC 9457 ``application/problem+json``: what happened, where, and what to do.

``install`` gives an application the handlers; ``TABLE`` says which error gets which status.
"""

from __future__ import annotations

import logging
import secrets
from typing import Any

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from searchsvc import errors
from searchsvc.errors import Problem, SearchsvcError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:searchsvc:problem:"
RETRY_AFTER = 2
"""Seconds; an index that catches up, or a busy store, is usually there by then."""

TABLE: dict[type[SearchsvcError], tuple[int, str, str]] = {
    errors.InputError: (400, "input", "The request cannot be understood"),
    errors.UnreadableError: (422, "unreadable", "There is no article in it"),
    errors.TooLargeError: (413, "too-large", "Over a limit"),
    errors.UnsupportedError: (415, "unsupported", "Not supported"),
    errors.NotFoundError: (404, "not-found", "Not found"),
    errors.GoneError: (410, "gone", "Gone"),
    errors.ConflictError: (409, "conflict", "Not newer than the stored version"),
    errors.PreconditionError: (412, "precondition", "The article has changed"),
    errors.UnavailableError: (503, "unavailable", "Not available now"),
}
"""Status, the last part of ``type``, and ``title``; a class without a row takes its parent's."""


def problem_answer(
    status: int,
    title: str,
    detail: str,
    *,
    kind: str | None = None,
    problems: tuple[Problem, ...] = (),
    instance: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """A problem document. ``kind`` names the type; without one it is ``about:blank``."""
    body: dict[str, Any] = {
        "type": TYPE_PREFIX + kind if kind else "about:blank",
        "title": title,
        "status": status,
        "detail": _printable(detail),
    }
    if instance:
        body["instance"] = instance
    body["errors"] = [_plain(problem) for problem in problems]
    return Response(orjson.dumps(body), status, headers, mimetype=MEDIA_TYPE)


def _plain(problem: Problem) -> dict[str, Any]:
    where = {"parameter": problem.parameter, "position": problem.position, "line": problem.line}
    known = {name: value for name, value in where.items() if value is not None}
    if problem.parameter is not None:
        known["parameter"] = _printable(problem.parameter)
    return known | {"message": _printable(problem.message)}


def _printable(text: str) -> str:
    """Without lone surrogates, which no JSON document in UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode()


def install(app: Flask) -> None:
    """Answer every error of ``app`` with a problem document."""
    app.register_error_handler(SearchsvcError, _known_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected_error)


def _known_error(error: SearchsvcError) -> Response:
    row = next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), None)
    if row is None:
        return _unexpected_error(error)
    status, kind, title = row
    headers = {"Retry-After": str(RETRY_AFTER)} if status == 503 else None
    return problem_answer(status, title, str(error), kind=kind, problems=error.problems, headers=headers)


def _http_error(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error  # a redirect to the same path with another slash
    detail = error.description or error.name
    if isinstance(error, RequestEntityTooLarge):
        limit = request.max_content_length or 0
        detail = f"the request's body is larger than the {limit // 1_000_000} MB that are read here"
    if isinstance(error, NotFound):
        detail = "there is nothing at this path; /docs lists what there is"
    if isinstance(error, MethodNotAllowed):
        detail = f"{request.method} does not work here; use {', '.join(error.valid_methods or ())}"
    headers = {
        name: value
        for name, value in error.get_headers()
        if name.lower() not in ("content-type", "content-length")
    }
    return problem_answer(status, error.name, detail, headers=headers)


def _unexpected_error(error: Exception) -> Response:
    """Nothing of the error itself is shown; the log has it under the same id."""
    incident = secrets.token_hex(8)
    log.error("incident %s: %s %s", incident, request.method, request.path, exc_info=error)
    return problem_answer(
        500,
        "Internal error",
        f"something went wrong here; the server's log has it under {incident}",
        kind="internal",
        instance=f"urn:searchsvc:incident:{incident}",
    )
