"""Whatever format an article came in, it goes out as ninjs 3.1 and comes in again as the same."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest

from searchsvc.article import Article, to_dict
from searchsvc.formats import EXTENDED_TYPE, FORMATS, Document, media_type_of, read, to_ninjs
from searchsvc.ingest import parse
from tests.formats.reading import FILES
from tests.formats.test_ninjs_writing import check

AT = datetime(2023, 3, 6, tzinfo=UTC)
OTHERS = {
    "copy.txt": b'Harbour reopens\n\nBERGEN, March 5 (NTB) - "It is open at last," said Kari Berg.\n',
    "article.json": b'{"uri": "urn:x:1", "headline": "Rain", "body_text": "Rain.", "subject": ["weather"]}',
    "lines.ndjson": b'{"raw": "LIMA, Mar 3 (XYZ) - Rain."}\n{"uri": "not a uri", "headline": "Snow"}\n',
}
"""What has no file of its own among the files of formats."""
INPUTS = {path.name: path.read_bytes() for path in sorted(FILES.iterdir())} | OTHERS


def articles(name: str) -> list[Article]:
    found = list(read(INPUTS[name], media_type_of(name, INPUTS[name]), name=name))
    return [parse(each, AT).article for each in found if isinstance(each, Document)]


def test_every_format_is_there():
    kinds = {media_type_of(name, data) for name, data in INPUTS.items()}
    packed_or_none = {"gzip", "zip", "xml", "ninjs"}  # what is in them; ninjs is told once it is parsed
    assert kinds == {row.media_type for row in FORMATS if row.name not in packed_or_none}


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_every_article_is_valid_ninjs(name):
    found = articles(name)
    assert found
    for article in found:
        check(orjson.loads(orjson.dumps(to_ninjs(article))))


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_every_article_comes_in_again_as_it_went_out(name):
    for article in articles(name):
        data = orjson.dumps(to_ninjs(article, extended=True))
        [document] = read(data, EXTENDED_TYPE)
        assert isinstance(document, Document)
        again = parse(document, AT).article
        assert again.uri == article.uri
        for field in ("headline", "body_text", "byline", "slugline", "source", "versioncreated", "pubstatus"):
            assert getattr(again, field) == getattr(article, field), field
        before, after = to_dict(article), to_dict(again)
        assert after["dateline"] == before["dateline"]
        assert after["quotes"] == before["quotes"]
        assert [each.name for each in again.subject] == [each.name for each in article.subject]
