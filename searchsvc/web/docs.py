"""``/docs``: the OpenAPI document as a page to read. Nothing is loaded from anywhere else."""

from __future__ import annotations

from flask import Blueprint, Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

blueprint = Blueprint("docs", __name__, static_folder="static", static_url_path="/docs")


@blueprint.route("/docs")
def page() -> Response:
    """The page; its script reads ``/openapi.json`` and writes it out."""
    return blueprint.send_static_file("docs.html")


@blueprint.after_request
def _restrict(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response
