from datetime import date

import pytest

from searchsvc.wire.agencies import agencies
from searchsvc.wire.signoff import find_signoff, find_tail


def read(line, *, alone=True):
    found = find_signoff(line, alone=alone)
    return found and (line[: found.start], found.agency.code if found.agency else None)


@pytest.mark.parametrize(
    ("line", "alone", "expected"),
    [
        ("Reuter", True, ("", "Reuters")),
        ("REUTER...", True, ("", "Reuters")),
        ("It rained. EFE", False, ("It rained. ", "EFE")),
        ("It rained. EFE abc/de", False, ("It rained. ", "EFE")),
        ("It rained. (ANI)", False, ("It rained. ", "ANI")),
        ("Enditem", True, ("", "Xinhua")),
        ("PTI ABC", True, ("", "PTI")),
        ("-- BERNAMA", True, ("", "Bernama")),
        ("abc/de/fg", True, ("", None)),
        ("AAP RTV ar/bd", True, ("", "AAP")),
        ("ends", True, ("", None)),
        ("ا ب/ج د/هو", True, ("", None)),
        ("نعم أو لا", True, None),
        ("ENDS.", True, ("", None)),
        ("This ends", True, None),
        ("AP is on", True, None),
        ("JML // MSF", True, ("", None)),
        ("Ann Lee, The Canadian Press", True, ("", "CP")),
        ("Ann Lee, Reuters", False, None),
        ("It rained, Reuters", True, None),
        ("dpa kl yydd n1 on", True, ("", "dpa")),
        ("dpa says it rained", True, None),
        ("ap kl yydd n1 on", True, None),
        ("It rained on the AP", False, None),
        ("He works for Reuters.", False, None),
        ("He likes <RAIN.PA>.", True, None),
        ("It rained.", True, None),
        ("", True, None),
    ],
)
def test_what_ends_a_story(line, alone, expected):
    assert read(line, alone=alone) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("18-MAG-23 14:02 NNNN", (True, date(2023, 5, 18))),
        ("18-MAG-98 14:02", (True, date(1998, 5, 18))),
        ("18 May 2023 1402 GMT", (True, date(2023, 5, 18))),
        ("NNNN", (True, None)),
        ("31-FEB-23 14:02 NNNN", (False, None)),
        ("18-XYZ-23 14:02", (False, None)),
        ("18-MAG-23", (False, None)),
        ("It rained at 14:02 NNNN", (False, None)),
    ],
)
def test_what_a_machine_adds(line, expected):
    assert find_tail(line) == expected


def test_every_sign_off_of_the_table_works():
    for agency in agencies():
        for form in agency.signoffs:
            assert find_signoff(form, alone=True) is not None, form
