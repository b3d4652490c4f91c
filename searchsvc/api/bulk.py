"""``/v1/articles/_bulk``: many articles at once, spooled to disk before the answer and read as a task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from flask import Response, request

from searchsvc.api.parameters import Blueprint
from searchsvc.api.schemas.articles import NoParameters
from searchsvc.api.schemas.examples import LINES as LINES_EXAMPLE
from searchsvc.api.schemas.tasks import TaskSchema
from searchsvc.api.services import services
from searchsvc.api.tasks import accepted
from searchsvc.api.writing import refuse_encodings
from searchsvc.tasks import MAX_BULK_BYTES

blueprint = Blueprint("bulk", __name__, description="Many articles at once")

LINES = {
    "required": True,
    "content": {
        "application/x-ndjson": {
            "schema": {
                "type": "string",
                "description": 'A line for each article: its JSON, or `{"raw": wire copy}`.',
            },
            "example": LINES_EXAMPLE,
        }
    },
}


@blueprint.route("/v1/articles/_bulk", methods=["POST"])
@blueprint.refuses(403, 413, 415, 503)
@blueprint.doc(requestBody=LINES)
@blueprint.arguments(NoParameters(), location="query")
@blueprint.response(202, TaskSchema)
def bulk(parameters: Mapping[str, Any]) -> Response:
    """Add many articles

    NDJSON, up to 256 MB. It is on disk before the answer, which names the task that reads it: good lines
    land, bad ones are reported in the task's results, and a restart goes on where it was. The task has
    `succeeded` when all lines were read, whatever became of them: `counts` says how many were refused.
    """
    refuse_encodings()
    request.max_content_length = MAX_BULK_BYTES
    return accepted(services().spool.submit_bulk(cast(BinaryIO, request.stream), request.mimetype))
