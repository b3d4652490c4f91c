"""Which story an article belongs to: that of the most similar text of about the same time, or a new one.

Articles are looked at in the order of the change sequence, inside the transaction that writes them. An
article keeps the story that it has once joined, and two stories never become one, so that ids stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from searchsvc.analysis import fingerprint
from searchsvc.article import Article, article_id
from searchsvc.store import StorySignature, Transaction

THRESHOLD = 0.5
"""Similarity at which an article joins a story: the part of their runs of four words that both texts have.
Chosen on Reuters-21578 with ``python -m evals.stories``: of 180 pairs of articles within two days that are so
alike .928 have headlines that agree; at .45, of 196 only .888. A higher one loses more than it gains: at .6
(.944) takes cut by a third join in .947 instead of .996, other outlets' headlines and credits in .922
instead of .954."""
PERIOD = timedelta(days=2)
"""How far apart the texts of one story may be dated: the same routine report of another week, down to the
figures at times, is another story. A text that tells no date is compared with all."""


def story_text(article: Article) -> str:
    """The text by which an article is compared: headline and body without the dateline, which each outlet
    writes in its own way."""
    return f"{article.headline or ''}\n{body_of(article)}"


def body_of(article: Article) -> str:
    """The body without the dateline."""
    body, dateline = article.body_text, article.dateline
    if dateline is not None and dateline.start is not None and dateline.end is not None:
        return body[: dateline.start] + body[dateline.end :]
    return body


def signature_of(article: Article) -> bytes | None:
    """What an article is recognised by; None where it has no words."""
    return fingerprint.signature(story_text(article))


def signatures_of(articles: Sequence[Article]) -> list[bytes | None]:
    """What each of several articles is recognised by, found at once."""
    return fingerprint.signatures([story_text(article) for article in articles])


def date_of(article: Article) -> datetime | None:
    """When the article is of, where its sender or its copy says so."""
    return None if article.versioncreated_from == "ingest" else article.versioncreated


class Grouping:
    """Finds the stories of the articles of one transaction. ``signatures``: those that will be asked for,
    so that what may be alike is read at once. What is learned is kept by ``keep``."""

    def __init__(self, transaction: Transaction, signatures: Iterable[bytes | None]) -> None:
        self._transaction = transaction
        self._keys = {places: fingerprint.bands(places) for places in signatures if places is not None}
        wanted = list(dict.fromkeys(key for keys in self._keys.values() for key in keys))
        self._known = transaction.alike(wanted) if wanted else {}
        self._number = transaction.last_signature() if wanted else 0
        self._added: list[tuple[StorySignature, Sequence[int]]] = []

    def story_of(self, article: Article, places: bytes | None, story: str | None) -> str:
        """The story of ``article``, whose signature is ``places`` and which belongs to ``story`` already
        where that is given."""
        founded = article_id(f"urn:searchsvc:story:{article.uri}")
        if places is None:
            return story or founded
        dated = date_of(article)
        best, similarity = self._best(places, dated, story)
        if story is None:
            story = founded if best is None or similarity < THRESHOLD else best.story
        if best is None or similarity < 1.0 or best.dated != dated:
            self._learn(StorySignature(self._number + 1, story, dated, places))
        return story

    def keep(self) -> None:
        """Write what was learned."""
        self._transaction.add_signatures(self._added)
        self._added = []

    def _best(
        self, places: bytes, dated: datetime | None, story: str | None
    ) -> tuple[StorySignature | None, float]:
        """The most similar of what is known, of ``story`` alone where that is given; of several the one
        that came first."""
        candidates = {
            known.number: known
            for key in self._keys[places]
            for known in self._known.get(key, ())
            if (story is None or known.story == story) and _of_one_time(dated, known.dated)
        }
        if not candidates:
            return None, 0.0
        numbers = sorted(candidates)
        alike = fingerprint.similarities(places, [candidates[number].places for number in numbers])
        similarity, place = max((value, -place) for place, value in enumerate(alike))
        return candidates[numbers[-place]], similarity

    def _learn(self, signature: StorySignature) -> None:
        keys = self._keys[signature.places]
        self._number = signature.number
        self._added.append((signature, keys))
        for key in keys:
            self._known.setdefault(key, []).append(signature)


def _of_one_time(one: datetime | None, other: datetime | None) -> bool:
    return one is None or other is None or abs(one - other) <= PERIOD
