"""One corpus through all engines: the figures, and whether the engines mean the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from bench.corpus import Corpus
from bench.engine import Engine, Opened
from bench.engines import OURS
from bench.measuring import (
    COMMITS,
    Timed,
    build,
    measure_apart,
    size_of,
    time_commits,
    time_parsing,
    time_queries,
)
from bench.ours import Ours, build_articles
from bench.queries import FIELDS, KINDS, Query, draw_queries, draw_words

WORDS = 50
"""Words whose document frequencies are compared."""

SHARED = 100_000
"""The largest corpus that is built by two processes as well: its stories are all in memory."""

Say = Callable[[str], None]


def compare(
    engines: Sequence[Engine],
    corpus: Corpus,
    work: Path,
    *,
    count: int = 300,
    rounds: int = 3,
    commits: int = COMMITS,
    fresh: bool = False,
    say: Say = print,
) -> dict[str, Any]:
    """All figures of one corpus: plain data, milliseconds and bytes."""
    queries, words = draw_queries(corpus, count), draw_words(corpus, WORDS)
    figures: dict[str, dict[str, Any]] = {}
    indexes: list[tuple[Engine, Opened]] = []
    for engine in engines:
        if engine.largest and corpus.size > engine.largest:
            say(f"{engine.name} is not measured with more than {engine.largest:,} stories")
            continue
        say(f"{engine.name}: {corpus.size:,} stories")
        folder, built = build(engine, corpus, work, fresh=fresh)
        figures[engine.name] = asdict(built) | measure_apart(engine.name, folder, queries)
        if engine.name == OURS and corpus.size <= SHARED:
            figures[OURS]["rate_two"] = _shared_rate(corpus, work)
        if engine.commits and commits:
            figures[engine.name] |= _commits(engine, folder, corpus, work, commits)
        indexes.append((engine, engine.open(folder)))
        figures[engine.name]["segments"] = indexes[-1][1].segments()
    parity = _frequencies(indexes, words)
    ways = [(engine.name, index, True) for engine, index in indexes]
    ways += [(f"{engine.name}, no count", index, False) for engine, index in indexes if engine.bounded]
    say(f"{len(queries)} queries")
    timed = time_queries(ways, queries, rounds)
    for (name, index, exact), each in zip(ways, timed, strict=True):
        own = figures.setdefault(name, {})
        own["rounds"] = each.rounds
        own["kinds"] = {kind: _percentiles(_of(kind, each, queries)) for kind in KINDS} | {
            "all": _percentiles(each.times)
        }
        if exact and (parsed := time_parsing(index, queries)):
            own["parse"] = _percentiles(np.array(parsed))
    for _, index in indexes:
        index.close()
    parity["totals"] = _totals(timed, queries)
    return {"stories": corpus.size, "engines": figures, "ratios": _ratios(timed, queries), "parity": parity}


def _shared_rate(corpus: Corpus, work: Path) -> float:
    folder = work / "two-processes"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    stories = list(corpus.stories())
    rate = Ours().time_shared(folder, stories, 2)
    shutil.rmtree(folder)
    return rate


def _commits(engine: Engine, folder: Path, corpus: Corpus, work: Path, count: int) -> dict[str, float]:
    """Commits to a copy of the index; ours to one of the service's articles."""
    copy = work / "commits"
    shutil.rmtree(copy, ignore_errors=True)
    if engine.name == OURS:
        folder = folder.parent / "articles"
        if not folder.exists():
            build_articles(folder, corpus.stories(), corpus.size)
    shutil.copytree(folder, copy)
    with engine.committer(copy) as commit:
        found = time_commits(commit, corpus.stories(corpus.size, corpus.size + count))
    found["commit_index_bytes"] = size_of(copy)
    shutil.rmtree(copy)
    return found


def _of(kind: str, timed: Timed, queries: Sequence[Query]) -> Any:
    return timed.times[[query.kind == kind for query in queries]]


def _percentiles(seconds: Any) -> dict[str, float] | None:
    known = seconds[np.isfinite(seconds)]
    if not known.size:
        return None
    return {f"p{p}": round(float(np.percentile(known, p)) * 1000, 4) for p in (50, 95, 99)}


def _ratios(timed: Sequence[Timed], queries: Sequence[Query]) -> dict[str, dict[str, float]]:
    """Our p95 by each peer's, over the queries that both answer: exact to exact, bounded to bounded."""
    ours = {each.name: each for each in timed if each.name.startswith(OURS)}
    ratios: dict[str, dict[str, float]] = {}
    for peer in timed:
        if peer.name in ours or OURS not in ours:
            continue
        mine = ours[f"{OURS}, no count" if peer.name.endswith("no count") else OURS]
        rows = ratios[peer.name] = {}
        for kind in (*KINDS, "all"):
            chosen = np.array([kind in ("all", query.kind) for query in queries]) & np.isfinite(peer.times)
            if chosen.any():
                mine95, peer95 = (np.percentile(each.times[chosen], 95) for each in (mine, peer))
                rows[kind] = round(float(mine95 / peer95), 3)
    return ratios


def _frequencies(indexes: Sequence[tuple[Engine, Opened]], words: Sequence[str]) -> dict[str, Any]:
    """Whether the engines agree on how many documents have each word."""
    found = {
        engine.name: [index.doc_frequency(field, word) for word in words for field in FIELDS]
        for engine, index in indexes
    }
    known = {name: each for name, each in found.items() if None not in each}
    first = next(iter(known.values()), [])
    differing = {name: sum(a != b for a, b in zip(first, each, strict=True)) for name, each in known.items()}
    return {"frequencies": len(first), "frequencies_differing": differing}


def _totals(timed: Sequence[Timed], queries: Sequence[Query]) -> dict[str, dict[str, str]]:
    """By engine and kind: how many totals are those of the first engine."""
    exact = [each for each in timed if not each.name.endswith("no count")]
    rows: dict[str, dict[str, str]] = {}
    for each in exact[1:]:
        rows[each.name] = {}
        for kind in KINDS:
            pairs = [
                (a, b)
                for a, b, query in zip(exact[0].totals, each.totals, queries, strict=True)
                if query.kind == kind and b is not None
            ]
            if pairs:
                rows[each.name][kind] = f"{sum(a == b for a, b in pairs)} of {len(pairs)}"
    return rows
