"""A service of its own for a test: started by the command, on a free port, in a folder of its own."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PATIENCE = 60.0
"""Seconds that any wait in these tests may take on a loaded machine before it is a failure."""


@dataclass(frozen=True)
class Answer:
    """What came back: ``json`` is None where the body is no JSON."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body) if "json" in self.headers.get("content-type", "") else None


def free_port() -> int:
    """A port that nothing listened on a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until(condition: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """The first true value of ``condition``; AssertionError naming ``what`` when it never comes."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {patience:g} s in vain for {what}")


def descendants(pid: int) -> list[int]:
    """Every process below ``pid``, from /proc, parents before their children."""
    children: dict[int, set[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError, ValueError):
                continue
            children.setdefault(parent, set()).add(int(entry.name))
    found = [pid]
    for parent in found:
        found.extend(sorted(children.get(parent, ())))
    return found[1:]


def _runs(pid: int) -> bool:
    """Whether the process exists and is no zombie (which has no executable any more)."""
    return Path(f"/proc/{pid}/exe").exists()


@dataclass
class Service:
    """``searchsvc serve`` on ``folder``; use as a context manager, or start and stop by hand."""

    folder: Path
    workers: int = 2
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The settings that point every command at this service's folder."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SEARCHSVC_")}
        return kept | {
            "SEARCHSVC_STORE": f"sqlite:///{self.folder}/articles.db",
            "SEARCHSVC_ENGINE": f"whoosh:{self.folder}/index",
            "SEARCHSVC_SPOOL": f"{self.folder}/spool",
            "SEARCHSVC_PORT": str(self.port),
            "SEARCHSVC_WORKERS": str(self.workers),
        }

    def __enter__(self) -> Service:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def command(self, *arguments: str) -> list[str]:
        return [str(Path(sys.executable).with_name("searchsvc")), *arguments]

    def run(self, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        """One command on the same store and index."""
        return subprocess.run(
            self.command(*arguments),
            env=self.environment,
            input=given,
            capture_output=True,
            timeout=PATIENCE * 10,
        )

    def start(self, *, ready: bool = True) -> Service:
        assert self.process is None, "it is running already"
        log = (self.folder / "serve.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                self.command("serve"), env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        try:
            wait_until(self._answers if ready else self._lives, f"readiness; see {self.folder}/serve.log")
        except BaseException:
            self.stop()  # whoever starts it again in the same folder is to find it alone there
            raise
        return self

    def stop(self) -> None:
        """The polite way; what is still there after it is killed, so that no test leaves processes."""
        if self.process is None:
            return
        family = descendants(self.process.pid)
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(PATIENCE)
            raise
        finally:
            self._end(family)
        self.process = None

    def kill(self) -> None:
        """SIGKILL to the supervisor and everything below it, parents first so that none starts another."""
        assert self.process is not None
        family = descendants(self.process.pid)
        self._end([self.process.pid, *family])
        self.process.wait(PATIENCE)
        wait_until(lambda: not any(map(_runs, family)), "the end of the children")
        self.process = None

    @staticmethod
    def _end(pids: Iterable[int]) -> None:
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def _lives(self) -> bool:
        assert self.process is not None and self.process.poll() is None, (
            f"serve ended; see {self.folder}/serve.log"
        )
        try:
            return self.get("/healthz").status == 200
        except OSError:
            return False

    def _answers(self) -> bool:
        return self._lives() and self.get("/readyz").status == 200

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **query: Any
    ) -> Answer:
        """One request on a connection of its own; ``body`` as bytes, or anything else as JSON."""
        target = path + ("?" + urlencode(query, doseq=True) if query else "")
        sent = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, target, body, sent)
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def get(self, path: str, **query: Any) -> Answer:
        return self.call("GET", path, **query)

    def total(self, q: str, **query: Any) -> int:
        """How many articles answer ``q``."""
        answer = self.get("/v1/search", q=q, **query)
        assert answer.status == 200, answer.body
        return int(answer.json["total"]["value"])

    def finished(self, task: dict[str, Any], patience: float = PATIENCE * 5) -> dict[str, Any]:
        """The task, once it has succeeded or failed."""

        def state() -> dict[str, Any] | None:
            now = self.get(f"/v1/tasks/{task['id']}").json
            return now if now and now["status"] in ("succeeded", "failed") else None

        return wait_until(state, f"task {task['id']}", patience)
