from __future__ import annotations

import pytest
from sqlalchemy import create_engine, select

from searchsvc.store.inserting import insert_rows
from searchsvc.store.schema import metadata, story_bands, story_signatures


@pytest.mark.parametrize("paramstyle", ["qmark", "named"])
def test_rows_are_inserted_by_drivers_that_take_positions_and_names(paramstyle: str) -> None:
    engine = create_engine("sqlite://", paramstyle=paramstyle)
    metadata.create_all(engine)
    rows = [(1, "a", None, b"\0\1"), (2, "b", 5, b"")]
    with engine.begin() as connection:
        assert connection.dialect.positional == (paramstyle == "qmark")
        insert_rows(connection, story_signatures, ("number", "story", "dated", "places"), rows)
        insert_rows(connection, story_bands, ("key", "signature"), [(-(2**63), 1), (2**63 - 1, 2)])
        insert_rows(connection, story_bands, ("key", "signature"), [])
        assert [tuple(row) for row in connection.execute(select(story_signatures))] == rows
        assert [tuple(row) for row in connection.execute(select(story_bands))] == [
            (-(2**63), 1),
            (2**63 - 1, 2),
        ]
    engine.dispose()


def test_columns_in_another_order_than_the_table_has_them_are_refused() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection, pytest.raises(ValueError, match="not in the order"):
        insert_rows(connection, story_bands, ("signature", "key"), [(1, 2)])
    engine.dispose()
