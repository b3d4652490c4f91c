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


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("pt", "O porto fechou. “A política mudou”, disse ao Estado.", None),
        ("pt", "“A política mudou”, disse à Lusa Ana Reis.", "Ana Reis"),
        ("es", "“Llueve desde ayer”, dijo Alfonso S. No obstante, el puerto abrió.", "Alfonso S"),
        ("es", "Minutos antes, Juan Ruiz llegó y dijo que la lluvia es “rara”.", "Juan Ruiz"),
        ("de", "Rektorin Anna Roth kam. Regen sei nie gut, betont sie: „Er stört uns sehr.“", "sie"),
        # What was stressed is a thing and does not speak.
        (
            "it",
            "Parlando ieri, il presidente Luca Rossi ha sottolineato la forza del gruppo, che ha «vinto».",
            "il presidente Luca Rossi",
        ),
        ("it", "Ieri ha detto il sindaco: «Piove da ieri sera».", "il sindaco"),
        # A verb behind the whole sentence, with quoted words far before it.
        ("es", "El plan fue un “desastre absoluto” para la ciudad, asegura el ministro.", "el ministro"),
        ("fr", "Le plan est un « vrai désastre » pour la ville, affirme le maire.", "le maire"),
        ("pt", "O plano foi um “desastre absoluto” para a cidade, afirma o ministro.", "o ministro"),
        ("it", "Il piano è un «vero disastro» per la città, afferma il ministro.", "il ministro"),
        ("pt", "Para abrir o porto, os pilotos teriam “fechado a cidade”.", None),
        (
            "fr",
            "Interrogé, ce membre de l’Alliance pour le Développement (APD) explique : « Il pleut. »",
            "ce membre de l’Alliance pour le Développement",
        ),
        (
            "en",
            "At a Rain Council emergency meeting on the strike, held at the request of the Dry Party, "
            "Mayor Ann Lee left, calling it “a wet day.”",
            "Mayor Ann Lee",
        ),
    ],
)
def test_the_subject_is_somebody(language, text, speaker):
    told = [each.speaker for each in find_quotes(text, language=language) if each.kind.value != "indirect"]
    assert [each.surface for each in told if each is not None] == ([speaker] if speaker else [])


@pytest.mark.parametrize(
    ("language", "text", "name", "role"),
    [
        ("en", "“It rained,” said Maj-Gen Bo Ray.", "Bo Ray", "Maj-Gen"),
        (
            "fr",
            "Le président du Parti de la Pluie (PP), Jean Roux, a dit : « Il pleut. »",
            "Jean Roux",
            "président du Parti de la Pluie",
        ),
    ],
)
def test_ranks_and_letters_in_brackets_hide_no_role(language, text, name, role):
    (quote,) = find_quotes(text, language=language)
    assert (quote.speaker.name, quote.speaker.role) == (name, role)


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("it", "“Ora sono concentrato sul presente”, le parole di Luca Rossi.", "Luca Rossi"),
        ("it", "“Vinceremo noi domani sera”, così il tecnico.", "il tecnico"),
        ("it", "«Piove da ieri sera», fa sapere il Comune.", "il Comune"),
        ("it", "“Piove da ieri – interviene l’assessore – e fa freddo”.", "l’assessore"),
        ("fr", "« Il pleut depuis hier », s’est réjoui le maire.", "le maire"),
        ("fr", "Anne Roux est venue. « Nous sommes prêts », s’est-elle félicitée.", "elle"),
        ("fr", "« Il pleut depuis hier », s’exclame Anne Roux.", "Anne Roux"),
        ("fr", "« Il pleut depuis hier », a fait savoir le parquet.", "le parquet"),
        ("es", "“Llueve desde ayer”, han indicado a Europa Press fuentes policiales.", "fuentes policiales"),
        ("es", "El alcalde hizo saber que “llueve mucho”.", "El alcalde"),
    ],
)
def test_some_say_it_in_other_words(language, text, speaker):
    (quote,) = find_quotes(text, language=language)
    assert quote.speaker.surface == speaker
