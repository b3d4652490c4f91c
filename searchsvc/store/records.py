"""What the store hands out: articles as kept, their versions and originals, tasks and line results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from searchsvc.article import Article, ArticleJson

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class State(StrEnum):
    """LIVE: kept (shown or withheld); KILLED: withdrawn by its agency; DELETED: taken out by a client."""

    LIVE = "live"
    KILLED = "killed"
    DELETED = "deleted"


class Outcome(StrEnum):
    """What became of one article that was sent. DELETED is a kill that was obeyed."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SUPERSEDED = "superseded"
    DELETED = "deleted"
    REFUSED = "refused"


@dataclass(frozen=True)
class Stored:
    """An article as it stands: with its edits applied, and the sequence number of its last change."""

    article: Article
    seq: int
    state: State
    edits: Mapping[str, Any]
    stored_at: datetime

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article.id


@dataclass(frozen=True)
class Kept:
    """An article as it stands, not decoded, with what says when it may be shown."""

    content: ArticleJson
    seq: int
    state: State
    usable: bool
    embargoed: datetime | None
    expires: datetime | None

    @property
    def id(self) -> str:
        """The article's id."""
        return self.content.id

    def is_shown(self, now: datetime) -> bool:
        """Whether it is live, and readers may see it at ``now``: as ``Article.is_shown`` says."""
        return (
            self.state is State.LIVE
            and self.usable
            and (self.embargoed is None or self.embargoed <= now)
            and (self.expires is None or now < self.expires)
        )


@dataclass(frozen=True)
class Entry:
    """What deciding about a new version needs to know of an article, without its text."""

    id: str
    uri: str
    seq: int
    state: State
    number: int
    """The current version's place in the order of arrival."""
    version: str
    versioncreated: datetime
    hash: str
    story: str | None = None


@dataclass(frozen=True)
class StorySignature:
    """What one text of a story is recognised by. ``places`` is what ``analysis.fingerprint`` made of it;
    ``dated`` is None where nothing says of when the text is."""

    number: int
    story: str
    dated: datetime | None
    places: bytes


@dataclass(frozen=True)
class Received:
    """One article as it came in: what is kept of the input beside the parse.

    ``sent`` holds the fields sent beside the copy, as JSON-ready data; ``hash`` is the hex sha-256 of
    what was sent, which tells a re-sent version from a new one; ``at`` is when it was taken in.
    """

    original: bytes
    media_type: str
    sent: Mapping[str, Any]
    hash: str
    at: datetime


@dataclass(frozen=True)
class Waiting:
    """An advisory that names a story which is not here yet: ``target`` is the story's id, ``article`` the
    advisory's uri, ``kind`` what is asked, ``source`` whose advisory it is."""

    target: str
    article: str
    kind: str
    source: str


@dataclass(frozen=True)
class VersionRecord:
    """A row of an article's history. ``status`` is ``current`` or ``superseded``; ``size`` in bytes."""

    version: str
    status: str
    versioncreated: datetime
    received_at: datetime
    hash: str
    media_type: str
    size: int
    parser: str | None
    edited: bool


@dataclass(frozen=True)
class Original:
    """The input of one version, byte for byte, and the fields sent beside the copy."""

    data: bytes
    media_type: str
    sent: Mapping[str, Any]
    version: str
    received_at: datetime


@dataclass(frozen=True)
class Source:
    """The current version of a live article with all that reading it anew needs."""

    entry: Entry
    parsed: Article
    edits: Mapping[str, Any]
    original: Original


class TaskStatus(StrEnum):
    """Where a task stands."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True)
class Task:
    """Long work that outlives the request and the process that began it.

    ``done`` and ``total`` count lines or articles; ``counts`` has a count by outcome; ``payload`` is
    what the work needs to go on where it stopped. A bulk task whose lines were all read has succeeded,
    whatever their outcomes; it fails only where the rest could not be read.
    """

    id: str
    kind: str
    status: TaskStatus
    done: int
    total: int | None
    counts: Mapping[str, int]
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None
    error: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LineResult:
    """The outcome of one line of a bulk, or one file of a folder. ``line`` counts from 1.

    ``message`` says why it was refused or superseded, or what was made of an advisory; ``position`` is an
    offset into the line or the named value where there is one; ``original`` is a refused line itself, kept
    but not read with others.
    """

    line: int | None
    outcome: Outcome
    id: str | None = None
    uri: str | None = None
    message: str | None = None
    position: int | None = None
    warnings: tuple[str, ...] = ()
    advisory: bool = False
    original: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Quarantined:
    """What was refused of a file. ``place`` is the file as it was named, ``line`` counts from 1 in lines of
    JSON, ``position`` is an offset where there is one; ``size`` is in bytes."""

    number: int
    place: str
    line: int | None
    position: int | None
    reason: str
    size: int
    tries: int
    refused_at: datetime


@dataclass(frozen=True)
class Drop:
    """A file of a drop folder that was taken in. ``path`` is absolute, ``size`` in bytes, ``changed`` in
    nanoseconds since 1970, ``hash`` the hex sha-256 of its bytes."""

    path: str
    size: int
    changed: int
    hash: str
    taken_at: datetime


@dataclass(frozen=True)
class Link:
    """The article ``article`` ``corrects`` or ``updates`` the article ``target``, as its format or its
    copy says; ids. The target need not be here yet."""

    article: str
    relation: str
    target: str


def to_microseconds(instant: datetime | None) -> int | None:
    """An instant as whole microseconds since 1970, which every database sorts alike."""
    return None if instant is None else (instant - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """The inverse of ``to_microseconds``."""
    return _EPOCH + timedelta(microseconds=value)
