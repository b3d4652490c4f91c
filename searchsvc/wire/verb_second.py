"""Cues where the verb stands second: a sentence of such a language -> the words that may report, and whose.

In German a source stands before the verb ("Laut Polizei starb ..."), in the middle ("... starb nach Angaben
der Polizei ..."), or before its own word ("der Polizei zufolge"); what is reported may stand on both sides of
a verb of saying that "wie" opens ("..., wie die Polizei mitteilte, ...").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from searchsvc.wire.features import MARGIN, Cue, Groups, Known, Sentence, Template, is_content
from searchsvc.wire.phrases import Span, is_name
from searchsvc.wire.second_sources import LONGEST_FRONT, named_source
from searchsvc.wire.subjects import (
    main_verb,
    opens_dependent,
    speaker_behind,
    speaker_of,
    subject_of,
)
from searchsvc.wire.word_order import WordOrder

LONGEST_MANNER = 24
"""Words of ", wie die Agentur am Montag berichtete"."""
FARTHEST_CLAUSE = 12
"""Words between a verb and what it reports."""


def cues_of(
    sentence: Sentence,
    order: WordOrder,
    known: frozenset[str],
    may_report: Callable[[Span], bool] | None = None,
) -> Iterator[Cue]:
    """The cues of the sentence in order: sources, and the words that are ``known`` to report; only the
    latter that ``may_report``, whoever their speaker is."""
    # A verb of saying behind "wie" always names a source.
    asks = may_report if order.manner.isdisjoint(sentence.lows) else None
    behind, sources = sentence.first, order.sources
    for at, low in enumerate(sentence.lows[MARGIN:-MARGIN], sentence.first):
        is_source = low in sources
        if not (is_source or low in known) or at < behind or at in sentence.taken:
            continue
        if asks is None and not is_source and _passes_on(sentence, order, at):
            continue
        cue = named_source(sentence, order, at) if is_source else None
        if cue is None and low in known and (at == sentence.first or sentence.tokens[at].text.islower()):
            if asks is not None and not asks(Span(at, at)):
                continue
            cue = None if _says_it(sentence, order, at) else _verb(sentence, at)
        if cue is not None:
            behind = cue.span.last + 1
            yield cue


def _says_it(sentence: Sentence, order: WordOrder, at: int) -> bool:
    """Whether it only tells how something is called: ", wie es im Volksmund heißt"."""
    tokens = sentence.tokens
    opens = range(max(sentence.first, at - LONGEST_MANNER), at - 1)
    return sentence.low(at) in order.wording_it and any(
        tokens[place].low in order.manner
        and tokens[place + 1].low in order.impersonal
        and all(token.is_word for token in tokens[place:at])
        for place in opens
    )


def _passes_on(sentence: Sentence, order: WordOrder, at: int) -> bool:
    """Whether the verb only tells who passed on what another one says right behind it: "Wie die Agentur
    berichtete, sagte Roth, ..."."""
    tokens, verbs = sentence.tokens, sentence.lexicon.verbs
    ends = at < sentence.last - 1 and tokens[at + 1].text == "," and tokens[at + 2].low in verbs
    if not ends or sentence.low(sentence.first) not in order.manner:
        return False
    return all(token.text != "," for token in tokens[sentence.first : at])


def carried(sentence: Sentence, *, stands_in: bool) -> Span | None:
    """What of the sentence can only be more of what was reported before it, for a verb of it is in the form
    of reported speech, or, where that is enough, in one that stands in for it; nobody speaks for himself.

    That is all of it, but for who says so behind it ("..., heißt es"), or, behind the writer's own verb, the
    clause with that form: "Er blieb bei dem Vorwurf, sie habe gelogen".
    """
    order, tokens = sentence.lexicon.order, sentence.tokens
    if order is None:
        return None
    forms = order.carrying if stands_in else order.reported
    if forms.isdisjoint(sentence.lows) or not order.first_person.isdisjoint(sentence.lows):
        return None
    first = sentence.first
    while first < sentence.last and not is_content(tokens[first]):
        first += 1
    last = next((at for at in range(first, sentence.last) if goes_on_behind(sentence, at)), sentence.last)
    for at in range(first + 1, last + 1):
        if sentence.low(at) in forms and tokens[at].text.islower() and not _is_idle(sentence, at):
            begin = _opening_of(sentence, order, at, first)
            if begin is not None and (begin == first or sentence.low(at) in order.reported):
                return Span(begin, last)
    return None


def _is_idle(sentence: Sentence, at: int) -> bool:
    """ "es sei denn", which reports nothing."""
    return sentence.low(at - 1) == "es" and at < sentence.last and sentence.low(at + 1) == "denn"


def _opening_of(sentence: Sentence, order: WordOrder, at: int, first: int) -> int | None:
    """Where the words begin that the verb ``at`` says to be reported: with the sentence, or, where that has a
    verb of its own, behind the comma; None in a clause that depends on what is not reported."""
    for place in range(at - 1, first, -1):
        if sentence.tokens[place - 1].text == ",":
            if opens_dependent(sentence.tokens, place, sentence.last, sentence.lexicon):
                return None
            own = main_verb(sentence.tokens, first, place - 2, sentence.lexicon)
            if own is None or sentence.low(own) in order.reported:
                return first
            return None if at == sentence.last or not is_content(sentence.tokens[at + 1]) else place
    return first


def clause_opening(sentence: Sentence, cue: Cue) -> int:
    """The first word of what stands before a cue and may be reported with it: the sentence's, or, where a
    source stands in a clause of its own, that clause's."""
    first = sentence.first
    order = sentence.lexicon.order
    if cue.is_source and order is not None and cue.front is not None:
        for at in range(cue.front, sentence.first, -1):
            mark = sentence.tokens[at - 1].text
            if mark == "," and sentence.shape(at) in _FINITE:
                # What was before is closed, and the sentence goes on: "Das Boot, das neu war, ist ...".
                break
            if mark in ":;(" or (mark == "," and _opens_clause(sentence, at, cue.front)):
                first = at
                break
    while first < sentence.last and not is_content(sentence.tokens[first]):
        first += 1
    return first


def _opens_clause(sentence: Sentence, at: int, front: int) -> bool:
    """Whether the clause that ``front`` is in begins with ``at``, behind a comma: a dependent one, or a main
    one that has a verb of its own, as what stands before it has."""
    if opens_dependent(sentence.tokens, at, sentence.last, sentence.lexicon):
        return True
    verbs = [each for each in range(sentence.first, front + 1) if sentence.shape(each) in _FINITE]
    return bool(verbs) and verbs[0] < at < verbs[-1] and at not in verbs


def clause_starts(sentence: Sentence, first: int) -> list[int]:
    """Where what a verb reports may begin from ``first``, right behind it, on: there or behind a mark, for a
    clause or an infinitive is parted by one."""
    if first <= sentence.last and (aside := manner_clause(sentence, first)) is not None:
        first = min(aside.last + 2, sentence.last)
    tokens, last = sentence.tokens, min(first + FARTHEST_CLAUSE, sentence.last)
    known = sentence.lexicon.cues
    return [
        at
        for at in range(first, last + 1)
        if (at == first or (tokens[at - 1].text in _PARTING and tokens[at].low not in known))
        and is_content(tokens[at])
    ]


def behind_source(sentence: Sentence, places: list[int]) -> list[int]:
    """Which of the ``places`` behind a source that opens the sentence may begin what it gives: the one right
    behind it, and verbs, for a verb stands second whatever is said of the source between commas."""
    known = sentence.lexicon.cues
    found = [at for at in places if sentence.shape(at) in _FINITE or sentence.low(at) in known]
    right_behind = [at for at in places[:1] if sentence.tokens[at - 1].text not in _PARTING]
    return sorted({*right_behind, *found}) or places


def goes_on_behind(sentence: Sentence, at: int) -> bool:
    """Whether the writer goes on behind token ``at``, the last one before a mark: with the sentence's own
    verb ("..., wird nun gebaut"), with one of saying ("..., sagte Roth") or a source ("..., so Roth")."""
    order, words, ahead = sentence.lexicon.order, sentence.lexicon, at + 2
    if order is None or ahead >= sentence.last or sentence.tokens[at + 1].text not in _FRONTED:
        return False
    low, following = sentence.low(ahead), sentence.tokens[ahead + 1]
    if low in order.subject_follows:
        return is_name(following) or following.low in words.determiners or following.low in words.pronouns
    if low in order.manner:
        aside = manner_clause(sentence, at + 1)
        return aside is not None and aside.last >= sentence.last - 1
    if low in order.reported or low in order.unreal:
        return False
    return low in order.auxiliaries or low in words.saying


def manner_clause(sentence: Sentence, comma: int) -> Span | None:
    """The clause behind a comma that only tells who passes it on: ", wie die Agentur berichtete"."""
    order, tokens = sentence.lexicon.order, sentence.tokens
    first = comma + 1
    if order is None or first > sentence.last or tokens[comma].text != ",":
        return None
    if sentence.low(first) not in order.manner - order.subject_follows:
        return None
    for at in range(first + 1, min(sentence.last, first + LONGEST_MANNER) + 1):
        ends = at == sentence.last or not tokens[at + 1].is_word
        if ends and tokens[at].is_word:
            said = sentence.low(at) in sentence.lexicon.saying
            return Span(first, at) if said and sentence.low(first + 1) not in order.impersonal else None
    return None


def _verb(sentence: Sentence, at: int) -> Cue:
    speaker = _speaker(sentence, at)
    if at - sentence.first > LONGEST_FRONT:
        return Cue(Span(at, at), speaker, None)
    front = _front(sentence, at)
    return Cue(Span(at, at), speaker, front, is_source=front is not None and _is_aside(sentence, at, speaker))


def _is_aside(sentence: Sentence, at: int, speaker: Span | None) -> bool:
    """Whether the verb of saying and its speaker stand in a clause that "wie" opens, which
    does nothing but name the source."""
    order, words = sentence.lexicon.order, sentence.lexicon
    low = sentence.low(at)
    if order is None or speaker is None or low not in words.verbs or low in order.manner:
        return False
    return (
        speaker.last < at
        and speaker.first > sentence.first
        and sentence.low(speaker.first - 1) in order.manner
    )


def _speaker(sentence: Sentence, at: int) -> Span | None:
    """Whose verb it is: right behind a comma mostly of whom follows ("Es regnet, sagte Roth"), if that is not
    the end of an aside ("Roth, die Ministerin, sagte")."""
    tokens, first, last, lexicon = sentence.tokens, sentence.first, sentence.last, sentence.lexicon
    if at > first and tokens[at - 1].text in _FRONTED:
        aside = any(token.text == "," for token in tokens[max(first, at - LONGEST_FRONT) : at - 1])
        if aside and main_verb(tokens, first, at - 1, lexicon) is None:
            return speaker_of(tokens, at, first, last, lexicon)
        behind = speaker_behind(tokens, at, last, lexicon)
        if behind is not None and (not aside or _ends_behind(sentence, behind)):
            return behind
        if behind is None:
            # "Roth lobte den Regen, teilte aber mit": the subject is that of the verb before.
            return speaker_of(tokens, at, first, last, lexicon) or subject_of(tokens, first, at - 1, lexicon)
    return speaker_of(tokens, at, first, last, lexicon)


def _ends_behind(sentence: Sentence, speaker: Span) -> bool:
    """Whether nothing but whom it was told follows a speaker: "sagte Roth | dieser Zeitung"."""
    order, following = sentence.lexicon.order, speaker.last + 1
    if speaker.last == sentence.last or not sentence.tokens[following].is_word:
        return True
    return order is not None and sentence.low(following) in order.addressed | order.dative


def _front(sentence: Sentence, at: int) -> int | None:
    """The last word of what may be reported before the verb: it ends with a comma right before the verb, or
    before the "wie" or "so" that opens the verb's clause."""
    tokens, order = sentence.tokens, sentence.lexicon.order
    for place in range(at, sentence.first, -1):
        if tokens[place - 1].text in _FRONTED:
            opens = place == at or (order is not None and tokens[place].low in order.manner)
            return sentence.word_before(place - 1) if opens else None
        if tokens[place - 1].quoted is not None and place < at:
            return None
    return None


_FINITE = frozenset(("auxiliary", "reported", "te", "ten", "t"))
"""Shapes of verbs that stand second."""
_FRONTED = (",", "—", "–", "-")
_PARTING = (",", ":", ";", "–", "—")


SECOND: Groups = (
    (Template("w,comma", 2), Template("w,reported", 3), Template("w,particle", 2), Template("w,inside", 3)),
    (Template("comma", 2),),
    (Template("reported", 3),),
    (Template("reported,comma", 3),),
    (Template("rest", 3),),
    (Template("kind,comma", 3), Template("kind,reported", 3), Template("kind,inside", 3)),
    (Template("particle", 2),),
)


REACH_OF_A_CUE = 200
"""Words on each side of a cue that tell something of it; a sentence may be as long as a page."""


def second_sum(known: Known, sentence: Sentence, cue: Span) -> float:
    """The sum of the weights of more features of a cue, those of ``SECOND``, where what is reported begins
    behind a comma: how far that is, what stands before it (often the second part of a verb) and behind it,
    whether a verb in the form of reported speech stands before or behind it, and whether "zu" ends it."""
    shapes, lows, base = sentence.shapes, sentence.lows, MARGIN - sentence.first
    first, last, end = cue.first + base, cue.last + base, len(shapes) - MARGIN
    infinitive = str("zu" in lows[max(last, end - 4) : end])
    low, high = max(MARGIN, first - REACH_OF_A_CUE), min(end, last + REACH_OF_A_CUE)
    comma = next((at for at in range(last + 1, high) if shapes[at] in ",:"), None)
    far = "-" if comma is None else "near" if comma - last < 4 else "some" if comma - last < 9 else "far"
    opens = "-" if comma is None else shapes[comma + 1]
    before, behind = str("reported" in shapes[low:first]), str("reported" in shapes[last + 1 : high])
    inside = str(comma is not None and "reported" in shapes[comma + 1 : high])
    particle = "-" if comma is None else lows[comma - 1]
    of_word, of_comma, of_reported, of_both, of_rest, of_kind, of_particle = known
    total: float = 0
    if of := of_word.get(lows[first]):
        total += of[0].get(opens, 0) + of[1].get((before, behind), 0) + of[2].get(particle, 0)
        total += of[3].get((inside, infinitive), 0)
    kind = sentence.lexicon.kinds[lows[first]]
    if of := of_kind.get(kind):
        total += (
            of[0].get((far, opens), 0) + of[1].get((before, behind), 0) + of[2].get((inside, infinitive), 0)
        )
    if of := of_particle.get(particle):
        total += of[0].get(opens, 0)
    if of := of_comma.get(far):
        total += of[0].get(opens, 0)
    if of := of_reported.get(before):
        total += of[0].get((behind, inside), 0)
    if of := of_both.get(before + inside):
        total += of[0].get((far, opens), 0)
    if of := of_rest.get(str(end - last > 8)):
        total += of[0].get((shapes[last + 1], shapes[first - 1]), 0)
    return total
