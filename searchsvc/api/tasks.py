"""``/v1/tasks`` and ``/v1/reindex``: long work, started here and followed there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from searchsvc.api.answers import json_answer, line_result, task_record
from searchsvc.api.guard import require_trusted
from searchsvc.api.parameters import Blueprint
from searchsvc.api.schemas.tasks import (
    ReindexParameters,
    TaskListAnswer,
    TaskListParameters,
    TaskParameters,
    TaskSchema,
    TaskWithResultsSchema,
)
from searchsvc.api.services import services
from searchsvc.store import Outcome, Task, TaskStatus

blueprint = Blueprint("tasks", __name__, description="Long work")


@blueprint.route("/v1/reindex", methods=["POST"])
@blueprint.refuses(403, 413, 415, 503)
@blueprint.arguments(ReindexParameters(), location="json", required=False)
@blueprint.response(202, TaskSchema)
def reindex(parameters: Mapping[str, Any]) -> Response:
    """Rebuild the index

    From the store, aside, and swapped in when it has caught up; searches go on meanwhile.
    """
    return accepted(services().spool.submit_reindex(reparse=parameters["reparse"]))


@blueprint.route("/v1/tasks")
@blueprint.refuses(403)
@blueprint.arguments(TaskListParameters(), location="query")
@blueprint.response(200, TaskListAnswer)
def tasks(parameters: Mapping[str, Any]) -> Response:
    """List tasks

    In the order in which they were queued. Only for who may also write.
    """
    require_trusted()
    status = parameters.get("status")
    statuses = (TaskStatus(status),) if status else tuple(TaskStatus)
    found = services().store.tasks(statuses, parameters["limit"])
    return json_answer({"tasks": [task_record(task) for task in found]})


@blueprint.route("/v1/tasks/<id>")
@blueprint.refuses(403, 404)
@blueprint.arguments(TaskParameters(), location="query")
@blueprint.response(200, TaskWithResultsSchema)
def task(parameters: Mapping[str, Any], id: str) -> Response:  # noqa: A002 - the path's word
    """Follow a task

    Its progress, and the results by line of a bulk, a page at a time: go on with `after=next_after`.
    Only for who may also write.
    """
    require_trusted()
    outcome = parameters.get("outcome")
    limit = parameters["limit"]
    found = services().store.task(id)
    results = services().store.results(
        id, outcome=Outcome(outcome) if outcome else None, after=parameters["after"], limit=limit + 1
    )
    more = len(results) > limit
    page = [line_result(result) for result in results[:limit]]
    next_after = page[-1]["line"] if more and page else None
    return json_answer(task_record(found) | {"results": page, "next_after": next_after})


def accepted(task: Task) -> Response:
    """202, and where to follow the task."""
    return json_answer(task_record(task), 202, {"Location": f"/v1/tasks/{task.id}"})
