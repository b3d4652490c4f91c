"""``searchsvc parse --diff``: what the present parser would change in the store."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from searchsvc import wire
from searchsvc.article import article_id
from searchsvc.cli import main
from searchsvc.ingest import Ingestor, batch
from searchsvc.store import Store

STORE = "sqlite:///instance/articles.db"
COPY = "Harbour {0} opens\n\nOSLO, March 3 (NTB) - Harbour {0} opened.\n\n“We are glad,” said Ann Lee.\n\nNTB"


@pytest.fixture(autouse=True)
def three_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store in the working folder; the second article has an edit."""
    monkeypatch.chdir(tmp_path)
    lines = [json.dumps({"uri": f"urn:{n}", "raw": COPY.format(n)}) for n in range(3)]
    assert run("ingest", "-", given="\n".join(lines)).exit_code == 0
    store = Store.open(STORE)
    Ingestor(store).patch(article_id("urn:1"), {"source": "EDITED"})
    store.close()


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=given)


def diff() -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, changes by uri, and the summary of ``parse --diff`` in this process."""
    result = run("parse", "--diff", "--jobs", "1")
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr


def read_as_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the parser takes every agency for another, and sees no speaker."""
    read = wire.read

    def other(copy: str, **given: Any) -> wire.Reading:
        reading = read(copy, **given)
        quotes = tuple(replace(quote, speaker=None) for quote in reading.quotes)
        return replace(reading, source=given.get("source") or "OTHER", quotes=quotes)

    monkeypatch.setattr("searchsvc.ingest.parsing.wire.read", other)


def test_the_same_parser_changes_nothing() -> None:
    assert diff() == (0, [], "0 of 3 articles would change\n")
    assert run("parse", "--diff", "--jobs", "2").stderr == "0 of 3 articles would change\n"


@pytest.mark.parametrize("chunk", [1, 2, 200])
def test_changes_are_shown_counted_and_not_stored(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "CHUNK", chunk)
    store = Store.open(STORE)
    before = store.changes(0)
    read_as_other(monkeypatch)
    code, lines, summary = diff()
    assert code == 0
    assert summary == "3 of 3 articles would change\n  quotes.speaker in 3\n  source in 2\n"
    changes = {line["uri"]: {each["field"]: each["read"] for each in line["changes"]} for line in lines}
    assert changes == {
        "urn:0": {"source": "OTHER", "quotes.0.speaker": None},
        "urn:1": {"quotes.0.speaker": None},  # its source was edited
        "urn:2": {"source": "OTHER", "quotes.0.speaker": None},
    }
    assert [line["id"] for line in lines] == sorted(map(article_id, changes))
    assert store.changes(0) == before
    store.close()


def test_what_reindex_then_changes_is_what_was_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as_other(monkeypatch)
    shown = diff()[1]
    store = Store.open(STORE)
    after = ""
    while True:
        after, read, changed = Ingestor(store).reparse(after=after)
        if after:
            assert (read, changed) == (3, len(shown))
            continue
        break
    store.close()
    assert diff() == (0, [], "0 of 3 articles would change\n")


def test_an_original_that_cannot_be_read_is_named_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    read = wire.read

    def fail(copy: str, **given: Any) -> wire.Reading:
        if "Harbour 2" in copy:
            raise ZeroDivisionError
        return read(copy, **given)

    monkeypatch.setattr("searchsvc.ingest.parsing.wire.read", fail)
    code, lines, summary = diff()
    assert (code, lines) == (1, [])
    assert "urn:2: its original cannot be read by the present parser\n" in summary
    assert summary.endswith("0 of 3 articles would change\nError: 1 original could not be read\n")


@pytest.mark.parametrize("arguments", [["a.txt"], ["--format", "text"]])
def test_files_and_format_have_no_place_beside_it(arguments: list[str]) -> None:
    result = run("parse", "--diff", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--diff reads the articles of the store" in result.stderr


def test_what_was_cut_is_shown_with_its_place() -> None:
    copy = COPY.format(0).removesuffix("NTB") + "Advertisement\n\nNTB"
    article = json.loads(run("parse", "-", given=copy).stdout)
    assert [(copy[cut["start"] : cut["end"]], cut["reason"]) for cut in article["cuts"]][-2:] == [
        ("Advertisement", "furniture"),
        ("NTB", "sign-off"),
    ]
