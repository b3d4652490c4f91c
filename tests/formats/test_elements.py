"""XML, whoever wrote it."""

import time

import pytest

from searchsvc.errors import InputError, TooLargeError, UnsupportedError
from searchsvc.formats import elements
from searchsvc.formats.elements import MAX_DEPTH, Place, parse, text_of

LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "data",
    [
        f"{LAUGHS}]><a>&i;</a>",
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]><a>&x;</a>',
        "<!DOCTYPE a [<!ENTITY % x \"<!ENTITY y SYSTEM 'file:///etc/hostname'>\"> %x;]><a>&y;</a>",
        '<!DOCTYPE a [<!ENTITY x "never used">]><a/>',
    ],
)
def test_entities_are_never_read(data):
    with pytest.raises(
        InputError, match=r"line 1, column \d+: the XML declares entities, which are not read"
    ):
        parse(data.encode())


def test_a_dtd_is_not_fetched_and_its_characters_are_known_all_the_same():
    data = b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a>caf&eacute;&nbsp;au&#32;lait &nosuch; &amp;</a>'
    assert text_of(parse(data).root) == "café au lait &nosuch; &"
    assert text_of(parse(b"<a>caf&eacute;</a>").root) == "café"


def test_a_part_of_a_dtd_in_another_file_is_not_fetched_either(tmp_path):
    part = tmp_path / "nitf.dtd"
    part.write_text('<!ENTITY told "from outside">')
    dtd = f'<!DOCTYPE a SYSTEM "a.dtd" [<!ENTITY % nitf SYSTEM "{part.as_uri()}"> %nitf;]>'
    data = f"{dtd}<a>&told; caf&eacute;</a>"
    assert text_of(parse(data.encode()).root) == "&told; café"


def test_default_values_of_a_dtd_are_left_aside():
    assert parse(b'<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>').root.attrib == {}


def test_depth_is_bounded():
    deep = MAX_DEPTH - 1
    assert parse(b"<a>" * deep + b"</a>" * deep).root.tag == "a"
    with pytest.raises(TooLargeError, match="more than 200 deep"):
        parse(b"<a>" * 100_000)


def test_size_and_numbers_are_bounded(monkeypatch):
    monkeypatch.setattr(elements, "MAX_XML_BYTES", 100)
    monkeypatch.setattr(elements, "MAX_ELEMENTS", 10)
    with pytest.raises(TooLargeError, match="has 101 bytes; at most 100"):
        parse(b"<a>" + b"x" * 94 + b"</a>")
    with pytest.raises(TooLargeError, match="more than 10 elements"):
        parse(b"<a>" + b"<b/>" * 10 + b"</a>")
    monkeypatch.undo()
    with pytest.raises(TooLargeError, match="more than 200 attributes"):
        parse(b"<a " + b" ".join(b'x%d="1"' % number for number in range(201)) + b"/>")


def test_huge_attributes_and_texts_take_no_time():
    before = time.process_time()
    value = "x" * 5_000_000
    assert parse(f'<a b="{value}">{value}</a>'.encode()).root.attrib == {"b": value}
    with pytest.raises(InputError):
        parse(f'<a b="{value}'.encode())
    assert time.process_time() - before < 3


WHOLE = "it breaks off; send the whole file"
SOUND = "send well-formed XML"


@pytest.mark.parametrize(
    ("data", "place", "reason", "advice"),
    [
        (b"", "line 1, column 1", "no element found", SOUND),
        (b"<a>\n<b>", "line 2, column 4", "no element found", WHOLE),
        (b'<a b="c', "line 1, column 1", "unclosed token", WHOLE),
        (b"<a>\n</b>", "line 2, column 3", "mismatched tag", SOUND),
        (b"rain", "line 1, column 1", "syntax error", SOUND),
        (b"<a>\x01</a>", "line 1, column 4", "not well-formed (invalid token)", SOUND),
    ],
)
def test_a_fault_has_its_place(data, place, reason, advice):
    with pytest.raises(InputError) as caught:
        parse(data)
    assert str(caught.value) == f"{place}: not well-formed XML ({reason}); {advice}"
    [problem] = caught.value.problems
    assert problem.line == int(place[5])
    assert problem.position is not None and 0 <= problem.position <= len(data)


TEXT = "Łódź, é"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (f"<a>{TEXT}</a>".encode(), None),
        (f'<?xml version="1.0" encoding="iso-8859-2"?><a>{TEXT}</a>'.encode("iso-8859-2"), None),
        (f"<a>{TEXT}</a>".encode("utf-8-sig"), None),
        (f"<a>{TEXT}</a>".encode("utf-16"), None),
        (f"<a>{TEXT}</a>".encode("utf-16-be"), None),
        (f"<a>{TEXT}</a>".encode("utf-32"), None),
        (f'<?xml version="1.0" encoding="utf-16"?><a>{TEXT}</a>'.encode(), None),
        (f'\n <?xml version="1.0"?><a>{TEXT}</a>\n\0\x1a'.encode(), None),
        (f"<a>{TEXT}</a>".encode("iso-8859-2"), "iso-8859-2"),
        # What stands beside a file counts more than what it says itself.
        (f'<?xml version="1.0" encoding="koi8-r"?><a>{TEXT}</a>'.encode("cp1250"), "windows-1250"),
        # And a byte order mark more than either.
        (f"<a>{TEXT}</a>".encode("utf-8-sig"), "iso-8859-2"),
    ],
)
def test_encodings(data, charset):
    tree = parse(data, charset)
    assert (text_of(tree.root), tree.warnings) == (TEXT, ())


@pytest.mark.parametrize(
    ("declared", "written", "warning"),
    [
        ("utf-8", "windows-1252", "not utf-8 as it says; read as windows-1252"),
        ("iso-8859-1", "utf-8", "it says that it is iso-8859-1, and is UTF-8"),
    ],
)
def test_wrong_declarations_are_seen_through(declared, written, warning):
    data = f'<?xml version="1.0" encoding="{declared}"?><a>é – ü</a>'.encode(written)
    tree = parse(data)
    assert (text_of(tree.root), tree.warnings) == ("é – ü", (warning,))


@pytest.mark.parametrize("name", ["punycode", "unicode_escape", "zlib", "nosuch", "utf-7", "x" * 40])
def test_odd_charsets_are_refused(name):
    with pytest.raises(UnsupportedError, match="is unknown; send UTF-8"):
        parse(f'<?xml version="1.0" encoding="{name}"?><a/>'.encode())
    with pytest.raises(UnsupportedError):
        parse(b"<a/>", name)


def test_a_charset_that_the_sender_named_must_be_right():
    with pytest.raises(InputError, match="the text is not utf-8: byte 3 cannot be decoded; name its charset"):
        parse("<a>é</a>".encode("latin-1"), "utf-8")
    with pytest.raises(InputError, match="cannot be decoded"):
        parse("<a>".encode("utf-16") + b"\x00\xd8" + "</a>".encode("utf-16-le"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_the_places_of_elements(encoding):
    text = '<m><i a=">">é</i><j/><k><i>ü</i ></k></m>'
    tree = parse(text.encode(encoding), locate=frozenset(("i",)))
    pieces = [tree.utf8[place.start : place.end].decode() for place in tree.places]
    assert pieces == ['<i a=">">é</i>', "<i>ü</i >"]
    assert isinstance(tree.places[0], Place)
    assert tree.to_bytes(pieces[0].encode()).decode(encoding).lstrip("\ufeff") == pieces[0]


def test_names_lose_the_prefixes_of_the_iptc_and_keep_those_of_others():
    data = (
        b'<a:x xmlns:a="http://iptc.org/std/nar/2006-10-01/" xmlns:b="urn:other"><a:y/><b:y/><y/><c:y/></a:x>'
    )
    assert [each.tag for each in parse(data).root.iter()] == ["x", "y", "b:y", "y", "c:y"]
