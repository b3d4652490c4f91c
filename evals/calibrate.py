"""``python -m evals.calibrate``: count anew how often quotes are right, and write ``tables/confidence.toml``.

Where reported clauses were learned from the set, each half is read with what the other half teaches. What the
table is worth is printed from halves of the articles that were not counted, in ``SPLITS`` ways to halve them;
the table itself is counted on all.
"""

from __future__ import annotations

import random
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from typing import Any

from evals.reading import ANCHOR
from evals.reliability import BANDS, Labels
from evals.sets import QUOTES, LabelledSet, data_folder
from evals.train import TAUGHT_BY, learn
from searchsvc import wire
from searchsvc.wire.confidence import Evidence
from searchsvc.wire.knowledge import FOLDER
from searchsvc.wire.quotes import weigh_quotes
from searchsvc.wire.ranker import Weights, read_weights

LANGUAGES = {"quotes_polnear": "en", "quotes_wikinews_de": "de"}
FEWEST = 12
"""Quotes of a row; fewer say nothing that the row above does not say."""
WEIGHT = 5
"""How many quotes' worth the share of the row above counts in a row's share."""
DOUBT = 0.75
"""How many standard errors a row's share is written lower than it was counted. Of 3, 5, 10, 20 and 0, 0.5,
0.75, 1, 1.28 these two promise least where little was counted and still hold in every band: shares of .9 and
more are nine of ten in both languages on halves that were not counted, those of .8 .85 and of .7 .75 in
English."""
SPLITS = 20
"""Ways to halve the articles; one alone is as good as chance where a language has few."""
HEADER = """\
# The share of quotes that are right, counted on labelled news by `python -m evals.calibrate`: not to edit
# A row is named by kind, strength of the attribution, kind of mention and length; shorter names are for what
# has no row of its own.
"""


Counted = list[tuple[Evidence, bool]]
"""Quotes, and whether each is right."""


def main() -> int:
    """Write the table; print how good those of halves are on the half that they were not counted on."""
    folder = data_folder()
    shares = {}
    for labelled in QUOTES:
        articles = _read(labelled, folder)
        shares[LANGUAGES[labelled.name]] = fit(_together(articles))
        many: Counter[float] = Counter()
        right: Counter[float] = Counter()
        for seed in range(SPLITS):
            first, second = _halves(articles, seed)
            for seen, kept_aside in ((first, second), (second, first)):
                _count_bands(fit(seen), kept_aside, many, right)
        for band in (band for band in BANDS if many[band]):
            share = right[band] / many[band]
            sys.stdout.write(f"{labelled.name} {band:.1f}: {share:.3f} of {many[band] / SPLITS:.0f} right\n")
    lines = [HEADER]
    for language, rows in sorted(shares.items()):
        lines.append(f"[{language}]")
        lines.extend(f'"{key}" = {share:.3f}' for key, share in sorted(rows.items()))
        lines.append("")
    Path(str(FOLDER / "confidence.toml")).write_text("\n".join(lines), encoding="utf-8")
    return 0


def fit(counted: Counted) -> dict[str, float]:
    """The share of every row with enough quotes, drawn towards that of the row above it, and less what is
    in doubt of it."""
    many: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for evidence, is_right in counted:
        for key in evidence.rows():
            many[key] += 1
            right[key] += is_right
    drawn: dict[str, float] = {}
    shares: dict[str, float] = {}
    for key in sorted(many, key=lambda name: name.count(" ")):
        if many[key] >= FEWEST:
            weight = many[key] + WEIGHT
            drawn[key] = share = (right[key] + WEIGHT * drawn.get(key.rpartition(" ")[0], 0.5)) / weight
            shares[key] = max(0.0, share - DOUBT * sqrt(share * (1.0 - share) / weight))
    return shares


def _read(labelled: LabelledSet, folder: Path) -> list[Counted]:
    """The quotes of each article, those of a half read with what the other half teaches."""
    records: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for record in labelled.records(folder):
        records[zlib.crc32(record["id"].encode()) % 2].append(record)
    language = next((spoken for spoken, name in TAUGHT_BY.items() if name == labelled.name), None)
    first, second = (read_weights(learn(half, language)) if language else None for half in records)
    labels = Labels(folder)
    pairs = ((records[0], second), (records[1], first))
    return [list(_weighed(record, labels, learned)) for half, learned in pairs for record in half]


def _weighed(
    record: dict[str, Any], labels: Labels, learned: Weights | None
) -> Iterator[tuple[Evidence, bool]]:
    reading = wire.read(str(record["text"]), anchor=ANCHOR)
    start = reading.dateline.end or 0 if reading.dateline else 0
    found = weigh_quotes(reading.body_text, language=reading.language, start=start, learned=learned)
    for quote, known in found:
        surface = quote.speaker.surface if quote.speaker else None
        yield known, labels.has(record, reading.body_text, quote.spans, surface)


def _halves(articles: list[Counted], seed: int) -> tuple[Counted, Counted]:
    """The quotes of one half of the articles, and those of the other."""
    shuffled = articles.copy()
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - nothing here is secret
    middle = len(shuffled) // 2
    return _together(shuffled[:middle]), _together(shuffled[middle:])


def _together(articles: list[Counted]) -> Counted:
    return [quote for article in articles for quote in article]


def _count_bands(
    rows: dict[str, float], kept_aside: Counted, many: Counter[float], right: Counter[float]
) -> None:
    """Add how many quotes have each band's confidence by ``rows``, and how many of them are right."""
    for known, is_right in kept_aside:
        share = next((rows[key] for key in known.rows() if key in rows), 0.0)
        band = next(low for low in BANDS if share >= low)
        many[band] += 1
        right[band] += is_right


if __name__ == "__main__":
    sys.exit(main())
