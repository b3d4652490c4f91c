"""Connections to the store's database: one engine a process, reading and writing transactions, and
what its errors mean."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from searchsvc.errors import SettingsError, UnavailableError
from searchsvc.store.migrations import is_current, migrate

LOG_PAGES = 4_000
"""Pages of 4 KiB in the log before they are copied into the database. With SQLite's own 1,000 that is after
each batch of a bulk, and pages that the next one changes too are copied every time: a sixth more."""
STATEMENTS = 32
"""Statements that a connection keeps ready. A batch has some twenty; the one that looks for its stories is
another each time and takes 0.2 MB, so that with Python's own 128 a bulk came to hold 25 MB of them."""
BUSY_SECONDS = 30.0
"""How long a writer waits for another one before the caller is told to try again."""


class Database:
    """Transactions on one database. Safe to share between threads, and to keep across a fork."""

    def __init__(self, url: str) -> None:
        """``url`` as SQLAlchemy writes it. Raises SettingsError."""
        try:
            self.url: URL = make_url(url)
        except ArgumentError as error:
            raise SettingsError(
                f"store is {url!r}; use a URL such as sqlite:///folder/articles.db"
            ) from error
        self._is_sqlite = self.url.get_backend_name() == "sqlite"
        if self._is_sqlite and (self.url.database or ":memory:") == ":memory:":
            raise SettingsError(f"store is {url!r}, which names no file; use sqlite:///folder/articles.db")
        self._lock = threading.Lock()
        self._engines: dict[int, Engine] = {}

    def prepare(self, *, create: bool = True) -> None:
        """Create what is missing and bring the schema to the present.

        Raises SettingsError, without ``create`` also where there is no database.
        """
        if self._is_sqlite:
            path = Path(self.url.database or "").absolute()
            if path.is_dir():
                raise SettingsError(
                    f"store is {str(self.url)!r}, which is a folder; use sqlite:///folder/articles.db"
                )
            if not create and not path.exists():
                raise SettingsError(
                    f"there is no store at {path}; change to its folder, or name it with --store or"
                    " SEARCHSVC_STORE (searchsvc ingest, watch and serve make one)"
                )
            _create_folder(path.parent)
        with self.reading() as connection:
            if is_current(connection):
                return
        with self.writing() as connection:
            migrate(connection)
        if self._is_sqlite:
            _sync_folder(Path(self.url.database or "").absolute().parent)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one committed state throughout. Raises UnavailableError."""
        with self._translated(), self._engine().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that excludes other writers; committed at the end, or rolled back where an
        error leaves it. Raises UnavailableError where the database is busy, full or unusable."""
        with self._translated(), self._engine().connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def watching(self) -> Iterator[Callable[[], bool]]:
        """A function that says whether anything may have been committed since it was last asked, at
        some microseconds a call. For one thread. Raises UnavailableError."""
        if not self._is_sqlite:
            yield lambda: True
            return
        with self._translated():
            watcher = self._engine().raw_connection()
        seen: object = None

        def changed() -> bool:
            nonlocal seen
            try:
                # https://www.sqlite.org/pragma.html#pragma_data_version: moves with every commit of
                # another connection, and this one never writes.
                now = watcher.cursor().execute("PRAGMA data_version").fetchone()
            except sqlite3.Error as error:
                raise UnavailableError(f"the store cannot be watched now: {error}") from error
            before, seen = seen, now
            return bool(now != before)

        try:
            yield changed
        finally:
            watcher.close()

    def close(self) -> None:
        """Close this process's connections; they open again on need."""
        with self._lock:
            engine = self._engines.pop(os.getpid(), None)
        if engine is not None:
            engine.dispose()

    def _engine(self) -> Engine:
        # SQLite connections must not cross a fork, not even to be closed: a child makes its own
        # engine and leaves the parent's referenced here, so that nothing collects it.
        process = os.getpid()
        engine = self._engines.get(process)
        if engine is None:
            with self._lock:
                engine = self._engines.get(process)
                if engine is None:
                    engine = self._engines[process] = self._make_engine()
        return engine

    def _make_engine(self) -> Engine:
        arguments: dict[str, Any] = {}
        if self._is_sqlite:
            arguments = {"timeout": BUSY_SECONDS, "cached_statements": STATEMENTS}
        try:
            engine = create_engine(self.url, connect_args=arguments, pool_size=4, max_overflow=60)
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            raise SettingsError(
                f"store is {self.url!r}, whose driver is not installed; use sqlite:///folder/articles.db"
            ) from error
        if self._is_sqlite:
            event.listen(engine, "connect", _configure)
            event.listen(engine, "begin", _begin)
        return engine

    @property
    def _place(self) -> str:
        """Where the store is, as people should read it."""
        if self._is_sqlite:
            return str(Path(self.url.database or "").absolute())
        return self.url.render_as_string(hide_password=True)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeoutError as error:
            raise UnavailableError("the store is busy: all its connections are in use; try again") from error
        except DBAPIError as error:
            raise UnavailableError(_sentence(error, self._place)) from error


def _configure(connection: Any, _record: Any) -> None:
    """Set up one new SQLite connection."""
    connection.isolation_level = None  # transactions begin where we say so, see _begin
    cursor = connection.cursor()
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        # Switching to WAL does not wait for other processes that open the same new file: so we do.
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _sentence(error: DBAPIError, place: str) -> str:
    reason = str(error.orig)
    if isinstance(error, OperationalError):
        if "locked" in reason or "busy" in reason:
            return "the store is busy: another writer has held it for long; try again"
        # The other is what SQLite says where there is no room for the file that its connections share.
        if "full" in reason or getattr(error.orig, "sqlite_errorname", "") == "SQLITE_IOERR_SHMSIZE":
            return "the disk that holds the store is full; make room and try again"
        if "readonly" in reason:
            return "the store cannot be written: its file is read-only"
        if "unable to open" in reason:
            return "the store cannot be opened; check that its folder exists and may be written"
    if "not a database" in reason or "malformed" in reason:
        return f"the store at {place} is damaged, or is none: {reason}; put a backup in its place"
    return f"the store at {place} cannot be used now: {reason}"


def _create_folder(folder: Path) -> None:
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for made in missing:
            _sync_folder(made.parent)
    except OSError as error:
        raise SettingsError(f"the store's folder {folder} cannot be made: {error.strerror}") from error


def _sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` as durable as the files they name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
