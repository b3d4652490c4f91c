"""Reading the parts of a dateline one by one: places, date, time, credit, closing mark.

``read_dateline`` reads until a part does not fit. It does not ask whether the parts are evidence
enough for a dateline: that is ``dateline``'s question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from searchsvc.wire import credit
from searchsvc.wire.agencies import Agency, credited
from searchsvc.wire.credit import Credit
from searchsvc.wire.dates import DateMatch, match_date, match_misspelt_date, match_time, weekday_of
from searchsvc.wire.naming import LONGEST_NAME, end_of_name, split_cities
from searchsvc.wire.parts import NamedPlace
from searchsvc.wire.places import find_city, regions, small_words
from searchsvc.wire.revisions import is_label
from searchsvc.wire.words import WORD, fold

SHORTEST_WEEKDAY = 4
"""Letters of a weekday that stands alone: "Mo." and "Mar." behind a city are states."""
LONGEST_OPENING = 3
"""Words of an agency's name that opens its copy."""
LONGEST_QUALIFIER = 45
"""Characters."""
DASHES = "-–—_=―"
"""Marks that close a dateline and nothing else."""

DASH = re.compile(r"\s*(?:(?:\*{1,2}\.?,?|\.,?|,)\s*)?[-–—―_=]+(?=\s|[^\W_]|[\"“«„‘'(\[]|$)")
_CLOSING = re.compile(
    r"\*{0,2}\s?(?:\.?\s?(?:-{1,3}|[–—―_=])|[:.])?\*{0,2}(?:\s|(?=[^\W\d_]|[\"“«„‘'¿¡(])|$)"
)
_DOUBLE_DASH = re.compile(r"\s?(?:--|[–—])\s?")
_TERM_BEFORE_A_DASH = re.compile(r"\s*[^\W\d_]+(?:\s[a-zà-ÿ]+|\s[A-Z][a-z]+){0,2}\s[-–—]\s")
"""What "AP - Advanced Placement - " goes on with, but not "AP - VIENNA -"."""
_BEFORE_CODE = re.compile(r"(?<=\w)[-.](?=\w)")
_STRANGER_CLOSING = re.compile(r"\s?[.:]-?\s")


@dataclass
class Scan:
    """What has been read so far: up to ``at`` of ``text``."""

    text: str
    at: int
    language: str | None
    places: list[NamedPlace] = field(default_factory=list)
    date: DateMatch | None = None
    agency: Agency | None = None
    stranger: str | None = None
    closed: bool = False
    colon: bool = False
    """Whether nothing but a colon closed it."""
    slashed: bool = False
    """Whether the agency stands bare behind a slash, as in the credits of pictures ("Ann Lee / AFP -")."""

    @property
    def country(self) -> str | None:
        """That of the first place."""
        return self.places[0].country if self.places else None

    def take(self, found: Credit, *, close: bool = True) -> bool:
        """Take a credit, and with it the mark that closes the dateline."""
        self.agency, self.date, self.at, self.closed = found.agency, self.date or found.date, found.end, True
        if close and (closing := _CLOSING.match(self.text, self.at)):
            self.at = closing.end()
        return True


def read_dateline(text: str, start: int, language: str | None) -> Scan:
    """All parts that stand at ``start``. ``closed`` says whether the dateline's end was found."""
    scan = Scan(text, start, language)
    _read_agency_first(scan)
    if not scan.closed or scan.places or not scan.agency or _goes_on(scan):
        while not scan.closed and _read_part(scan):
            pass
    if not scan.closed and scan.date and scan.places and scan.text[scan.at - 1] == ".":
        # "BAKU, Azerbaijan, May 3. Rain fell": only capitals tell it from a sentence.
        scan.closed = scan.places[0].is_certain and scan.places[0].is_capitals
    if not scan.closed and scan.date and scan.places and not text[scan.at :].strip():
        # "Kathmandu, November 8", with nothing else in its paragraph, and no time, as a page's stamp has.
        scan.closed = scan.places[0].is_certain and ":" not in text[start : scan.at]
    return scan


def _goes_on(scan: Scan) -> bool:
    """After "(ANSA) -": does "ROMA, 16 APR -" follow? If so it is read, if not nothing is lost."""
    rest = Scan(scan.text, scan.at, scan.language)
    while not rest.closed and _read_part(rest):
        pass
    if not (rest.closed and rest.places):
        return False
    bracketed = (
        scan.text[scan.at - 2 : scan.at] == "] "
    )  # "[AIM] Maputo - ", as allAfrica credits its stories
    if rest.date is None and not (rest.places[0].is_certain and (rest.places[0].is_capitals or bracketed)):
        return False
    scan.places, scan.date, scan.at = rest.places, rest.date, rest.at
    if rest.agency:
        # "Canadian Press - CAIRNS, Australia (AP) -": passed on by the first, filed by the second.
        scan.agency = rest.agency
        return True
    if scan.agency:  # whose code may be another's, too: now the place is known
        scan.agency = credited(scan.agency.code, country=scan.country, language=scan.language)
    return True


def _read_agency_first(scan: Scan) -> None:
    text, at = scan.text, scan.at
    if text[at : at + 1] in ("(", "["):
        end = text.find(")" if text[at] == "(" else "]", at, at + credit.LONGEST)
        agency = credited(text[at + 1 : end], language=scan.language) if end > 0 else None
        if agency and _CLOSING.match(text, end + 1):
            scan.take(Credit(end + 1, agency))
    elif opening := _opening_credit(text, at):
        agency, closing = opening
        scan.agency, scan.at, scan.closed = agency, closing.end(), True
    elif (word := WORD.match(text, at)) and word[0].isupper() and len(word[0]) > 2:
        agency = credited(word[0].rstrip("."))
        if agency is None:
            return
        follows = WORD.match(text, word.end() + 1)
        if follows and not follows[0].isupper() and find_city(word[0]) is None:
            # "AKP Phnom Penh, July 28, 2026 --": a code in capitals before a place that is not.
            scan.agency, scan.at = agency, word.end() + 1


def _opening_credit(text: str, at: int) -> tuple[Agency, re.Match[str]] | None:
    """The agency of "NNA -" or "Canadian Press -", whose copy begins so, and the dash."""
    word = WORD.match(text, at)
    for _ in range(LONGEST_OPENING):
        if word is None:
            return None
        if closing := DASH.match(text, word.end()):
            if _TERM_BEFORE_A_DASH.match(text, closing.end()):
                return None
            named = text[at : word.end()].rstrip(".")
            agency = credited(named)
            return (agency, closing) if agency and named in agency.opens else None
        word = WORD.match(text, word.end() + 1) if text[word.end() : word.end() + 1] == " " else None
    return None


def _read_part(scan: Scan) -> bool:
    """Read one more part; False where nothing that belongs to a dateline follows."""
    text, at = scan.text, skip(scan.text, scan.at, " ,\t،|" if scan.places or scan.date else " ,\t،")
    char = text[at : at + 1]
    if not char:
        return False
    if char in "([":
        return _read_brackets(scan, at)
    if char == "/" and (slashed := _read_slashes(scan, at)) is not None:
        return slashed
    if scan.date is None and (date := match_date(text, at, scan.language)):
        scan.date, scan.at = date, date.end
        return True
    if (scan.places or scan.date) and (time := match_time(text, at)):
        scan.at = time
        return True
    if (scan.places or scan.date) and (dash := DASH.match(text, scan.at)):
        scan.at = dash.end()
        return _read_behind_dash(scan)
    if char in ".:" and (scan.places or scan.date):
        return _read_stop(scan, at)
    if char in "/&+" and scan.places:
        at = skip(text, at + 1, " ")
        found = credit.bare(text, at, country=scan.country, language=scan.language) if char == "/" else None
        scan.slashed = found is not None
        return _take_bare(scan, found) if found else _read_next_place(scan, at, slash=char == "/")
    barred = "|" in text[scan.at : at]
    return _read_word(scan, at, credit_alone=barred)


def _read_slashes(scan: Scan, at: int) -> bool | None:
    """An agency between slashes, one that no table knows only behind a date and before a dash; None where
    the slash is none of those."""
    text = scan.text
    end = text.find("/", at + 1, at + credit.LONGEST)
    if end < 0 or not (scan.places or scan.date):
        return None
    named = text[at + 1 : end].strip()
    if found := credit.inside(text[at + 1 : end], end + 1, country=scan.country, language=scan.language):
        return _take_slashed(scan, found)
    closing = DASH.match(text, end + 1) if scan.places and scan.date else None
    if closing is None:
        return None
    scan.stranger, scan.at, scan.closed = named, closing.end(), credit.may_be_agency(named)
    return scan.closed


def skip(text: str, at: int, chars: str) -> int:
    """The first place from ``at`` on where none of ``chars`` stands."""
    while at < len(text) and text[at] in chars:
        at += 1
    return at


def _read_stop(scan: Scan, at: int) -> bool:
    """A full stop inside ("January 21. /TASS/.") or a colon at the end ("June 1: ...")."""
    scan.at = at + 1
    if scan.text[at] == ":":
        dated = scan.date is None and match_date(scan.text, skip(scan.text, at + 1, " "), scan.language)
        if not dated or scan.text[skip(scan.text, dated.end, " ") :][:1] not in ("(", "[", "/"):
            scan.closed = scan.colon = True
    return True


def _take_slashed(scan: Scan, found: Credit) -> bool:
    """ "/TASS/", and "/ritzau/Reuters/": the slash that ends one may begin another."""
    scan.take(found, close=False)
    second = scan.text.find("/", found.end, found.end + 20)
    if second > 0 and credited(scan.text[found.end : second]):
        scan.at = second + 1
    behind = skip(scan.text, scan.at, " ")
    if scan.date is None and (date := match_date(scan.text, behind, scan.language)):
        scan.date, scan.at = date, skip(scan.text, date.end, " /")
        return True
    if closing := _CLOSING.match(scan.text, scan.at):
        scan.at = closing.end()
    return True


def _read_brackets(scan: Scan, at: int) -> bool:
    text, ending = scan.text, ")" if scan.text[at] == "(" else "]"
    end = text.find(ending, at, at + credit.LONGEST)
    if end < 0:
        return False
    named = text[at + 1 : end].strip()
    city = scan.places[-1].name if scan.places and not scan.date else None
    found = credit.inside(named, end + 1, city=city, country=scan.country, language=scan.language)
    if found:
        return _take_bracketed(scan, found)
    # "OSLO (March 2) -", not "Ann Lee on Rain (March 2) -".
    sure = scan.date is None and scan.places and scan.places[0].is_certain
    if sure and (date := match_date(named, 0, scan.language)) and date.end == len(named):
        scan.date, scan.at = replace(date, start=at + 1, end=end), end + 1
        return True
    if scan.places and match_time(named, 0) == len(named):
        scan.at = end + 1
        return True
    closing = DASH.match(text, end + 1) or _STRANGER_CLOSING.match(text, end + 1)
    if (
        closing
        and ending == ")"
        and (scan.date or scan.places)
        and credit.may_be_agency(named)
        and not (scan.places and regions(named))
    ):
        scan.stranger, scan.at, scan.closed = named, closing.end(), True
        return True
    return _read_qualifier(scan, named, end + 1)


def _take_bracketed(scan: Scan, found: Credit) -> bool:
    """The credit, and the date behind it: "OSLO (Reuters) March 2 -", "OSLO--(BUSINESS WIRE)--March 2--",
    or on a line of its own, "OSLO (PRWEB) March 2, 2021"."""
    behind = skip(scan.text, found.end, " ,")
    if dash := _DOUBLE_DASH.match(scan.text, found.end):
        behind = dash.end()
    date = match_date(scan.text, behind, scan.language) if scan.date is None and not found.date else None
    closing = DASH.match(scan.text, date.end) if date else None
    if date and (closing or not scan.text[date.end :].strip()):
        scan.take(found, close=False)
        scan.date, scan.at = date, closing.end() if closing else date.end
        return True
    return scan.take(found)


def _read_qualifier(scan: Scan, named: str, end: int) -> bool:
    if not scan.places or scan.date or len(named) > LONGEST_QUALIFIER:
        return False
    if named[:1].islower() or not named[:1].isalpha() or len(named.split()) > LONGEST_NAME:
        return False
    scan.places[-1] = scan.places[-1].qualified(named)
    scan.at = end
    return True


def _read_behind_dash(scan: Scan) -> bool:
    """A dash ends the dateline, unless an agency or the date stands between it and another."""
    text, at = scan.text, skip(scan.text, scan.at, " ")
    scan.closed = True
    if text[at : at + 1] == "(":
        _read_credit_behind_dash(scan)
        return True
    caseless = bool(text[at : at + 1]) and not (text[at].isupper() or text[at].islower())
    found = credit.bare(text, at, country=scan.country, language=scan.language, unclosed=caseless)
    if found:
        scan.take(found, close=False)
        at = skip(text, found.end, " ")
    if scan.date is None and (date := match_date(text, at, scan.language)):
        # The date of "Colo. - March 16 -", not that of "Oslo - March 16 was wet".
        closing = DASH.match(text, date.end) or (_CLOSING.match(text, date.end) if found else None)
        opening = skip(text, date.end, " ")
        if closing:
            scan.date, scan.at = date, closing.end()
            _read_credit_behind_dash(scan)
        elif text[opening : opening + 1] == "(":
            scan.date, scan.at, scan.closed = date, date.end, False
    return True


def _read_credit_behind_dash(scan: Scan) -> None:
    """ "TOKYO, Feb 14, 2025 - (JCN Newswire) -" """
    at = skip(scan.text, scan.at, " ")
    end = scan.text.find(")", at, at + credit.LONGEST)
    if scan.text[at : at + 1] != "(" or end < 0:
        return
    named = scan.text[at + 1 : end]
    if found := credit.inside(named, end + 1, country=scan.country, language=scan.language):
        _take_bracketed(scan, found)


def _read_word(scan: Scan, at: int, *, credit_alone: bool = False) -> bool:
    """A bare agency ("Nov 26 AFP -"), a weekday alone, or a place; ``credit_alone``: only the first."""
    if scan.places or scan.date:
        unclosed = bool(scan.places and scan.date)
        dated = scan.date is not None
        found = credit.bare(
            scan.text, at, country=scan.country, language=scan.language, dated=dated, unclosed=unclosed
        )
        if found:
            return _take_bare(scan, found)
    if scan.date is not None or credit_alone:
        return False
    word = WORD.match(scan.text, at)
    if (
        word
        and scan.places
        and len(word[0]) >= SHORTEST_WEEKDAY
        and weekday_of(word[0], scan.language) is not None
    ):
        scan.at = word.end()
        return True
    if scan.places and word and word[0].casefold() in small_words("joining"):
        return _read_next_place(scan, skip(scan.text, word.end(), " "))
    return _read_place(scan, at)


def _take_bare(scan: Scan, found: Credit) -> bool:
    scan.take(found, close=False)
    if found.slashed and scan.date is None:
        at = skip(scan.text, found.end, " ")
        if date := match_date(scan.text, at, scan.language):
            scan.date, scan.at = date, skip(scan.text, date.end, " /")
    return True


def _read_next_place(scan: Scan, at: int, *, slash: bool = False) -> bool:
    """Another city, behind a slash, "and" or "&"; or the river of "Frankfurt/Main"."""
    if scan.date is not None:
        return False
    end = end_of_name(scan.text, at, scan.language, dated=scan.date is not None)
    if end is None:
        return False
    name = scan.text[at:end].rstrip()
    scan.at = end
    if slash and name in small_words("rivers"):
        scan.places[-1] = scan.places[-1].qualified(name)
    else:
        scan.places.extend(map(NamedPlace.read, split_cities(name)))
    return True


def _read_place(scan: Scan, at: int) -> bool:
    """A city, or behind one its state or country, or one more city."""
    if not scan.places and _read_city_and_code(scan, at):
        return True
    end = end_of_name(scan.text, at, scan.language, dated=scan.date is not None)
    if end is None:
        return _read_misspelt_date(scan, at)
    name, *others = split_cities(scan.text[at:end].rstrip())
    if not scan.places:
        if name.casefold() in small_words("particles") or is_heading(name):
            return False
        scan.places.append(NamedPlace.read(name))
    elif name.islower() and not scan.places[0].is_lower:
        return False  # "on" behind a place is no Ontario
    elif not scan.places[-1].is_qualified_by(name) and (other := NamedPlace.read(name)).is_certain:
        if scan.date is None and _read_misspelt_date(scan, at):
            return True
        scan.places.append(other)
    elif _read_misspelt_date(scan, at):
        return True
    elif len(scan.places[-1].qualifiers) == 2:
        return False
    else:
        scan.places[-1] = scan.places[-1].qualified(name)
    scan.places.extend(map(NamedPlace.read, others))
    scan.at = end
    return True


def is_heading(name: str) -> bool:
    """Whether ``name`` is no place but says what a date is of: "Update, 7 Jan 2015:", "Posted March 3 -"."""
    return (fold(name) in small_words("headings") or is_label(name)) and find_city(name) is None


def _read_city_and_code(scan: Scan, at: int) -> bool:
    """ "دمشق-سانا", "ASTANA.KAZINFORM": the city and the agency's code, with only a mark between."""
    word = WORD.match(scan.text, at)
    marks = [mark.start() for mark in _BEFORE_CODE.finditer(word[0])] if word else []
    if not (word and marks):
        return False
    city, code = word[0][: marks[-1]], word[0][marks[-1] + 1 :]
    agency = credited(code, language=scan.language)
    if agency is None or not agency.writes(code) or find_city(city) is None:
        return False
    scan.places.append(NamedPlace.read(city))
    return scan.take(Credit(at + len(city) + 1 + len(code), agency))


def _read_misspelt_date(scan: Scan, at: int) -> bool:
    """ "NEW YORK, Narch 2 -": only behind a place that is sure, and only before what closes a dateline."""
    if scan.date is not None or not scan.places or not scan.places[0].is_certain:
        return False
    date = match_misspelt_date(scan.text, at, scan.language)
    if date is None:
        return False
    follows = skip(scan.text, date.end, " ")
    if not (DASH.match(scan.text, date.end) or scan.text[follows : follows + 1] == "("):
        return False
    scan.date, scan.at = date, date.end
    return True


def settled(date: DateMatch | None, country: str | None) -> DateMatch | None:
    """``date``, where "3/2/2021" is the second of March in the countries that put the month first."""
    if date is None or not date.ambiguous or country not in small_words("month_first"):
        return date
    return replace(date, day=date.month or date.day, month=date.day)
