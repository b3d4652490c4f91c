"""The subject of a sentence: its first words -> who or what it is about, behind what opens it.

"On Monday, | Ann Poe, the mayor, has ...", "But | the retired diver has ...".
"""

from __future__ import annotations

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_abbreviated, is_name, is_particle, is_skipped

LONGEST_OPENING = 20
"""Words of what opens a sentence before its subject: "On Monday,"."""
LONGEST_TIME = 5
"""Words of "a few days later"."""
LONGEST_PLAIN = 5
"""Words behind the article of a subject without a name."""
WORDS_BEFORE_A_ROLE = 2
"""Words in small letters between one with a capital and the noun of a role."""


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
        if _names(tokens, at, lexicon, begun=at > first):
            if token.low.endswith("'s"):
                return _owned(tokens, first, at, high, lexicon)
            last = at
        elif last is None:
            if not token.is_word or (at > first and token.low in lexicon.skipped):
                break
        elif not (token.text == "." and is_abbreviated(tokens, at, lexicon)) and not _leads_to_role(
            tokens, at, high, lexicon
        ):
            break
    begun = first if last is None else _behind_adjective(tokens, last + 1, high, lexicon)
    if (last is not None or start.low.endswith("s")) and (end := _goes_on(tokens, begun, high, lexicon)):
        return Span(first, end)
    goes_on = begun < high and is_abbreviated(tokens, begun, lexicon) and tokens[begun + 1].text.islower()
    plain = last is None or goes_on  # "A U.S. | appeals court"
    return _plain_subject(tokens, first, begun, high, lexicon) if plain else Span(first, begun - 1)


def _behind_adjective(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int:
    """Where it goes on behind a role, at token ``at`` or behind a word that says more of it, before a verb:
    "el alcalde | limeño | ha dicho"."""
    if not lexicon.is_romance or at >= high or tokens[at - 1].low not in lexicon.roles:
        return at
    token, following = tokens[at], tokens[at + 1].low
    plain = token.text.islower() and token.text.isalpha() and not _ends_subject(token, lexicon)
    return at + (plain and following in lexicon.auxiliaries | lexicon.cues | lexicon.having)


def _names(tokens: list[Token], at: int, lexicon: Lexicon, *, begun: bool) -> bool:
    """Whether the word is of a name, or the noun of an office."""
    token = tokens[at]
    opens = token.low in lexicon.determiners or token.low in lexicon.links
    named = is_name(token) and (begun or not opens or is_particle(token, lexicon))
    several = lexicon.order is None and not lexicon.inverts and token.low.removesuffix("s") in lexicon.roles
    return named or several or token.low in lexicon.roles


def _goes_on(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int | None:
    """Where a subject ends of which a name or a role is only the beginning."""
    return at if _names_body(tokens, at, high, lexicon) else _behind_of(tokens, at, high, lexicon)


def _behind_of(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int | None:
    """Where whose an office is ends: "the chiefs | of Rain Oil Inc"."""
    if lexicon.order is not None or lexicon.inverts or at >= high or tokens[at].low not in lexicon.possessing:
        return None
    end = at + 1
    while end < high and (is_name(tokens[end + 1]) or tokens[end].low in lexicon.determiners):
        end += 1
        if end + 1 < high and tokens[end + 1].text == "." and is_abbreviated(tokens, end + 1, lexicon):
            if not is_name(tokens[end + 2]):
                return None  # "passage of a U.S. tax bill"
            end += 2
    return end if is_name(tokens[end]) else None


_DAY = "day"
"""How the words end that tell a day without more: "Today | the mayor"."""


def _names_body(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> bool:
    """Whether the word behind a name is a noun that the name only tells more of, for its verb follows:
    "The Roe | administration had", "Rain | aides said"."""
    if at >= high or not tokens[at].is_word or not tokens[at].text.islower():
        return False
    low, following = tokens[at].low, tokens[at + 1].low
    if low in lexicon.times or low in lexicon.pronouns or _ends_subject(tokens[at], lexicon):
        return False
    plain = not is_skipped(tokens[at], lexicon) and lexicon.shapes[tokens[at].text] not in _VERBAL
    past = following in lexicon.cues and lexicon.shapes.ending(following) == "ed"
    return plain and (following in lexicon.auxiliaries or past)


_VERBAL = ("ed", "ing", "ly", "auxiliary", "link", "join", "break", "time")


def _owned(tokens: list[Token], first: int, owner: int, high: int, lexicon: Lexicon) -> Span | None:
    """ "Ann Lee's eldest daughter": what belongs to whom the sentence begins with; where no verb shows its
    end, up to the last word with a capital, or the next word."""
    end = owner + 1
    for at in range(owner + 1, min(high, owner + LONGEST_PLAIN) + 1):
        if not tokens[at].is_word or _ends_subject(tokens[at], lexicon):
            return Span(first, at - 1) if at > owner + 1 else None
        if at > owner + 1 and lexicon.shapes[tokens[at].text] == "ed":
            return Span(first, at - 1)
        if is_name(tokens[at]):
            end = at
    return Span(first, end) if end <= high else None


def _plain_subject(tokens: list[Token], first: int, begun: int, high: int, lexicon: Lexicon) -> Span | None:
    """ "The retired diver has ...": what an article opens, until, behind ``begun``, a verb or small word."""
    if first == begun and tokens[first].low not in lexicon.determiners:
        return None
    for at in range(begun + 1, min(high, begun + LONGEST_PLAIN) + 1):
        token = tokens[at]
        if not token.is_word or _ends_subject(token, lexicon):
            return Span(first, at - 1) if at > begun + 1 else None
        if begun > first and token.low.removesuffix("s") in lexicon.roles:
            return Span(first, at)
        if at > begun + 1 and lexicon.shapes[token.text] == "ed":
            return Span(first, at - 1)
    return None


def _ends_subject(token: Token, lexicon: Lexicon) -> bool:
    low = token.low
    return low in lexicon.passed or low in lexicon.linking or low in lexicon.breaks or low in lexicon.cues


def _behind_opening(tokens: list[Token], first: int, high: int, lexicon: Lexicon) -> int:
    """Where a sentence begins behind "But", "On Monday,", "A day later," and "Asked about it,"; past ``high``
    where that cannot be told."""
    while first < high and tokens[first].low in lexicon.joins:
        first += 1
    commas = [at for at in range(first + 1, min(high, first + LONGEST_OPENING)) if _is_comma(tokens[at])]
    start = tokens[first]
    clause = start.low in lexicon.breaks
    opens = clause or start.low in lexicon.links
    if is_particle(start, lexicon):
        return first
    if clause and first < high and tokens[first + 1].text == ",":
        return first + 2  # "Yet, experts have"
    # Where the verb stands second, it follows such words right away.
    adverbial = lexicon.order is None and commas and _is_adverbial(tokens, first, commas[0], lexicon)
    if (
        adverbial
        and start.low.endswith(_DAY)
        and start.low in lexicon.times
        and _begins(tokens[first + 1], lexicon)
    ):
        return first + 1
    if opens or adverbial:
        for comma in commas:
            if _may_open(tokens[comma + 1], lexicon):
                return comma + 1
        return first + 1 if clause else high + 1
    return first


def _is_comma(token: Token) -> bool:
    """A comma, which may be the last of what stands in quotation marks."""
    return token.text == "," or (token.quoted is not None and token.text[-1:] == ",")


def _is_adverbial(tokens: list[Token], first: int, comma: int, lexicon: Lexicon) -> bool:
    """ "A day later," and "Asked about it,": a time, or a participle that the subject is behind."""
    later = tokens[comma - 1].low in lexicon.opening and comma - first <= LONGEST_TIME
    if later or tokens[first].low in lexicon.opening:
        return True
    following = tokens[first + 1]
    participle = lexicon.shapes.ending(tokens[first].low) in ("ing", "ed")
    return participle and following.is_word and (not is_name(following) or following.low in lexicon.times)


def _may_open(token: Token, lexicon: Lexicon) -> bool:
    """Whether a subject may begin with the token."""
    return is_name(token) or token.low in lexicon.pronouns or token.low in lexicon.determiners


def _begins(token: Token, lexicon: Lexicon) -> bool:
    """Whether a subject begins right behind "Today" and the like."""
    return token.is_word and token.low not in lexicon.times and _may_open(token, lexicon)


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
