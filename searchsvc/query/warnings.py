"""What a person should know about how the query was understood."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class QueryWarning:
    """``message`` is a sentence for people about ``start:end`` (code points) of the query."""

    message: str
    start: int
    end: int
