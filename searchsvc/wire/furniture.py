"""What is not the story: furniture of web pages, copyright lines, take lines and notes to editors.

Phrases are in ``tables/furniture``, a file a language; all languages are looked for in all copy, for
pages mix them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from searchsvc.wire.knowledge import names, table
from searchsvc.wire.layout import Line
from searchsvc.wire.words import fold

LONGEST = 200
"""Characters of a line that can be furniture."""
LONGEST_LINK = 120
"""Characters of a line in a list of links below a heading such as "Related Articles"."""

MOST_LINKS = 60
"""Lines of such a list."""

_TRIM = " \t:·•|–—-*»«>…"
_ONLY_MARKS = re.compile(r"[\s*=_~#•·|–—-]{2,}")


@dataclass(frozen=True)
class _Phrases:
    lines: frozenset[str]
    starts: tuple[str, ...]
    sections: frozenset[str]
    notes: tuple[str, ...]
    takes: frozenset[str]
    first_words: frozenset[str]
    """Of lines, starts and sections: what begins otherwise need not be looked at."""


@cache
def _phrases() -> _Phrases:
    tables = [table("furniture", language) for language in names("furniture")]

    def collect(key: str) -> frozenset[str]:
        return frozenset(fold(phrase).strip(_TRIM) for each in tables for phrase in each[key])

    def starts(key: str) -> tuple[str, ...]:
        return tuple(sorted({_fold_start(phrase) for each in tables for phrase in each[key]}))

    first = frozenset(
        word
        for each in tables
        for key in ("lines", "starts", "sections")
        for phrase in each[key]
        for word in (phrase.split()[0].lower().rstrip(_TRIM), fold(phrase).split()[0].rstrip(_TRIM))
    )
    return _Phrases(
        collect("lines"), starts("starts"), collect("sections"), starts("notes"), collect("takes"), first
    )


def _may_begin(line: str) -> bool:
    """Whether ``line`` can be a phrase at all: folding each line of a story would take too long."""
    words = line.lstrip(_TRIM).split(None, 1)
    if not words or not words[0][0].isalnum():
        return True
    return words[0].rstrip(_TRIM).lower() in _phrases().first_words


def _fold_start(phrase: str) -> str:
    return fold(phrase) + (" " if phrase.endswith(" ") else "")


def reason_to_cut(line: str) -> str | None:
    """Why a line of the body is furniture wherever it stands, or None."""
    if len(line) > LONGEST or not _may_begin(line):
        return None
    folded = fold(line)
    bare = folded.strip(_TRIM)
    if bare in _phrases().lines:
        return "furniture"
    if folded.startswith(_phrases().starts):
        return "copyright" if folded.startswith(("copyright", "(c)", "©", "all rights")) else "furniture"
    if _ONLY_MARKS.fullmatch(line):
        return "rule"
    return None


def is_take_line(line: str) -> bool:
    """Whether ``line``, the last one, says that the story goes on in another take."""
    return len(line) <= 30 and fold(line).strip(" ./") in _phrases().takes


def is_note(line: str) -> bool:
    """Whether ``line`` begins as a note to editors does."""
    return fold(line.lstrip("(*[ ")).startswith(_phrases().notes)


def section_start(lines: list[Line]) -> int | None:
    """Where a list of links begins that runs to the end of ``lines``, or None."""
    for number in range(len(lines) - 1, -1, -1):
        text = lines[number].text
        if len(text) > LONGEST_LINK or len(lines) - number > MOST_LINKS:
            return None
        if _may_begin(text) and fold(text).strip(_TRIM) in _phrases().sections:
            return number
    return None
