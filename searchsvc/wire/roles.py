"""Roles: what the words around a name say that somebody is, and whose role it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from searchsvc.wire.mentions import LONGEST_HONORIFIC, Mention
from searchsvc.wire.vocabulary import Vocabulary

LEAST_IN_RELATIVE = 2
"""Words of "who heads"."""
LONGEST_ROLE = 14
"""Words."""
LONGEST_BELONGING = 5
"""Words in small letters between a role and a name: "ministro del gobierno regional Juan Ruiz"."""
MOST_ADJECTIVES = 2
"""Behind a role and before a name: "la ministra regional interina Ana Ruiz"."""
LONGEST_ABBREVIATION = 5
"""Letters."""


def role_around(body: str, mention: Mention, words: Vocabulary) -> str | None:
    """What the text says right here that the one mentioned is: before the name, else behind it."""
    before = _role_before(body, mention, words)
    return singular(before, words) if before else _role_behind(body, mention, words)


def shared_role(body: str, mentions: Sequence[Mention], words: Vocabulary) -> str | None:
    """Of "senators Ann Lee and Bo Ray" what Bo Ray is, the last of ``mentions``: the role of all in a row."""
    for before, behind in zip(reversed(mentions[:-1]), reversed(mentions), strict=False):
        between = body[before.end : behind.outer].replace(",", " ").split()
        if before.end == behind.outer or any(word not in words.lexicon.joins for word in between):
            return None
        role = _role_before(body, before, words)
        if role:
            single = singular(role, words)
            return single if single != role else None
    return None


def singular(role: str, words: Vocabulary) -> str:
    """What each of several is who have the role together: "senators" are each a senator."""
    if any(part.lower() in words.lexicon.links for part in role.split()[:-1]):
        return role  # "presidente da Câmara dos Deputados", who is one
    one = role.removesuffix("s")
    last = one.rpartition(" ")[2].lower()
    is_one = last in words.roles or (words.role_endings and words.is_role(last))
    return one if is_one and last + "s" not in words.roles else role


_PARTY = re.compile(r" \([^()\n]{1,20}\) $")
"""In brackets between a role and a name: "le député (LR) Jean Roux"."""


def _role_before(body: str, mention: Mention, words: Vocabulary) -> str | None:
    """ "Defense Minister Ann Lee", "the former rain minister Ann Lee", "the minister of rain, Ann Lee"."""
    left = _PARTY.sub(" ", body[max(0, mention.outer - 160) : mention.outer])
    if left.endswith(", "):
        behind = body[mention.end : mention.end + 2]
        closed = behind[:1] in (",", ".", ";", ")", ":", "") or behind in (" -", " –", " —")
        return mention.title or _role_before_comma(left[:-2], words, closed=closed)
    if mention.outer and not left.endswith(" "):
        return mention.title
    between = body[mention.outer : mention.start].split() if mention.title is None else []
    between = [word for word in between if not _is_learned(word, words)]
    before = [*left.rpartition("\n")[2].split(), *between]
    within = [at for at, word in enumerate(before) if word in words.lexicon.placing]
    before = before[within[-1] + 1 :] if within else before  # "an adviser under | Mayor Ann Lee"
    if before and (before[-1].lower() in words.lexicon.links or before[-1].lower() in words.owning):
        return mention.title  # "a spokesman for Ann Lee" is somebody else
    first = _first_of_role(before, words, begun=mention.title is not None)
    role = [*before[first:], mention.title or ""]
    return _tidy(" ".join(role), words)


def _is_learned(word: str, words: Vocabulary) -> bool:
    """ "Dr" and "Prof.", which part no role from its name, as "Mr." does."""
    plain = word.rstrip(".").lower()
    return len(plain) <= LONGEST_HONORIFIC and plain in words.honorifics and words.gender([plain]) is None


def _first_of_role(before: list[str], words: Vocabulary, *, begun: bool) -> int:
    """Where among the words before a name the role begins: at their end where there is none.

    Going left: "of Rain" until the noun of the role, then what belongs to that ("the former state ...").
    """
    first, head = len(before), begun
    within = _of_something(before, words)
    for place in range(len(before) - 1, max(-1, len(before) - LONGEST_ROLE // 2 - 1), -1):
        word = before[place]
        low = word.lower().strip("“\"'‘«„(")
        closed = word[-1] in ',;:”")!?»—–' or word[-2:] in ("-", "--", ".-", ")-")  # "Oslo (EFE).- Mayor Lee"
        if closed or (word[-1] == "." and not _is_abbreviation(low, words)):
            break
        is_role = words.is_role(word.replace("’", "'").rpartition("'")[2])
        is_role = is_role or (low in words.positions and place == len(before) - 1 and not begun)
        if (
            low in words.small
            and low not in words.modifiers
            and not (not head and (low in words.lexicon.links or low in words.owning))
        ):
            break
        if place in within:
            continue
        belongs = is_role or low in words.modifiers or word[0].isupper() or words.is_body(low)
        belongs = belongs or (not head and low.replace("’", "'").partition("'")[0] + "'" in words.owning)
        if begun and first == len(before) and not belongs:
            break
        linked = belongs or low in words.lexicon.links or low in words.owning
        if not head and not (linked or (words.is_role(before[place - 1]) and _describes(word, words))):
            break  # not so "secrétaire | national | du PCF"
        head = head or is_role
        if head:
            first = place
        if head and _parts_role(before, place, words):
            first = place + 1
            break  # "showed Ann Lee beating | Republican incumbent Bo Ray"
        if head and word in words.formerly:
            break  # "to replace | former President Ann Lee"
    return first


def _parts_role(before: list[str], place: int, words: Vocabulary) -> bool:
    """Whether a verb stands there before a word with a capital, which belongs to no role; not so "the ruling
    Rain Party leader"."""
    word = before[place]
    if not word.islower() or word in words.modifiers:
        return False
    following = before[place + 1] if place + 1 < len(before) else ""
    if place and words.lexicon.shapes[word] == "s" and words.is_role(before[place - 1]):
        # "an analyst catches | Rain chief", not "deputy press secretary"
        return not words.is_role(word) and following[:1].isupper()
    if words.lexicon.shapes[word] not in PARTICIPLES:
        return False
    adjective = place > 0 and before[place - 1].lower() in words.lexicon.determiners
    return following[:1].isupper() and not adjective


def _of_something(before: list[str], words: Vocabulary) -> range:
    """The places of "du gouvernement" in "le porte-parole du gouvernement Jean Roux", where roles are so."""
    last = len(before)
    if not words.lexicon.inverts or not before or words.is_role(before[-1]) or before[-1][0].isupper():
        return range(0)
    for place in range(last - 2, max(0, last - 1 - LONGEST_BELONGING), -1):
        if not before[place][-1].isalnum():
            break
        if words.is_role(before[place]):
            between = before[place + 1 :]
            adjectives = words.lexicon.order is None and len(between) <= MOST_ADJECTIVES
            if adjectives and all(_describes(word, words) for word in between):
                return range(place + 1, last)  # "le premier ministre tunisien Jean Roux"
            owns = before[place + 1].lower() in words.owning or "'" in before[place + 1].replace("’", "'")
            return range(place + 1, last) if owns else range(0)
    return range(0)


def _describes(word: str, words: Vocabulary) -> bool:
    """Whether a word between a role and a name can be an adjective."""
    return words.lexicon.is_romance and word.islower() and word.isalpha() and word not in words.small


def _is_abbreviation(low: str, words: Vocabulary) -> bool:
    """ "Gov.", "U.S.", "J.": the dot ends no sentence."""
    known = low[:-1] in words.lexicon.abbreviations and low[:-1] not in words.honorifics
    return known or "." in low[:-1] or len(low) == 2


def _role_before_comma(left: str, words: Vocabulary, *, closed: bool) -> str | None:
    """The role that stands before a comma and a name: "his chief strategist, Ann Lee".

    Where no mark closes the name, the role must open the sentence: not so "Through a lawyer, Lee said".
    """
    left = _ABBREVIATED.sub("", left)
    segment = re.split(r"[.,;:()“”\"«»\n—–]", left)[-1].split()[-LONGEST_ROLE:]
    segment = segment[_whose(segment, words) :]
    for place, written in enumerate(segment):
        word = written.replace("’", "'").rpartition("'")[2] if words.lexicon.inverts else written
        if not words.is_role(word) or word.lower() in words.lexicon.cues:
            continue
        if singular(word, words) != word and not any(w.lower() in words.indefinite for w in segment[:place]):
            continue  # several are not one, but for "one of the town's lawyers, Ann Lee"
        behind = [each.lower() for each in segment[place + 1 :]]
        if any(each in words.lexicon.cues or each in words.counterparts for each in behind):
            continue
        if _has_past(segment[place + 1 :], words):
            continue  # "Le ministre répondait sur les otages, Jean Roux et Guy Lenoir"
        first = place
        while first > 0 and segment[first - 1].lower() not in words.small:
            first -= 1
        if not closed and first > 1:
            return None
        return _tidy(" ".join(segment[first:]), words)
    return None


def _has_past(segment: list[str], words: Vocabulary) -> bool:
    """Whether one of the words is a verb in the past, not "Andalucía" or "de la policía"."""
    small = words.lexicon.determiners | words.lexicon.links
    return bool(words.lexicon.past) and any(
        word.islower() and word.endswith(words.lexicon.past) and before.lower() not in small
        for before, word in zip(["", *segment], segment, strict=False)
    )


def _whose(segment: list[str], words: Vocabulary) -> int:
    """Where "his wife" begins in "President Ann Lee and his wife", and "a diver" in "Mayor Lee and a diver":
    what stands before it is somebody else."""
    lows = [each.lower() for each in segment]
    return next(
        (
            at
            for at in range(len(lows) - 1, 1, -1)
            if lows[at - 1] in words.lexicon.joins
            and (
                lows[at] in words.possessives or (lows[at] in words.indefinite and segment[at - 2].istitle())
            )
        ),
        0,
    )


_ABBREVIATED = re.compile(r" \([^()\s]{1,12}\)$")
"""Letters in brackets: "the head of the Rain Party (RP), Ann Lee"."""
_ASIDE = re.compile(r"(?: \([^()\n]{1,24}\))?(?:,| [—–-])? ?(?:\d{1,3}, )?")
_ASIDE_END = re.compile(r"[,;:.()“”\"«»\n—–!?]| - ")


def aside_behind(body: str, end: int, words: Vocabulary) -> str:
    """What stands between marks behind a name: of "Ann Lee, 61, the mayor of Oslo, said" the mayor."""
    gap = _ASIDE.match(body, end)
    if gap is None or not any(mark in gap[0] for mark in ",(—–-"):
        return ""
    begin = gap.end()
    stop = begin
    while True:
        closing = _ASIDE_END.search(body, stop, begin + 140)
        if closing is None:
            return body[begin : begin + 140].strip()
        # The dot of "U.S." or "Mr." is no end.
        dot = closing.start()
        if closing[0] == "." and dot > begin + 1 and _abbreviates(body, begin, dot, words):
            stop = closing.end()
            continue
        return body[begin : closing.start()].strip()


def _abbreviates(body: str, begin: int, dot: int, words: Vocabulary) -> bool:
    initial = body[dot - 1].isupper() and not body[dot - 2].isalnum()
    if initial or body[dot + 1 : dot + 2].strip():
        return True
    word = body[max(begin, dot - LONGEST_ABBREVIATION - 1) : dot].rpartition(" ")[2]
    return word.lower() in words.lexicon.abbreviations


def _role_behind(body: str, mention: Mention, words: Vocabulary) -> str | None:
    aside = aside_behind(body, mention.end, words)
    role = role_in_aside(aside, words)
    if role is not None and _says_something(aside, role, words) and not _opens_sentence(body, mention.outer):
        return None
    return role or role_in_relative(aside, words)


def _says_something(aside: str, role: str, words: Vocabulary) -> bool:
    """Whether what stands behind a name and a comma is a clause: "Without naming Ann Lee, the mayor said"."""
    parts, kept = aside.split(), role.split()
    end = next((at + 1 for at, word in enumerate(parts) if word.strip(",;") == kept[-1]), len(parts))
    if parts[0].lower() not in words.definite:
        return False
    passed = words.lexicon.passed
    following = next((word for word in parts[end:] if word.lower() not in passed), "")
    return following.islower() and following in words.lexicon.cues


def _opens_sentence(body: str, at: int) -> bool:
    before = body[max(0, at - 2) : at].strip()
    return not before or before[-1] in _CLAUSE_ENDS or body[at - 1] == "\n"


def role_in_relative(aside: str, words: Vocabulary) -> str | None:
    """The role in "who is a teacher", "who has served as mayor of Oslo", "who heads the Rain Office"."""
    parts = aside.split()
    if len(parts) < LEAST_IN_RELATIVE or parts[0].lower() not in words.lexicon.relatives:
        return None
    at = 1
    while at < len(parts) - 1 and parts[at].lower() in words.being:
        at += 1
    if at > 1:
        said = " ".join(parts[at:])
        head = _head(parts[at:], words)
        return role_in_aside(said, words) if head is not None and words.is_role(parts[at + head]) else None
    office = words.offices.get(parts[1].lower())
    if office is None or not (parts[2:] and _begins_name(parts[2:], words)):
        return None
    return " ".join([office, "of", *_kept(parts[2:], 1, words)])


def _begins_name(parts: list[str], words: Vocabulary) -> bool:
    return parts[0][0].isupper() or parts[0].lower() in words.lexicon.determiners


def role_in_aside(aside: str, words: Vocabulary) -> str | None:
    """The role that an aside says: its head, before the first "of" or "who", is one, or begins with "a"."""
    parts = aside.split()[: LONGEST_ROLE + 8]
    while len(parts) > 1 and parts[0].lower() in words.moments:
        parts.pop(0)
    if not parts:
        return None
    head = _head(parts, words)
    if head is None:
        return None
    first = parts[0].lower()
    article = first in words.definite or first in words.indefinite
    nominal = words.is_role(parts[head]) or (article and parts[head].lower() in words.positions)
    if not nominal and not (first in words.indefinite and head > 0 and parts[head].islower()):
        return None
    if parts[head][0].isdigit():
        return None  # "a 59-year-old from Oslo"
    if not nominal and head + 1 < len(parts) and parts[head + 1].lower() in words.lexicon.that:
        return None  # "AdImpact, a figure that dwarfs all others"
    several = nominal and singular(parts[head], words) != parts[head]
    if several or (words.is_body(parts[head]) and not nominal):
        return None
    if first in words.lexicon.cues:
        return None
    if first in words.stops and first not in words.lexicon.determiners:
        return None
    return _tidy(" ".join(_kept(parts, head + 1, words)), words)


def _kept(parts: list[str], first: int, words: Vocabulary) -> list[str]:
    """The words until one, from the place ``first`` on, ends the role."""
    end = next((at for at in range(first, len(parts)) if _ends_role(parts, at, words)), len(parts))
    kept = parts[: min(end, LONGEST_ROLE)]
    while len(kept) > 1 and kept[-1].lower() in words.lexicon.linking:
        kept.pop()
    return kept


def _ends_role(parts: list[str], at: int, words: Vocabulary) -> bool:
    """ "an agent who ...", "an agent has ...", "an agent and a ...", "a candidate aiming at ..."."""
    low = parts[at].lower().replace("’", "'").partition("'")[0]  # "who's"
    following = parts[at + 1].lower() if at + 1 < len(parts) else ""
    verb = parts[at].islower() and low in words.lexicon.verbs and low not in words.lexicon.nouns_too
    if verb or low in words.ends_of_roles or (low in words.lexicon.joins and following in words.indefinite):
        return True
    before = parts[at - 1].lower()
    participle = parts[at].islower() and words.lexicon.shapes[parts[at]] in PARTICIPLES
    return participle and words.is_role(before)


PARTICIPLES = ("ing", "ed")
"""Shapes of words that may be of a verb and not of a role."""


_CLAUSE_ENDS = '.!?,”"’“»'


def find_epithets(body: str, start: int, words: Vocabulary) -> Iterator[tuple[int, str]]:
    """Where ``body`` calls somebody only by what he is, and as what: "The retired diver said ...".

    A known person's role with more words before it, behind a definite article, where a sentence or a clause
    begins.
    """
    for found in words.definite_run.finditer(body, start):
        at = found.start()
        if at and body[at - 1] != "\n" and not (body[at - 1] == " " and body[at - 2] in _CLAUSE_ENDS):
            continue
        role = found[1].split()
        head = next((at for at, word in enumerate(role) if words.is_role(word)), None)
        if not head or role[head].lower() not in words.public or not role[-1].islower():
            continue
        if head < len(role) - 1 and not any(word.lower() in words.stops for word in role[: head + 1]):
            yield at, " ".join(role[: head + 1])


def body_in_aside(aside: str, words: Vocabulary) -> bool:
    """Whether an aside says that what stands before it is no person: "a political action committee"."""
    parts = aside.split()
    head = _head(parts, words) if parts else None
    if head is None or parts[0].lower() not in words.lexicon.determiners:
        return False
    return words.is_body(parts[head]) and not words.is_role(parts[head])


def _head(parts: list[str], words: Vocabulary) -> int | None:
    """The place of the noun that says what it is: the last before the first small word."""
    begin = 1 if parts[0].lower() in words.lexicon.determiners else 0
    place = begin
    small = words.stops
    while place < len(parts) and (parts[place].lower() not in small or _joins_names(parts, place, words)):
        place += 1
        if place > begin + 8:
            return None
        if place < len(parts) and place > begin and _ends_role(parts, place, words):
            break
    return place - 1 if place > begin else None


def _joins_names(parts: list[str], place: int, words: Vocabulary) -> bool:
    """Whether a small word stands inside a name: "a University of Washington professor"."""
    if parts[place].lower() not in words.lexicon.links or not 0 < place < len(parts) - 2:
        return False
    return parts[place - 1][0].isupper() and words.is_body(parts[place - 1]) and parts[place + 1][0].isupper()


def _tidy(role: str, words: Vocabulary) -> str | None:
    article, mark, noun = role.replace("’", "'").partition("'")
    elided = article.lower() + mark in words.lexicon.determiners and noun[:1].isalpha()
    parts = (role[len(article) + 1 :] if mark and elided else role).split()
    while parts and (
        parts[0].lower() in words.definite
        or parts[0].lower() in words.indefinite
        or (parts[0].lower() in words.lexicon.determiners and parts[0].lower() not in words.modifiers)
    ):
        parts.pop(0)
    if len(parts) > 1 and parts[-1][0].isupper() and parts[-1].lower() in words.lexicon.pronouns:
        parts.pop()  # "analyst at Rain Inc. He"
    return " ".join(parts).strip(" ,;-–—") or None
