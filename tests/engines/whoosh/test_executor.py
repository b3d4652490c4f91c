"""Plans over several segments, with dead documents: as a scorer that looks at every document has it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import RamStorage
from whoosh.util.numeric import byte_to_length, length_to_byte

from searchsvc.engines.whoosh import kernels
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.evaluating import Evaluator
from searchsvc.engines.whoosh.plan import (
    AnyOf,
    Between,
    Both,
    Constant,
    Either,
    Every,
    Maybe,
    Nothing,
    PhraseOf,
    Plan,
    Terms,
    Without,
)
from searchsvc.engines.whoosh.rows import Row
from searchsvc.engines.whoosh.segments import SegmentBuilder
from searchsvc.engines.whoosh.stored import SegmentData

SCHEMA = fields.Schema(
    headline=fields.TEXT(SpaceSeparatedTokenizer()), body=fields.TEXT(SpaceSeparatedTokenizer())
)
WORDS = ("ant", "bat", "cat", "dog", "eel", "fox")
Text = dict[str, list[str]]


@pytest.fixture(params=["compiled", "plain"])
def chosen(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both kernels in turn."""
    if request.param == "compiled":
        pytest.importorskip("numba")
    kernels.choose(request.param)
    yield request.param
    kernels.choose(None)


def collect(segments: list[list[Text]], dead: set[int]) -> Collection:
    """A collection of these texts; ``dead`` are numbers in it."""
    parts = []
    first = 0
    for texts in segments:
        storage = RamStorage()
        builder = SegmentBuilder(storage, SCHEMA)
        for text in texts:
            builder.add(Row(dict(text)))
        live = np.array([first + n not in dead for n in range(len(texts))])
        data = SegmentData(storage, SCHEMA, builder.finish())
        parts.append((data, None if live.all() else live))
        first += len(texts)
    return Collection("", parts)


class Reader:
    """Answers by reading every document: number -> score of those that match."""

    def __init__(self, segments: list[list[Text]], dead: set[int]) -> None:
        self.texts = [text for texts in segments for text in texts]
        self.dead = dead

    def answer(self, plan: Plan) -> dict[int, float]:
        return {n: score for n, score in self.match(plan).items() if n not in self.dead}

    def match(self, plan: Plan) -> dict[int, float]:
        match plan:
            case Every(score):
                return dict.fromkeys(range(len(self.texts)), score)
            case Nothing():
                return {}
            case Terms(field, terms, boost):
                return self._score(field, {term.decode() for term in terms}, boost)
            case PhraseOf(field, terms, slop, boost):
                words = [term.decode() for term in terms]
                parts = [self._score(field, {word}, boost) for word in words]
                return {
                    n: sum(part[n] for part in parts)
                    for n, text in enumerate(self.texts)
                    if self._stands(text[field], words, slop)
                }
            case AnyOf(field, terms, score):
                wanted = {term.decode() for term in terms}
                return {n: score for n, text in enumerate(self.texts) if wanted & set(text[field])}
            case Between(field, low, high, score):
                return {
                    n: score
                    for n, text in enumerate(self.texts)
                    if any(low <= w.encode() and (high is None or w.encode() < high) for w in text[field])
                }
            case Constant(child, score):
                return dict.fromkeys(self.match(child), score)
        return self._combine(plan)

    def _combine(self, plan: Plan) -> dict[int, float]:
        match plan:
            case Both(children):
                parts = [self.match(child) for child in children]
                common = set.intersection(*(set(part) for part in parts))
                return {n: sum(part[n] for part in parts) for n in common}
            case Either(children):
                parts = [self.match(child) for child in children]
                return {n: sum(part.get(n, 0) for part in parts) for n in set().union(*parts)}
            case Without(child, score):
                barred = self.match(child)
                return {n: score for n in range(len(self.texts)) if n not in barred}
            case Maybe(required, optional):
                extra = self.match(optional)
                return {n: score + extra.get(n, 0) for n, score in self.match(required).items()}
        raise AssertionError(plan)

    def _score(self, field: str, words: set[str], boost: float) -> dict[int, float]:
        counts = {n: sum(w in words for w in text[field]) for n, text in enumerate(self.texts)}
        counts = {n: count for n, count in counts.items() if count}
        idf = math.log(len(self.texts) / (len(counts) + 1)) + 1
        average = sum(len(text[field]) for text in self.texts) / len(self.texts) or 1.0
        scores = {}
        for n, count in counts.items():
            length = byte_to_length(length_to_byte(len(self.texts[n][field])))
            scores[n] = boost * idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / average))
        return scores

    def _stands(self, text: list[str], words: list[str], slop: int) -> bool:
        for first, word in enumerate(text):
            if word == words[0]:
                last = first
                for following in words[1:]:
                    last = next((n for n in range(last + 1, len(text)) if text[n] == following), -1)
                    if last < 0:
                        break
                if last >= 0 and last - first - (len(words) - 1) <= slop:
                    return True
        return False


words = st.sampled_from(WORDS)
coded = words.map(str.encode)
names = st.sampled_from(("headline", "body"))
boosts = st.sampled_from((1.0, 2.0, 0.5))
sets = st.sets(coded, min_size=1, max_size=3).map(lambda found: tuple(sorted(found)))
texts = st.fixed_dictionaries({"headline": st.lists(words, max_size=3), "body": st.lists(words, max_size=25)})
leaves = st.one_of(
    st.builds(Terms, names, sets, boosts),
    st.builds(Terms, names, coded.map(lambda term: (term,)), boosts),
    st.builds(PhraseOf, names, st.lists(coded, min_size=2, max_size=3).map(tuple), st.integers(0, 2), boosts),
    st.builds(AnyOf, names, sets, boosts),
    st.builds(Between, names, coded, st.one_of(st.none(), coded), boosts),
    st.just(Every(1.0)),
    st.just(Nothing()),
)
plans = st.recursive(
    leaves,
    lambda children: st.one_of(
        st.builds(Both, st.lists(children, min_size=1, max_size=3).map(tuple)),
        st.builds(Either, st.lists(children, min_size=1, max_size=3).map(tuple)),
        st.builds(Without, children, st.sampled_from((0.0, 1.0))),
        st.builds(Maybe, children, children),
        st.builds(Constant, children, st.sampled_from((0.0, 3.0))),
    ),
    max_leaves=7,
)
corpora = st.lists(st.lists(texts, min_size=1, max_size=12), min_size=1, max_size=3)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(segments=corpora, dead=st.sets(st.integers(0, 30), max_size=4), asked=st.lists(plans, max_size=6))
def test_answers_are_those_of_reading(
    chosen: str, segments: list[list[Text]], dead: set[int], asked: list[Plan]
) -> None:
    collection, reader = collect(segments, dead), Reader(segments, dead)
    for plan in asked:
        expected = reader.answer(plan)
        found = Evaluator(collection, plan).all()
        assert found.docs.tolist() == sorted(expected), plan
        wanted = [expected[n] for n in found.docs.tolist()]
        assert found.scores.tolist() == pytest.approx(wanted, rel=1e-9), plan
        for count in (1, 3, 50):
            order = np.lexsort((found.docs, -found.scores))[:count]
            best = Evaluator(collection, plan).best(count)
            assert best.docs.tolist() == found.docs[order].tolist(), plan
            assert (best.scores.tolist(), best.total, best.relation) == (
                found.scores[order].tolist(),
                len(expected),
                "eq",
            )
            bounded = Evaluator(collection, plan).best(count, bounded=True)
            assert (bounded.docs.tolist(), bounded.scores.tolist()) == (
                best.docs.tolist(),
                best.scores.tolist(),
            )
            assert (bounded.total <= best.total, bounded.relation) == (True, "gte")
            both = Evaluator(collection, plan).best(count, bounded=True, collect=True)
            assert (both.docs.tolist(), both.scores.tolist()) == (best.docs.tolist(), best.scores.tolist())
            assert (both.total, both.relation) == (best.total, "eq")
            assert both.matched is not None
            assert both.matched.tolist() == found.docs.tolist()


@pytest.fixture(scope="module")
def large() -> tuple[Collection, list[Plan]]:
    """Three segments with thousands of documents, a tenth of one dead, and plans of every shape."""
    chance = np.random.default_rng(11)
    vocabulary = [f"w{n}" for n in range(400)]
    odds = 1 / np.arange(1, 401) ** 1.1
    segments = []
    for size in (6_000, 300, 4_500):
        drawn = chance.choice(400, (size, 24), p=odds / odds.sum())
        cut = chance.integers(3, 22, size)
        segments.append(
            [
                {"headline": [vocabulary[n] for n in row[:3]], "body": [vocabulary[n] for n in row[2:end]]}
                for row, end in zip(drawn.tolist(), cut.tolist(), strict=True)
            ]
        )
    collection = collect(segments, set(chance.integers(6_000, 10_800, 500).tolist()))

    def both(number: int) -> Plan:
        term = (f"w{number}".encode(),)
        return Either((Terms("headline", term, 2.0), Terms("body", term)))

    asked: list[Plan] = []
    for _ in range(40):
        first, second, third = chance.integers(0, 399, 3).tolist()
        few, many = both(first), both(second % 9)
        phrase = PhraseOf("body", (b"w%d" % (first % 5), b"w%d" % (second % 5)), third % 3)
        asked += [few, many, Either((few, many, both(third)))]
        asked += [Both((few, many)), Both((many, both(third % 5))), Both((many, Without(both(third % 20))))]
        asked += [
            phrase,
            Either((phrase, few)),
            Maybe(many, few),
            Both((many, Between("body", b"w1", b"w2", 0))),
        ]
    return collection, asked


def test_the_best_are_the_first_of_all(large: tuple[Collection, list[Plan]]) -> None:
    collection, asked = large
    for plan in asked:
        found = Evaluator(collection, plan).all()
        order = np.lexsort((found.docs, -found.scores))
        for count in (1, 10, 200):
            expected = found.docs[order[:count]].tolist(), found.scores[order[:count]].tolist()
            for bounded in (False, True):
                best = Evaluator(collection, plan).best(count, bounded=bounded)
                assert (best.docs.tolist(), best.scores.tolist()) == expected, plan
                assert best.total <= found.docs.size
                assert bounded or best.total == found.docs.size
            both = Evaluator(collection, plan).best(count, collect=True)
            assert (both.docs.tolist(), both.scores.tolist()) == expected, plan
            assert both.matched is not None
            assert both.matched.tolist() == found.docs.tolist()


def test_eight_threads_get_the_same(large: tuple[Collection, list[Plan]]) -> None:
    collection, asked = large

    def all_of(plans: list[Plan]) -> list[Any]:
        answers = []
        for plan in plans:
            best = Evaluator(collection, plan).best(10)
            answers.append((best.docs.tolist(), best.scores.tolist(), best.total))
        return answers

    expected = all_of(asked)
    fresh = Collection("", [(part.data, part.live) for part in collection.parts])
    collection = fresh
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(all_of, [asked] * 8)) == [expected] * 8


def test_nothing_matches_in_an_empty_collection(chosen: str) -> None:
    empty = Collection("", [])
    for plan in (Every(), Terms("body", (b"ant",)), Without(Nothing())):
        best = Evaluator(empty, plan).best(10)
        assert (best.docs.size, best.total, best.relation) == (0, 0, "eq")
        assert Evaluator(empty, plan).all().docs.size == 0
