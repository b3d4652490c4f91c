"""The items of a feed in XML: bytes -> pieces, each with what stands around all of them.

A feed that is well-formed is divided by its elements. Many are not; those are divided where an item begins
and ends in the text, so that one broken item does not keep the others out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from searchsvc.errors import InputError, TooLargeError, UnreadableError, UnsupportedError
from searchsvc.formats.document import Refusal
from searchsvc.formats.elements import MAX_ENVELOPE_BYTES, Tree, parse
from searchsvc.formats.encodings import decode_xml

MAX_ITEMS = 20_000
MAX_ITEM_BYTES = 4_000_000
"""An article's text as HTML, escaped once."""

_ITEMS = frozenset(("item", "entry"))
_BEGIN = re.compile(rb"<(?:[A-Za-z0-9]{1,20}:)?(item|entry)(?=[\s>])")
_ROOT = re.compile(rb"<((?:[A-Za-z0-9]{1,20}:)?(?:rss|feed|RDF))(?:\s[^<>]{0,20000})?>")
_CHANNEL = re.compile(rb"<(?:[A-Za-z0-9]{1,20}:)?channel(?:\s[^<>]{0,5000})?>")


@dataclass(frozen=True)
class Item:
    """An item's UTF-8, the same as a feed of its own for the parser, and the file without the others."""

    number: int
    piece: bytes
    alone: bytes
    original: bytes


@dataclass(frozen=True)
class Feed:
    """A feed's items or why one is none; ``frame`` is the feed without them."""

    frame: bytes
    items: Iterator[Item | Refusal]
    warnings: tuple[str, ...]


def divide(data: bytes, charset: str | None) -> Feed:
    """The items of the feed in ``data``.

    Raises InputError where it declares entities, UnreadableError where it has no items, TooLargeError,
    UnsupportedError.
    """
    try:
        tree = parse(data, charset, locate=_ITEMS)
    except (TooLargeError, UnsupportedError):
        raise
    except InputError as error:
        if any("entities" in problem.message for problem in error.problems):
            raise
        return _by_text(data, charset, str(error).partition(";")[0])
    if not tree.places:
        return _by_text(data, charset, "")
    _check_count(len(tree.places))
    frame = _Frame(tree.utf8, tree.places[0].start, tree.places[-1].end)
    return Feed(frame.empty(), _by_tree(tree, data, frame), tree.warnings)


def _check_count(count: int) -> None:
    if count > MAX_ITEMS:
        raise TooLargeError(f"the feed has {count:,} items; at most {MAX_ITEMS:,}: send it in parts")


def _by_tree(tree: Tree, data: bytes, frame: _Frame) -> Iterator[Item | Refusal]:
    for number in range(len(tree.places)):
        piece = tree.piece(number)
        try:
            original = data if len(tree.places) == 1 else tree.without_others(number)
        except TooLargeError:
            original = frame.around(piece)
        yield _item(number + 1, piece, frame, original)


def _by_text(data: bytes, charset: str | None, fault: str) -> Feed:
    decoded = decode_xml(data, charset)
    utf8 = decoded.utf8
    starts = [found.start() for found in _BEGIN.finditer(utf8)]
    if not starts:
        raise UnreadableError("there is no item in the feed" + (f" ({fault})" if fault else ""))
    _check_count(len(starts))
    frame = _Frame(utf8, starts[0], len(utf8))
    warnings = (*decoded.warnings, f"not well-formed; each item is read alone ({fault})" if fault else "")
    return Feed(frame.empty(), _items_in(utf8, starts, frame), tuple(each for each in warnings if each))


def _items_in(utf8: bytes, starts: list[int], frame: _Frame) -> Iterator[Item | Refusal]:
    for number, (start, following) in enumerate(zip(starts, [*starts[1:], len(utf8)], strict=True), start=1):
        name = utf8[start + 1 : start + 40].split(b">")[0].split()[0]
        end = utf8.find(b"</" + name, start, following)
        close = utf8.find(b">", end, following) + 1 if end >= 0 else 0
        if not close:
            error = InputError(f"item {number}: it breaks off; send the whole feed")
            yield Refusal(None, error, utf8[start : min(following, start + MAX_ITEM_BYTES)])
            continue
        piece = utf8[start:close]
        yield _item(number, piece, frame, frame.around(piece))


def _item(number: int, piece: bytes, frame: _Frame, original: bytes) -> Item | Refusal:
    if len(piece) > MAX_ITEM_BYTES:
        error = TooLargeError(f"item {number}: it has {len(piece):,} bytes; at most {MAX_ITEM_BYTES:,}")
        return Refusal(None, error, piece[:MAX_ITEM_BYTES])
    return Item(number, piece, frame.around(piece), original)


class _Frame:
    """What stands around the items, cut down to what their parser needs: root and channel with namespaces."""

    def __init__(self, utf8: bytes, start: int, end: int) -> None:
        before = utf8[: min(start, MAX_ENVELOPE_BYTES)]
        root = _ROOT.search(before)
        if root is None:
            raise UnreadableError("the root element is neither rss, feed nor RDF; send RSS or Atom")
        self._root, self._name = root[0], root[1]
        channel = _CHANNEL.search(before, root.end())
        self._rdf = root[1].endswith(b"RDF")
        self._channel = channel[0] if channel and not self._rdf else b""
        self._before = before[root.end() :]
        self._behind = utf8[end : end + MAX_ENVELOPE_BYTES]

    def around(self, piece: bytes) -> bytes:
        """A feed with ``piece`` as its only item."""
        opened, closed = (self._channel, b"</channel>") if self._channel else (b"", b"")
        return b"".join(
            (
                b'<?xml version="1.0" encoding="utf-8"?>',
                self._root,
                opened,
                piece,
                closed,
                b"</",
                self._name,
                b">",
            )
        )

    def empty(self) -> bytes:
        """The feed without items."""
        closed = (
            b""
            if self._behind.strip()
            else (b"</channel>" if self._channel else b"") + b"</" + self._name + b">"
        )
        return b'<?xml version="1.0" encoding="utf-8"?>' + self._root + self._before + self._behind + closed
