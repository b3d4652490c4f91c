"""Bulk uploads, reindexing, and following both."""

from __future__ import annotations

import threading
from typing import Any

import orjson
import pytest

from searchsvc.api.schemas.tasks import TaskListAnswer, TaskSchema, TaskWithResultsSchema
from tests.api.conftest import Service, problem

LINES = (
    b'{"uri": "urn:b:1", "headline": "One", "body_text": "The first lighthouse."}\n'
    b"{broken\n"
    b"\n"
    b'{"uri": "urn:b:2", "colour": "red", "body_text": "second"}\n'
    b'{"raw": "Three\\n\\nOSLO, May 3 (Reuters) - The third lighthouse is here."}\n'
)


def bulk(service: Service, lines: bytes = LINES, content_type: str = "application/x-ndjson") -> Any:
    return service.client.post("/v1/articles/_bulk", data=lines, content_type=content_type)


def work(service: Service) -> None:
    """Do every queued task, and index what it brought."""
    stop = threading.Event()
    while service.runner.run_next(stop):
        pass
    service.indexer.catch_up()


def test_a_bulk_is_a_task_with_results_by_line(service: Service) -> None:
    accepted = bulk(service)
    assert accepted.status_code == 202
    assert TaskSchema().load(accepted.json)
    path = f"/v1/tasks/{accepted.json['id']}"
    assert accepted.headers["Location"] == path
    told = {name: accepted.json[name] for name in ("kind", "status", "done", "total", "counts", "error")}
    assert told == {"kind": "bulk", "status": "queued", "done": 0, "total": 4, "counts": {}, "error": None}
    work(service)
    task = service.get(path)
    assert TaskWithResultsSchema().load(task)
    assert (task["status"], task["done"], task["counts"]) == ("succeeded", 4, {"created": 2, "refused": 2})
    assert [(row["line"], row["outcome"]) for row in task["results"]] == [
        (1, "created"),
        (2, "refused"),
        (4, "refused"),
        (5, "created"),
    ]
    assert "not JSON" in task["results"][1]["message"]
    assert "colour" in task["results"][2]["message"]
    assert service.get("/v1/search", q="lighthouse")["total"]["value"] == 2


def test_results_come_in_pages_and_by_outcome(service: Service) -> None:
    path = f"/v1/tasks/{bulk(service).json['id']}"
    work(service)
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = service.get(path, limit=1, after=after)
        assert TaskWithResultsSchema().load(page)
        seen += [row["line"] for row in page["results"]]
        after = page["next_after"]
    assert seen == [1, 2, 4, 5]
    refused = service.get(path, outcome="refused")
    assert [row["line"] for row in refused["results"]] == [2, 4]
    assert service.get(path, limit=0)["results"] == []
    for query, parameter in (("outcome=bad", "outcome"), ("after=-1", "after"), ("limit=1001", "limit")):
        (error,) = problem(service.client.get(f"{path}?{query}"), 400)["errors"]
        assert error["parameter"] == parameter


def test_tasks_are_listed(service: Service) -> None:
    first = bulk(service).json
    work(service)
    second = service.client.post("/v1/reindex").json
    listed = service.get("/v1/tasks")
    assert TaskListAnswer().load(listed)
    assert [task["id"] for task in listed["tasks"]] == [first["id"], second["id"]]
    assert [task["id"] for task in service.get("/v1/tasks", status="queued")["tasks"]] == [second["id"]]
    problem(service.client.get("/v1/tasks?status=lost"), 400)
    problem(service.client.get("/v1/tasks/nothing"), 404)


@pytest.mark.parametrize("body", [{}, {"reparse": False}, {"reparse": True}])
def test_reindex(service: Service, body: dict[str, bool]) -> None:
    service.add({"uri": "urn:r:1", "headline": "One", "body_text": "The only lighthouse."})
    accepted = service.client.post("/v1/reindex", json=body)
    assert accepted.status_code == 202
    assert TaskSchema().load(accepted.json)
    assert accepted.json["kind"] == "reindex"
    work(service)
    assert service.get(accepted.headers["Location"])["status"] == "succeeded"
    assert service.uris(q="lighthouse") == ["urn:r:1"]


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"json": {"reparse": "perhaps"}}, 400),
        ({"json": {"reprase": True}}, 400),
        ({"json": [1]}, 400),
        ({"data": b"{", "content_type": "application/json"}, 400),
        ({"data": b"reparse=true", "content_type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_reindex_is_strict(service: Service, options: dict[str, Any], status: int) -> None:
    problem(service.client.post("/v1/reindex", **options), status)
    assert service.get("/v1/tasks") == {"tasks": []}


def test_uploads_that_cannot_be_taken(service: Service) -> None:
    assert "no bulk" in problem(bulk(service, content_type="text/csv"), 415)["detail"]
    problem(bulk(service, content_type=""), 415)
    problem(bulk(service, b""), 422)
    problem(bulk(service, b"\n \n"), 422)
    compressed = service.client.post(
        "/v1/articles/_bulk",
        data=LINES,
        content_type="application/x-ndjson",
        headers={"Content-Encoding": "gzip"},
    )
    assert "gzip" in problem(compressed, 415)["detail"]
    refreshed = service.client.post("/v1/articles/_bulk?refresh=wait_for", data=LINES)
    (error,) = problem(refreshed, 400)["errors"]
    assert error["parameter"] == "refresh"
    assert service.get("/v1/tasks") == {"tasks": []}


def test_an_upload_may_be_larger_than_an_article_and_has_a_limit_of_its_own(service: Service) -> None:
    text = "word " * 20_000
    lines = b"".join(orjson.dumps({"uri": f"urn:l:{n}", "body_text": text}) + b"\n" for n in range(100))
    assert len(lines) > 9_000_000
    assert bulk(service, lines).status_code == 202
    told = service.client.post(
        "/v1/articles/_bulk",
        content_type="application/x-ndjson",
        environ_overrides={"CONTENT_LENGTH": str(300 * 1024 * 1024)},
    )
    assert "larger than the 268 MB" in problem(told, 413)["detail"]
