import pytest

from searchsvc.errors import UnreadableError
from searchsvc.formats import Document, Refusal, Replaced
from tests.formats.reading import FILES, read_all, read_one


def item(management: str = "", component: str = "", identification: str = "") -> str:
    return (
        f"<NewsItem><Identification>{identification}</Identification><NewsManagement>{management}</NewsManagement>"
        f"<NewsComponent>{component}</NewsComponent></NewsItem>"
    )


def newsml(*items: str) -> str:
    return f"<NewsML><NewsEnvelope/>{''.join(items)}</NewsML>"


def text(content: str = "<p>Rain.</p>", kind: str = "Text") -> str:
    return f'<ContentItem><MediaType FormalName="{kind}"/><DataContent>{content}</DataContent></ContentItem>'


def test_a_whole_item():
    data = (FILES / "item.newsml.xml").read_bytes()
    place = data.index(b"<NewsItem "), data.index(b"</NewsItem>") + len(b"</NewsItem>")
    assert read_one(data) == Document(
        fields={
            "uri": "urn:newsml:xyz.example:20230305:PORT-7",
            "version": "2",
            "versioncreated": "2023-03-05T09:15:00Z",
            "firstcreated": "2023-03-05T08:00:00Z",
            "embargoed": "2023-03-05T11:00:00Z",
            "pubstatus": "usable",
            "urgency": 4,
            "headline": "Le port rouvre",
            "byline": "Par Ann Lee",
            "slugline": "port-bergen",
            "copyrightnotice": "© 2023 XYZ",
            "dateline": {
                "text": "Bergen, 5 mars 2023 (XYZ)",
                "city": "Bergen",
                "cities": ["Bergen"],
                "country": "NO",
            },
            "keywords": [{"name": "port"}, {"name": "bac"}],
            "ednote": "Photo suit",
            "language": "fr",
            "genre": [{"code": "Analysis"}],
            "subject": [{"code": "04015000", "scheme": "Iptc"}],
            "place": [{"name": "Bryggen"}],
        },
        copy="Le port de Bergen a rouvert dimanche.\n\nLes bacs naviguent.",
        original=data,
        media_type="text/vnd.iptc.newsml",
        canonical=data[place[0] : place[1]].decode("latin-1").encode(),
        credits=("XYZ", "Sender"),
    )


PUBLIC = "urn:newsml:x:20230305:7"


@pytest.mark.parametrize(
    ("public", "revision", "others", "expected"),
    [
        (f"{PUBLIC}:12U", "12", "", (PUBLIC, "12")),
        (f"{PUBLIC}:12", "12", "", (PUBLIC, "12")),
        (PUBLIC, "12", "", (PUBLIC, "12")),
        ("A7", "", "<ProviderId>x</ProviderId>", ("urn:searchsvc:newsml:x:A7", None)),
        (
            "",
            "",
            "<ProviderId>x</ProviderId><DateId>20230305</DateId><NewsItemId>7</NewsItemId>",
            (PUBLIC, None),
        ),
        ("", "", "", (None, None)),
    ],
)
def test_all_revisions_have_one_identity(public, revision, others, expected):
    identifier = f"<PublicIdentifier>{public}</PublicIdentifier><RevisionId>{revision}</RevisionId>{others}"
    data = newsml(item("", text(), f"<NewsIdentifier>{identifier}</NewsIdentifier>"))
    fields = read_one(data).fields
    assert (fields.get("uri"), fields.get("version")) == expected


@pytest.mark.parametrize(
    ("management", "expected"),
    [
        ('<Status FormalName="Usable"/>', {"pubstatus": "usable"}),
        ('<Status FormalName="Canceled"/>', {"pubstatus": "canceled"}),
        ('<Status FormalName="Embargoed"/>', {"pubstatus": "withheld"}),
        ('<Status FormalName="Usable"/><Instruction FormalName="Rescind"/>', {"pubstatus": "canceled"}),
        (
            '<Status FormalName="Usable"/><StatusWillChange><FutureStatus FormalName="Withheld"/>'
            "<DateAndTime>20230305T120000Z</DateAndTime></StatusWillChange>",
            {"pubstatus": "usable", "expires": "2023-03-05T12:00:00Z"},
        ),
    ],
)
def test_status(management, expected):
    assert read_one(newsml(item(management, text()))).fields == expected


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (text("Plain text.\n\nMore."), "Plain text.\n\nMore."),
        (text("<![CDATA[<p>Rain.</p><p>More.</p>]]>"), "Rain.\n\nMore."),
        (text("<html><head><title>x</title></head><body><p>Rain.</p></body></html>"), "Rain."),
        (text("/9j/", "Photo") + text(), "Rain."),
        (f'<NewsComponent><Role FormalName="Sidebar"/>{text("<p>Aside.</p>")}</NewsComponent>'
         f"<NewsComponent>{text()}</NewsComponent>", "Rain."),
        (f"<NewsComponent>{text('<p>First.</p>')}</NewsComponent>"
         f'<NewsComponent><Role FormalName="Main"/>{text()}</NewsComponent>', "Rain."),
        (f"<NewsComponent><NewsComponent>{text()}</NewsComponent></NewsComponent>", "Rain."),
    ],
)  # fmt: skip
def test_the_text_is_found_among_components(component, expected):
    assert read_one(newsml(item("", component))).copy == expected


def test_a_picture_with_headline_and_caption_is_an_article():
    photo = '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>'
    lines = "<NewsLines><HeadLine>Rain</HeadLine></NewsLines>"
    caption = f'<NewsComponent><Role FormalName="Caption"/>{text("<p>It rains.</p>")}</NewsComponent>'
    document = read_one(newsml(item("", f"{lines}{photo}{caption}")))
    assert (document.fields["headline"], document.copy) == ("Rain", "It rains.")
    with pytest.raises(UnreadableError, match="pictures, sound or video and no text"):
        read_one(newsml(item("", lines + photo)))


def test_several_items_are_articles_of_their_own():
    data = newsml(item("", text()), item(), item("", text("<p>More.</p>"))).encode("utf-16")
    first, bad, last = read_all(data)
    assert (first.copy, last.copy) == ("Rain.", "More.")
    assert isinstance(bad, Refusal)
    assert str(bad.error) == "item 2: there is no article in the news item: neither text nor a headline"
    [again] = read_all(last.original, last.media_type)
    assert (again.copy, again.canonical) == (last.copy, last.canonical)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("<NewsML><NewsEnvelope/></NewsML>", "the NewsML has no NewsItem, only its envelope"),
        ("<NewsML><NewsItem/></NewsML>", "no article in the news item"),
    ],
)
def test_what_has_no_story_is_refused(data, says):
    with pytest.raises(UnreadableError, match=says):
        read_one(data)


@pytest.mark.parametrize(
    ("management", "expected"),
    [
        (
            '<AssociatedWith FormalName="Update" NewsItem="urn:newsml:x.example:20230305:7:2U"/>',
            (Replaced("updates", "urn:newsml:x.example:20230305:7"),),
        ),
        (
            '<AssociatedWith FormalName="Correction" NewsItem="urn:newsml:x.example:20230305:7"/>',
            (Replaced("corrects", "urn:newsml:x.example:20230305:7"),),
        ),
        ('<AssociatedWith NewsItem="urn:newsml:x.example:20230305:7"/>', ()),
        ('<AssociatedWith FormalName="Photo"/>', ()),
    ],
)
def test_an_association_may_say_that_it_replaces(management, expected):
    assert read_one(newsml(item(management, text()))).replaces == expected


def part(role: str, content: str = "", language: str = "nl", mime: str = "") -> str:
    kind = f'<MimeType FormalName="{mime}"/>' if mime else ""
    return (
        f'<NewsComponent xml:lang="{language}"><Role FormalName="{role}"/><ContentItem>'
        f"{kind}<DataContent>{content}</DataContent></ContentItem></NewsComponent>"
    )


@pytest.mark.parametrize(
    ("parts", "headline", "copy"),
    [
        (
            part("Title", "De haven")
            + part("Lead", "Het regent.")
            + part("Body", "De &lt;b&gt;pier&lt;/b&gt; is open.\nIedereen kwam."),
            "De haven",
            "Het regent.\n\nDe pier is open.\nIedereen kwam.",
        ),
        (
            part("StyleSheet", ".a {margin: 0}", mime="text/css")
            + part("SubHeadLine", "<p>Below.</p>")
            + part("HeadLine", "<p>The <b>harbour</b></p>")
            + part("Contact", "<p>Ann Lee, 555</p>")
            + part("Body", "<html><body><p>It rains.</p></body></html>"),
            "The harbour",
            "It rains.",
        ),
        (
            part("Title", "De haven") + part("Lead", "Il pleut.", "fr") + part("Body", "Het regent."),
            "De haven",
            "Het regent.",
        ),
        (part("Title", "De haven") + part("Lead") + part("Body"), "De haven", None),
        (part("Title", "De haven") + part("Lead", "Het regent.") + part("Body"), "De haven", "Het regent."),
    ],
)
def test_a_story_in_parts_is_put_together(parts, headline, copy):
    document = read_one(newsml(item("", f"<NewsComponent>{parts}</NewsComponent>")))
    assert (document.fields["headline"], document.copy) == (headline, copy)


def test_a_text_in_another_language_is_told():
    dutch = part("Title", "De haven") + part("Body", "Het regent.")
    french = part("Title", "Le port", "fr") + part("Body", "Il pleut.", "fr")
    both = "".join(f"<NewsComponent>{each}</NewsComponent>" for each in (dutch, french))
    document = read_one(newsml(item("", both)))
    assert (document.fields["headline"], document.copy) == ("De haven", "Het regent.")
    assert document.warnings == ("its text in fr is left out; send each language as an item of its own",)


def test_nitf_is_a_story_whatever_it_is_said_to_be():
    nitf = "<nitf><body><body.content><p>It rains.</p></body.content></body></nitf>"
    assert read_one(newsml(item("", text(nitf, "ComplexData")))).copy == "It rains."


def test_what_names_the_provider_alone_is_no_identity():
    def uri(number: str, revision: str = "2", public: str = "urn:newsml:www.x.example") -> str | None:
        parts = (
            f"<ProviderId>x.example</ProviderId><DateId>20230305</DateId><NewsItemId>{number}</NewsItemId>"
        )
        rest = f"<RevisionId>{revision}</RevisionId><PublicIdentifier>{public}</PublicIdentifier>"
        data = newsml(item("", text(), f"<NewsIdentifier>{parts}{rest}</NewsIdentifier>"))
        return read_one(data).fields.get("uri")

    assert uri("77") == "urn:newsml:x.example:20230305:77"
    assert uri("0") is None
    assert uri("77", "R9", "urn:newsml:x.example:20230305:77:R9") == "urn:newsml:x.example:20230305:77"


def test_the_dtd_of_nitf_may_be_named_inside_the_one_of_newsml():
    dtd = '<!DOCTYPE NewsML SYSTEM "NewsML.dtd" [<!ENTITY % nitf SYSTEM "nitf-3-0.dtd"> %nitf;]>'
    assert read_one(dtd + newsml(item("", text()))).copy == "Rain."


def test_a_time_is_no_dateline():
    lines = "<NewsLines><HeadLine>Rain</HeadLine><DateLine>2.4.2023 16:02:09 CEST</DateLine></NewsLines>"
    assert read_one(newsml(item("", lines + text()))).fields == {"headline": "Rain"}


def test_a_country_that_nobody_knows_is_none():
    location = '<Location HowPresent="Origin"><Property FormalName="Country" Value="ZZZ"/>'
    city = '<Property FormalName="City" Value="Bergen"/></Location>'
    described = f"<DescriptiveMetadata>{location}{city}</DescriptiveMetadata>"
    fields = read_one(newsml(item("", described + text()))).fields
    assert fields == {"dateline": {"city": "Bergen", "cities": ["Bergen"]}}


@pytest.mark.parametrize(
    ("management", "expected"),
    [
        ("<ThisRevisionCreated>20230305T0915Z</ThisRevisionCreated>", "2023-03-05T09:15:00Z"),
        ("<FirstCreated>20230304T080000Z</FirstCreated>", "2023-03-04T08:00:00Z"),
        ("", "2023-03-06T10:00:00Z"),
    ],
)
def test_a_revision_without_a_time_has_that_of_the_item_or_of_the_envelope(management, expected):
    envelope = "<NewsEnvelope><DateAndTime>20230306T100000Z</DateAndTime></NewsEnvelope>"
    data = newsml(item(management, text())).replace("<NewsEnvelope/>", envelope)
    assert read_one(data).fields["versioncreated"] == expected
