import pytest

from searchsvc.errors import UnreadableError
from searchsvc.formats.document import Document, Replaced
from tests.formats.reading import FILES, read_one


def story(head: str = "", body_head: str = "", content: str = "<p>Rain.</p>") -> Document:
    return read_one(
        f"<nitf><head>{head}</head><body><body.head>{body_head}</body.head>"
        f"<body.content>{content}</body.content></body></nitf>"
    )


def test_a_whole_story():
    data = (FILES / "story.nitf.xml").read_bytes()
    assert read_one(data) == Document(
        fields={
            "pubstatus": "usable",
            "uri": "urn:searchsvc:nitf:XYZ:harbour-77",
            "version": "3",
            "versioncreated": "2023-03-05T09:15:00Z",
            "embargoed": "2023-03-05T11:00:00Z",
            "expires": "2099-04-01T00:00:00Z",
            "urgency": 4,
            "ednote": "Picture to follow",
            "copyrightnotice": "© 2023 XYZ Press",
            "usageterms": "Not for archives",
            "subject": [
                {
                    "name": "Shipping",
                    "code": "04015001",
                    "scheme": "http://cv.iptc.org/newscodes/subjectcode/",
                },
                {"name": "sea", "code": "sea"},
            ],
            "genre": [{"name": "Analysis"}],
            "keywords": [{"name": "harbour"}, {"name": "ferry"}],
            "place": [{"name": "Bergen"}, {"name": "Bryggen"}],
            "person": [{"name": "Kari Berg", "code": "p1", "scheme": "xyz"}],
            "organisation": [{"name": "Port of Bergen"}],
            "headline": "Harbour reopens after storm",
            "byline": "By Ann Lee",
            "dateline": {
                "text": "BERGEN, Norway",
                "city": "BERGEN",
                "cities": ["BERGEN"],
                "country": "NO",
                "date": "2023-03-05",
            },
            "language": "en-GB",
        },
        copy=(
            "BERGEN, Norway, March 5 (XYZ) - The harbour of Bergen reopened on Sunday.\n\n"
            "Second pier\n\nFerries sail\nagain & again.\n\nLine 1\n\nLine 2\n\nShip  Hour\n\nNora  9"
        ),
        original=data,
        media_type="text/vnd.iptc.nitf",
        canonical=data,
        credits=("XYZ", "XYZ Press"),
    )


@pytest.mark.parametrize(
    ("docdata", "expected"),
    [
        ('<doc-id id-string="urn:x:1"/>', ("urn:x:1", None)),
        ('<doc-id id-string="7"/>', ("urn:searchsvc:nitf:7", None)),
        ('<doc-id id-string="7 a/b" regsrc="X Y"/>', ("urn:searchsvc:nitf:X%20Y:7%20a%2Fb", None)),
        ('<doc-id id-string="7"/><doc.copyright holder="XYZ"/>', ("urn:searchsvc:nitf:XYZ:7", None)),
        ('<doc-id id-string="k-v2"/><du-key key="k" version="2"/>', ("urn:searchsvc:nitf:k", "2")),
        # A key of a day, not of a story: another day has the same.
        ('<doc-id id-string="991"/><du-key key="BC-Rain" version="2"/>', ("urn:searchsvc:nitf:991", "2")),
        ('<doc-id regsrc="XYZ"/><du-key key="BC-Rain" version="2"/>', (None, None)),
    ],
)
def test_identity_and_version(docdata, expected):
    fields = story(f"<docdata>{docdata}</docdata>").fields
    assert (fields.get("uri"), fields.get("version")) == expected


@pytest.mark.parametrize(
    ("docdata", "expected"),
    [
        ('<docdata management-status="Withheld"/>', "withheld"),
        ('<docdata management-status="canceled"/>', "canceled"),
        ('<docdata management-status="usable"><ed-msg msg-type="Kill"/></docdata>', "canceled"),
        ("<docdata/>", None),
    ],
)
def test_status(docdata, expected):
    assert story(docdata).fields.get("pubstatus") == expected


def test_bad_metadata_is_left_out_with_a_warning():
    document = story(
        '<docdata management-status="sold"><date.issue norm="YYYYMMDD000000-HHMM"/><urgency ed-urg="12"/>'
        '<date.release norm="soon"/></docdata>',
        '<dateline>Lima<story.date norm="20231399"/></dateline>',
    )
    assert document.fields == {"dateline": {"text": "Lima", "city": "Lima", "cities": ["Lima"]}}
    assert document.warnings == (
        "versioncreated: 'YYYYMMDD000000-HHMM' is no date; left out",
        "date.release: 'soon' is no date; left out",
        "urgency: '12' is not a number from 1 to 9; left out",
        "pubstatus: 'sold' is unknown; left out",
        "dateline: '20231399' is no date; left out",
    )


def test_a_release_that_is_not_after_the_issue_is_no_embargo():
    docdata = '<docdata><date.issue norm="20230305T10Z"/><date.release norm="20230305T10Z"/></docdata>'
    assert story(docdata).fields == {"versioncreated": "2023-03-05T10:00:00Z"}


@pytest.mark.parametrize(
    ("norm", "expected"),
    [
        ("20230305T101500+0100", "2023-03-05T09:15:00Z"),
        ("2023-03-05 10:15", "2023-03-05T10:15:00Z"),
        ("20230305", "2023-03-05T00:00:00Z"),
        ("20230305+0100", "2023-03-04T23:00:00Z"),
    ],
)
def test_dates_in_either_form_of_iso_8601(norm, expected):
    assert story(f'<docdata><date.issue norm="{norm}"/></docdata>').fields["versioncreated"] == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            "<location>NEW YORK, N.Y.</location>",
            {"text": "NEW YORK, N.Y.", "city": "NEW YORK", "cities": ["NEW YORK"]},
        ),
        ("Oslo/Bergen", {"text": "Oslo/Bergen", "city": "Oslo", "cities": ["Oslo", "Bergen"]}),
        (
            '<location><city>Lima</city><state>Lima</state><country iso-cc="pe">Peru</country></location>',
            {"text": "Lima, Lima, Peru", "city": "Lima", "cities": ["Lima"], "country": "PE"},
        ),
        ("", None),
    ],
)
def test_datelines(markup, expected):
    assert story("", f"<dateline>{markup}</dateline>").fields.get("dateline") == expected


def test_where_the_text_may_stand():
    def text(body: str) -> str | None:
        return read_one(f"<nitf><body>{body}</body></nitf>").copy

    assert text("<p>No body.content.</p>") == "No body.content."
    assert text("Bare text") == "Bare text"
    assert (
        text("<body.head><abstract><p>Only this.</p></abstract></body.head><body.content/>") == "Only this."
    )
    media = "<media><media-caption>Only a caption.</media-caption></media>"
    assert text(f"<body.content>{media}</body.content>") == "Only a caption."
    assert text("<body.content><p>A<br/><br/>B</p></body.content>") == "A\n\nB"
    headline = "<body.head><hedline><hl1>Rain in Lima</hl1></hedline></body.head>"
    assert text(f"{headline}<body.content><hl2>RAIN IN LIMA</hl2><p>Rain.</p></body.content>") == "Rain."


def test_the_title_is_the_headline_where_there_is_no_other():
    assert story("<title>Rain in Lima</title>").fields == {"headline": "Rain in Lima"}


def test_the_language_of_the_content():
    assert story(content='<lang lang="it"/><p>Pioggia.</p>').fields == {"language": "it"}


@pytest.mark.parametrize("data", [b"<nitf/>", b"<nitf><head/><body><body.content/></body></nitf>"])
def test_a_story_without_text_and_headline_is_refused(data):
    with pytest.raises(UnreadableError, match="no article in the NITF: neither text nor a headline"):
        read_one(data)


def test_another_root_is_refused():
    with pytest.raises(UnreadableError, match="the root element is html, not nitf; send NITF"):
        read_one(b"<html/>", "text/vnd.iptc.nitf")


def test_a_correction_names_what_it_corrects():
    head = '<docdata><doc-id id-string="8" regsrc="XYZ"/><correction id-string="7"/></docdata>'
    document = story(head)
    assert document.fields["uri"] == "urn:searchsvc:nitf:XYZ:8"
    assert document.replaces == (Replaced("corrects", "urn:searchsvc:nitf:XYZ:7"),)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Bergen", {"text": "Bergen", "city": "Bergen", "cities": ["Bergen"]}),
        ("BERGEN March 22 XYZ -", {"text": "BERGEN March 22 XYZ -"}),
        ("BERGEN (XYZ)", {"text": "BERGEN (XYZ)"}),
        ("20230305T222800+0000", None),
    ],
)
def test_a_dateline_as_text_may_be_more_than_a_place(written, expected):
    assert story(body_head=f"<dateline>{written}</dateline>").fields.get("dateline") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("gr/bp", None), ("abc", None), ("ann lee", "ann lee"), ("A. Lee/B. Roe", "A. Lee/B. Roe")],
)
def test_initials_are_no_byline(written, expected):
    assert story(body_head=f"<byline>{written}</byline>").fields.get("byline") == expected


def test_who_moved_a_story_is_believed_behind_who_has_its_rights():
    head = (
        '<docdata><del-list><from-src src-name="XYZ" level-number="1"/></del-list>'
        '<doc.copyright holder="XYZ Press"/></docdata>'
    )
    assert story(head).credits == ("XYZ Press", "XYZ")


def test_a_heading_that_opens_the_story_is_the_headline_where_there_is_no_other():
    document = story(content="<hl2><p> Correction </p></hl2><p>A name was wrong.</p>")
    assert (document.fields, document.copy) == ({"headline": "Correction"}, "A name was wrong.")
    headed = "<hedline><hl1>Rain</hl1></hedline>"
    assert (
        story(body_head=headed, content="<hl2>Part one</hl2><p>It rains.</p>").copy == "Part one\n\nIt rains."
    )


def test_the_newspaper_is_the_last_credit():
    head = '<docdata><doc.copyright holder="XYZ Press"/></docdata><pubdata name="The Bergen Post "/>'
    assert story(head).credits == ("XYZ Press", "The Bergen Post")


@pytest.mark.parametrize(
    "body_head",
    [
        "<hedline><hl1>Rain</hl1><hl2>More to come</hl2></hedline>",
        "<headline><hl1>Rain</hl1><hl2>More to come</hl2></headline>",
        "<hl1>Rain</hl1>",
    ],
)
def test_the_headline_may_be_called_otherwise(body_head):
    document = story("<title>weather</title>", body_head + "<slugline>WEATHER-RAIN</slugline>")
    assert document.fields == {"headline": "Rain", "slugline": "WEATHER-RAIN"}


def test_a_story_that_says_only_when_it_was_written_is_of_that_time():
    dateline = '<dateline>Lima<story.date norm="20230305T091500+0000"/></dateline>'
    issued = '<docdata><date.issue norm="20230306T000000Z"/></docdata>'
    assert story("", dateline).fields["versioncreated"] == "2023-03-05T09:15:00Z"
    assert story(issued, dateline).fields["versioncreated"] == "2023-03-06T00:00:00Z"
