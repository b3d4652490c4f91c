"""The dateline at the head of a paragraph: where and when a story was filed, and by which agency.

One scanner (``scan``) reads the styles of all agencies, for they differ in order and marks only::

    Tokyo, Feb 10 (EFE).-            city, date (agency) mark
    PORTLAND, Ore. (AP) --           city, state (agency) mark
    HOUSTON, Feb 26 -                city, date mark; the agency signs off at the end
    SEATTLE/WASHINGTON (Reuters) -   several cities
    Ecija (Sevilla), 23 may (EFE).-  city (province), date
    MOSCOW, January 21. /TASS/.      agency between slashes
    Riyadh, September 21, 2026, SPA --
    New Delhi [India], Nov 19 (ANI):
    (ANSA) - ROMA, 16 APR -          agency first
    新华社北京6月14日电               agency, city, date without spaces (``cjk``)

It reads parts (places, date, agency, closing mark) until one does not fit. Here is asked whether
they are evidence enough: prose that only looks like a dateline must give none.
"""

from __future__ import annotations

import re

from searchsvc.wire.cjk import match_cjk, openings
from searchsvc.wire.parts import DatelineMatch, NamedPlace
from searchsvc.wire.places import regions, small_words
from searchsvc.wire.scan import DASHES, Scan, read_dateline, settled
from searchsvc.wire.vocabulary import given_names
from searchsvc.wire.words import WORD

__all__ = ["DatelineMatch", "NamedPlace", "match_dateline"]

LONGEST = 200
"""Characters; press releases name two cities, states and a long agency."""
SURE_TO_BE_A_CITY = 300_000
"""People: a bare "Asunción:" is taken for a dateline only for capitals that a reader knows."""

LEAST_BEHIND_A_BARE_CITY = 60
"""Characters of a sentence: "Berlin – Wien" is none."""
KNOWN_BEFORE_A_SPACED_DASH = 50_000
"""People of a city in small letters before " – ": of 1,028 articles of an Austrian daily 59 open with one of
fewer than ``SURE_TO_BE_A_CITY``, and of 130,000 paragraphs without datelines in seven languages none."""
WORDS_OF_AN_UNKNOWN_PLACE = 3
"""With a date and without an agency, longer ones are titles and headings."""

_BULLETS = tuple("•*>-–—_·")
_NO_STORY = re.compile(
    r"\s*(?:I\s|[^\W\d_]\S*(?:\s[^\W\d_]\S*)?\s[-–—]\s"
    r"|[A-ZÀ-Þ]\S*(?:\s[A-ZÀ-Þ]\S*)?\s(?:\d+[-:]\d|:\s)|[^.!?\d\n]{1,25}\.\s)"
)
"""Behind the dash: a speaker's "I", a name or two before another dash, a score or a colon, a title."""
_TELLING = re.compile(r"[-–—_=―()\[\]/:.\d]")
"""One of these is in every dateline: a mark that closes it or its credit, or a figure of its date."""
_OPENING = re.compile(r"[\s*>•–—_\-]{0,8}")
_BYLINE = re.compile(r"(?:By|Por|Par|Von|Di|Da|BY|POR|by)\s+(?=[^\W\d_])")


def match_dateline(text: str, start: int = 0, *, language: str | None = None) -> DatelineMatch | None:
    """The dateline that opens ``text`` at ``start``, or None. A byline may stand before it."""
    window = text[: start + LONGEST]
    start = _OPENING.match(window, start).end()  # type: ignore[union-attr]  # it matches nothing, too
    if window[start : start + 1] in openings() and (found := match_cjk(window, start)):
        return found
    if byline := _BYLINE.match(window, start):
        return _after_byline(window, byline.end(), language)
    return _match(window, start, language)


def _after_byline(text: str, start: int, language: str | None) -> DatelineMatch | None:
    """ "By Jane Roe and John Doe NEW YORK (Reuters) -": the dateline starts at a known place."""
    words = list(WORD.finditer(text, start))[:14]
    for word in words[2:]:
        found = _match(text, word.start(), language)
        if found and found.agency and found.places and all(map(_is_no_name, found.places)):
            return found
    for word in words[1:]:
        opening = text.find("(", word.end(), word.end() + 2)
        if opening >= 0 and (found := _match(text, opening, language)) and found.agency:
            return found
    return None


def _is_no_name(place: NamedPlace) -> bool:
    """Whether the place is known, and no reporter's last name stands before it ("Roe SALEM, Ore.")."""
    capitals = {word.isupper() for word in place.name.split() if len(word) > 2}
    return place.is_certain and len(capitals) == 1


def _match(text: str, start: int, language: str | None) -> DatelineMatch | None:
    """The match, if its parts are evidence enough for a dateline."""
    if _TELLING.search(text, start) is None:
        return None
    scan = read_dateline(text, start, language)
    if not scan.closed or not (scan.places or scan.date or scan.agency):
        return None
    if any(place.is_lower for place in scan.places) and not (scan.date and scan.places[0].is_certain):
        return None
    end = scan.at
    while end > start and text[end - 1].isspace():
        end -= 1
    date = settled(scan.date, scan.agency.country if scan.agency else scan.country)
    written = text[date.start : date.end] if date else ""
    match = DatelineMatch(start, end, tuple(scan.places), date, scan.agency, scan.stranger, written)
    return match if _is_evidence(match, scan) else None


def _is_evidence(match: DatelineMatch, scan: Scan) -> bool:
    text, first = scan.text, match.places[0] if match.places else None
    if match.agency and first:
        dashed = text[match.end - 1] in DASHES and not scan.slashed
        return bool(match.date) or first.is_certain or dashed
    if first is None:
        # "(CNN)" alone may be a sign-off; "(CNN) -" and "(KPL) Rain fell" open a story.
        follows = text[match.end - 1] in DASHES or bool(text[match.end :].strip())
        return bool(match.date and (match.agency or match.stranger)) or (bool(match.agency) and follows)
    if match.stranger:
        return bool(match.date) or first.is_certain or first.is_capitals
    goes_on = text[match.end :].lstrip()[:1].islower()
    if match.date:
        if goes_on and (scan.colon or not (first.is_certain or first.is_capitals)):
            return False
        plain = (
            any(map(str.isalpha, match.date_text)) and len(first.name.split()) <= WORDS_OF_AN_UNKNOWN_PLACE
        )
        return first.is_certain or first.is_capitals or plain
    return not goes_on and _is_evidence_alone(match, first, text, colon=scan.colon)


def _is_evidence_alone(match: DatelineMatch, first: NamedPlace, text: str, *, colon: bool) -> bool:
    """Whether places are a dateline that has neither agency nor date."""
    long = len(text) - match.end > LEAST_BEHIND_A_BARE_CITY
    known = long and first.population >= SURE_TO_BE_A_CITY
    if colon:
        # "KUWAIT: ", "Islamabad, Pakistan: "
        sure = known or (long and first.is_capital and first.is_capitals)
        return sure and (first.is_capital or first.is_capitals) and all(map(_is_country, first.qualifiers))
    before, mark, after = (text[match.end + at : match.end + at + 1] for at in (-2, -1, 0))
    spaced = before == " " or mark in "—–_" or after == " " or before + mark == "--"
    if first.is_capitals or not spaced:
        return spaced and first.is_certain
    if first.qualifiers:
        return first.place is not None and first.place.lat is not None
    if not (long and _is_prose(text, match)):
        return False
    return known or _is_known_by_its_dash(text, match, set_off=before == after == " " and mark == "–")


def _is_country(name: str) -> bool:
    return any(where.admin1 is None for where in regions(name))


def _is_prose(text: str, match: DatelineMatch) -> bool:
    """Whether what follows a city in small letters can be a story: it is no item of a list, no fixture
    ("Roma - Milan 2-1"), speaker ("Sydney – I never") or title ("Florenz – Perle der Toskana.")."""
    bulleted = text[: match.start].rstrip()[-1:] in _BULLETS
    if bulleted or match.places[0].name in small_words("words_and_cities"):
        return False
    return _NO_STORY.match(text, match.end) is None


def _is_known_by_its_dash(text: str, match: DatelineMatch, *, set_off: bool) -> bool:
    """Whether it is "Graz – " or "Ried/Wien - ", as German papers write; "Victoria – " may be a speaker."""
    best = max(match.places, key=lambda place: place.population)
    if any(place.is_capitals or place.qualifiers for place in match.places):
        return False
    if len(match.places) > 1:
        sure = (
            best.is_capital or best.population >= SURE_TO_BE_A_CITY or all(p.is_certain for p in match.places)
        )
        return sure and "/" in text[match.start : match.end]
    return set_off and best.population >= KNOWN_BEFORE_A_SPACED_DASH and best.name not in given_names()
