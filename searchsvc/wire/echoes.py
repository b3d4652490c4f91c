"""Echoes: a sentence that only tells whose the quoted words right before it were, as Romance wires write it.

::

    "...". Lo ha detto il sindaco Anna Lupi.      "...". Così il sindaco, Anna Lupi, al termine dell'incontro.
    "...". Son palabras de la alcaldesa Ana Ruiz.  "...". Anna Lupi risponde così ai cronisti.
    "...". C'est ce qu'a déclaré le maire.        "...". A afirmação é do prefeito.
"""

from __future__ import annotations

from searchsvc.article import QuoteKind
from searchsvc.wire.attribution import Attribution
from searchsvc.wire.drafts import Draft, attribute
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name, noun_phrase_starting

ANY_VERB = "*"
"""In an echo's words: a verb of saying."""
STRENGTH = 0.85


def echo_of(tokens: list[Token], sentence: Span, lexicon: Lexicon) -> Attribution | None:
    """Whose the words before the sentence were, where it says no more than that."""
    for phrase in lexicon.echoes:
        last = sentence.first + len(phrase) - 1
        if last >= sentence.last or not _stands(tokens, sentence.first, phrase, lexicon):
            continue
        found = noun_phrase_starting(tokens, last + 1, sentence.last, lexicon)
        speaker = _named(tokens, found, lexicon) if found else None
        if speaker is None or (len(phrase) == 1 and not _is_whose(tokens, speaker, sentence, lexicon)):
            continue
        return Attribution(Span(sentence.first, last), speaker, STRENGTH)
    return _thus(tokens, sentence, lexicon)


def _stands(tokens: list[Token], at: int, phrase: tuple[str, ...], lexicon: Lexicon) -> bool:
    return all(
        token.low in lexicon.cues if word == ANY_VERB else token.low == word
        for token, word in zip(tokens[at : at + len(phrase)], phrase, strict=False)
    )


def _named(tokens: list[Token], speaker: Span, lexicon: Lexicon) -> Span:
    """The speaker without what he did: behind an auxiliary, as in "il sindaco ha vinto", a participle, as in
    "il sindaco aprendo i lavori", or a name in full, as in "del capo Anna Lupi giunta ad Ancona"."""
    for at in range(speaker.first + 1, speaker.last + 1):
        low = tokens[at].low
        if low in lexicon.auxiliaries or (low.endswith(lexicon.participles) and low not in lexicon.roles):
            return Span(speaker.first, at - 1)
        plain = tokens[at].text.islower() and tokens[at].low not in lexicon.linking
        if plain and at > speaker.first + 1 and is_name(tokens[at - 1]) and is_name(tokens[at - 2]):
            return Span(speaker.first, at - 1)
    return speaker


def _is_whose(tokens: list[Token], speaker: Span, sentence: Span, lexicon: Lexicon) -> bool:
    """Behind "Così" alone: a person, and nothing that tells what he did ("Così Lupi ha vinto")."""
    named = tokens[speaker.first : speaker.last + 1]
    behind = tokens[speaker.last + 1 : speaker.last + 4]
    introduced = len(behind) == 3 and behind[0].text == "," and is_name(behind[1]) and is_name(behind[2])
    if not (introduced or any(token.low in lexicon.roles or is_name(token) for token in named)):
        return False
    at = speaker.last + 1
    if at < sentence.last and tokens[at].low in lexicon.auxiliaries:
        at += 1
    token = tokens[at] if at <= sentence.last else None
    return (
        token is None
        or not token.is_word
        or token.low in lexicon.cues
        or token.low in lexicon.linking
        or token.low in lexicon.follows
        or token.low in lexicon.times
        or token.low.endswith(lexicon.participles)
    )


def _thus(tokens: list[Token], sentence: Span, lexicon: Lexicon) -> Attribution | None:
    """ "Anna Lupi risponde così ai cronisti": whoever the sentence begins with, a verb of saying and "so"."""
    speaker = noun_phrase_starting(tokens, sentence.first, sentence.last, lexicon)
    if speaker is None or not any(is_name(token) for token in tokens[speaker.first : speaker.last + 1]):
        return None
    at = speaker.last + 1
    if at < sentence.last and tokens[at].low in lexicon.auxiliaries:
        at += 1
    if at < sentence.last and tokens[at].low in lexicon.cues and tokens[at + 1].low in lexicon.thus:
        return Attribution(Span(at, at), speaker, STRENGTH)
    return None


def is_echo(tokens: list[Token], sentence: Span, drafts: list[Draft], number: int, lexicon: Lexicon) -> bool:
    """Whether the sentence, of paragraph ``number``, only says whose the words before it were: those of the
    last of ``drafts``, which is told here."""
    if not (lexicon.echoes and drafts):
        return False
    echo = echo_of(tokens, sentence, lexicon)
    return echo is not None and _give(drafts[-1], tokens, echo, sentence, number)


def _give(draft: Draft, tokens: list[Token], echo: Attribution, sentence: Span, number: int) -> bool:
    """Whether the draft is of the words that the sentence is about, which nobody has claimed; they are then
    those of whom the echo names, and a quote of their own where they are a sentence."""
    if draft.attribution is not None or draft.kind is QuoteKind.INDIRECT:
        return draft.tokens is tokens and draft.attribution == echo
    if draft.tokens is tokens:
        near = sentence.first - 2 <= draft.last_token < sentence.first
    else:
        ends = draft.last_token >= len(draft.tokens) - 2
        near = ends and draft.paragraph == number - 1 and sentence.first == 0
    if not near:
        return False
    before = draft.tokens[draft.last_token - 1] if draft.last_token else None
    if before is None or before.quoted is not None or before.text[-1:] in ".?!…":
        draft.kind = QuoteKind.DIRECT
    attribute(draft, tokens, echo)
    return True
