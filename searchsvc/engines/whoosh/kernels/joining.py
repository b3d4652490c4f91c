"""The compiled conjunction and phrase: a leading group is walked, the others follow it by skipping blocks."""

# mypy: ignore-errors
# Numba infers the types of what it compiles; signatures stand in ``compiled``.
from __future__ import annotations

import numpy as np

from searchsvc.engines.whoosh.kernels.blocks import (
    AT,
    BLOCK,
    FREQS,
    NEXT,
    NONE,
    SLACK,
    START,
    bound_of,
    helper,
    unpack_block,
)
from searchsvc.engines.whoosh.kernels.cursors import bound_around, in_a_row, score_here, seek
from searchsvc.engines.whoosh.kernels.heap import push, settle
from searchsvc.engines.whoosh.kernels.windows import GATHERED, HELD, TOTAL


@helper
def join(  # noqa: C901
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
    lengths, tables, norms, leaves, weights, given_docs, given_scores, given_bounds, roles, allowed,
    mode, threshold, created, keys, ordinals, best_scores, best_docs, out_docs, out_scores,
    order, begins, state, docs, freqs, scratch, tally,
):  # fmt: skip
    """The conjunction, in work space made by the caller; counts go to ``tally``."""
    border = threshold
    wanted = np.int64(0)
    settled = np.int64(-1)
    while True:
        doc = reach(
            doc_words, doc_offsets, doc_bases, given_docs, leaves, order, 0, begins[1], wanted,
            state, docs, scratch,
        )  # fmt: skip
        if doc == NONE:
            break
        if mode == 2 and border > -np.inf and doc > settled:
            bound, settled = bound_around(
                doc_bases, block_freqs, block_lengths, tables, norms, leaves, weights, given_docs,
                given_bounds, roles, state, doc,
            )  # fmt: skip
            if bound * SLACK < border:
                wanted = settled + 1
                settled = doc
                continue
        wanted = follow(
            doc_words, doc_offsets, doc_bases, given_docs, leaves, order, begins, roles, doc,
            state, docs, scratch,
        )  # fmt: skip
        if wanted > doc:
            if wanted == NONE:
                break
            continue
        wanted = doc + 1
        if allowed.shape[0] and not (allowed[doc >> 6] >> np.uint64(doc & 63)) & np.uint64(1):
            continue
        tally[TOTAL] += 1
        score = 0.0
        if mode > 0 and border > -np.inf:
            for leaf in range(leaves.shape[0]):
                if state[NEXT, leaf] == doc:
                    score += bound_of(
                        block_freqs, block_lengths, tables, norms, given_bounds, leaves, leaf,
                        weights[leaf], state[BLOCK, leaf],
                    )  # fmt: skip
            if score * SLACK < border:
                continue
            score = 0.0
        for leaf in range(leaves.shape[0]):
            if state[NEXT, leaf] == doc and weights[leaf] != 0.0:
                score += score_here(
                    freq_words, freq_offsets, lengths, tables, norms, leaves, leaf, weights[leaf],
                    given_scores, doc, state, freqs,
                )  # fmt: skip
        if out_docs.shape[0]:
            out_docs[tally[GATHERED]] = doc
            out_scores[tally[GATHERED]] = score
            tally[GATHERED] += 1
        if score >= border:
            tally[HELD] = push(created, keys, ordinals, best_scores, best_docs, tally[HELD], score, doc)
            if tally[HELD] == best_scores.shape[0] and tally[HELD] > 0:
                border = max(border, best_scores[0])
    settle(created, keys, ordinals, best_scores, best_docs, tally[HELD])


@helper
def reach(
    doc_words, doc_offsets, doc_bases, given_docs, leaves, order, first, stop, doc, state, docs, scratch
):
    """Move the cursors of a group to their first documents not before ``doc``; returns the least of them."""
    nearest = np.int64(NONE)
    for place in range(first, stop):
        leaf = order[place]
        if state[NEXT, leaf] < doc:
            state[NEXT, leaf] = seek(
                doc_words, doc_offsets, doc_bases, given_docs, leaves, leaf, doc, state, docs, scratch
            )
        nearest = min(nearest, state[NEXT, leaf])
    return nearest


@helper
def follow(
    doc_words, doc_offsets, doc_bases, given_docs, leaves, order, begins, roles, doc, state, docs, scratch
):
    """Move all other groups to ``doc``. Returns ``doc`` where all agree, else what can be next."""
    for group in range(1, roles.shape[0]):
        nearest = reach(
            doc_words, doc_offsets, doc_bases, given_docs, leaves, order, begins[group], begins[group + 1],
            doc, state, docs, scratch,
        )  # fmt: skip
        if roles[group] > 0 and nearest != doc:
            return nearest
        if roles[group] < 0 and nearest == doc:
            return doc + 1
    return doc


@helper
def match_phrase(
    doc_words, doc_offsets, doc_bases, freq_words, freq_offsets, block_freqs, block_lengths,
    block_occurrences, position_words, position_offsets, lengths, tables, norms, leaves, weights,
    occurrences, drive, slop, out_docs, out_scores, state, docs, freqs, scratch, spots,
    sums, no_docs, no_scores,
):  # fmt: skip
    """The phrase, in work space made by the caller; returns how many documents."""
    count = leaves.shape[0]
    gathered = 0
    wanted = np.int64(0)
    while True:
        doc = agree(doc_words, doc_offsets, doc_bases, no_docs, leaves, drive, wanted, state, docs, scratch)
        if doc == NONE:
            return gathered
        wanted = doc + 1
        for leaf in range(count):
            block = state[BLOCK, leaf]
            low = max(leaves[leaf, START], block << 7)
            first = low & 127
            if state[FREQS, leaf] != block:
                unpack_block(freq_words, freq_offsets, block, freqs[leaf])
                state[FREQS, leaf] = block
                sums[0, leaf] = first
                sums[1, leaf] = occurrences[leaf] if low == leaves[leaf, START] else block_occurrences[block]
            here = first + state[AT, leaf]
            begin = sums[1, leaf]
            for index in range(np.uint64(sums[0, leaf]), np.uint64(here)):
                begin += np.int64(freqs[leaf, index]) + 1
            sums[0, leaf], sums[1, leaf] = here, begin
            spots[0, leaf] = begin
            spots[1, leaf] = np.int64(freqs[leaf, here]) + 1
            spots[2, leaf] = -1
        if not in_a_row(position_words, position_offsets, spots, slop):
            continue
        score = 0.0
        for leaf in range(count):
            score += score_here(
                freq_words, freq_offsets, lengths, tables, norms, leaves, leaf, weights[leaf],
                no_scores, doc, state, freqs,
            )  # fmt: skip
        out_docs[gathered] = doc
        out_scores[gathered] = score
        gathered += 1


@helper
def agree(doc_words, doc_offsets, doc_bases, no_docs, leaves, drive, wanted, state, docs, scratch):
    """The first document from ``wanted`` on that all leaves have, NONE where there is none."""
    doc = wanted
    place = 0
    while place < drive.shape[0]:
        here = seek(
            doc_words, doc_offsets, doc_bases, no_docs, leaves, drive[place], doc, state, docs, scratch
        )
        if here == NONE:
            return here
        if here != doc and place:
            doc = here
            place = 0
            continue
        doc = here
        place += 1
    return doc
