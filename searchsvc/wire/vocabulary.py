"""What the rules need to know to tell who somebody is, read from ``tables/speakers/<language>.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from searchsvc.wire.knowledge import names, table, words_in
from searchsvc.wire.lexicon import Lexicon, lexicon
from searchsvc.wire.words import without_accents

LANGUAGES = names("speakers")
LONGEST_ENDING = 5
"""Letters of an ending; a word that is no longer is not told by one."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words of one language; each set is explained in ``tables/speakers/en.toml``. There is one of each
    language."""

    language: str
    lexicon: Lexicon
    roles: frozenset[str]
    role_endings: frozenset[str]
    bodies: frozenset[str]
    body_endings: frozenset[str]
    companies: frozenset[str]
    concerns: frozenset[str]
    outlets: frozenset[str]
    documents: frozenset[str]
    definite: frozenset[str]
    indefinite: frozenset[str]
    pointing: frozenset[str]
    openers: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    feminine: frozenset[str]
    honorifics: frozenset[str]
    counterparts: frozenset[str]
    others: frozenset[str]
    epithets: frozenset[str]
    crowds: frozenset[str]
    crowd_endings: frozenset[str]
    leaders: frozenset[str]
    states: frozenset[str]
    formerly: frozenset[str]
    grades: frozenset[str]
    groups: frozenset[str]
    positions: frozenset[str]
    modifiers: frozenset[str]
    public: frozenset[str]
    reporting: frozenset[str]
    publishing: frozenset[str]
    interviews: frozenset[str]
    contracted: frozenset[str]
    told: frozenset[str]
    origins: frozenset[str]
    owning: frozenset[str]
    dwellers: frozenset[str]
    posts: frozenset[str]
    moments: frozenset[str]
    being: frozenset[str]
    leading: frozenset[str]
    neuter: frozenset[str]
    neuter_owner: frozenset[str]
    writings: frozenset[str]
    authoring: frozenset[str]
    plural: frozenset[str]
    having: frozenset[str]

    @cached_property
    def possessives(self) -> frozenset[str]:
        """ "His" and "her" before a noun."""
        return self.lexicon.determiners & (self.male | self.female)

    def is_crowd(self, word: str) -> bool:
        """Whether ``word`` means many people or firms, whatever its capital: "Witnesses", "Retailers"."""
        low = word.lower()
        return low in self.crowds or (len(low) > LONGEST_ENDING and low.endswith(self._crowd_ends))

    @cached_property
    def _crowd_ends(self) -> tuple[str, ...]:
        return tuple(self.crowd_endings)

    def is_role(self, word: str) -> bool:
        """Whether ``word`` says what a person is, in the singular or the plural."""
        low = word.strip(".,").lower()
        if low in self.roles or (low.endswith("s") and low[:-1] in self.roles):
            return True
        if "-" in low and low.rpartition("-")[2] in self.roles:
            return True  # "co-anchor", "ex-mayor"
        if low.startswith("ex") and low[2:] in self.roles:
            return True  # "exministra"
        plain = low.removesuffix("s")  # "Regensprechers"
        return bool(self.role_endings) and plain.endswith(self._role_endings) and len(plain) > 6

    def is_body(self, word: str) -> bool:
        """Whether ``word`` is a noun of what acts through people, or ends the name of a company."""
        low = word.strip(",").lower()
        if low in self.bodies or low.rstrip(".") in self.companies or low in media_words():
            return True
        if low.endswith(("s", "e")) and (
            low[:-1] in self.bodies or low.removesuffix("ies") + "y" in self.bodies
        ):
            return True
        return bool(self.body_endings) and low.endswith(self._body_endings)

    @cached_property
    def _gendered(self) -> re.Pattern[str] | None:
        """The ends of roles whose form for a woman has an ending more: "Sprecher", "Sprecherin"."""
        both = sorted(each for each in self.role_endings if each + "in" in self.role_endings)
        return re.compile(rf"(?:{'|'.join(both)})(in)?s?$") if both else None

    def gender(self, words: list[str]) -> str | None:
        """ "male" or "female" where one of the words tells."""
        for word in words:
            low = word.strip(".,").lower()
            if low in self.female:
                return "female"
            if low in self.male:
                return "male"
            if self._gendered and (told := self._gendered.search(low)) is not None:
                return "female" if told[1] else "male"
        return None

    @cached_property
    def offices(self) -> dict[str, str]:
        """Verbs of what somebody does at the head of something, to what he is: "heads", a head."""
        return {verb: office for verb, _, office in (pair.partition("=") for pair in self.leading)}

    @cached_property
    def articles_within(self) -> dict[str, str]:
        """Words that have taken an article in, to that article as a name has it: "au", "Le"."""
        return {
            word: article.capitalize() for word, _, article in (p.partition("=") for p in self.contracted)
        }

    @cached_property
    def _role_endings(self) -> tuple[str, ...]:
        return tuple(self.role_endings)

    @cached_property
    def _body_endings(self) -> tuple[str, ...]:
        return tuple(self.body_endings)

    @cached_property
    def small(self) -> frozenset[str]:
        """Words that are never part of a name, though a capital may begin them where a sentence starts."""
        words = self.lexicon
        return (
            words.determiners
            | words.links
            | words.breaks
            | words.joins
            | words.skipped
            | words.times
            | words.pronouns
            | words.cues
            | words.that
            | words.according_words
            | self.openers
        )

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The phrases before a source, each as one text."""
        return tuple(" ".join(phrase) for phrase in self.lexicon.according)

    @cached_property
    def stops(self) -> frozenset[str]:
        """Small words that end a role: "former", which may be small, does not."""
        return self.small - self.modifiers

    @cached_property
    def ends_of_roles(self) -> frozenset[str]:
        """Words that end a role which stands behind a name: "an agent has written"."""
        words = self.lexicon
        adverbial = words.occasions if words.order else frozenset[str]()
        ends = words.relatives | words.breaks | words.skipped | adverbial
        return ends - words.links - words.joins - self.modifiers

    @cached_property
    def articles(self) -> frozenset[str]:
        """Articles and other determiners, which stand before a name and are none of it."""
        return self.definite | self.indefinite | self.lexicon.determiners

    @cached_property
    def company_end(self) -> re.Pattern[str]:
        """The last word of a company's name, as it is written there."""
        plain = sorted(word.strip(".") for word in self.companies if word.replace(".", "").isalpha())
        forms = dict.fromkeys(form for word in plain for form in (word.capitalize(), word.upper()))
        return re.compile(rf"(?<= )(?:{'|'.join(map(re.escape, forms))})\b")

    @cached_property
    def run(self) -> re.Pattern[str]:
        """Capitalised words in a row, with small ones that names have inside; a possessive ends it."""
        short = [word.capitalize() for word in self.lexicon.abbreviations if word.isalpha()]
        dotted = sorted({*short, *(word + "s" for word in short if self.is_role(word))})
        plain = r"[\w\-&]*(?:['’](?!s\b)\w[\w\-]*)*"
        initials = rf"(?:\.[{CAPITALS}])*"
        # That a dot is near is asked first: most words are none of the many abbreviations.
        longest = max(map(len, dotted), default=1)
        abbreviation = rf"(?=\w{{1,{longest}}}\.)(?:{'|'.join(dotted)})\."
        word = rf"(?:[{CAPITALS}]{initials}\.|{abbreviation}|(?:[ae]l-)?[{CAPITALS}]{plain})"
        # The first word, with its capital before what is asked of the characters before it: an expression
        # that begins with a set of characters skips all others at once.
        rest = "|".join(f"(?<={each[0]}){each[1:]}" for each in dotted)
        alone = r"(?<![\w’'@#&].)(?<!(?<![ae]l)-.)"
        abbreviation = rf"(?=\w{{0,{longest - 1}}}\.)(?:{rest})\."
        first = rf"[{CAPITALS}]{alone}(?:{initials}\.|{abbreviation}|{plain})"
        return re.compile(rf"{first}(?: (?:(?:{_INSIDE}) )?{word})*")

    @cached_property
    def definite_run(self) -> re.Pattern[str]:
        """A definite article, and as group 1 up to six words behind it."""
        articles = "|".join(sorted({form for word in self.definite for form in (word, word.capitalize())}))
        return re.compile(rf"(?:{articles}) (?=((?:[\w\-]+ ){{1,5}}[\w\-]+))")


LONGEST_MEDIUM = 5
"""Words of a medium's name."""
CAPITALS = "A-ZÀ-ÖØ-ÞĀĆČĐĘĞİŁŃŌŐŒŚŞŠŢŪŹŻŽ"
_INSIDE = (
    "(?<=[Vv][ao]n )(?:der|den|de)|von der|von den|van der|van den|de la|de las|de los|"
    "de|del|della|di|da|dos|das|do|du|von|van|zu|bin|ibn|al|el|ben|ter"
)


@cache
def media_words() -> frozenset[str]:
    """Words that tell a name in capitals to be a medium's, in lower case."""
    return frozenset(word.lower() for word in words_in(table("media")["words"]))


def is_medium_s(word: str) -> bool:
    """Whether ``word`` in a name tells that it is a medium's: "Gazette"."""
    return word.lower() in media_words()


def is_medium(text: str) -> bool:
    """Whether a paper or a station is called so: "Spiegel", "Rain Valley Gazette"."""
    parts = text.split()
    return text in media_names() or (1 < len(parts) <= LONGEST_MEDIUM and is_medium_s(parts[-1]))


@cache
def media_names() -> frozenset[str]:
    """Names of media, as written, that are no agencies."""
    return frozenset(table("media")["names"])


@cache
def namesakes() -> frozenset[str]:
    """Names of companies, as written, that look like people's."""
    return frozenset(table("namesakes")["names"])


@cache
def given_names() -> dict[str, str | None]:
    """Given names, to "male", "female" or (both) None."""
    rows = table("given_names")
    sexes = (("male", "male"), ("female", "female"), ("either", None))
    given = {name: sex for key, sex in sexes for name in words_in(rows[key])}
    # Copy in English leaves accents out: "Jose Antonio".
    return {without_accents(name): sex for name, sex in given.items()} | given


@cache
def vocabulary(language: str | None) -> Vocabulary:
    """The vocabulary of ``language``; for one without a table, English."""
    spoken = language.partition("-")[0] if language else "en"
    known = spoken if spoken in LANGUAGES else "en"
    rows = table("speakers", known)
    words = lexicon(language)
    sets = {key: frozenset(words_in(lines)) for key, lines in rows.items()}
    for key in ("roles", "male", "female"):
        sets[key] |= getattr(words, key)
    return Vocabulary(language=known, lexicon=words, **sets)
