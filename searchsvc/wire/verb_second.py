"""Cues where the verb stands second: a sentence of such a language -> the words that may report, and whose.

In German a source stands before the verb ("Laut Polizei starb ..."), in the middle ("... starb nach Angaben
der Polizei ..."), or before its own word ("der Polizei zufolge"); what is reported may stand on both sides of
a verb of saying that "wie" opens ("..., wie die Polizei mitteilte, ...").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from searchsvc.wire.features import MARGIN, Cue, Groups, Known, Sentence, Template, is_content
from searchsvc.wire.phrases import Span, Token, is_name
from searchsvc.wire.subjects import (
    main_verb,
    opens_dependent,
    phrase_from,
    speaker_behind,
    speaker_of,
    subject_of,
)
from searchsvc.wire.word_order import WordOrder

REACH_OF_A_SOURCE = 5
"""Words between "nach" and the noun that says what the source gave: "nach ersten offiziellen Angaben"."""
LONGEST_SOURCE = 12
"""Words of a source before "zufolge"."""
FARTHEST_CLAUSE = 12
"""Words between a verb and what it reports."""
LONGEST_FRONT = 120
"""Tokens before a cue that it can report."""


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
        cue = _source(sentence, order, at) if is_source else None
        if cue is None and low in known and (at == sentence.first or sentence.tokens[at].text.islower()):
            if asks is not None and not asks(Span(at, at)):
                continue
            cue = _verb(sentence, at)
        if cue is not None:
            behind = cue.span.last + 1
            yield cue


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
    if low in order.reported or low in order.unreal or low in order.manner:
        return False
    return low in order.auxiliaries or low in words.saying


def source_at(sentence: Sentence, order: WordOrder, at: int) -> tuple[Span, Span] | None:
    """The phrase that names a source from ``at`` on, and the source: "laut Polizei", "nach Angaben von X"."""
    tokens, lexicon = sentence.tokens, sentence.lexicon
    low = tokens[at].low
    if low not in order.source_prepositions or at + 1 > sentence.last:
        return None
    if tokens[at + 1].quoted is not None:
        return (Span(at, at), Span(at + 1, at + 1)) if low in order.naming else None
    if tokens[at + 1].low in order.prepositions:
        return None
    head = _given(tokens, at, sentence.last, order)
    if head is not None:
        owner = _owner(sentence, head)
        return (Span(at, head), owner) if owner else (Span(at, at), Span(at + 1, head))
    speaker = phrase_from(tokens, at + 1, sentence.last, lexicon) if low in order.naming else None
    return (Span(at, at), speaker) if speaker else None


def _given(tokens: list[Token], at: int, last: int, order: WordOrder) -> int | None:
    """The noun of what a source gives behind ``at``, whatever adjectives stand between: "Angaben"."""
    for place in range(at + 1, min(last, at + REACH_OF_A_SOURCE) + 1):
        token = tokens[place]
        if is_name(token) and token.low.endswith(order.given):
            return place
        if not token.is_word or token.low in order.prepositions or (is_name(token) and place > at + 1):
            return None
    return None


def _owner(sentence: Sentence, head: int) -> Span | None:
    """Whose it is: a genitive, or a name behind "von"; of "Angaben zufolge" none."""
    tokens, order = sentence.tokens, sentence.lexicon.order
    if order is None or head >= sentence.last:
        return None
    following = tokens[head + 1]
    first = head + 2 if following.low in order.possessive else head + 1
    if first > sentence.last or (first == head + 1 and not _is_genitive(tokens, first, order)):
        return None
    if tokens[first].quoted is not None:
        return Span(first, first)
    return phrase_from(tokens, first, sentence.last, sentence.lexicon)


def _is_genitive(tokens: list[Token], at: int, order: WordOrder) -> bool:
    token = tokens[at]
    if token.quoted is not None:
        return False
    adjective = token.text[:1].islower() and token.low.endswith("er") and at + 1 < len(tokens)
    return token.low in order.genitive or is_name(token) or (adjective and is_name(tokens[at + 1]))


def _source(sentence: Sentence, order: WordOrder, at: int) -> Cue | None:
    tokens = sentence.tokens
    if tokens[at].low in order.source_postpositions and at > sentence.first:
        speaker = _before(sentence, order, at - 1)
        if speaker is None:
            return None
        front = sentence.word_before(speaker.first) if at - sentence.first <= LONGEST_FRONT else None
        if tokens[speaker.first].low in order.relatives and speaker.first == speaker.last:
            front = None
        return Cue(Span(at, at), _without_given(tokens, speaker, order), front, is_source=True)
    found = source_at(sentence, order, at)
    if found is None or _is_attributive(sentence, at):
        return None
    front = sentence.word_before(at) if at - sentence.first <= LONGEST_FRONT else None
    return Cue(found[0], found[1], front, is_source=True)


def _is_attributive(sentence: Sentence, at: int) -> bool:
    """Whether what the source is named for is less than a clause: "die nach Angaben der Polizei 20 Täter"."""
    before = at - 1
    if before < sentence.first or sentence.low(before) not in sentence.lexicon.determiners:
        return False
    return before == sentence.first or sentence.tokens[before - 1].text != ","


def _before(sentence: Sentence, order: WordOrder, last: int) -> Span | None:
    """The noun phrase that ends with ``last``: "offiziellen Angaben", "Angaben der Polizei"."""
    tokens, determiners = sentence.tokens, sentence.lexicon.determiners
    if tokens[last].quoted is not None:
        return Span(last, last)
    if not is_content(tokens[last]):
        return None
    first, given = last, tokens[last].low.endswith(order.given)
    for at in range(last - 1, max(sentence.first, last - LONGEST_SOURCE) - 1, -1):
        token, opens = tokens[at], at == sentence.first
        if token.low in determiners:
            first = at
            # "der Polizei" may be whose the noun before it is; "dem Bericht" begins the source.
            if opens or not is_name(tokens[at - 1]) or token.low.endswith(_DATIVE_ARTICLES):
                break
            continue
        if opens and given and token.low.endswith(_DATIVES):
            # An adjective with the capital of the sentence: "Offiziellen Angaben zufolge".
            return Span(at, last)
        if is_name(token):
            if given and tokens[at + 1].low not in determiners | order.possessive:
                break
            given = given or token.low.endswith(order.given)
        elif not _may_be_inside(tokens, at, opens, order):
            break
        first = at
    return Span(first, last)


_DATIVE_ARTICLES = ("em", "en")
_DATIVES = ("en", "er")


def _may_be_inside(tokens: list[Token], at: int, opens: bool, order: WordOrder) -> bool:
    """Whether a small word may stand within the phrase before "zufolge": an adjective, or "von" behind
    "Angaben"."""
    token = tokens[at]
    if token.low in order.possessive:
        return not opens and is_name(tokens[at - 1]) and tokens[at - 1].low.endswith(order.given)
    return token.low.endswith(_DATIVES) and token.low not in order.no_adjectives


def _without_given(tokens: list[Token], speaker: Span, order: WordOrder) -> Span:
    """ "der Polizei" of "Angaben der Polizei"."""
    for at in range(speaker.first, speaker.last):
        if is_name(tokens[at]) and tokens[at].low.endswith(order.given):
            behind = at + 2 if tokens[at + 1].low in order.possessive else at + 1
            return Span(min(behind, speaker.last), speaker.last)
    return speaker


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
        if behind is not None and (not aside or behind.last == last or not tokens[behind.last + 1].is_word):
            return behind
        if behind is None:
            # "Roth lobte den Regen, teilte aber mit": the subject is that of the verb before.
            return speaker_of(tokens, at, first, last, lexicon) or subject_of(tokens, first, at - 1, lexicon)
    return speaker_of(tokens, at, first, last, lexicon)


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
