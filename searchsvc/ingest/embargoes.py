"""Embargoes obeyed: one that the copy or a note states, where neither format nor sender nor edit gave one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from searchsvc import wire
from searchsvc.article import Article
from searchsvc.wire.embargo import read_embargo, warnings_of


def embargo_of(
    article: Article, fields: Mapping[str, Any], edits: Mapping[str, Any] | None, reading: wire.Reading
) -> tuple[datetime | None, tuple[str, ...]]:
    """The instant until which ``article`` may not be shown, and what whoever sent it should know of that. Of
    a copy and a note that both state one, the later counts."""
    if "embargoed" in fields or "embargoed" in (edits or {}):
        return article.embargoed, ()
    noted = read_embargo(article.ednote or "")
    told = tuple(warning for warning in warnings_of(noted) if warning not in reading.warnings)
    instants = [each for each in (reading.embargoed, noted.until if noted else None) if each is not None]
    return max(instants, default=None), told
