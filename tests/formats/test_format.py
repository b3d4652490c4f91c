import time
from pathlib import Path

import pytest

from searchsvc.formats import FORMATS
from searchsvc.formats.format import HEAD, Head


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<nitf/>", ("", "nitf")),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a > b --><nitf>', ("", "nitf")),
        (b'<!DOCTYPE nitf SYSTEM "n.dtd"><nitf>', ("", "nitf")),
        (b'<!DOCTYPE nitf [<!ENTITY a "b">]>\n<nitf x="1">', ("", "nitf")),
        (
            b'<g:newsItem xmlns:g="http://iptc.org/std/nar/2006-10-01/">',
            ("http://iptc.org/std/nar/2006-10-01/", "newsItem"),
        ),
        (b'<newsItem guid="x" xmlns = "urn:a">', ("urn:a", "newsItem")),
        ('<?xml version="1.0"?><NewsML>'.encode("utf-16"), ("", "NewsML")),
        ("<NewsML>".encode("utf-16-be"), ("", "NewsML")),
        (b"plain", ("", "")),
        (b"<<", ("", "")),
        (b"", ("", "")),
    ],
)
def test_the_root_of_markup(data, expected):
    assert Head("a", data).root == expected


@pytest.mark.parametrize(
    "piece", ["<!DOCTYPE ", "<!DOCTYPE a[", "<!--", "<?", "<a xmlns:", "<!DOCTYPE a[]" + " " * 50, "]"]
)
def test_hostile_beginnings_take_no_time(piece):
    before = time.process_time()
    for begun in ("<!DOCTYPE a [", "<a ", ""):
        assert isinstance(Head("a", (begun + piece * HEAD).encode()[:HEAD]).root, tuple)
    assert time.process_time() - before < 1


def test_every_row_of_the_table_is_whole():
    assert len({row.name for row in FORMATS}) == len(FORMATS)
    types = [kind for row in FORMATS for kind in row.media_types]
    assert len(types) == len(set(types))
    for row in FORMATS:
        assert (row.read is None) != (row.unpack is None), row.name
        assert all(kind == kind.lower() for kind in (*row.media_types, *row.generic))
        assert all(suffix.startswith(".") for suffix in row.suffixes)
    assert FORMATS[-1].recognises(Head("", b""))


def test_every_format_is_documented():
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    for row in FORMATS:
        assert f"`{row.media_type}`" in page, row.name
