"""Reading what an article was: its versions, and what each was made of, inside the caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, func, select

from searchsvc.article import Article, PubStatus
from searchsvc.store.articles import IS_CURRENT, original_of, read_article
from searchsvc.store.records import Original, VersionRecord, from_microseconds
from searchsvc.store.schema import articles, values, versions

DELETED_UP_TO = "deleted:"
"""Before an article's id: the key under which the number of its last version stands that was deleted."""


def read_versions(connection: Connection, id: str) -> list[VersionRecord]:  # noqa: A002
    """The history of the article ``id`` in order of arrival."""
    query = (
        select(
            versions.c.version,
            versions.c.versioncreated,
            versions.c.received_at,
            versions.c.hash,
            versions.c.media_type,
            versions.c.parser,
            versions.c.edits,
            func.length(versions.c.original).label("size"),
            (versions.c.number == articles.c.number).label("current"),
        )
        .join(articles, versions.c.article == articles.c.id)
        .where(versions.c.article == id)
        .order_by(versions.c.number)
    )
    return [
        VersionRecord(
            version=row.version,
            status="current" if row.current else "superseded",
            versioncreated=from_microseconds(row.versioncreated),
            received_at=from_microseconds(row.received_at),
            hash=row.hash,
            media_type=row.media_type,
            size=row.size,
            parser=row.parser,
            edited=row.edits is not None,
        )
        for row in connection.execute(query)
    ]


def read_history(connection: Connection, id: str) -> list[Article]:  # noqa: A002
    """The versions of the article ``id`` as readers saw them, edits included, in order of arrival; those that
    somebody deleted as withheld, though the article came again."""
    deleted = connection.scalar(select(values.c.value).where(values.c.key == DELETED_UP_TO + id))
    query = (
        select(versions.c.number, versions.c.parsed, versions.c.edited)
        .where(versions.c.article == id)
        .order_by(versions.c.number)
    )
    found = []
    for row in connection.execute(query):
        article = read_article(row.edited or row.parsed, None)
        gone = row.number <= int(deleted or 0)
        found.append(replace(article, pubstatus=PubStatus.WITHHELD) if gone else article)
    return found


def read_original(connection: Connection, id: str, version: str | None) -> Original | None:  # noqa: A002
    """The input of ``version`` (its last arrival), or of the current version where that is None."""
    query: Select[Any] = select(
        versions.c.original,
        versions.c.media_type,
        versions.c.sent,
        versions.c.version,
        versions.c.received_at,
    ).where(versions.c.article == id)
    if version is None:
        query = query.join(articles, IS_CURRENT)
    else:
        query = query.where(versions.c.version == version).order_by(versions.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else original_of(row)
