"""The items of feeds in JSON: how many there may be, and what is kept around each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from searchsvc.errors import InputError, TooLargeError
from searchsvc.formats.article_json import dump
from searchsvc.formats.elements import MAX_ENVELOPE_BYTES
from searchsvc.formats.feed_items import MAX_ITEMS


def check_count(items: Sequence[Any]) -> None:
    """Raises TooLargeError for more items than a feed may have."""
    if len(items) > MAX_ITEMS:
        raise TooLargeError(f"the feed has {len(items):,} items; at most {MAX_ITEMS:,}: send it in parts")


def envelope_of(value: Mapping[str, Any], *without: str) -> dict[str, Any]:
    """The members of ``value`` but for those called ``without``: what stands around the items of a feed, to
    be kept with each of them. Members that make it more than an envelope may have are left out."""
    kept: dict[str, Any] = {}
    left = MAX_ENVELOPE_BYTES
    for name, member in value.items():
        if name in without:
            continue
        try:
            size = len(dump({name: member}))
        except InputError:
            continue
        if size <= left:
            kept[name] = member
            left -= size
    return kept
