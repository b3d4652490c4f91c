"""Pages: what they say of themselves, what stands on them, and what is hostile in them."""

import contextlib
import subprocess
import sys
import time

import pytest

from searchsvc.errors import TooLargeError, UnreadableError
from searchsvc.formats import media_type_of
from searchsvc.formats.html_page import decode
from tests.formats.reading import FILES, read_one

PAGE = (FILES / "page.html").read_bytes()
KIND = "text/html"
STORY = (
    "<p>The harbour of Bergen opened a second pier on Monday after ten years of plans and three refusals "
    "by the county, the city said in a statement that was read out before several hundred guests.</p>"
    "<p>Ferries had to wait for two hours on average last summer, according to figures of the harbour, and "
    "cruise ships were sent on to Stavanger on eleven days because there was no room for them in Bergen.</p>"
)


def page(head: str = "", body: str = STORY, html: str = "<html>") -> bytes:
    return f"<!DOCTYPE html>{html}<head>{head}</head><body><article>{body}</article></body></html>".encode()


def linked(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_a_whole_page():
    document = read_one(PAGE)
    assert document.media_type == KIND
    assert document.fields == {
        "uri": "https://fjordpost.example/2023/03/06/pier",
        "headline": "Bergen opens a second pier & celebrates",
        "firstcreated": "2023-03-06T13:30:00Z",
        "versioncreated": "2023-03-06T15:00:00Z",
        "byline": "Kari Lund, Associated Press",
        "language": "en-GB",
        "keywords": [{"name": "harbour"}, {"name": "Bergen"}],
        "subject": [{"name": "Economy"}],
        "copyrightnotice": "© 2023 Fjord Post",
    }
    assert document.credits == ("Fjord Post", "Kari Lund", "Associated Press")
    starts = [paragraph[:24] for paragraph in document.copy.split("\n\n")]
    assert starts == [
        "BERGEN, Norway (AP) — Th", "“The pier doubles what w", "Ferries wait no longer",
        "Ferries had to wait for ",
    ]  # fmt: skip
    assert document.original == PAGE
    assert document.warnings == ()


def test_what_the_metadata_leave_open_is_read_from_the_page():
    document = read_one(
        page(
            "<title>Pier opens | Fjord Post</title>"
            '<meta name="dcterms.date" content="2023-03-06T10:00+01:00">'
            '<meta name="author" content="Kari Lund, https://x.example/kari">'
            '<meta name="keywords" content="a, b">'
            '<meta property="og:url" content="https://fjordpost.example/pier">'
            '<meta property="article:section" content="Economy">'
            '<meta property="og:site_name" content="Fjord Post">',
            html='<html lang="nb_NO">',
        )
    )
    assert document.fields == {
        "uri": "https://fjordpost.example/pier",
        "headline": "Pier opens",
        "firstcreated": "2023-03-06T09:00:00Z",
        "versioncreated": "2023-03-06T09:00:00Z",
        "byline": "Kari Lund",
        "language": "nb-NO",
        "keywords": [{"name": "a"}, {"name": "b"}],
        "subject": [{"name": "Economy"}],
    }
    assert document.credits == ("Fjord Post", "Kari Lund")


def test_an_older_modification_does_not_make_it_older():
    data = page(
        linked(
            '{"@type": "Article", "headline": "Pier", "datePublished": "2023-03-06T10:00:00Z", '
            '"dateModified": "2023-03-05T10:00:00Z", "author": {"@type": "Person", "byline": "Ann Lee"}}'
        )
    )
    fields = read_one(data).fields
    assert (fields["versioncreated"], fields["firstcreated"]) == (
        "2023-03-06T10:00:00Z",
        "2023-03-06T10:00:00Z",
    )
    assert fields["byline"] == "Ann Lee"


def test_a_story_that_stands_in_the_metadata_alone():
    body = "It opened on Monday.\\n\\nThe mayor came." + " Many came after her." * 30
    document = read_one(
        page(linked(f'{{"@type": "NewsArticle", "headline": "Pier", "articleBody": "{body}"}}'), "")
    )
    assert document.copy.startswith("It opened on Monday.\n\nThe mayor came. Many")
    html = linked(
        '{"@type": "NewsArticle", "headline": "Pier", "articleBody": "<p>It opened.</p><p>She came.</p>"}'
    )
    assert read_one(page(html, "")).copy == "It opened.\n\nShe came."


@pytest.mark.parametrize(
    "broken",
    [
        "{", "[[[[[[", "null", "[1, 2]", '{"@type": 7}', '{"@type": "NewsArticle", "headline": {"a": 1}}',
        '{"@type": "NewsArticle", "author": [[["x"]], {"name": 0}], "keywords": {"a": 1}, "headline": "h"}',
        '{"@graph": {"@graph": {"@type": "Article"}}}', '{"@type": "NewsArticle", "datePublished": "soon"}',
        "[" * 100_000, '{"a":' * 50_000, '{"@type": "Article", "headline": "a\tb\nc"}', "\ud800",
    ],
)  # fmt: skip
def test_broken_metadata_are_passed_over(broken):
    data = (
        page("<title>Pier opens</title>" + linked(broken))
        if broken.isascii()
        else page("<title>Pier opens</title>")
    )
    document = read_one(data)
    assert document.fields["headline"]
    assert document.copy.startswith("The harbour of Bergen")


def test_a_page_without_a_story_is_refused_with_what_it_is(caplog):
    for data in (
        page("<title>Front</title>", "<nav><a href='/'>Home</a></nav>"),
        b"<html></html>",
        b"",
        b"<!-- -->",
    ):
        with pytest.raises(UnreadableError, match=r"there is no story on the page|the page is empty"):
            read_one(data, KIND)
    assert caplog.records == []  # of the library's, which know no page by name


def test_pages_are_told_by_their_beginning():
    for head in (
        b"<!doctype HTML><p>x",
        b"\n<html><p>",
        b"<HTML lang=en>",
        b"<?xml version='1.0'?><html xmlns='x'>",
    ):
        assert media_type_of("a", head) == KIND
    assert media_type_of("a.htm", b"Rain fell.") == KIND
    assert media_type_of("a", b"Rain <html>") == "text/plain"
    assert read_one(PAGE, "application/xhtml+xml").media_type == KIND
    assert read_one(PAGE, "text/xml").media_type == KIND


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        ("<meta charset=windows-1251>Привет".encode("windows-1251"), None, "Привет"),
        ("<meta charset=windows-1251>Привет".encode(), None, "Привет"),
        (
            "<meta http-equiv=a content='text/html; charset = \"koi8-r\"'>Привет".encode("koi8-r"),
            None,
            "Привет",
        ),
        ("Größe".encode("windows-1252"), None, "Größe"),
        ("<meta charset=utf-8>Größe".encode("windows-1252"), None, "Größe"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        ("\ufeffПривет".encode("utf-16"), None, "Привет"),
        ("<meta charset=punycode>Größe".encode(), None, "Größe"),
        ("<meta charset=utf-16>Größe".encode(), None, "Größe"),
        ("Größe".encode(), "nonsense", "Größe"),
        (
            b"<script>" + b"x" * 9_000 + "</script><meta charset=windows-1250>Přístav".encode("cp1250"),
            None,
            "Přístav",
        ),
        ("Größe".encode() * 1000 + b"\xff", None, "\ufffd"),
    ],
)
def test_charsets(data, charset, expected):
    text, _ = decode(data, charset)
    assert text.endswith(expected)


def test_a_page_over_the_limit_is_refused():
    with pytest.raises(TooLargeError):
        read_one(b"<html>" + b" " * 8_000_001, KIND)
    with pytest.raises(TooLargeError, match=r"50,0.. elements; at most 50,000"):
        read_one(b"<html>" + b"x<br>" * 50_000, KIND)


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<p>",
        "<b>x",
        "</p>",
        "<td>",
        "<table><tr>",
        "<a href=x>y</a> ",
        "<!--",
        "&",
        "<",
        "<ul><li>z",
        "<p>w</p>",
        "<a href=x><p>y</a>z ",
        "<a href=x><div>y",
        "<div itemscope itemprop=a>x",
        "<p itemscope><b itemprop=a>y",
        "<h1 class=byline>x",
        "<span class=author>By x",
        "<a rel=author>x",
    ],
)
def test_hostile_pages_take_no_time_and_no_stack(piece):
    before = time.process_time()
    with contextlib.suppress(UnreadableError):
        read_one(b"<html><body>" + piece.encode() * 20_000, KIND)
    assert time.process_time() - before < 20


def test_what_reads_pages_is_loaded_with_the_first():
    heavy = "{'lxml', 'trafilatura', 'feedparser', 'warcio'}"
    command = f"import sys, searchsvc.app; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


OTHER_AUTHOR = '<a rel="author" href="/people/bo">Bo Else</a>'


@pytest.mark.parametrize(
    "mark",
    [
        '<span class="pb-byline">By <a href="/x">Ann Lee</a></span>',
        '<p class="article-author">Ann Lee |</p>',
        '<div class="author-name">Ann Lee</div>',
        '<span itemprop="author">Ann Lee</span>',
        '<a href="https://fjordpost.example/authors/ann-lee">Ann Lee</a>',
        '<div class="byline">By Ann Lee, 5 March 2025 <a href="/staff/ann-lee">Ann Lee</a></div>',
        '<p class="byline">More stories for you?</p><p class="byline">Ann Lee</p>',
    ],
)
def test_the_byline_is_the_one_below_the_headline(mark):
    text = "The harbour of Bergen reopened on Tuesday after the storm of last week, its master said. " * 3
    body = f"<div>{OTHER_AUTHOR}</div><h1>Harbour reopens</h1>{mark}<p>{text}</p><div>{OTHER_AUTHOR}</div>"
    document = read_one(f"<html><title>Harbour reopens</title><body>{body}</body></html>", "text/html")
    assert document.fields["byline"] == "Ann Lee"


def test_a_byline_elsewhere_where_none_stands_below_the_headline():
    text = "The harbour of Bergen reopened on Tuesday after the storm of last week, its master said. " * 3
    body = f"<h1>Harbour reopens</h1><p>{text}</p><div>{OTHER_AUTHOR}</div>"
    document = read_one(f"<html><title>Harbour reopens</title><body>{body}</body></html>", "text/html")
    assert document.fields["byline"] == "Bo Else"
