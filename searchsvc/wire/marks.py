"""Quotation marks: a paragraph -> the stretches that stand in quotation marks, the outermost only."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_QUOTED = 1_000
"""Stretches in quotation marks of one paragraph; what stands behind them is read as if it had no marks."""

_CLOSERS = {
    "“": '”"“',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "”": "”",
    '"': '"”',
    "``": "''\"”",
    "''": "''",
    "‘’": "’’''",
    "‘‘": "’’''",
    "’’": "’’''",
    "「": "」",
    "『": "』",
    "‹": "›",
    "‘": "’",
    "'": "'’",
}
_DOUBLE = re.compile("[“”„«»\"「」『』]|``|''")
_DOUBLE_OR_TWO_ROUND = re.compile("[“”„«»\"「」『』]|``|''|[‘’]’|‘‘")
_DOUBLES = [*'“”„«»"「」『』', "``", "''", "‘’", "‘‘"]
UNSEEN = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
"""Characters without width, which pages leave before a mark: soft hyphens and the like."""
_SINGLE = re.compile("[‘’']")


@dataclass(frozen=True)
class Quoted:
    """Text in quotation marks: ``start:end`` without them, ``outer_start:outer_end`` with them.

    ``closed`` is False where it goes on in the next paragraph, which opens with a mark again; ``resumes``
    is True where the mark itself says that who spoke before goes on.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool = True
    resumes: bool = False


def has_double_marks(text: str) -> bool:
    """Whether ``text`` uses double quotation marks, so that single ones are inner marks."""
    return any(map(text.__contains__, _DOUBLES))


def may_quote(text: str, start: int, *, single: bool) -> bool:
    """Whether a mark of ``text`` from ``start`` on may open a quotation; a quick look. ``single`` as for
    ``find_quoted``."""
    if not single or text.find("‘", start) >= 0:
        return True
    at = text.find("'", start)
    while at >= 0:
        # Most are apostrophes.
        if at == start or not text[at - 1].isalnum():
            return True
        at = text.find("'", at + 1)
    return False


def find_quoted(
    text: str, start: int, end: int, *, single: bool = False, goes_on: bool = False
) -> list[Quoted]:
    """The quoted stretches of the paragraph ``text[start:end]``, in order.

    ``single``: the text quotes in single marks, as British wires do. ``goes_on``: the next paragraph
    opens with a mark, so that the last one here need not be closed.
    """
    found: list[Quoted] = []
    if not single and not has_double_marks(text[start:end]):
        return found
    opened: tuple[str, int, int] | None = None
    double = _DOUBLE_OR_TWO_ROUND if "‘" in text else _DOUBLE  # the second is faster
    for mark in (_SINGLE if single else double).finditer(text, start, end):
        char, at, after = mark[0], mark.start(), mark.end()
        if opened is None:
            if _opens(text, char, at, after, start, end):
                opened = (char, at, after)
        elif char in _CLOSERS[opened[0]] and _closes(text, char, at, after, end):
            found.append(_trimmed(text, opened[2], at, opened[1], after))
            opened = None
            if len(found) == MOST_QUOTED:
                break
        elif char == opened[0] and char == "“" and text[at - 1 : at].isspace():
            # The mark before was never closed; what follows is a quote of its own.
            opened = (char, at, after)
    if opened is not None and goes_on and end - opened[2] > 1 and _may_go_on(text, start, opened):
        found.append(_trimmed(text, opened[2], end, opened[1], end, closed=False))
    return [each for each in found if each.end > each.start]


def _may_go_on(text: str, start: int, opened: tuple[str, int, int]) -> bool:
    """Whether a mark that nothing closes opens more than this paragraph: not that of "the '80s"."""
    return opened[0] != "'" or text[start : opened[1]].rstrip()[-1:] in ("", ":", ",")


def _opens(text: str, char: str, at: int, after: int, start: int, end: int) -> bool:
    if char in ("’", "」", "』", "›"):
        return False
    before, behind = text[at - 1] if at > start else " ", text[after] if after < end else " "
    if before in UNSEEN:
        before = " "
    if behind.isspace() and char not in "«„" and at != start:
        return False
    return char in "“„«「『‹" or char == "``" or before.isspace() or before in "([—–-:/¿¡'‘"


def _closes(text: str, char: str, at: int, after: int, end: int) -> bool:
    behind = text[after] if after < end else " "
    if char in "'’":
        return not behind.isalnum() and text[at - 1] != "s" if char == "’" else not behind.isalnum()
    if char == "“" and not (behind.isspace() or behind in ".,;:!?)-–—"):
        return False
    return char not in ('"', "''") or not behind.isalnum()


def _trimmed(
    text: str, start: int, end: int, outer_start: int, outer_end: int, *, closed: bool = True
) -> Quoted:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quoted(start, end, outer_start, outer_end, closed)
