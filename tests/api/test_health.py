"""Liveness and readiness."""

from __future__ import annotations

import shutil
from pathlib import Path

from searchsvc.api.readiness import FOREIGN, Readiness
from searchsvc.api.schemas.tasks import HealthAnswer, ReadyAnswer
from searchsvc.engines.whoosh import WhooshEngine
from searchsvc.search import Reached
from tests.api.conftest import Service, make_service, problem
from tests.test_indexer import back_up

ARTICLE = {"uri": "urn:h:1", "headline": "One", "body_text": "The only lighthouse."}


def test_a_process_is_alive(service: Service) -> None:
    answer = service.get("/healthz")
    assert HealthAnswer().load(answer)
    assert answer == {"status": "alive"}


def test_new_writes_do_not_make_it_unready(service: Service) -> None:
    answer = service.get("/readyz")
    assert ReadyAnswer().load(answer)
    assert answer == {"status": "ready", "position": 0, "head": 0, "lag": 0}
    service.client.post("/v1/articles", json=ARTICLE)
    assert service.get("/readyz") == {"status": "ready", "position": 0, "head": 1, "lag": 1}
    service.indexer.catch_up()
    assert service.get("/readyz") == {"status": "ready", "position": 1, "head": 1, "lag": 0}


def test_it_is_ready_once_it_has_what_was_there_when_it_started(tmp_path: Path) -> None:
    for first in make_service(tmp_path):
        first.client.post("/v1/articles", json=ARTICLE)
    for service in make_service(tmp_path):
        answer = service.client.get("/readyz")
        assert problem(answer, 503)["detail"] == "the index is at 0 and catches up to 1"
        assert answer.headers["Retry-After"] == "2"
        service.indexer.catch_up()
        assert service.get("/readyz")["status"] == "ready"


def test_an_index_that_is_lost_makes_it_unready_until_it_is_back(service: Service, tmp_path: Path) -> None:
    service.add(ARTICLE)
    assert service.get("/readyz")["position"] == 1
    service.client.post("/v1/articles", json=ARTICLE | {"uri": "urn:h:2"})
    shutil.rmtree(tmp_path / "index")
    for service in make_service(tmp_path):
        problem(service.client.get("/readyz"), 503)
        service.indexer.catch_up()
        assert service.get("/readyz") == {"status": "ready", "position": 2, "head": 2, "lag": 0}


def test_a_lost_index_is_not_taken_for_an_empty_archive(service: Service, tmp_path: Path) -> None:
    service.add(ARTICLE)
    assert service.get("/v1/search", q="lighthouse")["total"]["value"] == 1
    shutil.rmtree(tmp_path / "index")
    for service in make_service(tmp_path):
        for path in ("/v1/search", "/v1/quotes", "/v1/suggest?prefix=li"):
            answer = service.client.get(path)
            assert problem(answer, 503)["detail"].startswith("the index is being built anew")
            assert answer.headers["Retry-After"]
        service.indexer.catch_up()
        assert service.get("/v1/search", q="lighthouse")["total"]["value"] == 1


def test_an_index_that_is_behind_answers(service: Service) -> None:
    assert service.get("/v1/search")["total"]["value"] == 0
    service.client.post("/v1/articles", json=ARTICLE)
    assert service.get("/v1/search")["total"]["value"] == 0
    service.add(ARTICLE | {"uri": "urn:h:2"})
    service.client.post("/v1/articles", json=ARTICLE | {"uri": "urn:h:3"})
    assert service.get("/v1/search")["total"]["value"] == 2


def test_an_index_that_falls_back_must_reach_what_the_store_has_by_then(
    service: Service, tmp_path: Path
) -> None:
    service.add(ARTICLE)
    assert service.get("/readyz")["position"] == 1
    service.client.post("/v1/articles", json=ARTICLE | {"uri": "urn:h:2"})
    readiness = Readiness(service.app.extensions["searchsvc"].store, Standstill([1, 2, 0, 1, 2]))
    reasons = [readiness.check().reason for _ in range(5)]
    behind = "the index is at {} and catches up to 2"
    assert reasons == [behind.format(1), None, behind.format(0), behind.format(1), None]


def test_an_index_of_another_store_is_not_ready(service: Service) -> None:
    service.add(ARTICLE)
    standing = Readiness(service.app.extensions["searchsvc"].store, Standstill([7])).check()
    assert (standing.position, standing.head) == (7, 1)
    assert standing.reason == FOREIGN


def test_a_restored_store_is_not_answered_from_the_index_of_before(tmp_path: Path) -> None:
    for service in make_service(tmp_path):
        service.add(ARTICLE)
        back_up(tmp_path / "articles.db", tmp_path / "backup.db")
        service.add(ARTICLE | {"uri": "urn:h:2"})
    for path in tmp_path.glob("articles.db*"):
        path.unlink()
    (tmp_path / "backup.db").rename(tmp_path / "articles.db")
    for service in make_service(tmp_path):
        service.client.post("/v1/articles", json=ARTICLE | {"uri": "urn:h:3"})
    for service in make_service(tmp_path):
        for path in ("/v1/search", "/readyz"):
            assert "of changes that this one has not" in problem(service.client.get(path), 503)["detail"]
        service.indexer.catch_up()
        assert sorted(service.uris()) == ["urn:h:1", "urn:h:3"]
        assert service.get("/readyz") == {"status": "ready", "position": 2, "head": 2, "lag": 0}


class Standstill(WhooshEngine):
    """An engine that is where it is told to be, call by call."""

    def __init__(self, positions: list[int]) -> None:
        super().__init__(Path("nowhere"))
        self._positions = iter(positions)

    def reached(self) -> Reached:
        return Reached(next(self._positions), "")
