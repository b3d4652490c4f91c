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
