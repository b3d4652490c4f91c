"""Pages as publishers make them: several articles in their metadata, live blogs, teasers, sites' names."""

import contextlib
import json
import time

import pytest

from searchsvc.errors import UnreadableError
from searchsvc.formats import html_story
from searchsvc.formats.html_dates import read_date
from searchsvc.formats.html_title import heading_of, site_of, without_behind, without_site
from tests.formats.reading import read_one

KIND = "text/html"
PARAGRAPHS = (
    "The harbour of Bergen reopened on Tuesday after the storm of last week, its master Kari Moen said.",
    "Ferries to Stavanger will leave every two hours from Wednesday on, and the fish market opens again at "
    "the end of the week, the city said in a statement.",
    "“We have waited for this day since the pier broke,” said Ola Nordmann, who has sold fish there for "
    "thirty years and lost his stall in the waves.",
)
STORY = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
COPY = "\n\n".join(PARAGRAPHS)
HEADING = "<h1>Harbour reopens after storm</h1>"
TITLE = "<title>Harbour reopens after storm | Fjord Post</title>"
ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Harbour reopens after storm",
    "datePublished": "2025-03-05T09:15:00+01:00",
    "author": {"name": "Ann Lee"},
    "publisher": {"name": "Fjord Post"},
    "url": "https://fjordpost.example/harbour",
}
OTHER = ARTICLE | {
    "headline": "Quite another story",
    "author": {"name": "Bo Else"},
    "url": "https://fjordpost.example/other",
}


def linked(*values: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in values)


def page(head: str, body: str = f"<article>{HEADING}{STORY}</article>") -> str:
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="http://www.fjordpost.example/harbour/">' + linked(OTHER, ARTICLE),
        '<meta property="og:url" content="https://fjordpost.example/harbour">' + linked([OTHER, ARTICLE]),
        TITLE + linked({"@graph": [OTHER, {k: v for k, v in ARTICLE.items() if k != "url"}]}),
    ],
)
def test_of_several_articles_the_metadata_are_those_of_the_page(head):
    document = read_one(page(head), KIND)
    assert (document.fields["headline"], document.fields["byline"]) == (
        "Harbour reopens after storm",
        "Ann Lee",
    )
    assert document.copy == COPY


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "author": ["Ann Lee",\n], "headline": "Rain",\n }',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;author&quot;: &quot;Ann Lee&quot;}",
        '{"@type": "NewsArticle", "author": "Ann\nLee"}',
    ],
)
def test_json_that_pages_write_badly(script):
    head = f'{TITLE}<script type="application/ld+json">{script}</script>'
    assert read_one(page(head), KIND).fields["byline"] == "Ann Lee"


def test_the_publisher_of_the_page_where_the_article_names_none():
    article = {name: value for name, value in ARTICLE.items() if name != "publisher"}
    graph = {
        "@graph": [{"@type": "WebSite", "name": "Fjord Post"}, article, {"@type": "Person", "name": "X"}]
    }
    assert read_one(page(linked(graph)), KIND).credits == ("Fjord Post", "Ann Lee")


def test_a_live_blog_is_its_updates_where_the_page_does_not_show_them():
    updates = [
        {"@type": "BlogPosting", "headline": "Ferries leave", "articleBody": PARAGRAPHS[1]},
        {"@type": "BlogPosting", "articleBody": PARAGRAPHS[0]},
        7,
    ]
    blog = {"@type": "LiveBlogPosting", "headline": "Storm: live", "liveBlogUpdate": updates}
    document = read_one(page(linked(blog), "<h1>Storm: live</h1><div id='app'></div>"), KIND)
    assert document.copy == f"Ferries leave\n\n{PARAGRAPHS[1]}\n\n{PARAGRAPHS[0]}"


@pytest.mark.parametrize("value", [False, "False", "https://schema.org/False"])
def test_a_story_that_is_not_free_is_told(value):
    document = read_one(page(linked(ARTICLE | {"isAccessibleForFree": value})), KIND)
    [warning] = document.warnings
    assert warning.startswith("the page says that the story is not free to read")


def test_a_story_that_is_free_is_not():
    assert read_one(page(linked(ARTICLE | {"isAccessibleForFree": True})), KIND).warnings == ()


def test_teasers_of_other_stories_are_left_out():
    teaser = f'<a href="/other"><div><h3>Another story</h3><p>{PARAGRAPHS[2]} And more of it.</p></div></a>'
    body = f'<div class="story">{HEADING}{STORY}</div><div class="story">{teaser * 3}</div>'
    assert read_one(page(TITLE, body), KIND).copy == COPY


def test_a_page_that_is_laid_out_as_a_table():
    links = "".join(f'<a href="/{number}">Another story about something else</a><br>' for number in range(20))
    row = f"<tr><td>{links}</td><td><b>Harbour reopens after storm</b>{STORY}</td><td>Advertisement</td></tr>"
    document = read_one(page(TITLE, f"<table>{row}</table>"), KIND)
    assert document.fields["headline"] == "Harbour reopens after storm"
    assert document.copy == COPY


def test_a_link_that_is_not_closed_does_not_take_the_story_with_it():
    body = f'<article>{HEADING}<a href="#top"><div>{STORY * 12}</div></article>'
    assert PARAGRAPHS[1] in read_one(page(TITLE, body), KIND).copy


def test_a_name_of_the_site_above_the_story_is_no_headline():
    body = f'<h1><a href="/">Fjord Post</a></h1><h2>Harbour reopens after storm</h2>{STORY}'
    document = read_one(page(TITLE.replace(" | ", " - "), body), KIND)
    assert document.fields["headline"] == "Harbour reopens after storm"
    assert document.credits == ("Fjord Post",)
    assert document.copy == COPY


@pytest.mark.parametrize(
    "mark",
    [
        '<a rel="author" href="/ann">Ann Lee</a>',
        '<span class="byline">By Ann Lee</span>',
        '<div class="byline__name">Von Ann Lee</div>',
        '<p class="author">Ann Lee</p>',
    ],
)
def test_a_byline_on_the_page(mark):
    document = read_one(page(TITLE, f"<article>{HEADING}<p>{mark}</p>{STORY}</article>"), KIND)
    assert document.fields["byline"] == "Ann Lee"
    assert document.copy == COPY


def test_microdata():
    body = (
        '<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Rain</h1>'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        '<b itemprop="name">Ann Lee</b></span>'
        '<time itemprop="datePublished" datetime="2025-03-05T09:15:00+01:00">5 March</time>'
        '<link itemprop="url" href="https://fjordpost.example/harbour">'
        '<div itemprop="publisher" itemscope><meta itemprop="name" content="Fjord Post"></div>'
        f'<div itemprop="articleBody">{STORY}</div></div>'
    )
    document = read_one(page("<title>x</title>", body), KIND)
    assert document.fields == {
        "uri": "https://fjordpost.example/harbour",
        "headline": "Rain",
        "firstcreated": "2025-03-05T08:15:00Z",
        "versioncreated": "2025-03-05T08:15:00Z",
        "byline": "Ann Lee",
        "language": "en",
    }
    assert document.credits == ("Fjord Post", "Ann Lee")
    assert document.copy == COPY


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Wed, 05 Mar 2025 11:00:00 GMT", "2025-03-05T11:00:00Z"),
        ("1741162500", "2025-03-05T08:15:00Z"),
        ("1741162500123", "2025-03-05T08:15:00Z"),
        ("2025/03/05 09:15", "2025-03-05T09:15:00Z"),
        ("2025年3月5日 09:15", "2025-03-05T09:15:00Z"),
        ("2025.03.05", "2025-03-05T00:00:00Z"),
        ("2025-03-05 09:15:00 +0100", "2025-03-05T08:15:00Z"),
        ("March 5, 2025 9:15 PM", "2025-03-05T21:15:00Z"),
        ("Wed, 99 Mar 2025 11:00:00 GMT", None),
        ("32 March 2025", None),
        ("2025/13/45", None),
        ("99999999999999", None),
        ("yesterday", None),
    ],
)
def test_dates_as_pages_write_them(written, expected):
    head = f'{TITLE}<meta property="article:published_time" content="{written}">'
    assert read_one(page(head), KIND).fields.get("firstcreated") == expected


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ("Published: 5 March 2025", "en", "2025-03-05T00:00Z"),
        ("Mar. 5th, 2025 at 12:05 a.m.", None, "2025-03-05T00:05Z"),
        ("Mittwoch, 5. März 2025, 10:30 Uhr", "de-AT", "2025-03-05T10:30Z"),
        ("5 de marzo de 2025 10h30", "es", "2025-03-05T10:30Z"),
        ("5 марта 2025", "ru", "2025-03-05T00:00Z"),
        ("5 March 2025", "xx-yy", "2025-03-05T00:00Z"),
        ("5 Foo 2025", "en", "5 Foo 2025"),
        ("Stand: 5.3.2025, 10:30 Uhr", "de", "2025-03-05T10:30Z"),
        ("Wed Mar 05 10:30:00 CET 2025", None, "2025-03-05T10:30:00+01:00"),
        ("Wed Mar  5 10:30:00 2025", None, "2025-03-05T10:30:00Z"),
        ("Wed Mar 05 2025 10:30:00 GMT+0100 (CET)", None, "2025-03-05T10:30:00+0100"),
        ("Wed Mar 05 10:30:00 XYZ 2025", None, "Wed Mar 05 10:30:00 XYZ 2025"),
        ("05.03.2025 - Güncelleme : 06.03.2025", "tr", "2025-03-05T00:00Z"),
    ],
)
def test_dates_in_words(written, language, expected):
    assert read_date(written, language) == expected


def test_a_date_that_cannot_be_read_gives_way_to_one_that_can():
    bad = '<meta property="article:published_time" content="2025-03-05T9:15Z">'
    good = '<meta name="item-publish-date" content="Wed, Mar 5 2025 09:15:00 +0100">'
    fields = read_one(page(TITLE + good + bad), KIND).fields
    assert fields["firstcreated"] == "2025-03-05T08:15:00Z"
    assert "firstcreated" not in read_one(page(TITLE + bad), KIND).fields


HEAD_TIME = '<time datetime="2025-03-07T00:00:00Z">now</time>'
OWN_TIME = '<time datetime="2025-03-05T08:15:00Z">5 March</time>'


@pytest.mark.parametrize(
    "body",
    [
        f"{HEAD_TIME}<article>{OWN_TIME}{HEADING}{STORY}</article>",
        f"{HEAD_TIME}<div>{HEADING}{OWN_TIME}{STORY}</div>",
        f"<div>{HEADING}{HEAD_TIME}{OWN_TIME.replace('<time', '<time pubdate')}{STORY}</div>",
        f'<div>{HEADING}<span class="big date">5 March 2025, 8:15</span>{STORY}</div>',
        f'<p class="date">7 March 2025</p><div>{HEADING}<li class="a__date">5.3.2025, 8:15</li>{STORY}</div>',
        f'<div>{HEADING}<span id="pubTime">2025-03-05 08:15</span>{STORY}</div>',
        f'<div>{HEADING}<time datetime="05-03-2025 8:15">5 March 2025 8:15</time>{STORY}</div>',
        f"<div>{HEADING}<time>5 March 2025 8:15</time>{STORY}</div>",
        f'{HEAD_TIME}{HEADING}<abbr class="published" title="2025-03-05T09:15:00+01:00">Mar 5</abbr>{STORY}',
        f'{HEAD_TIME}{HEADING}<span itemprop="datePublished" datetime="2025-03-05T08:15Z">x</span>{STORY}',
        f"<div>{HEADING}<b>Sea</b> <span>Bergen, 5 March 2025, 8:15</span>{STORY}</div>",
        f'<div>{HEADING}<p class="readingTime">5 min</p><p class="metaInfo">5.3.2025 8:15</p>{STORY}</div>',
        f"<div>{HEADING}{STORY}</div><title>Harbour reopens after storm | Post | 05.03.2025 8:15</title>",
    ],
)
def test_the_date_is_the_one_by_the_headline(body):
    title = "" if "<title>" in body else TITLE
    assert read_one(page(title, body), KIND).fields["firstcreated"] == "2025-03-05T08:15:00Z"


def test_a_front_page_is_refused():
    head = (
        '<title>Fjord Post</title><meta property="og:type" content="website"><link rel="canonical" href="{}">'
    )
    with pytest.raises(UnreadableError, match="front page of a site, 'Fjord Post'"):
        read_one(page(head.format("https://fjordpost.example/")), KIND)
    assert read_one(page(head.format("https://fjordpost.example/harbour")), KIND).copy == COPY


@pytest.mark.parametrize(
    ("title", "headings", "expected"),
    [
        ("Rain in Lima | World | Fjord Post", ["Rain in Lima"], "Fjord Post"),
        ("Fjord Post - Rain in Lima", ["Rain in Lima"], "Fjord Post"),
        ("Rain in Lima - Fjord Post", ["Fjord Post"], "Fjord Post"),
        ("利马下雨_新闻网", ["利马下雨"], "新闻网"),
        ("Rain in Lima", ["Rain in Lima"], ""),
        ("Rain in Lima goes on", ["Rain in Lima"], ""),
        ("Rain in Lima | " + "a long sentence of " * 9, ["Rain in Lima"], ""),
        ("", ["Rain"], ""),
        ("Rain", [], ""),
    ],
)
def test_the_site_is_what_the_title_has_beside_the_heading(title, headings, expected):
    assert site_of(title, headings) == expected


def test_a_title_without_the_site():
    assert without_site("Rain in Lima | Fjord Post", "Fjord Post") == "Rain in Lima"
    assert without_site("Rain - and snow in Lima, of all the places there are", "") == (
        "Rain - and snow in Lima, of all the places there are"
    )
    assert without_site("Rain", "") == "Rain"


def test_the_heading_that_the_title_has_in_it():
    assert heading_of("Rain in Lima - News", ["News", "Other", "Rain in Lima"], "") == "Rain in Lima"
    assert heading_of("x", ["Fjord Post", "Rain"], "Fjord Post") == "Rain"
    assert heading_of("Rain in Lima", ["News", "It rained there again"], "") == "It rained there again"
    assert heading_of("Rain in Lima", ["News"], "") == ""
    assert heading_of("x", [], "") == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Harbour reopens after storm | Sport", "Harbour reopens after storm"),
        ("Harbour reopens after storm | DW | 28.04.2023", "Harbour reopens after storm"),
        ("Harbour reopens after storm: a report", "Harbour reopens after storm: a report"),
        ("News - Harbour reopens after storm", "News - Harbour reopens after storm"),
        ("Weather | Harbour reopens", "Weather | Harbour reopens"),
    ],
)
def test_what_stands_behind_the_heading_is_no_headline(given, expected):
    assert without_behind(given, ["Weather", "Harbour reopens after storm"]) == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Fjord Post", "Kari Berg"),
        ("Fjord Post Online", "Kari Berg"),
        ("desk@fjordpost.example", "Kari Berg"),
        ("105092", "Kari Berg"),
        ("Ann Lee", "Ann Lee"),
    ],
)
def test_the_site_is_no_author_where_the_page_names_one(author, expected):
    head = TITLE + linked(ARTICLE | {"author": {"name": author}})
    body = f'<article>{HEADING}<p class="byline">By Kari Berg</p>{STORY}</article>'
    assert read_one(page(head, body), KIND).fields["byline"] == expected
    alone = read_one(page(head), KIND).fields.get("byline")
    assert alone == (None if author.isdigit() else author)


LONG = "\n".join(f"{each} {number}" for number in range(5) for each in PARAGRAPHS)


@pytest.mark.parametrize(
    ("precise", "whole", "given", "expected"),
    [
        ("Just one line.", LONG, 0, LONG),
        (LONG, f"{LONG}\nMore.", 0, LONG),
        (LONG[:1200], LONG, len(LONG), LONG),
        (LONG[:1200], LONG * 2, len(LONG), LONG[:1200]),
        (LONG[:1200], LONG.replace("\n", " "), len(LONG), LONG[:1200]),
    ],
)
def test_a_story_of_which_little_was_found_is_looked_for_again(monkeypatch, precise, whole, given, expected):
    monkeypatch.setattr(html_story, "_extracted", lambda page, *, precise: texts[precise])
    texts = {True: precise, False: whole}
    paragraphs = "".join(f"<p>{each}</p>" for each in LONG.split("\n"))
    article = ARTICLE | ({"articleBody": "x" * given} if given else {})
    document = read_one(page(TITLE + linked(article), f"<article>{paragraphs}</article>"), KIND)
    assert document.copy == expected.replace("\n", "\n\n").strip()


def test_a_live_blog_that_shows_a_third_of_its_updates_is_what_it_shows():
    updates = [{"@type": "BlogPosting", "articleBody": each} for each in PARAGRAPHS * 3]
    article = ARTICLE | {"@type": "LiveBlogPosting", "liveBlogUpdate": updates}
    assert read_one(page(TITLE + linked(article)), KIND).copy == COPY


def test_the_day_in_the_address_where_the_page_says_none():
    link = '<link rel="canonical" href="https://fjordpost.example/2025/03/05/harbour/">'
    assert read_one(page(TITLE + link), KIND).fields["firstcreated"] == "2025-03-05T00:00:00Z"
    written = '<meta name="publishdate" content="2025-03-04">'
    assert read_one(page(TITLE + link + written), KIND).fields["firstcreated"] == "2025-03-04T00:00:00Z"


@pytest.mark.parametrize(
    "above",
    [
        "<p>Sea</p><p>Harbour reopens after storm</p>",
        "<p>Storm Harbour reopens after storm</p>",
        "<p>Harbour&#8212;reopens after storm</p><p>By Ann Lee, Bergen</p><p>As of: 05.03.2025, 08:15</p>",
        "<p>Main content</p><p>Ann Lee</p>",
    ],
)
def test_the_head_of_a_page_is_no_part_of_the_story(above, monkeypatch):
    body = f"<article>{HEADING}{above}{STORY}<p>ann.lee@fjordpost.example</p></article>"
    monkeypatch.setattr(html_story, "_found", lambda tree, given: [each.text for each in tree.iter("p")])
    assert read_one(page(TITLE + linked(ARTICLE), body), KIND).copy == COPY


@pytest.mark.parametrize(
    "first",
    ["It reopened in 2025, after nine days.", "Sea", "5 ferries, 12 boats and a barge lay in the harbour."],
)
def test_a_short_first_paragraph_is_part_of_the_story(first, monkeypatch):
    monkeypatch.setattr(html_story, "_found", lambda tree, given: [each.text for each in tree.iter("p")])
    document = read_one(page(TITLE, f"<article>{HEADING}<p>{first}</p>{STORY}</article>"), KIND)
    assert document.copy == f"{first}\n\n{COPY}"


def test_a_date_below_the_first_paragraph_is_not_that_of_the_page():
    body = f"<div>{HEADING}{STORY}<p>Bergen, 5 March 2025</p></div>"
    assert "firstcreated" not in read_one(page(TITLE, body), KIND).fields


@pytest.mark.parametrize(
    ("headline", "heading", "expected"),
    [
        (
            "Harbour reopens after a ...",
            "Harbour reopens after a long storm",
            "Harbour reopens after a long storm",
        ),
        ("Harbour reopens after", 'Harbour reopens after "storm"', 'Harbour reopens after "storm"'),
        ("Harbour reopens after", "Harbour reopens after storm", "Harbour reopens after"),
        ("Rain...", "Rain in Lima", "Rain..."),
    ],
)
def test_a_headline_that_was_cut_short(headline, heading, expected):
    assert without_behind(headline, ["News", heading]) == expected


def test_a_line_that_is_a_link_leads_to_another_story(monkeypatch):
    other = '<a href="/x">Nine days of rain, and no end of it in sight in Lima</a>'
    said = "The city has rebuilt the pier since the storm of last week."
    body = (
        f"<article>{HEADING}<p>{PARAGRAPHS[0]}</p><p>Read also: {other}</p><p>{PARAGRAPHS[1]}</p>"
        f'<ul><li>{other}</li></ul><p><a href="/y">{said}</a></p><p>{PARAGRAPHS[2]} {other}</p>'
        '<p><a href="/z">Ann Lee</a></p></article>'
    )

    def found(tree, given):
        return [text for each in tree.iter("p", "li") if (text := each.text_content())]

    monkeypatch.setattr(html_story, "_found", found)
    last = f"{PARAGRAPHS[2]} Nine days of rain, and no end of it in sight in Lima"
    assert read_one(page(TITLE, body), KIND).copy == "\n\n".join((*PARAGRAPHS[:2], said, last, "Ann Lee"))


@pytest.mark.parametrize("tag", ["time", 'div class="date"', 'p class="byline"', 'div class="lead"', "li"])
def test_elements_inside_each_other_are_not_read_again_and_again(tag):
    deep = f"<{tag}>" * 240 + "<i></i>" * 40_000 + STORY
    begun = time.process_time()
    with contextlib.suppress(UnreadableError):
        read_one(page(TITLE, f"<div>{HEADING}{deep}</div>"), KIND)
    assert time.process_time() - begun < 8
