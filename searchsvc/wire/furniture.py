"""What is not the story: furniture of web pages, who may use it, who worked on it, whom to ask, take lines
and notes to editors.

Phrases are in ``tables/furniture``, a file a language; all languages are looked for in all copy, for
pages mix them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count

from searchsvc.wire.agencies import credited
from searchsvc.wire.knowledge import names, table
from searchsvc.wire.layout import Line, Paragraph, join
from searchsvc.wire.words import fold

LONGEST = 200
"""Characters of a line that can be furniture."""
LONGEST_RIGHTS = 400
"""Characters of a line that says who may use the story."""
MOST_NAMES = 600
"""Characters of a sentence that says who worked on the story."""
MOST_WORDS = 6
"""In which a credit names its agency and a job."""
LONGEST_BUTTON = 40
LONGEST_CONTACT = 200
"""Characters of a paragraph of addresses and numbers."""
LONGEST_LINK = 120
"""Characters of a line in a list of links below a heading such as "Related Articles"."""
LONGEST_HEADING = 60
"""Characters of such a heading with the marks around it."""

MOST_LINKS = 60
"""Lines of such a list."""

_TRIM = " \t:·•|–—-*»«>…"
_SENTENCE_ENDS = (".", "!", "?", ",", ";", "。", "！", "？")
_COPYRIGHT = re.compile(r"(?:(?:copyright|©|\(c\))[\s,:]{0,3}){1,3}(?:by\s)?(?:19|20)\d\d(?!\d)")
_BRACKETED = {"(": ")", "[": "]", "（": "）"}
_ADDRESS = re.compile(r"@|https?:|www\.|\d(?:[\s().\-/]?\d){6}")
"""In one of the lines below a heading of whom to ask."""
_ONLY_MARKS = re.compile(r"[\s*=_~#•·|–—-]{2,}")


@dataclass(frozen=True)
class _Phrases:
    lines: frozenset[str]
    starts: tuple[str, ...]
    buttons: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    pair_starts: tuple[str, ...]
    ends: tuple[str, ...]
    """As written: they are looked for in every line."""
    credits: tuple[str, ...]
    rights: tuple[str, ...]
    contacts: tuple[str, ...]
    sections: frozenset[str]
    notes: tuple[str, ...]
    takes: frozenset[str]
    first_words: frozenset[str]
    """Of all but ends and credits: what begins otherwise need not be looked at."""
    first_letters: frozenset[str]
    """The same where no spaces divide words."""
    openings: frozenset[str]
    """With what letters the first words begin, at most ``OPENING`` of them."""
    closings: frozenset[str]
    """The last characters of ends, ``OPENING`` of them."""
    openings_of_notes: frozenset[str]


@cache
def _phrases() -> _Phrases:
    tables = [table("furniture", language) for language in names("furniture")]

    def collect(key: str) -> frozenset[str]:
        return frozenset(fold(phrase).strip(_TRIM) for each in tables for phrase in each[key])

    def starts(key: str) -> tuple[str, ...]:
        return tuple(sorted({_fold_start(phrase) for each in tables for phrase in each[key]}))

    beginnings = [
        phrase
        for each in tables
        for phrase in (
            *(each[key] for key in ("lines", "starts", "sections", "buttons", "rights", "contacts")),
            [first for first, _ in each["pairs"]],
        )
        for phrase in phrase
    ]
    first_words = {
        written.split()[0].rstrip(_TRIM)
        for phrase in beginnings
        for written in (phrase.lower(), fold(phrase))
    } | {"copyright"}
    pairs = tuple((_fold_start(one), fold(other)) for each in tables for one, other in each["pairs"])
    notes = starts("notes")
    ends = tuple(phrase for each in tables for phrase in each["ends"])
    return _Phrases(
        lines=collect("lines"),
        starts=starts("starts"),
        buttons=starts("buttons"),
        pairs=pairs,
        pair_starts=tuple(first for first, _ in pairs),
        ends=ends,
        credits=starts("credits"),
        rights=starts("rights"),
        contacts=starts("contacts"),
        sections=collect("sections"),
        notes=notes,
        takes=collect("takes"),
        first_words=frozenset(first_words),
        first_letters=frozenset(phrase[0] for phrase in beginnings if phrase[0] > WIDE),
        openings=frozenset(word[:OPENING] for word in first_words),
        openings_of_notes=frozenset(note[:OPENING] for note in notes),
        closings=frozenset(phrase[-OPENING:] for phrase in ends),
    )


WIDE = "\u2e7f"
"""The last character before those of scripts without spaces."""


OPENING = 3
"""Characters at either end of a line, by which most lines are told from phrases."""


def _may_begin(line: str) -> bool:
    """Whether ``line`` can be a phrase at all: folding each line of a story would take too long."""
    phrases = _phrases()
    if _opens_otherwise(line, phrases.openings):
        return False
    if not line[:1].isalpha():
        line = line.lstrip(_TRIM)
        if not line[:1].isalnum():
            return True
    if line[0] > WIDE:
        return line[0] in phrases.first_letters
    return line.split(None, 1)[0].rstrip(_TRIM).lower() in phrases.first_words


def _opens_otherwise(line: str, openings: frozenset[str]) -> bool:
    """Whether ``line`` begins with letters, and with none of ``openings``."""
    opening = line[:OPENING]
    return (
        opening.lower() not in openings
        and opening.isalpha()
        and opening.isascii()
        and len(opening) == OPENING
    )


def _fold_start(phrase: str) -> str:
    return fold(phrase) + (" " if phrase.endswith(" ") else "")


def reason_to_cut(line: str) -> str | None:
    """Why a line of the body is furniture wherever it stands, or None: "furniture", "copyright", "credit"
    (who worked on the story) or "rule"."""
    return _reason_for_short(line) if len(line) <= _SHORT else _reason(line)


_SHORT = 24
"""Characters of lines that are remembered: rules, buttons and headings repeat, and tables of short lines."""


@lru_cache(maxsize=1 << 12)
def _reason_for_short(line: str) -> str | None:
    return _reason(line)


def _reason(line: str) -> str | None:
    phrases = _phrases()
    if line[-OPENING:] in phrases.closings and line.endswith(phrases.ends) and _is_one_sentence(line):
        return "credit"
    if len(line) <= LONGEST_RIGHTS and _says_who_helped(line):
        return "credit"
    if len(line) > LONGEST_RIGHTS or not _may_begin(line):
        return None
    folded = fold(line)
    begins = folded.lstrip(_TRIM)
    small = line.lstrip(_TRIM)[:1].islower()  # in the middle of a sentence that the line divides
    if not small and (begins.startswith(phrases.rights) or _COPYRIGHT.match(begins)):
        return "copyright"
    if len(line) > LONGEST:
        return None
    if folded.strip(_TRIM) in phrases.lines:
        return "furniture"
    if _is_credit(folded, phrases):
        return "credit"
    if not small and (begins.startswith(phrases.starts) or _is_button(line, begins) or _is_pair(begins)):
        return "furniture"
    return "rule" if _ONLY_MARKS.fullmatch(line) else None


def _is_one_sentence(line: str) -> bool:
    """Whether a line is short, or long for the many names that it has."""
    return len(line) <= LONGEST or (len(line) <= MOST_NAMES and ". " not in line)


def _says_who_helped(line: str) -> bool:
    """ "AP Business Writer Ann Lee contributed.": an agency, a job, and what people did for the story."""
    words = line.split(None, MOST_WORDS)
    if not any(fold(word) in jobs() for word in words[1:]):
        return False
    named = any(credited(" ".join(words[:length])) for length in range(1, len(words)))
    return named and any(f" {phrase}" in fold(line) for phrase in _helped())


@cache
def jobs() -> frozenset[str]:
    """What reporters are, folded."""
    return frozenset(map(fold, table("front")["jobs"]))


@cache
def _helped() -> tuple[str, ...]:
    return tuple(map(fold, table("front")["helped"]))


def _is_credit(folded: str, phrases: _Phrases) -> bool:
    """A line in brackets, with or without a full stop behind them: "(Reporting by Ann Lee)"."""
    closing = _BRACKETED.get(folded[:1])
    bare = folded.rstrip(" .")
    return closing is not None and bare[-1:] == closing and folded[1:].startswith(phrases.credits)


def _is_button(line: str, begins: str) -> bool:
    return (
        len(line) <= LONGEST_BUTTON
        and not line.endswith(_SENTENCE_ENDS)
        and begins.startswith(_phrases().buttons)
    )


def _is_pair(begins: str) -> bool:
    phrases = _phrases()
    return begins.startswith(phrases.pair_starts) and any(
        begins.startswith(first) and rest in begins[len(first) :] for first, rest in phrases.pairs
    )


def is_wrapped_credit(paragraph: Paragraph) -> bool:
    """Whether the lines of a paragraph are one sentence that says who worked on the story."""
    if len(paragraph) < 2 or sum(len(line.text) for line in paragraph) > MOST_NAMES:
        return False
    text = join(paragraph)
    return text.endswith(_phrases().ends) and ". " not in text


def is_take_line(line: str) -> bool:
    """Whether ``line``, the last one, says that the story goes on in another take."""
    return len(line) <= 30 and fold(line).strip(" ./") in _phrases().takes


def is_note(line: str) -> bool:
    """Whether ``line`` begins as a note to editors does."""
    phrases, begins = _phrases(), line.lstrip("(*[ ")
    return not _opens_otherwise(begins, phrases.openings_of_notes) and fold(begins).startswith(phrases.notes)


def section_start(lines: list[Line]) -> int | None:
    """Where a list of links begins that runs to the end of ``lines``, or None."""
    for number, line in zip(count(len(lines) - 1, -1), reversed(lines[-MOST_LINKS:])):
        text = line.text
        if len(text) > LONGEST_HEADING:
            if len(text) > LONGEST_LINK:
                return None
        elif _may_begin(text) and fold(text).strip(_TRIM) in _phrases().sections:
            return number
    return None


def contacts_start(paragraphs: list[Paragraph]) -> int | None:
    """Where the paragraphs begin that say whom to ask, to the end; one has an address or a number."""
    texts: list[str] = []
    addressed = False
    for number in range(len(paragraphs) - 1, max(0, len(paragraphs) - MOST_LINKS), -1):
        paragraph = paragraphs[number]
        if sum([len(line.text) for line in paragraph]) + len(paragraph) - 1 > LONGEST_CONTACT:
            return None
        texts.append(join(paragraph))
        if _may_begin(texts[-1]) and fold(texts[-1]).startswith(_phrases().contacts):
            addressed = addressed or any(map(_ADDRESS.search, texts))
            if addressed:
                return number
            texts.clear()
    return None
