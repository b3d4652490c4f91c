"""Files packed into one: gzip and zip -> members, one at a time, each within bounds.

Nothing is believed of what an archive says of itself: not sizes, not names. A member is inflated piece by
piece and stopped at its limit, a file as a whole at the sum of all and at what its own size makes credible.
Sources: RFC 1952 (gzip), PKWARE's APPNOTE 6.3 (zip).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from searchsvc.errors import InputError, TooLargeError, UnreadableError, UnsupportedError
from searchsvc.formats.document import Refusal
from searchsvc.formats.format import Head, Member

GZIP_TYPE = "application/gzip"
ZIP_TYPE = "application/zip"

MAX_MEMBER_BYTES = 256_000_000
"""As a file that is not packed may have."""
MAX_BYTES = 1_000_000_000
"""All members of an archive."""
MAX_MEMBERS = 20_000
FREE_BYTES = 16_000_000
MAX_RATIO = 200
"""Inflated bytes for each packed one, beyond the first ``FREE_BYTES``. News in XML reaches 20, JSON lines 60;
deflate can reach 1,032."""
PIECE = 1 << 16

_GZIP = b"\x1f\x8b\x08"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Not LZMA, whose header alone can ask for four gigabytes of memory, nor bzip2, of which ``zipfile`` inflates
four kilobytes at once, whatever they become."""
_ENCRYPTED = 0x1
_HAS_EXTRA, _HAS_NAME = 0x4, 0x8


def is_gzip(head: Head) -> bool:
    """By its first bytes."""
    return head.data.startswith(_GZIP)


def is_zip(head: Head) -> bool:
    """By its first bytes."""
    return head.data.startswith(_ZIP)


def unpack_gzip(data: bytes) -> Iterator[Member | Refusal]:
    """The one file in ``data``. Raises InputError where it breaks off, TooLargeError."""
    pieces: list[bytes] = []
    size = 0
    for piece in inflated(data):
        size += len(piece)
        if size > allowed(len(data)):
            raise TooLargeError(_too_much(size, len(data)))
        pieces.append(piece)
    yield Member(_file_name(data), b"".join(pieces))


def _file_name(data: bytes) -> str:
    """The name of the file that was packed, as the header has it; empty where it has none."""
    if not data[3:4] or data[3] & _HAS_NAME == 0 or data[3] & _HAS_EXTRA:
        return ""
    return data[10:210].partition(b"\0")[0].decode("latin-1")


def allowed(packed: int) -> int:
    """How many bytes ``packed`` ones may become."""
    return min(MAX_MEMBER_BYTES, FREE_BYTES + MAX_RATIO * packed)


def inflated(data: bytes) -> Iterator[bytes]:
    """The pieces of a gzip file, whose parts follow on each other; what is behind the last is padding.

    Raises InputError where it breaks off or is damaged.
    """
    view = memoryview(data)
    at = 0
    while at < len(data):
        decoder = zlib.decompressobj(wbits=31)
        try:
            while not decoder.eof:
                given = decoder.unconsumed_tail or view[at : at + PIECE]
                if not given:
                    raise InputError("the gzip file breaks off; send the whole file")
                if not decoder.unconsumed_tail:
                    at += len(given)
                if piece := decoder.decompress(given, PIECE):
                    yield piece
        except zlib.error as error:
            raise InputError(f"the gzip file is damaged near byte {at:,} ({error}); send it again") from error
        at -= len(decoder.unused_data)
        if not data.startswith(_GZIP, at):
            return


def unpack_zip(data: bytes) -> Iterator[Member | Refusal]:
    """The files in ``data`` that may be articles, in its order; one that cannot be unpacked is a Refusal.

    Folders, hidden files, and binary files of no known format are passed over. Raises InputError where
    there is no directory, TooLargeError where all are too much.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise InputError(f"the zip file is damaged or breaks off ({error}); send it again") from error
    with archive:
        infos = archive.infolist()
        if len(infos) > MAX_MEMBERS:
            raise TooLargeError(f"the zip file has {len(infos):,} members; at most {MAX_MEMBERS:,}")
        left = min(MAX_BYTES, FREE_BYTES + MAX_RATIO * len(data))
        taken = 0
        for info in infos:
            if info.filename.endswith("/") or _is_hidden(info.filename):
                continue
            try:
                content = _content(archive, info, left)
            except InputError as error:
                yield Refusal(None, type(error)(f"{_name(info)}: {error}"), b"")
                taken += 1
                if isinstance(error, TooLargeError):
                    return
                continue
            left -= len(content)
            if not _is_other(info.filename, content):
                taken += 1
                yield Member(_name(info), content)
    if not taken:
        raise UnreadableError(
            f"there is no article in the zip file: {len(infos)} members, none of a known format"
        )


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """What is in a member. Raises InputError, UnsupportedError, TooLargeError."""
    if info.flag_bits & _ENCRYPTED:
        raise UnsupportedError("is encrypted; send it without a password")
    if info.compress_type not in _METHODS:
        raise UnsupportedError(f"is compressed by method {info.compress_type}; send it deflated")
    limit = min(left, MAX_MEMBER_BYTES)
    try:
        with archive.open(info) as stream:
            content = stream.read(limit + 1)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        EOFError,
        zlib.error,
    ) as error:
        raise InputError(f"is damaged ({error}); send it again") from error
    if len(content) > limit:
        raise TooLargeError(_too_much(len(content), info.compress_size))
    return content


def _too_much(size: int, packed: int) -> str:
    return (
        f"what is packed has more than {size - 1:,} bytes, of {packed:,}; at most {MAX_MEMBER_BYTES:,}, and "
        f"{MAX_RATIO} times what is sent: send it unpacked, or in parts"
    )


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename[:200].replace("\n", " ").replace("\r", " ")


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _is_other(name: str, content: bytes) -> bool:
    """Whether a member is neither text nor packed: a picture, say, beside the stories."""
    head = Head(name, content[:1024])
    return b"\0" in head.start and not is_gzip(head) and not is_zip(head)
