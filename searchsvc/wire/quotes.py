"""Who said what: a body -> its quotes, direct, mixed and indirect, each with speaker, cue and via.

In four steps, a paragraph at a time: find what stands in quotation marks (``marks``), find what
attributes it (``attribution``), join the pieces of one attribution, and read sentences that report
without marks (``indirect``). What is quoted without anybody saying it (titles, scare quotes) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from searchsvc.article import Quote, QuoteKind
from searchsvc.wire.attribution import Attribution, according_at, after_quote, before_quote, is_cue
from searchsvc.wire.confidence import Evidence, confidence, evidence
from searchsvc.wire.indirect import reported
from searchsvc.wire.lexicon import Lexicon, lexicon
from searchsvc.wire.marks import find_quoted, has_double_marks
from searchsvc.wire.phrases import Span, Token, noun_phrase_starting, sentences, tokenize
from searchsvc.wire.speakers import Speakers

MOST = 5_000
"""Quotes of one article; a longer one is a transcript, whose later quotes are left out."""
SHORTEST_PARAGRAPH = 3
"""Characters: a word in quotation marks."""
WORDS_OF_A_CLAUSE = 5
"""From so many on, quoted words are somebody's (tuned on German and English news: 3 finds a tenth more
of the quotes, and as many titles and terms)."""
LONGEST_BARE_ATTRIBUTION = 7
"""Words of a sentence that only attributes the quote before it."""
REACH_OF_A_FRAME = 40
"""Words between a verb and words quoted from what it reports."""

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_ENDS = ".?!…,;:—–-。！？"


@dataclass
class _Draft:
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


def find_quotes(body: str, *, language: str | None, start: int = 0) -> tuple[Quote, ...]:
    """The quotes of ``body`` in order, from ``start`` (the end of the dateline) on."""
    return tuple(quote for quote, _ in weigh_quotes(body, language=language, start=start))


def weigh_quotes(body: str, *, language: str | None, start: int = 0) -> Iterator[tuple[Quote, Evidence]]:
    """The quotes of ``body`` in order, each with what its confidence was read from."""
    words = lexicon(language)
    single = not has_double_marks(body)
    bounds = [
        (max(found.start(), start), found.end()) for found in _PARAGRAPH.finditer(body) if found.end() > start
    ]
    drafts: list[_Draft] = []
    for number, (first, last) in enumerate(bounds):
        if last - first < SHORTEST_PARAGRAPH:
            continue
        following = (
            body[bounds[number + 1][0] : bounds[number + 1][0] + 2].lstrip()
            if number + 1 < len(bounds)
            else ""
        )
        goes_on = following[:1] in ("“", '"', "«", "„", "‘", "`", "»") and following != ""
        quoted = find_quoted(body, first, last, single=single, goes_on=goes_on)
        if not quoted and not words.may_report(body[first:last]):
            continue
        tokens = tokenize(body, first, last, quoted)
        if not quoted:
            for sentence in sentences(tokens, words):
                _read_reported(tokens, sentence, number, words, drafts, language)
        elif tokens:
            _read_paragraph(tokens, number, words, drafts, language)
        if len(drafts) > MOST:
            break
    speakers = Speakers(body, start, language)
    drafts = sorted(drafts[:MOST], key=lambda each: each.spans[0])
    for draft in drafts:
        yield _finish(draft, body, speakers, words, language)


def _read_paragraph(
    tokens: list[Token], number: int, lexicon: Lexicon, drafts: list[_Draft], language: str | None
) -> None:
    parts = sentences(tokens, lexicon)
    for position, sentence in enumerate(parts):
        marked = [at for at in range(sentence.first, sentence.last + 1) if tokens[at].quoted is not None]
        quotes = [at for at in marked if not _names_a_work(tokens, at, sentence, lexicon)]
        if quotes:
            reach = parts[position + 1].last if position + 1 < len(parts) else sentence.last
            _read_quoted(tokens, sentence, reach, quotes, number, lexicon, drafts, language)
        else:
            _read_reported(tokens, sentence, number, lexicon, drafts, language)


def _read_reported(
    tokens: list[Token],
    sentence: Span,
    number: int,
    lexicon: Lexicon,
    drafts: list[_Draft],
    language: str | None,
) -> None:
    found = reported(tokens, sentence, lexicon)
    if found is None:
        return
    content, attribution = found
    span = (tokens[content.first].start, tokens[content.last].end)
    draft = _Draft(QuoteKind.INDIRECT, [span], number, sentence.last, tokens, attribution)
    draft.confidence = attribution.strength
    drafts.append(draft)


def _read_quoted(
    tokens: list[Token],
    sentence: Span,
    reach: int,
    quotes: list[int],
    number: int,
    lexicon: Lexicon,
    drafts: list[_Draft],
    language: str | None,
) -> None:
    """The quoted pieces of one sentence: each joins the quote before it, or begins one."""
    mixed: _Draft | None = None
    for at in quotes:
        piece = tokens[at].quoted
        if piece is None or len(drafts) > MOST:
            return
        before = before_quote(tokens, at, sentence.first, lexicon)
        behind = after_quote(tokens, at, _region(tokens, at, sentence, reach, lexicon), lexicon)
        previous = drafts[-1] if drafts else None
        span = (piece.start, piece.end)
        if previous and _continues(previous, tokens, at, number, behind, before):
            previous.spans.append(span)
            previous.last_token, previous.paragraph, previous.goes_on = at, number, not piece.closed
            if previous.attribution is None and behind:
                _attribute(previous, tokens, behind)
            continue
        if _is_direct(tokens, at, sentence, before, behind):
            draft = _Draft(QuoteKind.DIRECT, [span], number, at, tokens, goes_on=not piece.closed)
            attribution = _better(before, behind, tokens, at)
            if attribution:
                _attribute(draft, tokens, attribution)
            else:
                _inherit(draft, drafts, number)
            drafts.append(draft)
            continue
        attribution = _frame(before, behind, tokens, at, sentence, lexicon)
        if attribution is None or not _is_worth_quoting(tokens, at, attribution):
            if _is_clause(tokens, at):
                unclaimed = _Draft(QuoteKind.MIXED, [span], number, at, tokens)
                _inherit(unclaimed, drafts, number)
                drafts.append(unclaimed)
            continue
        if mixed is not None and mixed.attribution == attribution:
            mixed.spans.append(span)
            mixed.last_token = at
            continue
        mixed = _Draft(QuoteKind.MIXED, [span], number, at, tokens)
        _attribute(mixed, tokens, attribution)
        drafts.append(mixed)


def _region(tokens: list[Token], at: int, sentence: Span, reach: int, lexicon: Lexicon) -> int:
    """How far behind a quote its attribution may be: in its sentence, or, where the quote is one of its
    own, in the next, if that is no more than an attribution: "Why?" she asked."""
    if at != sentence.last or reach == at:
        return sentence.last
    if tokens[at].text[-1:] in "?!,…":
        return reach
    short = reach - at <= LONGEST_BARE_ATTRIBUTION
    return reach if short and any(is_cue(tokens, place, lexicon) for place in range(at + 2, reach)) else at


def _continues(
    previous: _Draft,
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
    if at == previous.last_token + 1:
        return True
    cue = previous.attribution.cue if previous.attribution else None
    if cue is None or cue.first < previous.last_token or at - cue.last > REACH_OF_A_FRAME:
        # "...," he said. "..." goes on; 'He said, "..."' followed by another sentence does not.
        return False
    if before is not None and before.cue == cue and tokens[at - 1].text in (",", ":"):
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


def _only_ends(between: list[Token]) -> bool:
    """Whether what lies between a verb and the next quote is the rest of that sentence only."""
    stops = sum(1 for token in between[:-1] if token.text in ".?!")
    return len(between) <= 24 and bool(between) and between[-1].text in ".,:;" and stops <= 1


def _is_direct(
    tokens: list[Token], at: int, sentence: Span, before: Attribution | None, behind: Attribution | None
) -> bool:
    """Whether the words stand for themselves, rather than being part of the writer's sentence."""
    text = tokens[at].text
    first = next((char for char in text if char.isalnum()), "")
    ends = text[-1:] in _ENDS
    words = text.count(" ") + 1
    opening = at == sentence.first
    capital = first.isupper() or first.isdigit() or not first.islower()
    led = at > sentence.first and tokens[at - 1].text in (":", ",")
    if opening and (ends or behind is not None) and (capital or behind is not None) and words > 1:
        return behind is not None or text[-1:] in ".?!…" or at == sentence.last
    if led and capital and (before is not None) and words > 1:
        return True
    near = before is not None and before.cue.last == at - 1
    return near and capital and ends and words > 2


def _better(
    before: Attribution | None, behind: Attribution | None, tokens: list[Token], at: int
) -> Attribution | None:
    if before is None or behind is None:
        return behind or before
    if tokens[at].text[-1:] in ",?!" and behind.strength >= 0.85:
        return behind
    return before if before.strength >= behind.strength else behind


def _inherit(draft: _Draft, drafts: list[_Draft], number: int) -> None:
    """A quote that nobody claims is said by whoever was quoted last, in this paragraph or the one before."""
    last = drafts[-1] if drafts else None
    if last is not None and last.attribution is not None and last.paragraph >= number - 1:
        draft.speaker_tokens = last.speaker_tokens
        draft.confidence = 0.5
    else:
        draft.confidence = 0.3


def _frame(
    before: Attribution | None,
    behind: Attribution | None,
    tokens: list[Token],
    at: int,
    sentence: Span,
    lexicon: Lexicon,
) -> Attribution | None:
    """The attribution of words quoted within a sentence: the verb before them, else a phrase behind.

    Where the verb is not one of saying ("agreed to ..."), a source behind is the speaker.
    """
    if before is None:
        for cue in range(at - 1, max(sentence.first, at - REACH_OF_A_FRAME) - 1, -1):
            if tokens[cue].quoted is not None:
                before = before_quote(tokens, cue, sentence.first, lexicon)
                break
    said = before is not None and tokens[before.cue.first].low in lexicon.verbs
    source = None if said else _source(tokens, at, sentence, lexicon)
    if source is not None:
        return source
    if before is not None and before.speaker is not None and at - before.cue.last <= REACH_OF_A_FRAME:
        return before
    return behind if behind is not None and behind.speaker is not None else None


def _source(tokens: list[Token], at: int, sentence: Span, lexicon: Lexicon) -> Attribution | None:
    """The source named behind token ``at`` of the sentence: "..., according to X"."""
    for place in range(at + 1, min(sentence.last, at + REACH_OF_A_FRAME)):
        if phrase := according_at(tokens, place, lexicon):
            speaker = noun_phrase_starting(tokens, phrase.last + 1, sentence.last, lexicon)
            return Attribution(phrase, speaker, 0.85) if speaker else None
    return None


def _is_worth_quoting(tokens: list[Token], at: int, attribution: Attribution) -> bool:
    """One word, or a title in capitals, is quoted only where a verb of saying stands right at it."""
    words = tokens[at].text.split()
    distance = max(at - attribution.cue.last, attribution.cue.first - at)
    if len(words) == 1:
        return distance <= 5
    return distance <= 2 or not _is_title(words)


def _is_clause(tokens: list[Token], at: int) -> bool:
    """Whether quoted words that nobody claims are too many for a title or a scare quote."""
    words = tokens[at].text.split()
    return len(words) >= WORDS_OF_A_CLAUSE and not _is_title(words)


def _is_title(words: list[str]) -> bool:
    """Whether the words are capitalised as in the title of a work; small ones need not be."""
    capitals = words[0][:1].isupper() and all(word[:1].isupper() or len(word) <= 4 for word in words)
    return capitals and words[-1][-1:] not in "?!"


def _names_a_work(tokens: list[Token], at: int, sentence: Span, lexicon: Lexicon) -> bool:
    """A title where a name would stand: on NBC's "Meet the Press"; in "The Big Sleep"."""
    if at == sentence.first or not _is_title(tokens[at].text.split()):
        return False
    before = tokens[at - 1]
    return before.low in lexicon.links or before.low.endswith(("'s", "s'"))


def _attribute(draft: _Draft, tokens: list[Token], attribution: Attribution) -> None:
    draft.attribution = attribution
    draft.tokens = tokens
    draft.confidence = attribution.strength
    if attribution.speaker is not None:
        draft.speaker_tokens = tokens[attribution.speaker.first : attribution.speaker.last + 1]


def _finish(
    draft: _Draft, body: str, speakers: Speakers, words: Lexicon, language: str | None
) -> tuple[Quote, Evidence]:
    attribution = draft.attribution
    if attribution is not None and attribution.speaker is not None and not draft.speaker_tokens:
        draft.speaker_tokens = draft.tokens[attribution.speaker.first : attribution.speaker.last + 1]
    speaker = None
    if draft.speaker_tokens:
        speaker = speakers.resolve(draft.speaker_tokens[0].start, draft.speaker_tokens[-1].end)
    cue, via = None, None
    if attribution is not None:
        cue = body[draft.tokens[attribution.cue.first].start : draft.tokens[attribution.cue.last].end]
        via = speakers.via(draft.tokens, attribution.cue, attribution.speaker, draft.spans)
    spans = tuple(draft.spans)
    text = " ".join(body[start:end] for start, end in spans)
    known = evidence(language, draft.kind, draft.confidence, speaker, text, words)
    quote = Quote(
        text=text,
        spans=spans,
        kind=draft.kind,
        start=spans[0][0],
        end=spans[-1][1],
        cue=cue,
        speaker=speaker,
        via=via,
        confidence=confidence(known),
    )
    return quote, known
