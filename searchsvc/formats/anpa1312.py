"""ANPA 1312, the American wires' text format: bytes -> a document for each message.

Source: ANPA bulletin 1312, "High-speed wire service transmission guidelines", 1979, revised 1984. Header:
service letter and number, selector; below it priority, category, slug, month and day, count of words. The
text begins with lines in fixed form: slug, headline, notes to editors, byline (AP sets ``^`` before and ``<``
or ``=`` behind each); paragraphs are indented. The tail says who sent it when. docs/formats.md has more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchsvc.errors import UnreadableError
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.draft import Draft, plain
from searchsvc.formats.format import Head
from searchsvc.formats.names import wire_codes
from searchsvc.formats.wire_messages import read_each, story_of, take_apart
from searchsvc.formats.wire_times import sent_at

MEDIA_TYPE = "text/x-anpa1312"
SCHEME = "anpa1312"
_MARKS = "^<>=+ \t"

_BEGINS = re.compile(
    rb"[\x00\x04\x16\x7f\s]{0,200}\x01?[\x16\x00\x20]{0,10}[A-Za-z]{1,3}\d{3,5}[A-Za-z]{0,8}(?:\x1f[^\r\n]{1,12})?\s{0,4}"
    rb"[\r\n]\s{0,4}[a-z]\x20[a-z]{1,2}[\x11-\x14\x1c-\x1f]"
)
_FIRST = re.compile(r"\s*[A-Za-z]{1,3}\d{3,5}(?P<agency>[A-Za-z]{0,8})[^\n]*\n")
_SECOND = re.compile(
    r"\s*(?P<priority>[A-Za-z]) (?P<category>[A-Za-z]{1,2})\s+(?P<slug>[^\n]{1,60}?)"
    r"\s+(?P<month>\d\d)-(?P<day>\d\d)\s+\d{2,5}[^\n]*"
)
_SLUG = re.compile(r"(?:\*\d{1,6}<\s*\^?)?(?P<slug>[^\n<]{1,120}?)(?:,\s*\d{1,5})?")
_BYLINE = re.compile(r"(?:By|BY) [A-Z][^\n]{1,120}")


def recognises(head: Head) -> bool:
    """By the first two lines of its header."""
    return _BEGINS.match(head.data) is not None


def read(data: bytes, charset: str | None = None) -> Iterator[Document | Refusal]:
    """An article for each message. Raises InputError, UnreadableError, UnsupportedError."""
    return read_each(data, charset, _read_one)


def _read_one(data: bytes, charset: str | None) -> Document:
    message = take_apart(data, charset)
    header = message.header if message.framed else message.text
    first = _FIRST.match(header)
    second = _SECOND.match(header, first.end()) if first else None
    if first is None or second is None:
        raise UnreadableError(
            "it has no header of ANPA 1312: a line of number and selector, one of priority and slug"
        )
    draft = Draft()
    draft.warnings.extend(message.warnings)
    _gather_header(first["agency"], second, draft)
    text = message.text if message.framed else header[second.end() :]
    lines = text.split("\n")
    marked = sum(line.startswith("^") for line in lines)
    rest = _gather_marked(lines, draft) if marked > 1 else _gather_unmarked(lines, second["slug"], draft)
    _gather_tail(message.tail, draft)
    draft.paragraphs = [story_of(rest)]
    return draft.document(MEDIA_TYPE, data, what="the message")


def _gather_header(agency: str, second: re.Match[str], draft: Draft) -> None:
    priority = wire_codes("priorities").get(second["priority"].lower())
    draft.set_urgency(str(priority) if priority else None)
    category = second["category"].lower()
    draft.add("subject", wire_codes("categories").get(category), category, SCHEME)
    row = wire_codes("senders").get(agency.lower())
    if row is not None:
        draft.add_credit(row["credit"])


def _gather_tail(tail: str, draft: Draft) -> None:
    sent = sent_at(tail)
    if sent is not None:
        row = wire_codes("senders").get(sent[0].lower())
        draft.add_credit(row["credit"] if row else sent[0])
        draft.set_instant("versioncreated", sent[1])
    elif plain(tail):
        draft.warn(f"versioncreated: {plain(tail)[:60]!r} is no date; left out")


def _gather_marked(lines: list[str], draft: Draft) -> list[str]:
    """The head of a message whose lines in fixed form are marked; the lines behind it."""
    end = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("^")), len(lines))
    head = [plain(line.strip(_MARKS)) for line in lines[:end] if line.strip(_MARKS)]
    if head:
        draft.set("slugline", _slug_of(head.pop(0)))
    notes = re.compile(wire_codes("lines")["notes"], re.I)
    kept = []
    for line in head:
        if notes.fullmatch(line):
            draft.add_note(line)
        elif _BYLINE.fullmatch(line):
            draft.set("byline", line)
        elif "byline" in draft.fields:
            draft.add_credit(line)  # the agency stands below the reporter
        else:
            kept.append(line)
    if kept:
        draft.set("headline", kept.pop(0))
    if end == len(lines):
        return "\n\n".join(kept).split("\n")  # a list of items, each a line in fixed form
    for line in kept:
        draft.warn(f"a second headline is left out: {line[:200]!r}")
    return lines[end:]


def _gather_unmarked(lines: list[str], slug: str, draft: Draft) -> list[str]:
    """The head of a message without marks: what stands above the first indented line."""
    end = next((at for at, line in enumerate(lines) if line[:1] in " \t" and line.strip()), None)
    if end is None or end > 8:
        draft.set("slugline", slug)
        return lines
    head = [plain(line.strip(_MARKS)) for line in lines[:end] if line.strip(_MARKS)]
    if len(head) > 1:
        draft.set("slugline", _slug_of(head.pop(0)))
    draft.set("slugline", slug)
    if head and _BYLINE.fullmatch(head[-1]):
        draft.set("byline", head.pop())
    draft.set("headline", " ".join(head))
    return lines[end:]


def _slug_of(line: str) -> str:
    found = _SLUG.fullmatch(line)
    return found["slug"] if found else line
