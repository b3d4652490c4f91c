"""What the tests of readers share."""

from pathlib import Path

from searchsvc.formats import Document, Refusal, media_type_of, read

FILES = Path(__file__).parent / "files"


def read_all(data: bytes, kind: str | None = None) -> list[Document | Refusal]:
    """What is in ``data``, by its content or as ``kind``."""
    return list(read(data, kind or media_type_of("", data)))


def read_one(data: bytes | str, kind: str | None = None) -> Document:
    """The one document in ``data``."""
    [document] = read_all(data.encode() if isinstance(data, str) else data, kind)
    assert isinstance(document, Document), document
    return document
