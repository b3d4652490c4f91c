"""Copy of any repeated fragment is read in a time that grows with its length only."""

import time
from datetime import UTC, datetime

import pytest

from searchsvc.wire import read
from searchsvc.wire.dateline import match_dateline

ANCHOR = datetime(2026, 1, 1, tzinfo=UTC)
FRAGMENTS = [
    *(
        "“",
        '"',
        "'",
        "‘a ",
        "''",
        "``",
        "«",
        "„",
        "」",
        "(",
        "((",
        "A",
        "Aa",
        "A, ",
        "A ",
        "a.",
        "A. ",
        "- ",
        "--",
        ".",
        ". ",
    ),
    *(
        "\n",
        "x\n",
        "  x\n",
        "PARIS, ",
        "PARIS/",
        "By A ",
        "Jan 1 ",
        "1 ",
        "新华社",
        "【",
        "(Reuters) - ",
        ". EFE",
        "EFE ",
    ),
    *(
        "said ",
        "he said ",
        "said that ",
        "saying, ",
        ", saying ",
        "according to X ",
        "has said ",
        "A) said ",
        "— said ",
    ),
    *(
        '"A," he said, ',
        "“A” ",
        "“A” said ",
        "he said “b c” and ",
        "X: “A b.” ",
        "A’s ",
        "and ",
        "of the ",
        "İ",
        "\u0301",
        "“A b,” said Ann Lee. ",
        "Ann Lee came. She said it rained. ",
        "Bo Ray, the mayor, came. The mayor said it rained. ",
        "Ann Lee, his counterparts from A, ",
        "“A b,” Bo told CNN of the ",
        "Mayor of A ",
        "the department said that it rained. ",
    ),
]
DATELINES = [
    "San ",
    "SAN, ",
    "D'",
    "d'Urgell ",
    "St. ",
    "PARIS and ",
    "PARIS & ",
    "PARIS, Texas, ",
    "OSLO\n",
    "(AFP, ",
    "(AFP/",
    "/AFP",
    "AFP - ",
    "(AFP) - ",
    "/Корр. ",
    "2 мая. ",
    "新华社北京",
    "新华社记者",
    "【东京=",
    "[서울=",
    "(서울·",
    "2 - 3 (",
    "10:45 ",
    "10:45 a.m. ",
    "March 2, ",
    "Mach 2 ",
    "lundi ",
    "2/3/",
    "2-3-2020",
    "— ",
    "RIA, ",
    "[",
    "[India] ",
    "(India) [India] ",
    "By Ann ",
    "(Eds: ",
    "((x)) ",
    "Source: ",
    "AGERPRES/(",
    "القاهرة ",
    "في ",
    "رويترز - ",
    "| ",
    "OSLO (Reuters) - A\n",
    "OSLO, March 2 (Reuters) - A\n\n",
    "SAnews - ",
    "ACCESSWIRE / ",
    "© ",
    "NNA - ",
]
LENGTH = 200_000
DEADLINE = 8.0
"""Seconds of CPU: reading takes a tenth of a second to one; time that grew with the square, minutes."""


@pytest.mark.parametrize("fragment", [*FRAGMENTS, *DATELINES])
def test_time_grows_with_length_only(fragment):
    text = fragment * (LENGTH // len(fragment))
    started = time.process_time()
    read(text, anchor=ANCHOR)
    read(text, anchor=ANCHOR, body_is_clean=True)
    assert time.process_time() - started < DEADLINE


@pytest.mark.parametrize("fragment", DATELINES)
def test_a_dateline_is_looked_for_in_the_first_characters_only(fragment):
    text = fragment * (5 * LENGTH // len(fragment))
    started = time.process_time()
    for opening in ("", "OSLO, ", "OSLO, March 2 ", "By Ann Lee ", "("):
        match_dateline(opening + text)
    assert time.process_time() - started < DEADLINE / 8
