"""Person: somebody whom a body names, and what was found out about them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from searchsvc.wire.mentions import Mention

MOST_ASKED = 12
"""Mentions of somebody whose surroundings are looked at."""


@dataclass(eq=False)
class Person:
    """Who is called ``name``; what is unknown yet is read from the words around the mentions."""

    name: str
    mentions: list[Mention] = field(default_factory=list)
    full: int = 0
    gender: str | None = None
    sure: bool = False
    told: bool = False  # by a title or a given name, not only because somebody of the name says something
    roles: list[str] | None = None
    said: list[list[str]] | None = None
    is_body: bool = False
    is_neuter: bool | None = None
    told_gender: str | None = None
    """The gender that pronouns tell."""
    knows_gender: bool = False


def nearness(person: Person, at: int) -> tuple[bool, float]:
    """What is the greater, the nearer the person was named before ``at``; less, where only behind it."""
    last = bisect_left(person.mentions, at, key=lambda each: each.start)
    near = person.mentions[last - 1 if last else 0].start
    return near < at, near if near < at else -near


def differ(one: str | None, other: str | None) -> bool:
    """Whether two genders are known and not the same."""
    return one is not None and other is not None and one != other
