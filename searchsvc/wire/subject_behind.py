"""Subjects that stand behind their verb: "said Jane Roe", "dijo este martes en Lima el ministro".

In Romance copy, when, where and to whom it was said often stand between the verb and who says it. A subject
begins there with an article behind a noun, or with a name behind a time or a noun for where it was said.
"""

from __future__ import annotations

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name, is_skipped, noun_phrase_starting
from searchsvc.wire.places import find_city
from searchsvc.wire.vocabulary import given_names, is_medium

FARTHEST = 18
"""Words between a verb and the subject behind it."""
LONGEST_BRACKETS = 4
"""Words in "na terça-feira (5 de maio)"."""
MOST_OF_A_DAY = 2
"""Digits of "el 3 de marzo"."""
_PLURALS = "si"
"""With which articles of several end: "los 3 alcaldes"."""


def subject_after(tokens: list[Token], cue: int, high: int, lexicon: Lexicon) -> Span | None:
    """The speaker who stands behind the verb ``cue`` and not past ``high``: "said Jane Roe, ..."."""
    return subject_from(tokens, cue + 1, high, lexicon)


def subject_from(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> Span | None:
    """The speaker named from token ``at`` on, behind adverbs and what tells when, where and to whom."""
    at = _behind_adverbs(tokens, at, high, lexicon)
    if lexicon.is_romance and at <= high and _opens(tokens, at, high, lexicon):
        begins = _behind_adverbials(tokens, at, high, lexicon)
        return None if begins is None else noun_phrase_starting(tokens, begins, high, lexicon)
    return noun_phrase_starting(tokens, at, high, lexicon)


def _behind_adverbs(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int:
    while at <= high:
        if turn := _turn_beginning(tokens, at, high, lexicon):
            at += turn
        elif is_skipped(tokens[at], lexicon) and not is_name(tokens[at]):
            at += 1
        else:
            break
    return at


def leads_to_verb(tokens: list[Token], first: int, cue: int, lexicon: Lexicon) -> bool:
    """Whether only auxiliaries and the like stand from token ``first`` to the verb, whose subject follows it:
    "a pour sa part estimé"."""
    at = first
    while at < cue:
        turn = _turn_beginning(tokens, at, cue - 1, lexicon)
        if not (turn or tokens[at].low in lexicon.before_speaker or tokens[at].low in lexicon.making):
            return False
        at += turn or 1
    return True


def _turn_beginning(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> int:
    """How many words a phrase such as "por su parte" has that begins with token ``first``; 0 for none."""
    for phrase in lexicon.turns:
        if first + len(phrase) <= high + 1 and all(
            tokens[first + at].low == word for at, word in enumerate(phrase)
        ):
            return len(phrase)
    return 0


def _opens(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> bool:
    """Whether token ``at`` opens what tells when, where, how, to whom: "este lunes", "a EFE", ", serio,"."""
    if tokens[at].text in ("(", ",") or _behind_time(tokens, at, high, lexicon) > at:
        return True
    return _is_preposition(tokens[at], lexicon) and not _is_article(tokens, at, high, lexicon)


def _is_preposition(token: Token, lexicon: Lexicon) -> bool:
    elided = token.low.partition("'")[0] + "'"
    return token.text[0].islower() and (token.low in lexicon.prepositions or elided in lexicon.prepositions)


def _is_article(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> bool:
    """Whether it is no preposition: Portuguese "a" before plurals is one, and elsewhere "a ministra"."""
    low = tokens[at].low
    if low.partition("'")[0] + "'" in lexicon.determiners:
        return True  # "l'entraîneur"
    if low not in lexicon.determiners:
        return False
    noun = tokens[at + 1] if at < high else None
    plural = noun is not None and noun.text.islower() and noun.low.endswith("s")
    return not (low in lexicon.addressing and plural)


def _behind_time(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int:
    """Where it goes on behind "martes", "este martes", "el pasado lunes", "el 3 de marzo"; ``at`` itself
    where no time is told there."""
    if tokens[at].low in lexicon.times:
        return at + 1
    following = tokens[at + 1] if at < high else None
    low = tokens[at].low
    if following is None or not (low in lexicon.determiners or low in lexicon.follows):
        return at
    if following.text.isdigit() and len(following.text) <= MOST_OF_A_DAY and low[-1] not in _PLURALS:
        return at + 2
    place = at + 2 if following.low in lexicon.occasions else at + 1
    return place + 1 if place <= high and tokens[place].low in lexicon.times else at


def _behind_adverbials(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> int | None:
    """Where the subject begins behind what tells when, where and to whom; None where none does."""
    at, commas, run = first, 0, first
    while at <= min(high, first + FARTHEST):
        token = tokens[at]
        if (behind := _behind_time(tokens, at, high, lexicon)) > at:
            at = behind
            continue
        if token.text == "(":
            closing = [to for to in range(at, min(high, at + LONGEST_BRACKETS) + 1) if tokens[to].text == ")"]
            at = closing[0] + 1 if closing else high + 1
            continue
        if token.text == "," and at < high:
            commas += 1
            if commas > 1 and _is_article(tokens, at + 1, high, lexicon):
                return at + 1  # "nesta quarta-feira (12), em nota, a ministra"
            at += 1
            continue
        if at > first and _begins(tokens, at, run, high, lexicon):
            return at
        if _goes_elsewhere(tokens, at, lexicon):
            return None
        run = run if _has_name(token) else at + 1
        at += 1
    return None


def _goes_elsewhere(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a clause or a quote begins that holds no subject of the verb: "en la que", "cuando"."""
    token = tokens[at]
    if not token.is_word or token.low in lexicon.that or token.low in lexicon.relatives:
        return True
    if token.low in lexicon.breaks and token.low not in lexicon.occasions:
        return True
    before = tokens[at - 1].low
    noun = before in lexicon.determiners or before in lexicon.links or token.low in lexicon.nouns_too
    return token.low in lexicon.verbs and token.text.islower() and not noun


def _begins(tokens: list[Token], at: int, run: int, high: int, lexicon: Lexicon) -> bool:
    """Whether the subject begins with token ``at``, behind names from token ``run`` on."""
    token, before = tokens[at], tokens[at - 1]
    if _is_article(tokens, at, high, lexicon):
        return _is_noun(tokens, at - 1, lexicon)
    told_where = before.low in lexicon.times or before.low in lexicon.settings or before.text == ")"
    if token.low in lexicon.roles and token.text.islower():
        return told_where or _has_name(before)
    if not is_name(token):
        return False
    return told_where or _follows_place(tokens, at, run, high, lexicon)


def _is_noun(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the word can end what tells where: no small word, and no verb behind one ("tras conocer")."""
    token, before = tokens[at], tokens[at - 1]
    small = token.low in lexicon.determiners or token.low in lexicon.linking or not token.is_word
    if (small or _is_preposition(token, lexicon)) and not _holds_noun(token, lexicon):
        return token.text == ")"
    verb = token.low.endswith((*lexicon.infinitives, *lexicon.participles)) and token.text.islower()
    return not (verb and _is_preposition(before, lexicon) and token.low not in lexicon.times)


def _holds_noun(token: Token, lexicon: Lexicon) -> bool:
    """Whether a preposition is written together with a noun ("all'Ansa"), not with an article ("d'une")."""
    _, mark, noun = token.low.partition("'")
    return bool(mark and noun) and noun not in lexicon.determiners


def _has_name(token: Token) -> bool:
    """Whether it is a name, also behind an article or preposition that it is written together with."""
    return is_name(token) or token.text.replace("’", "'").rpartition("'")[2][:1].isupper()


def _follows_place(tokens: list[Token], at: int, run: int, high: int, lexicon: Lexicon) -> bool:
    """Whether a person's name begins at token ``at`` behind another: "en X Ana Ruiz", "à Lusa Ana Reis"."""
    if at == high or not run < at:
        return False
    following = tokens[at + 1]
    whole = is_name(following) or following.low in lexicon.possessing
    if not whole:
        return False
    place = " ".join(token.text.replace("’", "'").rpartition("'")[2] for token in tokens[run:at])
    elided = tokens[run].low.partition("'")[0] + "'"
    told = tokens[run - 1].low in lexicon.addressing or elided in lexicon.addressing
    if told and at == run + 1:
        behind = next((to for to in range(at, high + 1) if not is_name(tokens[to])), high)
        return tokens[behind].low not in lexicon.determiners  # "à BBC News Brasil | a enfermeira"
    known = is_medium(place) or place.isupper() or find_city(place) is not None
    return known and tokens[at].text in given_names()
