"""The syntax tree of a query: small, frozen, the same for every engine.

Leaves hold analysed terms (see ``searchsvc.analysis``). ``field`` None means the target's
default fields (headline and body, or a quote's text); a document matches a leaf when any of
those fields does, and the fields' scores are summed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Node:
    """Anything that a tree is made of."""


@dataclass(frozen=True)
class Everything(Node):
    """Matches all, scores 1."""


@dataclass(frozen=True)
class Nothing(Node):
    """Matches none."""


@dataclass(frozen=True)
class Word(Node):
    """One plain word. ``word`` is as typed in NFC lower case (what stemmers want), ``term`` its
    folded form. On a STEMMED field it stands for the set of its stems, elsewhere for ``term``."""

    word: str
    term: str
    field: str | None = None


@dataclass(frozen=True)
class Phrase(Node):
    """Folded surface ``terms`` in a row. With ``slop`` n they may lie n positions further apart
    in all, in this order: ``"a b"~1`` finds "a x b"."""

    terms: tuple[str, ...]
    slop: int = 0
    field: str | None = None


@dataclass(frozen=True)
class Prefix(Node):
    """Folded surface terms that start with ``prefix``."""

    prefix: str
    field: str | None = None


@dataclass(frozen=True)
class Wildcard(Node):
    """Folded surface terms that match ``pattern``, where ``*`` is any run and ``?`` one character."""

    pattern: str
    field: str | None = None


@dataclass(frozen=True)
class Fuzzy(Node):
    """Folded surface terms within ``distance`` (1 or 2) edits of ``term``, same first character."""

    term: str
    distance: int = 1
    field: str | None = None


@dataclass(frozen=True)
class Exact(Node):
    """An EXACT field (or a CONCEPT's whole name or code) equal to the folded ``value``."""

    field: str
    value: str


@dataclass(frozen=True)
class Range(Node):
    """``low <= value < high`` for instants; for numbers and exact values both ends are included
    unless ``open_low``/``open_high``. None is unbounded. The values of an INSTANT field are
    aware datetimes, of a NUMBER field ints, of an EXACT field folded strings."""

    field: str
    low: datetime | int | str | None = None
    high: datetime | int | str | None = None
    open_low: bool = False
    open_high: bool = False


@dataclass(frozen=True)
class And(Node):
    """All of the children; scores are summed."""

    children: tuple[Node, ...]


@dataclass(frozen=True)
class Or(Node):
    """Any of the children; scores of those that match are summed."""

    children: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    """All documents but the child's; scores 0."""

    child: Node


@dataclass(frozen=True)
class AndMaybe(Node):
    """``required``, and ``optional`` adds to the score where it matches."""

    required: Node
    optional: Node


@dataclass(frozen=True)
class Boost(Node):
    """``child`` with its score multiplied by ``factor``."""

    child: Node
    factor: float
