"""Embargoes that copy states: obeyed where neither format nor sender nor edit says otherwise."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from searchsvc import formats
from searchsvc.ingest.parsing import Parsed, parse

NOW = datetime(2027, 6, 15, tzinfo=UTC)
COPY = "EMBARGOED UNTIL 0600 GMT Jan 12 2028\n\nRain floods valley\n\nOSLO, June 12 (Reuters) - It rained."
STATED = datetime(2028, 1, 12, 6, tzinfo=UTC)
SENT = "2028-01-10T00:00:00Z"


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
    assert parsed(data).article.embargoed is None
    assert parsed(data).warnings == (
        "it states an embargo, but no day with a year that can be read; nothing was done",
    )
