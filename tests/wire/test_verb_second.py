import pytest

from searchsvc.article import QuoteKind
from searchsvc.wire.features import Sentence
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.marks import find_quoted
from searchsvc.wire.phrases import Span, tokenize
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.verb_second import carries_on, clause_opening, cues_of
from searchsvc.wire.word_order import word_order

ORDER = word_order("de")


def sentence(text):
    tokens = tokenize(text, 0, len(text), find_quoted(text, 0, len(text)))
    return Sentence(tokens, Span(0, len(tokens) - 1), frozenset(), lexicon("de"))


def read(text, known=("sagte", "mitteilte", "so")):
    """Each cue as (cue, speaker, last word before it that it may report)."""
    within = sentence(text)

    def words(span):
        return span and text[within.tokens[span.first].start : within.tokens[span.last].end]

    return [
        (words(cue.span), words(cue.speaker), cue.front and within.tokens[cue.front].text)
        for cue in cues_of(within, ORDER, frozenset(known))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Laut Polizei starb ein Mann.", [("Laut", "Polizei", None)]),
        ("Nach Angaben der Polizei starb ein Mann.", [("Nach Angaben", "der Polizei", None)]),
        (
            "Ein Mann starb nach ersten Angaben von Anna Roth am Montag.",
            [("nach ersten Angaben", "Anna Roth", "starb")],
        ),
        ("Ein Mann starb nach Polizeiangaben am Montag.", [("nach", "Polizeiangaben", "starb")]),
        ("Nach eigenen Angaben kam er allein.", [("Nach", "eigenen Angaben", None)]),
        ("Ein Mann starb der Polizei zufolge am Montag.", [("zufolge", "der Polizei", "starb")]),
        ("Angaben der Polizei zufolge starb ein Mann.", [("zufolge", "der Polizei", None)]),
        ("Laut „Regenblatt“ starb ein Mann.", [("Laut", "„Regenblatt“", None)]),
        # No source: a time, a way, an adverb.
        ("Nach dem Unwetter starb ein Mann.", []),
        ("Er dachte laut über den Regen nach.", []),
        ("Die Kritik war laut geworden.", []),
        # Verbs: what stands before "wie" or right before the verb may be reported.
        ("Es regnet, sagte Anna Roth am Montag.", [("sagte", "Anna Roth", "regnet")]),
        ("Es regnet, wie Anna Roth mitteilte.", [("mitteilte", "Anna Roth", "regnet")]),
        ("Es regnet, so Anna Roth.", [("so", "Anna Roth", "regnet")]),
        ("Anna Roth sagte, es regne.", [("sagte", "Anna Roth", None)]),
    ],
)
def test_what_may_report_and_whose_it_is(text, expected):
    assert read(text) == expected


def test_of_a_source_in_a_dependent_clause_only_that_clause_can_be():
    text = "Das Boot, das am Montag nach Angaben der Polizei kenterte, war neu."
    within = sentence(text)
    (cue,) = cues_of(within, ORDER, frozenset())
    assert within.tokens[clause_opening(within, cue)].text == "am"


@pytest.mark.parametrize(
    ("text", "unreal", "expected"),
    [
        ("Die Lage sei ernst.", False, True),
        ("Dort könne man nicht leben.", False, True),
        ("Dort könnte man nicht leben.", False, False),
        ("Dort könnte man nicht leben.", True, True),
        ("Das Haus ist leer.", True, False),
        ("Das Haus ist leer, weil es nass sei.", False, False),
        ("Ich habe geschlafen.", True, False),
        ("Die Stimme war leise.", True, False),
    ],
)
def test_sentences_that_carry_on_what_was_reported(text, unreal, expected):
    assert carries_on(sentence(text), unreal=unreal) is expected


def test_nothing_carries_on_in_english():
    tokens = tokenize("It was late.", 0, 12, [])
    assert not carries_on(Sentence(tokens, Span(0, 3), frozenset(), lexicon("en")), unreal=True)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Die Ministerin Anna Roth sagte am Montag in Oslo, dass der Damm gebrochen sei. "
            "Das Wasser steige weiter. Niemand könne sagen, wie lange. Am Abend begann es zu regnen.",
            [
                (QuoteKind.INDIRECT, "dass der Damm gebrochen sei", "Die Ministerin Anna Roth"),
                (
                    QuoteKind.INDIRECT,
                    "Das Wasser steige weiter. Niemand könne sagen, wie lange",
                    "Die Ministerin Anna Roth",
                ),
            ],
        ),
        (
            "Nach Angaben der Polizei wurden bei dem Unfall zwei Menschen verletzt.",
            [(QuoteKind.INDIRECT, "wurden bei dem Unfall zwei Menschen verletzt", "der Polizei")],
        ),
        (
            "Der Damm ist gebrochen, wie die Ministerin Anna Roth am Montag mitteilte.",
            [(QuoteKind.INDIRECT, "Der Damm ist gebrochen", "die Ministerin Anna Roth")],
        ),
        (
            "Der Damm war Medienberichten zufolge seit Jahren nicht geprüft worden.",
            [
                (
                    QuoteKind.INDIRECT,
                    "Der Damm war seit Jahren nicht geprüft worden",
                    "Medienberichten",
                )
            ],
        ),
        (
            "Die Ministerin Anna Roth sagte, die Lage an dem Damm sei „ernst, aber nicht hoffnungslos“.",
            [(QuoteKind.MIXED, "ernst, aber nicht hoffnungslos", "Die Ministerin Anna Roth")],
        ),
    ],
)
def test_quotes_of_german_copy(body, expected):
    assert [
        (quote.kind, quote.text, quote.speaker and quote.speaker.surface)
        for quote in find_quotes(body, language="de")
    ] == expected


@pytest.mark.parametrize(
    "body",
    [
        "Die Organisation „Schirme ohne Grenzen“ warnte vor Regen.",
        "Laut der Zeitschrift „Regen und Schirm“ wird es nass.",
        "Roth nannte als Beispiele die Modelle „Schirm“ und „Haube“.",
    ],
)
def test_names_are_no_quotes(body):
    assert [quote for quote in find_quotes(body, language="de") if quote.kind is not QuoteKind.INDIRECT] == []
