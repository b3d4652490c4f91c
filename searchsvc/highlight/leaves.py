"""What a tree asks to be marked, field by field: its leaves, as fast tests of tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from searchsvc.analysis import both_stems, fold, fold_value, matches_wildcard, stems, tokenize, within_edits
from searchsvc.article import parse_instant
from searchsvc.fields import DEFAULT_FIELDS, FIELDS, FieldKind
from searchsvc.tree import (
    And,
    AndMaybe,
    Boost,
    Exact,
    Fuzzy,
    Node,
    Or,
    Phrase,
    Prefix,
    Range,
    Wildcard,
    Word,
)

Leaf = Word | Phrase | Prefix | Wildcard | Fuzzy | Exact | Range
Test = Callable[[str], bool]

_MOST_REMEMBERED = 50_000
_LITERAL = re.compile(r"[^*?]*")


@dataclass(frozen=True)
class Sequence:
    """A phrase or near phrase: leaf number ``leaf``, its folded ``terms``, how far apart."""

    leaf: int
    terms: tuple[str, ...]
    slop: int


@dataclass
class Wanted:
    """What is marked in one field. Leaves are numbered; ``sizes`` has the words of each."""

    words: dict[str, list[int]] = field(default_factory=dict)
    """By stem on a STEMMED field, by term on others."""
    tests: list[tuple[int, str, Test]] = field(default_factory=list)
    """Leaf, kind of span, test of a term (or of the whole value)."""
    beginnings: list[str | None] = field(default_factory=list)
    """For each test, what every term begins with that passes it; None where that is not known."""
    sequences: list[Sequence] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    by_stem: bool = False
    whole: bool = False
    """Whether the tests are of the whole value."""
    _answers: dict[str | None, Answers] = field(default_factory=dict)

    def answers(self, language: str | None) -> Answers:
        """What the words of a text in ``language`` answer."""
        if language not in self._answers:
            self._answers[language] = Answers(self, language)
        return self._answers[language]

    def of_value(self, text: str) -> tuple[str, tuple[int, ...]] | None:
        """The kind of span and the leaves that a whole value answers; None for none."""
        value = fold_value(text)
        found = [(leaf, kind) for leaf, kind, test in self.tests if test(text if kind == "range" else value)]
        return (found[0][1], tuple(leaf for leaf, _ in found)) if found else None


class Answers(dict[str, tuple[str, tuple[int, ...]] | None]):
    """By ``Token.word``: the kind of span and the leaves that it answers, or None. Works out each
    word when it first meets it."""

    def __init__(self, wanted: Wanted, language: str | None) -> None:
        super().__init__()
        self._wanted = wanted
        self._language = language

    def __missing__(self, word: str) -> tuple[str, tuple[int, ...]] | None:
        wanted, term = self._wanted, fold(word)
        first, *others = both_stems(word, self._language) if wanted.by_stem else (term,)
        leaves = list(wanted.words.get(first, ()))
        for other in others:
            leaves += [leaf for leaf in wanted.words.get(other, ()) if leaf not in leaves]
        kinds = ["term"] if leaves else []
        for leaf, kind, test in wanted.tests:
            if test(term):
                leaves.append(leaf)
                kinds.append(kind)
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found = self[word] = (kinds[0], tuple(leaves)) if kinds else None
        return found


def wanted_by_field(tree: Node, target: str, languages: Iterable[str]) -> dict[str, Wanted]:
    """For each field that the tree asks for, what is marked in it."""
    languages = tuple(languages)
    wanted: dict[str, Wanted] = {}
    for leaf in dict.fromkeys(leaves_of(tree)):
        for name in (leaf.field,) if leaf.field else DEFAULT_FIELDS[target]:
            kind = FIELDS[name].kind
            if name not in wanted:
                wanted[name] = Wanted(
                    by_stem=kind is FieldKind.STEMMED,
                    whole=kind in (FieldKind.EXACT, FieldKind.INSTANT, FieldKind.NUMBER),
                )
            _add(wanted[name], leaf, kind, languages)
    return wanted


def leaves_of(node: Node) -> Iterator[Leaf]:
    """The leaves under ``node`` that a document may answer; those that are negated are not."""
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from leaves_of(child)
        case AndMaybe(required, optional):
            yield from leaves_of(required)
            yield from leaves_of(optional)
        case Boost(child):
            yield from leaves_of(child)
        case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy() | Exact() | Range():
            yield node


def _add(wanted: Wanted, leaf: Leaf, kind: FieldKind, languages: tuple[str, ...]) -> None:
    number = len(wanted.sizes)
    wanted.sizes.append(len(leaf.terms) if isinstance(leaf, Phrase) else 1)
    match leaf:
        case Word(word, term):
            for key in stems(word, languages) if wanted.by_stem else (term,):
                wanted.words.setdefault(key, []).append(number)
        case Phrase(terms, slop):
            wanted.sequences.append(Sequence(number, terms, slop))
        case Prefix(prefix):
            _test(wanted, "prefix", partial(_starts_with, prefix), prefix)
        case Wildcard(pattern):
            _test(wanted, "prefix", partial(matches_wildcard, pattern), _LITERAL.match(pattern)[0])  # type: ignore[index]
        case Fuzzy(term, distance):
            _test(wanted, "fuzzy", partial(_is_near, term, distance))
        case Exact(_, value):
            terms = tuple(token.term for token in tokenize(value))
            if wanted.whole or len(terms) < 2:
                _test(wanted, "term", partial(str.__eq__, value), value)
            else:
                # On a field of words it is a whole name.
                wanted.sequences.append(Sequence(number, terms, 0))
        case Range():
            _test(wanted, "range", partial(_is_within, leaf, kind))


def _test(wanted: Wanted, kind: str, test: Test, beginning: str | None = None) -> None:
    """Adds a test for the leaf that was numbered last."""
    wanted.tests.append((len(wanted.sizes) - 1, kind, test))
    wanted.beginnings.append(beginning)


def _starts_with(prefix: str, term: str) -> bool:
    return term.startswith(prefix)


def _is_near(wanted: str, distance: int, term: str) -> bool:
    return within_edits(wanted, term, distance)


def _is_within(limits: Range, kind: FieldKind, text: str) -> bool:
    """Whether the value that ``text`` shows lies in the range; text that shows none does not."""
    try:
        if kind is FieldKind.INSTANT:
            return _orders(limits, parse_instant(text), isinstance(limits.high, datetime))
        if kind is FieldKind.NUMBER:
            return _orders(limits, int(text), limits.open_high)
    except ValueError:
        return False
    return _orders(limits, fold_value(text), limits.open_high)


def _orders(limits: Range, value: datetime | int | str, open_high: bool) -> bool:
    low, high = limits.low, limits.high
    # mypy cannot see that a field's bounds and values are of one type.
    if low is not None and (value < low or (limits.open_low and value == low)):  # type: ignore[operator]
        return False
    return high is None or value < high or (value == high and not open_high)  # type: ignore[operator]
