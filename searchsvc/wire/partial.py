"""Partial quotes: words in quotation marks within the writer's sentence -> how probably somebody said them.

In German a name, a title or a term stands in the same marks as words that somebody used. What tells them
apart is seen together: the form of the words, what stands around them, whether the sentence reports, and
whether the same words stand in the article once more, as names do.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from searchsvc.wire.attribution import Attribution
from searchsvc.wire.features import MARGIN, Sentence
from searchsvc.wire.marks import Quoted
from searchsvc.wire.phrases import Token

QUESTION = "partial"
"""As the file of weights calls it."""
LEAST = 0.5
"""How probable it must be that somebody said them."""
NEAR = 5
"""Words between a verb and the words quoted of it."""


class Piece(NamedTuple):
    """The quoted token ``at``, and what may attribute it on either side."""

    at: int
    quoted: Quoted
    before: Attribution | None
    behind: Attribution | None
    named: bool = False


class Setting(NamedTuple):
    """What is known of a piece beside its sentence: what attributes it, how probable the reported
    clause that it is in is, whether it stands where a name would, whether its words are in the body once more, and whether the
    sentence carries on what somebody said."""

    attribution: Attribution | None
    clause: float | None
    named: bool
    again: bool
    carries_on: bool
    heard: str = "-"


def probability(weights: dict[str, float], features: Sequence[str]) -> float:
    """How probable it is that somebody said the words (Cox, 1958: the logistic of the sum of weights)."""
    total = sum(weights.get(feature, 0.0) for feature in features)
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def features(sentence: Sentence, at: int, setting: Setting) -> list[str]:
    """What the decision on the quoted token ``at`` of the sentence is made from."""
    inside = sentence.tokens[at].text.split()
    form = _form(inside, sentence)
    size = _size(len(inside))
    found = [
        "always",
        f"form {form}",
        f"size {size}",
        f"form {form} {size}",
        f"ends {inside[-1][-1:] if not inside[-1][-1:].isalnum() else '-'}",
        f"opens {_shape(inside[0], sentence)}",
        f"closes {_shape(inside[-1], sentence)}",
        f"odd {_is_odd(inside)}",
    ]
    found += _around(sentence, at, form, size)
    found += _attributed(sentence, at, setting, form)
    found += _reports(sentence, at, form)
    return found


def _around(sentence: Sentence, at: int, form: str, size: str) -> list[str]:
    place = at - sentence.first + MARGIN
    lows, shapes, tokens = sentence.lows, sentence.shapes, sentence.tokens
    before, before2, behind, behind2 = (lows[place + far] for far in (-1, -2, 1, 2))
    others = [each for each in range(sentence.first, sentence.last + 1) if tokens[each].quoted and each != at]
    partner = next(
        (each for each in others if abs(each - at) == 2 and lows[(each + at) // 2 - sentence.first + MARGIN] in (*sentence.lexicon.joins, "oder", ",")),
        None,
    )
    verb = lows[len(lows) - MARGIN - 1]
    return [
        f"before {before}",
        f"before,form {before} {form}",
        f"before,shape {shapes[place - 1]} {form}",
        f"before2 {before2} {before}",
        f"before2,shape {shapes[place - 2]} {shapes[place - 1]}",
        f"behind {behind}",
        f"behind,shape {shapes[place + 1]} {form}",
        f"behind,both {shapes[place + 1]} {shapes[place + 2]}",
        f"between {before} {behind}",
        f"frame {before} {sentence.lexicon.kinds[verb] if verb else '-'}",
        f"others {min(len(others), 3)}",
        f"partner {_form(tokens[partner].text.split(), sentence) if partner is not None else '-'}",
        f"reported {'reported' in shapes} {form}",
        f"reported {'reported' in shapes}",
        f"that {'that' in shapes[MARGIN:place]}",
        f"joined {tokens[at].end == tokens[at + 1].start if at + 1 < len(tokens) and tokens[at + 1].is_word or behind == '-' else False}",
        f"opening {at == sentence.first} {form}",
    ]


def _reports(sentence: Sentence, at: int, form: str) -> list[str]:
    """Where the nearest word is that passes words on, before the piece and behind it."""
    order, lows = sentence.lexicon.order, sentence.lows
    known = sentence.lexicon.cues | (order.passing_on if order else frozenset())
    place = at - sentence.first + MARGIN
    ahead = next((far for far in range(1, place - MARGIN + 1) if lows[place - far] in known), 0)
    behind = next((far for far in range(1, len(lows) - MARGIN - place) if lows[place + far] in known), 0)
    one, other = ("-" if not far else "near" if far <= NEAR else "far" for far in (ahead, behind))
    before = lows[place - 1]
    return [
        f"reports {one} {other}",
        f"reports,form {one} {other} {form}",
        f"reports,before {one} {other} {before}",
        f"ahead,form {one} {form}",
        f"behind,form {other} {form}",
        f"last {before} {lows[-MARGIN - 1] in known}",
        f"wording {any(low in WORDING for low in lows)}",
    ]

WORDING = frozenset("rede worte worten wörtlich vorwurf vorwürfe behauptung warnung bezeichnung auffassung begründung erklärung erklärungen stellungnahme meinung ansicht schreiben brief aussage aussagen kritik forderung".split())

def _attributed(sentence: Sentence, at: int, setting: Setting, form: str) -> list[str]:
    attribution, sure = setting.attribution, setting.clause
    found = [
        f"named {setting.named}",
        f"named,form {setting.named} {form}",
        f"again {setting.again}",
        f"again,form {setting.again} {form}",
        f"carries {setting.carries_on} {form}",
        f"heard {setting.heard}",
        f"heard,form {setting.heard} {form}",
    ]
    if sure is not None:
        clause = "sure" if sure >= 0.7 else "likely" if sure >= 0.4 else "hardly"
        found += [f"clause {clause}", f"clause,form {clause} {form}"]
    else:
        found.append("clause -")
    if attribution is None:
        return [*found, "cue -", f"cue,form - {form}"]
    cue = attribution.cue
    word = sentence.tokens[cue.first].low
    far = at - cue.last if cue.last < at else cue.first - at
    side = "before" if cue.last < at else "behind"
    distance = "at" if far <= 1 else "near" if far <= NEAR else "far"
    kind = sentence.lexicon.kinds[word].partition("-")[0]
    before = sentence.lows[at - 1 - sentence.first + MARGIN]
    speaker = "-" if attribution.speaker is None else "some"
    return [
        *found,
        f"cue {word}",
        f"cue,before {word} {before}",
        f"cue,form {kind} {form}",
        f"place {side} {distance}",
        f"place,kind {side} {distance} {kind}",
        f"place,form {side} {distance} {form}",
        f"speaker {speaker}",
        f"speaker,kind {speaker} {kind}",
    ]


def _size(words: int) -> str:
    return str(words) if words < 4 else "few" if words < 7 else "many"


def _shape(word: str, sentence: Sentence) -> str:
    plain = word.strip(".,;:!?…'‚‘[]()")
    return sentence.lexicon.shapes[plain] if plain else "-"


def _form(words: list[str], sentence: Sentence) -> str:
    """Which of the words have capitals: a noun has one, an adjective or verb none, a title many."""
    capitals = [word[:1].isupper() for word in words]
    if len(words) == 1:
        return "noun" if capitals[0] else "lower" if words[0][:1].islower() else "mark"
    if not any(capitals):
        return "small"
    if not capitals[0]:
        return "phrase"
    small = [word for word, capital in zip(words, capitals, strict=True) if not capital and len(word) > 4]
    if not small:
        return "title"
    return "clause" if words[-1][-1:] in ".?!…" else "capital"


def _is_odd(words: list[str]) -> bool:
    """Whether any word is written as only names are: "iPod", "Ze-0", "news.example"."""
    return any(
        any(char.isupper() or char.isdigit() for char in word[1:]) or "." in word.strip(".") for word in words
    )
