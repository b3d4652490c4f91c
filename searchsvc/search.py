"""What is asked of a search engine and what it answers: the contract that every engine keeps.

``SearchRequest`` in, ``SearchResult`` out, ``Engine`` between. An engine holds only what may be
shown, can be rebuilt from the store at any time, and knows nothing of HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, Protocol

from searchsvc.article import Article, ArticleJson
from searchsvc.tree import Everything, Node

Target = Literal["articles", "quotes"]

WINDOW = 10_000
"""How deep paging by offset reaches; beyond it a cursor goes on."""


@dataclass(frozen=True)
class Filter:
    """Documents whose ``field`` has one of ``values``: whole values, folded on both sides; for
    ``speaker`` and ``via`` the words of a value in a row; a bare language finds its variants."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class BoundingBox:
    """Degrees; ``west`` may exceed ``east`` where the box crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Sort:
    """A key of the order: ``_score`` or a sortable field. Missing values come last either way."""

    field: str
    descending: bool = True


@dataclass(frozen=True)
class Facet:
    """Count the values of ``field`` over all matches, the ``size`` most frequent (ties by value)."""

    field: str
    size: int = 10


@dataclass(frozen=True)
class Histogram:
    """Count matches by ``interval`` of an INSTANT field, buckets starting at ``timezone`` midnight."""

    field: str
    interval: Literal["hour", "day", "week", "month", "year"]
    timezone: str = "UTC"


@dataclass(frozen=True)
class HighlightOptions:
    """Which fields to mark, how many passages of each, and about how many characters each has."""

    fields: tuple[str, ...]
    fragments: int = 3
    fragment_size: int = 160


@dataclass(frozen=True)
class SearchRequest:
    """One search. ``since <= versioncreated < until``. Either ``offset`` or ``cursor`` is used."""

    query: Node = Everything()
    target: Target = "articles"
    filters: tuple[Filter, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    bbox: BoundingBox | None = None
    min_confidence: float | None = None
    """Of quotes: how sure who spoke must be at least, 0 to 1."""
    sort: tuple[Sort, ...] = (Sort("_score"),)
    offset: int = 0
    limit: int = 10
    cursor: str | None = None
    facets: tuple[Facet, ...] = ()
    histogram: Histogram | None = None
    highlight: HighlightOptions | None = None
    collapse: bool = False
    explain: bool = False
    exact_total: bool = True
    language: str | None = None
    """Stem plain words in this language only; None: in every language of the index."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    """Embargoes and expiry are judged at this instant."""


class MarkedSpan(NamedTuple):
    """A marked stretch, in code points of the field. ``kind``: term, phrase, near, prefix, fuzzy, range."""

    start: int
    end: int
    kind: str


class Passage(NamedTuple):
    """A fragment of a field: ``text == field[start:end]``; ``spans`` lie inside it, in order."""

    start: int
    end: int
    text: str
    spans: tuple[MarkedSpan, ...]


@dataclass(frozen=True)
class Hit:
    """One answer. ``document`` is what the API shows of it, JSON-ready: for an article ``id``,
    ``uri``, ``headline``, ``source``, ``dateline``, ``versioncreated``, ``language``, ``story``;
    for a quote also ``text``, ``kind``, ``cue``, ``speaker``, ``via``, ``confidence``, ``spans``,
    ``start``, ``end``, ``before``, ``after`` (the sentences around it)."""

    id: str
    score: float | None
    document: Mapping[str, Any]
    highlights: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)
    explanation: Mapping[str, Any] | None = None
    collapsed: int | None = None
    """With ``collapse``: how many others of its story matched."""


@dataclass(frozen=True)
class Total:
    """``relation`` is ``eq``, or ``gte`` where the engine stopped counting."""

    value: int
    relation: Literal["eq", "gte"] = "eq"


@dataclass(frozen=True)
class SearchResult:
    """Hits in order, and the counts over all matches. Facet values are as shown, not folded."""

    hits: tuple[Hit, ...]
    total: Total
    next_cursor: str | None = None
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    histogram: tuple[tuple[str, int], ...] = ()
    did_you_mean: str | None = None
    warnings: tuple[str, ...] = ()
    """For people: an expansion that was cut short, and the like."""


@dataclass(frozen=True)
class Put:
    """Index this article (with its quotes) in place of any earlier state of it."""

    seq: int
    content: Article | ArticleJson

    @property
    def id(self) -> str:
        """The article's id."""
        return self.content.id

    @property
    def article(self) -> Article:
        """The article, decoded where it is not yet."""
        return self.content.read() if isinstance(self.content, ArticleJson) else self.content


@dataclass(frozen=True)
class Delete:
    """Take this article and its quotes out of the index."""

    seq: int
    id: str


@dataclass(frozen=True)
class Match:
    """The saved query ``query_id`` is answered by the article ``article_id``."""

    query_id: str
    article_id: str


class Reached(NamedTuple):
    """The store sequence that an index has reached, and what it was given to tell the change there from any
    other that the store may come to have at that number; empty for nothing."""

    position: int
    mark: str


class Engine(Protocol):
    """A search index, derived from the store. One process writes, any number read.

    ``capabilities`` names what it can do beyond searching: ``suggest``, ``similar``, ``match``,
    ``score_cursor``. Reading methods may be called from any thread.
    """

    capabilities: frozenset[str]

    def apply(self, changes: Iterable[Put | Delete], *, upto: int, mark: str = "") -> None:
        """Index the changes and move the position to ``upto``, whose mark is ``mark``, in one commit, on disk
        on return.

        Idempotent. Raises IndexDamagedError where the index must be rebuilt."""

    def position(self) -> int:
        """The store sequence that the committed index has reached; 0 for none."""

    def reached(self) -> Reached:
        """The position and its mark, of one commit."""

    def refresh(self, at_least: int, timeout: float = 30.0) -> None:
        """Return when searches here see position ``at_least``. Raises UnavailableError."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer. Raises InputError (field, cursor), GoneError (cursor), UnavailableError."""

    def suggest(self, prefix: str, size: int) -> list[str]:
        """Completions of the last word of ``prefix``, the most frequent first."""

    def match(self, articles: Iterable[Article], queries: Mapping[str, Node]) -> Iterable[Match]:
        """Which of the saved queries do these articles answer."""

    def rebuild(self, articles: Iterable[Put], *, upto: int, mark: str = "") -> None:
        """Build anew aside, replay what ``apply`` got meanwhile, swap. Searches never stop."""

    def count(self) -> Mapping[str, int]:
        """Live documents by target: ``{"articles": n, "quotes": m}``."""

    def close(self) -> None:
        """Let go of files and locks; the engine is not used afterwards."""
