"""The OpenAPI 3.1 document: made from the views and their schemas, served at ``/openapi.json``."""

from __future__ import annotations

from typing import Any

import flask_smorest
from flask import Flask

from searchsvc import __version__
from searchsvc.api import articles, bulk, health, parse, problems, quarantine, quotes, search, tasks
from searchsvc.api.parameters import PROBLEMS, Repeated
from searchsvc.api.schemas.tasks import ProblemSchema

DESCRIPTION = """\
Full-text search for newswire archives. Wire copy goes in, as plain text or JSON; out comes ranked search
with exact highlights, and with what wire copy carries: where and when it was filed, by which agency, and
who said what.

Errors are `application/problem+json` (RFC 9457) whose `errors` name the parameter and the place. All
offsets are code points into the named field, ends exclusive. Instants are RFC 3339 in UTC.

The query language of `q`: words, found by their stems, case and accents aside; `"phrases"` as written, and
`"near words"~5`; `field:value`, such as `headline:ferry` or `located:"New York"`; `AND`, `OR`, `NOT`, `+`,
`-` and `( )`; `prefix*`, `fuzzy~1`; ranges such as `versioncreated:[2022-01 TO 2022-03]` or `urgency:>3`;
`word^2`. Nothing in it is an error: `query.parsed` and `query.warnings` say how it was understood. All of it
is in `docs/query-language.md`.
"""

BLUEPRINTS = (
    search.blueprint,
    quotes.blueprint,
    articles.blueprint,
    bulk.blueprint,
    parse.blueprint,
    tasks.blueprint,
    quarantine.blueprint,
    health.blueprint,
)


RESPONSES = {
    flask_smorest.Api.DEFAULT_ERROR_RESPONSE_NAME: "A problem; `status` says which, `errors` where.",
    "BAD_REQUEST": "A parameter, or the body, cannot be understood; `errors` says which and where.",
    **PROBLEMS,
}


class Api(flask_smorest.Api):
    """flask-smorest with this service's errors."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """``problems.install`` has all of them."""

    def _register_responses(self) -> None:
        for name, what in RESPONSES.items():
            content = {problems.MEDIA_TYPE: {"schema": ProblemSchema}}
            self.spec.components.response(name, {"description": what, "content": content})

    def _register_etag_headers(self) -> None:
        """Views say themselves which headers they take."""

    def _register_pagination_header(self) -> None:
        """Pages are told in the body."""


def install(app: Flask) -> None:
    """Register every view, and the document that describes them."""
    app.config.update(
        API_TITLE="searchsvc",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
    )
    info = {"description": DESCRIPTION, "license": {"name": "MIT", "identifier": "MIT"}}
    api = Api(app, spec_kwargs={"info": info, "servers": [{"url": "/"}]})
    api.ma_plugin.converter.add_parameter_attribute_function(_repeated)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)


def _repeated(self: Any, field: Any, **_: Any) -> dict[str, Any]:
    """How a ``Repeated`` field is written in a query string."""
    return {"explode": True, "style": "form"} if isinstance(field, Repeated) else {}
