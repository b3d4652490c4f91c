"""What stands before the body: headline, byline and its agency, slug lines, notes, when it was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from searchsvc.wire.agencies import Agency
from searchsvc.wire.front_lines import (
    agency_in_front,
    agency_of_byline,
    agency_of_job,
    is_byline,
    is_byline_of_names,
    is_credit,
    is_in_brackets,
    is_job,
    is_key_point,
    is_name,
    is_reporter,
    is_slug,
    is_slug_of_a_wire,
    is_time,
    notes_in_front,
    sent_day,
)
from searchsvc.wire.furniture import is_note
from searchsvc.wire.layout import Line, Paragraph, join

LONGEST_HEADLINE = 250
"""Characters."""
LEAST_OF_SENTENCES = 100
"""Characters: shorter ones are notes and headlines, whatever marks they have."""
MOST_HEADLINES = 4
"""Lines of a headline, with the byline below them."""
DEEPEST = 12
"""Paragraphs before the dateline that may still be its front."""

_RELEASE = re.compile(
    r"source\s?: \S.{1,80}|(?:media|news|press) release\b.{0,20}|for immediate release\b.{0,30}"
    r"|communiqué de presse\b.{0,20}|pressemitteilung\b.{0,20}|comunicado de prensa\b.{0,20}",
    re.I,
)
"""Lines above a press release that say what it is and whose."""
_MARGIN = "*^ "
_MARGIN_BEHIND = "^< "
"""A headline may begin with a company in such brackets: "<RAIN INC> YEAR NET"."""
_SENTENCE_END = r"[.!?…。！？][\"”’'»)]*"
_HAS_SENTENCE = re.compile(rf"{_SENTENCE_END}(?:\s|$)")
_ENDS_SENTENCE = re.compile(rf"{_SENTENCE_END}$")


@dataclass
class Front:
    """The parts of the front, each as one line of text, and how many paragraphs they take. ``agency`` is the
    one that the byline names, ``label`` the one in front of the headline; ``sent`` the day of a line that has
    nothing but the date and time; ``left_out`` the lines that are in no part, and why."""

    headline: list[str] = field(default_factory=list)
    byline: str | None = None
    slugline: str | None = None
    ednote: list[str] = field(default_factory=list)
    length: int = 0
    agency: Agency | None = None
    label: Agency | None = None
    sent: date | None = None
    left_out: list[tuple[list[Line], str]] = field(default_factory=list, compare=False)


def read_front(paragraphs: list[Paragraph], dateline_at: int | None) -> Front:
    """The front of a story whose dateline stands in paragraph ``dateline_at`` (None: it has none).

    Without a dateline only a first paragraph that reads like a headline, and notes and bylines, are
    taken: the first sentence of copy that has no headline stays where it is.
    """
    front = Front()
    end = dateline_at if dateline_at is not None else _end_of_front(paragraphs)
    for paragraph in paragraphs[:end]:
        lines = [line for line in paragraph if not _RELEASE.fullmatch(line.text)]
        if len(lines) < len(paragraph):
            front.left_out.append(([line for line in paragraph if line not in lines], "press release"))
        if lines and (reason := _continues_point(front, lines) or _sort(front, join(lines))):
            front.left_out.append((lines, reason))
    front.length = end
    return front


def _continues_point(front: Front, lines: list[Line]) -> str | None:
    """Why ``lines`` are left out where they are the rest of the key point above, indented below its mark."""
    above, reason = front.left_out[-1] if front.left_out else ([], "")
    return reason if reason == "key point" and lines[0].indent > above[0].indent else None


def _sort(front: Front, text: str) -> str | None:
    """Put ``text`` where it belongs; why it is in no part, where it is in none."""
    if is_in_brackets(text):
        front.ednote.append(text.strip("()[]* "))
        return None
    notes, text = notes_in_front(text)
    front.ednote += notes
    if is_note(text):
        front.ednote.append(text.strip("()[]* "))
    elif is_byline(text) and (front.headline or is_byline_of_names(text)):
        # "By the numbers: rain in Oslo" is a headline where none stands above it.
        front.agency = front.agency or agency_of_byline(text)
        if front.byline:
            return "byline"
        front.byline = text
    elif (sent := sent_day(text)) or is_time(text):
        front.sent = front.sent or sent
        return "date sent"
    elif is_slug(text) and not front.slugline:
        front.slugline = _bare(text)
    elif is_slug_of_a_wire(text):
        return "slug line"
    elif front.headline and is_key_point(text):
        return "key point"
    else:
        return _sort_names(front, text)
    return None


def _sort_names(front: Front, text: str) -> str | None:
    """A credit or a job below a reporter's name, a byline without "By", or else the headline."""
    if agency := is_credit(text) or agency_of_job(text):
        # "Ann Lee" and below it "Associated Press".
        front.agency = front.agency or agency
        if front.byline is None and len(front.headline) > 1 and is_name(front.headline[-1]):
            front.byline = front.headline.pop()
        return "credit"
    if front.byline and is_job(text):
        return "credit"
    if front.headline and is_reporter(text):
        front.agency = front.agency or agency_of_byline(text)
        if front.byline:
            return "byline"
        front.byline = text
        return None
    front.label = front.label or agency_in_front(text)
    front.headline.append(_bare(text))
    return None


def _bare(text: str) -> str:
    return text.lstrip(_MARGIN).rstrip(_MARGIN_BEHIND)


def _end_of_front(paragraphs: list[Paragraph]) -> int:
    """How many paragraphs the front takes where no dateline ends it; at least one is left."""
    texts = [join(paragraph) for paragraph in paragraphs[: DEEPEST + 1]]
    aside = [_is_aside(text) for text in texts]
    for number, text in enumerate(texts[1:], 1):
        aside[number] = aside[number] or (is_byline(texts[number - 1]) and is_job(text))
    end = 0
    while (
        end < len(texts) - 1 and aside[end] and (not is_byline(texts[end]) or is_byline_of_names(texts[end]))
    ):
        end += 1
    for number in range(end + 1, min(end + MOST_HEADLINES, len(texts) - 1)):
        # Two or three lines above a byline are the headline's, whatever is below it.
        if is_byline_of_names(texts[number]) and all(map(_is_unended, texts[end:number])):
            return next((each for each in range(number, len(texts)) if not aside[each]), number + 1)
    body = next((number for number in range(end + 1, len(texts)) if not aside[number]), None)
    if body is not None and reads_like_headline(texts[end], texts[body]):
        return body
    return end


def _is_unended(text: str) -> bool:
    """Whether ``text`` is short and no sentence with its stop."""
    return len(text) <= LONGEST_HEADLINE and not _ENDS_SENTENCE.search(text) and not text.endswith(":")


def _is_aside(text: str) -> bool:
    """A byline, a time, a slug line, or a note to editors in brackets or with its colon."""
    if is_byline(text) or is_time(text) or is_slug_of_a_wire(text) or sent_day(text) is not None:
        return True
    notes, rest = notes_in_front(text)
    if notes and rest:
        return False
    return (text[:1] in "([*" or ":" in text[:24]) and len(text) <= LONGEST_HEADLINE and is_note(text)


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
