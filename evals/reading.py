"""Labelled texts -> what ``searchsvc parse`` writes of them, and what the scorers say of that."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.sets import LabelledSet
from searchsvc import wire
from searchsvc.article import Article, parse_instant, to_dict

ANCHOR = datetime(2026, 1, 1, tzinfo=UTC)
"""From where years are reckoned in texts that come without any date."""


def parse(record: dict[str, Any]) -> dict[str, Any]:
    """The record's copy as an article's JSON, as the command ``parse`` writes it."""
    sent = record.get("date_published")
    anchor = parse_instant(sent) if sent else ANCHOR
    reading = wire.read(record.get("raw") or record["text"], anchor=anchor)
    return to_dict(
        Article(
            uri=record["id"],
            headline=reading.headline,
            source=reading.source,
            language=reading.language,
            dateline=reading.dateline,
            body_text=reading.body_text,
            quotes=reading.quotes,
        )
    )


def write_articles(labelled: LabelledSet, folder: Path, target: Path) -> tuple[int, float]:
    """Parse a whole set into ``target``; how many texts, and how many of them a second of CPU."""
    records = list(labelled.records(folder))
    wire.read("PARIS, Jan 1 (AFP) - Tables are loaded by the first text that is read.", anchor=ANCHOR)
    started = time.process_time()
    articles = [parse(record) for record in records]
    seconds = time.process_time() - started
    with target.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    return len(records), len(records) / seconds


def score(labelled: LabelledSet, folder: Path, articles: Path, what: str, options: Iterable[str] = ()) -> str:
    """What the scorer prints for ``what`` (datelines, quotes or fragments) of the parsed articles."""
    predictions = articles.with_suffix(f".{what}.ndjson")
    with predictions.open("w", encoding="utf-8") as output:
        command = [sys.executable, str(folder / "predictions.py"), str(articles), what]
        subprocess.run(command, stdout=output, check=True)  # noqa: S603  # our own interpreter and paths
    scorer = folder / ("score_dateline.py" if what == "datelines" else "score_quotes.py")
    command = [sys.executable, str(scorer), str(labelled.path(folder)), str(predictions), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout
