import re
from datetime import UTC, date, datetime

import pytest

from searchsvc.wire import read
from searchsvc.wire.front import Front, read_front
from searchsvc.wire.front_lines import agency_of_job
from searchsvc.wire.knowledge import table
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
        (["By KIM M. ROE, Associated Press"], [], "By KIM M. ROE, Associated Press", "AP"),
        (["By John M. Doe Jr. and A.B. Lee"], [], "By John M. Doe Jr. and A.B. Lee", None),
        (["By ANN LEE", "AP White House Correspondent"], [], "By ANN LEE", "AP"),
        (["By ANN LEE", "Chief Diplomatic Writer"], [], "By ANN LEE", None),
        (["Rain floods valley", "Ann Lee", "AP Sports Writer"], ["Rain floods valley"], "Ann Lee", "AP"),
        (["AP White House correspondents walk out"], ["AP White House correspondents walk out"], None, None),
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
        ("DEL45 POL-RAIN", "DEL45 POL-RAIN"),
        ("BC-US--Rain Obit, KILL", "BC-US--Rain Obit, KILL"),
        ("UK-based rain office floods valley", None),
        ("MH17 COURT OPENS", None),
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


ABOUT = "It rained on the valley for three days, the weather office said in a report, and rivers rose."


def parts(copy):
    reading = read(copy, anchor=datetime(2026, 6, 15, tzinfo=UTC))
    cuts = [(cut.text, cut.reason) for cut in reading.cuts]
    assert [copy[cut.start : cut.end] for cut in reading.cuts] == [text for text, _ in cuts]
    return reading.headline, reading.byline, reading.slugline, reading.ednote, reading.body_text, cuts


@pytest.mark.parametrize(
    "told", [f"OSLO, June 12 (Reuters) - {ABOUT}", "OSLO, June 12 (Reuters) - It rained."]
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_what_stands_between_the_headline_and_the_dateline_is_none_of_the_headline(between, told):
    points = ["* Schools stay closed", "* Rivers fall below 2 metres"]
    lines = [
        "UPDATE 2-Rain floods valley",
        *points,
        "(Adds minister)",
        "By Ann M. Lee",
        "AP Weather Writer",
        told,
    ]
    assert parts(between.join(lines)) == (
        "UPDATE 2-Rain floods valley",
        "By Ann M. Lee",
        None,
        "Adds minister",
        told,
        [*((point, "key point") for point in points), ("AP Weather Writer", "credit")],
    )


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_slug_line_and_a_byline_around_the_headline_without_a_dateline(between):
    copy = (
        between.join(["DEL45 POL-RAIN", "Rain floods valley", "By Ann Lee, Reuters"])
        + "\n\nIt rained on Oslo."
    )
    assert parts(copy) == (
        "Rain floods valley",
        "By Ann Lee, Reuters",
        "DEL45 POL-RAIN",
        None,
        "It rained on Oslo.",
        [],
    )


def test_wrapped_text_with_a_line_like_a_byline_stays_whole():
    copy = "Der Besuch im Tal war kurz,\nVon der Leyen sagte am Montag in Oslo,\nes regne. Es regnete weiter."
    assert parts(copy)[4] == " ".join(copy.split("\n"))


@pytest.mark.parametrize("agency", ["ANSA", "AP", "EFE", "REUTERS"])
@pytest.mark.parametrize(
    "told", ["OSLO, 12 giu - Piove.", "Piove da tre giorni sulla valle, dice l'ufficio."]
)
def test_an_agency_in_front_of_the_headline_is_part_of_it_and_of_no_credit(agency, told):
    reading = read(f"{agency}/ Rossi: piove\n\n{told}", anchor=datetime(2026, 6, 15, tzinfo=UTC))
    assert (reading.headline, reading.source.upper(), reading.body_text) == (
        f"{agency}/ Rossi: piove",
        agency,
        told,
    )


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("ANSA/Rossi: piove", "ANSA/Rossi: piove"),
        ("<RAIN INC> YEAR NET", "<RAIN INC> YEAR NET"),
        ("^Rain<", "Rain"),
    ],
)
def test_marks_and_agencies_in_a_headline(line, headline):
    assert front(f"{line}\n\nOSLO (AP) - Rain.", 1).headline == [headline]


def test_a_word_in_capitals_above_the_headline_is_its_slug_line():
    assert parts("URGENT\nRain floods valley\n\nOSLO (AP) - It rained.")[:3] == (
        "Rain floods valley",
        None,
        "URGENT",
    )
    assert parts("RAIN\nFLOODS VALLEY\n\nOSLO (AP) - It rained.")[0] == "RAIN FLOODS VALLEY"


@pytest.mark.parametrize("line", ["dpa/lno", "NTB / Reuters", "AFP / Ann Lee"])
def test_a_combined_credit_is_no_headline(line):
    assert front(f"Rain floods valley\n\n{line}\n\nOSLO - Rain.", 2).headline == ["Rain floods valley"]


@pytest.mark.parametrize(
    ("line", "headline", "ednote"),
    [
        ("(AMPLIACIÓN) Llueve en el valle", "Llueve en el valle", "AMPLIACIÓN"),
        ("(Actualiza) (Fotos) Llueve en el valle", "Llueve en el valle", "Actualiza Fotos"),
        ("[Recasts] Rain floods valley", "Rain floods valley", "Recasts"),
        ("(LEAD) Rain floods valley", "(LEAD) Rain floods valley", None),
    ],
)
@pytest.mark.parametrize("told", [f"OSLO, June 12 (Reuters) - {ABOUT}", ABOUT])
def test_a_note_in_front_of_the_headline(line, headline, ednote, told):
    assert parts(f"{line}\n\n{told}") == (headline, None, None, ednote, told, [])


def test_a_note_in_front_of_a_sentence_stays_in_the_text():
    copy = f"(Corrige día) Llovió en el valle.\n\n{ABOUT}"
    assert parts(copy) == (None, None, None, None, copy, [])


@pytest.mark.parametrize("between", ["\n", "\nBy Kim Min\n"])
def test_an_agency_in_brackets_in_front_of_the_headline_is_no_dateline(between):
    copy = f"(Yonhap Interview) Minister sees rain{between}SEOUL, June 12 (Yonhap) -- {ABOUT}"
    reading = read(copy, anchor=datetime(2026, 6, 15, tzinfo=UTC))
    assert (reading.headline, reading.dateline.city, reading.source) == (
        "(Yonhap Interview) Minister sees rain",
        "Seoul",
        "Yonhap",
    )


def test_every_row_of_jobs_works():
    for job in table("front")["jobs"]:
        assert agency_of_job(f"AP Weather {job.title()}").code == "AP"


def test_no_word_of_the_front_is_lost():
    lines = [
        "BC-EU--Norway-Rain, 1st Ld-Writethru",
        "Sperrfrist: 12.01.2025 06.00 Uhr",
        "(Actualiza) (Fotos) Rain floods valley",
        "* Schools stay closed",
        "By Ann Lee",
        "AP Weather Writer",
        "By Bob Roe",
        "March 2, 2025 10:07 AM EST",
        "DEL45 POL-RAIN",
        "dpa/lno",
        "Ann Poe, Reuters",
    ]
    told = "OSLO, March 2 (AP) - It rained."
    *front_parts, body, cuts = parts("\n".join([*lines, told]))
    kept = " ".join([*filter(None, front_parts), body, *(text for text, _ in cuts)])
    assert body == told
    assert sorted(re.findall(r"\w+", kept)) == sorted(re.findall(r"\w+", " ".join([*lines, told])))


@pytest.mark.parametrize(
    "line", ["By the numbers: rain in Oslo", "Por qué llueve tanto en Oslo", "Von Regen geplagt"]
)
@pytest.mark.parametrize("told", [f"OSLO, June 12 (Reuters) - {ABOUT}", f"{ABOUT}\n\n{ABOUT}"])
def test_a_headline_that_begins_like_a_byline(line, told):
    assert parts(f"{line}\n\n{told}")[:2] == (line, None)
    assert parts(f"{line}\n\nBy Ann Lee\n\n{told}")[:2] == (line, "By Ann Lee")


def test_a_byline_of_small_words():
    assert front("By staff reporters\n\nOSLO - Rain.", 1).byline == "By staff reporters"


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_headline_of_two_lines_above_a_byline(between):
    copy = between.join(["Rain floods valley", "Mayor sees more to come", "By ANN LEE"]) + f"\n\n{ABOUT}"
    assert parts(copy)[:2] == ("Rain floods valley Mayor sees more to come", "By ANN LEE")
    assert parts(copy)[4] == ABOUT


def test_a_key_point_goes_on_below_its_mark():
    lines = ["WRAPUP 3-Rain", "    * Rivers rise to", "      2 metres", "    By Ann Lee"]
    found = parts("\n".join([*lines, "    OSLO, June 12 (Reuters) - Rain."]))
    assert (found[0], [text for text, _ in found[5]]) == ("WRAPUP 3-Rain", ["* Rivers rise to", "2 metres"])


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Di Maio a Lima", None),
        ("Von der Au in Oslo", None),
        ("Di Luca Rossi", "Di Luca Rossi"),
        ("Von Anna Roth und Hans Lang", "Von Anna Roth und Hans Lang"),
        ("Von Anna in Oslo", "Von Anna in Oslo"),
    ],
)
def test_a_headline_may_begin_with_a_surname(line, byline):
    copy = f"{line}\n\nIl ministro è arrivato a Lima. La pioggia continua da tre giorni."
    found = read(copy, anchor=datetime(2026, 6, 15, tzinfo=UTC), language="it")
    assert found.byline == byline
    assert (found.headline == line) == (byline is None)
