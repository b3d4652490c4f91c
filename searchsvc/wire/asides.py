"""Asides: who speaks, named within the quotation marks, as papers of Romance languages do.

"«Piove — dice il sindaco — da tre giorni»", "« Il pleut, a dit le maire, depuis hier »": what stands between
the dashes or commas is the writer's, and the quote has two pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.marks import Quoted

LONGEST = 110
"""Characters of an aside."""
SHORTEST_QUOTED = 25
"""Characters of quoted words with one in them."""
WORDS_TO_THE_VERB = 4
"""Words of an aside up to its verb: "ha poi aggiunto"."""

_DASH = re.compile(r"(?<=\s)[-–—](?=\s|\w)|(?<=[\w?!])[–—](?=\w)")
_CLOSING_DASH = re.compile(r"\s?[-–—](?=[\s.,;:!?]|$)|(?<=\w)[–—](?=\w)|(?<=\w{5})[.!?](?=\s+[A-ZÀ-Þ])")
"""Or the end of the writer's sentence, where no dash closes it."""
_COMMA = re.compile(r"[,?!](?=\s)")
_CLOSING_COMMA = re.compile(r"[,.?!](?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?")
_BETWEEN = " \u00a0.,;:\n"


def part_asides(text: str, quoted: Iterable[Quoted], lexicon: Lexicon) -> list[Quoted]:
    """The quoted stretches, each divided where an aside stands in it."""
    return [piece for each in quoted for piece in _part(text, each, lexicon)]


def _part(text: str, quoted: Quoted, lexicon: Lexicon) -> list[Quoted]:
    pieces: list[Quoted] = []
    rest, at = quoted, quoted.start
    while rest.end - at > SHORTEST_QUOTED and (aside := _next_aside(text, at, rest.end, lexicon)):
        begin, end = aside
        head = replace(
            rest, end=rest.start + len(text[rest.start : begin].rstrip()), outer_end=begin + 1, closed=True
        )
        behind = end
        while behind < rest.end and text[behind] in _BETWEEN:
            behind += 1
        if head.end > head.start:
            pieces.append(head)
        rest, at = replace(rest, start=behind, outer_start=behind, resumes=True), behind
    if not pieces or rest.end > rest.start:
        pieces.append(rest)
    return pieces


def _next_aside(text: str, at: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where the first aside from ``at`` on begins, and where the quoted words go on behind it."""
    for mark in _DASH.finditer(text, at, end):
        if _verb_at(text, mark.end(), end, lexicon) is not None:
            closing = _CLOSING_DASH.search(text, mark.end() + 1, min(end, mark.end() + LONGEST))
            if closing or end - mark.end() <= LONGEST:
                return mark.start(), closing.end() if closing else end
    if lexicon.joined:
        for mark in _COMMA.finditer(text, at, end):
            verb = _verb_at(text, mark.end(), end, lexicon)
            if verb is not None and _has_subject(text, verb, end, lexicon):
                closing = _CLOSING_COMMA.search(text, verb[1], min(end, mark.end() + LONGEST))
                if closing or end - mark.end() <= LONGEST:
                    return mark.start(), closing.end() if closing else end
    return None


def _verb_at(text: str, at: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where the verb of saying stands that the words from ``at`` on begin with, or None: "ha poi detto"."""
    for number, word in enumerate(_WORD.finditer(text, at, min(end, at + LONGEST))):
        low = word[0].replace("’", "'")
        first = low.partition("-")[0]
        if number == WORDS_TO_THE_VERB or text[at : word.start()].strip():
            return None
        if low in lexicon.verbs or (first != low and first in lexicon.verbs):
            return word.span()
        if low not in lexicon.passed and first not in lexicon.passed:
            return None
        at = word.end()
    return None


def _has_subject(text: str, verb: tuple[int, int], end: int, lexicon: Lexicon) -> bool:
    """Whether a subject is joined to the verb or follows it: "dit-il", "a-t-il dit", "a dit le maire"."""
    before = text[max(0, verb[0] - len("a-t-elles ")) : verb[1]].lower()
    if before.rpartition("-")[2].split(" ")[0] in lexicon.joined:
        return True
    word = _WORD.match(text, verb[1] + 1, end)
    if word is None:
        return False
    low = word[0].replace("’", "'")
    elided = low.partition("'")[0] + "'" if "'" in low else low
    return word[0][0].isupper() or low in lexicon.determiners or elided in lexicon.determiners
