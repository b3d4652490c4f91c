"""What stands before the body: headline, byline, slug lines, notes to editors, the time it was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from searchsvc.wire.furniture import is_note
from searchsvc.wire.layout import Paragraph, join

LONGEST_HEADLINE = 250
"""Characters."""
LONGEST_BYLINE = 120
"""Characters."""
DEEPEST = 12
"""Paragraphs before the dateline that may still be its front."""

_BYLINE = re.compile(r"(?:By|BY|by|Por|POR|Par|PAR|Von|VON|Di|DI)\s+[^\W\d_][^.!?]*\.?")
_TIME = re.compile(r"[\d/.:,\-\s]{6,}(?:[AP]M|[ap]\.?m\.?|GMT|UTC|[A-Z]{3,4})?")
_SLUG = re.compile(r"[A-Z0-9][A-Z0-9/&.()]*(?:-[A-Z0-9/&.()]+){1,6}(?:\s[\d,]+)?")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"”’'»)]*$")


@dataclass
class Front:
    """The parts of the front, each as one line of text, and how many paragraphs they take."""

    headline: list[str] = field(default_factory=list)
    byline: str | None = None
    slugline: str | None = None
    ednote: list[str] = field(default_factory=list)
    length: int = 0


def read_front(paragraphs: list[Paragraph], dateline_at: int | None) -> Front:
    """The front of a story whose dateline stands in paragraph ``dateline_at`` (None: it has none).

    Without a dateline only a first paragraph that reads like a headline, and notes and bylines, are
    taken: the first sentence of copy that has no headline stays where it is.
    """
    front = Front()
    end = dateline_at if dateline_at is not None else _end_of_front(paragraphs)
    for paragraph in paragraphs[:end]:
        _sort(front, join(paragraph))
    front.length = end
    return front


def _sort(front: Front, text: str) -> None:
    if is_note(text) or text.startswith("(("):
        front.ednote.append(text.strip("()[]* "))
    elif len(text) <= LONGEST_BYLINE and _BYLINE.fullmatch(text):
        front.byline = front.byline or text
    elif _TIME.fullmatch(text):
        return
    elif _SLUG.fullmatch(text) and not front.slugline and len(text) < 60:
        front.slugline = text
    else:
        front.headline.append(text.strip("* "))


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
    if ended and ended[0][0] in ".。…":
        return False
    return len(following) > len(text) or _ENDS_SENTENCE.search(following) is not None


def is_front(paragraphs: list[Paragraph]) -> bool:
    """Whether paragraphs before one with a dateline can be its front: few and short."""
    return len(paragraphs) <= DEEPEST and all(len(join(each)) <= LONGEST_HEADLINE * 2 for each in paragraphs)
