"""Timing queries in turn, and what an index takes of disk and memory."""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.peers import Peer
from bench.queries import KINDS, Query

ROUNDS = 3
"""How often every engine runs all queries; a query's time is the median of its rounds."""


def time_queries(
    peers: Sequence[Peer], queries: Sequence[Query], rounds: int = ROUNDS
) -> tuple[dict[str, list[float | None]], dict[str, float], dict[str, list[int | None]]]:
    """Seconds a query by engine (None where it has no such query), seconds to prepare all, and totals.

    The engines take turns, a round of all queries each; a first round is not counted.
    """
    prepared, parsing, totals = {}, {}, {}
    for peer in peers:
        began = time.perf_counter()
        prepared[peer.name] = [peer.prepare(q) if q.kind in peer.kinds else None for q in queries]
        parsing[peer.name] = time.perf_counter() - began
        totals[peer.name] = [run().total if run else None for run in prepared[peer.name]]
    taken: dict[str, list[list[float]]] = {peer.name: [[] for _ in queries] for peer in peers}
    for _ in range(rounds):
        for peer in peers:
            gc.collect()
            for run, times in zip(prepared[peer.name], taken[peer.name], strict=True):
                if run:
                    began = time.perf_counter()
                    run()
                    times.append(time.perf_counter() - began)
    return (
        {
            name: [statistics.median(times) if times else None for times in each]
            for name, each in taken.items()
        },
        parsing,
        totals,
    )


def summarize(queries: Sequence[Query], times: Sequence[float | None]) -> dict[str, dict[str, float]]:
    """p50, p95 and p99 in milliseconds, by kind and for all kinds together."""
    found = {}
    for kind in (*KINDS, "all"):
        held = sorted(
            1000 * each
            for query, each in zip(queries, times, strict=True)
            if each is not None and kind in (query.kind, "all")
        )
        if held:
            found[kind] = {
                f"p{rank}": held[min(len(held) - 1, len(held) * rank // 100)] for rank in (50, 95, 99)
            }
    return found


def folder_size(folder: Path) -> int:
    """Bytes of all files below ``folder``."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def in_new_process(*arguments: str) -> dict[str, Any]:
    """What ``python -m bench`` with ``arguments`` prints: opening and memory want a fresh process."""
    output = subprocess.run(  # noqa: S603 (our own module, in our own interpreter)
        [sys.executable, "-m", "bench", *arguments], check=True, capture_output=True, text=True
    ).stdout
    found: dict[str, Any] = json.loads(output.splitlines()[-1])
    return found


def anonymous_memory() -> int:
    """Bytes of this process that are not pages of files: Linux's ``Anonymous``."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) * 1024
    return 0


def open_and_search(peer: Peer, folder: Path, queries: Iterable[Query]) -> dict[str, float]:
    """Milliseconds to open, and megabytes beyond mapped files after all queries."""
    getattr(peer, "warm", lambda: None)()
    before = anonymous_memory()
    began = time.perf_counter()
    peer.open(folder)
    opening = time.perf_counter() - began
    for query in queries:
        if query.kind in peer.kinds:
            peer.prepare(query)()
    after = anonymous_memory()
    return {"open_ms": 1000 * opening, "memory_mb": after / 1e6, "index_mb": (after - before) / 1e6}
