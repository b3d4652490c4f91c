"""Kernels: the compiled ones give the answers of the plain ones, to the last bit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import RamStorage

from searchsvc.analysis import within_edits
from searchsvc.engines.whoosh import kernels
from searchsvc.engines.whoosh.collection import Collection
from searchsvc.engines.whoosh.kernels import plain
from searchsvc.engines.whoosh.rows import Row
from searchsvc.engines.whoosh.segments import SegmentBuilder
from searchsvc.engines.whoosh.stored import SegmentData

if not kernels.has_numba():
    pytest.skip("numba is not installed", allow_module_level=True)
# Not imported by its name: numba would not see that another file of the kernels changed.
compiled = kernels._module("compiled")

SCHEMA = fields.Schema(
    headline=fields.TEXT(SpaceSeparatedTokenizer()), body=fields.TEXT(SpaceSeparatedTokenizer())
)
WORDS = [f"w{number}" for number in range(60)]
NONE = np.zeros(0, np.uint64)
NO_DOCS, NO_SCORES = np.zeros(0, np.int32), np.zeros(0)
NO_TIES = (np.zeros(0, np.int64), np.zeros((0, 0), np.uint8), np.zeros(0, np.int32))


def made(texts: list[tuple[list[str], list[str]]]) -> Collection:
    """A collection of one segment with these headlines and bodies."""
    storage = RamStorage()
    builder = SegmentBuilder(storage, SCHEMA)
    for headline, body in texts:
        builder.add(Row({"headline": headline, "body": body}))
    return Collection("", [(SegmentData(storage, SCHEMA, builder.finish()), None)])


@pytest.fixture(scope="module")
def collection() -> Collection:
    """Nine thousand documents, so that frequent words fill many blocks and windows."""
    chance = np.random.default_rng(7)
    odds = 1 / np.arange(1, len(WORDS) + 1) ** 1.3
    texts = []
    for _ in range(9_000):
        size = int(chance.integers(0, 40))
        drawn = chance.choice(len(WORDS), size + 3, p=odds / odds.sum()).tolist()
        # Now and then a word stands so often that no table has its frequency.
        body = [WORDS[n] for n in drawn[3:]] + ["w5"] * (20 if drawn and drawn[0] == 9 else 0)
        texts.append(([WORDS[n] for n in drawn[:3]], body))
    return made(texts)


def leaves_of(collection: Collection, asked: list[tuple[str, str, int, float]]) -> tuple[Any, Any]:
    part = collection.parts[0]
    rows, weights = [], []
    for field, word, group, weight in asked:
        number = part.find(field, word.encode())
        if number is not None:
            start, stop = part.starts[number : number + 2].tolist()
            rows.append((collection.table_of(field), start, stop, part.lengths_at(field), group))
            weights.append(weight)
    return np.array(rows, np.int64).reshape(-1, 5), np.array(weights)


def run(module: Any, name: str, collection: Collection, leaves: Any, roles: list[int], **options: Any) -> Any:
    """The best and the count, or with ``collect`` all."""
    part = collection.parts[0]
    best_scores, best_docs = np.zeros(options.get("best", 10)), np.zeros(options.get("best", 10), np.int64)
    size = part.count if options.get("collect") else 0
    out_docs, out_scores = np.zeros(size, np.int32), np.zeros(size)
    given = options.get("given", (NO_DOCS, NO_SCORES))
    held, total = getattr(module, name)(
        *part.postings, part.bytes, collection.tables, collection.norms, *leaves, *given,
        np.array(roles, np.int64), options.get("allowed", NONE), options.get("mode", 0),
        options.get("threshold", -np.inf), *options.get("ties", NO_TIES),
        best_scores, best_docs, out_docs, out_scores,
    )  # fmt: skip
    best = best_docs[:held].tolist(), best_scores[:held].tolist()
    return (
        (best, total) if not size else (best, total, out_docs[:total].tolist(), out_scores[:total].tolist())
    )


asked_leaves = st.lists(
    st.tuples(
        st.sampled_from(("headline", "body")),
        st.sampled_from(WORDS),
        st.integers(0, 2),
        st.sampled_from((0.0, 0.5, 1.0, 7.25)),
    ),
    min_size=1,
    max_size=6,
)
bits = st.integers(0, 2**32).map(
    lambda seed: np.random.default_rng(seed).integers(0, 2**64, 9_001 // 64 + 1, np.uint64)
)


@settings(max_examples=150, deadline=None)
@given(asked=asked_leaves, allowed=st.one_of(st.just(NONE), bits), best=st.integers(0, 30))
def test_a_union_is_that_of_numpy(collection: Collection, asked: Any, allowed: Any, best: int) -> None:
    leaves = leaves_of(collection, [(f, w, 0, x) for f, w, _, x in asked])
    options = {"allowed": allowed, "best": best}
    for collect in (False, True):
        expected = run(plain, "union", collection, leaves, [0], collect=collect, **options)
        assert run(compiled, "union", collection, leaves, [0], collect=collect, **options) == expected
    found, total = run(plain, "union", collection, leaves, [0], **options)
    assert run(compiled, "union", collection, leaves, [0], mode=1, **options) == (found, total)
    bounded, least = run(compiled, "union", collection, leaves, [0], mode=2, **options)
    assert (bounded, least <= total) == (found, True)


@settings(max_examples=200, deadline=None)
@given(
    asked=asked_leaves,
    roles=st.tuples(st.just(1), st.integers(-1, 1), st.integers(-1, 1)),
    allowed=st.one_of(st.just(NONE), bits),
    step=st.sampled_from((0, 7, 450)),
)
def test_conjunctions_are_those_of_numpy(
    collection: Collection, asked: Any, roles: tuple[int, ...], allowed: Any, step: int
) -> None:
    rows, weights = leaves_of(collection, asked)
    options: dict[str, Any] = {"allowed": allowed}
    if step:
        # With few documents it leads, with many all are marked.
        docs = np.arange(0, 9_000, step, dtype=np.int32)
        options["given"] = docs, np.linspace(0.1, 3.0, docs.size)
        rows = np.concatenate([rows, [[kernels.GIVEN, 0, docs.size, 0, 0]]])
        weights = np.append(weights, 1.0)
    leaves = rows, weights
    for collect in (False, True):
        expected = run(plain, "conjunction", collection, leaves, [*roles], collect=collect, **options)
        found = run(compiled, "conjunction", collection, leaves, [*roles], collect=collect, **options)
        assert found == expected
    found, total = run(plain, "conjunction", collection, leaves, [*roles], **options)
    assert run(compiled, "conjunction", collection, leaves, [*roles], mode=1, **options) == (found, total)
    bounded, least = run(compiled, "conjunction", collection, leaves, [*roles], mode=2, **options)
    assert (bounded, least <= total) == (found, True)


def test_ties_are_broken_alike(collection: Collection) -> None:
    chance = np.random.default_rng(3)
    count = collection.count
    created = chance.integers(0, 3, count)
    created[chance.integers(0, count, 500)] = 2**63 - 1
    keys = chance.integers(97, 99, (count, 4)).astype(np.uint8)
    ties = (created, keys, chance.integers(0, 2, count).astype(np.int32))
    rows, _ = leaves_of(collection, [("body", "w0", 0, 1.0), ("headline", "w1", 0, 1.0)])
    docs = np.arange(count, dtype=np.int32)
    leaves = np.concatenate([rows, [[kernels.GIVEN, 0, count, 0, 0]]]), np.array([0.0, 0.0, 1.0])
    options = {"ties": ties, "best": 300, "given": (docs, (docs % 2).astype(np.float64))}
    expected = run(plain, "union", collection, leaves, [0], **options)
    for mode in (0, 1, 2):
        assert run(compiled, "union", collection, leaves, [0], mode=mode, **options)[0] == expected[0]


@settings(max_examples=100, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS[:8]), min_size=2, max_size=4), slop=st.integers(0, 4))
def test_phrases_are_those_of_numpy(collection: Collection, words: list[str], slop: int) -> None:
    part = collection.parts[0]
    arrays = part.data.postings
    leaves, weights = leaves_of(collection, [("body", word, 0, 1.0 + n) for n, word in enumerate(words)])
    numbers = [part.find("body", word.encode()) for word in words]
    found = []
    for module in (plain, compiled):
        docs, scores = np.zeros(part.count, np.int32), np.zeros(part.count)
        size = module.phrase(
            *part.postings, arrays.block_occurrences, arrays.position_words, arrays.position_offsets,
            part.bytes, collection.tables, collection.norms, leaves, weights,
            arrays.position_starts[numbers], np.argsort(leaves[:, 2] - leaves[:, 1]), slop, docs, scores,
        )  # fmt: skip
        found.append((docs[:size].tolist(), scores[:size].tolist()))
    assert found[0] == found[1]


@settings(max_examples=60, deadline=None)
@given(runs=st.lists(st.tuples(st.integers(0, 110), st.integers(0, 30)), min_size=1, max_size=4))
def test_merged_terms_are_those_of_numpy(collection: Collection, runs: list[tuple[int, int]]) -> None:
    part = collection.parts[0]
    terms = part.starts.size - 1
    chosen = np.array([(low, min(low + more, terms)) for low, more in runs if low < terms], np.int64)
    found = []
    for module in (plain, compiled):
        docs, freqs = np.zeros(part.count, np.int32), np.zeros(part.count, np.int32)
        size = module.merge(*part.postings[:5], part.starts, chosen.reshape(-1, 2), part.count, docs, freqs)
        found.append((docs[:size].tolist(), freqs[:size].tolist()))
    assert found[0] == found[1]


@settings(max_examples=60, deadline=None)
@given(held=st.lists(st.lists(st.integers(0, 5), max_size=4), min_size=1, max_size=30), data=st.data())
def test_counted_values_are_those_of_numpy(held: list[list[int]], data: st.DataObject) -> None:
    starts = np.cumsum([0, *map(len, held)]).astype(np.uint32)
    members = np.array([each for row in held for each in row], np.uint32)
    docs = sorted(data.draw(st.sets(st.integers(0, len(held) - 1))))
    expected = [sum(row.count(value) for row in (held[doc] for doc in docs)) for value in range(6)]
    for module in (plain, compiled):
        counts = np.zeros(6, np.int64)
        module.count_values(starts, members, np.array(docs, np.int64), counts)
        assert counts.tolist() == expected


def test_single_values_are_counted_without_starts() -> None:
    none, members, docs = np.zeros(0, np.uint32), np.array([2, 0, 2, 1], np.uint32), np.array([0, 2, 3])
    for module in (plain, compiled):
        counts = np.zeros(3, np.int64)
        module.count_values(none, members, docs, counts)
        assert counts.tolist() == [0, 1, 2]


letters = st.text("abcäß한𝄞", max_size=7)


@settings(max_examples=200, deadline=None)
@given(words=st.sets(letters.filter(bool), min_size=1, max_size=40), word=letters, distance=st.integers(1, 2))
def test_near_terms_are_those_within_edits(words: set[str], word: str, distance: int) -> None:
    terms = sorted(each.encode() for each in words)
    data = np.frombuffer(b"".join(terms), np.uint8)
    offsets = np.cumsum([0, *(len(term) for term in terms)])
    points = np.array([ord(letter) for letter in word], np.int64)
    found = []
    for module in (plain, compiled):
        for swaps in (False, True):
            out = np.zeros(len(terms), np.int64)
            size = module.near(data, offsets, 0, len(terms), points, distance, swaps, out)
            found.append([terms[number].decode() for number in out[:size].tolist()])
    assert (found[0], found[1]) == (found[2], found[3])
    # The first letter is left to who asks: here both are given the same.
    expected = [term.decode() for term in terms if within_edits("#" + word, "#" + term.decode(), distance)]
    assert found[0] == expected


def test_plain_kernels_do_not_import_numba() -> None:
    code = (
        "import sys; from searchsvc.engines.whoosh import kernels; kernels.choose('plain'); kernels.warm();"
        "kernels.load(); print(kernels.chosen(), 'numba' in sys.modules)"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert output.stdout == "plain False\n"


def test_compiled_kernels_are_kept_in_a_folder_of_choice(tmp_path: Path) -> None:
    assert kernels.must_compile(str(tmp_path))
    code = "import sys; from searchsvc.engines.whoosh import kernels; kernels.warm(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    assert list(tmp_path.rglob("*.nbi"))
    assert not kernels.must_compile(str(tmp_path))


def test_without_a_place_to_keep_them_the_plain_ones_are_used(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise RuntimeError("no locator available")

    monkeypatch.setattr(kernels, "load", refuse)
    monkeypatch.setattr(kernels, "has_numba", lambda: True)
    kernels.choose(None)
    try:
        kernels.warm()
        assert kernels.chosen() == "plain"
        assert "no locator available" in caplog.text
    finally:
        kernels.choose(None)
