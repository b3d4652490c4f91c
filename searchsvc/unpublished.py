"""What stands below a story and is not for publication: contacts, notes to editors, the sign line.

One rule for all copy, whatever its format. The lines by which it is told are in ``unpublished.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

LONGEST = 120
"""Characters of a line that begins it."""
_SECTION = ("#", "*")
_BULLET = "- "


def unpublished(lines: Sequence[str]) -> tuple[int, str]:
    """Where what is not for publication begins among ``lines`` (their number where nothing is), and what is
    told to editors there (empty where nothing is)."""
    begins, editors = _patterns()
    stripped = [line.strip() for line in lines]
    at = next((at for at, line in enumerate(stripped) if _is_one(line, begins)), len(lines))
    heading = next((at for at in range(at, len(lines)) if _is_one(stripped[at], editors)), None)
    if heading is None:
        return at, ""
    notes = []
    for line in stripped[heading + 1 :]:
        if line.startswith(_SECTION):
            break
        notes.append(line.lstrip(_BULLET))
    return at, " ".join(filter(None, notes))


def _is_one(line: str, pattern: re.Pattern[str]) -> bool:
    return 0 < len(line) <= LONGEST and pattern.fullmatch(line) is not None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Of lines that begin it, and of headings of notes to editors."""
    text = resources.files("searchsvc").joinpath("unpublished.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    begins, editors = (re.compile("|".join(table[key]), re.I) for key in ("begins", "editors"))
    return begins, editors
