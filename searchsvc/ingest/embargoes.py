"""Embargoes obeyed that the copy or a note states, where neither format nor sender nor edit gave one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from searchsvc.article import Article, PubStatus
from searchsvc.wire.embargo import Embargo, read_embargo

HELD = (
    "it states an embargo and nothing by which its end can be told, so it is withheld; a PATCH with"
    " pubstatus usable, or with embargoed, publishes it"
)
NOTHING_DONE = "it may state an embargo, but names neither day nor time; nothing was done"


def obey_embargoes(
    article: Article, fields: Mapping[str, Any], edits: Mapping[str, Any] | None, stated: tuple[Embargo, ...]
) -> tuple[Article, tuple[str, ...]]:
    """``article`` as it may be shown under the embargoes that its copy (``stated``) and its note state, the
    one that lifts last, and what whoever sent it should know of that."""
    if "embargoed" in fields or "embargoed" in (edits or {}):
        return article, ()
    noted = read_embargo(article.ednote or "")
    embargoes = (*stated, noted) if noted else stated
    if not embargoes:
        return article, ()
    released = "pubstatus" in (edits or {}) or article.pubstatus is not PubStatus.USABLE
    liftings = []
    told: dict[str, None] = {}
    for embargo in embargoes:
        lifting = embargo.lifting(
            article.versioncreated, to_the_day=article.versioncreated_from == "dateline"
        )
        if lifting.until is not None:
            liftings.append(lifting)
        elif not (embargo.holds or embargo.terms.dated):
            told[NOTHING_DONE] = None
        elif not released:
            article = replace(article, pubstatus=PubStatus.WITHHELD)
            told[HELD] = None
    instants = {lifting.until for lifting in liftings if lifting.until is not None}
    until = max(instants, default=None)
    if until is not None and (len(instants) > 1 or not all(lifting.sure for lifting in liftings)):
        told[_doubt(until)] = None
    return replace(article, embargoed=until), tuple(told)


def _doubt(until: datetime) -> str:
    instant = until.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f"it states an embargo that can be read in several ways; it holds until the last of them, {instant}"
    )
