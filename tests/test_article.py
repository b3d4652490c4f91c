"""The article model: identity, visibility, and the way to JSON and back."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import (
    Article,
    Concept,
    Dateline,
    PubStatus,
    Quote,
    QuoteKind,
    Speaker,
    article_id,
    format_instant,
    from_dict,
    parse_instant,
    to_dict,
    to_json,
    uri_of_copy,
)

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)

TEXT = st.text(max_size=20)
MAYBE = st.none() | TEXT
INSTANTS = st.datetimes(timezones=st.just(UTC))
CONCEPTS = st.lists(st.builds(Concept, MAYBE, MAYBE, MAYBE), max_size=3).map(tuple)
DATELINES = st.builds(
    Dateline,
    text=TEXT,
    city=MAYBE,
    cities=st.lists(TEXT, max_size=3).map(tuple),
    lat=st.none() | st.floats(-90, 90),
    date=st.none() | st.dates(),
    date_inferred=st.booleans(),
)
QUOTES = st.builds(
    Quote,
    text=TEXT,
    spans=st.lists(st.tuples(st.integers(0, 9), st.integers(10, 20)), max_size=3).map(tuple),
    kind=st.sampled_from(QuoteKind),
    start=st.integers(0, 9),
    end=st.integers(10, 20),
    speaker=st.none() | st.builds(Speaker, TEXT, MAYBE, MAYBE, MAYBE),
    via=MAYBE,
)
ARTICLES = st.builds(
    Article,
    uri=TEXT,
    versioncreated=INSTANTS,
    embargoed=st.none() | INSTANTS,
    pubstatus=st.sampled_from(PubStatus),
    urgency=st.none() | st.integers(1, 9),
    subject=CONCEPTS,
    dateline=st.none() | DATELINES,
    quotes=st.lists(QUOTES, max_size=2).map(tuple),
)


def test_the_id_is_the_start_of_base32_of_sha256_of_the_uri() -> None:
    digest = hashlib.sha256(b"urn:example:1").digest()
    assert article_id("urn:example:1") == base64.b32encode(digest).decode()[:26].lower()
    assert Article(uri="urn:example:1").id == article_id("urn:example:1")


def test_the_same_copy_is_the_same_article_whatever_its_white_space() -> None:
    assert uri_of_copy("A  b\r\n\r\nc ") == uri_of_copy("A b c")
    assert uri_of_copy("A b c") == "urn:searchsvc:" + hashlib.sha256(b"A b c").hexdigest()
    assert uri_of_copy("A b c") != uri_of_copy("A b d")


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, True),
        ({"pubstatus": PubStatus.WITHHELD}, False),
        ({"pubstatus": PubStatus.CANCELED}, False),
        ({"embargoed": NOON}, True),
        ({"embargoed": NOON + timedelta(microseconds=1)}, False),
        ({"expires": NOON}, False),
        ({"expires": NOON + timedelta(microseconds=1)}, True),
    ],
)
def test_what_readers_may_see(changes: dict[str, object], shown: bool) -> None:
    assert Article(uri="urn:x", **changes).is_shown(NOON) is shown  # type: ignore[arg-type]


@given(ARTICLES)
def test_an_article_survives_the_way_through_json(article: Article) -> None:
    data = json.loads(json.dumps(to_dict(article)))
    assert data["id"] == article.id
    assert from_dict(data) == article


@given(ARTICLES)
def test_the_json_text_of_an_article_is_that_of_its_dict(article: Article) -> None:
    written = to_json(article)
    assert json.loads(written) == to_dict(article)
    assert written == orjson.dumps(to_dict(article))


def test_text_that_is_no_unicode_has_no_json() -> None:
    with pytest.raises(TypeError):
        to_json(Article(uri="urn:x", headline="\ud800"))


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2022-02-10T05:06:07Z", datetime(2022, 2, 10, 5, 6, 7, tzinfo=UTC)),
        ("2022-02-10T05:06:07.5+09:00", datetime(2022, 2, 9, 20, 6, 7, 500000, tzinfo=UTC)),
        ("2022-02-10T05:06", datetime(2022, 2, 10, 5, 6, tzinfo=UTC)),
        ("2022-02-10", datetime(2022, 2, 10, tzinfo=UTC)),
        ("2022-02-10t05:06:07z", datetime(2022, 2, 10, 5, 6, 7, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2017-01-01T00:59:60.5+01:00", datetime(2017, 1, 1, 0, 0, 0, 500000, tzinfo=UTC)),
    ],
)
def test_instants_are_read_as_utc(text: str, instant: datetime) -> None:
    assert parse_instant(text) == instant
    assert parse_instant(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2022-13-01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:60Z",
        "2022-02-10T05:06:61Z",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_instant(text)


def test_instants_are_written_with_a_z() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert format_instant(datetime(2022, 2, 10, 9, tzinfo=tokyo)) == "2022-02-10T00:00:00Z"
    assert format_instant(datetime(2022, 2, 10, 0, 0, 0, 250000, tzinfo=UTC)) == "2022-02-10T00:00:00.250000Z"


def test_quotes_and_datelines_keep_their_types() -> None:
    quote = Quote("a b", ((1, 2), (5, 6)), QuoteKind.MIXED, 1, 6, "said", Speaker("he", "Bo"), "ANA", 0.9)
    article = Article(uri="urn:x", quotes=(quote,), dateline=Dateline("OSLO", date=date(2020, 1, 2)))
    assert from_dict(to_dict(article)) == article
