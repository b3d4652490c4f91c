"""The Whoosh schemas of articles and quotes, made from the table in ``searchsvc.fields``.

A STEMMED field ``f`` becomes ``f`` (surface terms with positions) and ``f_stem`` (stems, with frequencies);
a CONCEPT field ``f`` becomes ``f`` and ``f_exact``; facets add ``f_values``. The classes here are pickled
into every table of contents: moving one needs a new format version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from whoosh import fields
from whoosh.analysis import Analyzer, Token

from searchsvc import analysis
from searchsvc.engines.whoosh.columns import ArrayColumn, ValuesColumn
from searchsvc.fields import Field, FieldKind, fields_of

FORMAT = 4
"""The version of the index on disk: raise it when a file written before cannot be read any more."""

CONFIDENCE = 1_000_000
"""Confidences are kept as whole numbers of such parts of one."""

MISSING = 2**63 - 1
"""What an int64 column holds for a document without a value: it sorts last."""

GAP = 1000
"""Positions left free between members of a list, so that no phrase runs across them."""

TARGETS = ("articles", "quotes")


class WireAnalyzer(Analyzer):  # type: ignore[misc]
    """Whoosh's analyzer interface over ``searchsvc.analysis``; takes text, or tokens already analysed.

    With ``stemmed`` a token yields its stems in every language we stem: what a plain query word stands for.
    """

    def __init__(self, *, stemmed: bool = False) -> None:
        self.stemmed = stemmed

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WireAnalyzer) and self.stemmed == other.stemmed

    def __hash__(self) -> int:
        return hash(self.stemmed)

    def __call__(
        self,
        value: str | Sequence[analysis.Token],
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **options: Any,
    ) -> Iterator[Token]:
        token = Token(positions, chars, mode=mode, **options)
        for word in analysis.tokenize(value) if isinstance(value, str) else value:
            token.boost = 1.0
            token.pos = start_pos + word.position
            token.startchar, token.endchar = start_char + word.start, start_char + word.end
            for term in (
                sorted(analysis.stems(word.word, analysis.STEMMED_LANGUAGES))
                if self.stemmed
                else (word.term,)
            ):
                token.text = token.original = term
                yield token


class ValueAnalyzer(Analyzer):  # type: ignore[misc]
    """A whole value as one folded term."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ValueAnalyzer)

    def __hash__(self) -> int:
        return hash(ValueAnalyzer)

    def __call__(self, value: str | Iterable[str], mode: str = "", **options: Any) -> Iterator[Token]:
        token = Token(mode=mode, **options)
        for text in [value] if isinstance(value, str) else value:
            token.boost = 1.0
            token.pos = 0
            token.text = token.original = analysis.fold_value(text)
            yield token


class NumberField(fields.NUMERIC):  # type: ignore[misc]
    """A 64-bit integer: one term a value for Whoosh's own ranges, and a column for ours."""

    def __init__(self) -> None:
        super().__init__(int, bits=64, shift_step=0, signed=True)
        self.column_type = ArrayColumn("<i8", MISSING)

    def to_column_value(self, value: Any) -> int:
        return int(value)

    def from_column_value(self, value: int) -> int:
        return value


def make_schema(target: str) -> fields.Schema:
    """The Whoosh schema of ``articles`` or ``quotes``."""
    made: dict[str, Any] = {
        "document": fields.STORED(),
        "stemmer": fields.ID(),
        "lat": fields.COLUMN(ArrayColumn("<f8", float("nan"))),
        "lon": fields.COLUMN(ArrayColumn("<f8", float("nan"))),
        "embargoed": fields.COLUMN(ArrayColumn("<i8", MISSING)),
        "expires": fields.COLUMN(ArrayColumn("<i8", MISSING)),
        "story_values": fields.COLUMN(ValuesColumn()),
        "key": fields.COLUMN(ArrayColumn("S26", b"")),
        "ordinal": fields.COLUMN(ArrayColumn("<i4", 0)),
    }
    if target == "quotes":
        made["confidence"] = fields.COLUMN(ArrayColumn("<i8", MISSING))
    for field in fields_of(target).values():
        made.update(_whoosh_fields(field))
    return fields.Schema(**made)


def _whoosh_fields(field: Field) -> Iterator[tuple[str, Any]]:
    match field.kind:
        case FieldKind.STEMMED:
            yield field.name, fields.TEXT(analyzer=WireAnalyzer())
            stemmed = WireAnalyzer(stemmed=True)
            yield f"{field.name}_stem", fields.TEXT(analyzer=stemmed, phrase=False, multitoken_query="or")
        case FieldKind.TEXT | FieldKind.CONCEPT:
            yield field.name, fields.TEXT(analyzer=WireAnalyzer())
            if field.kind is FieldKind.CONCEPT:
                yield f"{field.name}_exact", fields.ID(analyzer=ValueAnalyzer())
        case FieldKind.EXACT:
            yield field.name, fields.ID(analyzer=ValueAnalyzer())
        case FieldKind.INSTANT | FieldKind.NUMBER:
            yield field.name, NumberField()
    if field.facet and field.kind is not FieldKind.NUMBER:
        yield f"{field.name}_values", fields.COLUMN(ValuesColumn())


SCHEMAS: dict[str, fields.Schema] = {target: make_schema(target) for target in TARGETS}


def fingerprint() -> str:
    """A hash of format and schema: an index with another one must be rebuilt."""
    rows: list[object] = [FORMAT, GAP]
    rows += [(t, name, type(spec).__name__) for t in TARGETS for name, spec in sorted(SCHEMAS[t].items())]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]
