"""What is kept around the items of a feed in JSON."""

import json

from searchsvc.formats import Document, Refusal
from searchsvc.formats.elements import MAX_ENVELOPE_BYTES
from searchsvc.formats.json_items import envelope_of
from tests.formats.reading import read_all

VERSION = "https://jsonfeed.org/version/1.1"
DEEP = "[" * 300 + "]" * 300


def test_members_that_are_too_much_or_too_deep_are_left_out():
    value = {"a": 1, "b": "x" * MAX_ENVELOPE_BYTES, "c": json.loads(DEEP), "items": [1], "d": [2]}
    assert envelope_of(value, "items") == {"a": 1, "d": [2]}


def test_a_large_feed_is_not_kept_with_each_of_its_items():
    items = [{"id": str(number), "title": "Rain", "content_text": "Rain."} for number in range(5)]
    feed = {"version": VERSION, "title": "T", "description": "x" * 1_000_000, "items": items}
    found = read_all(json.dumps(feed).encode())
    assert len(found) == 5
    assert all(len(each.original) < 1_000 for each in found)


def test_one_item_that_is_too_deep_is_refused_alone():
    feed = f'{{"version": "{VERSION}", "items": [{{"title": "Rain", "x": {DEEP}}}, {{"title": "Snow"}}]}}'
    for data in (feed, f'[{{"headline": "Rain", "x": {DEEP}}}, {{"headline": "Snow"}}]'):
        refused, document = read_all(data.encode())
        assert isinstance(refused, Refusal)
        assert "less deeply nested" in str(refused.error)
        assert isinstance(document, Document)
