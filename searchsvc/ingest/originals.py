"""What is kept of an input, and the reading of it anew with the parser as it is now."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from searchsvc.article import Article
from searchsvc.errors import InputError
from searchsvc.formats import Document, Refusal, Replaced
from searchsvc.formats import read as read_format
from searchsvc.ingest.parsing import hash_of, parse
from searchsvc.store import Original, Received, Source

log = logging.getLogger(__name__)


def received(document: Document, at: datetime) -> Received:
    """What the store keeps of ``document``, taken in at ``at``.

    What its reader was told beside the bytes, a charset above all, is not kept: where the bytes alone
    do not give the same again, ``raw`` in ``sent`` is the copy (or None), and ``sent`` is what counts.
    """
    sent = dict(document.fields)
    if document.told and not _tells_all(document):
        sent["raw"] = document.copy
        if document.credits:
            sent["credits"] = list(document.credits)
    return Received(document.original, document.media_type, sent, hash_of(document), at)


def document_of(original: Original, uri: str) -> Document:
    """The document again that ``original`` was. Raises InputError."""
    sent = {**original.sent, "uri": uri}
    if "raw" in sent:
        copy, names = sent.pop("raw"), tuple(sent.pop("credits", ()))
        return Document(sent, copy, original.data, original.media_type, b"", credits=names)
    read = next(iter(read_format(original.data, original.media_type)))
    if isinstance(read, Refusal):
        raise read.error
    # The reader may know more now; what was sent beside the original is not in it.
    return replace(read, fields={**sent, **read.fields, "uri": uri})


def says(original: Original, document: Document, uri: str) -> bool:
    """Whether what ``original`` was made of says what ``document`` does, be it in another envelope, with
    other white space, or in an order of its own."""
    try:
        kept = document_of(original, uri)
    except InputError:
        return False
    return (kept.copy, kept.fields) == (document.copy, {**document.fields, "uri": uri})


def _tells_all(document: Document) -> bool:
    """Whether reading the original alone gives this document, but for fields sent beside it."""
    try:
        read = next(iter(read_format(document.original, document.media_type)))
    except InputError:
        return False
    if isinstance(read, Refusal) or read.copy != document.copy:
        return False
    return all(document.fields.get(name) == value for name, value in read.fields.items())


@dataclass(frozen=True)
class Reread:
    """The article of a source as it reads now, without its edits and with them, and what its format says that
    it replaces. None where there are no edits, or where it cannot be read."""

    parsed: Article | None
    edited: Article | None = None
    replaces: tuple[Replaced, ...] = ()


def reread(source: Source) -> Reread:
    """Read a source anew; never raises."""
    original, version = source.original, source.entry.version
    try:
        document = document_of(original, source.entry.uri)
        parsed = replace(parse(document, original.received_at).article, version=source.parsed.version)
        if not source.edits:
            return Reread(parsed, replaces=document.replaces)
        edited = parse(document, original.received_at, source.edits).article
        return Reread(parsed, replace(edited, version=version), document.replaces)
    except Exception:
        # What could be read once stays as it was read then.
        log.exception("%s cannot be read anew; it stays as it is", source.entry.uri)
        return Reread(None)
