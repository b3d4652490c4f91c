"""A query tree becomes a plan: fields and leaves of our trees in the fields and terms of the index.

Leaves score by BM25, weighted by ``FIELD_WEIGHTS`` and summed over fields and leaves. What a leaf stands for
(stems, an expansion) counts as one term. A phrase scores as its words; Exact values, Everything and
``field:*`` score 1; ranges, filters and Not score 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from searchsvc import analysis, tree
from searchsvc.engines.whoosh import expansion, plan
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.documents import microseconds
from searchsvc.engines.whoosh.evaluating import Evaluator, Matched
from searchsvc.engines.whoosh.leaves import merged, numbers_of, runs_of
from searchsvc.engines.whoosh.schema import MISSING
from searchsvc.errors import InputError, Problem
from searchsvc.fields import DEFAULT_FIELDS, Field, FieldKind, fields_of

FIELD_WEIGHTS = {"headline": 2.0}
"""A word in the headline says more of the story than one in its body; other fields weigh 1."""


class Executor:
    """Makes plans for one collection. Words are stemmed in ``language``, or in all of the index.

    ``warnings`` gathers what people should know.
    """

    def __init__(self, collection: Collection, *, language: str | None = None) -> None:
        self._collection = collection
        self._languages = (language,) if language else collection.languages()
        self.warnings: list[str] = []

    def evaluate(self, node: tree.Node) -> Matched:
        """All documents that match ``node``, dead ones left out."""
        return Evaluator(self._collection, self.lower(node)).all()

    def lower(self, node: tree.Node, boost: float = 1.0) -> plan.Plan:  # noqa: C901
        """The plan of ``node``. Raises InputError for a field that the target has not."""
        match node:
            case tree.Everything():
                return plan.Every(boost)
            case tree.Nothing():
                return plan.Nothing()
            case tree.And(children):
                return plan.Both(tuple(self.lower(child, boost) for child in children))
            case tree.Or(children):
                return plan.Either(tuple(self.lower(child, boost) for child in children))
            case tree.Not(child):
                return plan.Without(self.lower(child))
            case tree.AndMaybe(required, optional):
                return plan.Maybe(self.lower(required, boost), self.lower(optional, boost))
            case tree.Boost(child, factor):
                return self.lower(child, boost * factor)
            case tree.Exact(field, value):
                return self.exact(field_on(self._collection.target, field), value, boost)
            case tree.Range():
                return self._range(node)
            case tree.Prefix("", str(name)):
                # Whether there is anything in the field: all of its terms count, however many.
                return plan.Between(field_on(self._collection.target, name).name, b"", None, boost)
            case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Wildcard() | tree.Fuzzy():
                names = (node.field,) if node.field else DEFAULT_FIELDS[self._collection.target]
                fields = [field_on(self._collection.target, name) for name in names]
                leaves = [self._leaf(node, field, boost) for field in fields]
                return leaves[0] if len(leaves) == 1 else plan.Either(tuple(leaves))
        raise InputError(f"This engine does not know the query node {type(node).__name__}")

    def _leaf(self, node: tree.Node, field: Field, boost: float) -> plan.Plan:
        if field.kind in (FieldKind.INSTANT, FieldKind.NUMBER):
            return self._number(node, field, boost)
        boost *= FIELD_WEIGHTS.get(field.name, 1.0)
        match node:
            case tree.Word(word, term):
                if field.kind is FieldKind.EXACT:
                    return self.exact(field, term, boost)
                if field.kind is FieldKind.STEMMED:
                    stems = analysis.stems(word, self._languages)
                    return plan.Terms(f"{field.name}_stem", _coded(stems), boost)
                return plan.Terms(field.name, _coded([term]), boost)
            case tree.Phrase(terms, slop):
                if field.kind is FieldKind.EXACT:
                    return self.exact(field, " ".join(terms), boost)
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
        return plan.Nothing()

    def _phrase(self, field: str, terms: Sequence[str], slop: int, boost: float) -> plan.Plan:
        if len(terms) == 1:
            return plan.Terms(field, _coded(terms), boost)
        if not terms:
            return plan.Nothing()
        return plan.PhraseOf(field, tuple(_bytes(term) for term in terms), slop, boost)

    def _number(self, node: tree.Node, field: Field, boost: float) -> plan.Plan:
        if isinstance(node, tree.Word) and field.kind is FieldKind.NUMBER and _is_number(node.term):
            return plan.Constant(_equal(field.name, int(node.term)), boost)
        self._warn(f"{field.name} holds {field.kind.value}s: ask for one, or for a range such as [a TO b]")
        return plan.Nothing()

    def _expanded(self, field: Field, shown: str, found: expansion.Expansion, boost: float) -> plan.Plan:
        if found.cut:
            limit = expansion.EXPANSION_LIMIT
            self._warn(
                f"{shown} stands for more than {limit} terms in {field.name}; the {limit} most frequent count"
            )
        terms = _coded(found.terms)
        if field.kind is FieldKind.EXACT:
            return plan.AnyOf(field.name, terms, boost)
        return plan.Terms(field.name, terms, boost)

    def exact(self, field: Field, value: str, score: float = 0.0) -> plan.Plan:
        """Documents of which a whole value is ``value`` (folded); on TEXT the words of ``value`` in a row."""
        match field.kind:
            case FieldKind.EXACT:
                return plan.AnyOf(field.name, _coded([value]), score)
            case FieldKind.CONCEPT:
                return plan.AnyOf(f"{field.name}_exact", _coded([value]), score)
            case FieldKind.TEXT | FieldKind.STEMMED:
                terms = [token.term for token in analysis.tokenize(value)]
                return plan.Constant(self._phrase(field.name, terms, 0, 1.0), score)
            case FieldKind.NUMBER:
                if _is_number(value):
                    return plan.Constant(_equal(field.name, int(value)), score)
                return plan.Nothing()
            case FieldKind.INSTANT:
                raise InputError(
                    f"{field.name} is an instant: give a range",
                    problems=(Problem("give a range of instants", parameter=field.name),),
                )

    def _range(self, node: tree.Range) -> plan.Plan:
        field = field_on(self._collection.target, node.field)
        if field.kind is FieldKind.INSTANT:
            return instants_between(field.name, node.low, node.high)
        if field.kind is FieldKind.NUMBER:
            low = node.low + node.open_low if isinstance(node.low, int) else None
            high = node.high + (not node.open_high) if isinstance(node.high, int) else None
            return plan.Where((field.name,), plan.any_number(low, high, MISSING))
        name = f"{field.name}_exact" if field.kind is FieldKind.CONCEPT else field.name
        low_term = b"" if node.low is None else _bytes(str(node.low)) + b"\0" * node.open_low
        high_term = None if node.high is None else _bytes(str(node.high)) + b"\0" * (not node.open_high)
        return plan.Between(name, low_term, high_term, 0.0)

    def explain(self, planned: plan.Plan, number: int) -> list[dict[str, Any]]:
        """What each leaf of ``planned`` gives to document ``number`` of the collection, in order."""
        part, own = self._collection.part_of(number)
        shown = []
        for leaf in plan.scored_leaves(planned):
            found = Evaluator(self._collection, leaf)
            scored = dict(zip(*(array.tolist() for array in _arrays(found.all())), strict=True))
            if score := scored.get(number):
                holders = merged(part, runs_of(numbers_of(part, leaf.field, leaf.terms)))
                weight = float(holders.freqs[holders.docs == own].sum())
                df = sum(
                    merged(each, runs_of(numbers_of(each, leaf.field, leaf.terms))).docs.size
                    for each in self._collection.parts
                )
                terms = [term.decode("utf-8", "replace") for term in leaf.terms[:20]]
                shown.append(
                    {"field": leaf.field, "terms": terms, "df": df, "weight": weight, "score": score}
                )
        return shown

    def _warn(self, message: str) -> None:
        if message not in self.warnings:
            self.warnings.append(message)


def _arrays(found: Matched) -> tuple[Any, Any]:
    return found.docs, found.scores


def instants_between(column: str, low: Any, high: Any) -> plan.Where:
    """Documents with ``low <= value < high``; None is unbounded."""
    first = microseconds(low) if isinstance(low, datetime) else None
    last = microseconds(high) if isinstance(high, datetime) else None
    return plan.Where((column,), plan.any_number(first, last, MISSING))


def field_on(target: str, name: str) -> Field:
    """The row of ``name`` in the table of fields. Raises InputError where ``target`` has none."""
    fields = fields_of(target)
    if name not in fields:
        raise InputError(
            f"There is no field {name!r} in {target}; the fields are {', '.join(fields)}",
            problems=(Problem(f"no such field in {target}", parameter=name),),
        )
    return fields[name]


def _equal(column: str, value: int) -> plan.Where:
    return plan.Where((column,), plan.any_number(value, value + 1, MISSING))


def _bytes(term: str) -> bytes:
    return term.encode("utf-8", "replace")


def _coded(terms: Any) -> tuple[bytes, ...]:
    return tuple(sorted({_bytes(term) for term in terms}))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
