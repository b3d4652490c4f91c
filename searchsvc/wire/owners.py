"""Owners: whether whose somebody is said to be is a person, as in "Mr. Roe's lawyer", and no organisation."""

from __future__ import annotations

import re

from searchsvc.wire.mentions import Mention, read_run
from searchsvc.wire.people import People
from searchsvc.wire.person import Person
from searchsvc.wire.places import find_city, regions
from searchsvc.wire.vocabulary import Vocabulary, given_names, namesakes

_TOLD = re.compile(r"(?:\S+ ){0,4}([a-z-]{3,24}) ([A-ZÀ-Þ]\S*(?: [A-ZÀ-Þ]\S*){1,3})")
"""A name of several words behind a word that may tell what its bearer is."""


def is_a_persons(role: str | None, owner: str, people: People, words: Vocabulary) -> bool:
    """Whether the ``owner`` in ``role`` is one person, or several; nobody is "an analyst at" one."""
    if role is not None and re.search(rf"\b(?:at|with) (?:\w+ )?{re.escape(owner)}", role):
        return False
    return all(is_someone(part.removeprefix("the "), people, words) for part in owner.split(" and "))


def is_someone(text: str, people: People, words: Vocabulary) -> bool:
    """Whether a person is called ``text``, or described by it: "Mr. Roe", "Roe", "Roe's best friend"."""
    last = text.rpartition(" ")[2]
    if last != text and last.islower() and words.is_role(last) and not words.is_body(last):
        return True
    told = _TOLD.fullmatch(text)
    if told is not None and words.is_role(told[1]) and not words.is_body(told[1]):
        named = read_run(told[2], 0, words)
        return named is not None and named.start == 0 and _has_given(named)  # "rain victim Ann Roe"
    mention = read_run(text, 0, words) if words.run.fullmatch(text) else None
    if mention is None or mention.end != len(text):
        return False
    person = people.called(mention)
    if person is None or people.is_body(person):
        return _is_named(text, mention, words)
    if _is_surname(text, person, words):
        return True
    if mention.start > 0 or _is_place(text) or text.isupper():
        return _is_named(text, mention, words)
    known = words.language == "en" or person.gender is not None or _has_given(mention)
    return known and any(each.sure for each in person.mentions)


def _is_named(text: str, mention: Mention, words: Vocabulary) -> bool:
    """Whether a title or a given name tells so: "Mr. Roe", "President Ann Roe", "Ann Roe"."""
    if _is_place(text) or text in namesakes():
        return False
    if mention.start == 0:
        return mention.sure
    title = text[: mention.start].split()[-1]
    called = title.rstrip(".,").lower() in words.male | words.female
    return _has_given(mention) or title[-1] == "." or called


def _has_given(mention: Mention) -> bool:
    return any(word in given_names() for word in mention.words)


def _is_place(text: str) -> bool:
    return bool(regions(text)) or find_city(text) is not None


def _is_surname(text: str, person: Person, words: Vocabulary) -> bool:
    """Whether ``text`` is the last of several words of the person's name, of which something tells that it is
    one: a title, a given name, or, for what is no place, a role."""
    parts = person.name.split()
    if len(parts) < 2 or parts[-1] != text or parts[-2].islower() or text.isupper() or words.is_body(text):
        return False
    if person.gender is not None or any(each.sure for each in person.mentions):
        return True
    return words.language == "en" and not _is_place(text) and bool(person.sure or person.roles)
