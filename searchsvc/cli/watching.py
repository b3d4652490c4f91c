"""``searchsvc watch``: a drop folder, whose files are taken in as they become whole."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import click

from searchsvc.article import format_instant
from searchsvc.cli.options import counted, with_settings
from searchsvc.cli.taking_in import Teller, index, summary
from searchsvc.errors import UnavailableError
from searchsvc.ingest import Ingestor
from searchsvc.ingest.dropfolder import GROUP, DropFolder
from searchsvc.ingest.files import read_file
from searchsvc.ingest.intake import take_in
from searchsvc.pool import open_pool
from searchsvc.serve.background import make_room
from searchsvc.settings import CORES, Settings
from searchsvc.signals import setting
from searchsvc.store import Drop, Outcome, Store, now_utc

LOOK = 0.5
"""Seconds between two looks at the folder."""
PAUSE = 5.0
"""Seconds between two tries where the store cannot be written."""
MOST_NAMED = 20
"""New files with other suffixes that are named at a time."""


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--settle",
    type=click.FloatRange(min=0.0),
    default=2.0,
    show_default=True,
    help="Seconds for which a file must stay as it is to be whole.",
)
@click.option("--once", is_flag=True, help="Take in what is whole now, and end.")
@with_settings("store", "engine", "spool")
def watch(settings: Settings, folder: Path, settle: float, once: bool) -> None:
    """Take in files as they are dropped into a folder, until Ctrl-C or SIGTERM.

    As ingest does, below FOLDER too. A file is left alone until it has not changed for a while; hidden
    ones, and those that end in .part or .tmp, always are: write them so, and rename them. What was taken
    in is known by its content: a restart, or another copy of it, changes nothing. Nothing is moved or
    deleted. What is refused stands in quarantine; files whose suffix no format has are named and left alone.
    """
    make_room(settings)
    store = Store.open(settings.store)
    try:
        with stopping() as stop, open_pool(CORES) as executor:
            desk = Desk(
                settings, store, Ingestor(store, executor=executor), DropFolder(store, folder, settle)
            )
            desk.run(stop, once=once)
    finally:
        store.close()


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that is set by Ctrl-C and SIGTERM, so that what was begun is finished."""
    stop = threading.Event()
    before = {number: signal.signal(number, setting(stop)) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Desk:
    """Takes in what is whole in a drop folder, and says so."""

    def __init__(self, settings: Settings, store: Store, ingestor: Ingestor, folder: DropFolder) -> None:
        self._settings = settings
        self._store = store
        self._ingestor = ingestor
        self._folder = folder
        self._teller = Teller(stamp)

    def run(self, stop: threading.Event, *, once: bool) -> None:
        """Look and take in until ``stop`` is set, or ``once``. A store that is busy is tried again."""
        while not stop.is_set():
            pause = LOOK
            try:
                self.look(stop)
            except UnavailableError as error:
                if once:
                    raise
                self._teller.say(f"waiting: {error}")
                pause = PAUSE
            if once:
                return
            stop.wait(pause)

    def look(self, stop: threading.Event) -> None:
        """Take in what is whole now, a group of files after another."""
        files = self._folder.whole(time.time())
        self._name_others(self._folder.others())
        for start in range(0, len(files), GROUP):
            if stop.is_set():
                return
            drops = self._folder.new(files[start : start + GROUP], now_utc())
            if drops:
                self._take_in(drops)

    def _name_others(self, names: list[str]) -> None:
        """Say of which new files nothing is read, for their suffix."""
        for name in names[:MOST_NAMED]:
            self._teller.say(f"{name}: not read, for its suffix; searchsvc ingest reads it all the same")
        if (more := len(names) - MOST_NAMED) > 0:
            self._teller.say(f"... and {counted(more, 'more file')} with other suffixes")

    def _take_in(self, drops: list[Drop]) -> None:
        began = time.monotonic()
        counts = self._store_all(drop.path for drop in drops)
        self._folder.keep(drops)
        index(self._settings, self._store)
        refused = f", {counts[Outcome.REFUSED]:,} refused" if counts[Outcome.REFUSED] else ""
        files = counted(len(drops), "file")
        click.echo(f"{stamp()}{files}: {summary(counts)}{refused} in {time.monotonic() - began:.1f} s")

    def _store_all(self, paths: Iterable[str]) -> Counter[Outcome]:
        counts: Counter[Outcome] = Counter()
        inputs = chain.from_iterable(read_file(path, follow=False) for path in paths)
        for source, result in take_in(self._store, self._ingestor, inputs):
            counts[result.outcome] += 1
            self._teller.tell(source, result)
        self._teller.end()
        return counts


def stamp() -> str:
    """What a line begins with: the time, to the second."""
    return format_instant(now_utc().replace(microsecond=0)) + " "
