"""Taking articles in: one at a time with errors, or many at once with an outcome for each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from searchsvc import wire
from searchsvc.article import Article, PubStatus, article_id
from searchsvc.errors import (
    ConflictError,
    GoneError,
    InputError,
    NotFoundError,
    PreconditionError,
    SearchsvcError,
    UnavailableError,
)
from searchsvc.formats import Document, Refusal
from searchsvc.ingest import edits as patches
from searchsvc.ingest.originals import document_of, received, reread
from searchsvc.ingest.parsing import Parsed, hash_of, parse, uri_of
from searchsvc.ingest.versions import MAX_VERSION, Candidate, Decision, compare, decide
from searchsvc.store import (
    Entry,
    LineResult,
    Outcome,
    Received,
    State,
    Store,
    Stored,
    Transaction,
    now_utc,
)

log = logging.getLogger(__name__)

CHUNK = 200
"""Articles in one transaction of a batch: their fsync is shared, and other writers wait for tens of
milliseconds at most."""
CHUNK_BYTES = 4_000_000
ATTEMPTS = 5
"""How often an edit is tried anew because another writer changed the article meanwhile."""


@dataclass(frozen=True)
class Written:
    """What a write did, and the article as it now stands."""

    outcome: Outcome
    stored: Stored
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """One of a batch before it is written: what came, who it is, and what was made of it.

    ``parsed`` is None where the store has the very same already.
    """

    line: int | None
    at: datetime
    uri: str | None = None
    id: str | None = None
    hash: str = ""
    original: bytes = b""
    document: Document | None = None
    parsed: Parsed | None = None
    error: SearchsvcError | None = None


class Ingestor:
    """The way in. Threads may share one; ``executor``, a pool of processes, parses batches faster."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], datetime] = now_utc,
        executor: Executor | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._executor = executor

    def parse(self, document: Document) -> Parsed:
        """What would be stored; nothing is. Raises InputError."""
        return parse(document, self._clock())

    def put(
        self,
        document: Document,
        *,
        id: str | None = None,  # noqa: A002 - the domain's word
        if_match: int | None = None,
    ) -> Written:
        """Store one article, under ``id`` if given, and if its sequence number is still ``if_match``.

        Raises InputError, ConflictError (a version that is not newer), GoneError (killed),
        PreconditionError, NotFoundError (no uri sent, and nothing under ``id``), UnavailableError.
        """
        at = self._clock()
        if id is not None:
            document = self._addressed(document, id)
        _check_version(document)
        parsed = parse(document, at)
        kept = received(document, at)
        with self._store.transaction() as transaction, transaction.one():
            entry = transaction.entry(parsed.article.id)
            _check_match(entry, if_match)
            decision = _decide(transaction, entry, parsed, kept, archive=False)
            if decision.error is not None:
                raise decision.error
            if decision.outcome is Outcome.UNCHANGED:
                stored = transaction.stored(parsed.article.id)
            else:
                article = replace(parsed.article, version=decision.version)
                stored = transaction.add(article, kept, entry)
        return Written(decision.outcome, stored, parsed.warnings)

    def put_many(self, documents: Iterable[Document | Refusal]) -> Iterator[LineResult]:
        """Store many, in transactions of ``CHUNK``, and say of each what became of it, in their order.

        None is an error: bad ones are REFUSED with a message. Raises UnavailableError only.
        """
        for chunk in chunked(documents):
            prepared = self.prepare(chunk)
            with self._store.transaction() as transaction:
                results = self.write(transaction, prepared)
            yield from results

    def prepare(self, documents: Sequence[Document | Refusal]) -> list[Prepared]:
        """All that can be done with a chunk of a batch before its transaction: parsing, above all."""
        at = self._clock()
        prepared = [_identify(document, at) for document in documents]
        unknown = self._unknown(prepared)
        for place, result in zip(
            unknown, self._parse_all([prepared[place] for place in unknown]), strict=True
        ):
            prepared[place] = result
        return prepared

    def write(self, transaction: Transaction, prepared: Iterable[Prepared]) -> list[LineResult]:
        """Store a prepared chunk inside ``transaction``, and say what became of each."""
        return [_write(transaction, each) for each in prepared]

    def patch(
        self,
        id: str,  # noqa: A002
        changes: Mapping[str, Any],
        *,
        if_match: int | None = None,
    ) -> Written:
        """Lay a JSON merge patch (RFC 7396) over an article. It is kept apart from what the sender
        sent, holds when that is read anew, and ends with the version that it was made on.

        Raises InputError, NotFoundError, GoneError, ConflictError, PreconditionError, UnavailableError.
        """
        at = self._clock()
        for _ in range(ATTEMPTS):
            stored = self._live(id, if_match, revives="version" in changes)
            checked = patches.check(changes, stored.article)
            edited, edits = self._edited(stored, checked)
            if edited == stored.article:
                return Written(Outcome.UNCHANGED, stored)
            with self._store.transaction() as transaction, transaction.one():
                entry = transaction.entry(id)
                if entry is not None and entry.seq == stored.seq:
                    written = transaction.edit(entry, edits, edited, at)
                    outcome = Outcome.DELETED if written.state is State.KILLED else Outcome.UPDATED
                    return Written(outcome, written)
        raise UnavailableError(f"the article {id} keeps being changed by others; try again")

    def delete(self, id: str, *, if_match: int | None = None) -> Stored:  # noqa: A002
        """Take an article out; a tombstone and its history stay.

        Raises NotFoundError, GoneError, PreconditionError, UnavailableError.
        """
        with self._store.transaction() as transaction:
            entry = transaction.entry(id)
            _check_match(entry, if_match)
            if entry is None or entry.state is State.DELETED:
                raise NotFoundError(f"there is no article with the id {id!r}")
            if entry.state is State.KILLED:
                raise GoneError(f"{entry.uri!r} was killed by its agency; its tombstone stays")
            return transaction.delete(transaction.stored(id), self._clock())

    def reparse(self, *, after: str = "", every: bool = True) -> tuple[str, int, int]:
        """Read the originals of the next articles, by id from the one after ``after``, with the parser
        as it is now; their edits are laid over again. All, or (``every`` False) those that another
        version of the parser has read.

        Returns the last id read ("" at the end), how many were read, and how many came out different.
        """
        sources = self._store.sources(after, CHUNK, not_by=None if every else wire.PARSER_VERSION)
        if not sources:
            return "", 0, 0
        read = [(source, *reread(source)) for source in sources]
        changed = 0
        with self._store.transaction() as transaction:
            for source, parsed, edited in read:
                entry = transaction.entry(source.entry.id)
                if parsed is None or entry is None or entry.seq != source.entry.seq:
                    continue  # unreadable now, or changed meanwhile and so read anew already
                before = transaction.stored(entry.id).article
                differs = replace(edited or parsed, parser=before.parser) != before
                transaction.replace_parse(source, parsed, edited, at=self._clock(), differs=differs)
                changed += differs
        return sources[-1].entry.id, len(sources), changed

    def _addressed(self, document: Document, id: str) -> Document:  # noqa: A002
        """The document under the uri that ``id`` stands for."""
        uri = document.fields.get("uri")
        if uri is not None:
            if article_id(uri) != id:
                raise InputError(f"the uri {uri!r} has the id {article_id(uri)}, not {id}; send it there")
            return document
        stored = self._store.get(id)
        if stored is not None:
            return replace(document, fields={**document.fields, "uri": stored.article.uri})
        if article_id(uri_of(document)) != id:
            raise NotFoundError(f"there is no article with the id {id!r}; send its uri to begin one")
        return document

    def _live(self, id: str, if_match: int | None, *, revives: bool) -> Stored:  # noqa: A002
        stored = self._store.get(id)
        if stored is None or stored.state is State.DELETED:
            raise NotFoundError(f"there is no article with the id {id!r}")
        if if_match is not None and stored.seq != if_match:
            raise PreconditionError(_MOVED.format(stored.seq))
        if stored.state is State.KILLED and not revives:
            raise GoneError(f"{stored.article.uri!r} was killed by its agency; give a higher version")
        return stored

    def _edited(self, stored: Stored, changes: Mapping[str, Any]) -> tuple[Article, dict[str, Any]]:
        """The article with ``changes`` on top of the edits that it has, and all those edits."""
        before = stored.article
        version = str(changes.get("version", before.version))
        if len(version) > MAX_VERSION:
            raise InputError(f"version has {len(version):,} characters; at most {MAX_VERSION}")
        edits = patches.compose(stored.edits, changes)
        original = self._store.original(stored.id)
        parsed = parse(document_of(original, before.uri), original.received_at, edits)
        edited = replace(parsed.article, version=version)
        order = compare(version, edited.versioncreated, before.version, before.versioncreated)
        if order < 0:
            raise ConflictError(f"version {version!r} is lower than {before.version!r}, which is stored")
        if stored.state is State.KILLED and order == 0:
            raise GoneError(f"{before.uri!r} was killed by its agency; give a higher version")
        return edited, edits

    def _unknown(self, prepared: Sequence[Prepared]) -> list[int]:
        """The places of those that the store does not have word for word already."""
        ids = [each.id for each in prepared if each.id is not None]
        entries, hashes = self._store.history(ids) if ids else ({}, set())
        return [
            place
            for place, each in enumerate(prepared)
            if each.id is not None
            and ((each.id, each.hash) not in hashes or entries[each.id].state is State.DELETED)
        ]

    def _parse_all(self, prepared: Sequence[Prepared]) -> Iterable[Prepared]:
        if self._executor is None or len(prepared) < 2:
            return [_parse(each) for each in prepared]
        try:
            return list(self._executor.map(_parse, prepared, chunksize=max(1, len(prepared) // 8)))
        except BrokenProcessPool:
            log.warning("a parsing process died; parsing goes on without them")
            self._executor = None
            return [_parse(each) for each in prepared]


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


_MOVED = "the article has changed since: its ETag is {} now; read it again"


def _check_match(entry: Entry | None, if_match: int | None) -> None:
    if if_match is None:
        return
    if entry is None or entry.state is State.DELETED:
        raise PreconditionError("there is no such article to match; leave If-Match out to begin one")
    if entry.seq != if_match:
        raise PreconditionError(_MOVED.format(entry.seq))


def _check_version(document: Document) -> None:
    version = document.fields.get("version")
    if version is not None and len(version) > MAX_VERSION:
        raise InputError(f"version has {len(version):,} characters; at most {MAX_VERSION}")


def _decide(
    transaction: Transaction, entry: Entry | None, parsed: Parsed, received: Received, *, archive: bool
) -> Decision:
    candidate = Candidate(
        version=parsed.document.fields.get("version"),
        versioncreated=parsed.article.versioncreated,
        hash=received.hash,
        kills=parsed.article.pubstatus is PubStatus.CANCELED,
    )
    return decide(
        entry,
        candidate,
        received.at,
        seen=lambda: transaction.has_hash(parsed.article.id, received.hash),
        archive=archive,
    )


def _identify(document: Document | Refusal, at: datetime) -> Prepared:
    prepared = Prepared(document.line, at, original=document.original)
    if isinstance(document, Refusal):
        return replace(prepared, error=document.error)
    try:
        _check_version(document)
        uri = uri_of(document)
        return replace(prepared, uri=uri, id=article_id(uri), hash=hash_of(document), document=document)
    except InputError as error:
        return replace(prepared, error=error)
    except UnicodeError as error:
        return replace(prepared, error=InputError(f"it is not valid Unicode: {error}"))


def _parse(prepared: Prepared) -> Prepared:
    """A module's function, so that a pool's processes can be sent it."""
    if prepared.document is None:
        return prepared
    try:
        return replace(prepared, parsed=parse(prepared.document, prepared.at))
    except InputError as error:
        return replace(prepared, error=error)
    except Exception as error:
        # A fault of the reader's in one article must not take down the batch that it came in.
        log.exception("the reader failed on line %s (%s)", prepared.line, prepared.uri)
        message = f"the reader failed on it ({type(error).__name__}: {error}); please report it"
        return replace(prepared, error=InputError(message))


def _write(transaction: Transaction, prepared: Prepared) -> LineResult:
    if prepared.error is None and prepared.parsed is None:
        return LineResult(prepared.line, Outcome.UNCHANGED, prepared.id, prepared.uri)
    if prepared.error is not None or prepared.parsed is None or prepared.document is None:
        return _refused(prepared, prepared.error)
    parsed, document = prepared.parsed, prepared.document
    try:
        with transaction.one():
            kept = received(document, prepared.at)
            entry = transaction.entry(parsed.article.id)
            decision = _decide(transaction, entry, parsed, kept, archive=True)
            if decision.outcome is Outcome.REFUSED:
                return _refused(prepared, decision.error)
            article = replace(parsed.article, version=decision.version)
            if decision.outcome is Outcome.SUPERSEDED:
                transaction.add_superseded(article, kept)
            elif decision.outcome is not Outcome.UNCHANGED:
                transaction.add(article, kept, entry)
    except InputError as error:
        return _refused(prepared, error)
    return LineResult(
        prepared.line,
        decision.outcome,
        prepared.id,
        prepared.uri,
        None if decision.error is None else str(decision.error),
        warnings=parsed.warnings,
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
