"""IPTC 7901, text as wires have sent it since 1979: bytes -> a document for each message.

Source: IPTC 7901, "The text transmission format", 5th edition, 1995. Header: source and number, priority,
category, count of words, the sender's own; below it keywords. Text: headline, story. Tail: date and time.
What is read from which part is mapped in docs/formats.md. Not every receiver keeps the controls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchsvc.errors import UnreadableError
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.draft import Draft, plain
from searchsvc.formats.format import Head
from searchsvc.formats.names import wire_codes
from searchsvc.formats.wire_messages import Message, read_each, story_of, take_apart
from searchsvc.formats.wire_times import is_time, sent_at
from searchsvc.unpublished import unpublished

MEDIA_TYPE = "text/x-iptc7901"
SCHEME = "iptc7901"
HEAD_LINES = 12
"""Lines in which the head of a story ends, with "="."""
FULL_LINE = 52
"""Characters of a line that a headline runs on behind; wires break lines at 60 to 70."""

_HEADER = rb"[A-Za-z]{2,6}\d{3,6}\x20{1,6}[1-9]\x20{1,6}[A-Za-z]{1,3}\x20{1,6}\d{1,5}(?=[\x20\r\n])"
_BEGINS = re.compile(rb"[\x00\x04\x16\x7f\s]{0,200}\x01?" + _HEADER)
_HEADER_PARTS = re.compile(
    r"\s*(?P<source>[A-Za-z]{2,6})(?P<number>\d{3,6})\s+(?P<priority>[1-9])\s+(?P<category>[A-Za-z]{1,3})\s+"
    r"(?P<words>\d{1,5})(?P<rest>[^\n]*)"
)
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di|Door) [^\n]{2,120}")


def recognises(head: Head) -> bool:
    """By the first line of its header."""
    return _BEGINS.match(head.data) is not None


def read(data: bytes, charset: str | None = None) -> Iterator[Document | Refusal]:
    """An article for each message. Raises InputError, UnreadableError, UnsupportedError."""
    return read_each(data, charset, _read_one)


def _read_one(data: bytes, charset: str | None) -> Document:
    message = take_apart(data, charset)
    header = message.header if message.framed else message.text
    found = _HEADER_PARTS.match(header)
    if found is None:
        raise UnreadableError("it has no header of IPTC 7901, such as: abc0123 4 i 211")
    draft = Draft()
    draft.warnings.extend(message.warnings)
    _gather_header(found, draft)
    keywords, lines, tail = _parts(message, header[found.end() :])
    _gather_keywords(keywords, draft)
    sent = sent_at(tail)
    if sent is not None:
        draft.set_instant("versioncreated", sent[1])
    elif message.whole and tail:
        draft.warn(f"versioncreated: {plain(tail)[:60]!r} is no date; left out")
    lines = _gather_head(lines, draft)
    draft.paragraphs = [story_of(_without_notes(lines, draft))]
    return draft.document(MEDIA_TYPE, data, what="the message")


def _gather_header(found: re.Match[str], draft: Draft) -> None:
    draft.set_urgency(found["priority"])
    draft.add("subject", None, found["category"].lower(), SCHEME)
    senders = wire_codes("senders")
    for word in (found["source"], *found["rest"].split()):
        # A service of an agency is called after it: dpa-tns.
        row = senders.get(word.lower()) or senders.get(word.lower().partition("-")[0])
        if row is not None:
            draft.add_credit(row["credit"])


def _parts(message: Message, below: str) -> tuple[str, list[str], str]:
    """Keywords, the story's lines and the tail."""
    if message.framed:
        return below, message.text.split("\n"), message.tail
    lines = below.strip("\n").split("\n")
    keywords = ""
    if lines and lines[0].strip() and (lines[0].strip()[0] == "/" or lines[0].strip()[-1] == "/"):
        keywords = lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    tail = lines.pop() if lines and is_time(lines[-1]) else ""
    return keywords, lines, tail


def _gather_keywords(text: str, draft: Draft) -> None:
    line = plain(text).strip("/ ")
    if any(map(str.isalnum, line)):
        draft.set("slugline", line)
        for word in line.split("/"):
            draft.add("keywords", word)


def _gather_head(lines: list[str], draft: Draft) -> list[str]:
    """Headline, byline and what kind of message it is; the lines behind them."""
    end = next((at for at, line in enumerate(lines[:HEAD_LINES]) if line.rstrip().endswith("=")), None)
    if end is None:
        return lines
    head = [plain(line).rstrip("= ") for line in lines[: end + 1]]
    head = [line for line in head if line]
    labels = re.compile(wire_codes("lines")["labels"], re.I)
    draft.add_note(" ".join(line for line in head if labels.fullmatch(line)))
    head = [line for line in head if not labels.fullmatch(line)]
    if head and _BYLINE.fullmatch(head[-1]):
        draft.set("byline", head.pop())
    headline = head[-1:]
    for line in reversed(head[:-1]):
        if len(line) < FULL_LINE:
            break  # the rubric and the place above the headline
        headline.insert(0, line)
    draft.set("headline", " ".join(headline))
    return lines[end + 1 :]


def _without_notes(lines: list[str], draft: Draft) -> list[str]:
    """The story's lines; what is told to editors below it becomes the ednote."""
    end, notes = unpublished(lines)
    draft.add_note(notes)
    return lines[:end]
