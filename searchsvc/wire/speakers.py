"""Speakers: the mention as written -> name, role and organisation, with all that the text says of them."""

from __future__ import annotations

import re
from dataclasses import replace

from searchsvc.article import Speaker
from searchsvc.wire import genitives, nobody
from searchsvc.wire.agencies import mentioned
from searchsvc.wire.employers import organisation_in
from searchsvc.wire.mentions import Mention
from searchsvc.wire.named_behind import is_one_of, may_be_same, named_behind
from searchsvc.wire.offices import names_somebody
from searchsvc.wire.organisations import Organisations, without_articles
from searchsvc.wire.owners import is_a_persons
from searchsvc.wire.people import REACH_OF_A_DESCRIPTION, REACH_OF_A_PRONOUN, People, Person
from searchsvc.wire.phrases import Span, Token, sentence_around
from searchsvc.wire.places import regions
from searchsvc.wire.roles import aside_behind, role_around
from searchsvc.wire.via import find_via, is_told, may_have_via
from searchsvc.wire.vocabulary import Vocabulary, vocabulary

LONGEST_DESCRIPTION = 12
"""Words of a role or a body without a name; longer ones are no description."""
LONGEST_GROUP = 4
"""Words of "protesters in the square"."""
MOST_ADJECTIVES = 2
"""Beside a role that means who is known."""
REACH_OF_A_ROLE = 60
"""Characters between a role and the name behind it."""

_SENTENCE_ENDS = ("", ".", "!", "?", ":", "\n", "“", "”", "»")
_CLAUSE_END = re.compile(r"[.;:!?\n„“»]")
_POSSESSIVE = re.compile(r"['’]s?$")
_AGED = re.compile(r"\d{1,3}-year-old(?: [a-z]+)?")
_OWNER = re.compile(r"['’]s?\s")
_BY = re.compile(r" (?:[a-z]{3,}ed )?([a-z]{2,4}) (?:the |an? )?")
"""What leads from a document to its author."""


class Speakers:
    """Tells who the speakers of one body are; the body is read when the first one is asked for."""

    def __init__(self, body: str, start: int, language: str | None) -> None:
        self._body = body
        self._start = start
        self._language = language
        self._words: Vocabulary = vocabulary(language)
        self._people: People | None = None
        self._has_via: dict[tuple[int, int], bool] = {}
        self._last: tuple[Speaker, int] | None = None  # who spoke last of whom anything is known, and where
        self._organisations = Organisations(body, start, self._words, language)
        self._office: Speaker | None = None  # who spoke first, where the text has told no name before
        self._role: str | None = None  # of the last speaker without a name, whom "another" is like

    @property
    def people(self) -> People:
        """Who is named in the body."""
        if self._people is None:
            self._people = People(self._body, self._start, self._words, self._language)
        return self._people

    def said_by(self, start: int, end: int) -> Speaker | None:
        """Who is meant by what stands at ``body[start:end]``; None where it is nobody: "hizo público"."""
        words = self._words
        end = start + len(nobody.without_trailing(self._body[start:end], words))
        surface = self._body[start:end]
        opens = start <= self._start or self._body[start - 2 : start].rstrip()[-1:] in _SENTENCE_ENDS
        if (teller := self._teller(surface, start, end)) is not None:
            return self._known(surface, teller)
        if nobody.is_account(surface, words) or nobody.is_document(surface, words):
            return Speaker(surface)
        return None if nobody.is_nobody(surface, words, opens=opens) else self.resolve(start, end)

    def _teller(self, surface: str, start: int, end: int) -> Person | None:
        """Whose account it is: the subject's ("eigenen Angaben"), his or hers ("seinen Angaben", "ihm")."""
        if gender := nobody.gender_of_account(surface, self._words):
            person = self.people.pronoun(gender, start)
        elif nobody.is_own_account(surface, self._words):
            stop = _CLAUSE_END.search(self._body, end)
            found = self.people.mention_in(end, stop.start() if stop else len(self._body))
            person = found[1] if found is not None else None
        else:
            return None
        known = person is not None and not self.people.is_body(person) and person.sure
        return person if known else None

    def resolve(self, start: int, end: int) -> Speaker:
        """Who is meant by the mention ``body[start:end]``; mentions are asked for in their order."""
        speaker = self._without_person(self._who(start, end))
        if speaker.name or speaker.role or speaker.organisation:
            speaker = self._with_organisation(speaker, start)
            self._last = speaker, end
            if speaker.organisation and not (speaker.name or speaker.role):
                self._organisations.remember(speaker.organisation, end)
        elif (last := self._spoke_last(speaker.surface, start)) is not None:
            self._last = last, end
            return Speaker(speaker.surface, role=last.role, organisation=last.organisation)
        return speaker

    def _without_person(self, speaker: Speaker) -> Speaker:
        """Not somebody else as the organisation: of "Mr. Roe's lawyer", "a spokesman for Ann Roe"; and in
        German none in the genitive."""
        owner = speaker.organisation
        if owner is None or not (speaker.name or speaker.role):
            return speaker
        theirs = is_a_persons(speaker.role, owner, self.people, self._words)
        named = None if theirs else genitives.owner_in_nominative(owner, speaker.role, self._words)
        return replace(speaker, organisation=named)

    def _spoke_last(self, surface: str, at: int) -> Speaker | None:
        """Whom a pronoun or "the statement" at ``at`` stands for: who spoke last and has no name, else, for
        an organisation, the one of which the text says before that it said something."""
        if self._last is not None and 0 <= at - self._last[1] <= REACH_OF_A_PRONOUN:
            return self._last[0] if self._may_mean(surface, self._last[0]) else None
        if not self._is_organisation_s(surface):
            return None
        named = self._organisations.saying_before(at)
        return Speaker(surface, organisation=named) if named else None

    def _with_organisation(self, speaker: Speaker, at: int) -> Speaker:
        """Of "a company spokesman" and "the president of the company" whose they are, where that is known."""
        if speaker.organisation is not None or speaker.role is None:
            return speaker
        named = self._organisations.of_role(speaker.role, at)
        return replace(speaker, organisation=named) if named else speaker

    def _may_mean(self, surface: str, last: Speaker) -> bool:
        """Whether a pronoun may stand for who spoke last and has no name: "it" and "the statement" for an
        organisation, "they" for several, "he" for one."""
        if last.name:
            return False
        low = surface.lower()
        many = last.role is not None and self._head(last.role.split()).lower().endswith("s")
        if low in self._words.plural:
            return many or last.role is None
        if last.role is None:
            return self._is_organisation_s(surface)
        gender = "male" if low in self._words.male else "female" if low in self._words.female else None
        told = self._words.gender(last.role.split())
        return gender is not None and not many and (told is None or told == gender)

    def _is_organisation_s(self, surface: str) -> bool:
        """Whether "it" or "the statement" speaks for the organisation that spoke before."""
        first, _, rest = surface.lower().partition(" ")
        if not rest:
            return first in self._words.neuter
        return first in self._words.definite and rest in self._words.documents

    def _who(self, start: int, end: int) -> Speaker:
        surface = _POSSESSIVE.sub("", " ".join(self._body[start:end].split()))
        low = surface.lower()
        if "-" in low and low.rpartition("-")[2] in self._words.lexicon.pronouns:
            surface, low = surface.rpartition("-")[2], low.rpartition("-")[2]  # "a-t-il"
        if self._role is not None and without_articles(low, self._words) in self._words.lexicon.alone:
            return Speaker(surface, role=self._role)
        spoken = self._words.lexicon
        if low in spoken.pronouns or low in spoken.relatives or low in spoken.objects:
            return self._pronoun(surface, low, start)
        # The people of a body are not looked for where nothing in the mention can be a name.
        found = self.people.mention_in(start, end) if surface[1:] != surface[1:].lower() else None
        if found is None and " " not in surface and surface[:1].isupper():
            found = self.people.mention_in(start, end)
        if found is not None and self._is_person(start, end, *found):
            return self._person(surface, *found)
        one = named_behind(self._body, end, self.people) if is_one_of(surface, self._words) else None
        return self._known(surface, one) if one else self._nameless(surface, start, end)

    def via(
        self, tokens: list[Token], cue: Span, speaker: Span | None, said: list[tuple[int, int]]
    ) -> str | None:
        """Who reported the words at the offsets ``said``; ``tokens`` are those of the paragraph."""
        paragraph = tokens[0].start, tokens[-1].end
        if paragraph not in self._has_via:
            self._has_via[paragraph] = may_have_via(self._body[paragraph[0] : paragraph[1]], self._words)
        if not self._has_via[paragraph]:
            return None
        sentence = sentence_around(tokens, cue.first, self._words.lexicon)
        return find_via(tokens, sentence, cue, speaker, said, self._words, self._language)

    def _is_person(self, start: int, end: int, mention: Mention, person: Person) -> bool:
        """Not so "the Free Gazette", "Rain Oil" where the text has "Rain Oil Corp", nor "a spokesman for Ann
        Lee", whom the name only tells from others."""
        if self.people.is_body(person) or self._goes_on(self._body[mention.end : end].split()):
            return False
        if self._organisations.in_long(person.name) != person.name and not self.people.roles(person):
            return False
        honoured = self._body[mention.outer : mention.start].rstrip(". ").lower() in self._words.honorifics
        before = self._body[start : mention.outer if mention.title or honoured else mention.start].split()
        if not before or self._ends_clause(before):
            return True
        if len(before) == 1 and before[0].lower() in self._words.definite:
            return person.sure or mention.title is not None
        if len(before) > 1 and before[-2][-1] == "-":
            return True  # "der Sozial- und Regenminister Anton Roth"
        joined = before[-1] in self._words.lexicon.joins and mention.title is not None
        if joined and len(before) > 1 and self._words.is_role(before[-2]):
            return True  # "Autorin und Ministerin Anna Roth"
        small = self._words.lexicon.links | self._words.stops
        return not (before[-1].islower() and before[-1] in small)

    def _ends_clause(self, before: list[str]) -> bool:
        """Whether the words before a name are of another clause: "denied any meddling and | Ann Lee said"."""
        words = self._words
        return before[-1] in words.lexicon.joins and not any(
            part[0].isupper() or words.is_role(part) or words.is_body(part) for part in before[:-1]
        )

    def _goes_on(self, behind: list[str]) -> bool:
        """Whether the words behind a name make it a company's: "Ann Lee and Rain Works Inc"."""
        joins = self._words.lexicon.joins
        ends = bool(behind) and self._organisations.ends_company(behind[-1])
        return ends and all(word[0].isupper() or word in joins for word in behind)

    def _pronoun(self, surface: str, low: str, start: int) -> Speaker:
        gender = "male" if low in self._words.male else "female" if low in self._words.female else None
        person = self.people.pronoun(gender, start) if gender else None
        return Speaker(surface) if person is None else self._known(surface, person)

    def _person(self, surface: str, mention: Mention, person: Person) -> Speaker:
        here = role_around(self._body, mention, self._words) if len(mention.words) > 1 else mention.title
        if here is not None:
            here = genitives.role_in_nominative(here, surface.partition(" ")[0].lower(), self._words)
        if self._office is not None:
            self._hold_office(person, self._office)
        known = self._known(surface, person)
        role = here or known.role
        organisation = organisation_in(role, self._words) or known.organisation
        if organisation is None:
            organisation = self._affiliation(surface, mention) or self._membership(mention)
        return Speaker(surface, known.name, role, organisation)

    def _hold_office(self, person: Person, office: Speaker) -> None:
        """The first person named behind "A presidente da Câmara de Lima disse" is she, if nothing else is
        said of what they are."""
        self._office = None
        role = office.role or ""
        gender = self._words.gender(role.split())
        if office.surface.split()[0].lower() in self._words.feminine:
            gender = "female"
        if not self.people.roles(person) and gender in (None, person.gender):
            person.roles = [role]

    def _affiliation(self, surface: str, mention: Mention) -> str | None:
        """Whose somebody is said to be: "the Rain Party's Ann Lee", "Ann Lee of the Rain Party"."""
        name = " ".join(mention.words)
        before, _, behind = surface.partition(name)
        behind = "" if is_told(behind, self._words) else behind
        owner = _OWNER.split(before)
        if len(owner) > 1 and owner[0][-1:].isalnum():
            return without_articles(owner[0], self._words)
        return organisation_in("x" + behind, self._words) if behind.strip() else None

    def _membership(self, mention: Mention) -> str | None:
        """The organisation of "Ann Lee, of the Rain Fund, said", not the place of "Ann Lee, of Oslo"."""
        if not self._body.startswith(",", mention.end):
            return None
        aside = aside_behind(self._body, mention.end, self._words)
        first = aside.partition(" ")[0]
        if first not in self._words.owning or first in self._words.lexicon.determiners:
            return None
        named = organisation_in("x " + aside, self._words)
        return named if named and any(map(self._words.is_body, named.split())) else None

    def _known(self, surface: str, person: Person) -> Speaker:
        roles = self.people.roles(person)
        role = roles[0] if roles else None
        return Speaker(surface, person.name, role, organisation_in(role, self._words))

    def _nameless(self, surface: str, start: int, end: int) -> Speaker:
        """An office, a body, or a description of somebody who is named elsewhere."""
        words = self._words
        plain = without_articles(genitives.in_nominative(surface, words), words)
        parts = plain.split()
        if not parts or len(parts) > LONGEST_DESCRIPTION or self._is_no_name(parts, start):
            return Speaker(surface)
        head = self._head(parts)
        definite = surface.split()[0].lower() in words.definite
        if definite and (_AGED.fullmatch(plain) or head.lower() in words.honorifics):
            # "The 43-year-old", "the 9-year-old girl", "the Ohio Republican": who was spoken of.
            person = self.people.pronoun(words.gender([head]), start, REACH_OF_A_DESCRIPTION)
            if person is not None:
                return Speaker(surface, person.name, plain, organisation_in(plain, words))
        if words.is_role(head):
            return self._by_role(surface, plain, head, start, end)
        if (several := self._several(surface, plain, head, start)) is not None:
            return several
        if words.is_body(head) or (plain[0].isupper() and parts[-1][0].isupper()):
            full = self._organisations.in_full(plain, start) if definite else plain
            full = genitives.name_of_medium(self._body, head, end, words) or self._organisations.in_long(full)
            return Speaker(surface, organisation=full)
        if any(part.lower() in words.writings for part in parts):
            author = self._author(start, end)
            if author is not None:
                known = self._known(surface, author) if isinstance(author, Person) else None
                return known or Speaker(surface, organisation=str(author))
        named = mentioned(plain, language=self._language) or any(part[0].isupper() for part in parts)
        if named and (head.lower() in words.documents or head[0].isupper()):
            return Speaker(surface, organisation=plain)
        many = head.islower() and head.endswith("s") and head not in words.documents
        is_group = many and len(parts) <= LONGEST_GROUP
        return Speaker(surface, role=plain if is_group else None)

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
        if len(parts) > 1:
            spelt = "".join(f"{letter}." for letter in parts[-1])  # regions know "U.S."
            return first.islower() and words.language == "en" and parts[-1].isupper() and bool(regions(spelt))
        low = first.lower()
        adverb = words.lexicon.shapes[low] == "ly" and at > self._start and self._body[at - 2] in ".\n"
        pronoun = low.partition("'")[0] in words.lexicon.pronouns and "'" in low
        return first[0].isupper() and (low in words.small or adverb or pronoun)

    def _by_role(self, surface: str, plain: str, head: str, start: int, end: int) -> Speaker:
        words = self._words
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
        self._role = head if person is None else None
        if person is None and self._last is None and self._leads(surface, head, start):
            self._office = Speaker(surface, role=plain)
        return Speaker(surface, person.name if person else None, plain, organisation_in(plain, words))

    def _leads(self, surface: str, head: str, at: int) -> bool:
        """Whether it is an office in a language whose copy names who holds it only later, and nobody is named
        before it."""
        words = self._words
        office = words.lexicon.inverts and head.lower() in words.public and " de" in surface
        definite = surface.split()[0].lower() in words.definite
        return office and definite and not any(self.people.mentions_within(self._start, at))

    def _who_is(
        self, plain: str, head: str, start: int, end: int, gender: str | None, *, definite: bool
    ) -> Person | None:
        """Who has the role: named right behind it ("his best friend at school, Ann Lee"), or elsewhere."""
        named = named_behind(self._body, end, self.people, closed=self._words.lexicon.is_romance)
        if named is not None and not (self._words.lexicon.is_romance and head.lower().endswith("s")):
            return named
        if not definite or head.lower().endswith("s") or names_somebody(plain, head, self._words):
            return None
        described = self.people.described(plain, start, gender)
        described = described or self._unnamed(head, gender=gender, at=start)
        points = any(word.lower() in self._words.pointing for word in self._body[start:end].split()[:2])
        known = points or self._is_plain(plain, head)
        return described or (self._called_again(head, gender, start) if known else None)

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
        for mention, person in self.people.mentions_within(end, end + REACH_OF_A_ROLE):
            role = role_around(self._body, mention, self._words)
            if role is not None and role.startswith(plain + " "):
                return Speaker(surface, person.name, role, organisation_in(role, self._words))
        return None

    def _called_again(self, head: str, gender: str | None, at: int) -> Person | None:
        """Whom "la alcaldesa" means where a writer seeks other words for who is known: whoever was quoted
        last, if the text still is about them, or, where nobody was, who was named right before."""
        words = self._words
        same = may_be_same(head, self._last, self._body, at, words)
        if not words.lexicon.inverts or (head.lower() in words.others and not same):
            return None
        person = self.people.pronoun(gender, at)
        if person is None or self.people.is_in_sentence(person, at):
            return None
        if self._last is None or self._last[0].name is None:
            known = bool(self.people.roles(person))
            return person if head.lower() in words.epithets or not known else None
        return person if person.name == self._last[0].name else None

    def _author(self, start: int, end: int) -> Person | str | None:
        """Whose document the mention is: a person's ("Roe's letter", "a speech Mrs. Roe delivered"), or
        whoever is named right behind it ("the report published by the Rain Office")."""
        for mention, person in self.people.mentions_within(start, end):
            between = self._body[mention.end : end].split()[:-1]
            if not self.people.is_body(person) and not any(map(self._names_another, between)):
                return person
        if self._words.authoring and (behind := _BY.match(self._body, end)):
            if behind[1] not in self._words.authoring:
                return None
            named = self.people.mention_in(behind.end(), behind.end() + 80)
            if named is not None and named[0].outer == behind.end() and not self.people.is_body(named[1]):
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
        person = self.people.pronoun(gender, at, REACH_OF_A_DESCRIPTION)
        if person is None or self.people.is_in_sentence(person, at):
            return None
        return person if not self.people.roles(person) or person is self.people.only_one(head) else None

    def _head(self, parts: list[str]) -> str:
        """The noun that says what it is: the last word before the first small one; where adjectives follow
        their nouns, the first word before it that is a role or a body."""
        words = self._words
        joins = words.lexicon.joins
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
