"""Queries as Whoosh's trees, for stock Whoosh and for ours."""

from __future__ import annotations

from typing import Any

from whoosh import query as trees

from bench.queries import FIELDS, Query


def make_tree(query: Query) -> Any:
    """The tree of a query over both fields; the filter of a filtered one scores nothing."""
    match query.kind:
        case "phrase":
            return trees.Or([trees.Phrase(field, list(query.words)) for field in FIELDS])
        case "prefix":
            return trees.Or([trees.Prefix(field, query.words[0]) for field in FIELDS])
        case "fuzzy":
            # The first letter may be wrong as well, as tantivy has it.
            return trees.Or(
                [trees.FuzzyTerm(field, query.words[0], maxdist=1, prefixlength=0) for field in FIELDS]
            )
        case "or" | "facets" | "single":
            return trees.Or([trees.Term(field, word) for word in query.words for field in FIELDS])
    words = [trees.Or([trees.Term(field, word) for field in FIELDS]) for word in query.words]
    if query.kind == "filtered":
        return trees.Require(trees.And(words), trees.Term("source", query.source))
    return trees.And(words)
