import pytest

from searchsvc.wire.furniture import is_note, is_take_line, reason_to_cut, section_start
from searchsvc.wire.knowledge import names, table
from searchsvc.wire.layout import Line

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
    for phrase in rows["notes"]:
        assert is_note(f"{phrase} in the second paragraph"), phrase
    for phrase in rows["takes"]:
        assert is_take_line(phrase), phrase


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell in Oslo on Monday.",
        "The more, the better.",
        "More than 30 people were hurt.",
        "Read and write, she said.",
        "Related parties were told.",
        "x" * 300,
        "",
    ],
)
def test_sentences_stay(line):
    assert reason_to_cut(line) is None


def test_reasons():
    assert [reason_to_cut(line) for line in ("© 2022 The Paper", "Advertisement", "* * * *")] == [
        "copyright",
        "furniture",
        "rule",
    ]


def test_a_heading_above_long_text_is_part_of_the_story():
    lines = [Line("Related articles", 0, 16, 0), Line("x" * 200, 18, 218, 0)]
    assert section_start(lines) is None
