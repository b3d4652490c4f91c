import pytest

from searchsvc.errors import UnreadableError, UnsupportedError
from searchsvc.formats import media_type_of, read
from searchsvc.formats.document import Document


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.txt", b"LIMA, Mar 3 (XYZ) - Rain.", "text/plain"),
        ("a", b"", "text/plain"),
        ("a.txt", b' {"raw": "x"}', "application/json"),
        ("a.txt", b'{"raw": "x"}\n{"raw": "y"}\n', "application/x-ndjson"),
        ("a.json", b'{\n  "raw": "x"\n}\n', "application/json"),
        ("a.ndjson", b'{"raw": "x"}', "application/x-ndjson"),
        ("a.jsonl", b'{"raw": "cut short by the window', "application/x-ndjson"),
        ("a.json", b'\xef\xbb\xbf[{"raw": "x"}]', "application/json"),
        ("a.json", b"[]", "application/json"),
        ("a", "[서울=뉴시스] 정부".encode(), "text/plain"),
        ("a.json", b"not json", "application/json"),
    ],
)
def test_content_decides_before_the_name(name, head, expected):
    assert media_type_of(name, head) == expected


def test_read_takes_each_format_and_its_other_names():
    assert [type(each) for each in read(b"Some copy.", "text/plain; charset=utf-8")] == [Document]
    assert [type(each) for each in read(b'{"raw": "x"}', "Application/JSON")] == [Document]
    assert [type(each) for each in read(b'{"raw": "x"}\n{"raw": "y"}', "application/jsonl")] == [Document] * 2


def test_another_media_type_is_refused():
    with pytest.raises(UnsupportedError) as caught:
        read(b"x", "image/png")
    assert str(caught.value).startswith("image/png cannot be read; send one of text/vnd.iptc.nitf, ")


@pytest.mark.parametrize("kind", ["", "application/octet-stream"])
def test_without_a_media_type_the_content_must_tell(kind):
    [document] = read(b"<nitf><body><body.content><p>Rain.</p></body.content></body></nitf>", kind)
    assert (document.copy, document.media_type) == ("Rain.", "text/vnd.iptc.nitf")
    with pytest.raises(UnsupportedError):
        read(b"\x00\x01", kind)
    [document] = read(b"Some copy.", kind, name="a.txt")
    assert document.media_type == "text/plain"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"<?xml version='1.0'?><nitf/>", "text/vnd.iptc.nitf"),
        (b"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>", "application/vnd.iptc.g2.newsitem+xml"),
        (
            b"<n:newsMessage xmlns:n='http://iptc.org/std/nar/2006-10-01/'>",
            "application/vnd.iptc.g2.newsitem+xml",
        ),
        (b"<!DOCTYPE NewsML SYSTEM 'x.dtd'><NewsML>", "text/vnd.iptc.newsml"),
        (b"<?xml version='1.0'?><recipe>", "application/xml"),
        (b"<RAIN> in Lima, wire copy says", "text/plain"),
    ],
)
def test_xml_is_told_by_its_root(head, expected):
    assert media_type_of("a", head) == expected
    assert media_type_of("a", head.decode().encode("utf-16")) == expected or expected == "text/plain"


def test_a_general_media_type_goes_to_the_format_that_recognises_the_content():
    data = b"<nitf><body><body.content><p>Rain.</p></body.content></body></nitf>"
    for kind in ("application/xml", "text/xml; charset=utf-8", "application/nitf+xml"):
        [document] = read(data, kind)
        assert document.media_type == "text/vnd.iptc.nitf"
    with pytest.raises(UnreadableError, match="root element is recipe"):
        read(b"<recipe/>", "text/xml")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<results><result>7</result></results>\n", "application/xml"),
        (b"<results>\nRain fell in Bergen.", "text/plain"),
        (b"<br>Rain fell in Bergen.", "text/plain"),
        (b"<rain>fell</rain>", "text/plain"),
    ],
)
def test_xml_may_lack_its_declaration_and_copy_may_begin_with_a_tag(data, kind):
    assert media_type_of("story", data) == kind
