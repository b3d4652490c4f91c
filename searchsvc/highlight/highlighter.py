"""The highlighter of one query: made once from its tree, then asked about text after text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from searchsvc.analysis import tokenize
from searchsvc.highlight.leaves import Wanted, wanted_by_field
from searchsvc.highlight.passages import Text, best_passages
from searchsvc.highlight.reading import Reader
from searchsvc.highlight.spans import Find, find_all
from searchsvc.search import MarkedSpan, Passage
from searchsvc.tree import Node


class Highlighter:
    """Marks what ``tree`` asks for.

    Leaves without a field mark the target's default fields, the others only their own. A plain
    word marks, on STEMMED fields, the words of whose stems in the text's own language one is among its
    stems in ``languages`` (those of the index, or the one that was asked for); everything else
    marks the forms as written. What is negated marks nothing. Where a phrase stands it is one span.
    Not to be shared by threads.
    """

    def __init__(self, tree: Node, *, target: str = "articles", languages: Iterable[str]) -> None:
        self._wanted = wanted_by_field(tree, target, languages)
        self._readers: dict[tuple[str, str | None], Reader] = {}

    def spans(self, field: str, text: str, language: str | None) -> tuple[MarkedSpan, ...]:
        """Every marked stretch of ``text``, which is the value of ``field`` in an article of
        ``language``: disjoint, in order, in code points."""
        wanted = self._wanted.get(field)
        return () if wanted is None else _marked(self._read(field, text, language).finds)

    def passages(
        self,
        field: str,
        text: str,
        language: str | None,
        *,
        fragments: int,
        fragment_size: int,
        breaks: Sequence[int] | None = None,
    ) -> tuple[Passage, ...]:
        """At most ``fragments`` of the passages that show best why ``text`` was found, in the order
        of the text, disjoint, of at most ``fragment_size`` code points each (more where a single
        span has more). A text that fits is one passage as a whole. Without a span: none.

        ``breaks`` are the text's ``sentence_starts``, which it is faster to keep than to find."""
        wanted = self._wanted.get(field)
        if wanted is None:
            return ()
        read = self._read(field, text, language, breaks)
        finds, passages = read.finds, []
        for start, end in best_passages(read, wanted.sizes, fragments=fragments, size=fragment_size):
            marked = finds[bisect_left(finds, (start,)) : bisect_left(finds, (end,))]
            passages.append(Passage(start, end, text[start:end], _marked(marked)))
        return tuple(passages)

    def _read(self, field: str, text: str, language: str | None, breaks: Sequence[int] | None = None) -> Text:
        wanted = self._wanted[field]
        if wanted.whole:
            found = wanted.of_value(text)
            return Text(text, [Find(0, len(text), *found)] if found and text else [], [], breaks)
        reader = self._readers.get((field, language))
        if reader is None:
            reader = self._readers[field, language] = Reader(wanted, language)
        finds = reader.find(text)
        if finds is None:
            return read_whole(text, wanted, language, breaks)
        return Text(text, finds, None, breaks)


def read_whole(text: str, wanted: Wanted, language: str | None, breaks: Sequence[int] | None = None) -> Text:
    """The text with what is found in it and all its tokens."""
    tokens = tokenize(text)
    return Text(text, find_all(tokens, wanted, language), tokens, breaks)


def _marked(finds: list[Find]) -> tuple[MarkedSpan, ...]:
    return tuple([MarkedSpan(start, end, kind) for start, end, kind, _ in finds])
