"""Nothing that a client sends is answered with a 5xx: strings, bodies and headers made up to break it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchsvc.api.schemas.searching import QuoteParameters, QuotesAnswer, SearchAnswer, SearchParameters
from tests.api.conftest import SEED, Service, make_service, problem
from tests.api.test_search import STORIES

BODY_PATHS = ["/v1/search", "/v1/quotes", "/v1/articles", "/v1/parse", "/v1/reindex", "/v1/articles/_bulk"]
NAMES = sorted({name for schema in (SearchParameters(), QuoteParameters()) for name in schema.load_fields})
SYNTAX = [
    '"',
    "(",
    ")",
    "*",
    "?",
    "~",
    "^",
    ":",
    "[",
    "]",
    "{",
    "}",
    "+",
    "-",
    "/",
    "\\",
    "&&",
    "||",
    "!",
    " ",
]
WORDS = [
    *("ferry", "harbour", "South Korea", "AND", "OR", "NOT", "TO", "headline", "versioncreated", "urgency"),
    *(
        "body_text",
        "speaker",
        "source",
        "EFE",
        "2021-03",
        "2021-13",
        "9999",
        "1",
        "99",
        "a",
        "é",
        "日本",
        "\0",
        "🦄",
    ),
]

slow = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
queries = st.lists(st.sampled_from(SYNTAX + WORDS) | st.text(max_size=8), max_size=25).map("".join)
values = st.one_of(
    st.sampled_from(
        ["", "0", "1", "-1", "true", "and", "html", "exact", "story", "UTC", "2021-03-04", "_score"]
    ),
    st.sampled_from(
        ["versioncreated:day", "source,located", "headline", "text", "-versioncreated", "0,0,9,9"]
    ),
    st.text(max_size=20),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | values,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(values, inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    for service in make_service(tmp_path_factory.mktemp("hostile")):
        for story in STORIES:
            service.client.post("/v1/articles", json=story)
        service.client.post("/v1/articles", data=SEED.read_bytes(), content_type="text/plain")
        service.indexer.catch_up()
        yield service


def check(answer: Any) -> None:
    """A success, or a problem that is the client's."""
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        body = problem(answer, answer.status_code)
        assert body["detail"]
        assert body["title"]


@slow
@given(q=queries, op=st.sampled_from(["and", "or"]))
def test_any_query_is_answered(service: Service, q: str, op: str) -> None:
    for path, schema, field in (
        ("/v1/search", SearchAnswer(), "body_text"),
        ("/v1/quotes", QuotesAnswer(), "text"),
    ):
        asked = {"q": q, "op": op, "highlight": field}
        answer = service.client.get(path, query_string=asked | {"explain": "true"})
        assert answer.status_code == 200, answer.text
        assert schema.load(answer.json)
        posted = service.client.post(path, json=asked | {"explain": True})
        assert {**posted.json, "took_ms": 0} == {**answer.json, "took_ms": 0}


@slow
@given(pairs=st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=6), values), max_size=6))
def test_any_parameters_are_answered_or_refused(service: Service, pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    for path in ("/v1/search", "/v1/quotes", "/v1/suggest", "/v1/tasks", "/v1/articles"):
        check(service.client.get(f"{path}?{query}"))


@slow
@given(raw=st.binary(max_size=60))
def test_any_bytes_in_a_query_string(service: Service, raw: bytes) -> None:
    escaped = "".join(f"%{byte:02x}" for byte in raw)
    for query in (f"q={escaped}", f"{escaped}=1", f"source={escaped}&cursor={escaped}", escaped):
        check(service.client.get(f"/v1/search?{query}"))
    check(service.client.get("/v1/search", environ_overrides={"QUERY_STRING": raw.decode("latin-1")}))
    check(service.client.get(f"/v1/articles/{escaped}"))
    check(service.client.get(f"/{escaped}"))


@slow
@given(body=st.dictionaries(st.sampled_from(NAMES) | values, json_values, max_size=5) | json_values)
def test_any_json_in_a_body(service: Service, body: Any) -> None:
    data = orjson.dumps(body)
    for path in BODY_PATHS[:-2]:
        check(service.client.post(path, data=data, content_type="application/json"))


@slow
@given(
    body=st.dictionaries(
        st.sampled_from(["uri", "headline", "body_text", "raw", "dateline", "quotes", "subject", "version"])
        | st.sampled_from(["versioncreated", "embargoed", "language", "urgency", "pubstatus", "source"]),
        json_values,
        max_size=5,
    )
)
def test_any_article(service: Service, body: dict[str, Any]) -> None:
    sent = service.client.post("/v1/articles", json=body)
    check(sent)
    check(service.client.post("/v1/parse", json=body))
    if sent.status_code in (200, 201):
        path = sent.headers["Location"]
        for below in ("", "/original", "/versions", "/quotes"):
            check(service.client.get(path + below))
        check(service.client.patch(path, json=body))
        check(service.client.put(path, json=body))


@slow
@given(
    data=st.binary(max_size=200),
    kind=st.sampled_from(["application/json", "text/plain", "", "x/y", "é", ";;"]),
)
def test_any_bytes_in_a_body(service: Service, data: bytes, kind: str) -> None:
    for path in BODY_PATHS:
        check(service.client.post(path, data=data, headers={"Content-Type": kind.encode().decode("latin-1")}))
    check(service.client.patch("/v1/articles/x", data=data, headers={"Content-Type": "application/json"}))


@slow
@given(value=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=20))
def test_any_header(service: Service, value: str) -> None:
    path = service.client.post("/v1/articles", json=STORIES[0]).headers["Location"]
    for name in ("If-Match", "If-None-Match", "Host", "Origin", "Content-Type", "Content-Encoding", "Range"):
        check(service.client.get(path, headers={name: value}))
        check(service.client.patch(path, data=b"{}", headers={name: value}))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"[" * 100_000, "application/json"),
        (b'{"a":' * 50_000, "application/json"),
        (b'{"q": NaN}', "application/json"),
        (b'{"q": "\\ud800"}', "application/json"),
        (b'{"q": 1e999}', "application/json"),
        (b'{"q": "\xff"}', "application/json"),
        (b'{"q": "' + b"a" * 3_000_000 + b'"}', "application/json"),
        (b"\xef\xbb\xbf{}", "application/json"),
        (b"\0" * 1000, "text/plain"),
        (b"\xff\xfe" + b"\0\xd8" * 100, "text/plain; charset=utf-16"),
        (b"+2AA-", "text/plain; charset=utf-7"),
        (b"x", "text/plain; charset=idna"),
        (b"x", "text/plain; charset=base64"),
        (b"x", "text/plain; charset=rot13"),
        (b"x", "text/plain; charset=undefined"),
        (b"x" * 3_000_000, "text/plain"),
        (b"a b " * 400_000, "text/plain"),
        (b"\xe2\x80\x9c" * 600_000, "text/plain"),
    ],
)
def test_known_poison(service: Service, data: bytes, kind: str) -> None:
    for path in BODY_PATHS:
        check(service.client.post(path, data=data, content_type=kind))


def test_a_body_on_a_get_is_not_read(service: Service) -> None:
    answer = service.client.get("/v1/search", data=b"{", content_type="application/json")
    assert answer.status_code == 200
