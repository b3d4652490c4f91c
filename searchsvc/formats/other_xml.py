"""XML of no format that is known: refused, with what it is."""

from __future__ import annotations

from collections.abc import Iterable

from searchsvc.errors import UnreadableError
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.elements import parse
from searchsvc.formats.format import HEAD, Head

MEDIA_TYPE = "application/xml"


def recognises(head: Head) -> bool:
    """By how XML begins: wire copy may begin with ``<`` as well."""
    if head.start[:9].lower().startswith((b"<?xml", b"<!doctype")):
        return True
    return head.root[1] != "" and (head.suffix == ".xml" or _is_whole(head))


def _is_whole(head: Head) -> bool:
    """Whether the text, as far as it is here, ends with the tag that ends its root element."""
    end = f"</{head.root[1]}>".encode()
    return (
        len(head.data) < HEAD
        and head.data.rstrip().endswith(end)
        and b"</" in head.data.rstrip()[: -len(end)]
    )


def read(data: bytes, charset: str | None = None) -> Iterable[Document | Refusal]:
    """Never returns. Raises InputError where it is not XML, else UnreadableError that names its root."""
    root = parse(data, charset).root
    raise UnreadableError(
        f"it is XML whose root element is {str(root.tag)[:60]}; "
        "NITF, NewsML 1.x and G2, RSS and Atom can be read"
    )
