"""Reading and writing which article corrects or updates which, inside a transaction of the caller's."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, or_, select

from searchsvc.store.records import Link, State
from searchsvc.store.schema import articles, links

MOST_OF_A_STORY = 50


def read_ids(connection: Connection, story: str) -> list[str]:
    """The live articles of ``story``, those that changed last first, up to a bound."""
    query = select(articles.c.id).where(articles.c.story == story, articles.c.state == State.LIVE.value)
    return list(connection.scalars(query.order_by(articles.c.seq.desc()).limit(MOST_OF_A_STORY)))


def keep(connection: Connection, link: Link) -> None:
    """Keep what an article replaces, in place of what was known of it."""
    connection.execute(delete(links).where(links.c.article == link.article))
    row = {"article": link.article, "relation": link.relation, "target": link.target}
    connection.execute(insert(links), row)


def read_links(connection: Connection, article: str) -> list[Link]:
    """What ``article`` replaces, and by what it is replaced."""
    query = select(links).where(or_(links.c.article == article, links.c.target == article))
    rows = connection.execute(query.order_by(links.c.article).limit(MOST_OF_A_STORY))
    return [Link(row.article, row.relation, row.target) for row in rows]
