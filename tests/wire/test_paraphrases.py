"""Offices in other words: "el jefe del Ejecutivo" is the president of the government."""

import pytest

from searchsvc.wire.knowledge import table
from searchsvc.wire.paraphrases import offices_meant
from searchsvc.wire.quotes import find_quotes


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "es",
            "El presidente del Gobierno, Pedro Ruiz, vino con Ana Soto. "
            "El jefe del Ejecutivo afirmó que la lluvia no va a parar.",
            "Pedro Ruiz",
        ),
        (
            "es",
            "El ministro de Exteriores, Pedro Ruiz, vino con Ana Soto. "
            "El jefe de la diplomacia española afirmó que la lluvia no va a parar.",
            "Pedro Ruiz",
        ),
        (
            "fr",
            "Le chef de l'Etat, Jean Roux, est venu avec Guy Lenoir. "
            "Le président de la République a assuré que la pluie cesserait.",
            "Jean Roux",
        ),
        (
            "it",
            "Il presidente del Consiglio, Luca Rossi, è arrivato con Anna Lupi. "
            "Il premier ha detto che la pioggia continua.",
            "Luca Rossi",
        ),
        (
            "pt",
            "O primeiro-ministro, João Reis, chegou com Ana Rego. "
            "O chefe do Governo afirmou que a chuva continua.",
            "João Reis",
        ),
        (
            "de",
            "Ministerpräsident Anton Roth kam mit Anna Lang. Der Regierungschef sagte: „Es regnet stark.“",
            "Anton Roth",
        ),
        # Somebody else of whom nothing was said is none of them.
        ("es", "Ana Soto vino. El jefe del Ejecutivo afirmó que la lluvia no va a parar.", None),
    ],
)
def test_who_holds_the_office_is_meant(language, text, name):
    (quote,) = find_quotes(text, language=language)
    assert quote.speaker.name == name


def test_what_follows_tells_more():
    assert offices_meant("titular de Interior", "es")[0] == "ministro de interior"
    assert offices_meant("jefe del Ejecutivo andaluz", "es")[0] == "presidente del gobierno"
    assert offices_meant("portavoz de Lima", "es") == ()
    assert offices_meant("président", "en") == ()


def test_each_row_is_lower_case_and_has_an_office():
    for rows in table("paraphrases").values():
        for words, offices in rows.items():
            assert offices and words not in offices
            assert all(each == each.lower() for each in (words, *offices))
