"""Words in a row: a paragraph's tokens, its sentences, and the noun phrases that can be speakers.

No grammar is parsed. A speaker is what stands between a boundary (mark, conjunction, verb's other
side) and the verb of saying; the lists of the ``Lexicon`` say what can be inside.
"""

from __future__ import annotations

import re
from itertools import accumulate
from sys import intern
from typing import NamedTuple

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.marks import Quoted

LONGEST_SPEAKER = 24
"""Words."""
LONGEST_SENTENCE = 80
"""Words on each side of one that are still taken for its sentence's."""
LONGEST_OPENING = 14
"""Words of what opens a sentence before its subject: "On Monday,"."""
LONGEST_TIME = 5
"""Words of "a few days later"."""
LONGEST_PLAIN = 5
"""Words behind the article of a subject without a name."""
WORDS_BEFORE_A_ROLE = 2
"""Words in small letters between one with a capital and the noun of a role."""
LONGEST_ADDRESSEE = 5
"""Words of who was told, where that stands before the speaker."""
LONGEST_ASIDE = 25
"""Words between two commas that say more of a speaker."""


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
_SPACE = re.compile(r"\s+")
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
    pieces = _PIECE.findall(text, begin, end)
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
        written = piece.rstrip()
        form = (written, intern(written.lower().replace("’", "'")), len(written), written[0].isalnum())
        if len(piece) <= LONGEST_FORM:
            if len(self) >= MOST_FORMS:
                self.clear()
            self[piece] = form
        return form


_FORMS = _Forms()


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
    is_abbreviation = before.low in lexicon.abbreviations or (len(before.text) == 1 and before.text.isupper())
    return not (is_abbreviation and before.end == token.start)


def is_name(token: Token) -> bool:
    """Whether the token is a word with a capital."""
    return token.is_word and token.text[0].isupper()


def is_skipped(token: Token, lexicon: Lexicon) -> bool:
    """Whether the token may stand between a speaker and the verb."""
    low = token[1]
    return low in lexicon.passed or (low.endswith("ly") and token[0][0].islower())


def subject_before(tokens: list[Token], cue: int, low: int, lexicon: Lexicon) -> Span | None:
    """The speaker who stands before the verb ``cue``, not before token ``low``.

    An aside between commas is passed over ("Suh Wook, the minister, said"), and a verb before "and"
    leads back to the sentence's subject ("Roe shook her head and said").
    """
    at = cue - 1
    while at >= low and _may_part(tokens, at, low, lexicon):
        at -= 1
    if at < low:
        return None
    if tokens[cue].low.endswith(lexicon.participles) and _parts_participle(tokens[at], lexicon):
        return _subject_of_participle(tokens, at, low, lexicon)
    if tokens[at].low in lexicon.joins:
        return sentence_subject(tokens, low, at - 1, lexicon)
    if tokens[at].text not in _ASIDES:
        found = noun_phrase_ending(tokens, at, low, lexicon)
        if found is not None and tokens[cue].low.endswith(lexicon.participles) and _is_thing(tokens, found, lexicon):
            return sentence_subject(tokens, low, found.first - 1, lexicon) or found
        return found
    found = _before_aside(tokens, at, low, lexicon)
    # "Roe paused, then said"
    return sentence_subject(tokens, low, at - 1, lexicon) if found is None and at < cue - 1 else found


def _may_part(tokens: list[Token], at: int, low: int, lexicon: Lexicon) -> bool:
    """Whether token ``at`` may stand between a speaker and the verb: "have both said", too."""
    if is_skipped(tokens[at], lexicon):
        return tokens[at].low not in lexicon.joins
    both = tokens[at].low in lexicon.determiners and tokens[at].low in lexicon.pronouns
    return both and at > low and tokens[at - 1].low in lexicon.skipped


def _before_aside(tokens: list[Token], at: int, low: int, lexicon: Lexicon) -> Span | None:
    """The speaker before the aside that token ``at`` closes: "Ann Lee (R-Ohio), 61, who heads it, said"."""
    opening = at - 1
    while opening >= low and tokens[opening].text != _ASIDES[tokens[at].text]:
        if tokens[opening].quoted is not None or at - opening > LONGEST_ASIDE:
            return None
        opening -= 1
    if opening <= low:
        return None
    last = opening - 1
    if tokens[last].text == ")" or (tokens[last].text.isdigit() and tokens[last - 1].text == "," and last > low + 1):
        return _before_aside(tokens, last, low, lexicon) if tokens[last].text == ")" else noun_phrase_ending(tokens, last - 2, low, lexicon)
    found = noun_phrase_ending(tokens, last, low, lexicon)
    if found is not None and found.first - 2 >= low and tokens[found.first - 1].text == ",":
        # "Ann Lee, head of the Rain Office, which measures it, said": the name opens the sentence.
        subject = sentence_subject(tokens, low, found.first - 2, lexicon)
        if subject is not None and subject.last == found.first - 2:
            return subject
    return found


def _parts_participle(before: Token, lexicon: Lexicon) -> bool:
    """Whether what stands before a participle parts it from the noun that it follows: "..., saying"."""
    if before.quoted is not None:
        return before.text[-1:] == ","
    return before.text in _PARTING or before.low in lexicon.linking or before.low in lexicon.breaks


def _is_thing(tokens: list[Token], found: Span, lexicon: Lexicon) -> bool:
    """What words are on rather than whose they are: "issued a statement saying"."""
    if tokens[found.first].low not in lexicon.determiners:
        return False
    for token in tokens[found.first + 1 : found.last + 1]:
        if token.low in lexicon.linking:
            break
        if is_name(token) or token.low in lexicon.roles or token.low in lexicon.pronouns:
            return False
    return True


def _subject_of_participle(tokens: list[Token], at: int, low: int, lexicon: Lexicon) -> Span | None:
    """Whose "..., saying" it is behind token ``at``: whoever said what stands quoted before it, else the
    sentence's subject, else whose its first thing is."""
    for place in range(low + 1, at):
        token, before = tokens[place], tokens[place - 1]
        if token.low in lexicon.verbs and not token.low.endswith(lexicon.participles):
            if before.quoted is not None or before.text == ",":
                speaker = subject_after(tokens, place, at - 1, lexicon)
            else:
                speaker = subject_before(tokens, place, low, lexicon)
            if speaker is not None and any(each.quoted is not None for each in tokens[low:place]):
                return speaker
    return sentence_subject(tokens, low, at - 1, lexicon) or _possessor(tokens, low, at - 1)


_PARTING = (",", "—", "–", "-")
_ASIDES = {",": ",", ")": "(", "—": "—", "–": "–", "-": "-"}
"""What closes an aside behind a speaker, and what opened it."""


def _possessor(tokens: list[Token], first: int, high: int) -> Span | None:
    """Whose the first thing of the sentence is: "This is Tokyo's offer, saying ..."."""
    for at in range(first, min(high, first + LONGEST_ASIDE)):
        if is_name(tokens[at]) and tokens[at].low.endswith("'s"):
            return Span(at, at)
    return None


def sentence_subject(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> Span | None:
    """The name, pronoun or office with which a sentence begins, behind a phrase such as "On Monday,"."""
    first = _behind_opening(tokens, first, high, lexicon)
    if first > high or tokens[first].low in lexicon.cues:
        return None
    start = tokens[first]
    if start.low in lexicon.pronouns and start.low not in lexicon.determiners:
        return Span(first, first)
    last = None
    for at in range(first, min(high, first + 10) + 1):
        token = tokens[at]
        opens = token.low in lexicon.determiners or token.low in lexicon.links
        named = is_name(token) and (at > first or not opens or _is_particle(token, lexicon))
        if (named and not token.low.endswith("'s")) or token.low in lexicon.roles:
            last = at
        elif token.text == "." and last is not None:
            if not _is_abbreviated(tokens, at, lexicon):
                break
        elif last is not None:
            if not _leads_to_role(tokens, at, high, lexicon):
                break
        elif not token.is_word or (at > first and token.low in lexicon.skipped):
            break
    return Span(first, last) if last is not None else _plain_subject(tokens, first, high, lexicon)


def _plain_subject(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> Span | None:
    """ "The retired diver has ...", "The group of ...": what an article opens, until a verb or a small word."""
    if tokens[first].low not in lexicon.determiners:
        return None
    for at in range(first + 1, min(high, first + LONGEST_PLAIN) + 1):
        token = tokens[at]
        if not token.is_word or _ends_subject(token, lexicon):
            return Span(first, at - 1) if at > first + 1 else None
    return None


def _ends_subject(token: Token, lexicon: Lexicon) -> bool:
    low = token.low
    return low in lexicon.passed or low in lexicon.linking or low in lexicon.breaks or low in lexicon.cues


def _behind_opening(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> int:
    """Where a sentence begins behind "But", "On Monday,", "A day later," and "Asked about it,"; past ``high``
    where that cannot be told."""
    while first < high and tokens[first].low in lexicon.joins:
        first += 1
    commas = [at for at in range(first + 1, min(high, first + LONGEST_OPENING)) if tokens[at].text == ","]
    start = tokens[first]
    clause = start.low in lexicon.breaks
    opens = clause or start.low in lexicon.links
    if _is_particle(start, lexicon):
        return first
    # Where the verb stands second, it follows such words right away.
    adverbial = lexicon.order is None and commas and _is_adverbial(tokens, first, commas[0], lexicon)
    if opens or adverbial:
        for comma in commas:
            if _may_open(tokens[comma + 1], lexicon):
                return comma + 1
        return first + 1 if clause else high + 1
    return first


def _is_adverbial(tokens: list[Token], first: int, comma: int, lexicon: Lexicon) -> bool:
    """ "A day later," and "Asked about it,": a time, or a participle that the subject is behind."""
    later = tokens[comma - 1].low in lexicon.passed and comma - first <= LONGEST_TIME
    if later or tokens[first].low in lexicon.passed:
        return True
    following = tokens[first + 1]
    participle = lexicon.shapes.ending(tokens[first].low) in ("ing", "ed")
    return participle and following.is_word and (not is_name(following) or following.low in lexicon.times)


def _may_open(token: Token, lexicon: Lexicon) -> bool:
    """Whether a subject may begin with the token."""
    return is_name(token) or token.low in lexicon.pronouns or token.low in lexicon.determiners


def _leads_to_role(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> bool:
    """Whether what follows a word in capitals only says which: "Democratic presidential candidate Roe"."""
    for token in tokens[at : min(high, at + WORDS_BEFORE_A_ROLE) + 1]:
        if token.low in lexicon.roles:
            return True
        if not token.is_word or is_name(token) or token.low in lexicon.linking or token.low in lexicon.breaks:
            return False
        if token.low in lexicon.cues or token.low in lexicon.determiners or is_skipped(token, lexicon):
            return False
    return False


def _is_particle(token: Token, lexicon: Lexicon) -> bool:
    """Whether a small word opens a name: "De Roe said"."""
    return token.low in lexicon.particles and is_name(token)


def noun_phrase_ending(tokens: list[Token], last: int, low: int, lexicon: Lexicon) -> Span | None:
    """The noun phrase that ends with token ``last``."""
    if last < low or not tokens[last].is_word or tokens[last].low in lexicon.links:
        return None
    if tokens[last].low in lexicon.relatives and tokens[last].low not in lexicon.determiners:
        before = last - 1 if last > low and tokens[last - 1].is_word else last - 2
        return noun_phrase_ending(tokens, before, low, lexicon) if before >= low else None
    if tokens[last].low in lexicon.pronouns:
        return Span(last, last)
    first = _first_of_phrase(tokens, last, low, lexicon)
    first = _without_times(tokens, first, last, lexicon)
    return Span(first, last) if first <= last and _can_speak(tokens, first, last, lexicon) else None


def _first_of_phrase(tokens: list[Token], last: int, low: int, lexicon: Lexicon) -> int:
    """Go left from ``last`` while words can belong to one noun phrase; past ``last`` where none can."""
    first, at = last + 1, last
    while at >= low and last - at < LONGEST_SPEAKER:
        token = tokens[at]
        before = tokens[at - 1] if at > low else None
        if token.low in lexicon.determiners:
            first = at
            if before is None or not (before.low in lexicon.links or before.low in lexicon.determiners):
                break
        elif token.low in lexicon.pronouns:
            break
        elif token.low in lexicon.linking and not _is_particle(token, lexicon):
            if before is None or not before.is_word or before.low in lexicon.breaks:
                break
        elif token.text == "." and before is not None and _is_abbreviated(tokens, at, lexicon):
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


def subject_after(tokens: list[Token], cue: int, high: int, lexicon: Lexicon) -> Span | None:
    """The speaker who stands behind the verb ``cue`` and not past ``high``: "said Jane Roe, ..."."""
    at = cue + 1
    while at <= high and is_skipped(tokens[at], lexicon) and not is_name(tokens[at]):
        at += 1
    at = _behind_addressee(tokens, at, high, lexicon)
    return noun_phrase_starting(tokens, at, high, lexicon)


def _behind_addressee(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int:
    """Past "a EFE" and "à la presse", which stand between a verb and its speaker: an article ends them."""
    if at > high or not lexicon.addressing:
        return at
    elided = tokens[at].low.partition("'")[0] + "'"
    if elided in lexicon.addressing and elided != tokens[at].low + "'":
        return at + 1
    if tokens[at].low not in lexicon.addressing or at + 1 > high:
        return at
    if tokens[at + 1].text.lstrip("lL'’").isupper():
        return at + 2
    first = at + 2 if tokens[at + 1].low in lexicon.determiners else at + 1
    for place in range(first + 1, min(high, first + LONGEST_ADDRESSEE) + 1):
        if tokens[place].low in lexicon.determiners:
            return place
        if not tokens[place].is_word:
            break
    return at


def noun_phrase_starting(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> Span | None:
    """The noun phrase that starts with token ``first``."""
    if first > high or not tokens[first].is_word:
        return None
    start = tokens[first]
    if start.low in lexicon.pronouns and start.low not in lexicon.determiners:
        return Span(first, first)
    opens = start.low in lexicon.determiners
    if not opens and (
        start.low in lexicon.links or start.low in lexicon.breaks or start.low in lexicon.times
    ):
        return None
    last, at = None, first
    while at <= high and at - first < LONGEST_SPEAKER:
        token = tokens[at]
        if token.text == "." and first < at < high and _is_abbreviated(tokens, at, lexicon):
            at += 1
            continue
        if _ends_phrase(token, last is not None, lexicon):
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
    return Span(first, last) if last is not None else None


def _ends_phrase(token: Token, begun: bool, lexicon: Lexicon) -> bool:
    if not token.is_word or token.low in lexicon.breaks or token.low in lexicon.times:
        return True
    if token.low in lexicon.cues and token.text.islower():
        return True
    pronoun = token.low in lexicon.pronouns and token.low not in lexicon.determiners
    return begun and (token.low in lexicon.follows or pronoun)


def _is_abbreviated(tokens: list[Token], dot: int, lexicon: Lexicon) -> bool:
    before = tokens[dot - 1]
    return before.end == tokens[dot].start and (len(before.text) == 1 or before.low in lexicon.abbreviations)
