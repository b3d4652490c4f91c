"""Completions of a word being typed, and better spellings of words that find nothing."""

from __future__ import annotations

from dataclasses import replace
from heapq import nsmallest

from searchsvc import analysis, tree
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.expansion import expand_fuzzy, expand_prefix
from searchsvc.fields import DEFAULT_FIELDS, FieldKind, fields_of
from searchsvc.query import render

FEW = 3
"""Fewer hits than this make us look for a better spelling."""

CLEARLY = 10
"""A word that is found is only replaced by one that is so many times as frequent."""


def complete(collection: Collection, prefix: str, size: int) -> list[str]:
    """``prefix`` with its last word completed, by the words of the target's default fields that occur in
    most documents; words are shown folded. Empty where ``prefix`` does not end in a word."""
    tokens = analysis.tokenize(prefix)
    if not tokens or tokens[-1].end != len(prefix):
        return []
    found: dict[str, int] = {}
    for field in DEFAULT_FIELDS[collection.target]:
        for term, count in expand_prefix(collection, field, tokens[-1].term).terms.items():
            found[term] = max(found.get(term, 0), count)
    best = nsmallest(size, found.items(), key=lambda item: (-item[1], item[0]))
    return [prefix[: tokens[-1].start] + term for term, _ in best]


def better_spelling(collection: Collection, query: tree.Node) -> str | None:
    """The query with each rare word in it replaced by the nearest more frequent one; None without any."""
    corrected = _correct(collection, query)
    return None if corrected == query else render(corrected)


def _correct(collection: Collection, node: tree.Node) -> tree.Node:
    match node:
        case tree.Word(_, term, field):
            better = _nearest(collection, term, field)
            return tree.Word(better, better, field) if better else node
        case tree.And(children) | tree.Or(children):
            return replace(node, children=tuple(_correct(collection, child) for child in children))
        case tree.AndMaybe(required, optional):
            return tree.AndMaybe(_correct(collection, required), _correct(collection, optional))
        case tree.Boost(child, factor):
            return tree.Boost(_correct(collection, child), factor)
    return node


def _nearest(collection: Collection, term: str, field: str | None) -> str | None:
    """The word nearest to ``term``, of the equally near the most frequent; None where ``term`` is good."""
    names = (field,) if field else DEFAULT_FIELDS[collection.target]
    known = fields_of(collection.target)
    names = tuple(name for name in names if name in known and known[name].kind in _SPELT)
    if len(term) < 3 or not names or not term.isalpha():
        return None
    held = max(collection.doc_frequency(name, term) for name in names)
    for distance in (1, 2) if len(term) > 4 else (1,):
        found: dict[str, int] = {}
        for name in names:
            for candidate, count in expand_fuzzy(collection, name, term, distance).terms.items():
                found[candidate] = max(found.get(candidate, 0), count)
        found.pop(term, None)
        best = nsmallest(1, found.items(), key=lambda item: (-item[1], item[0]))
        if best and best[0][1] > held * CLEARLY:
            return best[0][0]
    return None


_SPELT = (FieldKind.STEMMED, FieldKind.TEXT, FieldKind.CONCEPT)
