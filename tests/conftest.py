"""What every test gets: an environment without settings of the person who runs them; no silent skips."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

NO_SKIP = "SEARCHSVC_TEST_NO_SKIP"
"""Set to 1 (as the CI does), a test that would be skipped fails instead."""


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in list(os.environ):
        if variable.startswith("SEARCHSVC_") and not variable.startswith("SEARCHSVC_TEST_"):
            monkeypatch.delenv(variable)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if os.environ.get(NO_SKIP) == "1" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and {NO_SKIP}=1 allows no skip: {report.longrepr}"
    return report
