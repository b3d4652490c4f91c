"""Who said what: a body -> its quotes, direct, mixed and indirect, each with speaker, cue and via.

In four steps, a paragraph at a time: find what stands in quotation marks (``marks``), find what
attributes it (``attribution``), join the pieces of one attribution, and read sentences that report
without marks (``indirect``). What is quoted without anybody saying it (titles, scare quotes) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from searchsvc.article import Quote, QuoteKind
from searchsvc.wire.attribution import Attribution, according_at, after_quote, before_quote, is_cue
from searchsvc.wire.clauses import clause_around, is_reported, opening, read_clauses
from searchsvc.wire.confidence import Evidence, confidence, evidence
from searchsvc.wire.dialogue import find_dialogue
from searchsvc.wire.drafts import (
    REACH_OF_A_FRAME,
    Draft,
    Introduction,
    attribute,
    continues,
    inherit,
    introduce,
    name_speaker,
)
from searchsvc.wire.features import Sentence
from searchsvc.wire.indirect import clause_with, reported
from searchsvc.wire.lexicon import Lexicon, lexicon, may_report
from searchsvc.wire.marks import Quoted, find_quoted, has_double_marks, may_quote
from searchsvc.wire.phrases import Span, Token, noun_phrase_starting, part_pronouns, sentences, tokenize
from searchsvc.wire.pieces import is_clause, is_direct, is_worth_quoting, names_a_work
from searchsvc.wire.ranker import Weights, openers, weights
from searchsvc.wire.speakers import Speakers
from searchsvc.wire.verb_second import carries_on

MOST = 2_000
"""Quotes of one article; a longer one is a transcript, whose later quotes are left out."""
SHORTEST_PARAGRAPH = 3
"""Characters: a word in quotation marks."""
MOST_PARAGRAPHS = 10_000
"""Of one article; no newsroom sends so many, and what follows them is not read for quotes."""
LONGEST_PARAGRAPH = 100_000
"""Characters; no newsroom writes such a paragraph, and what stands behind them is not read."""
LONGEST_BARE_ATTRIBUTION = 7
"""Words of a sentence that only attributes the quote before it."""

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_LOW = itemgetter(1)
_OPENERS = ("“", '"', "«", "„", "‘", "`", "»")


class _Piece(NamedTuple):
    """The quoted token ``at``, and what may attribute it on either side."""

    at: int
    quoted: Quoted
    before: Attribution | None
    behind: Attribution | None


def find_quotes(body: str, *, language: str | None, start: int = 0) -> tuple[Quote, ...]:
    """The quotes of ``body`` in order, from ``start`` (the end of the dateline) on."""
    return tuple(quote for quote, _ in weigh_quotes(body, language=language, start=start))


def weigh_quotes(
    body: str, *, language: str | None, start: int = 0, learned: Weights | None = None
) -> Iterator[tuple[Quote, Evidence]]:
    """The quotes of ``body`` in order, each with what its confidence was read from.

    ``learned``: weights to read with instead of those of the language.
    """
    reader = Reader(language, learned)
    reader.read(body, start)
    speakers = Speakers(body, start, language)
    for draft in sorted(reader.drafts[:MOST], key=lambda each: each.spans[0]):
        yield _finish(draft, body, speakers, reader.lexicon, language)


class Reader:
    """Reads one body into drafts of its quotes, a paragraph and a sentence at a time."""

    def __init__(self, language: str | None, learned: Weights | None = None) -> None:
        self.lexicon = lexicon(language)
        self.weights = learned or weights(language)
        self.drafts: list[Draft] = []
        self._introduction: Introduction | None = None
        self._openers = openers(language) if learned is None else self.lexicon.openers | learned.cues

    def read(self, body: str, start: int) -> None:
        """Read ``body`` from ``start`` on."""
        single = not has_double_marks(body)
        marked = may_quote(body, start, single=single)
        bounds = _paragraphs(body, start)
        for number, (first, last) in enumerate(bounds):
            if last - first < SHORTEST_PARAGRAPH:
                continue
            last = min(last, first + LONGEST_PARAGRAPH)
            following = bounds[number + 1][0] if number + 1 < len(bounds) else len(body)
            goes_on = body[following : following + 2].lstrip()[:1] in _OPENERS
            quoted = find_quoted(body, first, last, single=single, goes_on=goes_on) if marked else []
            if not quoted and self.lexicon.dashes:
                quoted = find_dialogue(body, first, last, self.lexicon.verbs)
            leads = body[first:last].rstrip()[-1:] == ":"
            if not quoted and not leads and not may_report(body[first:last], self._openers):
                continue
            tokens = tokenize(body, first, last, quoted)
            if self.lexicon.joined:
                tokens = part_pronouns(tokens, self.lexicon)
            if quoted:
                self._paragraph(tokens, number)
            else:
                for sentence in sentences(tokens, self.lexicon):
                    self.report(tokens, sentence, [], number, set())
            if leads:
                self._introduction = introduce(tokens, number, self.lexicon)
            if len(self.drafts) > MOST:
                break

    def _paragraph(self, tokens: list[Token], number: int) -> None:
        parts = sentences(tokens, self.lexicon)
        taken: set[int] = set()
        for position, sentence in enumerate(parts):
            marked = [at for at in range(sentence.first, sentence.last + 1) if tokens[at].quoted is not None]
            quotes = [at for at in marked if not names_a_work(tokens, at, sentence, self.lexicon)]
            reach = parts[position + 1].last if position + 1 < len(parts) else sentence.last
            left = self._direct(tokens, sentence, reach, quotes, number, taken)
            self.report(tokens, sentence, left, number, taken)

    def _direct(
        self,
        tokens: list[Token],
        sentence: Span,
        reach: int,
        quotes: list[int],
        number: int,
        taken: set[int],
    ) -> list[_Piece]:
        """Read the pieces that stand for themselves, each joining the quote before it or beginning one;
        those that are left are part of the writer's sentence."""
        left: list[_Piece] = []
        for at in quotes:
            piece = tokens[at].quoted
            if piece is None or len(self.drafts) > MOST:
                return left
            before = before_quote(tokens, at, sentence.first, self.lexicon)
            behind = after_quote(tokens, at, _region(tokens, at, sentence, reach, self.lexicon), self.lexicon)
            previous = self.drafts[-1] if self.drafts else None
            if previous and continues(previous, tokens, at, number, behind, before):
                previous.spans.append((piece.start, piece.end))
                previous.last_token, previous.paragraph, previous.goes_on = at, number, not piece.closed
                if behind:
                    taken.update(behind.cue)
                    if previous.attribution is None:
                        attribute(previous, tokens, behind)
            elif is_direct(tokens, at, sentence, before, behind):
                draft = Draft(
                    QuoteKind.DIRECT, [(piece.start, piece.end)], number, at, tokens, goes_on=not piece.closed
                )
                attribution = _better(before, behind, tokens, at)
                if attribution:
                    attribute(draft, tokens, attribution)
                    taken.update(attribution.cue)
                elif self._introduction and self._introduction.is_of(tokens, at, number):
                    attribute(draft, self._introduction.tokens, self._introduction.attribution)
                else:
                    inherit(draft, self.drafts, number)
                self.drafts.append(draft)
            else:
                left.append(_Piece(at, piece, before, behind))
                continue
            taken.add(at)
        return left

    def report(
        self, tokens: list[Token], span: Span, left: list[_Piece], number: int, taken: set[int]
    ) -> None:
        """Read what the sentence reports, without marks or with the pieces that are ``left``."""
        if not left and self._openers.isdisjoint(map(_LOW, tokens[span.first : span.last + 1])):
            return
        sentence = Sentence(tokens, span, frozenset(taken), self.lexicon)
        marked = {piece.at for piece in left}
        by_cue: dict[Span, Draft] = {}
        claimed: dict[int, Attribution] = {}
        for spans, attribution in self._reported(sentence, marked):
            quoted = {at for each in spans for at in range(each.first, each.last + 1)} & marked
            if quoted and self.lexicon.order is not None:
                claimed.update(dict.fromkeys(quoted, attribution))
                continue
            draft = Draft(QuoteKind.INDIRECT, [], number, spans[-1].last, tokens, attribution)
            draft.spans = [_offsets(tokens, each) for each in spans]
            draft.confidence = attribution.strength
            if quoted:
                draft.kind = QuoteKind.MIXED
                marked -= quoted
            self.drafts.append(draft)
            by_cue[attribution.cue] = draft
        if not left and self.lexicon.order is None:
            return
        unread = [piece for piece in left if piece.at in marked]
        if not by_cue and not claimed and not sentence.taken and self._carries_on(sentence, number):
            self._carry_on(sentence, unread, number)
        else:
            self._mixed(sentence, unread, number, by_cue, claimed)

    def _carries_on(self, sentence: Sentence, number: int) -> bool:
        """Whether the sentence is more of what was said last, in this paragraph or the one before."""
        if self.lexicon.order is None or not self.drafts or self.drafts[-1].paragraph < number - 1:
            return False
        previous = self.drafts[-1]
        right_behind = previous.tokens is sentence.tokens and previous.last_token >= sentence.first - 3
        return carries_on(sentence, unreal=right_behind)

    def _carry_on(self, sentence: Sentence, left: list[_Piece], number: int) -> None:
        """Quote what carries on as a whole; words in quotation marks are quotes of their own."""
        tokens, end = sentence.tokens, sentence.end
        spans = [Span(piece.at, piece.at) for piece in left] or [Span(opening(sentence), sentence.last)]
        previous = self.drafts[-1]
        if (
            not left
            and previous.carries_on
            and previous.tokens is tokens
            and previous.last_token == sentence.first - 1
        ):
            previous.spans[-1] = (previous.spans[-1][0], _offsets(tokens, spans[0])[1])
            previous.last_token = end
            return
        kind = QuoteKind.MIXED if left else QuoteKind.INDIRECT
        name_speaker(previous)
        for span in spans:
            draft = Draft(kind, [_offsets(tokens, span)], number, end, tokens, carries_on=True)
            inherit(draft, self.drafts, number)
            self.drafts.append(draft)

    def _reported(
        self, sentence: Sentence, marked: set[int]
    ) -> Iterator[tuple[tuple[Span, ...], Attribution]]:
        if self.weights is None:
            if not marked and not sentence.taken:
                found = reported(sentence.tokens, Span(sentence.first, sentence.last), self.lexicon)
                if found:
                    yield (found[0],), found[1]
            return
        for clause in read_clauses(sentence, self.weights):
            quoted = any(each.first <= at <= each.last for each in clause.spans for at in marked)
            if quoted or is_reported(clause, sentence):
                strength = round(clause.probability, 1)
                yield clause.spans, Attribution(clause.cue.span, clause.cue.speaker, strength)

    def _mixed(
        self,
        sentence: Sentence,
        left: list[_Piece],
        number: int,
        by_cue: dict[Span, Draft],
        claimed: dict[int, Attribution],
    ) -> None:
        """Quote the pieces of the writer's sentence that somebody is said to have used; one whose cue has
        reported something before is more of that."""
        tokens = sentence.tokens
        mixed: Draft | None = None
        for piece in left:
            at, span = piece.at, (piece.quoted.start, piece.quoted.end)
            if len(self.drafts) > MOST:
                return
            if mixed is not None and mixed.spans[-1][1] >= span[1]:
                continue
            attribution = claimed.get(at) or _frame(piece.before, piece.behind, sentence, at)
            clause = self._clause(sentence, at, attribution) if attribution else None
            by_rule = clause is not None and self.weights is None and not tokens[at].text[:1].isupper()
            if attribution is None or not (by_rule or is_worth_quoting(tokens, at, attribution)):
                if is_clause(tokens, at):
                    unclaimed = Draft(QuoteKind.MIXED, [span], number, at, tokens)
                    inherit(unclaimed, self.drafts, number)
                    self.drafts.append(unclaimed)
                continue
            span = _offsets(tokens, clause) if clause else span
            if (known := by_cue.get(attribution.cue)) is not None and known.spans[-1][0] < span[1]:
                known.kind, known.spans[-1] = QuoteKind.MIXED, (known.spans[-1][0], span[1])
                continue
            if mixed is not None and mixed.attribution == attribution:
                mixed.spans.append(span)
                mixed.last_token = at
                continue
            mixed = Draft(QuoteKind.MIXED, [span], number, at, tokens)
            if attribution.speaker is None:
                inherit(mixed, self.drafts, number)
            attribute(mixed, tokens, attribution)
            self.drafts.append(mixed)

    def _clause(self, sentence: Sentence, at: int, attribution: Attribution) -> Span | None:
        """The reported clause with the quoted token ``at`` in it, where more than that is reported."""
        if self.lexicon.order is not None:
            return None
        if self.weights is not None:
            return clause_around(sentence, at, attribution.cue, attribution.speaker, self.weights)
        span = Span(sentence.first, sentence.last)
        found = clause_with(sentence.tokens, span, at, attribution, self.lexicon)
        if found is None or not sentence.taken.isdisjoint(range(found.first, found.last + 1)):
            return None
        return found


def _paragraphs(body: str, start: int) -> list[tuple[int, int]]:
    """Where the paragraphs from ``start`` on begin and end."""
    found = (each for each in _PARAGRAPH.finditer(body) if each.end() > start)
    return [(max(each.start(), start), each.end()) for each in islice(found, MOST_PARAGRAPHS)]


def _offsets(tokens: list[Token], span: Span) -> tuple[int, int]:
    """Where a span of tokens is in the body: without the marks where it is one quoted piece."""
    first, last = tokens[span.first], tokens[span.last]
    if span.first == span.last and first.quoted is not None:
        return first.quoted.start, first.quoted.end
    return first.start, last.end


def _region(tokens: list[Token], at: int, sentence: Span, reach: int, lexicon: Lexicon) -> int:
    """How far behind a quote its attribution may be: in its sentence, or, where the quote is one of its
    own, in the next, if that is no more than an attribution: "Why?" she asked."""
    if at != sentence.last or reach == at:
        return sentence.last
    if tokens[at].text[-1:] in "?!,…":
        return reach
    short = reach - at <= LONGEST_BARE_ATTRIBUTION
    return reach if short and any(is_cue(tokens, place, lexicon) for place in range(at + 2, reach)) else at


def _better(
    before: Attribution | None, behind: Attribution | None, tokens: list[Token], at: int
) -> Attribution | None:
    if before is None or behind is None:
        return behind or before
    if tokens[at].text[-1:] in ",?!" and behind.strength >= 0.85:
        return behind
    return before if before.strength >= behind.strength else behind


def _frame(
    before: Attribution | None, behind: Attribution | None, sentence: Sentence, at: int
) -> Attribution | None:
    """The attribution of words quoted within a sentence: the verb before them, else a phrase behind.

    Where the verb is not one of saying ("agreed to ..."), a source behind is the speaker.
    """
    tokens, words = sentence.tokens, sentence.lexicon
    if before is None:
        for cue in range(at - 1, max(sentence.first, at - REACH_OF_A_FRAME) - 1, -1):
            if tokens[cue].quoted is not None:
                before = before_quote(tokens, cue, sentence.first, words)
                break
    said = before is not None and tokens[before.cue.first].low in words.verbs
    source = None if said else _source(tokens, at, sentence.last, words)
    if source is not None:
        return source
    if before is not None and before.speaker is not None and at - before.cue.last <= REACH_OF_A_FRAME:
        return before
    if behind is not None and behind.speaker is not None:
        return behind
    return before if before is not None and _drops_subject(sentence, before.cue) else None


def _drops_subject(sentence: Sentence, cue: Span) -> bool:
    """Whether a verb that opens the sentence goes on for whoever spoke before: "Añadió que ...", in languages
    whose verbs need no pronoun."""
    tokens, words = sentence.tokens, sentence.lexicon
    opens = all(token.low in words.skipped for token in tokens[sentence.first : cue.first])
    drops = words.inverts and words.order is None
    return drops and opens and tokens[cue.last + 1].low in words.that


def _source(tokens: list[Token], at: int, last: int, words: Lexicon) -> Attribution | None:
    """The source named behind token ``at`` of the sentence: "..., according to X"."""
    opening = words.according_words
    for place in range(at + 1, min(last, at + REACH_OF_A_FRAME)):
        if tokens[place].low in opening and (phrase := according_at(tokens, place, words)):
            speaker = noun_phrase_starting(tokens, phrase.last + 1, last, words)
            return Attribution(phrase, speaker, 0.85) if speaker else None
    return None


def _finish(
    draft: Draft, body: str, speakers: Speakers, words: Lexicon, language: str | None
) -> tuple[Quote, Evidence]:
    attribution = draft.attribution
    name_speaker(draft)
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
