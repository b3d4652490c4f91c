"""Serving: slow and broken bodies, ports, the supervisor's children, and the whole family of processes."""

from __future__ import annotations

import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from searchsvc.errors import SettingsError, UnavailableError
from searchsvc.serve import logs, starting, supervisor
from searchsvc.serve.orphans import end_with
from searchsvc.serve.supervisor import Child, claim
from searchsvc.settings import Settings
from tests.service.running import Service, descendants, free_port, wait_until


def test_a_port_in_use_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "PORT_PATIENCE", 0.0)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(UnavailableError) as caught:
            claim(Settings(port=port))
    assert str(caught.value) == (
        f"another program listens on 127.0.0.1:{port}; stop it, or serve elsewhere with --port"
    )


@pytest.mark.parametrize("kernels", ["auto", "compiled", "plain"])
def test_that_kernels_are_compiled_first_is_said_at_once(
    kernels: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(
        store=f"sqlite:///{tmp_path}/articles.db",
        engine=f"whoosh:{tmp_path}/index",
        spool=f"{tmp_path}/spool",
        port=0,
        kernels=kernels,
        kernel_cache=str(tmp_path),
    )
    monkeypatch.setattr("searchsvc.engines.whoosh.kernels.chosen", lambda: "compiled")
    monkeypatch.setattr("searchsvc.engines.whoosh.kernels._place", lambda folder: folder)
    monkeypatch.setattr(supervisor.Supervisor, "run", lambda _: 0)
    for _ in range(2):
        starting.run(settings, announce=print)
        (tmp_path / "complete").touch()
    assert capsys.readouterr().err.count(starting.COMPILING) == (kernels != "plain")


def test_a_port_that_becomes_free_soon_is_waited_for() -> None:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    port = listener.getsockname()[1]
    timer = threading.Timer(0.2, listener.close)
    timer.start()
    assert claim(Settings(port=port)).port == port
    timer.join()


def test_port_0_is_replaced_by_a_free_one_and_a_name_by_its_address() -> None:
    claimed = claim(Settings(host="localhost", port=0))
    assert claimed.host in ("127.0.0.1", "::1")
    assert claimed.port > 0


@pytest.mark.parametrize("host", ["no.such.host.invalid", "a" * 300, "\udcff"])
def test_a_host_that_is_none_is_said_in_a_sentence(host: str) -> None:
    with pytest.raises(SettingsError, match="which is no address of this machine"):
        claim(Settings(host=host))


def test_an_address_of_another_machine_cannot_be_listened_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "PORT_PATIENCE", 0.0)
    with pytest.raises(SettingsError, match=r"cannot listen on 192\.0\.2\.1:8080"):
        claim(Settings(host="192.0.2.1"))


def test_a_child_that_keeps_dying_is_started_ever_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    started: list[float] = []

    class Dead:
        def poll(self) -> int:
            return 3

    def popen(*_: Any, **__: Any) -> Dead:
        started.append(now[0])
        return Dead()

    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(supervisor.subprocess, "Popen", popen)
    child = Child("indexer")
    for _ in range(4000):
        child.look()
        now[0] += 0.01
    pauses = [round(after - before, 1) for before, after in pairwise(started)]
    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]


def test_logs_are_one_line_an_event_in_utc(capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.LogRecord("searchsvc.x", logging.WARNING, "", 1, "the disk is %s", ("full",), None)
    record.created = 0.0
    line = logs.UtcFormatter(logs.FORMAT, logs.INSTANT).format(record)
    assert line == f"1970-01-01T00:00:00Z WARNING {os.getpid()} searchsvc.x: the disk is full"


def test_libraries_log_warnings_at_most() -> None:
    levels = [
        (found["root"]["level"], found["loggers"]["searchsvc"]["level"])
        for found in map(logs.configuration, ("debug", "info", "warning", "error"))
    ]
    assert levels == [("WARNING", "DEBUG"), ("WARNING", "INFO"), ("WARNING", "WARNING"), ("ERROR", "ERROR")]


def test_an_orphan_ends(tmp_path: Path) -> None:
    grandchild = (
        "import os, time; from searchsvc.serve.orphans import end_with; end_with(os.getppid());"
        "print(os.getpid(), flush=True); time.sleep(600)"
    )
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    process = subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as lines:
        orphan = int(lines.readline())
    process.kill()
    process.wait()
    wait_until(lambda: not Path(f"/proc/{orphan}/exe").exists(), "the orphan's end")


def test_who_is_no_orphan_stays() -> None:
    end_with(os.getppid())
    assert Path(f"/proc/{os.getpid()}").exists()


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def child_of(service: Service, name: str) -> int | None:
    assert service.process is not None
    # Of those with the name, the one that has the others below it: workers are forks of their parent.
    named = [p for p in descendants(service.process.pid) if f"searchsvc.serve {name} " in command_of(p)]
    return max(named, key=lambda pid: len(descendants(pid)), default=None)


def workers_of(service: Service) -> set[int]:
    web = child_of(service, "web")
    return set(descendants(web)) if web else set()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("serve"), workers=2) as service:
        yield service


def test_a_dead_worker_is_replaced(service: Service) -> None:
    wait_until(lambda: len(workers_of(service)) == 2, "both workers")
    before = workers_of(service)
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: len(workers_of(service) - {victim}) == len(before), "another worker")
    assert service.get("/healthz").status == 200


def test_a_dead_indexer_is_replaced_and_goes_on(service: Service) -> None:
    indexer = child_of(service, "indexer")
    assert indexer is not None
    os.kill(indexer, signal.SIGKILL)
    sent = {"uri": "urn:serve:1", "headline": "Lighthouse", "body_text": "A lighthouse keeper retired."}
    assert service.call("POST", "/v1/articles", sent, refresh="wait_for").status == 201
    assert service.total("lighthouse") == 1


def test_sighup_replaces_the_workers_while_requests_are_answered(service: Service) -> None:
    before = workers_of(service)
    statuses: set[int] = set()
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            statuses.add(service.get("/healthz").status)

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    assert service.process is not None
    service.process.send_signal(signal.SIGHUP)
    wait_until(
        lambda: len(workers_of(service) - before) == 2 and not before & workers_of(service), "new ones"
    )
    done.set()
    for thread in asking:
        thread.join()
    assert statuses == {200}


def test_twenty_stalled_uploads_keep_no_search_waiting(service: Service) -> None:
    stalled = []
    for _ in range(20):
        connection = socket.create_connection(("127.0.0.1", service.port))
        connection.sendall(
            b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 1000\r\n\r\n{"
        )
        stalled.append(connection)
    assert [service.get("/v1/search").status for _ in range(20)] == [200] * 20
    for connection in stalled:
        connection.close()


def test_an_upload_that_breaks_off_leaves_nothing(service: Service) -> None:
    before = service.get("/readyz").json["head"]
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.sendall(
            b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
            b"Content-Length: 1000\r\n\r\n"
            b"Harbour opens\n\nOSLO, March 3 - The harbour opened."
        )
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"the body broke off after 50 of 1000 bytes" in answer
    assert service.get("/readyz").json["head"] == before


def test_a_client_that_stops_sending_still_gets_its_answer(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "head",
    [
        b"GET /healthz HTTP/1.1\r\nX-Long: " + b"a" * 80_000,
        b"GET /healthz HTTP/1.1\r\n" + b"X-Many: a\r\n" * 8_000,
        b"GET /" + b"a" * 80_000,
        b"GET /caf\xe9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=["long", "many", "path", "bytes", "lengths", "tls"],
)
def test_a_head_that_is_none_is_refused(service: Service, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
        connection.sendall(head)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 400 ")
    assert "Traceback" not in (service.folder / "serve.log").read_text()


def test_a_connection_serves_request_after_request(service: Service) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    statuses = []
    for path in ("/healthz", "/v1/nothing", "/healthz"):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    assert statuses == [200, 404, 200]
    large = b"x" * 9_000_000
    connection.request("POST", "/v1/articles", large, {"Content-Type": "text/plain"})
    refused = connection.getresponse()
    assert (refused.status, b"larger than the 8 MB" in refused.read()) == (413, True)
    connection.close()


def test_requests_sent_in_one_go_are_answered_in_order(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
        head = b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
        connection.sendall(
            b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + head + b"Content-Length: 2\r\n\r\n"
        )
        answers = b""
        while not answers.endswith(b"}"):
            answers += connection.recv(65_536)
        connection.sendall(b"  ")
        while answers.count(b"HTTP/1.1 ") < 2:
            answers += connection.recv(65_536)
    assert answers.startswith(b"HTTP/1.1 200 ")
    assert b"}HTTP/1.1 422 " in answers


def test_a_second_service_on_the_port_is_refused_with_a_sentence(service: Service) -> None:
    ran = service.run("serve")
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert ran.stderr.decode() == (
        f"Error: another program listens on 127.0.0.1:{service.port}; "
        "stop it, or serve elsewhere with --port\n"
    )


def test_all_processes_end_with_a_killed_supervisor_and_with_sigint(tmp_path: Path) -> None:
    service = Service(tmp_path, workers=1).start()
    assert service.process is not None
    family = descendants(service.process.pid)
    service.process.kill()
    service.process.wait()
    wait_until(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in family), "the end of all")
    service.process = None

    service.start()
    assert service.process is not None
    url = f"http://127.0.0.1:{service.port}"
    announced = f"searchsvc answers on {url} (documentation: {url}/docs)\n"
    wait_until(lambda: announced in (tmp_path / "serve.log").read_text(), "the address")
    family = descendants(service.process.pid)
    service.process.send_signal(signal.SIGINT)
    assert service.process.wait(30) == 0
    assert not any(Path(f"/proc/{pid}/exe").exists() for pid in family)


def test_a_store_that_cannot_be_opened_is_said_before_anything_starts(tmp_path: Path) -> None:
    service = Service(tmp_path)
    (tmp_path / "articles.db").mkdir()
    ran = service.run("serve")
    assert ran.returncode in (1, 2)
    assert ran.stderr.decode().startswith("Error: ")
    assert "Traceback" not in ran.stderr.decode()


def test_nothing_but_loopback_is_served_without_keys(tmp_path: Path) -> None:
    ran = Service(tmp_path, port=free_port()).run("serve", "--host", "0.0.0.0")
    assert ran.returncode == 2
    assert ran.stderr.decode().startswith("Error: host is '0.0.0.0'")
