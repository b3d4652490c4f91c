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
from searchsvc.wire.scan import DASHES, Scan, read_dateline, settled
from searchsvc.wire.words import WORD

__all__ = ["DatelineMatch", "NamedPlace", "match_dateline"]

LONGEST = 200
"""Characters; press releases name two cities, states and a long agency."""
SURE_TO_BE_A_CITY = 300_000
"""People: a bare "Asunción:" is taken for a dateline only for capitals that a reader knows."""

LEAST_BEHIND_A_BARE_CITY = 60
"""Characters of a sentence: "Berlin – Wien" is none."""
WORDS_OF_AN_UNKNOWN_PLACE = 3
"""With a date and without an agency, longer ones are titles and headings."""

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
        return bool(match.date) or first.is_certain or text[match.end - 1] in DASHES
    if first is None:
        # "(CNN)" alone may be a sign-off; "(CNN) -" and "(KPL) Rain fell" open a story.
        follows = text[match.end - 1] in DASHES or bool(text[match.end :].strip())
        return bool(match.date and (match.agency or match.stranger)) or (bool(match.agency) and follows)
    if match.stranger:
        return bool(match.date) or first.is_certain or first.is_capitals
    goes_on = text[match.end :].lstrip()[:1].islower()
    if match.date:
        if scan.colon and goes_on:
            return False
        plain = (
            any(map(str.isalpha, match.date_text)) and len(first.name.split()) <= WORDS_OF_AN_UNKNOWN_PLACE
        )
        return first.is_certain or first.is_capitals or plain
    if goes_on:
        return False
    known = first.population >= SURE_TO_BE_A_CITY and len(text) - match.end > LEAST_BEHIND_A_BARE_CITY
    if scan.colon:
        return known and (first.is_capital or first.is_capitals) and not first.qualifiers
    before, mark, after = (text[match.end + at : match.end + at + 1] for at in (-2, -1, 0))
    spaced = before == " " or mark in "—–_" or after == " "
    located = bool(first.qualifiers and first.place and first.place.lat is not None)
    return spaced and first.is_certain and (first.is_capitals or located or (known and not first.qualifiers))
