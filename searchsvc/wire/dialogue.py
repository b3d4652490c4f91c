"""Dialogue with dashes: a paragraph that opens with one -> what is spoken in it.

"—Llovió mucho —dijo el alcalde—. Mañana también." The next dash but one opens speech again. What stands
between is the writer's, and has a verb of saying among its first words; a paragraph without such words may as
well be an item of a list, and nothing of it is taken for spoken.
"""

from __future__ import annotations

import re
from dataclasses import replace

from searchsvc.wire.marks import Quoted

_OPENING = re.compile(r"(?:[—–]|-(?!-))[ \u00a0]?(?=[\w¿¡])")
_DASH = re.compile(r"(?<=\s)(?:[—–]|-(?=\s))|[—–](?=[\s.,;:!?…]|$)")
_WORD = re.compile(r"[^\W\d_]+")
_REPORT = re.compile(r"[,!?…][ \u00a0]")
_SKIPPED = " \u00a0.,;:\n"
WORDS_BEFORE_THE_VERB = 2
"""Words that may stand between a dash and its verb: "—le dijo", "— m'a-t-elle dit"."""

LONGEST_BEGINNING = 60
"""Characters in which those stand."""


def find_dialogue(text: str, start: int, end: int, verbs: frozenset[str]) -> list[Quoted]:
    """The spoken stretches of the paragraph ``text[start:end]``; empty where it is no dialogue."""
    opening = _OPENING.match(text, start, end)
    if opening is None:
        return []
    found: list[Quoted] = []
    outer, begin, speaks = start, opening.end(), True
    for dash in _DASH.finditer(text, opening.end(), end):
        if speaks:
            if not _reports(text, dash.end(), end, verbs):
                continue
            found.append(_spoken(text, begin, dash.start(), outer, dash.end()))
        else:
            outer = begin = _skip(text, dash.end(), end)
        speaks = not speaks
    if not found:
        return _before_a_comma(text, opening.end(), start, end, verbs)
    if speaks:
        found.append(_spoken(text, begin, end, outer, end))
    first, *others = found
    found = [first, *(replace(each, resumes=True) for each in others)]
    return [each for each in found if each.end > each.start]


def _before_a_comma(text: str, begin: int, outer: int, end: int, verbs: frozenset[str]) -> list[Quoted]:
    """Speech that only a comma parts from its attribution: "— Il pleut, dit le maire"."""
    for stop in _REPORT.finditer(text, begin, end):
        word = _WORD.match(text, stop.end(), end)
        if word is not None and word[0] in verbs:
            last = stop.start() if stop[0][0] == "," else stop.start() + 1
            return [_spoken(text, begin, last, outer, last)]
    return []


def _reports(text: str, at: int, end: int, verbs: frozenset[str]) -> bool:
    """Whether the words from ``at`` on begin with a verb of saying."""
    for number, word in enumerate(_WORD.finditer(text, at, min(end, at + LONGEST_BEGINNING))):
        if word[0] in verbs:
            return True
        if number == WORDS_BEFORE_THE_VERB:
            return False
    return False


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at] in _SKIPPED:
        at += 1
    return at


def _spoken(text: str, start: int, end: int, outer_start: int, outer_end: int) -> Quoted:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quoted(start, end, outer_start, outer_end)
