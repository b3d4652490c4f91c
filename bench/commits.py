"""``python -m bench.commits``: how long a commit of one article takes.

searchsvc commits through the engine of the service: its own schema with filters, places and stored documents,
everything on disk before it counts. Its peers index and store the same headline and body. All work on copies:
what is kept in the work folder stays as it was built.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import tantivy

from bench.corpus import SEED, Corpus, Document
from bench.service import article_of
from bench.tantivy_peer import Tantivy
from searchsvc.engines.whoosh.engine import WhooshEngine
from searchsvc.search import Put

COMMITS = 100

Commit = Callable[[Document], None]
Committing = Callable[[Path], AbstractContextManager[Commit]]


def main() -> None:
    """Measure each size, print a line for each engine, and write all as JSON."""
    options = argparse.ArgumentParser(prog="python -m bench.commits", description=__doc__)
    options.add_argument("--data", type=Path, default=Path("../shared/data"), help="the labelled data sets")
    options.add_argument("--work", type=Path, default=Path("bench/work"), help="indexes are kept here")
    options.add_argument("--results", type=Path, default=Path("bench/results"))
    options.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000])
    given = options.parse_args()
    found = []
    for size in given.sizes:
        corpus = Corpus(given.data, size)
        for name, (build, committing) in ENGINES.items():
            folder = given.work / str(size) / f"{name}, for commits"
            if not (folder / "whole").exists():
                shutil.rmtree(folder, ignore_errors=True)
                (folder / "index").mkdir(parents=True)
                build(folder / "index", corpus)
                (folder / "whole").touch()
            figures = measure(folder / "index", committing, given.data, size)
            found.append({"articles": size, "engine": name} | figures)
            print(
                f"{size:,} articles, {name}: first {figures['first_ms']:.1f} ms, then median "
                f"{figures['median_ms']:.1f} ms, worst {figures['worst_ms']:.1f} ms of {COMMITS}",
                flush=True,
            )
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "commits.json").write_text(json.dumps(found, indent=1) + "\n")


def measure(folder: Path, committing: Committing, data: Path, size: int) -> dict[str, float]:
    """Milliseconds of commits, one article each, to a copy of the index: of the first, which opens what it
    needs, and the median and the worst of ``COMMITS`` after it."""
    times = []
    others = Corpus(data, COMMITS + 1, SEED + 3)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        copy = shutil.copytree(folder, Path(scratch) / "index")
        with committing(copy) as commit:
            for number, document in enumerate(others, size):
                began = time.perf_counter()
                commit(replace(document, number=number))
                times.append(1000 * (time.perf_counter() - began))
    return {"first_ms": times[0], "median_ms": statistics.median(times[1:]), "worst_ms": max(times[1:])}


def _build_ours(folder: Path, corpus: Corpus) -> None:
    engine = WhooshEngine(folder, processes=2)
    engine.rebuild((Put(each.number + 1, article_of(each)) for each in corpus), upto=corpus.size)
    engine.close()


@contextmanager
def _ours(folder: Path) -> Iterator[Commit]:
    engine = WhooshEngine(folder)

    def commit(document: Document) -> None:
        sequence = document.number + 1
        engine.apply([Put(sequence, article_of(document))], upto=sequence)

    try:
        yield commit
    finally:
        engine.close()


def _build_tantivy(folder: Path, corpus: Corpus) -> None:
    Tantivy().build(folder, corpus)


@contextmanager
def _tantivy(folder: Path) -> Iterator[Commit]:
    writer = tantivy.Index.open(str(folder)).writer(256_000_000, 1)

    def commit(document: Document) -> None:
        headline, body = document.terms()
        kept = tantivy.Document()
        kept.add_text("headline", " ".join(headline))
        kept.add_text("body", " ".join(body))
        kept.add_bytes("text", json.dumps([document.headline, document.body]).encode())
        kept.add_text("source", document.source)
        kept.add_text("located", document.located)
        writer.add_document(kept)
        writer.commit()

    try:
        yield commit
    finally:
        writer.wait_merging_threads()


ENGINES: dict[str, tuple[Callable[[Path, Corpus], None], Committing]] = {
    "searchsvc": (_build_ours, _ours),
    "tantivy": (_build_tantivy, _tantivy),
}


if __name__ == "__main__":
    main()
