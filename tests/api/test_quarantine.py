"""What was refused of files: who may see it, a page at a time, and its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.api.schemas.quarantine import QuarantineAnswer
from searchsvc.ingest import intake
from searchsvc.ingest.files import read_file
from tests.api.conftest import Service, problem


@pytest.fixture
def refusing(service: Service, tmp_path: Path) -> Service:
    """A service beside which a file was read with two bad lines in it."""
    file = tmp_path / "in.ndjson"
    file.write_bytes(b'{"headline": 7}\n{"uri": "urn:b:1", "body_text": "Good."}\n{broken\n')
    parts = service.app.extensions["searchsvc"]
    list(intake.take_in(parts.store, parts.ingestor, read_file(str(file))))
    return service


def test_what_was_refused_is_listed_by_pages(refusing: Service, tmp_path: Path) -> None:
    first = refusing.get("/v1/quarantine", limit=1)
    assert QuarantineAnswer().load(first)
    (entry,) = first["quarantine"]
    assert (entry["place"], entry["line"], entry["size"]) == (str(tmp_path / "in.ndjson"), 1, 15)
    assert entry["reason"] == "headline is a number; send a string"
    assert (first["total"], first["next_after"]) == (2, 1)
    rest = refusing.get("/v1/quarantine", after=1)
    assert ([each["line"] for each in rest["quarantine"]], rest["next_after"]) == ([3], None)


def test_its_bytes_can_be_had(refusing: Service) -> None:
    answer = refusing.client.get("/v1/quarantine/2/original")
    assert (answer.status_code, answer.data) == (200, b"{broken")
    assert answer.mimetype == "application/octet-stream"
    problem(refusing.client.get("/v1/quarantine/3/original"), 404)


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "Authorization"])
def test_nobody_sees_it_by_way_of_a_proxy_or_with_a_key_that_cannot_be_checked(
    refusing: Service, header: str
) -> None:
    for path in ("/v1/quarantine", "/v1/quarantine/1/original"):
        assert problem(refusing.client.get(path, headers={header: "x"}), 403)["errors"] == []
        assert refusing.client.get(path, environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 403
