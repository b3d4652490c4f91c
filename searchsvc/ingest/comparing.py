"""What a change of the parser changes in an article: stored, and as read now -> what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from searchsvc.article import Article, to_dict

INSIDE = ("dateline", "speaker")
"""Fields whose members are compared one by one."""
OF_THE_STORE = ("parser", "story")
"""What says nothing of how the copy was read."""
AROUND = 30
"""Characters shown on each side of where a text differs."""


@dataclass(frozen=True)
class Change:
    """A field (``dateline.city``, ``quotes.2.speaker.name``) that is ``stored`` as one thing and ``read`` as
    another, both JSON-ready. Of texts both are only the part that differs, with a few characters around."""

    field: str
    stored: Any
    read: Any


@dataclass(frozen=True)
class Compared:
    """An article of the store and what would change in it; ``changes`` is None where its original cannot be
    read."""

    id: str
    uri: str
    changes: tuple[Change, ...] | None


def compare_articles(stored: Article, read: Article) -> tuple[Change, ...]:
    """The fields that differ, in their order; ``quotes`` are counted as they stand in ``stored``."""
    before, after = to_dict(stored), to_dict(read)
    return tuple(
        change
        for name in before
        if name not in OF_THE_STORE
        for change in (
            _quotes(before[name], after[name])
            if name == "quotes"
            else _differences(name, name, before[name], after[name])
        )
    )


def _differences(path: str, name: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if name in INSIDE and before is not None and after is not None:
        for member in before:
            yield from _differences(f"{path}.{member}", member, before[member], after[member])
    elif name == "body_text":
        yield Change(path, *_parts(before, after))
    else:
        yield Change(path, before, after)


def _quotes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Change]:
    """Quotes of the same words are one: what is known of it may differ. Others are gone, or new."""
    waiting: dict[str, list[dict[str, Any]]] = {}
    for quote in after:
        waiting.setdefault(quote["text"], []).append(quote)
    for number, quote in enumerate(before):
        same = waiting.get(quote["text"])
        if same:
            for member, value in quote.items():
                if member not in ("spans", "start", "end"):  # they move with the body
                    yield from _differences(f"quotes.{number}.{member}", member, value, same[0][member])
            same.pop(0)
        else:
            yield Change(f"quotes.{number}", quote, None)
    for quotes in waiting.values():
        yield from (Change("quotes", None, quote) for quote in quotes)


def _parts(before: str, after: str) -> tuple[str, str]:
    """Both texts without the beginning and the end that they share."""
    shortest = min(len(before), len(after))
    same = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    rest = shortest - same
    behind = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    first = max(0, same - AROUND)
    kept = max(0, behind - AROUND)
    return before[first : len(before) - kept], after[first : len(after) - kept]
