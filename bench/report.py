"""What was measured, as a table, as JSON and as a plot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.queries import KINDS


def table(result: dict[str, Any]) -> str:
    """The figures of one size as text."""
    lines = [f"{result['size']:,} articles, {result['queries']} queries; milliseconds p50 / p95 / p99", ""]
    names = list(result["times"])
    width = max(map(len, names)) + 2
    lines.append(" " * width + "".join(f"{kind:>22}" for kind in ("all", *KINDS)))
    for name in names:
        cells = []
        for kind in ("all", *KINDS):
            held = result["times"][name].get(kind)
            shown = "-" if held is None else " / ".join(f"{held[p]:.2f}" for p in ("p50", "p95", "p99"))
            cells.append(shown)
        lines.append(f"{name:<{width}}" + "".join(f"{cell:>22}" for cell in cells))
    lines += ["", "p95 as a multiple of searchsvc's", ""]
    for name, ratios in result["ratios"].items():
        cells = [f"{ratios[kind]:.2f}" if kind in ratios else "-" for kind in ("all", *KINDS)]
        lines.append(f"{name:<{width}}" + "".join(f"{cell:>22}" for cell in cells))
    lines += [
        "",
        f"{'':<{width}}{'articles/s':>12}{'MB':>10}{'open ms':>10}{'memory MB':>12}{'parse us':>10}",
    ]
    for name, facts in result["facts"].items():
        cells = [facts.get(key) for key in ("rate", "size_mb", "open_ms", "memory_mb", "parse_us")]
        widths = (12, 10, 10, 12, 10)
        shown = ["-" if cell is None else f"{cell:,.1f}" for cell in cells]
        lines.append(f"{name:<{width}}" + "".join(f"{c:>{w}}" for c, w in zip(shown, widths, strict=True)))
    lines += ["", *result["notes"], ""]
    return "\n".join(lines)


def ratios(times: dict[str, Any]) -> dict[str, dict[str, float]]:
    """p95 of every engine as a multiple of ours; our bounded one against those that do not count."""
    found = {}
    for name, held in times.items():
        ours = "searchsvc, bounded" if "no count" in name or name == "bm25s" else "searchsvc"
        if ours in times and not name.startswith("searchsvc"):
            found[name] = {
                kind: each["p95"] / times[ours][kind]["p95"]
                for kind, each in held.items()
                if kind in times[ours]
            }
    return found


def write(folder: Path, results: list[dict[str, Any]]) -> None:
    """``search.json``, ``search.txt`` and, where matplotlib is installed, ``search.svg``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "search.json").write_text(json.dumps(results, indent=1) + "\n")
    (folder / "search.txt").write_text("\n".join(table(result) for result in results))


def plot(folder: Path, results: list[dict[str, Any]]) -> None:
    """p95 of all kinds together, by number of articles, as ``search.svg``."""
    import matplotlib  # noqa: PLC0415 (only a run that draws needs it, and its backend must be set first)

    matplotlib.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, axes = pyplot.subplots(figsize=(7, 4))
    for name in dict.fromkeys(name for result in results for name in result["times"]):
        held = [(r["size"], r["times"][name]["all"]["p95"]) for r in results if name in r["times"]]
        axes.plot(*zip(*held, strict=True), marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="articles", ylabel="p95, ms", title="All kinds of queries")
    axes.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(folder / "search.svg", metadata={"Date": None})
