"""Embargoes that copy states: the instant where it is plain, the last that it can mean where it is not."""

from datetime import UTC, datetime

import pytest

from searchsvc.wire import read
from searchsvc.wire.embargo import read_embargo
from searchsvc.wire.knowledge import table
from searchsvc.wire.lifting import NEVER, Lifting

TOLD = (
    "OSLO, June 12 (Reuters) - It rained on the valley for three days, the office said, and the rivers rose."
)


def until(day, hour, minute=0, month=1):
    return datetime(2028, month, day, hour, minute, tzinfo=UTC)


SENT = datetime(2028, 1, 10, 15, 30, tzinfo=UTC)
"""A Monday."""


def lifted(line, sent=SENT, **how):
    return read_embargo(line).lifting(sent, **how)


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("+++ EMBARGO 2028-01-12 0600 GMT +++", until(12, 6)),
        ("EMBARGOED UNTIL 0001 GMT Jan 12 2028", until(12, 0, 1)),
        ("(Embargoed until 2000 GMT, January 12, 2028)", until(12, 20)),
        ("ATTENTION EDITORS: EMBARGOED UNTIL 6 A.M. PDT July 12, 2028", until(12, 13, month=7)),
        ("EMBARGO: 2028-01-12T06:00:00Z", until(12, 6)),
        ("Not for release before 12 January 2028 06:00 UTC+1", until(12, 5)),
        ("For release 0600 GMT January 12 2028", until(12, 6)),
        ("Sperrfrist: Mittwoch, 12. Januar 2028, 6 Uhr MEZ", until(12, 5)),
        ("Achtung: Sperrfrist 12.01.2028 10.11 Uhr MEZ", until(12, 9, 11)),
        ("SOUS EMBARGO JUSQU’AU 12 janvier 2028 à 06h00 GMT", until(12, 6)),
        ("Embargado hasta el 12 de enero de 2028 a las 06:00 CET", until(12, 5)),
        ("EDITOR'S NOTE: EMBARGOED UNTIL 0600 GMT Jan 12 2028", until(12, 6)),
        ("ATTENTION EDITORS - EMBARGOED UNTIL 0600 GMT Jan 12 2028", until(12, 6)),
        ("Urgent: hold for 0600 GMT Jan 12 2028", until(12, 6)),
        ("EMBARGO HASTA EL 12 DE ENERO A LAS 06:00 GMT", until(12, 6)),
        ("Embargo fino al 12 gennaio 2028 ore 6 GMT", until(12, 6)),
        # Four figures that could be a year.
        ("Sperrfrist: 12. Januar, 2000 Uhr MEZ", until(12, 19)),
        ("Sperrfrist: 12. Januar 2028, 1930 Uhr MEZ", until(12, 18, 30)),
        ("Embargado hasta las 2000 horas CET", until(10, 19)),
        # Without a year: the nearest.
        ("Embargoed to 0001 GMT Wednesday January 12", until(12, 0, 1)),
        ("EMBARGOED UNTIL 2200 GMT DEC 31", datetime(2027, 12, 31, 22, tzinfo=UTC)),
        # Without a day: the first that comes.
        ("EMBARGOED UNTIL 6 A.M. GMT WEDNESDAY", until(12, 6)),
        ("Sperrfrist: Sonntag 18.00 Uhr MEZ", until(16, 17)),
        ("EMBARGOED UNTIL 1800 GMT", until(10, 18)),
        ("EMBARGO: 0900 GMT", until(11, 9)),
    ],
)
def test_an_instant_that_is_plain(line, instant):
    assert lifted(line) == Lifting(instant, sure=True)


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        # No zone: the last in which it is six.
        ("Sperrfrist: 12.01.2028 06.00 Uhr", until(12, 18)),
        # Central Standard Time, not that of China.
        ("EMBARGOED UNTIL 0001 CST Jan 12 2028", until(12, 6, 1)),
        # In January it is winter in New York.
        ("EMBARGOED UNTIL 6 a.m. EDT Jan 12 2028", until(12, 11)),
        # No time: when the day is over everywhere.
        ("Embargoed until January 12 2028", until(13, 12)),
        ("Embargoed until 0600-0700 GMT January 12 2028", until(13, 12)),
        ("Embargoed until the minister speaks at 0600 GMT January 12 2028", until(13, 12)),
        # A Wednesday, and two days with these figures.
        ("Embargoed until 0600 GMT Monday January 12 2028", until(13, 12)),
        ("EMBARGO 06:00 GMT 12/01/2028", datetime(2028, 12, 2, 12, tzinfo=UTC)),
        ("Embargo 12 January", until(13, 12)),
        ("ADVANCE FOR WEDNESDAY, JAN. 12, AND THEREAFTER", until(13, 12)),
        # No zone: where six comes last after the copy was sent.
        ("EMBARGO TILL 6 AM", until(11, 15)),
        ("EMBARGOED UNTIL WEDNESDAY", until(13, 12)),
        # Sent on a Monday: the one of today if it is not over, else the next.
        ("EMBARGOED UNTIL 1800 GMT MONDAY", until(10, 18)),
        ("EMBARGOED UNTIL 0600 GMT MONDAY", until(17, 6)),
    ],
)
def test_the_last_instant_that_it_can_mean(line, instant):
    assert lifted(line) == Lifting(instant, sure=False)


def test_of_what_is_dated_to_the_day_the_next_days_time_is_meant():
    day = datetime(2028, 1, 10, tzinfo=UTC)
    assert lifted("EMBARGOED UNTIL 1800 GMT", day, to_the_day=True) == Lifting(until(11, 18), sure=False)
    assert lifted("EMBARGOED UNTIL 0001 GMT TUESDAY", day, to_the_day=True) == Lifting(
        until(11, 0, 1), sure=True
    )


@pytest.mark.parametrize("year", [1, 2, 9998, 9999])
@pytest.mark.parametrize("line", ["EMBARGOED UNTIL MONDAY", "EMBARGO 31 December", "EMBARGO 2300 GMT"])
def test_the_ends_of_the_calendar(line, year):
    for month, day in ((1, 1), (12, 31)):
        lifted(line, datetime(year, month, day, 23, 59, tzinfo=UTC))


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("EMBARGOED", True),
        ("HOLD FOR RELEASE", True),
        ("Sperrfrist: Redebeginn", True),
        ("Embargoed until the speech of Jan 12 or Jan 13", True),
        ("Embargoed until January 12 2000 GMT", True),
        ("*** EMBARGO ***", False),
        ("FOR RELEASE", False),
    ],
)
def test_no_end_that_can_be_told(line, holds):
    assert (lifted(line), read_embargo(line).holds) == (NEVER, holds)


@pytest.mark.parametrize(
    "line",
    [
        "Embargo on rain takes hold",
        "Embargo until May hurts farmers",
        "Embargo: ministers debate rain",
        "Embargoed rain falls",
        "Advance for women as rain falls",
        "For use of force, ministers blame rain",
        "Hold for rain",
        "Note - rain falls",
        "FOR RELEASE: Immediately",
        "Embargo 2028 begins",
        "embargo " * 40,
        "",
    ],
)
def test_news_of_embargoes_states_none(line):
    assert read_embargo(line) is None


def test_every_phrase_of_the_table_works():
    known = table("embargo")
    for phrase in (*known["orders"], *known["labels"]):
        assert lifted(f"{phrase.upper()} 0600 GMT Jan 12 2028") == Lifting(until(12, 6), sure=True)
    for word in known["joining"]:
        assert lifted(f"EMBARGO {word} 0600 GMT Jan 12 2028") == Lifting(until(12, 6), sure=True)
    for word in known["at_once"]:
        assert read_embargo(f"FOR RELEASE: {word}") is None


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("told", [TOLD, "It rained on Oslo.", "OSLO, June 12 (AP) - It rained."])
def test_the_line_is_cut_and_the_instant_kept(between, told):
    line = "+++ EMBARGO 2028-01-12 0600 GMT +++"
    reading = read(between.join([line, "Rain floods valley"]) + f"\n\n{told}", anchor=until(1, 0))
    assert (reading.headline, reading.body_text) == ("Rain floods valley", told)
    assert [each.lifting(SENT) for each in reading.embargoes] == [Lifting(until(12, 6), sure=True)]
    assert [(cut.text, cut.reason) for cut in reading.cuts] == [(line, "embargo")]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_day_stands_on_the_next_line(between):
    copy = f"EMBARGOED UNTIL 0001 GMT{between}JANUARY 12, 2028{between}Rain floods valley\n\n{TOLD}"
    reading = read(copy, anchor=until(1, 0))
    assert reading.headline == "Rain floods valley"
    assert {each.lifting(SENT) for each in reading.embargoes} == {Lifting(until(12, 0, 1), sure=True)}
    assert len(reading.cuts) == 2


def test_a_line_that_is_all_there_is_stays():
    assert (
        read("EMBARGO 0600 GMT Jan 12 2028", anchor=until(1, 0)).body_text == "EMBARGO 0600 GMT Jan 12 2028"
    )
