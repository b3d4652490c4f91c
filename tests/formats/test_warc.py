"""WARC and ARC: pages out of records, and each fault with its record."""

import gzip
import zlib

import pytest

from searchsvc.errors import TooLargeError, UnreadableError
from searchsvc.formats import Document, Refusal, media_type_of, warc_reading
from tests.formats.reading import FILES, read_all, read_one

KIND = "application/warc"
WARC = (FILES / "pages.warc").read_bytes()
STORY = (
    b"<html><head><title>Pier</title></head><body><article><p>The harbour of Bergen opened a second pier on "
    b"Monday after ten years of plans and three refusals by the county, the city said in a statement.</p>"
    b"<p>Ferries had to wait for two hours on average last summer, according to figures of the harbour.</p>"
    b"</article></body></html>"
)


def record(
    kind: str, block: bytes, content_type: str, uri: str = "https://a.example/1", **more: str
) -> bytes:
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:6d058047-ede2-4a13-be79-90c17c631dd4>",
        "WARC-Date": "2023-03-06T14:30:00Z",
        "WARC-Target-URI": uri,
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    } | more
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def response(
    body: bytes, headers: str = "Content-Type: text/html", status: str = "200 OK", **more: str
) -> bytes:
    block = f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body
    return record("response", block, "application/http; msgtype=response", **more)


def faults(found):
    return [str(each.error) for each in found if isinstance(each, Refusal)]


def test_a_whole_archive():
    found = read_all(WARC)
    assert [type(each) for each in found] == [Document, Document]
    assert found[0].media_type == "text/html"
    assert found[0].original == STORY
    assert found[0].fields == {
        "uri": "https://a.example/pier",
        "versioncreated": "2023-03-06T14:30:00Z",
        "headline": "Pier",
    }
    assert (found[1].copy, found[1].fields["uri"]) == ("LIMA (XYZ) - Rain.", "https://a.example/rain")


def test_records_packed_one_by_one_and_all_in_one():
    parts = [b"WARC/1.0" + part for part in WARC.split(b"WARC/1.0")[1:]]
    assert read_all(b"".join(map(gzip.compress, parts))) == read_all(WARC)
    assert read_all(gzip.compress(WARC)) == read_all(WARC)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_http_packed_is_unpacked(coding):
    packed = gzip.compress(STORY) if coding == "gzip" else zlib.compress(STORY)
    data = response(packed, f"Content-Type: text/html; charset=utf-8\r\nContent-Encoding: {coding}")
    assert read_one(data).original == STORY


def test_chunks_are_put_together():
    chunked = b"".join(
        f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (STORY[:40], STORY[40:], b"")
    )
    assert (
        read_one(response(chunked, "Content-Type: text/html\r\nTransfer-Encoding: chunked")).original == STORY
    )


def test_the_charset_of_http_counts():
    page = STORY.decode().replace("Ferries", "Ferjer på fjorden").encode("windows-1252")
    document = read_one(response(page, "Content-Type: text/html; charset=iso-8859-1"))
    assert "Ferjer på fjorden" in document.copy
    assert document.told


def test_records_without_articles_are_passed_over():
    others = (
        record("warcinfo", b"software: x\r\n", "application/warc-fields")
        + record("request", b"GET / HTTP/1.0\r\n\r\n", "application/http; msgtype=request")
        + response(STORY, status="404 Not Found")
        + response(b"body {}", "Content-Type: text/css")
        + record("resource", b"\x89PNG", "image/png")
        + record("metadata", b"x", "text/plain")
        + record("resource", b"saved", "text/plain", uri="metadata://gnu.org/software/wget/warc/wget.log")
        + record("resource", b"20230306", "text/plain", uri="<dns:a.example>")
    )
    assert len(read_all(others + response(STORY))) == 1
    with pytest.raises(UnreadableError, match="8 records, none with an article"):
        read_all(others)


def test_a_page_that_is_none_is_refused_alone():
    found = read_all(response(b"<html></html>") + response(STORY))
    assert [type(each) for each in found] == [Refusal, Document]
    assert faults(found)[0].startswith("record 1 (https://a.example/1): there is no story")


def test_an_archive_that_breaks_off_gives_what_is_whole():
    data = response(STORY) + response(STORY, uri="https://a.example/2")
    found = read_all(data[:-200])
    assert [type(each) for each in found] == [Document, Refusal]
    assert faults(found) == ["record 2 (https://a.example/2): it breaks off; send the whole archive"]
    found = read_all(response(STORY) + b"garbage that is no record\r\n\r\nmore\r\n")
    assert isinstance(found[0], Document)
    assert ": the archive is damaged from here on" in faults(found)[0]


def test_a_payload_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(warc_reading, "MAX_RECORD_BYTES", 100)
    [found] = read_all(response(STORY))
    assert isinstance(found.error, TooLargeError)


def test_arc():
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + STORY
    head = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
    data = (
        f"filedesc://x.arc 127.0.0.1 20230306143000 text/plain {len(head)}\n".encode()
        + head
        + f"\nhttps://a.example/1 127.0.0.1 20230306143000 text/html {len(block)}\n".encode()
        + block
        + b"\n"
    )
    document = read_one(data)
    assert (document.original, document.fields["uri"]) == (STORY, "https://a.example/1")


def test_a_last_record_that_lacks_nothing_but_line_feeds_is_whole():
    page = response(
        STORY, f"Content-Type: text/html\r\nContent-Length: {len(STORY)}", **{"Content-Length": "9999"}
    )
    assert read_one(page.rstrip()).original == STORY


def test_archives_are_told_by_their_first_record():
    assert media_type_of("a", WARC) == KIND
    assert media_type_of("a", b"WARC/1.0 was published in 2009") == "text/plain"
    assert faults(read_all(b"no archive", KIND))[0].startswith("record 1: the archive is damaged")


def test_a_record_said_to_be_longer_than_any_can_be():
    headers = "WARC-Type: response", "WARC-Target-URI: http://a.example/", f"Content-Length: {'9' * 30}"
    record = "\r\n".join(("WARC/1.0", *headers, "Content-Type: application/http", "", "HTTP/1.1 200 OK", ""))
    [fault] = faults(read_all(record.encode(), KIND))
    assert fault.startswith("record 1: the archive is damaged from here on (cannot fit 'int'")


def test_spaces_in_an_address_are_mended_in_silence(caplog):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + STORY
    kind = "application/http; msgtype=response"
    found = read_one(record("response", http, kind, uri="https://a.example/a pier"))
    assert found.fields["uri"] == "https://a.example/a%20pier"
    assert caplog.records == []
