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

from searchsvc.article import Quote, QuoteKind
from searchsvc.wire.asides import part_asides
from searchsvc.wire.attribution import Attribution, better, reach_behind
from searchsvc.wire.before_quotes import before_quote
from searchsvc.wire.behind_quotes import after_quote
from searchsvc.wire.candidates import without_predicate, without_verb
from searchsvc.wire.carrying import carry_on, what_carries_on
from searchsvc.wire.clauses import Clause, clause_around, is_reported, read_clauses
from searchsvc.wire.confidence import Evidence, confidence, evidence
from searchsvc.wire.dialogue import find_dialogue
from searchsvc.wire.drafts import (
    Draft,
    Introduction,
    attribute,
    continues,
    inherit,
    introduce,
    name_speaker,
    offsets,
)
from searchsvc.wire.echoes import echo_of, is_echo
from searchsvc.wire.features import Sentence
from searchsvc.wire.frames import frame, framed_behind
from searchsvc.wire.indirect import clause_with, reported
from searchsvc.wire.lexicon import Lexicon, lexicon, may_report
from searchsvc.wire.marks import find_quoted, has_double_marks, may_quote
from searchsvc.wire.partial import LEAST, Piece, features, is_one_of, setting_of
from searchsvc.wire.phrases import Span, Token, read_words, sentences, tokenize
from searchsvc.wire.pieces import (
    is_clause,
    is_compounded,
    is_direct,
    is_spoken,
    is_worth_quoting,
    names_a_work,
)
from searchsvc.wire.ranker import Weights, openers, weights
from searchsvc.wire.speakers import Speakers
from searchsvc.wire.unclaimed import Acting

MOST = 2_000
"""Quotes of one article; a longer one is a transcript, whose later quotes are left out."""
SHORTEST_PARAGRAPH = 3
"""Characters: a word in quotation marks."""
MOST_WEIGHED = 2_000
"""Words in quotation marks of one article of which it is weighed whether somebody said them; more of them are
names in a list."""
MOST_PARAGRAPHS = 10_000
"""Of one article; no newsroom sends so many, and what follows them is not read for quotes."""
LONGEST_PARAGRAPH = 100_000
"""Characters; no newsroom writes such a paragraph, and what stands behind them is not read."""

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_LOW, _AT = itemgetter(1), itemgetter(0)
_OPENERS = ("“", '"', "«", "„", "‘", "`", "»")


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
        self._body = ""
        self._introduction: Introduction | None = None
        self._weighed = 0
        self._carrying: tuple[Sentence, Span | None] | None = None
        self._acting = Acting(self.lexicon)
        self._weighs_words = self.weights is not None and bool(self.weights.partial)
        self._is_romance = self.lexicon.is_romance
        self._openers = openers(language) if learned is None else self.lexicon.openers | learned.cues

    def read(self, body: str, start: int) -> None:
        """Read ``body`` from ``start`` on."""
        self._body = body
        single = not has_double_marks(body)
        marked = may_quote(body, start, single=single)
        bounds = _paragraphs(body, start)
        for number, (first, last) in enumerate(bounds):
            if last - first < SHORTEST_PARAGRAPH:
                continue
            last = min(last, first + LONGEST_PARAGRAPH)
            following = bounds[number + 1][0] if number + 1 < len(bounds) else len(body)
            mark = body[following : following + 2].lstrip()[:1]
            goes_on = mark in _OPENERS or (single and mark == "'")
            quoted = find_quoted(body, first, last, single=single, goes_on=goes_on) if marked else []
            if quoted and self._is_romance:
                quoted = part_asides(body, quoted, self.lexicon)
            if not quoted and self.lexicon.dashes:
                quoted = find_dialogue(body, first, last, self.lexicon.verbs)
            leads = body[first:last].rstrip()[-1:] == ":"
            if not (quoted or leads or may_report(body[first:last], self._openers)) and not body.startswith(
                self.lexicon.echo_openings, first
            ):
                continue
            tokens = read_words(tokenize(body, first, last, quoted), self.lexicon)
            if quoted:
                self._paragraph(tokens, number)
            else:
                self._unquoted(tokens, number)
            if leads:
                self._introduction = introduce(tokens, number, self.lexicon)
            if len(self.drafts) > MOST:
                break

    def _unquoted(self, tokens: list[Token], number: int) -> None:
        for sentence in sentences(tokens, self.lexicon):
            if not (self.lexicon.echoes and is_echo(tokens, sentence, self.drafts, number, self.lexicon)):
                self.report(tokens, sentence, [], number, set())
            if self._weighs_words or self._is_romance:
                self._acting.remember(tokens, sentence, number)

    def _paragraph(self, tokens: list[Token], number: int) -> None:
        parts = sentences(tokens, self.lexicon)
        taken: set[int] = set()
        for position, sentence in enumerate(parts):
            within = range(sentence.first, sentence.last + 1)
            marked = [
                at for at in within if tokens[at].quoted and not is_compounded(tokens, at, self.lexicon)
            ]
            if is_echo(tokens, sentence, self.drafts, number, self.lexicon) and not marked:
                continue
            quotes = [at for at in marked if not names_a_work(tokens, at, sentence, self.lexicon)]
            reach = parts[position + 1].last if position + 1 < len(parts) else sentence.last
            following = parts[position + 1] if self.lexicon.echoes and position + 1 < len(parts) else None
            echo = echo_of(tokens, following, self.lexicon) if following and quotes else None
            left = self._direct(tokens, sentence, reach, quotes, number, taken, echo)
            if self._weighs_words and len(quotes) < len(marked):
                for at in set(marked).difference(quotes):
                    if (piece := tokens[at].quoted) is not None:
                        left.append(
                            Piece(at, piece, *self._attributions(tokens, at, sentence, reach), named=True)
                        )
                left.sort(key=_AT)
            self.report(tokens, sentence, left, number, taken)
            if self._weighs_words or self._is_romance:
                self._acting.remember(tokens, sentence, number)

    def _direct(
        self,
        tokens: list[Token],
        sentence: Span,
        reach: int,
        quotes: list[int],
        number: int,
        taken: set[int],
        echo: Attribution | None = None,
    ) -> list[Piece]:
        """Read the pieces that stand for themselves, each joining the quote before it or beginning one;
        those that are left are part of the writer's sentence. ``echo``: what the next one says of whose."""
        left: list[Piece] = []
        for at in quotes:
            piece = tokens[at].quoted
            if piece is None or len(self.drafts) > MOST:
                return left
            before, behind = self._attributions(tokens, at, sentence, reach)
            alone = sentence.first == at >= sentence.last - 1
            behind = behind or (echo if alone else None)
            previous = self.drafts[-1] if self.drafts else None
            if previous and continues(previous, tokens, at, number, behind, before):
                previous.spans.append((piece.start, piece.end))
                previous.last_token, previous.paragraph, previous.goes_on = at, number, not piece.closed
                if behind:
                    taken.update(behind.cue)
                    if previous.attribution is None:
                        attribute(previous, tokens, behind)
            elif is_direct(tokens, at, sentence, before, behind, may_be_one=self.lexicon.order is None):
                draft = Draft(
                    QuoteKind.DIRECT, [(piece.start, piece.end)], number, at, tokens, goes_on=not piece.closed
                )
                attribution = better(before, behind, tokens, at)
                if attribution:
                    self._claim(draft, tokens, attribution)
                    taken.update(attribution.cue)
                elif self._introduction and self._introduction.is_of(tokens, at, number):
                    attribute(draft, self._introduction.tokens, self._introduction.attribution)
                else:
                    inherit(draft, self.drafts, number)
                    self._acting.name_from_before(draft)
                self.drafts.append(draft)
            else:
                left.append(Piece(at, piece, before, behind))
                continue
            taken.add(at)
        return left

    def _claim(self, draft: Draft, tokens: list[Token], attribution: Attribution) -> None:
        """Attribute the draft; where the verb has no subject ("...", añadió), to whom the sentence before it
        in the paragraph is about, or to whoever spoke before."""
        number = draft.paragraph
        about = self._is_romance and self._acting.is_in(number)
        drops = self.lexicon.drops_subjects
        if attribution.speaker is None and not about:
            inherit(draft, self.drafts, number, said=drops)
        attribute(draft, tokens, attribution)
        self._acting.name_left_out(draft, self.drafts)
        if attribution.speaker is None and about and not draft.speaker_tokens:
            inherit(draft, self.drafts, number, said=drops)

    def _attributions(
        self, tokens: list[Token], at: int, sentence: Span, reach: int
    ) -> tuple[Attribution | None, Attribution | None]:
        """What may attribute the quoted token ``at``, before it and behind."""
        before = before_quote(tokens, at, sentence.first, self.lexicon)
        return before, after_quote(
            tokens, at, reach_behind(tokens, at, sentence, reach, self.lexicon), self.lexicon
        )

    def report(
        self, tokens: list[Token], span: Span, left: list[Piece], number: int, taken: set[int]
    ) -> None:
        """Read what the sentence reports, without marks or with the pieces that are ``left``."""
        if not left and self._openers.isdisjoint(map(_LOW, tokens[span.first : span.last + 1])):
            return
        sentence = Sentence(tokens, span, frozenset(taken), self.lexicon)
        clauses = read_clauses(sentence, self.weights) if self.weights is not None else []
        if left and self._weighs_words:
            left = left[: max(0, MOST_WEIGHED - self._weighed)]
            self._weighed += len(left)
            said = [piece.at for piece in left if self.is_said(sentence, piece, clauses, number)]
            left = [piece for piece in left if is_one_of(sentence, piece.at, said)]
        marked = {piece.at for piece in left}
        by_cue: dict[Span, Draft] = {}
        claimed: dict[int, Attribution] = {}
        for spans, attribution in self._reported(sentence, clauses, marked):
            quoted = {at for each in spans for at in range(each.first, each.last + 1)} & marked
            if quoted and self.lexicon.order is not None:
                claimed.update(dict.fromkeys(quoted, attribution))
                continue
            draft = Draft(QuoteKind.INDIRECT, [], number, spans[-1].last, tokens, attribution)
            draft.spans = [offsets(tokens, each) for each in spans]
            draft.confidence = attribution.strength
            if quoted:
                draft.kind = QuoteKind.MIXED
                marked -= quoted
            if attribution.speaker is None and self._is_romance:
                self._acting.name_left_out(draft, self.drafts)
                if not draft.speaker_tokens:
                    inherit(draft, self.drafts, number)
            self.drafts.append(draft)
            by_cue[attribution.cue] = draft
        if not left and self.lexicon.order is None:
            return
        unread = [piece for piece in left if piece.at in marked]
        carries = None if by_cue or claimed else self._carried(sentence, number)
        if carries is not None:
            carry_on(sentence, carries, [piece.at for piece in unread], number, self.drafts, self._acting)
        else:
            self._mixed(sentence, unread, number, by_cue, claimed)

    def _framed(self, piece: Piece, sentence: Sentence) -> Attribution | None:
        """What attributes a piece that is part of the writer's sentence."""
        framed = frame(piece.before, piece.behind, sentence, piece.at)
        titled = sentence.tokens[piece.at].text[:1].isupper()
        if framed and self._is_romance and titled and framed.cue.first in sentence.taken:
            return None  # "...", dijo Ruiz, que estrena "La lluvia"
        return framed or (framed_behind(sentence, piece.at) if self._weighs_words else None)

    def is_said(self, sentence: Sentence, piece: Piece, clauses: list[Clause], number: int) -> bool:
        """Whether somebody said the words of a piece, as was learned."""
        known = self.features_of(sentence, piece, clauses, number)
        return self.weights is None or self.weights.partial_of(known) >= LEAST

    def features_of(self, sentence: Sentence, piece: Piece, clauses: list[Clause], number: int) -> list[str]:
        """What is known of a piece."""
        setting = setting_of(
            piece,
            self._framed(piece, sentence),
            clauses,
            self._body,
            self.drafts[-1] if self.drafts else None,
            paragraph=number,
            carries_on=self._carried(sentence, number) is not None,
        )
        return features(sentence, piece.at, setting)

    def _carried(self, sentence: Sentence, number: int) -> Span | None:
        """What of the sentence is more of what was said before it."""
        if sentence.taken:
            return None
        if self._carrying is None or self._carrying[0] is not sentence:
            previous = self.drafts[-1] if self.drafts else None
            found = what_carries_on(sentence, previous, number, alone=self._weighs_words)
            self._carrying = sentence, found
        return self._carrying[1]

    def _reported(
        self, sentence: Sentence, clauses: list[Clause], marked: set[int]
    ) -> Iterator[tuple[tuple[Span, ...], Attribution]]:
        if self.weights is None:
            span = Span(sentence.first, sentence.last)
            if not marked and sentence.taken.isdisjoint(range(span.first, span.last + 1)):
                for content, attribution in reported(sentence.tokens, span, self.lexicon):
                    yield (content,), attribution
            return
        for clause in clauses:
            quoted = any(each.first <= at <= each.last for each in clause.spans for at in marked)
            if quoted or is_reported(clause, sentence):
                strength = round(clause.probability, 1)
                yield clause.spans, Attribution(clause.cue.span, clause.cue.speaker, strength)

    def _mixed(
        self,
        sentence: Sentence,
        left: list[Piece],
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
            attribution = claimed.get(at) or self._framed(piece, sentence)
            clause = self._clause(sentence, at, attribution) if attribution else None
            by_rule = clause is not None and self.weights is None and not tokens[at].text[:1].isupper()
            decided = self._weighs_words or by_rule
            if attribution is None or not (decided or is_worth_quoting(tokens, at, attribution)):
                if self._weighs_words or is_clause(tokens, at) or is_spoken(tokens, at):
                    unclaimed = Draft(QuoteKind.MIXED, [span], number, at, tokens)
                    self._acting.name_from_sentence(unclaimed, sentence, at)
                    if not unclaimed.speaker_tokens:
                        inherit(unclaimed, self.drafts, number)
                        self._acting.name_from_before(unclaimed)
                    self.drafts.append(unclaimed)
                continue
            span = offsets(tokens, clause) if clause else span
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
            self._acting.name_left_out(mixed, self.drafts)
            self.drafts.append(mixed)

    def _clause(self, sentence: Sentence, at: int, attribution: Attribution) -> Span | None:
        """The reported clause with the quoted token ``at`` in it, where more than that is reported."""
        if self.lexicon.order is not None:
            return None
        if self.weights is not None:
            return clause_around(sentence, at, attribution.cue, attribution.speaker, self.weights)
        span = Span(sentence.first, sentence.last)
        found = clause_with(sentence.tokens, span, at, attribution, self.lexicon)
        taken = found is None or attribution.cue.first in sentence.taken
        if found is None or taken or not sentence.taken.isdisjoint(range(found.first, found.last + 1)):
            return None
        return found


def _paragraphs(body: str, start: int) -> list[tuple[int, int]]:
    """Where the paragraphs from ``start`` on begin and end."""
    found = (each for each in _PARAGRAPH.finditer(body) if each.end() > start)
    return [(max(each.start(), start), each.end()) for each in islice(found, MOST_PARAGRAPHS)]


def _finish(
    draft: Draft, body: str, speakers: Speakers, words: Lexicon, language: str | None
) -> tuple[Quote, Evidence]:
    attribution = draft.attribution
    name_speaker(draft)
    speaker = None
    said_by = draft.speaker_tokens
    if words.inverts and len(said_by) > 1:
        said_by = without_predicate(said_by, words)
    elif words.order is None and len(said_by) > 1:
        said_by = without_verb(said_by, words)
    if said_by:
        speaker = speakers.said_by(said_by[0].start, said_by[-1].end)
    cue, via = None, None
    if attribution is not None:
        cue = body[draft.tokens[attribution.cue.first].start : draft.tokens[attribution.cue.last].end]
        via = speakers.via(draft.tokens, attribution.cue, attribution.speaker, draft.spans)
        if via and speaker and speaker.name and via not in speaker.surface:
            # "According to Roe, rain fell, and he said": it is the speaker again.
            via = None if via in (speaker.name, speaker.name.rpartition(" ")[2]) else via
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
