"""Offices that go on behind "of", and where the names behind them begin: "Secretary of State | Ann Lee"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from searchsvc.wire.knowledge import table, words_in
from searchsvc.wire.places import find_city, regions
from searchsvc.wire.vocabulary import CAPITALS, Vocabulary

REACH_BACK = 60
"""Characters of an area in small letters, and of the word before it."""
SHORTEST_NAME = 2
"""Words behind a body of which no more is known than that it is one."""
LONGEST_WORD = 20
"""Letters."""
MOST_JOINED = 4
"""Small words within one name: "U.S. House of Representatives Ways and Means Committee"."""
MOST_SMALL = 3
"""Words in small letters between a body and a name: "Bank of Oslo chief rain economist Ann Lee"."""


class Office(NamedTuple):
    """``start:end`` is the office in the body; a space and a name follow."""

    start: int
    end: int


class _Knowledge(NamedTuple):
    area: re.Pattern[str]
    joined: frozenset[tuple[str, str]]
    joining: frozenset[str]
    gap: re.Pattern[str]
    opening: re.Pattern[str]
    small_area: re.Pattern[str]
    last_words: frozenset[str]
    holders: frozenset[str]
    houses: frozenset[str]


@cache
def _knowledge(language: str) -> _Knowledge | None:
    rows = table("offices").get(language)
    if rows is None:
        return None
    areas = "|".join(map(re.escape, sorted(rows["areas"], key=len, reverse=True)))
    endings, joining, holders, houses = (
        list(words_in(rows[key])) for key in ("endings", "joining", "holders", "houses")
    )
    joins = "|".join(joining)
    word = rf"[{CAPITALS}]\w{{1,20}}"
    generic = rf"(?:{word},? (?:and )?){{0,4}}(?:{'|'.join(endings)})"
    return _Knowledge(
        area=re.compile(rf"(?:{areas}|{generic})(?!\w)"),
        joined=frozenset(
            (before.rpartition(" ")[2], behind.removeprefix("the ").partition(" ")[0])
            for area in rows["areas"]
            for before, mark, behind in [area.partition(" and ")]
            if mark
        ),
        joining=frozenset(joining),
        opening=re.compile(rf" (?:{joins}) (?:the )?"),
        gap=re.compile(rf" (?:{joins}) (?:the )?$"),
        small_area=re.compile(rf" (?:{joins}) (?:the )?(?:{areas.lower()}) $"),
        last_words=frozenset([*joining, "and", "the", *(area.lower().split()[-1] for area in rows["areas"])]),
        holders=frozenset(holders),
        houses=frozenset(houses),
    )


def find_offices(body: str, runs: Sequence[re.Match[str]], words: Vocabulary) -> Iterator[Office]:
    """The offices in ``body`` before a name; ``runs`` are its words in capitals in a row, in their order."""
    known = _knowledge(words.language)
    if known is None:
        return
    begun, open_office = 0, None
    for place, run in enumerate(runs):
        at = run.start()
        left = body[max(0, at - LONGEST_WORD) : max(0, at - 1)]
        if left[left.rfind(" ") + 1 :] not in known.last_words:
            begun, open_office = place, None
            continue
        before = runs[place - 1] if place else None
        long = place - begun > MOST_JOINED
        if before is None or long or not _is_joined(body, before, run, known, words):
            begun = place
        start = runs[begun].start()
        open_office = _held(body, start, run.end(), open_office, known, words)
        if open_office is not None:
            if open_office.end < run.end():
                yield open_office
                open_office = None
        elif begun < place and (found := _of_body(body, start, run, runs[place + 1 : place + 2], words)):
            yield found


def _is_joined(
    body: str, before: re.Match[str], run: re.Match[str], known: _Knowledge, words: Vocabulary
) -> bool:
    """Whether two runs are of one name: "Bank | of England", "Ways | and Means"."""
    gap = body[before.end() : run.start()]
    last, first = before[0].rpartition(" ")[2], run[0].partition(" ")[0]
    if gap in (" and ", " and the "):
        return (last, first) in known.joined
    return known.gap.fullmatch(gap) is not None and (last in known.houses or _is_body(last, words))


def _is_body(word: str, words: Vocabulary) -> bool:
    return words.is_body(word) and not words.is_role(word) and word.lower() not in words.modifiers


def _held(
    body: str, start: int, end: int, begun: Office | None, known: _Knowledge, words: Vocabulary
) -> Office | None:
    """The office whose area begins at ``start``, or whose name does; ``begun``: what was one until there."""
    left = body[max(0, start - REACH_BACK) : start]
    small = known.small_area.search(left) if left[-2:-1].islower() else None
    gap = small or known.gap.search(left)
    if gap is None:
        return None
    at = start - len(left) + gap.start()
    if begun is not None and begun.end == at:
        first, known_only = begun.start, True
    else:
        word = left[: gap.start()].rpartition("\n")[2].rpartition(" ")[2]
        if not word or not words.is_role(word) or not (word[-1].isalpha() or len(word) > SHORTEST_NAME):
            return None
        first = at - len(word)
        known_only = word.lower() not in known.holders
    stop = start - 1 if small else _end_of_area(body, start, end, known, words)
    if stop is None and not known_only:
        stop = _end_of_any(body, start, end)
    if stop is None or (stop < end and _opens_role(body[stop + 1 : end], words)):
        return None
    return Office(first, stop)


def _end_of_area(body: str, start: int, end: int, known: _Knowledge, words: Vocabulary) -> int | None:
    area = known.area.match(body, start, end)
    if area is not None and body[area.end() : area.end() + 1] in (" ", ""):
        return area.end()
    parts = body[start:end].split(" ")
    for place in range(len(parts) - SHORTEST_NAME - 1, 0, -1):
        if _is_body(parts[place], words) and parts[place + 1][0].isupper():
            return start + len(" ".join(parts[: place + 1]))
    return None


def _end_of_any(body: str, start: int, end: int) -> int | None:
    """Where an unknown area ends before a name of two words: "Minister of Rain | Ann Lee"."""
    parts = body[start:end].split(" ")
    named = len(parts) in (SHORTEST_NAME + 1, SHORTEST_NAME + 2) and "." not in body[start:end]
    return start + len(" ".join(parts[:-SHORTEST_NAME])) if named else None


def _opens_role(text: str, words: Vocabulary) -> bool:
    """Whether what follows is no name but goes on: "a spokesman for Finance | Minister Ann Lee"."""
    first = text.partition(" ")[0]
    return words.is_role(first) or words.is_body(first)


def _of_body(
    body: str, start: int, run: re.Match[str], behind: Sequence[re.Match[str]], words: Vocabulary
) -> Office | None:
    """The office in a body whose name begins at ``start`` and goes on in ``run``, where it is held there:
    "Bank of England Governor", "Bank of England chief economist"."""
    parts = run[0].split(" ")
    roles = [at for at in range(1, len(parts) - 1) if words.is_role(parts[at])]
    if roles:
        last = roles[0]
        while last + 1 < len(parts) - 1 and words.is_role(parts[last + 1]):
            last += 1
        return Office(start, run.start() + len(" ".join(parts[: last + 1])))
    if not behind or words.is_role(parts[-1]):
        return None
    between = body[run.end() : behind[0].start()]
    small = between.split(" ")[1:-1]
    if not small or len(small) > MOST_SMALL or not words.is_role(small[-1]) or between[0] != " ":
        return None
    return Office(start, behind[0].start() - 1) if all(word.isalpha() for word in small) else None


def _led_by_body(parts: list[str], known: _Knowledge, words: Vocabulary) -> str | None:
    """The body that stands before an office: "White House | Chief of Staff"."""
    named = [word for word in parts if word.lower() not in words.modifiers]
    return " ".join(named) if any(_is_body(word, words) or word in known.houses for word in named) else None


def organisation_of_office(role: str, words: Vocabulary) -> tuple[str | None] | None:
    """Whose an office is, in a tuple: a body's ("Bank of England Governor"), or nobody's ("Secretary of
    State", as "foreign minister"); None where the role is no such office."""
    known = _knowledge(words.language)
    if known is None:
        return None
    parts = role.split()
    head = next((at for at, word in enumerate(parts) if words.is_role(word)), len(parts))
    if head < len(parts) - 1 and _is_of_areas(" " + " ".join(parts[head + 1 :]), known):
        return (_led_by_body(parts[:head], known, words),)
    for at in range(1, len(parts) - 2):
        if not parts[at][0].isupper() and (at < 2 or parts[at - 1] != parts[at - 1].lower()):
            return _named_in_full(parts, at, known, words)
    return None


def _is_of_areas(behind: str, known: _Knowledge) -> bool:
    """Whether there is nothing but areas behind an office: "of State for Rain Affairs"."""
    if known.small_area.fullmatch(behind + " "):
        return True
    at = 0
    while at < len(behind) and (opened := known.opening.match(behind, at)) is not None:
        area = known.area.match(behind, opened.end())
        if area is None:
            return False
        at = area.end()
    return at == len(behind)


def _named_in_full(
    parts: list[str], at: int, known: _Knowledge, words: Vocabulary
) -> tuple[str | None] | None:
    """The body whose name goes on behind the small word at ``at``, where a role follows that."""
    last, following = parts[at - 1], parts[at + 1]
    if parts[at] == "and":
        is_one = (last, following) in known.joined
    else:
        is_one = parts[at] in known.joining and (last in known.houses or _is_body(last, words))
    if not is_one or not following[0].isupper() or not all(word[0].isupper() for word in parts[:at]):
        return None
    end = at + 2
    while end < len(parts) and parts[end][0].isupper() and not _opens_post(parts[end], words):
        end += 1
    return (" ".join(parts[:end]),) if any(map(words.is_role, parts[end:])) else None


def _opens_post(word: str, words: Vocabulary) -> bool:
    """Whether the words for a post begin: "Speaker", "Deputy Governor", "Democratic leader"."""
    low = word.lower()
    side = low.removesuffix("ic") in words.honorifics or low in words.honorifics
    return words.is_role(word) or low in words.modifiers or side


def names_somebody(description: str, head: str, words: Vocabulary) -> bool:
    """Whether a name stands behind the role ``head``, which then is nobody else's: "the envoy Tarvo Olsin",
    "the keeper of Rain Tarvo Olsin"; not "the governor of New South Wales"."""
    _, _, behind = description.partition(head)
    row: list[str] = []
    for word in [*behind.split(), ""]:
        if word[:1].isupper():
            row.append(word)
            continue
        held = SHORTEST_NAME if behind.lstrip().startswith(" ".join(row)) else SHORTEST_NAME + 1
        if len(row) >= held and not (_is_place(" ".join(row)) or any(map(words.is_body, row))):
            return True
        row.clear()
    return False


def _is_place(name: str) -> bool:
    return bool(regions(name)) or find_city(name) is not None
