"""Namesakes: by which words of a name somebody may be called, and whether two names are one person's."""

from __future__ import annotations

from searchsvc.wire.mentions import GENERATIONS, plain_surname

SHORTEST_SURNAME = 3
"""Letters of the last part of a surname by which alone somebody may be called."""


def words_of_name(parts: tuple[str, ...]) -> set[str]:
    """The words by which alone somebody may be called, in lower case: of "Ana de Roe" Ana and Roe."""
    told = {plain_surname(each) for each in parts if _tells(each) or (each is parts[-1] and each[-1] == ".")}
    # "Grande-Marlaska" is also called Marlaska; not so "Anne-Marie".
    joined = parts[-1].rpartition("-")[2] if len(parts) > 1 else ""
    return told | {plain_surname(joined)} if len(joined) > SHORTEST_SURNAME else told


def _tells(word: str) -> bool:
    """Whether somebody may be called by the word of a name alone: "Xi", but not "de", "J." or "PP"."""
    return len(word) > 2 - (word.istitle() and word.isalpha()) and not word.islower()


def same_person(one: str, other: str) -> bool:
    """Whether two full names with the same last word are one person's: "Ann B. Lee" and "Ann Lee"."""
    ours, theirs = _plain(one), _plain(other)
    if ("jr" in ours) != ("jr" in theirs):
        return False
    if len(ours) == 1 or len(theirs) == 1:
        return ours[-1] == theirs[-1]
    first, second = ours[0], theirs[0]
    return (
        first == second
        or (min(len(first), len(second)) == 1 and first[0] == second[0])
        or ours[-2:] == theirs[-2:]
    )


def _plain(name: str) -> list[str]:
    return [
        word.strip(".").lower()
        for word in name.split()
        if word.strip(".") not in GENERATIONS or word[0] == "J"
    ]
