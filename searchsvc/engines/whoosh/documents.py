"""An article becomes rows, its own and one for each quote: terms, columns and a stored document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import accumulate, chain
from operator import sub
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from searchsvc import analysis
from searchsvc.article import Article, Concept, Quote, Speaker
from searchsvc.engines.whoosh.rows import Placed, Row, Text
from searchsvc.engines.whoosh.schema import CONFIDENCE, GAP
from searchsvc.highlight import sentence_starts

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MARKED_END = re.compile(r"""[.!?…。！？]["'”’»)\]」』）]{0,3}\Z""")
SENTENCE_LIMIT = 400
"""Code points kept of the sentence before or after a quote."""


def microseconds(instant: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z, exact."""
    return (instant - _EPOCH) // _MICROSECOND


class ArticleRows(NamedTuple):
    """An article's row, what its quotes' rows all have of it, and what each of them has of its own."""

    article: Row
    shared: Row
    quotes: list[Row]


def rows_of(article: Article) -> ArticleRows:
    """The article's row, and its quotes' rows in their order."""
    return rows_of_all((article,))[0]


def rows_of_all(articles: Sequence[Article]) -> list[ArticleRows]:
    """The rows of several articles, step by step."""
    shared = [_shared(article) for article in articles]
    shown = [orjson.dumps(_shown(article), option=orjson.OPT_UTC_Z) for article in articles]
    begins = [sentence_starts(article.body_text) for article in articles]
    own = list(map(_article_row, articles, shared, shown, begins))
    quotes = list(map(_quote_rows, articles, shown, begins))
    return list(map(ArticleRows, own, shared, quotes))


def language_values(language: str | None) -> list[str]:
    """A tag and all that it is a variant of: ``zh-Hant-HK``, ``zh-Hant``, ``zh``, folded."""
    if not language:
        return []
    parts = analysis.fold_value(language.replace("_", "-")).split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]


def stemmer_of(language: str | None) -> str:
    """The language whose stems an article's words got, or ``und`` (ISO 639-2: undetermined)."""
    primary = (language or "").replace("_", "-").split("-")[0].lower()
    return primary if primary in analysis.STEMMED_LANGUAGES else "und"


def _shared(article: Article) -> Row:
    """What an article and its quotes have in common: filters, order, place, the second lock."""
    row = Row()
    dateline = article.dateline
    id_ = article.id
    row.terms["uri"] = [analysis.fold_value(article.uri)]
    row.terms["id"] = [id_]
    _add_exact(row, "story", _some(article.story))
    _add_exact(row, "source", _some(article.source))
    _add_exact(row, "country", _some(dateline.country if dateline else None))
    _add_exact(row, "located", (dateline.cities or _some(dateline.city)) if dateline else [])
    row.terms["language"] = language_values(article.language)
    row.terms["stemmer"] = [stemmer_of(article.language)]
    row.columns["language_values"] = _some(article.language)
    for name in ("genre", "subject"):
        _add_concepts(row, name, getattr(article, name))
    _add_instant(row, "versioncreated", article.versioncreated)
    _add_instant(row, "embargoed", article.embargoed)
    _add_instant(row, "expires", article.expires)
    row.columns["key"] = id_.encode()
    if dateline and dateline.lat is not None and dateline.lon is not None:
        row.columns["lat"], row.columns["lon"] = dateline.lat, dateline.lon
    return row


def _article_row(article: Article, shared: Row, base: bytes, begins: Sequence[int]) -> Row:
    row = Row(dict(shared.terms), dict(shared.columns))
    texts = {
        name: text
        for name in ("headline", "body_text", "byline", "slugline", "ednote")
        if (text := getattr(article, name))
    }
    for name in ("headline", "body_text"):
        _add_stemmed(row, name, texts.get(name, ""), article.language)
    for name in ("byline", "slugline", "ednote"):
        _add_words(row, name, _some(texts.get(name)))
    for name in ("keywords", "place", "person", "organisation"):
        _add_concepts(row, name, getattr(article, name))
    speakers = [quote.speaker for quote in article.quotes if quote.speaker]
    _add_speakers(row, speakers)
    _add_via(row, [quote.via for quote in article.quotes if quote.via])
    _add_instant(row, "firstcreated", article.firstcreated)
    if article.urgency is not None:
        row.columns["urgency"] = article.urgency
    row.stored = _stored(base, texts, article.language, {"body_text": begins})
    return row


def _quote_rows(article: Article, base: bytes, begins: Sequence[int]) -> list[Row]:
    if not article.quotes:
        return []
    rows = []
    sentences = Sentences(article.body_text, begins)
    for ordinal, quote in enumerate(article.quotes):
        row = Row()
        row.columns["ordinal"] = ordinal
        row.columns["confidence"] = round(quote.confidence * CONFIDENCE)
        _add_stemmed(row, "text", quote.text, article.language)
        _add_speakers(row, [quote.speaker] if quote.speaker else [])
        _add_via(row, _some(quote.via))
        _add_words(row, "cue", _some(quote.cue))
        _add_exact(row, "kind", [quote.kind.value])
        around = {"before": sentences.before(quote.start), "after": sentences.after(quote.end)}
        own = orjson.dumps({**vars(quote), **around}, option=orjson.OPT_UTC_Z)
        row.stored = _stored(base[:-1] + b"," + own[1:], _quote_texts(quote), article.language)
        rows.append(row)
    return rows


def _quote_texts(quote: Quote) -> dict[str, str]:
    texts = {"text": quote.text, "cue": quote.cue, "via": quote.via}
    return {name: text for name, text in texts.items() if text}


def _shown(article: Article) -> dict[str, Any]:
    """What a hit shows of an article: of its parts the same as ``to_dict`` gives."""
    members = vars(article)
    return {"id": article.id, **{name: members[name] for name in _SHOWN}}


_SHOWN = ("uri", "headline", "source", "dateline", "versioncreated", "language", "story")


SHORTEST_BROKEN = 200
"""Code points of a text whose sentences are kept with it; a shorter one is rarely cut."""


def _stored(
    shown: bytes,
    texts: Mapping[str, str],
    language: str | None,
    known: Mapping[str, Sequence[int]] = MappingProxyType({}),
) -> bytes:
    """What is kept of a document, as JSON: what is ``shown`` of it, JSON already; its texts; of the longer
    ones also where their sentences begin (``known`` of some), each as the distance from the one before it."""
    breaks = {
        name: list(map(sub, begins, chain((0,), begins)))
        for name, text in texts.items()
        if len(text) >= SHORTEST_BROKEN
        for begins in (known[name] if name in known else sentence_starts(text),)
    }
    rest = orjson.dumps({"texts": texts, "language": language, "breaks": breaks})
    return b'{"shown":' + shown + b"," + rest[1:]


def breaks_of(document: Mapping[str, Any], name: str) -> list[int] | None:
    """Where the sentences of a stored document's text begin; None where that is not kept, as of a short text,
    or by an older release."""
    distances = document.get("breaks", {}).get(name)
    return None if distances is None else list(accumulate(distances))


class Sentences:
    """The sentences of a body, which begin where ``sentence_starts`` says; what stands about a quote."""

    def __init__(self, text: str, begins: Sequence[int]) -> None:
        self._text = text
        self._begins = [0, *(begin for begin in begins if 0 < begin < len(text) and _is_apart(text, begin))]

    def before(self, start: int) -> str | None:
        """The sentence before the one in which ``start`` lies."""
        return self._sentence(bisect_right(self._begins, start) - 2, keep_end=True)

    def after(self, end: int) -> str | None:
        """The sentence after the one in which the text up to ``end`` closes."""
        return self._sentence(max(bisect_left(self._begins, end), 1), keep_end=False)

    def _sentence(self, number: int, *, keep_end: bool) -> str | None:
        step = -1 if keep_end else 1
        while 0 <= number < len(self._begins):
            stop = self._begins[number + 1] if number + 1 < len(self._begins) else len(self._text)
            sentence = self._text[self._begins[number] : stop].strip()
            if any(character.isalnum() for character in sentence):
                return sentence[-SENTENCE_LIMIT:] if keep_end else sentence[:SENTENCE_LIMIT]
            number += step
        return None


def _is_apart(text: str, begin: int) -> bool:
    """Whether more than the end of a line parts a sentence from the one before it."""
    if text[begin - 1] != "\n":
        return True
    stop = begin - 1
    while stop > 0 and text[stop - 1].isspace():
        stop -= 1
        if text[stop] == "\n":
            return True
    return _MARKED_END.search(text, max(0, stop - 4), stop) is not None


def _add_stemmed(row: Row, name: str, text: str, language: str | None) -> None:
    row.texts[name] = Text(analysis.chunks(text), language)


def _add_words(row: Row, name: str, members: Iterable[str]) -> None:
    distinct = tuple(dict.fromkeys(members))
    if len(distinct) == 1:
        row.terms[name] = _words(distinct[0])
    elif distinct:
        place = _placed_again if len(distinct) <= _FEW and max(map(len, distinct)) <= _SHORT else _placed
        row.terms[name] = place(distinct)


def _placed(members: tuple[str, ...]) -> Placed | tuple[()]:
    """The words of several members of a list, which stand far apart."""
    terms: list[str] = []
    positions: list[int] = []
    base = 0
    for member in members:
        found = _words(member)
        terms += found
        positions += range(base, base + len(found))
        base += max(len(found) - 1, 0) + GAP
    return Placed(terms, positions) if terms else ()


def _words(text: str) -> Sequence[str]:
    return _short_words(text) if len(text) <= _SHORT else analysis.index_terms(text, None)[0]


@lru_cache(maxsize=4096)
def _short_words(text: str) -> tuple[str, ...]:
    return tuple(analysis.index_terms(text, None)[0])


_placed_again = lru_cache(maxsize=4096)(_placed)
_SHORT = 60
_FEW = 4
"""Characters of names and phrases whose words are remembered, and the most of them that are together: those
that are quoted are quoted often."""


def _add_exact(row: Row, name: str, values: Sequence[str]) -> None:
    if not values:
        return
    row.terms[name], row.columns[f"{name}_values"] = _exact(tuple(values))


@lru_cache(maxsize=4096)
def _exact(values: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Terms and shown values; remembered, for most are of a few agencies, cities and kinds."""
    folded = dict.fromkeys(map(analysis.fold_value, values))
    return tuple(term for term in folded if term), tuple(_shown_values(values))


def _add_concepts(row: Row, name: str, concepts: Sequence[Concept]) -> None:
    if not concepts:
        return
    members = [text for concept in concepts for text in (concept.name, concept.code) if text]
    _add_words(row, name, members)
    row.terms[f"{name}_exact"] = list(dict.fromkeys(analysis.fold_value(member) for member in members))
    row.columns[f"{name}_values"] = _shown_values([c.name or c.code for c in concepts])


def _add_speakers(row: Row, speakers: Sequence[Speaker]) -> None:
    if not speakers:
        return
    parts = [(s.name, s.surface, s.role, s.organisation) for s in speakers]
    _add_words(row, "speaker", [text for part in parts for text in part if text])
    known = tuple(text for s in speakers if not analysis.is_pronoun(text := s.known_as))
    if known:
        row.terms["known_as"], row.columns["speaker_values"] = _exact(known)


def _add_via(row: Row, members: Sequence[str]) -> None:
    if members:
        _add_words(row, "via", members)
        row.columns["via_values"] = _shown_values(members)


def _shown_values(values: Sequence[str | None]) -> list[str]:
    """What facets count: of values that fold to the same the first."""
    if len(values) == 1:
        return [value for value in values if value]
    kept: dict[str, str] = {}
    for value in values:
        if value:
            kept.setdefault(analysis.fold_value(value), value)
    return list(kept.values())


def _add_instant(row: Row, name: str, instant: datetime | None) -> None:
    if instant is not None:
        row.columns[name] = microseconds(instant)


def _some(value: str | None) -> list[str]:
    return [value] if value else []
