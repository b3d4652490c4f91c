"""The messages of a wire as it comes off the line: bytes -> header, text and tail of each.

SOH begins a message, STX its text, ETX ends the text and EOT the message (ISO/IEC 646). What stands
between messages is noise of the line. Some receivers keep a message without its controls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from searchsvc.errors import InputError, UnreadableError
from searchsvc.formats.document import MAX_LINE_BYTES, Document, Refusal
from searchsvc.formats.wire_charsets import decode

SOH = b"\x01"
NOISE = b"\x00\x04\x16\x7f \t\r\n\x1a"
MAX_MESSAGES = 100_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Message:
    """One message: its bytes, and their parts as text. ``framed``: it had the controls; ``whole``: the end
    of its text was there."""

    data: bytes
    header: str
    text: str
    tail: str
    framed: bool
    whole: bool
    warnings: tuple[str, ...]


def pieces(data: bytes) -> list[bytes]:
    """The bytes of each message; ``data`` itself where it has one."""
    starts = [found.start() for found in re.finditer(SOH, data)]
    if len(starts) < 2:
        return [data]
    if len(starts) > MAX_MESSAGES:
        raise InputError(f"the file has {len(starts):,} messages; at most {MAX_MESSAGES:,}: send it in parts")
    ends = [*starts[1:], len(data)]
    found = [data[start:end].strip(NOISE) for start, end in zip(starts, ends, strict=True)]
    return [piece for piece in found if len(piece) > 1]


def take_apart(data: bytes, charset: str | None) -> Message:
    """The parts of one message. Raises InputError, UnsupportedError."""
    text, warnings = decode(data.strip(NOISE), charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    begin, soh, rest = text.partition("\x01")
    if not soh:
        rest = begin
    header, stx, behind = rest.partition("\x02")
    if not stx:
        header, behind = "", rest
    story, etx, tail = behind.partition("\x03")
    framed = bool(stx)
    if framed and not etx:
        warnings = (*warnings, "it breaks off: the end of its text is missing")
    return Message(
        data=data,
        header=_printable(header),
        text=_printable(story),
        tail=_printable(tail.partition("\x04")[0]),
        framed=framed,
        whole=bool(etx) or not framed,
        warnings=warnings,
    )


def _printable(text: str) -> str:
    """Without controls but line feeds and tabs, and without the colours and fonts that they switch."""
    return _CONTROLS.sub(" ", text).strip("\n")


def story_of(lines: list[str]) -> str:
    """The lines of a story without the blank ones around it."""
    kept = [at for at, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[kept[0] : kept[-1] + 1]).rstrip() if kept else ""


def read_each(
    data: bytes, charset: str | None, read_one: Callable[[bytes, str | None], Document]
) -> Iterator[Document | Refusal]:
    """What ``read_one`` makes of each message; of several, one that cannot be read is a Refusal."""
    found = pieces(data)
    if not found:
        raise UnreadableError("there is no message in it: only controls of the line")
    if len(found) == 1:
        yield read_one(data, charset)
        return
    for number, piece in enumerate(found, start=1):
        try:
            yield read_one(piece, charset)
        except InputError as error:
            located = type(error)(f"message {number}: {error}", problems=error.problems)
            yield Refusal(None, located, piece[:MAX_LINE_BYTES])
