"""Writes reach searches in every process, and a rebuild never falsifies an answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.service.running import Service, wait_until

URI = "urn:test:harbour"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("freshness"), workers=3) as service:
        yield service


def article(number: int, words: str) -> dict[str, str]:
    return {
        "uri": f"urn:test:{number}",
        "headline": f"Story {number}",
        "body_text": f"OSLO, March 3 - {words}",
    }


def test_a_new_version_replaces_the_old_at_once_in_every_worker(service: Service) -> None:
    for version in range(1, 8):
        sent = {"uri": URI, "headline": "Harbour", "body_text": f"The harbour opened pier{version} today."}
        answer = service.call("POST", "/v1/articles", sent, refresh="wait_for")
        assert answer.status == (201 if version == 1 else 200), answer.body
        for _ in range(20):  # each on a new connection, so that every worker answers some
            assert service.total(f"pier{version}") == 1
            assert service.total(f"pier{version - 1}") == 0


def test_without_waiting_it_is_found_soon_and_a_deleted_one_is_gone(service: Service) -> None:
    created = service.call("POST", "/v1/articles", article(1, "a zeppelin landed"))
    wait_until(lambda: service.total("zeppelin") == 1, "the zeppelin")
    path = f"/v1/articles/{created.json['id']}"
    assert service.call("DELETE", path, refresh="wait_for").status in (200, 204)
    for _ in range(20):
        assert service.total("zeppelin") == 0
    assert service.get(path).status == 404


def test_an_unchanged_article_costs_nothing(service: Service) -> None:
    first = service.call("POST", "/v1/articles", article(2, "nothing moves"))
    again = service.call("POST", "/v1/articles", article(2, "nothing moves"))
    assert (first.status, again.status) == (201, 200)
    assert again.headers["etag"] == first.headers["etag"]


def test_a_rebuild_during_a_search_load_is_never_seen(service: Service) -> None:
    lines = b"".join(
        b'{"uri":"urn:test:load-%d","headline":"Load %d","body_text":"A common lighthouse, number%d."}\n'
        % (n, n, n)
        for n in range(600)
    )
    sent = service.call("POST", "/v1/articles/_bulk", lines, {"Content-Type": "application/x-ndjson"})
    assert sent.status == 202, sent.body
    assert service.finished(sent.json)["counts"]["created"] == 600
    wait_until(lambda: service.total("lighthouse") == 600, "the bulk to be searchable")

    stop = threading.Event()
    wrong: list[object] = []
    answered = [0]

    def hammer() -> None:
        while not stop.is_set():
            answer = service.get("/v1/search", q="lighthouse", facets="source")
            answered[0] += 1
            if answer.status != 200 or answer.json["total"]["value"] != 600 or len(answer.json["hits"]) != 10:
                wrong.append((answer.status, answer.body[:300]))

    threads = [threading.Thread(target=hammer) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(2):
            task = service.call("POST", "/v1/reindex")
            assert task.status == 202
            assert service.finished(task.json)["status"] == "succeeded"
        service.call(
            "PUT",
            "/v1/articles/" + service.get("/v1/search", q="number7").json["hits"][0]["id"],
            {"uri": "urn:test:load-7", "headline": "Load 7", "body_text": "A common lighthouse, renamed."},
            refresh="wait_for",
        )
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert answered[0] > 10
    assert service.total("renamed") == 1
