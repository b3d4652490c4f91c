"""The postings of a segment as arrays: what kernels read, and the writer that makes them.

All fields share one stream. Terms are sorted by field, then by their bytes; posting p of the stream is of the
term t with ``starts[t] <= p < starts[t + 1]``; documents ascend within a term.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from searchsvc.engines.whoosh.packing import BLOCK, Packed, pack, unpack
from searchsvc.engines.whoosh.sections import SectionWriter

LENGTHS: NDArray[np.float64] = np.array([byte_to_length(byte) for byte in range(256)], np.float64)
"""The length that each length byte stands for, as Whoosh quantises it: float64, (256,)."""

_LENGTH_STEPS = np.array([byte_to_length(byte) for byte in range(256)], np.int64)


def length_bytes(lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Lengths in terms as bytes, as Whoosh quantises them. uint8, the shape of ``lengths``."""
    return np.minimum(np.searchsorted(_LENGTH_STEPS, lengths, side="left"), 255).astype(np.uint8)


class PostingArrays(NamedTuple):
    """The mapped arrays of a segment's postings.

    ``starts`` int64 (terms + 1,). Packed values of ``doc_*`` are gaps: doc[p] = prev + 1 + value, prev being
    -1 at a term's first posting; ``doc_bases`` int32 (blocks,) is prev at the first posting of each block, so
    that a term can be entered at any block. Packed values of ``freq_*`` are frequencies less one.
    ``block_freqs`` uint8 (blocks,) is the greatest frequency in the block, 255 meaning any, and
    ``block_lengths`` uint8 the least length byte: bounds of what its postings can score.
    ``position_starts`` int64 (terms + 1,) is where a term's occurrences begin among those of the stream,
    ``block_occurrences`` int64 (blocks,) the same for the first posting of a block. Packed values of
    ``position_*``: a document's first position, then gaps less one.
    """

    starts: NDArray[np.int64]
    doc_words: NDArray[np.uint32]
    doc_offsets: NDArray[np.uint32]
    doc_bases: NDArray[np.int32]
    freq_words: NDArray[np.uint32]
    freq_offsets: NDArray[np.uint32]
    block_freqs: NDArray[np.uint8]
    block_lengths: NDArray[np.uint8]
    position_starts: NDArray[np.int64]
    block_occurrences: NDArray[np.int64]
    position_words: NDArray[np.uint32]
    position_offsets: NDArray[np.uint32]


DTYPES: dict[str, str] = {
    "starts": "<i8",
    "doc_words": "<u4",
    "doc_offsets": "<u4",
    "doc_bases": "<i4",
    "freq_words": "<u4",
    "freq_offsets": "<u4",
    "block_freqs": "|u1",
    "block_lengths": "|u1",
    "position_starts": "<i8",
    "block_occurrences": "<i8",
    "position_words": "<u4",
    "position_offsets": "<u4",
}
"""The arrays of ``PostingArrays`` as they lie on disk, by name."""


def read_documents(arrays: PostingArrays, first: int, last: int) -> NDArray[np.int64]:
    """The documents of the postings of the terms from ``first`` up to ``last``, term after term: int64."""
    bounds = arrays.starts[first : last + 1]
    low, high = int(bounds[0]), int(bounds[-1])
    sums = np.cumsum(unpack_steps(arrays, low, high))
    # A term's first step counts from -1: take away what had been summed up before it.
    before = np.concatenate(([0], sums))[bounds[:-1] - low]
    docs: NDArray[np.int64] = sums - np.repeat(before, np.diff(bounds)) - 1
    return docs


def read_frequencies(arrays: PostingArrays, first: int, last: int) -> NDArray[np.int64]:
    """How often each of those documents has the term: int64, in the same order."""
    low, high = int(arrays.starts[first]), int(arrays.starts[last])
    return unpack_frequencies(arrays, low, high)


def read_positions(arrays: PostingArrays, first: int, last: int) -> NDArray[np.uint32]:
    """The packed values of those terms' occurrences: a document's first position, then gaps less one."""
    low, high = int(arrays.position_starts[first]), int(arrays.position_starts[last])
    return unpack_positions(arrays, low, high)


def unpack_steps(arrays: PostingArrays, low: int, high: int) -> NDArray[np.int64]:
    """By how much the document of each of the postings from ``low`` up to ``high`` is past the one before,
    which for a term's first is -1: int64."""
    return unpack(Packed(arrays.doc_words, arrays.doc_offsets), low, high).astype(np.int64) + 1


def unpack_frequencies(arrays: PostingArrays, low: int, high: int) -> NDArray[np.int64]:
    """How often the document of each of those postings has its term: int64."""
    return unpack(Packed(arrays.freq_words, arrays.freq_offsets), low, high).astype(np.int64) + 1


def unpack_positions(arrays: PostingArrays, low: int, high: int) -> NDArray[np.uint32]:
    """The packed values of the occurrences from ``low`` up to ``high``."""
    return unpack(Packed(arrays.position_words, arrays.position_offsets), low, high)


def positions_of(values: NDArray[np.uint32], frequencies: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions from the packed values of postings that have ``frequencies`` occurrences: int64."""
    ends = np.cumsum(frequencies)
    sums = np.cumsum(values.astype(np.int64) + 1)
    before = np.concatenate(([0], sums))[ends - frequencies]
    positions: NDArray[np.int64] = sums - np.repeat(before, frequencies) - 1
    return positions


def position_gaps(positions: NDArray[np.int64], firsts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The inverse: ``firsts`` are the indexes at which a document's positions begin."""
    previous = np.empty_like(positions)
    previous[1:] = positions[:-1]
    previous[firsts] = -1
    return (positions - previous - 1).astype(np.uint32)


class TermPostings(NamedTuple):
    """Some terms of a field, in order, with all of their postings: ``counts`` int64 (terms,) documents a
    term; ``docs`` and ``frequencies`` int64 (postings,); ``positions`` uint32, packed values of the
    occurrences, None where the field keeps none."""

    terms: Sequence[bytes]
    counts: NDArray[np.int64]
    docs: NDArray[np.int64]
    frequencies: NDArray[np.int64]
    positions: NDArray[np.uint32] | None


HELD = 1 << 16
"""Postings, or positions, that are packed together. Packing a few takes as long as packing thousands."""


class PostingsWriter:
    """Takes the terms of all fields in order, writes the sections of ``PostingArrays`` and of the dictionary.

    What is less than ``HELD`` waits for the next calls, most of which add a few terms only, and so does what
    does not fill a block: memory stays that of one large call.
    """

    def __init__(self, sections: SectionWriter) -> None:
        self._sections = sections
        self._terms = 0
        self._postings = 0
        self._occurrences = 0
        self._term_size = 0
        self._last = -1
        self._fields: dict[str, tuple[int, int]] = {}
        self._waiting: list[tuple[NDArray[Any], ...]] = []
        self._values: list[NDArray[np.uint32]] = []
        self._units = {"doc": 0, "freq": 0, "position": 0}
        sections.append("term_offsets", np.zeros(1, np.int64))
        for name in self._units:
            sections.append(f"{name}_offsets", np.zeros(1, np.uint32))

    def add(
        self, field: str, found: TermPostings, lengths: NDArray[np.uint8], *, continued: bool = False
    ) -> None:
        """Append terms of ``field``; the document of each posting has the length byte in ``lengths``
        (postings,). ``continued``: the first of the terms is the last one that was added, and goes on."""
        if not found.terms:
            return
        terms = found.terms[1:] if continued else found.terms
        ends = np.cumsum(found.counts)
        firsts = ends - found.counts
        before = np.empty_like(found.docs)
        before[1:] = found.docs[:-1]
        before[firsts] = -1
        if continued:
            before[0] = self._last
        self._last = int(found.docs[-1])
        occurring = found.frequencies if found.positions is not None else np.zeros_like(found.frequencies)
        occurrences = np.cumsum(occurring) - occurring + self._occurrences
        if terms:
            first = self._fields.get(field, (self._terms, 0))[0]
            self._terms += len(terms)
            self._fields[field] = (first, self._terms)
            self._add_terms(terms)
            begins = firsts[len(firsts) - len(terms) :]
            self._sections.append("starts", begins + self._postings)
            self._sections.append("position_starts", occurrences[begins])
        rows = (before, found.docs, found.frequencies, lengths, occurrences)
        self._postings += found.docs.size
        if found.positions is not None:
            self._occurrences += found.positions.size
            self._values.append(found.positions)
            self._pack_values()
        self._waiting.append(rows)
        self._write_waiting()

    def finish(self) -> dict[str, tuple[int, int]]:
        """Write what waits. Returns the term numbers of each field, from and up to."""
        self._write_waiting(whole=True)
        self._pack_values(whole=True)
        self._sections.append("starts", np.array([self._postings], np.int64))
        self._sections.append("position_starts", np.array([self._occurrences], np.int64))
        return self._fields

    def _add_terms(self, terms: Sequence[bytes]) -> None:
        ends = np.cumsum([len(term) for term in terms], dtype=np.int64)
        self._sections.append("term_offsets", ends + self._term_size)
        self._term_size += int(ends[-1])
        self._sections.append("term_bytes", np.frombuffer(b"".join(terms), np.uint8))
        self._sections.append("term_heads", heads_of(terms))

    def _write_waiting(self, *, whole: bool = False) -> None:
        """Write the postings that wait once they are many, all full blocks; ``whole``: all of them."""
        size = sum(rows[0].size for rows in self._waiting)
        if size < (1 if whole else HELD):
            return
        rows = tuple(map(np.concatenate, zip(*self._waiting, strict=True)))
        full = size if whole else size // BLOCK * BLOCK
        self._write_blocks(tuple(row[:full] for row in rows))
        self._waiting = [tuple(row[full:] for row in rows)]

    def _write_blocks(self, rows: tuple[NDArray[Any], ...]) -> None:
        before, docs, frequencies, lengths, occurrences = rows
        starts = np.arange(0, docs.size, BLOCK)
        self._pack("doc", (docs - before - 1).astype(np.uint32))
        self._pack("freq", (frequencies - 1).astype(np.uint32))
        self._sections.append("doc_bases", before[starts].astype(np.int32))
        greatest = np.minimum(np.maximum.reduceat(frequencies, starts), 255)
        self._sections.append("block_freqs", greatest.astype(np.uint8))
        self._sections.append("block_lengths", np.minimum.reduceat(lengths, starts).astype(np.uint8))
        self._sections.append("block_occurrences", occurrences[starts].astype(np.int64))

    def _pack_values(self, *, whole: bool = False) -> None:
        """The same of the positions."""
        size = sum(values.size for values in self._values)
        if size < (1 if whole else HELD):
            return
        values = np.concatenate(self._values)
        full = size if whole else size // BLOCK * BLOCK
        self._pack("position", values[:full])
        self._values = [values[full:]]

    def _pack(self, name: str, values: NDArray[np.uint32]) -> None:
        words, offsets = pack(values)
        self._sections.append(f"{name}_words", words)
        self._sections.append(f"{name}_offsets", offsets[1:] + np.uint32(self._units[name]))
        self._units[name] += int(offsets[-1])


def heads_of(terms: Sequence[bytes]) -> NDArray[np.uint64]:
    """The first eight bytes of each term as a number: they ascend as the terms do. uint64, (terms,)."""
    joined = np.array([term[:8] for term in terms], "S8").view(">u8")
    return joined.astype(np.uint64)
