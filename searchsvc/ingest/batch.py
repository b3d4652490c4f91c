"""Many articles at once: identified, parsed, and written in one transaction, an outcome for each."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from searchsvc.article import Article, PubStatus, article_id
from searchsvc.errors import InputError, SearchsvcError
from searchsvc.formats import Document, Refusal, to_ninjs
from searchsvc.ingest.advisories import heed, heed_earlier
from searchsvc.ingest.links import link_revision
from searchsvc.ingest.originals import received, says
from searchsvc.ingest.parsing import hash_of, parse, uri_of
from searchsvc.ingest.stories import Grouping, signatures_of
from searchsvc.ingest.versions import Candidate, Decision, check_version, decide
from searchsvc.store import Entry, LineResult, Outcome, Received, Transaction, Waiting

log = logging.getLogger(__name__)

CHUNK = 200
"""Articles in one transaction of a batch: their fsync is shared, and other writers wait for tens of
milliseconds at most."""
CHUNK_BYTES = 4_000_000


@dataclass(frozen=True)
class Prepared:
    """One of a batch before it is written: what came, who it is, and what was made of it.

    ``article`` and ``error`` are None where the store has the very same already.
    """

    line: int | None
    at: datetime
    original: bytes
    document: Document | None = None
    uri: str | None = None
    id: str | None = None
    hash: str = ""
    article: Article | None = None
    kept: Received | None = None
    warnings: tuple[str, ...] = ()
    signature: bytes | None = None
    error: SearchsvcError | None = None


@dataclass(frozen=True)
class Outturn:
    """What parsing one document gave: an article, or why there is none."""

    article: Article | None
    warnings: tuple[str, ...] = ()
    signature: bytes | None = None
    error: InputError | None = None


def chunked(documents: Iterable[Document | Refusal]) -> Iterator[list[Document | Refusal]]:
    """``documents`` in order, in lists of at most ``CHUNK`` that end where they have ``CHUNK_BYTES``."""
    chunk: list[Document | Refusal] = []
    size = 0
    for document in documents:
        chunk.append(document)
        size += len(document.original)
        if len(chunk) == CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def identify(document: Document | Refusal, at: datetime) -> Prepared:
    """Who ``document`` is, without reading its copy."""
    prepared = Prepared(document.line, at, document.original)
    if isinstance(document, Refusal):
        return replace(prepared, error=document.error)
    try:
        check_version(document.fields.get("version"))
        uri = uri_of(document)
        return replace(prepared, document=document, uri=uri, id=article_id(uri), hash=hash_of(document))
    except InputError as error:
        return replace(prepared, error=error)
    except UnicodeError as error:
        return replace(prepared, error=InputError(f"it is not valid Unicode: {error}"))


def read_documents(documents: Sequence[Document], at: datetime) -> list[Outturn]:
    """Parse some of a batch; never raises. Runs in a pool's processes too."""
    outturns = [_read(document, at) for document in documents]
    places = [place for place, outturn in enumerate(outturns) if outturn.article is not None]
    articles = [article for outturn in outturns if (article := outturn.article) is not None]
    for place, signature in zip(places, signatures_of(articles), strict=True):
        outturns[place] = replace(outturns[place], signature=signature)
    return outturns


def _read(document: Document, at: datetime) -> Outturn:
    try:
        parsed = parse(document, at)
        return Outturn(parsed.article, parsed.warnings)
    except InputError as error:
        return Outturn(None, error=error)
    except Exception as error:
        # A fault of the reader's in one article must not take down the batch that it came in.
        log.exception("the reader failed on line %s", document.line)
        message = f"the reader failed on it ({type(error).__name__}: {error}); please report it"
        return Outturn(None, error=InputError(message))


def complete(prepared: Prepared, outturn: Outturn) -> Prepared:
    """``prepared`` with what parsing gave, ready to be written."""
    if prepared.document is None or outturn.article is None:
        return replace(prepared, error=outturn.error)
    kept = received(prepared.document, prepared.at)
    return replace(
        prepared,
        article=outturn.article,
        kept=kept,
        warnings=outturn.warnings,
        signature=outturn.signature,
    )


def write(transaction: Transaction, prepared: Sequence[Prepared]) -> list[LineResult]:
    """Store a prepared chunk inside ``transaction``, and say what became of each."""
    try:
        with transaction.part():
            return _write_together(transaction, prepared)
    except InputError:
        # One of them has a value that cannot be stored: now each may fail alone.
        return [_write_alone(transaction, each) for each in prepared]


def _write_together(transaction: Transaction, prepared: Sequence[Prepared]) -> list[LineResult]:
    grouping = Grouping(transaction, (each.signature for each in prepared))
    # What is there is read at once; of what this chunk itself changes it is read anew.
    ids = [each.id for each in prepared if each.id and each.article]
    known, waiting = transaction.entries(ids), transaction.waiting(ids)
    changed: set[str] = set()
    others_changed = False
    results = []
    for each in prepared:
        is_known = not others_changed and each.id not in changed
        entry = known.get(each.id or "") if is_known else transaction.entry(each.id or "")
        if others_changed:
            waiting = transaction.waiting([each.id or ""])
        results.append(_write(transaction, each, entry, grouping, waiting.get(each.id or "", ())))
        changed.add(each.id or "")
        others_changed = others_changed or results[-1].advisory
    grouping.keep()
    return results


def decide_on(
    transaction: Transaction,
    entry: Entry | None,
    document: Document,
    article: Article,
    kept: Received,
    *,
    archive: bool,
) -> Decision:
    """What becomes of ``article``, made of ``document``, inside the transaction that will write it."""
    candidate = Candidate(
        version=document.fields.get("version"),
        versioncreated=article.versioncreated,
        hash=kept.hash,
        kills=article.pubstatus is PubStatus.CANCELED,
    )
    return decide(
        entry,
        candidate,
        kept.at,
        seen=lambda: entry is not None and transaction.has_hash(entry.id, kept.hash),
        same=lambda: entry is not None and _says_the_same(transaction, entry, document, article),
        archive=archive,
    )


def _says_the_same(transaction: Transaction, entry: Entry, document: Document, article: Article) -> bool:
    """Whether what came says what the stored version says: as it was sent, or as readers see it, which is
    what an export has."""
    if says(transaction.original(entry.id), document, entry.uri):
        return True
    shown = transaction.stored(entry.id).article
    return to_ninjs(shown, extended=True) == to_ninjs(article, extended=True)


def story_for(
    grouping: Grouping, article: Article, signature: bytes | None, entry: Entry | None
) -> str | None:
    """The story of an article that is about to be written. The text of a kill tells nothing of it."""
    known = None if entry is None else entry.story
    if article.pubstatus is PubStatus.CANCELED:
        return known
    return grouping.story_of(article, signature, known)


def _write_alone(transaction: Transaction, prepared: Prepared) -> LineResult:
    try:
        with transaction.part():
            (result,) = _write_together(transaction, (prepared,))
            return result
    except InputError as error:
        return _refused(prepared, error)


def _write(
    transaction: Transaction,
    prepared: Prepared,
    entry: Entry | None,
    grouping: Grouping,
    waiting: Sequence[Waiting],
) -> LineResult:
    if prepared.error is not None:
        return _refused(prepared, prepared.error)
    kept = prepared.kept
    if prepared.article is None or prepared.document is None or prepared.id is None or kept is None:
        return LineResult(prepared.line, Outcome.UNCHANGED, prepared.id, prepared.uri)
    decision = decide_on(transaction, entry, prepared.document, prepared.article, kept, archive=True)
    if decision.outcome is Outcome.REFUSED:
        return _refused(prepared, decision.error)
    article = prepared.article
    told: tuple[str, ...] = ()
    if decision.outcome is Outcome.SUPERSEDED and entry is not None:
        transaction.add_superseded(replace(article, version=decision.version), kept, entry)
    elif decision.outcome is not Outcome.UNCHANGED:
        told = heed(transaction, article, kept.at)
        story = story_for(grouping, article, prepared.signature, entry)
        article = replace(article, version=decision.version, story=story)
        link_revision(transaction, article, prepared.document.replaces)
        transaction.add(article, kept, entry)
        told += heed_earlier(transaction, entry, article, waiting, kept.at)
    message = str(decision.error) if decision.error is not None else "; ".join(told) or None
    return LineResult(
        prepared.line,
        decision.outcome,
        prepared.id,
        prepared.uri,
        message,
        warnings=(*prepared.warnings, *told),
        advisory=bool(told),
    )


def _refused(prepared: Prepared, error: SearchsvcError | None) -> LineResult:
    position = next((each.position for each in error.problems), None) if error else None
    return LineResult(
        prepared.line,
        Outcome.REFUSED,
        prepared.id,
        prepared.uri,
        str(error),
        position,
        original=prepared.original,
    )
