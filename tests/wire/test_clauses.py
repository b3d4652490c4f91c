import json
import time

import pytest

from searchsvc.article import QuoteKind
from searchsvc.wire.contexts import CONTEXT, SIDE, context_sum, side_sum
from searchsvc.wire.ends import DETAIL, END, detail_sums, end_sums
from searchsvc.wire.extents import end_places, start_places
from searchsvc.wire.features import MODE, Recorder, Sentence, mode_sum
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.phrases import Span, tokenize
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.ranker import FOLDER, REMOTE, Weights, read_weights, softmax, weights
from searchsvc.wire.reporting_cues import cues
from searchsvc.wire.starts import START, start_sums
from tests.wire.untraced import untraced

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
            "The minister said the talks had failed, adding that new ones would begin in May.",
            QuoteKind.INDIRECT,
            "the talks had failed",
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


def test_what_only_joins_sentences_is_not_said():
    quote = find_quotes("But, Ann Lee said, the plan would fail.", language="en")[0]
    assert (quote.text, quote.speaker.name) == ("the plan would fail", "Ann Lee")


def test_a_title_with_its_author_behind_it_is_no_quote():
    body = "Ann Lee was in “A long night in the rain falls on an old town,” by Jane Roe."
    assert find_quotes(body, language="en") == ()


def test_weights_are_small_and_soon_read():
    for language in (file.name.removesuffix(".json") for file in FOLDER.iterdir()):
        assert len(FOLDER.joinpath(f"{language}.json").read_bytes()) < 2_000_000
        weights.cache_clear()
        with untraced():
            started = time.process_time()
            assert weights(language).cues
            assert time.process_time() - started < 0.5  # a twentieth of it, on an idle machine
    assert weights("xx") is None
    assert weights(None) is weights("en") or weights(None) == weights("en")


def test_probabilities_are_those_of_a_softmax():
    assert softmax([0.0]) == [1.0]
    assert softmax([1.0, -1.0]) == pytest.approx([0.8808, 0.1192], abs=1e-4)


def test_no_speaker_brings_a_cue_to_a_sum_out_of_reach():
    learned, read = weights("en"), sentence(TEXT)
    for cue in cues(read, learned):
        place = learned.place_of(read, cue.span)
        most = max(learned.modes_of(read, cue, place)[1:])
        assert learned.modes_of(read, cue, place) == learned.modes_of(read, cue)
        assert learned.may_reach(place, read, cue.span, (most, most))
        assert not learned.may_reach(place, read, cue.span, (most + 6, most + 6))


def test_sums_are_those_of_the_weights_of_the_features_asked_for():
    rows = json.loads(FOLDER.joinpath("en.json").read_text(encoding="utf-8"))
    learned, read = read_weights(rows), sentence(TEXT)
    places = list(range(8, 20))
    for cue in cues(read, learned):
        asked = Recorder(MODE)
        mode_sum(asked.known, read, cue)
        around = Recorder(CONTEXT)
        context_sum(around.known, read, cue.span)
        beside = Recorder(SIDE)
        side_sum(beside.known, read, cue)
        features = [*asked.features, *around.features, *beside.features]
        known = [rows["modes"][name] for name in features if name in rows["modes"]]
        assert learned.modes_of(read, cue) == pytest.approx([0.0, *map(sum, zip(*known, strict=True))])
        best = max(places, key=lambda at: _sum(rows["places"]["start"], START, start_sums, read, cue, [at]))
        # Asked twice: the second time from what was remembered.
        assert learned.start_of(read, cue, places) == learned.start_of(read, cue, places) == best
        ends = rows["places"]["end"]
        sums = [_sum(ends, END, end_sums, read, cue, 4, [at]) for at in places]
        details = [_sum(ends, DETAIL, detail_sums, read, cue, 4, [at]) for at in places]
        least = max(sums) - REMOTE
        sums = [one + more if one > least else one for one, more in zip(sums, details, strict=True)]
        assert learned.ends_of(read, cue, 4, places) == pytest.approx(softmax(sums))


TEXT = (
    "On Monday the ministry said that prices rose by a tenth, adding it expected more of that, which Ann "
    "Lee, the chairman, denied, according to the Oslo Post; nobody else thought so."
)


def test_the_context_of_a_cue_has_the_cues_on_both_sides():
    read = sentence("The minister said he believed that it rained.")
    (said, believed), known = cues(read, weights("en")), Recorder(CONTEXT)
    assert [read.low(each.span.first) for each in (said, believed)] == ["said", "believed"]
    context_sum(known.known, read, said.span)
    assert known.features == [
        "kind said-word",
        "kind,next said-word he",
        "kind,before said-word word",
        "kind,far-ahead said-word -",
        "kind,far-behind said-word 1",
        "kind,ahead said-word -",
        "kind,behind said-word believed",
        "ahead,far - -",
        "cue-behind,far believed 1",
        "begins said",
        "begins,behind said pronoun",
        "two-ahead the",
        "finite 2",
        "finite,w 2 said",
        "words-ahead,before 1 word",
    ]


def _sum(rows, groups, sums, *question):
    asked = Recorder(groups)
    sums(asked.known, *question)
    assert asked.features
    return sum(rows.get(name, 0.0) for name in asked.features)


@pytest.mark.parametrize("groups", [MODE, CONTEXT, SIDE, START, END, DETAIL])
def test_a_feature_as_text_is_read_back(groups):
    for template in (each for group in groups for each in group):
        key = ("", "b", ("b", "c"))[template.values - 1]
        assert template.parse(template.spell("a", key)) == ("a", key) or not template.name
    assert END[0][1].spell("=word", "relative True") == "frame relative True =word"
    assert END[0][1].parse("frame relative True =word") == ("=word", "relative True")
