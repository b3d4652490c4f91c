"""Paraphrases: an office in other words -> what the text may have called it: "el jefe del Ejecutivo"."""

from __future__ import annotations

from functools import cache

from searchsvc.wire.knowledge import table


@cache
def _offices(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = table("paraphrases").get(language, {})
    known = {words: list(offices) for words, offices in rows.items()}
    for words, offices in rows.items():
        if not words.endswith(" de"):
            for office in offices:
                known.setdefault(office, []).append(words)  # who is called so first may get the office later
    return tuple(sorted(((words, tuple(offices)) for words, offices in known.items()), key=_longest))


def _longest(row: tuple[str, tuple[str, ...]]) -> int:
    return -len(row[0])


def offices_meant(role: str, language: str) -> tuple[str, ...]:
    """The offices that ``role`` may mean, likelier ones first; none where it is no paraphrase."""
    low = role.lower().replace("’", "'")
    for words, offices in _offices(language):
        if low == words or low.startswith(words + " "):
            rest = low[len(words) :]
            return tuple(office + rest for office in offices) if words.endswith(" de") else offices
    return ()
