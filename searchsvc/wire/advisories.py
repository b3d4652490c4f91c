"""Advisories: copy by which a wire tells editors to kill a story or to withhold it, and which story it names.

Phrases are in ``tables/advisories.toml``. A phrase alone is none: it opens a line, and is set off by a mark
or spoken to somebody, for "Kill Bill" is a film and "Hold the line" a headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from searchsvc.wire.agencies import credited
from searchsvc.wire.knowledge import table
from searchsvc.wire.words import fold

Kind = Literal["kill", "withhold"]

LONGEST = 200
"""Characters of a line in which a phrase is looked for."""
LONGEST_TEXT = 3_000
"""Characters of the text in which the story is looked for that it names."""
MOST_NAMES = 20
LONGEST_NAME = 4
"""Words of an agency's name."""

_OPENS = " \t([*–—>«“\"'"
_SET_OFF = ":;–—([,!"
_KEPT_MARKS = str.maketrans("-.", "–,")
"""Folding sets hyphens and dots aside, which set a label off."""
_NAME = re.compile(r"\b(?:urn:|tag:|https?://)[^\s<>\"“”«»]{3,300}|\b[a-z2-7]{26}\b")
_AFTER_NAME = ".,;:!?)]}'’"


@dataclass(frozen=True)
class Advisory:
    """What editors are asked to do, and the uris and ids that the copy has, in order."""

    kind: Kind
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Phrases:
    kind: Kind
    labels: tuple[str, ...]
    requests: tuple[str, ...]


def read_advisory(
    headline: str | None, slugline: str | None, ednote: str | None, text: str
) -> Advisory | None:
    """What the copy of an article asks of editors; None where it is a story like any other. ``text`` is its
    body without the dateline."""
    lines = [line for line in (headline, slugline, ednote, text.lstrip()[:LONGEST].split("\n")[0]) if line]
    kind = next((found for line in lines if (found := _asked(line))), None) or _labelled(slugline or "")
    if kind is None:
        return None
    whole = "\n".join(part[:LONGEST_TEXT] for part in (headline, slugline, ednote, text) if part)
    return Advisory(kind, tuple(dict.fromkeys(_names(whole))))


def _asked(line: str) -> Kind | None:
    folded = fold(line[:LONGEST].translate(_KEPT_MARKS)).strip(_OPENS)
    address, phrases = _knowledge()
    request = _request(folded, address)
    for each in phrases:
        for label in each.labels if folded.startswith(each.labels) else ():
            if folded.startswith(label):
                behind = folded[len(label) :].lstrip(" ")
                if not behind or behind[0] in _SET_OFF:
                    return each.kind
        if request is not None and _after(request, each.requests) is not None:
            return each.kind
    return "kill" if _retracts(line) else None


def _labelled(slugline: str) -> Kind | None:
    """What a label behind a comma of the slug line says: "BC-US--Rain Obit, KILL"."""
    _, _, behind = slugline[:LONGEST].partition(",")
    segments = {fold(segment).strip(_OPENS) for segment in behind.split(",")}
    return next((each.kind for each in _knowledge()[1] if segments.intersection(each.labels)), None)


def _retracts(line: str) -> bool:
    """Whether an agency says that it takes a story of its own back."""
    words = line[:LONGEST].split()
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        if credited(" ".join(words[:length])):
            verbs, objects = _retractions()
            behind = _after(fold(" ".join(words[length:])), verbs)
            return behind is not None and _after(behind.strip(), objects) is not None
    return False


def _request(line: str, address: tuple[str, ...]) -> str | None:
    """What is asked of those whom ``line`` speaks to. One word speaks to somebody only before a mark."""
    for phrase in address if line.startswith(address) else ():
        rest = line[len(phrase) :]
        if line.startswith(phrase) and not rest[:1].isalnum():
            spoken_to = " " in phrase or rest.lstrip()[:1] in (*_SET_OFF,)
            return rest.lstrip(_OPENS + _SET_OFF) if spoken_to else None
    return None


def _after(line: str, phrases: tuple[str, ...]) -> str | None:
    """What follows the phrase that ``line`` begins with, which ends where a word does."""
    for phrase in phrases:
        rest = line[len(phrase) :]
        if line.startswith(phrase) and not rest[:1].isalnum():
            return rest
    return None


def _names(text: str) -> Iterator[str]:
    for number, match in enumerate(_NAME.finditer(text)):
        if number == MOST_NAMES:
            return
        yield match[0].rstrip(_AFTER_NAME)


@cache
def _knowledge() -> tuple[tuple[str, ...], tuple[_Phrases, ...]]:
    """Whom advisories speak to and what they say, the longest first."""
    known = table("advisories")
    kinds: tuple[Kind, ...] = ("kill", "withhold")
    return _longest_first(known["address"]), tuple(
        _Phrases(kind, _longest_first(known[kind]["labels"]), _longest_first(known[kind]["requests"]))
        for kind in kinds
    )


@cache
def _retractions() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What an agency does that takes a story back, and what it does it to."""
    kills = table("advisories")["kill"]
    return _longest_first(kills["retracts"]), _longest_first(kills["retracted"])


def _longest_first(phrases: list[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase)))
