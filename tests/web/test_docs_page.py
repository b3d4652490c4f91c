"""The documentation page, in a real browser."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from tests.api.conftest import Service, make_service

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *(
        "--disable-component-update",
        "--disable-sync",
        "--enable-logging=stderr",
        "--virtual-time-budget=10000",
    ),
)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    yield from make_service(tmp_path)


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, service.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_page_shows_every_call(service: Service, address: str, tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("the page is tested in Chromium, which is not installed: apt-get install chromium")
    ran = subprocess.run(
        [CHROMIUM, *OPTIONS, f"--user-data-dir={tmp_path}/browser", "--dump-dom", f"{address}/docs"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "CONSOLE" not in ran.stderr, ran.stderr
    page = ran.stdout
    document = service.get("/openapi.json")
    shown = [re.sub("<[^>]+>", "", call) for call in re.findall('<div class="call">(.*?)</div>', page)]
    wanted = [
        f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    ]
    assert sorted(shown) == sorted(wanted)
    assert len(re.findall(r'<li><a href="#', page)) == len(wanted)
    for schema in ("highlights", "next_cursor", "searchable", "versioncreated_from"):
        assert re.search(f'<th scope="row">{schema}', page), schema
    assert page.count("The mention as written.") == page.count('<th scope="row">surface')
    assert "versioncreated:[2022-01 TO 2022-03]" in page
    assert "undefined" not in page
    assert "[object" not in page
    assert "cannot be shown" not in page


def test_the_page_and_its_files_come_from_the_package(service: Service) -> None:
    with service.client.get("/docs") as page:
        assert page.mimetype == "text/html"
        text = page.text
        policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    for address in re.findall(r'(?:src|href)="([^"#]+)"', text):
        assert address.startswith("/") or address == "data:,"
        if address.startswith("/"):
            with service.client.get(address) as file:
                assert file.status_code == 200, address
    for missing in ("/docs/nothing.js", "/docs/../docs.py", "/docs/%2e%2e/docs.py"):
        assert service.client.get(missing).status_code == 404
