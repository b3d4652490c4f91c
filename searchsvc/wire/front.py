"""What stands before the body: headline, byline and its agency, slug lines, notes, when it was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from searchsvc.wire.agencies import Agency, credited
from searchsvc.wire.dates import match_date, match_time
from searchsvc.wire.furniture import is_note
from searchsvc.wire.layout import Paragraph, join

LONGEST_HEADLINE = 250
"""Characters."""
LEAST_OF_SENTENCES = 100
"""Characters: shorter ones are notes and headlines, whatever marks they have."""
LONGEST_BYLINE = 120
"""Characters."""
LONGEST_TIME = 60
LONGEST_ZONE = 4
MONTHS = 12
DEEPEST = 12
"""Paragraphs before the dateline that may still be its front."""

_BYLINE = re.compile(r"(?:By|BY|by|Por|POR|Par|PAR|Von|VON|Di|DI)\s+[^\W\d_][^.!?]*\.?")
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
_OF_AGENCY = re.compile(r"(?:[,|–—]|\sof|\sfor)\s+([^,|–—]+)$|\(([^()]+)\)\s*$")
"""Behind the reporter's name: "By Ann Lee, Reuters", "Ann Lee (TT)"."""
_BEFORE_AGENCY = re.compile(r"[,(|–—]")
_RELEASE = re.compile(
    r"source\s?: \S.{1,80}|(?:media|news|press) release\b.{0,20}|for immediate release\b.{0,30}"
    r"|communiqué de presse\b.{0,20}|pressemitteilung\b.{0,20}|comunicado de prensa\b.{0,20}",
    re.I,
)
"""Lines above a press release that say what it is and whose."""
_MARGIN = "*^< "
_SENTENCE_END = r"[.!?…。！？][\"”’'»)]*"
_HAS_SENTENCE = re.compile(rf"{_SENTENCE_END}(?:\s|$)")
_ENDS_SENTENCE = re.compile(rf"{_SENTENCE_END}$")


@dataclass
class Front:
    """The parts of the front, each as one line of text, and how many paragraphs they take. ``agency`` is the
    one that the byline names; ``sent`` the day of a line that has nothing but the date and time."""

    headline: list[str] = field(default_factory=list)
    byline: str | None = None
    slugline: str | None = None
    ednote: list[str] = field(default_factory=list)
    length: int = 0
    agency: Agency | None = None
    sent: date | None = None


def read_front(paragraphs: list[Paragraph], dateline_at: int | None) -> Front:
    """The front of a story whose dateline stands in paragraph ``dateline_at`` (None: it has none).

    Without a dateline only a first paragraph that reads like a headline, and notes and bylines, are
    taken: the first sentence of copy that has no headline stays where it is.
    """
    front = Front()
    end = dateline_at if dateline_at is not None else _end_of_front(paragraphs)
    for paragraph in paragraphs[:end]:
        lines = [line for line in paragraph if not _RELEASE.fullmatch(line.text)]
        if lines:
            _sort(front, join(lines))
    front.length = end
    return front


def _sort(front: Front, text: str) -> None:
    bracketed = (text[0], text[-1]) in (("(", ")"), ("[", "]")) and text.count(text[0]) == 1
    if is_note(text) or text.startswith("((") or bracketed:
        front.ednote.append(text.strip("()[]* "))
    elif len(text) <= LONGEST_BYLINE and _BYLINE.fullmatch(text):
        front.byline = front.byline or text
        front.agency = front.agency or _agency_of(text)
    elif (sent := _sent(text)) or _TIME.fullmatch(text):
        front.sent = front.sent or sent
    elif _SLUG.fullmatch(text) and not front.slugline and len(text) < 80:
        front.slugline = text.strip(_MARGIN)
    elif len(text) <= LONGEST_BYLINE and (agency := credited(text)):
        # "Ann Lee" and below it "Associated Press".
        front.agency = front.agency or agency
        if front.byline is None and len(front.headline) > 1 and is_name(front.headline[-1]):
            front.byline = front.headline.pop()
    elif front.headline and is_name(_BEFORE_AGENCY.split(text)[0]) and (agency := _agency_of(text)):
        front.byline, front.agency = front.byline or text, front.agency or agency
    else:
        front.headline.append(text.strip(_MARGIN))


def _agency_of(byline: str) -> Agency | None:
    found = _OF_AGENCY.search(byline)
    return credited((found[1] or found[2]).removesuffix(" Writer").removesuffix(" Staff")) if found else None


def is_name(text: str) -> bool:
    """Whether ``text`` can be a reporter's name: two to four words, all with a capital."""
    words = text.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() and word[-1].isalpha() for word in words)


def _sent(text: str) -> date | None:
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


def _end_of_front(paragraphs: list[Paragraph]) -> int:
    """How many paragraphs the front takes where no dateline ends it; at least one is left."""
    texts = [join(paragraph) for paragraph in paragraphs[: DEEPEST + 1]]
    aside = [_is_aside(text) for text in texts]
    end = 0
    while end < len(texts) - 1 and aside[end]:
        end += 1
    body = next((number for number in range(end + 1, len(texts)) if not aside[number]), None)
    if body is not None and reads_like_headline(texts[end], texts[body]):
        return body
    return end


def _is_aside(text: str) -> bool:
    """A byline, a time, or a note to editors in brackets or with its colon."""
    if len(text) <= LONGEST_BYLINE and _BYLINE.fullmatch(text):
        return True
    marked = text[:1] in "([*" or ":" in text[:24]
    return _TIME.fullmatch(text) is not None or (marked and len(text) <= LONGEST_HEADLINE and is_note(text))


def reads_like_headline(text: str, following: str) -> bool:
    """Whether ``text``, the first paragraph, is a headline over ``following``: short, without a full
    stop at its end, over something longer or over something that is a sentence."""
    if len(text) > LONGEST_HEADLINE or not any(map(str.isalpha, text)):
        return False
    ended = _ENDS_SENTENCE.search(text)
    if text.endswith(":") or (ended and ended[0][0] in ".。…"):
        return False
    return len(following) > len(text) or _ENDS_SENTENCE.search(following) is not None


def is_told(text: str) -> bool:
    """Whether ``text`` is sentences rather than a line: long, with the end of one in it."""
    return len(text) > LEAST_OF_SENTENCES and _HAS_SENTENCE.search(text) is not None


def is_a_line(text: str) -> bool:
    """Whether what stands above a story reads as one line, its headline: not long, and no sentences."""
    return 0 < len(text) <= LONGEST_HEADLINE and not is_told(text)


def is_front(paragraphs: list[Paragraph]) -> bool:
    """Whether paragraphs before one with a dateline can be its front: few and short."""
    return len(paragraphs) <= DEEPEST and all(len(join(each)) <= LONGEST_HEADLINE * 2 for each in paragraphs)
