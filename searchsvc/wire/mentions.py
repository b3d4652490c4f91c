"""Mentions: where a text names somebody, each name with the role in capitals right before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from searchsvc.wire.agencies import credited
from searchsvc.wire.capitals import Row, behind_nouns, is_noun_before_von, of_one_name, opens_no_name
from searchsvc.wire.offices import Office, find_offices
from searchsvc.wire.places import is_country, regions
from searchsvc.wire.vocabulary import Vocabulary, given_names, media_names

LONGEST_NAME = 5
"""Words."""
LONG_NAME = 4
"""Words; as many that all have a capital are a headline's, where no given name and no title is among them."""
LONGEST_RUN = 9
"""Words in capitals: more of them are a headline."""
MOST_OWNING = 2
"""Words of "von Regen", whose a role is, and of "Städtetag NRW"."""
LONGEST_WORD = 24
"""Letters of a role before a name."""
LONGEST_HONORIFIC = 4
"""Letters of "Miss", which no gender tells."""


class Mention(NamedTuple):
    """``start:end`` is the name in the body; ``title`` the role in capitals right before it ("Defense
    Minister"), which begins at ``outer``. ``sure``: something tells that it is a person's."""

    start: int
    end: int
    words: tuple[str, ...]
    outer: int
    title: str | None = None
    gender: str | None = None
    sure: bool = False

    @property
    def surname(self) -> str:
        """The last word in lower case and without "al-", or the one before "Jr."."""
        last = self.words[-1]
        return plain_surname(
            self.words[-2] if len(self.words) > 1 and last.rstrip(".") in GENERATIONS else last
        )


def plain_surname(word: str) -> str:
    """The word in lower case, without the article of an Arabic name: "al-Roe" is also called Roe."""
    return word.lower().replace("’", "'").removeprefix("al-").removeprefix("el-")


GENERATIONS = frozenset(["Jr", "Sr", "II", "III", "IV"])


def find_mentions(body: str, start: int, words: Vocabulary) -> list[Mention]:
    """The names of ``body`` from ``start`` on, in order: of people, or of what may be people."""
    found: list[Mention] = []
    small, make = words.small, tuple.__new__
    runs = list(words.run.finditer(body, start))
    offices = find_offices(body, runs, words)
    office = next(offices, None)
    for run in runs:
        text = run[0]
        at, end = run.span()
        if office is not None and office.start < end:
            if office.end < end:
                found.extend(_behind_office(body, office, end, words))
                office = next(offices, None)
            continue
        if " " not in text:
            long = end - at > 2 or (end - at == 2 and text[1].islower())  # "Li"
            plain = text.lower() not in small or _is_name_too(body, at, end, words)
            if long and plain and text[-1] not in "-.":
                gender, sure = (
                    _introduced(body, at, text, words) if words.lexicon.is_romance else (None, False)
                )
                found.append(make(Mention, (at, end, (text,), at, None, gender, sure)))
        elif _names_company(body, end, text):
            continue
        elif (mention := read_run(text, at, words)) is not None and not _is_country_s(body, mention, words):
            found.append(mention)
    return found if words.lexicon.order is None else _without_nouns(body, found, words)


def _is_country_s(body: str, mention: Mention, words: Vocabulary) -> bool:
    """Whether a country ends what nothing tells to be a person's name: "Fixing Venezuela", "Clean Sea
    Norway"; not so behind a role, "el entrenador | Eldi Noruega"."""
    if mention.sure or len(mention.words) < 2 or not is_country(mention.words[-1]):
        return False
    role = _LAST_SMALL.search(body, max(0, mention.outer - LONGEST_WORD), mention.outer)
    told = role is not None and role[1] in words.roles and not role[1].endswith("s")
    return not told or role is None or role[1] in words.lexicon.media


def _introduced(body: str, at: int, name: str, words: Vocabulary) -> tuple[str | None, bool]:
    """The gender of whom a single word names behind a role in small letters in Romance copy, and whether it
    does: "el ministro | Ruiz", "la présidente | Roux"; not so "fuentes | Reuters"."""
    if not words.lexicon.is_romance:
        return None, False
    role = _LAST_SMALL.search(body, max(0, at - LONGEST_WORD), at)
    if role is None or not name.istitle() or name in media_names() or words.is_body(name) or regions(name):
        return None, False
    word = role[1]
    told = word.rpartition("-")[2] in words.roles and word not in words.lexicon.media
    return (words.gender([word]), True) if told and not word.endswith("s") else (None, False)


_LAST_SMALL = re.compile(r"(?<=['’ ])([^\W\d_]+(?:-[^\W\d_]+)?) $")


def _without_nouns(body: str, found: list[Mention], words: Vocabulary) -> list[Mention]:
    """The mentions without the nouns that articles stand before: "der Fischer | Ole Roth"."""
    rows = [Row(each.outer, each.words, each.sure or each.title is not None) for each in found]
    nouns = behind_nouns(body, rows, words.language, given_names())
    return [
        each._replace(start=each.start + len(each.words[0]) + 1, words=each.words[1:]) if noun else each
        for each, noun in zip(found, nouns, strict=True)
        if each.sure or not _names_body(each.words, words, noun=bool(noun))
    ]


def _names_body(named: tuple[str, ...], words: Vocabulary, *, noun: bool) -> bool:
    """Whether the first word, a ``noun``, says that it is a body's name ("die Agentur Roth"), or an article
    begins the name: "das Magazin Der Regen"."""
    rest = named[1:] if noun else named
    kind = noun and words.is_body(named[0])
    return kind or (len(rest) > 1 and rest[0].lower() in words.definite)


def _is_name_too(body: str, at: int, end: int, words: Vocabulary) -> bool:
    """Whether a small word is a name there, as in "May said", and not "in May" or "May 5"."""
    if body[at:end] not in words.lexicon.names_too or body[end : end + 2].strip().isdigit():
        return False
    before = body[max(0, at - 12) : at].split(" ")[-2:]
    last = before[0].lower() if len(before) > 1 else ""
    return last not in words.lexicon.links and last not in words.lexicon.times


def _names_company(body: str, end: int, text: str) -> bool:
    """Whether what follows a name makes it a company's: "Rain Oil RAIN.O", "Laurie Rain and Co"."""
    symbol = _SYMBOL.match(body, end) and text.rpartition(" ")[2].isupper()
    return bool(symbol) or _AND_CO.match(body, end) is not None


_AND_CO = re.compile(r" (?:and|&) (?:Co|Sons|Company|Associates|Partners)\b")
_SYMBOL = re.compile(r"\.[A-Z]{1,2}\b")
"""The end of a stock's symbol, which tells the exchange."""


def _behind_office(body: str, office: Office, end: int, words: Vocabulary) -> Iterator[Mention]:
    """Who has the office: the name behind it, which ends at ``end``."""
    mention = read_run(body[office.end + 1 : end], office.end + 1, words)
    goes_on = mention is not None and any(map(words.is_body, mention.words))
    if mention is not None and not goes_on:  # not in "Association of Rain Dealers Inc"
        title = body[office.start : mention.outer].rstrip()
        gender = mention.gender or words.gender(title.split())
        yield mention._replace(outer=office.start, title=title, gender=gender, sure=True)


def read_run(run: str, at: int, words: Vocabulary) -> Mention | None:
    """Divide capitalised words in a row into role and name; None where there is no name in them."""
    read = _read_run(run, words)
    if read is None:
        return None
    start, end, named, outer, title, gender, sure = read
    return Mention(at + start, at + end, named, at + outer, title, gender, sure)


@lru_cache(maxsize=8192)
def _read_run(run: str, words: Vocabulary) -> Mention | None:
    parts = run.split(" ")
    if len(parts) > LONGEST_RUN or (len(parts) > 1 and run.isupper()) or run[-1] == "-":
        return None
    given = given_names()
    parts = _without_idiom(parts, words)
    first = 0
    while first < len(parts) - 1 and _opens(parts, first, words) and parts[first] not in given:
        first += 1
    parts = [*parts[:first], *of_one_name(parts[first:], words.language, given)]
    run = " ".join(parts)
    if first == len(parts) - 1:
        word = parts[first]
        begin = len(run) - len(word)
        if len(word.strip(".")) < 2 or word.lower() in words.small:
            return None
        return Mention(begin, len(run), (word,), begin)
    name, gender, sure = _divide(parts, first, words)
    title = " ".join(_title(parts[first:name], words)) or None
    if title is not None and not any(words.is_role(w) or w.lower() in words.positions for w in title.split()):
        title = None  # "Republican Ann Lee": what she is, but no role
    # Names often have four words there ("José Luis Ruiz Soto"), and headlines few capitals.
    named = parts[name:] if words.lexicon.is_romance else _without_headline(parts[name:])
    if len(named) > 2 and named[-1].lower() in words.lexicon.times | words.lexicon.cues:
        named.pop()  # "Ann Lee Tuesday", "Ann Lee Says"
    if len(named) == 1 and named[0].lower() in words.small and named[0] not in words.lexicon.names_too:
        return None  # "an analyst at Rain Inc. He said"
    if _is_owner_s(named, words, sure=sure, titled=title is not None):
        return None
    honoured = name > first and _is_honorific(parts[name - 1], words)
    titled = title is not None and sure and len(named) > 1  # "Minister Ole Fischer"
    if (
        len(named) > LONGEST_NAME
        or any(map(words.is_body, named))
        or named[0] in media_names()
        or (named[0] not in given and credited(named[0]) is not None)  # "told Reuters Rain had"
        or ("." in named[0] and regions(named[0]))  # "U.S. Mint"
        or (named[0].lower() in words.lexicon.auxiliaries and regions(named[-1]))  # "Will China lead?"
        or (len(named) >= LONG_NAME and not sure and not title and all(part[0].isupper() for part in named))
        or (not sure and named[-1].lower() in words.groups)
        or (_is_role(named[-1], words) and not (honoured or titled) and _given(named[0]) not in given_names())
    ):
        return None
    begin, outer = (sum(len(part) + 1 for part in parts[:place]) for place in (name, first))
    end = begin + sum(len(part) + 1 for part in named) - 1
    gender = gender or (words.gender(title.split()) if title else None)
    return Mention(begin, end, tuple(named), outer, title, gender, sure)


def _without_idiom(parts: list[str], words: Vocabulary) -> list[str]:
    """The words before a small one and a noun that is in no name: "Anna Lang zu Wort"."""
    for place in range(1, len(parts) - 1):
        noun = parts[place + 1]
        if parts[place].islower() and noun[:1].isupper() and noun.lower() in words.openers:
            return parts[:place]
    return parts


def _is_owner_s(named: list[str], words: Vocabulary, *, sure: bool, titled: bool) -> bool:
    """Whether it is whose the word before it is: "Kapitän | von Regen", "Städtetag NRW", "Weg Norwegens"."""
    if words.lexicon.is_romance:
        return titled and named[0].islower()  # "Presidente de la República", "Fuentes de la OTAN"
    if words.lexicon.order is None:
        return False
    of = titled and len(named) == MOST_OWNING and named[0] == "von"
    last = named[-1]
    if titled and len(named) == 1 and regions(last):
        return True  # "Coach Argentinien"
    region = last.isupper() or regions(last) or regions(last.removesuffix("s"))
    return of or (len(named) == MOST_OWNING and not sure and not titled and len(last) > 1 and bool(region))


_ARTICLES = ("Al", "El")
"""In Arabic names: "Jamil Al Saad" is not called Al."""
_ABSTRACT = ("ung", "heit", "keit", "schaft", "ion", "tät")


def _divide(parts: list[str], first: int, words: Vocabulary) -> tuple[int, str | None, bool]:
    """Where the name begins behind a role or a title, its gender, and whether it is surely a person's."""
    given = given_names()
    name, gender, sure = first, None, False
    for place in range(first, len(parts) - 1):
        if _is_honorific(parts[place], words):
            gender = gender or words.gender([parts[place]])
            name, sure = place + 1, True
        elif _given(parts[place]) in given and not (
            (parts[place] in _ARTICLES and name < place)
            or (place == first and words.is_role(parts[place]))
            or (len(parts) > place + 2 and words.is_body(parts[place + 1]))  # "Marine Corps"
            or _titled(parts, place + 1, words)
            or (place == first and _named_behind(parts, place + 2, words))
        ):
            # Behind a role all words are of the name: "Lawmaker | Jose Antonio Roe".
            begin = name if first < name < place and words.is_role(parts[name - 1]) else place
            return begin, gender or given[_given(parts[place])], True
        elif _tells_role(parts, place, first, words):
            name, sure = place + 1, True
        elif place == name < len(parts) - 2 and _is_initials(parts[place : place + 2], words):
            name = place + 1
    return name, gender, sure


def _named_behind(parts: list[str], begin: int, words: Vocabulary) -> bool:
    """Whether a role and a given name begin there, so that what looks like one before is a place's: "Rowan
    County Clerk Kim Roe"."""
    named = begin + 1 < len(parts) - 1 and _given(parts[begin + 1]) in given_names()
    return named and words.is_role(parts[begin])


def _tells_role(parts: list[str], place: int, first: int, words: Vocabulary) -> bool:
    role = words.is_role(parts[place]) or _is_title(parts[place])
    return role or _is_position(parts, place, first, words)


def _is_position(parts: list[str], place: int, first: int, words: Vocabulary) -> bool:
    """Whether a role that is another word as often opens a sentence: "Forward | Bo Kane"."""
    return place == first and len(parts) == place + 3 and parts[place].lower() in words.positions


def _is_initials(parts: list[str], words: Vocabulary) -> bool:
    """Whether it is a party or a body that stands between a role and a name in Romance copy: "la segretaria
    del Pd | Eldi Lupi", "el portavoz del PSOE | Eldi Ruiz"."""
    word, following = parts
    short = len(word) <= LONGEST_HONORIFIC and words.is_body(word)
    initials = short or (word.isupper() and word.isalnum() and len(word) > 1)
    return words.lexicon.is_romance and initials and following[0].isupper()


def _is_role(word: str, words: Vocabulary) -> bool:
    """Not so "Sen" without a dot, which is a surname where a name ends."""
    return words.is_role(word) and word.lower() not in words.lexicon.abbreviations


def _title(parts: list[str], words: Vocabulary) -> list[str]:
    """The words before a name without "Mr." and the like; a party that others follow is of their name:
    "Republican National Committee Chairman"."""
    kept = [part for part in parts[:-1] if not _is_honorific(part, words) or _is_party(part, words)]
    return kept + [part for part in parts[-1:] if not _is_honorific(part, words)]


def _is_party(word: str, words: Vocabulary) -> bool:
    return len(word) > LONGEST_HONORIFIC and words.gender([word]) is None


def _titled(parts: list[str], at: int, words: Vocabulary) -> bool:
    """Whether a title with a dot and a name follow: a place stands before them ("Virginia Gov. Lee")."""
    return at < len(parts) - 1 and len(parts[at]) > 3 and parts[at][-1] == "." and words.is_role(parts[at])


def _opens(parts: list[str], at: int, words: Vocabulary) -> bool:
    """Whether the word stands before a name and is none of it; also a deed: "Ernennung von Roe"."""
    word = parts[at]
    deed = parts[at + 1] == "von" and (
        (word.endswith(_ABSTRACT) and len(word) > LONG_NAME)
        or (at == 0 and is_noun_before_von(word, words.language) and not words.is_role(word))
    )
    article, mark, noun = word.replace("’", "'").partition("'")
    elided = noun.islower() and article.lower() + mark in words.lexicon.determiners  # "L'écrivaine Anne Roux"
    low = word.lower()
    document = at == 0 and low.endswith("s") and low in words.documents  # "Documents | Roe filed"
    small = low in words.small or (opens_no_name(word, words.language) and not words.is_role(word))
    return deed or elided or small or document or word.endswith(("n't", "n’t"))


def _is_title(word: str) -> bool:
    """Whether a dot ends more than an initial: "Del.", "Supt.", and not "U.S."."""
    plain = word.strip(".")
    shortened = word[-1] == "." and len(plain) > 2 and plain not in GENERATIONS
    return shortened and any(len(part) > 1 for part in plain.split("."))


def _is_honorific(word: str, words: Vocabulary) -> bool:
    return word.rstrip(".").lower() in words.honorifics


def _without_headline(named: list[str]) -> list[str]:
    """The name alone where a headline goes on in capitals: "Ann Lee Wins Oslo", or a day follows."""
    long = len(named) > 3 and all(part[0].isupper() and part[-1] != "." for part in named)
    if long and named[-1] not in GENERATIONS and _given(named[0]) in given_names():
        return named[:2]
    return named


def _given(word: str) -> str:
    return word.partition("-")[0] if "-" in word and word not in given_names() else word
