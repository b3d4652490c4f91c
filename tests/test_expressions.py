"""No regular expression takes more than linear time where it is asked what stands at a place."""

from __future__ import annotations

import pkgutil
import re
import time
from collections.abc import Iterator
from importlib import import_module

import pytest

import searchsvc

NOT_IMPORTED = (
    "searchsvc.leash",
    "searchsvc.preloading",
    "searchsvc.__main__",
    "searchsvc.engines.whoosh.kernels.",
)
"""What begins so does something where it is imported, or needs what may not be installed."""
CHARACTERS = 20_000
"""With as many, one of quadratic time takes five seconds and more, one of linear time milliseconds."""
SECONDS = 1.0
RUNS = (
    *("1", "a", "A", "é", " ", "\t", "\n", ".", "-", "--", ",", ":", "(", '"', "“", "<", "&"),
    *("1 ", "a ", "A ", "a.", "A. ", "a-", "a,", "1:", "Aa ", " \n", "<a", "a/", "By ", "Von der "),
)
ENDS = ("", "\x00", "x", "!")


def _expressions() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    for module in pkgutil.walk_packages(searchsvc.__path__, "searchsvc."):
        if module.name.startswith(NOT_IMPORTED):
            continue
        for name, value in vars(import_module(module.name)).items():
            for each in value if isinstance(value, tuple | list) else (value,):
                if isinstance(each, re.Pattern):
                    yield f"{module.name}.{name}", each


EXPRESSIONS = {(each.pattern, each.flags): (name, each) for name, each in _expressions()}


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=lambda row: row[0])
def test_runs_of_the_same_take_linear_time(expression):
    _, pattern = expression
    slow = []
    for run in RUNS:
        for end in ENDS:
            text = run * (CHARACTERS // len(run)) + end
            subject = text.encode() if isinstance(pattern.pattern, bytes) else text
            for ask in (pattern.match, pattern.fullmatch):
                began = time.process_time()
                ask(subject)
                if time.process_time() - began > SECONDS:
                    slow.append((run, end))
    assert slow == []
