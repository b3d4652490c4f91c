"""A query tree against a collection: which documents match, exactly, and what each scores.

Every document is looked at; there is no early stop that could miss one. Scores are BM25 (Robertson and
others 1994) a field, as Whoosh's BM25F computes it, weighted by ``FIELD_WEIGHTS`` and summed over fields and
leaves. What a leaf stands for (stems, an expansion) counts as one term. A phrase scores as its words;
Exact values and Everything score 1; ranges, filters and Not score 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchsvc import analysis, tree
from searchsvc.engines.whoosh import expansion
from searchsvc.engines.whoosh.collection import POSITION_BITS, Collection, Postings
from searchsvc.engines.whoosh.documents import microseconds
from searchsvc.engines.whoosh.schema import MISSING
from searchsvc.errors import InputError, Problem
from searchsvc.fields import DEFAULT_FIELDS, Field, FieldKind, fields_of

B = 0.75
K1 = 1.2
"""The parameters that Whoosh's BM25F has by default."""

FIELD_WEIGHTS = {"headline": 2.0}
"""A word in the headline says more of the story than one in its body; other fields weigh 1."""

Mask = NDArray[np.bool_]
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Matched:
    """``mask`` says which documents match, ``scores`` what each scores (0 where it does not): (count,)."""

    mask: Mask
    scores: Scores


@dataclass(frozen=True)
class LeafScore:
    """What a leaf gave in one field, for explanations. ``weights`` is how often it occurs: (count,)."""

    field: str
    terms: tuple[str, ...]
    df: int
    weights: Scores
    scores: Scores


class Executor:
    """Evaluates trees over one collection. Words are stemmed in ``language``, or in all of the index.

    ``warnings`` gathers what people should know; with ``explain``, ``leaves`` what scored.
    """

    def __init__(self, collection: Collection, *, language: str | None = None, explain: bool = False) -> None:
        self._collection = collection
        self._languages = (language,) if language else collection.languages()
        self._fields = fields_of(collection.target)
        self._explain = explain
        self.leaves: list[LeafScore] = []
        self.warnings: list[str] = []

    def evaluate(self, node: tree.Node, boost: float = 1.0) -> Matched:
        """The documents that match ``node``. Raises InputError for a field that the target has not."""
        match node:
            case tree.Everything():
                return Matched(self._all(), np.full(self._collection.count, boost))
            case tree.Nothing():
                return self._none()
            case tree.And(children):
                return self._both([self.evaluate(child, boost) for child in children])
            case tree.Or(children):
                return self._either([self.evaluate(child, boost) for child in children])
            case tree.Not(child):
                return Matched(~self.evaluate(child).mask, np.zeros(self._collection.count))
            case tree.AndMaybe(required, optional):
                first, second = self.evaluate(required, boost), self.evaluate(optional, boost)
                return Matched(first.mask, first.scores + np.where(first.mask, second.scores, 0.0))
            case tree.Boost(child, factor):
                return self.evaluate(child, boost * factor)
        return self._evaluate_leaf(node, boost)

    def _evaluate_leaf(self, node: tree.Node, boost: float) -> Matched:
        match node:
            case tree.Exact(field, value):
                return self._constant(self.exact_documents(self._field(field), value), boost)
            case tree.Range():
                return Matched(self._range(node), np.zeros(self._collection.count))
            case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Wildcard() | tree.Fuzzy():
                names = (node.field,) if node.field else DEFAULT_FIELDS[self._collection.target]
                return self._either([self._leaf(node, self._field(name), boost) for name in names])
        raise InputError(f"This engine does not know the query node {type(node).__name__}")

    # Combining

    def _all(self) -> Mask:
        return np.ones(self._collection.count, np.bool_)

    def _none(self) -> Matched:
        return Matched(np.zeros(self._collection.count, np.bool_), np.zeros(self._collection.count))

    def _both(self, parts: Sequence[Matched]) -> Matched:
        mask = self._all()
        scores = np.zeros(self._collection.count)
        for part in parts:
            mask &= part.mask
            scores += part.scores
        return Matched(mask, np.where(mask, scores, 0.0))

    def _either(self, parts: Sequence[Matched]) -> Matched:
        if len(parts) == 1:
            return parts[0]
        mask = np.zeros(self._collection.count, np.bool_)
        scores = np.zeros(self._collection.count)
        for part in parts:
            mask |= part.mask
            scores += part.scores
        return Matched(mask, scores)

    def _constant(self, mask: Mask, score: float) -> Matched:
        return Matched(mask, np.where(mask, score, 0.0))

    # Leaves

    def _leaf(self, node: tree.Node, field: Field, boost: float) -> Matched:
        if field.kind in (FieldKind.INSTANT, FieldKind.NUMBER):
            return self._number_leaf(node, field, boost)
        boost *= FIELD_WEIGHTS.get(field.name, 1.0)
        match node:
            case tree.Word(word, term):
                if field.kind is FieldKind.EXACT:
                    return self._constant(self.exact_documents(field, term), boost)
                if field.kind is FieldKind.STEMMED:
                    return self._union(f"{field.name}_stem", analysis.stems(word, self._languages), boost)
                return self._union(field.name, (term,), boost)
            case tree.Phrase(terms, slop):
                if field.kind is FieldKind.EXACT:
                    return self._constant(self.exact_documents(field, " ".join(terms)), boost)
                return self._phrase(field.name, terms, slop, boost)
            case tree.Prefix(prefix):
                found = expansion.expand_prefix(self._collection, field.name, prefix)
                return self._expanded(field, f"{prefix}*", found, boost)
            case tree.Wildcard(pattern):
                found = expansion.expand_wildcard(self._collection, field.name, pattern)
                return self._expanded(field, pattern, found, boost)
            case tree.Fuzzy(term, distance):
                found = expansion.expand_fuzzy(self._collection, field.name, term, distance)
                return self._expanded(field, f"{term}~{distance}", found, boost)
        return self._none()

    def _number_leaf(self, node: tree.Node, field: Field, boost: float) -> Matched:
        if isinstance(node, tree.Word) and field.kind is FieldKind.NUMBER and _is_number(node.term):
            return self._constant(self._collection.array(field.name) == int(node.term), boost)
        self._warn(f"{field.name} holds {field.kind.value}s: ask for one, or for a range such as [a TO b]")
        return self._none()

    def _expanded(self, field: Field, shown: str, found: expansion.Expansion, boost: float) -> Matched:
        if found.cut:
            limit = expansion.EXPANSION_LIMIT
            self._warn(
                f"{shown} stands for more than {limit} terms in {field.name}; the {limit} most frequent count"
            )
        if field.kind is FieldKind.EXACT:
            return self._constant(self._documents(field.name, found.terms), boost)
        return self._union(field.name, found.terms, boost)

    def _union(self, field: str, terms: Iterable[str], boost: float) -> Matched:
        """Documents with any of ``terms``, scored as if they were one term."""
        parts = [self._collection.postings(field, term) for term in sorted(terms)]
        parts = [part for part in parts if part.docs.size]
        if not parts:
            return self._none()
        if len(parts) == 1:
            postings = parts[0]
        else:
            docs = np.concatenate([part.docs for part in parts])
            summed = np.bincount(docs, np.concatenate([part.weights for part in parts]))
            found = np.flatnonzero(summed)
            postings = Postings(found, summed[found].astype(np.float64))
        return self._score(field, tuple(sorted(terms)), postings, boost)

    def _score(self, field: str, terms: tuple[str, ...], postings: Postings, boost: float) -> Matched:
        collection = self._collection
        docs, weights = postings.docs, postings.weights
        idf = math.log(collection.count / (docs.size + 1)) + 1
        lengths = collection.lengths(field)[docs]
        norms = K1 * ((1 - B) + B * lengths / collection.average_length(field))
        mask = np.zeros(collection.count, np.bool_)
        mask[docs] = True
        scores = np.zeros(collection.count)
        scores[docs] = boost * idf * (weights * (K1 + 1) / (weights + norms))
        if self._explain:
            occurrences = np.zeros(collection.count)
            occurrences[docs] = weights
            self.leaves.append(LeafScore(field, terms, int(docs.size), occurrences, scores))
        return Matched(mask, scores)

    def _phrase(self, field: str, terms: Sequence[str], slop: int, boost: float) -> Matched:
        if len(terms) == 1:
            return self._union(field, terms, boost)
        found = self.phrase_documents(field, terms, slop)
        if not found.size:
            return self._none()
        mask = np.zeros(self._collection.count, np.bool_)
        mask[found] = True
        scores = np.zeros(self._collection.count)
        first = len(self.leaves)
        for term in terms:
            scores += self._score(field, (term,), self._collection.postings(field, term), boost).scores
        for number in range(first, len(self.leaves)):
            leaf = self.leaves[number]
            kept = np.where(mask, leaf.scores, 0.0)
            self.leaves[number] = LeafScore(leaf.field, leaf.terms, leaf.df, leaf.weights, kept)
        return Matched(mask, np.where(mask, scores, 0.0))

    # Documents without scores

    def phrase_documents(self, field: str, terms: Sequence[str], slop: int = 0) -> NDArray[np.int64]:
        """The documents in which ``terms`` stand in order, at most ``slop`` positions further apart in all.

        From each place of the first term the nearest next ones are taken, which gives the shortest run.
        """
        if not terms:
            return np.zeros(0, np.int64)
        first = last = self._collection.positions(field, terms[0])
        for term in terms[1:]:
            following = self._collection.positions(field, term)
            nearest = np.searchsorted(following, last, side="right")
            reached = nearest < following.size
            first, last, nearest = first[reached], last[reached], following[nearest[reached]]
            near = (nearest >> POSITION_BITS == last >> POSITION_BITS) & (nearest - first < len(terms) + slop)
            first, last = first[near], nearest[near]
        tight = last - first - (len(terms) - 1) <= slop
        return np.unique(last[tight] >> POSITION_BITS)

    def exact_documents(self, field: Field, value: str) -> Mask:
        """Documents of which a whole value is ``value`` (folded); on TEXT the words of ``value`` in a row."""
        mask = np.zeros(self._collection.count, np.bool_)
        match field.kind:
            case FieldKind.EXACT:
                mask[self._collection.postings(field.name, value).docs] = True
            case FieldKind.CONCEPT:
                mask[self._collection.postings(f"{field.name}_exact", value).docs] = True
            case FieldKind.TEXT | FieldKind.STEMMED:
                terms = [token.term for token in analysis.tokenize(value)]
                mask[self.phrase_documents(field.name, terms)] = True
            case FieldKind.NUMBER:
                if _is_number(value):
                    mask |= self._collection.array(field.name) == int(value)
            case FieldKind.INSTANT:
                raise InputError(
                    f"{field.name} is an instant: give a range",
                    problems=(Problem("give a range of instants", parameter=field.name),),
                )
        return mask

    def _documents(self, field: str, terms: Iterable[str]) -> Mask:
        mask = np.zeros(self._collection.count, np.bool_)
        for term in terms:
            mask[self._collection.postings(field, term).docs] = True
        return mask

    def _range(self, node: tree.Range) -> Mask:
        field = self._field(node.field)
        if field.kind is FieldKind.INSTANT:
            return self.instants_between(field.name, node.low, node.high)
        if field.kind is FieldKind.NUMBER:
            values = self._collection.array(field.name)
            mask: Mask = values != MISSING
            if isinstance(node.low, int):
                mask &= values > node.low if node.open_low else values >= node.low
            if isinstance(node.high, int):
                mask &= values < node.high if node.open_high else values <= node.high
            return mask
        name = f"{field.name}_exact" if field.kind is FieldKind.CONCEPT else field.name
        low = None if node.low is None else str(node.low)
        high = None if node.high is None else str(node.high)
        ends = {"open_low": node.open_low, "open_high": node.open_high}
        return self._documents(name, expansion.expand_range(self._collection, name, low, high, **ends).terms)

    def instants_between(self, column: str, low: Any, high: Any) -> Mask:
        """Documents with ``low <= value < high``; None is unbounded."""
        values = self._collection.array(column)
        mask: Mask = values != MISSING
        if isinstance(low, datetime):
            mask &= values >= microseconds(low)
        if isinstance(high, datetime):
            mask &= values < microseconds(high)
        return mask

    def _field(self, name: str) -> Field:
        return field_on(self._collection.target, name)

    def _warn(self, message: str) -> None:
        if message not in self.warnings:
            self.warnings.append(message)


def field_on(target: str, name: str) -> Field:
    """The row of ``name`` in the table of fields. Raises InputError where ``target`` has none."""
    fields = fields_of(target)
    if name not in fields:
        raise InputError(
            f"There is no field {name!r} in {target}; the fields are {', '.join(fields)}",
            problems=(Problem(f"no such field in {target}", parameter=name),),
        )
    return fields[name]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
