"""Exact highlights: a tree and a text in, the places that answer the query out, as spans and as passages.

Pure, and independent of any engine: what is marked follows from the tree, the text and its
language alone. ``leaves`` takes the tree apart, ``reading`` finds which pieces of a text matter, by
``scanning`` it for letters or with a ``vocabulary`` of pieces met before, ``spans`` and ``phrases`` find what
stands where, ``passages`` chooses and cuts fragments, ``markup`` writes them as HTML.
"""

from searchsvc.highlight.highlighter import Highlighter
from searchsvc.highlight.markup import render_html
from searchsvc.highlight.passages import sentence_starts
from searchsvc.search import MarkedSpan, Passage

__all__ = ["Highlighter", "MarkedSpan", "Passage", "render_html", "sentence_starts"]
