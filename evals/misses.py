"""What is not read as it is labelled, one line each: for ``python -m evals --misses SET``.

The scorers themselves decide what is right; they are loaded from beside the labelled sets.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from evals.sets import DATELINES, QUOTES, LabelledSet

SHOWN = 90
"""Characters of a text that are shown."""


@dataclass(frozen=True)
class Miss:
    """A text, what of it is wrong ("city", "lost quote", ...), the label, what was read, and the place."""

    id: str
    what: str
    labelled: str | None
    read: str | None
    text: str

    def __str__(self) -> str:
        return f"{self.id}\t{self.what}\tlabelled {self.labelled!r}\tread {self.read!r}\t{self.text}"


def sets_called(name: str) -> list[LabelledSet]:
    """The sets whose name has ``name`` in it."""
    return [labelled for labelled in (*DATELINES, *QUOTES) if name in labelled.name]


def misses(labelled: LabelledSet, folder: Path, articles: Path) -> Iterator[Miss]:
    """The misses of a set whose parsed ``articles`` (JSON lines) are given, in the order of the labels."""
    parsed = {}
    for line in articles.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        parsed[article["uri"]] = article
    find = _of_datelines if labelled in DATELINES else _of_quotes
    scorer = _load(folder / ("score_dateline.py" if labelled in DATELINES else "score_quotes.py"))
    for record in labelled.records(folder):
        if not record.get("gold_doubtful"):
            yield from find(scorer, record, parsed[record["id"]])


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _of_datelines(scorer: ModuleType, record: dict[str, Any], article: dict[str, Any]) -> Iterator[Miss]:
    gold, found = record["gold"], article.get("dateline") or {}
    labelled = {
        "city": gold.get("city") or gold.get("place"),
        "date": gold.get("date_iso") or gold.get("date_text"),
        "agency": gold.get("agency"),
    }
    read = {"city": found.get("city"), "date": found.get("date"), "agency": article.get("source")}
    right = {
        "city": lambda: scorer.okcity(read["city"], gold, False),
        "date": lambda: scorer.okdate(read["date"], gold),
        "agency": lambda: scorer.nag(read["agency"]) == scorer.nag(gold["agency"]),
    }
    text = record.get("raw") or record["text"]
    # A dateline is at the beginning, a sign-off at the end.
    shown = f"{_one_line(text[: 2 * SHOWN])} ... {_one_line(text[-SHOWN // 2 :])}"
    for field, label in labelled.items():
        if bool(label) != bool(read[field]) or (label and not right[field]()):
            yield Miss(record["id"], field, label, read[field], shown)


def _of_quotes(scorer: ModuleType, record: dict[str, Any], article: dict[str, Any]) -> Iterator[Miss]:
    """Quotes that were lost, that nobody labelled, or that have another speaker; all types, whole quotes."""
    text, body = record["text"], article.get("body_text") or ""
    golds = [(quote, scorer.mset(text, _spans(quote))) for quote in record["quotes"]]
    found = []
    for quote in article.get("quotes") or []:
        pieces = [{"text": body[start:end], "near": start} for start, end in quote["spans"]]
        spans = scorer.locate(text, {"pieces": pieces, "of": len(body)}, set())
        found.append((quote, scorer.mset(text, spans or [])))
    free = set(range(len(found)))
    for gold, characters in golds:
        overlaps = {
            number: len(characters & found[number][1]) / max(len(characters), len(found[number][1]), 1)
            for number in free
        }
        best = max(overlaps, key=overlaps.__getitem__, default=None)
        place = _one_line(text[max(gold["start"] - SHOWN, 0) : gold["end"] + SHOWN])
        if best is None or overlaps[best] < 0.5:
            yield Miss(record["id"], f"lost {gold.get('type')} quote", _one_line(gold["text"]), None, place)
            continue
        free.discard(best)
        speaker = (found[best][0].get("speaker") or {}).get("surface")
        if gold.get("speaker") and not _same(scorer, gold["speaker"], speaker):
            yield Miss(record["id"], "speaker", gold["speaker"], speaker, place)
    for number in sorted(free):
        quote = found[number][0]
        place = _one_line(body[max(quote["start"] - SHOWN, 0) : quote["end"] + SHOWN])
        yield Miss(record["id"], f"unlabelled {quote['kind']} quote", None, _one_line(quote["text"]), place)


def _spans(quote: dict[str, Any]) -> list[list[int]]:
    return quote.get("spans") or [[quote["start"], quote["end"]]]


def _same(scorer: ModuleType, label: str, speaker: str | None) -> bool:
    if not speaker:
        return False
    ours, theirs = scorer.nspk(speaker), scorer.nspk(label)
    return ours == theirs or scorer.head(label) in ours.split() or scorer.head(speaker) in theirs.split()


def _one_line(text: str) -> str:
    return " ".join(text.split())
