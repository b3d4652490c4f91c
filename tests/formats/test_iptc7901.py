import pytest

from searchsvc.errors import UnreadableError
from searchsvc.formats import Document, Refusal, media_type_of, read
from tests.formats.reading import FILES, read_one

KIND = "text/x-iptc7901"
MESSAGE = (FILES / "message.iptc7901").read_bytes()


def message(
    text: str | bytes, header: str = "bsf012 3 ec 121   etf 967", tail: str = "091223 dec 18"
) -> bytes:
    data = text if isinstance(text, bytes) else text.encode("windows-1252")
    return (
        b"\x01" + header.encode() + b"\r\n\r\nFrance\r\n\x02" + data + b"\r\n\x03" + tail.encode() + b"\x04"
    )


def test_a_whole_message():
    document = read_one(MESSAGE)
    assert document.media_type == KIND
    assert document.fields == {
        "urgency": 4,
        "subject": [{"code": "i", "scheme": "iptc7901"}],
        "slugline": "Norway/harbours",
        "keywords": [{"name": "Norway"}, {"name": "harbours"}],
        "headline": (
            "Harbour of Bergen opens a second pier after a decade of plans and three refusals by the county"
        ),
        "byline": "By Kari Lund, dpa",
        "ednote": "2ND LEAD adds quote of harbour master",
        "versioncreated": "2023-03-06T14:37:00Z",
    }
    assert document.copy == (
        "   Bergen (dpa) - The harbour of Bergen opened a second pier on\nMonday, the city said.\n\n"
        '   "The pier doubles what we can take in," harbour master Ola Ness\nsaid.'
    )
    assert document.credits == ("dpa",)
    assert document.warnings == ()
    assert document.original == MESSAGE


def test_a_message_without_its_controls():
    data = (
        b"eca00075 3 i 510    dpa 1003\n\n/politics/Norway/\nHarbour opens =\n \nBergen (dpa) - It opened.\n"
        b"\n"
        b"\n101137 GMT Dez 18\n"
    )
    document = read_one(data)
    assert document.fields["headline"] == "Harbour opens"
    assert document.fields["slugline"] == "politics/Norway"
    assert document.fields["versioncreated"] == "2018-12-10T11:37:00Z"
    assert document.copy == "Bergen (dpa) - It opened."


def test_rubric_and_place_above_the_headline_are_not_it():
    document = read_one(
        message("Situation \r\nFrance: \r\nLe port ouvre = \r\n\r\n   Paris (ats) Le port.\r\n")
    )
    assert document.fields["headline"] == "Le port ouvre"
    assert document.credits == ("ATS",)
    assert document.fields["versioncreated"] == "2018-12-09T12:23:00Z"


def test_without_a_headline_the_copy_is_whole():
    document = read_one(message("Paris (ats) Le port.\r\n\r\nIl ouvre.\r\n"))
    assert "headline" not in document.fields
    assert document.copy == "Paris (ats) Le port.\n\nIl ouvre."


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("131137 GMT Nov 13", "2013-11-13T11:37:00Z"),
        ("311200 MEZ Mär 99", "1999-03-31T11:00:00Z"),
        ("311200 CEST Aug 2021", "2021-08-31T10:00:00Z"),
        ("010000 XYZ Jan 07", "2007-01-01T00:00:00Z"),
        ("321200 GMT Jan 07", None),
        ("311200 GMT Foo 07", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_dates_of_tails(tail, expected):
    document = read_one(message(b"Rain =\r\nRain fell.\r\n", tail=tail))
    assert document.fields.get("versioncreated") == expected
    assert len([each for each in document.warnings if "no date" in each]) == (expected is None and tail != "")


CHARSETS = [
    ("utf-8", "Die Hafenbehörde überprüft Größe und Länge — sagte sie".encode(), None),
    (
        "windows-1252",
        "Die Hafenbehörde überprüft Größe und Länge “sagte sie”".encode("windows-1252"),
        "windows-1252",
    ),
    ("cp850", "Die Hafenbehörde überprüft Größe und Länge, sagte sie".encode("cp850"), "code page 850"),
    ("iso6937", b"Die Hafenbeh\xc8orde \xc8uberpr\xc8uft Gr\xc8o\xfbe und L\xc8ange", "ISO 6937"),
    ("iso646", b"Die Hafenbeh|rde }berpr}ft das und Gr|~e und L{nge f}r die Pr}fung", "German variant"),
]


@pytest.mark.parametrize(("name", "data", "told"), CHARSETS, ids=[each[0] for each in CHARSETS])
def test_charsets_that_nobody_names(name, data, told):
    document = read_one(message(b"Rain =\r\n" + data + b"\r\n"))
    assert document.copy.replace("für die Prüfung", "").startswith("Die Hafenbehörde überprüft ")
    assert "Größe und Länge" in document.copy
    assert [told in each for each in document.warnings] == ([True] if told else [])


def test_braces_in_english_stay_what_they_are():
    document = read_one(message(b"Rain =\r\nThe set {a, b} and [the mit] a~b, die und der {x} f}r\r\n"))
    assert document.copy == "The set {a, b} and [the mit] a~b, die und der {x} f}r"


def test_a_charset_that_is_named_counts():
    [document] = read(message("Привет =\r\nПогода.\r\n".encode("koi8-r")), KIND, charset="koi8-r")
    assert isinstance(document, Document)
    assert (document.fields["headline"], document.copy) == ("Привет", "Погода.")


def test_several_messages_come_one_by_one_and_a_bad_one_alone_is_refused():
    bad = b"\x01no header\r\n\x02Text\x03\x04"
    found = list(read(MESSAGE + bad + message("Rain =\r\nRain fell.\r\n"), "text/plain"))
    assert [type(each) for each in found] == [Document, Refusal, Document]
    assert str(found[1].error).startswith("message 2: it has no header of IPTC 7901")
    assert [read_one(each.original).fields for each in (found[0], found[2])] == [
        found[0].fields,
        found[2].fields,
    ]


def test_a_message_that_breaks_off_is_read_with_a_warning():
    document = read_one(MESSAGE[: MESSAGE.index(b"harbour master")])
    assert document.warnings == ("it breaks off: the end of its text is missing",)
    assert document.copy.endswith('what we can take in,"')


def test_a_message_without_story_is_refused():
    with pytest.raises(UnreadableError, match="neither text nor a headline"):
        read_one(message(b" =\r\n\r\n"))
    with pytest.raises(UnreadableError, match="only controls"):
        read_one(b"\x01\x01\x01", KIND)


def test_other_text_is_not_taken_for_it():
    for data in (b"LIMA, Mar 3 (XYZ) - Rain.", b"abc123 was the number", b"SOS 911 4 i", b"\x01\x02\x03"):
        assert media_type_of("a", data) == "text/plain"


def test_a_service_is_called_after_its_agency():
    data = message("EXTRA\nPier opens =\n\nIt opened.", "xyz0123 4 i 211  dpa-tns 0908")
    document = read_one(data)
    assert document.credits == ("dpa",)
    assert (document.fields["headline"], document.fields["ednote"]) == ("Pier opens", "EXTRA")
