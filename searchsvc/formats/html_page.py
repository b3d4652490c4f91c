"""HTML: how a page is told, and from its bytes to text."""

from __future__ import annotations

import re

from searchsvc.errors import UnsupportedError
from searchsvc.formats.encodings import codec_of
from searchsvc.formats.format import HEAD, Head

MEDIA_TYPE = "text/html"
SUFFIXES = (".html", ".htm", ".xhtml")

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PRESCAN = HEAD
"""Bytes in which a page says its charset; the HTML Standard asks for 1,024, pages put it below scripts."""
_META = re.compile(rb"<meta\s[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9._:-]{1,40})", re.I)
_XML = re.compile(rb"<\?xml\s[^>]{0,200}?\sencoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._:-]{1,40})")


def recognises(head: Head) -> bool:
    """By its root element or its document type."""
    start = head.start[:200].lower()
    return head.root[1].lower() in ("html", "head", "body") or start.startswith(b"<!doctype html")


def decode(data: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    """The text of a page, and what people should know of the decoding. Never fails.

    Byte order mark, what the sender said, what the page says (HTML Standard, 13.2.3.2); what is valid
    UTF-8 with more than ASCII is that, whatever the latter says, and what is not is windows-1252.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    if charset is not None and (codec := _known(charset)):
        return data.decode(codec, "replace"), ()
    found = _META.search(data[:_PRESCAN]) or _XML.match(data.lstrip()[:300])
    name = found[1].decode("ascii") if found else "utf-8"
    try:
        text = data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return text, ()
    codec = _known(name)
    if codec is None or codec.startswith(("utf-16", "utf-32")):
        codec = "utf-8"
    if codec == "utf-8":
        text = data.decode("utf-8", "replace")
        if text.count("\ufffd") * 1000 < len(text):
            return text, ("some of its bytes are not UTF-8; each is shown as \ufffd",)
        return data.decode("windows-1252", "replace"), ("not UTF-8; read as windows-1252",)
    return data.decode(codec, "replace"), ()


def _known(name: str) -> str | None:
    """The codec for a charset's name, or None."""
    try:
        codec = codec_of(name)
        "".encode(codec)
    except (UnsupportedError, LookupError):
        return None
    return codec
