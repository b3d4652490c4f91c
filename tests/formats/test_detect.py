import pytest

from searchsvc.errors import UnsupportedError
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
    assert str(caught.value) == (
        "image/png cannot be read; send one of application/x-ndjson, application/json, text/plain"
    )
