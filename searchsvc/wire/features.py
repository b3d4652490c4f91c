"""What the ranker is told: a sentence, a word of it that may report, and places by it -> features.

Features are short texts, so that a weight can be read; ``evals.train`` learns with the same functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token

MARGIN = 3
"""Places before and behind a sentence that may be asked for."""


class Cue(NamedTuple):
    """A word or phrase that may report: its tokens, its speaker, where what stands before it ends, and
    whether it only names a source ("according to")."""

    span: Span
    speaker: Span | None
    front: int | None
    is_source: bool = False


class Sentence:
    """Tokens ``first..last`` without closing marks, and their shapes; ``taken`` are of direct quotes."""

    def __init__(self, tokens: list[Token], span: Span, taken: frozenset[int], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.first, self.last = span
        while self.last > self.first and not is_content(tokens[self.last]):
            self.last -= 1
        self.taken = taken
        self.is_marked = any(tokens[at].quoted is not None for at in range(self.first, self.last + 1))
        self.lexicon = lexicon

    @cached_property
    def shapes(self) -> list[str]:
        """What kind of word each token is, from ``MARGIN`` before the first on; "^" and "$" outside."""
        tokens = self.tokens[self.first : self.last + 1]
        inside = [_shape(token, self.lexicon, number == 0) for number, token in enumerate(tokens)]
        return ["^"] * MARGIN + inside + ["$"] * MARGIN

    @cached_property
    def lows(self) -> list[str]:
        """The words in lower case, numbered as the shapes are."""
        inside = [token.low for token in self.tokens[self.first : self.last + 1]]
        return ["^"] * MARGIN + inside + ["$"] * MARGIN

    def shape(self, at: int) -> str:
        """What kind of word token ``at`` is."""
        return self.shapes[at - self.first + MARGIN]

    def low(self, at: int) -> str:
        """The word at ``at`` in lower case."""
        return self.lows[at - self.first + MARGIN]


def is_content(token: Token) -> bool:
    """Whether it is a word, or words in quotation marks."""
    return token.is_word or token.quoted is not None


def _shape(token: Token, lexicon: Lexicon, opens: bool) -> str:
    if token.quoted is not None:
        return "Q"
    if not token.is_word:
        return token.text
    if known := lexicon.classes.get(token.low):
        return known
    if token.text[0].isdigit():
        return "number"
    if token.text[0].isupper() and not opens:
        return "name"
    return next((ending for ending in ("ing", "ed", "ly", "s") if token.low.endswith(ending)), "word")


def mode_features(sentence: Sentence, cue: Cue) -> list[str]:
    """The features of a cue."""
    shapes, lows, base = sentence.shapes, sentence.lows, MARGIN - sentence.first
    first, last, final = cue.span.first + base, cue.span.last + base, sentence.last + base
    word = lows[first]
    before2, before = shapes[first - 2], shapes[first - 1]
    behind, behind2 = shapes[last + 1], shapes[last + 2]
    previous, following = lows[first - 1], lows[last + 1]
    speaker = shapes[cue.speaker.last + base] if cue.speaker else "-"
    rest = final - last
    that = _distance("that", shapes, last, min(last + 6, final))
    front = (
        "-"
        if cue.front is None
        else "behind"
        if cue.speaker and cue.speaker.first > cue.span.first
        else "front"
    )
    left = "few" if rest < 3 else "some" if rest < 7 else "many"
    quoted = _distance("Q", shapes, last, min(last + 20, final + 1), 6)
    return [
        "",
        f"w {word}",
        f"w,behind {word} {behind}",
        f"w,before {word} {before}",
        f"w,next {word} {following}",
        f"w,previous {word} {previous}",
        f"behind {behind} {behind2}",
        f"behind3 {behind} {behind2} {shapes[last + 3]}",
        f"before {before2} {before}",
        f"before3 {shapes[first - 3]} {before2} {before}",
        f"next {following}",
        f"next2 {following} {lows[last + 2]}",
        f"previous {previous}",
        f"previous2 {lows[first - 2]} {previous}",
        f"around {before} {behind}",
        f"speaker {speaker}",
        f"w,speaker {word} {speaker}",
        f"front {front} {left} {speaker}",
        f"w,front {word} {front} {left}",
        f"that {that}",
        f"w,that {word} {that}",
        f"quoted {quoted}",
        f"w,quoted {word} {quoted}",
        f"opens {shapes[MARGIN]} {min(first - MARGIN, 6)}",
    ]


def _distance(kind: str, shapes: Sequence[str], last: int, end: int, most: int = 99) -> str:
    """How many words behind ``last`` and before ``end`` the first of that kind is."""
    try:
        return str(min(shapes.index(kind, last + 1, max(end, last + 1)) - last, most))
    except ValueError:
        return "-"


def start_features(sentence: Sentence, cue: Cue, at: int) -> list[str]:
    """The features of a clause that begins at ``at``."""
    shapes, lows, base = sentence.shapes, sentence.lows, MARGIN - sentence.first
    last, place = cue.span.last + base, at + base
    word, opens = lows[cue.span.first + base], lows[place]
    far = min(place - last, 7)
    near = min(far, 4)
    here, before = shapes[place], shapes[place - 1]
    return [
        f"far {far}",
        f"here {here} {far}",
        f"low {opens}",
        f"low,far {opens} {min(far, 3)}",
        f"before {before} {here}",
        f"previous {lows[place - 1]} {here}",
        f"w,far {word} {near}",
        f"w,here {word} {here}",
        f"w,low {word} {opens}",
        f"next {shapes[last + 1]} {here} {near}",
        f"behind {here} {shapes[place + 1]}",
    ]


def _frame(sentence: Sentence, cue: Cue) -> str:
    """What the cue's clause is: one that a conjunction begins, a relative one, or the main one."""
    for at in range(cue.span.first - 1, max(sentence.first, cue.span.first - 7) - 1, -1):
        if sentence.shape(at) in ("relative", "that", "break"):
            return f"{sentence.shape(at)} {at == sentence.first}"
        if sentence.shape(at) in (",", "join"):
            break
    return "break" if sentence.shape(sentence.first) == "break" else "main"


def end_features(sentence: Sentence, cue: Cue, start: int, ends: Sequence[int]) -> list[list[str]]:
    """The features of a clause from ``start`` for each of the tokens, in order, that it may end with."""
    shapes, base = sentence.shapes, MARGIN - sentence.first
    frame = _frame(sentence, cue)
    begin = start + base
    finite_at = next(
        (at for at in range(begin, min(begin + 12, len(shapes))) if shapes[at] in _FINITE), len(shapes)
    )
    commas, counted = 0, begin
    found = []
    for end in ends:
        place = end + base
        commas += shapes[counted:place].count(",")
        counted = max(counted, place)
        found.append(_end_features(sentence, cue, (begin, place), frame, min(commas, 3), place >= finite_at))
    return found


_FINITE = frozenset(("ed", "s", "auxiliary"))


def _end_features(
    sentence: Sentence, cue: Cue, places: tuple[int, int], frame: str, commas: int, finite: bool
) -> list[str]:
    shapes, lows = sentence.shapes, sentence.lows
    begin, place = places
    word, opens = lows[cue.span.first - sentence.first + MARGIN], lows[begin]
    stop, length = lows[place + 1], place - begin
    size = str(length) if length < 4 else "few" if length < 7 else "some" if length < 14 else "many"
    mark = stop in ",;:—–-("
    behind = place + 2 if mark else place + 1
    after, kind = lows[behind], shapes[behind]
    boundary = f"{stop if mark else '='}{kind}"
    final = len(shapes) - MARGIN - 1
    rest = final - place
    left = "none" if rest == 0 else "few" if rest < 4 else "some" if rest < 9 else "many"
    known = sentence.lexicon.cues
    ahead = next((at - place for at in range(place + 1, min(place + 6, final + 1)) if lows[at] in known), "-")
    return [
        f"frame {frame} {boundary}",
        f"frame,stop {frame} {stop} {size}",
        f"left {left} {boundary}",
        f"commas {commas} {stop}",
        f"commas,kind {min(commas, 2)} {boundary} {left}",
        f"ahead {ahead} {stop}",
        f"ahead,kind {ahead} {boundary}",
        f"stop {stop}",
        f"boundary {boundary}",
        f"boundary,size {boundary} {size}",
        f"after {stop} {after}",
        f"after2 {stop} {after} {lows[behind + 1]}",
        f"after,kind {boundary} {shapes[behind + 1]}",
        f"here {shapes[place]} {boundary}",
        f"w,boundary {word} {boundary}",
        f"w,size {word} {size}",
        f"opens,boundary {opens} {boundary}",
        f"opens {shapes[begin]} {boundary} {size}",
        f"size {size} {stop}",
        f"finite {finite} {boundary}",
        f"word {lows[place]} {stop}",
        f"previous {lows[begin - 1]} {boundary}",
    ]
