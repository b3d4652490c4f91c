"""How fast a running service answers over HTTP: requests a second, and how long one takes.

    python bench/http_load.py http://127.0.0.1:8080 --connections 4 "oil prices" "trade deficit"

Each connection sends one request after another. The queries are taken in turn.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import statistics
import threading
import time
from urllib.parse import urlencode, urlsplit


def measure(host: str, paths: list[str], seconds: float, start: int, taken: list[float]) -> None:
    """Ask until ``seconds`` are over; the duration of each request, in seconds, goes into ``taken``."""
    connection = http.client.HTTPConnection(host, timeout=60)
    until = time.perf_counter() + seconds
    for path in itertools.islice(itertools.cycle(paths), start, None):
        began = time.perf_counter()
        if began > until:
            break
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            raise SystemExit(f"{path} was answered with {answer.status}")
        taken.append(time.perf_counter() - began)
    connection.close()


def main() -> None:
    """Measure and print one line."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("url")
    arguments.add_argument("queries", nargs="+")
    arguments.add_argument("--connections", type=int, default=4)
    arguments.add_argument("--seconds", type=float, default=10.0)
    given = arguments.parse_args()
    host = urlsplit(given.url).netloc
    paths = ["/v1/search?" + urlencode({"q": query, "highlight": "body_text"}) for query in given.queries]
    measure(host, paths, 1.0, 0, [])
    taken: list[float] = []
    threads = [
        threading.Thread(target=measure, args=(host, paths, given.seconds, start, taken))
        for start in range(given.connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hundredths = statistics.quantiles(taken, n=100)
    print(
        f"{given.connections} connections: {len(taken) / given.seconds:,.0f} requests/s, "
        f"p50 {hundredths[49] * 1000:.1f} ms, p95 {hundredths[94] * 1000:.1f} ms"
    )


if __name__ == "__main__":
    main()
