import pytest

from searchsvc.errors import UnreadableError
from searchsvc.formats import Document, media_type_of
from tests.formats.reading import FILES, read_all, read_one

KIND = "text/x-telex"
MESSAGE = (FILES / "message.telex").read_bytes()


def test_a_whole_message():
    assert read_one(MESSAGE) == Document(
        fields={
            "slugline": "Harbours_BC2",
            "headline": "Bergen opens a second pier",
            "dateline": {"city": "BERGEN", "cities": ["BERGEN"]},
            "subject": [{"code": "04015000", "scheme": "http://cv.iptc.org/newscodes/subjectcode/"}],
        },
        copy=(
            "The harbour of Bergen opened a second pier on Monday, the city said.\n\n"
            '   "The pier doubles what we can take in," harbour master Ola Ness said.'
        ),
        original=MESSAGE,
        media_type=KIND,
        canonical=MESSAGE,
        credits=("AAP",),
    )


@pytest.mark.parametrize(
    ("data", "fields", "copy"),
    [
        (b"\r\nzczc\r\nRain fell.", {}, "Rain fell."),
        (b"   ZCZC AB12\r$T\r^SOCCER: Home side wins\r+15054000\rRain fell.\rNNNN\r",
         {"headline": "SOCCER: Home side wins",
          "subject": [{"code": "15054000", "scheme": "http://cv.iptc.org/newscodes/subjectcode/"}]},
         "Rain fell."),
        (b"ZCZC\n:Rain\n\n:1200\nRain fell.\n* Sun\n", {}, "Rain fell.\n* Sun"),
        (b"ZCZC\nRain\x1ffell.\nNNNN\nand more", {}, "Rain fell."),
    ],
)  # fmt: skip
def test_what_stands_between_the_frames(data, fields, copy):
    document = read_one(data)
    assert (document.media_type, document.fields, document.copy) == (KIND, fields, copy)


def test_several_messages():
    found = read_all(MESSAGE + b"\r\nZCZC X\r\nNNNN\r\nZCZC Y\r\nRain.\r\nNNNN")
    assert isinstance(found[0], Document) and isinstance(found[2], Document)
    assert (found[0].fields["headline"], found[2].copy) == ("Bergen opens a second pier", "Rain.")
    assert str(found[1].error) == "message 2: there is no article in the message: neither text nor a headline"


def test_other_text_is_not_taken_for_it():
    assert media_type_of("a", b"ZCZCORP rises") == "text/plain"
    assert media_type_of("a", b"Rain fell.\nZCZC") == "text/plain"
    with pytest.raises(UnreadableError, match="no message that begins with ZCZC"):
        read_one(b"Rain.", KIND)
