"""What the ranker is asked: a sentence, a word of it that may report, and places by it -> sums of weights.

A feature is a template and its values. Templates with a value in common are a group: ``Known`` has a look-up
for each group, from that value to the look-ups of its templates, from the other values to a weight. So no
text is made of a feature where there is only to be added up. ``Recorder`` answers as weights do, and writes
down what it was asked: the features that weights are learned for and kept under.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from functools import partial
from operator import itemgetter
from sys import intern
from typing import Any, NamedTuple

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token

MARGIN = 3
"""Places before and behind a sentence that may be asked for."""

Key = str | tuple[str, str]
"""The values of a feature but for the one that its group has in common; "" where there is no other."""
Weights = Mapping[Key, float]
"""The weights of a template by the key."""
Known = Sequence[Mapping[str, tuple[Weights, ...]]]
"""For each group of templates the weights of each by the common value, where any feature with it has one."""
NONE: Weights = {}


class Template(NamedTuple):
    """A kind of feature: its name, how many values it has, and which of them its group has in common."""

    name: str
    values: int = 1
    common: int = 0

    def spell(self, common: str, key: Key) -> str:
        """The feature as text."""
        others = [] if self.values == 1 else [key] if isinstance(key, str) else list(key)
        others.insert(self.common, common)
        return " ".join([self.name, *others]) if self.name else ""

    def parse(self, text: str) -> tuple[str, Key]:
        """The common value and the key in a feature's text; only the first value can have spaces in it."""
        values = [intern(value) for value in text[len(self.name) + 1 :].rsplit(" ", self.values - 1)]
        common = values.pop(self.common)
        return common, ((values[0], values[1]) if len(values) > 1 else values[0] if values else "")


Groups = tuple[tuple[Template, ...], ...]


class Recorder:
    """Answers for the templates of ``groups`` that there is no weight; ``features`` are the texts of those
    that were asked for."""

    def __init__(self, groups: Groups) -> None:
        self.features: list[str] = []
        self.known: Known = [_Group(group, self.features) for group in groups]


class _Group(dict[str, tuple[Weights, ...]]):
    def __init__(self, group: tuple[Template, ...], features: list[str]) -> None:
        super().__init__()
        self._group, self._features = group, features

    def get(self, common: str, default: Any = None) -> Any:
        return tuple(_Asked(template, common, self._features) for template in self._group)


class _Asked(dict[Key, float]):
    def __init__(self, template: Template, common: str, features: list[str]) -> None:
        super().__init__()
        self._spell, self._features = partial(template.spell, common), features

    def __bool__(self) -> bool:
        return True

    def get(self, key: Any, default: Any = None) -> Any:
        self._features.append(self._spell(key))
        return default


NUMBERS = tuple(str(number) for number in range(100))
"""How counts and distances are written in features."""


class Cue(NamedTuple):
    """A word or phrase that may report: its tokens, its speaker, where what stands before it ends, and
    whether it only names a source ("according to")."""

    span: Span
    speaker: Span | None
    front: int | None
    is_source: bool = False


_TEXT, _LOW = itemgetter(0), itemgetter(1)


class Sentence:
    """Tokens ``first..last`` without closing marks (those end at ``end``); ``taken`` are of direct quotes.

    ``shapes`` says what kind of word each token is, from ``MARGIN`` before the first on, with "^" and "$"
    outside; ``lows`` are the words in lower case, numbered as the shapes are. ``cue_places`` are the tokens
    that may be cues, once those were looked for.
    """

    __slots__ = (
        "_places",
        "cue_places",
        "end",
        "first",
        "is_marked",
        "last",
        "lexicon",
        "lows",
        "shapes",
        "taken",
        "tokens",
    )

    def __init__(self, tokens: list[Token], span: Span, taken: frozenset[int], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.first, self.last = span
        self.end = span.last
        while self.last > self.first and not is_content(tokens[self.last]):
            self.last -= 1
        self.taken = taken
        self.lexicon = lexicon
        self.cue_places: list[int] = []
        self._places: dict[frozenset[str], list[int]] = {}
        inside = tokens[self.first : self.last + 1]
        lows: list[str] = list(map(_LOW, inside))
        known = lexicon.shapes
        self.is_marked = "" in lows
        shapes: list[str] = (
            ["Q" if token.quoted else known[token.text] for token in inside]
            if self.is_marked
            else list(map(known.__getitem__, map(_TEXT, inside)))
        )
        if shapes[0] == "name":
            shapes[0] = known.ending(inside[0].low)
        self.shapes = ["^", "^", "^", *shapes, "$", "$", "$"]
        self.lows = ["^", "^", "^", *lows, "$", "$", "$"]

    def without(self, first: int, behind: int) -> Sentence:
        """What kinds of words the sentence has if the tokens from ``first`` on and before ``behind`` are left
        out; those that follow them have their numbers."""
        gone = behind - first
        closer = copy(self)
        closer._places = {}
        closer.last -= gone
        closer.end -= gone
        low, high = first - self.first + MARGIN, behind - self.first + MARGIN
        closer.shapes = [*self.shapes[:low], *self.shapes[high:]]
        closer.lows = [*self.lows[:low], *self.lows[high:]]
        before = [at for at in self.cue_places if at < first]
        closer.cue_places = [*before, *(at - gone for at in self.cue_places if at >= behind)]
        return closer

    def places(self, words: frozenset[str]) -> list[int]:
        """Where in ``lows`` any of ``words`` stands."""
        found = self._places.get(words)
        if found is None:
            found = [at for at, low in enumerate(self.lows) if low in words]
            self._places[words] = found
        return found

    def shape(self, at: int) -> str:
        """What kind of word token ``at`` is."""
        return self.shapes[at - self.first + MARGIN]

    def low(self, at: int) -> str:
        """The word at ``at`` in lower case."""
        return self.lows[at - self.first + MARGIN]

    def word_before(self, at: int) -> int | None:
        """The last word before ``at``, if any of the sentence is there."""
        while at > self.first:
            at -= 1
            if is_content(self.tokens[at]):
                return at
        return None


def is_content(token: Token) -> bool:
    """Whether it is a word, or words in quotation marks."""
    return token.is_word or token.quoted is not None


MODES = ("none", "after", "before", "around")
"""What a cue may report: nothing, what follows, what stands before it, both."""

MODE: Groups = (
    (Template(""),),
    (
        Template("w"),
        Template("w,behind", 2),
        Template("w,before", 2),
        Template("w,next", 2),
        Template("w,previous", 2),
        Template("w,speaker", 2),
        Template("w,front", 3),
        Template("w,that", 2),
        Template("w,quoted", 2),
    ),
    (Template("behind", 2), Template("behind3", 3), Template("around", 2, 1)),
    (Template("before", 2, 1), Template("before3", 3, 2)),
    (Template("next"), Template("next2", 2)),
    (Template("previous"), Template("previous2", 2, 1)),
    (Template("speaker"), Template("front", 3, 2)),
    (Template("that"),),
    (Template("quoted"),),
    (Template("opens", 2),),
)


def mode_sum(known: Known, sentence: Sentence, cue: Cue) -> float:
    """The sum of the weights of a cue's features, which are those of ``MODE``."""
    return place_sum(known, sentence, cue.span) + speaker_sum(known, sentence, cue)


def place_sum(known: Known, sentence: Sentence, cue: Span) -> float:  # noqa: C901 - a branch for each group
    """The part of ``mode_sum`` for which the cue's speaker need not be known."""
    shapes, lows, base = sentence.shapes, sentence.lows, MARGIN - sentence.first
    first, last, final = cue.first + base, cue.last + base, sentence.last + base
    word = lows[first]
    before3, before2, before = shapes[first - 3 : first]
    behind, behind2, behind3 = shapes[last + 1 : last + 4]
    previous, following = lows[first - 1], lows[last + 1]
    that = _distance("that", shapes, last, min(last + 6, final))
    quoted = _distance("Q", shapes, last, min(last + 20, final + 1), 6) if sentence.is_marked else "-"
    of_always, of_word, of_behind, of_before, of_next, of_previous = known[:6]
    of_that, of_quoted, of_opening = known[7:]
    total: float = 0
    if of := of_always.get(""):
        total += of[0].get("", 0)
    if of := of_word.get(word):
        alone, w_behind, w_before, w_next, w_previous, _, _, w_that, w_quoted = of
        total += (
            alone.get("", 0)
            + w_behind.get(behind, 0)
            + w_before.get(before, 0)
            + w_next.get(following, 0)
            + w_previous.get(previous, 0)
            + w_that.get(that, 0)
            + w_quoted.get(quoted, 0)
        )
    if of := of_behind.get(behind):
        two, three, around = of
        total += two.get(behind2, 0) + three.get((behind2, behind3), 0) + around.get(before, 0)
    if of := of_before.get(before):
        two, three = of
        total += two.get(before2, 0) + three.get((before3, before2), 0)
    if of := of_next.get(following):
        alone, two = of
        total += alone.get("", 0)
        if two:
            total += two.get(lows[last + 2], 0)
    if of := of_previous.get(previous):
        alone, two = of
        total += alone.get("", 0)
        if two:
            total += two.get(lows[first - 2], 0)
    if of := of_that.get(that):
        total += of[0].get("", 0)
    if of := of_quoted.get(quoted):
        total += of[0].get("", 0)
    if of := of_opening.get(shapes[MARGIN]):
        total += of[0].get(NUMBERS[min(first - MARGIN, 6)], 0)
    return total


def speaker_sum(known: Known, sentence: Sentence, cue: Cue) -> float:
    """The part of ``mode_sum`` that the cue's speaker, and where that stands, has in it."""
    base = MARGIN - sentence.first
    speaker = sentence.shapes[cue.speaker.last + base] if cue.speaker else "-"
    rest = sentence.last - cue.span.last
    fronted = (front_of(cue), "few" if rest < 3 else "some" if rest < 7 else "many")
    total: float = 0
    if of := known[1].get(sentence.lows[cue.span.first + base]):
        total += of[5].get(speaker, 0) + of[6].get(fronted, 0)
    if of := known[6].get(speaker):
        alone, fronts = of
        total += alone.get("", 0) + fronts.get(fronted, 0)
    return total


def front_of(cue: Cue) -> str:
    """Whether anything stands before the cue that it may report, and on which side of it its speaker."""
    if cue.front is None:
        return "-"
    return "behind" if cue.speaker and cue.speaker.first > cue.span.first else "front"


def _distance(kind: str, shapes: list[str], last: int, end: int, most: int = 99) -> str:
    """How many words behind ``last`` and before ``end`` the first of that kind is."""
    ahead = shapes[last + 1 : end]
    return NUMBERS[min(ahead.index(kind) + 1, most)] if kind in ahead else "-"


FINITE = frozenset(("ed", "s", "auxiliary", "reported", "te", "ten", "t"))
"""The kinds of words that may be verbs with a subject."""
