"""HTML as it comes: text -> a tree of elements. Never fails; what is not closed ends with its parent."""

from __future__ import annotations

import html
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

from searchsvc.formats.elements import MAX_DEPTH
from searchsvc.formats.names import names

_VOID = names("void")
_UNSEEN = names("unseen")
_CLOSED_BY_ITS_LIKE = {"li": "li", "tr": "tr", "td": "td", "th": "td", "dt": "dt", "dd": "dt"}
_BOUNDS = frozenset(("table", "ul", "ol", "dl", "div"))
LOOK_BACK = 20
"""Elements between an item of a list, or a cell of a table, and the one before it that was not ended."""
_ENDS_A_PARAGRAPH = names("ends_a_paragraph")


def parse_html(text: str) -> Element:
    """The tree of an HTML page or fragment, under an element ``html``."""
    building = _Building()
    # At each tag, comment or section that is not closed the parser would look to the end for what closes it.
    text = text.replace("<![", "<! [")
    open_comment = text.find("<!--", max(text.rfind("-->"), 0))
    markup = text if open_comment < 0 else text[:open_comment]
    last = markup.rfind(">") + 1
    building.feed(markup[:last])
    building.close()
    building.handle_data(html.unescape(markup[last:]))
    return building.finish()


class _Building(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = TreeBuilder()
        self._builder.start("html", {})
        self._open: list[str] = []
        self._unseen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins; one that it cannot stand in ends before it."""
        tag = tag.rpartition(":")[2]
        if self._unseen or tag == "html":
            return
        if tag in _UNSEEN:
            self._unseen = tag
            return
        self._end_before(tag)
        if len(self._open) >= MAX_DEPTH - 10:
            return  # text goes on in the element that is open
        self._builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self._builder.end(tag)
        else:
            self._open.append(tag)

    def _end_before(self, tag: str) -> None:
        """End what an element called ``tag`` cannot stand in: an open paragraph, its like before it."""
        if tag in _ENDS_A_PARAGRAPH and self._open[-1:] == ["p"]:
            self._close()
        kind = _CLOSED_BY_ITS_LIKE.get(tag)
        if kind is None:
            return
        for number, name in enumerate(reversed(self._open[-LOOK_BACK:]), start=1):
            if name in _BOUNDS:
                return
            if _CLOSED_BY_ITS_LIKE.get(name) == kind:
                for _ in range(number):
                    self._close()
                return

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element in XML's short form."""
        self.handle_starttag(tag, attrs)
        if self._open and self._open[-1] == tag and tag not in _VOID:
            self._close()
        if self._unseen == tag:
            self._unseen = None

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it what is open inside; the end of what is not open is nothing."""
        tag = tag.rpartition(":")[2]
        if self._unseen:
            if tag == self._unseen:
                self._unseen = None
            return
        if tag in self._open[-50:]:
            while self._open[-1] != tag:
                self._close()
            self._close()

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self._unseen:
            self._builder.data(data)

    def _close(self) -> None:
        self._builder.end(self._open.pop())

    def finish(self) -> Element:
        """The tree."""
        while self._open:
            self._close()
        self._builder.end("html")
        return self._builder.close()
