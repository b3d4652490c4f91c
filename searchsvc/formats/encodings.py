"""In which encoding markup is written: byte order mark, what the sender said, what it says itself.

In that order (RFC 7303, section 3), and then what the bytes are good for: a file that calls itself
UTF-8 and is not is read as windows-1252, which is what editors wrote then.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from searchsvc.errors import InputError, UnsupportedError

# Codecs that Python has and nobody writes news in can take long or run on; none of them is let in.
_ALLOWED = re.compile(
    r"(?:utf-?(?:8|16|32)(?:-?[lb]e)?|utf-?8-sig|us-ascii|ascii|ansi-x3\.4-19\d\d|iso-?8859-?\d{1,2}|latin-?\d{1,2}|l1|windows-?\d{3,4}"
    r"|windows-31j|cp-?\d{3,4}|ibm-?\d{3}|koi8-[rut]|mac-?(?:roman|cyrillic|greek|latin2|turkish|iceland)|macintosh"
    r"|shift-?jis|sjis|ms-?kanji|euc-?(?:jp|kr)|ks-?c-?5601(?:-\d{4})?|gb2312|gbk|gb18030|big5(?:-?hkscs)?|hz"
    r"|iso-2022-(?:jp(?:-\d)?|kr)|tis-?620|viscii|iso-10646-ucs-2|ucs-2|johab)"
)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_STARTS = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?\sencoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._:-]{1,40})")
_READ_AS = {
    # As the WHATWG Encoding Standard has it: what calls itself so is written in the larger one.
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "ansi-x3.4-1968": "windows-1252",
    "ansi-x3.4-1986": "windows-1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks-c-5601-1987": "cp949",
    "iso-8859-9": "windows-1254",
    "tis-620": "cp874",
    "macintosh": "mac-roman",
    "ucs-2": "utf-16",
    "iso-10646-ucs-2": "utf-16",
}


@dataclass(frozen=True)
class Decoded:
    """Markup as UTF-8 without a byte order mark, and the way back."""

    utf8: bytes
    warnings: tuple[str, ...]
    to_bytes: Callable[[bytes], bytes]


def decode_xml(data: bytes, charset: str | None) -> Decoded:
    """``data`` as UTF-8. Raises UnsupportedError for an unknown charset, InputError where its bytes are
    not in the one that the sender named."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data.removeprefix(mark), encoding, mark)
    for start, encoding in _STARTS:
        if data.startswith(start):
            return _decoded(data, encoding)
    data = data.lstrip(b" \t\r\n")
    if charset is not None:
        return _decoded(data, codec_of(charset))
    found = _DECLARED.match(data)
    declared = codec_of(found[1].decode("ascii")) if found else "utf-8"
    if declared.startswith(("utf-16", "utf-32")):
        declared = "utf-8"  # the declaration itself could be read as ASCII
    if declared.startswith("windows-125") and not data.isascii() and _is_utf8(data):
        # Text of such a charset with any accent in it is not UTF-8 by chance.
        warning = f"it says that it is {found[1].decode('ascii') if found else declared}, and is UTF-8"
        return Decoded(_trimmed(data), (warning,), lambda piece: piece)
    try:
        return _decoded(data, declared)
    except InputError as error:
        return Decoded(
            _trimmed(data.decode("windows-1252", "replace").encode()),
            (f"not {declared} as it says ({error.problems[0].message}); read as windows-1252",)
            if error.problems
            else (f"not {declared} as it says; read as windows-1252",),
            lambda piece: piece.decode().encode("windows-1252", "replace"),
        )


def _trimmed(utf8: bytes) -> bytes:
    """Without what stands before an XML declaration, which must come first, and what pads a file's end."""
    return utf8.lstrip(b" \t\r\n").rstrip(b" \t\r\n\0\x1a")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def codec_of(name: str) -> str:
    """The codec for a charset's name. Raises UnsupportedError for one that is not let in."""
    plain = name.strip().lower().replace("_", "-")
    if not _ALLOWED.fullmatch(plain):
        raise UnsupportedError(f"the charset {name[:60]!r} is unknown; send UTF-8")
    return _READ_AS.get(plain, plain)


def decode_as(data: bytes, charset: str) -> str:
    """``data`` in the charset that its sender names.

    Raises UnsupportedError for one that is unknown or not let in, InputError where the bytes are not in it.
    """
    encoding = codec_of(charset)
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise UnsupportedError(f"the charset {charset[:60]!r} is unknown; send UTF-8") from error
    except UnicodeDecodeError as error:
        if encoding.startswith(("windows-", "cp125")):
            # Five bytes have no character in it; the rest is as good as ever.
            return data.decode(encoding, "replace")
        message = f"the text is not {charset}: byte {error.start} cannot be decoded; name its charset"
        raise InputError(message) from error


def _decoded(data: bytes, encoding: str, mark: bytes = b"") -> Decoded:
    text = decode_as(data, encoding)
    if encoding == "utf-8":
        return Decoded(_trimmed(data), (), lambda piece: mark + piece if mark else piece)
    try:
        utf8 = _trimmed(text.encode())
    except UnicodeEncodeError as error:
        raise InputError(
            f"character {error.start} is half of a surrogate pair; send valid Unicode"
        ) from error
    return Decoded(utf8, (), lambda piece: mark + piece.decode().encode(encoding, "replace"))
