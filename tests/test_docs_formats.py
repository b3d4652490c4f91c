"""docs/formats.md says of each format which fields it has: those that its files here are read into."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.formats import Document, media_type_of, read
from tests.formats.reading import FILES

DOCS = Path(__file__).parents[1] / "docs" / "formats.md"
COLUMNS = {
    "NITF 2.x-3.6": ("story.nitf.xml",),
    "NewsML-G2": ("item.g2.xml",),
    "NewsML 1.x": ("item.newsml.xml",),
    "ninjs": ("item.ninjs1.json", "item.ninjs3.json"),
    "IPTC 7901": ("message.iptc7901",),
    "ANPA 1312": ("message.anpa",),
    "JSON-LD, microdata": ("page.html",),
    "RSS, WordPress": ("feed.rss",),
    "Atom": ("feed.atom",),
    "JSON Feed": ("feed.json",),
}
"""The columns of its tables, and the files that have most of what they list."""
NEWSML = (
    "<NewsML><NewsItem><NewsManagement><Status FormalName='Usable'/><StatusWillChange><FutureStatus "
    "FormalName='Canceled'/><DateAndTime>20240101T000000Z</DateAndTime></StatusWillChange></NewsManagement>"
    "<NewsComponent><NewsLines><HeadLine>Rain</HeadLine><RightsLine>Not for archives</RightsLine></NewsLines>"
    "</NewsComponent></NewsItem></NewsML>"
)
PAGE = (
    '<html><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Rain", "usageInfo": "No",'
    f'"articleBody": "{"Rain fell on Lima. " * 9}"}}</script></html>'
)
WORDPRESS = (
    '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>Rain</title>'
    "<wp:status>draft</wp:status></item></channel></rss>"
)
BESIDE = {
    "NewsML 1.x": NEWSML,
    "ninjs": '{"type": "text", "headline": "Rain", "keywords": ["rain"]}',
    "JSON-LD, microdata": PAGE,
    "RSS, WordPress": WORDPRESS,
}
"""What has the rest of it."""


def tables() -> dict[str, set[str]]:
    """The fields that each column has something for."""
    found: dict[str, set[str]] = {}
    heads: list[str] = []
    for line in DOCS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" |")] if line.startswith("|") else []
        if not cells:
            heads = []
        elif cells[0] == "field":
            heads = cells[1:]
        elif heads and not cells[0].startswith("---"):
            names = {name.strip("` ") for name in cells[0].split(",")}
            for head, cell in zip(heads, cells[1:], strict=True):
                if cell and cell != "none" and not cell.startswith("none:"):
                    found.setdefault(head, set()).update(names)
    return found


def fields_of(data: bytes) -> set[str]:
    found: set[str] = set()
    for each in read(data, media_type_of("", data)):
        assert isinstance(each, Document)
        found |= each.fields.keys() - {"body_text"}
        found |= ({"source"} if each.credits else set()) | ({"text"} if each.copy else set())
    return found


@pytest.mark.parametrize("column", COLUMNS)
def test_what_the_table_lists_is_what_is_read(column: str) -> None:
    listed = tables()[column]
    files = [(FILES / name).read_bytes() for name in COLUMNS[column]]
    read_into = set().union(*(fields_of(data) for data in (*files, BESIDE.get(column, "").encode()) if data))
    assert listed - read_into == set(), "the file has nothing for these"
    assert read_into - listed == set(), "the table says nothing of these"


def test_every_column_is_held() -> None:
    assert tables().keys() - COLUMNS.keys() == {"else", "from"}
