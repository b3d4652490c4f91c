"""Articles invented for the tests of engines, and short ways to ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from searchsvc.article import Article, Concept, Dateline, Quote, QuoteKind, Speaker
from searchsvc.search import Engine, Put, SearchRequest, SearchResult
from searchsvc.tree import Everything, Node, Word

NOW = datetime(2022, 6, 1, tzinfo=UTC)


def day(number: int, month: int = 2, hour: int = 0) -> datetime:
    """An instant in 2022."""
    return datetime(2022, month, number, hour, tzinfo=UTC)


def article(name: str, body: str = "", **fields: Any) -> Article:
    """An English article with the uri ``name``, unless told otherwise."""
    return Article(**{"uri": name, "body_text": body, "language": "en", "versioncreated": day(1), **fields})


def quote(body: str, words: str, **fields: Any) -> Quote:
    """A direct quote of ``words`` where they stand in ``body``."""
    start = body.index(words)
    span = (start, start + len(words))
    return Quote(
        **{
            "text": words,
            "spans": (span,),
            "kind": QuoteKind.DIRECT,
            "start": span[0],
            "end": span[1],
            **fields,
        }
    )


def puts(articles: Iterable[Article], first: int = 1) -> list[Put]:
    """Puts with the sequence numbers from ``first`` on."""
    return [Put(seq, each) for seq, each in enumerate(articles, start=first)]


def fill(engine: Engine, articles: Iterable[Article]) -> Engine:
    """Index ``articles`` in one commit."""
    changes = puts(articles)
    engine.apply(changes, upto=len(changes))
    return engine


def word(text: str, field: str | None = None) -> Word:
    """A plain word of lower-case ASCII."""
    return Word(text, text, field)


def ask(engine: Engine, query: Node | None = None, **parameters: Any) -> SearchResult:
    """Search at ``NOW``."""
    return engine.search(SearchRequest(**{"query": query or Everything(), "now": NOW, **parameters}))


def uris(result: SearchResult) -> list[str]:
    """The uris of the hits, in order."""
    return [hit.document["uri"] for hit in result.hits]


def found(engine: Engine, query: Node | None = None, **parameters: Any) -> list[str]:
    """The uris of the hits, sorted."""
    return sorted(uris(ask(engine, query, **parameters)))


HARBOUR = (
    "LISBON, Feb 3 (Lusa) - Two ferries collided in the harbour. “The fog was thick,” said captain Rui Melo. "
    "Nobody was hurt. The ferry company, according to Lusa, has opened an inquiry."
)
STRIKE = (
    "PARIS, Feb 5 (Reuters) - Bakers struck for a second day. The bakers' union wants higher flour subsidies."
    " Flour prices rose. “We will not bake at a loss,” union leader Anne Petit said."
)
HUELGA = (
    "MADRID, 7 feb (EFE).- Los panaderos siguen en huelga. Los precios de la harina suben en Niño Perdido."
)


def newsroom() -> list[Article]:
    """Four articles: a collision, a strike, its Spanish story, and a flash without dateline or language."""
    return [
        article(
            "urn:harbour",
            HARBOUR,
            headline="Ferries collide in Lisbon fog",
            source="Lusa",
            versioncreated=day(3),
            firstcreated=day(2),
            urgency=4,
            dateline=Dateline("LISBON, Feb 3 (Lusa) -", city="Lisbon", country="PT", lat=38.7, lon=-9.1),
            subject=(Concept("Transport accident", "20000139"), Concept("Shipping")),
            quotes=(
                quote(
                    HARBOUR,
                    "The fog was thick,",
                    cue="said",
                    speaker=Speaker("captain Rui Melo", name="Rui Melo", role="captain"),
                ),
            ),
            story="s1",
        ),
        article(
            "urn:strike",
            STRIKE,
            headline="French bakers strike over flour",
            source="Reuters",
            versioncreated=day(5),
            urgency=5,
            byline="By Marie Dubois",
            dateline=Dateline("PARIS, Feb 5 (Reuters) -", city="Paris", country="FR", lat=48.9, lon=2.4),
            subject=(Concept("Labour"), Concept("Food, drink")),
            quotes=(
                quote(
                    STRIKE,
                    "We will not bake at a loss,",
                    cue="said",
                    speaker=Speaker("union leader Anne Petit", name="Anne Petit", role="union leader"),
                ),
            ),
            story="s2",
        ),
        article(
            "urn:huelga",
            HUELGA,
            headline="Panaderos en huelga",
            language="es-ES",
            source="efe",
            versioncreated=day(7),
            dateline=Dateline("MADRID, 7 feb (EFE).-", city="Madrid", country="ES", lat=40.4, lon=-3.7),
            subject=(Concept("labour"),),
            story="s2",
        ),
        article(
            "urn:flash",
            "Ferry service resumes.",
            headline="FLASH",
            language=None,
            versioncreated=day(8),
            urgency=1,
        ),
    ]
