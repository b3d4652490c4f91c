"""Stored documents: bytes by document number, compressed one by one against dictionaries that segments share.

A wire article alone compresses badly and a block of many is slow to open; with a dictionary trained on the
archive (Zstandard, RFC 8878, section 5) one is small and takes microseconds. Each document begins with the
number of its dictionary in the segment, or ``PLAIN``. Merging copies what is compressed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from searchsvc.engines.whoosh.renumbering import Renumbering
from searchsvc.engines.whoosh.sections import Sections, SectionWriter

PLAIN = 255
"""In the place of a dictionary's number: compressed without one."""

LEVEL = 3
"""Zstandard's own default: on Reuters, 9 saves 4 % and takes four times as long."""

DICTIONARY_SIZE = 64 * 1024
SAMPLES = 1_000
"""Documents that a dictionary is trained on, and the fewest to train one for. On Reuters the ratio is 3.1
(1.8 without a dictionary); of 110 KiB 3.2, of 16 KiB 2.8."""

_SAMPLE_BYTES = 2 * 2**20
_SEGMENT, _SHINGLE = 256, 8
"""Parameters of the trainer (COVER's k and d). Given, they take 20 ms; searched for, 1.2 s for the same."""


class _Decompressors(threading.local):
    """This thread's decompressors: one must not be used by two threads at a time."""

    def __init__(self) -> None:
        self.by_reader: dict[tuple[int, int], zstandard.ZstdDecompressor] = {}


class ArchiveWriter:
    """Gathers documents; ``dictionary`` is one to start from, else one is trained once there are enough."""

    def __init__(self, dictionary: bytes | None = None) -> None:
        self._documents: list[bytes] = []
        self._dictionary = dictionary

    def append(self, document: bytes) -> None:
        """Add the next document."""
        self._documents.append(document)

    def write(self, sections: SectionWriter) -> None:
        """Compress all into the sections of an archive."""
        dictionary = self._dictionary or train(self._documents)
        compress = compressor(dictionary)
        mark = bytes([PLAIN if dictionary is None else 0])
        blobs = [mark + compress.compress(document) for document in self._documents]
        write_archive(sections, [dictionary] if dictionary else [], blobs)


def write_archive(sections: SectionWriter, dictionaries: Sequence[bytes], blobs: Sequence[bytes]) -> None:
    """Write compressed documents as they are."""
    _write_dictionaries(sections, dictionaries)
    sections.append("stored", np.frombuffer(b"".join(blobs), np.uint8))
    lengths = np.array([len(blob) for blob in blobs], np.int64)
    sections.append("stored_offsets", np.concatenate(([0], np.cumsum(lengths))).astype(np.int64))


def _write_dictionaries(sections: SectionWriter, dictionaries: Sequence[bytes]) -> None:
    for number, dictionary in enumerate(dictionaries):
        sections.append_bytes(f"dictionary:{number}", dictionary)


def train(documents: Sequence[bytes]) -> bytes | None:
    """A dictionary for ``documents``; None where there are too few, or too little in them."""
    if len(documents) < SAMPLES:
        return None
    step = len(documents) // SAMPLES
    samples: list[bytes | bytearray | memoryview] = []
    size = 0
    for document in documents[::step]:
        samples.append(document)
        size += len(document)
        if size > _SAMPLE_BYTES:
            break
    try:
        return bytes(zstandard.train_dictionary(DICTIONARY_SIZE, samples, k=_SEGMENT, d=_SHINGLE).as_bytes())
    except zstandard.ZstdError:
        return None  # such as documents that are all empty


def compressor(dictionary: bytes | None) -> zstandard.ZstdCompressor:
    """Compresses single documents; to be used by one thread."""
    kept = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    if kept:
        kept.precompute_compress(level=LEVEL)
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=kept, write_content_size=True)


class Archive:
    """The stored documents of a segment, read. Any thread may ask."""

    def __init__(self, sections: Sections) -> None:
        self.blobs: NDArray[np.uint8] = sections.array("stored")
        self.offsets: NDArray[np.int64] = sections.array("stored_offsets", "<i8")
        self.dictionaries: list[bytes] = []
        while (name := f"dictionary:{len(self.dictionaries)}") in sections:
            self.dictionaries.append(sections.content(name))
        self._prepared = [zstandard.ZstdCompressionDict(each) for each in self.dictionaries]
        self._local = _Decompressors()

    def document(self, number: int) -> bytes:
        """Document ``number``. Raises ValueError where it is damaged."""
        low, high = int(self.offsets[number]), int(self.offsets[number + 1])
        try:
            return self._decompressor(int(self.blobs[low])).decompress(self.blobs.data[low + 1 : high])
        except (zstandard.ZstdError, IndexError) as error:
            raise ValueError(f"stored document {number} cannot be read: {error}") from error

    def _decompressor(self, mark: int) -> zstandard.ZstdDecompressor:
        held = self._local.by_reader
        found = held.get((0, mark))
        if found is None:
            dictionary = None if mark == PLAIN else self._prepared[mark]
            found = held[0, mark] = zstandard.ZstdDecompressor(dict_data=dictionary)
        return found


def merge_archives(sections: SectionWriter, sources: Sequence[tuple[Archive, Renumbering]]) -> None:
    """Write the living documents of each archive, one after the other.

    What is compressed with a dictionary is copied; what has none gets one where there is one to have.
    """
    dictionaries = list(dict.fromkeys(each for archive, _ in sources for each in archive.dictionaries))[
        :PLAIN
    ]
    if not dictionaries and sum(living.count for _, living in sources) >= SAMPLES:
        dictionaries = [trained] if (trained := _train_anew(sources)) else []
    compress = compressor(dictionaries[0] if dictionaries else None)
    _write_dictionaries(sections, dictionaries)
    sections.append("stored_offsets", np.zeros(1, np.int64))
    written = 0
    for archive, living in sources:
        marks = np.full(256, PLAIN, np.uint8)
        for number, dictionary in enumerate(archive.dictionaries):
            marks[number] = dictionaries.index(dictionary)
        for numbers in _pieces(archive, living):
            blobs, lengths = _copied(archive, numbers, marks)
            if dictionaries and (blobs[np.cumsum(lengths) - lengths] == PLAIN).any():
                blobs, lengths = _compressed_anew(archive, numbers, blobs, lengths, compress)
            sections.append("stored", blobs)
            sections.append("stored_offsets", np.cumsum(lengths) + written)
            written += int(lengths.sum())


def _train_anew(sources: Sequence[tuple[Archive, Renumbering]]) -> bytes | None:
    """A dictionary for the first documents of each archive."""
    first = [
        (archive, number)
        for archive, living in sources
        for number in islice(chain.from_iterable(map(np.ndarray.tolist, living.pieces())), SAMPLES)
    ]
    return train(_Documents(first))


class _Documents(Sequence[bytes]):
    """Documents of archives, each read when it is asked for."""

    def __init__(self, places: Sequence[tuple[Archive, int]]) -> None:
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return _Documents(self._places[index])
        archive, number = self._places[index]
        return archive.document(number)


COPIED_AT_ONCE = 1 << 20
"""Bytes of documents that are copied together, unless one alone has more."""


def _pieces(archive: Archive, living: Renumbering) -> Iterator[NDArray[np.int64]]:
    """The living documents, so many at a time as may be copied together."""
    for numbers in living.pieces():
        ends = archive.offsets[numbers + 1]
        first = 0
        while first < numbers.size:
            start = int(archive.offsets[numbers[first]])
            last = max(int(np.searchsorted(ends, start + COPIED_AT_ONCE, "right")), first + 1)
            yield numbers[first:last]
            first = last


def _copied(
    archive: Archive, numbers: NDArray[np.int64], marks: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bytes of documents as they are, and how many each has."""
    starts, ends = archive.offsets[numbers], archive.offsets[numbers + 1]
    lengths = ends - starts
    # Those between which none is dead lie in one stretch.
    gaps = np.flatnonzero(starts[1:] != ends[:-1]) + 1
    stretches = zip(starts[[0, *gaps]].tolist(), ends[[*(gaps - 1), -1]].tolist(), strict=True)
    blobs = np.concatenate([archive.blobs[low:high] for low, high in stretches])
    firsts = np.cumsum(lengths) - lengths
    blobs[firsts] = marks[blobs[firsts]]
    return blobs, lengths


def _compressed_anew(
    archive: Archive,
    numbers: NDArray[np.int64],
    blobs: NDArray[np.uint8],
    lengths: NDArray[np.int64],
    compress: zstandard.ZstdCompressor,
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    pieces = []
    ends = np.cumsum(lengths).tolist()
    for index, (number, size) in enumerate(zip(numbers.tolist(), lengths.tolist(), strict=True)):
        piece = blobs[ends[index] - size : ends[index]].tobytes()
        if piece[0] == PLAIN:
            piece = b"\0" + compress.compress(archive.document(number))
        pieces.append(piece)
    joined = np.frombuffer(b"".join(pieces), np.uint8)
    return joined, np.array([len(piece) for piece in pieces], np.int64)
