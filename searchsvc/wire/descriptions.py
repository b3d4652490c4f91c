"""Descriptions: who or what is meant by a mention without a name: an office, a body, a group, a document."""

from __future__ import annotations

import re
from functools import cached_property

from searchsvc.article import Speaker
from searchsvc.wire import genitives, nobody
from searchsvc.wire.agencies import mentioned
from searchsvc.wire.dates import month_of
from searchsvc.wire.employers import organisation_in
from searchsvc.wire.kinds import from_its_name, without_kind, without_symbol
from searchsvc.wire.named_behind import may_be_same, named_behind
from searchsvc.wire.offices import names_somebody
from searchsvc.wire.organisations import Organisations, without_articles
from searchsvc.wire.paraphrases import offices_meant
from searchsvc.wire.people import REACH_OF_A_DESCRIPTION, People
from searchsvc.wire.person import MOST_ASKED, Person
from searchsvc.wire.places import regions
from searchsvc.wire.roles import role_around, singular
from searchsvc.wire.vocabulary import Vocabulary, vocabulary

LONGEST_DESCRIPTION = 12
"""Words of a role or a body without a name; longer ones are no description."""
LONGEST_GROUP = 4
"""Words of "protesters in the square"."""
NEAR, NEAREST = 18, 3
"""Characters before a mention of somebody among which his party is named, and in brackets behind it."""
MOST_ADJECTIVES = 2
"""Beside a role that means who is known."""
REACH_OF_A_ROLE = 60
"""Characters between a role and the name behind it."""

_SENTENCE = re.compile(r"[.!?\n]")
_AGED = re.compile(r"\d{1,3}-year-old(?: [a-z]+)?")
_POSSESSIVE = re.compile(r"['’]s?$")
_BY = re.compile(r" (?:([a-z]{3,}ed) )?([a-z]{2,4}) (?:the |an? )?")
"""What leads from a document to its author."""


class Scene:
    """One body: who is named in it, read when the first one is asked for, and who spoke last."""

    def __init__(self, body: str, start: int, language: str | None) -> None:
        self.body = body
        self.start = start
        self.language = language
        self.words: Vocabulary = vocabulary(language)
        self.organisations = Organisations(body, start, self.words, language)
        self.last: tuple[Speaker, int] | None = None  # who spoke last of whom anything is known, and where
        self.office: Speaker | None = None  # who spoke first, where the text has told no name before
        self.spoke: tuple[Person, int] | None = None  # whom the pronoun of the last quote meant
        self.role: str | None = None  # of the last speaker without a name, whom "another" is like

    @cached_property
    def people(self) -> People:
        """Who is named in the body."""
        return People(self.body, self.start, self.words, self.language)

    def known(self, surface: str, person: Person) -> Speaker:
        """The person with what the text says that he or she is."""
        roles = self.people.roles(person)
        role = roles[0] if roles else None
        return Speaker(surface, person.name, role, organisation_in(role, self.words))


class Descriptions:
    """Tells who is meant without a name in one body."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._body = scene.body
        self._start = scene.start
        self._words = scene.words
        self._organisations = scene.organisations

    @property
    def _people(self) -> People:
        return self._scene.people

    def speaker(self, surface: str, start: int, end: int) -> Speaker:
        """An office, a body, or a description of somebody who is named elsewhere."""
        words = self._words
        plain = without_symbol(without_articles(genitives.in_nominative(surface, words), words))
        parts = plain.split()
        if not parts or len(parts) > LONGEST_DESCRIPTION or self._is_no_name(parts, start):
            return Speaker(surface)
        head = self.head_of(parts)
        first = surface.split()[0].lower()
        definite = first in words.definite or (words.lexicon.is_romance and first in words.pointing)
        if definite and (_AGED.fullmatch(plain) or head.lower() in words.honorifics):
            # "The 43-year-old", "the 9-year-old girl", "the Ohio Republican": who was spoken of.
            person = self._people.pronoun(words.gender([head]), start, REACH_OF_A_DESCRIPTION)
            if person is not None:
                return Speaker(surface, person.name, plain, organisation_in(plain, words))
        is_role = words.is_role(head) and not (definite and self._names_outlet(parts))
        if is_role and not (plain == head and head.istitle() and self._has_long_name(head)):
            return self._by_role(surface, plain, head, start, end)
        if (several := self._several(surface, plain, head, start)) is not None:
            return several
        numbered = len(parts) == len(("No", "10")) and parts[1].isdigit() and head not in words.documents
        ends_name = parts[-1][0].isupper() or numbered
        if words.is_body(head) or (plain[0].isupper() and ends_name):
            full = self._organisations.in_full(plain, start) if definite else plain
            told, full = full, from_its_name(without_kind(full, words), words)
            self._organisations.know_outlet(full, told)
            full = genitives.name_of_medium(self._body, head, end, words) or self._organisations.in_long(full)
            return Speaker(surface, organisation=full)
        if any(part.lower() in words.writings for part in parts):
            author = self._author(start, end)
            if author is not None:
                known = self._scene.known(surface, author) if isinstance(author, Person) else None
                return known or Speaker(surface, organisation=str(author))
        capital = mentioned(plain, language=self._scene.language) or any(part[0].isupper() for part in parts)
        if capital and (head.lower() in words.documents or head[0].isupper()):
            return self._document(surface, plain, parts, head)
        many = head.islower() and head.endswith("s") and head not in words.documents
        is_group = many and len(parts) <= LONGEST_GROUP
        return Speaker(surface, role=plain if is_group else None)

    def _document(self, surface: str, plain: str, parts: list[str], head: str) -> Speaker:
        """Whose a document is, else the document, if it is a certain one: not "a May memo"."""
        words = self._words
        whose = self._publisher(parts, head, determined=surface != plain)
        any_of_then = whose is None and parts[1:] == [head] and _is_when(parts[0], words)
        if any_of_then and surface.split()[0].lower() in words.indefinite:
            return Speaker(surface)
        named = without_kind(plain, words)
        self._organisations.know_outlet(named, plain)
        return Speaker(surface, organisation=from_its_name(whose or named, words))

    def _names_outlet(self, parts: list[str]) -> bool:
        """Whether it is a medium's name though it ends with a role: "the Daily Baker"."""
        first = parts[0].lower() in self._words.outlets
        return first and len(parts) > 1 and all(map(str.istitle, parts))

    def _publisher(self, parts: list[str], head: str, *, determined: bool) -> str | None:
        """Whose document it is: "Reuters report", "2022 survey from Rain Corp"; ``determined``: an article
        stands before it, so that no capital only opens a sentence ("Official figures")."""
        words, last = self._words, len(parts) - 1
        if words.lexicon.order is not None or words.lexicon.inverts or head not in words.writings:
            return None
        before = parts[: parts.index(head)]
        if before and parts[last] == head and all(part[0].isupper() for part in before):
            plain = len(before) == 1 and (not determined or _is_when(before[0], words))
            return None if plain and not before[0].isupper() else _POSSESSIVE.sub("", " ".join(before))
        at = next((at for at, part in enumerate(parts) if part in words.authoring), last)
        behind = without_articles(" ".join(parts[at + 1 :]), words)
        return behind if behind and all(part[0].isupper() for part in behind.split()) else None

    def _several(self, surface: str, plain: str, head: str, at: int) -> Speaker | None:
        """Many without a name: "Witnesses" that open a sentence, "the three countries", whoever they are."""
        before = self._body[max(self._start, at - 2) : at]
        if plain == head and nobody.is_crowd(head, before, self._words) and not self._has_long_name(head):
            return Speaker(surface, role=None if head.lower() in self._words.documents else plain)
        return Speaker(surface) if plain.islower() and head[-1] == "s" and self._words.is_body(head) else None

    def _has_long_name(self, name: str) -> bool:
        return self._organisations.in_long(name) != name  # "Elders" of "Elders Rain Ltd"

    def _is_no_name(self, parts: list[str], at: int) -> bool:
        """Whether words in capitals only open a sentence ("However", "Similarly", "I'm"), or a country is
        what is left of more words ("influential US")."""
        words, first = self._words, parts[0].replace("’", "'")
        if self._is_contracted(first.lower()):
            return True
        if len(parts) > 1:
            if all(map(str.isdigit, parts[1:])) and month_of(first.rstrip("."), words.language):
                return True  # "Jan. 1"
            doing = words.lexicon.order is None and words.lexicon.shapes[parts[0]] == "ing"
            if doing and parts[1] in words.lexicon.links and self._body.startswith(parts[0], at):
                return True  # "breaking with the mayor"
            spelt = "".join(f"{letter}." for letter in parts[-1])  # regions know "U.S."
            return first.islower() and words.language == "en" and parts[-1].isupper() and bool(regions(spelt))
        low = first.lower()
        adverb = words.lexicon.shapes[low] == "ly" and at > self._start and self._body[at - 2] in ".\n"
        return first[0].isupper() and (low in words.small or adverb)

    def _is_contracted(self, low: str) -> bool:
        """Whether a verb is written together with a pronoun: "I'm", "we'll"."""
        return "'" in low and low.partition("'")[0] in self._words.lexicon.pronouns

    def _by_role(self, surface: str, plain: str, head: str, start: int, end: int) -> Speaker:
        words = self._words
        if plain.startswith("of ") and words.language == "en":  # "One | of the town's lawyers"
            plain = singular(without_articles(plain[3:], words), words)
            head = self.head_of(plain.split())
        if plain.partition(" ")[0].lower() in words.pointing:
            plain = plain.partition(" ")[2]  # "el también director del puerto"
        first = surface.split()[0].lower().replace("’", "'")
        gender = words.gender(plain.split()) or ("female" if first in words.feminine else None)
        definite = first in words.definite or surface[:1].isupper()
        definite = definite or first.partition("'")[0] + "'" in words.definite  # "l'assessora"
        # "Die Wissenschaftler" are several: of one woman, the noun would have an ending more.
        definite = definite and not (words.role_endings and first in words.feminine and head.endswith("er"))
        if definite and (introduced := self._introduced(surface, plain, end)) is not None:
            return introduced
        person = self._who_is(plain, head, start, end, gender, definite=definite)
        self._scene.role = head if person is None else None
        if person is None and self._scene.last is None and self._leads(surface, head, start):
            self._scene.office = Speaker(surface, role=plain)
        return Speaker(surface, person.name if person else None, plain, organisation_in(plain, words))

    def _leads(self, surface: str, head: str, at: int) -> bool:
        """Whether it is an office in a language whose copy names who holds it only later, and nobody is named
        before it."""
        words = self._words
        office = words.lexicon.inverts and head.lower() in words.public and " de" in surface
        definite = surface.split()[0].lower() in words.definite
        return office and definite and not any(self._people.mentions_within(self._start, at))

    def _who_is(
        self, plain: str, head: str, start: int, end: int, gender: str | None, *, definite: bool
    ) -> Person | None:
        """Who has the role: named right behind it ("his best friend at school, Ann Lee"), or elsewhere."""
        named = named_behind(self._body, end, self._people, closed=self._words.lexicon.is_romance)
        if named is not None and not (self._words.lexicon.is_romance and head.lower().endswith("s")):
            return named
        if not definite or head.lower().endswith("s") or names_somebody(plain, head, self._words):
            return None
        described = self._people.described(plain, start, gender) or self._paraphrased(plain, start, gender)
        described = described or self._unnamed(head, gender=gender, at=start)
        points = any(word.lower() in self._words.pointing for word in self._body[start:end].split()[:2])
        known = points or self._is_plain(plain, head)
        return described or (self._called_again(head, gender, start) if known else None)

    def _paraphrased(self, plain: str, at: int, gender: str | None) -> Person | None:
        """Who has the office that a writer names in other words: "el jefe del Ejecutivo"."""
        offices = offices_meant(plain, self._words.language)
        found = (self._people.described(office, at, gender) for office in offices)
        person = next((each for each in found if each is not None), None)
        return None if person is None or self._people.is_in_sentence(person, at) else person

    def _is_plain(self, plain: str, head: str) -> bool:
        """Whether a role has nothing beside it but adjectives: "neue Meisterin", "dirigente partidista"."""
        others = [word for word in plain.split() if word != head]
        adjectives = all(word.islower() and word.isalpha() for word in others)
        return adjectives and len(others) <= MOST_ADJECTIVES and self._words.small.isdisjoint(others)

    def _introduced(self, surface: str, plain: str, end: int) -> Speaker | None:
        """Who is named behind more of the role: "il sottosegretario | alla presidenza Luca Rossi"."""
        words = self._words.lexicon
        if not words.inverts or words.order is not None or self._body[end : end + 1] != " ":
            return None
        for mention, person in self._people.mentions_within(end, end + REACH_OF_A_ROLE):
            role = role_around(self._body, mention, self._words)
            if role is not None and role.startswith(plain + " "):
                return Speaker(surface, person.name, role, organisation_in(role, self._words))
        return None

    def _called_again(self, head: str, gender: str | None, at: int) -> Person | None:
        """Whom "la alcaldesa" means where a writer seeks other words for who is known: whoever was quoted
        last, if the text still is about them, or, where nobody was, who was named right before."""
        words = self._words
        same = may_be_same(head, self._scene.last, self._body, at, words)
        if not words.lexicon.inverts or (head.lower() in words.others and not same):
            return None
        person = self._people.pronoun(gender, at)
        if person is None or self._people.is_in_sentence(person, at) or self._is_anothers(head, person):
            return None
        if self._scene.last is None or self._scene.last[0].name is None:
            known = bool(self._people.roles(person))
            return person if head.lower() in words.epithets or not known else None
        return person if person.name == self._scene.last[0].name else None

    def _is_anothers(self, head: str, person: Person) -> bool:
        """Whether the party in a compound is named, and never beside the person: "der SPD-Politiker"."""
        party, hyphen, _ = head.partition("-")
        if not hyphen or not party[1:2].isalpha() or party[1:] == party[1:].lower():
            return False
        for mention in person.mentions[:MOST_ASKED]:
            before = _SENTENCE.split(self._body[max(0, mention.outer - NEAR) : mention.outer])[-1]
            if party in before or party in self._body[mention.outer : mention.end + len(party) + NEAREST]:
                return False
        return self._body.find(party, self._body.find(party) + 1) >= 0

    def _author(self, start: int, end: int) -> Person | str | None:
        """Whose document the mention is: a person's ("Roe's letter", "a speech Mrs. Roe delivered"), or
        whoever is named right behind it ("the report published by the Rain Office")."""
        for mention, person in self._people.mentions_within(start, end):
            between = self._body[mention.end : end].split()[:-1]
            owns = self._body[mention.end : mention.end + 1] in ("'", "’")
            known = (person.sure or owns) and not self._people.is_body(person)
            if known and not any(map(self._names_another, between)):
                return person
        if self._words.authoring and (behind := _BY.match(self._body, end)):
            if behind[2] not in self._words.authoring or behind[1] in self._words.having:
                return None
            named = self._people.mention_in(behind.end(), behind.end() + 80)
            begins = named is not None and named[0].outer == behind.end()
            if begins and named is not None and not self._people.is_body(named[1]) and named[1].sure:
                return named[1]
            if run := self._words.run.match(self._body, behind.end()):
                return run[0]
        return None

    def _names_another(self, word: str) -> bool:
        """Whether the word is of somebody else than the name before it: "Roe's lawyer", "Roe campaign"."""
        plain = _POSSESSIVE.sub("", word)
        return self._words.is_body(plain) or self._words.is_role(plain)

    def _unnamed(self, head: str, gender: str | None, at: int) -> Person | None:
        """Whom "the Norwegian senator" means where nobody was called that: who was spoken of right before,
        if nothing else is known of them, or if nobody else is called a senator; and if the role is one that
        only known people have."""
        if head.lower() not in self._words.public:
            return None
        person = self._people.pronoun(gender, at, REACH_OF_A_DESCRIPTION)
        if person is None or self._people.is_in_sentence(person, at):
            return None
        return person if not self._people.roles(person) or person is self._people.only_one(head) else None

    def head_of(self, parts: list[str]) -> str:
        """The noun that says what it is: the last word before the first small one; where adjectives follow
        their nouns, the first word before it that is a role or a body."""
        words = self._words
        joins = words.lexicon.joins
        parts = self._behind_owner(parts)
        end = len(parts)
        for place, part in enumerate(parts):
            if place and part.lower() in words.stops and part.lower() not in joins:
                end = place
                break
        if words.lexicon.is_romance:
            for part in parts[:end]:
                if words.is_role(part) or words.is_body(part):
                    return part
        if end > 1 and genitives.is_owner(parts[end - 1], words) and words.is_role(parts[end - 2]):
            end -= 1  # "der Arzt Roths"
        return parts[end - 1]

    def _behind_owner(self, parts: list[str]) -> list[str]:
        """The words behind whose role it is: "director for rates" of "Bank of Rain's director for rates"."""
        words = self._words
        if words.lexicon.order is not None or words.lexicon.inverts:
            return parts
        owner = next((at for at, part in enumerate(parts[:-1]) if part.endswith(("'s", "’s"))), None)
        if owner is None or any(map(words.is_role, parts[:owner])):
            return parts
        behind = parts[owner + 1 :]
        return behind if words.is_role(self.head_of(behind)) else parts


def _is_when(word: str, words: Vocabulary) -> bool:
    """Whether it can be a month or an adjective: "the January report", "an Oslo-based newsletter"."""
    month = word[:3].lower() in words.lexicon.abbreviations or word in words.lexicon.names_too  # "May"
    return month or "-" in word
