"""The process beside the web: it keeps the index up to the store and does the queued tasks.

Any number may run; the one that holds the lock works, and another takes over when it ends.
"""

from __future__ import annotations

import logging
import signal
import threading
from pathlib import Path

from searchsvc import engines
from searchsvc.disks import make_folder
from searchsvc.engines import open_engine
from searchsvc.heap import keep_compact
from searchsvc.indexer import Indexer
from searchsvc.ingest import Ingestor
from searchsvc.lock import Lock
from searchsvc.pool import RestingPool
from searchsvc.search import Engine
from searchsvc.settings import CORES, Settings
from searchsvc.signals import setting
from searchsvc.store import Store
from searchsvc.tasks import Spool, TaskRunner

log = logging.getLogger(__name__)


def election(settings: Settings) -> Lock:
    """The lock of the one process that indexes and does the tasks."""
    return Lock(Path(settings.spool) / "indexer.lock")


def somebody_indexes(settings: Settings) -> bool:
    """Whether a process runs that indexes: a service, or a command that takes in or rebuilds."""
    lock = election(settings)
    if not lock.path.exists():
        return False
    free = lock.try_acquire()
    lock.release()
    return not free


def make_room(settings: Settings) -> None:
    """Make the folders of index and spool where they are missing: whoever will write calls it before anything
    else. Raises SettingsError where one cannot be written."""
    make_folder(Path(settings.spool), "spool", settings.spool)
    engines.make_room(settings.engine)


def run(settings: Settings) -> None:
    """Index and do tasks until SIGTERM."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, setting(stop))
    signal.signal(signal.SIGINT, setting(stop))
    keep_compact()
    store = Store.open(settings.store)
    engine = open_engine(settings.engine, processes=CORES)
    lock = election(settings)
    try:
        if lock.acquire(stop=stop):
            log.info("this process keeps the index up and does the tasks")
            _work(settings, store, engine, stop)
    finally:
        lock.release()
        engine.close()
        store.close()


def _work(settings: Settings, store: Store, engine: Engine, stop: threading.Event) -> None:
    with RestingPool(CORES) as executor:
        indexer = Indexer(store, engine)
        ingestor = Ingestor(store, executor=executor)
        runner = TaskRunner(store, Spool(store, Path(settings.spool)), ingestor, indexer, rest=executor.rest)
        # Not daemons: a thread that is in the middle of a commit is waited for.
        threads = [
            threading.Thread(target=indexer.run, args=(stop,), name="indexer"),
            threading.Thread(target=runner.run, args=(stop,), name="tasks"),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():  # in short turns, so that signals are heard meanwhile
                thread.join(0.2)
