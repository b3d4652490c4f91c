"""Unclaimed words: a quote that no verb claims -> who acts in its sentence or in the one before.

Known for languages whose verb stands second, where the subject of any verb can be told; in Romance languages
a verb that has none is that of whoever the sentence before begins with; for others nobody is.
"""

from __future__ import annotations

from typing import NamedTuple

from searchsvc.wire.drafts import Draft
from searchsvc.wire.features import Sentence
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name
from searchsvc.wire.sentence_subject import sentence_subject
from searchsvc.wire.subject_behind import subject_after
from searchsvc.wire.subjects import subject_around, subject_of

LAST_ASKED = 12
"""Quotes before whose speakers a surname may mean."""


_ABSTRACT = ("ungen", "heiten", "keiten", "nisse", "tionen", "gründe")
"""With which nouns end, several at once, that do not speak: "diese Erinnerungen"."""


class _Before(NamedTuple):
    tokens: list[Token]
    span: Span
    paragraph: int


class Acting:
    """Remembers the sentence before, and names the speakers of drafts by who acts there or in their own."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._before: _Before | None = None

    def remember(self, tokens: list[Token], span: Span, paragraph: int) -> None:
        """Tell it the sentence that was read last."""
        self._before = _Before(tokens, span, paragraph)

    def is_in(self, paragraph: int) -> bool:
        """Whether the sentence that was read last stands in the paragraph."""
        return self._before is not None and self._before.paragraph == paragraph

    def name_from_sentence(self, draft: Draft, sentence: Sentence, at: int) -> None:
        """Words within a sentence are those of whoever acts in it, if it does not pass on what somebody else
        says."""
        if "reported" not in sentence.shapes:
            words = self._lexicon
            subject = subject_around(sentence.tokens, at, sentence.first, sentence.last, words)
            _name(draft, sentence.tokens, subject)

    def name_from_saying(self, draft: Draft, last: Draft | None) -> bool:
        """Whether somebody says something in the sentence before of which nothing was quoted (``last`` is the
        draft before): what carries on is theirs."""
        before, words = self._near(draft), self._lexicon
        if before is None or words.order is None:
            return False
        if last is not None and last.tokens is before.tokens and last.last_token >= before.span.first:
            return False
        inside = before.tokens[before.span.first : before.span.last + 1]
        subject = subject_of(before.tokens, *before.span, words)
        if subject is None or all(token.low not in words.saying for token in inside):
            return False
        if before.tokens[subject.first].low in words.pronouns:
            return False
        _name(draft, before.tokens, subject)
        return True

    def name_from_before(self, draft: Draft) -> None:
        """Whom nothing else names is whoever acted in the sentence before."""
        before = self._near(draft)
        if before is not None and not draft.speaker_tokens:
            subject = subject_of(before.tokens, *before.span, self._lexicon)
            last = before.tokens[subject.last].low if subject is not None else ""
            order = self._lexicon.order
            if order is not None and last not in order.impersonal and not last.endswith(_ABSTRACT):
                _name(draft, before.tokens, subject)

    def name_left_out(self, draft: Draft, drafts: list[Draft]) -> None:
        """In a language that leaves out its subjects, a verb without one ("...", dijo) is that of whoever the
        sentence before is about; ``drafts`` are those before, whose speakers a surname may mean."""
        before, words = self._near(draft), self._lexicon
        if before is None or draft.speaker_tokens or words.order is not None or not words.inverts:
            return
        attribution = draft.attribution
        if attribution is None or attribution.speaker is not None:
            return
        if draft.tokens[attribution.cue.first].low.endswith(words.several):
            return
        for subject in (sentence_subject(before.tokens, *before.span, words), _behind_verb(before, words)):
            if subject is not None and (
                _is_person(before.tokens, subject, words) or _has_spoken(before.tokens, subject, drafts)
            ):
                _name(draft, before.tokens, subject)
                return

    def _near(self, draft: Draft) -> _Before | None:
        """The sentence before, in the same paragraph or the one before that."""
        before = self._before
        return before if before is not None and before.paragraph >= draft.paragraph - 1 else None


def _behind_verb(before: _Before, words: Lexicon) -> Span | None:
    """Who stands behind a verb of saying in the sentence: "Contenta si è detta Anna Rossi"."""
    for at in range(before.span.first + 1, before.span.last):
        if before.tokens[at].low in words.verbs and before.tokens[at].text.islower():
            return subject_after(before.tokens, at, before.span.last, words)
    return None


def _is_person(tokens: list[Token], subject: Span, words: Lexicon) -> bool:
    """Whether a subject is a name of several words or somebody's role, not "Ayer" or "el puerto de Lima"."""
    for at in range(subject.first, subject.last + 1):
        before = tokens[at - 1]
        if at > subject.first and is_name(tokens[at]) and is_name(before):
            return before.low not in words.determiners
        if tokens[at].low in words.roles or tokens[at].low.removeprefix("ex-") in words.roles:
            return True
        if tokens[at].low in words.links:
            return False
    return False


def _has_spoken(tokens: list[Token], subject: Span, drafts: list[Draft]) -> bool:
    """Whether the subject is the surname of somebody of the last who were quoted."""
    if subject.first != subject.last or not is_name(tokens[subject.first]):
        return False
    surname = tokens[subject.first].low
    return any(surname == token.low for draft in drafts[-LAST_ASKED:] for token in draft.speaker_tokens)


def _name(draft: Draft, tokens: list[Token], subject: Span | None) -> None:
    if subject is not None:
        draft.speaker_tokens = tokens[subject.first : subject.last + 1]
