"""``python -m bench.indexing``: how fast an index is built, by one process and by two.

The articles are drawn beforehand and lie in memory. Timed: their analysis, the segments and the commit; for
two processes also the way of the articles to them, their start not, as a service keeps them. They leave a
segment each, as in a service, which merges in the background; or the two are merged into one. The builds take
turns; a first round, in which each process meets the words, is not counted.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from bench import ours
from bench.corpus import Corpus, Document
from bench.stock import Stock
from bench.tantivy_peer import Tantivy
from searchsvc.engines.whoosh.codec import WireSegment
from searchsvc.pool import open_pool

PROCESSES = 2
ROUNDS = 3
STOCK = "whoosh"

Build = Callable[[Path, Sequence[Document]], None]
Commit = Callable[[Path, list[WireSegment]], None]


def main() -> None:
    """Measure each size, print a line for each way to build, and write all as JSON."""
    options = argparse.ArgumentParser(prog="python -m bench.indexing", description=__doc__)
    options.add_argument("--data", type=Path, default=Path("../shared/data"), help="the labelled data sets")
    options.add_argument("--results", type=Path, default=Path("bench/results"))
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("sizes", type=int, nargs="*", default=[10_000])
    given = options.parse_args()
    found = []
    with builds() as ways:
        for size in given.sizes:
            documents = list(Corpus(given.data, size))
            rates = measure(ways, documents, given.rounds)
            for name, rate in rates.items():
                times = rate / rates[STOCK]
                print(
                    f"{size:,} articles, {name}: {rate:,.0f} a second, {times:.1f} times stock's", flush=True
                )
                found.append({"articles": size, "engine": name, "rate": rate, "of_stock": times})
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "indexing.json").write_text(json.dumps(found, indent=1) + "\n")


@contextmanager
def builds() -> Iterator[dict[str, Build]]:
    """The ways to build, by name; the processes among them are running."""
    with open_pool(PROCESSES) as pool:
        # A process more is started with each call that finds none idle.
        list(pool.map(time.sleep, [0.5] * PROCESSES))
        yield {
            STOCK: Stock().build,
            "searchsvc": ours.Ours().build,
            f"searchsvc, {PROCESSES} processes": partial(_shared, pool, ours.commit),
            f"searchsvc, {PROCESSES} processes, merged": partial(_shared, pool, ours.join_segments),
            "tantivy": Tantivy().build,
        }


def _shared(pool: ProcessPoolExecutor, commit: Commit, folder: Path, documents: Sequence[Document]) -> None:
    size = -(-len(documents) // PROCESSES)
    parts = [documents[start : start + size] for start in range(0, len(documents), size)]
    runs = pool.map(ours.build_segments, [folder] * len(parts), parts)
    commit(folder, [segment for run in runs for segment in run])


def measure(ways: dict[str, Build], documents: Sequence[Document], rounds: int) -> dict[str, float]:
    """Articles a second: the median of the rounds, after one that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(1 + rounds):
        for name, build in ways.items():
            times[name].append(_time(build, documents))
    return {name: len(documents) / median(each[1:]) for name, each in times.items()}


def _time(build: Build, documents: Sequence[Document]) -> float:
    with tempfile.TemporaryDirectory(prefix="searchsvc-indexing-") as folder:
        began = time.perf_counter()
        build(Path(folder), documents)
        return time.perf_counter() - began


if __name__ == "__main__":
    main()
