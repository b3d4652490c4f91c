"""Advisories obeyed: a kill or a request to withhold is acted on where its copy names the story, by uri or
id, and both are of the same agency. Anything else is told to whoever sent it, and nothing is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from searchsvc.article import Article, PubStatus, article_id
from searchsvc.ingest.edits import compose
from searchsvc.ingest.stories import body_of
from searchsvc.store import Entry, State, Transaction
from searchsvc.wire.advisories import Advisory, read_advisory

STATUS = {"kill": PubStatus.CANCELED, "withhold": PubStatus.WITHHELD}
WHAT = {"kill": "a kill", "withhold": "a request to withhold"}
DONE = {"kill": "killed", "withhold": "withheld"}


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


def _act(transaction: Transaction, article: Article, advisory: Advisory, name: str, at: datetime) -> str:
    """Do it to the one story that is called ``name``, and say what was done, or why not."""
    entry = transaction.entry(article_id(name)) or transaction.entry(name)
    if entry is None or entry.state is State.DELETED:
        return f"it reads as {WHAT[advisory.kind]} of {name}, which is not here; nothing was done"
    if entry.state is State.KILLED:
        return f"it reads as {WHAT[advisory.kind]} of {entry.uri}, which is killed already"
    target = transaction.stored(entry.id).article
    if article.source is None or article.source != target.source:
        agencies = f"is of {article.source or 'no known agency'} and not of {target.source or 'a known one'}"
        return f"it reads as {WHAT[advisory.kind]} of {entry.uri}, but {agencies}; nothing was done"
    _change(transaction, entry, STATUS[advisory.kind], at)
    return f"{entry.uri} was {DONE[advisory.kind]}, as it asks"


def _change(transaction: Transaction, entry: Entry, status: PubStatus, at: datetime) -> None:
    stored = transaction.stored(entry.id)
    edits = compose(stored.edits, {"pubstatus": status.value})
    transaction.edit(entry, edits, replace(stored.article, pubstatus=status), at)
