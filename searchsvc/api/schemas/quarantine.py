"""What was refused of files."""

from __future__ import annotations

from marshmallow import fields

from searchsvc.api.parameters import Parameters, Whole
from searchsvc.api.schemas.articles import Schema, about, instant


class QuarantineParameters(Parameters):
    """Query parameters of the list of what was refused."""

    after = Whole(0, 2**53, load_default=0, metadata=about("Only what comes after; see `next_after`."))
    limit = Whole(1, 1_000, load_default=100, metadata=about("So many, at most."))


class QuarantinedSchema(Schema):
    number = fields.Integer(required=True)
    place = fields.String(required=True, metadata=about("The file, as it was named."))
    line = fields.Integer(required=True, allow_none=True, metadata=about("In lines of JSON, from 1."))
    position = fields.Integer(required=True, allow_none=True, metadata=about("An offset in it, if known."))
    reason = fields.String(required=True)
    size = fields.Integer(required=True, metadata=about("Bytes."))
    tries = fields.Integer(required=True, metadata=about("How often it was refused."))
    refused_at = instant("When it was refused last.", required=True)


class QuarantineAnswer(Schema):
    total = fields.Integer(required=True, metadata=about("How much is in quarantine in all."))
    quarantine = fields.List(fields.Nested(QuarantinedSchema), required=True)
    next_after = fields.Integer(
        required=True, allow_none=True, metadata=about("Give it as `after` for the next page.")
    )
