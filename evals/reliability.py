"""Is a quote's confidence worth its name: of those so sure, how many are quotes with that speaker."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from evals.sets import LabelledSet

BANDS = (0.9, 0.8, 0.7, 0.5, 0.0)


def reliability(labelled: LabelledSet, folder: Path, articles: Path) -> dict[float, tuple[int, int]]:
    """By the lower end of each band: how many direct quotes, and how many of them are right.

    Right is a quote half of whose words lie in one labelled quote with a speaker of the same last name.
    """
    gold = {record["id"]: record["quotes"] for record in labelled.records(folder)}
    counts: Counter[float] = Counter()
    right: Counter[float] = Counter()
    for line in articles.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        labels = [(_words(quote["text"]), _last(quote["speaker"])) for quote in gold[article["uri"]]]
        for quote in article["quotes"]:
            if quote["kind"] != "direct":
                continue
            band = next(low for low in BANDS if quote["confidence"] >= low)
            words = _words(quote["text"])
            said_by = _last((quote["speaker"] or {}).get("surface"))
            counts[band] += 1
            right[band] += any(
                2 * len(words & said) >= len(words) and said_by and said_by == speaker
                for said, speaker in labels
            )
    return {band: (counts[band], right[band]) for band in BANDS if counts[band]}


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def _last(speaker: str | None) -> str:
    names = re.findall(r"\w+", (speaker or "").split(",")[0])
    return names[-1].lower() if names else ""
