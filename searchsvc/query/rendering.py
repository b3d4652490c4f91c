"""The canonical text of a tree: ``parse(render(tree)).tree == tree`` for every tree that ``parse`` gives,
whichever operator is the default."""

from __future__ import annotations

import re
from datetime import datetime

from searchsvc.article import format_instant
from searchsvc.fields import FIELDS, FieldKind
from searchsvc.tree import (
    And,
    AndMaybe,
    Boost,
    Everything,
    Exact,
    Fuzzy,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Range,
    Wildcard,
    Word,
)

_BARE = re.compile(r"[a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?", re.ASCII)


def render(node: Node) -> str:
    """Query text for ``node``: operators in capitals, fields before each leaf."""
    match node:
        case And(children):
            return " AND ".join(_operand(child) for child in _spoken(children))
        case Or(children):
            return " OR ".join(_operand(child, And) for child in children)
        case AndMaybe(required, optional):
            return f"+{_operand(required)} OR {_operand(optional)}"
        case Nothing():
            return "NOT *"
        case Not(child):
            return f"NOT {_operand(child)}"
        case Boost(child, factor):
            return f"{_operand(child)}^{factor:.6f}".rstrip("0").rstrip(".")
        case _:
            return _leaf(node)


def _spoken(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Without the Everything that stands before negations alone: it is understood."""
    if isinstance(children[0], Everything) and all(isinstance(child, Not) for child in children[1:]):
        return children[1:]
    return children


def _operand(node: Node, *loose: type[Node]) -> str:
    """``node`` in parentheses, unless it is one piece already or of the ``loose`` types."""
    text = render(node)
    compound = isinstance(node, And | Or | AndMaybe | Nothing) and not isinstance(node, loose)
    return f"({text})" if compound else text


def _leaf(node: Node) -> str:
    match node:
        case Everything():
            return "*"
        case Word(word, _, field):
            return _in(field, word)
        case Phrase(terms, slop, field):
            return _in(field, f'"{" ".join(terms)}"' + (f"~{slop}" if slop else ""))
        case Prefix(prefix, field):
            return _in(field, (_value(prefix) if _is_exact(field) and prefix else prefix) + "*")
        case Wildcard(pattern, field):
            return _in(field, re.sub(r"([^\w*?])", r"\\\1", pattern) if _is_exact(field) else pattern)
        case Fuzzy(term, distance, field):
            return _in(field, (_value(term) if _is_exact(field) else term) + f"~{distance}")
        case Exact(field, value):
            return _in(field, _value(value))
        case Range():
            return _range(node)
        case _:
            raise TypeError(f"not a node of a query: {node!r}")


def _range(node: Range) -> str:
    low, high = node.low, node.high
    if isinstance(low, int) and low == high and not (node.open_low or node.open_high):
        return _in(node.field, str(low))
    opening = "{" if node.open_low else "["
    closing = "}" if node.open_high or isinstance(high, datetime) else "]"
    return _in(node.field, f"{opening}{_bound(low)} TO {_bound(high)}{closing}")


def _bound(value: datetime | int | str | None) -> str:
    if value is None:
        return "*"
    if isinstance(value, datetime):
        return format_instant(value)
    return _value(value) if isinstance(value, str) else str(value)


def _value(value: str) -> str:
    if _BARE.fullmatch(value):
        return value
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def _in(field: str | None, text: str) -> str:
    return text if field is None else f"{field}:{text}"


def _is_exact(field: str | None) -> bool:
    return field is not None and FIELDS[field].kind is FieldKind.EXACT
