"""``python -m bench.ingest``: how fast ``searchsvc ingest`` takes an archive in, and in how much memory.

Reuters-21578 from end to end, read, parsed, stored, indexed and to be found, by the command itself with a
store and an index that are new: as NDJSON, as a folder with a file for each article, and as NDJSON twice and
four times as long (the same texts, of other years and under other uris), to show whether memory grows with
what is taken in. The first is taken in twice: the second time nothing changes. Processor time and memory
are those of all processes together; memory is Linux's ``Pss``, which counts what processes share once.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.processes import Run, watch

HERE = Path(__file__).resolve().parent
SET = "dateline_reuters21578"
ARCHIVES = ("ndjson", "files", "ndjson-2", "ndjson-4")
QUARTERS = 4
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Archive:
    """What is taken in: its name, how many articles it has, and what writes it into a folder and returns what
    to name to the command."""

    name: str
    articles: int
    write: Callable[[Path], Path]


def main() -> None:
    """Take each archive in, print a line for it, and write all as JSON."""
    options = argparse.ArgumentParser(prog="python -m bench.ingest", description=__doc__)
    options.add_argument("--data", type=Path, default=Path("../shared/data"), help="the labelled data sets")
    options.add_argument("--results", type=Path, default=HERE / "results")
    options.add_argument("archives", nargs="*", default=[*ARCHIVES], choices=[*ARCHIVES], metavar="ARCHIVE")
    given = options.parse_args()
    rows = list(read_rows(given.data))
    found: list[dict[str, Any]] = []
    for archive in map(partial(archive_of, rows), given.archives):
        with tempfile.TemporaryDirectory(prefix="searchsvc-ingest-") as scratch:
            folder = Path(scratch)
            path = archive.write(folder)
            found.append(figures(archive.name, archive.articles, take_in(folder, path)))
            if not any(each["again"] for each in found):
                again = f"{archive.name}, again"
                found.append(figures(again, archive.articles, take_in(folder, path), again=True))
    compare(found)
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "ingest.json").write_text(json.dumps(found, indent=1) + "\n")


def read_rows(data: Path) -> Iterator[dict[str, Any]]:
    """The articles of the data set, as it has them."""
    with gzip.open(data / "labelled" / SET / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def archive_of(rows: Sequence[dict[str, Any]], name: str) -> Archive:
    """The archive of that name."""
    form, _, times = name.partition("-")
    copies = int(times or 1)
    write = write_files if form == "files" else partial(write_lines, copies=copies)
    return Archive(name, copies * len(rows), partial(write, rows))


def article_of(row: dict[str, Any], number: int, copy: int) -> dict[str, Any]:
    """Article ``number`` as it is sent, in the ``copy``-th copy of the archive."""
    article = {
        "uri": f"urn:bench:{copy}:{number}",
        "headline": row["title"],
        "body_text": f"{row['dateline']} {row['body']}",
    }
    if published := row.get("date_published"):
        year, _, rest = str(published).partition("-")
        article["versioncreated"] = f"{int(year) + copy}-{rest}".replace("-02-29", "-02-28")
    return article


def write_lines(rows: Sequence[dict[str, Any]], folder: Path, *, copies: int) -> Path:
    """A file of NDJSON with ``copies`` copies of the archive."""
    path = folder / "articles.ndjson"
    with path.open("w", encoding="utf-8") as file:
        for copy in range(copies):
            for number, row in enumerate(rows):
                file.write(json.dumps(article_of(row, number, copy)) + "\n")
    return path


def write_files(rows: Sequence[dict[str, Any]], folder: Path) -> Path:
    """A folder with a file of JSON for each article."""
    path = folder / "articles"
    path.mkdir()
    for number, row in enumerate(rows):
        (path / f"{number:06}.json").write_text(json.dumps(article_of(row, number, 0)))
    return path


def take_in(folder: Path, path: Path) -> Run:
    """Take ``path`` in with the command, store and index below ``folder``."""
    places = ["--store", f"sqlite:///{folder}/articles.db", "--engine", f"whoosh:{folder}/index"]
    command = [
        sys.executable,
        "-m",
        "searchsvc",
        "ingest",
        *places,
        "--spool",
        str(folder / "spool"),
        str(path),
    ]
    return watch(command, Path.cwd())


def figures(name: str, articles: int, run: Run, *, again: bool = False) -> dict[str, Any]:
    """What is told of a run; it is printed."""
    processor = sum(run.processor.values())
    peak = run.peak()
    course = [round(each / MEGABYTE) for each in run.course(QUARTERS)]
    peaks = {role: round(each / MEGABYTE) for role, each in sorted(run.peaks().items())}
    seconds = ", ".join(f"{role} {used:.1f} s" for role, used in sorted(run.processor.items()))
    sizes = ", ".join(f"{role} {size} MB" for role, size in peaks.items())
    print(
        f"{name}: {run.output.strip()}\n"
        f"  {run.seconds:.1f} s, {articles / run.seconds:,.0f} articles a second; processor {processor:.1f}"
        f" s, {1000 * processor / articles:.2f} ms an article ({seconds})\n"
        f"  memory at most {peak.share / MEGABYTE:,.0f} MB, without pages of files"
        f" {peak.anonymous / MEGABYTE:,.0f} MB (in quarters of the time {' '.join(map(str, course))} MB);"
        f" of one process {sizes}",
        flush=True,
    )
    return {
        "name": name,
        "again": again,
        "articles": articles,
        "seconds": run.seconds,
        "rate": articles / run.seconds,
        "processor": run.processor,
        "peak_mb": peak.share / MEGABYTE,
        "anonymous_mb": peak.anonymous / MEGABYTE,
        "course_mb": course,
        "peaks_mb": peaks,
        "output": run.output.strip(),
    }


def compare(found: Sequence[dict[str, Any]]) -> None:
    """Print how much more memory the longer archives took than the first."""
    first = next((each for each in found if not each["again"]), None)
    for each in found:
        if first is not None and each["articles"] > first["articles"]:
            times = each["articles"] / first["articles"]
            grown = each["anonymous_mb"] / (first["anonymous_mb"] or 1) - 1
            print(
                f"{times:.0f} times the articles: {100 * grown:+.0f} % memory at most, pages of files aside"
            )


if __name__ == "__main__":
    main()
