"""Reported clauses: a sentence -> what it reports of whom, without marks or with some words in them.

Three questions are put to the ranker for every word that may be a cue: does it report what follows, what
stands before it, both, or nothing; with which word does that begin; and with which does it end.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import log
from typing import NamedTuple

from searchsvc.wire.addressees import ends_with
from searchsvc.wire.extents import opening, setting_behind, words_behind
from searchsvc.wire.features import MODES, Cue, Sentence
from searchsvc.wire.phrases import Span
from searchsvc.wire.ranker import Weights, softmax
from searchsvc.wire.reporting_cues import MOST_CUES, cue_spans, is_said, modes_allowed, verb_at
from searchsvc.wire.sources import LONGEST_CLAUSE, cites, is_mediums, source_of
from searchsvc.wire.verb_second import clause_opening, cues_of, manner_clause
from searchsvc.wire.whom import whom_quoted
from searchsvc.wire.word_order import WordOrder

LEAST_SAID, LEAST, LEAST_BEFORE = 0.6, 0.68, 0.5
"""How probable a clause without marks must be: after a verb of saying, after any other cue, and where it
stands wholly before its cue, so that there is no doubt of its extent (tuned on quarters of PolNeAR that the
weights were not learned from: lower ones find more of what is reported, and more that nobody labelled)."""
LEAST_SAID_SECOND, LEAST_SECOND = 0.6, 0.7
"""The first two where the verb stands second (tuned on quarters of the German set, each read with what the
other three teach)."""


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
    for span, is_source in cue_spans(sentence, weights):
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
            cue = verb_at(sentence, span.first)
        else:
            continue
        clause = _clause(sentence, cue, weights, place, closer)
        if clause and _is_asked(sentence, clause.spans[0], clause.cue.span):
            continue
        if clause and not cites(sentence, clause.cue.span, clause.spans[-1]):
            yield clause


def _is_asked(sentence: Sentence, said: Span, cue: Span) -> bool:
    """Whether the sentence only asks whether or what somebody said: "What has Roe said about the dam?"."""
    tokens, lexicon = sentence.tokens, sentence.lexicon
    if tokens[sentence.end].text != "?" or said.first < cue.first:
        return False
    first = opening(sentence)
    asking = lexicon.auxiliaries | lexicon.relatives
    asks = tokens[first].low in asking or (
        tokens[first].low in lexicon.breaks and tokens[first + 1].low in lexicon.auxiliaries
    )
    return asks and all(token.text != "," for token in tokens[first : cue.first])


def _without_setting(sentence: Sentence, cue: Span) -> Sentence | None:
    """The sentence without when and where something was said, if that parts a verb of saying from what it
    reports, of which it tells nothing: "The mayor said on Monday the dam was safe"."""
    if sentence.low(cue.first) in sentence.lexicon.telling:
        return None
    behind = setting_behind(sentence, cue)
    if behind is None:
        return None
    comma = sentence.tokens[behind - 1].text == ","
    return sentence.without(cue.last + 1, behind - 1 if comma else behind)


def _before_setting(sentence: Sentence, cue: Span, weights: Weights) -> Clause | None:
    """What stands before a verb of saying behind which only when and where it was said follows: it is read as
    if the sentence ended with the verb. "The dam broke, police said on Monday, adding that ..."."""
    tokens, lexicon = sentence.tokens, sentence.lexicon
    low = sentence.low(cue.first)
    says = low in lexicon.verbs and (low not in lexicon.nouns_too or lexicon.shapes.ending(low) == "ed")
    if not says or not ends_with(tokens, cue.last, sentence.last, lexicon):
        return None
    found = verb_at(sentence, cue.first)
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
        aside = None if cue.is_source else manner_clause(sentence, cue.span.last + 1)
        if aside is not None and aside.last < sentence.last:
            # "Roth sagte, wie die Agentur berichtete, dass": judged as if that were not there
            closer = sentence.without(aside.first - 1, aside.last + 1)
            clause = _clause(sentence, cue, weights, None, closer)
        else:
            clause = _clause(sentence, cue, weights, places.get(cue.span))
        if clause:
            yield clause


def _least_sums(sentence: Sentence, cue: Span) -> tuple[float, float]:
    """Of weights, without which a cue reports nothing, for what does not stand wholly before it and for what
    does: no mode is as probable as it must be."""
    if sentence.is_marked:
        return 0.0, 0.0
    if sentence.lexicon.order is not None:
        least = _LEAST_SUM_SAID_SECOND if is_said(sentence, cue) else _LEAST_SUM_SECOND
        return least, least
    return (_LEAST_SUM_SAID if is_said(sentence, cue) else _LEAST_SUM), _LEAST_SUM_BEFORE


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
        return probability >= (LEAST_SAID_SECOND if is_said(sentence, cue.span) else LEAST_SECOND)
    if mode == "before":
        return probability >= LEAST_BEFORE
    return probability >= (LEAST_SAID if is_said(sentence, cue.span) else LEAST)


def _without_passed_on(found: list[Clause], sentence: Sentence) -> list[Clause]:
    """The clauses without those that only pass on what has a speaker of its own, "X said it rained, TASS
    reported"; what that one said ends where it does."""
    passed_on = [
        clause
        for clause in found
        if (
            (clause.cue.is_source or _is_reported_by_medium(clause, sentence))
            and _is_passed_on(clause, found, sentence)
        )
        or _is_medium_s_aside(clause, found, sentence)
    ]
    kept = [clause for clause in found if clause not in passed_on]
    for clause in passed_on:
        end = clause.spans[0].last
        if not clause.cue.is_source:
            kept = [_ending(each, end, clause.cue) for each in kept]
    return kept


def _is_medium_s_aside(clause: Clause, found: list[Clause], sentence: Sentence) -> bool:
    """Whether a medium only passes on what somebody else says right before: "Roth sagte, wie die Agentur
    AP berichtete, dass es regne"."""
    if not clause.cue.is_source or not is_mediums(sentence, clause.cue.speaker):
        return False
    for each in found:
        aside = manner_clause(sentence, each.cue.span.last + 1) if is_said(sentence, each.cue.span) else None
        if aside is not None and aside.first <= clause.cue.span.first <= aside.last:
            return each.cue.speaker is not None
    return False


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
        is_said(sentence, each.cue.span) and span.first <= each.cue.span.first <= span.last
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
        found = words_behind(sentence, cue, weights)
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


def clause_around(
    sentence: Sentence, at: int, cue: Span, speaker: Span | None, weights: Weights
) -> Span | None:
    """The clause with the quoted token ``at`` in it that ``cue`` reports, whatever its mode."""
    if cue.first < at:
        found = words_behind(sentence, Cue(cue, speaker, None), weights, at)
        span = found[0] if found else None
    else:
        parting = speaker.first if speaker and speaker.first < cue.first else cue.first
        last = sentence.word_before(parting)
        near = last is not None and at <= last <= sentence.first + LONGEST_CLAUSE
        span = Span(opening(sentence), last) if near and last is not None else None
    if span is None or _is_taken(sentence, span):
        return None
    return span
