"""``/v1/quotes``: who said what, with the words marked and the sentences around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from searchsvc.api.parameters import Blueprint
from searchsvc.api.schemas.searching import QuoteParameters, QuotesAnswer
from searchsvc.api.search import answer

blueprint = Blueprint("quotes", __name__, description="Who said what")


@blueprint.route("/v1/quotes")
@blueprint.refuses(410, 413, 503)
@blueprint.arguments(QuoteParameters(), location="query")
@blueprint.response(200, QuotesAnswer)
def quotes(parameters: Mapping[str, Any]) -> Response:
    """Search for quotes

    Plain words are searched in the quoted text, which is highlighted. `speaker` is who said it, `via`
    who reported it. The article's filters apply.
    """
    return answer(parameters, "quotes")


@blueprint.route("/v1/quotes", methods=["POST"])
@blueprint.refuses(410, 413, 415, 503)
@blueprint.arguments(QuoteParameters(), location="json", required=False)
@blueprint.response(200, QuotesAnswer)
def quotes_by_post(parameters: Mapping[str, Any]) -> Response:
    """Search for quotes, the parameters in a JSON body

    The same names as with GET; lists are arrays. None of them stands in the URL.
    """
    return answer(parameters, "quotes")
