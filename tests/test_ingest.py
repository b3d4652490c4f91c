from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from searchsvc import formats, wire
from searchsvc.article import Article, Concept, PubStatus, article_id, to_dict, uri_of_copy
from searchsvc.errors import (
    ConflictError,
    GoneError,
    InputError,
    NotFoundError,
    PreconditionError,
    SearchsvcError,
    UnavailableError,
)
from searchsvc.formats import Document
from searchsvc.ingest import Difference, Ingestor, LineResult, Outcome, chunked, edits
from searchsvc.ingest.edits import compose, merge
from searchsvc.ingest.versions import Candidate, compare, decide, next_version
from searchsvc.pool import open_pool
from searchsvc.store import Entry, Link, State, Store

NOW = datetime(2024, 3, 7, 15, tzinfo=UTC)
COPY = """Harbour reopens after storm

BERGEN, March 5 (NTB) - The harbour of Bergen reopened on Tuesday, its master Kari Moen said.

"We are back," Moen told reporters.
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/articles.db")
    yield store
    store.close()


@pytest.fixture
def ingestor(store: Store) -> Ingestor:
    ticks = count()
    return Ingestor(store, clock=lambda: NOW + timedelta(seconds=next(ticks)))


def sent(**fields: Any) -> Document:
    return formats.read_object(fields, original=json.dumps(fields).encode())


def story(text: str = "One.", **fields: Any) -> Document:
    return sent(**({"uri": "urn:test:1", "headline": "Harbour", "body_text": text} | fields))


def copy(text: str = COPY) -> Document:
    [document] = formats.read(text.encode(), "text/plain")
    assert isinstance(document, Document)
    return document


def lines(*members: Any) -> list[Any]:
    data = b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in members)
    return list(formats.read(data, "application/x-ndjson"))


def outcomes(results: Iterable[LineResult]) -> list[str]:
    return [result.outcome.value for result in results]


def held(store: Store, id: str = article_id("urn:test:1")) -> list[tuple[str, str]]:  # noqa: A002
    return [(record.version, record.status) for record in store.versions(id)]


# Parsing: what the format says wins over what the copy says.


def test_copy_alone_tells_everything(ingestor: Ingestor) -> None:
    parsed = ingestor.parse(copy())
    article = parsed.article
    assert article.uri == uri_of_copy(COPY)
    assert article.headline == "Harbour reopens after storm"
    assert (article.source, article.language, article.parser) == ("NTB", "en", wire.PARSER_VERSION)
    assert article.dateline is not None
    assert (article.dateline.city, article.dateline.country) == ("Bergen", "NO")
    assert article.body_text[article.dateline.start : article.dateline.end] == article.dateline.text
    assert (article.versioncreated, article.versioncreated_from) == (
        datetime(2024, 3, 5, tzinfo=UTC),
        "dateline",
    )
    assert [quote.text for quote in article.quotes if quote.kind == "direct"] == ["We are back,"]
    assert parsed.differences == ()


def test_the_same_copy_is_the_same_article_however_it_is_spaced_and_sent(ingestor: Ingestor) -> None:
    spaced = COPY.replace("\n\n", "\n \n\n")
    uris = {ingestor.parse(each).article.uri for each in (copy(), copy(spaced), sent(raw=COPY))}
    assert uris == {uri_of_copy(COPY)}


def test_without_uri_and_copy_identity_is_of_what_was_sent(ingestor: Ingestor) -> None:
    document = sent(
        headline="H", byline="B", dateline={"text": "BERN, May 2 -", "city": "Bern"}, body_text="T"
    )
    assert ingestor.parse(document).article.uri == uri_of_copy("H\n\nB\n\nBERN, May 2 -\n\nT")


def test_what_the_format_says_wins_and_differences_are_told(ingestor: Ingestor) -> None:
    parsed = ingestor.parse(
        sent(
            uri="urn:test:1",
            raw=COPY,
            headline="Harbour open again",
            versioncreated="2023-03-06T10:00:00+01:00",
            dateline={"city": "Oslo"},
            subject=["shipping"],
        )
    )
    article = parsed.article
    assert (article.uri, article.headline) == ("urn:test:1", "Harbour open again")
    assert (article.versioncreated, article.versioncreated_from) == (
        datetime(2023, 3, 6, 9, tzinfo=UTC),
        "sender",
    )
    assert article.subject == (Concept("shipping"),)
    dateline = article.dateline
    assert dateline is not None
    assert (dateline.city, dateline.cities, dateline.country, dateline.lat) == ("Oslo", ("Oslo",), None, None)
    assert dateline.date is not None and dateline.date.isoformat() == "2023-03-05"
    assert article.body_text[dateline.start : dateline.end] == dateline.text
    assert article.body_text.startswith("BERGEN, March 5 (NTB)")
    assert parsed.differences == (
        Difference("headline", "Harbour open again", "Harbour reopens after storm"),
        Difference("dateline.city", "Oslo", "Bergen"),
    )


def test_a_headline_beside_the_body_alone_takes_nothing_from_it(ingestor: Ingestor) -> None:
    body = "A short line.\n\nAnd a longer one that follows it."
    article = ingestor.parse(sent(raw=body, headline="Harbour")).article
    assert (article.headline, article.body_text) == ("Harbour", body)


def test_a_headline_helps_to_tell_the_language_of_a_short_text(ingestor: Ingestor) -> None:
    def language(**fields: Any) -> str | None:
        return ingestor.parse(sent(**fields)).article.language

    assert language(raw="A lobster died.") is None
    assert language(headline="$210 lobster is found dead", raw="A lobster died.") == "en"
    assert language(headline="The $210 lobster is found dead in the harbour") is None
    assert language(headline="$210 lobster is found dead", raw="A lobster died.", language="sv") == "sv"


def test_a_list_of_reports_beside_a_headline_loses_none(ingestor: Ingestor) -> None:
    told = "Its new head says that she was glad to come. A report of the whole follows at noon (WRAP to come)"
    body = f"News of the day:\n\nOSLO - {told}\n\nBERGEN - The harbour opens its second pier today, it says."
    assert ingestor.parse(sent(raw=body, headline="Harbour")).article.body_text == body


def test_a_byline_above_the_dateline_is_no_text(ingestor: Ingestor) -> None:
    body = "BERGEN, March 5 (NTB) - The harbour of Bergen reopened on Sunday, the city said."
    article = ingestor.parse(sent(raw=f"By Ann Lee\n\n{body}", headline="Harbour")).article
    assert (article.headline, article.byline, article.body_text) == ("Harbour", "By Ann Lee", body)


def test_a_dateline_is_completed_key_by_key(ingestor: Ingestor) -> None:
    parsed = ingestor.parse(sent(raw=COPY, dateline={"city": "BERGEN", "date": "2024-03-04"}))
    dateline = parsed.article.dateline
    assert dateline is not None
    assert (dateline.city, dateline.country, str(dateline.date), dateline.date_inferred) == (
        "BERGEN",
        "NO",
        "2024-03-04",
        False,
    )
    assert parsed.differences == (Difference("dateline.date", "2024-03-04", "2024-03-05"),)


def test_a_headline_that_stands_in_the_copy_too_is_cut_from_the_body(ingestor: Ingestor) -> None:
    headline = "Harbour  reopens after Storm"
    parsed = ingestor.parse(sent(raw=COPY, headline=headline))
    assert parsed.article.headline == headline
    assert parsed.article.body_text == ingestor.parse(copy()).article.body_text
    assert parsed.differences == ()


def test_clean_text_stays_as_it_was_sent(ingestor: Ingestor) -> None:
    body = "  BERGEN, March 5 (NTB) - All is well.\n\nRelated Articles\n"
    article = ingestor.parse(sent(body_text=body)).article
    assert article.body_text == body
    assert article.source == "NTB"


def test_copy_beside_clean_text_fills_what_is_missing(ingestor: Ingestor) -> None:
    body = 'The harbour of Bergen reopened.\n\n"We are back," Moen said.'
    article = ingestor.parse(sent(raw=COPY, body_text=body)).article
    assert article.body_text == body
    assert (article.headline, article.source) == ("Harbour reopens after storm", "NTB")
    assert article.dateline is not None
    assert (article.dateline.city, article.dateline.start, article.dateline.end) == ("Bergen", None, None)
    assert all(body[start:end] for quote in article.quotes for start, end in quote.spans)


def test_quotes_that_were_sent_are_the_quotes(ingestor: Ingestor) -> None:
    article = ingestor.parse(story('"Yes," he said.', quotes=[{"spans": [[1, 5]]}])).article
    assert [(quote.text, quote.spans) for quote in article.quotes] == [("Yes,", ((1, 5),))]
    assert ingestor.parse(story('"Yes," he said.', quotes=[])).article.quotes == ()


def test_a_headline_alone_is_an_article_dated_by_its_arrival(ingestor: Ingestor) -> None:
    article = ingestor.parse(sent(headline="Flash: harbour open")).article
    assert (article.headline, article.body_text, article.quotes) == ("Flash: harbour open", "", ())
    assert (article.versioncreated, article.versioncreated_from) == (NOW, "ingest")


# Which version replaces which.

EARLY, LATE = NOW, NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("one", "created", "other", "other_created", "expected"),
    [
        ("2", EARLY, "10", LATE, -1),
        ("10", EARLY, "2", LATE, 1),
        ("01", EARLY, "1", LATE, 0),
        ("2024-03-07T15:00:00Z", EARLY, "2024-03-07T16:00:00+01:00", LATE, 0),
        ("2024-03-07T15:00:00.5Z", EARLY, "2024-03-07T15:00:00Z", LATE, 1),
        ("2024-13-41T15:00:00Z", EARLY, "2024-03-07T15:00:00Z", LATE, -1),
        ("b", EARLY, "a", LATE, -1),
        ("a", LATE, "b", EARLY, 1),
        ("a", EARLY, "b", EARLY, 1),
        ("a", EARLY, "a", LATE, 0),
        ("2", EARLY, "a", LATE, -1),
    ],
)
def test_versions_compare_as_numbers_as_instants_or_by_their_time(
    one: str, created: datetime, other: str, other_created: datetime, expected: int
) -> None:
    assert compare(one, created, other, other_created) == expected


@pytest.mark.parametrize(
    ("current", "expected"),
    [
        ("9", "10"),
        ("009", "10"),
        ("2024-03-07T14:00:00Z", "2024-03-07T15:00:00Z"),
        ("2025-01-01T00:00:00Z", "2025-01-01T00:00:00.000001Z"),
        ("final", "2024-03-07T15:00:00Z"),
    ],
)
def test_the_next_version_is_higher(current: str, expected: str) -> None:
    assert next_version(current, NOW) == expected


def entry(state: State = State.LIVE, version: str = "2") -> Entry:
    return Entry("id", "urn:test:1", 1, state, 1, version, NOW, "there")


@pytest.mark.parametrize(
    ("state", "version", "sent_hash", "kills", "single", "archive"),
    [
        # state, version sent, hash sent, is it a kill -> outcome and version alone, outcome in bulk
        (None, None, "new", False, ("created", "1"), "created"),
        (None, "7", "new", False, ("created", "7"), "created"),
        (None, None, "new", True, ("deleted", "1"), "deleted"),
        (State.LIVE, None, "there", False, ("unchanged", "2"), "unchanged"),
        (State.LIVE, "2", "there", False, ("unchanged", "2"), "unchanged"),
        (State.LIVE, None, "new", False, ("updated", "3"), "updated"),
        (State.LIVE, "5", "new", False, ("updated", "5"), "updated"),
        (State.LIVE, "2", "new", False, ConflictError, "refused"),
        (State.LIVE, "1", "new", False, ConflictError, "superseded"),
        (State.LIVE, None, "seen", False, ("updated", "3"), "unchanged"),
        (State.LIVE, "1", "seen", False, ConflictError, "unchanged"),
        (State.LIVE, None, "new", True, ("deleted", "3"), "deleted"),
        (State.LIVE, "2", "new", True, ("deleted", "2"), "deleted"),
        (State.LIVE, "1", "new", True, ConflictError, "superseded"),
        (State.KILLED, None, "there", True, ("unchanged", "2"), "unchanged"),
        (State.KILLED, None, "there", False, GoneError, "refused"),
        (State.KILLED, None, "new", False, GoneError, "refused"),
        (State.KILLED, "2", "new", False, GoneError, "refused"),
        (State.KILLED, "1", "new", False, GoneError, "superseded"),
        (State.KILLED, None, "seen", False, GoneError, "unchanged"),
        (State.KILLED, "3", "new", False, ("updated", "3"), "updated"),
        (State.KILLED, "2", "new", True, ConflictError, "refused"),
        (State.KILLED, "3", "new", True, ("deleted", "3"), "deleted"),
        (State.DELETED, None, "there", False, ("created", "3"), "created"),
        (State.DELETED, "1", "new", False, ("created", "1"), "created"),
    ],
)
def test_what_becomes_of_a_version(
    state: State | None,
    version: str | None,
    sent_hash: str,
    kills: bool,
    single: tuple[str, str] | type[SearchsvcError],
    archive: str,
) -> None:
    there = None if state is None else entry(state)
    candidate = Candidate(version, NOW, sent_hash, kills)
    alone = decide(there, candidate, NOW, seen=lambda: sent_hash == "seen", same=lambda: False, archive=False)
    if isinstance(single, tuple):
        assert (alone.outcome.value, alone.version, alone.error) == (*single, None)
    else:
        assert (alone.outcome, type(alone.error)) == (Outcome.REFUSED, single)
    among = decide(there, candidate, NOW, seen=lambda: sent_hash == "seen", same=lambda: False, archive=True)
    assert among.outcome == archive
    assert (among.error is not None) == (archive in ("refused", "superseded"))


# Single writes.


def test_putting_again_changes_nothing_though_time_passes(ingestor: Ingestor, store: Store) -> None:
    first = ingestor.put(story())
    again = ingestor.put(story())
    assert (first.outcome, again.outcome) == (Outcome.CREATED, Outcome.UNCHANGED)
    assert again.stored == first.stored
    assert store.head() == 1


def test_new_text_is_the_next_version(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(story())
    written = ingestor.put(story("Two."))
    assert (written.outcome, written.stored.seq) == (Outcome.UPDATED, 2)
    assert (written.stored.article.version, written.stored.article.body_text) == ("2", "Two.")
    assert held(store) == [("1", "superseded"), ("2", "current")]


def test_a_version_that_is_not_newer_conflicts_and_stores_nothing(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(story(version=3))
    for version, says in ((3, "is stored with other content"), (2, "is lower than '3'")):
        with pytest.raises(ConflictError, match=says):
            ingestor.put(story("Other.", version=version))
    assert (store.head(), held(store)) == (1, [("3", "current")])


ITEM = """<newsItem{} guid="urn:newsml:ntb.no:1" version="1"><itemMeta><provider literal="NTB"/>
<versionCreated>2024-03-05T10:00:00Z</versionCreated>{}</itemMeta><contentMeta><headline>Harbour</headline>
</contentMeta><contentSet>
<inlineData contenttype="text/plain">The harbour {}.</inlineData></contentSet></newsItem>"""
NAMESPACE = ' xmlns="http://iptc.org/std/nar/2006-10-01/"'


def test_an_item_that_comes_again_in_another_envelope_says_the_same(ingestor: Ingestor, store: Store) -> None:
    def item(data: str) -> list[Any]:
        return list(formats.read(data.encode(), "application/xml"))

    alone = item(f"<?xml version='1.0'?>\n{ITEM.format(NAMESPACE, '', 'reopened')}\n")
    others = ITEM.format("", "", "reopened") + ITEM.format("", "", "closed").replace("ntb.no:1", "ntb.no:2")
    message = item(f"<newsMessage{NAMESPACE}><itemSet>{others}</itemSet></newsMessage>")
    assert outcomes(ingestor.put_many(alone)) == ["created"]
    assert outcomes(ingestor.put_many(message)) == ["unchanged", "created"]
    assert ingestor.put(message[0]).outcome is Outcome.UNCHANGED
    assert held(store, article_id("urn:newsml:ntb.no:1")) == [("1", "current")]
    other = item(ITEM.format(NAMESPACE, "", "sank"))
    assert outcomes(ingestor.put_many(other)) == ["refused"]
    kill = "<pubStatus qcode='stat:canceled'/>"
    kills = [*item(ITEM.format(NAMESPACE, kill, "")), *item(ITEM.format(NAMESPACE, f"\n{kill}", ""))]
    assert outcomes(ingestor.put_many(kills)) == ["deleted", "unchanged"]


@pytest.mark.parametrize("extended", [False, True])
def test_what_was_exported_says_what_is_stored(ingestor: Ingestor, store: Store, extended: bool) -> None:
    ingestor.put(copy())
    ingestor.put(story("“Piers,” said Ann Lee.", version="3", keywords=["pier"], subject=[{"code": "1"}]))
    ingestor.patch(article_id("urn:test:1"), {"headline": "Edited"})
    exported = [json.dumps(formats.to_ninjs(each.article, extended=extended)) for each in store.changes(0)]
    again = list(formats.read("\n".join(exported).encode(), "application/x-ndjson"))
    assert outcomes(ingestor.put_many(again)) == ["unchanged"] * 2
    other = exported[1].replace("Edited", "Harbour")
    assert outcomes(ingestor.put_many(formats.read(other.encode(), "application/x-ndjson"))) == ["refused"]


def test_a_kill_leaves_a_tombstone_that_only_a_higher_version_lifts(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(story())
    killed = ingestor.put(story("Kill.", pubstatus="canceled"))
    assert (killed.outcome, killed.stored.state) == (Outcome.DELETED, State.KILLED)
    for document in (story(), story("Three."), story("Four.", version=2)):
        with pytest.raises(GoneError, match="only a version that is given and higher"):
            ingestor.put(document)
    with pytest.raises(GoneError):
        ingestor.patch(killed.stored.id, {"headline": "Back"})
    with pytest.raises(GoneError):
        ingestor.delete(killed.stored.id)
    revived = ingestor.put(story("Five.", version=3))
    assert (revived.outcome, revived.stored.state) == (Outcome.UPDATED, State.LIVE)
    assert [version for version, _ in held(store)] == ["1", "2", "3"]


def test_a_kill_may_come_before_the_article(ingestor: Ingestor, store: Store) -> None:
    written = ingestor.put(story(pubstatus="canceled"))
    assert (written.outcome, written.stored.state) == (Outcome.DELETED, State.KILLED)
    assert store.count() == 0


@pytest.mark.parametrize("known", [True, False])
def test_a_kill_needs_no_text_of_its_own(ingestor: Ingestor, store: Store, known: bool) -> None:
    if known:
        ingestor.put(story())
    written = ingestor.put(sent(uri="urn:test:1", version="2", pubstatus="canceled"))
    assert (written.outcome, written.stored.state) == (Outcome.DELETED, State.KILLED)
    assert store.count() == 0
    with pytest.raises(GoneError):
        ingestor.put(story(version="2"))


def test_what_is_withheld_needs_no_text_and_its_next_version_is_shown(ingestor: Ingestor) -> None:
    ingestor.put(story())
    withheld = ingestor.put(sent(uri="urn:test:1", version="2", pubstatus="withheld"))
    assert withheld.stored.article.pubstatus is PubStatus.WITHHELD
    shown = ingestor.put(story("Three.", version="3")).stored
    assert (shown.article.pubstatus, shown.article.body_text) == (PubStatus.USABLE, "Three.")


def test_what_takes_an_article_back_names_it() -> None:
    with pytest.raises(InputError, match="does not say which; send its uri"):
        sent(pubstatus="canceled", version="2")
    with pytest.raises(InputError, match="there is no article in it"):
        sent(uri="urn:test:1", pubstatus="usable", version="2")


def test_a_patch_leaves_something_of_an_article(ingestor: Ingestor) -> None:
    id = ingestor.put(story()).stored.id  # noqa: A001
    with pytest.raises(InputError, match="nothing would be left of it"):
        ingestor.patch(id, {"headline": "", "body_text": ""})
    assert ingestor.patch(id, {"body_text": ""}).stored.article.headline == "Harbour"


def test_a_deleted_article_is_created_anew(ingestor: Ingestor, store: Store) -> None:
    first = ingestor.put(story())
    assert ingestor.delete(first.stored.id).state is State.DELETED
    with pytest.raises(NotFoundError):
        ingestor.delete(first.stored.id)
    with pytest.raises(NotFoundError):
        ingestor.patch(first.stored.id, {"headline": "No"})
    again = ingestor.put(story())
    assert (again.outcome, again.stored.seq) == (Outcome.CREATED, 3)
    assert held(store) == [("1", "superseded"), ("2", "current")]


def test_if_match_guards_every_write(ingestor: Ingestor, store: Store) -> None:
    with pytest.raises(PreconditionError, match="no such article"):
        ingestor.put(story(), if_match=1)
    first = ingestor.put(story())
    id = first.stored.id  # noqa: A001
    second = ingestor.put(story("Two."), if_match=1)
    for write in (
        lambda: ingestor.put(story("Three."), if_match=1),
        lambda: ingestor.patch(id, {"headline": "New"}, if_match=1),
        lambda: ingestor.delete(id, if_match=1),
    ):
        with pytest.raises(PreconditionError, match="its ETag is 2 now"):
            write()
    assert store.get(id) == second.stored
    assert ingestor.patch(id, {"headline": "New"}, if_match=2).stored.seq == 3
    assert ingestor.delete(id, if_match=3).seq == 4
    with pytest.raises(PreconditionError):
        ingestor.put(story(), if_match=4)


def test_put_under_an_id_keeps_the_uri(ingestor: Ingestor) -> None:
    id = ingestor.put(story()).stored.id  # noqa: A001
    written = ingestor.put(sent(headline="Harbour", body_text="Two."), id=id)
    assert (written.outcome, written.stored.article.uri) == (Outcome.UPDATED, "urn:test:1")
    assert ingestor.put(story("Three."), id=id).outcome is Outcome.UPDATED
    with pytest.raises(InputError, match="send it there"):
        ingestor.put(story(uri="urn:test:2"), id=id)
    with pytest.raises(NotFoundError, match="send its uri"):
        ingestor.put(sent(body_text="Nobody's."), id="a" * 26)
    nameless = sent(body_text="Its own.")
    assert ingestor.put(nameless, id=article_id(uri_of_copy("Its own."))).outcome is Outcome.CREATED


def test_a_version_has_a_bounded_length(ingestor: Ingestor) -> None:
    with pytest.raises(InputError, match="version has 201 characters"):
        ingestor.put(story(version="v" * 201))
    [result] = ingestor.put_many(lines({"uri": "urn:x", "body_text": "x", "version": "9" * 5000}))
    assert (result.outcome, result.message) == (
        Outcome.REFUSED,
        "version has 5,000 characters; at most 200",
    )


# Batches.


def test_a_batch_says_what_became_of_each(ingestor: Ingestor, store: Store) -> None:
    members = (
        {"uri": "urn:a", "body_text": "A."},
        b"{not json",
        {"uri": "urn:b", "body_text": 7},
        {"uri": "urn:c", "version": "2", "body_text": "C two."},
        {"uri": "urn:c", "version": "1", "body_text": "C one."},
        {"uri": "urn:c", "version": "2", "body_text": "C other."},
        {"uri": "urn:a", "body_text": "A."},
        {"uri": "urn:a", "pubstatus": "canceled", "body_text": "Kill."},
    )
    results = list(ingestor.put_many(lines(*members)))
    assert outcomes(results) == [
        "created",
        "refused",
        "refused",
        "created",
        "superseded",
        "refused",
        "unchanged",
        "deleted",
    ]
    assert [result.line for result in results] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert results[4] == LineResult(
        5,
        Outcome.SUPERSEDED,
        article_id("urn:c"),
        "urn:c",
        "version '1' of 'urn:c' is lower than '2', which is stored",
    )
    assert results[1].original == b"{not json"
    assert results[2].message == "body_text is a number; send a string"
    assert held(store, article_id("urn:c")) == [("2", "current"), ("1", "superseded")]
    assert store.count() == 1


def test_a_folder_dropped_twice_changes_nothing(ingestor: Ingestor, store: Store) -> None:
    members = lines(
        {"uri": "urn:a", "body_text": "One."},
        {"uri": "urn:a", "body_text": "Two."},
        {"uri": "urn:b", "version": "2", "body_text": "Two."},
        {"uri": "urn:b", "version": "1", "body_text": "One."},
        {"raw": COPY},
    )
    assert outcomes(ingestor.put_many(members)) == ["created", "updated", "created", "superseded", "created"]
    before = store.changes(0)
    assert outcomes(ingestor.put_many(members)) == ["unchanged"] * 5
    assert store.changes(0) == before


def test_what_was_deleted_is_created_anew_by_a_batch(ingestor: Ingestor) -> None:
    members = lines({"uri": "urn:a", "body_text": "One."})
    list(ingestor.put_many(members))
    ingestor.delete(article_id("urn:a"))
    assert outcomes(ingestor.put_many(members)) == ["created"]


def test_one_that_cannot_be_stored_takes_no_other_down(ingestor: Ingestor, store: Store) -> None:
    good = [replace(story(uri=f"urn:{number}"), line=number) for number in (1, 3)]
    bad = replace(story(uri="urn:2"), fields={"uri": "urn:2", "body_text": "\ud83d", "urgency": 1}, line=2)
    results = list(ingestor.put_many([good[0], bad, good[1]]))
    assert outcomes(results) == ["created", "refused", "created"]
    assert [stored.article.uri for stored in store.changes(0)] == ["urn:1", "urn:3"]


def test_a_fault_of_the_reader_is_logged_and_takes_no_other_down(
    ingestor: Ingestor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def read(copy: str, **_: Any) -> wire.Reading:
        if "trap" in copy:
            raise ZeroDivisionError("a trap")
        return wire.Reading(copy)

    monkeypatch.setattr("searchsvc.ingest.parsing.wire.read", read)
    results = list(ingestor.put_many([story(), replace(story("trap", uri="urn:2"), line=9)]))
    assert outcomes(results) == ["created", "refused"]
    assert results[1].message == ("the reader failed on it (ZeroDivisionError: a trap); please report it")
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_chunks_end_by_number_and_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchsvc.ingest.batch.CHUNK", 3)
    monkeypatch.setattr("searchsvc.ingest.batch.CHUNK_BYTES", 250)
    documents = [replace(story(), original=b"x" * size) for size in (1, 1, 1, 1, 300, 1)]
    assert [len(chunk) for chunk in chunked(documents)] == [3, 2, 1]


def test_a_pool_of_processes_gives_the_same(store: Store, tmp_path: Path) -> None:
    members = [{"uri": f"urn:{number}", "raw": f"{COPY}\nStory {number}."} for number in range(450)]
    members[300] = {"uri": "urn:300"}
    other = Store.open(f"sqlite:///{tmp_path}/other.db")
    with open_pool(2) as pool:
        pooled = list(Ingestor(store, clock=lambda: NOW, executor=pool).put_many(lines(*members)))
    assert pooled == list(Ingestor(other, clock=lambda: NOW).put_many(lines(*members)))
    assert list(store.walk(store.head())) == list(other.walk(other.head()))
    other.close()


def test_a_pool_that_dies_is_done_without(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    members = lines(*({"uri": f"urn:{number}", "body_text": f"Story {number}."} for number in range(450)))
    with open_pool(1) as pool:
        pool.submit(abs, 1).result()
        for process in pool._processes.values():
            process.kill()
            process.join()
        results = list(Ingestor(store, executor=pool).put_many(members))
    assert outcomes(results) == ["created"] * 450
    assert [record.message for record in caplog.records if record.name.startswith("searchsvc")] == [
        "a parsing process died; parsing goes on without them"
    ]


# Edits.


def test_patches_merge_as_rfc_7396_says() -> None:
    target = {"a": "b", "c": {"d": "e", "f": "g"}}
    assert merge(target, {"a": "z", "c": {"f": None}}) == {"a": "z", "c": {"d": "e"}}
    assert merge({"a": [1]}, {"a": {"b": {"c": None}}}) == {"a": {"b": {}}}


def test_patches_compose() -> None:
    first = {"headline": "A", "dateline": {"city": "Bern", "lat": None}}
    assert compose(first, {"headline": None, "dateline": {"city": "Basel"}}) == {
        "headline": None,
        "dateline": {"city": "Basel", "lat": None},
    }
    revived = compose({"dateline": None}, {"dateline": {"city": "Basel"}})
    assert revived["dateline"] == dict.fromkeys(
        ("text", "cities", "country", "lat", "lon", "date", "date_inferred", "start", "end")
    ) | {"city": "Basel"}


def test_a_patch_is_kept_apart_from_what_was_sent(ingestor: Ingestor, store: Store) -> None:
    before = ingestor.put(copy()).stored
    written = ingestor.patch(before.id, {"headline": "Harbour open", "dateline": {"city": "Oslo"}})
    article = written.stored.article
    assert (written.outcome, written.stored.seq, article.version) == (Outcome.UPDATED, 2, "1")
    assert (article.headline, article.byline, article.body_text) == (
        "Harbour open",
        before.article.byline,
        before.article.body_text,
    )
    assert article.dateline is not None and article.dateline.city == "Oslo"
    assert written.stored.edits == {
        "headline": "Harbour open",
        "dateline": {"city": "Oslo", "cities": ["Oslo"]},
    }
    assert store.get(before.id) == written.stored
    assert store.original(before.id).data == COPY.encode()
    assert ingestor.put(copy()).outcome is Outcome.UNCHANGED
    again = ingestor.patch(before.id, {"headline": "Harbour open"})
    assert (again.outcome, again.stored.seq) == (Outcome.UNCHANGED, 2)


def test_a_patch_takes_fields_out(ingestor: Ingestor) -> None:
    id = ingestor.put(copy()).stored.id  # noqa: A001
    article = ingestor.patch(
        id, {"headline": "", "source": "", "language": "", "dateline": {}}
    ).stored.article
    assert (article.headline, article.source, article.language, article.dateline) == (None, None, None, None)
    assert article.versioncreated_from == "ingest"
    article = ingestor.patch(id, {"headline": "Harbour", "body_text": ""}).stored.article
    assert (article.headline, article.body_text, article.quotes) == ("Harbour", "", ())


def test_null_takes_an_edit_back_to_what_format_and_copy_say(ingestor: Ingestor, store: Store) -> None:
    before = ingestor.put(copy()).stored
    dateline = {"city": "Oslo", "country": "SE", "lat": 1.0, "lon": 2.0}
    changes = {
        "headline": "H",
        "source": "QQQ",
        "language": "",
        "urgency": 3,
        "quotes": [],
        "body_text": "B.",
    }
    ingestor.patch(before.id, changes | {"dateline": dateline})
    part = ingestor.patch(before.id, {"source": None, "dateline": {"city": None, "lat": None, "lon": None}})
    article = part.stored.article
    assert (article.source, article.headline, article.language) == ("NTB", "H", None)
    assert article.dateline is not None and before.article.dateline is not None
    assert (article.dateline.city, article.dateline.cities) == ("Bergen", before.article.dateline.cities)
    assert (article.dateline.country, article.dateline.lat) == ("SE", before.article.dateline.lat)
    assert ingestor.patch(before.id, {"source": None}).outcome is Outcome.UNCHANGED
    back = ingestor.patch(before.id, dict.fromkeys([*changes, "dateline"]))
    assert (back.outcome, back.stored.article, back.stored.edits) == (Outcome.UPDATED, before.article, {})
    assert [each.edited for each in store.versions(before.id)] == [False]


def test_null_takes_back_an_edit_that_the_copy_says_by_now(ingestor: Ingestor, store: Store) -> None:
    id = ingestor.put(story(headline="One")).stored.id  # noqa: A001
    ingestor.patch(id, {"headline": "Two"})
    ingestor.patch(id, {"headline": "Two", "slugline": "X"})
    written = ingestor.patch(id, {"headline": None, "slugline": None})
    assert (written.stored.article.headline, written.stored.edits) == ("One", {})


@pytest.mark.parametrize("name", ["id", "story", "parser", "versioncreated_from"])
def test_what_follows_from_an_article_cannot_be_patched(ingestor: Ingestor, name: str) -> None:
    stored = ingestor.put(copy()).stored
    with pytest.raises(InputError, match=f"{name} follows from the article and cannot be changed"):
        ingestor.patch(stored.id, {name: "other", "headline": "New"})
    same = ingestor.patch(stored.id, {name: to_dict(stored.article)[name], "headline": "New"})
    assert same.outcome is Outcome.UPDATED


def test_a_new_body_is_read_for_quotes_again(ingestor: Ingestor) -> None:
    id = ingestor.put(copy()).stored.id  # noqa: A001
    body = 'BERGEN, March 5 (NTB) - "Not yet," Kari Moen said.'
    article = ingestor.patch(id, {"body_text": body}).stored.article
    assert (article.body_text, article.headline) == (body, "Harbour reopens after storm")
    assert [quote.text for quote in article.quotes] == ["Not yet,"]


def test_an_edit_ends_with_the_version_that_it_was_made_on(ingestor: Ingestor) -> None:
    id = ingestor.put(story()).stored.id  # noqa: A001
    ingestor.patch(id, {"headline": "Edited"})
    stored = ingestor.put(story("Two.")).stored
    assert (stored.article.headline, stored.edits, stored.article.version) == ("Harbour", {}, "2")


def test_a_patch_may_raise_the_version_kill_and_revive(ingestor: Ingestor) -> None:
    id = ingestor.put(story(version="3")).stored.id  # noqa: A001
    with pytest.raises(ConflictError, match="lower than '3'"):
        ingestor.patch(id, {"version": "2"})
    assert ingestor.patch(id, {"version": "4"}).stored.article.version == "4"
    killed = ingestor.patch(id, {"pubstatus": "canceled"})
    assert (killed.outcome, killed.stored.state) == (Outcome.DELETED, State.KILLED)
    with pytest.raises(GoneError):
        ingestor.patch(id, {"version": "4", "pubstatus": "usable"})
    revived = ingestor.patch(id, {"version": "5", "pubstatus": "usable"})
    assert (revived.stored.state, revived.stored.article.version) == (State.LIVE, "5")
    assert revived.stored.article.pubstatus is PubStatus.USABLE


def test_an_edit_is_made_on_what_another_writer_left(
    ingestor: Ingestor, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = ingestor.put(story()).stored.id  # noqa: A001
    others = [story("Two."), story("Three.")]
    check = edits.check

    def checked_while_others_write(changes: Any, article: Article) -> dict[str, Any]:
        if others:
            Ingestor(store).put(others.pop(0))
        return check(changes, article)

    monkeypatch.setattr(edits, "check", checked_while_others_write)
    written = ingestor.patch(id, {"headline": "Edited"}).stored
    assert (written.article.headline, written.article.body_text, written.seq) == ("Edited", "Three.", 4)
    others += [story(f"Again {number}.") for number in range(9)]
    with pytest.raises(UnavailableError, match="keeps being changed"):
        ingestor.patch(id, {"headline": "Never"})


def test_what_changes_while_it_is_read_anew_is_left_alone(
    ingestor: Ingestor, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingestor.put(story())
    read = wire.read

    def changed_meanwhile(copy: str, **given: Any) -> wire.Reading:
        monkeypatch.setattr("searchsvc.ingest.parsing.wire.read", read)
        Ingestor(store).put(story("Two."))
        return read(copy, **given)

    monkeypatch.setattr("searchsvc.ingest.parsing.wire.read", changed_meanwhile)
    assert reparse_all(ingestor) == (1, 0)
    stored = store.find("urn:test:1")
    assert stored is not None and stored.article.body_text == "Two."


def test_fields_that_make_no_article_are_refused(ingestor: Ingestor) -> None:
    document = replace(story(), fields={"uri": "urn:test:1", "subject": [{"nosuch": 1}], "body_text": "x"})
    with pytest.raises(InputError, match="its fields make no article"):
        ingestor.parse(document)
    assert outcomes(ingestor.put_many([document])) == ["refused"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"headlin": "x"}, "did you mean headline"),
        ({"headline": 7}, "headline is a number"),
        ({"raw": "x"}, "raw cannot be patched"),
        ({"uri": "urn:other"}, "uri stays as it is"),
        ({"uri": None}, "uri cannot be taken out"),
        ({"nosuch": None}, "nosuch is not a known field"),
        ({"version": "1" * 300}, "at most 200"),
        ({"quotes": [{"spans": [[0, 400]]}]}, "past the end of body_text"),
        ([], "the patch is no object"),
    ],
)
def test_a_patch_that_makes_no_article_is_refused(ingestor: Ingestor, changes: Any, says: str) -> None:
    stored = ingestor.put(story()).stored
    with pytest.raises(InputError, match=says):
        ingestor.patch(stored.id, changes)


def test_an_article_that_was_read_can_be_patched_with_itself(ingestor: Ingestor) -> None:
    stored = ingestor.put(story()).stored
    same = {"id": stored.id, "uri": stored.article.uri, "parser": None, "headline": "Harbour"}
    assert ingestor.patch(stored.id, same).outcome is Outcome.UNCHANGED


# Reading anew.


def reparse_all(ingestor: Ingestor, *, every: bool = True) -> tuple[int, int]:
    after, read, changed = ingestor.reparse(every=every)
    while after:
        after, more_read, more_changed = ingestor.reparse(after=after, every=every)
        read, changed = read + more_read, changed + more_changed
    return read, changed


def test_reading_anew_with_the_same_parser_changes_nothing(ingestor: Ingestor, store: Store) -> None:
    ingestor.put(copy())
    ingestor.put(story())
    ingestor.patch(article_id("urn:test:1"), {"headline": "Edited", "slugline": ""})
    ingestor.put(story(uri="urn:dead", pubstatus="canceled"))
    before = store.changes(0)
    assert reparse_all(ingestor) == (2, 0)
    assert reparse_all(ingestor, every=False) == (0, 0)
    assert store.changes(0) == before


def test_a_better_parser_reaches_old_articles_and_spares_edits(
    ingestor: Ingestor, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, edited = ingestor.put(copy()).stored, ingestor.put(copy(f"{COPY}\nMore.")).stored
    ingestor.patch(edited.id, {"headline": "Edited"})
    same = ingestor.put(story(source="NTB")).stored
    read = wire.read

    def better(copy: str, **given: Any) -> wire.Reading:
        reading = read(copy, **given)
        return replace(reading, source="BETTER") if given.get("source") is None else reading

    monkeypatch.setattr("searchsvc.ingest.parsing.wire.read", better)
    monkeypatch.setattr("searchsvc.wire.PARSER_VERSION", "better")
    assert reparse_all(ingestor, every=False) == (3, 2)

    def seen(id: str) -> tuple[Any, ...]:  # noqa: A002
        stored = store.get(id)
        assert stored is not None
        return stored.article.headline, stored.article.source, stored.article.parser

    assert seen(plain.id) == ("Harbour reopens after storm", "BETTER", "better")
    assert seen(edited.id) == ("Edited", "BETTER", "better")
    assert seen(same.id) == ("Harbour", "NTB", "better")
    assert store.get(same.id) == replace(same, article=replace(same.article, parser="better"))
    assert reparse_all(ingestor, every=False) == (0, 0)


RUSSIAN = "Гавань открыта\n\nМОСКВА, 5 марта (ТАСС) - Гавань открыта."


@pytest.mark.parametrize(
    ("text", "media_type", "charset"),
    [
        (RUSSIAN, "text/plain", "koi8-r"),
        (RUSSIAN, "text/plain", "utf-16"),
        (json.dumps({"raw": RUSSIAN}, ensure_ascii=False), "application/json", "koi8-r"),
        (json.dumps({"body_text": RUSSIAN}, ensure_ascii=False), "application/json", "koi8-r"),
        (json.dumps({"body_text": "plain"}), "application/json", "utf-16"),
    ],
)
def test_an_original_in_another_charset_is_read_anew_as_it_was(
    ingestor: Ingestor, store: Store, text: str, media_type: str, charset: str
) -> None:
    [document] = formats.read(text.encode(charset), media_type, charset=charset)
    assert isinstance(document, Document)
    stored = ingestor.put(document).stored
    assert store.original(stored.id).data == text.encode(charset)
    assert reparse_all(ingestor) == (1, 0)
    assert store.get(stored.id) == stored
    edited = ingestor.patch(stored.id, {"slugline": "EDITED"}).stored.article
    assert edited == replace(stored.article, slugline="EDITED")


def test_what_can_no_longer_be_read_stays(
    ingestor: Ingestor, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stored = ingestor.put(story()).stored

    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("searchsvc.ingest.parsing.wire.read", fail)
    assert reparse_all(ingestor) == (1, 0)
    assert store.get(stored.id) == stored
    assert "urn:test:1 cannot be read anew" in caplog.text


# Crashes.

ENDLESS = """
import sys
from searchsvc.formats import read_object
from searchsvc.ingest import Ingestor
from searchsvc.store import Store

ingestor = Ingestor(Store.open(sys.argv[1]))
for number in range(int(sys.argv[2]), 10**6):
    if number % 3:
        uris = [f"urn:{number}"]
        ingestor.put(read_object({"uri": uris[0], "body_text": "x"}, original=b"x"))
    else:
        uris = [f"urn:{number}:{member}" for member in range(30)]
        list(ingestor.put_many(read_object({"uri": uri, "body_text": uri}, original=b"x") for uri in uris))
    print(*uris, flush=True)
"""


def test_what_was_acknowledged_survives_being_killed_at_any_moment(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/articles.db"
    chance = random.Random(20220210)
    acknowledged: list[str] = []
    for round_ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", ENDLESS, url, str(round_ * 1000)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 40)):
            acknowledged += process.stdout.readline().split()
        process.kill()
        acknowledged += [uri for line in process.stdout if line.endswith("\n") for uri in line.split()]
        process.wait()
        process.stdout.close()
        store = Store.open(url)
        kept = list(store.walk(store.head()))
        assert {stored.article.uri for stored in kept} >= set(acknowledged)
        assert [stored.seq for stored in kept] == list(range(1, store.head() + 1))
        assert all(len(store.versions(stored.id)) == 1 for stored in kept)
        batches = {stored.article.uri.rpartition(":")[0] for stored in kept} - {"urn"}
        assert len(kept) == sum(30 * (uri in batches) for uri in batches) + sum(
            stored.article.uri.count(":") == 1 for stored in kept
        )
        store.close()
        with sqlite3.connect(tmp_path / "articles.db") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()


def test_reading_anew_links_what_the_format_names(
    ingestor: Ingestor, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {"type": "text", "uri": "urn:x:1", "headline": "Rain", "body_xhtml": "<p>Rain.</p>"}
    second = {**first, "uri": "urn:x:2", "evolvedfrom": "urn:x:1"}
    with monkeypatch.context() as before:
        before.setattr("searchsvc.ingest.ingestor.link_revision", lambda *_: None)  # as it was once
        for data in (first, second):
            [document] = formats.read(json.dumps(data).encode(), "application/json")
            assert isinstance(document, Document)
            ingestor.put(document)
    id = article_id("urn:x:2")  # noqa: A001
    assert store.links(id) == []
    assert ingestor.reparse()[1:] == (2, 0)
    assert store.links(id) == [Link(id, "updates", article_id("urn:x:1"))]
