import pytest

from searchsvc.wire.genitives import in_nominative
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.vocabulary import vocabulary

WORDS = vocabulary("de")


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("des Regenamtes", "Regenamt"),
        ("des Regenamts für Oslo", "Regenamt für Oslo"),
        ("eines Regensprechers", "Regensprecher"),
        ("des künstlerischen Leiters", "künstlerische Leiter"),
        ("des Amtes", "Amt"),
        ("des Papstes", "Papst"),
        ("des Regenmagazins", "Regenmagazin"),
        ("des Präsidenten", "Präsident"),
        ("Norwegens", "Norwegen"),
        ("Niederlande", "Niederlande"),
        ("des Regens", "des Regens"),
        ("das Regenamt", "das Regenamt"),
    ],
)
def test_the_nominative_where_it_is_sure(surface, expected):
    assert in_nominative(surface, WORDS) == expected


def test_other_languages_have_none():
    assert in_nominative("des Ministers", vocabulary("fr")) == "des Ministers"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nach Angaben des Regenamtes stieg der Preis.", (None, None, "Regenamt")),
        ("Nach Angaben eines Regensprechers stieg der Preis.", (None, "Regensprecher", None)),
        ("Nach Angaben Norwegens stieg der Preis.", (None, None, "Norwegen")),
        (
            "Nach Angaben Roths stieg der Preis.\n\nHans Roth, der Minister, kam.",
            ("Hans Roth", "Minister", None),
        ),
        (
            "Der behandelnde Arzt Roths sagte, der Preis steige.\n\nHans Roth, der Minister, kam.",
            (None, "behandelnde Arzt Roths", None),
        ),
        (
            "Nach Angaben des Regensprechers Hans Roth stieg der Preis.",
            ("Hans Roth", "Regensprecher", None),
        ),
        (
            "Der Direktor des Regenamtes sagte, der Preis steige.",
            (None, "Direktor des Regenamtes", "Regenamt"),
        ),
        (
            "Ein Sprecher des norwegischen Regenministeriums sagte, der Preis steige.",
            (None, "Sprecher des norwegischen Regenministeriums", "Regenministerium"),
        ),
        ("Nach Angaben des Magazins „Regenwelt“ stieg der Preis.", (None, None, "Regenwelt")),
    ],
)
def test_who_speaks_is_named_in_the_nominative(text, expected):
    (quote,) = find_quotes(text, language="de")
    speaker = quote.speaker
    assert (speaker.name, speaker.role, speaker.organisation) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Der Preis steige, sagte Minister Hans Roth der Nachrichtenagentur Reuters.",
        "„Der Preis steigt“, sagte Minister Hans Roth laut der Nachrichtenagentur Reuters.",
        "Laut der Nachrichtenagentur Reuters sagte Minister Hans Roth, der Preis steige.",
    ],
)
def test_an_agency_passes_on_what_somebody_else_said(text):
    (quote,) = find_quotes(text, language="de")
    speaker = quote.speaker
    assert (speaker.name, speaker.role, speaker.organisation, quote.via) == (
        "Hans Roth",
        "Minister",
        None,
        "Reuters",
    )


def test_an_agency_that_says_it_itself_is_the_speaker():
    (quote,) = find_quotes("Die Nachrichtenagentur AP berichtete, der Preis steige.", language="de")
    assert (quote.speaker.organisation, quote.via) == ("Nachrichtenagentur AP", None)
