"""The figures as tables for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.queries import KINDS

NOTES = (
    "Milliseconds, from an engine's query object to ids, scores and total of the ten best; the best of rounds "
    "in which the engines take turns, after a warm-up. Percentiles are over queries.",
    "The indexing rate is wall time in one process, the analysis of the texts included; of tantivy and FTS5 "
    "the terms are joined to text as well. tantivy indexes in a thread of its own beside: see the rate a "
    "second of processor time. Reused indexes show the figures of the run that built them.",
    "Memory is what is not mapped from files, in a fresh process after all queries. A commit of searchsvc is "
    "one article through the engine of the service, with its schema and everything on disk.",
    "bm25s has one field and no total. FTS5 asks three times for facets and twice else (best, count); tantivy "
    "twice for facets. Stock Whoosh makes one pass over all that matches.",
)


def show(results: Mapping[str, Any], console: Console) -> None:
    """Print the tables of one corpus."""
    engines = results["engines"]
    console.print(_latencies(results["stories"], engines))
    console.print(_ratios(results["ratios"]))
    console.print(_costs(engines))
    parity = results["parity"]
    console.print(
        f"Document frequencies that differ from the first engine's, of {parity['frequencies']}: "
        + ", ".join(f"{name} {n}" for name, n in parity["frequencies_differing"].items())
    )
    console.print("Totals equal to the first engine's:")
    for name, kinds in parity["totals"].items():
        if kinds:
            console.print(f"  {name}: " + ", ".join(f"{kind} {share}" for kind, share in kinds.items()))


def _latencies(stories: int, engines: Mapping[str, Any]) -> Table:
    table = Table("engine", *KINDS, "all", "parse", title=f"{stories:,} stories: p50 / p95 / p99, ms")
    for name, own in engines.items():
        kinds = [own["kinds"][kind] for kind in (*KINDS, "all")]
        table.add_row(name, *map(_times, kinds), _times(own.get("parse")))
    return table


def _times(found: Mapping[str, float] | None) -> str:
    return "/".join(_short(value) for value in found.values()) if found else "-"


def _short(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _ratios(ratios: Mapping[str, Mapping[str, float]]) -> Table:
    table = Table("p95 of searchsvc by that of", *KINDS, "all")
    for name, own in ratios.items():
        table.add_row(name, *(_ratio(own.get(kind)) for kind in (*KINDS, "all")))
    return table


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def _costs(engines: Mapping[str, Any]) -> Table:
    table = Table(
        "engine", "stories/s", "of CPU", "two processes", "MB on disk", "parts", "MB held", "of it before",
        "open ms", "commit ms", "worst", "reused",
    )  # fmt: skip
    for name, own in engines.items():
        if "rate" not in own:
            continue
        table.add_row(
            name,
            *(_whole(own.get(key)) for key in ("rate", "cpu_rate", "rate_two")),
            f"{own['size'] / 1e6:.1f}",
            str(own["segments"]),
            *(_whole(own.get(key)) for key in ("memory_mb", "memory_before_mb")),
            *(
                f"{own[key]:.1f}" if key in own else "-"
                for key in ("open_ms", "commit_ms", "commit_worst_ms")
            ),
            "yes" if own["reused"] else "no",
        )
    return table


def _whole(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"
