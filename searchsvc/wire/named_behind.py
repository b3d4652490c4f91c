"""Names behind a description: "his best friend at school, Ann Lee", "uno de los buzos, Juan Ruiz"."""

from __future__ import annotations

import re

from searchsvc.article import Speaker
from searchsvc.wire.people import People
from searchsvc.wire.person import Person
from searchsvc.wire.vocabulary import Vocabulary

REACH = 80
"""Characters."""
_MAY_FOLLOW = re.compile(r", ?[A-ZÀ-Þ]| (?:at|of|in|for|from) [^,.;:\n]{1,40},")
_NAME_FOLLOWS = re.compile(r"(?: (?:at|of|in|for|from) [^,.;:\n]{1,40})?, ?")
_APPOSED = re.compile(
    r", ?(?:el|la|le|il|lo|o|a) (?:[a-zß-ÿ-]{1,20} ){1,6}(?=[A-ZÀ-Þ])|, ?l['’](?:[a-zß-ÿ-]{1,20} ){1,6}"
)
"""What more is said before the name: ", el liberal de centroderecha | Juan Ruiz,"."""
_CLOSED = re.compile(r"\s*(?:[,.;:()»”\"!?–—-]|$)")


def named_behind(body: str, end: int, people: People, *, closed: bool = False) -> Person | None:
    """Who is named right behind the description of somebody that ends at ``end``. ``closed``: a mark must
    end the name, as in "el alcalde, Juan Ruiz, ...", not in "Según el alcalde, Ruiz llegó ayer"."""
    apposed = _APPOSED.match(body, end) if closed else None
    if apposed is not None:
        behind = people.mention_in(apposed.end(), apposed.end() + REACH)
        if behind and behind[0].outer == apposed.end() and _CLOSED.match(body, behind[0].end):
            return behind[1]
    aside = people.mention_in(end, end + REACH) if _MAY_FOLLOW.match(body, end) else None
    if aside is None or not _NAME_FOLLOWS.fullmatch(body, end, aside[0].outer):
        return None
    if closed and not _CLOSED.match(body, aside[0].end):
        return None
    return aside[1]


def is_one_of(surface: str, words: Vocabulary) -> bool:
    """Whether Romance copy calls somebody one of several: "uno de los buzos", "l'un des plongeurs"."""
    one, *behind = surface.lower().replace("’", "'").split()
    one = one.rpartition("'")[2]
    return words.lexicon.is_romance and bool(behind) and one in words.indefinite and behind[0] in words.owning


def may_be_same(head: str, last: tuple[Speaker, int] | None, body: str, at: int, words: Vocabulary) -> bool:
    """Whether "la mujer" and the like at ``at`` can be who was named last as speaking (and where that was),
    in the same paragraph."""
    if last is None or last[0].name is None or body.find("\n", last[1], at) >= 0:
        return False
    return head.lower() in words.male | words.female
