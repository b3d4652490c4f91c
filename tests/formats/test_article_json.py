import orjson
import pytest

from searchsvc import article
from searchsvc.errors import InputError, UnreadableError
from searchsvc.formats import article_json, json_values
from searchsvc.formats.document import Document, Refusal

EMPTY = "there is no article in it; send raw, or body_text, or a headline"


def test_an_object_is_one_document_and_raw_is_its_copy():
    data = b'{"version": 2, "raw": "LIMA, Mar 3 - Rain."}'
    assert json_values.read(data) == [
        Document(
            fields={"version": "2"},
            copy="LIMA, Mar 3 - Rain.",
            original=data,
            media_type="application/json",
            canonical=b'{"raw":"LIMA, Mar 3 - Rain.","version":"2"}',
        )
    ]


def test_what_says_the_same_has_the_same_canonical_form():
    one = json_values.read(b'{"headline": "x", "versioncreated": "2022-02-10", "seq": 4}')[0]
    other = json_values.read(b'{"versioncreated":"2022-02-10T01:00:00+01:00","headline":"x","byline":null}')[
        0
    ]
    assert one.canonical == other.canonical


def test_an_article_that_was_shown_can_be_sent_back():
    shown = article.to_dict(article.Article(uri="urn:x:1", headline="x", body_text="Some text."))
    (document,) = json_values.read(orjson.dumps(shown))
    assert article.from_dict(document.fields) == article.Article(
        uri="urn:x:1", headline="x", body_text="Some text."
    )


def test_a_bad_member_of_an_array_is_refused_alone():
    good, bad, worse = json_values.read(b'[{"raw": "x"}, {"raw": 3, "lat": 1}, 7]')
    assert isinstance(good, Document)
    assert isinstance(bad, Refusal)
    assert str(bad.error) == "article 2: raw is a number; send a string (and 1 more)"
    assert [problem.parameter for problem in bad.error.problems] == ["1.raw", "1.lat"]
    assert isinstance(worse, Refusal)
    assert str(worse.error) == "article 3: the article is a number; send an object"


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"{", InputError, "line 1, column 2: not JSON (unexpected end of data)"),
        (b"", InputError, None),
        (b'{"raw": NaN}', InputError, None),
        (b"[" * 100_000, InputError, None),
        (b'{"raw":\n"\xff"}', InputError, "line 2: byte 9 is not UTF-8; send UTF-8"),
        (b'"text"', InputError, "the article is a string; send an object"),
        (b"{}", UnreadableError, EMPTY),
        (
            b'{"uri": "urn:x"}',
            UnreadableError,
            EMPTY,
        ),
        (
            b'{"raw": "  "}',
            UnreadableError,
            EMPTY,
        ),
        (b"[]", UnreadableError, "the array is empty; send at least one article"),
    ],
)
def test_what_is_no_article_is_refused(data, error, message):
    with pytest.raises(InputError) as caught:
        json_values.read(data)
    assert type(caught.value) is error
    if message is not None:
        assert str(caught.value) == message


def test_a_byte_order_mark_and_another_charset_are_read():
    assert article_json.parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    assert article_json.parse('{"a": "é"}'.encode("latin-1"), charset="latin-1") == {"a": "é"}


def test_members_of_a_list_are_read_one_by_one():
    found = iter(json_values.read(b'[{"headline": "Rain"}, {"headline": 7}]'))
    assert next(found).fields == {"headline": "Rain"}
    assert isinstance(next(found), Refusal)
