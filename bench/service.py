"""``python -m bench.service``: a service of its own over the benchmark's articles, under the load of ``wrk``.

Each request asks for ten hits with two highlighted fields and two facets. The load tool runs on the same
cores; its share is in the figures. Store and index are kept in the work folder for the next run.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.corpus import Corpus, Document
from searchsvc.article import Article, Dateline
from searchsvc.store import Store
from searchsvc.store.records import Received

HERE = Path(__file__).resolve().parent
LOAD = HERE / "queries.lua"
WRK_MISSING = "wrk is not installed; on Debian and Ubuntu: apt-get install wrk\n"

ARTICLES = 100_000
QUERIES = 300
SECONDS = 20
CONNECTIONS = (1, 8)
SAMPLE = 2_000
"""Articles that the words of queries are taken from."""
TRANSACTION = 2_000
"""Articles stored at a time."""
READY = 120.0
"""Seconds that the service may take to be ready."""

_WORD = re.compile(r"[A-Za-z]{4,}")


def main() -> int:
    """Measure, print and write what was found; 1 where something is missing or an answer is not 200."""
    options = argparse.ArgumentParser(prog="python -m bench.service", description=__doc__)
    options.add_argument("--data", type=Path, default=Path("../shared/data"), help="the labelled data sets")
    options.add_argument("--work", type=Path, default=HERE / "work", help="store and index are kept here")
    options.add_argument("--results", type=Path, default=HERE / "results")
    options.add_argument("--seconds", type=int, default=SECONDS, help="of load for each number of clients")
    options.add_argument("articles", type=int, nargs="?", default=ARTICLES)
    given = options.parse_args()
    # Ended from outside, it ends what it started: sys.exit runs the blocks that do.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if shutil.which("wrk") is None:
        sys.stderr.write(WRK_MISSING)
        return 1
    corpus = Corpus(given.data, given.articles)
    folder = prepared(corpus, given.work.resolve())
    paths = draw_paths(corpus)
    with serving(folder) as port:
        refused = check(port, paths)
        found = {} if refused else {str(n): load(port, paths, n, given.seconds, folder) for n in CONNECTIONS}
    for line in refused[:5]:
        sys.stderr.write(f"{line}\n")
    failed = sum(int(each["failed"]) for each in found.values())
    for clients, each in found.items():
        print(
            f"{given.articles:,} articles, {clients} connections: p50 {each['p50']:.2f} ms, "
            f"p95 {each['p95']:.2f} ms, p99 {each['p99']:.2f} ms, {each['rate']:,.0f} requests/s"
        )
    print("all answers were 200" if not refused and not failed else "not all answers were 200")
    given.results.mkdir(parents=True, exist_ok=True)
    written = {"articles": given.articles, "queries": len(paths), "seconds": given.seconds, "clients": found}
    (given.results / "service.json").write_text(json.dumps(written, indent=1) + "\n")
    return int(bool(refused or failed))


# The articles


def prepared(corpus: Corpus, work: Path) -> Path:
    """The folder with store and index of the corpus, made now unless an earlier run left it."""
    folder = work / f"service-{corpus.size}-{corpus.seed}"
    if (folder / "whole").exists():
        print(f"The store and the index in {folder} are used again")
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    began = time.perf_counter()
    _fill(folder, corpus)
    stored = time.perf_counter()
    _reindex(folder)
    indexed = time.perf_counter()
    print(
        f"stored at {corpus.size / (stored - began):,.0f} articles a second, "
        f"indexed at {corpus.size / (indexed - stored):,.0f}"
    )
    (folder / "whole").touch()
    return folder


def _reindex(folder: Path) -> None:
    """Build the index from the store, in a process that ends with this one."""
    command = [sys.executable, "-m", "searchsvc", "reindex"]
    process = subprocess.Popen(command, env=_environment(folder), cwd=HERE.parent)  # noqa: S603 (our own)
    try:
        if process.wait():
            raise SystemExit("The index was not built")
    finally:
        process.terminate()
        process.wait()


def _fill(folder: Path, corpus: Corpus) -> None:
    """Put all articles into the store, as if they had been sent as JSON; quotes are not looked for."""
    store = Store.open(f"sqlite:///{folder}/articles.db")
    try:
        documents = iter(corpus)
        while batch := list(islice(documents, TRANSACTION)):
            with store.transaction() as transaction:
                for document in batch:
                    sent = {"headline": document.headline, "body_text": document.body}
                    original = json.dumps(sent).encode()
                    digest = hashlib.sha256(original + str(document.number).encode()).hexdigest()
                    received = Received(original, "application/json", sent, digest, datetime.now(UTC))
                    transaction.add(article_of(document), received, None)
    finally:
        store.close()


def article_of(document: Document) -> Article:
    """What the service keeps of one, quotes aside."""
    return Article(
        uri=f"urn:bench:{document.number}",
        versioncreated=datetime.fromtimestamp(document.created, UTC),
        headline=document.headline,
        body_text=document.body,
        language="en",
        source=document.source,
        dateline=Dateline(text=document.located, city=document.located, cities=(document.located,)),
    )


# The queries


def draw_paths(corpus: Corpus, count: int = QUERIES) -> list[str]:
    """Paths to ask: one to three words of a text, two that stand together, or any of three, in turn."""
    draw = random.Random(corpus.seed + 2)  # noqa: S311 (queries that can be made again)
    texts = [document.body for document in islice(corpus, SAMPLE)]
    worded = [words for words in map(_WORD.findall, texts) if len(words) > 3]
    paths = []
    for number in range(count):
        words = draw.choice(worded)
        match number % 4:
            case 0:
                query = " ".join(draw.sample(words, draw.randint(1, 3)))
            case 1:
                query = " ".join(draw.sample(words, 2))
            case 2:
                query = f'"{_neighbours(draw, texts)}"'
            case _:
                query = " OR ".join(draw.sample(words, 3))
        asked = {"q": query, "highlight": "headline,body_text", "facets": "source,located", "per_page": 10}
        paths.append("/v1/search?" + urlencode(asked))
    return paths


def _neighbours(draw: random.Random, texts: list[str]) -> str:
    while True:
        found = re.findall(r"[A-Za-z]{3,} [A-Za-z]{4,}", draw.choice(texts))
        if found:
            return str(draw.choice(found))


# The service and the load


def _environment(folder: Path, port: int = 0) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEARCHSVC_")}
    return kept | {
        "SEARCHSVC_STORE": f"sqlite:///{folder}/articles.db",
        "SEARCHSVC_ENGINE": f"whoosh:{folder}/index",
        "SEARCHSVC_SPOOL": f"{folder}/spool",
        "SEARCHSVC_PORT": str(port),
    }


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """The service over a folder, on a free port of the loopback address; ended at the end."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "searchsvc", "serve"],
            env=_environment(folder, port),
            cwd=HERE.parent,
            stdout=log,
            stderr=log,
        )
    try:
        deadline = time.monotonic() + READY
        while not _is_ready(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"The service is not ready; {folder / 'serve.log'} says why")
            time.sleep(0.1)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(READY)


def _is_ready(port: int) -> bool:
    try:
        return _status(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/readyz") == 200
    except OSError:
        return False


def _status(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def check(port: int, paths: list[str]) -> list[str]:
    """Ask each path once, on several connections, so that all workers are warm; sentences about those that
    were not answered with 200."""
    refused = []
    for _ in range(3):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        statuses = [(path, _status(connection, path)) for path in paths]
        connection.close()
        refused += [f"{path} was answered with {status}" for path, status in statuses if status != 200]
    return refused


def load(port: int, paths: list[str], connections: int, seconds: int, folder: Path) -> dict[str, Any]:
    """What wrk finds: milliseconds at p50, p95 and p99, requests a second, and how many failed."""
    listed = folder / "paths.txt"
    listed.write_text("".join(f"{path}\n" for path in paths))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(LOAD)]
    done = subprocess.run(  # noqa: S603
        [*command, f"http://127.0.0.1:{port}", "--", str(listed)], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    found["rate"] = found["requests"] / found["seconds"]
    return found


if __name__ == "__main__":
    sys.exit(main())
