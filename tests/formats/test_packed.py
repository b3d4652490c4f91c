"""gzip and zip: members one by one, bounded, and each fault with its place."""

import gzip
import io
import struct
import zipfile
import zlib

import pytest

from searchsvc.errors import InputError, TooLargeError, UnreadableError, UnsupportedError
from searchsvc.formats import Document, Refusal, packed, read
from tests.formats.reading import FILES, read_all, read_one

NITF = (FILES / "story.nitf.xml").read_bytes()


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def refusals(found):
    return [str(each.error) for each in found if isinstance(each, Refusal)]


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_each_format_in_gzip_and_in_zip(name):
    data = (FILES / name).read_bytes()
    expected = read_all(data)
    assert read_all(gzip.compress(data)) == expected
    assert read_all(zipped({name: data})) == expected


def test_a_packed_document_is_kept_as_it_was_before():
    document = read_one(gzip.compress(NITF))
    assert (document.original, document.media_type) == (NITF, "text/vnd.iptc.nitf")


def test_text_is_text_by_the_name_that_was_packed_or_by_none():
    stream = io.BytesIO()
    with gzip.GzipFile("story.txt", "wb", fileobj=stream) as file:
        file.write(b"LIMA (XYZ) - Rain.")
    assert read_one(stream.getvalue()).copy == "LIMA (XYZ) - Rain."
    assert read_one(gzip.compress(b"LIMA (XYZ) - Rain.")).media_type == "text/plain"


def test_parts_of_a_gzip_file_follow_on_each_other():
    data = gzip.compress(b"LIMA (XYZ) - ") + gzip.compress(b"Rain.")
    assert read_one(data + b"\0" * 512).copy == "LIMA (XYZ) - Rain."
    assert read_one(data + b"trailing").copy == "LIMA (XYZ) - Rain."


def test_a_gzip_file_that_breaks_off_or_is_damaged():
    data = gzip.compress(bytes(range(256)) * 50)
    for length in (3, 12, len(data) // 2, len(data) - 1):
        with pytest.raises(InputError, match="breaks off"):
            read_all(data[:length], "application/gzip")
    with pytest.raises(InputError, match="damaged near byte"):
        read_all(data[:20] + b"\xff" * 40 + data[60:], "application/gzip")


def test_one_bad_member_does_not_keep_the_others_out():
    found = read_all(
        zipped(
            {
                "a.xml": NITF,
                "b/bad.xml": b"<nitf><body>",
                "b/": b"",
                ".hidden.txt": b"no",
                "__MACOSX/a.xml": b"no",
                "c.ndjson": b'{"raw": "Rain."}\n{"raw": 7}\n{"raw": "Snow."}\n',
                "d.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
                "e.recipe": b"<?xml version='1.0'?><recipe/>",
                "f.txt": b"LIMA (XYZ) - Rain.",
            }
        )
    )
    assert [type(each) for each in found] == [
        Document,
        Refusal,
        Document,
        Refusal,
        Document,
        Refusal,
        Document,
    ]
    assert [message.partition(": ")[0] for message in refusals(found)] == [
        "b/bad.xml",
        "c.ndjson",
        "e.recipe",
    ]
    assert "it breaks off" in refusals(found)[0]


def test_containers_in_containers_are_read_to_a_depth():
    data = b"LIMA (XYZ) - Rain."
    for _ in range(4):
        data = gzip.compress(data)
    assert read_one(data).copy == "LIMA (XYZ) - Rain."
    [found] = read_all(gzip.compress(data))
    assert isinstance(found.error, TooLargeError)
    found = read_all(zipped({"in.zip": zipped({"bad.json": b"["})}))
    assert refusals(found)[0].startswith("in.zip: bad.json: ")


def test_a_zip_without_articles_or_without_a_directory():
    with pytest.raises(UnreadableError, match="no article in the zip file"):
        read_all(zipped({"d.jpg": b"\0"}))
    with pytest.raises(InputError, match="damaged or breaks off"):
        read_all(zipped({"a.xml": NITF})[:-30])


def test_damaged_encrypted_and_other_methods_are_refused_with_their_place():
    data = bytearray(zipped({"a.txt": b"Rain. " * 100, "b.txt": b"Snow."}))
    data[42] ^= 0xFF
    found = read_all(bytes(data))
    assert refusals(found)[0].startswith("a.txt: is damaged")
    assert isinstance(found[1], Document)
    lzma = zipped({"a.txt": b"Rain."}, zipfile.ZIP_LZMA)
    assert refusals(read_all(lzma)) == ["a.txt: is compressed by method 14; send it deflated"]
    crypted = bytearray(zipped({"a.txt": b"Rain."}, zipfile.ZIP_STORED))
    directory = crypted.index(b"PK\x01\x02")
    crypted[directory + 8] |= 1
    [found] = read_all(bytes(crypted))
    assert isinstance(found.error, UnsupportedError)


def bomb(size: int) -> bytes:
    """A gzip file of ``size`` zeros."""
    packer = zlib.compressobj(9, wbits=31)
    pieces = [packer.compress(b"\0" * 1_000_000) for _ in range(size // 1_000_000)]
    return b"".join([*pieces, packer.flush()])


def test_what_grows_too_much_is_refused_early(monkeypatch):
    with pytest.raises(TooLargeError, match="200 times what is sent"):
        read_all(bomb(60_000_000))
    found = read_all(zipped({"a.txt": b" " * 60_000_000, "b.txt": b"Rain."}))
    assert [type(each.error) for each in found] == [TooLargeError]
    monkeypatch.setattr(packed, "MAX_MEMBERS", 2)
    with pytest.raises(TooLargeError, match="has 3 members; at most 2"):
        read_all(zipped({"a": b"x", "b": b"y", "c": b"z"}))


def test_sizes_that_an_archive_claims_are_not_believed():
    data = bytearray(zipped({"a.txt": b"Rain." * 50}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 0xFFFFFFF0)
    [found] = read_all(bytes(data))
    assert isinstance(found, Document | Refusal)


def test_media_types():
    assert len(list(read(gzip.compress(NITF), "application/x-gzip"))) == 1
    assert len(list(read(zipped({"a.xml": NITF}), "application/octet-stream"))) == 1


def test_a_member_without_a_name_is_told_by_its_content():
    # A name ends at its first NUL.
    data = zipped({"xtory.xml": NITF}).replace(b"xtory.xml", b"\0tory.xml")
    assert read_one(data).media_type == "text/vnd.iptc.nitf"
