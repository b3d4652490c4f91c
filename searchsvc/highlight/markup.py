"""A passage as HTML: its text escaped, its spans in ``<mark>``."""

from __future__ import annotations

from html import escape

from searchsvc.search import Passage


def render_html(passage: Passage) -> str:
    """The passage's text, escaped, with ``<mark>`` around each span. Without the marks, and with
    entities decoded, it is ``passage.text`` again."""
    pieces: list[str] = []
    at = 0
    for span in passage.spans:
        start, end = span.start - passage.start, span.end - passage.start
        pieces += (escape(passage.text[at:start]), "<mark>", escape(passage.text[start:end]), "</mark>")
        at = end
    return "".join(pieces) + escape(passage.text[at:])
