"""Reported clauses: a sentence -> what it reports of whom, without marks or with some words in them.

Three questions are put to the ranker for every word that may be a cue: does it report what follows, what
stands before it, both, or nothing; with which word does that begin; and with which does it end.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import log
from typing import NamedTuple

from searchsvc.wire.addressees import behind_addressee, behind_setting, ends_with
from searchsvc.wire.attribution import according_at
from searchsvc.wire.features import MARGIN, MODES, Cue, Sentence, is_content
from searchsvc.wire.phrases import LONGEST_SPEAKER, Span
from searchsvc.wire.ranker import Weights, softmax
from searchsvc.wire.sources import LONGEST_CLAUSE, cites, is_mediums, opens_behind_source, source_of
from searchsvc.wire.subject_behind import subject_after
from searchsvc.wire.subject_first import subject_before
from searchsvc.wire.verb_second import behind_source, clause_opening, clause_starts, cues_of, goes_on_behind
from searchsvc.wire.whom import quoting_before, whom_quoted
from searchsvc.wire.word_order import WordOrder

FARTHEST_START = 12
"""Words between a cue and what it reports."""
LEAST_SAID, LEAST, LEAST_BEFORE = 0.6, 0.68, 0.5
"""How probable a clause without marks must be: after a verb of saying, after any other cue, and where it
stands wholly before its cue, so that there is no doubt of its extent (tuned on quarters of PolNeAR that the
weights were not learned from: lower ones find more of what is reported, and more that nobody labelled)."""
LEAST_SAID_SECOND, LEAST_SECOND = 0.6, 0.7
"""The first two where the verb stands second (tuned on quarters of the German set, each read with what the
other three teach)."""
MOST_CUES = 40
"""Cues of a sentence; a longer one is a list."""
MOST_ENDS = 24
"""Places where a reported clause may end; of more the first ones and the end of the sentence."""


class Clause(NamedTuple):
    """What is reported (one span of tokens, or two around the cue), by which cue, how probably."""

    spans: tuple[Span, ...]
    cue: Cue
    probability: float


def read_clauses(sentence: Sentence, weights: Weights) -> list[Clause]:
    """The reported clauses in order; where two have words in common, the more probable one. A source goes
    before a verb that is not one of saying: "X agreed to ..., according to Y"."""
    found = list(_clauses(sentence, weights))
    if len(found) < 2:
        return found
    kept: list[Clause] = []
    found = _without_passed_on(found, sentence)
    for clause in sorted(found, key=lambda each: (not each.cue.is_source, -each.probability)):
        if not any(_share(clause, other) for other in kept):
            kept.append(clause)
    return sorted(kept, key=lambda each: each.spans[0])


def _clauses(sentence: Sentence, weights: Weights) -> Iterator[Clause]:
    """What each cue reports. Most words that may be cues report nothing, whoever their speaker would be:
    for those it is not looked for."""
    if sentence.lexicon.order is not None:
        yield from _clauses_second(sentence, sentence.lexicon.order, weights)
        return
    for span, is_source in _cue_spans(sentence, weights):
        if whom_quoted(sentence.tokens, span.first, sentence.last, sentence.lexicon):
            continue  # what that one says has a verb of its own
        if not is_source and (clause := _before_setting(sentence, span, weights)):
            yield clause
            continue
        closer = None if is_source else _without_setting(sentence, span)
        place = weights.place_of(closer or sentence, span)
        if is_source:
            cue = source_of(sentence, span)
        elif weights.may_reach(place, sentence, span, _least_sums(sentence, span)):
            cue = _verb(sentence, span.first)
        else:
            continue
        clause = _clause(sentence, cue, weights, place, closer)
        if clause and not cites(sentence, clause.cue.span, clause.spans[-1]):
            yield clause


def _without_setting(sentence: Sentence, cue: Span) -> Sentence | None:
    """The sentence without when and where something was said, if that parts a verb of saying from what it
    reports, of which it tells nothing: "The mayor said on Monday the dam was safe"."""
    if sentence.low(cue.first) in sentence.lexicon.telling:
        return None
    behind = _behind_setting(sentence, cue)
    if behind is None:
        return None
    comma = sentence.tokens[behind - 1].text == ","
    return sentence.without(cue.last + 1, behind - 1 if comma else behind)


def _behind_setting(sentence: Sentence, cue: Span) -> int | None:
    following, lexicon = sentence.low(cue.last + 1), sentence.lexicon
    if not (following in lexicon.times or following in lexicon.links) or not _is_said(sentence, cue):
        return None
    ahead = sentence.tokens[max(sentence.first, cue.first - LONGEST_SPEAKER) : cue.first]
    parted = any(token.text == "," for token in ahead)
    return behind_setting(sentence.tokens, cue, sentence.last, lexicon, parted=parted)


def _before_setting(sentence: Sentence, cue: Span, weights: Weights) -> Clause | None:
    """What stands before a verb of saying behind which only when and where it was said follows: it is read as
    if the sentence ended with the verb. "The dam broke, police said on Monday, adding that ..."."""
    tokens, lexicon = sentence.tokens, sentence.lexicon
    low = sentence.low(cue.first)
    says = low in lexicon.verbs and (low not in lexicon.nouns_too or lexicon.shapes.ending(low) == "ed")
    if not says or not ends_with(tokens, cue.last, sentence.last, lexicon):
        return None
    found = _verb(sentence, cue.first)
    if found.speaker is None or found.front is None or not _is_clause(sentence, found.speaker.first - 1):
        return None
    ended = Sentence(tokens, Span(sentence.first, cue.last), sentence.taken, lexicon)
    ended.cue_places = [at for at in sentence.cue_places if at <= cue.last]
    clause = _clause(ended, found, weights)
    is_before = clause is not None and clause.spans[-1].last < cue.first
    return clause if clause and is_before and clause.probability >= LEAST_SAID else None


def _is_clause(sentence: Sentence, comma: int) -> bool:
    """Whether what the sentence has before the comma can be a clause, not only "In an interview,"."""
    tokens, first = sentence.tokens, opening(sentence)
    if tokens[comma].text != "," or tokens[comma].end == tokens[comma + 1].start:
        return False
    shape = sentence.shape(first)
    if shape not in _ADVERBIAL and tokens[first].low not in sentence.lexicon.placing:
        return True
    inside = range(first + 1, comma)
    if shape != "break" and any(sentence.shape(at) == "auxiliary" for at in inside):
        return True
    return any(tokens[at].text == "," for at in inside)


_ADVERBIAL = frozenset(("link", "break", "time", "ed", "ing", "ly"))


def _clauses_second(sentence: Sentence, order: WordOrder, weights: Weights) -> Iterator[Clause]:
    """The same where the verb stands second."""
    places: dict[Span, int] = {}

    def may_report(cue: Span) -> bool:
        places[cue] = place = weights.place_of(sentence, cue)
        return weights.may_reach(place, sentence, cue, _least_sums(sentence, cue))

    for cue in islice(cues_of(sentence, order, weights.cues, may_report), MOST_CUES):
        if clause := _clause(sentence, cue, weights, places.get(cue.span)):
            yield clause


def _least_sums(sentence: Sentence, cue: Span) -> tuple[float, float]:
    """Of weights, without which a cue reports nothing, for what does not stand wholly before it and for what
    does: no mode is as probable as it must be."""
    if sentence.is_marked:
        return 0.0, 0.0
    if sentence.lexicon.order is not None:
        least = _LEAST_SUM_SAID_SECOND if _is_said(sentence, cue) else _LEAST_SUM_SECOND
        return least, least
    return (_LEAST_SUM_SAID if _is_said(sentence, cue) else _LEAST_SUM), _LEAST_SUM_BEFORE


_LEAST_SUM_SAID, _LEAST_SUM, _LEAST_SUM_BEFORE, _LEAST_SUM_SAID_SECOND, _LEAST_SUM_SECOND = (
    log(least / (1.0 - least)) for least in (LEAST_SAID, LEAST, LEAST_BEFORE, LEAST_SAID_SECOND, LEAST_SECOND)
)


def is_reported(clause: Clause, sentence: Sentence) -> bool:
    """Whether a clause without marks is probable enough; what a source is named for is reported."""
    before = len(clause.spans) == 1 and clause.spans[0].first < clause.cue.span.first
    return _is_enough(sentence, clause.cue, "before" if before else "after", clause.probability)


def _is_enough(sentence: Sentence, cue: Cue, mode: str, probability: float) -> bool:
    if cue.is_source:
        return True
    if sentence.lexicon.order is not None:
        return probability >= (LEAST_SAID_SECOND if _is_said(sentence, cue.span) else LEAST_SECOND)
    if mode == "before":
        return probability >= LEAST_BEFORE
    return probability >= (LEAST_SAID if _is_said(sentence, cue.span) else LEAST)


def _is_said(sentence: Sentence, cue: Span) -> bool:
    word, words = sentence.low(cue.first), sentence.lexicon
    return word in words.verbs and word not in words.nouns_too


def _without_passed_on(found: list[Clause], sentence: Sentence) -> list[Clause]:
    """The clauses without those that only pass on what has a speaker of its own, "X said it rained, TASS
    reported"; what that one said ends where it does."""
    passed_on = [
        clause
        for clause in found
        if (clause.cue.is_source or _is_reported_by_medium(clause, sentence))
        and _is_passed_on(clause, found, sentence)
    ]
    kept = [clause for clause in found if clause not in passed_on]
    for clause in passed_on:
        end = clause.spans[0].last
        if not clause.cue.is_source:
            kept = [_ending(each, end, clause.cue) for each in kept]
    return kept


def _is_reported_by_medium(clause: Clause, sentence: Sentence) -> bool:
    before = len(clause.spans) == 1 and clause.spans[0].last < clause.cue.span.first
    return before and is_mediums(sentence, clause.cue.speaker)


def _ending(clause: Clause, end: int, outer: Cue) -> Clause:
    """The clause, which ends with token ``end`` if it reaches into what attributes the whole sentence."""
    last = clause.spans[-1]
    if last.first <= end < outer.span.first <= last.last:
        return clause._replace(spans=(*clause.spans[:-1], Span(last.first, end)))
    return clause


def _is_passed_on(clause: Clause, found: list[Clause], sentence: Sentence) -> bool:
    """Whether what a source is named for has a speaker of its own: "X said it rained, according to Y"."""
    return any(
        _is_said(sentence, each.cue.span) and span.first <= each.cue.span.first <= span.last
        for each in found
        for span in clause.spans
    )


def _share(one: Clause, other: Clause) -> bool:
    def inside(span: Span, clause: Clause) -> bool:
        return any(span.first <= part.last and part.first <= span.last for part in clause.spans)

    spans = any(inside(span, other) for span in one.spans)
    return spans or inside(one.cue.span, other) or inside(other.cue.span, one)


def _clause(
    sentence: Sentence, cue: Cue, weights: Weights, place: int | None = None, closer: Sentence | None = None
) -> Clause | None:
    """What the cue reports, if that is probable; ``closer``: the sentence by which that is judged."""
    sums = weights.modes_of(closer or sentence, cue, place)[: modes_allowed(cue)]
    number = sums.index(max(sums))
    if number == 0 and not cue.is_source:
        return None
    shares = softmax(sums)
    if number == 0:
        # Such a phrase always names a source.
        number = max(range(1, len(shares)), key=shares.__getitem__)
        shares[number] = 1.0 - shares[0]
    mode, probability = MODES[number], shares[number]
    if not sentence.is_marked and not _is_enough(sentence, cue, mode, probability):
        # Its extent only makes it less probable.
        return None
    spans = []
    if mode != "after" and cue.front is not None:
        first = opening(sentence) if sentence.lexicon.order is None else clause_opening(sentence, cue)
        if first <= cue.front and not (mode == "around" and _only_joins(sentence, first, cue.front)):
            spans.append(Span(first, cue.front))
    if mode != "before":
        found = _behind(sentence, cue, weights)
        if found is None:
            return None
        spans.append(found[0])
        probability *= found[1]
    if not spans or any(_is_taken(sentence, span) for span in spans):
        return None
    return Clause(tuple(spans), cue, probability)


def _only_joins(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the one word there joins the sentence to the one before: "But, she said, it rained"."""
    return sentence.lexicon.order is None and first == last and sentence.shape(first) in _JOINING


_JOINING = frozenset(("join", "break", "auxiliary"))


def _is_taken(sentence: Sentence, span: Span) -> bool:
    """Whether any of it is of a direct quote."""
    return bool(sentence.taken) and not sentence.taken.isdisjoint(range(span.first, span.last + 1))


def _behind(
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


def clause_around(
    sentence: Sentence, at: int, cue: Span, speaker: Span | None, weights: Weights
) -> Span | None:
    """The clause with the quoted token ``at`` in it that ``cue`` reports, whatever its mode."""
    if cue.first < at:
        found = _behind(sentence, Cue(cue, speaker, None), weights, at)
        span = found[0] if found else None
    else:
        parting = speaker.first if speaker and speaker.first < cue.first else cue.first
        last = sentence.word_before(parting)
        near = last is not None and at <= last <= sentence.first + LONGEST_CLAUSE
        span = Span(opening(sentence), last) if near and last is not None else None
    if span is None or _is_taken(sentence, span):
        return None
    return span


def cues(sentence: Sentence, weights: Weights) -> Iterator[Cue]:
    """The words and phrases of the sentence that may report something."""
    if sentence.lexicon.order is not None:
        yield from islice(cues_of(sentence, sentence.lexicon.order, weights.cues), MOST_CUES)
        return
    for span, is_source in _cue_spans(sentence, weights):
        yield source_of(sentence, span) if is_source else _verb(sentence, span.first)


def _cue_spans(sentence: Sentence, weights: Weights) -> Iterator[tuple[Span, bool]]:
    """Where the cues are, and whether each only names a source."""
    tokens, lexicon = sentence.tokens, sentence.lexicon
    known, sources, taken = weights.cues, lexicon.according_words, sentence.taken
    many = 0
    places = [
        (at, low)
        for at, low in enumerate(sentence.lows[MARGIN:-MARGIN], sentence.first)
        if low in known or low in sources
    ]
    sentence.cue_places = [at for at, _ in places]
    for at, low in places:
        if at in taken or not tokens[at].is_word:
            continue
        if many == MOST_CUES:
            return
        if low in sources and (phrase := according_at(tokens, at, lexicon)):
            many += 1
            yield phrase, True
        elif low in known and (at == sentence.first or tokens[at].text.islower()):
            many += 1
            yield Span(at, at), False


def _verb(sentence: Sentence, at: int) -> Cue:
    tokens, first = sentence.tokens, sentence.first
    speaker = subject_before(tokens, at, first, sentence.lexicon) if at > first else None
    if at - first > LONGEST_CLAUSE:
        return Cue(Span(at, at), speaker, None)
    if speaker is not None:
        quoting = quoting_before(tokens, at, first, sentence.lexicon)
        medium = subject_before(tokens, quoting[0], first, sentence.lexicon) if quoting else None
        begin = (medium or speaker).first
        parted = begin - 1 > first and tokens[begin - 1].text in _FRONTED
        front = sentence.word_before(begin) if parted else None
        return Cue(Span(at, at), speaker, front, is_source=quoting is not None)
    if at - 1 > first and tokens[at - 1].text in _FRONTED:
        return Cue(Span(at, at), subject_after(tokens, at, sentence.last, sentence.lexicon), at - 2)
    return Cue(Span(at, at), None, None)


_FRONTED = (",", "—", "–", "-")
"""What stands between a reported clause and the speaker behind it."""


def opening(sentence: Sentence) -> int:
    """The first word of the sentence."""
    at = sentence.first
    while at < sentence.last and not is_content(sentence.tokens[at]):
        at += 1
    return at


def modes_allowed(cue: Cue) -> int:
    """How many of the modes a cue can have: what stands before it may be nothing that is reported."""
    return len(MODES) if cue.front is not None else MODES.index("before")


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
        if at == cue.span.last + 1 and (behind := _behind_setting(sentence, cue.span)) is not None:
            at, begins = behind, True
        last = min(at, sentence.last) if begins else last
    elif cue.speaker and cue.span.first == sentence.first:
        at = opens_behind_source(sentence, at, last)
    places = [place for place in range(at, last + 1) if tokens[place].is_word or tokens[place].quoted]
    if sentence.lexicon.order is not None and cue.span.first == sentence.first:
        return behind_source(sentence, places)
    return places


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
