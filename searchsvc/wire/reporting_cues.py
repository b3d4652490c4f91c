"""Cues: which words of a sentence may report something, by whom, and what stands before them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from searchsvc.wire.attribution import according_at
from searchsvc.wire.features import MARGIN, MODES, Cue, Sentence
from searchsvc.wire.phrases import Span, is_passive
from searchsvc.wire.ranker import Weights
from searchsvc.wire.sources import LONGEST_CLAUSE, source_of
from searchsvc.wire.subject_behind import subject_after
from searchsvc.wire.subject_first import subject_before
from searchsvc.wire.verb_second import cues_of
from searchsvc.wire.whom import quoting_before

MOST_CUES = 40
"""Cues of a sentence; a longer one is a list."""


def cues(sentence: Sentence, weights: Weights) -> Iterator[Cue]:
    """The words and phrases of the sentence that may report something."""
    if sentence.lexicon.order is not None:
        yield from islice(cues_of(sentence, sentence.lexicon.order, weights.cues), MOST_CUES)
        return
    for span, is_source in cue_spans(sentence, weights):
        yield source_of(sentence, span) if is_source else verb_at(sentence, span.first)


def cue_spans(sentence: Sentence, weights: Weights) -> Iterator[tuple[Span, bool]]:
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


def verb_at(sentence: Sentence, at: int) -> Cue:
    """The verb at ``at`` as a cue: with its speaker, and where what may be reported before both ends."""
    tokens, first = sentence.tokens, sentence.first
    speaker = subject_before(tokens, at, first, sentence.lexicon) if at > first else None
    if at - first > LONGEST_CLAUSE:
        return Cue(Span(at, at), speaker, None)
    if speaker is not None and speaker.last < at and _is_told(sentence, at):
        parted = speaker.first - 1 > first and tokens[speaker.first - 1].text in _FRONTED
        return Cue(Span(at, at), None, sentence.word_before(speaker.first) if parted else None)
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


def _is_told(sentence: Sentence, at: int) -> bool:
    """Whether who stands before the verb was told it: "The dam broke, the court was told"."""
    low = sentence.tokens[at].low
    return low in sentence.lexicon.telling and is_passive(sentence.tokens, at, sentence.lexicon)


_FRONTED = (",", "—", "–", "-")
"""What stands between a reported clause and the speaker behind it."""


def is_said(sentence: Sentence, cue: Span) -> bool:
    """Whether the cue is a verb of saying, and no noun as often."""
    word, words = sentence.low(cue.first), sentence.lexicon
    return word in words.verbs and word not in words.nouns_too


def modes_allowed(cue: Cue) -> int:
    """How many of the modes a cue can have: what stands before it may be nothing that is reported."""
    return len(MODES) if cue.front is not None else MODES.index("before")
