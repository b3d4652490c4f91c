"""A worker's server: uvicorn's, with connections taken from a socket that all workers listen on."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from typing import Any, cast

from uvicorn import Config, Server

from searchsvc.serve.connection import Connection

DRAIN = 1.0
"""Seconds in which requests of connections that were accepted already may still arrive when a worker ends."""
YIELD = 0.0005
"""Seconds, for each connection that a worker has, by which it lets the others go first to accept one."""
LONGEST_YIELD = 0.005
"""Seconds that a new connection may have to wait for that."""
EXHAUSTED_PAUSE = 0.1
"""Seconds to wait where the process has no file descriptor left for a connection."""

logger = logging.getLogger(__name__)


class Listening(Server):
    """Connections are spread over the workers: who has many lets the others accept first.

    When it is told to end, it accepts nothing more, answers what was accepted, and only then ends.
    """

    def __init__(self, config: Config, ready: Callable[[], None]) -> None:
        """``ready`` is called when requests are answered."""
        super().__init__(config)
        self._ready = ready
        self._accepting = True
        self._accepted: set[asyncio.Task[Any]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections from now on."""
        await self.lifespan.startup()
        self.servers = []
        for listener in sockets or []:
            self._listen(listener)
        self.started = True
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what was accepted, then end."""
        loop = asyncio.get_running_loop()
        self._accepting = False
        for listener in sockets or []:
            loop.remove_reader(listener)
        await asyncio.gather(*self._accepted, return_exceptions=True)
        deadline = loop.time() + DRAIN
        connections = cast(set[Connection], self.server_state.connections)
        while loop.time() < deadline:
            for connection in connections:
                connection.leave()
            if not any(connection.waiting for connection in connections):
                break
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)

    def _listen(self, listener: socket.socket) -> None:
        if self._accepting:
            asyncio.get_running_loop().add_reader(listener, self._accept, listener)

    def _accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(listener)
        pause = min(LONGEST_YIELD, YIELD * (1 + len(self.server_state.connections)))
        try:
            accepted, _ = listener.accept()
        except BlockingIOError:  # another worker was faster
            pause = 0.0
        except OSError as error:
            logger.warning("a connection could not be accepted: %s", error.strerror)
            pause = EXHAUSTED_PAUSE
        else:
            accepted.setblocking(False)
            task = asyncio.ensure_future(loop.connect_accepted_socket(self._connection, accepted))
            self._accepted.add(task)
            task.add_done_callback(self._accepted.discard)
        loop.call_later(pause, self._listen, listener)

    def _connection(self) -> Any:
        return Connection(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)
