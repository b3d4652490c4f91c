import base64

import pytest

from searchsvc.errors import TooLargeError, UnreadableError
from searchsvc.formats import Document, Refusal
from tests.formats.reading import FILES, read_all, read_one

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def item(
    meta: str = "", content: str = "", text: str = "", *, guid: str = "urn:x:1", version: str = "1"
) -> str:
    return (
        f'<newsItem {NAR} guid="{guid}" version="{version}"><itemMeta><itemClass qcode="ninat:text"/>{meta}'
        f"</itemMeta><contentMeta>{content}</contentMeta><contentSet>{text}</contentSet></newsItem>"
    )


def xhtml(body: str) -> str:
    return f'<inlineXML contenttype="application/xhtml+xml"><html><body>{body}</body></html></inlineXML>'


def test_a_whole_item():
    data = (FILES / "item.g2.xml").read_bytes()
    assert read_one(data) == Document(
        fields={
            "uri": "urn:newsml:xyz.example:20230305:harbour",
            "version": "2",
            "versioncreated": "2023-03-05T09:15:00Z",
            "firstcreated": "2023-03-05T08:00:00Z",
            "embargoed": "2023-03-05T11:00:00Z",
            "pubstatus": "usable",
            "ednote": "Bild folgt",
            "urgency": 3,
            "language": "de-AT",
            "headline": "Hafen öffnet wieder",
            "slugline": "HAFEN-BERGEN",
            "byline": "Ann Lee",
            "dateline": {
                "text": "Bergen (XYZ)",
                "city": "Bergen",
                "cities": ["Bergen"],
                "country": "NO",
                "lat": 60.39,
                "lon": 5.32,
            },
            "genre": [
                {"name": "Feature", "code": "Feature", "scheme": "http://cv.iptc.org/newscodes/genre/"}
            ],
            "keywords": [{"name": "Hafen"}],
            "subject": [{"name": "Arbeit", "code": "20000523", "scheme": "medtop"}],
            "person": [{"name": "Kari Berg", "code": "KB"}],
            "organisation": [{"name": "Hafenamt", "code": "1", "scheme": "org"}],
            "place": [{"name": "Bryggen", "code": "2", "scheme": "geo"}],
            "copyrightnotice": "Alle Rechte bei XYZ",
            "usageterms": "Nicht fürs Archiv",
        },
        copy="Der Hafen von Bergen ist wieder offen.\n\nDie Fähren fahren.",
        original=data,
        media_type="application/vnd.iptc.g2.newsitem+xml",
        canonical=data,
        credits=("XYZ Press", "XYZ"),
    )


def test_nitf_inside_completes_what_the_item_does_not_say():
    nitf = (
        '<inlineXML contenttype="application/nitf+xml"><n:nitf xmlns:n="http://iptc.org/std/NITF/2006-10-18/">'
        '<n:head><n:docdata><n:doc-id id-string="7"/><n:urgency ed-urg="3"/></n:docdata></n:head><n:body>'
        "<n:body.head><n:hedline><n:hl1>Another headline</n:hl1></n:hedline><n:byline>By Ann Lee</n:byline>"
        "</n:body.head><n:body.content><n:p>Rain.</n:p></n:body.content></n:body></n:nitf></inlineXML>"
    )
    document = read_one(item(content="<headline>Rain in Lima</headline>", text=nitf))
    assert document.fields == {
        "uri": "urn:x:1",
        "version": "1",
        "headline": "Rain in Lima",
        "urgency": 3,
        "byline": "By Ann Lee",
    }
    assert document.copy == "Rain."


def data(text: str, kind: str = "text/plain") -> str:
    return f'<inlineData contenttype="{kind}">{text}</inlineData>'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (data("LIMA - Rain.\n\nMore &amp; more."), "LIMA - Rain.\n\nMore & more."),
        (data("&lt;p&gt;Rain&amp;nbsp;again.&lt;/p&gt;", "text/html"), "Rain again."),
        (
            f'<inlineData contenttype="text/plain" encoding="http://cv.iptc.org/newscodes/encoding/base64">'
            f"{base64.b64encode('Lluvia en Perú.'.encode()).decode()}</inlineData>",
            "Lluvia en Perú.",
        ),
        ('<inlineData contenttype="image/jpeg">/9j/4AAQ</inlineData>' + xhtml("<p>Rain.</p>"), "Rain."),
        ('<remoteContent href="a.jpg" contenttype="image/jpeg"/>' + xhtml("<p>Rain.</p>"), "Rain."),
        (xhtml("") + xhtml("<p>Rain.</p>"), "Rain."),
        (xhtml("Rain, unmarked"), "Rain, unmarked"),
        ("<inlineXML><![CDATA[<p>Rain.</p><p>More.</p>]]></inlineXML>", "Rain.\n\nMore."),
        ("<inlineXML><![CDATA[<nitf><body><p>Rain.</p></body></nitf>]]></inlineXML>", "Rain."),
    ],
)  # fmt: skip
def test_contents(content, expected):
    assert read_one(item(text=content)).copy == expected


def test_broken_base64_is_left_out():
    content = '<inlineData contenttype="text/plain" encoding="base64">%%%</inlineData>'
    document = read_one(item(content="<headline>Rain</headline>", text=content))
    assert document.copy is None
    assert document.warnings == ("the content is not the base64 that it is said to be; left out",)


def test_a_summary_is_the_text_where_there_is_no_other():
    content = '<headline>Rain</headline><description role="drol:summary">It rains.</description>'
    assert read_one(item(content=content)).copy == "It rains."
    assert read_one(item(content=content, text=xhtml("<p>It rains in Lima.</p>"))).copy == "It rains in Lima."


@pytest.mark.parametrize("nature", ["picture", "video", "audio", "graphic", "animation"])
def test_a_picture_is_an_article_by_its_headline_and_caption(nature):
    def picture(content: str) -> str:
        return item(content=content).replace("ninat:text", f"ninat:{nature}")

    other = '<description role="drol:other">x</description>'
    caption = f'{other}<description role="drol:caption">It rains.</description>'
    document = read_one(picture(f"<headline>Rain</headline>{caption}"))
    assert (document.fields["headline"], document.copy) == ("Rain", "It rains.")
    for content in (caption, "<headline>Rain</headline>"):
        with pytest.raises(UnreadableError, match=f"a {nature} item without headline and caption"):
            read_one(picture(content))


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ('<pubStatus qcode="stat:withheld"/>', "withheld"),
        ('<pubStatus qcode="stat:canceled"/>', "canceled"),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', "canceled"),
        ('<pubStatus qcode="stat:usable"/><signal qcode="sig:kill"/>', "canceled"),
        ("", None),
    ],
)
def test_status(meta, expected):
    assert read_one(item(meta, text=xhtml("<p>x</p>"))).fields.get("pubstatus") == expected


def test_a_kill_needs_no_text():
    document = read_one(item('<pubStatus qcode="stat:canceled"/>'))
    assert document.fields["pubstatus"] == "canceled"
    assert document.fields["uri"]
    assert document.copy is None


def test_a_message_keeps_each_item_with_its_own_bytes():
    one = item(guid="urn:x:1", text=xhtml("<p>Eins &gt; null.</p>"))
    two = item(guid="urn:x:2", text=xhtml("<p>Zwei: é</p>"))
    data = (
        f'<?xml version="1.0" encoding="iso-8859-1"?><newsMessage {NAR}><header><sent>2023-03-05</sent>'
        f"</header><itemSet>{one}\n<packageItem {NAR}/>{two}</itemSet></newsMessage>"
    ).encode("iso-8859-1")
    documents = read_all(data)
    assert [each.copy for each in documents] == ["Eins > null.", "Zwei: é"]
    for document, guid in zip(documents, ("urn:x:1", "urn:x:2"), strict=True):
        assert document.fields["uri"] == guid
        [again] = read_all(document.original, document.media_type)
        assert (again.fields, again.copy, again.canonical) == (
            document.fields,
            document.copy,
            document.canonical,
        )
    assert documents[0].original == data.replace(f"\n<packageItem {NAR}/>{two}".encode("latin-1"), b"")
    assert documents[1].canonical == two.encode()


def test_a_message_sent_again_at_another_time_says_the_same():
    def message(sent: str) -> Document:
        text = item(text=xhtml("<p>Rain.</p>"))
        return read_one(
            f"<newsMessage {NAR}><header><sent>{sent}</sent></header><itemSet>{text}</itemSet></newsMessage>"
        )

    one, other = message("2023-03-05T10:00:00Z"), message("2023-03-05T11:00:00Z")
    assert one.canonical == other.canonical
    assert one.original != other.original


def test_a_bad_item_does_not_take_the_others_down():
    bad = item(guid="urn:x:bad")
    data = f"<newsMessage {NAR}><itemSet>{bad}{item(text=xhtml('<p>Rain.</p>'))}</itemSet></newsMessage>"
    refusal, document = read_all(data.encode())
    assert isinstance(refusal, Refusal)
    assert (
        str(refusal.error) == "urn:x:bad: there is no article in the news item: neither text nor a headline"
    )
    assert document.copy == "Rain."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (
            "<packageItem/>",
            "it is a package, which refers to items and has no text of its own; send the items",
        ),
        ("<conceptItem/>", "it is a concept item"),
        ("<knowledgeItem/>", "it is a knowledge item"),
        ("<planningItem/>", "it is a planning item"),
        ("<catalogItem/>", "it is a catalogue"),
        ("<newsMessage><header/></newsMessage>", "the message has no news item, only its header"),
        ("<newsMessage><itemSet><packageItem/></itemSet></newsMessage>", "no news item, only a package"),
        ("<newsItem/>", "there is no article in the news item"),
    ],
)
def test_what_has_no_story_is_refused(data, says):
    with pytest.raises(UnreadableError, match=says):
        read_one(data)


def test_items_in_a_namespace_with_a_prefix():
    data = item(content="<headline>Rain</headline>").replace("<", "<g:").replace("<g:/", "</g:")
    assert read_one(data.replace("xmlns=", "xmlns:g=")).fields["headline"] == "Rain"


def test_a_foreign_element_is_not_taken_for_one_of_the_iptc():
    content = '<x:headline xmlns:x="urn:other">No</x:headline><headline>Yes</headline>'
    assert read_one(item(content=content)).fields["headline"] == "Yes"


def test_xml_of_another_kind_is_data_and_no_text():
    scores = (
        '<inlineXML contenttype="application/sportsml+xml"><sports-content>1:0</sports-content></inlineXML>'
    )
    document = read_one(item("<title>A match</title>", text=scores))
    assert (document.fields["headline"], document.copy) == ("A match", None)


def test_an_envelope_too_large_to_be_kept_with_each_item_is_refused():
    items = item(text=xhtml("<p>A</p>")) + item(text=xhtml("<p>B</p>"))
    data = f"<newsMessage {NAR}><header>{'x' * 300_000}</header><itemSet>{items}</itemSet></newsMessage>"
    with pytest.raises(TooLargeError, match="the envelope of its items has more than 200,000 bytes"):
        read_all(data.encode())


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ('<link rel="irel:previousVersion" residref="urn:x:0"/>', [("updates", "urn:x:0")]),
        ('<link rel="irel:previousVersion" href="http://xyz.example/0"/>', [("updates", "http://xyz.example/0")]),
        (
            '<signal qcode="sig:correction"/><link rel="irel:previousVersion" residref="urn:x:0"/>',
            [("corrects", "urn:x:0")],
        ),
        ('<signal qcode="sig:update"/><link guidref="urn:x:0" version="3"/>', [("updates", "urn:x:0")]),
        ('<signal qcode="sig:update"/><link href="http://xyz.example/photo"/>', []),
        ('<signal qcode="sig:update"/><link rel="irel:seeAlso" residref="urn:x:0"/>', []),
        ('<link guidref="urn:x:0"/>', []),
    ],
)  # fmt: skip
def test_links_to_what_it_replaces(meta, expected):
    document = read_one(item(meta, text=xhtml("<p>Rain.</p>")))
    assert [(each.relation, each.uri) for each in document.replaces] == expected


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ('<embargoed/><pubStatus qcode="stat:usable"/>', ("withheld", None)),
        ("<embargoed>2023-03-05T11:00:00Z</embargoed>", (None, "2023-03-05T11:00:00Z")),
        ('<embargoed/><signal qcode="sig:kill"/>', ("canceled", None)),
    ],
)
def test_an_embargo_without_an_end_withholds(meta, expected):
    fields = read_one(item(meta, text=xhtml("<p>Rain.</p>"))).fields
    assert (fields.get("pubstatus"), fields.get("embargoed")) == expected


@pytest.mark.parametrize(
    ("written", "copy"),
    [
        ("\n<p>\nBERGEN - Rain\nfell.\nMore.\n</p>", "BERGEN - Rain\nfell.\nMore."),
        ("<p>Rain.</p><p>More.</p>", "Rain.\n\nMore."),
        ("Rain &amp; <b>more</b>.\nWind < 5.", "Rain & more.\nWind < 5."),
        ("Wind < 5 and > 3.", "Wind < 5 and > 3."),
    ],
)
def test_plain_text_that_is_marked_up_all_the_same(written, copy):
    inline = f'<inlineData contenttype="text/plain"><![CDATA[{written}]]></inlineData>'
    assert read_one(item(text=inline)).copy == copy


def test_an_item_without_a_date_has_that_of_its_content():
    content = "<contentCreated>2023-03-05T08:00:00Z</contentCreated>"
    later = "<contentModified>2023-03-05T09:00:00Z</contentModified>"
    text = xhtml("<p>Rain.</p>")
    assert (
        read_one(item("<versionCreated/>", content, text)).fields["versioncreated"] == "2023-03-05T08:00:00Z"
    )
    assert read_one(item("", content + later, text)).fields["versioncreated"] == "2023-03-05T09:00:00Z"
    dated = item("<versionCreated>2023-03-05T10:00:00Z</versionCreated>", content, text)
    assert read_one(dated).fields["versioncreated"] == "2023-03-05T10:00:00Z"


def test_the_data_format_of_infomaker():
    idf = (
        '<inlineXML><idf xml:lang="sv" xmlns="http://www.infomaker.se/idf/1.0"><group type="header">'
        '<element type="headline">Regn i Bergen</element><element type="dateline">Bergen</element>'
        '<element type="leadin">Det regnade.</element></group><group type="body">'
        '<element type="body" format="html">Det <em>sade</em> hon.</element>'
        '<object type="x-im/image"><data><text>Ett tak</text></data></object>'
        '<element type="fact-body">Bergen ligger i Norge.</element>'
        '<object type="x-im/content-part"><data><element type="body">En ruta</element></data></object>'
        '<element type="subheadline1">Mer regn</element></group></idf></inlineXML>'
    )
    document = read_one(item(text=idf))
    assert document.copy == "Det regnade.\n\nDet sade hon.\n\nMer regn"
    assert {name: document.fields[name] for name in ("headline", "dateline", "language")} == {
        "headline": "Regn i Bergen",
        "dateline": {"city": "Bergen", "cities": ["Bergen"]},
        "language": "sv",
    }
