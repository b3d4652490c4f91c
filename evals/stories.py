"""``python -m evals.stories``: how alike articles of one story are, on Reuters-21578, by threshold.

Two figures that pull against each other. *Precision*, of pairs of articles that are as alike as the
threshold asks: the part whose headlines agree (half of their words), which were left out of the texts
compared, so that they can bear witness; among those of about the same time, which a story takes in,
and among those further apart, which it does not: their headlines agree where a report is made every
week. *Recall*, of each article's copies as other outlets
and later takes have them: the part that joins the article's story.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from rich.console import Console
from rich.table import Table

from evals.reading import parse
from evals.sets import DATELINES, data_folder
from searchsvc.analysis import fingerprint, tokenize
from searchsvc.article import Article, from_dict, parse_instant
from searchsvc.ingest.stories import PERIOD, story_text

THRESHOLDS = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9)
AGREE = 0.5
"""Part of their words that headlines of one event share."""
SENTENCE = "The announcement was made by a spokesman on the evening of the same day."


@dataclass(frozen=True)
class Text:
    """An article of the set: what is compared of it with its headline and without."""

    article: Article
    dated: datetime
    body: str
    places: bytes

    @property
    def words(self) -> frozenset[str]:
        """The words of its headline."""
        return frozenset(token.term for token in tokenize(self.article.headline or ""))


def texts() -> Iterator[Text]:
    """The articles of the set that have a text."""
    for record in DATELINES[0].records(data_folder()):
        article = from_dict(parse(record))
        body = story_text(article).partition("\n")[2]
        places = fingerprint.signature(body)
        if places is not None:
            yield Text(article, parse_instant(record["date_published"]), body, places)


def pairs(found: list[Text]) -> Iterator[tuple[float, bool, bool]]:
    """Of all that share a band: the exact similarity of the bodies, whether the headlines agree, and
    whether both are of about the same time."""
    by_key: dict[int, list[int]] = defaultdict(list)
    for number, text in enumerate(found):
        for key in fingerprint.bands(text.places):
            by_key[key].append(number)
    alike = {(one, other) for row in by_key.values() for other in row for one in row if one < other}
    for one, other in sorted(alike):
        first, second = found[one], found[other]
        shared = len(first.words & second.words) / max(1, len(first.words | second.words))
        near = abs(first.dated - second.dated) <= PERIOD
        yield _exact(first.body, second.body), shared >= AGREE, near


def _exact(one: str, other: str) -> float:
    first, second = fingerprint.shingles(one), fingerprint.shingles(other)
    both = len(np.intersect1d(first, second, assume_unique=True))
    return both / (len(first) + len(second) - both)


def copies(text: str) -> dict[str, str]:
    """The same story as others have it."""
    headline, _, body = text.partition("\n")
    words = body.split()
    paragraphs = body.split("\n\n")
    corrected = [f"{word}x" if place % 40 == 20 else word for place, word in enumerate(words)]
    return {
        "another headline and credit": f"Other outlet writes its own\nBy a staff writer. {body} Agencies.",
        "a word in forty corrected": f"{headline}\n{' '.join(corrected)}",
        "the last fifth cut": f"{headline}\n{' '.join(words[: max(1, len(words) * 4 // 5)])}",
        "the last third cut": f"{headline}\n{' '.join(words[: max(1, len(words) * 2 // 3)])}",
        "two sentences added": f"{headline}\n{SENTENCE} {body} {SENTENCE}",
        "the paragraphs turned round": f"{headline}\n" + "\n\n".join(reversed(paragraphs)),
    }


def main() -> int:
    """Print both tables; 1 where the set is not there."""
    if not data_folder().is_dir():
        sys.stderr.write(f"{data_folder()} is missing: set SEARCHSVC_TEST_DATA\n")
        return 1
    found = list(texts())
    console = Console(width=120)
    console.print(_precision(list(pairs(found))))
    console.print(_recall(found))
    return 0


def _precision(rows: list[tuple[float, bool, bool]]) -> Table:
    table = Table("threshold", f"pairs within {PERIOD.days} days", "agree", "pairs further apart", "agree")
    for threshold in THRESHOLDS:
        cells = [str(threshold)]
        for side in (True, False):
            agree = [agrees for alike, agrees, near in rows if alike >= threshold and near is side]
            cells += [str(len(agree)), f"{sum(agree) / max(1, len(agree)):.3f}"]
        table.add_row(*cells)
    return table


def _recall(found: list[Text]) -> Table:
    joined: dict[str, list[float]] = defaultdict(list)
    for text in found:
        whole = story_text(text.article)
        places = fingerprint.signature(whole)
        for name, copy in copies(whole).items():
            other = fingerprint.signature(copy)
            if places is not None and other is not None:
                shares = set(fingerprint.bands(places)) & set(fingerprint.bands(other))
                joined[name].append(fingerprint.similarities(places, [other])[0] if shares else 0.0)
    table = Table("copies that join", *map(str, THRESHOLDS))
    for name, values in joined.items():
        shares_at = (sum(value >= threshold for value in values) / len(values) for threshold in THRESHOLDS)
        table.add_row(name, *(f"{share:.3f}" for share in shares_at))
    return table


if __name__ == "__main__":
    sys.exit(main())
