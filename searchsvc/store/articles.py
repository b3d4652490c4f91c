"""Reading and writing articles and their versions, each function inside a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from searchsvc.article import Article, ArticleJson, PubStatus, to_json
from searchsvc.errors import InputError
from searchsvc.store.inserting import insert_rows
from searchsvc.store.records import (
    Entry,
    Kept,
    Original,
    Received,
    Source,
    State,
    Stored,
    from_microseconds,
    to_microseconds,
)
from searchsvc.store.schema import articles, counters, versions

PAGE_BYTES = 16_000_000
"""A page ends where its articles reach this, whatever their number: it bounds the memory used."""
ROWS_AT_ONCE = 20

IS_CURRENT = and_(versions.c.article == articles.c.id, versions.c.number == articles.c.number)
_STORED: Select[Any] = select(
    articles.c.seq,
    articles.c.state,
    articles.c.stored_at,
    articles.c.story,
    versions.c.parsed,
    versions.c.edits,
    versions.c.edited,
).join(versions, IS_CURRENT)
_KEPT: Select[Any] = select(
    articles.c.id,
    articles.c.seq,
    articles.c.state,
    articles.c.embargoed,
    articles.c.expires,
    articles.c.story,
    versions.c.parsed,
    versions.c.edited,
).join(versions, IS_CURRENT)
_ENTRY: Select[Any] = select(
    articles.c.id,
    articles.c.uri,
    articles.c.seq,
    articles.c.state,
    articles.c.number,
    articles.c.story,
    versions.c.version,
    versions.c.versioncreated,
    versions.c.hash,
).join(versions, IS_CURRENT)
# Written once: building and compiling them anew costs more than running them.
_ENTRY_OF_ID = _ENTRY.where(articles.c.id == bindparam("of"))
_HEAD = select(counters.c.value).where(counters.c.name == "seq")


def dump(value: Any) -> str:
    """JSON text to keep. Raises InputError for what no database can hold."""
    try:
        return orjson.dumps(value).decode()
    except TypeError as error:
        raise InputError(f"a value in it cannot be stored: {error}") from error


def dump_article(article: Article) -> str:
    """JSON text of an article to keep. Raises InputError for what no database can hold."""
    try:
        return to_json(article).decode()
    except TypeError as error:
        raise InputError(f"a value in it cannot be stored: {error}") from error


def read_head(connection: Connection, *, lock: bool = False) -> int:
    """The sequence number of the last change; with ``lock``, no other writer gets it before we end."""
    value: int = connection.scalars(_HEAD.with_for_update() if lock else _HEAD).one()
    return value


def write_head(connection: Connection, value: int) -> None:
    """Keep the sequence number of the last change."""
    connection.execute(update(counters).where(counters.c.name == "seq"), {"value": value})


def read_one(connection: Connection, condition: ColumnElement[bool]) -> Stored | None:
    """The article for which ``condition`` holds."""
    row = connection.execute(_STORED.where(condition)).one_or_none()
    return None if row is None else _stored(row)


def read_changes(connection: Connection, after: int, until: int | None, limit: int) -> list[Stored]:
    """The latest state of each article changed after ``after`` (and up to ``until``), by ``seq``."""
    return [_stored(row) for row in _page(connection, _changed(_STORED, after, until, limit))]


def read_kept(connection: Connection, after: int, until: int | None, limit: int) -> list[Kept]:
    """What ``read_changes`` reads, not decoded."""
    return [_kept(row) for row in _page(connection, _changed(_KEPT, after, until, limit))]


def _changed(query: Select[Any], after: int, until: int | None, limit: int) -> Select[Any]:
    query = query.where(articles.c.seq > after).order_by(articles.c.seq).limit(limit)
    return query if until is None else query.where(articles.c.seq <= until)


def read_due(
    connection: Connection, after: datetime, until: datetime, after_seq: int, limit: int
) -> list[Kept]:
    """Live articles whose embargo lifted or that expired after ``after`` and up to ``until``, by ``seq``
    from the one after ``after_seq``."""
    between = or_(
        *(
            and_(column > to_microseconds(after), column <= to_microseconds(until))
            for column in (articles.c.embargoed, articles.c.expires)
        )
    )
    query = _KEPT.where(articles.c.state == State.LIVE.value, articles.c.seq > after_seq, between)
    return [_kept(row) for row in _page(connection, query.order_by(articles.c.seq).limit(limit))]


def next_due(connection: Connection, after: datetime) -> datetime | None:
    """The first instant after ``after`` at which an embargo lifts or an article expires."""
    # One query a column, so that each is the first step into its index.
    times = [
        connection.scalar(select(func.min(column)).where(column > to_microseconds(after)))
        for column in (articles.c.embargoed, articles.c.expires)
    ]
    return min((from_microseconds(time) for time in times if time is not None), default=None)


def read_entry(connection: Connection, id: str) -> Entry | None:  # noqa: A002 - the domain's word
    """What is known of the article ``id``, without its text."""
    row = connection.execute(_ENTRY_OF_ID, {"of": id}).one_or_none()
    return None if row is None else _entry(row)


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        uri=row.uri,
        seq=row.seq,
        state=State(row.state),
        number=row.number,
        version=row.version,
        versioncreated=from_microseconds(row.versioncreated),
        hash=row.hash,
        story=row.story,
    )


def read_entries(connection: Connection, ids: Sequence[str]) -> dict[str, Entry]:
    """What is known of those articles that are there, by id."""
    return {row.id: _entry(row) for row in connection.execute(_ENTRY.where(articles.c.id.in_(ids)))}


def read_hashes(connection: Connection, ids: Sequence[str]) -> set[tuple[str, str]]:
    """The id and hash of every version of those articles."""
    query = select(versions.c.article, versions.c.hash).where(versions.c.article.in_(ids))
    return {(row.article, row.hash) for row in connection.execute(query)}


def has_hash(connection: Connection, id: str, hash: str) -> bool:  # noqa: A002
    """Whether any version of the article ``id`` was made of what hashes to ``hash``."""
    query = select(versions.c.number).where(versions.c.article == id, versions.c.hash == hash).limit(1)
    return connection.scalar(query) is not None


def original_of(row: Row[Any]) -> Original:
    """The input in a row."""
    return Original(
        data=row.original,
        media_type=row.media_type,
        sent=orjson.loads(row.sent),
        version=row.version,
        received_at=from_microseconds(row.received_at),
    )


def read_sources(connection: Connection, after: str, limit: int, not_by: str | None) -> list[Source]:
    """Live articles in the order of their ids, from the one after ``after``; with ``not_by`` only
    those that another version of the parser has read."""
    query = (
        _ENTRY.add_columns(
            versions.c.parsed,
            versions.c.edits,
            versions.c.sent,
            versions.c.media_type,
            versions.c.received_at,
            versions.c.original,
        )
        .where(articles.c.id > after, articles.c.state == State.LIVE.value)
        .order_by(articles.c.id)
        .limit(limit)
    )
    if not_by is not None:
        query = query.where(func.coalesce(versions.c.parser, "") != not_by)
    return [
        Source(
            entry=_entry(row),
            parsed=read_article(row.parsed, row.story),
            edits=orjson.loads(row.edits) if row.edits else {},
            original=original_of(row),
        )
        for row in _page(connection, query)
    ]


def count(connection: Connection) -> int:
    """How many live articles there are, withheld ones included."""
    return (
        connection.scalar(
            select(func.count()).select_from(articles).where(articles.c.state == State.LIVE.value)
        )
        or 0
    )


def insert_versions(connection: Connection, added: Sequence[Mapping[str, Any]]) -> None:
    """Keep versions, rows that ``version_row`` made. Their articles' rows must be there."""
    _insert(connection, versions, added)


def insert_articles(connection: Connection, added: Sequence[Mapping[str, Any]]) -> None:
    """Begin articles, rows that ``article_row`` made, with their version number 1."""
    _insert(connection, articles, added)


def _insert(connection: Connection, table: Table, added: Sequence[Mapping[str, Any]]) -> None:
    insert_rows(connection, table, tuple(added[0]), [tuple(row.values()) for row in added])


def version_row(
    id: str,  # noqa: A002
    number: int,
    article: Article,
    received: Received,
) -> dict[str, Any]:
    """One more version, as it is kept. Raises InputError for what no database can hold."""
    return {
        "article": id,
        "number": number,
        "version": article.version,
        "versioncreated": to_microseconds(article.versioncreated),
        "hash": received.hash,
        "received_at": to_microseconds(received.at),
        "parser": article.parser,
        "media_type": received.media_type,
        "parsed": dump_article(article),
        "sent": dump(received.sent),
        "original": received.original,
    }


def article_row(
    id: str,  # noqa: A002
    article: Article,
    state: State,
    seq: int,
    at: datetime,
) -> dict[str, Any]:
    """A new article, as it is kept."""
    return {
        "id": id,
        "uri": article.uri,
        "seq": seq,
        "state": state.value,
        "number": 1,
        "embargoed": to_microseconds(article.embargoed),
        "expires": to_microseconds(article.expires),
        "stored_at": to_microseconds(at),
        "story": article.story,
    }


def update_article(
    connection: Connection,
    article: Article,
    state: State,
    seq: int,
    at: datetime,
    *,
    number: int | None = None,
) -> None:
    """Move an article to its next state, and to version ``number`` where one is given."""
    changes: dict[str, Any] = {
        "seq": seq,
        "state": state.value,
        "embargoed": to_microseconds(article.embargoed),
        "expires": to_microseconds(article.expires),
        "stored_at": to_microseconds(at),
    }
    if number is not None:
        changes["number"] = number
    if article.story is not None:
        changes["story"] = article.story  # an article never leaves a story
    connection.execute(update(articles).where(articles.c.id == article.id), changes)


def last_number(connection: Connection, id: str) -> int:  # noqa: A002
    """The number of the version that arrived last."""
    return connection.scalar(select(func.max(versions.c.number)).where(versions.c.article == id)) or 0


def update_version(
    connection: Connection,
    entry: Entry,
    parsed: Article | None,
    edits: Mapping[str, Any],
    edited: Article | None,
) -> None:
    """Lay ``edits`` over the current version, whose result is ``edited``; with ``parsed``, put a new
    parse of its original in place of the old one."""
    shown = edited or parsed
    changes: dict[str, Any] = {
        "edits": dump(edits) if edits else None,
        "edited": None if edited is None else dump_article(edited),
    }
    if parsed is not None:
        changes |= {"parsed": dump_article(parsed), "parser": parsed.parser}
    if shown is not None:
        changes |= {
            "version": shown.version,
            "versioncreated": to_microseconds(shown.versioncreated),
        }
    is_it = and_(versions.c.article == entry.id, versions.c.number == entry.number)
    connection.execute(update(versions).where(is_it), changes)


def _page(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    """The rows of ``query`` until they are ``PAGE_BYTES`` of articles, and at least one."""
    size = 0
    with connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query) as result:
        for row in result:
            yield row
            size += len(row.parsed)
            if size > PAGE_BYTES:
                return


def state_of(article: Article) -> State:
    """What an article that comes in, or is edited, is in the store."""
    return State.KILLED if article.pubstatus is PubStatus.CANCELED else State.LIVE


def read_article(data: str, story: str | None) -> Article:
    """The article in ``data``, with its story, which is no fact of the text but of the store."""
    return ArticleJson("", data, story).read()


_USABLE = '"pubstatus":"usable"'
"""Stands in the JSON of an article that is usable. No text in it can have it: there quotes are escaped."""


def _kept(row: Row[Any]) -> Kept:
    data = row.edited or row.parsed
    return Kept(
        content=ArticleJson(row.id, data, row.story),
        seq=row.seq,
        state=State(row.state),
        usable=_USABLE in data or read_article(data, None).pubstatus is PubStatus.USABLE,
        embargoed=None if row.embargoed is None else from_microseconds(row.embargoed),
        expires=None if row.expires is None else from_microseconds(row.expires),
    )


def _stored(row: Row[Any]) -> Stored:
    return Stored(
        article=read_article(row.edited or row.parsed, row.story),
        seq=row.seq,
        state=State(row.state),
        edits=orjson.loads(row.edits) if row.edits else {},
        stored_at=from_microseconds(row.stored_at),
    )
