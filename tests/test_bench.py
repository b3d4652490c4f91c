"""The benchmark runs from end to end, and its engines agree on what they find."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Data sets of a few articles, in the form of the labelled ones."""
    for name in ("dateline_reuters21578", "dateline_reuters_isot"):
        folder = tmp_path / "data" / "labelled" / name
        folder.mkdir(parents=True)
        rows = [
            {
                "title": f"Ministers discuss {thing} prices",
                "dateline": f"{place}, March 4",
                "body": f"Traders in {place} said {thing} prices would rise further this year. "
                f"The ministry of {thing} had expected lower prices for {thing} exports. "
                f"Analysts expect that the harvest of {thing} near {place} will recover.",
            }
            for place in ("London", "Tokyo", "Paris", "Madrid", "Lima")
            for thing in ("wheat", "copper", "coffee", "sugar", "cotton", "timber")
        ]
        with gzip.open(folder / "docs.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path / "data"


def test_a_small_run_measures_all_engines_and_they_agree(data: Path, tmp_path: Path) -> None:
    for peer in ("tantivy", "bm25s", "matplotlib"):
        pytest.importorskip(peer, reason=f"{peer} is not installed; make bench installs it")
    command = [sys.executable, "-m", "bench", "--data", str(data), "--work", str(tmp_path / "work")]
    command += ["--results", str(tmp_path / "results"), "--queries", "32", "--rounds", "1", "400"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [result] = json.loads((tmp_path / "results" / "search.json").read_text())
    assert set(result["times"]) == {
        "searchsvc", "searchsvc, bounded", "whoosh", "tantivy", "tantivy, no count", "sqlite fts5", "bm25s",
    }  # fmt: skip
    assert all("others" not in note for note in result["notes"]), result["notes"]
    for facts in result["facts"].values():
        assert facts["rate"] > 0
        assert facts["size_mb"] > 0
        assert facts["open_ms"] > 0
    assert "p95 as a multiple" in (tmp_path / "results" / "search.txt").read_text()
    assert (tmp_path / "results" / "search.svg").read_text().startswith("<?xml")
