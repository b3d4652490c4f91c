"""The processes that answer requests: granian with several workers, each with an application of its own."""

from __future__ import annotations

import multiprocessing
import os
import socket
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketSpec  # type: ignore[attr-defined]  # renamed on import there
from granian.server.mp import MPServer

from searchsvc import settings as configuration
from searchsvc.app import from_environment
from searchsvc.serve import logs
from searchsvc.serve.orphans import end_with
from searchsvc.serve.patience import Patience
from searchsvc.settings import Settings

WAITING = 64
"""Threads a worker has, beyond those that work, for requests whose body has not arrived yet."""
GRACE = 5
"""Seconds that a worker has to finish its requests when it is to stop."""


class OneListener(MPServer):
    """granian with one listening socket for all workers.

    Left to itself each worker on Linux listens on its own, and what waits there to be accepted is reset by
    the kernel when the worker ends. The one socket is the parent's: a worker's end takes nothing with it.
    """

    def _init_shared_socket(self) -> None:
        holder = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        # What granian does where workers cannot have listeners of their own.
        self._shd: Any = holder
        self._sfd: Any = holder.get_fd()
        self._sso: Any = socket.socket(fileno=holder.get_fd())
        self._sso.set_inheritable(True)


def application() -> Any:
    """What each worker process serves: the application, with the settings of the environment."""
    parent = multiprocessing.parent_process()
    end_with(os.getppid() if parent is None or parent.pid is None else parent.pid)
    settings = configuration.load()
    logs.configure(settings.log_level)
    return Patience(from_environment(), at_once=settings.threads)


def run(settings: Settings) -> None:
    """Serve until SIGTERM; SIGHUP replaces the workers one by one, a worker that dies is replaced."""
    # By fork: all modules are loaded here already, so that a worker answers within a moment. Its
    # predecessor is told to end two seconds later, which must be enough on a busy machine too.
    multiprocessing.set_start_method("fork")
    # Granian's warnings are advice on numbers of threads that do not fit what Patience makes of them.
    level = "error" if settings.log_level == "warning" else settings.log_level
    OneListener(
        "searchsvc.serve.web:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=settings.threads + WAITING,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=30_000),
        backlog=2048,
        respawn_failed_workers=True,
        respawn_interval=2.0,
        workers_kill_timeout=GRACE,
        log_level=LogLevels(level),
        log_dictconfig=logs.configuration(settings.log_level),
    ).serve()
