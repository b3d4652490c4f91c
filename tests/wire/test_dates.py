from datetime import UTC, date, datetime

import pytest

from searchsvc.wire.dates import (
    MONTH_LANGUAGES,
    infer_year,
    match_date,
    month_of,
    weekday_of,
)
from searchsvc.wire.knowledge import table


def read(text, language=None):
    found = match_date(text, 0, language)
    return found and (found.year, found.month, found.day, text[: found.end])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Feb 10 (X)", (None, 2, 10, "Feb 10")),
        ("10 feb (X)", (None, 2, 10, "10 feb")),
        ("MARCH 2 -", (None, 3, 2, "MARCH 2")),
        ("Sept. 2, 2021 -", (2021, 9, 2, "Sept. 2, 2021")),
        ("29th November, 2015 (X)", (2015, 11, 29, "29th November, 2015")),
        ("25 de septiembre de 2022.", (2022, 9, 25, "25 de septiembre de 2022")),
        ("Monday, January 15, 2024 (X)", (2024, 1, 15, "Monday, January 15, 2024")),
        ("le 3 nov. 2026 /X/", (2026, 11, 3, "le 3 nov. 2026")),
        ("2 MAY 90 (X)", (1990, 5, 2, "2 MAY 90")),
        ("2020. március 2., hétfő (X)", (2020, 3, 2, "2020. március 2., hétfő")),
        ("19/06 (X)", (None, 6, 19, "19/06")),
        ("2022-02-10 -", (2022, 2, 10, "2022-02-10")),
        ("6月14日电", (None, 6, 14, "6月14日")),
        ("3 мая. /X/", (None, 5, 3, "3 мая.")),
        ("Feb 30 (X)", None),
        ("32 feb (X)", None),
        ("Portland 3", None),
        ("May be", None),
        ("", None),
    ],
)
def test_dates_as_datelines_write_them(text, expected):
    assert read(text) == expected


def test_months_are_known_in_many_languages_and_the_copys_own_decides():
    assert len(MONTH_LANGUAGES) >= 15
    assert month_of("marzo") == month_of("März") == month_of("марта") == month_of("mars") == 3
    assert (month_of("listopad", "pl"), month_of("listopad", "hr")) == (11, 10)
    assert month_of("Portland") is None
    assert weekday_of("jueves") == weekday_of("Thursday") == weekday_of("Donnerstag") == 3


def test_every_row_of_the_table_works():
    for kind, look_up in (("months", month_of), ("weekdays", weekday_of)):
        for language, names in table("dates")[kind].items():
            for name, number in names.items():
                assert look_up(name, language) == number


def year(day, month, anchor, *weekdays):
    return infer_year(day, month, datetime(*anchor, tzinfo=UTC), frozenset(weekdays))


def test_the_year_is_the_latest_that_is_not_after_the_anchor():
    assert year(10, 2, (2026, 11, 24)) == date(2026, 2, 10)
    assert year(25, 11, (2026, 11, 24)) == date(2026, 11, 25)
    assert year(26, 11, (2026, 11, 24)) == date(2025, 11, 26)
    assert year(29, 2, (2026, 11, 24)) == date(2024, 2, 29)
    assert year(31, 12, (1, 1, 1)) is None


def test_the_weekday_of_the_lead_decides_far_from_the_anchor_only():
    assert year(10, 2, (2026, 11, 24), 3) == date(2022, 2, 10)
    assert year(26, 2, (1987, 2, 26), 0) == date(1987, 2, 26)
