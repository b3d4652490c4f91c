"""Merging keeps the number of segments bounded, and what is found as it was."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import article_id
from searchsvc.engines.whoosh import WhooshEngine, draft, writer
from searchsvc.engines.whoosh.merging import AT_ONCE, TIER, choose_merges
from searchsvc.search import Delete, Facet, Histogram, Sort
from searchsvc.tree import And, Phrase, Prefix
from tests.engines.corpus import article, ask, fill, found, newsroom, puts, word


@given(st.lists(st.integers(1, 5000), max_size=60))
def test_groups_are_of_one_tier_and_no_larger_than_allowed(lives) -> None:
    groups = choose_merges([(live, live) for live in lives], 1000)
    members = [number for group in groups for number in group]
    assert len(members) == len(set(members))
    for group in groups:
        assert len(group) == TIER
        assert sum(lives[number] for number in group) <= 1000
        assert max(lives[n] for n in group) < TIER * min(lives[n] for n in group)


def test_a_segment_mostly_deleted_is_rewritten() -> None:
    assert choose_merges([(10, 20), (9, 20), (0, 5), (600, 2000)], 500) == [[1], [2]]


def segments(engine: WhooshEngine) -> list[int]:
    return [data.count for data in engine._current().collections["articles"].segments]


@pytest.fixture
def engine(tmp_path: Path):
    engine = WhooshEngine(tmp_path / "index", grace=0.0)
    yield engine
    engine.close()


def test_single_articles_make_few_segments(engine: WhooshEngine) -> None:
    for number in range(1, 100):
        engine.apply(puts([article(f"a{number}", f"common w{number}")], number), upto=number)
    assert len(segments(engine)) <= 3 * (TIER - 1)
    assert ask(engine, word("common"), limit=0).total.value == 99
    assert [found(engine, word(f"w{number}")) for number in (1, 50, 99)] == [["a1"], ["a50"], ["a99"]]


def everything_about(engine: WhooshEngine) -> list[object]:
    facets = tuple(Facet(name) for name in ("source", "subject", "speaker", "urgency"))
    shown = []
    for query in (None, word("ferry"), Phrase(("second", "day")), And((Prefix("fl"), word("bakers")))):
        for target in ("articles", "quotes"):
            result = ask(
                engine,
                query,
                target=target,
                sort=(Sort("versioncreated"),),
                facets=facets[: 3 if target == "quotes" else 4],
                histogram=Histogram("versioncreated", "day"),
            )
            shown.append((result.hits, result.total, result.facets, result.histogram))
    return shown


def test_merged_segments_answer_as_before(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft, "AT_ONCE", 0)
    monkeypatch.setattr(draft, "LARGEST", 0)
    for number, each in enumerate(newsroom() * 2, start=1):
        engine.apply(puts([each], number), upto=number)
    before = everything_about(engine)
    assert len(segments(engine)) == 4
    monkeypatch.setattr(draft, "AT_ONCE", AT_ONCE)
    monkeypatch.setattr("searchsvc.engines.whoosh.merging.TIER", 2)
    engine.apply([], upto=99)
    engine.apply([Delete(100, article_id("nothing"))], upto=100)
    assert len(segments(engine)) < 4
    assert everything_about(engine) == before


def test_larger_merges_happen_beside_commits(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft, "AT_ONCE", 0)
    fill(engine, newsroom())
    for number in range(5, 5 + TIER):
        engine.apply(puts([article(f"a{number}", "common")], number), upto=number)
    deadline = time.monotonic() + 60
    while len(segments(engine)) >= TIER:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert engine.position() == 4 + TIER
    assert engine.count() == {"articles": 4 + TIER, "quotes": 2}
    assert ask(engine, word("common"), limit=0).total.value == TIER


def test_what_is_deleted_during_a_merge_stays_deleted(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft, "AT_ONCE", 0)
    merging, go_on = threading.Event(), threading.Event()
    plain = writer.merge_apart

    def slow(*arguments):
        result = plain(*arguments)
        merging.set()
        assert go_on.wait(60)
        return result

    monkeypatch.setattr(writer, "merge_apart", slow)
    for number in range(1, TIER + 1):
        engine.apply(puts([article(f"a{number}", f"common w{number}")], number), upto=number)
    assert merging.wait(60)
    changes = [Delete(20, article_id("a1")), *puts([article("a2", "changed common")], 21)]
    engine.apply(changes, upto=21)
    go_on.set()
    deadline = time.monotonic() + 60
    while len(segments(engine)) != 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert engine.position() == 21
    assert engine.count()["articles"] == TIER - 1
    assert found(engine, word("common"), limit=20) == sorted(f"a{number}" for number in range(2, TIER + 1))
    assert found(engine, word("w2")) == []


def test_closing_gives_up_a_merge(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft, "AT_ONCE", 0)
    for number in range(1, TIER + 1):
        engine.apply(puts([article(f"a{number}")], number), upto=number)
    engine.close()
    assert [thread.name for thread in threading.enumerate() if "merge" in thread.name] == []
