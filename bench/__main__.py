"""``python -m bench``: this engine beside its peers, in one run, on articles made of real sentences."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import shutil
import time
from itertools import islice
from pathlib import Path
from typing import Any

from bench import measuring, report
from bench.corpus import Corpus
from bench.peers import Peer
from bench.queries import make_queries

LARGEST_STOCK = 100_000
"""Articles up to which stock Whoosh takes part: a million would take it hours."""

PEERS: dict[str, tuple[str, str, dict[str, bool]]] = {
    "searchsvc": ("ours", "Ours", {}),
    "searchsvc, bounded": ("ours", "Ours", {"bounded": True}),
    "whoosh": ("stock", "Stock", {}),
    "tantivy": ("tantivy_peer", "Tantivy", {}),
    "tantivy, no count": ("tantivy_peer", "Tantivy", {"count": False}),
    "sqlite fts5": ("fts5", "Fts5", {}),
    "bm25s": ("bm25s_peer", "Bm25s", {}),
}
"""Module, class and options of each: only those that take part need be installed."""
SAME_INDEX = {"searchsvc, bounded": "searchsvc", "tantivy, no count": "tantivy"}


def make_peer(name: str) -> Peer:
    """The engine of that name."""
    module, kind, options = PEERS[name]
    peer: Peer = getattr(importlib.import_module(f"bench.{module}"), kind)(**options)
    return peer


def main() -> None:
    """Build what is missing, measure, report."""
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("--data", type=Path, default=Path("../shared/data"), help="the labelled data sets")
    options.add_argument("--work", type=Path, default=Path("bench/work"), help="indexes are kept here")
    options.add_argument("--results", type=Path, default=Path("bench/results"))
    options.add_argument("--queries", type=int, default=300)
    options.add_argument("--rounds", type=int, default=measuring.ROUNDS)
    options.add_argument("--peers", default=",".join(PEERS).replace(", ", "; "), help=argparse.SUPPRESS)
    options.add_argument("--open", metavar="PEER", help=argparse.SUPPRESS)
    options.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000])
    given = options.parse_args()
    names = [name.replace("; ", ", ") for name in given.peers.split(",")]
    if given.open:
        corpus = Corpus(given.data, given.sizes[0])
        folder = given.work / str(given.sizes[0]) / SAME_INDEX.get(given.open, given.open)
        queries = make_queries(corpus, given.queries)
        print(json.dumps(measuring.open_and_search(make_peer(given.open), folder, queries)))
        return
    results = []
    for size in given.sizes:
        results.append(measure(given, size, names))
        print(report.table(results[-1]), flush=True)
    report.write(given.results, results)
    if importlib.util.find_spec("matplotlib"):
        report.plot(given.results, results)
    else:
        print("matplotlib is not installed: no plot")


def measure(given: argparse.Namespace, size: int, names: list[str]) -> dict[str, Any]:
    """All figures of one size."""
    corpus = Corpus(given.data, size)
    queries = make_queries(corpus, given.queries)
    facts: dict[str, dict[str, float]] = {}
    peers = []
    for name in names:
        if name == "whoosh" and size > LARGEST_STOCK:
            continue
        peer = make_peer(name)
        folder = given.work / str(size) / SAME_INDEX.get(name, name)
        facts[name] = built(peer, folder, corpus)
        peer.open(folder)
        peers.append(peer)
    times, parsing, totals = measuring.time_queries(peers, queries, given.rounds)
    summaries = {name: measuring.summarize(queries, each) for name, each in times.items()}
    for name in facts:
        facts[name]["parse_us"] = 1e6 * parsing[name] / len(queries)
        facts[name] |= measuring.in_new_process(
            "--data", str(given.data), "--work", str(given.work), "--queries", str(given.queries),
            "--open", name, str(size),
        )  # fmt: skip
    return {
        "size": size,
        "queries": len(queries),
        "times": summaries,
        "ratios": report.ratios(summaries),
        "facts": facts,
        "notes": agreement(queries, totals),
    }


def built(peer: Peer, folder: Path, corpus: Corpus) -> dict[str, float]:
    """Build the index where it is not there yet; what that took then."""
    record = folder.parent / f"{folder.name}.json"
    if not record.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        drawing = time.perf_counter()
        for _ in islice(corpus, 2000):
            pass
        drawing = (time.perf_counter() - drawing) / min(2000, corpus.size) * corpus.size
        began = time.perf_counter()
        peer.build(folder, corpus)
        taken = time.perf_counter() - began - drawing
        facts = {"rate": corpus.size / taken, "size_mb": measuring.folder_size(folder) / 1e6}
        record.write_text(json.dumps(facts))
    found: dict[str, float] = json.loads(record.read_text())
    return found


def agreement(queries: Any, totals: dict[str, list[int | None]]) -> list[str]:
    """Where engines that mean the same count differently from ours."""
    notes = []
    for name, found in totals.items():
        if name in ("searchsvc", "searchsvc, bounded", "tantivy, no count", "bm25s"):
            continue
        compared = [
            (query, ours, theirs)
            for query, ours, theirs in zip(queries, totals["searchsvc"], found, strict=True)
            if theirs is not None and query.kind not in ("fuzzy",)
        ]
        wrong = [query for query, ours, theirs in compared if ours != theirs]
        kinds = ", ".join(sorted({query.kind for query in wrong}))
        notes.append(
            f"{name}: {len(compared) - len(wrong)} of {len(compared)} totals are ours"
            + (f"; others: {kinds}" if wrong else "")
        )
    return notes


if __name__ == "__main__":
    main()
