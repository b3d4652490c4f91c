"""One connection to a client: uvicorn's, with limits on how long and how large a request's head may be.

Uvicorn waits for a head for ever and keeps whatever arrives of it; it closes a connection whose client has
nothing more to send but still listens; and when it is told to end, it closes connections that were accepted a
moment ago and have not been read yet.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 30.0
"""How long a client may take for the head of a request."""
HEAD_BYTES = 65_536
"""How large the head of a request may be."""
LINGER = 10.0
"""Seconds for which the rest of a body is read and thrown away after it was refused: who is cut off while
sending may never see the answer."""
CUT = "searchsvc.cut"
"""What the request's scope says of a body that ended before it was whole."""


class Connection(HttpToolsProtocol):
    """A connection; ``waiting`` while a request of it is still expected, in whole or in part."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._in_head = True
        self._leaving = False

    @property
    def waiting(self) -> bool:
        """Whether closing now could lose a request that the client has sent or is just sending."""
        return self.cycle is None or not self.cycle.response_complete or self._in_head

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The client has until the deadline for the head of its first request."""
        super().connection_made(transport)
        self._expect_within(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is expected any more."""
        self._expect_nothing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Part of a request. A head beyond the limit is refused."""
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self.send_400_response("The head of the request is too large.")

    def eof_received(self) -> bool:  # type: ignore[override]
        """The client sends no more; it may still be waiting for its answer."""
        cycle = self.cycle
        if cycle is None or cycle.response_complete or self._in_head:
            return False
        cycle.keep_alive = False
        if cycle.more_body:
            self.scope[CUT] = True  # type: ignore[literal-required]
            cycle.more_body = False
            cycle.message_event.set()
        return True

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._in_head = True
        self._head_bytes = 0
        self._expect_within(HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._expect_nothing()
        self._in_head = False
        super().on_headers_complete()
        if self._leaving:
            self.cycle.keep_alive = False

    def on_response_complete(self) -> None:
        """The answer is on its way; what is left of a body that was refused is read for a while."""
        super().on_response_complete()
        if self.cycle.response_complete and self.cycle.more_body:
            self._expect_within(LINGER)

    def leave(self) -> None:
        """The next answer is the last one on this connection."""
        self._leaving = True
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.keep_alive = False

    def _expect_within(self, seconds: float) -> None:
        self._expect_nothing()
        self._deadline = self.loop.call_later(seconds, self._give_up)

    def _expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
