"""What every engine promises of commits: idempotent, whole, seen by all, and never falsified by merging."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from searchsvc.article import Article
from searchsvc.errors import UnavailableError
from searchsvc.search import Delete, Engine, Put, SearchRequest, Sort
from tests.engines.corpus import article, ask, fill, found, newsroom, puts, quote, uris, word

Open = Callable[[], Engine]
WORDS = ["ferry", "harbour", "fog", "baker", "flour", "strike", "union", "price", "loss", "pier", "crane"]


def story(number: int, *words: str) -> Article:
    """A small article with the word ``number<n>``, which no other has."""
    return article(
        f"urn:{number}",
        f"The {' '.join(words)} of number{number}.",
        headline=f"Story {number}",
        versioncreated=datetime(2022, 1, 1 + number % 28, tzinfo=UTC),
    )


def test_the_same_changes_again_change_nothing(engine: Engine) -> None:
    changes = puts(newsroom())
    for _ in range(3):
        engine.apply(changes, upto=len(changes))
    assert engine.count() == {"articles": len(changes), "quotes": 2}
    assert engine.position() == len(changes)
    assert found(engine, word("flour")) == ["urn:strike"]


def test_a_newer_state_takes_the_place_of_the_older_with_its_quotes(engine: Engine) -> None:
    old = "“Ferries sail,” said Rui Melo."
    new = "“Ferries wait,” said Anne Petit."
    engine.apply([Put(1, article("urn:a", old, quotes=(quote(old, "Ferries sail,"),)))], upto=1)
    engine.apply([Put(2, article("urn:a", new, quotes=(quote(new, "Ferries wait,"),)))], upto=2)
    assert found(engine, word("sail")) == []
    assert found(engine, word("wait")) == ["urn:a"]
    assert found(engine, word("sail"), target="quotes") == []
    assert found(engine, word("wait"), target="quotes") == ["urn:a"]
    assert engine.count() == {"articles": 1, "quotes": 1}


def test_of_several_changes_to_one_article_the_last_counts(engine: Engine) -> None:
    first, second = article("urn:a", "A ferry."), article("urn:a", "A crane.")
    engine.apply(
        [Put(1, first), Put(2, second), Put(3, article("urn:b", "A pier.")), Delete(4, "nobody")], upto=4
    )
    assert found(engine) == ["urn:a", "urn:b"]
    assert found(engine, word("ferry")) == []
    engine.apply([Delete(5, second.id), Put(6, article("urn:c", "A quay."))], upto=6)
    assert found(engine) == ["urn:b", "urn:c"]
    assert engine.position() == 6


def test_a_position_moves_without_changes(engine: Engine) -> None:
    engine.apply([], upto=7)
    assert engine.position() == 7
    assert engine.count() == {"articles": 0, "quotes": 0}


def test_others_see_a_commit_once_they_have_waited_for_it(engine: Engine, open_here: Open) -> None:
    reader = open_here()
    assert found(reader) == []
    engine.apply([Put(3, article("urn:a", "A ferry."))], upto=3)
    reader.refresh(3)
    assert found(reader) == ["urn:a"]
    assert open_here().position() == 3


def test_waiting_for_what_does_not_come_ends(engine: Engine) -> None:
    with pytest.raises(UnavailableError, match="99"):
        engine.refresh(99, timeout=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_many_small_commits_answer_as_one_large_one(engine: Engine, open_here: Open, seed: int) -> None:
    chance = random.Random(seed)
    alive: dict[int, Article] = {}
    seq = 0
    for _ in range(70):
        changes: list[Put | Delete] = []
        for _ in range(chance.randint(1, 9)):
            seq += 1
            number = chance.randrange(120)
            if chance.random() < 0.2 and alive:
                gone = chance.choice(sorted(alive))
                changes.append(Delete(seq, alive.pop(gone).id))
            else:
                alive[number] = story(number, *chance.sample(WORDS, 3))
                changes.append(Put(seq, alive[number]))
        engine.apply(changes, upto=seq)
    expected = {each: sorted(a.uri for a in alive.values() if each in a.body_text) for each in WORDS}
    assert engine.count()["articles"] == len(alive)
    for each in WORDS:
        assert found(engine, word(each), limit=200) == expected[each]
    for number in range(120):
        assert found(engine, word(f"number{number}")) == ([f"urn:{number}"] if number in alive else [])
    assert found(open_here(), limit=200) == sorted(a.uri for a in alive.values())

    engine.rebuild(puts(alive.values()), upto=seq)
    for each in WORDS:
        assert found(engine, word(each), limit=200) == expected[each]


def test_merging_leaves_scores_and_order_alone(engine: Engine, open_here: Open) -> None:
    chance = random.Random(8)
    stories = [story(number, *chance.choices(WORDS, k=6)) for number in range(90)]
    for seq, each in enumerate(stories, start=1):
        engine.apply([Put(seq, each)], upto=seq)
    requests = [SearchRequest(query=word(each), limit=100, sort=(Sort("_score"),)) for each in WORDS]
    small = [engine.search(request) for request in requests]
    engine.rebuild(puts(stories), upto=len(stories))
    for request, before in zip(requests, small, strict=True):
        after = engine.search(request)
        assert uris(after) == uris(before)
        scores = [hit.score or 0.0 for hit in before.hits]
        assert [hit.score for hit in after.hits] == pytest.approx(scores, rel=1e-9)


def test_what_is_applied_during_a_rebuild_is_in_it(engine: Engine) -> None:
    stories = [story(number, "ferry") for number in range(50)]
    fill(engine, stories)
    reading, applied = threading.Event(), threading.Event()

    def slowly() -> list[Put]:
        for put in puts(stories):
            yield put
            if put.seq == 25:
                reading.set()
                assert applied.wait(30)

    rebuilding = threading.Thread(target=lambda: engine.rebuild(slowly(), upto=50))
    rebuilding.start()
    assert reading.wait(30)
    engine.apply(
        [Put(51, story(3, "crane")), Delete(52, stories[40].id), Put(53, story(77, "ferry"))], upto=53
    )
    assert ask(engine, word("ferry")).total.value == 49
    applied.set()
    rebuilding.join()
    assert engine.position() == 53
    assert ask(engine, word("ferry")).total.value == 49
    assert found(engine, word("crane")) == ["urn:3"]
    assert found(engine, word("number40")) == []


def test_searches_answer_rightly_throughout_commits_and_rebuilds(engine: Engine, open_here: Open) -> None:
    stories = [story(number, "ferry") for number in range(60)]
    fill(engine, stories)
    stop = threading.Event()
    wrong: list[object] = []

    def search(reader: Engine) -> None:
        while not stop.is_set():
            result = ask(reader, word("ferry"), limit=60)
            if result.total.value != 60 or len(set(uris(result))) != 60:
                wrong.append(result.total)

    other = open_here()
    threads = [threading.Thread(target=search, args=(reader,)) for reader in (engine, engine, other, other)]
    for thread in threads:
        thread.start()
    try:
        for seq in range(61, 91):
            engine.apply([Put(seq, story(seq % 60, "ferry", "again"))], upto=seq)
            if seq % 10 == 0:
                current = [story(n, "ferry", "again") for n in range(60)]
                engine.rebuild(puts(current), upto=seq)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert ask(engine, word("again")).total.value == 60
