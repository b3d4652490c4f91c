from datetime import UTC, datetime

import pytest

from searchsvc.wire.furniture import (
    LONGEST_HEADING,
    contacts_start,
    is_note,
    is_take_line,
    reason_to_cut,
    section_start,
)
from searchsvc.wire.knowledge import names, table
from searchsvc.wire.layout import Line
from searchsvc.wire.reading import read

ROWS = [(language, table("furniture", language)) for language in names("furniture")]


@pytest.mark.parametrize(("language", "rows"), ROWS)
def test_every_row_works(language, rows):
    for phrase in rows["lines"]:
        assert reason_to_cut(phrase) is not None, phrase
        assert reason_to_cut(phrase.upper()) is not None, phrase
    for phrase in rows["starts"]:
        assert reason_to_cut(f"{phrase} something else") is not None, phrase
    for phrase in rows["sections"]:
        lines = [Line("The end of a story.", 0, 19, 0), Line(phrase, 21, 40, 0), Line("A link", 41, 47, 0)]
        assert section_start(lines) == 1, phrase
        assert len(phrase) + 20 <= LONGEST_HEADING, "marks around it must have room"
    for phrase in rows["notes"]:
        assert is_note(f"{phrase} in the second paragraph"), phrase
    for phrase in rows["takes"]:
        assert is_take_line(phrase), phrase


@pytest.mark.parametrize(("language", "rows"), ROWS)
def test_every_row_of_more_than_a_phrase_works(language, rows):
    for phrase in rows["buttons"]:
        assert reason_to_cut(f"{phrase}Rain") == "furniture", phrase
        assert reason_to_cut(f"{phrase}the mountain it rained.") is None, phrase
    for beginning, rest in rows["pairs"]:
        assert reason_to_cut(f"{beginning}Rain {rest} Rain News") == "furniture", beginning
        assert reason_to_cut(f"{beginning}Rain Council said so.") is None, beginning
    for phrase in rows["ends"]:
        assert reason_to_cut(f"Ann Lee {phrase}") == "credit", phrase
    for phrase in rows["credits"]:
        assert reason_to_cut(f"({phrase} Ann Lee; Bo Ray.)") == "credit", phrase
        assert reason_to_cut(f"{phrase} Ann Lee it is known that it rained.") != "credit", phrase
    for phrase in rows["rights"]:
        assert reason_to_cut(f"{phrase} Rain News") == "copyright", phrase
        assert reason_to_cut(f"It rained. {phrase} Rain News") is None, phrase
    for phrase in rows["contacts"]:
        story = [[Line("It rained all day.", 0, 18, 0)], [Line(f"{phrase} Ann Lee", 20, 40, 0)]]
        assert contacts_start([*story, [Line("ann@rain.example", 41, 57, 0)]]) == 1, phrase
        assert contacts_start([*story, [Line("+47 22 12 34 56", 41, 57, 0)]]) == 1, phrase
        assert contacts_start([*story, [Line("It will rain again.", 41, 60, 0)]]) is None, phrase
        assert contacts_start([*story, [Line("a@b " + "x" * 200, 41, 245, 0)]]) is None, phrase


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell in Oslo on Monday.",
        "The more, the better.",
        "More than 30 people were hurt.",
        "Read and write, she said.",
        "Related parties were told.",
        "share on revenues of 3.6 billion dlrs.",
        "share on the New York Stock Exchange, down 3/4.",
        "The Post editorial made little mention of rain.",
        "(C) - Sales made on exporters' own account.",
        "(c) Rain is expected in 2022.",
        "Copyright law was changed in 2022.",
        "Copyright lawyers said 2022 was a good year.",
        "Follow the money, she said.",
        "He said that reporting by the paper was wrong.",
        "(Reporting by the paper was wrong.) He said so.",
        "版本更新后，用户可以分享照片。",
        "Читайте медленно, сказала она.",
        "x" * 300,
        "",
    ],
)
def test_sentences_stay(line):
    assert reason_to_cut(line) is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("© 2022 The Paper", "copyright"),
        ("Copyright 2022 Rain News.", "copyright"),
        ("COPYRIGHT 1998 BY RAIN NEWS, INC.", "copyright"),
        ("Copyright © 2022, Rain News", "copyright"),
        ("Copyright (c) by 2022 Rain News", "copyright"),
        ("(C) 2022 Rain News", "copyright"),
        ("All rights reserved. " + "This story may not be sold. " * 10, "copyright"),
        ("版权所有，未经授权不得转载", "copyright"),
        ("Все права защищены", "copyright"),
        ("جميع الحقوق محفوظة", "copyright"),
        ("Advertisement", "furniture"),
        ("The post Rain in Oslo appeared first on Rain News.", "furniture"),
        ("(Reporting by Ann Lee; Editing by Bo Ray)", "credit"),
        ("（编辑：王小明）", "credit"),
        ("* * * *", "rule"),
    ],
)
def test_reasons(line, reason):
    assert reason_to_cut(line) == reason


def test_a_heading_above_long_text_is_part_of_the_story():
    lines = [Line("Related articles", 0, 16, 0), Line("x" * 200, 18, 218, 0)]
    assert section_start(lines) is None


def test_whom_to_ask_is_cut_to_the_end_with_its_place():
    copy = (
        "OSLO, March 3 (NTB) - It rained.\n\nMore rain is expected on Friday.\n\n"
        "Media contact:\n\nAnn Lee, Rain News\n\n+47 22 12 34 56"
    )
    reading = read(copy, anchor=datetime(2022, 3, 3, tzinfo=UTC))
    assert reading.body_text == copy.partition("\n\nMedia")[0]
    assert [(copy[cut.start : cut.end], cut.reason) for cut in reading.cuts] == [
        ("Media contact:", "contact"),
        ("Ann Lee, Rain News", "contact"),
        ("+47 22 12 34 56", "contact"),
    ]
