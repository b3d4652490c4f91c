"""What the writing calls share: the body as a document, If-Match, and waiting for the index."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from flask import Response, request

from searchsvc import formats
from searchsvc.api.answers import etag, json_answer, stored_article
from searchsvc.api.parameters import read_body
from searchsvc.api.services import Services
from searchsvc.errors import InputError, PreconditionError, UnavailableError, UnsupportedError
from searchsvc.formats import Document
from searchsvc.ingest import Written
from searchsvc.store import Outcome, State, Stored, now_utc

WAIT_SECONDS = 30.0
"""How long ``refresh=wait_for`` waits; the index is usually there within a second."""


def body_document() -> Document:
    """The one article in the request's body. Raises InputError, UnsupportedError, TooLargeError."""
    data = body_bytes()
    charset = request.mimetype_params.get("charset")
    documents = list(islice(formats.read(data, request.mimetype, charset=charset), 2))
    if len(documents) != 1:
        count = "several" if documents else "no"
        raise InputError(
            f"there are {count} articles in it; send them one by one, or as NDJSON to /v1/articles/_bulk,"
            " or take the file in with searchsvc ingest"
        )
    (document,) = documents
    if not isinstance(document, Document):
        raise document.error
    return document


def body_bytes() -> bytes:
    """The body, within the application's limit. Raises UnsupportedError where it is compressed."""
    refuse_encodings()
    return read_body(request)


def refuse_encodings() -> None:
    """Raises UnsupportedError where the body is compressed."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise UnsupportedError(f"the body is sent with Content-Encoding {encoding}; send it as it is")


def expected_seq(stored: Stored | None) -> int | None:
    """What If-Match asks the article's sequence number to be; None where it asks for nothing.

    Raises PreconditionError where ``stored`` is already another state. The store checks the number
    again inside its transaction.
    """
    if "If-None-Match" in request.headers:
        raise InputError("If-None-Match does not go with a write; use If-Match with the ETag of the article")
    if "If-Match" not in request.headers:
        return None
    tags = request.if_match
    if stored is not None and (tags.star_tag or tags.contains(str(stored.seq))):
        return stored.seq
    state = f"it is {etag(stored)} now" if stored is not None else "there is no such article"
    raise PreconditionError(f"If-Match is {request.headers['If-Match'][:200]}, but {state}")


def wait_for_search(services: Services, seq: int, parameters: Mapping[str, Any]) -> bool | None:
    """Whether searches see ``seq`` by now; None where the caller did not ask to wait."""
    if parameters.get("refresh") != "wait_for":
        return None
    try:
        services.engine.refresh(seq, WAIT_SECONDS)
    except UnavailableError:
        return False
    return True


def written_answer(written: Written, searchable: bool | None) -> Response:
    """201 for a new article, 200 for another; 202 where it is stored but not found in time."""
    status = 201 if written.outcome is Outcome.CREATED else 200
    body = stored_article(written.stored)
    body |= {"outcome": written.outcome.value, "warnings": list(written.warnings)}
    if searchable is not None:
        # What was killed, or may not be shown now, is never found.
        shown = written.stored.state is State.LIVE and written.stored.article.is_shown(now_utc())
        body["searchable"] = searchable and shown
    if searchable is False:
        status = 202
    location = f"/v1/articles/{written.stored.id}"
    return json_answer(body, status, {"Location": location, "ETag": etag(written.stored)})
