"""Matching terms: what a wildcard pattern and a misspelt word stand for."""

from __future__ import annotations


def matches_wildcard(pattern: str, term: str) -> bool:
    """Whether the whole ``term`` matches ``pattern``, in which ``*`` is any run of characters and ``?``
    exactly one. At most ``len(pattern) * len(term)`` steps, on hostile patterns too."""
    if len(pattern) - pattern.count("*") > len(term):
        return False
    at_pattern = at_term = 0
    star: int | None = None
    resume = 0
    while at_term < len(term):
        if at_pattern < len(pattern) and pattern[at_pattern] == "*":
            star, resume = at_pattern, at_term
            at_pattern += 1
        elif at_pattern < len(pattern) and pattern[at_pattern] in ("?", term[at_term]):
            at_pattern += 1
            at_term += 1
        elif star is not None:
            # Only the last star need ever be widened.
            resume += 1
            at_pattern, at_term = star + 1, resume
        else:
            return False
    return not pattern[at_pattern:].strip("*")


def within_edits(left: str, right: str, distance: int) -> bool:
    """Whether at most ``distance`` insertions, deletions and substitutions of a character lead from
    ``left`` to ``right`` (Levenshtein 1966), and both begin with the same character."""
    if left[:1] != right[:1] or abs(len(left) - len(right)) > distance:
        return False
    previous = list(range(len(right) + 1))
    for row, character in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            current.append(
                min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (character != other))
            )
        if min(current) > distance:
            return False
        previous = current
    return previous[-1] <= distance
