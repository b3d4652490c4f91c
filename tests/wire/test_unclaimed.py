import pytest

from searchsvc.article import QuoteKind
from searchsvc.wire.drafts import Draft
from searchsvc.wire.features import Sentence
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.marks import find_quoted
from searchsvc.wire.phrases import Span, tokenize
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.unclaimed import Acting


def tokens_of(text):
    return tokenize(text, 0, len(text), find_quoted(text, 0, len(text)))


def named(draft):
    return " ".join(token.text for token in draft.speaker_tokens)


def draft(paragraph=0, tokens=None, last=0):
    return Draft(QuoteKind.MIXED, [(0, 1)], paragraph, last, [] if tokens is None else tokens)


def acting(text, paragraph=0, language="de"):
    tokens = tokens_of(text)
    read = Acting(lexicon(language))
    read.remember(tokens, Span(0, len(tokens) - 1), paragraph)
    return read, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Rat der Stadt verurteilte die „gemeine“ Haltung.", "Der Rat der Stadt"),
        ("Es regnet, weil der Rat den „alten“ Damm verkaufte.", "der Rat"),
        # It passes on what somebody else says.
        ("Der Damm sei „alt“.", ""),
    ],
)
def test_who_acts_in_the_sentence(text, expected):
    tokens = tokens_of(text)
    at = next(number for number, token in enumerate(tokens) if token.quoted)
    unclaimed = draft()
    within = Sentence(tokens, Span(0, len(tokens) - 1), frozenset(), lexicon("de"))
    Acting(lexicon("de")).name_from_sentence(unclaimed, within, at)
    assert named(unclaimed) == expected


@pytest.mark.parametrize(
    ("paragraph", "language", "expected"),
    [(0, "de", "Bo Ray"), (1, "de", "Bo Ray"), (2, "de", ""), (0, "en", "")],
)
def test_who_acted_in_the_sentence_before(paragraph, language, expected):
    read, _ = acting("Bo Ray reagierte gelassen.", 0, language)
    unclaimed = draft(paragraph)
    read.name_from_before(unclaimed)
    assert named(unclaimed) == expected


def test_what_carries_on_is_whose_words_came_right_before():
    read, tokens = acting("Die Ministerin warnte vor dem Regen.")
    unclaimed = draft()
    assert read.name_from_saying(unclaimed, None)
    assert named(unclaimed) == "Die Ministerin"
    # Something of that sentence was quoted: whoever was quoted there goes on.
    assert not read.name_from_saying(draft(), draft(0, tokens, last=3))


@pytest.mark.parametrize("text", ["Der Damm liegt in Oslo.", "Er warnte vor dem Regen.", "Es regnet."])
def test_nobody_with_a_name_says_anything_before(text):
    read, _ = acting(text)
    assert not read.name_from_saying(draft(), None)


def test_quotes_that_nothing_attributes_have_a_speaker():
    body = "Bo Ray verurteilte die Haltung der Stadt. „Das ist ein großer Fehler, und er wird teuer.“"
    (quote,) = find_quotes(body, language="de")
    assert (quote.kind, quote.speaker.surface) == (QuoteKind.DIRECT, "Bo Ray")


def test_reported_speech_behind_no_quote_is_one():
    body = "Die Ministerin warnte vor dem Regen. Der Damm sei alt und müsse erneuert werden."
    (quote,) = find_quotes(body, language="de")
    assert (quote.kind, quote.text, quote.speaker.surface) == (
        QuoteKind.INDIRECT,
        "Der Damm sei alt und müsse erneuert werden",
        "Die Ministerin",
    )
