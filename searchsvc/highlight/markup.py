"""A passage as HTML: its text escaped, its spans in ``<mark>``."""

from __future__ import annotations

from html import escape

from searchsvc.search import Passage


def render_html(passage: Passage) -> str:
    """The passage's text, escaped, with ``<mark>`` around each span. Without the marks, and with
    entities decoded, it is ``passage.text`` again."""
    text, first = passage.text, passage.start
    pieces: list[str] = []
    at = 0
    for span in passage.spans:
        start, end = span.start - first, span.end - first
        pieces += (text[at:start], "<mark>", text[start:end], "</mark>")
        at = end
    pieces.append(text[at:])
    if len(escape(text)) > len(text):
        # Every other piece is a mark.
        pieces[::2] = map(escape, pieces[::2])
    return "".join(pieces)
