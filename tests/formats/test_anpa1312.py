import pytest

from searchsvc.errors import UnreadableError
from searchsvc.formats import Document, Refusal, media_type_of, read
from tests.formats.reading import FILES, read_one

KIND = "text/x-anpa1312"
MESSAGE = (FILES / "message.anpa").read_bytes()


def message(text: str, tail: str = "AP-WF-03-06-23 1509GMT<") -> bytes:
    head = b"\x01G7787\x1f_glbsm\r\nr d\x13\x11 BC-US--Pier 1stLd-Writethru   08-29 0590\r\n\x02"
    return head + text.encode() + b"\r\n\x03" + tail.encode() + b"\r\n\x04"


def test_a_whole_message():
    document = read_one(MESSAGE)
    assert document.media_type == KIND
    assert document.fields == {
        "urgency": 4,
        "subject": [{"name": "international", "code": "i", "scheme": "anpa1312"}],
        "slugline": "BC-EU--Norway-Pier, 1st Ld-Writethru",
        "headline": "Bergen opens a second pier",
        "byline": "By KARI LUND",
        "ednote": "AP Photo XYZ101, XYZ102 Eds: Adds quote. With AP Photos.",
        "versioncreated": "2023-03-06T15:09:00Z",
    }
    assert document.copy == (
        "\t   BERGEN, Norway (AP) _ The harbour of Bergen opened a second pier on Monday.\n \n"
        "\t   ``The pier doubles what we can take in,'' harbour master Ola Ness said."
    )
    assert document.credits == ("Associated Press", "AP")
    assert document.warnings == (
        'a second headline is left out: "Bergen\'s second pier doubles what the harbour can take in"',
    )


def test_lines_without_marks_end_at_the_first_that_is_indented():
    data = (
        b"\x01a0105KYODO\x1fkoko-\r\nu s\x14\x12 BC-Soccer-Final   09-12 0344\r\n\x02BC-Soccer-Final\r\n"
        b"Soccer: Home side claims the cup\r\nby a single goal+\r\n"
        b"     SAITAMA, Japan, Dec. 9 Kyodo - They won.\r\n     They cheered.\r\n==Kyodo\r\n"
        b"\x03KWS-21:37-09-12-18\x04\r\n"
    )
    document = read_one(data)
    assert document.fields["headline"] == "Soccer: Home side claims the cup by a single goal"
    assert document.fields["slugline"] == "BC-Soccer-Final"
    assert document.fields["versioncreated"] == "2018-12-09T12:37:00Z"
    assert document.fields["urgency"] == 3
    assert document.credits == ("Kyodo",)
    assert document.copy.startswith("     SAITAMA, Japan, Dec. 9 Kyodo - They won.\n     They cheered.")


def test_a_list_of_lines_in_fixed_form_is_the_story():
    document = read_one(
        message(
            "^*9006< ^AP-Top-News,0176<\r\n^AP Top News at 11 p.m.<\r\n^Rain falls<\r\n^Pier opens<\r\n^\r\n"
        )
    )
    assert document.fields["slugline"] == "AP-Top-News"
    assert document.fields["headline"] == "AP Top News at 11 p.m."
    assert document.copy == "Rain falls\n\nPier opens"


@pytest.mark.parametrize(
    ("tail", "expected", "credited"),
    [
        ("AP-WF-03-06-23 1509GMT<", "2023-03-06T15:09:00Z", ("AP",)),
        ("AP-NY-03-06-99 2309EST<", "1999-03-07T04:09:00Z", ("AP",)),
        ("XYZ-03-06-23 1509", "2023-03-06T15:09:00Z", ("XYZ",)),
        ("AP-WF-13-40-23 1509GMT", None, ()),
        ("", None, ()),
    ],
)
def test_dates_of_tails(tail, expected, credited):
    document = read_one(message("^BC-Pier,12<\r\n^Pier opens<\r\n\tIt opened.\r\n", tail))
    assert document.fields.get("versioncreated") == expected
    assert document.credits == credited
    assert bool(document.warnings) == (expected is None and tail != "")


def test_several_messages_and_one_that_breaks_off():
    found = list(read(MESSAGE + b"\x01x\x02y\x03" + MESSAGE[: MESSAGE.index(b"master")], KIND))
    assert [type(each) for each in found] == [Document, Refusal, Document]
    assert str(found[1].error).startswith("message 2: it has no header of ANPA 1312")
    assert "it breaks off: the end of its text is missing" in found[2].warnings


def test_other_text_is_not_taken_for_it():
    assert media_type_of("a", MESSAGE) == KIND
    assert media_type_of("a", b"W1204 was late\nr i said nothing") == "text/plain"
    with pytest.raises(UnreadableError):
        read_one(b"Rain.", KIND)


def test_marks_of_typesetters_are_not_the_text():
    document = read_one(
        message(
            "^BC-Pier-Table,<\r\n\t   BERGEN (AP) _ Levels, in metres:<\r\n\t   Pier;2.1<\r\n"
            "^Second Part=\r\n\t   Dock;1.9<\r\n^END<\r\n"
        )
    )
    assert document.fields["slugline"] == "BC-Pier-Table"
    assert "headline" not in document.fields
    assert document.copy == (
        "\t   BERGEN (AP) _ Levels, in metres:\n\t   Pier;2.1\nSecond Part\n\t   Dock;1.9"
    )


def test_headings_below_the_byline_are_the_story():
    document = read_one(
        message(
            "^BC-Pier-Glance<\r\n^Pier Glance=\r\n^(Eds: Adds levels.)<\r\n^By The Associated Press=\r\n"
            "^NORTH SIDE=\r\n\t   Pier 2, Dock 1<\r\n"
        )
    )
    assert document.fields["headline"] == "Pier Glance"
    assert document.fields["byline"] == "By The Associated Press"
    assert document.fields["ednote"] == "Eds: Adds levels."
    assert document.credits == ("AP",)
    assert document.copy == "NORTH SIDE\n\n\t   Pier 2, Dock 1"


def test_a_header_may_leave_out_how_many_words_there_are():
    data = message("^BC-Pier<\r\n^Pier opens<\r\n\tIt opened.\r\n").replace(b"08-29 0590", b"08-29 ")
    assert media_type_of("a", data) == KIND
    assert read_one(data).fields["headline"] == "Pier opens"


def test_a_slug_alone_is_no_headline():
    data = message("BC-US--Pier,17\r\n\tIt opened.\r\n")
    fields = read_one(data).fields
    assert fields["slugline"] == "BC-US--Pier"
    assert "headline" not in fields
