import pytest

from searchsvc.article import QuoteKind
from searchsvc.wire.features import Sentence
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.marks import find_quoted
from searchsvc.wire.phrases import Span, tokenize
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.verb_second import (
    behind_source,
    carried,
    clause_opening,
    clause_starts,
    cues_of,
    goes_on_behind,
)
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
        ("Krank sei er, klagen die Anwälte dem Bericht zufolge.", [("zufolge", "dem Bericht", "Anwälte")]),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Offiziellen Angaben zufolge starb ein Mann.", [("zufolge", "Offiziellen Angaben", None)]),
        ("Seiner Aussage zufolge war er allein.", [("zufolge", "Seiner Aussage", None)]),
        ("Einer Meldung von Regenblatt zufolge starb ein Mann.", [("zufolge", "Regenblatt", None)]),
        # It is no clause for which the source is named.
        ("Die nach Angaben der Polizei 20 Täter flohen.", []),
        # Behind an aside the speaker stands before the verb, behind a clause after it.
        ("Roth, die Ministerin, sagte der Zeitung, es regne.", [("sagte", "Roth", "Ministerin")]),
        ("Es regnet, obwohl es warm ist, sagte Roth.", [("sagte", "Roth", "ist")]),
    ],
)
def test_sources_and_speakers_with_more_around_them(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das Boot, das am Montag nach Angaben der Polizei kenterte, war neu.", "das"),
        ("Das Boot, auf dem sich nach Angaben der Polizei zwei Männer befanden, war neu.", "auf"),
        ("Der Hafen ist zu, das Boot war nach Angaben der Polizei neu.", "das"),
        ("Der Hafen war leer: Das Boot war nach Angaben der Polizei neu.", "Das"),
        # The verb behind the comma is the sentence's.
        ("Das Boot, das neu war, war nach Angaben der Polizei leer.", "Das"),
    ],
)
def test_of_a_source_only_its_own_clause_can_be(text, expected):
    within = sentence(text)
    (cue,) = cues_of(within, ORDER, frozenset())
    assert within.tokens[clause_opening(within, cue)].text == expected


def test_what_a_verb_reports_begins_right_behind_it_or_behind_a_mark():
    within = sentence("Roth sagte der alten Zeitung am Montag, dass es regne, und ging.")
    starts = clause_starts(within, 2)
    assert [within.tokens[at].text for at in starts] == ["der", "dass", "und"]


def test_behind_a_source_and_what_is_said_of_it_the_verb_begins_its_words():
    within = sentence("Nach Angaben von Ray, einem Leiter der Firma, wurde das Boot verkauft.")
    starts = behind_source(within, [5, 6, 7, 8, 10, 11, 12])
    assert [within.tokens[at].text for at in starts] == ["wurde"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dass sie fahren, wird nun bezweifelt.", "fahren"),
        ("Der Damm sei alt, sagte Anna Roth.", "alt"),
        ("Der Damm sei alt, so Anna Roth.", "alt"),
        ("Der Damm sei alt, so dass er brechen könne.", None),
        ("Der Damm sei alt, werde aber geprüft.", None),
        ("Der Damm sei alt, und er breche.", None),
    ],
)
def test_where_the_writer_goes_on(text, expected):
    within = sentence(text)
    found = [within.tokens[at].text for at in range(within.last) if goes_on_behind(within, at)]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "stands_in", "expected"),
    [
        ("Die Lage sei ernst.", False, "Die Lage sei ernst"),
        ("Dort könne man nicht leben.", False, "Dort könne man nicht leben"),
        ("Dort könnten sie nicht leben.", False, None),
        ("Dort könnten sie nicht leben.", True, "Dort könnten sie nicht leben"),
        # It says what is not so.
        ("Dort könnte man nicht leben.", True, None),
        ("Das Haus ist leer.", True, None),
        ("Das Haus ist leer, weil es nass sei.", False, None),
        ("Das Haus ist leer, in dem er geschlafen habe.", False, None),
        ("Das Haus ist leer, es sei denn, es regnet.", False, None),
        ("Ende März regnete es.", False, None),
        ("Der Damm sei alt, heißt es.", False, "Der Damm sei alt"),
        ("Sie blieb bei dem Vorwurf, er habe gelogen.", False, "er habe gelogen"),
        ("Ich habe geschlafen.", True, None),
        ("Die Stimme war leise.", True, None),
    ],
)
def test_sentences_that_carry_on_what_was_reported(text, stands_in, expected):
    within = sentence(text)
    found = carried(within, stands_in=stands_in)
    said = found and text[within.tokens[found.first].start : within.tokens[found.last].end]
    assert said == expected


def test_nothing_carries_on_in_english():
    tokens = tokenize("It was late.", 0, 12, [])
    assert carried(Sentence(tokens, Span(0, 3), frozenset(), lexicon("en")), stands_in=True) is None


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
