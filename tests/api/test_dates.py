"""from, to and tz."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.api.dates import beginning, ending, zone

UTC_ZONE = zone("UTC")


@pytest.mark.parametrize(
    ("text", "tz", "start", "end"),
    [
        ("2022-02-10", "UTC", datetime(2022, 2, 10, tzinfo=UTC), datetime(2022, 2, 11, tzinfo=UTC)),
        ("2022-2-9", "UTC", datetime(2022, 2, 9, tzinfo=UTC), datetime(2022, 2, 10, tzinfo=UTC)),
        ("2022-02", "UTC", datetime(2022, 2, 1, tzinfo=UTC), datetime(2022, 3, 1, tzinfo=UTC)),
        ("2022-12", "UTC", datetime(2022, 12, 1, tzinfo=UTC), datetime(2023, 1, 1, tzinfo=UTC)),
        ("2022", "UTC", datetime(2022, 1, 1, tzinfo=UTC), datetime(2023, 1, 1, tzinfo=UTC)),
        (
            "2022-02-10",
            "Asia/Tokyo",
            datetime(2022, 2, 9, 15, tzinfo=UTC),
            datetime(2022, 2, 10, 15, tzinfo=UTC),
        ),
        # The day on which the clocks of Berlin go forward has 23 hours.
        (
            "2022-03-27",
            "Europe/Berlin",
            datetime(2022, 3, 26, 23, tzinfo=UTC),
            datetime(2022, 3, 27, 22, tzinfo=UTC),
        ),
        ("2022-02-10T08:30:00Z", "Asia/Tokyo", *[datetime(2022, 2, 10, 8, 30, tzinfo=UTC)] * 2),
        ("2022-02-10T08:30:00+09:00", "UTC", *[datetime(2022, 2, 9, 23, 30, tzinfo=UTC)] * 2),
        ("2022-02-10T08:30:00 09:00", "UTC", *[datetime(2022, 2, 9, 23, 30, tzinfo=UTC)] * 2),
        ("2022-02-10T08:30:00", "Asia/Tokyo", *[datetime(2022, 2, 9, 23, 30, tzinfo=UTC)] * 2),
        ("9999-12-31", "UTC", datetime(9999, 12, 31, tzinfo=UTC), None),
        ("9999-12", "UTC", datetime(9999, 12, 1, tzinfo=UTC), None),
        ("9999", "UTC", datetime(9999, 1, 1, tzinfo=UTC), None),
        ("0001-01-01", "Asia/Tokyo", None, datetime(1, 1, 1, 14, 41, 1, tzinfo=UTC)),
    ],
)
def test_a_date_is_a_stretch_and_an_instant_itself(
    text: str, tz: str, start: datetime | None, end: datetime | None
) -> None:
    assert (beginning(text, zone(tz)), ending(text, zone(tz))) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2022-13", "2022-02-30", "0000", "20221", "2022-02-10T25:00:00Z"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be a date such as"):
        beginning(text, UTC_ZONE)


@pytest.mark.parametrize(
    "name", ["", "Mars", "../../etc/passwd", "/etc/passwd", "America", "UTC\0", "a" * 200, "Ü"]
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="IANA time zone"):
        zone(name)


@given(st.text(max_size=40))
def test_no_text_is_an_accident(text: str) -> None:
    for read in (beginning, ending):
        try:
            instant = read(text, UTC_ZONE)
        except ValueError:
            continue
        assert instant is None or instant.tzinfo is UTC
