"""What tells near-identical texts: a MinHash signature of the runs of words in a text, and its bands.

Two signatures agree in about as large a part of their places as the two texts share of all their
shingles (Broder, "On the resemblance and containment of documents", 1997): their Jaccard similarity.
Texts that are alike have at least one band in common with high probability, and those that are not
have none, so that the alike are found by looking up a few keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from searchsvc.analysis.words import chunks, read_chunk

SHINGLE = 4
"""Words in a shingle. On Reuters-21578 3 words found twice as many pairs of which half of the shingles are
shared (``python -m evals.stories``), most of them routine reports full of the same phrases; with more words,
one that is corrected changes too much."""
PLACES = 96
"""Hash functions, and so numbers in a signature: its similarity has a standard error of at most .051."""
BANDS = 24
"""Bands of 4 places: of pairs with a similarity of .6, .96 have one in common; of .5, .79; of .2, .04."""
MAX_WORDS = 4_000
"""What stands after these words does not count: it bounds the work, and no wire story is so long."""
MAX_CHARACTERS = 16 * MAX_WORDS

_RANDOM = np.random.Generator(np.random.PCG64(20220210))
_FACTORS = _RANDOM.integers(1, 1 << 32, PLACES, dtype=np.uint32)[:, None] | np.uint32(1)
_ADDENDS = _RANDOM.integers(0, 1 << 32, PLACES, dtype=np.uint32)[:, None]
_MOST = np.iinfo(np.uint32).max
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_BAND_NUMBERS = np.arange(1, BANDS + 1, dtype=np.uint64)
_AT_ONCE = 512
"""Shingles hashed at once, those of a longer text aside: the matrix stays in the processor's cache."""

_REMEMBERED = 1 << 16
_LONGEST_REMEMBERED = 48


class _Hashes(dict[str, bytes]):
    """64-bit hashes of the words of the chunks met so far, one behind the other."""

    def __missing__(self, chunk: str) -> bytes:
        terms = (term.encode("utf-8", "surrogatepass") for term, _ in read_chunk(chunk))
        hashes = b"".join([blake2b(term, digest_size=8).digest() for term in terms])
        if len(chunk) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[chunk] = hashes
        return hashes


_HASHES = _Hashes()


def shingles(text: str) -> NDArray[np.uint64]:
    """The hashes of the different runs of ``SHINGLE`` words in ``text``, sorted; of a text with fewer words,
    the one of all of them; of none, nothing."""
    return np.unique(_runs(_words(text)))


def _words(text: str) -> NDArray[np.uint64]:
    """The hashes of the words in their order."""
    joined = b"".join(map(_HASHES.__getitem__, chunks(text[:MAX_CHARACTERS])))
    return np.frombuffer(joined, "<u8")[:MAX_WORDS]


def _runs(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The hashes of the runs of words in their order."""
    if not len(words):
        return words
    length = min(SHINGLE, len(words))
    runs = np.zeros(len(words) - length + 1, np.uint64)
    for place in range(length):
        runs = (runs ^ words[place : place + len(runs)]) * _MIXER
        runs ^= runs >> np.uint64(29)
    return runs


def signature(text: str) -> bytes | None:
    """The signature of ``text``, the same in every process and release; None where it has no words.

    Little-endian uint16 of shape ``(PLACES,)``: the lower half of each minimum, which is the same by
    chance once in 65,536.
    """
    return signatures((text,))[0]


def signatures(texts: Sequence[str]) -> list[bytes | None]:
    """The signature of each of ``texts``: in a third less time than one by one, most of which is not spent
    on the hashes but on calls."""
    words = [_words(text) for text in texts]
    sizes = np.array([len(each) for each in words], np.int64)
    # Few words make a run of a length of their own. The runs of all other texts are made at once, and those
    # that begin in one text and end in the next are left out.
    whole = np.flatnonzero(sizes >= SHINGLE)
    found: dict[int, bytes] = {}
    if whole.size:
        runs = _runs(np.concatenate([words[number] for number in whole.tolist()]))
        counts = sizes[whole] - (SHINGLE - 1)
        firsts = np.cumsum(sizes[whole]) - sizes[whole]
        inside = np.arange(counts.sum()) + np.repeat(firsts - (np.cumsum(counts) - counts), counts)
        found = dict(zip(whole.tolist(), _least(runs[inside], counts), strict=True))
    for number in np.flatnonzero((sizes > 0) & (sizes < SHINGLE)).tolist():
        (found[number],) = _least(_runs(words[number]), np.ones(1, np.int64))
    return [found.get(number) for number in range(len(texts))]


def _least(runs: NDArray[np.uint64], counts: NDArray[np.int64]) -> list[bytes]:
    """The signatures of texts of which each has ``counts`` (int64, at least 1) of the ``runs``."""
    halves = (runs >> np.uint64(32)).astype(np.uint32)
    ends = np.cumsum(counts)
    starts = ends - counts
    rows: list[bytes] = []
    first = 0
    while first < len(counts):
        # As many texts as are within the bound, and one in any case.
        last = max(first + 1, int(np.searchsorted(ends, starts[first] + _AT_ONCE, side="right")))
        # An odd factor and an addend permute the numbers of 32 bits.
        hashed = _FACTORS * halves[starts[first] : ends[last - 1]]
        hashed += _ADDENDS
        least = np.minimum.reduceat(hashed, starts[first:last] - starts[first], axis=1)
        table = np.ascontiguousarray((least & np.uint32(0xFFFF)).T.astype("<u2"))
        rows += [row.tobytes() for row in table]
        first = last
    return rows


def bands(signature: bytes) -> list[int]:
    """The ``BANDS`` keys, signed 64-bit numbers, one of which texts that are alike probably share."""
    rows = np.frombuffer(signature, "<u8")
    mixed = (rows ^ (_BAND_NUMBERS << np.uint64(56))) * _MIXER
    keys: list[int] = (mixed ^ (mixed >> np.uint64(31))).view(np.int64).tolist()
    return keys


def similarities(signature: bytes, others: Sequence[bytes]) -> list[float]:
    """How alike ``signature`` is to each of ``others``: from 0 to 1, 1 for the same shingles."""
    table = np.frombuffer(b"".join(others), "<u2").reshape(len(others), PLACES)
    alike: list[float] = (table == np.frombuffer(signature, "<u2")).mean(axis=1).tolist()
    return alike
