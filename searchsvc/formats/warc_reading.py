"""WARC 0.17 to 1.1 and ARC: bytes -> a member for each record that may have an article in it.

Source: ISO 28500:2017. Responses, resources and conversions are taken, of media types that are read here; of
responses those with status 200. The record's address and date are the article's where it names none. Imported
when the first archive is read.
"""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from searchsvc.errors import InputError, TooLargeError, UnreadableError
from searchsvc.formats.document import Refusal
from searchsvc.formats.draft import read_instant
from searchsvc.formats.format import Member
from searchsvc.formats.names import names

logging.getLogger("warcio").setLevel(logging.ERROR)
"""That it mends an address is no message for who runs the command."""

MAX_RECORD_BYTES = 64_000_000
"""Of a record's payload, unpacked; the formats in it have limits of their own."""
MAX_RECORDS = 1_000_000
_KINDS = ("response", "resource", "conversion")
_WITHOUT_ARTICLES = ("image/", "video/", "audio/", "font/", "multipart/", "model/")
_NO_PAGES = names("no_pages")
_CHARSET = re.compile(r";\s{0,20}charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9._:-]{1,40})", re.I)
_OF_THE_ARCHIVE = ("metadata:", "dns:", "whois:")
"""Schemes of what crawlers keep beside the pages: their settings and logs (wget), and what they looked up."""
_ADDRESS = re.compile(r"https?://\S{3,4000}")


def unpack(data: bytes) -> Iterator[Member | Refusal]:
    """The records of ``data``, in order, but for those of media types that have no articles.

    A record that cannot be read is a Refusal with its number and address; where the archive itself breaks
    off, the last one is. Raises UnreadableError where no record can have an article.
    """
    records = ArchiveIterator(BytesIO(data), arc2warc=True)
    records.INC_RECORD = ""  # what it would write to standard error of a record's end
    number = given = 0
    while number < MAX_RECORDS:
        number += 1
        try:
            record = next(records)
        except StopIteration:
            break
        except (
            ArchiveLoadFailed,
            ValueError,
            EOFError,
            OSError,
            TypeError,
            AttributeError,
            LookupError,
            ArithmeticError,
            zlib.error,
        ) as error:
            # What warcio raises for damaged headers depends on where they are damaged.
            fault = " ".join(str(error).split())[:200] or type(error).__name__
            yield Refusal(
                None, InputError(f"record {number}: the archive is damaged from here on ({fault})"), b""
            )
            return
        try:
            member: Member | Refusal | None = _member(record, number)
        except InputError as error:
            member = Refusal(None, type(error)(f"record {number}{_place(record)}: {error}"), b"")
        if member is not None:
            given += 1
            yield member
    if not given:
        raise UnreadableError(f"there is no page in the archive: {number - 1} records, none with an article")


def _place(record: Any) -> str:
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    return f" ({address[:200]})" if address else ""


def _member(record: Any, number: int) -> Member | None:
    """The record's payload; None for what has no article. Raises InputError."""
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if record.rec_type not in _KINDS or address.startswith(_OF_THE_ARCHIVE):
        return None
    kind = record.content_type or ""
    if record.http_headers is not None:
        if record.rec_type == "response" and record.http_headers.get_statuscode() != "200":
            return None
        kind = record.http_headers.get_header("content-type") or ""
    media_type = kind.partition(";")[0].strip().lower()
    if media_type.startswith(_WITHOUT_ARTICLES) or media_type in _NO_PAGES:
        return None
    found = _CHARSET.search(kind[:500])
    return Member(
        name=f"record {number}{_place(record)}",
        data=_payload(record),
        media_type=media_type or None,
        charset=found[1] if found else None,
        fields=_fields(record),
    )


def _payload(record: Any) -> bytes:
    """The payload, without its transfer coding and unpacked."""
    try:
        content: bytes = record.content_stream().read(MAX_RECORD_BYTES + 1)
    except Exception as error:
        # warcio raises bare exceptions of zlib's and its own here.
        fault = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(f"its payload is damaged ({fault})") from error
    if len(content) > MAX_RECORD_BYTES:
        raise TooLargeError(f"its payload has more than {MAX_RECORD_BYTES:,} bytes")
    missing = getattr(record.raw_stream, "limit", 0)
    if missing > 0 and not record.raw_stream.read(1) and not _has_all(record, content):
        raise InputError("it breaks off; send the whole archive")
    return content


def _has_all(record: Any, content: bytes) -> bool:
    """Whether the payload of a last record is as long as HTTP says: line feeds behind it may be missing."""
    headers = record.http_headers
    length = headers.get_header("Content-Length") if headers is not None else None
    packed = headers.get_header("Content-Encoding") if headers is not None else None
    return bool(length and length.isdigit() and not packed and len(content) >= int(length[:12]))


def _fields(record: Any) -> dict[str, object]:
    """Address and date of the record, for what names neither itself."""
    fields: dict[str, object] = {}
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if _ADDRESS.fullmatch(address):
        fields["uri"] = address
    instant = read_instant(record.rec_headers.get_header("WARC-Date") or "")
    if instant is not None:
        fields["versioncreated"] = instant
    return fields
