"""``/v1/parse``: what the parser sees in a copy. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from searchsvc.api.answers import json_answer, parsed_copy
from searchsvc.api.articles import ARTICLE_BODY
from searchsvc.api.parameters import Blueprint
from searchsvc.api.schemas.articles import NoParameters, ParsedSchema
from searchsvc.api.services import services
from searchsvc.api.writing import body_document

blueprint = Blueprint("parse", __name__, description="A dry run of the parser")


@blueprint.route("/v1/parse", methods=["POST"])
@blueprint.refuses(413, 415, 422)
@blueprint.doc(requestBody=ARTICLE_BODY)
@blueprint.arguments(NoParameters(), location="query")
@blueprint.response(200, ParsedSchema)
def parse(parameters: Mapping[str, Any]) -> Response:
    """Parse without storing

    The article as it would be stored, what was left out of the copy and why, what the parser
    was unsure of, and where the format and the copy differ (what the format says counts).
    """
    return json_answer(parsed_copy(services().ingestor.parse(body_document())))
