import time

import pytest

from searchsvc.article import QuoteKind
from searchsvc.wire.clauses import cues, end_places, start_places
from searchsvc.wire.features import Sentence
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.phrases import Span, tokenize
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.ranker import FOLDER, Weights, read_weights, weights

KNOWN = Weights(frozenset(["said", "added"]), {}, {})


def sentence(text):
    tokens = tokenize(text, 0, len(text), [])
    return Sentence(tokens, Span(0, len(tokens) - 1), frozenset(), lexicon("en"))


def test_cues_with_their_speakers_and_what_stands_before_them():
    read = sentence("It rained, Ann Lee said, and she added that it snowed.")
    words = [token.text for token in read.tokens]
    assert [
        (words[cue.span.first], cue.speaker and words[cue.speaker.last], cue.front and words[cue.front])
        for cue in cues(read, KNOWN)
    ] == [("said", "Lee", "rained"), ("added", "she", None)]


def test_a_source_is_a_cue_whatever_was_learned():
    (cue,) = cues(sentence("According to Ann Lee, it rained."), Weights(frozenset(), {}, {}))
    assert (cue.span, cue.is_source) == (Span(0, 1), True)


def test_a_clause_may_end_before_what_may_begin_another_and_before_a_source():
    read = sentence("Ann Lee said it rained hard, but not long, according to Bo Roe, who saw it.")
    (said, _) = cues(read, KNOWN)
    starts = start_places(read, said)
    assert read.tokens[starts[0]].text == "it"
    assert [read.tokens[at].text for at in end_places(read, starts[0])] == ["hard", "long"]


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        (
            "The minister told reporters that the talks had failed, adding that new ones would begin in May.",
            QuoteKind.INDIRECT,
            "that the talks had failed",
        ),
        (
            "Profits rose by a fifth, the company said on Monday.",
            QuoteKind.INDIRECT,
            "Profits rose by a fifth",
        ),
        (
            "Lee said the plan was “a joke” that nobody wanted.",
            QuoteKind.MIXED,
            "the plan was “a joke” that nobody wanted",
        ),
        ("Lee called the plan “a bad joke” on Monday.", QuoteKind.MIXED, "the plan “a bad joke”"),
    ],
)
def test_what_is_reported_ends_where_the_writer_goes_on(body, kind, text):
    quote = find_quotes(body, language="en")[0]
    assert (quote.kind, quote.text) == (kind, text)


def test_weights_are_small_and_soon_read():
    for language in (file.name.removesuffix(".json") for file in FOLDER.iterdir()):
        assert len(FOLDER.joinpath(f"{language}.json").read_bytes()) < 2_000_000
        weights.cache_clear()
        started = time.process_time()
        assert weights(language).cues
        assert time.process_time() - started < 0.5  # a tenth of it, on an idle machine
    assert weights("xx") is None
    assert weights(None) is weights("en") or weights(None) == weights("en")


def test_probabilities_are_those_of_a_softmax():
    learned = read_weights(
        {"cues": "said", "modes": {"w said": [0.0, 0.0, 0.0]}, "places": {"end": {"near": 1.0, "far": -1.0}}}
    )
    assert learned.modes_of(["w said", "unknown"], 4) == [0.25] * 4
    assert learned.modes_of([], 2) == [0.5, 0.5]
    assert learned.places_of("end", [["near"], ["far"]]) == pytest.approx([0.8808, 0.1192], abs=1e-4)
