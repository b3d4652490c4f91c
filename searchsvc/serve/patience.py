"""Between the server and the application: a request body that is slow, stalls or breaks off harms nobody.

Granian reads bodies as they come, but has no time limit for them, hands over a body that broke off as if
it were whole, and lets each waiting reader occupy one of the threads that answer requests. Here only
work counts against the number of requests worked on at once, not waiting for a client; a client that
sends nothing for long is given up; and a body that ended too early is an error.
"""

from __future__ import annotations

import io
import json
import queue
import threading
from collections.abc import Callable, Iterable
from typing import Any

from searchsvc.errors import InputError

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

CHUNK = 16_384
"""Bytes asked of the client at a time."""
SILENCE = 30.0
"""Seconds that a client may take to send the next chunk."""
AHEAD = 8
"""Chunks held in memory before the application takes them."""

SELF_DELIMITING = ("application/json", "application/x-ndjson")
"""Formats whose text shows that it was cut. Granian does not tell a chunked body that broke off from a
whole one, so that others must come with a Content-Length."""


class Patience:
    """A WSGI application around another: at most ``at_once`` requests are worked on at a time."""

    def __init__(self, application: Application, *, at_once: int, silence: float = SILENCE) -> None:
        self._application = application
        self._gate = threading.Semaphore(at_once)
        self._silence = silence

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as the application does, or with 411."""
        length = _length(environ)
        chunked = "HTTP_TRANSFER_ENCODING" in environ
        media_type = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        if chunked and length is None and media_type not in SELF_DELIMITING:
            return _length_required(start_response)
        with self._gate:
            if chunked or length:
                body = PatientBody(environ["wsgi.input"], self._gate, length=length, silence=self._silence)
                environ["wsgi.input"] = io.BufferedReader(body, CHUNK)
            return self._application(environ, start_response)


class PatientBody(io.RawIOBase):
    """A request body, read ahead by a thread of its own, so that waiting for it can be given up.

    The reader's place at ``gate`` is free for others while it waits.
    """

    def __init__(self, source: Any, gate: threading.Semaphore, *, length: int | None, silence: float) -> None:
        """``source`` has a blocking ``read(size)``; ``length`` is the promised size in bytes."""
        self._source = source
        self._gate = gate
        self._length = length
        self._silence = silence
        self._chunks: queue.Queue[bytes] = queue.Queue(AHEAD)
        self._rest = memoryview(b"")
        self._received = 0
        self._ended = False
        self._reader: threading.Thread | None = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes; 0 at the end. Raises InputError for a client that stalls or breaks off."""
        if not self._rest and not self._ended:
            self._rest = memoryview(self._next())
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        """Let the reader go where the application leaves a body unread."""
        self._ended = True
        super().close()

    def _next(self) -> bytes:
        if self._reader is None:
            self._reader = threading.Thread(target=self._read_ahead, daemon=True, name="body")
            self._reader.start()
        try:
            chunk = self._chunks.get_nowait()
        except queue.Empty:
            self._gate.release()
            try:
                chunk = self._chunks.get(timeout=self._silence)
            except queue.Empty:
                self._ended = True
                raise InputError(
                    f"the body stopped arriving after {self._received} bytes; send it again"
                ) from None
            finally:
                self._gate.acquire()
        self._received += len(chunk)
        if not chunk:
            self._ended = True
            if self._length is not None and self._received < self._length:
                raise InputError(
                    f"the body broke off after {self._received} of {self._length} bytes; send it again"
                )
        return chunk

    def _read_ahead(self) -> None:
        chunk = b"more"
        while chunk:
            try:
                chunk = self._source.read(CHUNK)
            except (OSError, ValueError, RuntimeError):
                chunk = b""  # what is missing shows in the length
            while not self._ended:
                try:
                    self._chunks.put(chunk, timeout=1.0)
                    break
                except queue.Full:
                    continue
            if self._ended:
                return


def _length(environ: Environ) -> int | None:
    text = environ.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdigit() else None


def _length_required(start_response: Callable[..., Any]) -> list[bytes]:
    detail = "send this media type with a Content-Length, so that a body that broke off is noticed"
    problem = {"type": "about:blank", "title": "Length Required", "status": 411, "detail": detail}
    start_response("411 Length Required", [("Content-Type", "application/problem+json")])
    return [json.dumps(problem).encode()]
