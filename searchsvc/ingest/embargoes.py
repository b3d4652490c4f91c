"""Embargoes obeyed: one that the copy or a note states, where neither format nor sender nor edit gave one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from searchsvc.article import Article
from searchsvc.wire.embargo import Embargo, read_embargo, warnings_of


def embargo_of(
    article: Article, fields: Mapping[str, Any], edits: Mapping[str, Any] | None, stated: Embargo | None
) -> tuple[datetime | None, tuple[str, ...]]:
    """The instant until which ``article`` may not be shown, and what whoever sent it should know of that. Of
    the copy, which ``stated`` one, and the note the later counts."""
    if "embargoed" in fields or "embargoed" in (edits or {}):
        return article.embargoed, ()
    found = [each for each in (stated, read_embargo(article.ednote or "")) if each is not None]
    instants = [each.until for each in found if each.until is not None]
    told = dict.fromkeys(warning for each in found for warning in warnings_of(each))
    return max(instants, default=None), tuple(told)
