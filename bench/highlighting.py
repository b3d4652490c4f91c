"""What highlighting a page of ten hits costs: ``python bench/highlighting.py ../shared/data``.

A query is one to three words, or a phrase of two or three, from a Reuters article; its hits are ten articles
that hold all of its words. Timed: the highlighter made, headline and body of ten articles marked and cut, in
turn, in one process. ``first`` is the first time that a process sees these texts at all; ``again`` is with
their words known, as they are after some thousand articles. Where sentences begin is known, as the index
keeps it with a text.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from searchsvc.analysis import tokenize
from searchsvc.highlight import Highlighter, sentence_starts
from searchsvc.query import parse

_QUERIES = 300
_HITS = 10
_SEED = 1987
_LANGUAGES = ("en", "es", "und")


def main(data: Path) -> None:
    """Prints median and p95, in milliseconds for ten hits of two fields, and texts a second."""
    with gzip.open(data / "labelled/dateline_reuters21578/docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    articles = [(row["title"] or "", row["body"]) for row in rows if len(row["body"]) >= 400]
    pages = _pages(articles)
    size = sum(len(body) for _, page in pages for _, body in page) / (len(pages) * _HITS)
    print(f"{len(pages)} queries, {_HITS} hits each, bodies of {size:.0f} characters on average")
    for name in ("first", "again"):
        times = [_time(query, page) for query, page in pages]
        rate = 2 * _HITS * len(times) / sum(times)
        p95 = quantiles(times, n=20)[-1]
        print(f"{name}: median {1e3 * median(times):.2f} ms, p95 {1e3 * p95:.2f} ms, {rate:,.0f} texts/s")


def _pages(articles: list[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    chance = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    words = [[token.term for token in tokenize(f"{headline}\n{body}")] for headline, body in articles]
    joined = [f" {' '.join(row)} " for row in words]
    pages: list[tuple[str, list[tuple[str, str]]]] = []
    while len(pages) < _QUERIES:
        row = chance.choice(words)
        count = chance.choice((1, 2, 2, 3))
        at = chance.randrange(len(row) - count)
        quoted = count > 1 and chance.random() < 0.3
        terms = row[at : at + count] if quoted else chance.sample([w for w in row if len(w) > 3], count)
        sought = [f" {' '.join(terms)} "] if quoted else [f" {term} " for term in terms]
        hits = [number for number, text in enumerate(joined) if all(term in text for term in sought)]
        if len(hits) >= _HITS:
            query = " ".join(terms)
            chosen = [articles[number] for number in chance.sample(hits, _HITS)]
            pages.append((f'"{query}"' if quoted else query, chosen))
    return pages


def _time(query: str, page: list[tuple[str, str]]) -> float:
    tree = parse(query).tree
    breaks = [sentence_starts(body) for _, body in page]
    began = perf_counter()
    highlighter = Highlighter(tree, languages=_LANGUAGES)
    for (headline, body), begins in zip(page, breaks, strict=True):
        highlighter.passages("headline", headline, "en", fragments=1, fragment_size=160)
        highlighter.passages("body_text", body, "en", fragments=3, fragment_size=160, breaks=begins)
    return perf_counter() - began


if __name__ == "__main__":
    main(Path(sys.argv[1]))
