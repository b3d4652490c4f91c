"""Extents: with which word what a cue reports begins, and with which it ends."""

from __future__ import annotations

from searchsvc.wire.addressees import behind_addressee, behind_setting
from searchsvc.wire.attribution import according_at
from searchsvc.wire.features import MARGIN, Cue, Sentence, is_content
from searchsvc.wire.phrases import LONGEST_SPEAKER, Span
from searchsvc.wire.ranker import Weights
from searchsvc.wire.reporting_cues import is_said
from searchsvc.wire.sources import LONGEST_CLAUSE, openings_behind_source
from searchsvc.wire.verb_second import behind_source, clause_starts, goes_on_behind

FARTHEST_START = 12
"""Words between a cue and what it reports."""
MOST_ENDS = 24
"""Places where a reported clause may end; of more the first ones and the end of the sentence."""


def words_behind(
    sentence: Sentence, cue: Cue, weights: Weights, around: int | None = None
) -> tuple[Span, float] | None:
    """The words behind the cue that it reports (token ``around`` is one of them), and how much of them is to
    be expected right."""
    starts = [at for at in start_places(sentence, cue) if around is None or at <= around]
    if not starts:
        return None
    start = weights.start_of(sentence, cue, starts)
    ends = [at for at in end_places(sentence, start) if around is None or at >= around]
    if not ends:
        return None
    shares = weights.ends_of(sentence, cue, start, ends)
    begin = sentence.tokens[start].start
    lengths = [sentence.tokens[at].end - begin for at in ends]
    worth = _overlaps(shares, lengths)
    best = worth.index(max(worth))
    return Span(start, ends[best]), worth[best]


def _overlaps(shares: list[float], lengths: list[int]) -> list[float]:
    """For each length, shortest first, its share with the true one that is to be expected: the shorter of the
    two by the longer, where ``shares`` are how probable the lengths are."""
    shorter, longer = 0.0, sum(share / length for share, length in zip(shares, lengths, strict=True))
    expected = []
    for share, length in zip(shares, lengths, strict=True):
        shorter += share * length
        longer -= share / length
        expected.append(shorter / length + longer * length)
    return expected


def opening(sentence: Sentence) -> int:
    """The first word of the sentence."""
    at = sentence.first
    while at < sentence.last and not is_content(sentence.tokens[at]):
        at += 1
    return at


def start_places(sentence: Sentence, cue: Cue) -> list[int]:
    """Where what follows the cue may begin."""
    at = cue.span.last + 1
    if cue.is_source and cue.speaker:
        at = max(at, cue.speaker.last + 1)
    last = min(cue.span.last + FARTHEST_START, sentence.last)
    tokens = sentence.tokens
    if sentence.lexicon.order is not None and not cue.is_source:
        return clause_starts(sentence, at)
    if not cue.is_source:
        at, begins = behind_addressee(tokens, cue.span.last, sentence.last, sentence.lexicon)
        if at == cue.span.last + 1 and (behind := setting_behind(sentence, cue.span)) is not None:
            at, begins = behind, True
        last = min(at, sentence.last) if begins else last
    elif _opens_sentence(sentence, cue) and (openings := openings_behind_source(sentence, at)):
        return openings
    places = [place for place in range(at, last + 1) if tokens[place].is_word or tokens[place].quoted]
    if sentence.lexicon.order is not None and cue.span.first == sentence.first:
        return behind_source(sentence, places)
    return places


def _opens_sentence(sentence: Sentence, cue: Cue) -> bool:
    return sentence.lexicon.order is None and bool(cue.speaker) and cue.span.first == sentence.first


def setting_behind(sentence: Sentence, cue: Span) -> int | None:
    """The first word behind when and where it was said, if a verb of saying has that behind it."""
    following, lexicon = sentence.low(cue.last + 1), sentence.lexicon
    if not (following in lexicon.times or following in lexicon.links) or not is_said(sentence, cue):
        return None
    ahead = sentence.tokens[max(sentence.first, cue.first - LONGEST_SPEAKER) : cue.first]
    parted = any(token.text == "," for token in ahead)
    return behind_setting(sentence.tokens, cue, sentence.last, lexicon, parted=parted)


def end_places(sentence: Sentence, start: int) -> list[int]:
    """Where a clause that begins at ``start`` may end: at the end of the sentence, and before whatever may
    begin another clause or phrase."""
    found = []
    last = min(sentence.last, start + LONGEST_CLAUSE)
    shapes = sentence.shapes
    before = MARGIN - sentence.first
    for at in range(start, last):
        if shapes[at + 1 + before] in _BOUNDARIES and is_content(sentence.tokens[at]):
            found.append(at)
            if len(found) == MOST_ENDS:
                break
            if at > start and _source_behind(sentence, at):
                return found
    return [*found, last]


def _source_behind(sentence: Sentence, at: int) -> bool:
    """Whether a phrase such as ", according to X" follows token ``at``."""
    if sentence.lexicon.order is not None:
        return goes_on_behind(sentence, at)
    ahead = at + 2 if sentence.shape(at + 1) == "," else at + 1
    return ahead < sentence.last and according_at(sentence.tokens, ahead, sentence.lexicon) is not None


_BOUNDARIES = frozenset([*",;:—–-()[", "join", "break", "link", "that", "time", "relative", "Q", "ly", "ing"])
