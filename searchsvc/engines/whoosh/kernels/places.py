"""Steps of the compiled phrase: where the terms stand in one document, and whether in a row.

``spots`` (int64, a column a leaf) has the rows below; ``places`` (uint32, (leaves, 128)) the gaps of the
block of occurrences that was read last, as far as they were.
"""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np

from searchsvc.engines.whoosh.kernels.blocks import FREQS, helper, inlined, part, unpack_block, value_in
from searchsvc.engines.whoosh.kernels.layout import LENGTHS, START, TABLE

POSTING, BEFORE, COUNT, OCCURRENCE, PLACE, READ, WHOLE = range(7)
"""Rows of ``spots``: the posting, the occurrences before it, and how many it has; the next occurrence, and
the position of the last; up to which occurrence gaps were read, and whether to read whole blocks."""

MANY = 24
"""Of a block of which more is wanted all is read."""


@inlined
def enter(
    freq_words, freq_offsets, block_occurrences, leaves, occurrences, leaf, posting, state, freqs, spots
):
    """Go to a leaf's posting, to before its first position."""
    block = posting >> 7
    if state[FREQS, leaf] != block:
        unpack_block(freq_words, freq_offsets, block, freqs[leaf])
        state[FREQS, leaf] = block
        spots[POSTING, leaf] = max(leaves[leaf, START], block << 7)
        first = spots[POSTING, leaf] == leaves[leaf, START]
        spots[BEFORE, leaf] = occurrences[leaf] if first else block_occurrences[block]
    passed = posting - spots[POSTING, leaf]
    for index in range(np.uint64(spots[POSTING, leaf] & 127), np.uint64(posting & 127)):
        passed += np.int64(freqs[leaf, index])
    spots[BEFORE, leaf] += passed
    spots[POSTING, leaf] = posting
    spots[COUNT, leaf] = np.int64(freqs[leaf, np.uint64(posting & 127)]) + 1


@helper
def score_of(lengths, tables, norms, leaves, leaf, weight, doc, spots):
    """What the posting scores."""
    length = np.int64(lengths[leaves[leaf, LENGTHS] + doc])
    return weight * part(tables, norms, leaves[leaf, TABLE], spots[COUNT, leaf], length)


@helper
def read_places(position_words, position_offsets, occurrence, spots, places, leaf):
    """Read the gaps before the posting's occurrences from ``occurrence`` on, as far as their block goes."""
    block = occurrence >> 7
    first = occurrence & 127
    stop = min(np.int64(128), first + spots[BEFORE, leaf] + spots[COUNT, leaf] - occurrence)
    if spots[WHOLE, leaf] or stop - first > MANY:
        unpack_block(position_words, position_offsets, block, places[leaf])
        stop = np.int64(128)
    else:
        low = np.int64(position_offsets[block])
        width = np.int64(position_offsets[block + 1]) - low
        for index in range(first, stop):
            places[leaf, index] = value_in(position_words, low, width, index)
    spots[READ, leaf] = (block << 7) + stop


@inlined
def is_read(occurrence, spots, leaf):
    """Whether the gap before an occurrence is in ``places``."""
    last = spots[READ, leaf] - 1
    return occurrence <= last and occurrence >> 7 == last >> 7


@helper
def next_place(position_words, position_offsets, spots, places, leaf):
    """Step to the next position of a leaf in the document; False where there is none."""
    occurrence = spots[OCCURRENCE, leaf]
    if occurrence == spots[BEFORE, leaf] + spots[COUNT, leaf]:
        return False
    if not is_read(occurrence, spots, leaf):
        read_places(position_words, position_offsets, occurrence, spots, places, leaf)
    spots[PLACE, leaf] += np.int64(places[leaf, np.uint64(occurrence & 127)]) + 1
    spots[OCCURRENCE, leaf] = occurrence + 1
    return True


@inlined
def read_all(position_words, position_offsets, spots, places, leaf, held):
    """Write where the term would have the phrase begin, for each of its positions (``held.shape[1]`` at
    most), to the leaf's row of ``held``; returns the remainders of 64 that these have, as bits."""
    occurrence = spots[BEFORE, leaf]
    stop = occurrence + spots[COUNT, leaf]
    place = np.int64(-1) - leaf
    at = np.uint64(0)
    remainders = np.uint64(0)
    while occurrence < stop:
        if not is_read(occurrence, spots, leaf):
            read_places(position_words, position_offsets, occurrence, spots, places, leaf)
        end = min(stop, spots[READ, leaf])
        for index in range(np.uint64(occurrence & 127), np.uint64(((end - 1) & 127) + 1)):
            place += np.int64(places[leaf, index]) + 1
            held[leaf, at] = place
            at += np.uint64(1)
            remainders |= np.uint64(1) << np.uint64(place & 63)
        occurrence = end
    return remainders


@inlined
def side_by_side(position_words, position_offsets, drive, spots, places, held):
    """Whether the terms stand side by side. Most documents are settled by the remainders, of the others most
    positions are: nothing is compared one by one that need not be."""
    shared = ~np.uint64(0)
    for at in range(drive.shape[0]):
        shared &= read_all(position_words, position_offsets, spots, places, drive[at], held)
        if shared == 0:
            return False
    first = drive[0]
    for index in range(np.uint64(spots[COUNT, first])):
        place = held[first, index]
        if not (shared >> np.uint64(place & 63)) & np.uint64(1):
            continue
        everywhere = True
        for at in range(1, drive.shape[0]):
            leaf = drive[at]
            here = 0
            for other in range(np.uint64(spots[COUNT, leaf])):
                here += held[leaf, other] == place
            everywhere &= here > 0
        if everywhere:
            return True
    return False


@inlined
def are_few(drive, spots, held):
    """Whether no term has more positions than ``held`` has room for."""
    most = np.int64(0)
    for leaf in range(drive.shape[0]):
        most = max(most, spots[COUNT, leaf])
    return most <= held.shape[1]


@helper
def in_a_row(position_words, position_offsets, spots, places, slop):
    """Whether the terms stand in order, from some place of the first: at most ``slop`` further apart
    in all, the nearest next one being taken each time."""
    count = spots.shape[1]
    for leaf in range(count):
        spots[OCCURRENCE, leaf] = spots[BEFORE, leaf]
        spots[PLACE, leaf] = -1
    while next_place(position_words, position_offsets, spots, places, 0):
        last = spots[PLACE, 0]
        for leaf in range(1, count):
            while spots[PLACE, leaf] <= last:
                if not next_place(position_words, position_offsets, spots, places, leaf):
                    return False
            last = spots[PLACE, leaf]
        if last - spots[PLACE, 0] - (count - 1) <= slop:
            return True
    return False
