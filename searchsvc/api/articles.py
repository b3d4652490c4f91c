"""``/v1/articles``: articles one by one, with their originals, versions and quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

from searchsvc import formats
from searchsvc.api import guard
from searchsvc.api.answers import conditional, etag, json_answer, stored_article, version_record
from searchsvc.api.parameters import Blueprint, is_json, read_json
from searchsvc.api.schemas import examples
from searchsvc.api.schemas.articles import (
    ARTICLE_INPUT,
    ArticleQuotesAnswer,
    FindParameters,
    LinksAnswer,
    OriginalParameters,
    ReadParameters,
    StoredArticleSchema,
    VersionsAnswer,
    WriteParameters,
    WrittenArticleSchema,
)
from searchsvc.api.services import services
from searchsvc.api.writing import (
    body_bytes,
    body_document,
    expected_seq,
    wait_for_search,
    written_answer,
)
from searchsvc.article import Article, format_instant, to_dict
from searchsvc.errors import GoneError, InputError, NotFoundError, UnsupportedError
from searchsvc.ingest import may_be_shown
from searchsvc.store import State, Stored, now_utc

blueprint = Blueprint("articles", __name__, description="Articles one by one")

ARTICLE_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": ARTICLE_INPUT, "example": examples.ARTICLE},
        "text/plain": {"schema": {"type": "string", "description": "Wire copy."}},
        **{
            kind: {"schema": {"type": "string"}}
            for kind in (*formats.MEDIA_TYPES, "application/xml")
            if kind not in ("text/plain", "application/json", "application/x-ndjson")
        },
    },
}
CHANGES_BODY = {
    "required": True,
    "content": {
        "application/merge-patch+json": {
            "schema": ARTICLE_INPUT,
            "example": {"headline": "Ferry is late", "urgency": None},
        }
    },
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "The ETag of the state that is to be changed; 412 where it is another by now.",
}
ORIGINAL = {
    "description": "The input, byte for byte.",
    "content": {
        "text/plain": {"schema": {"type": "string"}},
        "application/json": {"schema": {}},
        "application/octet-stream": {"schema": {"type": "string"}},
    },
}
REVERSED = {"corrects": "corrected_by", "updates": "updated_by"}
SHOWN_AS_SENT = ("text/plain", "application/json", "application/x-ndjson", *formats.NINJS_TYPES)
"""Media types that no browser runs; any other original is sent as bytes."""
FORMS = ("application/json", *formats.NINJS_TYPES, formats.EXTENDED_TYPE)
"""In which an article can be had; the first where the caller does not mind."""


@blueprint.route("/v1/articles", methods=["POST"])
@blueprint.refuses(403, 409, 410, 413, 415, 422, 503)
@blueprint.doc(requestBody=ARTICLE_BODY)
@blueprint.arguments(WriteParameters(), location="query")
@blueprint.response(201, WrittenArticleSchema, description="A new article")
@blueprint.alt_response(200, schema=WrittenArticleSchema, description="Updated, or unchanged", success=True)
def add(parameters: Mapping[str, Any]) -> Response:
    """Add or update an article

    As JSON, as `{"raw": wire copy}`, as `text/plain` wire copy, or as a file of any format that is
    known, by its media type (`application/xml` is told by its content). The `uri` is its identity; without
    one it is made from the copy, so that the same copy is the same article. Sending an article again
    changes nothing. On disk before the answer.
    """
    written = services().ingestor.put(body_document())
    return written_answer(written, wait_for_search(services(), written.stored.seq, parameters))


@blueprint.route("/v1/articles")
@blueprint.refuses(403, 404, 410)
@blueprint.arguments(FindParameters(), location="query")
@blueprint.response(200, StoredArticleSchema)
def find(parameters: Mapping[str, Any]) -> Response:
    """Find an article by its uri"""
    may_see_all = _may_see_all(parameters)
    stored = _shown(services().store.find(parameters["uri"]), "with this uri", may_see_all)
    return _answer(stored, {"Content-Location": f"/v1/articles/{stored.id}"})


@blueprint.route("/v1/articles/<id>")
@blueprint.refuses(403, 404, 410)
@blueprint.arguments(ReadParameters(), location="query")
@blueprint.response(200, StoredArticleSchema)
@blueprint.alt_response(304, description="If-None-Match has its ETag")
def get(parameters: Mapping[str, Any], id: str) -> Response:  # noqa: A002 - the path's word
    """Get an article

    With everything that was read from it. 404 also for one that is withheld, under embargo or
    expired, unless `include=withheld` asks for it and may; 410 for one that was killed.
    `Accept: application/ninjs+json` gets it as ninjs 3.1, `application/vnd.searchsvc.ninjs+json` the
    same with `quotes` and `dateline`.
    """
    return _answer(_shown_by_id(id, parameters))


@blueprint.route("/v1/articles/<id>", methods=["PUT"])
@blueprint.refuses(403, 404, 409, 410, 412, 413, 415, 422, 503)
@blueprint.doc(requestBody=ARTICLE_BODY, parameters=[IF_MATCH])
@blueprint.arguments(WriteParameters(), location="query")
@blueprint.response(200, WrittenArticleSchema)
@blueprint.alt_response(201, schema=WrittenArticleSchema, description="A new article", success=True)
def put(parameters: Mapping[str, Any], id: str) -> Response:  # noqa: A002
    """Replace an article

    The article's `uri` must be the one that this id belongs to; it may be left out where the article exists.
    """
    if_match = expected_seq(services().store.get(id))
    written = services().ingestor.put(body_document(), id=id, if_match=if_match)
    return written_answer(written, wait_for_search(services(), written.stored.seq, parameters))


@blueprint.route("/v1/articles/<id>", methods=["PATCH"])
@blueprint.refuses(403, 404, 409, 410, 412, 413, 415, 503)
@blueprint.doc(requestBody=CHANGES_BODY, parameters=[IF_MATCH])
@blueprint.arguments(WriteParameters(), location="query")
@blueprint.response(200, WrittenArticleSchema)
def patch(parameters: Mapping[str, Any], id: str) -> Response:  # noqa: A002
    """Edit an article

    A JSON merge patch (RFC 7396): what is given replaces; null takes an edit back, so that what was sent and
    what the copy says is shown again, also of single members of `dateline`; an empty text, list or dateline
    takes the field out. Edits hold when the same version is read anew, and end with the next version.
    """
    data = body_bytes()
    if not is_json(request.mimetype):
        raise UnsupportedError(
            f"edits are sent as application/merge-patch+json, not as {request.mimetype or 'nothing'}"
        )
    changes = read_json(data)
    if not isinstance(changes, dict):
        raise InputError("the body must be a JSON object with the fields to change")
    if_match = expected_seq(services().store.get(id))
    written = services().ingestor.patch(id, changes, if_match=if_match)
    return written_answer(written, wait_for_search(services(), written.stored.seq, parameters))


@blueprint.route("/v1/articles/<id>", methods=["DELETE"])
@blueprint.refuses(403, 404, 410, 412, 503)
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(WriteParameters(), location="query")
@blueprint.response(204)
@blueprint.alt_response(202, description="Deleted, but searches did not notice in time", success=True)
def delete(parameters: Mapping[str, Any], id: str) -> Response:  # noqa: A002
    """Delete an article

    It is gone from every search; a tombstone and its history stay in the store.
    """
    if_match = expected_seq(services().store.get(id))
    stored = services().ingestor.delete(id, if_match=if_match)
    searchable = wait_for_search(services(), stored.seq, parameters)
    return Response(status=202 if searchable is False else 204)


@blueprint.route("/v1/articles/<id>/original")
@blueprint.refuses(403, 404, 410)
@blueprint.doc(responses={"200": ORIGINAL})
@blueprint.arguments(OriginalParameters(), location="query")
def original(parameters: Mapping[str, Any], id: str) -> Response:  # noqa: A002
    """Get an article as it was sent

    Byte for byte, with the media type it was sent with. 404 also for a version that was withheld, is under
    embargo or has expired, and for what was killed or deleted before a later version came.
    """
    stored = _shown_by_id(id, parameters)
    version = parameters.get("version")
    kept = services().store.original(id, version)
    if version is not None and not _may_see_all(parameters):
        _refuse_hidden(services().store.history_of(id), version)
    shown_as_sent = kept.media_type in SHOWN_AS_SENT
    answer = Response(
        kept.data, content_type=kept.media_type if shown_as_sent else "application/octet-stream"
    )
    answer.headers["Content-Disposition"] = "inline" if shown_as_sent else "attachment"
    answer.headers["X-Original-Media-Type"] = kept.media_type
    answer.headers["ETag"] = etag(stored)
    return conditional(answer)


@blueprint.route("/v1/articles/<id>/versions")
@blueprint.refuses(403, 404, 410)
@blueprint.arguments(ReadParameters(), location="query")
@blueprint.response(200, VersionsAnswer)
def versions(parameters: Mapping[str, Any], id: str) -> Response:  # noqa: A002
    """List an article's versions

    In the order of their arrival, those that came late included.
    """
    stored = _shown_by_id(id, parameters)
    records = [version_record(record) for record in services().store.versions(id)]
    return json_answer({"id": stored.id, "uri": stored.article.uri, "versions": records})


@blueprint.route("/v1/articles/<id>/quotes")
@blueprint.refuses(403, 404, 410)
@blueprint.arguments(ReadParameters(), location="query")
@blueprint.response(200, ArticleQuotesAnswer)
def quotes(parameters: Mapping[str, Any], id: str) -> Response:  # noqa: A002
    """List an article's quotes

    In the order in which they stand in the text.
    """
    stored = _shown_by_id(id, parameters)
    return json_answer(
        {"id": stored.id, "uri": stored.article.uri, "quotes": to_dict(stored.article)["quotes"]}
    )


@blueprint.route("/v1/articles/<id>/links")
@blueprint.refuses(403, 404, 410)
@blueprint.arguments(ReadParameters(), location="query")
@blueprint.response(200, LinksAnswer)
def links(parameters: Mapping[str, Any], id: str) -> Response:  # noqa: A002
    """List what an article corrects or updates

    As its format says, else its copy ("CORRECTED", "UPDATE 2", "Eds: corrects ..."), and by what it is
    corrected or updated itself. Articles that may not be shown are left out.
    """
    stored = _shown_by_id(id, parameters)
    may_see_all = _may_see_all(parameters)
    found = []
    for link in services().store.links(id):
        other_id = link.target if link.article == id else link.article
        other = services().store.get(other_id)
        if other is None or other.state is not State.LIVE:
            continue
        if may_see_all or other.article.is_shown(now_utc()):
            relation = link.relation if link.article == id else REVERSED[link.relation]
            found.append({"relation": relation, "id": other_id, "uri": other.article.uri})
    return json_answer({"id": stored.id, "uri": stored.article.uri, "links": found})


def _shown_by_id(id: str, parameters: Mapping[str, Any]) -> Stored:  # noqa: A002
    may_see_all = _may_see_all(parameters)
    return _shown(services().store.get(id), "with this id", may_see_all)


def _may_see_all(parameters: Mapping[str, Any]) -> bool:
    """Whether the caller asks for what is not published. Raises Forbidden where that may not be, before
    anything is looked up."""
    asked = parameters.get("include") == "withheld"
    if asked:
        guard.require_trusted()
    return asked


def _shown(stored: Stored | None, which: str, may_see_all: bool) -> Stored:
    """The article, if readers may see it now. Raises NotFoundError and GoneError."""
    if stored is None or stored.state is State.DELETED:
        raise NotFoundError(f"there is no article {which}")
    if stored.state is State.KILLED:
        raise GoneError(_TOMBSTONE.format(stored.article, format_instant(stored.stored_at)))
    if not may_see_all and not stored.article.is_shown(now_utc()):
        raise NotFoundError(f"there is no article {which} that may be shown now")
    return stored


def _refuse_hidden(history: Sequence[Article], version: str) -> None:
    if not may_be_shown(history, version, now_utc()):
        raise NotFoundError(f"there is no version {version!r} with this id that may be shown now")


_TOMBSTONE = "{0.uri!r} was killed by its agency in version {0.version!r} at {1}; no version is shown"


def _answer(stored: Stored, headers: Mapping[str, str] | None = None) -> Response:
    """The article in the form that the caller likes best; each form has an ETag of its own."""
    headers = {**(headers or {}), "ETag": etag(stored), "Vary": "Accept"}
    wanted = request.accept_mimetypes.best_match(FORMS, "application/json")
    if wanted == "application/json":
        return conditional(json_answer(stored_article(stored), headers=headers))
    extended = wanted == formats.EXTENDED_TYPE
    headers["ETag"] = f'"{stored.seq}-{"extended" if extended else "ninjs"}"'
    answer = json_answer(formats.to_ninjs(stored.article, extended=extended), headers=headers)
    answer.mimetype = wanted
    return conditional(answer)
