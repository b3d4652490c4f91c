"""Speech that carries on: a sentence in the form of reported speech -> more of what was said before it.

Such a form needs no verb of saying: "Der Damm sei alt. Er müsse erneuert werden."
"""

from __future__ import annotations

from collections.abc import Sequence

from searchsvc.article import QuoteKind
from searchsvc.wire.attribution import Attribution
from searchsvc.wire.drafts import Draft, attribute, inherit, name_speaker, offsets
from searchsvc.wire.features import Sentence
from searchsvc.wire.phrases import Span
from searchsvc.wire.subjects import speaker_behind
from searchsvc.wire.unclaimed import Acting
from searchsvc.wire.verb_second import carried, goes_on_behind

STRENGTH = 0.8
"""Of who is named behind what carries on."""


def what_carries_on(
    sentence: Sentence, previous: Draft | None, paragraph: int, *, alone: bool
) -> Span | None:
    """What of the sentence is more of the draft before it, in this paragraph or the one before; ``alone``:
    also what is in that form behind no draft."""
    if sentence.lexicon.order is None:
        return None
    if previous is None or previous.paragraph < paragraph - 1:
        return carried(sentence, stands_in=False) if alone else None
    right_behind = previous.tokens is sentence.tokens and previous.last_token >= sentence.first - 3
    return carried(sentence, stands_in=right_behind)


def carry_on(
    sentence: Sentence, whole: Span, left: Sequence[int], paragraph: int, drafts: list[Draft], acting: Acting
) -> None:
    """Add what carries on to the drafts: the ``whole`` of it, or the quoted tokens ``left``, which are quotes
    of their own; sentences in a row are one quote."""
    tokens = sentence.tokens
    end = sentence.end if whole.last == sentence.last else whole.last
    previous = drafts[-1] if drafts else None
    told = _told_behind(sentence, whole.last)
    if previous is not None and not left and not told and _is_more(previous, sentence):
        previous.spans[-1] = (previous.spans[-1][0], offsets(tokens, whole)[1])
        previous.last_token = end
        return
    kind = QuoteKind.MIXED if left else QuoteKind.INDIRECT
    if previous is not None:
        name_speaker(previous)
    for span in [Span(at, at) for at in left] or [whole]:
        draft = Draft(kind, [offsets(tokens, span)], paragraph, end, tokens, carries_on=True)
        if told is not None:
            attribute(draft, tokens, told)
        elif not acting.name_from_saying(draft, previous):
            inherit(draft, drafts, paragraph)
            acting.name_from_before(draft)
        drafts.append(draft)


def _told_behind(sentence: Sentence, last: int) -> Attribution | None:
    """Who says so behind what carries on: "Das Boot sei leck, teilte die Wacht mit, die es fand"."""
    order, words, verb = sentence.lexicon.order, sentence.lexicon, last + 2
    if order is None or verb >= sentence.last or not goes_on_behind(sentence, last):
        return None
    low = sentence.low(verb)
    if low not in words.saying and low not in order.subject_follows:
        return None
    speaker = speaker_behind(sentence.tokens, verb, sentence.last, words)
    return Attribution(Span(verb, verb), speaker, STRENGTH) if speaker is not None else None


def _is_more(previous: Draft, sentence: Sentence) -> bool:
    """Whether the draft before carries on, too, up to this sentence."""
    follows = previous.tokens is sentence.tokens and previous.last_token == sentence.first - 1
    return previous.carries_on and follows
