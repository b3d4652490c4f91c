"""A process that opens one index, answers queries, and says how long opening took and what it holds."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from bench.engines import load_engine
from bench.queries import Query


def anonymous() -> float:
    """Megabytes of this process that are not pages of files (Linux's smaps_rollup)."""
    found = re.search(r"^Anonymous:\s+(\d+) kB", Path("/proc/self/smaps_rollup").read_text(), re.M)
    return int(found[1]) / 1024 if found else float("nan")


def main(name: str, folder: str) -> None:
    """Print the figures as JSON. The queries come by standard input, as rows of JSON."""
    queries = [Query(kind, tuple(words), source) for kind, words, source in json.load(sys.stdin)]
    engine = load_engine(name)
    before = anonymous()
    began = time.perf_counter()
    index = engine.open(Path(folder))
    opened = time.perf_counter() - began
    for query in queries:
        run = index.prepare(query, exact=True)
        if run:
            run()
    print(json.dumps({"open_ms": opened * 1000, "memory_mb": anonymous(), "memory_before_mb": before}))


if __name__ == "__main__":
    main(*sys.argv[1:])
