"""Is a quote's confidence worth its name: of those so sure, how many are right.

Right is a quote, direct, mixed or indirect, that overlaps with a labelled one (of any type) by half of the
longer of the two, and whose speaker's last name is the label's, as ``score_quotes.py`` has it; a label
without a speaker asks for none.
"""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evals.sets import LabelledSet

BANDS = (0.9, 0.8, 0.7, 0.5, 0.0)
KINDS = ("direct", "mixed", "indirect")


class Labels:
    """Compares with labels as the scorer in ``folder`` does: by its own functions."""

    def __init__(self, folder: Path) -> None:
        spec = importlib.util.spec_from_file_location("score_quotes", folder / "score_quotes.py")
        if spec is None or spec.loader is None:
            raise FileNotFoundError(folder / "score_quotes.py")
        self._scorer: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._scorer)

    def has(
        self, record: dict[str, Any], body: str, spans: Iterable[tuple[int, int]], surface: str | None
    ) -> bool:
        """Whether a quote with these spans of ``body`` and that speaker is right."""
        text = record["text"]
        pieces = (self._scorer.nearest(text, body[at:end], at + len(text) - len(body)) for at, end in spans)
        said = self._scorer.mset(text, [piece for piece in pieces if piece])
        best, label = 0.0, None
        for quote in record["quotes"]:
            if quote["end"] < min(said, default=0) or quote["start"] > max(said, default=0):
                continue
            gold = self._scorer.mset(text, quote.get("spans") or [(quote["start"], quote["end"])])
            shared = len(said & gold) / max(len(said), len(gold), 1)
            if shared > best:
                best, label = shared, quote
        if label is None or best < 0.5:  # as the scorer has it
            return False
        return self._same_speaker(label.get("speaker"), surface)

    def _same_speaker(self, right: str | None, surface: str | None) -> bool:
        if not right or not surface:
            return not right and not surface
        plain, head = self._scorer.nspk, self._scorer.head
        if plain(right) == plain(surface):
            return True
        pairs = ((right, surface), (surface, right))
        return any(head(one) and head(one) in plain(other).split() for one, other in pairs)


def reliability(
    labelled: LabelledSet, folder: Path, articles: Path
) -> dict[float, dict[str, tuple[int, int]]]:
    """By the lower end of each band and by kind: how many quotes, and how many of them are right."""
    labels = Labels(folder)
    records = {record["id"]: record for record in labelled.records(folder)}
    counts: Counter[tuple[float, str]] = Counter()
    right: Counter[tuple[float, str]] = Counter()
    for line in articles.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        for quote in article["quotes"]:
            band = next(low for low in BANDS if quote["confidence"] >= low)
            surface = (quote["speaker"] or {}).get("surface")
            is_right = labels.has(records[article["uri"]], article["body_text"], quote["spans"], surface)
            for kind in (quote["kind"], "all"):
                counts[band, kind] += 1
                right[band, kind] += is_right
    return {
        band: {kind: (counts[band, kind], right[band, kind]) for kind in ("all", *KINDS)}
        for band in BANDS
        if counts[band, "all"]
    }
