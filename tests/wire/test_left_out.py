"""Verbs without a subject, in languages that leave it out, and what is no subject at all."""

import pytest

from searchsvc.wire.quotes import find_quotes


def said(text, language):
    """Each quote and the name or mention of its speaker."""
    return [
        (quote.text, quote.speaker and (quote.speaker.name or quote.speaker.surface))
        for quote in find_quotes(text, language=language)
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "El alcalde Juan Ruiz dijo que llueve mucho. Añadió que el puerto está cerrado.",
            [("que llueve mucho", "Juan Ruiz"), ("que el puerto está cerrado", "Juan Ruiz")],
        ),
        (
            "es",
            "El alcalde Juan Ruiz visitó el puerto. En este sentido, señaló que el puerto está cerrado.",
            [("que el puerto está cerrado", "Juan Ruiz")],
        ),
        (
            "es",
            "El alcalde Juan Ruiz visitó el puerto. Además, advirtió de que “no hay barcos”.",
            [("que “no hay barcos”", "Juan Ruiz")],
        ),
        (
            "pt",
            "O prefeito João Reis disse que chove muito. Afirmou que o porto está fechado.",
            [("que chove muito", "João Reis"), ("que o porto está fechado", "João Reis")],
        ),
        (
            "it",
            "Il sindaco Luigi Rossi ha detto che piove molto. Ha aggiunto che il porto è chiuso.",
            [("che piove molto", "Luigi Rossi"), ("che il porto è chiuso", "Luigi Rossi")],
        ),
    ],
)
def test_the_sentence_goes_on_about_who_is_known(language, text, expected):
    assert said(text, language) == expected


def test_a_verb_without_a_subject_goes_on_for_who_is_known_last():
    text = (
        'El candidato Juan Ruiz señaló que vio "hundido" a Pedro Soto.\n\n'
        'Por ello, quiere estar al lado de ellos. "No los vamos a dejar solos", bramó.\n\n'
        '"Hay que luchar", pidió a los jugadores.'
    )
    assert [who for _, who in said(text, "es")] == ["Juan Ruiz"] * 3


def test_a_verb_without_a_subject_is_that_of_a_surname_that_spoke_before():
    told = '"Llueve", dijo Juan Ruiz.\n\nEl equipo viajó a Lima.\n\n'
    text = told + 'Ruiz visitó ayer el puerto. "La final se juega en casa", lamentó.'
    assert said(text, "es")[-1] == ("La final se juega en casa", "Juan Ruiz")
    text = told + 'Lima recibió ayer al equipo. "La final se juega en casa", lamentó.'
    assert said(text, "es")[-1] == ("La final se juega en casa", None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # Whom the sentence before is about, though somebody else has spoken in the paragraph.
        (
            "“Choveu muito ontem”, disse Rui Melo. A ministra Ana Reis chegou. “Vai parar logo”, declarou.",
            "Ana Reis",
        ),
        (
            "A ex-ministra da Agricultura Ana Reis chegou. Durante o dia, disse que a chuva é “rara”.",
            "Ana Reis",
        ),
        (
            "A ministra Ana Reis chegou. Ao ser questionada sobre a chuva, disse que a água é “rara”.",
            "Ana Reis",
        ),
    ],
)
def test_a_verb_without_a_subject_is_that_of_whom_the_sentence_before_is_about(text, name):
    assert said(text, "pt")[-1][1] == name


def test_a_verb_within_the_sentence_has_its_subject():
    text = "Juan Ruiz visitó el puerto, a la vez que destacó que la ciudad “vive del mar”."
    assert said(text, "es") == [("que la ciudad “vive del mar”", "Juan Ruiz")]


def test_nobody_says_what_is_said_in_general():
    assert said("Ayer llovió. Se informó que el puerto está cerrado desde hoy.", "es") == []


def test_where_and_how_it_was_said_is_no_speaker():
    text = "El alcalde Juan Ruiz en rueda de prensa dijo que el puerto está cerrado."
    assert said(text, "es") == [("que el puerto está cerrado", "Juan Ruiz")]


@pytest.mark.parametrize(
    "text", ["“Llueve mucho en la ciudad”, dijo bien claro.", "“Llueve”, indicó ampliar la red."]
)
def test_small_words_and_infinitives_do_not_speak(text):
    assert [speaker for _, speaker in said(text, "es")] == [None]
