"""Taking articles in: one at a time with errors, or many at once with an outcome for each."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, repeat
from typing import Any

from searchsvc import wire
from searchsvc.article import Article, article_id
from searchsvc.errors import (
    ConflictError,
    GoneError,
    InputError,
    NotFoundError,
    PreconditionError,
    UnavailableError,
)
from searchsvc.formats import Document, Refusal
from searchsvc.ingest import batch
from searchsvc.ingest import edits as patches
from searchsvc.ingest.advisories import heed, heed_earlier
from searchsvc.ingest.batch import Outturn, Prepared
from searchsvc.ingest.comparing import Compared, compare_articles
from searchsvc.ingest.links import link_revision
from searchsvc.ingest.originals import Reread, document_of, received, reread
from searchsvc.ingest.parsing import Parsed, parse, uri_of
from searchsvc.ingest.stories import Grouping, signature_of
from searchsvc.ingest.versions import check_version, compare
from searchsvc.store import Entry, LineResult, Outcome, Source, State, Store, Stored, Transaction, now_utc

log = logging.getLogger(__name__)

WORTH_A_POOL = 50
"""Fewer documents are parsed here: handing them to other processes would take longer."""
PIECES = 8
"""Parts of a chunk that are handed to a pool: processes that take unequally long all have work to its end."""
AHEAD = 3
"""Chunks that a pool's processes may be ahead with: they have work also while one is written for long, or
while they index as well."""
ATTEMPTS = 5
"""How often an edit is tried anew because another writer changed the article meanwhile."""


@dataclass(frozen=True)
class Written:
    """What a write did, and the article as it now stands."""

    outcome: Outcome
    stored: Stored
    warnings: tuple[str, ...] = ()


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
        check_version(document.fields.get("version"))
        parsed = parse(document, at)
        signature = signature_of(parsed.article)
        kept = received(document, at)
        with self._store.transaction() as transaction, transaction.part():
            entry = transaction.entry(parsed.article.id)
            _check_match(entry, if_match)
            decision = batch.decide_on(transaction, entry, document, parsed.article, kept, archive=False)
            told: tuple[str, ...] = ()
            if decision.error is not None:
                raise decision.error
            if decision.outcome is Outcome.UNCHANGED:
                stored = transaction.stored(parsed.article.id)
            else:
                told = heed(transaction, parsed.article, at)
                grouping = Grouping(transaction, [signature])
                story = batch.story_for(grouping, parsed.article, signature, entry)
                article = replace(parsed.article, version=decision.version, story=story)
                grouping.keep()
                link_revision(transaction, article, document.replaces)
                stored = transaction.add(article, kept, entry)
                waiting = transaction.waiting([article.id]).get(article.id, ())
                if earlier := heed_earlier(transaction, entry, article, waiting, at):
                    told, stored = (*told, *earlier), transaction.stored(article.id)
        return Written(decision.outcome, stored, (*parsed.warnings, *told))

    def put_many(self, documents: Iterable[Document | Refusal]) -> Iterator[LineResult]:
        """Store many, a chunk in a transaction, and say of each what became of it, in their order.

        None is an error: bad ones are REFUSED with a message. Raises UnavailableError only.
        """
        for prepared in self.prepare(batch.chunked(documents)):
            with self._store.transaction() as transaction:
                results = self.write(transaction, prepared)
            yield from results

    def prepare(self, chunks: Iterable[Sequence[Document | Refusal]]) -> Iterator[list[Prepared]]:
        """All that can be done with each chunk of a batch before its transaction: parsing, above all.

        With a pool, its processes parse the next chunks while the caller writes this one.
        """
        begun: deque[_Begun] = deque()
        for chunk in chunks:
            begun.append(self._begin(chunk))
            if len(begun) > (AHEAD if self._executor is not None else 0):
                yield self._finish(begun.popleft())
        while begun:
            yield self._finish(begun.popleft())

    def write(self, transaction: Transaction, prepared: Sequence[Prepared]) -> list[LineResult]:
        """Store a prepared chunk inside ``transaction``, and say what became of each."""
        return batch.write(transaction, prepared)

    def patch(
        self,
        id: str,  # noqa: A002
        changes: Mapping[str, Any],
        *,
        if_match: int | None = None,
    ) -> Written:
        """Lay a JSON merge patch (RFC 7396) over an article; null takes an earlier one back. It is kept apart
        from what the sender sent, holds when that is read anew, and ends with the version it was made on.

        Raises InputError, NotFoundError, GoneError, ConflictError, PreconditionError, UnavailableError.
        """
        at = self._clock()
        for _ in range(ATTEMPTS):
            stored = self._live(id, if_match, revives="version" in changes)
            checked = patches.check(changes, stored.article)
            kept = patches.taken_back(stored.edits, changes)
            edited, edits = self._edited(stored, checked, kept)
            if edited == stored.article and kept == stored.edits:
                return Written(Outcome.UNCHANGED, stored)
            with self._store.transaction() as transaction, transaction.part():
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
        sources = self._store.sources(after, batch.CHUNK, not_by=None if every else wire.PARSER_VERSION)
        if not sources:
            return "", 0, 0
        changed = 0
        read = self._reread(sources)
        storyless = {
            source.entry.id: signature_of(each.parsed)
            for source, each in zip(sources, read, strict=True)
            if each.parsed is not None and source.entry.story is None
        }
        with self._store.transaction() as transaction:
            grouping = Grouping(transaction, storyless.values())
            for source, each in zip(sources, read, strict=True):
                parsed, edited = each.parsed, each.edited
                entry = transaction.entry(source.entry.id)
                if parsed is None or entry is None or entry.seq != source.entry.seq:
                    continue  # unreadable now, or changed meanwhile and so read anew already
                before = transaction.stored(entry.id).article
                story = entry.story or grouping.story_of(parsed, storyless[entry.id], None)
                shown = replace(edited or parsed, parser=before.parser, story=story)
                differs = shown != before
                transaction.replace_parse(
                    source, parsed, edited, at=self._clock(), differs=differs, story=story
                )
                changed += differs
                if each.replaces:
                    # Not what copy says: by now the last of its story is another than when it came.
                    link_revision(transaction, shown, each.replaces)
            grouping.keep()
        return sources[-1].entry.id, len(sources), changed

    def compare(self) -> Iterator[Compared]:
        """What ``reparse`` would change, article by article in the order of their ids; nothing is stored.
        A chunk of articles is in memory at a time."""
        after = ""
        while sources := self._store.sources(after, batch.CHUNK):
            for source, each in zip(sources, self._reread(sources), strict=True):
                changes = None
                if each.parsed is not None:
                    changes = compare_articles(self._shown(source), each.edited or each.parsed)
                yield Compared(source.entry.id, source.entry.uri, changes)
            after = sources[-1].entry.id

    def _shown(self, source: Source) -> Article:
        """The article as people see it, its edits applied."""
        stored = self._store.get(source.entry.id) if source.edits else None
        return source.parsed if stored is None else stored.article

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

    def _edited(
        self, stored: Stored, changes: Mapping[str, Any], kept: Mapping[str, Any]
    ) -> tuple[Article, dict[str, Any]]:
        """The article with ``changes`` on top of the edits that are ``kept``, and all those edits."""
        before = stored.article
        version = str(changes.get("version", before.version))
        check_version(version)
        edits = patches.compose(kept, changes)
        original = self._store.original(stored.id)
        parsed = parse(document_of(original, before.uri), original.received_at, edits)
        edited = replace(parsed.article, version=version, story=before.story)
        order = compare(version, edited.versioncreated, before.version, before.versioncreated)
        if order < 0:
            raise ConflictError(f"version {version!r} is lower than {before.version!r}, which is stored")
        if stored.state is State.KILLED and order == 0:
            raise GoneError(f"{before.uri!r} was killed by its agency; give a higher version")
        return edited, edits

    def _begin(self, chunk: Sequence[Document | Refusal]) -> _Begun:
        at = self._clock()
        prepared = [batch.identify(document, at) for document in chunk]
        unread = self._unread(prepared)
        documents = [document for place in unread if (document := prepared[place].document) is not None]
        return _Begun(at, prepared, unread, documents, self._start_reading(documents, at))

    def _unread(self, prepared: Sequence[Prepared]) -> list[int]:
        """The places of those that the store does not have word for word already."""
        ids = [each.id for each in prepared if each.id is not None]
        entries, hashes = self._store.history(ids) if ids else ({}, set())
        return [
            place
            for place, each in enumerate(prepared)
            if each.id is not None
            and ((each.id, each.hash) not in hashes or entries[each.id].state is State.DELETED)
        ]

    def _start_reading(self, documents: Sequence[Document], at: datetime) -> Iterator[Outturn] | None:
        if self._executor is None or len(documents) < WORTH_A_POOL:
            return None
        size = max(1, len(documents) // PIECES)
        pieces = [documents[start : start + size] for start in range(0, len(documents), size)]
        try:
            return chain.from_iterable(self._executor.map(batch.read_documents, pieces, repeat(at)))
        except BrokenProcessPool:
            self._do_without_pool()
            return None

    def _reread(self, sources: Sequence[Source]) -> list[Reread]:
        if self._executor is not None and len(sources) >= WORTH_A_POOL:
            try:
                return list(self._executor.map(reread, sources, chunksize=max(1, len(sources) // PIECES)))
            except BrokenProcessPool:
                self._do_without_pool()
        return [reread(source) for source in sources]

    def _do_without_pool(self) -> None:
        log.warning("a parsing process died; parsing goes on without them")
        self._executor = None

    def _finish(self, begun: _Begun) -> list[Prepared]:
        try:
            outturns = list(begun.outturns) if begun.outturns is not None else None
        except BrokenProcessPool:
            self._do_without_pool()
            outturns = None
        if outturns is None:
            outturns = batch.read_documents(begun.documents, begun.at)
        prepared = list(begun.prepared)
        for place, outturn in zip(begun.unread, outturns, strict=True):
            prepared[place] = batch.complete(prepared[place], outturn)
        return prepared


@dataclass(frozen=True)
class _Begun:
    """A chunk whose parsing may be under way: at ``unread`` stand the ``documents`` to be read."""

    at: datetime
    prepared: Sequence[Prepared]
    unread: Sequence[int]
    documents: Sequence[Document]
    outturns: Iterator[Outturn] | None


_MOVED = "the article has changed since: its ETag is {} now; read it again"


def _check_match(entry: Entry | None, if_match: int | None) -> None:
    if if_match is None:
        return
    if entry is None or entry.state is State.DELETED:
        raise PreconditionError("there is no such article to match; leave If-Match out to begin one")
    if entry.seq != if_match:
        raise PreconditionError(_MOVED.format(entry.seq))
