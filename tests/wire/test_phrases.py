import pytest

from searchsvc.wire.candidates import without_predicate
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.phrases import sentences
from searchsvc.wire.subject_behind import subject_after
from searchsvc.wire.subject_first import subject_before
from tests.wire.worded import tokens_of, words

EN = lexicon("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. It snowed!", ["It rained.", "It snowed!"]),
        (
            "Gov. J. Lee of Rain Inc. said so. Mr. Ray left.",
            ["Gov. J. Lee of Rain Inc. said so.", "Mr. Ray left."],
        ),
        ("“Did it rain?” she asked. “Yes.” It did.", ["“Did it rain?” she asked.", "“Yes.”", "It did."]),
        ("no end", ["no end"]),
    ],
)
def test_sentences(text, expected):
    tokens = tokens_of(text)
    assert [words(text, tokens, each) for each in sentences(tokens, EN)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee said", "Ann Lee"),
        ("Sen. Ann Lee has also said", "Sen. Ann Lee"),
        ("The mayor of the town said", "The mayor of the town"),
        ("the three parties said", "the three parties"),
        ("Ann Lee, the first mayor of Oslo, said", "Ann Lee"),
        ("Ann Lee (a lawyer) said", "Ann Lee"),
        ("Ann Lee, who is ill, said", "Ann Lee"),
        ("On Monday Ann Lee said", "Ann Lee"),
        ("When it rained he said", "he"),
        ("Ann Lee shook her head and said", "Ann Lee"),
        ("Ann Lee left, saying", "Ann Lee"),
        ("This is Tokyo's offer, saying", "Tokyo's"),
        ("by saying", None),
        ("said", None),
    ],
)
def test_the_speaker_before_a_verb(text, expected):
    tokens = tokens_of(text)
    assert words(text, tokens, subject_before(tokens, len(tokens) - 1, 0, EN)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("said Ann Lee, the mayor", "Ann Lee"),
        ("said the mayor of Oslo on Monday", "the mayor of Oslo"),
        ("said J. Lee.", "J. Lee"),
        ("said she", "she"),
        ("said on Monday", None),
        ("said", None),
    ],
)
def test_the_speaker_behind_a_verb(text, expected):
    tokens = tokens_of(text)
    assert words(text, tokens, subject_after(tokens, 0, len(tokens) - 1, EN)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "El alcalde no ha explicado los motivos", "El alcalde"),
        ("es", "El documento subraya que llueve", "El documento"),
        ("es", "La Comisaría de Oslo para protestar por la lluvia", "La Comisaría de Oslo"),
        ("es", "El Centro de Oslo para Asuntos de la Lluvia", "El Centro de Oslo para Asuntos de la Lluvia"),
        ("es", "La autoridad responsabilizó a la empresa", "La autoridad"),
        ("es", "el comité y le responden", "el comité"),
        ("es", "Una moción del grupo en la", "Una moción del grupo"),
        ("es", "un comunicado emitido hoy por el alcalde", "un comunicado emitido hoy por el alcalde"),
        ("es", "el ya citado portavoz", "el ya citado portavoz"),
        ("fr", "Le maire a dit", "Le maire"),
        ("de", "Die Koalition soll das Hauptproblem lösen helfen", "Die Koalition"),
        ("de", "Der Leiter der Behörde", "Der Leiter der Behörde"),
    ],
)
def test_a_speaker_without_what_he_did(language, text, expected):
    kept = without_predicate(tokens_of(text), lexicon(language))
    assert " ".join(token.text for token in kept) == expected
