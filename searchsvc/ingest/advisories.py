"""Advisories obeyed: a kill or a request to withhold is acted on where its copy names the story, by uri or
id, and both are of the same agency; where the story is not here yet, when it comes. Anything else is told to
whoever sent it, and nothing is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from searchsvc.article import Article, PubStatus, article_id
from searchsvc.ingest.edits import compose
from searchsvc.ingest.stories import body_of
from searchsvc.store import Entry, State, Stored, Transaction, Waiting
from searchsvc.wire.advisories import Advisory, read_advisory

STATUS = {"kill": PubStatus.CANCELED, "withhold": PubStatus.WITHHELD}
WHAT = {"kill": "a kill", "withhold": "a request to withhold"}
DONE = {"kill": "killed", "withhold": "withheld"}
_ID = re.compile(r"[a-z2-7]{26}")


def heed(transaction: Transaction, article: Article, at: datetime) -> tuple[str, ...]:
    """Do what ``article``, which is about to be written, asks of editors; a sentence for each story that it
    names, or the one that it names none. Nothing for an article that is no advisory."""
    if article.pubstatus is not PubStatus.USABLE:
        return ()  # says of itself what is to be done with it
    advisory = read_advisory(article.headline, article.slugline, article.ednote, body_of(article))
    if advisory is None:
        return ()
    names = [name for name in advisory.names if name not in (article.uri, article.id)]
    if not names:
        return (f"it reads as {WHAT[advisory.kind]}, but names no story by uri or id; nothing was done",)
    return tuple(_act(transaction, article, advisory, name, at) for name in names)


def heed_earlier(
    transaction: Transaction, entry: Entry | None, article: Article, waiting: Sequence[Waiting], at: datetime
) -> tuple[str, ...]:
    """Do to ``article``, which has just been written over ``entry``, what advisories asked that were here
    before any version of it; a sentence where something was done."""
    if (entry is not None and entry.state is not State.DELETED) or article.pubstatus is not PubStatus.USABLE:
        return ()
    asked = [each for each in waiting if each.source == article.source]
    for kind, status in STATUS.items():
        if by := next((each.article for each in asked if each.kind == kind), None):
            _change(transaction, transaction.stored(article.id), status, at)
            return (f"it was {DONE[kind]}, as {by} asked before it came",)
    return ()


def _act(transaction: Transaction, article: Article, advisory: Advisory, name: str, at: datetime) -> str:
    """Do it to the one story that is called ``name``, and say what was done, or why not."""
    entry = transaction.entry(article_id(name)) or transaction.entry(name)
    if entry is None or entry.state is State.DELETED:
        told = f"it reads as {WHAT[advisory.kind]} of {name}, which is not here"
        if article.source is None:
            return f"{told}, and is of no known agency; nothing was done"
        id_ = name if _ID.fullmatch(name) else article_id(name)
        transaction.keep_waiting(Waiting(id_, article.uri, advisory.kind, article.source))
        return f"{told}; when it comes it is {DONE[advisory.kind]}"
    if entry.state is State.KILLED:
        return f"it reads as {WHAT[advisory.kind]} of {entry.uri}, which is killed already"
    stored = transaction.stored(entry.id)
    target = stored.article
    if article.source is None or article.source != target.source:
        agencies = f"is of {article.source or 'no known agency'} and not of {target.source or 'a known one'}"
        return f"it reads as {WHAT[advisory.kind]} of {entry.uri}, but {agencies}; nothing was done"
    _change(transaction, stored, STATUS[advisory.kind], at)
    return f"{entry.uri} was {DONE[advisory.kind]}, as it asks"


def _change(transaction: Transaction, stored: Stored, status: PubStatus, at: datetime) -> None:
    entry = transaction.entry(stored.id)
    if entry is not None:
        edits = compose(stored.edits, {"pubstatus": status.value})
        transaction.edit(entry, edits, replace(stored.article, pubstatus=status), at)
