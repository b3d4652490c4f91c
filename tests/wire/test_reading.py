from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from searchsvc.article import Dateline, QuoteKind
from searchsvc.wire import Cut, read

ANCHOR = datetime(2026, 11, 24, tzinfo=UTC)
SEED = Path(__file__).parents[2] / "seeds" / "efe-2022-02-10-japan-south-korea-us-alliance.txt"


def test_the_seed():
    reading = read(SEED.read_text(encoding="utf-8"), anchor=ANCHOR)
    assert reading.headline == "Japan, South Korea, US reaffirm alliance amid Pyongyang ‘threats’"
    assert (reading.source, reading.language, reading.byline, reading.day) == (
        "EFE",
        "en",
        None,
        date(2022, 2, 10),
    )
    assert reading.dateline == Dateline(
        text="Tokyo, Feb 10 (EFE).-",
        city="Tokyo",
        cities=("Tokyo",),
        country="JP",
        lat=35.6895,
        lon=139.69171,
        date=date(2022, 2, 10),
        date_inferred=True,
        start=0,
        end=21,
    )
    assert reading.body_text.startswith("Tokyo, Feb 10 (EFE).- Japan, South Korea")
    assert reading.body_text.endswith("actions” in defense matters.")
    assert [(cut.text, cut.reason) for cut in reading.cuts] == [
        ("EFE", "sign-off"),
        ("Related Articles", "related links"),
        ("Back to top button", "related links"),
    ]
    assert [
        (quote.kind, quote.text[:40], quote.speaker.surface, quote.speaker.role, quote.cue, quote.via)
        for quote in reading.quotes
    ] == [
        (
            QuoteKind.MIXED,
            "The three allied countries agreed to “co",
            "the Japanese and South Korean defense ministries",
            None,
            "according to",
            None,
        ),
        (
            QuoteKind.INDIRECT,
            "they were concerned about Pyongyang’s la",
            "the three parties",
            None,
            "said",
            None,
        ),
        (
            QuoteKind.MIXED,
            "the North’s recent tests pose “a serious",
            "The South Korean defense minister",
            "South Korean defense minister",
            "said",
            "Yonhap",
        ),
        (
            QuoteKind.MIXED,
            "its “strong” commitment to the defense o",
            "Washington",
            None,
            "expressed",
            None,
        ),
        (
            QuoteKind.MIXED,
            "that it is considering resuming all its ",
            "Pyongyang",
            None,
            "noting",
            None,
        ),
    ]
    minister = reading.quotes[2]
    assert [reading.body_text[start:end] for start, end in minister.spans] == [
        "the North’s recent tests pose “a serious and direct threat” and a "
        "“challenge to United Nations resolutions,”"
    ]


WRAPPED = """RAIN CO <RAIN> SEES MORE RAIN

    by Ann Lee, Reuters

    OSLO, March 2 - Rain Co said it expects the rain to go
on until the end of the year.
    Its shares rose on the news, dealers said.
 Reuter\x03
"""


def test_copy_of_an_old_wire():
    reading = read(WRAPPED, anchor=datetime(1987, 3, 3, tzinfo=UTC))
    assert (reading.headline, reading.byline) == ("RAIN CO <RAIN> SEES MORE RAIN", "by Ann Lee, Reuters")
    assert reading.body_text == (
        "OSLO, March 2 - Rain Co said it expects the rain to go on until the end of the year.\n\n"
        "Its shares rose on the news, dealers said."
    )
    assert (reading.source, reading.dateline.city, reading.day) == ("Reuters", "Oslo", date(1987, 3, 2))
    (cut,) = reading.cuts
    assert (cut.text, cut.reason, WRAPPED[cut.start : cut.end]) == ("Reuter", "sign-off", "Reuter")


def test_a_headline_above_the_dateline_without_a_blank_line():
    reading = read(
        "Rain Falls on Oslo\nMore to come\nOSLO, March 2, 2021 /PRNewswire/ -- Rain Inc. said it rains.",
        anchor=ANCHOR,
    )
    assert reading.headline == "Rain Falls on Oslo More to come"
    assert reading.body_text == "OSLO, March 2, 2021 /PRNewswire/ -- Rain Inc. said it rains."
    assert (reading.source, reading.day) == ("PRNewswire", date(2021, 3, 2))


def test_a_note_and_a_byline_in_front_of_the_dateline_stay_in_the_body():
    copy = "((Corrects day in 2nd paragraph)) By Ann Lee OSLO (Reuters) - It rained all day on Monday."
    reading = read(copy, anchor=ANCHOR)
    assert (reading.body_text, reading.source, reading.dateline.text) == (copy, "Reuters", "OSLO (Reuters) -")
    assert copy[reading.dateline.start : reading.dateline.end] == "OSLO (Reuters) -"


@pytest.mark.parametrize(
    "copy",
    [
        "It rained on Oslo all day.",
        "It rained on Oslo.\n\nIt will rain again, the office said.",
        "Rain",
        "",
        "\n \n",
    ],
)
def test_no_dateline_is_invented_and_no_sentence_stolen(copy):
    reading = read(copy, anchor=ANCHOR)
    assert (reading.dateline, reading.source, reading.headline) == (None, None, None)
    assert reading.body_text == copy.strip()


def test_a_headline_that_reads_like_a_weak_dateline_stays_one():
    reading = read("Oslo: no sign of rain\n\nIt was dry all day in the city, the office said.", anchor=ANCHOR)
    assert (reading.headline, reading.dateline) == ("Oslo: no sign of rain", None)


def test_furniture_is_cut_with_its_place_and_reason():
    copy = "OSLO (AP) — It rained.\n\nAdvertisement\n\nIt snowed.\n\nmore\n"
    reading = read(copy, anchor=ANCHOR)
    assert reading.body_text == "OSLO (AP) — It rained.\n\nIt snowed."
    assert reading.cuts == (
        Cut(24, 37, "Advertisement", "furniture"),
        Cut(51, 55, "more", "take line"),
    )
    assert [copy[cut.start : cut.end] for cut in reading.cuts] == [cut.text for cut in reading.cuts]


def test_what_is_given_is_believed():
    reading = read("OSLO (AP) — Il pleut.", anchor=ANCHOR, language="fr", source="XYZ", headline="Pluie")
    assert (reading.language, reading.source, reading.headline) == ("fr", "XYZ", None)


def test_with_a_headline_given_the_copy_is_the_body():
    reading = read("Rain on Oslo\n\nIt rained all day.", anchor=ANCHOR, headline="Rain")
    assert reading.body_text == "Rain on Oslo\n\nIt rained all day."


def test_a_clean_body_stays_as_it_is():
    body = " OSLO, March 2 (AP) - “It rained,”  said Ann Lee.\n\n\nRelated Articles\n"
    reading = read(body, anchor=ANCHOR, body_is_clean=True)
    assert (reading.body_text, reading.cuts, reading.source) == (body, (), "AP")
    assert body[reading.dateline.start : reading.dateline.end] == "OSLO, March 2 (AP) -"
    assert [body[start:end] for quote in reading.quotes for start, end in quote.spans] == ["It rained,"]


@pytest.mark.parametrize(
    ("dateline", "below", "day"),
    [
        ("(ANSA) - ROMA, 18 MAG -", ["(ANSA).", "YXZ-ABC", "18-MAG-23 14:02 NNNN"], date(2023, 5, 18)),
        ("Lisboa, 18 mai 2024 (Lusa) -", ["JML // MSF", "Lusa/Fim"], date(2024, 5, 18)),
        (
            "TORONTO -",
            [
                "This report by The Canadian Press was first published Jan. 5, 2023.",
                "Ann Lee, The Canadian Press",
            ],
            None,
        ),
        ("PARIS (AP) —", ["AP Weather Writer Ann Lee in Oslo contributed."], None),
        ("PARIS (AP) —", ["Associated Press writer Ann Lee\nin Oslo contributed to this report."], None),
        ("PARIS (AP) —", ["AP writers " + "Ann Lee in Oslo, " * 12 + "contributed to this report."], None),
    ],
)
def test_what_wires_add_below_a_story(dateline, below, day):
    text = f"{dateline} It rained in the valley.\n\nIt snowed in the hills."
    reading = read("\n\n".join([text, *below]), anchor=ANCHOR)
    assert (reading.body_text, reading.day) == (text, day)
    assert "\n".join(cut.text for cut in reading.cuts) == "\n".join(below)


def test_initials_without_a_tail_are_text():
    assert read("OSLO (AP) — It rained on.\n\nABC-DEF", anchor=ANCHOR).body_text.endswith("ABC-DEF")
