"""While an archive is taken in and many search: a kill is gone from every surface, an embargo that lifts is
seen on every surface, and a folder that was taken in already changes nothing.

How long it takes is printed (``pytest -s``), and not asserted: that is the machine's business.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from searchsvc.article import article_id
from tests.service.running import PATIENCE, Service, wait_until

NDJSON = {"Content-Type": "application/x-ndjson"}
BATCH = 300
SEARCHERS = 2
ROUNDS = 5
"""So many rounds of questions in a row must have the same answer: each question is a new connection, so that
every worker answers some."""
LEAD = timedelta(seconds=4)
"""From when an article under embargo is sent until that lifts."""

NUMBERS = count()
"""Of the batches that were sent."""

Surfaces = dict[str, Callable[[], bool]]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("load")) as service:
        yield service


@contextmanager
def load(service: Service) -> Iterator[None]:
    """Bulk upon bulk is taken in, and searches are answered, until the block ends."""
    stop = threading.Event()
    faults: list[object] = []

    def fill() -> None:
        while not stop.is_set():
            number = next(NUMBERS)
            uris = [f"urn:load:{number}:{line}" for line in range(BATCH)]
            lines = [{"uri": uri, "body_text": f"BERN, May 2 - The tide of {uri} turned."} for uri in uris]
            body = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
            sent = service.call("POST", "/v1/articles/_bulk", body, NDJSON)
            counts = service.finished(sent.json)["counts"] if sent.status == 202 else sent.body
            if counts != {"created": BATCH}:
                faults.append(counts)

    def search() -> None:
        while not stop.is_set():
            answer = service.get("/v1/search", q="tide", facets="source", collapse="story")
            if answer.status != 200:
                faults.append(answer.body)

    threads = [threading.Thread(target=work) for work in (fill, *[search] * SEARCHERS)]
    for thread in threads:
        thread.start()
    try:
        wait_until(lambda: service.total("tide") > 0, "the load to begin")
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert faults == []


def story(word: str, **fields: Any) -> dict[str, Any]:
    """An article that is the only one with ``word``, its source and its day."""
    return {
        "uri": f"urn:test:{word}",
        "headline": f"The {word} sinks off Oslo",
        "source": word.upper(),
        "versioncreated": f"20{len(word):02}-02-03T04:05:06Z",
        "body_text": f"OSLO, Feb 3 - The {word} sank on Saturday, with a cormorant on board.\n\n"
        f'"The {word} is lost," said Kari {word.capitalize()}berg, the harbour master.',
    } | fields


def surfaces(service: Service, sent: dict[str, Any]) -> Surfaces:
    """Everything that may tell of the article, each with a question whether it does."""
    word, id_, day = sent["source"].lower(), article_id(sent["uri"]), sent["versioncreated"][:10]
    speaker = f"Kari {word.capitalize()}berg"

    def answer(path: str, **query: Any) -> Any:
        got = service.get(path, **query)
        assert got.status == 200, got.body
        return got.json

    def counts(path: str) -> dict[str, int]:
        facet = answer(path, facets="source", facet_size=1000, per_page=1)["facets"]["source"]
        return {each["value"]: each["count"] for each in facet}

    def posted() -> bool:
        got = service.call("POST", "/v1/search", {"q": word})
        return bool(got.json["hits"])

    def days() -> set[str]:
        found = answer("/v1/search", histogram="versioncreated:day", per_page=1)["histogram"]
        return {each["key"][:10] for each in found["versioncreated"] if each["count"]}

    asked: Surfaces = {
        "search": lambda: bool(answer("/v1/search", q=word)["hits"]),
        "search, total": lambda: service.total(word) > 0,
        "search, posted": posted,
        "search, phrase": lambda: service.total(f'"the {word} sinks"') > 0,
        "search, prefix": lambda: service.total(f"{word[:-2]}*") > 0,
        "search, filter": lambda: service.total("*", source=word.upper()) > 0,
        "search, collapsed": lambda: bool(answer("/v1/search", q=word, collapse="story")["hits"]),
        "facet": lambda: word.upper() in counts("/v1/search"),
        "histogram": lambda: day in days(),
        "spelling": lambda: answer("/v1/search", q=f"{word}z")["did_you_mean"] is not None,
        "suggestions": lambda: bool(answer("/v1/suggest", prefix=word[:-2])["completions"]),
        "quotes": lambda: bool(answer("/v1/quotes", q=word)["hits"]),
        "quotes, speaker": lambda: bool(answer("/v1/quotes", speaker=speaker)["hits"]),
        "quotes, facet": lambda: word.upper() in counts("/v1/quotes"),
        "article by uri": lambda: service.get("/v1/articles", uri=sent["uri"]).status == 200,
    }
    for part in ("", "/original", "/versions", "/quotes", "/links"):
        asked[f"article{part}"] = lambda part=part: service.get(f"/v1/articles/{id_}{part}").status == 200
    return asked


def follow(service: Service, cursor: str) -> set[str]:
    """The ids on the pages from ``cursor`` on."""
    found: set[str] = set()
    left: str | None = cursor
    while left is not None:
        got = service.get("/v1/search", q="cormorant", per_page=1, cursor=left).json
        found |= {hit["id"] for hit in got["hits"]}
        left = got["next_cursor"] if got["hits"] else None
    return found


def settle(asked: Surfaces, *, there: bool) -> dict[str, float]:
    """Ask until every surface has told the same for some rounds; after how many seconds each last did not.
    Then ask again: it stays so."""
    began = time.monotonic()
    last = dict.fromkeys(asked, 0.0)
    clean = 0
    while clean < 2 * ROUNDS:
        others = [name for name, is_there in asked.items() if is_there() != there]
        now = time.monotonic() - began
        last |= dict.fromkeys(others, now)
        assert not (others and clean >= ROUNDS), f"{others} changed again"
        assert now < PATIENCE, f"after {now:.0f} s still otherwise: {others}"
        clean = 0 if others else clean + 1
    return last


def report(what: str, last: dict[str, float]) -> None:
    slowest = max(last, key=last.__getitem__)
    print(f"\n{what}: {len(last)} surfaces, the last one after {last[slowest]:.2f} s ({slowest})")


def test_a_kill_is_gone_from_every_surface(service: Service) -> None:
    sent = story("quetzalcoatl")
    asked = surfaces(service, sent)
    others = [story(f"heron{name}", body_text="Cormorant, cormorant, cormorant.") for name in "abc"]
    for each in (sent, *others):
        assert service.call("POST", "/v1/articles", each, refresh="wait_for").status == 201
    assert {name for name, is_there in asked.items() if not is_there()} == set()
    with load(service):
        first = service.get("/v1/search", q="cormorant", per_page=1).json
        assert article_id(sent["uri"]) not in {hit["id"] for hit in first["hits"]}
        asked["pages of a search begun before"] = lambda: (
            article_id(sent["uri"]) in follow(service, first["next_cursor"])
        )
        assert asked["pages of a search begun before"]()
        killed = service.call("POST", "/v1/articles", sent | {"version": "2", "pubstatus": "canceled"})
        assert killed.status == 200, killed.body
        report("a kill", settle(asked, there=False))
        for part in ("", "/original", "/versions", "/quotes", "/links"):
            assert service.get(f"/v1/articles/{article_id(sent['uri'])}{part}").status == 410
    assert {name for name, is_there in asked.items() if is_there()} == set()


def test_an_embargo_that_lifts_is_seen_on_every_surface(service: Service) -> None:
    with load(service):
        lifts = datetime.now(UTC) + LEAD
        sent = story("xochimilco", embargoed=lifts.isoformat())
        asked = surfaces(service, sent)
        assert service.call("POST", "/v1/articles", sent, refresh="wait_for").status == 201
        seen = {name for name, is_there in asked.items() if is_there()}
        if datetime.now(UTC) < lifts:
            assert seen == set()
        time.sleep(max(0.0, (lifts - datetime.now(UTC)).total_seconds()))
        report("an embargo that lifts", settle(asked, there=True))


def test_a_folder_taken_in_twice_changes_nothing(service: Service, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(60):
        member = story(f"pelican{number}", versioncreated="2001-02-03T04:05:06Z")
        (folder / f"{number}.json").write_text(json.dumps(member))

    def state() -> Any:
        found = service.get("/v1/search", q="pelican*", per_page=100, sort="-versioncreated").json
        etags = [service.get(f"/v1/articles/{hit['id']}").headers["etag"] for hit in found["hits"]]
        return found["total"], found["hits"], etags, service.run("check").returncode

    assert b"60 created" in service.run("ingest", str(folder)).stdout
    before = state()
    assert (before[0]["value"], before[-1]) == (60, 0)
    with load(service):
        assert b"60 unchanged" in service.run("ingest", str(folder)).stdout
    assert state() == before
