"""Articles one by one."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from searchsvc.api.schemas.articles import (
    ArticleQuotesAnswer,
    StoredArticleSchema,
    VersionsAnswer,
    WrittenArticleSchema,
)
from searchsvc.article import article_id
from tests.api.conftest import SEED, Service, problem

URI = "urn:test:ferry"
PATH = f"/v1/articles/{article_id(URI)}"
FERRY = {
    "uri": URI,
    "headline": "Ferry runs again",
    "body_text": "OSLO, March 3 (NTB) - The ferry runs again.\n\n“We are glad,” said the captain, Kari Moe.",
    "versioncreated": "2021-03-03T10:00:00Z",
    "subject": ["transport", {"name": "ferries", "code": "f1"}],
}


def post(service: Service, body: Any, **query: str) -> Any:
    return service.client.post("/v1/articles", json=body, query_string=query)


def test_a_new_article_is_answered_with_all_that_was_read(service: Service) -> None:
    answer = post(service, FERRY)
    assert answer.status_code == 201
    assert WrittenArticleSchema().load(answer.json)
    assert answer.headers["Location"] == PATH
    assert answer.headers["ETag"] == f'"{answer.json["seq"]}"'
    told = {name: answer.json[name] for name in ("id", "uri", "version", "outcome", "state", "source")}
    assert told == {
        "id": article_id(URI),
        "uri": URI,
        "version": "1",
        "outcome": "created",
        "state": "live",
        "source": "NTB",
    }
    assert "searchable" not in answer.json
    assert answer.json["body_text"] == FERRY["body_text"]
    assert [quote["text"] for quote in answer.json["quotes"]] == ["We are glad,"]
    assert answer.json["subject"][0] == {"name": "transport", "code": None, "scheme": None}


def test_the_same_again_changes_nothing(service: Service) -> None:
    first, again = post(service, FERRY), post(service, FERRY)
    assert (again.status_code, again.json["outcome"]) == (200, "unchanged")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_an_update_is_a_new_version(service: Service) -> None:
    first = post(service, FERRY)
    answer = post(service, FERRY | {"headline": "Ferry stops"})
    assert (answer.status_code, answer.json["outcome"], answer.json["version"]) == (200, "updated", "2")
    assert answer.headers["ETag"] != first.headers["ETag"]


def test_wire_copy_is_taken_as_text_and_as_raw(service: Service) -> None:
    copy = SEED.read_bytes()
    answer = service.client.post("/v1/articles", data=copy, content_type="text/plain; charset=utf-8")
    assert answer.status_code == 201
    assert (answer.json["source"], answer.json["dateline"]["city"]) == ("EFE", "Tokyo")
    assert answer.json["uri"].startswith("urn:searchsvc:")
    as_raw = post(service, {"raw": copy.decode()})
    assert as_raw.json["id"] == answer.json["id"]


def test_it_is_found_by_id_and_by_uri(service: Service) -> None:
    written = post(service, FERRY)
    by_id = service.client.get(PATH)
    assert StoredArticleSchema().load(by_id.json)
    assert by_id.json == {
        name: value for name, value in written.json.items() if name not in ("outcome", "warnings")
    }
    by_uri = service.client.get("/v1/articles", query_string={"uri": URI})
    assert by_uri.json == by_id.json
    assert by_uri.headers["ETag"] == by_id.headers["ETag"] == written.headers["ETag"]
    assert by_uri.headers["Content-Location"] == PATH


def test_an_etag_saves_the_body(service: Service) -> None:
    etag = post(service, FERRY).headers["ETag"]
    unchanged = service.client.get(PATH, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert service.client.get(PATH, headers={"If-None-Match": '"0"'}).status_code == 200


def test_what_is_not_there(service: Service) -> None:
    assert "no article with this id" in problem(service.client.get(PATH), 404)["detail"]
    assert "no article with this uri" in problem(service.client.get("/v1/articles?uri=urn:x"), 404)["detail"]
    for call in ("original", "versions", "quotes"):
        problem(service.client.get(f"{PATH}/{call}"), 404)
    problem(service.client.patch(PATH, json={"headline": "x"}), 404)
    problem(service.client.delete(PATH), 404)
    problem(service.client.put(PATH, json={"headline": "x"}), 404)
    (error,) = problem(service.client.get("/v1/articles"), 400)["errors"]
    assert error["parameter"] == "uri"


def test_put_replaces_and_its_uri_may_be_left_out(service: Service) -> None:
    post(service, FERRY)
    answer = service.client.put(PATH, json={"headline": "Ferry sinks", "body_text": "It sank."})
    assert answer.status_code == 200
    assert (answer.json["uri"], answer.json["headline"], answer.json["quotes"]) == (URI, "Ferry sinks", [])
    other = service.client.put(PATH, json=FERRY | {"uri": "urn:test:other"})
    problem(other, 400)


def test_put_creates_under_the_id_of_its_uri(service: Service) -> None:
    assert service.client.put(PATH, json=FERRY).status_code == 201


def test_edits_replace_and_null_takes_back(service: Service) -> None:
    post(service, FERRY)
    edited = service.client.patch(
        PATH, json={"headline": "Ferry is late", "urgency": 3}, content_type="application/merge-patch+json"
    )
    assert (edited.status_code, edited.json["headline"], edited.json["urgency"]) == (200, "Ferry is late", 3)
    back = service.client.patch(PATH, json={"urgency": None})
    assert (back.json["urgency"], back.json["headline"]) == (None, "Ferry is late")
    (error,) = problem(service.client.patch(PATH, json={"hedline": "x"}), 400)["errors"]
    assert error["parameter"] == "hedline"
    problem(service.client.patch(PATH, json=["headline"]), 400)
    problem(service.client.patch(PATH, data="headline=x", content_type="text/plain"), 415)


def test_if_match_protects_what_another_has_written(service: Service) -> None:
    old = post(service, FERRY).headers["ETag"]
    new = service.client.patch(PATH, json={"urgency": 2}, headers={"If-Match": old}).headers["ETag"]
    calls: list[tuple[str, dict[str, Any]]] = [
        ("PUT", {"json": FERRY | {"headline": "x"}}),
        ("PATCH", {"json": {"urgency": 4}}),
        ("DELETE", {}),
    ]
    for stale in (old, f"W/{new}", "nonsense", '"x", "y"'):
        for method, options in calls:
            answer = service.client.open(PATH, method=method, headers={"If-Match": stale}, **options)
            assert new in problem(answer, 412)["detail"]
    for method, options in calls:
        answer = service.client.open(PATH, method=method, headers={"If-Match": f'"0", {new}'}, **options)
        assert answer.status_code in (200, 204), answer.text
        new = answer.headers.get("ETag", "")
    missing = service.client.put(f"/v1/articles/{article_id('urn:x')}", json=FERRY, headers={"If-Match": "*"})
    assert missing.status_code == 412
    refused = service.client.put(PATH, json=FERRY, headers={"If-None-Match": "*"})
    assert "use If-Match" in problem(refused, 400)["detail"]


def test_a_deleted_article_is_gone_and_may_come_back(service: Service) -> None:
    service.add(FERRY)
    answer = service.client.delete(PATH)
    assert (answer.status_code, answer.data) == (204, b"")
    service.indexer.catch_up()
    assert service.uris(q="ferry") == []
    problem(service.client.get(PATH), 404)
    assert post(service, FERRY).status_code == 201


def test_a_kill_reaches_every_surface(service: Service) -> None:
    service.add(FERRY)
    killed = service.add(FERRY | {"pubstatus": "canceled"})
    assert (killed["outcome"], killed["state"]) == ("deleted", "killed")
    assert service.uris(q="ferry") == []
    assert service.uris("/v1/quotes") == []
    for path in (PATH, f"/v1/articles?uri={URI}", f"{PATH}/original", f"{PATH}/versions", f"{PATH}/quotes"):
        assert "killed by its agency" in problem(service.client.get(path), 410)["detail"]
    problem(service.client.get(f"{PATH}?include=withheld"), 410)
    problem(post(service, FERRY | {"headline": "Back"}), 410)
    assert post(service, FERRY | {"headline": "Back", "version": "7"}).status_code == 200
    assert service.client.get(PATH).status_code == 200


def test_what_a_kill_withdrew_stays_so_when_a_later_version_brings_the_article_back(service: Service) -> None:
    service.add(FERRY | {"version": "2"})
    service.add(FERRY | {"version": "3", "pubstatus": "canceled"})
    back = FERRY | {"version": "4", "headline": "Back"}
    service.add(back)
    late = json.dumps(FERRY | {"version": "1", "headline": "Late"})
    service.client.post("/v1/articles/_bulk", data=late, content_type="application/x-ndjson")
    assert service.runner.run_next(threading.Event())
    assert service.client.get(f"{PATH}/original?version=4").json == back
    for version in ("1", "2", "3"):
        path = f"{PATH}/original?version={version}"
        assert "may be shown now" in problem(service.client.get(path), 404)["detail"]
        assert service.client.get(f"{path}&include=withheld").status_code == 200
        problem(service.client.get(f"{path}&include=withheld", headers={"Via": "1.1 x"}), 403)


def test_what_was_deleted_stays_so_when_the_article_comes_again(service: Service) -> None:
    service.add(FERRY)
    service.add(FERRY | {"headline": "Second"})
    assert service.client.delete(PATH).status_code == 204
    back = FERRY | {"headline": "Back"}
    assert service.add(back)["version"] == "3"
    for version, status in (("1", 404), ("2", 404), ("3", 200)):
        path = f"{PATH}/original?version={version}"
        assert service.client.get(path).status_code == status
        assert service.client.get(f"{path}&include=withheld").status_code == 200


@pytest.mark.parametrize(
    "hidden",
    [{"pubstatus": "withheld"}, {"embargoed": "2999-01-01T00:00:00Z"}, {"expires": "2000-01-01T00:00:00Z"}],
)
def test_what_an_older_version_hid_is_no_more_shown_than_it_was(
    service: Service, hidden: dict[str, str]
) -> None:
    service.add(FERRY | {"version": "1"})
    service.client.patch(PATH, json=hidden)
    service.add(FERRY | {"version": "2"} | hidden)
    service.add(FERRY | {"version": "3"})
    service.add(FERRY | {"version": "4"})
    answers = [service.client.get(f"{PATH}/original?version={version}").status_code for version in "1234"]
    assert answers == [404, 404, 200, 200]


@pytest.mark.parametrize(
    "hidden",
    [{"pubstatus": "withheld"}, {"embargoed": "2999-01-01T00:00:00Z"}, {"expires": "2000-01-01T00:00:00Z"}],
)
def test_what_may_not_be_shown_is_not_shown_but_can_be_written(
    service: Service, hidden: dict[str, str]
) -> None:
    written = service.add(FERRY | hidden)
    assert service.uris() == []
    for path in (PATH, f"{PATH}/original", f"{PATH}/versions", f"{PATH}/quotes"):
        assert "may be shown now" in problem(service.client.get(path), 404)["detail"]
    for path in (PATH, f"/v1/articles?uri={URI}", f"{PATH}/original", f"{PATH}/versions", f"{PATH}/quotes"):
        asked = path + ("&" if "?" in path else "?") + "include=withheld"
        assert service.client.get(asked).status_code == 200
        for header in ("X-Forwarded-For", "Authorization"):
            problem(service.client.get(asked, headers={header: "x"}), 403)
    shown = service.client.patch(
        PATH,
        json=dict.fromkeys(hidden, "") | {"headline": "Now"},
        headers={"If-Match": f'"{written["seq"]}"'},
    )
    assert shown.status_code == 200
    assert service.client.get(PATH).json["headline"] == "Now"


def test_versions_conflict_where_they_are_not_newer(service: Service) -> None:
    post(service, FERRY | {"version": "5"})
    assert "lower than '5'" in problem(post(service, FERRY | {"version": "4"}), 409)["detail"]
    problem(post(service, FERRY | {"version": "5", "headline": "Other"}), 409)
    assert post(service, FERRY | {"version": "6"}).json["version"] == "6"


def test_versions_are_listed(service: Service) -> None:
    post(service, FERRY)
    post(service, FERRY | {"headline": "Second"})
    listed = service.get(f"{PATH}/versions")
    assert VersionsAnswer().load(listed)
    assert (listed["id"], listed["uri"]) == (article_id(URI), URI)
    assert [(row["version"], row["status"]) for row in listed["versions"]] == [
        ("1", "superseded"),
        ("2", "current"),
    ]


def test_quotes_are_listed(service: Service) -> None:
    written = post(service, FERRY)
    listed = service.get(f"{PATH}/quotes")
    assert ArticleQuotesAnswer().load(listed)
    assert listed["quotes"] == written.json["quotes"] != []


def test_the_original_comes_back_byte_for_byte(service: Service) -> None:
    copy = b"Fire in Bern\r\n\r\nBERN, May 2 (AFP) - A fire \x93broke out\x94 on Monday."
    sent = service.client.post("/v1/articles", data=copy, content_type="text/plain; charset=windows-1252")
    answer = service.client.get(f"{sent.headers['Location']}/original")
    assert answer.data == copy
    assert answer.mimetype == "text/plain"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    post(service, FERRY)
    assert service.client.get(f"{PATH}/original").mimetype == "application/json"
    post(service, FERRY | {"headline": "Second"})
    assert b"Second" in service.client.get(f"{PATH}/original").data
    assert b"Second" not in service.client.get(f"{PATH}/original?version=1").data
    problem(service.client.get(f"{PATH}/original?version=9"), 404)


def test_waiting_makes_every_write_searchable(indexing: Service) -> None:
    created = post(indexing, FERRY, refresh="wait_for")
    assert (created.status_code, created.json["searchable"]) == (201, True)
    assert indexing.uris(q="ferry") == [URI]
    updated = indexing.client.put(f"{PATH}?refresh=wait_for", json=FERRY | {"body_text": "A tram runs."})
    assert updated.json["searchable"] is True
    assert indexing.uris(q="tram") == [URI]
    indexing.client.patch(f"{PATH}?refresh=wait_for", json={"body_text": "A zeppelin flies."})
    assert (indexing.uris(q="tram"), indexing.uris(q="zeppelin")) == ([], [URI])
    assert indexing.client.delete(f"{PATH}?refresh=wait_for").status_code == 204
    assert indexing.uris() == []


@pytest.mark.parametrize(
    "hidden", [{"pubstatus": "canceled"}, {"pubstatus": "withheld"}, {"expires": "2000-01-01T00:00:00Z"}]
)
def test_what_searches_never_find_is_not_called_searchable(indexing: Service, hidden: dict[str, str]) -> None:
    post(indexing, FERRY)
    changed = FERRY | hidden | {"version": "7"}
    answer = indexing.client.post("/v1/articles?refresh=wait_for", json=changed)
    assert (answer.status_code, answer.json["searchable"]) == (200, False)


def test_waiting_in_vain_says_so(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchsvc.api.writing.WAIT_SECONDS", 0.01)
    answer = post(service, FERRY, refresh="wait_for")
    assert (answer.status_code, answer.json["searchable"]) == (202, False)
    assert service.client.delete(f"{PATH}?refresh=wait_for").status_code == 202
    (error,) = problem(post(service, FERRY, refresh="now"), 400)["errors"]
    assert error["parameter"] == "refresh"


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"data": b"{", "content_type": "application/json"}, 400),
        ({"json": [FERRY, FERRY]}, 400),
        ({"json": [{"colour": "red"}]}, 400),
        ({"json": []}, 422),
        ({"json": {"uri": "urn:x"}}, 422),
        ({"json": {"headline": 7}}, 400),
        ({"data": b"  \n", "content_type": "text/plain"}, 422),
        ({"data": b"x" * 2_000_001, "content_type": "text/plain"}, 413),
        ({"data": b"x", "content_type": "image/png"}, 415),
        ({"data": b"x"}, 415),
        ({"data": b"x", "content_type": "text/plain; charset=klingon"}, 415),
        ({"data": b"x", "content_type": "text/plain", "headers": {"Content-Encoding": "gzip"}}, 415),
    ],
)
def test_what_is_no_article_is_refused(service: Service, options: dict[str, Any], status: int) -> None:
    for path in ("/v1/articles", "/v1/parse"):
        assert problem(service.client.post(path, **options), status)["detail"]
    problem(service.client.put(PATH, **options), status)
