"""The credit of a dateline: which agency stands between brackets or slashes, or bare before a dash.

::

    (Reuters)   (AFP, Reuters)   (ats afp)   (Reuters Health)   (Newsfile Corp. - May 2, 2021)
    /TASS/   /PRNewswire-HISPANIC PR WIRE/   /Корр. ТАСС Анна Иванова/
    AAP -   РИА Новости, Анна Иванова.   AZERTAC
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from searchsvc.wire.agencies import Agency, credited, picture_words
from searchsvc.wire.dates import DateMatch, match_date
from searchsvc.wire.places import find_city, regions

LONGEST = 60
"""Characters of a credit."""
LONGEST_NAME = 4
"""Words of an agency's name."""
LONGEST_UNKNOWN = 35
"""Characters of an unknown agency's name."""
MOST_WORDS = 4
MOST_WORDS_IN_CAPITALS = 6
"""Words of an unknown agency's name."""
LONGEST_SMALL_CODE = 3
"""Letters of an unknown code without capitals."""
MOST_WORDS_BEHIND = 4
"""Words that may follow the agency inside its brackets: a desk, a service, a correspondent."""

_LEAD = re.compile(r"(?:[Кк]орр\.?|[Bb]y)\s+")
_BREAK = re.compile(r"\s?-\s|[,;]\s?|\s(?:on|in|via|en)\s|[ /+&-]")
_CLOSING = re.compile(
    r"\)?(?:,\s[^\W\d_][\w.\-]*(?:\s[^\W\d_][\w.\-]*){0,2}(?=\.(?:\s|$)))?(?:\.?\s?(?:--+|[-–—―/=])\s?|\.(?=\s|$))"
)
"""What ends a bare credit; the correspondent's name may stand before the full stop."""
_WORD = re.compile(r"[^\W\d_](?:[\w'’&]|[.-](?=\w))*")
_NOT_AGENCIES = re.compile(r"[RDI]-[A-Z]|\w+:|(?:NYSE|NASDAQ|Nasdaq|AMEX)\b")
_STATION = re.compile(r"[A-Z]{2,}(?:\s[A-Z]{2,}){0,3}\s?\d{1,2}(?:\s[A-Z]\w+)?|[A-Z]{2,}\s\w+\.[a-z]{2,4}")
"""A channel with its number ("FOX 13"), or with its site behind its name."""
_SITE = re.compile(r"[\w-]{2,}(?:\.[a-z]{2,10}){1,2}")


@dataclass(frozen=True)
class Credit:
    """An agency that is named up to ``end``, and the date that stands beside it, if one does."""

    end: int
    agency: Agency
    date: DateMatch | None = None
    slashed: bool = False
    """Whether a slash ended it, behind which more of the dateline may follow."""


def inside(
    text: str, end: int, *, city: str | None = None, country: str | None = None, language: str | None = None
) -> Credit | None:
    """The credit that ``text``, found between brackets that close before ``end``, gives, or None.

    ``city``, ``country``: of the place before it. "LANCASTER (PA)" names a state, not an agency.
    """
    text = text.strip()
    if city and _is_state_of(text, city, country):
        return None
    if agency := credited(text, country=country, language=language):
        return Credit(end, agency)
    if lead := _LEAD.match(text):
        text = text[lead.end() :]
    for mark in reversed(list(_BREAK.finditer(text))):
        named, rest = text[: mark.start()], text[mark.end() :].strip()
        agency = credited(named, country=country, language=language)
        if agency is None or not (agency.writes(named) or mark[0] == "/"):
            continue
        date = match_date(rest, 0, language)
        joined = named.islower() and all(word.islower() and credited(word) for word in rest.split())
        if date or joined or mark[0].strip() in ("on", "in", "via", "/") or _may_follow(rest):
            return Credit(end, agency, date)
    # "(tca/dpa)": whose story it is, and who sends it.
    first, _, last = text.partition("/")
    if last and may_be_agency(first) and (agency := credited(last, country=country, language=language)):
        return Credit(end, agency)
    return None


def _may_follow(rest: str) -> bool:
    words = rest.split()
    if not 0 < len(words) <= MOST_WORDS_BEHIND or words[0][0].islower():
        return False
    return picture_words().isdisjoint(re.split(r"\W+", rest.casefold()))


def _is_state_of(code: str, city: str, country: str | None) -> bool:
    """Whether ``code`` is the state that ``city`` lies in ("READING (PA)", "Belém (PA)")."""
    states = {where.country for where in regions(code) if where.admin1}
    return bool(states) and country in {None, *states} and find_city(city, qualifier=code) is not None


def bare(
    text: str,
    at: int,
    *,
    country: str | None = None,
    language: str | None = None,
    dated: bool = False,
    unclosed: bool = False,
) -> Credit | None:
    """The agency named at ``at`` without brackets, with the mark that closes it, or None.

    ``dated``: the date has been read; before it, "PA" may be a state. ``unclosed``: text may follow
    without any mark ("Baku, June 3, AZERTAC Rain fell").
    """
    ends: list[int] = []
    word = _WORD.match(text, at)
    while word and len(ends) < LONGEST_NAME:
        ends.append(word.end())
        word = _WORD.match(text, word.end() + 1) if text[word.end() : word.end() + 1] == " " else None
    for end in reversed(ends):
        named = text[at:end]
        agency = credited(named, country=country, language=language)
        if agency is None or not (dated or not regions(named)):
            continue
        spelled = agency.writes(named)
        if named.islower() and not spelled:
            continue
        if closing := _CLOSING.match(text, end):
            return Credit(closing.end(), agency, slashed=closing[0].strip() == "/")
        if unclosed and spelled and (named.isupper() or not named.isascii()):
            return Credit(end, agency)
    return None


def may_be_agency(text: str) -> bool:
    """Whether ``text``, in brackets before a closing dash, reads as the code of an unknown agency: "(left)"
    does not, "(dpo)", "(Kyiv Courier)", "(TV 2)" and "(courier.com)" do."""
    words = text.split()
    most = MOST_WORDS_IN_CAPITALS if text.isupper() else MOST_WORDS
    if (
        not 0 < len(words) <= most
        or not 1 < len(text) <= LONGEST_UNKNOWN
        or "," in text
        or _NOT_AGENCIES.search(text)
    ):
        return False
    if any(map(str.isdigit, text)) and not _STATION.fullmatch(text):
        return False
    return len(text) <= LONGEST_SMALL_CODE or not text.islower() or _SITE.fullmatch(text) is not None
