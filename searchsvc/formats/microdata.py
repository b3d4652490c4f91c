"""What a page says of its article in microdata: elements with ``itemprop`` -> objects as JSON-LD has them.

Source: HTML Standard, 5 Microdata; schema.org. ``itemref`` is left aside: news pages have none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchsvc.formats.draft import plain
from searchsvc.formats.html_elements import text_within

MAX_ITEMS = 500
MAX_VALUES = 5_000
MAX_VALUE = 2_000
"""Code points of a value; the text of a story is read from the page."""
_UNREAD = frozenset(("articlebody", "text", "description", "image", "review", "comment"))
_ADDRESSES = {"a": "href", "link": "href", "area": "href"}


def read_microdata(page: Any) -> list[Mapping[str, Any]]:
    """The items of a page, in the order in which they stand, those inside others too.

    ``page`` is an lxml tree whose depth is bounded. A property's values are a list.
    """
    items: dict[Any, dict[str, Any]] = {}
    values = 0
    for element in page.iter():
        names = (element.get("itemprop") or "").split()
        if element.get("itemscope") is not None and len(items) < MAX_ITEMS:
            items[element] = {"@type": (element.get("itemtype") or "").split()}
        if not names or not items or values >= MAX_VALUES:
            continue
        owner = next((items[each] for each in element.iterancestors() if each in items), None)
        if owner is None:
            continue
        for name in names:
            if name.lower() not in _UNREAD:
                value = items[element] if element in items else _value(element)
                owner.setdefault(name, []).append(value)
                values += 1
    return list(items.values())


def _value(element: Any) -> str:
    """The value of a property (HTML Standard, 5.2.4), its white space normalised."""
    found = element.get("content") or element.get("datetime")
    if found is None and element.tag in _ADDRESSES:
        found = element.get(_ADDRESSES[element.tag])
    if found is None:
        found = text_within(element, MAX_VALUE)
    return plain(found[:MAX_VALUE])
