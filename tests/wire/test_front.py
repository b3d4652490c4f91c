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
    )


def test_without_a_dateline_a_headline_has_no_full_stop_and_stands_over_text():
    assert front("Rain falls on Oslo\n\nIt rained all day, the office said.").headline == [
        "Rain falls on Oslo"
    ]
    assert front("Rain on Oslo\n\nBy Ann Lee\n\nIt rained all day.") == Front(
        headline=["Rain on Oslo"], byline="By Ann Lee", length=2
    )


def test_a_first_sentence_is_not_stolen():
    assert front("It rained on Oslo.\n\nIt rained all day, the office said.") == Front()
    assert front("It rained on Oslo all day long") == Front()
    assert front("") == Front()
    assert front("x" * 400 + "\n\nIt rained.") == Front()
