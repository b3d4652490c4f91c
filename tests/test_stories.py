from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from searchsvc import formats
from searchsvc.article import article_id
from searchsvc.formats import Document
from searchsvc.ingest import Ingestor, stories
from searchsvc.store import State, Store
from searchsvc.store import stories as rows

NOW = datetime(2024, 3, 7, 15, tzinfo=UTC)
SENTENCES = [
    f"Pier {number} of harbour {number} reopened at {number} hours, {number} masters said."
    for number in range(18)
]
TEXT = "\n\n".join(SENTENCES[:9])
OTHER = "Prices of oil fell sharply in Asia while traders waited for figures from Washington. " * 2


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/articles.db")
    yield store
    store.close()


@pytest.fixture
def ingestor(store: Store) -> Ingestor:
    return Ingestor(store, clock=lambda: NOW)


def sent(name: str, text: str = TEXT, **fields: Any) -> Document:
    data = {"uri": f"urn:test:{name}", "body_text": text, "versioncreated": "2024-03-05T10:00:00Z"} | fields
    return formats.read_object(data, original=json.dumps(data).encode())


def story_of(store: Store, name: str) -> str | None:
    stored = store.find(f"urn:test:{name}")
    assert stored is not None
    return stored.article.story


def signatures(store: Store) -> int:
    with store.transaction() as transaction:
        return transaction.last_signature()


FOUNDED = {name: article_id(f"urn:searchsvc:story:urn:test:{name}") for name in "abcdefgh"}


def test_the_first_article_founds_a_story_and_others_join_it_by_their_text(
    ingestor: Ingestor, store: Store
) -> None:
    ingestor.put(sent("a", headline="Bergen back to normal"))
    ingestor.put(sent("b", f"BERGEN (AP) - {TEXT}\n\nAP", source="AP", headline="Back to normal in Bergen"))
    ingestor.put(sent("c", OTHER))
    found = [story_of(store, name) for name in "abc"]
    assert found == [FOUNDED["a"], FOUNDED["a"], FOUNDED["c"]]


def test_the_articles_of_a_batch_are_grouped_as_single_ones_are(tmp_path: Path) -> None:
    documents = [
        sent("a"),
        sent("b", "\n\n".join(SENTENCES[2:11])),
        sent("c", OTHER),
        sent("d", OTHER + "More of it tomorrow."),
        sent("e", "\n\n".join(SENTENCES[9:])),
        sent("a", "\n\n".join(SENTENCES[:10]), version="2"),
        sent("f", "..."),
    ]
    found = []
    for name in ("one", "many"):
        store = Store.open(f"sqlite:///{tmp_path}/{name}.db")
        ingestor = Ingestor(store, clock=lambda: NOW)
        if name == "many":
            list(ingestor.put_many(documents))
        else:
            for document in documents:
                ingestor.put(document)
        found.append(([story_of(store, each) for each in "abcdef"], signatures(store)))
        store.close()
    assert found[0] == found[1]
    assert found[0][0] == [FOUNDED[name] for name in "aaccef"]


def test_the_best_match_counts_and_of_equal_ones_the_first(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(sent("a", "\n\n".join(SENTENCES[:6])))
    ingestor.put(sent("b", "\n\n".join(SENTENCES[9:])))
    ingestor.put(sent("c", "\n\n".join(SENTENCES[8:17])))
    assert (story_of(store, "a"), story_of(store, "b")) == (FOUNDED["a"], FOUNDED["b"])
    assert story_of(store, "c") == FOUNDED["b"]


def test_two_stories_never_become_one(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(sent("a", TEXT))
    ingestor.put(sent("b", OTHER))
    ingestor.put(sent("b", TEXT, version="2"))
    assert (story_of(store, "a"), story_of(store, "b")) == (FOUNDED["a"], FOUNDED["b"])
    ingestor.put(sent("c", TEXT))
    assert story_of(store, "c") == FOUNDED["a"]
    ingestor.put(sent("d", OTHER))
    assert story_of(store, "d") == FOUNDED["b"]


def test_the_same_report_of_another_week_is_another_story(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(sent("a"))
    ingestor.put(sent("b", versioncreated="2024-03-07T10:00:00Z"))
    ingestor.put(sent("c", versioncreated="2024-03-12T10:00:00Z"))
    assert [story_of(store, name) for name in "abc"] == [FOUNDED["a"], FOUNDED["a"], FOUNDED["c"]]


def test_a_text_without_a_date_is_compared_with_all(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(sent("a", versioncreated="1987-03-05T10:00:00Z"))
    undated = sent("b")
    fields = {name: value for name, value in undated.fields.items() if name != "versioncreated"}
    ingestor.put(replace(undated, fields=fields))
    assert story_of(store, "b") == FOUNDED["a"]


def test_copies_that_add_nothing_are_found_by_what_is_kept_already(ingestor: Ingestor, store: Store) -> None:
    for name in "abc":
        ingestor.put(sent(name))
    assert signatures(store) == 1


def test_killed_deleted_and_edited_articles_keep_their_story(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(sent("a"))
    ingestor.put(sent("b"))
    written = ingestor.patch(article_id("urn:test:b"), {"body_text": OTHER, "headline": "Oil"})
    assert written.stored.article.story == story_of(store, "b") == FOUNDED["a"]
    ingestor.put(sent("a", "Kill.", pubstatus="canceled", version="2"))
    ingestor.delete(article_id("urn:test:b"))
    stored = [store.find(f"urn:test:{name}") for name in "ab"]
    assert [each and (each.state, each.article.story) for each in stored] == [
        (State.KILLED, FOUNDED["a"]),
        (State.DELETED, FOUNDED["a"]),
    ]
    assert signatures(store) == 1
    ingestor.put(sent("c"))
    assert story_of(store, "c") == FOUNDED["a"]


def test_a_kill_of_what_was_never_there_has_no_story(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(sent("a", "Kill.", pubstatus="canceled"))
    assert (story_of(store, "a"), signatures(store)) == (None, 0)


def test_articles_of_an_older_store_get_their_story_when_they_are_read_anew(
    ingestor: Ingestor, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr("searchsvc.ingest.batch.story_for", lambda *_: None)
        for name in "ab":
            ingestor.put(sent(name))
    assert [story_of(store, name) for name in "ab"] == [None, None]
    head = store.head()
    assert ingestor.reparse()[1:] == (2, 2)
    founder = min("ab", key=lambda name: article_id(f"urn:test:{name}"))
    assert [story_of(store, name) for name in "ab"] == [FOUNDED[founder]] * 2
    assert (store.head(), ingestor.reparse()[1:]) == (head + 2, (2, 0))


def test_a_refused_article_leaves_nothing_to_match(ingestor: Ingestor, store: Store) -> None:
    bad = replace(sent("a"), fields={**sent("a").fields, "slugline": "\udc00"})
    results = list(ingestor.put_many([bad, sent("b")]))
    assert [result.outcome for result in results] == ["refused", "created"]
    assert (story_of(store, "b"), signatures(store)) == (FOUNDED["b"], 1)


def test_a_look_up_is_bounded(store: Store, ingestor: Ingestor, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(1, 29, 3):
        ingestor.put(sent(f"n{day}", versioncreated=f"2024-02-{day:02}T10:00:00Z"))
    assert signatures(store) == 10
    monkeypatch.setattr(rows, "KEYS_AT_ONCE", 7)
    ingestor.put(sent("same", versioncreated="2024-02-19T12:00:00Z"))
    assert story_of(store, "same") == article_id("urn:searchsvc:story:urn:test:n19")
    monkeypatch.setattr(rows, "MOST_ROWS", 3)
    with store.transaction() as transaction:
        places = stories.signature_of(replace_of(store, "same"))
        grouping = stories.Grouping(transaction, [places])
        assert len({each.number for known in grouping._known.values() for each in known}) <= 3 * 4


def replace_of(store: Store, name: str) -> Any:
    stored = store.find(f"urn:test:{name}")
    assert stored is not None
    return stored.article


def test_what_is_compared_is_headline_and_body_without_the_dateline(ingestor: Ingestor) -> None:
    copy = "Harbour reopens\n\nBERGEN, March 5 (NTB) - The harbour of Bergen reopened.\n"
    [document] = formats.read(copy.encode(), "text/plain")
    assert isinstance(document, Document)
    article = ingestor.parse(document).article
    assert stories.story_text(article).split() == [
        "Harbour",
        "reopens",
        "The",
        "harbour",
        "of",
        "Bergen",
        "reopened.",
    ]
    assert stories.date_of(article) == datetime(2024, 3, 5, tzinfo=UTC)
    assert stories.date_of(replace(article, versioncreated_from="ingest")) is None
    assert timedelta(days=2) == stories.PERIOD
