"""Organisations that speak: "the ministry", "the company" -> the name that the text gives it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter

from searchsvc.wire.agencies import mentioned
from searchsvc.wire.people import REACH_OF_A_DESCRIPTION, REACH_OF_A_PRONOUN
from searchsvc.wire.places import regions
from searchsvc.wire.vocabulary import Vocabulary, is_medium_s, media_names

LONGEST_SMALL = 4
"""Letters of the words in a name that its short form leaves out: "of", "and the"."""
MOST_NAMES = 20_000
"""Names of a text among which those of companies are looked for."""
MOST_NAMESAKES = 20
"""Companies of a text whose names begin alike."""
LONGEST_FULL = 200
"""Characters of a name before its last word."""
MOST_LOOKED_AT = 200
"""Places of a word of which each may be the end of a name in full."""

_CAPITALS = re.compile(r"(?:[A-ZÀ-Þ][\w\-&]* ){1,5}$")
_VERB_BEHIND = re.compile(r">?(?: ?<[^<>\n]{1,12}>)?,? ([a-z]+)")
"""What follows the name of a company, which a stock's symbol may stand behind, and the verb."""
_NAME_ENDS = re.compile(r"\b(?! [A-ZÀ-Þ])")
_ACRONYM = re.compile(r"[A-ZÀ-Þ]{2,7}")
_POSSESSIVE = re.compile(r"['’]s?$|(?<=s)['’]$")
_ELIDED = re.compile(r"^[lL]['’]")


class Organisations:
    """The organisations of one body of text, in the order in which they speak."""

    def __init__(self, body: str, start: int, words: Vocabulary, language: str | None) -> None:
        self._body = body
        self._start = start
        self._words = words
        self._language = language
        self._full: dict[str, str] = {}
        self._last: tuple[str, int] | None = None
        self._only = True  # no other has spoken
        self._saying: list[tuple[int, str]] | None = None
        self._companies: dict[str, list[str]] | None = None
        self._alone: tuple[str | None, int, int] = None, 0, 0
        self._short: dict[str, str] = {}
        self._outlets: set[str] = set()  # names of media, as the text says

    def remember(self, name: str, end: int) -> None:
        """That an organisation of that name spoke, where the mention ends."""
        if name != name.lower():
            self._only = self._last is None or (
                self._only and _first_word(name) == _first_word(self._last[0])
            )
            self._last = name, end

    def know_outlet(self, name: str, told: str) -> None:
        """That ``told`` says what ``name`` is, its last word: "the government daily Izvestia"."""
        kind = told[: -len(name)].split()
        if kind and kind[-1].lower() in self._words.outlets:
            self._outlets.add(name)

    def in_full(self, plain: str, at: int) -> str:
        """The name of "the ministry", "the Times" or "the company" at ``at``, where the text gives it; else
        ``plain``, which is the mention without its article.

        That is who spoke last, if the noun is in the name; a name of which the noun is the end; and for
        what any company may be called, the company that spoke last or that alone is named before.
        """
        if " " in plain:
            return plain
        low = plain.lower()
        spoke = self._spoke_last(at)
        if spoke is not None and low in spoke.lower().split():
            return spoke
        if plain not in self._full:
            self._full[plain] = self._find_full(plain)
        if self._full[plain] != plain:
            return self._full[plain]
        return self._meant(low, spoke, at) or plain

    def in_long(self, name: str) -> str:
        """The name that the text gives in full, where ``name`` is its beginning ("Rain Oil" of "Rain Oil
        Corp"), or what stands in brackets behind it ("RO" of "Rain Office (RO)"); else ``name``."""
        if name not in self._short:
            is_long = self.ends_company(name.rpartition(" ")[2])
            self._short[name] = name if is_long else self._find_long(name)
        return self._short[name]

    def _find_long(self, name: str) -> str:
        for full in self._read_companies().get(_first_word(name), ()):
            if full.startswith(f"{name} ") and (self._is_incorporated(full) or not regions(name)):
                return full
        at = self._body.find(f" ({name})", self._start) if _ACRONYM.fullmatch(name) else -1
        if at < 0:
            return name
        before = self._body[max(self._start, at - LONGEST_FULL) : at].split()
        return _spelt_out(name, before) or name

    def _is_incorporated(self, name: str) -> bool:
        """Whether its form ends the name: "Cyprus Rain Co", not "China Airlines"."""
        return name.rpartition(" ")[2].lower().rstrip(".") in self._words.lexicon.abbreviations

    def of_role(self, role: str, at: int) -> str | None:
        """Whose role it is: "company spokesman", "president of the company"."""
        parts = role.split()
        words = self._words
        if parts[0].lower() in words.concerns and len(parts) > 1:
            return self._known(parts[0], at)
        for place in range(1, len(parts) - 2):
            if parts[place].lower() in words.owning and parts[place + 1].lower() in words.definite:
                return self._known(parts[place + 2], at) if place + 3 == len(parts) else None
        return None

    def saying_before(self, at: int) -> str | None:
        """The company or other body of which the text says nearest before ``at`` that it said something."""
        if self._saying is None:
            self._saying = list(self._find_saying())
        return _nearest(self._saying, at)

    def _known(self, noun: str, at: int) -> str | None:
        low = noun.lower()
        named = self.in_full(low, at) if low in self._words.concerns else low
        return named if named != low else None

    def _spoke_last(self, at: int) -> str | None:
        reach = REACH_OF_A_PRONOUN if self._only else REACH_OF_A_DESCRIPTION
        if self._last is None or not 0 <= at - self._last[1] <= reach:
            return None
        return self._last[0]

    def _meant(self, low: str, spoke: str | None, at: int) -> str | None:
        """The company, or the newspaper, that spoke last, else the one that is named before."""
        words = self._words
        if spoke is not None and low in words.outlets and self._is_medium(spoke):
            return spoke
        if low not in words.concerns:
            return None
        if spoke is not None and self._may_be_company(spoke):
            return spoke
        if low in words.outlets:
            return None
        self._read_companies()
        name, first, other = self._alone
        return name if first <= at < other else None

    def _may_be_company(self, name: str) -> bool:
        """Not so "the Rain Ministry": a noun in its name tells what else it is."""
        words = self._words
        parts = [part.lower() for part in name.split()]
        if any(self.ends_company(part) for part in parts[1:]):
            return True
        return not any(words.is_body(part) and part not in words.concerns for part in parts)

    def _is_medium(self, name: str) -> bool:
        return (
            name in media_names()
            or name in self._outlets
            or any(map(is_medium_s, name.split()))
            or mentioned(name, language=self._language) is not None
        )

    def ends_company(self, word: str) -> bool:
        """Whether names of companies end with ``word``: "Inc"."""
        return word.lower().rstrip(".") in self._words.companies

    def _find_saying(self) -> Iterator[tuple[int, str]]:
        """Companies and other bodies that a verb of saying follows: where the name ends, and the name."""
        for run in self._words.run.finditer(self._body, self._start):
            verb = _VERB_BEHIND.match(self._body, run.end())
            if verb and verb[1] in self._words.lexicon.verbs and self._words.is_body(run[0].split()[-1]):
                yield run.end(), without_articles(run[0], self._words)

    def _read_companies(self) -> dict[str, list[str]]:
        """The names that end as those of companies do, by their first words."""
        if self._companies is not None:
            return self._companies
        self._companies = {}
        alone: str | None = None
        first, other = 0, len(self._body) + 1
        for last in islice(self._words.company_end.finditer(self._body, self._start), MOST_NAMES):
            named = _CAPITALS.search(self._body, max(self._start, last.start() - LONGEST_FULL), last.start())
            if named is None:
                continue
            name = without_articles(named[0] + last[0], self._words)
            if alone is None:
                alone, first = name, last.end()
            elif name != alone:
                other = min(other, last.end())
            alike = self._companies.setdefault(_first_word(name), [])
            if name not in alike and len(alike) < MOST_NAMESAKES:
                alike.append(name)
        self._alone = alone, first, other
        return self._companies

    def _find_full(self, plain: str) -> str:
        word = plain[:1].upper() + plain[1:]
        at = self._body.find(word, self._start)
        for _ in range(MOST_LOOKED_AT):
            if at < 0:
                break
            full = _CAPITALS.search(self._body, max(self._start, at - LONGEST_FULL), at)
            if full and _NAME_ENDS.match(self._body, at + len(word)):
                return without_articles(full[0] + word, self._words)
            at = self._body.find(word, at + 1)
        return plain


def _first_word(name: str) -> str:
    return name.partition(" ")[0]


def _spelt_out(acronym: str, words: list[str]) -> str | None:
    """The last of ``words`` whose capitals, in their order, are the letters of the acronym."""
    left = len(acronym)
    for place in range(len(words) - 1, -1, -1):
        if words[place][0] == acronym[left - 1]:
            left -= 1
        elif words[place][0].isupper() or len(words[place]) > LONGEST_SMALL or place == len(words) - 1:
            return None
        if left == 0:
            return _POSSESSIVE.sub("", " ".join(words[place:]))
    return None


def _nearest(named: list[tuple[int, str]], at: int) -> str | None:
    """The last of ``named`` that ends before ``at`` and within reach."""
    behind = bisect_right(named, at, key=itemgetter(0))
    if not behind or at - named[behind - 1][0] > REACH_OF_A_PRONOUN:
        return None
    return named[behind - 1][1]


def without_articles(text: str, words: Vocabulary) -> str:
    """The words behind articles and other determiners."""
    parts = text.split()
    while len(parts) > 1 and parts[0].lower() in words.articles and not _is_number(parts, words):
        parts.pop(0)
    return _ELIDED.sub("", " ".join(parts))


def _is_number(parts: list[str], words: Vocabulary) -> bool:
    """Whether it is the number of a house, "No 10"."""
    return parts[0].lower() in words.lexicon.abbreviations and parts[1].isdigit()
