"""Drafts: quotes in the making, to which later pieces and sentences may still belong, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from searchsvc.article import QuoteKind
from searchsvc.wire.attribution import Attribution
from searchsvc.wire.before_quotes import before_quote
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name, sentences
from searchsvc.wire.pieces import BULLETS

REACH_OF_A_FRAME = 40
"""Words between a verb and words quoted from what it reports."""
PAUSES = (",", ":", "-", "–", "—")
"""Before words that go on: "...," said Roe, "..."; "..." - dice Lupi - "..."."""
UNITS = "%‰°€£$"
"""Marks that may stand behind a number."""
LONGEST_IN_BRACKETS = 60
"""Words."""
MOST_BACK = 12
"""Quotes before one among which is the last whose speaker is known: no paragraph has more."""


@dataclass
class Draft:
    """A quote that later paragraphs may still add pieces to."""

    kind: QuoteKind
    spans: list[tuple[int, int]]
    paragraph: int
    last_token: int
    tokens: list[Token] = field(default_factory=list)
    attribution: Attribution | None = None
    speaker_tokens: list[Token] = field(default_factory=list)
    confidence: float = 0.5
    goes_on: bool = False
    carries_on: bool = False


class Introduction(NamedTuple):
    """A paragraph that ends with a colon, and who is to be quoted in the next one."""

    tokens: list[Token]
    number: int
    attribution: Attribution

    def is_of(self, tokens: list[Token], at: int, number: int) -> bool:
        """Whether the quoted token ``at`` of paragraph ``number`` is what it introduces; a bullet may
        stand before it."""
        opens = at == 0 or (at == 1 and tokens[0].text in BULLETS)
        return opens and number == self.number + 1


def introduce(tokens: list[Token], number: int, lexicon: Lexicon) -> Introduction | None:
    """Who is to be quoted behind the paragraph: "The minister wrote on Monday:"."""
    last = sentences(tokens, lexicon)[-1]
    attribution = before_quote(tokens, last.last + 1, last.first, lexicon)
    if attribution is None or attribution.speaker is None:
        return None
    return Introduction(tokens, number, attribution)


def continues(
    previous: Draft,
    tokens: list[Token],
    at: int,
    number: int,
    behind: Attribution | None,
    before: Attribution | None,
) -> bool:
    """Whether a quoted piece is more of the quote before it."""
    if previous.kind is not QuoteKind.DIRECT:
        return False
    if previous.goes_on and previous.paragraph == number - 1 and at == 0:
        return True
    if previous.paragraph != number:
        return False
    if previous.tokens is not tokens:
        return at == previous.last_token + 1
    if _is_somebody_elses(previous, tokens, behind):
        return False
    piece = tokens[at].quoted
    if at == previous.last_token + 1 or (piece is not None and piece.resumes):
        return True
    cue = previous.attribution.cue if previous.attribution else None
    if cue is None or cue.first < previous.last_token or at - cue.last > REACH_OF_A_FRAME:
        # "...," he said. "..." goes on; 'He said, "..."' followed by another sentence does not.
        return False
    if before is not None and before.cue == cue and tokens[at - 1].text in PAUSES:
        return True
    if before is not None and before.cue != cue and before.speaker is not None:
        return False
    between = tokens[cue.last + 1 : at]
    new = behind is not None and behind.cue != cue
    return (
        not new
        and not any(token.quoted for token in between)
        and _only_ends(between)
        and tokens[at].text[:1].isupper()
    )


def _is_somebody_elses(previous: Draft, tokens: list[Token], behind: Attribution | None) -> bool:
    """Whether one is named behind a piece, and another before the quote ahead of it: 'Lee said: "Yes." "No,"
    said Roe.'."""
    known = previous.attribution
    if known is None or known.speaker is None or behind is None or behind.speaker is None:
        return False
    if known.cue.first > previous.last_token or behind.cue == known.cue:
        return False
    names = [
        {token.low for token in each if is_name(token)}
        for each in (previous.speaker_tokens, tokens[behind.speaker.first : behind.speaker.last + 1])
    ]
    return all(names) and names[0].isdisjoint(names[1])


def _only_ends(between: list[Token]) -> bool:
    """Whether what lies between a verb and the next quote is the rest of that sentence only."""
    stops = sum(1 for token in between[:-1] if token.text in ".?!")
    return len(between) <= 24 and bool(between) and between[-1].text in ".,:;" and stops <= 1


def inherit(draft: Draft, drafts: list[Draft], number: int, *, said: bool = False) -> None:
    """A quote that nobody claims is said by whoever was quoted last, in this paragraph or the one before.

    ``said``: it has a verb of its own that leaves its subject out, which goes on for whoever is known last.
    """
    last = _known_last(drafts, number) if said else _last_that_speaks(drafts, number)
    claimed = last is not None and (said or last.attribution is not None or last.carries_on)
    # One more in a row: '"...," she said. It rained. "..." It poured. "..."'
    claimed = claimed or (last is not None and last.paragraph == number and bool(last.speaker_tokens))
    if last is not None and claimed and last.paragraph >= number - 1:
        name_speaker(last)
        draft.speaker_tokens = last.speaker_tokens
        draft.confidence = 0.5
    else:
        draft.confidence = 0.3


def _last_that_speaks(drafts: list[Draft], number: int) -> Draft | None:
    """The last draft, but for what nobody is said to ask: '"...," she said, asked if it rained. "..."'."""
    for draft in drafts[: -MOST_BACK - 1 : -1]:
        name_speaker(draft)
        if draft.kind is not QuoteKind.INDIRECT or draft.speaker_tokens or draft.paragraph != number:
            return draft
    return drafts[-1] if drafts else None


def _known_last(drafts: list[Draft], number: int) -> Draft | None:
    """The last draft in paragraph ``number`` or the one before whose speaker is known."""
    for draft in drafts[: -MOST_BACK - 1 : -1]:
        if draft.paragraph < number - 1:
            return None
        name_speaker(draft)
        if draft.speaker_tokens:
            return draft
    return None


def attribute(draft: Draft, tokens: list[Token], attribution: Attribution) -> None:
    draft.attribution = attribution
    draft.tokens = tokens
    draft.confidence = attribution.strength
    if attribution.speaker is not None:
        draft.speaker_tokens = tokens[attribution.speaker.first : attribution.speaker.last + 1]


def name_speaker(draft: Draft) -> None:
    attribution = draft.attribution
    if attribution is not None and attribution.speaker is not None and not draft.speaker_tokens:
        draft.speaker_tokens = draft.tokens[attribution.speaker.first : attribution.speaker.last + 1]


def offsets(tokens: list[Token], span: Span) -> tuple[int, int]:
    """Where a span of tokens is in the body: without the marks where it is one quoted piece."""
    first = tokens[span.first]
    if span.first == span.last and first.quoted is not None:
        return first.quoted.start, first.quoted.end
    at = span.last + 1
    while at < len(tokens) and tokens[at].start == tokens[at - 1].end and _belongs(tokens, span.first, at):
        at += 1
    return first.start, tokens[at - 1].end


def _belongs(tokens: list[Token], first: int, at: int) -> bool:
    """Whether a mark right behind the last word is of it: "5%", and what closes "(since 2009)"."""
    if tokens[at].text != ")":
        return tokens[at].text in UNITS and tokens[at - 1].text[-1:].isdigit()
    low = max(first, at - LONGEST_IN_BRACKETS)
    opened = next((place for place in range(at - 1, low - 1, -1) if tokens[place].text in "()"), None)
    return opened is not None and tokens[opened].text == "("
