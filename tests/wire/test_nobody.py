import pytest

from searchsvc.wire.quotes import find_quotes


def speaker_of(text, language):
    (quote,) = find_quotes(text, language=language)
    speaker = quote.speaker
    return speaker and (speaker.surface, speaker.name, speaker.role, speaker.organisation)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Eigenen Angaben zufolge hat Hans Roth den Haushalt geprüft.",
            ("Eigenen Angaben", "Hans Roth", None, None),
        ),
        (
            "Nach eigenen Angaben hat die Stadt den Haushalt geprüft.",
            ("eigenen Angaben", None, None, None),
        ),
        ("Ersten Angaben zufolge ist der Haushalt solide.", ("Ersten Angaben", None, None, None)),
        ("Berichten zufolge ist der Haushalt solide.", ("Berichten", None, None, None)),
        (
            "Hans Roth kam. Nach seinen Angaben ist der Haushalt solide.",
            ("seinen Angaben", "Hans Roth", None, None),
        ),
        (
            "Der Minister Hans Roth kam. Ihm zufolge ist der Haushalt solide.",
            ("Ihm", "Hans Roth", "Minister", None),
        ),
        (
            "Der Haushalt sei solide, fügte Roth hinzu.\n\nHans Roth, der Minister, kam.",
            ("Roth", "Hans Roth", "Minister", None),
        ),
    ],
)
def test_german_accounts_are_the_subjects_or_nobodys(text, expected):
    assert speaker_of(text, "de") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Según confirmaron, el presupuesto es sólido.",
        "Según hizo público, el presupuesto es sólido.",
        "Según consta en el acta, el presupuesto es sólido.",
        "Por otra parte estimó que el presupuesto es sólido.",
        "Finalmente, manifestó que el presupuesto es sólido.",
    ],
)
def test_verbs_and_adverbials_do_not_speak_in_spanish(text):
    assert speaker_of(text, "es") is None


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Según fuentes del caso, el presupuesto es sólido.", "fuentes del caso"),
        ("Según vecinos de la zona, el presupuesto es sólido.", "vecinos de la zona"),
        ("Según sondeos recientes, el presupuesto es sólido.", "sondeos recientes"),
        ("Según el acta, el presupuesto es sólido.", "el acta"),
        ("Según Adega, el presupuesto es sólido.", "Adega"),
    ],
)
def test_sources_without_an_article_do(text, surface):
    assert speaker_of(text, "es")[0] == surface
