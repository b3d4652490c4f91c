"""What stands before, around and after datelines: bylines, corrections, updates, sign-offs. All invented."""

from datetime import UTC, date, datetime

import pytest

from searchsvc.wire import read

ANCHOR = datetime(2026, 6, 15, 12, tzinfo=UTC)
RAIN = "Rain fell on the town for a third day and the people of the valley were told to stay at home."
MORE = "The river rose to its highest mark in nine years, the water office said on its page."


def summary(copy, **options):
    reading = read(copy, anchor=ANCHOR, **options)
    found = reading.dateline
    return (found.text if found else None, list(found.cities) if found else None, reading.source)


HEADS = [
    "",
    "Rain floods valley\n\n",
    "Rain floods valley\n",
    "UPDATE 2-Rain floods valley\n\n",
    "UPDATE1: Rain floods valley\n\n",
    "CORRECTED-Rain floods valley\n\n",
    "CORRECTED-UPDATE 1-Rain floods valley\n\n",
    "REFILE-Rain floods valley\n\n",
    "RPT-Rain floods valley\n\n",
    "WRAPUP 3-Rain floods valley\n\n",
    "EXCLUSIVE-Rain floods valley\n\n",
    "(CORRECTED) Rain floods valley\n\n",
    "(Update: adds quote)\n\n",
    "(Eds: UPDATES with river level. With AP Photos.)\n\n",
    "(Eds: Adds background)\n",
    "Eds: APNewsNow. Will be led.\n\n",
    "Rain floods valley\nEds: UPDATES with river level.\n\n",
    "(Adds quote, background, byline)\n\n",
    "(Adds quote, background, byline) ",
    "(Refiles to fix typo in headline) ",
    "((Corrects spelling of river)) ",
    "(This March 2 story corrects the name of the river in paragraph 3) ",
    "[Corrects day in first paragraph] ",
    "By Ann Lee\n\n",
    "By Ann Lee and Bo Ray\n\n",
    "By Ann Lee\n",
    "BY ANN LEE\nAssociated Press\n\n",
    "By ANN LEE, Associated Press Writer\n\n",
    "By Ann Lee, Reuters\n\n",
    "By Ann Lee ",
    "By Ann Lee and Bo Ray ",
    "By Ann Lee, Bo Ray and Cy Dow ",
    "By Ann M. Lee ",
    "Ann Lee\n\n",
    "Rain floods valley\n\nBy Ann Lee\n\n",
    "Rain floods valley\nBy Ann Lee\n",
    "Rain floods valley\n\nAnn Lee\nAssociated Press\n\n",
    "Rain floods valley\n\n* River at nine-year high\n\n* Schools closed\n\n",
    "Rain floods valley\n\nRiver at nine-year high; schools closed in three towns\n\nBy Ann Lee\n\n",
    "Rain floods valley\n\n02/03/2026 10:07 PM\n\n",
    "Rain floods valley\n\nMarch 2, 2026\n\n",
    "Rain floods valley\n\nPublished: March 2, 2026 at 10:07 AM\n\n",
    "BC-EU--Norway-Rain, 1st Ld-Writethru\n\n",
    "a0123 4 wrd\n\n",
    "^BC-Norway-Rain,0200<\n^Rain floods valley<\n",
    "URGENT\n\n",
    "BREAKING: Rain floods valley\n\n",
    "(ATTN: UPDATES with river level in last 2 paras)\nBy Ann Lee\n",
    "TOPSHOT\n\nRain floods valley\n\n",
    "(LEAD) Rain floods valley\n\nBy Ann Lee\n\n",
]


@pytest.mark.parametrize("head", HEADS, ids=repr)
@pytest.mark.parametrize(
    ("dateline", "cities", "agency"),
    [
        ("OSLO, March 2 (Reuters) -", ["Oslo"], "Reuters"),
        ("SALEM, Ore. (AP) —", ["Salem"], "AP"),
        ("OSLO/PARIS (Reuters) -", ["Oslo", "Paris"], "Reuters"),
        ("Oslo, March 2 (EFE).-", ["Oslo"], "EFE"),
        ("MOSCOW, March 2. /TASS/.", ["Moscow"], "TASS"),
        ("SEOUL, March 2 (Yonhap) --", ["Seoul"], "Yonhap"),
    ],
)
def test_what_stands_before_a_dateline(head, dateline, cities, agency):
    reading = read(f"{head}{dateline} {RAIN}\n\n{MORE}\n", anchor=ANCHOR)
    found = reading.dateline
    assert found is not None
    assert (found.text, list(found.cities), reading.source) == (dateline, cities, agency)
    assert reading.body_text[found.start : found.end] == dateline
    assert f"{dateline} {RAIN}\n\n{MORE}" in reading.body_text


@pytest.mark.parametrize(
    ("copy", "byline"),
    [
        (f"OSLO (Reuters) - {RAIN}\n\n{MORE}\n\n(Reporting by Ann Lee; Editing by Bo Ray)", None),
        (f"By Ann Lee\n\nOSLO (Reuters) - {RAIN}", "By Ann Lee"),
        (f"Por Ana Gil\n\nOSLO (Reuters) - {RAIN}", "Por Ana Gil"),
        (f"Von Anna Lang\n\nOSLO (Reuters) - {RAIN}", "Von Anna Lang"),
        (f"Par Anne Roi\n\nOSLO (Reuters) - {RAIN}", "Par Anne Roi"),
    ],
)
def test_bylines(copy, byline):
    reading = read(copy, anchor=ANCHOR)
    assert (reading.byline, reading.source) == (byline, "Reuters")


@pytest.mark.parametrize(
    ("end", "agency"),
    [
        ("Reuter", "Reuters"),
        ("REUTER", "Reuters"),
        ("reuters", "Reuters"),
        (" Reuter^M", "Reuters"),
        ("REUTER...", "Reuters"),
        ("EFE", "EFE"),
        ("EFE\nabc/de/fg", "EFE"),
        ("(EFE)", "EFE"),
        ("(AP)", "AP"),
        ("AFP", "AFP"),
        ("abc/de/afp", None),
        ("(ANSA).", "ANSA"),
        ("Lusa/Fim", "Lusa"),
        ("/ritzau/", "ritzau"),
        ("/ritzau/AFP", "ritzau"),
        ("(©NTB)", "NTB"),
        ("(NTB/Reuters)", "NTB"),
        ("TT", "TT"),
        ("STT", "STT"),
        ("STT–AFP", "STT"),
        ("(PAP)", "PAP"),
        ("(Belga)", "BELGA"),
        ("(sda)", "sda"),
        ("(ats)", "sda"),
        ("Enditem", "Xinhua"),
        ("Enditem/AL", "Xinhua"),
        ("PTI ABC", "PTI"),
        ("UNI XC ABC", "UNI"),
        ("(ANI)", "ANI"),
        ("--IANS", "IANS"),
        ("-- BERNAMA", "Bernama"),
        ("(PNA)", "PNA"),
        ("MNA/PR", "MNA"),
        ("-- SPA", "SPA"),
        ("(NAN)", "NAN"),
        ("GNA", "GNA"),
        ("AGERPRES/(author, editor)", "Agerpres"),
        ("This report by The Canadian Press was first published Oct. 25, 2024.", "CP"),
        ("(APA)", "APA"),
        ("(dpa)", "dpa"),
        ("==Kyodo", "Kyodo"),
        ("/KCNA/", "KCNA"),
        ("Source: Xinhua", "Xinhua"),
        ("(Xinhua)", "Xinhua"),
        ("Agencies", None),
        ("The end", None),
    ],
)
@pytest.mark.parametrize("joint", ["\n\n", "\n", " "], ids=repr)
def test_sign_offs_alone_name_the_agency(end, agency, joint):
    if (joint == " " and (end[:1].islower() or " " in end or "\n" in end)) or (
        joint != "\n\n" and "/(" in end
    ):
        joint = "\n\n"  # such a sign-off has a line of its own
    assert read(f"{RAIN}\n\n{MORE}{joint}{end}\n", anchor=ANCHOR).source == agency


@pytest.mark.parametrize("end", ["Reuter", "(EFE)", "abc/de/fg", "PTI ABC"])
def test_the_dateline_wins_over_the_sign_off(end):
    assert summary(f"OSLO, March 2 (AFP) - {RAIN}\n\n{MORE}\n\n{end}\n")[2] == "AFP"


@pytest.mark.parametrize(
    "copy",
    [
        f"{RAIN}\n\n{MORE}",
        f"Rain floods valley\n\n{RAIN}\n\n{MORE}",
        f"Oslo - a city of rain\n\n{RAIN}",
        f"OSLO - A CITY OF RAIN\n\n{RAIN}",
        f"OSLO (AP) PLAN FOR RIVER FAILS\n\n{RAIN}",
        f"Paris, Texas: {RAIN.lower()}",
        f"Jane Roe (AP Photo): {RAIN}",
        f"Jane Roe (D-N.Y.) — {RAIN}",
        f"Rain Corp. (NASDAQ: RAIN) - {RAIN}",
        f"Oslo, March 2: what we know\n\n{RAIN}",
        f"Rain floods valley\n\nAT 8:08 AM MARCH 2, 2015\n\n{RAIN}",
        f"March 2 was wet. {RAIN}",
        f"On March 2 — a Monday — rain fell. {RAIN}",
        f"“Oslo, March 2 - it rains,” she wrote. {RAIN}",
        f"Q: Oslo? A: Rain. {RAIN}",
        f"1. Oslo - {RAIN.lower()}",
        f"Oslo, Bergen, Trondheim and Stavanger had rain. {RAIN}",
        f"OSLO IS WET. {RAIN}",
        f"OSLO’S RIVER ROSE — and so did fears. {RAIN}",
        f"Windows 3.1 - {RAIN}",
        f"Chapter 2.3 — {RAIN}",
        f"HTTP/1.1 (draft) - {RAIN}",
        f"Apollo 11 — {RAIN}",
        f"Victoria: {RAIN}",
        f"Lincoln — {RAIN}",
        f"PARIS HILTON (left) — {RAIN}",
        f"Madrid, capital of Spain - {RAIN.lower()}",
        f"Sports Briefing (Golf) - {RAIN}",
        f"WASHINGTON POST — {RAIN}",
        f"LOS ANGELES TIMES (opinion): {RAIN}",
        f"PHOTO (AP): {RAIN}",
        "Am Montag — dem 2. März — fiel in Oslo Regen, und die Menschen im Tal blieben zu Hause.",
        "Berlin, das im Regen lag, blieb still.",
        "الأمطار تهطل على المدينة - وبقي سكان الوادي في بيوتهم.",
        "Дождь - это хорошо, сказали жители долины.",
        "雨が降った（３月２日）。谷の人々は家にとどまった。",
        "비가 내렸다 (서울) 주민들은 집에 머물렀다.",
    ],
)
def test_no_dateline_is_invented(copy):
    reading = read(copy, anchor=ANCHOR)
    assert (reading.dateline, reading.source) == (None, None)


@pytest.mark.parametrize(
    ("dateline", "anchor", "expected"),
    [
        ("OSLO, Dec 31 (Reuters) -", (2026, 1, 1), date(2025, 12, 31)),
        ("OSLO, Jan 1 (Reuters) -", (2025, 12, 31), date(2026, 1, 1)),
        ("OSLO, Jan 2 (Reuters) -", (2025, 12, 31), date(2025, 1, 2)),
        ("OSLO, Jan 1 (Reuters) -", (2026, 1, 1), date(2026, 1, 1)),
        ("OSLO, Feb 29 (Reuters) -", (2026, 6, 15), date(2024, 2, 29)),
        ("OSLO, Feb 29 (Reuters) -", (2024, 2, 28), date(2024, 2, 29)),
        ("OSLO, Feb 29 (Reuters) -", (2024, 2, 27), date(2020, 2, 29)),
        ("OSLO, Dec 31, 1999 (AFP) -", (2026, 1, 1), date(1999, 12, 31)),
        ("OSLO, Dec 31, 2030 (AFP) -", (2026, 1, 1), date(2030, 12, 31)),
        ("OSLO, Thursday Feb 10 (AFP) -", (2026, 6, 15), date(2022, 2, 10)),
        ("OSLO, Thu Feb 10 (AFP) -", (2022, 2, 11), date(2022, 2, 10)),
        ("（中央社記者王小明台北31日電）", (2026, 6, 15), date(2026, 5, 31)),
        ("（中央社記者王小明台北15日電）", (2026, 6, 15), date(2026, 6, 15)),
    ],
)
def test_the_year_of_a_date_without_one(dateline, anchor, expected):
    reading = read(f"{dateline} {RAIN}", anchor=datetime(*anchor, tzinfo=UTC))
    assert reading.dateline.date == expected


@pytest.mark.parametrize("line", ["Oslo, March 2", "Oslo, Norway, March 2", "Oslo (PRWEB) March 2, 2021"])
def test_a_place_and_a_date_on_a_line_of_their_own(line):
    reading = read(f"Rain floods valley\n\n{line}\n\n{RAIN}\n\n{MORE}", anchor=ANCHOR)
    assert reading.headline == "Rain floods valley"
    assert (reading.dateline.text, reading.dateline.city) == (line, "Oslo")
    assert (reading.dateline.date.month, reading.dateline.date.day) == (3, 2)


def test_capitals_within_another_script_make_no_headline():
    body = "[서울=뉴시스] 홍길동 기자 = K리그 경기가 비 때문에 FC의 구장에서 취소됐다고 밝혔다"
    reading = read(f"{body}\n\n비는 내일까지 이어진다.", anchor=ANCHOR)
    assert (reading.dateline.city, reading.source, reading.headline) == ("서울", "Newsis", None)


def test_a_paragraph_that_ends_with_a_colon_is_no_headline():
    lead = "Rabat – Voici un communiqué du ministère de la Pluie sur la crue du fleuve et de ses affluents:"
    reading = read(f"{lead}\n\nLe ministère annonce que la crue est finie.", anchor=ANCHOR)
    assert (reading.dateline.text, reading.headline) == ("Rabat –", None)


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("ZAGREB, 2. listopada (Hina) - Kiša je padala cijeli dan u gradu i ljudi su ostali kod kuće.", 10),
        ("Warszawa, 2 listopada (PAP) - Deszcz padał cały dzień w mieście i ludzie zostali w domach.", 11),
    ],
)
def test_the_language_of_the_copy_decides_which_month_is_meant(copy, expected):
    assert read(copy, anchor=ANCHOR).dateline.date.month == expected


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Rain fell, the office reaffirmed Thursday.", date(2022, 2, 10)),
        ("Rain fell, the office said on Tuesday.", date(2026, 2, 10)),
        ("Rain fell, the office said on Monday.", date(2025, 2, 10)),
        ("Rain fell, the office said.", date(2026, 2, 10)),
    ],
)
def test_the_weekday_of_the_lead_decides_the_year(lead, expected):
    reading = read(f"OSLO, Feb 10 (EFE).- {lead}\n\n{MORE} It also rained on Sunday.", anchor=ANCHOR)
    assert (reading.dateline.date, reading.dateline.date_inferred) == (expected, True)
