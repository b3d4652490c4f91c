from evals.train import learn
from searchsvc.wire.clauses import read_clauses
from searchsvc.wire.features import Sentence
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.phrases import Span, tokenize
from searchsvc.wire.ranker import read_weights

NAMES = ("Ann Lee", "Bo Roe", "The mayor", "A spokesman", "The bank", "She")
WHAT = ("it rained", "prices fell", "the road was shut", "talks would go on", "more money was needed")


def labelled(name, what, tail):
    text = f"{name} murmured {what}{tail}."
    start, cue = text.index(what), text.index("murmured")
    quote = {"type": "indirect", "cue": "murmured", "cue_start": cue, "cue_end": cue + 8}
    return {"text": text, "quotes": [{**quote, "spans": [[start, start + len(what)]]}]}


def test_a_cue_and_the_extent_of_what_it_reports_are_learned():
    records = [
        labelled(name, what, tail) for name in NAMES for what in WHAT for tail in ("", ", but not here")
    ]
    records += [{"text": f"{name} saw that {what}.", "quotes": []} for name in NAMES for what in WHAT]
    learned = read_weights(learn(records * 8, "en"))
    assert "murmured" in learned.cues
    body = "The judge murmured the case was closed, but not here."
    tokens = tokenize(body, 0, len(body), [])
    sentence = Sentence(tokens, Span(0, len(tokens) - 1), frozenset(), lexicon("en"))
    (clause,) = read_clauses(sentence, learned)
    (span,) = clause.spans
    assert body[tokens[span.first].start : tokens[span.last].end] == "the case was closed"


def test_learning_the_same_gives_the_same():
    records = [labelled(name, what, "") for name in NAMES for what in WHAT]
    assert learn(records, "en") == learn(records, "en")
