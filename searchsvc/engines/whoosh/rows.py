"""What one document of an index is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Placed(NamedTuple):
    """Terms that do not stand at 0, 1, 2, ...: each with its position, ascending for the same term."""

    terms: Sequence[str]
    positions: Sequence[int]


class Text(NamedTuple):
    """A text cut into chunks (``analysis.chunks``) in its language: its terms are those of its field, its
    stems those of the field ``..._stem``."""

    chunks: Sequence[str]
    language: str | None


@dataclass
class Row:
    """A document: ``terms`` by field in the order of the text, ``columns`` and number fields by name, whole
    ``texts`` by field, and what is kept to be shown (our own bytes, or Whoosh's stored fields by name). Names
    that the schema does not have are left aside."""

    terms: dict[str, Sequence[str] | Placed] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    stored: bytes | Mapping[str, Any] = b"{}"
    texts: dict[str, Text] = field(default_factory=dict)
