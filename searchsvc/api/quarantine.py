"""``/v1/quarantine``: what was refused of files, with its place and reason, and its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from searchsvc.api.answers import json_answer, quarantined_record
from searchsvc.api.guard import require_trusted
from searchsvc.api.parameters import Blueprint
from searchsvc.api.schemas.articles import NoParameters
from searchsvc.api.schemas.quarantine import QuarantineAnswer, QuarantineParameters
from searchsvc.api.services import services
from searchsvc.errors import NotFoundError

blueprint = Blueprint("quarantine", __name__, description="What was refused of files")

BYTES = {
    "description": "The input, byte for byte.",
    "content": {"application/octet-stream": {"schema": {"type": "string"}}},
}


@blueprint.route("/v1/quarantine")
@blueprint.refuses(403)
@blueprint.arguments(QuarantineParameters(), location="query")
@blueprint.response(200, QuarantineAnswer)
def quarantine(parameters: Mapping[str, Any]) -> Response:
    """List what was refused

    Of files that `searchsvc ingest` and `searchsvc watch` have read, a page at a time: go on with
    `after=next_after`. `searchsvc quarantine --retry` reads it again. Only for who may also write.
    """
    require_trusted()
    limit = parameters["limit"]
    found = services().store.quarantined(parameters["after"], limit + 1)
    page = [quarantined_record(each) for each in found[:limit]]
    next_after = page[-1]["number"] if len(found) > limit else None
    count = services().store.quarantined_count()
    return json_answer({"total": count, "quarantine": page, "next_after": next_after})


@blueprint.route("/v1/quarantine/<int:number>/original")
@blueprint.refuses(403, 404)
@blueprint.doc(responses={"200": BYTES})
@blueprint.arguments(NoParameters(), location="query")
def original(parameters: Mapping[str, Any], number: int) -> Response:
    """Get what was refused as it was sent

    Byte for byte. 404 also where it was too long to be kept; it is read again where it came from.
    """
    require_trusted()
    data = services().store.quarantined_bytes(number)
    if data is None:
        raise NotFoundError(f"the bytes of {number} were too many to keep")
    answer = Response(data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = "attachment"
    return answer
