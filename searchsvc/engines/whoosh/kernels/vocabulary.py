"""Compiled kernels over a segment's terms and values: the postings of many terms as one, terms near a word,
how many documents have each value."""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np
from numba import njit, types

from searchsvc.engines.whoosh.kernels.blocks import helper, lowest_in, unpack_block


def _array(dtype, dimensions=1, *, written=False):
    return types.Array(dtype, dimensions, "C", readonly=not written)


_WORDS = _array(types.uint32)
_INTEGERS = _array(types.int64)


@helper
def _add_run(
    doc_words,
    doc_offsets,
    doc_bases,
    freq_words,
    freq_offsets,
    starts,
    first,
    last,
    counts,
    bits,
    docs,
    freqs,
):
    """Add the postings of the terms from ``first`` up to ``last``, block by block across terms."""
    posting = starts[first]
    stop = starts[last]
    term = first
    doc = np.int64(-1)
    while posting < stop:
        block = posting >> 7
        unpack_block(doc_words, doc_offsets, block, docs)
        if counts.shape[0]:
            unpack_block(freq_words, freq_offsets, block, freqs)
        end = min(stop, (block + 1) << 7)
        while posting < end:
            while posting == starts[term + 1]:
                term += 1
                doc = np.int64(-1)
            until = min(end, starts[term + 1])
            while posting < until:
                place = np.uint64(posting & 127)
                doc += np.int64(docs[place]) + 1
                bits[np.uint64(doc) >> np.uint64(6)] |= np.uint64(1) << np.uint64(doc & 63)
                if counts.shape[0]:
                    counts[np.uint64(doc)] += np.int64(freqs[place]) + 1
                posting += 1


@njit(
    types.int64(
        _WORDS,
        _WORDS,
        _array(types.int32),
        _WORDS,
        _WORDS,
        _INTEGERS,
        _array(types.int64, 2),
        types.int64,
        _array(types.int32, written=True),
        _array(types.int32, written=True),
    ),
    cache=True,
    nogil=True,
    error_model="numpy",
)
def merge(
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, starts, runs, documents, out_docs, out_freqs
):
    """See ``kernels.merge``."""
    bits = np.zeros((documents >> 6) + 1, np.uint64)
    counts = np.zeros(documents if out_freqs.shape[0] else 0, np.int32)
    docs = np.empty(128, np.uint32)
    freqs = np.empty(128, np.uint32)
    for run in range(runs.shape[0]):
        _add_run(
            doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, starts,
            runs[run, 0], runs[run, 1], counts, bits, docs, freqs,
        )  # fmt: skip
    found = 0
    for word in range(bits.shape[0]):
        left = bits[word]
        while left:
            bit = lowest_in(left)
            left ^= np.uint64(1) << bit
            doc = 64 * word + np.int64(bit)
            out_docs[found] = doc
            if counts.shape[0]:
                out_freqs[found] = counts[doc]
            found += 1
    return found


@njit(
    types.void(_WORDS, _WORDS, _INTEGERS, _array(types.int64, written=True)),
    cache=True,
    nogil=True,
    error_model="numpy",
)
def count_values(starts, members, docs, counts):
    """See ``kernels.count_values``."""
    if not starts.shape[0]:
        for place in range(docs.shape[0]):
            counts[np.uint64(members[np.uint64(docs[place])])] += 1
        return
    for place in range(docs.shape[0]):
        doc = np.uint64(docs[place])
        for at in range(np.uint64(starts[doc]), np.uint64(starts[doc + np.uint64(1)])):
            counts[np.uint64(members[at])] += 1


@helper
def _character(term_bytes, at):
    """The code point that begins at ``at`` (UTF-8; RFC 3629), and how many bytes it takes."""
    lead = np.int64(term_bytes[at])
    if lead < 0x80:
        return lead, np.int64(1)
    if lead < 0xE0:
        return (lead & 0x1F) << 6 | (term_bytes[at + 1] & 0x3F), np.int64(2)
    middle = np.int64(term_bytes[at + 1] & 0x3F)
    if lead < 0xF0:
        return (lead & 0x0F) << 12 | middle << 6 | (term_bytes[at + 2] & 0x3F), np.int64(3)
    middle = middle << 6 | (term_bytes[at + 2] & 0x3F)
    return (lead & 0x07) << 18 | middle << 6 | (term_bytes[at + 3] & 0x3F), np.int64(4)


@helper
def _starts_alike(term_bytes, term_offsets, left, right, size):
    """Whether term ``right`` begins with the first ``size`` bytes of term ``left``."""
    first, second = term_offsets[left], term_offsets[right]
    if term_offsets[right + 1] - second < size:
        return False
    for index in range(size):  # noqa: SIM110 (numba knows no generators here)
        if term_bytes[first + index] != term_bytes[second + index]:
            return False
    return True


@helper
def _past(term_bytes, term_offsets, term, stop, size):
    """The first term from ``term`` on that does not begin with its first ``size`` bytes: by leaps, then
    halves."""
    low, step = term, 1
    while low + step < stop and _starts_alike(term_bytes, term_offsets, term, low + step, size):
        low += step
        step *= 2
    high = min(low + step, stop)
    while high - low > 1:
        middle = (low + high) >> 1
        if _starts_alike(term_bytes, term_offsets, term, middle, size):
            low = middle
        else:
            high = middle
    return high


@helper
def _next_row(rows, letters, depth, word, swaps):
    """The row of edit distances to ``word`` after ``depth`` letters, from those before; returns its least."""
    rows[depth, 0] = depth
    least = depth
    letter = letters[depth]
    for column in range(1, word.shape[0] + 1):
        best = min(rows[depth - 1, column], rows[depth, column - 1]) + 1
        best = min(best, rows[depth - 1, column - 1] + (word[column - 1] != letter))
        if (
            swaps
            and depth > 1
            and column > 1
            and word[column - 2] == letter
            and word[column - 1] == letters[depth - 1]
        ):
            best = min(best, rows[depth - 2, column - 2] + 1)
        rows[depth, column] = best
        least = min(least, best)
    return least


@helper
def _walk(term_bytes, term_offsets, first, last, word, distance, swaps, rows, letters, ends, out):
    found = 0
    term = first
    kept = 0
    size = word.shape[0]
    while term < last:
        # ``kept`` letters, up to byte ends[kept], are those of the term before: so are their rows.
        depth = kept
        begin, stop = term_offsets[term], term_offsets[term + 1]
        at = begin + ends[kept]
        least = 0
        while at < stop and least <= distance:
            letter, width = _character(term_bytes, at)
            at += width
            depth += 1
            letters[depth] = letter
            ends[depth] = at - begin
            least = _next_row(rows, letters, depth, word, swaps)
        if least > distance:
            following = _past(term_bytes, term_offsets, term, last, ends[depth])
        else:
            following = term + 1
            if rows[depth, size] <= distance:
                out[found] = term
                found += 1
        kept = 0
        if following < last:
            other = term_offsets[following]
            limit = min(ends[depth], term_offsets[following + 1] - other)
            same = 0
            while same < limit and term_bytes[begin + same] == term_bytes[other + same]:
                same += 1
            while kept < depth and ends[kept + 1] <= same:
                kept += 1
        term = following
    return found


@njit(
    types.int64(
        _array(types.uint8),
        _INTEGERS,
        types.int64,
        types.int64,
        _INTEGERS,
        types.int64,
        types.boolean,
        _array(types.int64, written=True),
    ),
    cache=True,
    nogil=True,
    error_model="numpy",
)
def near(term_bytes, term_offsets, first, last, word, distance, swaps, out):
    """See ``kernels.near``."""
    # A row beyond the word's length and the distance has no value that is near.
    depths = word.shape[0] + distance + 3
    rows = np.zeros((depths, word.shape[0] + 1), np.int64)
    rows[0] = np.arange(word.shape[0] + 1)
    letters, ends = np.zeros(depths, np.int64), np.zeros(depths, np.int64)
    return _walk(term_bytes, term_offsets, first, last, word, distance, swaps, rows, letters, ends, out)
