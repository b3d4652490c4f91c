"""Plain text: bytes -> one document whose copy is the whole text."""

from __future__ import annotations

import codecs

from searchsvc.errors import InputError, UnreadableError
from searchsvc.formats.document import Document, Refusal, check_text
from searchsvc.formats.encodings import decode_as

MEDIA_TYPE = "text/plain"

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_CONTROLS = dict.fromkeys((*range(5, 9), *range(14, 32), 127), " ")
"""Of typesetters and lines, which are no text; those that frame a message and end lines are read as such."""


_NO_TEXT = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an office program"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
    (b"OggS\0", "sound or video"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
)
"""How files begin that are often taken for text, by their names or by mistake."""


def read(data: bytes, *, charset: str | None = None) -> Document:
    """One document. Raises InputError (with position), UnreadableError, TooLargeError, UnsupportedError."""
    if what := next((what for begins, what in _NO_TEXT if data.startswith(begins)), None):
        raise UnreadableError(f"it is {what}; send the article's text, or a format that has it")
    copy, warnings = decode(data, charset)
    if problems := check_text(copy, "raw"):
        raise InputError(f"the text {problems[0].message}", problems=tuple(problems))
    if not copy.strip():
        raise UnreadableError("the text is empty; send an article's copy")
    return Document(
        fields={},
        copy=copy.translate(_CONTROLS),
        original=data,
        media_type=MEDIA_TYPE,
        canonical=copy.encode(),
        warnings=warnings,
    )


def read_all(data: bytes, charset: str | None = None) -> list[Document | Refusal]:
    """A list of the one document."""
    return [read(data, charset=charset)]


def decode(data: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    """The text and what people should know of the decoding.

    A byte order mark decides, then ``charset``, then UTF-8 where it is valid, and what is left is
    read as windows-1252, which older wires and Windows editors write. Raises InputError where the
    bytes are not in the charset that the sender named, UnsupportedError for an unknown charset.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return decode_as(data.removeprefix(mark) if encoding == "utf-8" else data, encoding), ()
    if charset is not None:
        return decode_as(data, charset), ()
    try:
        return data.decode(), ()
    except UnicodeDecodeError as error:
        warning = f"not UTF-8 (byte {error.start}); read as windows-1252"
        return data.decode("windows-1252", errors="replace"), (warning,)
