"""Reading and writing tasks and their line results, inside a transaction of the caller's."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, Row, Select, insert, select, update

from searchsvc.store.records import (
    LineResult,
    Outcome,
    Task,
    TaskStatus,
    from_microseconds,
    to_microseconds,
)
from searchsvc.store.schema import task_results, tasks

MESSAGE_LENGTH = 1000
"""Longer messages are cut: a batch of a million bad lines must not outgrow the articles."""
KEPT_OF_A_LINE = 100_000
"""Bytes of a refused line that are kept, so that it can be fetched, mended and sent again."""


def insert_task(connection: Connection, task: Task) -> None:
    """Put a task at the end of the queue."""
    connection.execute(insert(tasks), {"id": task.id, "kind": task.kind, **_changing(task)})


def update_task(connection: Connection, task: Task) -> None:
    """Keep a task's progress and status."""
    connection.execute(update(tasks).where(tasks.c.id == task.id), _changing(task))


def read_task(connection: Connection, id: str) -> Task | None:  # noqa: A002 - the domain's word
    """The task with this id."""
    row = connection.execute(select(tasks).where(tasks.c.id == id)).one_or_none()
    return None if row is None else _task(row)


def read_tasks(connection: Connection, statuses: tuple[TaskStatus, ...], limit: int) -> list[Task]:
    """The tasks in one of ``statuses``, in the order in which they were queued."""
    wanted = tasks.c.status.in_([status.value for status in statuses])
    query = select(tasks).where(wanted).order_by(tasks.c.number).limit(limit)
    return [_task(row) for row in connection.execute(query)]


def insert_results(connection: Connection, task: str, results: list[LineResult]) -> None:
    """Keep the outcomes of lines; each has a line number."""
    if results:
        connection.execute(
            insert(task_results),
            [
                {
                    "task": task,
                    "line": result.line,
                    "outcome": result.outcome.value,
                    "id": result.id,
                    "uri": result.uri,
                    "message": None if result.message is None else storable(result.message),
                    "position": result.position,
                    "original": None if result.original is None else result.original[:KEPT_OF_A_LINE],
                }
                for result in results
            ],
        )


def read_results(
    connection: Connection, task: str, outcome: Outcome | None, after: int, limit: int
) -> list[LineResult]:
    """Results of a task's lines after line ``after``, in order, of one outcome or of all."""
    shown = (column for column in task_results.c if column.name != "original")
    query: Select[Any] = select(*shown).where(task_results.c.task == task, task_results.c.line > after)
    if outcome is not None:
        query = query.where(task_results.c.outcome == outcome.value)
    return [
        LineResult(row.line, Outcome(row.outcome), row.id, row.uri, row.message, row.position)
        for row in connection.execute(query.order_by(task_results.c.line).limit(limit))
    ]


def read_refused(connection: Connection, task: str, line: int) -> bytes | None:
    """What is kept of a line that was refused."""
    query = select(task_results.c.original).where(task_results.c.task == task, task_results.c.line == line)
    return connection.scalar(query)


def storable(message: str) -> str:
    """The message within bounds; it may quote what could not be stored."""
    return message[:MESSAGE_LENGTH].encode("utf-8", "replace").decode().replace("\0", "�")


def _changing(task: Task) -> dict[str, Any]:
    return {
        "status": task.status.value,
        "done": task.done,
        "total": task.total,
        "counts": orjson.dumps(task.counts).decode(),
        "created": to_microseconds(task.created),
        "started": to_microseconds(task.started),
        "finished": to_microseconds(task.finished),
        "error": None if task.error is None else storable(task.error),
        "payload": orjson.dumps(task.payload).decode(),
    }


def _task(row: Row[Any]) -> Task:
    return Task(
        id=row.id,
        kind=row.kind,
        status=TaskStatus(row.status),
        done=row.done,
        total=row.total,
        counts=orjson.loads(row.counts),
        created=from_microseconds(row.created),
        started=None if row.started is None else from_microseconds(row.started),
        finished=None if row.finished is None else from_microseconds(row.finished),
        error=row.error,
        payload=orjson.loads(row.payload),
    )
