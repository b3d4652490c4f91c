"""The query language: text in, a syntax tree out, the same for every engine.

``parse`` never fails on what a person types; what is not syntax is searched as words, and the
answer says how it was understood. ``render`` writes a tree as text that parses to the same tree.
``lexer`` finds the pieces, ``leaves`` gives each its meaning by the kind of its field, ``periods``
reads dates, ``parser`` puts operators and groups together. The language is described in
``docs/query-language.md``.
"""

from searchsvc.query.parser import (
    MAX_CLAUSES,
    MAX_DEPTH,
    MAX_QUERY_LENGTH,
    ParsedQuery,
    parse,
)
from searchsvc.query.periods import period, zone
from searchsvc.query.rendering import render
from searchsvc.query.warnings import QueryWarning
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

__all__ = [
    "MAX_CLAUSES",
    "MAX_DEPTH",
    "MAX_QUERY_LENGTH",
    "And",
    "AndMaybe",
    "Boost",
    "Everything",
    "Exact",
    "Fuzzy",
    "Node",
    "Not",
    "Nothing",
    "Or",
    "ParsedQuery",
    "Phrase",
    "Prefix",
    "QueryWarning",
    "Range",
    "Wildcard",
    "Word",
    "parse",
    "period",
    "render",
    "zone",
]
