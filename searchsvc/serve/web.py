"""The processes that answer requests: uvicorn in several workers, each with an application of its own."""

from __future__ import annotations

import gc
import logging
import os
import socket
from pathlib import Path

from uvicorn import Config

from searchsvc import settings as configuration
from searchsvc.app import from_environment
from searchsvc.errors import SettingsError
from searchsvc.formats import MAX_LINE_BYTES
from searchsvc.serve import logs
from searchsvc.serve.bridge import Bridge
from searchsvc.serve.connection import Connection
from searchsvc.serve.listening import DRAIN, Listening
from searchsvc.serve.orphans import end_with
from searchsvc.serve.workers import GRACE, Ready, Workers
from searchsvc.settings import Settings
from searchsvc.tasks import MAX_BULK_BYTES

BACKLOG = 2048
"""Connections that wait to be accepted."""
KEEP_ALIVE = 30
"""Seconds for which a connection without requests is kept."""


def run(settings: Settings) -> None:
    """Serve until SIGTERM; SIGHUP replaces the workers one by one, a worker that dies is replaced."""
    # The one socket is the parent's: the end of a worker resets nothing that waits to be accepted.
    listener = listen(settings)
    parent = os.getpid()

    def work(ready: Ready) -> None:
        end_with(parent)
        serve(listener, ready)

    Workers(work, settings.workers).run()


def listen(settings: Settings) -> socket.socket:
    """The socket that the service listens on. Raises SettingsError where that is impossible."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"cannot listen on {settings.host} port {settings.port}: {error.strerror}"
        ) from error
    listener.setblocking(False)
    return listener


def serve(listener: socket.socket, ready: Ready) -> None:
    """Answer requests in this process, with the settings of the environment, until SIGTERM."""
    settings = configuration.load()
    logs.configure(settings.log_level)
    folder = Path(settings.spool)
    folder.mkdir(parents=True, exist_ok=True)
    bridge = Bridge(from_environment(), threads=settings.threads, limit=body_limit, folder=folder)
    config = Config(
        bridge,
        http=Connection,
        ws="none",
        lifespan="off",
        interface="asgi3",
        loop="uvloop",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=int(GRACE - DRAIN) - 1,  # it ends before it would be killed
    )
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    # What is loaded by now stays: it need not be looked at for garbage again with what requests leave.
    gc.collect()
    gc.freeze()
    try:
        Listening(config, ready).run([listener])
    finally:
        bridge.close()


def body_limit(path: str) -> int:
    """How many bytes are read of a request's body before it is refused."""
    return MAX_BULK_BYTES if path.rstrip("/").endswith("/_bulk") else MAX_LINE_BYTES
