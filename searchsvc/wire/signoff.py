"""The sign-off: how a wire says that a story is over, by its name, its desk's initials, or both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from searchsvc.wire.agencies import Agency, closings, credited, signed
from searchsvc.wire.dates import month_of
from searchsvc.wire.front_lines import is_name
from searchsvc.wire.words import fold

LONGEST = 40
"""Characters of a sign-off."""
LONGEST_CLOSING = 120
"""Characters of a closing sentence."""

_INITIALS = re.compile(
    r"[A-Z]{2,4}\s?//\s?[A-Z]{2,4}|[a-z]{1,4}(?:[/\-][a-z]{1,4}){0,4}|[a-z]{1,4}(?:/[A-Z]{2,4}){1,2}|[A-Z]{2,4}(?:/[A-Za-z]{1,4}){1,3}"
)
_ARABIC_INITIALS = re.compile(r"[ء-ي]{1,4}(?:[ /-][ء-ي]{1,4}){1,6}")
_DESK_AND_INITIALS = re.compile(r"[A-Z]{2,4} [a-z]{2,3}(?:/[a-z]{2,3}){0,3}")
_CODES_OF_A_DESK = re.compile(r"[a-z]{1,4}\d?(?: [a-z]{1,4}\d?){1,5}")
"""Behind the agency's name in small letters: "dpa jbl yydd n1 mfi"."""
_WRAPPING = " \t()[]{}<>*-–—=_.…/#■^&;:©"
_AFTER_SENTENCE = re.compile(
    r"(?<=[.!?…”\"»)’'])\s+([-–—(/=]{0,3}\s?©?[^\W_][^.!?…”\"»()]{1,28}[)/]?\.{0,3})\s*$"
)
_SOURCE = re.compile(r"(?:Source|Fuente|Fonte|Quelle|Bron|Kilde|Источник|来源|來源|出典|출처)\s?[:：]\s?")
"""Before the agency's name in a line of its own."""


_THE_END = frozenset(("end", "ends", "endit", "ende"))
"""Lines by which wires and press offices say that a story is over."""
_AUTHORS = re.compile(r"\([^()]{2,60}")
"""Behind "AGERPRES/": author and editor in brackets, of which the last is already gone."""


_TAIL = re.compile(
    r"(\d{1,2})[- ]([^\W\d_]{3,4})[- ](\d{4}|\d\d)\s{1,3}\d{1,2}[:.]?\d\d"
    r"(?:\s{1,3}[A-Z]{2,4})?(?:\s{1,3}NNNN)?|NNNN"
)
"""What a wire's machine adds: "18-MAG-23 14:02 NNNN"."""
_INITIALS_OVER_TAIL = re.compile(r"[A-Z]{1,4}(?:[-/][A-Z]{1,4}){0,2}")
THIS_CENTURY = 70
"""Years of two figures below it are of this century."""


@dataclass(frozen=True)
class SignOff:
    """A sign-off that begins at ``start`` of the line; ``agency`` where it names one."""

    start: int
    agency: Agency | None


def find_signoff(line: str, *, alone: bool, language: str | None = None) -> SignOff | None:
    """The sign-off at the end of ``line``, the body's last, or None.

    ``alone``: the line is a paragraph of its own. Otherwise the sign-off stands behind the last
    sentence and must be spelled exactly as the agency does.
    """
    if len(line) <= LONGEST and alone:
        bare = _SOURCE.sub("", line, count=1).strip(_WRAPPING)
        if agency := signed(bare, language=language) or _with_initials(bare, language):
            return SignOff(0, agency)
        initials = _INITIALS.fullmatch(bare) or _ARABIC_INITIALS.fullmatch(bare)
        if (initials and "/" in bare) or bare.casefold() in _THE_END:
            return SignOff(0, None)
        if agency := _reporter(line):
            return SignOff(0, agency)
    if agency := _closed(line):
        return SignOff(0, agency)
    # Only the end of the line can matter; a long one is not searched from its beginning.
    offset = max(0, len(line) - 2 * LONGEST)
    behind = _AFTER_SENTENCE.search(line, offset)
    if behind is None:
        return None
    bare = behind[1].strip(_WRAPPING)
    agency = signed(bare, language=language) or _with_initials(bare, language)
    if agency and _as_spelled(bare, agency):
        return SignOff(behind.start(1), agency)
    return None


def find_tail(line: str) -> tuple[bool, date | None]:
    """Whether ``line`` is what a wire's machine adds below a message, and the day on which that was sent."""
    found = _TAIL.fullmatch(line) if len(line) <= LONGEST else None
    if found is None or found[1] is None:
        return found is not None, None
    month, year = month_of(found[2]), int(found[3])
    if month is None:
        return False, None
    full = year if len(found[3]) == 4 else year + (2000 if year < THIS_CENTURY else 1900)
    try:
        return True, date(full, month, int(found[1]))
    except ValueError:
        return False, None


def is_initials_over_tail(line: str) -> bool:
    """Whether ``line``, directly above such a tail, has the initials of who wrote and sent the story."""
    return _INITIALS_OVER_TAIL.fullmatch(line) is not None


def _reporter(line: str) -> Agency | None:
    """The agency of a line that is a reporter's name and its own: "Ann Lee, The Canadian Press"."""
    name, comma, agency = line.rpartition(", ")
    return credited(agency) if comma and is_name(name) else None


def _closed(line: str) -> Agency | None:
    """The agency that ends its copy with such a sentence."""
    if len(line) > LONGEST_CLOSING:
        return None
    folded = fold(line)
    return next((agency for text, agency in closings() if folded.startswith(text)), None)


def _as_spelled(bare: str, agency: Agency) -> bool:
    return bare.startswith((agency.code, *agency.aliases, *agency.signoffs)) or bare.isupper()


def _with_initials(bare: str, language: str | None) -> Agency | None:
    """The agency of "EFE abc/de", "PTI SHB", "AAP RTV ar" or "AGERPRES/(...)"."""
    words = re.split(r"[ /]", bare, maxsplit=1)
    if len(words) == 2 and _AUTHORS.fullmatch(words[1]) and bare[len(words[0])] == "/":
        return signed(words[0], language=language)
    if len(words) != 2 or not (
        _INITIALS.fullmatch(words[1])
        or (words[1].isupper() and len(words[1]) <= 12)
        or _DESK_AND_INITIALS.fullmatch(words[1])
    ):
        return _with_codes(words, language)
    return signed(words[0], language=language)


def _with_codes(words: list[str], language: str | None) -> Agency | None:
    if len(words) != 2 or not (words[0].islower() and _CODES_OF_A_DESK.fullmatch(words[1])):
        return None
    agency = signed(words[0], language=language)
    return agency if agency and words[0] in agency.signoffs else None
