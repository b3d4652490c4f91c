"""The benchmark runs from end to end, and its engines agree on what they find."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from importlib.util import find_spec
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


ALWAYS = ["searchsvc", "searchsvc; bounded", "whoosh", "sqlite fts5"]


def test_a_small_run_measures_the_engines_that_are_installed_and_they_agree(
    data: Path, tmp_path: Path
) -> None:
    peers = [*ALWAYS]
    if find_spec("tantivy"):
        peers += ["tantivy", "tantivy; no count"]
    if find_spec("bm25s"):
        peers.append("bm25s")
    command = [sys.executable, "-m", "bench", "--data", str(data), "--work", str(tmp_path / "work")]
    command += ["--results", str(tmp_path / "results"), "--queries", "32", "--rounds", "1"]
    command += ["--peers", ",".join(peers), "400"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [result] = json.loads((tmp_path / "results" / "search.json").read_text())
    assert set(result["times"]) == {name.replace("; ", ", ") for name in peers}
    assert all("others" not in note for note in result["notes"]), result["notes"]
    for facts in result["facts"].values():
        assert facts["rate"] > 0
        assert facts["size_mb"] > 0
        assert facts["open_ms"] > 0
    assert "p95 as a multiple" in (tmp_path / "results" / "search.txt").read_text()
    if find_spec("matplotlib"):
        assert (tmp_path / "results" / "search.svg").read_text().startswith("<?xml")


@pytest.mark.skipif(
    not find_spec("tantivy"), reason="tantivy, which indexes beside us here, is not installed"
)
def test_indexing_is_measured_with_one_process_and_with_two(data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.indexing", "--data", str(data), "--rounds", "1", "300"]
    subprocess.run([*command, "--results", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    found = json.loads((tmp_path / "indexing.json").read_text())
    shared = ["searchsvc, 2 processes", "searchsvc, 2 processes, merged"]
    assert [row["engine"] for row in found] == ["whoosh", "searchsvc", *shared, "tantivy"]
    assert all(row["rate"] > 0 for row in found)
    assert found[0]["of_stock"] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc, which is Linux's")
def test_taking_an_archive_in_is_measured_in_all_its_forms(data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.ingest", "--data", str(data), "--results", str(tmp_path)]
    archives = ["files", "ndjson", "ndjson-4"]
    ran = subprocess.run([*command, *archives], cwd=ROOT, check=True, capture_output=True, text=True)
    found = json.loads((tmp_path / "ingest.json").read_text())
    assert [(row["name"], row["output"].partition(" in ")[0]) for row in found] == [
        ("files", "30 created"),
        ("files, again", "30 unchanged"),
        ("ndjson", "30 created"),
        ("ndjson-4", "120 created"),
    ]
    for row in found:
        assert row["rate"] > 0
        assert row["processor"]["main"] > 0
        assert row["peak_mb"] >= row["anonymous_mb"] > 0
    assert "4 times the articles: " in ran.stdout
