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
    r"\s+(?P<month>\d\d)-(?P<day>\d\d)(?=\s)(?:[^\S\n]+\d{2,5})?[^\n]*"
)
_SLUG = re.compile(r"(?:\*\d{1,6}<\s*\^?)?(?P<slug>[^\n<]{1,120}?)(?:,\s*\d{0,5})?")
_END = re.compile(r"\^?(?:END|ENDIT|-30-)<?", re.I)
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
    first_line = next((line for line in lines if line.strip()), "")
    gather = _gather_marked if first_line.startswith("^") else _gather_unmarked
    rest = gather(lines, second["slug"], draft)
    _gather_tail(message.tail, draft)
    draft.paragraphs = [story_of([_without_marks(line) for line in rest if not _END.fullmatch(line.strip())])]
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


def _without_marks(line: str) -> str:
    """A line without what tells typesetters where it begins (``^``) and ends (``<``, ``=``)."""
    if line.startswith("^"):
        return line.removeprefix("^").rstrip("<= \t")
    return line.rstrip("< \t") if line.rstrip().endswith("<") else line


def _gather_marked(lines: list[str], slug: str, draft: Draft) -> list[str]:
    """The head of a message whose lines in fixed form are marked; the lines behind it."""
    end = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("^")), len(lines))
    head = [plain(line.strip(_MARKS)) for line in lines[:end] if line.strip(_MARKS)]
    if head:
        draft.set("slugline", _slug_of(head.pop(0)))
    notes = re.compile(wire_codes("lines")["notes"], re.I)
    kept, below = [], []
    for number, line in enumerate(head):
        if notes.fullmatch(line):
            draft.add_note(line.strip("()"))
        elif "byline" not in draft.fields and _BYLINE.fullmatch(line):
            draft.set("byline", line)
        elif "byline" not in draft.fields:
            kept.append(line)
        elif _BYLINE.fullmatch(head[number - 1]) and not line.isupper():
            draft.add_credit(line)  # the agency stands below the reporter
        else:
            below.append(line)
    if kept:
        draft.set("headline", kept.pop(0))
    if end == len(lines):
        return "\n\n".join(kept + below).split("\n")  # a list of items, each a line in fixed form
    for line in kept:
        draft.warn(f"a second headline is left out: {line[:200]!r}")
    return [*(part for line in below for part in (line, "")), *lines[end:]]


def _gather_unmarked(lines: list[str], slug: str, draft: Draft) -> list[str]:
    """The head of a message without marks: what stands above the first indented line."""
    end = next((at for at, line in enumerate(lines) if line[:1] in " \t" and line.strip()), None)
    if end is None or end > 8:
        draft.set("slugline", slug)
        return lines
    head = [plain(line.strip(_MARKS)) for line in lines[:end] if line.strip(_MARKS)]
    if len(head) > 1 or (head and _is_slug(_slug_of(head[0]), slug)):
        draft.set("slugline", _slug_of(head.pop(0)))
    draft.set("slugline", slug)
    if head and _BYLINE.fullmatch(head[-1]):
        draft.set("byline", head.pop())
    draft.set("headline", " ".join(head))
    return lines[end:]


def _is_slug(line: str, slug: str) -> bool:
    """Whether a line says what the header calls the story, which it may cut short."""
    return bool(_letters(line)) and (
        _letters(line).startswith(_letters(slug)) or _letters(slug).startswith(_letters(line))
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _slug_of(line: str) -> str:
    found = _SLUG.fullmatch(line)
    return found["slug"] if found else line
