import pytest

from searchsvc.errors import InputError, TooLargeError, UnreadableError, UnsupportedError
from searchsvc.formats import plain
from searchsvc.formats.document import Document


def test_utf8_copy_becomes_one_document():
    data = "LIMA, Mar 3 (XYZ) - Señal.".encode()
    assert plain.read(data) == Document(
        fields={}, copy=data.decode(), original=data, media_type="text/plain", canonical=data
    )


def test_controls_are_no_text():
    document = plain.read(b"RAIN\x1fOSLO\x0f\n\nIt\trained.\x03")
    assert document.copy == "RAIN OSLO \n\nIt\trained.\x03"
    assert document.original == b"RAIN\x1fOSLO\x0f\n\nIt\trained.\x03"


@pytest.mark.parametrize(
    ("begins", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"{\\rtf1\\ansi Rain.}", "an RTF document"),
        (b"\x7fELF\x02\x01", "a program"),
    ],
)
def test_what_is_no_text_is_named(begins, what):
    for data in (begins, begins + b"\0" * 100):
        with pytest.raises(UnreadableError, match=f"it is {what}; send the article's text"):
            plain.read(data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_the_encoding(encoding):
    data = "Čapek said".encode(encoding)
    assert plain.decode(data, "ascii") == ("Čapek said", ())


def test_bytes_that_are_not_utf8_are_read_as_windows_1252_and_say_so():
    document = plain.read("“Señal”".encode("windows-1252"))
    assert document.copy == "“Señal”"
    assert document.warnings == ("not UTF-8 (byte 0); read as windows-1252",)


def test_the_charset_that_the_sender_names_is_used():
    assert plain.decode("Łódź".encode("iso-8859-2"), "iso-8859-2") == ("Łódź", ())


@pytest.mark.parametrize("charset", ["iso-8859-1", "LATIN_1", "us-ascii", "ANSI_X3.4-1968", "windows-1252"])
def test_latin_1_is_read_as_what_it_is_written_in(charset):
    """As of markup: the larger set (WHATWG Encoding Standard), whose few gaps do not refuse the rest."""
    assert plain.decode(b"\x93caf\xe9\x94 \x81", charset) == ("“café” \ufffd", ())


@pytest.mark.parametrize(
    ("data", "charset", "error", "message"),
    [
        (b"", None, UnreadableError, "the text is empty; send an article's copy"),
        (b" \r\n\t", None, UnreadableError, "the text is empty; send an article's copy"),
        (b"a\0b", None, InputError, "the text has a NUL character; remove it"),
        (b"\xe9", "utf-8", InputError, "the text is not utf-8: byte 0 cannot be decoded; name its charset"),
        (b"x", "klingon", UnsupportedError, "the charset 'klingon' is unknown; send UTF-8"),
        (b"x", "base64", UnsupportedError, "the charset 'base64' is unknown; send UTF-8"),
        # Codecs that take a minute for two megabytes, or are escapes of Python's own, are let in nowhere.
        (b"xn--" + b"a" * 1_999_000, "idna", UnsupportedError, "the charset 'idna' is unknown; send UTF-8"),
        (b"a" * 1_999_000, "punycode", UnsupportedError, "the charset 'punycode' is unknown; send UTF-8"),
        (b"\\x41", "unicode_escape", UnsupportedError, "the charset 'unicode_escape' is unknown; send UTF-8"),
        (
            b"x" * 2_000_001,
            None,
            TooLargeError,
            "raw has 2,000,001 bytes; an article's text may have 2,000,000",
        ),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data, charset, error, message):
    with pytest.raises(error) as caught:
        plain.read(data, charset=charset)
    assert (type(caught.value), str(caught.value)) == (error, message)


def test_the_position_of_a_nul_character_is_told():
    with pytest.raises(InputError) as caught:
        plain.read(b"ab\0c")
    assert [(p.parameter, p.position) for p in caught.value.problems] == [("raw", 2)]
