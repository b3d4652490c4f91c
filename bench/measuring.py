"""What is measured of an index: building, searching, parsing, opening, memory and committing."""

from __future__ import annotations

import gc
import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from bench.corpus import Corpus, Story, terms_of
from bench.engine import Engine, Opened
from bench.engines import ENGINES, OURS
from bench.queries import Query, write_query

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parent / "searchsvc" / "engines" / "whoosh"

MADE_AHEAD = 10_000
"""Stories that are made before the clock goes on."""

LONG_ROUND = 60.0
"""Seconds: an engine whose round took longer is not asked again."""

COMMITS = 100


@dataclass(frozen=True)
class Built:
    """How an index was built: ``rate`` in stories a second of wall time, ``cpu_rate`` of processor time of
    all threads, ``size`` in bytes on disk. ``reused``: by an earlier run."""

    rate: float
    cpu_rate: float
    size: int
    reused: bool = False


class _Clock:
    """Wall and processor time without what the making of stories takes."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def feed(self, stories: Iterable[Story]) -> Iterator[Story]:
        iterator = iter(stories)
        while True:
            wall, cpu = time.perf_counter(), time.process_time()
            made = [story for _, story in zip(range(MADE_AHEAD), iterator, strict=False)]
            self._wall += time.perf_counter() - wall
            self._cpu += time.process_time() - cpu
            if not made:
                return
            yield from made

    def taken(self) -> tuple[float, float]:
        return time.perf_counter() - self._wall, time.process_time() - self._cpu


def folder_of(engine: str, corpus: Corpus, work: Path) -> Path:
    """Where the index is kept: another folder for other texts, terms, or code that builds it."""
    digest = hashlib.sha256()
    for story in corpus.stories(0, 50):
        digest.update(repr((story, terms_of(story.body))).encode())
    module = ENGINES[engine][0].removeprefix("bench.")
    sources = [HERE / f"{module}.py", *(sorted(SOURCES.glob("*.py")) if engine == OURS else [])]
    for path in sources:
        digest.update(path.read_bytes())
    return work / f"{module}-{corpus.size}-{digest.hexdigest()[:12]}"


def build(engine: Engine, corpus: Corpus, work: Path, *, fresh: bool = False) -> tuple[Path, Built]:
    """The engine's index of the corpus, built now unless an earlier run left it."""
    folder = folder_of(engine.name, corpus, work)
    record, index = folder / "built.json", folder / "index"
    if record.exists() and not fresh:
        return index, Built(**{**json.loads(record.read_text()), "reused": True})
    shutil.rmtree(folder, ignore_errors=True)
    index.mkdir(parents=True)
    clock = _Clock()
    engine.build(index, clock.feed(corpus.stories()))
    wall, cpu = clock.taken()
    built = Built(corpus.size / wall, corpus.size / cpu, size_of(index))
    record.write_text(json.dumps(asdict(built)))
    return index, built


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@dataclass(frozen=True)
class Timed:
    """An engine in one way of asking. ``times``: the best of each query's rounds in seconds, NaN where the
    engine has no such query; ``totals`` with None where it does not say."""

    name: str
    times: np.ndarray[Any, np.dtype[np.float64]]
    totals: list[int | None]
    rounds: int


def time_queries(
    opened: Sequence[tuple[str, Opened, bool]], queries: Sequence[Query], rounds: int
) -> list[Timed]:
    """Each engine in turn answers all queries, ``rounds`` times after a round that is not measured."""
    runs = [[index.prepare(query, exact=exact) for query in queries] for _, index, exact in opened]
    best = [np.full(len(queries), np.inf) for _ in opened]
    totals: list[list[int | None]] = [[] for _ in opened]
    done = [0] * len(opened)
    last = [0.0] * len(opened)
    for round_ in range(rounds + 1):
        for place, prepared in enumerate(runs):
            if done[place] and last[place] > LONG_ROUND:
                continue
            gc.collect()
            gc.disable()
            started = time.perf_counter()
            for number, run in enumerate(prepared):
                if run is None:
                    best[place][number] = np.nan
                    if not round_:
                        totals[place].append(None)
                    continue
                began = time.perf_counter()
                answer = run()
                took = time.perf_counter() - began
                if round_:
                    best[place][number] = min(best[place][number], took)
                else:
                    totals[place].append(answer.total)
            gc.enable()
            last[place] = time.perf_counter() - started
            done[place] = round_
    return [Timed(name, best[place], totals[place], done[place]) for place, (name, _, _) in enumerate(opened)]


def time_parsing(index: Opened, queries: Sequence[Query], rounds: int = 3) -> list[float] | None:
    """Seconds to parse each query as text, the best of ``rounds``; None where the engine does not parse."""
    texts = [write_query(query) for query in queries]
    if index.parse(texts[0]) is None:
        return None
    best = [float("inf")] * len(texts)
    for _ in range(rounds):
        for number, text in enumerate(texts):
            began = time.perf_counter()
            index.parse(text)
            best[number] = min(best[number], time.perf_counter() - began)
    return best


def time_commits(commit: Callable[[Story], None], stories: Iterable[Story]) -> dict[str, float]:
    """Milliseconds of a commit of one story: the median and the worst; the first opens the index."""
    times = []
    for story in stories:
        began = time.perf_counter()
        commit(story)
        times.append((time.perf_counter() - began) * 1000)
    return {"commit_ms": median(times[1:]), "commit_worst_ms": max(times[1:])}


def measure_apart(engine: str, folder: Path, queries: Sequence[Query]) -> dict[str, float]:
    """What a fresh process takes to open the index, and holds in memory beyond mapped files after queries."""
    done = subprocess.run(  # noqa: S603 (our own code)
        [sys.executable, "-m", "bench.child", engine, str(folder)],
        input=json.dumps([[query.kind, query.words, query.source] for query in queries]),
        cwd=HERE.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
