"""Who said what."""

from __future__ import annotations

from searchsvc.article import Quote


def find_quotes(body: str, *, language: str | None, start: int = 0) -> tuple[Quote, ...]:
    """The quotes of ``body`` in order."""
    return ()
