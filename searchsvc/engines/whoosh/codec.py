"""Whoosh's codec interface over our segments: stock Whoosh opens, searches, merges and writes them.

``WireSegment`` and ``WireCodec`` are pickled into every table of contents: moving one needs a new format.
What stock Whoosh writes through this codec goes one posting at a time; ``segments`` is the fast way in.
"""

from __future__ import annotations

import secrets
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Existence, Format, Frequency, Positions
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.system import emptybytes, pack_uint

from searchsvc.engines.whoosh.archive import ArchiveWriter
from searchsvc.engines.whoosh.encoding import encode_fields
from searchsvc.engines.whoosh.postings import (
    LENGTHS,
    PostingsWriter,
    TermPostings,
    length_bytes,
    position_gaps,
)
from searchsvc.engines.whoosh.sections import SectionWriter
from searchsvc.engines.whoosh.stored import SegmentData


class WireSegment(base.Segment):  # type: ignore[misc]
    """A segment in a table of contents: its name, how many documents it has, and which are dead."""

    def __init__(self, indexname: str, count: int = 0) -> None:
        super().__init__(indexname)
        # Whoosh's own names come from ``random``: whoever seeds that would get the same name twice.
        self.segid = secrets.token_hex(8)
        self._count = count
        self._dead = b""
        """A bit a document, least significant first; empty where none is dead."""
        self._dead_count = 0

    def codec(self) -> WireCodec:
        return WireCodec()

    def should_assemble(self) -> bool:
        return False

    def set_doc_count(self, doccount: int) -> None:
        self._count = doccount

    def doc_count_all(self) -> int:
        return self._count

    def deleted_count(self) -> int:
        return self._dead_count

    def live(self) -> NDArray[np.bool_] | None:
        """A mask of the living, bool (documents,); None where none is dead."""
        if not self._dead_count:
            return None
        bits = np.unpackbits(np.frombuffer(self._dead, np.uint8), count=self._count, bitorder="little")
        alive: NDArray[np.bool_] = bits == 0
        return alive

    def living_bits(self) -> NDArray[np.uint8] | None:
        """The living as bits, least significant first: uint8, eight documents a byte; None where all are."""
        return ~np.frombuffer(self._dead, np.uint8) if self._dead_count else None

    def deleted_docs(self) -> Iterator[int]:
        live = self.live()
        return iter(()) if live is None else iter(np.flatnonzero(~live).tolist())

    def is_deleted(self, docnum: int) -> bool:
        # Whoosh asks beyond the last document, where none is dead.
        return 0 <= docnum >> 3 < len(self._dead) and bool(self._dead[docnum >> 3] >> (docnum & 7) & 1)

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        self.delete_documents([docnum], delete=delete)

    def delete_documents(self, docs: Sequence[int], *, delete: bool = True) -> None:
        """Mark documents dead, or alive again."""
        live = self.live()
        mask = np.ones(self._count, np.bool_) if live is None else live
        mask[list(docs)] = not delete
        self._dead_count = self._count - int(np.count_nonzero(mask))
        self._dead = np.packbits(~mask, bitorder="little").tobytes() if self._dead_count else b""


class WireCodec(base.Codec):  # type: ignore[misc]
    """Our segments for Whoosh. Term vectors, boosted fields and formats beyond positions are refused."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: WireSegment) -> DocumentsWriter:
        return DocumentsWriter(segment)

    def field_writer(self, storage: Any, segment: WireSegment) -> TermsWriter:
        return TermsWriter(storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        raise NotImplementedError("searchsvc's codec keeps no term vectors")

    def postings_reader(self, *args: Any, **options: Any) -> Any:
        raise NotImplementedError("searchsvc's codec keeps no term vectors")

    def terms_reader(self, storage: Any, segment: WireSegment) -> TermsReader:
        return TermsReader(SegmentData(storage, None, segment))

    def per_document_reader(self, storage: Any, segment: WireSegment) -> DocumentsReader:
        return DocumentsReader(SegmentData(storage, None, segment), segment)

    def new_segment(self, storage: Any, indexname: str) -> WireSegment:
        return WireSegment(indexname)


class DocumentsWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Gathers lengths, columns and stored fields; the terms writer puts all in one file."""

    def __init__(self, segment: WireSegment) -> None:
        self._segment = segment
        self._fields: dict[str, Any] = {}
        self._number = 0
        self.is_closed = False
        self.count = 0
        self.archive = ArchiveWriter()
        self.columns: dict[str, Any] = {}
        self.lengths: dict[str, dict[int, int]] = defaultdict(dict)

    def start_doc(self, docnum: int) -> None:
        self._number = docnum
        self._fields = {}

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        if value is not None:
            self._fields[fieldname] = value
        if length:
            self.lengths[fieldname][self._number] = length

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        if fieldname not in self.columns:
            file = BytesIO()
            self.columns[fieldname] = (columnobj.writer(StructFile(file)), file)
        self.columns[fieldname][0].add(self._number, value)

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Any) -> None:
        raise NotImplementedError("searchsvc's codec keeps no term vectors")

    def finish_doc(self) -> None:
        self.archive.append(encode_fields(self._fields))
        self.count = self._number + 1

    def cancel_doc(self) -> None:
        self._fields = {}

    def close(self) -> None:
        self.is_closed = True
        _DRAFTS[self._segment.segment_id()] = self

    def write(self, sections: SectionWriter) -> tuple[dict[str, int], dict[str, NDArray[np.uint8]]]:
        """Write all but the postings. Returns sums of lengths, and length bytes, by field."""
        self.archive.write(sections)
        for name, (writer, file) in self.columns.items():
            writer.finish(self.count)
            sections.append_bytes(f"column:{name}", file.getvalue())
        totals, kept = {}, {}
        for name, found in self.lengths.items():
            lengths = np.zeros(self.count, np.int64)
            lengths[list(found)] = list(found.values())
            totals[name] = sum(found.values())
            kept[name] = length_bytes(lengths)
            sections.append(f"lengths:{name}", kept[name])
        return totals, kept


_DRAFTS: dict[str, DocumentsWriter] = {}
"""What document writers have gathered until the terms writer of the same segment takes it."""


class TermsWriter(base.FieldWriter):  # type: ignore[misc]
    """Takes postings one by one, field after field, and writes the segment's file when closed."""

    def __init__(self, storage: Any, segment: WireSegment) -> None:
        self._storage = storage
        self._segment = segment
        self._fields: list[tuple[str, TermPostings]] = []
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        if type(fieldobj.format) not in (Existence, Frequency, Positions):
            raise ValueError(f"{fieldname}: searchsvc's codec keeps no {type(fieldobj.format).__name__}")
        self._name = fieldname
        self._format: Format = fieldobj.format
        self._terms: list[bytes] = []
        self._counts: list[int] = []
        self._docs, self._weights, self._positions = array("q"), array("q"), array("q")

    def start_term(self, text: bytes) -> None:
        self._terms.append(text)
        self._first = len(self._docs)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        if weight != int(weight):
            raise ValueError(f"{self._name}: searchsvc's codec keeps whole numbers as weights, not {weight}")
        self._docs.append(docnum)
        if isinstance(self._format, Positions):
            positions = self._format.decode_positions(vbytes)
            weight = len(positions)
            self._positions.extend(positions)
        self._weights.append(int(weight))

    def finish_term(self) -> None:
        self._counts.append(len(self._docs) - self._first)

    def finish_field(self) -> None:
        weights = np.array(self._weights, np.int64)
        gaps = None
        if isinstance(self._format, Positions):
            firsts = np.cumsum(weights) - weights
            gaps = position_gaps(np.array(self._positions, np.int64), firsts)
        counts, docs = np.array(self._counts, np.int64), np.array(self._docs, np.int64)
        self._fields.append((self._name, TermPostings(self._terms, counts, docs, weights, gaps)))

    def close(self) -> None:
        documents = _DRAFTS.pop(self._segment.segment_id())
        sections = SectionWriter()
        totals, lengths = documents.write(sections)
        postings = PostingsWriter(sections)
        none = np.zeros(documents.count, np.uint8)
        for name, found in self._fields:
            postings.add(name, found, lengths.get(name, none)[found.docs])
        write_segment(self._storage, self._segment, sections, postings, totals)
        self.is_closed = True


def write_segment(
    storage: Any,
    segment: WireSegment,
    sections: SectionWriter,
    postings: PostingsWriter,
    totals: dict[str, int],
) -> None:
    """Write what was gathered as the segment's file."""
    fields = postings.finish()
    with storage.create_file(segment.make_filename(segment.COMPOUND_EXT)) as file:
        sections.write(file, {"fields": fields, "lengths": totals})


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """A segment's terms and postings for Whoosh's matchers; ``data`` is the segment."""

    def __init__(self, data: SegmentData) -> None:
        self.data = data

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self.data.find(*term) is not None

    def cursor(self, fieldname: str, fieldobj: Any) -> FieldCursor:
        return FieldCursor(self, fieldname, fieldobj)

    def indexed_field_names(self) -> list[str]:
        return self.data.fields

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for field in self.data.fields:
            if field >= fieldname:
                known = self.data.field_terms(field)
                for number in self.data.between(field, prefix, None) if field == fieldname else known:
                    yield field, self.data.term(number)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        number = self._find(fieldname, text)
        docs, weights = self.data.documents(number), self.data.frequencies(number)
        lengths = LENGTHS[self.data.lengths(fieldname)[docs]]
        return TermInfo(
            float(weights.sum()),
            docs.size,
            int(lengths.min()),
            int(lengths.max()),
            float(weights.max()),
            int(docs[0]),
            int(docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.data.frequencies(self._find(fieldname, text)).sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return self.data.doc_frequency(fieldname, text)

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> ListMatcher:
        number = self._find(fieldname, text)
        weights = self.data.frequencies(number).tolist()
        values: Sequence[bytes] = _Values(format_, weights, lambda: self.data.positions(number))
        return ListMatcher(
            self.data.documents(number).tolist(),
            [float(weight) for weight in weights],
            values,
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def _find(self, field: str, term: bytes) -> int:
        number = self.data.find(field, term)
        if number is None:
            raise TermNotFound(f"No term {field}:{term!r}")
        return number

    def close(self) -> None:
        pass


class _Values(Sequence[bytes]):
    """The encoded value of each posting, positions decoded when the first one is asked for."""

    def __init__(self, format_: Format, weights: list[int], read: Any) -> None:
        self._format = format_
        self._weights = weights
        self._read = read
        self._positions: list[list[int]] | None = None

    def __len__(self) -> int:
        return len(self._weights)

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(self._format, Positions):
            return emptybytes if isinstance(self._format, Existence) else pack_uint(self._weights[index])
        if self._positions is None:
            self._positions = self._read()
        return self._format.encode(self._positions[index])


class FieldCursor(base.FieldCursor):  # type: ignore[misc]
    """Goes through the terms of a field."""

    def __init__(self, reader: TermsReader, fieldname: str, fieldobj: Any) -> None:
        self._reader = reader
        self._name = fieldname
        self._field = fieldobj
        self._known = reader.data.field_terms(fieldname)
        self._number = self._known.start

    def is_valid(self) -> bool:
        return self._number < self._known.stop

    def first(self) -> str | None:
        self._number = self._known.start
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        coded = term if isinstance(term, bytes) else self._field.to_bytes(term)
        self._number = self._reader.data.between(self._name, coded, None).start
        return self.text()

    def next(self) -> str | None:
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        if not self.is_valid():
            return None
        text: str = self._field.from_bytes(self._reader.data.term(self._number))
        return text

    def term_info(self) -> TermInfo:
        return self._reader.term_info(self._name, self._reader.data.term(self._number))


class DocumentsReader(base.PerDocumentReader):  # type: ignore[misc]
    """A segment's lengths, columns and stored fields for Whoosh."""

    def __init__(self, data: SegmentData, segment: WireSegment) -> None:
        self.data = data
        self._segment = segment

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return self.data.count

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return self.data.has_column(fieldname)

    def list_columns(self) -> list[str]:
        return self.data.columns()

    def column_reader(self, fieldname: str, column: Any) -> Any:
        return self.data.column_reader(fieldname, column)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        byte = int(self.data.lengths(fieldname)[docnum])
        return int(LENGTHS[byte]) if byte else default

    def field_length(self, fieldname: str) -> int:
        return self.data.field_length(fieldname)

    def min_field_length(self, fieldname: str) -> int:
        return int(LENGTHS[self.data.lengths(fieldname).min(initial=255)]) if self.data.count else 0

    def max_field_length(self, fieldname: str) -> int:
        return int(LENGTHS[self.data.lengths(fieldname).max(initial=0)])

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self.data.stored_fields(docnum)
