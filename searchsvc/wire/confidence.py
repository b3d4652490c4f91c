"""Confidence: what is known of a quote when it is read -> the share of such quotes that are right.

The shares stand in ``tables/confidence.toml``, which ``python -m evals.calibrate`` writes: they were counted
on labelled English and German news. A quote is right where it overlaps with a labelled one by half of the
longer of the two, and has its speaker.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from searchsvc.article import QuoteKind, Speaker
from searchsvc.wire.knowledge import table
from searchsvc.wire.lexicon import Lexicon

SHORT, MIDDLING = 1, 4
"""Words of a quote: up to so many it is often a term or a title and no quote."""
UNKNOWN = 0.3
"""Of quotes unlike any that were counted."""


class Evidence(NamedTuple):
    """``found`` is the strength of the attribution, ``speaker`` what kind of mention the speaker is,
    ``length`` how long the quote is."""

    language: str
    kind: str
    found: str
    speaker: str
    length: str

    def rows(self) -> tuple[str, ...]:
        """The names of the rows that may hold the share, the most exact first."""
        parts = (self.kind, self.found, self.speaker, self.length)
        return tuple(" ".join(parts[:many]) for many in range(len(parts), 0, -1))


def evidence(
    language: str | None, kind: QuoteKind, strength: float, speaker: Speaker | None, text: str, words: Lexicon
) -> Evidence:
    """What is known of a quote, in a few classes."""
    spoken = (language or "en").partition("-")[0]
    many = text.count(" ") + 1
    length = "word" if many <= SHORT else "phrase" if many <= MIDDLING else "clause"
    return Evidence(spoken, kind.value, f"{strength:.2f}", mention(speaker, words), length)


def mention(speaker: Speaker | None, words: Lexicon) -> str:
    """What kind of mention a speaker is: "name", "surname", "pronoun", "role", "body", "nobody" or "none"."""
    if speaker is None:
        return "none"
    if speaker.surface.lower() in words.pronouns:
        return "pronoun" if speaker.name else "nobody"
    if speaker.name:
        return "name" if speaker.name in speaker.surface else "surname"
    return "role" if speaker.role else "body" if speaker.organisation else "nobody"


@lru_cache(maxsize=4096)
def confidence(known: Evidence) -> float:
    """The share of labelled quotes like this one that are right; of a language without labels, the lower
    of those of the languages that have them."""
    rows = _rows()
    languages = [known.language] if known.language in rows else sorted(rows)
    return min(_share(rows[language], known) for language in languages)


def _share(rows: dict[str, float], known: Evidence) -> float:
    return next((rows[key] for key in known.rows() if key in rows), UNKNOWN)


@cache
def _rows() -> dict[str, dict[str, float]]:
    return table("confidence")
