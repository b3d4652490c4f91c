"""The same speaker: "..., a dit le maire. ..., a-t-il ajouté" -> a pronoun goes on for who spoke last.

Asked in languages that put a pronoun behind what is quoted: nobody else is named between.
"""

from __future__ import annotations

from dataclasses import replace

from searchsvc.article import Speaker
from searchsvc.wire.descriptions import Scene


def who_goes_on(scene: Scene, surface: str, start: int, gender: str) -> Speaker | None:
    """Whom the pronoun at ``start`` stands for, if somebody spoke before it in its paragraph and nobody else
    is named since; None where that cannot be told."""
    if scene.last is None or not scene.words.lexicon.inverts:
        return None
    last, end = scene.last
    if not end < start or scene.body.find("\n", end, start) >= 0 or _gender(scene, last) != gender:
        return None
    if last.name is None and last.organisation is None and " " not in (last.role or ""):
        return None  # "der Mann" may be anybody who is named before
    between = scene.people.mentions_within(end + 1, start)
    named = any(not scene.people.is_quoted(mention.start, start) for mention, _ in between)
    return None if named else replace(last, surface=surface)


def _gender(scene: Scene, last: Speaker) -> str | None:
    """Who spoke last as a pronoun says it: a person's gender, or that of the noun."""
    if last.name is not None:
        known = scene.people.gender_of(last.name)
        if known is not None:
            return known
    words = scene.words
    first = last.surface.split()[0].lower()
    told = words.gender(last.surface.split())
    if told is not None:
        return told
    if first in words.feminine:
        return "female"
    return (
        "male" if first in words.definite | words.indefinite and "'" not in first.replace("’", "'") else None
    )
