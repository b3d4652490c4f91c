"""``searchsvc check`` and ``stats``, and what ``reindex`` does: looking after store and index."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import orjson
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

from searchsvc.cli.options import Failure, Undecided, counted, harmless, progress, with_settings
from searchsvc.engines import open_engine, prepare
from searchsvc.errors import IndexDamagedError, SearchsvcError, UnavailableError
from searchsvc.indexer import OTHER_COURSE, Indexer
from searchsvc.ingest import Ingestor
from searchsvc.pool import open_pool
from searchsvc.search import Engine, Facet, SearchRequest, Sort
from searchsvc.serve.background import election, make_room, somebody_indexes
from searchsvc.settings import CORES, Settings
from searchsvc.store import State, Store, Task, TaskStatus, now_utc
from searchsvc.tasks import Spool, TaskRunner

LOOK = 0.2
"""Seconds between two looks at work that another process, or thread, does."""
PATIENCE = 10.0
"""Seconds that ``check`` gives a running indexer to catch up."""
PAGE = 1_000
ATTEMPTS = 5
"""How often ``check`` looks at a store that is written to meanwhile."""
ATTEMPT_PAUSE = 1.0
"""Seconds between two of them."""
NAMED = 5
"""Ids that ``check`` names of those that are at fault."""


@dataclass(frozen=True)
class Parts:
    """What the commands here work on."""

    settings: Settings
    store: Store
    engine: Engine


@contextmanager
def opened(settings: Settings) -> Iterator[Parts]:
    """Store and engine, closed at the end."""
    # Reading compiled kernels, or compiling them, takes longer than what is asked here without them.
    prepare("plain", "auto")
    store = Store.open(settings.store, create=False)
    try:
        engine = open_engine(settings.engine, processes=CORES)
        try:
            yield Parts(settings, store, engine)
        finally:
            engine.close()
    finally:
        store.close()


def rebuild(settings: Settings, *, reparse: bool) -> None:
    """What ``searchsvc reindex`` does. Raises Failure."""
    with opened(settings) as parts:
        make_room(settings)
        spool = Spool(parts.store, Path(settings.spool))
        task = _done(parts, spool, spool.submit_reindex(reparse=reparse))
        if task.status is TaskStatus.FAILED:
            raise Failure(f"the index was not rebuilt: {task.error}")
        if reparse:
            click.echo(f"{counted(int(task.counts.get('updated', 0)), 'article')} read differently")
        count = parts.engine.count()
        click.echo(f"indexed {counted(count['articles'], 'article')}, {counted(count['quotes'], 'quote')}")


def _done(parts: Parts, spool: Spool, task: Task) -> Task:
    """The task once it is finished, by the service or by a thread here; with a progress bar."""
    stop = threading.Event()
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with progress(*columns) as bar, ThreadPoolExecutor(1) as threads:
        shown = bar.add_task(task.kind, total=task.total)
        worker: Future[None] = threads.submit(_do, parts, spool, task.id, stop)
        try:
            while not worker.done():
                bar.update(shown, completed=parts.store.task(task.id).done)
                stop.wait(LOOK)
        finally:
            stop.set()
        worker.result()
    return parts.store.task(task.id)


def _do(parts: Parts, spool: Spool, task_id: str, stop: threading.Event) -> None:
    """Do queued tasks here until this one is finished, or see another process do them."""
    lock = election(parts.settings)
    with open_pool(CORES) as executor:
        indexer = Indexer(parts.store, parts.engine)
        runner = TaskRunner(parts.store, spool, Ingestor(parts.store, executor=executor), indexer)
        while not stop.is_set():
            if parts.store.task(task_id).finished:
                return
            if not lock.try_acquire():
                stop.wait(LOOK)
                continue
            try:
                runner.run_next(stop)
                indexer.catch_up()
            finally:
                lock.release()


@click.command()
@with_settings("store", "engine", "spool")
def check(settings: Settings) -> None:
    """See whether store and index are whole and agree; say what is wrong, and what to do.

    The two can be compared while nothing is written to the store: it is tried some times, and where none
    of them is quiet enough the exit code is 3.
    """
    with opened(settings) as parts:
        faults, compared = _checked(parts)
        for fault in faults:
            click.echo(fault, err=True)
        if faults:
            raise Failure(f"{counted(len(faults), 'fault')} found")
        if not compared:
            raise Undecided(
                f"not checked: the store was written to during each of {ATTEMPTS} attempts;"
                " check when it is quiet"
            )
        count = parts.engine.count()
        click.echo(
            f"store and index agree at {parts.store.head()}: "
            f"{counted(count['articles'], 'article')}, {counted(count['quotes'], 'quote')}"
        )


class _WrittenError(Exception):
    """The store was written to while it was compared with the index."""


def _checked(parts: Parts) -> tuple[list[str], bool]:
    """What is wrong, and whether store and index were compared."""
    faults: list[str] = []
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(ATTEMPT_PAUSE)
        faults = []
        try:
            for fault in _faults(parts):
                faults.append(fault)
        except _WrittenError:
            continue
        return faults, True
    return faults, False


def _faults(parts: Parts) -> Iterator[str]:
    """What is wrong, a sentence each. Raises _WrittenError, and what came before is wrong all the same."""
    head = parts.store.head()
    try:
        parts.engine.refresh(head, timeout=PATIENCE if somebody_indexes(parts.settings) else 0.0)
    except SearchsvcError as error:
        yield f"the index is not where the store is ({head}): {error}; start the service, or run reindex"
        return
    if not parts.store.went_through(*parts.engine.reached()):
        yield f"the index is not of this store's changes: {OTHER_COURSE}; start the service, or run reindex"
        return
    shown: set[str] = set()
    quotes = live = 0
    now = now_utc()
    for stored in parts.store.walk(head):
        live += stored.state is State.LIVE
        if stored.state is State.LIVE and stored.article.is_shown(now):
            shown.add(stored.id)
            quotes += len(stored.article.quotes)
        try:
            parts.store.original(stored.id)
        except SearchsvcError as error:
            yield f"the original of {stored.id} is missing from the store: {error}"
    disagreements = [*_disagreements(parts, live, shown, quotes)]
    if parts.store.head() != head:
        raise _WrittenError
    yield from disagreements


def _disagreements(parts: Parts, live: int, shown: set[str], quotes: int) -> Iterator[str]:
    """Where the index, and the store's own counts, differ from the ``live`` articles that were read."""
    if live != parts.store.count():
        yield f"the store counts {parts.store.count():,} live articles but has {live:,}"
    found = set(_indexed(parts.engine))
    yield from _differences("are not in the index", shown - found)
    yield from _differences("are in the index but may not be shown", found - shown)
    count = parts.engine.count()
    if count != {"articles": len(shown), "quotes": quotes}:
        yield (
            f"the index counts {count['articles']:,} articles and {count['quotes']:,} quotes, "
            f"the store {len(shown):,} and {quotes:,}; run reindex"
        )


def _differences(what: str, ids: set[str]) -> Iterator[str]:
    if ids:
        some = ", ".join(sorted(ids)[:NAMED])
        more = ", …" if len(ids) > NAMED else ""
        yield f"{counted(len(ids), 'article')} of the store {what} ({some}{more}); run reindex"


def _indexed(engine: Engine) -> Iterator[str]:
    """The ids of all articles that the index has."""
    cursor = None
    while True:
        request = SearchRequest(sort=(Sort("versioncreated"),), limit=PAGE, cursor=cursor)
        result = engine.search(request)
        yield from (hit.id for hit in result.hits)
        cursor = result.next_cursor
        if cursor is None or not result.hits:
            return


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_settings("store", "engine")
def stats(settings: Settings, as_json: bool) -> None:
    """Count what is there: articles and quotes, by source, language and country."""
    with opened(settings) as parts:
        facets = tuple(Facet(field) for field in ("source", "language", "country"))
        try:
            result = parts.engine.search(
                SearchRequest(limit=1, facets=facets, sort=(Sort("versioncreated"),))
            )
        except IndexDamagedError as error:
            what = str(error).partition("; ")[0]
            raise UnavailableError(f"{what}; run searchsvc reindex, or start searchsvc serve") from error
        waiting = parts.store.tasks((TaskStatus.QUEUED, TaskStatus.RUNNING))
        figures: dict[str, Any] = {
            "store": {"articles": parts.store.count(), "head": parts.store.head()},
            "index": {**parts.engine.count(), "position": parts.engine.position()},
            "tasks_waiting": len(waiting),
            "newest": result.hits[0].document["versioncreated"] if result.hits else None,
            "facets": {name: dict(counts) for name, counts in result.facets.items()},
        }
    if as_json:
        click.echo(orjson.dumps(figures, option=orjson.OPT_INDENT_2))
        return
    store, index = figures["store"], figures["index"]
    click.echo(f"store     {counted(store['articles'], 'article')}, last change {store['head']:,}")
    click.echo(
        f"index     {counted(index['articles'], 'article')}, {counted(index['quotes'], 'quote')}, "
        f"up to change {index['position']:,}"
    )
    click.echo(f"tasks     {len(waiting):,} waiting")
    click.echo(f"newest    {figures['newest'] or 'none'}")
    for name, counts in figures["facets"].items():
        shown = ", ".join(f"{value} {count:,}" for value, count in counts.items())
        click.echo(harmless(f"{name:<9} {shown or 'none'}"))
