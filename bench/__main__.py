"""``python -m bench``: this engine beside its peers. ``python -m bench http``: the service under load."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rich.console import Console

from bench import service
from bench.comparing import compare
from bench.corpus import Corpus
from bench.engines import ENGINES, load_engines
from bench.measuring import COMMITS
from bench.report import NOTES, show
from evals.sets import data_folder

RESULTS = Path(__file__).resolve().parent / "results"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and write what was found; 1 where something is missing."""
    given = _options().parse_args(arguments)
    given.work.mkdir(parents=True, exist_ok=True)
    if not (given.data / "labelled").is_dir():
        sys.stderr.write(f"{given.data} has no labelled sets: name their folder with DATA= or --data\n")
        return 1
    console = Console(width=None if sys.stdout.isatty() else 200)
    if given.part == "http":
        return service.measure(Corpus(given.data, given.articles), given.work, given.results, console)
    return _engines(given, console)


def _engines(given: argparse.Namespace, console: Console) -> int:
    engines, missing = load_engines(given.engines)
    for sentence in missing:
        console.print(sentence)
    console.print(f"Indexes are kept in {given.work}")
    found = []
    for size in given.sizes:
        results = compare(
            engines,
            Corpus(given.data, size),
            given.work,
            count=given.queries,
            rounds=given.rounds,
            commits=given.commits,
            fresh=given.fresh,
            say=console.print,
        )
        show(results, console)
        found.append(results)
        # Written after each size: the last takes longest.
        _write(found, given.results)
    for note in NOTES:
        console.print(note)
    return 0


def _write(found: list[dict[str, Any]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    head = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
    }
    text = json.dumps(head | {"corpora": found}, indent=1)
    (folder / "engines.json").write_text(text + "\n")
    if find_spec("matplotlib"):
        from bench.plot import draw  # noqa: PLC0415 (part of the extra that may be missing)

        draw(found, folder / "engines.svg")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=("engines", "http"), default="engines")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--engines", nargs="+", choices=tuple(ENGINES), default=tuple(ENGINES))
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--commits", type=int, default=COMMITS)
    parser.add_argument("--articles", type=int, default=100_000, help="of the service under load")
    parser.add_argument("--fresh", action="store_true", help="build indexes that are there already")
    parser.add_argument("--data", type=Path, default=data_folder())
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "searchsvc-bench")
    parser.add_argument("--results", type=Path, default=RESULTS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
