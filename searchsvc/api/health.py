"""``/healthz`` and ``/readyz``: is the process alive, and may it be sent searches?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from searchsvc.api.answers import json_answer
from searchsvc.api.parameters import Blueprint
from searchsvc.api.schemas.articles import NoParameters
from searchsvc.api.schemas.tasks import HealthAnswer, ReadyAnswer
from searchsvc.api.services import services
from searchsvc.errors import UnavailableError

blueprint = Blueprint("health", __name__, description="Liveness and readiness")


@blueprint.route("/healthz")
@blueprint.arguments(NoParameters(), location="query")
@blueprint.response(200, HealthAnswer)
def healthz(parameters: Mapping[str, Any]) -> Response:
    """Is the process alive?

    Touches neither store nor index.
    """
    return json_answer({"status": "alive"})


@blueprint.route("/readyz")
@blueprint.refuses(503)
@blueprint.arguments(NoParameters(), location="query")
@blueprint.response(200, ReadyAnswer)
def readyz(parameters: Mapping[str, Any]) -> Response:
    """May it be sent searches?

    503 with the reason until the index opens and has reached what the store held when this process
    started; new writes do not make it unready, an index that fell back does. `lag` is how
    many changes of the store are not yet searchable.
    """
    standing = services().readiness.check()
    if standing.reason:
        raise UnavailableError(standing.reason)
    lag = max(0, standing.head - standing.position)
    return json_answer({"status": "ready", "position": standing.position, "head": standing.head, "lag": lag})
