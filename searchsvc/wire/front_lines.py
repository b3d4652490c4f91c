"""Lines that stand above a story, one by one: bylines, jobs, slug lines, key points, times, notes.

Words are in ``tables/front.toml``.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from searchsvc.wire.agencies import Agency, credited
from searchsvc.wire.dates import match_date, match_time
from searchsvc.wire.furniture import is_note, jobs
from searchsvc.wire.knowledge import table
from searchsvc.wire.layout import Paragraph
from searchsvc.wire.vocabulary import given_names
from searchsvc.wire.words import fold

LONGEST_BYLINE = 120
"""Characters."""
LONGEST_SLUG = 80
LONGEST_TIME = 60
LONGEST_ZONE = 4
MONTHS = 12
LEAST_OF_A_HEADLINE = 3
"""Words behind "Di" or "Von"."""
LONGEST_NAME_OF_AGENCY = 4
"""Words."""
MOST_NOTES = 4
"""In brackets in front of one headline."""
MOST_LINES = 12
"""Lines of a paragraph that may be the front of a story rather than its text."""

_BYLINE = re.compile(
    r"(?:By|BY|by|Por|POR|Par|PAR|Von|VON|Di|DI)\s+[^\W\d_]"
    r"(?:[^.!?]|(?<=[\s.][^\W\d_])\.|(?<=\s[JSDjsd][Rr])\.|(?<=\s[Ss][Tt])\.)*\.?"
)
"""Full stops in it stand behind initials and titles: "Ann M. Lee", "Bob Roe Jr. and Ann St. Lee"."""
_TIME = re.compile(r"[\d/.:,\-\s]{6,}(?:[AP]M|[ap]\.?m\.?|GMT|UTC|[A-Z]{3,4})?")
_SENT = re.compile(
    r"(?:(?:First |Last )?(?:Published|Updated|Posted|Publicado|Publié|Veröffentlicht)\s?(?:on|:|le|el)?\s+)?"
)
_BETWEEN_DATE_AND_TIME = re.compile(r"[T,|\s-]*(?:at\s|um\s|à\s|a las\s)?")
_SLUG = re.compile(
    r"[A-Z0-9][A-Z0-9/&.()]*(?:-[A-Z0-9/&.()]+){1,6}(?:\s[\d,]+)?"
    r"|\^?[A-Z]{2}-[\w&.-]{2,60}(?:,\s?(?:\d{1,5}|\d\w\w Ld\b[^.]{0,40}))?<?"
    r"|[A-ZÀ-Þ]{4,20}"
)
_SLUG_OF_A_WIRE = re.compile(
    r"\^?[A-Z]{2,4}(?:-[A-Z]{2,4})?--[\w&.,'/() -]{2,60}<?"
    r"|[A-Z]{2,4}\d{1,4}\s[A-Z0-9/&.()]{2,20}(?:[- ][A-Z0-9/&.()]{1,20}){0,5}"
)
"""One that cannot be a headline: "BC-US--Rain Obit, 1st Ld-Writethru", "DEL45 POL-RAIN"."""
_KEY_POINT = re.compile(r"[*•▪‣·]\s{0,4}[^\W_*]")
_OF_AGENCY = re.compile(r"(?:[,|–—]|\sof|\sfor)\s+([^,|–—]+)$|\(([^()]+)\)\s*$")
"""Behind the reporter's name: "By Ann Lee, Reuters", "Ann Lee (TT)"."""
_BEFORE_AGENCY = re.compile(r"[,(|–—]")
_LABEL_OF_AGENCY = re.compile(r"([^\s/]{2,12})/\s?(?=\S)")
_CREDIT_IN_FRONT = re.compile(r"\(([^()]{2,40})\)\s+(?=[\"'“‘«]?\w)")
_IN_BRACKETS = re.compile(r"(?:\(([^()]{1,300})\)|\[([^\[\]]{1,300})\])\s*")


def is_byline(text: str) -> bool:
    """Whether the line begins as a byline does and has no sentence in it."""
    found = len(text) <= LONGEST_BYLINE and _BYLINE.fullmatch(text) is not None
    return found and not _opens_with_surname(text)


def _opens_with_surname(text: str) -> bool:
    """Whether the word for "by" begins a surname, of which a headline says something: "Di Maio a Tripoli"."""
    opening, *words = text.split()
    rows = table("front")
    if opening not in rows["particles"]:
        return False
    while len(words) > 1 and words[0] in rows["behind_particles"]:
        words.pop(0)
    if len(words) < LEAST_OF_A_HEADLINE or words[0] in given_names():
        return False
    return words[0].isalpha() and words[1].islower() and words[1] not in rows["joins"]


def is_byline_of_names(text: str) -> bool:
    """Whether all words of a byline are names or stand beside them: it can be told from other lines even
    where nothing parts it from them."""
    if not is_byline(text):
        return False
    _, *words = text.split()
    known = _words("beside") | jobs()
    return all(word[0].isupper() or not word[0].isalpha() or fold(word) in known for word in words)


def agency_of_byline(byline: str) -> Agency | None:
    """The agency behind the reporter's name."""
    found = _OF_AGENCY.search(byline)
    if found is None:
        return None
    named = found[1] or found[2]
    return credited(named.removesuffix(" Writer").removesuffix(" Staff")) or agency_of_job(named)


def agency_of_job(text: str) -> Agency | None:
    """The agency that begins a line which says what a reporter is: "AP White House Correspondent"."""
    words = text.split()
    if not is_job(text):
        return None
    for length in range(min(LONGEST_NAME_OF_AGENCY, len(words) - 1), 0, -1):
        if agency := credited(" ".join(words[:length])):
            return agency
    return None


def is_job(text: str) -> bool:
    """Whether the line says what a reporter is, in words with capitals."""
    words = text.split()
    if not 0 < len(words) <= 8 or len(text) > LONGEST_BYLINE:
        return False
    named = all(word[0].isupper() or fold(word) in _words("beside") for word in words)
    return named and any(fold(" ".join(words[-length:])) in jobs() for length in (1, 2))


def agency_in_front(headline: str) -> Agency | None:
    """The agency that stands in front of a headline: "ANSA/ Rain floods valley", "(Yonhap Interview) ..."."""
    if label := _LABEL_OF_AGENCY.match(headline):
        return credited(label[1])
    bracket = _CREDIT_IN_FRONT.match(headline)
    words = bracket[1].split() if bracket else []
    lengths = range(min(LONGEST_NAME_OF_AGENCY, len(words)), 0, -1)
    return next((found for n in lengths if (found := credited(" ".join(words[:n])))), None)


def is_credit(text: str) -> Agency | None:
    """The agency where the line is nothing but its name, or a combined one: "dpa/lno", "NTB / Reuters"."""
    if len(text) > LONGEST_BYLINE:
        return None
    before, _, behind = text.partition("/")
    behind = behind.strip()
    of_two = len(behind.split()) < 2 or credited(behind) or (before.endswith(" ") and is_name(behind))
    return credited(text) if of_two else None


def is_name(text: str) -> bool:
    """Whether ``text`` can be a reporter's name: two to four words, all with a capital."""
    words = text.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() and word[-1].isalpha() for word in words)


def is_reporter(text: str) -> bool:
    """Whether the line is a reporter's name and the agency: "Ann Lee, Reuters", "Ann Lee (TT)"."""
    return is_name(_BEFORE_AGENCY.split(text)[0]) and agency_of_byline(text) is not None


def is_slug(text: str) -> bool:
    """Whether the line names the story as wires do."""
    return len(text) < LONGEST_SLUG and (_SLUG.fullmatch(text) is not None or is_slug_of_a_wire(text))


def is_slug_of_a_wire(text: str) -> bool:
    """Whether it does so in a way in which no headline is written."""
    if len(text) >= LONGEST_SLUG or _SLUG_OF_A_WIRE.fullmatch(text) is None:
        return False
    return "-" in text


def is_key_point(text: str) -> bool:
    """Whether the line is one of the points that stand below a headline, each behind its mark."""
    return _KEY_POINT.match(text) is not None


def is_time(text: str) -> bool:
    """Whether the line has figures alone, as a date or a time has."""
    return _TIME.fullmatch(text) is not None


def sent_day(text: str) -> date | None:
    """The day of a line that says when the copy was sent, and nothing else."""
    if len(text) > LONGEST_TIME:
        return None
    day = match_date(text, _SENT.match(text).end())  # type: ignore[union-attr]  # it matches nothing, too
    if day is None or day.year is None or day.month is None:
        return None
    at = _BETWEEN_DATE_AND_TIME.match(text, day.end).end()  # type: ignore[union-attr]  # it matches nothing, too
    rest = text[match_time(text, at) or at :].strip(" .|Z")
    if rest and not (rest.isupper() and len(rest) <= LONGEST_ZONE):
        return None
    days = [date(day.year, day.month, day.day)]
    if day.ambiguous and day.day <= MONTHS:
        days.append(date(day.year, day.day, day.month))
    return max(days)


def is_in_brackets(text: str) -> bool:
    """Whether one pair of brackets, or a double one, holds the whole line."""
    pair = (text[0], text[-1]) in (("(", ")"), ("[", "]"))
    return text.startswith("((") or (pair and text.count(text[0]) == 1)


def notes_in_front(text: str) -> tuple[list[str], str]:
    """The notes to editors in brackets in front of ``text``, and the rest: "(Updates) (Photos) Rain ..."."""
    notes: list[str] = []
    at = 0
    while len(notes) < MOST_NOTES and (found := _IN_BRACKETS.match(text, at)):
        note = found[1] or found[2]
        if not notes and not is_note(note):
            break
        notes.append(note)
        at = found.end()
    return notes, text[at:]


def divide(story: list[Paragraph], deepest: int) -> list[Paragraph]:
    """``story`` with those lines of its first ``deepest`` paragraphs set apart that are no part of the lines
    around them: a byline directly below the headline, key points, a slug line above."""
    divided: list[Paragraph] = []
    for number, paragraph in enumerate(story):
        if number == deepest:
            return [*divided, *story[number:]]
        divided.extend(_divided(paragraph) if len(paragraph) > 1 else [paragraph])
    return divided


_ENDS = (".", "!", "?", "。", '."', ".”", ",")


def _divided(paragraph: Paragraph) -> list[Paragraph]:
    parts: list[Paragraph] = [[]]
    alone = False
    for number, line in enumerate(paragraph):
        text = line.text
        byline_above = alone and is_byline(parts[-1][-1].text)
        credited_here = alone and len(text) <= LONGEST_TIME and is_credit(text) is not None
        slugged = number == 0 and is_slug(text) and not paragraph[1].text.isupper()
        if slugged or credited_here or _stands_alone(text) or (byline_above and is_job(text)):
            parts.append([line])
            alone = True
        elif alone and is_key_point(parts[-1][0].text) and text[:1].islower():
            parts[-1].append(line)
        elif alone:
            parts.append([line])
            alone = False
        else:
            parts[-1].append(line)
        if number >= MOST_LINES or (not alone and text.endswith(_ENDS)):
            parts[-1].extend(paragraph[number + 1 :])
            break
    return [part for part in parts if part]


def _stands_alone(text: str) -> bool:
    return (
        is_byline_of_names(text)
        or is_reporter(text)
        or is_slug_of_a_wire(text)
        or is_key_point(text)
        or is_in_brackets(text)
        or sent_day(text) is not None
    )


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(map(fold, table("front")[key]))
