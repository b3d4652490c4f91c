"""Microdata to objects."""

import lxml.html

from searchsvc.formats.microdata import MAX_ITEMS, read_microdata


def items(html: str) -> list[object]:
    return list(read_microdata(lxml.html.document_fromstring(f"<html><body>{html}</body></html>")))


def test_items_with_items_inside_and_several_values():
    html = (
        '<div itemscope itemtype="https://schema.org/Article"><a itemprop="url" href="/a">x</a>'
        '<b itemprop="author">Ann  Lee</b><i itemprop="author creator">Bo</i>'
        '<div itemprop="publisher" itemscope itemtype="https://schema.org/Organization">'
        '<meta itemprop="name" content="Fjord Post"></div><p itemprop="articleBody">Rain.</p></div>'
        '<span itemprop="name">nobody\'s</span>'
    )
    publisher = {"@type": ["https://schema.org/Organization"], "name": ["Fjord Post"]}
    assert items(html) == [
        {
            "@type": ["https://schema.org/Article"],
            "url": ["/a"],
            "author": ["Ann Lee", "Bo"],
            "creator": ["Bo"],
            "publisher": [publisher],
        },
        publisher,
    ]


def test_items_are_bounded():
    assert len(items("<p itemscope><b itemprop=a>x</b></p>" * (MAX_ITEMS + 50))) == MAX_ITEMS
