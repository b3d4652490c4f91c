"""Whatever the bytes are, a reader gives documents and refusals or raises InputError, soon.

The mutations start from the fixtures: bytes flipped, cut, repeated, and spliced with what XML, HTML
and JSON are made of. ``SEARCHSVC_FUZZ_EXAMPLES`` examples each instead of a few.
"""

import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchsvc.errors import InputError
from searchsvc.formats import FORMATS, Document, Refusal, media_type_of, read
from tests.formats.reading import FILES

EXAMPLES = int(os.environ.get("SEARCHSVC_FUZZ_EXAMPLES", "60"))
SECONDS = 10
FIXTURES = {path.name: path.read_bytes() for path in sorted(FILES.iterdir())}
PIECES = [
    b"<", b">", b"</", b"/>", b"&", b"&amp;", b"&#0;", b"&#xD800;", b"&nosuch;", b"]]>", b"<![CDATA[",
    b"<!--", b"<!DOCTYPE a [", b'<!ENTITY a "b">', b"<?xml ?>", b'encoding="utf-16"',
    b'encoding="punycode"', b'xmlns:a="b"', b"<a:b>", b"<p>", b"<nitf>", b"<newsItem/>", b"<NewsItem>",
    b"<body.content>", b"<table><tr><td>", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\xed\xa0\x80",
    b"\r", b'"', b"'", b"{", b"}", b"[", b"]", b",", b":", b"null", b"1e999", b"-0", b'"\\ud800"',
    b'{"a":', b"[[[[", b"9" * 400, b"20230305T101500+9999", b"0000-00-00", b"<lat>", b"=", b" ", b"\n",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """``data`` with up to eight changes."""
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from((0, 0, 1, 2, 10, 200, 100_000))))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=4) | st.just(data[start:end] * 2))
        data = data[:start] + piece + data[end:]
    return data


def check(data: bytes, kind: str, charset: str | None = None) -> None:
    before = time.process_time()
    try:
        for each in read(data, kind, charset=charset):
            assert isinstance(each, Document | Refusal)
            if isinstance(each, Document):
                assert each.copy or each.fields.get("headline") or each.fields.get("body_text")
                (each.copy or "").encode()
                assert isinstance(each.canonical, bytes)
    except InputError as error:
        assert str(error)
        assert all(problem.message for problem in error.problems)
    assert time.process_time() - before < SECONDS


@pytest.mark.parametrize("name", FIXTURES)
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_mutated_files_are_read_or_refused(name, data):
    given = data.draw(mutated(FIXTURES[name]))
    charset = data.draw(st.sampled_from((None, None, None, "utf-8", "koi8-r", "utf-16", "shift_jis")))
    check(given, media_type_of(name, given), charset)


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
@given(data=st.binary(max_size=200) | st.sampled_from([*FIXTURES.values()]).flatmap(mutated))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_each_reader_takes_anything(row, data):
    check(data, row.media_type)


@pytest.mark.parametrize("name", FIXTURES)
def test_files_cut_anywhere_are_refused_or_read(name):
    data = FIXTURES[name]
    for length in range(0, len(data), 37):
        check(data[:length], media_type_of(name, data))
