"""What is kept of an input, and the reading of it anew with the parser as it is now."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from searchsvc.article import Article
from searchsvc.formats import Document, Refusal
from searchsvc.formats import read as read_format
from searchsvc.ingest.parsing import hash_of, parse
from searchsvc.store import Original, Received, Source

log = logging.getLogger(__name__)


def received(document: Document, at: datetime) -> Received:
    """What the store keeps of ``document``, taken in at ``at``."""
    sent = dict(document.fields)
    if document.copy is not None and not _rereadable(document):
        sent["raw"] = document.copy
    return Received(document.original, document.media_type, sent, hash_of(document), at)


def _rereadable(document: Document) -> bool:
    """Whether the copy can be had from the original again without knowing its charset."""
    if document.media_type.startswith("text/plain"):
        return document.original == (document.copy or "").encode()
    try:
        document.original.decode()
    except UnicodeDecodeError:
        return False
    return True


def document_of(original: Original, uri: str) -> Document:
    """The document again that ``original`` was. Raises InputError."""
    sent = dict(original.sent)
    copy = sent.pop("raw", None)
    if copy is None:
        read = next(iter(read_format(original.data, original.media_type)))
        if isinstance(read, Refusal):
            raise read.error
        # The reader may know more now; what was sent beside the original is not in it.
        return replace(read, fields={**sent, **read.fields, "uri": uri})
    return Document({**sent, "uri": uri}, copy, original.data, original.media_type, b"")


def reread(source: Source) -> tuple[Article | None, Article | None]:
    """The article of a source as it reads now, without its edits and with them."""
    original, version = source.original, source.entry.version
    try:
        document = document_of(original, source.entry.uri)
        parsed = replace(parse(document, original.received_at).article, version=source.parsed.version)
        if not source.edits:
            return parsed, None
        edited = parse(document, original.received_at, source.edits).article
        return parsed, replace(edited, version=version)
    except Exception:
        # What could be read once stays as it was read then.
        log.exception("%s cannot be read anew; it stays as it is", source.entry.uri)
        return None, None
