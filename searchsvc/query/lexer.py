"""Query text cut into lexemes: words, phrases, ranges, operators, each with its place and its marks.

Decides only by characters; what a word means is for ``leaves``, what operators join for ``parser``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from searchsvc.fields import FIELDS
from searchsvc.query.warnings import QueryWarning


class Kind(Enum):
    """What a lexeme is."""

    WORD = "word"
    PHRASE = "phrase"
    RANGE = "range"
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    PLUS = "+"
    MINUS = "-"


@dataclass(frozen=True)
class Lexeme:
    """A piece of the query at ``start:end``. ``text`` is free of quotes and escapes."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    field: str | None = None
    wildcards: frozenset[int] = frozenset()
    """Where in ``text`` a ``*`` or ``?`` has its special meaning."""
    distance: int | None = None
    """The number after ``~``; 1 where there is none."""
    boost: float = 1.0
    bounds: tuple[str | None, str | None] = (None, None)
    """Of a range: its ends; None where it is open."""
    excluded: tuple[bool, bool] = (False, False)
    """Of a range: whether its low and its high end are left out."""


MOST_SHOWN = 20
"""Characters of what was typed that a warning repeats."""

_CLOSERS: Mapping[str, str] = {
    '"': '"',
    "“": '”“"',
    "”": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«»",
    "「": "」",
    "『": "』",
    "＂": "＂",
}
"""The marks that open a phrase, and which of the marks close it."""

_QUOTES = frozenset(_CLOSERS) | frozenset("」』")
_ENDS = _QUOTES | frozenset("()")
"""What ends a word, beside white space."""
_VALUES = _QUOTES | frozenset("([{<>*?")
"""What a value may begin with, beside letters and digits."""
_OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT, "&&": Kind.AND, "||": Kind.OR}
_NAME = re.compile(r"([A-Za-z_][A-Za-z0-9_.]{0,63}):", re.ASCII)
_SCHEMES = frozenset(("http", "https", "ftp", "mailto", "urn", "tag"))
# Marks may be missing: these patterns match nothing too, so that there always is a match.
_BOOST = r"(?:\^(?P<boost>\d{1,6}(?:\.\d{1,6})?))?"
_WORD_MARKS = re.compile(rf"(?:~(?P<distance>\d{{0,4}}))?{_BOOST}\Z", re.ASCII)
_PHRASE_MARKS = re.compile(rf"(?P<star>\*)?(?:~(?P<distance>\d{{0,4}}))?{_BOOST}", re.ASCII)
_GROUP_MARKS = re.compile(_BOOST, re.ASCII)
_ATTACHED = re.compile(r"[~^][^\s()\[\]{}\"]*")
_STRAY_MARK = re.compile(r"(?<=[\w*?])[~^]")
_WORD_MARK_RULE = (
    "~ is followed by a whole number, ^ by a number (missile~1, missile^2); here it stands for itself"
)
_PHRASE_MARK_RULE = '~ is followed by a whole number, ^ by a number ("two koreas"~2^3); left out'
_GROUP_MARK_RULE = "Only ^ and a number may follow a group or a range; left out"
_END = r'("(?:[^"\\]|\\.){0,1000}"|[^\s\]}"]{1,1000})'
_RANGE = re.compile(rf"([\[{{])\s{{0,99}}{_END}\s{{1,99}}(?:TO|to)\s{{1,99}}{_END}\s{{0,99}}([\]}}])")
_COMPARISON = re.compile(r"[<>]=?")
_SIGNS = re.compile(r"[+-]{2,}(?=[\w(\"“„«])")


class Lexer:
    """Cuts one query; ``warnings`` fills while its lexemes are drawn. Never fails; linear time."""

    def __init__(self, text: str, fields: Collection[str], aliases: Mapping[str, str]) -> None:
        self.text = text
        self.fields = fields
        self.aliases = aliases
        self.warnings: list[QueryWarning] = []
        self._unclosed: set[str] = set()

    def __iter__(self) -> Iterator[Lexeme]:
        at = 0
        while at < len(self.text):
            character = self.text[at]
            if character.isspace():
                at += 1
                continue
            if character in "+-" and self._is_sign(at):
                lexeme = Lexeme(Kind.PLUS if character == "+" else Kind.MINUS, at, at + 1)
            elif signs := _SIGNS.match(self.text, at):
                shown = signs[0] if len(signs[0]) <= MOST_SHOWN else f"{signs[0][:MOST_SHOWN]}…"
                self.warn(f"{shown} means nothing in front of a word; left out", at, signs.end())
                at = signs.end()
                continue
            else:
                lexeme = self._operand(at)
            yield lexeme
            at = lexeme.end

    def warn(self, message: str, start: int, end: int) -> None:
        """Note something about ``start:end`` of the query."""
        self.warnings.append(QueryWarning(message, start, end))

    def _is_sign(self, at: int) -> bool:
        """Whether the plus or minus here belongs to what follows: two of them are a dash."""
        following = self.text[at + 1 : at + 2]
        preceding = self.text[at - 1 : at]
        return (
            bool(following)
            and not following.isspace()
            and following not in "+-)"
            and preceding not in ("+", "-")
        )

    def _operand(self, at: int) -> Lexeme:
        start = at
        field, at = self._field(at)
        character = self.text[at]
        if character == "(":
            return Lexeme(Kind.OPEN, start, at + 1, field=field)
        if character == ")":
            boost, end = self._boost(at + 1)
            return Lexeme(Kind.CLOSE, at, end, boost=boost)
        if character in _QUOTES:
            return self._quoted(start, at, field)
        if field is not None and character in "[{":
            found = _RANGE.match(self.text, at)
            if found:
                return self._range(start, found, field)
            self.warn(f"A range is written {field}:[low TO high]; searched as words", start, at + 1)
            field = None
        if field is not None and (comparison := _COMPARISON.match(self.text, at)):
            return self._comparison(start, comparison, field)
        return self._word(start, at, field)

    def _field(self, at: int) -> tuple[str | None, int]:
        """The field that is named here, and where its value begins."""
        match = _NAME.match(self.text, at)
        if match is None:
            return None, at
        written, following = match[1], self.text[match.end() : match.end() + 1]
        name = self.aliases.get(written.lower(), written.lower())
        empty = not following or following.isspace() or following == ")"
        if name in self.fields:
            if not empty:
                return name, match.end()
            self.warn(
                f"Nothing follows {written}: (no space after the colon); searched as a word", at, match.end()
            )
        elif written.lower() not in _SCHEMES and following and (following.isalnum() or following in _VALUES):
            known = FIELDS.get(name)
            why = (
                f"{written} is a field of {' and '.join(known.targets)} alone"
                if known
                else f"There is no field {written}"
            )
            self.warn(f"{why}; searched as words", at, match.end())
        return None, at

    def _quoted(self, start: int, at: int, field: str | None) -> Lexeme:
        opener = self.text[at]
        phrase = None
        if opener in _CLOSERS and opener not in self._unclosed:
            phrase = self._phrase(start, at, field)
        if phrase is None:
            self._unclosed.add(opener)
            self.warn("A quotation mark without its other half is left out", at, at + 1)
            return self._word(start, at + 1, field)
        return phrase

    def _phrase(self, start: int, at: int, field: str | None) -> Lexeme | None:
        """The phrase that opens here; None where nothing closes it."""
        closers = _CLOSERS[self.text[at]]
        text: list[str] = []
        end = at + 1
        while end < len(self.text) and self.text[end] not in closers:
            if self.text[end] == "\\" and self.text[end + 1 : end + 2] in ("\\", *closers):
                end += 1
            text.append(self.text[end])
            end += 1
        if end >= len(self.text):
            return None
        marks = next(_PHRASE_MARKS.finditer(self.text, end + 1))
        content = "".join(text) + (marks["star"] or "")
        wildcards = frozenset((len(content) - 1,)) if marks["star"] else frozenset()
        end += 1 + len(marks["star"] or "")
        if (after := self._misspelt(end, marks.end(), _PHRASE_MARK_RULE)) is not None:
            return Lexeme(Kind.PHRASE, start, after, content, field, wildcards)
        return Lexeme(
            Kind.PHRASE,
            start,
            marks.end(),
            content,
            field,
            wildcards,
            None if marks["distance"] is None else int(marks["distance"] or 1),
            float(marks["boost"] or 1),
        )

    def _boost(self, at: int) -> tuple[float, int]:
        """The weight of the group or range that ends here, and where the mark that gives it ends."""
        marks = next(_GROUP_MARKS.finditer(self.text, at))
        after = self._misspelt(at, marks.end(), _GROUP_MARK_RULE)
        return (float(marks["boost"] or 1), marks.end()) if after is None else (1.0, after)

    def _misspelt(self, at: int, end: int, rule: str) -> int | None:
        """Where the marks at ``at`` end, if they are not, or not only, those that end at ``end``."""
        attached = _ATTACHED.match(self.text, at)
        if attached is None or attached.end() <= end:
            return None
        self.warn(rule, at, attached.end())
        return attached.end()

    def _range(self, start: int, match: re.Match[str], field: str) -> Lexeme:
        boost, end = self._boost(match.end())
        return Lexeme(
            Kind.RANGE,
            start,
            end,
            field=field,
            boost=boost,
            bounds=(_bound(match[2]), _bound(match[3])),
            excluded=(match[1] == "{", match[4] == "}"),
        )

    def _comparison(self, start: int, comparison: re.Match[str], field: str) -> Lexeme:
        at = comparison.end()
        quoted = self.text[at : at + 1] in _CLOSERS
        value = self._quoted(start, at, field) if quoted else self._word(start, at, field)
        upwards, excluded = comparison[0][0] == ">", len(comparison[0]) == 1
        return Lexeme(
            Kind.RANGE,
            start,
            value.end,
            field=field,
            boost=value.boost,
            bounds=(value.text, None) if upwards else (None, value.text),
            excluded=(excluded and upwards, excluded and not upwards),
        )

    def _word(self, start: int, at: int, field: str | None) -> Lexeme:
        if field is None and (operator := _OPERATORS.get(self.text[at : at + 2])) and self.text[at] in "&|":
            return Lexeme(operator, start, at + 2)
        characters: list[str] = []
        escaped: set[int] = set()
        end = at
        while end < len(self.text):
            character = self.text[end]
            if character == "\\" and end + 1 < len(self.text):
                end += 1
                escaped.add(len(characters))
                character = self.text[end]
            elif character in _ENDS or character.isspace():
                break
            elif character in "&|" and characters and self.text[end : end + 2] in _OPERATORS:
                break  # one that stands alone is a letter of the word
            characters.append(character)
            end += 1
        text = "".join(characters)
        if field is None and not escaped and text in _OPERATORS:
            return Lexeme(_OPERATORS[text], start, end)
        # Something stands before the marks, and nothing of them is escaped.
        marks = next(_WORD_MARKS.finditer(text, max(escaped, default=0) + 1))
        core = text[: marks.start()]
        if any(mark.start() not in escaped for mark in _STRAY_MARK.finditer(core)):
            self.warn(_WORD_MARK_RULE, start, end)
        return Lexeme(
            Kind.WORD,
            start,
            end,
            core,
            field,
            frozenset(
                place for place, character in enumerate(core) if character in "*?" and place not in escaped
            ),
            None if marks["distance"] is None else int(marks["distance"] or 1),
            float(marks["boost"] or 1),
        )


def _bound(text: str) -> str | None:
    if text == "*":
        return None
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text
