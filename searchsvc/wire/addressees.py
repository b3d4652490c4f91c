"""Whom and when: a verb of saying -> where what was said begins, behind to whom, when and where that was.

"told Reuters | the talks would resume", "said on Monday | the dam was safe"; and whether only such words
follow, so that what was said stands before: "The dam broke, police said on Monday". In a language whose verbs
take whom they address without a preposition.
"""

from __future__ import annotations

from searchsvc.wire.agencies import credited
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_name, is_passive, is_skipped
from searchsvc.wire.vocabulary import LONGEST_MEDIUM, is_medium

LONGEST_ADDRESSEE = 16
"""Words of who was told, and where: "told a news conference in the capital on Monday"."""
FARTHEST_THAT = 24
"""Words before the "that" where more is told of the addressee."""
LONGEST_NOUN = 5
"""Words in small letters of one noun with its adjectives."""
_SUBJECT = frozenset(("determiner", "pronoun", "name", "number"))
_JOINING = frozenset(("that", "break"))
"""What kinds of words begin what was said, right behind who was told: its subject, or what leads on to it."""

_POSSESSIVE = ("'s", "s'", "’s", "s’")


def behind_addressee(tokens: list[Token], cue: int, last: int, lexicon: Lexicon) -> tuple[int, bool]:
    """The first token up to ``last`` with which what the verb ``cue`` reports can begin: past whom it
    addresses, if it does; and whether it begins just there."""
    first = cue + 1
    if tokens[cue].low not in lexicon.telling or first > last or is_passive(tokens, cue, lexicon):
        return first, False
    high = min(last, cue + LONGEST_ADDRESSEE)
    least, at = _past_noun(tokens, first, high, lexicon)
    if least == first:
        return first, False
    while at <= high and (behind := _past_circumstance(tokens, at, high, lexicon)) > at:
        at = behind
    may_not = tokens[cue].low in lexicon.telling_of
    if at > last and not may_not:
        return at, True  # who was told is all there is
    if at < high and tokens[at].text in ",:" and tokens[at + 1].quoted is not None:
        return at + 1, False
    if at <= high:
        kind = _kind(tokens, at, lexicon)
        ended = _kind(tokens, at - 1, lexicon) in ("name", "time", "s")
        if kind in _SUBJECT or kind == "that" or (ended and kind in ("word", "s")):
            return at, True
        if kind == "break" or tokens[at].quoted is not None:
            return at, False
    if that := _that_behind(tokens, least, min(last, cue + FARTHEST_THAT), lexicon):
        return that, True
    return first if may_not else least, False


def behind_setting(
    tokens: list[Token], cue: Span, last: int, lexicon: Lexicon, *, parted: bool
) -> int | None:
    """Where what the verb ``cue`` reports begins behind when and where that was said: "said on Monday | the
    dam was safe", and in the midst of a clause (``parted``), "the dam, Roe said on Monday, | is safe". None
    where nothing is between, or no clause begins there."""
    at = first = cue.last + 1
    high = min(last, cue.last + LONGEST_ADDRESSEE)
    while at <= high and (behind := _past_time_or_place(tokens, at, high, lexicon, begun=at > first)) > at:
        at = behind
    if at == first or at >= high:
        return None
    if tokens[at].text == ",":
        return at + 1 if parted and not _goes_on_behind(tokens, at, lexicon) else None
    kind = _kind(tokens, at, lexicon)
    if kind in _SUBJECT or kind == "that":
        return at
    # "on Monday | sales fell", "on Monday | there was"
    several = tokens[at - 1].low in lexicon.times and kind == "s" and not tokens[at].low.endswith(_POSSESSIVE)
    return at if several or (kind == "word" and _kind(tokens, at + 1, lexicon) == "auxiliary") else None


def _past_time_or_place(tokens: list[Token], at: int, high: int, lexicon: Lexicon, *, begun: bool) -> int:
    """Behind "on Monday", "in a statement" or, once such a phrase has ``begun``, any other phrase of it, "in
    Oslo"; ``at`` if none is there."""
    low = tokens[at].low
    if (behind := _past_time(tokens, at, high, lexicon)) > at:
        return behind
    if low not in lexicon.links or low in lexicon.leading_on or low in lexicon.possessing or at == high:
        return at
    if tokens[at + 1].low in lexicon.times:
        return at + 2
    behind = _past_noun(tokens, at + 1, high, lexicon)[1]
    said_in = behind > at + 1 and tokens[behind - 1].low in lexicon.settings
    placed = begun and behind > at + 1 and _kind(tokens, at + 1, lexicon) == "name"
    return behind if said_in or placed else at


def ends_with(tokens: list[Token], cue: int, last: int, lexicon: Lexicon) -> bool:
    """Whether nothing that the verb ``cue`` reports stands behind it, up to token ``last`` or a comma behind
    which the writer goes on: only when, where and to whom it was said. "..., police said on Monday"."""
    at = cue + 1
    quoted = tokens[cue - 1].low in lexicon.quoting_as if cue else False  # "was quoted as saying by EFE"
    agent = at <= last and tokens[at].low in lexicon.agents and not quoted
    if at > last or agent or is_passive(tokens, cue, lexicon):
        return False
    high = min(last, cue + LONGEST_ADDRESSEE)
    if tokens[cue].low in lexicon.telling:
        at = max(at, _past_noun(tokens, at, high, lexicon)[1])
    while at <= high and (behind := _past_setting(tokens, at, high, lexicon)) > at:
        at = behind
    if at > last:
        return at > cue + 1
    if tokens[at].text != "," or at == last:
        return False
    following = tokens[at + 1]
    adds = following.is_word and lexicon.shapes[following.text] == "ing"
    if adds or following.low in lexicon.according_words:
        return True
    return at > cue + 1 and _goes_on_behind(tokens, at, lexicon)


def _goes_on_behind(tokens: list[Token], comma: int, lexicon: Lexicon) -> bool:
    """Whether the writer's sentence goes on behind a comma: ", adding", ", but", ", while"."""
    following = tokens[comma + 1]
    if not following.is_word:
        return False
    joins = following.low in lexicon.joins or following.low in lexicon.breaks
    return joins or lexicon.shapes[following.text] == "ing"


def _past_setting(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int:
    """Behind one more word or phrase of when or where something was said; ``at`` if none is there: also
    "separately", "after the talks", "12" of "on Nov. 12"."""
    low = tokens[at].low
    if (behind := _past_circumstance(tokens, at, high, lexicon)) > at:
        return behind
    if is_skipped(tokens[at], lexicon) and low not in lexicon.auxiliaries:
        return at + 1
    if low in lexicon.placing or (tokens[at].text.isdigit() and tokens[at - 1].text != ","):
        return at + 1
    if low in lexicon.occasions and at < high:
        return max(at, _past_noun(tokens, at + 1, high, lexicon)[1])
    return at


def _that_behind(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> int | None:
    """The "that" behind an addressee of whom more is told: "told a meeting of the party in Oslo that"."""
    for at in range(first, last + 1):
        low = tokens[at].low
        if low in lexicon.that:
            return at
        ends = low in lexicon.verbs or (low in lexicon.breaks and low not in lexicon.relatives)
        if ends or tokens[at].quoted is not None:
            return None
    return None


def _kind(tokens: list[Token], at: int, lexicon: Lexicon) -> str:
    token = tokens[at]
    if not token.is_word:
        return "mark"
    kind = lexicon.shapes[token.text]
    # "May" and "Will" are names as often, and then they have a capital.
    return "name" if is_name(token) and kind in ("auxiliary", "word") else kind


def _past_noun(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> tuple[int, int]:
    """Behind the least and behind the most that can be the noun which begins at ``first``."""
    at = first
    kind = _kind(tokens, at, lexicon)
    is_the = kind == "determiner"
    if is_the:
        at += 1
        if at > high:
            return at, at
        kind = _kind(tokens, at, lexicon)
        if kind in ("determiner", "pronoun", "that", "break"):
            return at, at  # "told her she would"
    if kind in ("mark", "link", "that", "break", "auxiliary", "time", "join", "relative"):
        return first, first
    if kind in ("pronoun", "number"):
        return at + 1, at + 1
    least = at + 1
    if kind == "name":
        at, known = _past_names(tokens, at, high, lexicon)
        if known and is_the:
            return least, at
    return least, max(_past_common(tokens, at, high, lexicon), least)


def _past_common(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> int:
    """Behind the words in small letters from ``first`` on, and behind who is named by them, "newspaper O
    Globo"; where a verb follows, they are two nouns, "colleagues | progress had", and it ends between."""
    at, plural = first, first
    while at <= high and at < first + LONGEST_NOUN and _is_noun(tokens, at, lexicon):
        at += 1
        names = tokens[at - 1].low in lexicon.roles or tokens[at - 1].low in lexicon.media
        if names and at <= high and _kind(tokens, at, lexicon) == "name":
            return _past_names(tokens, at, high, lexicon)[0]
        several = _kind(tokens, at - 1, lexicon) == "s" and tokens[at - 1].low not in lexicon.media
        if several and at <= high and _is_noun(tokens, at, lexicon):
            plural = at
    return plural if at <= high and _kind(tokens, at, lexicon) == "auxiliary" else at


def _is_noun(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    return tokens[at].text[0].islower() and _kind(tokens, at, lexicon) in ("word", "s", "ed", "ing", "ly")


def _past_names(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Behind the names from ``first`` on, and whether they are those of a medium: behind those, if one begins
    there, "Reuters | Apple"."""
    last, owned = first, False
    while last < high and (
        _goes_on(tokens, last + 1, lexicon) or (owned and _is_noun(tokens, last + 1, lexicon))
    ):
        owned = owned or tokens[last].low.endswith(_POSSESSIVE)
        last += 1
    for end in range(min(last, first + LONGEST_MEDIUM - 1), first - 1, -1):
        name = " ".join(token.text for token in tokens[first : end + 1])
        owns = name.endswith(_POSSESSIVE)
        if is_medium(name[:-2].rstrip("'’") if owns else name) or credited(name):
            # "told Fox Business the ...": a clause that begins with a name has its verb behind that.
            whole = last < high and _kind(tokens, last + 1, lexicon) in _SUBJECT | _JOINING
            return (last + 1, False) if owns or whole else (end + 1, True)
    return last + 1, False


def _goes_on(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the token is of the name that ends before it: another name, what it has, or its dot."""
    token, before = tokens[at], tokens[at - 1]
    if before.low.endswith(_POSSESSIVE) and (token.quoted is not None or token.is_word):
        return True
    if token.text == ".":
        return before.end == token.start and (len(before.text) == 1 or before.low in lexicon.abbreviations)
    return _kind(tokens, at, lexicon) == "name"


def _past_circumstance(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int:
    """Behind a phrase of where, when or how somebody was told, or whose the noun is; ``at`` if none is there:
    "of Newark", "in an interview", "on Monday", "late last week"."""
    low = tokens[at].low
    if (behind := _past_time(tokens, at, high, lexicon)) > at:
        return behind
    if low not in lexicon.links or low in lexicon.leading_on:
        return at
    if at < high and tokens[at + 1].low in lexicon.times:
        return at + 2
    return _past_noun(tokens, at + 1, high, lexicon)[1] if at < high else at


def _past_time(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int:
    """Behind a word that tells when; not so "this" and "last" of another noun: "this pact"."""
    low = tokens[at].low
    if low not in lexicon.times:
        return at
    which = low in lexicon.determiners or low in lexicon.which
    return at + 1 if not which or (at < high and tokens[at + 1].low in lexicon.times) else at
