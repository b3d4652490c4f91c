"""The benchmarks of the service and of commits run from end to end."""

from __future__ import annotations

import gzip
import json
import shutil
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
                "dateline": "London, March 4",
                "body": f"Traders in London said {thing} prices would rise further this year. "
                f"The ministry of {thing} had expected lower prices for exports.",
            }
            for thing in ("wheat", "copper", "coffee", "sugar", "cotton", "timber")
        ]
        with gzip.open(folder / "docs.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path / "data"


def run(data: Path, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.service", "--data", str(data), "--seconds", "1", "200"]
    command += ["--work", str(tmp_path / "work"), "--results", str(tmp_path / "results")]
    return subprocess.run(command, cwd=ROOT, env=environment or None, capture_output=True, text=True)


@pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not installed: apt-get install wrk")
def test_the_service_answers_all_it_is_asked(data: Path, tmp_path: Path) -> None:
    done = run(data, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "all answers were 200" in done.stdout
    found = json.loads((tmp_path / "results" / "service.json").read_text())
    assert found["articles"] == 200
    assert {n: (each["failed"], each["requests"] > 0) for n, each in found["clients"].items()} == {
        "1": (0, True),
        "8": (0, True),
    }
    assert "used again" in run(data, tmp_path).stdout


def test_a_missing_load_tool_is_named_with_its_package(data: Path, tmp_path: Path) -> None:
    done = run(data, tmp_path, PATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == "wrk is not installed; on Debian and Ubuntu: apt-get install wrk\n"


def test_commits_are_measured_on_copies(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("tantivy", reason="tantivy is not installed; make bench installs it")
    command = [sys.executable, "-m", "bench.commits", "--data", str(data), "200"]
    command += ["--work", str(tmp_path / "work"), "--results", str(tmp_path / "results")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    found = json.loads((tmp_path / "results" / "commits.json").read_text())
    assert [(each["articles"], each["engine"]) for each in found] == [(200, "searchsvc"), (200, "tantivy")]
    for each in found:
        assert 0 < each["median_ms"] <= each["worst_ms"]
    assert not list((tmp_path / "work").glob("*/*/tmp*"))
