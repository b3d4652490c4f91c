"""Roles: what the words around a name say that somebody is, and whose role it is."""

from __future__ import annotations

import re

from searchsvc.wire.mentions import Mention
from searchsvc.wire.vocabulary import Vocabulary

LONGEST_ROLE = 14
"""Words."""


def role_around(body: str, mention: Mention, words: Vocabulary) -> str | None:
    """What the text says right here that the one mentioned is: before the name, else behind it."""
    return _role_before(body, mention, words) or _role_behind(body, mention.end, words)


def _role_before(body: str, mention: Mention, words: Vocabulary) -> str | None:
    """ "Defense Minister Ann Lee", "the former rain minister Ann Lee", "the minister of rain, Ann Lee"."""
    left = body[max(0, mention.outer - 160) : mention.outer]
    if left.endswith(", "):
        closed = body[mention.end : mention.end + 1] in (",", ".", ";", ")", ":", "")
        return mention.title or _role_before_comma(left[:-2], words, closed=closed)
    if mention.outer and not left.endswith(" "):
        return mention.title
    between = body[mention.outer : mention.start].split() if mention.title is None else []
    before = [*left.rpartition("\n")[2].split(), *between]
    first = _first_of_role(before, words, begun=mention.title is not None)
    role = [*before[first:], mention.title or ""]
    return _tidy(" ".join(role), words)


def _first_of_role(before: list[str], words: Vocabulary, *, begun: bool) -> int:
    """Where among the words before a name the role begins: at their end where there is none.

    Going left: "of Rain" until the noun of the role, then what belongs to that ("the former state ...").
    """
    first, head = len(before), begun
    for place in range(len(before) - 1, max(-1, len(before) - LONGEST_ROLE // 2 - 1), -1):
        word = before[place]
        low = word.lower().strip("“\"'‘«„(")
        if word[-1] in ',;:”")!?»—–' or (word[-1] == "." and not (words.is_role(low) or "." in word[:-1])):
            break
        is_role = words.is_role(word)
        if (
            low in words.small
            and low not in words.modifiers
            and not (not head and low in words.lexicon.links)
        ):
            break
        if begun and first == len(before) and not (is_role or low in words.modifiers or word[0].isupper()):
            break
        if not head and not (is_role or word[0].isupper() or low in words.lexicon.links):
            break
        head = head or is_role
        if head:
            first = place
    return first


def _role_before_comma(left: str, words: Vocabulary, *, closed: bool) -> str | None:
    """The role that stands before a comma and a name: "his chief strategist, Ann Lee".

    Where no mark closes the name, the role must open the sentence: not so "Through a lawyer, Lee said".
    """
    segment = re.split(r"[.,;:()“”\"«»\n—–]", left)[-1].split()[-LONGEST_ROLE:]
    for place, word in enumerate(segment):
        if not words.is_role(word) or word.lower() in words.lexicon.cues:
            continue
        behind = [each.lower() for each in segment[place + 1 :]]
        if any(each in words.lexicon.cues or each in words.counterparts for each in behind):
            continue
        first = place
        while first > 0 and segment[first - 1].lower() not in words.small:
            first -= 1
        if not closed and first > 1:
            return None
        return _tidy(" ".join(segment[first:]), words)
    return None


_ASIDE = re.compile(r"(?: \([^()\n]{1,24}\))?(?:,| [—–-])? ?(?:\d{1,3}, )?")
_ASIDE_END = re.compile(r"[,;:.()“”\"«»\n—–!?]| - ")


def aside_behind(body: str, end: int) -> str:
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
        # The dot of "U.S." is no end.
        dot = closing.start()
        initial = body[dot - 1].isupper() and not body[dot - 2].isalnum()
        if closing[0] == "." and dot > begin + 1 and (initial or body[dot + 1 : dot + 2].strip()):
            stop = closing.end()
            continue
        return body[begin : closing.start()].strip()


def _role_behind(body: str, end: int, words: Vocabulary) -> str | None:
    return role_in_aside(aside_behind(body, end), words)


def role_in_aside(aside: str, words: Vocabulary) -> str | None:
    """The role that an aside says: its head, before the first "of" or "who", is one, or begins with "a"."""
    parts = aside.split()
    if not parts or len(parts) > LONGEST_ROLE + 8:
        return None
    head = _head(parts, words)
    if head is None:
        return None
    first = parts[0].lower()
    nominal = words.is_role(parts[head])
    if not nominal and not (first in words.indefinite and head > 0 and parts[head].islower()):
        return None
    if words.is_body(parts[head]) and not nominal:
        return None
    if first in words.lexicon.cues:
        return None
    if first in words.stops and first not in words.lexicon.determiners:
        return None
    kept = parts
    for place in range(head + 1, len(parts)):
        low = parts[place].lower()
        if low in (words.lexicon.relatives | words.lexicon.breaks) - words.lexicon.links:
            kept = parts[:place]
            break
    return _tidy(" ".join(kept[:LONGEST_ROLE]), words)


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
    return place - 1 if place > begin else None


def _joins_names(parts: list[str], place: int, words: Vocabulary) -> bool:
    """Whether a small word stands inside a name: "a University of Washington professor"."""
    if parts[place].lower() not in words.lexicon.links or not 0 < place < len(parts) - 2:
        return False
    return parts[place - 1][0].isupper() and words.is_body(parts[place - 1]) and parts[place + 1][0].isupper()


def _tidy(role: str, words: Vocabulary) -> str | None:
    parts = role.split()
    while parts and (
        parts[0].lower() in words.definite
        or parts[0].lower() in words.indefinite
        or (parts[0].lower() in words.lexicon.determiners and parts[0].lower() not in words.modifiers)
    ):
        parts.pop(0)
    return " ".join(parts).strip(" ,;") or None


_OF = re.compile(
    r"\b(?:of|for|from|at|del?|della|du|des|von|der|da|do|dos|dell[’'])\s+"
    r"(?:the |la |el |le |il |los |las |das |dem |den |l[’'])?(.+)$"
)
_OWNER = re.compile(r"^(.+?)['’]s? ")


def organisation_in(role: str | None, words: Vocabulary) -> str | None:
    """Whose role it is: "mayor of Oslo", "Rain Inc's chief executive", "Rain House spokesman"."""
    if not role:
        return None
    owner = _OWNER.match(role)
    if owner and owner[1][:1].isupper():
        return owner[1]
    found = _OF.search(role)
    if found and any(word[:1].isupper() for word in found[1].split()):
        return found[1]
    parts = role.split()
    for place, word in enumerate(parts[:-1]):
        if words.is_body(word) and parts[0][:1].isupper() and not words.is_role(word):
            return " ".join(parts[: place + 1])
    return None
