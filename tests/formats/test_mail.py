import pytest

from searchsvc.errors import TooLargeError, UnreadableError
from searchsvc.formats import Document, mail, media_type_of
from tests.formats.reading import FILES, read_one

KIND = "message/rfc822"
MESSAGE = (FILES / "message.eml").read_bytes()


def message(*headers: str, body: bytes = b"Rain fell.") -> bytes:
    given = ("From: press@bergen.example", "Subject: Rain", "Date: Mon, 06 Mar 2023 14:30:00 +0100", *headers)
    return "\n".join(("MIME-Version: 1.0", *given, "", "")).encode() + body


def test_a_whole_message():
    assert read_one(MESSAGE) == Document(
        fields={
            "headline": "Bergen opens a second pier",
            "uri": "mid:harbour-77@bergen.example",
            "versioncreated": "2023-03-06T13:30:00Z",
        },
        copy=(
            "The harbour of Bergen opened a second pier on Monday, Kari Bær said.\n\n"
            '"It doubles what we can take in," she said.'
        ),
        original=MESSAGE,
        media_type=KIND,
        canonical=MESSAGE,
        warnings=("what is attached is not read; send it too: pier.jpg",),
        credits=("Havnekontoret i Bergen åpner",),
    )


@pytest.mark.parametrize(
    ("headers", "body", "copy", "warnings"),
    [
        ((), b"Rain fell.\n", "Rain fell.", ()),
        (("Content-Type: text/html",), b"<p>It rained.</p><p>More.</p>", "It rained.\n\nMore.", ()),
        (("Content-Type: text/plain; charset=nosuch",), "Regn på øya".encode(), "Regn på øya", ()),
        (("Content-Type: text/plain; charset=utf-8",), b"\x93Rain\x94", "“Rain”",
         ("not UTF-8 (byte 0); read as windows-1252",)),
        (("Content-Transfer-Encoding: base64",), b"UmFpbiBmZWxsLg==", "Rain fell.", ()),
        (("Content-Type: application/pdf",), b"%PDF", None, ()),
    ],
)  # fmt: skip
def test_the_text_of_a_message(headers, body, copy, warnings):
    document = read_one(message(*headers, body=body))
    assert (document.media_type, document.fields["headline"]) == (KIND, "Rain")
    assert (document.copy, document.warnings, document.credits) == (copy, warnings, ("press",))


@pytest.mark.parametrize("subject", ["=?nosuch?q?Rain?=", "=?utf-8?b?UmFpbg=?=", "=?utf-8?q?=FF?="])
def test_a_subject_that_cannot_be_decoded_stays_a_headline(subject):
    assert read_one(message(f"Subject: {subject}").replace(b"Subject: Rain\n", b"")).fields["headline"]


def test_no_codec_that_runs_on_is_let_near_a_message():
    """That of domain names takes a time that grows with the length squared; both are read as they are."""
    words, body = f"=?idna?q?xn--{'a' * 60}?=", b"xn--" + b"a" * 300_000
    sent = message(f"Subject: {words}", "Content-Type: text/plain; charset=idna", body=body)
    document = read_one(sent.replace(b"Subject: Rain\n", b""))
    assert (document.fields["headline"], document.copy) == (words, body.decode())


def test_odd_dates_are_left_out():
    data = message().replace(b"Mon, 06 Mar 2023 14:30:00 +0100", b"soon")
    assert read_one(data).warnings == ("versioncreated: 'soon' is no date; left out",)


def test_other_text_is_not_taken_for_it():
    assert media_type_of("a", b"From: Oslo\nSubject: Rain\nDate: today\n\nRain fell.") == "text/plain"
    assert media_type_of("a", b"Subject: Rain\nRain fell: much\n") == "text/plain"
    assert media_type_of("a", message()) == KIND
    with pytest.raises(UnreadableError, match="no headers of mail"):
        read_one(b"Rain fell.", KIND)


def test_a_message_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(mail, "MAX_BYTES", 100)
    with pytest.raises(TooLargeError, match="at most 100"):
        read_one(message() + b" " * 100, KIND)


def test_parts_in_parts_are_bounded():
    def nested(depth: int) -> bytes:
        data = message("Content-Type: multipart/mixed; boundary=b0", body=b"")
        for number in range(depth):
            data += f"\n--b{number}\nContent-Type: multipart/mixed; boundary=b{number + 1}\n\n".encode()
        return data + f"--b{depth}\n\nRain fell.".encode()

    assert read_one(nested(49)).copy == "Rain fell."
    with pytest.raises(TooLargeError, match="51 containers of parts; at most 50"):
        read_one(nested(50))


@pytest.mark.parametrize(
    ("sender", "named"),
    [
        ("Rain Office <press@oslo.example>", ("Rain Office",)),
        ("press@oslo.example", ("press",)),
        ("(" * 2_000, ()),
        ('"' * 3_000, ()),
    ],
)
def test_who_sent_it(sender, named):
    data = f"From: {sender}\nSubject: Rain\nMIME-Version: 1.0\n\nRain fell.\n".encode()
    [document] = mail.read(data)
    assert document.credits == named


@pytest.mark.parametrize(
    ("body", "copy"),
    [
        ("Rain fell.\n\n-- \nAnn Lee\nPress office\n", "Rain fell."),
        ("Rain fell.\n--\nAnn Lee\n", "Rain fell."),
        ("Rain\n-- \nmore rain\n-- \nAnn Lee", "Rain\n-- \nmore rain"),
        ("Rain -- more rain\n--- \nand more", "Rain -- more rain\n--- \nand more"),
        ("-- \nAnn Lee\n", "-- \nAnn Lee"),
        ("Rain.\n-- \n" + "It went on. " * 200, "Rain.\n-- \n" + ("It went on. " * 200).strip()),
    ],
)
def test_a_signature_is_not_the_story(body, copy):
    assert read_one(message(body=body.encode())).copy == copy
