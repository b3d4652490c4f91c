"""Advisories: acted on where they name their story, told of where they do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from searchsvc import formats
from searchsvc.article import PubStatus, article_id
from searchsvc.formats import Document
from searchsvc.ingest import Ingestor
from searchsvc.store import State, Store

NOW = datetime(2024, 3, 7, 15, tzinfo=UTC)
HARBOUR = "urn:example:harbour"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/articles.db")
    yield store
    store.close()


@pytest.fixture
def ingestor(store: Store) -> Ingestor:
    ingestor = Ingestor(store, clock=lambda: NOW)
    ingestor.put(sent(HARBOUR, "Harbour reopens", "The harbour of Bergen reopened."))
    return ingestor


def sent(uri: str, headline: str, text: str, **fields: Any) -> Document:
    data = {"uri": uri, "headline": headline, "body_text": text, "source": "NTB"} | fields
    return formats.read_object(data, original=json.dumps(data).encode())


def advisory(headline: str, text: str = f"The story {HARBOUR} is wrong.", **fields: Any) -> Document:
    return sent("urn:example:advisory", headline, text, **fields)


def state(store: Store) -> tuple[State, PubStatus]:
    stored = store.find(HARBOUR)
    assert stored is not None
    return stored.state, stored.article.pubstatus


@pytest.mark.parametrize("named", [HARBOUR, article_id(HARBOUR)])
def test_a_kill_that_names_its_story_is_obeyed(ingestor: Ingestor, store: Store, named: str) -> None:
    written = ingestor.put(advisory("KILL: Harbour", f"Kill {named}, please."))
    assert written.warnings[-1:] == (f"{HARBOUR} was killed, as it asks",)
    assert state(store) == (State.KILLED, PubStatus.CANCELED)
    # Whoever waits for the advisory to be indexed has waited for the kill.
    assert written.stored.seq == store.head() == 3
    again = ingestor.put(advisory("KILL: Harbour", f"Kill {named}, please.", version="2"))
    assert again.warnings[-1] == f"it reads as a kill of {HARBOUR}, which is killed already"


def test_a_story_is_withheld_until_its_next_version(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(advisory("Harbour", ednote=f"EDITORS: please withhold {HARBOUR}"))
    assert state(store) == (State.LIVE, PubStatus.WITHHELD)
    ingestor.put(sent(HARBOUR, "Harbour reopens", "It did, on Monday."))
    assert state(store) == (State.LIVE, PubStatus.USABLE)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (
            advisory("KILL: Harbour", "The story on the harbour is wrong."),
            "it reads as a kill, but names no story by uri or id; nothing was done",
        ),
        (
            advisory("Withhold: Harbour", "Hold urn:example:advisory."),
            "it reads as a request to withhold, but names no story by uri or id; nothing was done",
        ),
        (
            advisory("KILL: Harbour", "Kill urn:example:other."),
            "it reads as a kill of urn:example:other, which is not here; when it comes it is killed",
        ),
        (
            advisory("KILL: Harbour", "Kill urn:example:other.", source=""),
            "it reads as a kill of urn:example:other, which is not here, and is of no known agency;"
            " nothing was done",
        ),
        (
            advisory("KILL: Harbour", source="AP"),
            f"it reads as a kill of {HARBOUR}, but is of AP and not of NTB; nothing was done",
        ),
    ],
)
def test_what_is_not_plain_is_told_and_not_done(
    ingestor: Ingestor, store: Store, document: Document, told: str
) -> None:
    assert told in ingestor.put(document).warnings
    assert (state(store), store.head()) == ((State.LIVE, PubStatus.USABLE), 2)


def test_an_advisory_in_a_batch_is_obeyed_and_told(ingestor: Ingestor, store: Store) -> None:
    [result] = ingestor.put_many([advisory("KILL: Harbour")])
    told = f"{HARBOUR} was killed, as it asks"
    assert (result.outcome, result.message, result.advisory) == ("created", told, True)
    assert state(store) == (State.KILLED, PubStatus.CANCELED)
    [plain] = ingestor.put_many([sent("urn:example:film", "Kill Bill opens", f"See {HARBOUR}.")])
    assert (plain.message, plain.advisory) == (None, False)


def test_what_says_itself_that_it_is_killed_asks_nothing_of_others(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(advisory("KILL: Harbour", pubstatus="canceled"))
    assert state(store) == (State.LIVE, PubStatus.USABLE)


LATE = "urn:example:late"


def late(**fields: Any) -> Document:
    return sent(LATE, "Pier opens", "The pier of Bergen opened.", **fields)


@pytest.mark.parametrize("named", [LATE, article_id(LATE)])
@pytest.mark.parametrize(
    ("headline", "done", "expected"),
    [
        ("KILL: Pier", "killed", (State.KILLED, PubStatus.CANCELED)),
        ("EDITORS: please withhold:", "withheld", (State.LIVE, PubStatus.WITHHELD)),
    ],
)
@pytest.mark.parametrize("together", [False, True])
def test_an_advisory_may_come_before_its_story(
    ingestor: Ingestor,
    store: Store,
    named: str,
    headline: str,
    done: str,
    expected: tuple[State, PubStatus],
    together: bool,
) -> None:
    asked = advisory(headline, f"It is {named} that is wrong.")
    told = f"it was {done}, as urn:example:advisory asked before it came"
    if together:
        _, result = ingestor.put_many([asked, late(version="1")])
        assert (result.outcome, result.message) == ("created", told)
    else:
        assert ingestor.put(asked).warnings[-1].endswith(f"which is not here; when it comes it is {done}")
        written = ingestor.put(late(version="1"))
        assert (written.warnings[-1:], written.stored.state) == ((told,), expected[0])
    stored = store.find(LATE)
    assert stored is not None
    assert (stored.state, stored.article.pubstatus) == expected
    # As an advisory that comes behind its story: the next version is another matter.
    assert ingestor.put(late(version="2")).stored.article.pubstatus is PubStatus.USABLE


def test_an_advisory_of_another_agency_does_nothing_to_a_story_that_comes_later(
    ingestor: Ingestor, store: Store
) -> None:
    ingestor.put(advisory("KILL: Pier", f"Kill {LATE}.", source="AP"))
    [result] = ingestor.put_many([late()])
    assert (result.message, store.get(article_id(LATE)).state) == (None, State.LIVE)  # type: ignore[union-attr]


def test_a_kill_counts_more_than_a_request_to_withhold(ingestor: Ingestor, store: Store) -> None:
    for number, headline in enumerate(("EDITORS: please withhold:", "KILL: Pier", "KILL: Pier")):
        ingestor.put(sent(f"urn:example:advisory:{number % 2}", headline, f"It is {LATE} {number}."))
    assert len(store_waiting(store)) == 2
    assert ingestor.put(late()).stored.state is State.KILLED


def store_waiting(store: Store) -> list[Any]:
    with store.transaction() as transaction:
        return transaction.waiting([article_id(LATE)])[article_id(LATE)]
