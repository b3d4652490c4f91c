from datetime import UTC, date, datetime

import pytest

from searchsvc.wire import read
from searchsvc.wire.front import Front, read_front
from searchsvc.wire.layout import paragraphs


def front(copy, dateline_at=None):
    return read_front(paragraphs(copy), dateline_at)


def test_all_parts_before_a_dateline():
    copy = (
        "RAIN-NORWAY/OSLO\n\nATTN: corrects day\n\nRain falls on Oslo.\n\nBy Ann Lee\n\n"
        "01/02/2021 10:07 PM\n\nOSLO (AP) - Rain."
    )
    assert front(copy, 5) == Front(
        headline=["Rain falls on Oslo."],
        byline="By Ann Lee",
        slugline="RAIN-NORWAY/OSLO",
        ednote=["ATTN: corrects day"],
        length=5,
        sent=date(2021, 2, 1),
    )


def test_without_a_dateline_a_headline_has_no_full_stop_and_stands_over_text():
    assert front("Rain falls on Oslo\n\nIt rained all day, the office said.").headline == [
        "Rain falls on Oslo"
    ]
    assert front("Rain on Oslo\n\nBy Ann Lee\n\nIt rained all day.") == Front(
        headline=["Rain on Oslo"], byline="By Ann Lee", length=2
    )


def test_what_a_press_release_calls_itself_is_no_headline():
    copy = "Source: Rain Inc.\nMEDIA RELEASE PR123\nRain falls on Oslo\n\nOSLO, May 3 /PRNewswire/ -- Rain."
    assert front(copy, 1) == Front(headline=["Rain falls on Oslo"], length=1)


def test_a_first_sentence_is_not_stolen():
    assert front("It rained on Oslo.\n\nIt rained all day, the office said.") == Front()
    assert front("It rained on Oslo all day long") == Front()
    assert front("") == Front()
    assert front("x" * 400 + "\n\nIt rained.") == Front()


@pytest.mark.parametrize(
    ("line", "sent"),
    [
        ("March 2, 2026", date(2026, 3, 2)),
        ("Mon Mar 2, 2026", date(2026, 3, 2)),
        ("2026-03-02T10:07:00Z", date(2026, 3, 2)),
        ("Published: March 2, 2026 at 10:07 AM", date(2026, 3, 2)),
        ("March 2, 2026 10:07 AM EST", date(2026, 3, 2)),
        ("2. März 2026 um 10:07 Uhr", date(2026, 3, 2)),
        ("Publicado el 2 de marzo de 2026", date(2026, 3, 2)),
        ("13/03/2026 10:07 PM", date(2026, 3, 13)),
        ("02/03/2026 10:07 PM", date(2026, 3, 2)),
    ],
)
def test_a_line_that_says_when_the_copy_was_sent(line, sent):
    assert front(f"Rain floods valley\n\n{line}\n\nOSLO (AP) - Rain.", 2) == Front(
        headline=["Rain floods valley"], length=2, sent=sent
    )


@pytest.mark.parametrize(
    "line", ["March 2, 2026 was wet", "On March 2, 2026", "March 2", "10:07 AM", "Rain in 2026"]
)
def test_other_lines_with_dates_do_not(line):
    assert front(f"Rain floods valley\n\n{line}\n\nOSLO (AP) - Rain.", 2).sent is None


@pytest.mark.parametrize(
    ("lines", "headline", "byline", "agency"),
    [
        (["By Ann Lee"], [], "By Ann Lee", None),
        (["By Ann Lee, Reuters"], [], "By Ann Lee, Reuters", "Reuters"),
        (["By ANN LEE, Associated Press Writer"], [], "By ANN LEE, Associated Press Writer", "AP"),
        (["By Ann Lee | Reuters"], [], "By Ann Lee | Reuters", "Reuters"),
        (["By Ann Lee (PA)"], [], "By Ann Lee (PA)", "PA"),
        (["By Ann Lee of The Associated Press"], [], "By Ann Lee of The Associated Press", "AP"),
        (["Rain floods valley", "Ann Lee (TT)"], ["Rain floods valley"], "Ann Lee (TT)", "TT"),
        (["Rain floods valley", "Ann Lee, PA"], ["Rain floods valley"], "Ann Lee, PA", "PA"),
        (["Rain floods valley", "Ann Lee", "Associated Press"], ["Rain floods valley"], "Ann Lee", "AP"),
        (["BY ANN LEE", "Associated Press"], [], "BY ANN LEE", "AP"),
        (["Rain floods valley", "Reuters"], ["Rain floods valley"], None, "Reuters"),
        (
            ["Rain floods valley", "Schools closed in Oslo"],
            ["Rain floods valley", "Schools closed in Oslo"],
            None,
            None,
        ),
    ],
)
def test_bylines_and_their_agencies(lines, headline, byline, agency):
    found = front("\n\n".join([*lines, "OSLO - Rain."]), len(lines))
    assert (found.headline, found.byline, found.agency and found.agency.code) == (headline, byline, agency)


@pytest.mark.parametrize(
    ("line", "slugline"),
    [
        ("BC-EU--Norway-Rain, 1st Ld-Writethru", "BC-EU--Norway-Rain, 1st Ld-Writethru"),
        ("^BC-Norway-Rain,0200<", "BC-Norway-Rain,0200"),
        ("RAIN-NORWAY/OSLO", "RAIN-NORWAY/OSLO"),
        ("URGENT", "URGENT"),
        ("Rain", None),
        ("CORRECTED-Rain floods valley", None),
    ],
)
def test_slug_lines(line, slugline):
    assert front(f"{line}\n\nOSLO (AP) - Rain.", 1).slugline == slugline


def test_a_note_in_brackets_is_for_editors():
    assert front("(Adds quote, byline)\n\nOSLO (AP) - Rain.", 1).ednote == ["Adds quote, byline"]
    assert front("(CORRECTED) Rain floods valley\n\nOSLO (AP) - Rain.", 1).ednote == []


def test_the_year_is_that_in_which_the_copy_says_it_was_sent():
    copy = "Rain floods valley\n\nMarch 2, 2019\n\nOSLO, March 2 (AP) - Rain."
    dateline = read(copy, anchor=datetime(2026, 6, 15, tzinfo=UTC)).dateline
    assert (dateline.date, dateline.date_inferred) == (date(2019, 3, 2), True)


def test_copy_without_a_dateline_is_credited_by_its_byline():
    copy = "Rain floods valley\n\nBy Ann Lee, PA\n\nRain fell on the valley for days, the office said."
    assert read(copy, anchor=datetime(2026, 6, 15, tzinfo=UTC)).source == "PA"
