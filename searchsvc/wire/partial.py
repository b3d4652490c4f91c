"""Partial quotes: words in quotation marks within the writer's sentence -> what tells whether somebody's.

In German a name, a title or a term stands in the same marks as words that somebody used. What tells them
apart is seen together: the form of the words, what stands around them, whether the sentence reports, and
whether the same words stand in the article once more, as names do. ``ranker`` weighs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchsvc.wire.attribution import Attribution
from searchsvc.wire.clauses import Clause
from searchsvc.wire.drafts import Draft
from searchsvc.wire.features import MARGIN, NUMBERS, Sentence
from searchsvc.wire.marks import Quoted

LEAST = 0.47
"""How probable it must be that somebody said the words (tuned as the bounds of ``clauses`` are)."""
LONGEST_SENTENCE = 80
"""Words on each side of a piece that are taken for its sentence's."""
REACH_OF_A_NAME = 30_000
"""Characters on each side of a piece in which its words are looked for once more: a long article's."""
NEAR = 5
"""Words between a verb and the words quoted of it."""
SURE, LIKELY = 0.7, 0.4
"""How probable a reported clause is, in classes."""


class Piece(NamedTuple):
    """The quoted token ``at``, what may attribute it on either side, and whether a name would stand there."""

    at: int
    quoted: Quoted
    before: Attribution | None
    behind: Attribution | None
    named: bool = False


class Setting(NamedTuple):
    """What is known of a piece beside its sentence: what attributes it, how probable the reported clause
    around it is, whether a name would stand there, whether its words are in the body once more, whether the
    sentence carries on what somebody said, and what was quoted last, where that is near."""

    attribution: Attribution | None
    clause: float | None
    named: bool
    again: bool
    carries_on: bool
    heard: str


def setting_of(
    piece: Piece,
    attribution: Attribution | None,
    clauses: Sequence[Clause],
    body: str,
    previous: Draft | None,
    *,
    paragraph: int,
    carries_on: bool,
) -> Setting:
    """The setting of a piece; ``clauses`` are those of its sentence, ``previous`` is the draft before."""
    at, start, end = piece.at, piece.quoted.start, piece.quoted.end
    text = body[start:end]
    around = (clause for clause in clauses if any(span.first <= at <= span.last for span in clause.spans))
    clause = next(around, None)
    if attribution is None and clause is not None:
        attribution = Attribution(clause.cue.span, clause.cue.speaker, clause.probability)
    heard = "-"
    if previous is not None and previous.paragraph >= paragraph - 1:
        heard = f"{previous.paragraph == paragraph} {previous.kind.value}"
    return Setting(
        attribution,
        clause.probability if clause else None,
        named=piece.named,
        again=body.find(text, max(0, start - REACH_OF_A_NAME), start) >= 0
        or body.find(text, end, end + REACH_OF_A_NAME) >= 0,
        carries_on=carries_on,
        heard=heard,
    )


def is_one_of(sentence: Sentence, at: int, said: Sequence[int]) -> bool:
    """Whether the quoted token ``at`` is one that somebody said, or "und" joins it to such a one."""
    return at in said or any(_are_joined(sentence, at, other) for other in said)


def features(sentence: Sentence, at: int, setting: Setting) -> list[str]:
    """What the decision on the quoted token ``at`` of the sentence is made from."""
    inside = sentence.tokens[at].text.split()
    form = _form(inside)
    return [
        *_inside(sentence, inside, form),
        *_around(sentence, at, form),
        *_attributed(sentence, at, setting, form),
        *_reporting(sentence, at, form),
    ]


def _inside(sentence: Sentence, words: list[str], form: str) -> list[str]:
    size, end = _size(len(words)), words[-1][-1:]
    return [
        "always",
        f"form {form}",
        f"size {size}",
        f"form {form} {size}",
        f"ends {'-' if end.isalnum() else end}",
        f"opens {_shape(words[0], sentence)}",
        f"odd {_is_odd(words)}",
    ]


def _around(sentence: Sentence, at: int, form: str) -> list[str]:
    lows, shapes, place = sentence.lows, sentence.shapes, at - sentence.first + MARGIN
    around = shapes[max(0, place - LONGEST_SENTENCE) : place + LONGEST_SENTENCE]
    return [
        f"before {lows[place - 1]}",
        f"before,shape {shapes[place - 1]} {form}",
        f"before2,shape {shapes[place - 2]} {shapes[place - 1]}",
        f"behind {lows[place + 1]}",
        f"behind,both {shapes[place + 1]} {shapes[place + 2]}",
        f"reported {'reported' in around}",
    ]


def _attributed(sentence: Sentence, at: int, setting: Setting, form: str) -> list[str]:
    found = [
        f"named {setting.named}",
        f"again {setting.again}",
        f"carries {setting.carries_on} {form}",
        f"heard {setting.heard}",
    ]
    if setting.clause is None:
        found.append("clause -")
    else:
        sure = "sure" if setting.clause >= SURE else "likely" if setting.clause >= LIKELY else "hardly"
        found.append(f"clause {sure}")
    if setting.attribution is None:
        return [*found, "place -"]
    cue = setting.attribution.cue
    word = sentence.tokens[cue.first].low
    place = f"before {_far(at - cue.last)}" if cue.last < at else f"behind {_far(cue.first - at)}"
    kind = sentence.lexicon.kinds[word].partition("-")[0]
    speaker = "-" if setting.attribution.speaker is None else "some"
    return [
        *found,
        f"place {place}",
        f"place,kind {place} {kind}",
        f"place,form {place} {form}",
        f"speaker {speaker}",
    ]


def _reporting(sentence: Sentence, at: int, form: str) -> list[str]:
    """Where the nearest word is that passes words on, before the piece and behind it."""
    order, lows = sentence.lexicon.order, sentence.lows
    if order is None:
        return []
    known = sentence.lexicon.saying
    place = at - sentence.first + MARGIN
    left = range(1, min(place - MARGIN, LONGEST_SENTENCE) + 1)
    right = range(1, min(len(lows) - MARGIN - place, LONGEST_SENTENCE))
    ahead = next((far for far in left if lows[place - far] in known), None)
    behind = next((far for far in right if lows[place + far] in known), None)
    around = lows[max(0, place - LONGEST_SENTENCE) : place + LONGEST_SENTENCE]
    one, other = _far(ahead), _far(behind)
    return [
        f"reports {one} {other}",
        f"reports,form {one} {other} {form}",
        f"behind,form {other} {form}",
        f"last {lows[place - 1]} {lows[-MARGIN - 1] in known}",
        f"wording {not order.wording.isdisjoint(around)}",
    ]


def _far(words: int | None) -> str:
    return "-" if words is None else "at" if words <= 1 else "near" if words <= NEAR else "far"


def _are_joined(sentence: Sentence, one: int, other: int) -> bool:
    """Whether nothing but "und", "oder" or a comma stands between two quoted tokens."""
    order = sentence.lexicon.order
    between = sentence.tokens[(one + other) // 2]
    return abs(one - other) == 2 and (
        between.text == "," or (order is not None and between.low in order.coordinating)
    )


def _size(words: int) -> str:
    return NUMBERS[words] if words < 4 else "few" if words < 7 else "many"


def _shape(word: str, sentence: Sentence) -> str:
    plain = word.strip(".,;:!?…'‚‘[]()")
    return sentence.lexicon.shapes[plain] if plain else "-"


def _form(words: list[str]) -> str:
    """Which of the words have capitals: a noun has one, an adjective or a verb none, a title many."""
    capitals = [word[:1].isupper() for word in words]
    if len(words) == 1:
        return "noun" if capitals[0] else "lower" if words[0][:1].islower() else "mark"
    if not any(capitals):
        return "small"
    if not capitals[0]:
        return "phrase"
    if all(capital or len(word) <= LONGEST_SMALL for word, capital in zip(words, capitals, strict=True)):
        return "title"
    return "clause" if words[-1][-1:] in ".?!…" else "capital"


LONGEST_SMALL = 4
"""Letters of a word without a capital in a title."""


def _is_odd(words: list[str]) -> bool:
    """Whether any word is written as only names are: "iPod", "Ze-0", "news.example"."""
    return any(
        any(char.isupper() or char.isdigit() for char in word[1:]) or "." in word.strip(".") for word in words
    )
