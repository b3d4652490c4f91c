"""Strict reading of query strings and JSON bodies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, request
from marshmallow import fields

from searchsvc.api.parameters import (
    Choice,
    CommaList,
    Degrees,
    Flag,
    Parameters,
    Repeated,
    StrictParser,
    Text,
    Whole,
    read_json,
)
from searchsvc.errors import InputError, Problem, TooLargeError, UnsupportedError


class Everything(Parameters):
    q = Text()
    source = Repeated(longest=3)
    sort = CommaList(longest=3)
    page = Whole(1, 50)
    explain = Flag()
    op = Choice(("and", "or"))
    bbox = Degrees()
    since = fields.String(data_key="from")


@pytest.fixture
def app() -> Iterator[Flask]:
    yield Flask("parameters")


def read(app: Flask, query: str) -> Any:
    with app.test_request_context("/?" + query):
        return StrictParser().parse(Everything(), request, location="query")


def read_body(app: Flask, body: Any = None, **options: Any) -> Any:
    options |= {"json": body} if body is not None else {}
    with app.test_request_context("/", method="POST", **options):
        return StrictParser().parse(Everything(), request, location="json")


def test_every_kind_is_read_from_a_query_string(app: Flask) -> None:
    query = "q=a%20b+c&source=EFE&source=A,P&sort=-x,,%20y&sort=z&page=007&explain=true&op=or&from=2022"
    assert read(app, query + "&bbox=-10,%20-5.5,10,5") == {
        "q": "a b c",
        "source": ["EFE", "A,P"],
        "sort": ["-x", "y", "z"],
        "page": 7,
        "explain": True,
        "op": "or",
        "since": "2022",
        "bbox": [-10.0, -5.5, 10.0, 5.0],
    }


def test_every_kind_is_read_from_json_as_lists_or_as_in_a_query(app: Flask) -> None:
    lists = {"source": ["EFE"], "sort": ["x", "y"], "bbox": [1, 2, 3, 4.5], "page": 7, "explain": False}
    texts = {"source": "EFE", "sort": "x,y", "bbox": "1,2,3,4.5", "page": "7", "explain": "false"}
    assert read_body(app, lists) == read_body(app, texts)
    assert read_body(app, lists) == lists | {"bbox": [1.0, 2.0, 3.0, 4.5]}
    assert read_body(app) == {}


def refused(raised: pytest.ExceptionInfo[InputError]) -> dict[str | None, str]:
    return {problem.parameter: problem.message for problem in raised.value.problems}


@pytest.mark.parametrize(
    ("query", "parameter", "message"),
    [
        ("hilight=x", "hilight", "is not a parameter of this call; the closest that is: explain"),
        ("form=2022", "form", "is not a parameter of this call; the closest that is: from"),
        ("since=2022", "since", "is not a parameter of this call; the closest that is: source"),
        ("page=1&page=1", "page", "is given 2 times; give it once"),
        ("page=0", "page", "must be a whole number from 1 to 50"),
        ("page=1.0", "page", "must be a whole number from 1 to 50"),
        ("page=%D9%A1", "page", "must be a whole number from 1 to 50"),
        ("page=" + "9" * 5000, "page", "must be a whole number from 1 to 50"),
        ("page=1_0", "page", "must be a whole number from 1 to 50"),
        ("explain=yes", "explain", "must be true or false"),
        ("op=xor", "op", "must be one of: and, or"),
        ("bbox=1,2,3", "bbox", "must be four numbers: west,south,east,north"),
        ("bbox=1,2,3,nan", "bbox", "must be four numbers: west,south,east,north"),
        ("bbox=1,2,999,4", "bbox", "must be from -180 to 180 degrees"),
        ("bbox=1,5,3,4", "bbox", "south the smaller"),
        ("source=a&source=b&source=c&source=d", "source", "has more than 3 values"),
        ("sort=a,b,c,d", "sort", "has more than 3 values"),
    ],
)
def test_a_bad_parameter_is_named(app: Flask, query: str, parameter: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        read(app, query)
    (found,) = refused(raised).items()
    assert found[0] == parameter
    assert message in found[1]
    assert str(raised.value) == f"{parameter} {found[1]}"


def test_all_that_is_wrong_is_told_at_once(app: Flask) -> None:
    with pytest.raises(InputError) as raised:
        read(app, "page=x&op=y&zz=1")
    assert set(refused(raised)) == {"page", "op", "zz"}


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"q": 7}, "q"),
        ({"q": None}, "q"),
        ({"q": ["a"]}, "q"),
        ({"page": True}, "page"),
        ({"page": 1.5}, "page"),
        ({"page": {}}, "page"),
        ({"explain": 1}, "explain"),
        ({"explain": []}, "explain"),
        ({"op": ["and"]}, "op"),
        ({"source": 7}, "source"),
        ({"source": [7]}, "source.0"),
        ({"source": {"a": 1}}, "source"),
        ({"sort": [1]}, "sort"),
        ({"sort": {}}, "sort"),
        ({"bbox": [1, 2, 3, True]}, "bbox"),
        ({"bbox": {}}, "bbox"),
        ({"from": 2022}, "from"),
        ({"": 1}, ""),
    ],
)
def test_a_bad_member_of_a_body_is_named(app: Flask, body: Any, parameter: str) -> None:
    with pytest.raises(InputError) as raised:
        read_body(app, body)
    assert set(refused(raised)) == {parameter}


def test_a_query_string_beside_a_body_is_refused(app: Flask) -> None:
    for options in ({}, {"json": {}}, {"json": {"q": "b"}}):
        with app.test_request_context("/?q=a&q=b&colour=blue", method="POST", **options):
            with pytest.raises(InputError) as raised:
                StrictParser().parse(Everything(), request, location="json")
            assert refused(raised) == {
                "q": "stands in the query string; this call takes it in its JSON body",
                "colour": "is not a parameter of this call; the closest that is: source",
            }


def test_bodies_that_are_no_object_of_json_are_refused(app: Flask) -> None:
    with pytest.raises(InputError, match="must be a JSON object"):
        read_body(app, [1])
    with pytest.raises(UnsupportedError, match="not application/xml"):
        read_body(app, data=b"<q/>", content_type="application/xml")
    with pytest.raises(UnsupportedError, match="a body without Content-Type"):
        read_body(app, data=b"{}")


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        ("q=%ff", InputError, "not valid UTF-8"),
        ("q=%ed%a0%80", InputError, "not valid UTF-8"),
        ("&".join(["source=a"] * 1001), InputError, "more than 1,000 parameters"),
        ("q=" + "a" * 70_000, TooLargeError, "longer than 65,536 bytes"),
    ],
)
def test_query_strings_have_limits(app: Flask, query: str, error: type[InputError], message: str) -> None:
    with pytest.raises(error, match=message):
        read(app, query)


@pytest.mark.parametrize(
    ("data", "line", "position"),
    [
        (b"{", 1, 1),
        (b"{\n  x", 2, 4),
        (b"NaN", 1, 0),
        (b'"\\ud800"', 1, 1),
        (b"[" * 100_000, 1, 1025),
        (b'"\xff"', 1, 0),
    ],
)
def test_json_is_strict_and_says_where_it_ends(data: bytes, line: int, position: int) -> None:
    with pytest.raises(InputError, match=f"the body is not JSON: .* at line {line}") as raised:
        read_json(data)
    (problem,) = raised.value.problems
    assert problem == Problem(problem.message, None, position, line)
