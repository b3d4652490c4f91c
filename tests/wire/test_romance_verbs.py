"""Romance verbs of saying: participles without an auxiliary, denials, infinitives behind them, sources."""

import pytest

from searchsvc.wire.quotes import find_quotes


def read(text, language):
    found = find_quotes(text, language=language)
    return [(each.text, each.speaker and each.speaker.surface, each.via) for each in found]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El alcalde habló desde el puesto de mando avanzado instalado en el parque."),
        ("es", "El fuego avanzó 50 kilómetros en dos horas por el viento."),
        ("es", "El club tiene una delantera en la que destacan los brasileños Reis y Rego."),
        ("es", "Los entremeses se consideran un género menor en la ciudad."),
        ("fr", "Le niveau est deux fois supérieur à celui observé les années précédentes."),
        ("fr", "Le groupe n'a pas commenté la situation de la ville hier soir."),
        ("fr", "La ville maintient sa position en soutenant la construction du port."),
        ("it", "La città si sta affermando sempre di più come un porto di grande importanza."),
        ("es", "Las vecinas exigen cambios para que se cumpla el horario."),
    ],
)
def test_nothing_is_said(language, text):
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "quote", "speaker"),
    [
        (
            "it",
            "Oslo ha affermato di essere impegnata a garantire che il porto resti aperto.",
            "di essere impegnata a garantire che il porto resti aperto",
            "Oslo",
        ),
        (
            "fr",
            "Des pluies ont fait deux morts à Lille, dans le nord, ont dit les autorités locales vendredi.",
            "Des pluies ont fait deux morts à Lille, dans le nord",
            "les autorités locales",
        ),
        (
            "fr",
            "La pluie va cesser, a annoncé mardi le ministère de l'Intérieur dans un communiqué.",
            "La pluie va cesser",
            "le ministère de l'Intérieur",
        ),
        (
            "es",
            "Desde la Asociación reclaman que la obra sea regulada por el Ayuntamiento.",
            "que la obra sea regulada por el Ayuntamiento",
            "la Asociación",
        ),
        (
            "es",
            "Las fuentes oficiales apuntan que la presencia de la obra molesta.",
            "que la presencia de la obra molesta",
            "Las fuentes oficiales",
        ),
        ("it", "Oslo infatti ha detto che il porto resta aperto.", "che il porto resta aperto", "Oslo"),
    ],
)
def test_what_is_said(language, text, quote, speaker):
    assert read(text, language) == [(quote, speaker, None)]


@pytest.mark.parametrize(
    ("language", "text", "quote", "speaker"),
    [
        (
            "es",
            "Cuatro viajaban en un coche y, según los primeros datos, serían ciudadanos extranjeros de paso.",
            "serían ciudadanos extranjeros de paso",
            "los primeros datos",
        ),
        (
            "es",
            "Según Ana Ruiz, directora del hospital de Lima, no quedan camas en el norte.",
            "no quedan camas en el norte",
            "Ana Ruiz",
        ),
        (
            "es",
            "Según esta última querella el acusado forzó la puerta de la casa.",
            "el acusado forzó la puerta de la casa",
            "esta última querella",
        ),
        (
            "it",
            "A parere del ministro Rossi, la pioggia continua da tre giorni.",
            "la pioggia continua da tre giorni",
            "ministro Rossi",
        ),
        (
            "pt",
            "Na opinião do ministro Rego, a chuva continua há três dias.",
            "a chuva continua há três dias",
            "ministro Rego",
        ),
    ],
)
def test_what_a_source_gives(language, text, quote, speaker):
    assert read(text, language) == [(quote, speaker, None)]


@pytest.mark.parametrize(
    ("language", "text", "quote", "speaker", "via"),
    [
        (
            "es",
            "Ana Ruiz dijo, según informó EFE, que la lluvia no va a parar.",
            "que la lluvia no va a parar",
            "Ana Ruiz",
            "EFE",
        ),
        (
            "es",
            "Ana Ruiz dijo que la lluvia no va a parar, según informó EFE.",
            "que la lluvia no va a parar",
            "Ana Ruiz",
            "EFE",
        ),
        (
            "it",
            "Secondo quanto riferito dall'Ansa, il sindaco Rossi ha detto che la pioggia continua.",
            "che la pioggia continua",
            "il sindaco Rossi",
            None,
        ),
        (
            "pt",
            "Ana Reis disse, segundo a Lusa, que a chuva vai parar.",
            "que a chuva vai parar",
            "Ana Reis",
            "Lusa",
        ),
        (
            "de",
            "Anna Roth sagte, wie die Agentur AP berichtete, dass der Regen nicht aufhört.",
            "dass der Regen nicht aufhört",
            "Anna Roth",
            "AP",
        ),
    ],
)
def test_an_agency_only_passes_on_what_somebody_says(language, text, quote, speaker, via):
    assert read(text, language) == [(quote, speaker, via)]


def test_a_label_in_capitals_does_not_hide_who_speaks():
    text = "LE POINT - « Nous avons gagné la course », a affirmé le maire, Jean Roux, selon une vidéo."
    (quote,) = find_quotes(text, language="fr")
    assert (quote.text, quote.speaker.name) == ("Nous avons gagné la course", "Jean Roux")


def test_whose_words_they_were_may_be_said_behind_them():
    text = "“Es una tragedia para todos”. Con esas palabras ha descrito Juan Moreno el incendio."
    (quote,) = find_quotes(text, language="es")
    assert (quote.kind, quote.speaker.name) == ("direct", "Juan Moreno")


def test_things_are_called_something_by_whom_the_sentence_is_about():
    text = "Oslo ha rechazado las condiciones propuestas por Lima, que califica de “malas”."
    assert read(text, "es") == [("malas", "Oslo", None)]


@pytest.mark.parametrize(
    ("language", "text", "name", "role"),
    [
        ("es", "El ministro Zoilo ha dicho que la lluvia no va a parar.", "Zoilo", "ministro"),
        ("pt", "O presidente Zelo disse que a chuva vai parar.", "Zelo", "presidente"),
        (
            "es",
            "El ministro, Juan Grande-Soto, llegó. Soto dijo que la lluvia no va a parar.",
            "Juan Grande-Soto",
            "ministro",
        ),
        (
            "es",
            "El primer ministro limeño, el liberal de centro Juan Ruiz, dijo que llueve mucho.",
            "Juan Ruiz",
            "primer ministro limeño",
        ),
        (
            "es",
            "El jefe de la Policía de Andalucía, Juan Ruiz, llegó. Ruiz dijo que llueve mucho.",
            "Juan Ruiz",
            "jefe de la Policía de Andalucía",
        ),
        (
            "pt",
            "“Chove muito”, disse o presidente da Câmara dos Deputados, João Reis.",
            "João Reis",
            "presidente da Câmara dos Deputados",
        ),
        (
            "fr",
            "« On est prêt », a assuré le directeur adjoint du Village Augustin Roux hier.",
            "Augustin Roux",
            "directeur adjoint du Village",
        ),
    ],
)
def test_names_beside_roles(language, text, name, role):
    quote = find_quotes(text, language=language)[-1]
    assert (quote.speaker.name, quote.speaker.role) == (name, role)


def test_nobody_is_called_so_for_the_house_where_he_works():
    text = (
        "El consejero de la Presidencia, Juan Sanz, vino con Ana Soto. "
        "El presidente ha dicho que la lluvia no va a parar."
    )
    (quote,) = find_quotes(text, language="es")
    assert quote.speaker.name != "Juan Sanz"
