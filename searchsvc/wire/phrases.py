"""Words in a row: a paragraph's tokens, its sentences, and the noun phrases that can be speakers.

No grammar is parsed. A speaker is what stands between a boundary (mark, conjunction, verb's other
side) and the verb of saying; the lists of the ``Lexicon`` say what can be inside.
"""

from __future__ import annotations

import re
from itertools import accumulate
from operator import itemgetter
from sys import intern
from typing import NamedTuple

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.marks import UNSEEN, Quoted

LONGEST_PARTY = 4
"""Words in brackets between a role and a name."""
LONGEST_SPEAKER = 24
"""Words."""
LONGEST_SENTENCE = 80
"""Words on each side of one that are still taken for its sentence's."""


class Token(NamedTuple):
    """A word, a mark, or (``quoted`` set) a stretch in quotation marks as one token."""

    text: str
    low: str
    start: int
    end: int
    is_word: bool
    quoted: Quoted | None = None


class Span(NamedTuple):
    """Tokens ``first..last``, both included."""

    first: int
    last: int


_PIECE = re.compile(r"(?:[^\W_]+(?:['’.\-/&@][^\W_]+)*['’]?|[^\w\s]|_)\s*")
_PIECE_BEFORE_UNSEEN = re.compile(_PIECE.pattern.replace(r"\s*", rf"[\s{UNSEEN}]*"))
_SPACE = re.compile(rf"[\s{UNSEEN}]+")
MOST_FORMS, LONGEST_FORM = 50_000, 40
"""Words that are remembered, and their characters."""


def tokenize(text: str, start: int, end: int, quoted: list[Quoted]) -> list[Token]:
    """The tokens of ``text[start:end]``, each of ``quoted`` as one."""
    tokens: list[Token] = []
    at = start
    for each in quoted:
        _words(tokens, text, at, each.outer_start)
        tokens.append(Token(text[each.start : each.end], "", each.outer_start, each.outer_end, False, each))
        at = each.outer_end
    _words(tokens, text, at, end)
    return tokens


def _words(tokens: list[Token], text: str, start: int, end: int) -> None:
    # Most of reading is done here: what can be done to all words at once is, without a step of ours for each.
    space = _SPACE.match(text, start, end)
    begin = space.end() if space else start
    pieces = (_PIECE if text.isascii() else _PIECE_BEFORE_UNSEEN).findall(text, begin, end)
    make = tuple.__new__
    tokens += [
        make(Token, (written, low, at, at + size, is_word, None))
        for (written, low, size, is_word), at in zip(
            map(_FORMS.__getitem__, pieces), accumulate(map(len, pieces), initial=begin), strict=False
        )
    ]


class _Forms(dict[str, tuple[str, str, int, bool]]):
    """Words and marks, each with the white space behind it, to what tokens say of them. Remembered."""

    def __missing__(self, piece: str) -> tuple[str, str, int, bool]:
        written = piece.rstrip().rstrip(UNSEEN).rstrip() or piece
        form = (written, intern(written.lower().replace("’", "'")), len(written), written[0].isalnum())
        if len(piece) <= LONGEST_FORM:
            if len(self) >= MOST_FORMS:
                self.clear()
            self[piece] = form
        return form


_FORMS = _Forms()


def read_words(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens as the language has its words: see ``part_pronouns`` and ``tell_names``."""
    if lexicon.joined:
        tokens = part_pronouns(tokens, lexicon)
    return tell_names(tokens, lexicon) if lexicon.names_too else tokens


def part_pronouns(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with a verb and the pronoun that is joined to it parted: "dit-il", "ajoute-t-elle"."""
    parted: list[Token] = []
    for token in tokens:
        verb, hyphen, pronoun = token.low.rpartition("-")
        if hyphen and pronoun in lexicon.joined and verb.removesuffix("-t") in lexicon.verbs:
            verb = verb.removesuffix("-t")
            middle = token.start + len(verb)
            begin = token.end - len(pronoun)
            parted.append(Token(token.text[: len(verb)], verb, token.start, middle, True, None))
            parted.append(Token(token.text[-len(pronoun) :], pronoun, begin, token.end, True, None))
        else:
            parted.append(token)
    return parted


def tell_names(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens, those of names that are small words, too, with nothing but their capital to be known by:
    "Theresa May said", but neither "in May" nor "May it rain"."""
    if lexicon.names_too.isdisjoint(map(_TEXT, tokens)):
        return tokens
    return [
        token._replace(low=token.text)
        if token.text in lexicon.names_too and _is_name_too(tokens, at, lexicon)
        else token
        for at, token in enumerate(tokens)
    ]


_TEXT = itemgetter(0)


def _is_name_too(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    before = tokens[at - 1] if at else None
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if behind is not None and (behind.low in lexicon.verbs or behind.low in lexicon.auxiliaries):
        return True
    if before is None or not before.is_word or (behind is not None and behind.text[0].isdigit()):
        return False
    when = before.low in lexicon.times or before.low in lexicon.follows or before.text.isdigit()
    return not when and before.low not in lexicon.links


def sentences(tokens: list[Token], lexicon: Lexicon) -> list[Span]:
    """The sentences, in order; quoted text belongs to the sentence that it stands in."""
    if not tokens:
        return []
    found: list[Span] = []
    first, last = 0, len(tokens) - 1
    for number in [at for at, token in enumerate(tokens) if token[0] in _STOPS or token[5] is not None]:
        if number < last and _ends_sentence(tokens, number, lexicon):
            found.append(Span(first, number))
            first = number + 1
    found.append(Span(first, last))
    return found


_STOPS = frozenset(".?!…")


def sentence_around(tokens: list[Token], at: int, lexicon: Lexicon) -> Span:
    """The sentence of token ``at``, or as much of it as is within ``LONGEST_SENTENCE`` on each side."""
    first, last = at, at
    low, high = max(0, at - LONGEST_SENTENCE), min(len(tokens) - 1, at + LONGEST_SENTENCE)
    while first > low and not _ends_sentence(tokens, first - 1, lexicon):
        first -= 1
    while last < high and not _ends_sentence(tokens, last, lexicon):
        last += 1
    return Span(first, last)


def _ends_sentence(tokens: list[Token], number: int, lexicon: Lexicon) -> bool:
    token = tokens[number]
    if token[0] not in _STOPS and token[5] is None:
        return False
    following = tokens[number + 1]
    starts = following.quoted is not None or following.text[0].isupper() or following.text[0].isdigit()
    if token.quoted is not None:
        return (
            starts and token.text[-1:] in ".?!…" and following.text[0].isupper()
        ) or following.quoted is not None
    if not starts or token.text != ".":
        return starts
    before = tokens[number - 1] if number else token
    is_initial = before.text.isupper() and (len(before.text) == 1 or _INITIALS.fullmatch(before.text))
    said = before.text.islower() and following.quoted is not None  # 'said no. "Well, ..."'
    return said or not ((is_initial or before.low in lexicon.abbreviations) and before.end == token.start)


def is_name(token: Token) -> bool:
    """Whether the token is a word with a capital."""
    return token.is_word and token.text[0].isupper()


def is_skipped(token: Token, lexicon: Lexicon) -> bool:
    """Whether the token may stand between a speaker and the verb."""
    low = token[1]
    if low in lexicon.passed:
        return True
    return low.endswith("ly") and token[0][0].islower() and low not in lexicon.nouns_in_ly


def is_passive(tokens: list[Token], verb: int, lexicon: Lexicon) -> bool:
    """Whether the verb is done to what stands before it: "was told", "have not yet been informed"."""
    if tokens[verb].low.endswith(lexicon.participles):
        return False
    at = verb - 1
    while at > 0 and is_skipped(tokens[at], lexicon) and tokens[at].low not in lexicon.passives:
        at -= 1
    return at >= 0 and tokens[at].low in lexicon.passives


def is_particle(token: Token, lexicon: Lexicon) -> bool:
    """Whether a small word opens a name: "De Roe said"."""
    return token.low in lexicon.particles and is_name(token)


def noun_phrase_ending(
    tokens: list[Token], last: int, low: int, lexicon: Lexicon, *, nearest: bool = False
) -> Span | None:
    """The noun phrase that ends with token ``last``. Where a verb stands before that ("The page has been
    changed to say"), the subject of it, or, if the ``nearest`` is asked for, the last noun phrase."""
    if last > low and ends_shortened(tokens, last, lexicon):
        ends = (
            last - 3 if tokens[last - 2].text == "," and tokens[last - 1].low in lexicon.limited else last - 1
        )
        named = noun_phrase_ending(tokens, max(ends, low), low, lexicon, nearest=nearest)
        return named and Span(named.first, last)
    if last < low or not tokens[last].is_word or tokens[last].low in lexicon.links:
        return None
    if tokens[last].low in lexicon.relatives and tokens[last].low not in lexicon.determiners:
        last = last - 1 if last > low and tokens[last - 1].is_word else last - 2
        if last < low or not tokens[last].is_word:
            return None
        if tokens[last].low in lexicon.links or tokens[last].low in lexicon.relatives:
            return None
        nearest = True
    if tokens[last].low in lexicon.pronouns:
        return Span(last, last)
    first = _first_of_phrase(tokens, last, low, lexicon)
    verb = _verb_within(tokens, first, last, lexicon)
    if verb is not None and not nearest:
        return noun_phrase_ending(tokens, verb - 1, first, lexicon)
    if verb is not None:
        first = max((at for at in range(verb, last) if tokens[at].low in lexicon.parting), default=verb) + 1
    elif nearest:
        # "remarks made by a minister who said"
        first = max((at + 1 for at in range(first, last) if tokens[at].low in lexicon.agents), default=first)
        first = _behind_sum(tokens, first, last, lexicon)
    first = _without_times(tokens, first, last, lexicon)
    return Span(first, last) if first <= last and _can_speak(tokens, first, last, lexicon) else None


def _behind_sum(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> int:
    """Where the phrase begins behind a number: "$4.2 million to | a nurse"."""
    if not tokens[first].text[0].isdigit():
        return first
    articles = (at for at in range(first + 1, last) if tokens[at].low in lexicon.determiners)
    return next((at for at in articles if tokens[at - 1].low in lexicon.links), first)


def ends_shortened(tokens: list[Token], dot: int, lexicon: Lexicon) -> bool:
    """Whether the token is the dot of a name's last word: "Anton R. sagte", "Rain Oil Co. said"."""
    return tokens[dot].text == "." and is_name(tokens[dot - 1]) and is_abbreviated(tokens, dot, lexicon)


def _verb_within(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> int | None:
    """The first auxiliary behind token ``first``."""
    for at in range(first + 1, last):
        if tokens[at].low in lexicon.auxiliaries and tokens[at].text[0].islower():
            return at
    return None


def _first_of_phrase(tokens: list[Token], last: int, low: int, lexicon: Lexicon) -> int:
    """Go left from ``last`` while words can belong to one noun phrase; past ``last`` where none can."""
    first, at = last + 1, last
    while at >= low and last - at < LONGEST_SPEAKER:
        token = tokens[at]
        before = tokens[at - 1] if at > low else None
        initial = at < last and tokens[at + 1].text == "." and len(token.text) == 1 and is_name(token)
        if token.low in lexicon.determiners and not initial:
            first = at
            owned = before is not None and before.low.endswith("'s") and is_name(before)
            joined = before is not None and (before.low in lexicon.links or before.low in lexicon.determiners)
            if not (owned or joined):
                break
        elif token.low in lexicon.pronouns:
            break
        elif token.low in lexicon.linking and not is_particle(token, lexicon):
            if before is None or not before.is_word or before.low in lexicon.breaks:
                break
        elif token.text in "'’" and before is not None and before.text == "." and tokens[at + 1].low == "s":
            pass  # "Rain Inc.'s"
        elif token.text in ".&" and before is not None and at < last and _is_inside(tokens, at, lexicon):
            pass
        elif (
            not token.is_word
            or token.low in lexicon.breaks
            or (token.low in lexicon.cues and token.text.islower())
        ):
            break
        else:
            first = at
        at -= 1
    return first


def _without_times(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> int:
    """Leave "On Monday" before a speaker out."""
    while first < last and (tokens[first].low in lexicon.times or is_skipped(tokens[first], lexicon)):
        if is_name(tokens[first]) and tokens[first].low not in lexicon.times:
            break
        first += 1
    return first


def _can_speak(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    named = said = False
    for token in tokens[first : last + 1]:
        if token.is_word:
            low = token.low
            if low not in lexicon.times and low not in lexicon.determiners:
                said = True
            if low not in lexicon.links or is_name(token):
                named = True
            if named and said:
                return True
    return False


def noun_phrase_starting(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> Span | None:
    """The noun phrase that starts with token ``first``."""
    if first > high or not tokens[first].is_word:
        return None
    start = tokens[first]
    if start.low in lexicon.pronouns and start.low not in lexicon.determiners:
        return Span(first, first)
    opens = start.low in lexicon.determiners
    opens = opens or (first < high and is_particle(start, lexicon) and is_name(tokens[first + 1]))
    if not opens and (
        start.low in lexicon.links or start.low in lexicon.breaks or start.low in lexicon.times
    ):
        return None
    if start.low in lexicon.skipped and start.text[0].islower():
        return None
    last, at = None, first
    while at <= high and at - first < LONGEST_SPEAKER:
        token = tokens[at]
        if not token.is_word and first < at < high and (behind := _behind_mark(tokens, at, high, lexicon)):
            at = behind
            continue
        if _ends_phrase(token, last is not None, lexicon) or (at > first and _begins(tokens, at, lexicon)):
            break
        if (
            token.low not in lexicon.links
            and token.low not in lexicon.joins
            and token.low not in lexicon.determiners
        ):
            last = at
        at += 1
    if last is None and start.low in lexicon.alone and at == first + 1:
        last = first
    return Span(first, _with_dot(tokens, last, high, lexicon)) if last is not None else None


def _behind_mark(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int | None:
    """Where the phrase goes on behind a mark that stands within it; None where it does not."""
    if _is_inside(tokens, at, lexicon):
        return at + 1
    return _behind_party(tokens, at, high, lexicon) if tokens[at].text == "(" else None


def _behind_party(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int | None:
    """The name behind the party in brackets of "le député (LR) Jean Roux"."""
    if tokens[at - 1].low not in lexicon.roles:
        return None
    for close in range(at + 2, min(high, at + LONGEST_PARTY + 2)):
        if tokens[close].text == ")":
            return close + 1 if is_name(tokens[close + 1]) else None
    return None


def _with_dot(tokens: list[Token], last: int, high: int, lexicon: Lexicon) -> int:
    """The last token of a name, with the dot behind "Jr."."""
    dotted = last < high and tokens[last].low in lexicon.generations and tokens[last + 1].text == "."
    return last + 1 if dotted and tokens[last].end == tokens[last + 1].start else last


def _is_inside(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a mark stands within a name ("J. Roe", "Roe & Lee") or between compounds of one last part,
    where there are such ("der Gesundheits-, Sozial- und Regenminister")."""
    before, behind = tokens[at - 1], tokens[at + 1]
    if tokens[at].text == ".":
        return is_abbreviated(tokens, at, lexicon)
    if tokens[at].text == "&":
        return is_name(before) and is_name(behind)
    if lexicon.order is None:
        return False
    if tokens[at].text == "-":
        return before.end == tokens[at].start and is_name(before)
    return (
        tokens[at].text == ","
        and before.text == "-"
        and tokens[at - 2].end == before.start
        and is_name(behind)
    )


def _begins(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether something else begins: a sentence behind an initial ("Anton R. No obstante"), or, behind a
    name, what somebody does meanwhile ("ha aggiunto Lupi rispondendo")."""
    token, before = tokens[at], tokens[at - 1]
    if before.text == ".":
        return len(token.low) > 1 and (token.low in lexicon.skipped or token.low in lexicon.determiners)
    if token.low in lexicon.articles and token.text.islower() and before.is_word:
        small = before.low in lexicon.linking or before.low in lexicon.determiners
        return not small and before.low not in lexicon.prepositions and before.low not in lexicon.breaks
    doing = token.text.islower() and token.low.endswith(lexicon.participles)
    return lexicon.is_romance and is_name(before) and doing and token.low not in lexicon.roles


def _ends_phrase(token: Token, begun: bool, lexicon: Lexicon) -> bool:
    if not token.is_word or token.low in lexicon.breaks or token.low in lexicon.times:
        return True
    if token.low in lexicon.cues and token.text.islower():
        return True
    pronoun = token.low in lexicon.pronouns and token.low not in lexicon.determiners
    return begun and (token.low in lexicon.follows or pronoun)


def is_abbreviated(tokens: list[Token], dot: int, lexicon: Lexicon) -> bool:
    before = tokens[dot - 1]
    initials = len(before.text) == 1 or _INITIALS.fullmatch(before.text) is not None
    return before.end == tokens[dot].start and (initials or before.low in lexicon.abbreviations)


_INITIALS = re.compile(r"[A-ZÀ-Þ](?:\.[A-ZÀ-Þ])+")
