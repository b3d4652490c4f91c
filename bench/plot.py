"""The latencies as a picture: a panel a corpus, a group of bars a kind of query."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")

from matplotlib import pyplot  # noqa: E402 (the backend must be chosen before)

from bench.queries import KINDS  # noqa: E402


def draw(results: Sequence[dict[str, Any]], path: Path) -> None:
    """Write the p95 of each engine and kind as SVG."""
    matplotlib.rcParams["svg.hashsalt"] = "bench"
    kinds = (*KINDS, "all")
    figure, panels = pyplot.subplots(
        len(results), 1, figsize=(10, 3.2 * len(results)), squeeze=False, layout="constrained"
    )
    for panel, found in zip(panels[:, 0], results, strict=True):
        engines = list(found["engines"].items())
        width = 0.8 / len(engines)
        for place, (name, own) in enumerate(engines):
            bars = [(own["kinds"][kind] or {}).get("p95", 0.0) for kind in kinds]
            panel.bar([n + place * width for n in range(len(kinds))], bars, width, label=name)
        panel.set_yscale("log")
        panel.set_xticks([n + 0.4 - width / 2 for n in range(len(kinds))], kinds)
        panel.set_ylabel("p95, ms")
        panel.set_title(f"{found['stories']:,} stories")
    panels[0, 0].legend(fontsize="small", ncols=4)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
