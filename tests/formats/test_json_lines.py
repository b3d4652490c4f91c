from io import BytesIO

from searchsvc.errors import InputError, TooLargeError
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.json_lines import read_lines


def test_each_line_is_a_document_or_a_refusal_with_its_number():
    found = list(read_lines(BytesIO(b'{"raw": "a"}\r\n\n{"raw": 2}\n[1]\nnull\nnonsense\n{"raw": "b"}')))
    assert [(type(each), each.line) for each in found] == [
        (Document, 1),
        (Refusal, 3),
        (Refusal, 4),
        (Refusal, 5),
        (Refusal, 6),
        (Document, 7),
    ]
    number, array, null, nonsense = (str(each.error) for each in found if isinstance(each, Refusal))
    assert number == "raw is a number; send a string"
    assert array == "the article is a list; send an object"
    assert null == "the article is null; send an object"
    assert nonsense.startswith("line 6, column 1: not JSON")
    assert found[1].original == b'{"raw": 2}'


def test_an_over_long_line_is_passed_over_without_being_held():
    stream = BytesIO(b'{"raw": "a"}\n' + b"x" * 300_000 + b'\n{"raw": "b"}\n' + b"y" * 5_000)
    first, long, last, end = read_lines(stream, limit=2_000)
    assert (first.copy, first.line, last.copy, last.line) == ("a", 1, "b", 3)
    assert (long.line, long.original, type(long.error)) == (2, b"x" * 1_000, TooLargeError)
    assert str(long.error) == "line 2 has more than 2,000 bytes"
    assert end.line == 4


def test_a_line_of_just_the_limit_is_read():
    line = b'{"raw": "' + b"x" * 89 + b'"}'
    (document,) = read_lines(BytesIO(line + b"\n"), limit=len(line))
    assert document.copy == "x" * 89


def test_an_empty_stream_has_no_articles():
    assert list(read_lines(BytesIO(b"\n \n"))) == []
    assert issubclass(TooLargeError, InputError)
