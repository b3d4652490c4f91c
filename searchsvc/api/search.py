"""``/v1/search`` and ``/v1/suggest``: ranked, filtered, counted and highlighted articles."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from flask import Response

from searchsvc.api.answers import json_answer, search_answer
from searchsvc.api.parameters import Blueprint
from searchsvc.api.requests import search_request
from searchsvc.api.schemas import examples
from searchsvc.api.schemas.searching import SearchAnswer, SearchParameters, SuggestAnswer, SuggestParameters
from searchsvc.api.services import services
from searchsvc.search import Target

blueprint = Blueprint("search", __name__, description="Ranked search for articles")


@blueprint.route("/v1/search")
@blueprint.refuses(410, 413, 503)
@blueprint.arguments(SearchParameters(), location="query")
@blueprint.response(200, SearchAnswer, example=examples.ANSWER)
def search(parameters: Mapping[str, Any]) -> Response:
    """Search for articles

    Plain words are searched in headline and body by their stems. Filters of different fields must
    all hold; of several values of one field any.
    """
    return answer(parameters, "articles")


@blueprint.route("/v1/search", methods=["POST"])
@blueprint.refuses(410, 413, 415, 503)
@blueprint.arguments(SearchParameters(), location="json", required=False, example=examples.SEARCH)
@blueprint.response(200, SearchAnswer, example=examples.ANSWER)
def search_by_post(parameters: Mapping[str, Any]) -> Response:
    """Search for articles, the parameters in a JSON body

    The same names as with GET; lists are arrays. For searches too long for a URL, which has none of them.
    """
    return answer(parameters, "articles")


@blueprint.route("/v1/suggest")
@blueprint.refuses(413, 503)
@blueprint.arguments(SuggestParameters(), location="query")
@blueprint.response(200, SuggestAnswer)
def suggest(parameters: Mapping[str, Any]) -> Response:
    """Complete a word

    Completions of the last word of `prefix`, as articles have it, the most frequent first.
    """
    services().readiness.require_index()
    return json_answer({"completions": services().engine.suggest(parameters["prefix"], parameters["size"])})


def answer(parameters: Mapping[str, Any], target: Target) -> Response:
    """Run the search that ``parameters`` ask for."""
    began = time.perf_counter()
    parsed, request = search_request(parameters, target)
    services().readiness.require_index()
    result = services().engine.search(request)
    took = time.perf_counter() - began
    html = parameters["hl_format"] == "html"
    return search_answer(parameters["q"], parsed, request, result, took=took, html=html)
