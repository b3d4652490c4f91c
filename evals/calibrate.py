"""``python -m evals.calibrate``: count anew how often quotes are right, and write ``tables/confidence.toml``.

Where reported clauses were learned from the set, each half is read with what the other half teaches. What the
table is worth is printed from halves that were not counted; the table itself is counted on both.
"""

from __future__ import annotations

import sys
import zlib
from collections import Counter
from collections.abc import Iterator
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
WEIGHT = 10
"""How many quotes' worth the share of the row above counts in a row's share (10: of 6 to 40 the one with
which the shares of .9 and more are nearest to nine of ten on halves that were not counted)."""
HEADER = """\
# The share of quotes that are right, counted on labelled news by `python -m evals.calibrate`: not to edit
# A row is named by kind, strength of the attribution, kind of mention and length; shorter names are for what
# has no row of its own.
"""


def main() -> int:
    """Write the table; print how good those of halves are on the half that they were not counted on."""
    folder = data_folder()
    shares = {}
    for labelled in QUOTES:
        halves = _halves(labelled, folder)
        shares[LANGUAGES[labelled.name]] = fit([*halves[0], *halves[1]])
        aside = [_bands(fit(seen), kept_aside) for seen, kept_aside in (halves, halves[::-1])]
        for band in BANDS:
            number, right = (sum(bands.get(band, (0, 0))[place] for bands in aside) for place in (0, 1))
            sys.stdout.write(f"{labelled.name} {band:.1f}: {right} of {number} right, {right / number:.3f}\n")
    lines = [HEADER]
    for language, rows in sorted(shares.items()):
        lines.append(f"[{language}]")
        lines.extend(f'"{key}" = {share:.3f}' for key, share in sorted(rows.items()))
        lines.append("")
    Path(str(FOLDER / "confidence.toml")).write_text("\n".join(lines), encoding="utf-8")
    return 0


def fit(counted: list[tuple[Evidence, bool]]) -> dict[str, float]:
    """The share of every row with enough quotes, drawn towards that of the row above it."""
    many: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for evidence, is_right in counted:
        for key in evidence.rows():
            many[key] += 1
            right[key] += is_right
    shares: dict[str, float] = {}
    for key in sorted(many, key=lambda name: name.count(" ")):
        if many[key] >= FEWEST:
            above = shares.get(key.rpartition(" ")[0], 0.5)
            shares[key] = (right[key] + WEIGHT * above) / (many[key] + WEIGHT)
    return shares


Counted = list[tuple[Evidence, bool]]


def _halves(labelled: LabelledSet, folder: Path) -> tuple[Counted, Counted]:
    records: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for record in labelled.records(folder):
        records[zlib.crc32(record["id"].encode()) % 2].append(record)
    language = next((spoken for spoken, name in TAUGHT_BY.items() if name == labelled.name), None)
    first, second = (read_weights(learn(half, language)) if language else None for half in records)
    labels = Labels(folder)
    return _counted(records[0], labels, second), _counted(records[1], labels, first)


def _counted(records: list[dict[str, Any]], labels: Labels, learned: Weights | None) -> Counted:
    return [each for record in records for each in _weighed(record, labels, learned)]


def _weighed(
    record: dict[str, Any], labels: Labels, learned: Weights | None
) -> Iterator[tuple[Evidence, bool]]:
    reading = wire.read(str(record["text"]), anchor=ANCHOR)
    start = reading.dateline.end or 0 if reading.dateline else 0
    found = weigh_quotes(reading.body_text, language=reading.language, start=start, learned=learned)
    for quote, known in found:
        surface = quote.speaker.surface if quote.speaker else None
        yield known, labels.has(record, reading.body_text, quote.spans, surface)


def _bands(rows: dict[str, float], kept_aside: Counted) -> dict[float, tuple[int, int]]:
    many: Counter[float] = Counter()
    right: Counter[float] = Counter()
    for known, is_right in kept_aside:
        share = next((rows[key] for key in known.rows() if key in rows), 0.0)
        band = next(low for low in BANDS if share >= low)
        many[band] += 1
        right[band] += is_right
    return {band: (many[band], right[band]) for band in BANDS if many[band]}


if __name__ == "__main__":
    sys.exit(main())
