"""Weekdays of a lead: those of what it tells, not of what is still to come."""

from datetime import UTC, date, datetime

import pytest

from searchsvc.wire import read
from searchsvc.wire.knowledge import table
from searchsvc.wire.weekdays import weekdays_in

MONDAY, WEDNESDAY, FRIDAY, SUNDAY = 0, 2, 4, 6


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("reaffirmed Thursday, and again on Monday", "en", {3, MONDAY}),
        ("il a dit jeudi", "fr", {3}),
        ("no day is named", None, set()),
        # Past, or no verb that says.
        ("The council said on Friday that rain will fall.", "en", {FRIDAY}),
        ("The council said on Friday it would meet on Monday.", "en", {FRIDAY}),
        ("Rain that will not end, he said on Friday, closed roads.", "en", {FRIDAY}),
        ("The council, which will decide later, on Friday heard the mayor.", "en", {FRIDAY}),
        ("Rain on Friday closed roads in May.", "en", {FRIDAY}),
        ("The Greens won 40 votes on Sunday.", "en", {SUNDAY}),
        ("The mayor will speak later on Friday.", "en", {FRIDAY}),
        ("Der Rat kündigte am Freitag an, dass er tagen wird.", "de", {FRIDAY}),
        ("El consejo, que se reunirá en Oslo, anunció el viernes.", "es", {FRIDAY}),
        ("Le conseil a annoncé vendredi qu'il votera.", "fr", {FRIDAY}),
        ("Il consiglio ha annunciato venerdì che voterà.", "it", {FRIDAY}),
        ("O conselho anunciou na sexta-feira que votará.", "pt", {FRIDAY}),
        # Still to come.
        ("The council will meet on Friday to vote on rain.", "en", set()),
        ("The council will meet in Salem, Oregon on Friday.", "en", set()),
        ("The council is due to meet on Friday.", "en", set()),
        ("Norway votes on Sunday.", "en", set()),
        ("The council on Friday will vote.", "en", set()),
        ("Roads stay closed until next Friday.", "en", set()),
        ("Roads must open by Friday, the mayor said on Monday.", "en", {MONDAY}),
        ("Der Rat will am Freitag über den Regen abstimmen.", "de", set()),
        ("Am Freitag wird der Rat tagen.", "de", set()),
        ("El consejo se reunirá el viernes.", "es", set()),
        ("El consejo votará el próximo viernes.", "es", set()),
        ("Le conseil se réunira vendredi.", "fr", set()),
        ("Il consiglio si riunirà venerdì.", "it", set()),
        ("O conselho vai votar na sexta-feira.", "pt", set()),
    ],
)
def test_weekdays_on_which_something_is_told(text, language, expected):
    assert weekdays_in(text, language) == expected


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("The council will meet on Friday to vote on the rain, its head said.", date(2026, 11, 24)),
        ("The council met on Friday to vote on the rain, its head said.", date(2023, 11, 24)),
    ],
)
def test_a_day_to_come_does_not_move_the_year(lead, expected):
    reading = read(f"OSLO, Nov 24 (Reuters) - {lead}", anchor=datetime(2026, 11, 30, tzinfo=UTC))
    assert reading.dateline.date == expected


def test_every_word_of_the_table_works():
    names = {
        "en": "Friday",
        "de": "Freitag",
        "es": "viernes",
        "fr": "vendredi",
        "it": "venerdì",
        "pt": "sexta-feira",
    }
    assert names.keys() == table("weekdays").keys()
    for language, row in table("weekdays").items():
        for key, expected in (("ahead", set()), ("beside", set()), ("present", set()), ("past", {FRIDAY})):
            for word in row[key]:
                text = f"Xyz {word} {row['small'][0]} {names[language]}"
                assert weekdays_in(text, language) == expected, text
        for ending in row["ahead_ends"]:
            assert weekdays_in(f"Xyz xyz{ending} {names[language]}", language) == set()
        for ending in row["past_ends"]:
            ahead = row["ahead"][0]
            assert weekdays_in(f"Xyz {ahead} xyz{ending} {names[language]}", language) == {FRIDAY}
        for word in (*row["same_day"], *row["small"]):
            assert weekdays_in(f"Xyz {word} {names[language]}", language) == {FRIDAY}
        for word in row["behind"]:
            assert weekdays_in(f"Xyz {names[language]} {word} xyz", language) == set()
