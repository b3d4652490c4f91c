"""A whole archive through every way in: 9,496 articles of Reuters-21578, as JSON and as raw copy."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from searchsvc.article import uri_of_copy
from tests.service.running import Service, wait_until

pytestmark = pytest.mark.data

DATA = Path(os.environ.get("SEARCHSVC_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
NDJSON = {"Content-Type": "application/x-ndjson"}
MINUTES = 20 * 60.0


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    path = DATA / "labelled" / "dateline_reuters21578" / "docs.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{path} is not here; set SEARCHSVC_TEST_DATA to the folder of the labelled data")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with Service(tmp_path) as service:
        yield service


def as_json(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "uri": "urn:" + record["id"],
        "headline": record["title"],
        "body_text": f"{record['dateline']} {record['body']}",
        "versioncreated": record["date_published"],
        "subject": record["topics"],
    }


def written(documents: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(document).encode() + b"\n" for document in documents)


def words_to_find(text: str) -> str:
    """A phrase that stands in the text: five plain words in a row, inside a sentence."""
    found = re.search(r"(?<!\S)[a-z]+(?: [a-z]+){4}\b", " ".join(text.split()))
    return f'"{found[0]}"' if found else "*"


def check(service: Service, uris: dict[str, str]) -> None:
    """Store, index and API agree that these articles, and no others, are there; each is found."""
    count = len(uris)
    wait_until(lambda: service.total("*") == count, f"{count} articles", MINUTES)
    checked = service.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    for uri in random.Random(1987).sample(sorted(uris), 100):
        assert service.get("/v1/articles", uri=uri).status == 200
        assert service.total(f'uri:"{uri}"') == 1
        answer = service.get("/v1/search", q=f'uri:"{uri}" {words_to_find(uris[uri])}').json
        assert [hit["uri"] for hit in answer["hits"]] == [uri], uris[uri]


@pytest.mark.parametrize("form", ["json", "raw"])
@pytest.mark.parametrize("way", ["bulk", "command"])
def test_all_of_it_arrives_and_again_changes_nothing(
    service: Service, records: list[dict[str, Any]], form: str, way: str
) -> None:
    if form == "json":
        documents = [as_json(record) for record in records]
        uris = {document["uri"]: document["body_text"] for document in documents}
        assert len(uris) == 9496
    else:
        documents = [{"raw": record["raw"]} for record in records]
        uris = {uri_of_copy(record["raw"]): record["body"] for record in records}

    def send() -> None:
        if way == "bulk":
            sent = service.call("POST", "/v1/articles/_bulk", written(documents), NDJSON)
            assert sent.status == 202, sent.body
            task = service.finished(sent.json, MINUTES)
            assert task["status"] == "succeeded" and task["counts"].get("refused", 0) == 0
        else:
            path = service.folder / "articles.ndjson"
            path.write_bytes(written(documents))
            ran = service.run("ingest", str(path))
            assert ran.returncode == 0, ran.stderr

    send()
    check(service, uris)
    etag = {uri: service.get("/v1/articles", uri=uri).headers["etag"] for uri in list(uris)[:50]}
    send()
    check(service, uris)
    assert etag == {uri: service.get("/v1/articles", uri=uri).headers["etag"] for uri in etag}
