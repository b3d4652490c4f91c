"""Revisions: copy that says of itself that it corrects or updates an earlier story.

Labels and notes are in ``tables/revisions.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from searchsvc.wire.knowledge import table
from searchsvc.wire.words import fold

Kind = Literal["correction", "update"]

LONGEST = 300
"""Characters of a headline or a note that are looked at."""
MOST_LABELS = 4

_KEPT_MARKS = str.maketrans("-.", "–,")
"""Folding sets hyphens and dots aside, which set a label off."""
_MARKS = " :;–—,([)]/"


_PARTS = re.compile("[,;–—] ")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Revision:
    """What the copy says that it is."""

    kind: Kind


def read_revision(headline: str | None, ednote: str | None) -> Revision | None:
    """What a headline's labels, or else a note to editors, say; None where it is a story of its own. A
    correction of an update is a correction."""
    _, labels = _divided(headline or "")
    kinds = {kind for kind, _ in labels} or _noted(ednote or "")
    if not kinds:
        return None
    return Revision("correction" if "correction" in kinds else "update")


def is_label(text: str) -> bool:
    """Whether ``text`` is nothing but such a label."""
    return fold(text) in _label_texts()


def bare_headline(headline: str | None) -> str:
    """The headline, folded, without the labels of revisions: what a story and its updates have in common."""
    return " ".join(_divided(headline or "")[0].replace("–", " ").split())


def corrects_headline(ednote: str | None) -> bool:
    """Whether a note to editors says that the headline is corrected."""
    note = fold((ednote or "")[:LONGEST])
    return "correction" in _noted(ednote or "") and not _headline_words().isdisjoint(_WORD.findall(note))


def are_alike(headline: str | None, other: str | None) -> bool:
    """Whether two headlines, labels aside, share at least half of their words: one may correct the other."""
    words = set(_WORD.findall(bare_headline(headline)))
    others = set(_WORD.findall(bare_headline(other)))
    return bool(words) and 2 * len(words & others) >= len(words | others)


def _divided(headline: str) -> tuple[str, list[tuple[Kind, str]]]:
    rest = fold(headline[:LONGEST].translate(_KEPT_MARKS)).strip(_MARKS)
    found: list[tuple[Kind, str]] = []
    while len(found) < MOST_LABELS:
        label = _label_in_front(rest) or _label_behind(rest)
        if label is None:
            break
        kind, text, rest = label
        found.append((kind, text))
    return rest, found


def _label_in_front(headline: str) -> tuple[Kind, str, str] | None:
    for kind, label in _labels() if headline.startswith(_label_texts()) else ():
        if headline.startswith(label):
            behind = headline[len(label) :]
            numberless = behind.lstrip(" 0123456789")
            # A mark sets the label off: "Update your phone" has none.
            if numberless[:1] in ("", *":;–—)]/(,"):
                return kind, label, numberless.strip(_MARKS)
    return None


def _label_behind(headline: str) -> tuple[Kind, str, str] | None:
    front, bracket, label = headline.rpartition("(")
    found = _label_in_front(label.strip(_MARKS)) if bracket else None
    return (found[0], found[1], front.strip(_MARKS)) if found and not found[2] else None


def _noted(ednote: str) -> set[Kind]:
    note = fold(ednote[:LONGEST].translate(_KEPT_MARKS)).strip(_MARKS)
    for address in ("editors", "eds"):
        if note.startswith(address):
            note = note.removeprefix(address).strip(_MARKS)
    kinds = {kind for kind, start in _notes() if note.startswith(start)}
    corrects = tuple(start for kind, start in _notes() if kind == "correction")
    return kinds | {"correction" for part in _PARTS.split(note)[1:] if part.startswith(corrects)}


@cache
def _labels() -> tuple[tuple[Kind, str], ...]:
    return _longest_first("labels")


@cache
def _label_texts() -> tuple[str, ...]:
    """All of them, to be asked for at once: nearly no headline has any."""
    return tuple(label for _, label in _labels())


@cache
def _headline_words() -> frozenset[str]:
    return frozenset(map(fold, table("revisions")["correction"]["headline"]))


@cache
def _notes() -> tuple[tuple[Kind, str], ...]:
    return _longest_first("notes")


def _longest_first(key: str) -> tuple[tuple[Kind, str], ...]:
    known = table("revisions")
    kinds: tuple[Kind, ...] = ("correction", "update")
    rows = {(kind, fold(phrase)) for kind in kinds for phrase in known[kind][key]}
    return tuple(sorted(rows, key=lambda row: (-len(row[1]), row)))
