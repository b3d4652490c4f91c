"""Speakers: the mention as written -> name, role and organisation, with all that the text says of them."""

from __future__ import annotations

import re
from dataclasses import replace

from searchsvc.article import Speaker
from searchsvc.wire import genitives, nobody
from searchsvc.wire.descriptions import Descriptions, Scene
from searchsvc.wire.employers import organisation_in
from searchsvc.wire.mentions import Mention
from searchsvc.wire.named_behind import is_one_of, named_behind
from searchsvc.wire.organisations import without_articles
from searchsvc.wire.owners import is_a_persons
from searchsvc.wire.people import REACH_OF_A_DESCRIPTION, REACH_OF_A_PRONOUN
from searchsvc.wire.person import Person
from searchsvc.wire.phrases import Span, Token, sentence_around
from searchsvc.wire.roles import aside_behind, role_around
from searchsvc.wire.same_speaker import who_goes_on
from searchsvc.wire.via import find_via, is_told, may_have_via
from searchsvc.wire.vocabulary import is_medium_s

_SENTENCE_ENDS = ("", ".", "!", "?", ":", "\n", "“", "”", "»")
_CLAUSE_END = re.compile(r"[.;:!?\n„“»]")
_POSSESSIVE = re.compile(r"['’]s?$")
_OWNER = re.compile(r"['’]s?\s")

NEAR = 80
"""Characters before the end of a description in which whom it describes may be named: "Ann Lee, a nurse"."""


class Speakers:
    """Tells who the speakers of one body are; the body is read when the first one is asked for."""

    def __init__(self, body: str, start: int, language: str | None) -> None:
        self._scene = scene = Scene(body, start, language)
        self._descriptions = Descriptions(scene)
        self._body = body
        self._start = start
        self._language = language
        self._words = scene.words
        self._organisations = scene.organisations
        self._medium: str | None = None  # that passed words on last
        self._has_via: dict[tuple[int, int], bool] = {}

    def said_by(self, start: int, end: int) -> Speaker | None:
        """Who is meant by what stands at ``body[start:end]``; None where it is nobody: "hizo público"."""
        words = self._words
        end = start + len(nobody.without_trailing(self._body[start:end], words))
        surface = self._body[start:end]
        opens = start <= self._start or self._body[start - 2 : start].rstrip()[-1:] in _SENTENCE_ENDS
        if (teller := self._teller(surface, start, end)) is not None:
            return self._scene.known(surface, teller)
        if nobody.is_account(surface, words) or nobody.is_document(surface, words):
            return Speaker(surface)
        if nobody.is_time(surface, words):
            return None
        return None if nobody.is_nobody(surface, words, opens=opens) else self.resolve(start, end)

    def _teller(self, surface: str, start: int, end: int) -> Person | None:
        """Whose account it is: the subject's ("eigenen Angaben"), his or hers ("seinen Angaben", "ihm")."""
        if gender := nobody.gender_of_account(surface, self._words):
            person = self._scene.people.pronoun(gender, start)
        elif nobody.is_own_account(surface, self._words):
            stop = _CLAUSE_END.search(self._body, end)
            found = self._scene.people.mention_in(end, stop.start() if stop else len(self._body))
            person = found[1] if found is not None else None
        else:
            return None
        known = person is not None and not self._scene.people.is_body(person) and person.sure
        return person if known else None

    def resolve(self, start: int, end: int) -> Speaker:
        """Who is meant by the mention ``body[start:end]``; mentions are asked for in their order."""
        meant = self._scene.spoke
        speaker = self._without_person(self._who(start, end))
        if self._scene.spoke is meant:
            self._scene.spoke = None  # who spoke last was named, and may be told by the name
        if speaker.name or speaker.role or speaker.organisation:
            speaker = self._with_organisation(speaker, start)
            self._scene.last = speaker, end
            if speaker.organisation and not (speaker.name or speaker.role):
                self._organisations.remember(speaker.organisation, end)
        elif (last := self._spoke_last(speaker.surface, start)) is not None:
            self._scene.last = last, end
            return Speaker(speaker.surface, role=last.role, organisation=last.organisation)
        return speaker

    def _without_person(self, speaker: Speaker) -> Speaker:
        """Not somebody else as the organisation: of "Mr. Roe's lawyer", "a spokesman for Ann Roe"; and in
        German none in the genitive."""
        owner = speaker.organisation
        if owner is None or not (speaker.name or speaker.role):
            return speaker
        theirs = is_a_persons(speaker.role, owner, self._scene.people, self._words)
        named = None if theirs else genitives.owner_in_nominative(owner, speaker.role, self._words)
        return replace(speaker, organisation=named)

    def _spoke_last(self, surface: str, at: int) -> Speaker | None:
        """Whom a pronoun or "the statement" at ``at`` stands for: who spoke last and has no name, else, for
        an organisation, the one of which the text says before that it said something."""
        if self._scene.last is not None and -len(surface) <= at - self._scene.last[1] <= REACH_OF_A_PRONOUN:
            return self._scene.last[0] if self._may_mean(surface, self._scene.last[0]) else None
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
        many = last.role is not None and self._descriptions.head_of(last.role.split()).lower().endswith("s")
        if low in self._words.plural:
            return many or last.role is None
        if last.role is None:
            return self._is_organisation_s(surface)
        gender = self._words.gender([low])
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
        if self._scene.role is not None and without_articles(low, self._words) in self._words.lexicon.alone:
            return Speaker(surface, role=self._scene.role)
        spoken = self._words.lexicon
        if low in spoken.pronouns or low in spoken.relatives or low in spoken.objects:
            return self._pronoun(surface, low, start)
        # The people of a body are not looked for where nothing in the mention can be a name.
        found = self._scene.people.mention_in(start, end) if surface[1:] != surface[1:].lower() else None
        if found is None and " " not in surface and surface[:1].isupper():
            found = self._scene.people.mention_in(start, end)
        if found is not None and self._is_person(start, end, *found):
            return self._person(surface, *found)
        one = named_behind(self._body, end, self._scene.people) if is_one_of(surface, self._words) else None
        return self._scene.known(surface, one) if one else self._descriptions.speaker(surface, start, end)

    def via(
        self, tokens: list[Token], cue: Span, speaker: Span | None, said: list[tuple[int, int]]
    ) -> str | None:
        """Who reported the words at the offsets ``said``; ``tokens`` are those of the paragraph."""
        paragraph = tokens[0].start, tokens[-1].end
        if paragraph not in self._has_via:
            self._has_via[paragraph] = may_have_via(self._body[paragraph[0] : paragraph[1]], self._words)
        if (again := self._told_again(tokens, cue)) is not None:
            return again
        if not self._has_via[paragraph]:
            return None
        sentence = sentence_around(tokens, cue.first, self._words.lexicon)
        found = find_via(tokens, sentence, cue, speaker, said, self._words, self._language)
        if found is not None and is_medium_s(found):
            found = self._organisations.in_full(found, tokens[cue.first].start)  # "the Journal"
        if found is not None:
            self._medium = found
        return found

    def _told_again(self, tokens: list[Token], cue: Span) -> str | None:
        """The medium that was named last, where "the newspaper" was told something."""
        words = self._words
        if tokens[cue.first].low not in words.lexicon.telling:
            return None
        behind = [token.text for token in tokens[cue.last + 1 : cue.last + 3]]
        told = len(behind) == len(("the", "newspaper"))
        return self._medium if told and behind[0] in words.definite and behind[1] in words.outlets else None

    def _is_person(self, start: int, end: int, mention: Mention, person: Person) -> bool:
        """Not so "the Free Gazette", "Rain Oil" where the text has "Rain Oil Corp", nor "a spokesman for Ann
        Lee", whom the name only tells from others."""
        if self._scene.people.is_body(person) or self._goes_on(self._body[mention.end : end].split()):
            return False
        if self._organisations.in_long(person.name) != person.name and not self._scene.people.roles(person):
            return False
        honoured = self._body[mention.outer : mention.start].rstrip(". ").lower() in self._words.honorifics
        before = self._body[start : mention.outer if mention.title or honoured else mention.start].split()
        if not before or self._ends_clause(before):
            return True
        if len(before) == 1 and before[0].lower() in self._words.definite:
            return person.sure or mention.title is not None
        if len(before) > 1 and before[-2][-1] == "-":
            return True  # "der Sozial- und Regenminister Anton Roth"
        if len(before) > 1 and mention.title is not None and self._begins_subject(before):
            return True
        joined = before[-1] in self._words.lexicon.joins and mention.title is not None
        if joined and len(before) > 1 and self._words.is_role(before[-2]):
            return True  # "Autorin und Ministerin Anna Roth"
        small = self._words.lexicon.links | self._words.stops
        return not (before[-1].islower() and before[-1] in small)

    def _begins_subject(self, before: list[str]) -> bool:
        """Whether the words before a role end with its article, behind a verb and an object: "so nannte ihn
        der | Regenminister Roth"."""
        words = self._words
        article = words.lexicon.order is not None and before[-1] in words.definite
        return article and before[-2].lower() in words.male | words.female

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
        gender = self._words.gender([low])
        scene = self._scene
        if gender is not None and (same := who_goes_on(scene, surface, start, gender)) is not None:
            return same
        person = scene.people.pronoun(gender, start, spoke=scene.spoke) if gender else None
        if person is None or self._spoke_since(person, surface, start):
            return Speaker(surface)
        scene.spoke = person, start + len(surface)
        return scene.known(surface, person)

    def _spoke_since(self, person: Person, surface: str, at: int) -> bool:
        """Whether somebody without a name, "the nurse", was quoted since ``person`` was named last, and may
        be who is meant; in the paragraph itself also where ``person`` was named right before, but not in
        "Ann Lee, a nurse who said"."""
        if self._scene.last is None or self._scene.last[0].role is None:
            return False
        last, end = self._scene.last
        role = (last.role or "").lower().replace("’", "'")
        if "'s " in role or not self._words.public.isdisjoint(role.split()):
            return False  # "the candidate" and "Roe's son" have names
        near = -len(surface) <= at - end <= REACH_OF_A_DESCRIPTION and self._may_mean(surface, last)
        if "\n" in self._body[end:at]:
            return near and not any(end - NEAR <= each.start < at for each in person.mentions)
        begin = end - len(last.surface)
        apposed = begin - len(", ") if self._body.startswith(", ", max(0, begin - len(", "))) else -1
        return near and not any(end <= each.start < at or each.end == apposed for each in person.mentions)

    def _person(self, surface: str, mention: Mention, person: Person) -> Speaker:
        here = role_around(self._body, mention, self._words) if len(mention.words) > 1 else mention.title
        if here is not None:
            here = genitives.role_in_nominative(here, surface.partition(" ")[0].lower(), self._words)
        if self._scene.office is not None:
            self._hold_office(person, self._scene.office)
        known = self._scene.known(surface, person)
        role = here or known.role
        organisation = organisation_in(role, self._words) or known.organisation
        if organisation is None:
            organisation = self._affiliation(surface, mention) or self._membership(mention)
        return Speaker(surface, known.name, role, organisation)

    def _hold_office(self, person: Person, office: Speaker) -> None:
        """The first person named behind "A presidente da Câmara de Lima disse" is she, if nothing else is
        said of what they are."""
        self._scene.office = None
        role = office.role or ""
        gender = self._words.gender(role.split())
        if office.surface.split()[0].lower() in self._words.feminine:
            gender = "female"
        if not self._scene.people.roles(person) and gender in (None, person.gender):
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
