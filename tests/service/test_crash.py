"""kill -9 of every process at any moment loses nothing that was acknowledged."""

from __future__ import annotations

import http.client
import json
import random
import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.service.running import Answer, Service, wait_until

SEED = 20220210
BATCH = 300
BATCHES = 8
NDJSON = {"Content-Type": "application/x-ndjson"}


@dataclass
class Senders:
    """Two threads, one that sends articles and one that sends batches, until the service is gone."""

    service: Service
    acknowledged: set[str] = field(default_factory=set)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        self.threads = [threading.Thread(target=self._singles), threading.Thread(target=self._batches)]
        for thread in self.threads:
            thread.start()

    def join(self) -> None:
        for thread in self.threads:
            thread.join()

    def _send(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Answer | None:
        try:
            return self.service.call("POST", path, body, headers)
        except (OSError, http.client.HTTPException):
            return None

    def _singles(self) -> None:
        for number in range(10_000):
            sent = {
                "uri": f"urn:single:{number}",
                "headline": "Single",
                "body_text": f"A single word{number}.",
            }
            answer = self._send("/v1/articles", sent)
            if answer is None:
                return
            assert answer.status == 201, answer.body
            self.acknowledged.add(sent["uri"])

    def _batches(self) -> None:
        for number in range(BATCHES):
            body = b"".join(
                json.dumps(
                    {"uri": uri, "headline": "Batch", "body_text": f"BERN, May 2 - One of {number}."}
                ).encode()
                + b"\n"
                for uri in batch_uris(number)
            )
            answer = self._send("/v1/articles/_bulk", body, NDJSON)
            if answer is None:
                return
            assert answer.status == 202, answer.body
            self.tasks.append(answer.json)


def batch_uris(number: int) -> list[str]:
    return [f"urn:batch{number}:{line}" for line in range(BATCH)]


@pytest.mark.parametrize("round_", range(2))
def test_no_acknowledged_article_and_no_spooled_batch_is_lost(tmp_path: Path, round_: int) -> None:
    chance = random.Random(SEED + round_)
    service = Service(tmp_path).start()
    senders = Senders(service)
    enough = 20 + chance.randrange(60)
    try:
        senders.start()
        wait_until(lambda: len(senders.acknowledged) > enough and senders.tasks, "some answers")
    finally:
        service.kill()
        senders.join()

    everything = set(senders.acknowledged)
    with service:
        for number, task in enumerate(senders.tasks):
            assert service.finished(task)["counts"] == {"created": BATCH}
            everything.update(batch_uris(number))
        wait_until(lambda: service.total("*") >= len(everything), "the index to catch up")
        for uri in chance.sample(sorted(everything), 40):
            assert service.get("/v1/articles", uri=uri).status == 200
            assert service.total(f'uri:"{uri}"') == 1
        count = service.total("*")
    checked = service.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr

    shutil.rmtree(tmp_path / "index")
    with service:
        assert service.total("*") == count
