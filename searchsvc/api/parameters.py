"""Reading a request strictly: every parameter known, single where it is single, valid UTF-8.

``Blueprint.arguments`` hands a view the parameters that a schema has loaded; what a schema
refuses becomes an InputError that names each parameter. The field types below read query strings
and JSON bodies alike.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NoReturn
from urllib.parse import parse_qsl

import flask_smorest
import marshmallow as ma
import orjson
from flask import Request
from marshmallow import fields
from webargs.fields import DelimitedList
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge

from searchsvc.errors import InputError, Problem, TooLargeError, UnsupportedError

MAX_PARAMETERS = 1_000
"""Name and value pairs of one query string; filters of that many values are no search any more."""
MAX_QUERY_STRING = 65_536
"""Bytes, percent-encoded."""

Messages = dict[str, str | list[Any] | dict[Any, Any]]
FLAGS = {"true": True, "1": True, "false": False, "0": False}

# In names of their own, because marshmallow declares these attributes as what the linter takes for mutable.
_TEXT_MESSAGES: Messages = {"invalid": "must be a text", "null": "must be a text, not null"}
_FLAG_MESSAGES: Messages = {"invalid": "must be true or false", "null": "must be true or false"}
_REPEATED_MESSAGES: Messages = {"invalid": "must be a text or an array of texts"}
_COMMA_MESSAGES: Messages = {"invalid": "must be words between commas, or an array of texts"}

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}\Z")
_SHARE = re.compile(r"([01](\.[0-9]{0,18})?|\.[0-9]{1,18})\Z")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?\Z")


class Text(fields.String):
    """A string. Other JSON values are refused, not written out."""

    default_error_messages = _TEXT_MESSAGES


class Whole(fields.Integer):
    """A whole number between ``lowest`` and ``highest``, as a JSON number or in digits."""

    def __init__(self, lowest: int, highest: int, **kwargs: Any) -> None:
        # The validator is here for OpenAPI, which reads the bounds off it.
        super().__init__(validate=ma.validate.Range(lowest, highest), **kwargs)
        self.lowest, self.highest = lowest, highest

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        number = int(value) if isinstance(value, str) and _WHOLE.match(value) else value
        if (
            isinstance(number, bool)
            or not isinstance(number, int)
            or not self.lowest <= number <= self.highest
        ):
            raise ma.ValidationError(f"must be a whole number from {self.lowest} to {self.highest}")
        return number


class Share(fields.Float):
    """A number from 0 to 1, as JSON or in digits."""

    def __init__(self, **kwargs: Any) -> None:
        # The validator is here for OpenAPI, which reads the bounds off it.
        super().__init__(validate=ma.validate.Range(0, 1), **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> float:
        number = float(value) if isinstance(value, str) and _SHARE.match(value) else value
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
            raise ma.ValidationError("must be a number from 0 to 1")
        return float(number)


class Flag(fields.Boolean):
    """``true`` or ``false``, as JSON or in letters."""

    default_error_messages = _FLAG_MESSAGES

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value in FLAGS:
            return FLAGS[value]
        raise self.make_error("invalid", input=value)


class Choice(Text):
    """One of a few words."""

    def __init__(self, choices: Sequence[str], **kwargs: Any) -> None:
        message = "must be one of: " + ", ".join(choices)
        super().__init__(validate=ma.validate.OneOf(choices, error=message), **kwargs)


def _no_more_than(longest: int) -> ma.validate.Length:
    return ma.validate.Length(max=longest, error=f"has more than {longest} values")


class Repeated(fields.List[str]):
    """A repeatable text: ``source=EFE&source=AP``, or in JSON a text or an array of texts."""

    default_error_messages = _REPEATED_MESSAGES

    def __init__(self, longest: int = 100, **kwargs: Any) -> None:
        super().__init__(Text(), validate=_no_more_than(longest), **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[Any]:
        return super()._deserialize([value] if isinstance(value, str) else value, attr, data, **kwargs)


class CommaList(DelimitedList):
    """Words between commas, or in JSON also an array. Empty words are left out."""

    default_error_messages = _COMMA_MESSAGES

    def __init__(self, longest: int = 50, **kwargs: Any) -> None:
        super().__init__(Text(), validate=_no_more_than(longest), **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[Any]:
        if isinstance(value, list):
            if not all(isinstance(word, str) for word in value):
                raise self.make_error("invalid")
            value = ",".join(value)
        if not isinstance(value, str):
            raise self.make_error("invalid")
        words = [word.strip() for word in value.split(",")]
        return list(dict.fromkeys(word for word in words if word))


class Degrees(fields.Field[list[float]]):
    """``west,south,east,north`` in degrees, or in JSON an array of four numbers."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[float]:
        members = value.split(",") if isinstance(value, str) else value
        numbers = [_degrees(member) for member in members] if isinstance(members, list) else []
        if len(numbers) != 4 or None in numbers:
            raise ma.ValidationError("must be four numbers: west,south,east,north")
        west, south, east, north = (number or 0.0 for number in numbers)
        if not (-180 <= west <= 180 and -180 <= east <= 180):
            raise ma.ValidationError("west and east must be from -180 to 180 degrees")
        if not -90 <= south <= north <= 90:
            raise ma.ValidationError("south and north must be from -90 to 90 degrees, south the smaller")
        return [west, south, east, north]


def _degrees(member: Any) -> float | None:
    if isinstance(member, str):
        return float(member) if _DECIMAL.match(member.strip()) else None
    return float(member) if isinstance(member, int | float) and not isinstance(member, bool) else None


class Parameters(ma.Schema):
    """The base of every schema that reads a request: unknown names are refused."""

    class Meta:
        unknown = ma.RAISE


def read_json(data: bytes) -> Any:
    """Strict JSON (RFC 8259): no NaN, no lone surrogates, bounded depth. Raises InputError with its place."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        problem = Problem(error.msg, position=error.pos, line=error.lineno)
        message = f"the body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise InputError(message, problems=(problem,)) from error


class StrictParser(FlaskParser):
    """webargs, made strict: nothing is ignored and nothing is replaced."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": ma.RAISE, "json": ma.RAISE}  # noqa: RUF012 - webargs reads it so

    def load_querystring(self, req: Request, schema: ma.Schema) -> dict[str, Any]:
        """Query parameters by name; a list for a ``Repeated`` one."""
        return dict(_collect(_pairs(req.query_string), schema))

    def load_json(self, req: Request, schema: ma.Schema) -> dict[str, Any]:
        """The JSON object in the body; an empty body is an empty object. A query string is refused."""
        if pairs := _pairs(req.query_string):
            raise_refusals(list(_misplaced(pairs, schema)))
        data = read_body(req)
        if not data:
            return {}
        if not is_json(req.mimetype):
            raise UnsupportedError(
                f"this call takes application/json, not {req.mimetype or 'a body without Content-Type'}"
            )
        body = read_json(data)
        if not isinstance(body, dict):
            raise InputError("the body must be a JSON object with the parameters as its members")
        return body

    def handle_error(
        self,
        error: ma.ValidationError,
        req: Request,
        schema: ma.Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """An InputError that names every parameter that was refused."""
        (refused,) = error.messages_dict.values()  # by location, of which there is one
        known = [name_of(field) for field in schema.load_fields.values()]
        raise_refusals(list(_problems(refused, known)))


def read_body(req: Request) -> bytes:
    """The whole body. Raises RequestEntityTooLarge where it is over the limit that is in force."""
    data = req.get_data()
    limit = req.max_content_length
    # A body whose length was not told is cut at the limit without a word.
    if limit is not None and len(data) >= limit and req.content_length != len(data):
        raise RequestEntityTooLarge
    return data


def is_json(mimetype: str) -> bool:
    """Whether a media type is JSON by RFC 6839."""
    return mimetype == "application/json" or (
        mimetype.startswith("application/") and mimetype.endswith("+json")
    )


def name_of(field: fields.Field[Any]) -> str:
    """The parameter's name as callers write it."""
    return field.data_key if field.data_key is not None else str(field.name)


def _pairs(query_string: bytes) -> list[tuple[str, str]]:
    if len(query_string) > MAX_QUERY_STRING:
        raise TooLargeError(
            f"the query string is longer than {MAX_QUERY_STRING:,} bytes; send the search as a POST with JSON"
        )
    try:
        return parse_qsl(
            query_string.decode(), keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS
        )
    except UnicodeDecodeError as error:
        raise InputError("the query string is not valid UTF-8; percent-encode its text as UTF-8") from error
    except ValueError as error:
        raise InputError(f"the query string has more than {MAX_PARAMETERS:,} parameters") from error


def _collect(pairs: Iterable[tuple[str, str]], schema: ma.Schema) -> Iterator[tuple[str, Any]]:
    by_name: dict[str, list[str]] = {}
    for name, value in pairs:
        by_name.setdefault(name, []).append(value)
    kinds = _kinds(schema)
    for name, values in by_name.items():
        kind = kinds.get(name)
        if isinstance(kind, Repeated):
            yield name, values
        elif isinstance(kind, CommaList):
            yield name, ",".join(values)
        elif len(values) == 1 or kind is None:
            yield name, values[0]
        else:
            problem = Problem(f"is given {len(values)} times; give it once", name)
            raise_refusals([problem])


def _misplaced(pairs: Iterable[tuple[str, str]], schema: ma.Schema) -> Iterator[Problem]:
    kinds = _kinds(schema)
    for name in dict.fromkeys(name for name, _ in pairs):
        if name in kinds:
            yield Problem("stands in the query string; this call takes it in its JSON body", name)
        else:
            yield Problem("is not a parameter of this call" + _closest(name, list(kinds)), name)


@lru_cache(maxsize=64)
def _kinds(schema: ma.Schema) -> dict[str, fields.Field[Any]]:
    """The fields of a schema, which never change, by the names that callers write."""
    return {name_of(field): field for field in schema.load_fields.values()}


def _problems(refused: Mapping[str, Any], known: Sequence[str]) -> Iterator[Problem]:
    for name, messages in refused.items():
        for path, message in _flatten(str(name), messages):
            if message == ma.Schema.error_messages.get("unknown", "Unknown field."):
                message = "is not a parameter of this call" + _closest(path, known)
            yield Problem(message, path)


def _flatten(path: str, messages: Any) -> Iterator[tuple[str, str]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _flatten(f"{path}.{key}", inner)
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            yield path, str(message)


def _closest(name: str, known: Sequence[str]) -> str:
    nearest = difflib.get_close_matches(name[:100], known, n=1, cutoff=0.0)
    return f"; the closest that is: {nearest[0]}" if nearest else "; it takes none"


def raise_refusals(problems: Sequence[Problem]) -> NoReturn:
    """One InputError for all that is wrong with the parameters."""
    sentence = "; ".join(f"{problem.parameter} {problem.message}" for problem in problems[:5])
    raise InputError(sentence, problems=tuple(problems[:100]))


def refuse(parameter: str, message: str, position: int | None = None) -> NoReturn:
    """An InputError for one parameter; ``message`` goes on where its name ends."""
    raise_refusals([Problem(message, parameter, position)])


PROBLEMS = {
    "FORBIDDEN": "Who asks may not: without API keys only a program on this machine that asks directly may.",
    "NOT_FOUND": "There is none, or none that may be shown now.",
    "CONFLICT": "Not newer than the stored version.",
    "GONE": "It was killed by its agency, or the cursor is too old.",
    "PRECONDITION_FAILED": "It is another state by now than `If-Match` names.",
    "CONTENT_TOO_LARGE": "Over a limit, which `detail` names.",
    "UNSUPPORTED_MEDIA_TYPE": "This `Content-Type`, or `Content-Encoding`, is not read here.",
    "UNPROCESSABLE_CONTENT": "It can be read, and there is no article in it.",
    "SERVICE_UNAVAILABLE": "Not now: the index is being built, or the store is busy; see `Retry-After`.",
}
"""Names of problems as OpenAPI refers to them."""
_NAMES = dict(zip((403, 404, 409, 410, 412, 413, 415, 422, 503), PROBLEMS, strict=True))


class Blueprint(flask_smorest.Blueprint):
    """A blueprint whose ``arguments`` read strictly, and refuse with 400."""

    ARGUMENTS_PARSER = StrictParser()

    def refuses(self, *statuses: int) -> Any:
        """Say in OpenAPI that the view may answer a problem with one of ``statuses``."""
        named = {str(each): {"$ref": f"#/components/responses/{_NAMES[each]}"} for each in statuses}
        return self.doc(responses=named)

    def arguments(
        self, schema: ma.Schema, *, location: str, required: bool = True, example: Any = None
    ) -> Any:
        """Hand the view what ``schema`` loads from ``location``: ``query`` or ``json``."""
        return super().arguments(
            schema, location=location, required=required, example=example, error_status_code=400
        )
