"""Messages between ``ZCZC`` and ``NNNN``, as telegraph networks frame them: bytes -> a document for each.

Source: ITU-T F.1 and ICAO Annex 10, which begin a message with ZCZC and its number and end it with NNNN.
Agencies that still send so (AAP) put lines above the story that a sign marks: what is read from which is the
table ``telex_marks`` of wire_text.toml. What those lines do not say is read from the copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from searchsvc.errors import InputError, UnreadableError
from searchsvc.formats.document import MAX_LINE_BYTES, Document, Refusal
from searchsvc.formats.draft import SUBJECT_CODE, Draft, plain
from searchsvc.formats.format import Head
from searchsvc.formats.names import wire_codes
from searchsvc.formats.nitf import IPTC
from searchsvc.formats.wire_charsets import decode
from searchsvc.formats.wire_messages import story_of

MEDIA_TYPE = "text/x-telex"
MAX_MESSAGES = 100_000
HEAD_LINES = 16
"""Lines in which the marked ones above a story end."""

_BEGINS = re.compile(rb"[\x00-\x20\x7f]{0,200}ZCZC(?=[\s])", re.I)
_START = re.compile(rb"(?:\A|(?<=[\r\n]))[\x00-\x09\x0b\x0c\x0e-\x20\x7f]{0,20}ZCZC(?=[\s])", re.I)
_END = re.compile(r"^[ \t]*NNNN\b.*", re.M | re.S | re.I)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PLACE = re.compile(r"\(([^()]{2,60})\)")


def recognises(head: Head) -> bool:
    """By its first word."""
    return _BEGINS.match(head.data) is not None


def read(data: bytes, charset: str | None = None) -> Iterable[Document | Refusal]:
    """An article for each message. Raises InputError, UnreadableError, UnsupportedError."""
    starts = [found.start() for found in _START.finditer(data)]
    if not starts:
        raise UnreadableError("it has no message that begins with ZCZC")
    if len(starts) > MAX_MESSAGES:
        raise InputError(f"the file has {len(starts):,} messages; at most {MAX_MESSAGES:,}: send it in parts")
    if len(starts) == 1:
        return [_read_one(data, charset)]
    ends = [*starts[1:], len(data)]
    return _read_each([data[start:end] for start, end in zip(starts, ends, strict=True)], charset)


def _read_each(messages: list[bytes], charset: str | None) -> Iterator[Document | Refusal]:
    for number, message in enumerate(messages, start=1):
        try:
            yield _read_one(message, charset)
        except InputError as error:
            located = type(error)(f"message {number}: {error}", problems=error.problems)
            yield Refusal(None, located, message[:MAX_LINE_BYTES])


def _read_one(data: bytes, charset: str | None) -> Document:
    text, warnings = decode(data, charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    draft = Draft()
    draft.warnings.extend(warnings)
    ended = _END.search(text)
    lines = [_CONTROLS.sub(" ", line) for line in text[: ended.start() if ended else len(text)].split("\n")]
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    for word in lines[first].split()[1:]:
        if row := wire_codes("senders").get(word.lower()):
            draft.add_credit(row["credit"])
    draft.paragraphs = [story_of(_below(lines[first + 1 :], draft))]
    return draft.document(MEDIA_TYPE, data, what="the message")


def _below(lines: list[str], draft: Draft) -> list[str]:
    """The lines below those that are marked, whose fields ``draft`` gets."""
    marks = wire_codes("telex_marks")
    end = 0
    for at, line in enumerate(lines[:HEAD_LINES]):
        text = line.strip()
        if text[:1] in marks:
            _gather(marks[text[0]], plain(text[1:]), draft)
            end = at + 1
        elif text:
            break
    return lines[end:]


def _gather(field: str, text: str, draft: Draft) -> None:
    if field == "headline" and len(text) > 3:  # fewer are the code of a desk
        draft.set("headline", text)
    elif field == "slugline":
        draft.set("slugline", text)
    elif field == "place" and (place := _PLACE.fullmatch(text)):
        draft.set_city(place[1])
    elif field == "subject" and SUBJECT_CODE.fullmatch(text):
        draft.add("subject", None, text, f"{IPTC}subjectcode/")
