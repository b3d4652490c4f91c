"""What kernels and their callers agree on: the columns of a leaf and the tables of scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TABLE, START, STOP, LENGTHS, GROUP = range(5)
"""The columns of ``leaves``: the row of ``tables`` and ``norms``, or ``GIVEN``; the postings, or the part of
the given arrays, from and up to; where the field's length bytes begin in ``lengths``; the number of the
group."""

GIVEN = -1
"""In the place of a table: the leaf is a part of ``given_docs`` and ``given_scores``."""

COUNTED = 16
"""Frequencies below this are looked up in the tables."""

B = 0.75
K1 = 1.2
"""The parameters that Whoosh's BM25F has by default (Robertson and others 1994)."""


def norms_of(lengths: NDArray[np.float64], average: float) -> NDArray[np.float64]:
    """What BM25 adds to a frequency in its denominator, for each of ``lengths``: float64, the same shape."""
    return K1 * ((1 - B) + B * lengths / average)


def table_of(norms: NDArray[np.float64]) -> NDArray[np.float64]:
    """BM25's part of a posting by frequency and length byte: float64, (COUNTED, 256)."""
    frequencies = np.arange(COUNTED, dtype=np.float64)[:, None]
    return frequencies * (K1 + 1.0) / (frequencies + norms[None, :])
