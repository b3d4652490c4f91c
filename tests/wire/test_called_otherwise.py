"""Who is meant by other words for who is known: "la syndicaliste", "o autarca", "der Trainer"."""

import pytest

from searchsvc.wire.quotes import find_quotes


def last(text, language):
    """Name and role of the last quote's speaker."""
    speaker = find_quotes(text, language=language)[-1].speaker
    return speaker and (speaker.name, speaker.role)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "fr",
            "La ministre Anne Roux a dit qu’il pleut. « Il pleut », juge la syndicaliste.",
            ("Anne Roux", "syndicaliste"),
        ),
        (
            "de",
            "„Es regnet“, sagte Klubchef Anton Roth. „Das hört auf“, sagte der Trainer.",
            ("Anton Roth", "Trainer"),
        ),
        (
            "fr",
            "« Il pleut », a dit Anne Roux. « Ça va durer », a ajouté cette membre du Parti de la Pluie.",
            ("Anne Roux", "membre du Parti de la Pluie"),
        ),
        (
            "de",
            "„Es regnet“, sagte Klubchefin Anna Roth. „Das hört auf“, sagten die Trainer.",
            (None, "Trainer"),
        ),
        (
            "de",
            "„Es regnet“, sagte Anna Roth. „Toll“, sagte die neue Landesmeisterin.",
            ("Anna Roth", "neue Landesmeisterin"),
        ),
        (
            "es",
            "“Llueve”, dijo Juan Ruiz. Según el también director del puerto, “va a parar”.",
            ("Juan Ruiz", "director del puerto"),
        ),
        # Not who stands beside others, nor who is of the other sex, nor several.
        ("es", "“Llueve”, dijo Juan Ruiz. “Va a parar”, añadió el abogado.", (None, "abogado")),
        ("es", "“Llueve”, dijo Juan Ruiz. “Va a parar”, añadió la ministra.", (None, "ministra")),
        ("es", "“Llueve”, dijo Juan Ruiz. “Va a parar”, añadieron los ministros.", (None, "ministros")),
        # Where nobody was quoted yet, only by words for an office or a trade that was told.
        (
            "pt",
            "O presidente da Câmara de Serra, Carlos Reis, não quis falar. “Chove”, afirmou o autarca.",
            ("Carlos Reis", "autarca"),
        ),
        ("es", "Ana Ruiz vino ayer. “Llueve”, afirmó la pintora.", ("Ana Ruiz", "pintora")),
        (
            "pt",
            "O presidente da Câmara de Serra, Carlos Reis, não quis falar. “Chove”, afirmou o coronel.",
            (None, "coronel"),
        ),
    ],
)
def test_other_words_mean_who_was_quoted_last(language, text, expected):
    assert last(text, language) == expected


LEAD = "A presidente da Câmara de Serra disse hoje que chove muito na cidade.\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LEAD + "“Chove”, disse à Lusa Maria Reis.", ("Maria Reis", "presidente da Câmara de Serra")),
        (
            LEAD + "“Chove”, disse à Lusa Maria Reis.\n\n“Vai parar”, disse a presidente da Câmara.",
            ("Maria Reis", "presidente da Câmara"),
        ),
        (LEAD + "“Chove”, disse à Lusa Carlos Reis.", ("Carlos Reis", None)),
        (LEAD + "“Chove”, disse a ministra Maria Reis.", ("Maria Reis", "ministra")),
        (
            "Rui Melo partiu. " + LEAD + "“Chove”, disse Maria Reis.",
            ("Maria Reis", None),
        ),
    ],
)
def test_an_office_in_the_lead_is_of_who_is_named_first(text, expected):
    assert last(text, "pt") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("pt", "Sem citar o pintor Ivo Melo, o presidente diz que chove muito.", (None, "presidente")),
        (
            "es",
            "Tras hablar con Juan Ruiz, el alcalde dijo que llueve mucho.",
            (None, "alcalde"),
        ),
        (
            "en",
            "Ann Lee, the mayor of Oslo said it rained.\n\nLee said it stopped.",
            ("Ann Lee", "mayor of Oslo"),
        ),
    ],
)
def test_a_clause_behind_a_name_says_no_role(language, text, expected):
    assert last(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "it",
            "«Piove», ha detto l’assessora alla Cultura Anna Lupi.",
            ("Anna Lupi", "assessora alla Cultura"),
        ),
        (
            "it",
            "«Piove». Lo ha detto il sottosegretario alla presidenza del Consiglio Luca Rossi a Roma.",
            ("Luca Rossi", "sottosegretario alla presidenza del Consiglio"),
        ),
        (
            "it",
            "«Piove», ha detto l’assessore all’Ambiente Luca Lupi.",
            ("Luca Lupi", "assessore all’Ambiente"),
        ),
        (
            "it",
            "«Piove - sottolinea l’assessore ai Lavori pubblici, Claudio Rossi -. Fa anche freddo».",
            ("Claudio Rossi", "assessore ai Lavori pubblici"),
        ),
        (
            "it",
            "«Piove a Roma». Lo dichiara l’assessore ai Lavori Pubblici, Giovanna Rossi.",
            ("Giovanna Rossi", "assessore ai Lavori Pubblici"),
        ),
        ("it", "«Piove», ha detto il ministro alla stampa. Luca Lupi è partito.", (None, "ministro")),
        ("fr", "« Il pleut », a dit l’ancien maire Jean Roux.", ("Jean Roux", "ancien maire")),
        ("fr", "Interrogé, le maire explique brièvement : « Il pleut. »", (None, "maire")),
    ],
)
def test_a_role_goes_on_behind_a_preposition(language, text, expected):
    assert last(text, language) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("«Llueve», dijo Ana Ruiz, vecina. «Nieva», agregó la mujer.", "Ana Ruiz"),
        ("«Llueve», dijo Ana Ruiz.\n\n«Nieva», agregó otra mujer. «Graniza», dijo la mujer.", None),
        ("«Llueve», dijo el ministro Juan Ruiz. «Nieva», dijo el portavoz.", None),
        ("«Llueve», dijo el ministro Juan Ruiz.\n\n«Nieva», dijo el hombre.", None),
    ],
)
def test_the_woman_is_who_was_quoted_right_before_in_the_paragraph(text, name):
    assert list(find_quotes(text, language="es"))[-1].speaker.name == name
