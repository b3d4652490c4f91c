"""The dateline at the head of a paragraph: where and when a story was filed, and by which agency.

One scanner reads the styles of all agencies, for they differ in order and marks only::

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

It reads parts (places, date, agency, closing mark) until one does not fit, and then asks whether
they are evidence enough: prose that only looks like a dateline must give none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from searchsvc.wire.agencies import Agency, credited
from searchsvc.wire.cjk import match_cjk
from searchsvc.wire.dates import DateMatch, match_date
from searchsvc.wire.parts import DatelineMatch, NamedPlace
from searchsvc.wire.places import find_city, regions
from searchsvc.wire.words import WORD

__all__ = ["DatelineMatch", "NamedPlace", "match_dateline"]

LONGEST = 200
"""Characters; press releases name two cities, states and a long agency."""
WORDS_OF_A_PLACE = 6
SURE_TO_BE_A_CITY = 300_000
"""People: a bare "Asunción:" is taken for a dateline only for cities that a reader knows."""

_OPENING = re.compile(r"[\s*>•–—_\-]{0,8}")
_DASH = re.compile(r"\s*\.?,?\s*(?:--+|[-–—―_=])+(?=\s|[^\W_]|[\"“«„‘'(]|$)")
_CLOSING = re.compile(r"\s?(?:\.?\s?(?:-{1,3}|[–—―_=])|[:.])?(?:\s|(?=[^\W_]|[\"“«„‘'¿¡(])|$)")
_PARTICLES = frozenset(
    (
        "a",
        "al",
        "am",
        "an",
        "and",
        "auf",
        "av",
        "bei",
        "bij",
        "by",
        "d",
        "da",
        "das",
        "de",
        "dei",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "en",
        "i",
        "in",
        "la",
        "las",
        "le",
        "les",
        "lo",
        "los",
        "na",
        "nad",
        "o",
        "of",
        "on",
        "op",
        "os",
        "sobre",
        "sul",
        "sur",
        "the",
        "und",
        "upon",
        "van",
        "von",
        "y",
    )
)
_BYLINE = re.compile(r"(?:By|Por|Par|Von|Di|Da|BY|POR|by)\s+(?=[^\W\d_])")
_NOT_AGENCIES = re.compile(r"[RDI]-[A-Z]|\w+:|\d|(?:NYSE|NASDAQ|Nasdaq|AMEX)\b")


@dataclass
class _Scan:
    """What has been read so far."""

    text: str
    at: int
    language: str | None
    places: list[NamedPlace] = field(default_factory=list)
    date: DateMatch | None = None
    agency: Agency | None = None
    stranger: str | None = None
    closed: bool = False
    colon: bool = False


def match_dateline(text: str, start: int = 0, *, language: str | None = None) -> DatelineMatch | None:
    """The dateline that opens ``text`` at ``start``, or None. A byline may stand before it."""
    window = text[: start + LONGEST]
    start = _OPENING.match(window, start).end()  # type: ignore[union-attr]  # it matches nothing, too
    if window[start : start + 1] in "【（[(新中共時연<" and (found := match_cjk(window, start)):
        return found
    if byline := _BYLINE.match(window, start):
        return _after_byline(window, byline.end(), language)
    return _match(window, start, language)


def _after_byline(text: str, start: int, language: str | None) -> DatelineMatch | None:
    """ "By Jane Roe and John Doe NEW YORK (Reuters) -": the dateline starts at a known place."""
    words = list(WORD.finditer(text, start))[:14]
    for word in words[2:]:
        found = _match(text, word.start(), language)
        if found and found.agency and found.places and found.places[0].is_certain:
            return found
    for word in words[1:]:
        opening = text.find("(", word.end(), word.end() + 2)
        if opening >= 0 and (found := _match(text, opening, language)) and found.agency:
            return found
    return None


def _match(text: str, start: int, language: str | None) -> DatelineMatch | None:
    scan = _Scan(text, start, language)
    _read_agency_first(scan)
    if not scan.closed or scan.places or not scan.agency or _starts_place(scan):
        while not scan.closed and _read_part(scan):
            pass
    return _judge(scan, start)


def _starts_place(scan: _Scan) -> bool:
    """After "(ANSA) -": does "ROMA, 16 APR -" follow? If so it is read, if not nothing is lost."""
    rest = _Scan(scan.text, scan.at, scan.language, agency=scan.agency)
    while not rest.closed and _read_part(rest):
        pass
    if not (rest.closed and rest.places and rest.date):
        return False
    scan.places, scan.date, scan.at = rest.places, rest.date, rest.at
    return True


def _read_agency_first(scan: _Scan) -> None:
    if scan.text[scan.at : scan.at + 1] == "(":
        end = scan.text.find(")", scan.at, scan.at + 40)
        agency = credited(scan.text[scan.at + 1 : end]) if end > 0 else None
        if agency and (closing := _CLOSING.match(scan.text, end + 1)):
            scan.agency, scan.at, scan.closed = agency, closing.end(), True
    elif (word := WORD.match(scan.text, scan.at)) and word[0].isupper() and len(word[0]) > 2:
        # "AKP Phnom Penh, July 28, 2026 --": a code in capitals before a place that is not.
        agency = credited(word[0])
        follows = WORD.match(scan.text, word.end() + 1)
        if agency and follows and not follows[0].isupper() and find_city(word[0]) is None:
            scan.agency, scan.at = agency, word.end() + 1


def _read_part(scan: _Scan) -> bool:
    """Read one more part; False where nothing that belongs to a dateline follows."""
    text, at = scan.text, _skip(scan.text, scan.at, " ,\t")
    char = text[at : at + 1]
    if not char:
        return False
    if char == "(":
        return _read_parenthesis(scan, at)
    if char == "[":
        return _read_qualifier(scan, at, "]")
    if (
        char == "/"
        and (end := text.find("/", at + 1, at + 40)) > 0
        and (agency := credited(text[at + 1 : end]))
    ):
        return _close(scan, agency, end + 1)
    if scan.date is None and (date := match_date(text, at, scan.language)):
        scan.date, scan.at = date, date.end
        return True
    if (scan.places or scan.date) and (dash := _DASH.match(text, scan.at)):
        return _close_by_dash(scan, dash)
    if char in ".:" and (scan.places or scan.date):
        return _read_stop(scan, at)
    if char == "/" and scan.places:
        scan.at = at + 1
        return _read_place(scan, at + 1)
    return _read_word(scan, at)


def _skip(text: str, at: int, chars: str) -> int:
    while at < len(text) and text[at] in chars:
        at += 1
    return at


def _read_stop(scan: _Scan, at: int) -> bool:
    """A full stop inside ("January 21. /TASS/.") or a colon at the end ("June 1: ...")."""
    if scan.text[at] == ":":
        scan.closed = scan.colon = True
        scan.at = at + 1
        return True
    scan.at = at + 1
    return True


def _read_parenthesis(scan: _Scan, at: int) -> bool:
    end = scan.text.find(")", at, at + 45)
    if end < 0:
        return False
    inside = scan.text[at + 1 : end].strip()
    country = scan.places[0].country if scan.places else None
    if agency := credited(inside, country=country, language=scan.language):
        return _close(scan, agency, end + 1)
    first, _, rest = inside.partition(" ")
    if "-" in inside and (agency := credited(inside.partition(" -")[0])):
        scan.date = scan.date or match_date(inside.partition("- ")[2], 0, scan.language)
        return _close(scan, agency, end + 1)
    if (agency := credited(first)) and rest.startswith(("on ", "in ")):
        return _close(scan, agency, end + 1)
    closing = _DASH.match(scan.text, end + 1) or re.compile(r"\s?[.:]-?\s").match(scan.text, end + 1)
    if (
        closing
        and (scan.date or scan.places)
        and _may_be_agency(inside)
        and not _read_as_qualifier(scan, inside)
    ):
        scan.stranger, scan.at, scan.closed = inside, closing.end(), True
        return True
    return _read_qualifier(scan, at, ")")


def _read_as_qualifier(scan: _Scan, inside: str) -> bool:
    return bool(scan.places and regions(inside))


def _may_be_agency(inside: str) -> bool:
    words = inside.split()
    return (
        0 < len(words) <= 4 and len(inside) <= 30 and "," not in inside and not _NOT_AGENCIES.search(inside)
    )


def _read_qualifier(scan: _Scan, at: int, closing: str) -> bool:
    end = scan.text.find(closing, at, at + 45)
    if end < 0 or not scan.places or scan.date:
        return False
    inside = scan.text[at + 1 : end].strip()
    if not inside[:1].isupper() or len(inside.split()) > WORDS_OF_A_PLACE:
        return False
    scan.places[-1] = scan.places[-1].qualified(inside)
    scan.at = end + 1
    return True


def _close(scan: _Scan, agency: Agency, at: int) -> bool:
    closing = _CLOSING.match(scan.text, at)
    scan.agency, scan.closed = agency, True
    scan.at = closing.end() if closing else at
    return True


def _close_by_dash(scan: _Scan, dash: re.Match[str]) -> bool:
    """A dash ends the dateline, unless an agency or the date stands between it and another."""
    text, at = scan.text, _skip(scan.text, dash.end(), " ")
    scan.at, scan.closed = dash.end(), True
    if text[at : at + 1] == "(":
        if (end := text.find(")", at, at + 45)) > 0:
            inside = text[at + 1 : end]
            if agency := credited(inside.partition(" - ")[0]):
                scan.date = scan.date or match_date(inside.partition(" - ")[2], 0, scan.language)
                return _close(scan, agency, end + 1)
        return True
    following = re.compile(r"\s*[-–—./]").search(text, at, at + 40)
    if following and (agency := credited(text[at : following.start()].strip())):
        _close(scan, agency, following.start())
        day_at = _skip(text, following.end(), " ")
        if scan.date is None and (date := match_date(text, day_at, scan.language)):
            closing = _CLOSING.match(text, date.end)
            scan.date, scan.at = date, closing.end() if closing else date.end
    return True


def _read_word(scan: _Scan, at: int) -> bool:
    """A bare agency ("Nov 26 AFP -") or a place."""
    bare = re.compile(r"[^\W\d_][\w.]*(?: [A-ZА-Я][\w.]*){0,2}(?=\.? ?[-–—/.]|$)").match(scan.text, at)
    if (
        bare
        and (scan.places or scan.date)
        and (agency := credited(bare[0].rstrip(".")))
        and regions(bare[0]) == ()
    ):
        closing = re.compile(r"\.?\s?(?:--+|[-–—/])\s?|\.\s").match(scan.text, bare.end())
        if closing and bare[0][:1].isupper():
            scan.agency, scan.at = agency, closing.end()
            scan.closed = True
            slashed = closing[0].strip() == "/" and match_date(scan.text, closing.end(), scan.language)
            if slashed:
                scan.date, scan.at = slashed, _skip(scan.text, slashed.end, " /")
            return True
    if scan.date is not None:
        return False
    return _read_place(scan, at)


def _read_place(scan: _Scan, at: int) -> bool:
    """A city, another city after a slash, or the state or country of the one before."""
    end = _end_of_name(scan, at)
    if end is None:
        return False
    name = scan.text[at:end].rstrip()
    after_slash = scan.text[scan.at - 1 : scan.at] == "/"
    if scan.places and not after_slash:
        if len(scan.places[-1].qualifiers) == 2:
            return False
        scan.places[-1] = scan.places[-1].qualified(name)
    else:
        scan.places.extend(
            NamedPlace.read(part) for part in re.split(r" (?:and|AND|und|y|et) (?=[A-ZÀ-Þ])", name)
        )
    scan.at = end
    return True


def _end_of_name(scan: _Scan, at: int) -> int | None:
    """Where the name of a place that starts at ``at`` ends, or None where there is none."""
    text, end, words = scan.text, None, 0
    lower = text[at : at + 1].islower()
    while word := WORD.match(text, at):
        written = word[0]
        if end is not None and scan.date is None and match_date(text, at, scan.language):
            break
        if not (written[0].isupper() or not written[0].islower() or written in _PARTICLES or lower):
            return None
        words += 1
        if words > WORDS_OF_A_PLACE + 1:
            return None
        if written not in _PARTICLES or lower:
            end = word.end()
            if written.endswith(".") and _ends_at_stop(text, word, scan):
                end -= 1
                break
        if text[word.end() : word.end() + 1] != " ":
            break
        at = word.end() + 1
    return end


def _ends_at_stop(text: str, word: re.Match[str], scan: _Scan) -> bool:
    """A dot that ends the place ("Москва. 22 ноября."), not that of an abbreviation ("St. Louis")."""
    follows = text[word.end() : word.end() + 2].strip()
    if len(word[0]) < 5 or not follows:
        return False
    return bool(match_date(text, word.end() + 1, scan.language) or credited(_next_word(text, word.end() + 1)))


def _next_word(text: str, at: int) -> str:
    word = WORD.match(text, at)
    return word[0].rstrip(".") if word else ""


def _judge(scan: _Scan, start: int) -> DatelineMatch | None:
    """The match, if its parts are evidence enough for a dateline."""
    if not scan.closed or not (scan.places or scan.date or scan.agency):
        return None
    if any(place.is_lower for place in scan.places) and not (scan.date and scan.places[0].is_certain):
        return None
    end = scan.at
    while end > start and scan.text[end - 1].isspace():
        end -= 1
    match = DatelineMatch(start, end, tuple(scan.places), scan.date, scan.agency, scan.stranger)
    return match if _is_evidence(match, scan) else None


def _is_evidence(match: DatelineMatch, scan: _Scan) -> bool:
    first = match.places[0] if match.places else None
    if match.agency:
        ended_by_mark = scan.text[match.end - 1] in "-–—_=:.―/"
        return first is None or bool(match.date) or ended_by_mark or first.is_certain or first.is_capitals
    if first is None:
        return bool(match.stranger and match.date)
    if match.stranger:
        return bool(match.date) or first.is_certain or first.is_capitals
    if match.date:
        return first.is_certain or first.is_capitals or len(first.name.split()) <= 3
    if scan.colon:
        return first.population >= SURE_TO_BE_A_CITY and not first.qualifiers
    spaced = scan.text[match.end - 2 : match.end - 1] == " " or scan.text[match.end - 1] in "—–_"
    return spaced and first.is_certain and (first.is_capitals or bool(first.qualifiers))
