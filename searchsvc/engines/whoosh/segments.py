"""Rows become a Whoosh segment, and several segments become one: through Whoosh's codec interfaces alone.

This takes the place of ``whoosh.writing.SegmentWriter``, which deletes files that a manifest may still
need, sorts one pickled tuple a posting, and merges when its own heuristic says so.
"""

from __future__ import annotations

import heapq
import secrets
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import default_codec
from whoosh.fields import Schema
from whoosh.formats import Positions
from whoosh.system import emptybytes, pack_uint

from searchsvc.engines.whoosh.documents import Postings, Row
from searchsvc.engines.whoosh.schema import MISSING, NumberField
from searchsvc.engines.whoosh.stored import SegmentData

INDEX = "MAIN"
"""The name under which ``whoosh.index.open_dir`` looks for an index."""

Posting = tuple[int, float, bytes]
"""Document number, weight, and the encoded positions or frequency."""


class SegmentBuilder:
    """Takes rows, keeps their postings in memory, and writes one segment of them."""

    def __init__(self, storage: Any, schema: Schema) -> None:
        self._storage = storage
        self._schema = schema
        codec = default_codec()
        self._segment = codec.new_segment(storage, INDEX)
        # Whoosh's own names come from ``random``: whoever seeds that would get the same name twice.
        self._segment.segid = secrets.token_hex(8)
        self._codec = codec
        self._documents = codec.per_document_writer(storage, self._segment)
        self._postings: dict[str, dict[bytes, list[Posting]]] = {}
        self._lengths: dict[str, list[int]] = {}
        self.postings_held = 0
        self.count = 0
        self.numbers: list[list[int]] = []
        """After ``merge``: for each source the new number of each document, -1 where it was dead."""

    def add(self, row: Row) -> int:
        """Add one document; returns its number in the segment."""
        number = self.count
        self._documents.start_doc(number)
        for name, postings in row.terms.items():
            if postings and name in self._schema:
                self._add_terms(number, name, postings)
        self._documents.add_field("document", self._schema["document"], row.stored, 0)
        for name, value in row.columns.items():
            if name in self._schema and value != MISSING:
                self._add_value(number, name, value)
        self._documents.finish_doc()
        self.count += 1
        return number

    def _add_terms(self, number: int, name: str, postings: Postings) -> None:
        field = self._schema[name]
        into = self._postings.setdefault(name, {})
        encode = field.format.encode if isinstance(field.format, Positions) else None
        length = 0
        for term, occurrences in postings.items():
            if isinstance(occurrences, int):
                frequency = occurrences
                value = pack_uint(frequency) if field.scorable else emptybytes
            else:
                frequency = len(occurrences)
                value = encode(occurrences) if encode else pack_uint(frequency)
            length += frequency
            into.setdefault(term.encode("utf-8"), []).append((number, float(frequency), value))
        self.postings_held += len(postings)
        if field.scorable:
            self._set_length(number, name, length)

    def _set_length(self, number: int, name: str, length: int) -> None:
        self._documents.add_field(name, self._schema[name], None, length)
        lengths = self._lengths.setdefault(name, [])
        lengths.extend([0] * (number - len(lengths)))
        lengths.append(length)

    def _add_value(self, number: int, name: str, value: Any) -> None:
        field = self._schema[name]
        self._documents.add_column_value(name, field.column_type, value)
        if isinstance(field, NumberField):
            into = self._postings.setdefault(name, {})
            into.setdefault(field.to_bytes(value), []).append((number, 1.0, emptybytes))

    def finish(self) -> Any:
        """Write the segment's files and return the Whoosh segment; None where no row was added."""
        self._documents.close()
        if not self.count:
            return None
        return self._finish((name, sorted(self._postings[name].items())) for name in sorted(self._postings))

    def abandon(self) -> None:
        """Close what is open; the files written so far are garbage."""
        self._documents.close()

    def _finish(self, fields: Iterable[tuple[str, Iterable[tuple[bytes, Iterable[Posting]]]]]) -> Any:
        """Write the terms of each field, then gather the segment's files into one."""
        writer = self._codec.field_writer(self._storage, self._segment)
        for name, terms in fields:
            lengths = self._lengths.get(name)
            writer.start_field(name, self._schema[name])
            for term, postings in terms:
                writer.start_term(term)
                for number, weight, value in postings:
                    writer.add(number, weight, value, lengths[number] if lengths else 0)
                writer.finish_term()
            writer.finish_field()
        writer.close()
        self._segment.set_doc_count(self.count)
        self._segment.create_compound_file(self._storage)
        return self._segment

    def merge(self, sources: Sequence[tuple[SegmentData, NDArray[np.bool_]]]) -> Any:
        """Write the live documents of ``sources`` (segment, mask of the live ones) as one segment.

        A builder either merges or takes rows. Returns None where nothing is live.
        """
        self.numbers = [self._copy_documents(data, live) for data, live in sources]
        self._documents.close()
        if not self.count:
            return None
        return self._finish((name, self._merged_terms(name, sources)) for name in _indexed(self._schema))

    def _copy_documents(self, data: SegmentData, live: NDArray[np.bool_]) -> list[int]:
        """Copy what is kept by document; returns each old number's new one, -1 where it is dead."""
        numbers = [-1] * data.count
        columns = {
            name: data.column(name) for name, field in self._schema.items() if field.column_type is not None
        }
        scorable = {
            name: data.lengths(name) for name in _indexed(self._schema) if self._schema[name].scorable
        }
        for old in np.flatnonzero(live).tolist():
            number = numbers[old] = self.count
            self._documents.start_doc(number)
            self._documents.add_field("document", self._schema["document"], data.stored(old), 0)
            for name, lengths in scorable.items():
                if length := int(lengths[old]):
                    self._set_length(number, name, length)
            for name, column in columns.items():
                self._documents.add_column_value(name, self._schema[name].column_type, column[old])
            self._documents.finish_doc()
            self.count += 1
        return numbers

    def _merged_terms(
        self, name: str, sources: Sequence[tuple[SegmentData, Any]]
    ) -> Iterator[tuple[bytes, list[Posting]]]:
        numbers = self.numbers
        streams = [zip(data.terms(name), repeat(i)) for i, (data, _) in enumerate(sources)]
        for term, group in groupby(heapq.merge(*streams), itemgetter(0)):
            merged = [
                (numbers[i][old], weight, value)
                for _, i in group
                for old, weight, value in sources[i][0].raw_postings(name, term)
                if numbers[i][old] >= 0
            ]
            if merged:
                yield term, merged


def _indexed(schema: Schema) -> list[str]:
    return [name for name, field in sorted(schema.items()) if field.indexed]
