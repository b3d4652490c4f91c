"""Columns read back what was written, with gaps, after Whoosh's interfaces."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage

from searchsvc.engines.whoosh.columns import ArrayColumn, ValuesColumn
from searchsvc.engines.whoosh.schema import MISSING


def through(column, values: dict[int, object], count: int):
    storage = RamStorage()
    file = storage.create_file("column")
    file.write(b"before")
    writer = column.writer(file)
    for number, value in sorted(values.items()):
        writer.add(number, value)
    writer.finish(count)
    file.close()
    length = storage.file_length("column") - 6
    return column.reader(storage.open_file("column"), 6, length, count)


@given(st.dictionaries(st.integers(0, 20), st.integers(-(2**63), 2**63 - 1)), st.integers(21, 30))
def test_numbers_come_back_and_gaps_are_the_default(values, count) -> None:
    reader = through(ArrayColumn("<i8", MISSING), values, count)
    assert list(reader) == [values.get(number, MISSING) for number in range(count)]
    assert reader.array.tolist() == list(reader)


@given(st.dictionaries(st.integers(0, 20), st.lists(st.text(), max_size=4)), st.integers(21, 30))
def test_values_come_back_in_order(values, count) -> None:
    reader = through(ValuesColumn(), values, count)
    assert list(reader) == [tuple(values.get(number, ())) for number in range(count)]
    assert len(set(reader.values)) == len(reader.values)


def test_an_empty_column_has_only_defaults() -> None:
    assert list(ArrayColumn("S26", b"").empty(2)) == [b"", b""]
    assert list(ValuesColumn().empty(2)) == [(), ()]
    assert ValuesColumn().empty(2).count(np.array([0, 1])).tolist() == []


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=3), min_size=1, max_size=9), st.data())
def test_counted_values(values, data) -> None:
    reader = through(ValuesColumn(), dict(enumerate(values)), len(values))
    docs = sorted(data.draw(st.sets(st.integers(0, len(values) - 1))))
    held = [value for doc in docs for value in values[doc]]
    counts = dict(zip(reader.values, reader.count(np.array(docs, np.int64)).tolist(), strict=True))
    assert counts == {value: held.count(value) for value in reader.values}


def test_reversed_sort_keys() -> None:
    reader = through(ArrayColumn("<i4", 0), {0: 3}, 1)
    reader.set_reverse()
    assert reader.sort_key(0) == -3


RUNS = st.tuples(
    st.integers(0, 2), st.integers(1, 3), st.lists(st.sampled_from(["a", "b", "ü", ""]), max_size=3)
)


@given(st.lists(RUNS, max_size=6))
def test_values_are_encoded_as_their_writer_writes_them(runs: list[tuple[int, int, list[str]]]) -> None:
    """Each run: documents left out before it, documents that have the value, the value."""
    column, storage = ValuesColumn(), RamStorage()
    file = storage.create_file("column")
    writer = column.writer(file)
    docs: list[int] = []
    number = 0
    for gap, repeats, value in runs:
        for doc in range(number + gap, number + gap + repeats):
            writer.add(doc, value)
            docs.append(doc)
        number += gap + repeats
    writer.finish(number + 1)
    file.close()
    encoded = column.encode(
        np.array(docs, np.int64),
        [value for *_, value in runs],
        [repeats for _, repeats, _ in runs],
        number + 1,
    )
    assert encoded == storage.files["column"]
