"""Tokens, folding and stems, by example and by property."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from searchsvc.analysis import fold, fold_value, tokenize

ALPHABET = st.characters(codec=None) | st.sampled_from(
    "aéßıİøŁ'’.,-0123 \n\t\u0301\u0327\u3099\u00ad\u200dかガ東京ーไทยΆςйЁأالשְdDlLsS"
)
TEXTS = st.text(ALPHABET, max_size=60)


@given(TEXTS)
@example("\ud800")
@example("ﾊﾟﾊ")
@example("ำ")
def test_each_token_stands_where_it_says(text: str) -> None:
    tokens = tokenize(text)
    assert [token.position for token in tokens] == list(range(len(tokens)))
    end = 0
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        end = token.end
        assert fold(text[token.start : token.end]) == token.term != ""
        assert fold(token.word) == token.term


@given(TEXTS)
def test_terms_and_words_are_tokens_of_themselves(text: str) -> None:
    for token in tokenize(text):
        assert [again.term for again in tokenize(token.term)] == [token.term]
        assert [(again.term, again.word) for again in tokenize(token.word)] == [(token.term, token.word)]


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_value(fold_value(text)) == fold_value(text)


@given(TEXTS)
def test_normal_forms_give_the_same_terms(text: str) -> None:
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    composed, decomposed = ([(token.term, token.word) for token in tokenize(form)] for form in forms)
    assert composed == decomposed


def test_values_are_folded_whole() -> None:
    assert fold_value("  New \t York ") == "new york"
    assert fold_value("São Paulo") == "sao paulo"
    assert fold_value("Xi’an, D.C.") == "xian, d.c."
    assert fold_value("urn:newsml:efe.com:2022-02-10:É") == "urn:newsml:efe.com:2022-02-10:e"
    assert fold_value(" \n") == ""
