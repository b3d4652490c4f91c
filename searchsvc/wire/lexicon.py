"""The words of attribution in one language, read from ``tables/quotes/<language>.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from sys import intern

from searchsvc.wire.knowledge import names, table, words_in
from searchsvc.wire.word_order import WordOrder, word_order


@dataclass(frozen=True)
class Lexicon:
    """What the rules need to know of a language; each set is explained in ``tables/quotes/en.toml``."""

    verbs: frozenset[str]
    nouns_too: frozenset[str]
    framing: frozenset[str]
    needs_that: frozenset[str]
    telling: frozenset[str]
    telling_of: frozenset[str]
    passives: frozenset[str]
    leading_on: frozenset[str]
    occasions: frozenset[str]
    settings: frozenset[str]
    that: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    according_opening: frozenset[str]
    counting: frozenset[str]
    pronouns: frozenset[str]
    relatives: frozenset[str]
    relating: frozenset[str]
    determiners: frozenset[str]
    links: frozenset[str]
    particles: frozenset[str]
    alone: frozenset[str]
    follows: frozenset[str]
    addressing: frozenset[str]
    breaks: frozenset[str]
    skipped: frozenset[str]
    between: frozenset[str]
    impersonal: frozenset[str]
    turns: tuple[tuple[str, ...], ...]
    several: tuple[str, ...]
    echoes: tuple[tuple[str, ...], ...]
    thus: frozenset[str]
    auxiliaries: frozenset[str]
    leading_up: frozenset[str]
    agents: frozenset[str]
    nouns_in_ly: frozenset[str]
    resuming: frozenset[str]
    perceived: frozenset[str]
    reflexives: frozenset[str]
    reflexed: frozenset[str]
    possessing: frozenset[str]
    passed_on: frozenset[str]
    quoting_as: frozenset[str]
    objects: frozenset[str]
    citing: frozenset[str]
    informants: frozenset[str]
    placing: frozenset[str]
    utterances: frozenset[str]
    times: frozenset[str]
    which: frozenset[str]
    generations: frozenset[str]
    limited: frozenset[str]
    abbreviations: frozenset[str]
    roles: frozenset[str]
    media: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    joins: frozenset[str]
    names_too: frozenset[str]
    joined: frozenset[str]
    authors: frozenset[str]
    inverts: bool
    drops_subjects: bool
    dashes: bool
    articles: frozenset[str]
    having: frozenset[str]
    denying: frozenset[str]
    before_infinitives: frozenset[str]
    past_participles: tuple[str, ...]
    participles: tuple[str, ...]
    predicates: tuple[str, ...]
    past: tuple[str, ...]
    making: frozenset[str]
    made: frozenset[str]
    purposes: frozenset[str]
    infinitives: tuple[str, ...]
    order: WordOrder | None

    @cached_property
    def is_romance(self) -> bool:
        """Whether the subject may stand on either side of the verb, and neither has a place of its own."""
        return self.inverts and self.order is None

    @cached_property
    def openers(self) -> frozenset[str]:
        """The verbs, and of each phrase such as "in the words of" the most telling word, which is rarely
        anywhere else: its longest one."""
        telling = frozenset(max(phrase, key=_telling) for phrase in self.according)
        return self.verbs | telling | (self.order.openers if self.order else frozenset())

    @cached_property
    def echo_openings(self) -> tuple[str, ...]:
        """How a paragraph can begin that only says whose the words before it were."""
        return tuple({phrase[0].capitalize() + " " for phrase in self.echoes})

    @cached_property
    def passed(self) -> frozenset[str]:
        """Words that may stand between a speaker and the verb."""
        return self.skipped | self.between | self.times | self.making

    @cached_property
    def opening(self) -> frozenset[str]:
        """Words that tell when or where in what opens a sentence before its subject."""
        return self.passed | self.placing

    @cached_property
    def parting(self) -> frozenset[str]:
        """Links behind which another begins: "doubt by divers", not "the mayor of Oslo"."""
        return self.links - self.possessing

    @cached_property
    def linking(self) -> frozenset[str]:
        """Small words inside a noun phrase."""
        return self.links | self.joins

    @cached_property
    def prepositions(self) -> frozenset[str]:
        """Small words that lead to when, where and to whom something was said."""
        return (self.addressing | self.follows | self.links | self.occasions) - self.joins

    @cached_property
    def according_words(self) -> frozenset[str]:
        """With which words a phrase such as "according to" begins."""
        return self.source_words | self.according_opening

    @cached_property
    def source_words(self) -> frozenset[str]:
        """The same of those that name a source wherever they stand, with quoted words or without."""
        return frozenset(phrase[0] for phrase in self.according)

    @cached_property
    def according_by_word(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The phrases such as "according to", in their order, by the first word of each."""
        return {
            word: tuple(phrase for phrase in self.according if phrase[0] == word)
            for word in self.source_words
        }

    @cached_property
    def before_speaker(self) -> frozenset[str]:
        """Words that may stand between quoted words and the verb whose speaker is behind it."""
        return self.skipped | self.between if self.inverts else self.skipped

    @cached_property
    def classes(self) -> dict[str, str]:
        """The class of each small word, as the features of reported clauses call it."""
        known = [
            ("auxiliary", self.skipped),
            ("time", self.times),
            ("link", self.links),
            ("break", self.breaks),
            ("relative", self.relatives),
            ("join", self.joins),
            ("pronoun", self.pronouns),
            ("determiner", self.determiners),
            *(self.order.classes if self.order else ()),
            ("that", self.that),
        ]
        return {word: name for name, words in known for word in words}

    @cached_property
    def shapes(self) -> Shapes:
        """What kind of word each word is."""
        return Shapes(self.classes, self.order.endings if self.order else ENDINGS)

    @cached_property
    def kinds(self) -> Kinds:
        """What kind of cue each word is."""
        return Kinds(self)

    @cached_property
    def masculine(self) -> tuple[str, ...]:
        """The roles that are a man's in German."""
        return tuple(sorted(role for role in self.roles if not role.endswith("in")))

    @cached_property
    def saying(self) -> frozenset[str]:
        """The cues, and the words with which words or views are passed on."""
        return self.cues | (self.order.passing_on if self.order else frozenset())

    @cached_property
    def cues(self) -> frozenset[str]:
        """Every verb that can introduce quoted words."""
        return self.verbs | self.framing | self.made


def _telling(word: str) -> tuple[bool, int]:
    # One with an apostrophe can be written in two ways.
    return word.isalnum(), len(word)


class Shapes(dict[str, str]):
    """Words and marks, as written, to what kind of word they are: a class of small words, "number", "name",
    an ending or "word"; a mark is itself. Told once a word, and remembered."""

    MOST, LONGEST = 50_000, 40
    """Words that are remembered, and their characters."""

    def __init__(self, classes: dict[str, str], endings: tuple[str, ...]) -> None:
        super().__init__()
        self._classes = classes
        self._endings = endings

    def __missing__(self, written: str) -> str:
        shape = self._shape(written)
        if len(written) <= self.LONGEST:
            if len(self) >= self.MOST:
                self.clear()
            self[written] = shape
        return shape

    def _shape(self, written: str) -> str:
        if not written[0].isalnum():
            return intern(written)
        low = written.lower().replace("’", "'")
        if known := self._classes.get(low):
            return known
        if written[0].isdigit():
            return "number"
        return "name" if written[0].isupper() else self.ending(low)

    def ending(self, low: str) -> str:
        """The ending of a word that tells most of it, or "word"."""
        return next((each for each in self._endings if low.endswith(each)), "word")


class Kinds(dict[str, str]):
    """Words in lower case to the list of verbs that has them, or "other", and their ending. Remembered."""

    def __init__(self, words: Lexicon) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, low: str) -> str:
        words = self._words
        known = "twofold" if low in words.nouns_too else "said" if low in words.verbs else "other"
        if low in words.framing:
            known = "framing"
        kind = f"{known}-{words.shapes.ending(low)}"
        if len(low) <= Shapes.LONGEST and len(self) < Shapes.MOST:
            self[low] = kind
        return kind


ENDINGS = ("ing", "ed", "ly", "s")
"""By which words in no list are told apart, but for languages whose word order has its own."""


def may_report(text: str, openers: frozenset[str]) -> bool:
    """Whether ``text`` has any word that can introduce reported words; a quick look."""
    low = text.lower()
    # Most words stand without marks: those that do are looked at more closely only where no other is one.
    if not openers.isdisjoint(low.split()):
        return True
    return not openers.isdisjoint([word.strip(_INNER) for word in low.translate(_PARTING).split()])


_INNER = ".'’‘-/&@"
"""Marks that can stand inside a word."""
_PARTING = str.maketrans(dict.fromkeys(',:;!?()[]{}<>"“”„«»*|_~+=#%$…–—', " "))
_ENDS = ("past_participles", "participles", "predicates", "past", "infinitives")
_OTHERWISE = (
    "according",
    "turns",
    "echoes",
    "several",
    "inverts",
    "drops_subjects",
    "dashes",
    "order",
    *_ENDS,
)
LANGUAGES = names("quotes")


@cache
def lexicon(language: str | None) -> Lexicon:
    """The lexicon of ``language``; for one without a table, English, whose marks and names still help."""
    spoken = language.partition("-")[0] if language else "en"
    rows = table("quotes", spoken if spoken in LANGUAGES else "en")

    def words(key: str) -> frozenset[str]:
        return frozenset(map(intern, words_in(rows.get(key, []))))

    def endings(key: str) -> tuple[str, ...]:
        return tuple(words_in(rows[key]))

    return Lexicon(
        **{key: words(key) for key in Lexicon.__dataclass_fields__ if key not in _OTHERWISE},
        according=tuple(tuple(phrase.split()) for phrase in rows["according"]),
        several=endings("several"),
        turns=tuple(tuple(phrase.split()) for phrase in rows.get("turns", [])),
        echoes=tuple(sorted((tuple(each.split()) for each in rows.get("echoes", [])), key=len, reverse=True)),
        inverts=rows["inverts"],
        drops_subjects=rows["drops_subjects"],
        dashes=rows["dashes"],
        past_participles=endings("past_participles"),
        participles=endings("participles"),
        predicates=endings("predicates"),
        past=endings("past"),
        infinitives=endings("infinitives"),
        order=word_order(language),
    )
