"""Which weekdays that a lead names are days of what it tells, rather than of what is still to come.

"The council said on Friday" was written on a Friday or soon after; "the council will meet on Friday" was not,
and says nothing of the day of its dateline. Words are in ``tables/weekdays.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from searchsvc.wire.knowledge import table, written_table

BEFORE = 160
"""Characters before a weekday in which the verb of its clause is looked for."""

_LONG_WORD = re.compile(r"[^\W\d_]{4,14}(?:-[^\W\d_]{5})?")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE_END = re.compile(r"[.;:!?…\"“”«»]|,\s(?=[^\W\dA-ZÀ-Þ_])|,\s\Z")
"""A comma before a name ends no clause: "in Salem, Oregon"."""
_NEXT_WORD = re.compile(r"\s([^\W\d_]+)")


@dataclass(frozen=True)
class _Tenses:
    ahead: frozenset[str]
    ahead_ends: tuple[str, ...]
    behind: frozenset[str]
    beside: frozenset[str]
    same_day: frozenset[str]
    present: frozenset[str]
    past: frozenset[str]
    past_ends: tuple[str, ...]
    small: frozenset[str]

    def is_ahead(self, word: str) -> bool:
        return word in self.ahead or (len(word) > 3 and word.endswith(self.ahead_ends))

    def is_past(self, word: str) -> bool:
        return word in self.past or (len(word) > 3 and word.endswith(self.past_ends))


def weekdays_in(text: str, language: str | None) -> frozenset[int]:
    """The weekdays (0 is Monday) that ``text`` names in full, in ``language`` or English, as days of what was
    or is, not of what will be."""
    names = _full_weekdays(_spoken(language))
    if not any(map(text.casefold().__contains__, names)):
        return frozenset()
    found = (
        (word, names[word[0].casefold()]) for word in _LONG_WORD.finditer(text) if word[0].casefold() in names
    )
    return frozenset(day for word, day in found if not _is_ahead(text, word.start(), word.end(), language))


def _is_ahead(text: str, start: int, end: int, language: str | None) -> bool:
    """Whether the weekday at ``start:end`` is one on which something is still to happen."""
    tenses = _tenses(_spoken(language))
    behind = _NEXT_WORD.match(text, end)
    if behind and behind[1] in tenses.behind:
        return True
    before = _CLAUSE_END.split(text[max(0, start - BEFORE) : start])[-1]
    # As written: "May" is a month.
    words = [word.replace("’", "'") for word in reversed(_WORD.findall(before))]
    words = words[sum(1 for _ in takewhile(tenses.small.__contains__, words)) :]
    if not words or words[0] in tenses.same_day:
        return False
    if words[0] in tenses.beside:
        return True
    for word in words:
        if tenses.is_ahead(word):
            return True
        if tenses.is_past(word):
            return False
    return words[0] in tenses.present


def _spoken(language: str | None) -> str:
    spoken = language.partition("-")[0] if language else "en"
    return {"no": "nb"}.get(spoken, spoken)


@cache
def _tenses(spoken: str) -> _Tenses:
    known = table("weekdays")
    row = known.get(spoken, known["en"])
    sets = {key: frozenset(words) for key, words in row.items() if not key.endswith("_ends")}
    return _Tenses(ahead_ends=tuple(row["ahead_ends"]), past_ends=tuple(row["past_ends"]), **sets)


@cache
def _full_weekdays(spoken: str) -> dict[str, int]:
    written = written_table()["weekdays_in_full"]
    languages = [each for each in dict.fromkeys((spoken, "en")) if each in written]
    return {name.casefold(): number for each in reversed(languages) for name, number in written[each].items()}
