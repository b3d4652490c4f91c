"""From the server to the application: a request is worked on when its body has arrived, and not before.

Bodies are read by the event loop, on disk where they are large. A client that is slow, stalls or breaks off
costs no thread, and what never arrived whole reaches no application as if it had.
"""

from __future__ import annotations

import asyncio
import io
import logging
import re
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from searchsvc.disks import unwritable
from searchsvc.errors import InputError, SearchsvcError
from searchsvc.serve.connection import CUT

log = logging.getLogger(__name__)

Environ = dict[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

SILENCE = 30.0
"""Seconds that a client may take to send the next part of a body."""
SECRET = re.compile("key|token|secret|password|auth|signature", re.IGNORECASE)
"""In the name of a parameter: its value is not logged."""
MOST_TOLD = 1_000
"""Bytes of a path, and of a query, that are logged."""
IN_MEMORY = 1_000_000
"""Bytes of a body that are kept in memory; a longer one goes to a file."""


class Bridge:
    """An ASGI application around a WSGI one, which works on at most ``threads`` requests at a time."""

    def __init__(
        self,
        application: Application,
        *,
        threads: int,
        limit: Callable[[str], int],
        folder: Path | None = None,
        silence: float = SILENCE,
    ) -> None:
        """``limit`` gives the bytes that are read of a body for a path; ``folder`` is for large ones."""
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._limit = limit
        self._folder = folder
        self._silence = silence

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        began = time.monotonic()
        environ = environ_of(scope)
        body = await self._body(scope, environ, receive)
        environ["wsgi.input"] = body
        try:
            loop = asyncio.get_running_loop()
            start, chunks = await loop.run_in_executor(self._pool, self._answer, environ)
            await send(start)
            for chunk in chunks[:-1]:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": chunks[-1] if chunks else b""})
            if log.isEnabledFor(logging.INFO):
                milliseconds = (time.monotonic() - began) * 1000
                log.info("%s %s %d %.1f ms", scope["method"], told(scope), start["status"], milliseconds)
        finally:
            body.close()

    def close(self) -> None:
        """Wait for the requests that are worked on."""
        self._pool.shutdown()

    def _answer(self, environ: Environ) -> tuple[Message, list[bytes]]:
        started: list[Message] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            message = {"type": "http.response.start", "status": int(status[:3]), "headers": encoded}
            started[:] = [message]

        answer = self._application(environ, start_response)
        try:
            chunks = [chunk for chunk in answer if chunk]
        finally:
            if hasattr(answer, "close"):
                answer.close()
        return started[0], chunks

    async def _body(self, scope: Mapping[str, Any], environ: Environ, receive: Receive) -> IO[bytes]:
        length = _length(environ)
        limit = self._limit(scope["path"])
        chunked = "HTTP_TRANSFER_ENCODING" in environ
        if not chunked and (not length or length > limit):
            return io.BytesIO()  # the application refuses what is too large by its length
        body: IO[bytes] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed with the answer
            IN_MEMORY, dir=str(self._folder) if self._folder else None
        )
        try:
            await self._read(scope, length, limit, receive, body)
            body.seek(0)
        except InputError as error:
            return _failed(body, error)
        except OSError as error:
            return _failed(body, unwritable(error, "the spool"))
        return body

    async def _read(
        self, scope: Mapping[str, Any], length: int | None, limit: int, receive: Receive, into: IO[bytes]
    ) -> None:
        """Put the body into a file, until it is more than ``limit``. Raises OSError, and InputError where it
        does not arrive whole."""
        received = 0
        more = True
        while more and received <= limit:
            try:
                async with asyncio.timeout(self._silence):
                    message = await receive()
            except TimeoutError:
                raise InputError(f"the body stopped arriving after {received} bytes; send it again") from None
            chunk = message.get("body", b"")
            into.write(chunk)
            received += len(chunk)
            more = message.get("more_body", False)
            if scope.get(CUT) or message["type"] == "http.disconnect":
                of = "" if length is None else f" of {length}"
                raise InputError(f"the body broke off after {received}{of} bytes; send it again")


class Broken(io.RawIOBase):
    """A body that did not arrive, or could not be kept: whoever reads it gets the error that says why."""

    def __init__(self, error: SearchsvcError) -> None:
        self._error = error

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Raises the error."""
        raise self._error

    def readline(self, size: int | None = -1) -> bytes:
        """Raises the error."""
        raise self._error

    def readinto(self, buffer: Any) -> int:
        """Raises the error."""
        raise self._error


def environ_of(scope: Mapping[str, Any]) -> Environ:
    """The environment of PEP 3333 for a request, its body apart."""
    server = scope.get("server") or ("localhost", None)
    client = scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "REQUEST_URI": _target(scope),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme") or "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue  # would pass for the header with a hyphen
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        if name not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            name = f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        if name in environ:
            separator = "; " if name == "HTTP_COOKIE" else ","
            value = f"{environ[name]}{separator}{value}"
        environ[name] = value
    return environ


def told(scope: Mapping[str, Any]) -> str:
    """The path as it is logged, percent-encoded as it was sent, and where all is logged the query, without
    the values of parameters that may be secrets. Headers are never logged."""
    path: str = scope["raw_path"][:MOST_TOLD].decode("ascii", "backslashreplace")
    if not scope["query_string"] or not log.isEnabledFor(logging.DEBUG):
        return path
    pairs = parse_qsl(scope["query_string"][:MOST_TOLD].decode("latin-1"), keep_blank_values=True)
    shown = [(name, "..." if SECRET.search(name) else value) for name, value in pairs]
    return f"{path}?{urlencode(shown)}"


def _target(scope: Mapping[str, Any]) -> str:
    raw, query = scope["raw_path"], scope["query_string"]
    return bytes(raw + b"?" + query if query else raw).decode("latin-1")


def _length(environ: Environ) -> int | None:
    text = environ.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdigit() else None


def _failed(body: IO[bytes], error: SearchsvcError) -> IO[bytes]:
    with suppress(OSError):  # closing writes what is left
        body.close()
    return Broken(error)  # type: ignore[return-value]
