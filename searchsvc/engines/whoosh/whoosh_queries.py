"""Whoosh's query trees as plans, with Whoosh's meaning; what is not known here is matched by Whoosh itself.

An expansion (prefix, wildcard, fuzzy word, range) scores its boost, as Whoosh says of ``constantscore``; one
that stands for a single term scores as that term, as in Whoosh.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from whoosh import query
from whoosh.fields import Schema

from searchsvc.engines.whoosh import plan
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.expansion import after, near

Match = Callable[[query.Query, int], tuple[Any, Any]]
"""Whoosh's own matching: a query and a segment's number to documents (int32) and scores (float64)."""


class WhooshPlanner:
    """Makes plans of Whoosh's queries over one collection; ``match`` is asked about unknown ones."""

    def __init__(self, collection: Collection, schema: Schema, match: Match) -> None:
        self._collection = collection
        self._schema = schema
        self._match = match

    def lower(self, asked: query.Query, boost: float = 1.0) -> plan.Plan:
        """The plan of a query, whose scores are multiplied by ``boost``."""
        make = _MAKERS.get(asked.__class__, WhooshPlanner._by_whoosh)
        return make(self, asked, boost)

    def _by_whoosh(self, asked: query.Query, boost: float) -> plan.Plan:
        def read(number: int) -> tuple[Any, Any]:
            docs, scores = self._match(asked, number)
            return docs, scores * boost

        return plan.Given(read)

    # Leaves

    def _term(self, asked: Any, boost: float) -> plan.Plan:
        return self._terms(asked.fieldname, asked.text, boost * asked.boost)

    def _terms(self, name: str, text: Any, boost: float) -> plan.Plan:
        coded = self._coded(name, text)
        if coded is None:
            return plan.Nothing()
        if self._schema[name].scorable:
            return plan.Terms(name, (coded,), boost)
        return plan.AnyOf(name, (coded,), boost, weighted=True)

    def _coded(self, name: str, text: Any) -> bytes | None:
        if name not in self._schema:
            return None
        try:
            coded: bytes = self._schema[name].to_bytes(text)
        except ValueError:
            return None
        return coded

    def _phrase(self, asked: Any, boost: float) -> plan.Plan:
        name = asked.fieldname
        words = [word for word in asked.words if word is not None]
        if name not in self._schema or not words:
            return plan.Nothing()
        keeps = self._schema[name].format
        if len(words) == 1 or not keeps.supports("positions") or (asked.slop > 1 and len(words) > 2):
            # Of wider phrases each gap is bounded in Whoosh, not their sum.
            return self._by_whoosh(asked, boost)
        coded = [self._coded(name, word) for word in words]
        terms = tuple(term for term in coded if term is not None)
        if len(terms) < len(words) or asked.slop < 1:
            return plan.Nothing()
        return plan.PhraseOf(name, terms, asked.slop - 1, boost * asked.boost)

    def _every(self, asked: Any, boost: float) -> plan.Plan:
        if asked.fieldname in (None, "", "*"):
            return plan.Every(asked.boost * boost)
        return plan.Between(asked.fieldname, b"", None, asked.boost * boost)

    # Expansions

    def _prefix(self, asked: Any, boost: float) -> plan.Plan:
        prefix = asked.text.encode("utf-8")
        return self._between(asked, prefix, after(prefix), boost)

    def _term_range(self, asked: Any, boost: float) -> plan.Plan:
        name = asked.fieldname
        low = b"" if asked.start is None else self._coded(name, asked.start)
        high = b"\xff\xff\xff\xff" if asked.end is None else self._coded(name, asked.end)
        if low is None or high is None or name not in self._schema:
            return plan.Nothing()
        low += b"\0" * bool(asked.startexcl)
        high += b"\0" * (not asked.endexcl)
        return self._between(asked, low, high, boost)

    def _between(self, asked: Any, low: bytes, high: bytes | None, boost: float) -> plan.Plan:
        name = asked.fieldname
        ranges = [data.between(name, low, high) for data in self._collection.segments]
        count = sum(map(len, ranges))
        if asked.constantscore and count > len(ranges):
            return plan.Between(name, low, high, asked.boost * boost)
        found = zip(self._collection.segments, ranges, strict=True)
        return self._expanded(asked, {term for data, own in found for term in data.terms(own)}, boost)

    def _wildcard(self, asked: Any, boost: float) -> plan.Plan:
        name = asked.fieldname
        if name not in self._schema:
            return plan.Nothing()
        pattern = re.compile(asked._get_pattern())
        prefix = asked._find_prefix(asked.text).encode("utf-8")
        return self._expanded(asked, self._those(name, prefix, pattern), boost)

    def _those(self, name: str, prefix: bytes, pattern: re.Pattern[str]) -> set[bytes]:
        return {
            term
            for data in self._collection.segments
            for term in data.terms(data.between(name, prefix, after(prefix)))
            if pattern.match(term.decode("utf-8", "replace"))
        }

    def _fuzzy(self, asked: Any, boost: float) -> plan.Plan:
        found: set[bytes] = set()
        for data in self._collection.segments:
            numbers = near(data, asked.fieldname, asked.text, asked.maxdist, asked.prefixlength)
            found.update(data.term(number) for number in numbers.tolist())
        return self._expanded(asked, found, boost)

    def _expanded(self, asked: Any, terms: Iterable[bytes], boost: float) -> plan.Plan:
        """What an expansion into ``terms`` scores."""
        name = asked.fieldname
        found = sorted(term for term in terms if term)
        if not found or name not in self._schema:
            return plan.Nothing()
        if len(found) > 1 and asked.constantscore:
            return plan.AnyOf(name, tuple(found), asked.boost * boost)
        if len(found) > 1:
            boost *= asked.boost
        return self._either([self._terms(name, term, boost) for term in found])

    def _numeric(self, asked: Any, boost: float) -> plan.Plan:
        compiled = asked._compile_query(self)
        return plan.Nothing() if compiled is query.NullQuery else self.lower(compiled, boost)

    @property
    def schema(self) -> Schema:
        """What Whoosh's numeric ranges ask of a reader."""
        return self._schema

    # Combinations

    def _and(self, asked: Any, boost: float) -> plan.Plan:
        return plan.Both(tuple(self._children(asked, boost)))

    def _or(self, asked: Any, boost: float) -> plan.Plan:
        if asked.scale or asked.minmatch:
            return self._by_whoosh(asked, boost)
        return self._either(self._children(asked, boost))

    def _either(self, children: Sequence[plan.Plan]) -> plan.Plan:
        if not children:
            return plan.Nothing()
        return children[0] if len(children) == 1 else plan.Either(tuple(children))

    def _children(self, asked: Any, boost: float) -> list[plan.Plan]:
        # Whoosh's matchers do not look at the boost of the combination itself.
        return [self.lower(child, boost) for child in asked.subqueries]

    def _not(self, asked: Any, boost: float) -> plan.Plan:
        return plan.Without(self.lower(asked.query), 1.0)

    def _and_not(self, asked: Any, boost: float) -> plan.Plan:
        return plan.Both((self.lower(asked.a, boost), plan.Without(self.lower(asked.b))))

    def _and_maybe(self, asked: Any, boost: float) -> plan.Plan:
        return plan.Maybe(self.lower(asked.a, boost), self.lower(asked.b, boost))

    def _require(self, asked: Any, boost: float) -> plan.Plan:
        return plan.Both((self.lower(asked.a, boost), plan.Constant(self.lower(asked.b))))

    def _constant(self, asked: Any, boost: float) -> plan.Plan:
        return plan.Constant(self.lower(asked.child), asked.score * boost)


_MAKERS: dict[type, Callable[[WhooshPlanner, Any, float], plan.Plan]] = {
    query.Term: WhooshPlanner._term,
    query.Phrase: WhooshPlanner._phrase,
    query.Every: WhooshPlanner._every,
    query.Prefix: WhooshPlanner._prefix,
    query.Wildcard: WhooshPlanner._wildcard,
    query.FuzzyTerm: WhooshPlanner._fuzzy,
    query.TermRange: WhooshPlanner._term_range,
    query.NumericRange: WhooshPlanner._numeric,
    query.DateRange: WhooshPlanner._numeric,
    query.And: WhooshPlanner._and,
    query.Or: WhooshPlanner._or,
    query.Not: WhooshPlanner._not,
    query.AndNot: WhooshPlanner._and_not,
    query.AndMaybe: WhooshPlanner._and_maybe,
    query.Require: WhooshPlanner._require,
    query.ConstantScoreQuery: WhooshPlanner._constant,
    type(query.NullQuery): lambda planner, asked, boost: plan.Nothing(),
}


def matched_by_whoosh(searcher: Any, asked: query.Query) -> tuple[Any, Any]:
    """What Whoosh's own matcher finds in one segment: documents (int32, ascending), scores (float64)."""
    matcher = asked.matcher(searcher, searcher.context())
    docs: list[int] = []
    scores: list[float] = []
    while matcher.is_active():
        docs.append(matcher.id())
        scores.append(matcher.score())
        matcher.next()
    return np.array(docs, np.int32), np.array(scores, np.float64)
