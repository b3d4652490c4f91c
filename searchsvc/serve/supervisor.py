"""The process that a person starts: it starts the others, replaces those that die, and ends them all."""

from __future__ import annotations

import dataclasses
import errno
import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from searchsvc import settings as configuration
from searchsvc.errors import SearchsvcError, SettingsError, UnavailableError
from searchsvc.settings import Settings
from searchsvc.signals import setting

TICK = 0.1
"""Seconds between two looks at the processes."""
STEADY = 10.0
"""Seconds after which a process counts as having started well."""
LONGEST_PAUSE = 10.0
"""Seconds between two attempts to start what keeps dying."""
GRACE = 8.0
"""Seconds that the processes have to end in good order before they are killed."""
PORT_PATIENCE = 2.0
"""Seconds to wait for a port that a service which was just killed may still hold."""
QUIETLY = ("-W", "ignore::UserWarning:multiprocessing.resource_tracker")
"""What Python remarks about the semaphores of a pool whose process was killed is nobody's concern."""
CATCHING_UP = 5.0
"""Seconds after which the address is announced although the index still catches up."""

logger = logging.getLogger(__name__)


@dataclass
class Child:
    """One process of the service and when, after it died, it is started again."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0

    def start(self) -> None:
        """Start it, in a session of its own so that Ctrl-C reaches only the supervisor."""
        command = [sys.executable, *QUIETLY, "-m", "searchsvc.serve", self.name, str(os.getpid())]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own
        self.started = time.monotonic()

    def look(self) -> int | None:
        """Start it when that is due. Returns the exit status of a process that has just ended."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return None
        status = self.process.poll()
        if status is None:
            return None
        self.failures = 0 if now - self.started > STEADY else self.failures + 1
        self.due = now + min(LONGEST_PAUSE, 0.1 * 2**self.failures)
        self.process = None
        return status

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process, if there is one."""
        if self.process is not None:
            self.process.send_signal(number)


class Supervisor:
    """``run`` returns when SIGTERM or SIGINT arrived and every process has ended."""

    def __init__(self, settings: Settings, *, announce: Callable[[str], None]) -> None:
        """``announce`` is given the sentence that says where the service answers."""
        self._settings = settings
        self._announce = announce
        self._children = [Child("web"), Child("indexer")]
        self._stop = threading.Event()
        self._reload = threading.Event()
        self._answered_at: float | None = None
        self._announced = False

    def run(self) -> int:
        """Serve. Returns the exit code: 1 where the web could not even start."""
        signal.signal(signal.SIGTERM, setting(self._stop))
        signal.signal(signal.SIGINT, setting(self._stop))
        signal.signal(signal.SIGHUP, setting(self._reload))
        configuration.export(self._settings)
        try:
            return self._watch()
        finally:
            self._end()

    def _watch(self) -> int:
        while not self._stop.is_set():
            for child in self._children:
                status = child.look()
                if status is None or self._stop.is_set():
                    continue
                if child.name == "web" and not self._announced:
                    logger.error("the web processes ended with status %d before they could answer", status)
                    return 1
                logger.error("%s ended with status %d and is started again", child.name, status)
            if self._reload.is_set():
                self._reload.clear()
                self._children[0].send(signal.SIGHUP)
            if not self._announced:
                self._announce_when_ready()
            self._stop.wait(TICK)
        return 0

    def _end(self) -> None:
        """End the processes in good order; those that take too long are killed."""
        deadline = time.monotonic() + GRACE
        for child in self._children:
            child.send(signal.SIGTERM)
        for child in self._children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                logger.warning("%s did not end within %.0f s and is killed", child.name, GRACE)
                child.process.kill()
                child.process.wait()

    def _announce_when_ready(self) -> None:
        status = self._status("/readyz")
        if status is None:
            return
        self._answered_at = self._answered_at or time.monotonic()
        waited = time.monotonic() - self._answered_at > CATCHING_UP
        if status == http.client.OK or waited:
            url = f"http://{_bracketed(self._settings.host)}:{self._settings.port}"
            still = "" if status == http.client.OK else "; the index is still catching up"
            self._announce(f"searchsvc answers on {url} (documentation: {url}/docs){still}")
            self._announced = True

    def _status(self, path: str) -> int | None:
        connection = http.client.HTTPConnection(self._settings.host, self._settings.port, timeout=2.0)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def claim(settings: Settings) -> Settings:
    """The settings with the host as a number and, for port 0, a free port filled in.

    Raises SettingsError for a host that is none, and UnavailableError where another program has the
    port. The web processes are given the address; that it is free is tried here, where it can be said.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"host is {settings.host!r}, which is no address of this machine") from error
    family, _, _, _, address = found[0]
    deadline = time.monotonic() + PORT_PATIENCE
    while True:
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(address)
                return dataclasses.replace(
                    settings, host=str(address[0]), port=int(listener.getsockname()[1])
                )
            except OSError as error:
                if time.monotonic() > deadline:
                    raise _refused(settings, error) from error
        time.sleep(TICK)


def _refused(settings: Settings, error: OSError) -> SearchsvcError:
    where = f"{_bracketed(settings.host)}:{settings.port}"
    if isinstance(error, PermissionError):
        return SettingsError(f"port {settings.port} needs rights that this user lacks; use one above 1023")
    if error.errno == errno.EADDRINUSE:
        return UnavailableError(
            f"another program listens on {where}; stop it, or serve elsewhere with --port"
        )
    return SettingsError(f"cannot listen on {where}: {error.strerror}")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
