"""Messages of electronic mail, as press offices send their copy: bytes -> one document.

Source: RFC 5322 and MIME (RFC 2045 to 2049). The subject is the headline, who sent it the credit, and the
text the first part that is text, plain before HTML. What is attached is not read, and told in a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from searchsvc.errors import InputError, TooLargeError, UnreadableError, UnsupportedError
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.draft import Draft, plain
from searchsvc.formats.encodings import codec_of
from searchsvc.formats.format import Head
from searchsvc.formats.newsml_g2 import gather_marked_up
from searchsvc.formats.plain import decode

MEDIA_TYPE = "message/rfc822"
SUFFIXES = (".eml",)
MAX_BYTES = 16_000_000
"""Servers of mail take 10 to 50 MB, most of it attachments."""
MAX_BOUNDARIES = 50
"""Containers of parts, which may stand in each other: a line is compared with the ends of all it is in."""
MAX_PARTS = 1_000
MAX_NAMED = 5
"""Attachments that the warning names."""
MAX_ADDRESS = 998
"""Characters of an address; a line of a message has no more."""
MAX_SIGNATURE = 1_200
"""Characters of a signature; RFC 3676 has four lines in mind, press offices write twice as many."""
_SIGNATURE = re.compile(r"^-- ?$", re.M)
"""The line above a signature (RFC 3676, 4.3), also without the space that some servers take away."""

_HEADERS = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]{0,75}:[^\r\n]{0,4000}\r?\n(?:[ \t][^\r\n]{0,4000}\r?\n){0,200}){3,300}?\r?\n"
)
_BOUNDARY = re.compile(rb"boundary\s{0,9}=|boundary\*", re.I)
_NAME = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{0,75}):", re.M)
_MUST = frozenset((b"from", b"subject"))
_TELLING = frozenset((b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to", b"date"))
_MESSAGE_ID = re.compile(r"<([^<>@\s]{1,200}@[^<>@\s]{1,200})>")


def recognises(head: Head) -> bool:
    """By its headers: who it is from, a subject, and another that copy does not begin with."""
    found = _HEADERS.match(head.start[:40_000])
    if found is None:
        return False
    named = {name.lower() for name in _NAME.findall(found[0])}
    return named >= _MUST and len(named & _TELLING) > 1


def read(data: bytes, charset: str | None = None) -> Iterable[Document | Refusal]:
    """The one article. Raises InputError, UnreadableError, TooLargeError."""
    if len(data) > MAX_BYTES:
        raise TooLargeError(f"the message has {len(data):,} bytes; at most {MAX_BYTES:,}")
    if (count := len(_BOUNDARY.findall(data))) > MAX_BOUNDARIES:
        raise TooLargeError(f"the message has {count} containers of parts; at most {MAX_BOUNDARIES}")
    try:
        message = message_from_bytes(data.lstrip())
        parts = [part for _, part in zip(range(MAX_PARTS), message.walk(), strict=False)]
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise InputError(f"the message cannot be taken apart ({type(error).__name__})") from error
    if message.get("From") is None and message.get("Subject") is None:
        raise UnreadableError("it has no headers of mail: neither From nor Subject")
    draft = Draft()
    draft.set("headline", _text(message.get("Subject")))
    draft.add_credit(_sender(_text(message.get("From"))))
    found = _MESSAGE_ID.search(_text(message.get("Message-ID")))
    draft.set("uri", found and f"mid:{found[1]}")
    draft.set_instant("versioncreated", _date(_text(message.get("Date"))))
    _gather_text(parts, draft)
    return [draft.document(MEDIA_TYPE, data, what="the message")]


def _gather_text(parts: list[Message], draft: Draft) -> None:
    attached = []
    written: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in parts:
        if part.is_multipart():
            continue
        kind, name = part.get_content_type(), part.get_filename()
        if kind in written and part.get_content_disposition() != "attachment":
            written[kind].append(_content(part, draft))
        elif part.get_content_disposition() == "attachment" or name:
            attached.append(plain(_text(name)) or kind)
    copy = next((text for text in written["text/plain"] if text.strip()), "")
    if copy:
        draft.paragraphs = [_without_signature(copy).strip()]
    else:
        gather_marked_up(next((text for text in written["text/html"] if text.strip()), ""), draft)
    if attached:
        draft.warn(f"what is attached is not read; send it too: {', '.join(attached[:MAX_NAMED])[:300]}")


def _without_signature(copy: str) -> str:
    """A text without the signature below it, where it is short enough to be one and is not all there is."""
    *_, last = (None, *_SIGNATURE.finditer(copy))
    if last is None or len(copy) - last.end() > MAX_SIGNATURE or not copy[: last.start()].strip():
        return copy
    return copy[: last.start()]


def _content(part: Message, draft: Draft) -> str:
    """The text of a part; in the charset that it names, where there is such and the text is in it."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError):
        payload = None
    data = payload if isinstance(payload, bytes) else b""
    named = part.get_content_charset()
    try:
        return decode(data, named)[0].replace("\r\n", "\n").replace("\0", "")
    except (InputError, UnsupportedError):
        text, warnings = decode(data, None)
        draft.warnings.extend(warnings)
        return text.replace("\r\n", "\n").replace("\0", "")


def _text(value: object) -> str:
    """A header's value, its encoded words (RFC 2047) decoded; as written where their charset is not known."""
    written = str(value or "")
    try:
        words = decode_header(written)
        for charset in {charset for _, charset in words if charset}:
            codec_of(charset)
        return plain(str(make_header(words)))
    except (MessageError, UnsupportedError, ValueError, LookupError, AssertionError):
        return plain(written)


def _sender(text: str) -> str:
    """The name of an address, else what stands before its @; "" for what is none."""
    try:
        name, address = parseaddr(text[:MAX_ADDRESS])
    except RecursionError:  # brackets in brackets
        return ""
    return name or address.partition("@")[0]


def _date(text: str) -> str:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return text
