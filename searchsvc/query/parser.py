"""Operators and groups: from lexemes to the tree. Iterative, so that no nesting is too deep for it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from searchsvc.errors import Problem, TooLargeError
from searchsvc.fields import ALIASES, fields_of
from searchsvc.query.leaves import Reader
from searchsvc.query.lexer import Kind, Lexeme, Lexer
from searchsvc.query.periods import zone
from searchsvc.query.rendering import render
from searchsvc.query.warnings import QueryWarning
from searchsvc.tree import And, AndMaybe, Boost, Everything, Node, Not, Nothing, Or, Phrase

MAX_QUERY_LENGTH = 10_000
"""Code points of a query."""

MAX_CLAUSES = 512
"""Words of a query, those in phrases included; what follows them is left out with a warning."""

MAX_WARNINGS = 20
"""The first so many are given."""

MAX_DEPTH = 50
"""Groups within groups; the parentheses of deeper ones are left out with a warning."""


@dataclass(frozen=True)
class ParsedQuery:
    """A query as understood: its tree, the canonical text of the tree, and what to tell its author."""

    tree: Node
    parsed: str
    warnings: tuple[QueryWarning, ...]


def parse(
    text: str,
    *,
    target: str = "articles",
    op: Literal["and", "or"] = "and",
    timezone: str = "UTC",
) -> ParsedQuery:
    """Understand ``text`` as a query of ``target``. Clauses side by side are joined by ``op``; dates
    without an offset are read in ``timezone`` (IANA).

    Raises TooLargeError for more than ``MAX_QUERY_LENGTH`` code points and InputError for a time
    zone that does not exist; nothing that stands in ``text`` is an error.
    """
    if len(text) > MAX_QUERY_LENGTH:
        message = f"The query has {len(text):,} characters; at most {MAX_QUERY_LENGTH:,} are read"
        raise TooLargeError(message, problems=(Problem(message, "q", MAX_QUERY_LENGTH),))
    lexer = Lexer(text, fields_of(target), ALIASES)
    parser = _Parser(lexer, Reader(zone(timezone)), op)
    tree = parser.tree()
    if tree is None:
        tree = Nothing() if text.strip() else Everything()
        if text.strip():
            lexer.warn("There is no word in this to search for", 0, len(text))
    warnings = sorted(lexer.warnings + parser.reader.warnings, key=lambda warning: warning.start)
    return ParsedQuery(tree, render(tree), tuple(warnings[:MAX_WARNINGS]))


class _Sign(Enum):
    NONE = ""
    REQUIRED = "+"
    PROHIBITED = "-"


@dataclass
class _Conjunction:
    """Clauses joined by AND. ``by_or`` says whether an OR was written before it."""

    clauses: list[tuple[_Sign, Node]]
    by_or: bool

    def node(self) -> Node:
        return conjunction([Not(node) if sign is _Sign.PROHIBITED else node for sign, node in self.clauses])


@dataclass
class _Group:
    """What stands between parentheses, while it is read."""

    start: int
    field: str | None = None
    sign: _Sign = _Sign.NONE
    joined: list[_Conjunction] = dataclasses.field(default_factory=list)
    operator: Lexeme | None = None
    """An AND or OR that waits for its right side."""
    pending: Lexeme | None = None
    """A NOT, + or - that waits for its operand."""

    def take_sign(self) -> _Sign:
        pending, self.pending = self.pending, None
        if pending is None:
            return _Sign.NONE
        return _Sign.REQUIRED if pending.kind is Kind.PLUS else _Sign.PROHIBITED

    def add(self, node: Node, sign: _Sign, op: str) -> None:
        operator, self.operator = self.operator, None
        by_and = operator.kind is Kind.AND if operator else op == "and"
        if self.joined and by_and:
            self.joined[-1].clauses.append((sign, node))
        else:
            self.joined.append(_Conjunction([(sign, node)], operator is not None and bool(self.joined)))

    def node(self) -> Node | None:
        """The group's meaning; None where it is empty.

        One clause alone between ORs keeps its sign for the whole group: with a + it is required
        and the others add to the score; with a - and no OR written beside it, it is taken away."""
        if len(self.joined) < 2:
            return self.joined[0].node() if self.joined else None
        required: list[Node] = []
        optional: list[Node] = []
        prohibited: list[Node] = []
        for place, member in enumerate(self.joined):
            sign, node = member.clauses[0]
            beside_or = member.by_or or (place == 0 and self.joined[1].by_or)
            if len(member.clauses) == 1 and sign is _Sign.REQUIRED:
                required.append(node)
            elif len(member.clauses) == 1 and sign is _Sign.PROHIBITED and not beside_or:
                prohibited.append(Not(node))
            else:
                optional.append(member.node())
        if required:
            core = conjunction(required)
            found = [AndMaybe(core, disjunction(optional)) if optional else core]
        else:
            found = [disjunction(optional)] if optional else []
        return conjunction(found + prohibited)


class _Parser:
    """Reads one query."""

    def __init__(self, lexer: Lexer, reader: Reader, op: str) -> None:
        self.lexer = lexer
        self.reader = reader
        self.op = op
        self.groups = [_Group(0)]
        self.clauses = 0
        self.too_deep = 0

    def tree(self) -> Node | None:
        """The whole query; None where there is nothing in it."""
        for lexeme in self.lexer:
            if lexeme.kind is Kind.OPEN:
                self._open(lexeme)
            elif lexeme.kind is Kind.CLOSE:
                self._close(lexeme)
            elif lexeme.kind in (Kind.AND, Kind.OR):
                self._operator(lexeme)
            elif lexeme.kind in (Kind.NOT, Kind.PLUS, Kind.MINUS):
                self._sign(lexeme)
            elif not self._operand(lexeme):
                break
        while len(self.groups) > 1:
            start = self.groups[-1].start
            self.lexer.warn("A parenthesis without its other half is closed at the end", start, start + 1)
            self._finish(None)
        self._drop_waiting()
        return self.groups[0].node()

    def _operand(self, lexeme: Lexeme) -> bool:
        """Add a word, phrase or range; False where the query has had enough of them."""
        group = self.groups[-1]
        sign = group.take_sign()
        node = self.reader.node(lexeme, group.field)
        if node is None:
            return True
        self.clauses += _weight(node)
        if self.clauses > MAX_CLAUSES:
            self.lexer.warn(
                f"Only the first {MAX_CLAUSES} words are searched; the rest is left out",
                lexeme.start,
                len(self.lexer.text),
            )
            return False
        group.add(node, sign, self.op)
        return True

    def _open(self, lexeme: Lexeme) -> None:
        group = self.groups[-1]
        if len(self.groups) > MAX_DEPTH:
            if not self.too_deep:
                self.lexer.warn(
                    f"Groups deeper than {MAX_DEPTH} are read as if their parentheses were not there",
                    lexeme.start,
                    lexeme.end,
                )
            self.too_deep += 1
            return
        self.groups.append(_Group(lexeme.end - 1, lexeme.field or group.field, group.take_sign()))

    def _close(self, lexeme: Lexeme) -> None:
        if self.too_deep:
            self.too_deep -= 1
        elif len(self.groups) == 1:
            self.lexer.warn(
                "A parenthesis without its other half is left out", lexeme.start, lexeme.start + 1
            )
        else:
            self._finish(lexeme)

    def _finish(self, lexeme: Lexeme | None) -> None:
        self._drop_waiting()
        group = self.groups.pop()
        node = group.node()
        if node is not None:
            if lexeme is not None:
                node = self.reader.boosted(node, lexeme)
            self.groups[-1].add(node, group.sign, self.op)

    def _operator(self, lexeme: Lexeme) -> None:
        group = self.groups[-1]
        if group.pending is not None:
            self._drop(group.pending)
            group.pending = None
        if not group.joined or group.operator is not None:
            self._drop(lexeme)
        else:
            group.operator = lexeme

    def _sign(self, lexeme: Lexeme) -> None:
        group = self.groups[-1]
        if group.pending is not None:
            self._drop(group.pending)
        group.pending = lexeme

    def _drop_waiting(self) -> None:
        group = self.groups[-1]
        for lexeme in (group.operator, group.pending):
            if lexeme is not None:
                self._drop(lexeme)
        group.operator = group.pending = None

    def _drop(self, lexeme: Lexeme) -> None:
        self.lexer.warn(
            f"{lexeme.kind.value} has nothing to work on and is left out", lexeme.start, lexeme.end
        )


def conjunction(nodes: list[Node]) -> Node:
    """All of ``nodes``: flat, without an Everything beside something that is sought, and with one
    before negations alone."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, And) else (node,))
    sought = [node for node in flat if not isinstance(node, Not | Everything)]
    if sought:
        flat = [node for node in flat if not isinstance(node, Everything)]
    else:
        flat = [Everything(), *(node for node in flat if isinstance(node, Not))]
    if flat == [Everything(), Not(Everything())]:
        return Nothing()
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def disjunction(nodes: list[Node]) -> Node:
    """Any of ``nodes``, flat."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, Or) else (node,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def _weight(node: Node) -> int:
    """How many words a leaf (or the few that one word became) has."""
    if isinstance(node, Boost):
        return _weight(node.child)
    if isinstance(node, And):
        return sum(map(_weight, node.children))
    return len(node.terms) if isinstance(node, Phrase) else 1
