"""What is packed comes out again, whole or in part."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from searchsvc.engines.whoosh.packing import BLOCK, pack, unpack

values = st.integers(0, 32).flatmap(
    lambda bits: hnp.arrays(np.uint32, st.integers(0, 700), elements=st.integers(0, (1 << bits) - 1))
)


@given(values, st.data())
def test_any_part_of_what_was_packed_comes_out(found, data) -> None:
    packed = pack(found)
    assert unpack(packed, 0, found.size).tolist() == found.tolist()
    start = data.draw(st.integers(0, found.size))
    stop = data.draw(st.integers(start, found.size))
    assert unpack(packed, start, stop).tolist() == found[start:stop].tolist()


@given(values)
def test_a_block_takes_as_many_bits_a_value_as_its_greatest(found) -> None:
    packed = pack(found)
    widths = [int(found[low : low + BLOCK].max()).bit_length() for low in range(0, found.size, BLOCK)]
    assert np.diff(packed.offsets.astype(np.int64)).tolist() == widths
    assert packed.words.size == 4 * sum(widths)
