"""From the server to the application: bodies that arrive in parts, stall or break off; how many at once."""

from __future__ import annotations

import asyncio
import errno
import io
import logging
import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from searchsvc.errors import InputError, UnavailableError
from searchsvc.serve.bridge import IN_MEMORY, Bridge, environ_of
from searchsvc.serve.connection import CUT

LIMIT = 3 * IN_MEMORY


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """What it read, or the error."""
    try:
        body = environ["wsgi.input"].read()
    except InputError as error:
        start_response("400 Bad Request", [])
        return [str(error).encode()]
    except UnavailableError as error:
        start_response("503 Service Unavailable", [])
        return [str(error).encode()]
    start_response("200 OK", [])
    return [body]


def bridge_to(
    application: Any, *, threads: int = 1, silence: float = 30.0, folder: Path | None = None
) -> Bridge:
    return Bridge(application, threads=threads, limit=lambda _: LIMIT, silence=silence, folder=folder)


def scope_of(**headers: str) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "POST",
        "path": "/v1/articles",
        "raw_path": b"/v1/articles",
        "query_string": b"",
        "http_version": "1.1",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }


class Exchange:
    """A request whose body arrives in ``parts``, and the answer to it. A part None never comes."""

    def __init__(self, *parts: bytes | None, cut: bool = False, **headers: str) -> None:
        self.scope = scope_of(**headers)
        self.asked = 0
        self.sent: list[Any] = []
        self._parts = list(parts)
        self._cut = cut

    async def receive(self) -> dict[str, Any]:
        self.asked += 1
        part = self._parts.pop(0)
        if part is None:
            await asyncio.Event().wait()
        if not self._parts and self._cut:
            self.scope[CUT] = True
        return {"type": "http.request", "body": part, "more_body": bool(self._parts)}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    async def answered(self, bridge: Bridge) -> tuple[int, bytes]:
        await bridge(self.scope, self.receive, self.send)
        assert not self.sent[-1].get("more_body")
        return self.sent[0]["status"], b"".join(message["body"] for message in self.sent[1:])

    def run(self, bridge: Bridge) -> tuple[int, bytes]:
        return asyncio.run(self.answered(bridge))


@pytest.mark.parametrize("size", [1, 65_536, IN_MEMORY, IN_MEMORY + 1, LIMIT])
def test_a_body_arrives_whole(size: int, tmp_path: Path) -> None:
    data = os.urandom(size)
    parts = [data[at : at + 65_536] for at in range(0, size, 65_536)]
    exchange = Exchange(*parts, content_length=str(size))
    assert exchange.run(bridge_to(echo, folder=tmp_path)) == (200, data)
    assert list(tmp_path.iterdir()) == []


def test_a_body_in_chunks_needs_no_length() -> None:
    assert Exchange(b"To", b"kyo", transfer_encoding="chunked").run(bridge_to(echo)) == (200, b"Tokyo")


@pytest.mark.parametrize("headers", [{}, {"content_length": ""}, {"content_length": "0"}])
def test_a_request_without_a_body_is_not_waited_for(headers: dict[str, str]) -> None:
    exchange = Exchange(**headers)
    assert exchange.run(bridge_to(echo)) == (200, b"")
    assert exchange.asked == 0


def test_a_body_whose_length_is_too_large_is_not_read() -> None:
    exchange = Exchange(content_length=str(LIMIT + 1))
    assert exchange.run(bridge_to(echo)) == (200, b"")
    assert exchange.asked == 0


def test_a_body_in_chunks_is_read_until_it_is_seen_to_be_too_large() -> None:
    parts = [b"x" * IN_MEMORY] * 9
    exchange = Exchange(*parts, transfer_encoding="chunked")
    _, body = exchange.run(bridge_to(echo))
    assert len(body) == LIMIT + IN_MEMORY
    assert exchange.asked == 4


@pytest.mark.parametrize(
    ("headers", "of"), [({"content_length": "9"}, " of 9"), ({"transfer_encoding": "chunked"}, "")]
)
def test_a_body_that_broke_off_is_an_error(headers: dict[str, str], of: str) -> None:
    answer = Exchange(b"abc", cut=True, **headers).run(bridge_to(echo))
    assert answer == (400, f"the body broke off after 3{of} bytes; send it again".encode())


def test_a_client_that_went_away_is_a_body_that_broke_off() -> None:
    exchange = Exchange(b"", content_length="9")

    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    exchange.receive = gone  # type: ignore[method-assign]
    answer = exchange.run(bridge_to(echo))
    assert answer == (400, b"the body broke off after 0 of 9 bytes; send it again")


def test_a_client_that_stalls_is_given_up() -> None:
    exchange = Exchange(b"abc", None, content_length="9")
    answer = exchange.run(bridge_to(echo, silence=0.05))
    assert answer == (400, b"the body stopped arriving after 3 bytes; send it again")


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk that holds the spool is full; make room and try again"),
        (errno.EACCES, "the spool cannot be written: Permission denied; try again"),
    ],
)
def test_a_body_that_cannot_be_kept_is_no_fault_of_the_sender(
    number: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    parts = [b"x" * IN_MEMORY, b"x"]
    assert Exchange(*parts, content_length=str(IN_MEMORY + 1)).run(bridge_to(echo)) == (503, says.encode())


@pytest.mark.parametrize(
    "read",
    [
        lambda body: body.read(10),
        lambda body: body.readline(),
        lambda body: body.readlines(),
        lambda body: list(body),
        lambda body: io.BufferedReader(body).read(),
    ],
)
def test_however_a_broken_body_is_read_it_is_an_error(read: Callable[[Any], Any]) -> None:
    def reading(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        with pytest.raises(InputError, match="broke off"):
            read(environ["wsgi.input"])
        start_response("200 OK", [])
        return []

    assert Exchange(b"abc", cut=True, content_length="9").run(bridge_to(reading)) == (200, b"")


@pytest.mark.parametrize(
    ("level", "line"),
    [
        (logging.WARNING, []),
        (logging.INFO, ["POST /v1/search%0Ax 200 N ms"]),
        (logging.DEBUG, ["POST /v1/search%0Ax?q=pier%0A&api_key=...&Access_Token=...&page=2 200 N ms"]),
    ],
)
def test_a_request_is_a_line_without_secrets(
    level: int, line: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    exchange = Exchange(b"body", content_length="4", authorization="Bearer 5ecret")
    exchange.scope["raw_path"] = b"/v1/search%0Ax"
    exchange.scope["query_string"] = b"q=pier%0A&api%5Fkey=5ecret&Access_Token=5ecret&page=2"
    with caplog.at_level(level, "searchsvc"):
        exchange.run(bridge_to(echo))
    assert [re.sub(r"[\d.]+ ms", "N ms", message) for message in caplog.messages] == line


def test_slow_clients_keep_nobody_else_out() -> None:
    async def scene() -> None:
        bridge = bridge_to(echo, silence=0.5)
        slow = [Exchange(b"abc", None, content_length="9") for _ in range(50)]
        waiting = [asyncio.create_task(exchange.answered(bridge)) for exchange in slow]
        await asyncio.sleep(0.01)
        assert await Exchange(b"me", content_length="2").answered(bridge) == (200, b"me")
        assert not any(task.done() for task in waiting)
        assert {status for status, _ in await asyncio.gather(*waiting)} == {400}

    asyncio.run(scene())


def test_no_more_requests_are_worked_on_at_once_than_allowed() -> None:
    working: list[int] = []
    most = [0]
    lock = threading.Lock()

    def busy(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        with lock:
            working.append(1)
            most[0] = max(most[0], len(working))
        time.sleep(0.005)
        with lock:
            working.pop()
        start_response("200 OK", [])
        return []

    async def scene() -> None:
        bridge = bridge_to(busy, threads=2)
        await asyncio.gather(*(Exchange().answered(bridge) for _ in range(12)))

    asyncio.run(scene())
    assert most[0] == 2


def test_an_answer_in_parts_is_sent_whole_and_closed() -> None:
    class Parts(list[bytes]):
        closed = False

        def close(self) -> None:
            self.closed = True

    answer = Parts([b"a", b"", b"b", b"c"])

    def parted(_: dict[str, Any], start_response: Callable[..., Any]) -> Parts:
        start_response("200 OK", [("X-Kind", "é")])
        return answer

    exchange = Exchange()
    assert exchange.run(bridge_to(parted)) == (200, b"abc")
    assert exchange.sent[0]["headers"] == [(b"X-Kind", b"\xe9")]
    assert answer.closed


def test_the_environment_is_what_the_client_sent() -> None:
    scope = scope_of() | {
        "raw_path": b"/v1/caf%C3%A9/%FF",
        "query_string": b"q=%22a%22",
        "scheme": "http",
        "server": ("127.0.0.1", 8080),
        "client": ("127.0.0.1", 50_000),
        "headers": [
            (b"host", b"localhost"),
            (b"content-type", b"text/plain"),
            (b"accept", b"text/html"),
            (b"accept", b"*/*"),
            (b"x_real", b"forged"),
        ],
    }
    environ = environ_of(scope)
    assert environ["PATH_INFO"].encode("latin-1") == b"/v1/caf\xc3\xa9/\xff"
    assert environ["REQUEST_URI"] == "/v1/caf%C3%A9/%FF?q=%22a%22"
    assert environ["QUERY_STRING"] == "q=%22a%22"
    assert environ["HTTP_ACCEPT"] == "text/html,*/*"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("127.0.0.1", "8080")
    assert (environ["REMOTE_ADDR"], environ["REMOTE_PORT"]) == ("127.0.0.1", "50000")
    assert not any("REAL" in name for name in environ)
