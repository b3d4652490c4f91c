"""Copy of any repeated fragment is read in a time that grows with its length only."""

import time
from datetime import UTC, datetime

import pytest

from searchsvc.wire import read

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
LENGTH = 200_000
DEADLINE = 8.0
"""Seconds of CPU: reading takes a tenth of a second to one; time that grew with the square, minutes."""


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_time_grows_with_length_only(fragment):
    text = fragment * (LENGTH // len(fragment))
    started = time.process_time()
    read(text, anchor=ANCHOR)
    read(text, anchor=ANCHOR, body_is_clean=True)
    assert time.process_time() - started < DEADLINE
