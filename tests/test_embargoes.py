"""Embargoes that copy states: obeyed where neither format nor sender nor edit says otherwise."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from searchsvc import formats
from searchsvc.article import PubStatus
from searchsvc.ingest.embargoes import HELD, NOTHING_DONE
from searchsvc.ingest.parsing import Parsed, parse

NOW = datetime(2027, 6, 15, tzinfo=UTC)
COPY = "EMBARGOED UNTIL 0600 GMT Jan 12 2028\n\nRain floods valley\n\nOSLO, June 12 (Reuters) - It rained."
STATED = datetime(2028, 1, 12, 6, tzinfo=UTC)
SENT = "2028-01-10T00:00:00Z"
DOUBT = "it states an embargo that can be read in several ways; it holds until the last of them, "


def parsed(data: dict[str, Any], edits: dict[str, Any] | None = None) -> Parsed:
    return parse(formats.read_object(data, original=json.dumps(data).encode()), NOW, edits)


def test_the_copys_is_obeyed() -> None:
    article = parsed({"raw": COPY}).article
    assert (article.embargoed, article.headline) == (STATED, "Rain floods valley")


@pytest.mark.parametrize("copy", [COPY, COPY.replace("0600 GMT Jan 12 2028", "MONDAY")])
def test_the_senders_wins(copy: str) -> None:
    found = parsed({"raw": copy, "embargoed": SENT})
    assert (found.article.embargoed, found.warnings) == (datetime(2028, 1, 10, tzinfo=UTC), ())


@pytest.mark.parametrize(("edit", "expected"), [(SENT, datetime(2028, 1, 10, tzinfo=UTC)), (None, None)])
def test_an_edit_wins(edit: str | None, expected: datetime | None) -> None:
    assert parsed({"raw": COPY}, {"embargoed": edit}).article.embargoed == expected


def test_the_copys_is_obeyed_beside_a_clean_text() -> None:
    found = parsed({"raw": COPY, "headline": "Rain", "body_text": "It rained."})
    assert (found.article.embargoed, found.article.body_text) == (STATED, "It rained.")


def test_a_note_of_the_sender_is_obeyed_and_told_of() -> None:
    data = {"headline": "Rain", "body_text": "It rained.", "ednote": "EMBARGOED UNTIL 0600 GMT Jan 12 2028"}
    assert (parsed(data).article.embargoed, parsed(data).warnings) == (STATED, ())
    data["ednote"] = "EMBARGOED UNTIL MONDAY"
    assert parsed(data).article.embargoed == datetime(2027, 6, 22, 12, tzinfo=UTC)
    assert parsed(data).warnings == (DOUBT + "2027-06-22T12:00:00Z",)


def test_of_two_that_differ_the_later_counts() -> None:
    found = parsed({"raw": "EMBARGO 0700 GMT Jan 12 2028\n" + COPY})
    assert (found.article.embargoed, found.warnings) == (
        datetime(2028, 1, 12, 7, tzinfo=UTC),
        (DOUBT + "2028-01-12T07:00:00Z",),
    )


def test_a_day_without_a_year_is_reckoned_from_when_the_copy_was_sent() -> None:
    raw = COPY.replace("0600 GMT Jan 12 2028", "0600 GMT Jan 12")
    old = parsed({"raw": raw, "versioncreated": "2001-01-11T10:00:00Z"})
    assert (old.article.embargoed, old.warnings) == (datetime(2001, 1, 12, 6, tzinfo=UTC), ())
    # Its dateline is of June 12: the copy of that day.
    raw = COPY.replace("0600 GMT Jan 12 2028", "1800 GMT")
    assert parsed({"raw": raw}).article.embargoed == datetime(2027, 6, 13, 18, tzinfo=UTC)


@pytest.mark.parametrize("line", ["HOLD FOR RELEASE", "EMBARGOED", "Sperrfrist: Redebeginn"])
def test_one_whose_end_cannot_be_told_withholds_until_a_person_says_otherwise(line: str) -> None:
    raw = COPY.replace("EMBARGOED UNTIL 0600 GMT Jan 12 2028", line)
    found = parsed({"raw": raw})
    assert (found.article.pubstatus, found.warnings) == (PubStatus.WITHHELD, (HELD,))
    for edit in ({"pubstatus": "usable"}, {"embargoed": SENT}):
        found = parsed({"raw": raw}, edit)
        assert (found.article.pubstatus, found.warnings) == (PubStatus.USABLE, ())
    assert parsed({"raw": raw, "pubstatus": "canceled", "uri": "x"}).article.pubstatus is PubStatus.CANCELED


def test_a_word_of_news_alone_withholds_nothing() -> None:
    found = parsed({"raw": COPY.replace("EMBARGOED UNTIL 0600 GMT Jan 12 2028", "*** EMBARGO ***")})
    assert (found.article.pubstatus, found.warnings) == (PubStatus.USABLE, (NOTHING_DONE,))
