import pytest

from searchsvc.wire.words import fold, fold_all, title_case

TEXTS = [
    "São  Paulo",
    "ST. LOUIS",
    "N.Y.",
    "O’Brien",
    "Łódź",
    "Straße",
    "Москва",
    "東京",
    "",
    "Winston-Salem",
    "Œuvre d‘Ærø",
]


def test_folding_sets_case_accents_dots_and_hyphens_aside():
    assert [fold(text) for text in TEXTS] == [
        "sao paulo",
        "st louis",
        "n y",
        "o'brien",
        "lodz",
        "strasse",
        "москва",
        "東京",
        "",
        "winston salem",
        "oeuvre d'aero",
    ]


def test_folding_many_is_folding_each():
    assert fold_all(TEXTS) == [fold(text) for text in TEXTS]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("NEW YORK", "New York"),
        ("des moines", "Des Moines"),
        ("COEUR D'ALENE", "Coeur D'Alene"),
        ("ST. JOHN'S", "St. John's"),
        ("İZMİR", "İzmir"),
    ],
)
def test_title_case(written, shown):
    assert title_case(written) == shown
