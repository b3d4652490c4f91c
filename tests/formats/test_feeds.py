"""RSS, Atom and JSON Feed: an article for each item, whatever state the feed is in."""

import contextlib
import time

import pytest

from searchsvc.errors import InputError, TooLargeError, UnreadableError
from searchsvc.formats import Document, Refusal, Replaced, feed_items, media_type_of, read
from tests.formats.reading import FILES, read_all, read_one

RSS = (FILES / "feed.rss").read_bytes()
ATOM = (FILES / "feed.atom").read_bytes()
JSON = (FILES / "feed.json").read_bytes()
KIND = "application/rss+xml"


def rss(items: str, before: str = "<title>T</title>") -> bytes:
    return f'<rss version="2.0"><channel>{before}{items}</channel></rss>'.encode()


def item(text: str = "Rain.", title: str = "Rain") -> str:
    return f"<item><title>{title}</title><description>{text}</description></item>"


def test_rss():
    pier, rain = read_all(RSS)
    assert pier.fields == {
        "uri": "urn:searchsvc:feed:fjordpost.example:4711%20at%20fjordpost",
        "headline": "Bergen opens & celebrates",
        "firstcreated": "2023-03-06T13:30:00Z",
        "versioncreated": "2023-03-06T13:30:00Z",
        "byline": "Kari Lund",
        "language": "en-GB",
        "keywords": [{"name": "harbour"}, {"name": "Bergen"}],
        "copyrightnotice": "© 2023 Fjord Post",
    }
    assert pier.copy == "BERGEN (XYZ) - It opened on Monday.\n\n“It doubles,” she said.\nFerries came."
    assert pier.credits == ("Fjord Post", "Kari Lund")
    assert (rain.fields["uri"], rain.copy) == ("https://fjordpost.example/rain", "Rain fell in Oslo.")
    assert rain.warnings == ("published: 'soon' is no date; left out",)


@pytest.mark.parametrize(
    ("link", "uri"),
    [
        ("http://x.example/news", None),
        ("http://x.example/news/", None),
        ("https://x.example", None),
        ("https://x.example/", None),
        ("http://x.example/rain", "http://x.example/rain"),
        ("http://x.example/?p=4", "http://x.example/?p=4"),
        ("http://x.example/#4", "http://x.example/#4"),
    ],
)
def test_the_address_of_the_site_is_no_identity(link, uri):
    """Items that lead to its front page, all of them, would each be the next version of the one before."""
    linked = item().replace("</title>", f"</title><link>{link}</link>")
    document = read_one(rss(linked, "<title>T</title><link>http://x.example/news</link>"), KIND)
    assert document.fields.get("uri") == uri
    named = linked.replace("</title>", '</title><guid isPermaLink="false">urn:x:1</guid>')
    document = read_one(rss(named, "<title>T</title><link>http://x.example/news</link>"), KIND)
    assert document.fields["uri"] == "urn:x:1"


def test_the_original_of_an_item_is_the_feed_without_the_others():
    pier, rain = read_all(RSS)
    assert pier.original == RSS[: RSS.index(b"\n<item><title>Rain")] + b"\n</channel></rss>"
    for each in (pier, rain):
        again = read_one(each.original, each.media_type)
        assert (again.fields, again.copy, again.canonical) == (each.fields, each.copy, each.canonical)


def test_atom():
    document = read_one(ATOM)
    assert document.fields == {
        "uri": "urn:example:pier",
        "headline": "Pier offen",
        "firstcreated": "2023-03-06T13:30:00Z",
        "versioncreated": "2023-03-06T13:30:00Z",
        "byline": "Kari Lund, Ola Ness",
        "language": "de",
        "keywords": [{"name": "Hafen"}],
        "copyrightnotice": "Alle Rechte",
    }
    assert document.copy == "Bergen (NTB) - Die Pier ist offen.\n\nViele kamen."
    assert document.credits == ("Norsk Nyhetsbyrå", "Hafenblatt", "Kari Lund", "Ola Ness")
    assert document.original == ATOM


def test_json_feed():
    pier, rain = read_all(JSON)
    assert pier.media_type == "application/feed+json"
    assert pier.fields == {
        "uri": "urn:searchsvc:feed:Technology:77",
        "headline": "Pier opens",
        "firstcreated": "2023-03-06T13:30:00Z",
        "versioncreated": "2023-03-06T15:00:00Z",
        "byline": "Kari Lund",
        "language": "en",
        "keywords": [{"name": "harbour"}],
    }
    assert (pier.copy, rain.copy) == ("It opened.\n\nFerries came.", "Rain fell.\n\nAnd more.")
    assert pier.credits == ("Fjord Post", "Technology", "Kari Lund")
    again = read_one(rain.original, "application/feed+json")
    assert (again.fields, again.copy, again.canonical) == (rain.fields, rain.copy, rain.canonical)


def test_json_feeds_that_are_none():
    for data in (b"[]", b'{"items": []}', b'{"items": 7}'):
        with pytest.raises(UnreadableError):
            read_all(data, "application/feed+json")
    found = read_all(
        b'{"version": "https://jsonfeed.org/version/1", "items": [7, {"title": "Rain"}, {"id": []}]}'
    )
    assert [type(each) for each in found] == [Refusal, Document, Refusal]
    assert str(found[0].error) == "item 1: it is no object"


def test_rss_1_and_prefixed_atom():
    rdf = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title></channel>'
        b'<item rdf:about="https://a.example/1"><title>Rain</title><link>https://a.example/1</link>'
        b"<dc:date>2023-03-06T14:30:00+01:00</dc:date><description>Rain fell.</description></item></rdf:RDF>"
    )
    document = read_one(rdf)
    assert document.fields["uri"] == "https://a.example/1"
    assert document.fields["versioncreated"] == "2023-03-06T13:30:00Z"
    atom = (
        b'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:id>urn:x:1</a:id>'
        b"<a:title>Rain</a:title><a:content>Rain fell.</a:content></a:entry></a:feed>"
    )
    document = read_one(atom)
    assert (document.fields["uri"], document.copy) == ("urn:x:1", "Rain fell.")


def test_a_feed_that_is_not_well_formed_is_read_item_by_item():
    data = rss(item("Rain & snow<br>fell.") + item("<p>Wind.") + item("Sun"), "<title>T & Co</title>")
    found = read_all(data)
    assert [each.copy for each in found] == ["Rain & snow\nfell.", "Wind.", "Sun"]
    assert found[0].warnings[0].startswith("not well-formed; each item is read alone (line 1, column ")
    again = read_one(found[1].original, KIND)
    assert (again.copy, again.canonical) == (found[1].copy, found[1].canonical)


def test_a_feed_that_breaks_off_gives_what_is_whole():
    data = rss(item() + item("Snow.", "Snow"))
    found = read_all(data[: data.index(b"Snow.</desc") + 3])
    assert [type(each) for each in found] == [Document, Refusal]
    assert str(found[1].error) == "item 2: it breaks off; send the whole feed"


def test_an_item_that_says_nothing_is_refused_alone():
    found = read_all(rss("<item><link>https://a.example/</link></item>" + item()))
    assert [type(each) for each in found] == [Refusal, Document]
    assert str(found[0].error).startswith("item 1: there is no article in the item")


def test_feeds_without_items():
    for data in (rss(""), b"<rss>", b'<feed xmlns="http://www.w3.org/2005/Atom"/>'):
        with pytest.raises(UnreadableError, match="no item in the feed"):
            read_all(data)
    with pytest.raises(UnreadableError, match="neither rss, feed nor RDF"):
        read_all(b"<recipe><item><title>x</title></item></recipe>", KIND)


def test_what_wordpress_exports():
    space = 'xmlns:wp="http://wordpress.org/export/1.2/"'
    posts = [
        ("post", "publish", "2023-03-06 10:00:00"), ("attachment", "inherit", ""), ("post", "draft", ""),
        ("post", "trash", ""),
    ]  # fmt: skip
    items = "".join(
        f"<item><title>{kind} {status}</title><wp:post_type>{kind}</wp:post_type>"
        f"<wp:status>{status}</wp:status><wp:post_date_gmt>{date}</wp:post_date_gmt></item>"
        for kind, status, date in posts
    )
    data = rss(items).replace(b"<rss ", f"<rss {space} ".encode())
    found = read_all(data)
    assert [each.fields["headline"] for each in found] == ["post publish", "post draft"]
    assert found[0].fields["versioncreated"] == "2023-03-06T10:00:00Z"
    assert found[1].fields["pubstatus"] == "withheld"
    with pytest.raises(UnreadableError, match="pictures, menus or deleted"):
        read_all(data.replace(b">post<", b">attachment<"))


def test_feeds_are_told_by_their_root():
    for data, kind in ((RSS, KIND), (ATOM, KIND), (JSON, "application/feed+json")):
        assert media_type_of("a", data) == kind
    assert media_type_of("a", b"<RDF><x/></RDF>") == "text/plain"
    assert len(list(read(RSS, "text/xml"))) == 2
    assert len(list(read(JSON, "application/json"))) == 2


def test_nothing_is_fetched_and_no_entity_is_read():
    declared = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    story = b"<channel><item><title>Rain &x;</title></item></channel></rss>"
    with pytest.raises(InputError, match="declares entities"):
        read_all(declared + b"<rss>" + story)
    document = read_one(b"<rss a=b>" + declared + story, KIND)
    assert document.fields["headline"] in ("Rain", "Rain &x;", "Rain &x")


def test_bounds(monkeypatch):
    monkeypatch.setattr(feed_items, "MAX_ITEMS", 2)
    with pytest.raises(TooLargeError, match="3 items; at most 2"):
        read_all(rss(item() * 3))
    monkeypatch.setattr(feed_items, "MAX_ITEM_BYTES", 200)
    found = read_all(rss(item("Rain. " * 100) + item()))
    assert [type(each) for each in found] == [Refusal, Document]


@pytest.mark.parametrize(
    "name",
    [
        *("links", "tags", "authors", "content", "source", "publisher", "rights", "id", "link", "title"),
        *("title_detail", "summary_detail", "published_parsed", "updated_parsed", "published", "author"),
        *("wp:post_type", "wp:status", "wp:post_date_gmt"),
    ],
)
@pytest.mark.parametrize(
    "written", ['<{} a="b"/>', '<{0} a="b"></{0}>', "<{0}>page</{0}>", '<{0} a="b">page</{0}>']
)
def test_elements_with_other_content_than_is_expected(name, written):
    element = written.format(name)
    spaces = 'xmlns:wp="http://wordpress.org/export/1.2/"'
    each = f"<item>{element}<title>Rain</title><description>It rained.</description></item>"
    data = f'<rss version="2.0" {spaces}><channel>{element}{each}</channel></rss>'.encode()
    assert read_one(data, KIND).copy in ("It rained.", "page")


@pytest.mark.parametrize(
    "piece", ["<item>", "<a>", "&lt;p&gt;", "<![CDATA[", "</item>", "&#60;", "<item><title>x</title></item>"]
)
def test_hostile_feeds_take_no_time(piece):
    before = time.process_time()
    with contextlib.suppress(InputError):
        read_all(rss("<item><title>x</title><description>" + piece * 4_000), KIND)
    assert time.process_time() - before < 30


def test_an_entry_names_the_version_before_it():
    data = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>http://x.example/2</id>'
        '<title>Rain</title><link href="http://x.example/2"/>'
        '<link rel="predecessor-version" href="http://x.example/1"/><content>Rain.</content></entry></feed>'
    )
    assert read_one(data).replaces == (Replaced("updates", "http://x.example/1"),)


MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
PICTURE = (
    '<media:group><media:content url="https://xyz.example/1.jpg"><media:title>A pier</media:title>'
    "<media:description>Ferries at the new pier of Bergen, seen from above.</media:description>"
    "<media:keywords>ferry, hill</media:keywords></media:content></media:group>"
)


@pytest.mark.parametrize(
    ("inside", "copy"),
    [
        ("<description>Rain fell.</description>" + PICTURE, "Rain fell."),
        (PICTURE + "<description>Rain fell.</description>", "Rain fell."),
        ("<description>Rain fell.</description><media:description>Wet roofs</media:description>",
         "Rain fell."),
        ('<media:content url="2.mp4"/><description>Rain fell.</description>', "Rain fell."),
        # What has nothing but its video is told by what is said of that.
        ("<media:group><media:description>It rained.</media:description></media:group>", "It rained."),
        ("<media:content><description>Rain fell.</description>", "Rain fell."),
        # The longest of what is said of the item itself.
        ("<description>Rain fell in Bergen.</description><dc:description>Rain.</dc:description>",
         "Rain fell in Bergen."),
    ],
)  # fmt: skip
def test_the_caption_of_a_picture_is_not_the_story(inside, copy):
    data = f'<rss version="2.0" {MEDIA}><channel><item><title>Rain</title>{inside}</item></channel></rss>'
    document = read_one(data, KIND)
    assert (document.copy, document.fields) == (copy, {"headline": "Rain"})


def test_a_picture_alone_in_the_content_gives_way_to_the_summary():
    data = rss(
        "<item><title>Rain</title><description>Rain fell.</description>"
        '<content:encoded><![CDATA[<img src="https://xyz.example/a/long/address/of/a/picture.jpg"/>]]>'
        "</content:encoded></item>"
    ).replace(b"<rss ", b'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" ')
    assert read_one(data, KIND).copy == "Rain fell."


def test_the_title_of_an_item_is_not_that_of_its_author_or_picture():
    author = "<author><name>Ann Lee</name><title>Harbour Editor</title></author>"
    picture = '<media:thumbnail url="x"><media:title>A roof</media:title></media:thumbnail>'
    data = rss(
        f"<item><title>Rain &amp;amp; wind</title>{author}{picture}<description>It fell.</description></item>"
    )
    document = read_one(data.replace(b"<rss ", f"<rss {MEDIA} ".encode()), KIND)
    assert (document.fields["headline"], document.copy) == ("Rain & wind", "It fell.")
