"""Tasks, their results, and the health of the service."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields

from searchsvc.api.parameters import Choice, Flag, Parameters, Whole
from searchsvc.api.schemas.articles import Schema, about, instant
from searchsvc.store import Outcome, TaskStatus

STATUSES = [status.value for status in TaskStatus]
OUTCOMES = [outcome.value for outcome in Outcome]


class ReindexParameters(Parameters):
    """The body of a reindex."""

    reparse = Flag(load_default=False, metadata=about("Read all originals again with the parser of today."))


class TaskListParameters(Parameters):
    """Query parameters of the list of tasks."""

    status = Choice(STATUSES, metadata=about("Only tasks that stand there."))
    limit = Whole(1, 1_000, load_default=100, metadata=about("Tasks, at most."))


class TaskParameters(Parameters):
    """Query parameters of one task: which of its results."""

    outcome = Choice(OUTCOMES, metadata=about("Only lines with this outcome."))
    after = Whole(0, 2**53, load_default=0, metadata=about("Only lines after this one; see `next_after`."))
    limit = Whole(0, 1_000, load_default=100, metadata=about("Results, at most; 0 for none."))


class TaskSchema(Schema):
    """Long work that outlives the request that began it."""

    id = fields.String(required=True)
    kind = fields.String(required=True, metadata=about("`bulk` or `reindex`."))
    status = fields.String(required=True, validate=ma.validate.OneOf(STATUSES))
    done = fields.Integer(required=True, metadata=about("Lines, or articles, that are finished."))
    total = fields.Integer(
        required=True, allow_none=True, metadata=about("Of so many; null while it is unknown.")
    )
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata=about("How many of each outcome.", {"created": 2, "refused": 1}),
    )
    created = instant("When it was queued.", required=True)
    started = instant("When its work began.", required=True, allow_none=True)
    finished = instant("When it ended.", required=True, allow_none=True)
    error = fields.String(required=True, allow_none=True, metadata=about("Why it failed."))


class LineResultSchema(Schema):
    line = fields.Integer(required=True, allow_none=True)
    outcome = fields.String(required=True, validate=ma.validate.OneOf(OUTCOMES))
    id = fields.String(required=True, allow_none=True)
    uri = fields.String(required=True, allow_none=True)
    message = fields.String(
        required=True,
        allow_none=True,
        metadata=about("Why it was refused or superseded; of an advisory, what was done."),
    )
    position = fields.Integer(required=True, allow_none=True)


class TaskWithResultsSchema(TaskSchema):
    results = fields.List(fields.Nested(LineResultSchema), required=True)
    next_after = fields.Integer(
        required=True, allow_none=True, metadata=about("Give it as `after` for the next results.")
    )


class TaskListAnswer(Schema):
    tasks = fields.List(fields.Nested(TaskSchema), required=True)


class HealthAnswer(Schema):
    status = fields.String(required=True, validate=ma.validate.Equal("alive"))


class ReadyAnswer(Schema):
    status = fields.String(required=True, validate=ma.validate.Equal("ready"))
    position = fields.Integer(required=True, metadata=about("The store's sequence that searches see."))
    head = fields.Integer(required=True, metadata=about("The store's last sequence."))
    lag = fields.Integer(required=True)


class ErrorSchema(Schema):
    parameter = fields.String(metadata=about("The parameter, or the path in the JSON."))
    position = fields.Integer(metadata=about("An offset into its value."))
    line = fields.Integer(metadata=about("A line number from 1."))
    message = fields.String(required=True)


class ProblemSchema(Schema):
    """RFC 9457."""

    type = fields.String(required=True, metadata={"format": "uri-reference"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata=about("What happened, and what to do."))
    instance = fields.String(metadata=about("Names the incident in the server's log."))
    errors = fields.List(fields.Nested(ErrorSchema), required=True)
