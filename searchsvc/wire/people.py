"""People: who is named in a body, each with all mentions, so that "Roe" and "she" can be told who that is.

The whole body is read before the first question: a name that is given in full only later is known, too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from searchsvc.wire.agencies import mentioned
from searchsvc.wire.bare_names import ENOUGH, bare_name
from searchsvc.wire.counterparts import Counterparts
from searchsvc.wire.genitives import country
from searchsvc.wire.likeness import akin, content_of, leads
from searchsvc.wire.mentions import Mention, find_mentions
from searchsvc.wire.namesakes import same_person, words_of_name
from searchsvc.wire.person import MOST_ASKED, Person, differ, nearness
from searchsvc.wire.places import find_city, is_country, regions
from searchsvc.wire.prominence import OPENS, WORD, Prominence
from searchsvc.wire.roles import aside_behind, body_in_aside, find_epithets, role_around, shared_role
from searchsvc.wire.told_gender import told_gender
from searchsvc.wire.vocabulary import Vocabulary, namesakes

REACH_OF_A_PRONOUN = 1_500
"""Characters between a pronoun and who it means."""
REACH_OF_A_DESCRIPTION = 400
"""Characters between "the senator" and the name of whom it means, where that was not called one."""
LONGEST_ROW = 4
"""Names before one that has its role from the first of them."""
REACH_OF_IT = 30
"""Characters behind "said it"."""
MOST_NAMESAKES = 30
MOST_DESCRIBED = 300
"""People of one body; more of them are a list, in which nobody is looked for by what he is."""

RIGHT_BEFORE = 1.0
"""How much more likely a pronoun means whom the sentence right before in its paragraph begins with."""
SPOKE = 2.3
"""How likely a pronoun means whom that of the last quote meant."""


class People:
    """The people of one body."""

    def __init__(self, body: str, start: int, words: Vocabulary, language: str | None = None) -> None:
        self._body = body
        self._start = start
        self._words = words
        self._language = language
        self._by_word: dict[str, list[Person]] = defaultdict(list)
        self._people: dict[str, Person] = {}
        self._at: list[int] = []
        self._who: list[tuple[Mention, Person]] = []
        self._prominence = Prominence(body, words)
        self._knows_epithets = False
        mentions = find_mentions(body, start, words)
        for mention in mentions:
            if len(mention.words) > 1:
                self._keep(mention)
        for mention in mentions:
            if len(mention.words) > 1 or not mention.sure:
                continue
            if not self._by_word.get(mention.surname) and not self._is_genitive(mention):
                self._keep(mention)
        self._keep_bare_names(mentions)
        for mention in map(self._in_nominative, mentions) if words.language == "de" else mentions:
            person = self.called(mention) if mention.surname in self._by_word else None
            if person is not None:
                if len(mention.words) == 1:
                    person.mentions.append(mention)
                    person.sure = person.sure or mention.sure or self._speaks_as_person(person, mention)
                    person.gender = person.gender or mention.gender
                self._at.append(mention.start)
                self._who.append((mention, person))
        for person in self._people.values():
            person.mentions.sort(key=lambda each: each.start)
        Counterparts(body, self._who, self.roles).introduce(start, words)

    def _keep(self, mention: Mention) -> None:
        name = " ".join(mention.words)
        namesakes = self._by_word.get(mention.surname, ())
        if len(namesakes) >= MOST_NAMESAKES:
            return
        for person in namesakes:
            if person.mentions[0].surname == mention.surname and same_person(person.name, name):
                break
        else:
            person = Person(name)
            self._people[name] = person
            for word in words_of_name(mention.words):
                self._by_word[word].append(person)
        person.mentions.append(mention)
        person.full += 1
        person.told = person.told or mention.sure
        person.gender = person.gender or mention.gender
        person.sure = person.sure or mention.sure

    def _keep_bare_names(self, mentions: list[Mention]) -> None:
        """Take words for people's where the text tells so without a first name or a title: "Roe's wife"."""
        alone: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if len(mention.words) == 1:
                alone[mention.words[0]].append(mention)
        for each in alone.values():
            if self._by_word.get(each[0].surname):
                continue
            if (told := bare_name(self._body, each, self._words)) is not None:
                self._keep(each[0]._replace(sure=told.weight >= ENOUGH, gender=told.gender))

    def called(self, mention: Mention) -> Person | None:
        """The person whom ``mention`` means: of several, by title, else the one who is named most."""
        candidates = self._by_word.get(mention.surname, ())
        if not candidates:
            return None
        name = " ".join(mention.words)
        if len(mention.words) > 1:
            return next((each for each in candidates if same_person(each.name, name)), None)
        fitting = [each for each in candidates if not differ(each.gender, mention.gender)] or list(candidates)
        last = [each for each in fitting if each.mentions[0].surname == mention.surname]
        if not last and is_country(mention.words[0]):
            return None  # "Israel said", though the text names Israel Roe
        told = mention.gender is not None
        return max(last or fitting, key=lambda each: (told and each.gender == mention.gender, each.full))

    def _is_genitive(self, mention: Mention) -> bool:
        """Whether it is "Roths" in German, where the text has Roth, or "Norwegens"."""
        last = mention.words[-1]
        if self._words.language != "de" or last[-1] != "s" or len(mention.words) > 1:
            return False
        known = mention.surname not in self._by_word and mention.surname[:-1] in self._by_word
        return known or country(last) is not None

    def _in_nominative(self, mention: Mention) -> Mention:
        """The mention of "Roths" as one of Roth, without what stands before it, which belongs to him; any
        other as it is."""
        if not self._is_genitive(mention):
            return mention
        last = mention.words[-1][:-1]
        return Mention(mention.start, mention.end, (last,), mention.start)

    def _is_cut(self, mention: Mention) -> bool:
        """Whether the name is in the genitive, so that what stands before it is his: "der Arzt Roths"."""
        return self._words.language == "de" and not self._body.endswith(mention.words[-1], 0, mention.end)

    def mention_in(self, start: int, end: int) -> tuple[Mention, Person] | None:
        """The first person named within ``start:end`` other than as an owner ("Roe's lawyer").

        What may be none gives way to one with a role ("Rain Insider senior editor Ann Lee").
        """
        first: tuple[Mention, Person] | None = None
        for place in range(bisect_left(self._at, start), len(self._at)):
            mention, person = self._who[place]
            if mention.end > end:
                break
            if self._owns(mention, end) or (mention.start > start and self._is_cut(mention)):
                continue
            if first is None:
                first = mention, person
            elif not first[1].sure and person.sure and self._gives_way(first[1], mention):
                return mention, person
        return first

    def mentions_within(self, start: int, end: int) -> Iterator[tuple[Mention, Person]]:
        """Who is named within ``start:end``, owners too, in order."""
        for place in range(bisect_left(self._at, start), len(self._at)):
            if self._who[place][0].end > end:
                break
            yield self._who[place]

    def _gives_way(self, first: Person, mention: Mention) -> bool:
        """Also where the first is a place: "die in New York City geborene Anna Roth"."""
        return self._is_introduced(mention) or (self._words.lexicon.order is not None and self.is_body(first))

    def _is_introduced(self, mention: Mention) -> bool:
        before = self._prominence.word_before(mention)
        return mention.title is not None or (before is not None and self._words.is_role(before))

    def _owns(self, mention: Mention, end: int) -> bool:
        """Whether the name only belongs to a noun behind it: "Roe's lawyer", "Roe supporters"."""
        following = WORD.match(self._body, mention.end, end)
        if following is not None:
            # Only where nouns may follow so: elsewhere it is a verb, an adverb or an adjective.
            return not self._words.lexicon.inverts and following[1].lower() not in self._words.small
        return self._body[mention.end : mention.end + 1] in ("'", "’") and end > mention.end + 3

    def pronoun(
        self,
        gender: str | None,
        at: int,
        reach: int = REACH_OF_A_PRONOUN,
        spoke: tuple[Person, int] | None = None,
    ) -> Person | None:
        """Whom "he" or "she" at ``at`` means: the nearest subject of a sentence, or who spoke last.

        ``spoke``: whom the pronoun of the last quote meant, and where it ends."""
        best: Person | None = None
        most = -1e9
        if (
            spoke is not None
            and at - spoke[1] <= reach
            and not differ(self._own_or_told_gender(spoke[0]), gender)
        ):
            best, most = spoke[0], SPOKE - self._prominence.sentence_ends(spoke[1], at)
        high = bisect_left(self._at, at)
        later = at
        distance = 0.0
        for place in range(high - 1, -1, -1):
            mention, person = self._who[place]
            if at - mention.start > reach:
                break
            if self._prominence.is_quoted(mention.start, at):
                continue
            distance += self._prominence.sentence_ends(mention.end, later)
            later = mention.start
            if differ(person.gender, gender) or self.is_body(person):
                continue
            prominence = self._prominence.of(mention)
            told = self._told_gender(person) if person.gender is None else None
            sure = person.sure or (told is not None and self._speaks_somewhere(person))
            if not sure and prominence <= 0:
                continue
            doubt = 0 if gender in (person.gender, told) else 4 if told else 0.5
            doubt += 0 if sure else 0.5 if told else 1
            if distance <= 1 and prominence == OPENS and sure and self._is_in_paragraph(mention, at):
                prominence += RIGHT_BEFORE
            score = prominence - distance - doubt
            if score > most:
                best, most = person, score
        return best

    def _own_or_told_gender(self, person: Person) -> str | None:
        return person.gender or self._told_gender(person)

    def _told_gender(self, person: Person) -> str | None:
        if not person.knows_gender:
            person.knows_gender = True
            person.told_gender = told_gender(person, self._who, self._body, self._prominence, self._words)
        return person.told_gender

    def _speaks_somewhere(self, person: Person) -> bool:
        return any(map(self._prominence.speaks, person.mentions[:MOST_ASKED]))

    def _is_in_paragraph(self, mention: Mention, at: int) -> bool:
        return self._body.find("\n", mention.end, at) < 0

    def is_quoted(self, place: int, at: int) -> bool:
        """Whether ``place`` is quoted and ``at`` is not."""
        return self._prominence.is_quoted(place, at)

    def gender_of(self, name: str) -> str | None:
        """The gender of who is called so in full, where it is known."""
        person = self._people.get(name)
        return None if person is None else person.gender

    def is_in_sentence(self, person: Person, at: int) -> bool:
        """Whether the sentence of ``at`` names the person before: "With Ann Lee, the mayor said", in which
        the mayor is somebody else."""
        place = bisect_left(person.mentions, at, key=lambda each: each.start)
        if not place or self._prominence.is_quoted(person.mentions[place - 1].start, at):
            return False
        end = person.mentions[place - 1].end
        return self._body.find("\n", end, at) < 0 and self._prominence.is_one_sentence(end, at)

    def roles(self, person: Person) -> list[str]:
        """What the text says that the person is, in the order in which it says so."""
        if person.roles is None:
            found = (self._role_at(each) for each in person.mentions[:MOST_ASKED])
            person.roles = list(dict.fromkeys(role for role in found if role))
        if not person.roles and not self._knows_epithets:
            self._knows_epithets = True
            self._read_epithets()
        return person.roles

    def _role_at(self, mention: Mention) -> str | None:
        role = role_around(self._body, mention, self._words)
        if role is not None:
            return role
        place = bisect_left(self._at, mention.start)
        row = [each for each, _ in self._who[max(0, place - LONGEST_ROW) : place + 1]]
        return shared_role(self._body, row, self._words)

    def _read_epithets(self) -> None:
        """What somebody is called instead of the name: "Lee came. The retired diver said ..."."""
        for at, epithet in find_epithets(self._body, self._start, self._words):
            if self.described(epithet, at) is not None:
                continue
            gender = self._words.gender(epithet.split())
            person = self.pronoun(gender, at, REACH_OF_A_DESCRIPTION)
            if person is not None and not self.roles(person):
                person.roles = [epithet]

    def _said_of(self, person: Person) -> list[list[str]]:
        """The words of each role of the person, which are looked up often."""
        if person.said is None or len(person.said) != len(self.roles(person)):
            person.said = [content_of(role, self._words) for role in self.roles(person)]
        return person.said

    def is_body(self, person: Person) -> bool:
        """Whether what looked like a person's name is an organisation's or a place's."""
        if person.is_neuter is None:
            person.is_neuter = self._is_neuter(person)
        if person.is_neuter or person.name in namesakes():
            return True
        if person.sure:
            return False
        name = person.name
        if person.roles is None:
            known = mentioned(name, language=self._language) or regions(name) or find_city(name)
            asides = (aside_behind(self._body, each.end, self._words) for each in person.mentions[:3])
            person.is_body = (
                bool(known)
                or self._is_of_several(name)
                or any(map(self._is_told_body, person.mentions[:MOST_ASKED]))
                or any(body_in_aside(aside, self._words) for aside in asides)
            )
            if not person.is_body and any(
                self._words.is_role(w) for r in self.roles(person) for w in r.split()
            ):
                person.sure = True
            person.roles = person.roles or []
        return person.is_body

    def _speaks_as_person(self, person: Person, mention: Mention) -> bool:
        """Whether a verb of saying stands by the name, and nowhere "it" behind that: "Rain Oil said it"."""
        if not self._prominence.speaks(mention):
            return False
        said = (_SAID.match(self._body, each.end) for each in person.mentions[:MOST_ASKED])
        return not any(found is not None and self._says_of_itself(found) for found in said)

    def _says_of_itself(self, said: re.Match[str]) -> bool:
        """Whether "it" or "its" is who speaks, and not what is so: "Roe said it was important"."""
        if said[2] in self._words.neuter_owner:
            return True
        if said[2] not in self._words.neuter:
            return False
        being, _, doing = self._body[said.end() + 1 : said.end() + REACH_OF_IT].partition(" ")
        return being not in self._words.lexicon.passives or doing.split(" ")[0].endswith(
            self._words.lexicon.participles
        )

    def _is_told_body(self, mention: Mention) -> bool:
        """Whether the word before the name says that it is no person's: "the charity Clean Rain"."""
        words, before = self._words, self._prominence.word_before(mention)
        plain = before is not None and before.islower() and words.lexicon.order is None
        return plain and before is not None and words.is_body(before) and not words.is_role(before)

    def _is_of_several(self, name: str) -> bool:
        """ "Amigos de la Tierra": a noun of several, and whose they are, where no given name stands."""
        first, *others = name.split()
        return (
            self._words.lexicon.is_romance
            and first.endswith("s")
            and len(others) > 1
            and others[0] in self._words.lexicon.possessing
        )

    def _is_neuter(self, person: Person) -> bool:
        """Whether it says "its" of itself, or "it" where nothing tells of a person: "Rain Oil said it"; twice
        where it also says other things."""
        words = self._words
        often = 0
        for mention in person.mentions[:MOST_ASKED]:
            if _SYMBOL.match(self._body, mention.end):
                return True  # "Rain Oil (RAIN.N)"
            said = _SAID.match(self._body, mention.end)
            if said is None or said[1] not in words.lexicon.verbs:
                continue
            often += said[2] in words.neuter and not person.told
            if said[2] in words.neuter_owner or often > person.sure:
                return not self.roles(person)
        return False

    def described(self, description: str, at: int, gender: str | None = None) -> Person | None:
        """Whom a description such as "the rain minister" means: the last before ``at`` who was called so,
        and is no man where ``gender`` says that a woman is meant."""
        called = self._called_so(content_of(description, self._words))
        if gender is not None:
            called = [each for each in called if not differ(each.gender, gender)]
        return max(called, key=lambda each: nearness(each, at), default=None)

    def only_one(self, role: str) -> Person | None:
        """Whom "the Ohio senator" means where nobody was called that: who alone was called a senator."""
        called = self._called_so(content_of(role, self._words))
        return called[0] if len(called) == 1 else None

    def _called_so(self, wanted: list[str]) -> list[Person]:
        """Who has a role with words akin to all of those ``wanted``."""
        if not wanted or len(self._people) > MOST_DESCRIBED:
            return []
        words, whose = self._words, len(wanted) > 1
        return [
            person
            for person in self._people.values()
            if not self.is_body(person)
            and any(
                all(
                    any(akin(word, other, words) or (whose and leads(word, other, words)) for other in said)
                    for word in wanted
                )
                for said in self._said_of(person)
            )
        ]


_SYMBOL = re.compile(r" ?[<(\[][A-Z0-9]{1,6}\.[A-Z]{1,3}[>)\]]")
"""Of a company's stock, with the exchange."""
_SAID = re.compile(r">?(?: ?[<(\[][^<>()\[\]\n]{1,16}[>)\]])?,? ([a-z]{2,20}),? (?:that )?([a-z]{2,4})\b")
"""What follows a name, behind the symbol of its stock: a verb, and what the said begins with."""
