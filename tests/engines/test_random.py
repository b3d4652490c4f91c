"""Random corpora and queries: every engine finds what reading each article from start to end finds."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchsvc import analysis
from searchsvc.article import Article, article_id
from searchsvc.search import Delete, Engine
from searchsvc.tree import (
    And,
    AndMaybe,
    Boost,
    Everything,
    Fuzzy,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
)
from tests.engines.corpus import article, ask, puts, uris

WORDS = ("ant", "ants", "anted", "bat", "bats", "cat", "cart", "coat", "casa", "casas")
LANGUAGES = ("en", "es", None)

words = st.sampled_from(WORDS)
fields = st.sampled_from((None, "headline", "body_text"))
texts = st.lists(words, max_size=8).map(" ".join)
articles = st.lists(st.tuples(texts, texts, st.sampled_from(LANGUAGES)), max_size=7)

leaves = st.one_of(
    st.just(Everything()),
    st.just(Nothing()),
    st.builds(lambda text, field: Word(text, text, field), words, fields),
    st.builds(Phrase, st.lists(words, min_size=1, max_size=3).map(tuple), st.integers(0, 3), fields),
    st.builds(Prefix, st.sampled_from(("a", "an", "ca", "x")), fields),
    st.builds(Wildcard, st.sampled_from(("*a*", "?at", "c*t", "*s", "ca?a*", "*")), fields),
    st.builds(Fuzzy, words, st.integers(1, 2), fields),
)
queries = st.recursive(
    leaves,
    lambda children: st.one_of(
        st.builds(And, st.lists(children, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(children, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, children),
        st.builds(AndMaybe, children, children),
        st.builds(Boost, children, st.sampled_from((0.5, 2.0))),
    ),
    max_leaves=5,
)


def answers(node: Node, each: Article, languages: set[str]) -> bool:
    """Whether the article matches, by reading it."""
    match node:
        case And(children):
            return all(answers(child, each, languages) for child in children)
        case Or(children):
            return any(answers(child, each, languages) for child in children)
        case Not(child):
            return not answers(child, each, languages)
        case AndMaybe(required, _):
            return answers(required, each, languages)
        case Boost(child, _):
            return answers(child, each, languages)
        case Everything():
            return True
        case Nothing():
            return False
    names = (node.field,) if node.field else ("headline", "body_text")
    return any(_in_text(node, getattr(each, name) or "", each.language, languages) for name in names)


def _in_text(node: Node, text: str, language: str | None, languages: set[str]) -> bool:
    tokens = analysis.tokenize(text)
    terms = [token.term for token in tokens]
    match node:
        case Word(word):
            return bool(analysis.stems(word, languages) & set(analysis.stemmed(tokens, language)))
        case Phrase(wanted, slop):
            return _stands(list(wanted), terms, slop)
        case Prefix(prefix):
            return any(term.startswith(prefix) for term in terms)
        case Wildcard(pattern):
            return any(analysis.matches_wildcard(pattern, term) for term in terms)
        case Fuzzy(wanted, distance):
            return any(analysis.within_edits(wanted, term, distance) for term in terms)
    raise AssertionError(node)


def _stands(wanted: list[str], terms: list[str], slop: int) -> bool:
    """Every choice of ascending places is tried."""

    def runs(rest: list[str], start: int) -> list[int]:
        places = [place for place in range(start, len(terms)) if terms[place] == rest[0]]
        return places if len(rest) == 1 else [end for place in places for end in runs(rest[1:], place + 1)]

    return any(
        end - start - (len(wanted) - 1) <= slop
        for start, term in enumerate(terms)
        if term == wanted[0]
        for end in ([start] if len(wanted) == 1 else runs(wanted[1:], start + 1))
    )


@pytest.fixture
def refill(engine: Engine) -> Callable[[list[Article]], None]:
    """Puts articles in the place of all that the index has, in several commits."""
    sequence = count(1)
    held: set[str] = set()

    def fill_again(corpus: list[Article]) -> None:
        gone = [Delete(next(sequence), id_) for id_ in held]
        half = len(corpus) // 2
        for changes in (gone, puts(corpus[:half]), puts(corpus[half:])):
            engine.apply(changes, upto=next(sequence))
        held.clear()
        held.update(article_id(each.uri) for each in corpus)

    return fill_again


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corpus=articles, asked=st.lists(queries, min_size=1, max_size=6))
def test_documents_are_those_that_reading_finds(engine: Engine, refill, corpus, asked) -> None:
    made = [
        article(f"a{number}", body, headline=headline, language=language)
        for number, (headline, body, language) in enumerate(corpus)
    ]
    refill(made)
    languages = {language or "und" for _, _, language in corpus}
    for query in asked:
        expected = sorted(each.uri for each in made if answers(query, each, languages))
        result = ask(engine, query, limit=100)
        assert (sorted(uris(result)), result.total.value) == (expected, len(expected)), query
        scores = [hit.score for hit in result.hits]
        assert scores == sorted(scores, reverse=True)
