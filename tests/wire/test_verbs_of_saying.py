"""Verbs of saying that copy has beside the plainest, and names that end with an initial."""

import pytest

from searchsvc.wire.quotes import find_quotes


@pytest.mark.parametrize(
    ("language", "text", "said", "name"),
    [
        (
            "pt",
            "O ministro Rui Reis alega que “é impossível” abrir o porto.",
            "que “é impossível” abrir o porto",
            "Rui Reis",
        ),
        (
            "pt",
            "O ministro Rui Reis fechou o porto, afirmando que a chuva tem “caráter raro”.",
            "que a chuva tem “caráter raro”",
            "Rui Reis",
        ),
        (
            "es",
            "El ministro Juan Ruiz cerró el puerto, asegurando que la lluvia “es rara”.",
            "que la lluvia “es rara”",
            "Juan Ruiz",
        ),
        ("es", "“Llueve desde ayer”, apeló Juan Ruiz.", "Llueve desde ayer", "Juan Ruiz"),
        ("de", "„Es regnet. Das ist gut“, erzählt Anna Roth.", "Es regnet. Das ist gut", "Anna Roth"),
        (
            "it",
            "«Piove da ieri — continua Luca Rossi — e fa freddo».",
            "Piove da ieri e fa freddo",
            "Luca Rossi",
        ),
        # An initial stands for the surname of who is accused.
        ("es", "Sobre el viaje, Alfonso S. comenta: “Llueve desde ayer”.", "Llueve desde ayer", "Alfonso S."),
        ("de", "Anton R. sagte vor Gericht: „Es regnete stark.“", "Es regnete stark.", "Anton R."),
        ("en", "“It rained all day,” Anton R. said.", "It rained all day,", "Anton R."),
    ],
)
def test_the_verb_says_whose_the_words_are(language, text, said, name):
    (quote,) = find_quotes(text, language=language)
    assert (quote.text, quote.speaker.name) == (said, name)
