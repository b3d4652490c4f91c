"""The labelled sets, and where they are."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def data_folder() -> Path:
    """The folder that ``SEARCHSVC_TEST_DATA`` names, else ``../shared/data`` beside the checkout."""
    named = os.environ.get("SEARCHSVC_TEST_DATA")
    return Path(named) if named else HERE.parent.parent / "shared" / "data"


@dataclass(frozen=True)
class LabelledSet:
    """A set and its bar: the figure that a throwaway of two regular expressions reached on it."""

    name: str
    file: str
    bar: str

    def path(self, folder: Path) -> Path:
        """The gzipped JSON lines of the set."""
        return folder / "labelled" / self.name / self.file

    def records(self, folder: Path) -> Iterator[dict[str, Any]]:
        """Its texts with their labels."""
        with gzip.open(self.path(folder), "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


DATELINES = (
    LabelledSet("dateline_reuters21578", "docs.jsonl.gz", ".977"),
    LabelledSet("dateline_reuters_isot", "docs.jsonl.gz", ".948"),
    LabelledSet("dateline_conll2002_efe", "docs.jsonl.gz", ".855"),
    LabelledSet("dateline_ieer_ap_nyt", "docs.jsonl.gz", ".186"),
    LabelledSet("dateline_multi_agency", "docs.jsonl.gz", ".696"),
)
QUOTES = (
    LabelledSet("quotes_polnear", "quotes.jsonl.gz", ".903"),
    LabelledSet("quotes_wikinews_de", "quotes.jsonl.gz", ".715"),
)
