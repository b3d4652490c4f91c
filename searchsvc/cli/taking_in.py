"""What ``searchsvc ingest`` does: files and folders into the store, and from there into the index."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import closing

import click
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from searchsvc.cli.inputs import Found, documents, find
from searchsvc.cli.options import Failure, counted, progress, terminal
from searchsvc.engines import open_engine
from searchsvc.heap import keep_compact
from searchsvc.indexer import catch_up_here, following
from searchsvc.ingest import Ingestor
from searchsvc.ingest.intake import take_in
from searchsvc.pool import collect_rarely, open_pool
from searchsvc.search import Engine
from searchsvc.serve.background import election, make_room
from searchsvc.settings import CORES, Settings
from searchsvc.store import LineResult, Outcome, Store

MOST_WARNINGS = 20
"""Warnings of reading that are printed at a time: an archive may give one an article."""
TOLD = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.SUPERSEDED, Outcome.DELETED)


def run(settings: Settings, paths: tuple[str, ...]) -> None:
    """What ``searchsvc ingest`` does. Raises Failure where something is refused."""
    began = time.monotonic()
    collect_rarely()
    keep_compact()
    found = find(paths)
    make_room(settings)
    # The same processes read and index: both at once is as much as there are cores for.
    with (
        closing(Store.open(settings.store)) as store,
        open_pool(CORES) as pool,
        closing(open_engine(settings.engine, processes=CORES, pool=pool)) as engine,
    ):
        with following(store, engine, election(settings)):
            counts = _store(store, found, pool)
        _index(settings, store, engine)
    click.echo(f"{summary(counts)} in {time.monotonic() - began:.1f} s")
    if found.skipped:
        click.echo(f"skipped {counted(found.skipped, 'file')} with another suffix; name a file to take it in")
    if refused := counts[Outcome.REFUSED]:
        raise Failure(
            f"refused {refused:,} of {counted(counts.total(), 'article')}; see searchsvc quarantine"
        )


def summary(counts: Counter[Outcome]) -> str:
    """How many articles had which outcome; the refused ones are told apart."""
    return ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in TOLD if counts[outcome]) or "nothing"


def _store(store: Store, found: Found, pool: Executor) -> Counter[Outcome]:
    """Take in what was found, with progress, and say what is refused as it comes."""
    counts: Counter[Outcome] = Counter()
    teller = Teller()
    with _bar() as bar:
        task = bar.add_task("ingesting", total=found.size or None)
        inputs = documents(found.files, advance=lambda size: bar.advance(task, size))
        ingestor = Ingestor(store, executor=pool)
        for source, result in take_in(store, ingestor, inputs):
            counts[result.outcome] += 1
            bar.update(task, articles=counts.total())
            teller.tell(source, result)
    teller.end()
    return counts


class Teller:
    """Says on standard error what people should know of what is taken in: all that is refused and every
    advisory, and of the warnings of reading the first ``MOST_WARNINGS`` until ``end``."""

    def __init__(self, stamp: Callable[[], str] = str) -> None:
        self._errors = terminal(stderr=True)
        self._stamp = stamp
        self._warnings = 0

    def say(self, line: str) -> None:
        """Print a line, with what ``stamp`` gives in front."""
        self._errors.print(Text(self._stamp() + line))

    def tell(self, source: str, result: LineResult) -> None:
        """What there is to say of one result."""
        if result.outcome is Outcome.REFUSED or result.advisory:
            self.say(refusal(source, result))
            return
        for warning in result.warnings:
            self._warnings += 1
            if self._warnings <= MOST_WARNINGS:
                self.say(f"{_place(source, result)}: {warning}")

    def end(self) -> None:
        """How many warnings were not said; the next ones are said again."""
        if (more := self._warnings - MOST_WARNINGS) > 0:
            self.say(f"... and {counted(more, 'more warning')}; searchsvc parse shows those of a file")
        self._warnings = 0


def _place(source: str, result: LineResult) -> str:
    return source if result.line is None else f"{source}:{result.line}"


def refusal(source: str, result: LineResult) -> str:
    """What was refused, where and why, in a line."""
    at = "" if result.position is None else f" (character {result.position + 1})"
    return f"{_place(source, result)}: {result.message}{at}"


def index(settings: Settings, store: Store) -> None:
    """Return when what the store has now can be found."""
    with closing(open_engine(settings.engine, processes=CORES)) as engine:
        _index(settings, store, engine)


def _index(settings: Settings, store: Store, engine: Engine) -> None:
    with terminal(stderr=True).status("indexing"):
        catch_up_here(store, engine, election(settings))


class RateColumn(ProgressColumn):
    """Articles a second since the beginning."""

    def render(self, task: Task) -> Text:
        """The column's text for ``task``."""
        articles = task.fields.get("articles", 0)
        rate = articles / task.elapsed if task.elapsed else 0.0
        return Text(f"{articles:,} articles, {rate:,.0f}/s")


def _bar() -> Progress:
    """Over the bytes, which are known beforehand."""
    return progress(TextColumn("{task.description}"), BarColumn(), RateColumn(), TimeRemainingColumn())
