"""Words for the tests of phrases and of who says what."""

from searchsvc.wire.marks import find_quoted
from searchsvc.wire.phrases import tokenize


def tokens_of(text):
    return tokenize(text, 0, len(text), find_quoted(text, 0, len(text)))


def words(text, tokens, span):
    return span and text[tokens[span.first].start : tokens[span.last].end]
