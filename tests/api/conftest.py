"""A whole service in one process: a real store, a real index, and an indexer that runs when told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from searchsvc.app import create_app
from searchsvc.engines import open_engine
from searchsvc.indexer import Indexer
from searchsvc.settings import Settings
from searchsvc.tasks import TaskRunner

SEED = Path(__file__).parents[2] / "seeds" / "efe-2022-02-10-japan-south-korea-us-alliance.txt"


@dataclass
class Service:
    """The application, a client of it, and the indexer that keeps its index."""

    app: Flask
    client: FlaskClient
    indexer: Indexer
    runner: TaskRunner

    def add(self, article: Any, **query: str) -> Any:
        """Send an article and index it; its JSON."""
        answer = self.client.post("/v1/articles", json=article, query_string=query)
        assert answer.status_code in (200, 201), answer.text
        self.indexer.catch_up()
        return answer.json

    def get(self, path: str, **query: Any) -> Any:
        """The JSON of a call that must succeed."""
        answer = self.client.get(path, query_string=query)
        assert answer.status_code == 200, answer.text
        return answer.json

    def uris(self, path: str = "/v1/search", **query: Any) -> list[str]:
        """The uris of the hits, in order."""
        return [hit["uri"] for hit in self.get(path, **query)["hits"]]


def problem(answer: TestResponse, status: int) -> Any:
    """The problem document of an answer that must be one, with that status."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    body = answer.json
    assert body["status"] == status
    return body


def make_service(folder: Path) -> Iterator[Service]:
    settings = Settings(
        store=f"sqlite:///{folder}/articles.db", engine=f"whoosh:{folder}/index", spool=str(folder / "spool")
    )
    app = create_app(settings)
    parts = app.extensions["searchsvc"]
    writer = open_engine(settings.engine)
    indexer = Indexer(parts.store, writer)
    runner = TaskRunner(parts.store, parts.spool, parts.ingestor, indexer)
    try:
        yield Service(app, app.test_client(), indexer, runner)
    finally:
        writer.close()
        parts.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    yield from make_service(tmp_path)


@pytest.fixture
def indexing(service: Service) -> Iterator[Service]:
    """The service with its indexer running beside it."""
    stop = threading.Event()
    thread = threading.Thread(target=service.indexer.run, args=(stop,))
    thread.start()
    try:
        yield service
    finally:
        stop.set()
        thread.join()
