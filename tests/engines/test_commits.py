"""What a commit, a rebuild and a second process do to searches: the same on every engine."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from searchsvc.article import article_id
from searchsvc.errors import UnavailableError
from searchsvc.search import Delete, Engine, Put
from tests.engines.corpus import HARBOUR, article, ask, fill, found, newsroom, puts, quote, uris, word


def test_a_new_index_has_nothing_and_has_reached_nothing(engine: Engine) -> None:
    assert (engine.position(), engine.count()) == (0, {"articles": 0, "quotes": 0})
    assert (ask(engine).hits, ask(engine).total.value, engine.suggest("a", 3)) == ((), 0, [])


def test_a_commit_is_found_by_every_engine_open_on_the_index(engine: Engine, open_here) -> None:
    other = open_here()
    assert other.position() == 0
    fill(engine, newsroom())
    for each in (engine, other, open_here()):
        assert (each.position(), each.count()) == (4, {"articles": 4, "quotes": 2})
        assert len(found(each)) == 4


def test_applying_the_same_changes_again_changes_nothing(engine: Engine) -> None:
    fill(fill(engine, newsroom()), newsroom())
    assert engine.count() == {"articles": 4, "quotes": 2}
    assert ask(engine).total.value == 4
    assert ask(engine, target="quotes").total.value == 2


def test_an_article_sent_again_takes_the_place_of_the_old_one_and_of_its_quotes(engine: Engine) -> None:
    fill(engine, newsroom())
    body = "The inquiry ended. “It was the fog,” said Melo. “Nothing else,” he added."
    quotes = (quote(body, "It was the fog,"), quote(body, "Nothing else,"))
    engine.apply([Put(5, article("urn:harbour", body, quotes=quotes))], upto=5)
    assert found(engine, word("ferries")) == []
    assert found(engine, word("inquiry")) == ["urn:harbour"]
    assert [hit.document["text"] for hit in ask(engine, word("thick"), target="quotes").hits] == []
    assert ask(engine, word("fog"), target="quotes").total.value == 1
    assert engine.count() == {"articles": 4, "quotes": 3}


def test_a_deleted_article_is_gone_with_its_quotes(engine: Engine) -> None:
    fill(engine, newsroom())
    engine.apply([Delete(5, article_id("urn:harbour")), Delete(6, article_id("urn:never"))], upto=6)
    assert engine.count() == {"articles": 3, "quotes": 1}
    assert found(engine, word("ferry")) == ["urn:flash"]
    assert found(engine, target="quotes") == ["urn:strike"]


def test_of_several_changes_to_an_article_in_a_commit_the_last_counts(engine: Engine) -> None:
    name = article_id("a")
    engine.apply([Put(1, article("a", "one")), Delete(2, name), Put(3, article("a", "three"))], upto=3)
    assert found(engine, word("one")) == []
    assert found(engine, word("three")) == ["a"]
    engine.apply([Put(4, article("a", "four")), Delete(5, name)], upto=5)
    assert engine.count() == {"articles": 0, "quotes": 0}


def test_the_position_moves_also_without_changes(engine: Engine, open_here) -> None:
    engine.apply([], upto=3)
    assert engine.position() == 3
    fill(engine, newsroom())
    engine.apply([], upto=9)
    assert (engine.position(), open_here().position(), engine.count()["articles"]) == (9, 9, 4)


def test_many_small_commits_lose_nothing(engine: Engine) -> None:
    for number in range(40):
        engine.apply(
            puts([article(f"a{number % 30}", f"word{number} common", quotes=())], number + 1), upto=number + 1
        )
    assert engine.count()["articles"] == 30
    assert ask(engine, word("common"), limit=100).total.value == 30
    assert found(engine, word("word39")) == ["a9"]
    assert found(engine, word("word9")) == []


def test_refresh_returns_once_the_position_is_seen(engine: Engine, open_here) -> None:
    reader = open_here()
    with pytest.raises(UnavailableError, match="1"):
        reader.refresh(1, timeout=0.02)
    waiting = threading.Thread(target=reader.refresh, args=(4,))
    waiting.start()
    fill(engine, newsroom())
    waiting.join(30)
    assert not waiting.is_alive()
    assert ask(reader).total.value == 4


def test_a_rebuild_takes_the_place_of_everything(engine: Engine, open_here) -> None:
    fill(engine, newsroom())
    reader = open_here()
    assert reader.count()["articles"] == 4
    engine.rebuild(puts([article("new", HARBOUR, quotes=(quote(HARBOUR, "The fog was thick,"),))]), upto=7)
    for each in (engine, reader):
        assert (each.position(), each.count()) == (7, {"articles": 1, "quotes": 1})
        assert found(each, word("ferry")) == ["new"]
    engine.apply(puts([article("newer", "ferry")], 8), upto=8)
    assert found(reader, word("ferry")) == ["new", "newer"]


def test_the_mark_of_the_position_is_kept_with_it(engine: Engine, open_here) -> None:
    assert engine.reached() == (0, "")
    engine.apply(puts(newsroom()), upto=4, mark="four")
    assert open_here().reached() == engine.reached() == (4, "four")
    engine.apply([], upto=4, mark="another")
    assert open_here().reached() == (4, "another")
    engine.rebuild(puts(newsroom()), upto=4, mark="four")
    assert open_here().reached() == (4, "four")

    def articles() -> Iterator[Put]:
        yield from puts(newsroom())
        engine.apply([], upto=5, mark="five")

    engine.rebuild(articles(), upto=4, mark="four")
    assert open_here().reached() == (5, "five")


def test_what_is_applied_during_a_rebuild_is_in_it(engine: Engine) -> None:
    before = newsroom()
    fill(engine, before)

    def articles() -> Iterator[Put]:
        yield from puts(before[:2])
        changes = [
            Put(5, article("urn:late", "ferry")),
            Delete(6, article_id("urn:harbour")),
            Put(7, article("urn:flash", "changed")),
        ]
        applying = threading.Thread(target=engine.apply, args=(changes,), kwargs={"upto": 7})
        applying.start()
        applying.join(30)
        # Visible at once, in what is being replaced.
        assert found(engine, word("ferry")) == ["urn:late"]
        yield from puts(before[2:], 3)

    engine.rebuild(articles(), upto=4)
    assert engine.position() == 7
    assert found(engine) == ["urn:flash", "urn:huelga", "urn:late", "urn:strike"]
    assert found(engine, word("changed")) == ["urn:flash"]
    assert engine.count() == {"articles": 4, "quotes": 1}


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(engine: Engine) -> None:
    fill(engine, newsroom())

    def articles() -> Iterator[Put]:
        yield Put(1, article("half"))
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError, match="the store"):
        engine.rebuild(articles(), upto=9)
    assert (engine.position(), len(found(engine))) == (4, 4)
    engine.rebuild(puts(newsroom()[:1]), upto=9)
    assert (engine.position(), found(engine)) == (9, ["urn:harbour"])


def test_a_commit_that_fails_leaves_the_index_as_it_was(engine: Engine) -> None:
    fill(engine, newsroom())
    broken = article("broken", subject=(None,))
    with pytest.raises(AttributeError):
        engine.apply([Put(5, article("whole")), Put(6, broken), Delete(7, article_id("urn:flash"))], upto=7)
    assert (engine.position(), len(found(engine))) == (4, 4)
    engine.apply([Put(5, article("whole"))], upto=7)
    assert (engine.position(), len(found(engine))) == (7, 5)


def test_threads_that_share_an_engine_get_the_answers_of_one_alone(engine: Engine) -> None:
    articles = [
        article(f"a{n}", f"alpha beta{n % 3} gamma{n % 5} " * (n % 4 + 1), headline=f"delta{n % 7}")
        for n in range(120)
    ]
    fill(engine, articles)
    queries = [
        word(f"{stem}{n}") for stem, count in (("beta", 3), ("gamma", 5), ("delta", 7)) for n in range(count)
    ]
    expected = [(uris(ask(engine, query, limit=200)), ask(engine, query).total.value) for query in queries]
    wrong: list[str] = []

    def search(shift: int) -> None:
        for number in range(60):
            place = (number * 7 + shift) % len(queries)
            result = ask(engine, queries[place], limit=200)
            if (uris(result), result.total.value) != expected[place]:
                wrong.append(repr(queries[place]))

    threads = [threading.Thread(target=search, args=(shift,)) for shift in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_searches_beside_commits_see_each_commit_whole(engine: Engine, open_here) -> None:
    """Each commit moves twenty articles from one word to the next, so that every answer has twenty."""
    names = [f"a{number}" for number in range(20)]

    def commit(turn: int) -> None:
        engine.apply(
            puts([article(name, f"common turn{turn % 4}") for name in names], turn * 20 + 1),
            upto=turn * 20 + 20,
        )

    commit(0)
    reader = open_here()
    done = threading.Event()
    seen: list[tuple[int, int]] = []

    def search() -> None:
        while not done.is_set():
            result = ask(reader, word("common"), limit=0)
            seen.append((result.total.value, reader.count()["articles"]))

    searching = threading.Thread(target=search)
    searching.start()
    for turn in range(1, 25):
        commit(turn)
    engine.rebuild(puts([article(name, "common") for name in names]), upto=600)
    done.set()
    searching.join()
    assert set(seen) == {(20, 20)}
