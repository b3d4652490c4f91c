"""Organisations that speak: what is called by a noun or in short gets the name that the text gives it."""

import pytest

from searchsvc.wire.kinds import from_its_name
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.vocabulary import vocabulary


def who(body, language="en"):
    """The organisation of each quote's speaker, and the role, if there is one."""
    return [
        (quote.speaker.organisation, quote.speaker.role) if quote.speaker.role else quote.speaker.organisation
        for quote in find_quotes(body, language=language)
    ]


@pytest.mark.parametrize(
    "noun",
    ["The company", "The firm", "The airline", "It", "A company spokesman", "The president of the company"],
)
def test_what_any_company_is_called_by_is_the_one_that_spoke_last(noun):
    body = f"Norvik Air Inc said it sold a hangar.\n\n{noun} said the hangar was empty."
    found = who(body)
    assert found[0] == "Norvik Air Inc"
    assert (found[1] if isinstance(found[1], str) else found[1][0]) == "Norvik Air Inc"


def test_the_company_is_no_ministry_that_spoke_last():
    body = "The Rain Ministry said it bought boats.\n\nThe company said they float."
    assert who(body) == ["Rain Ministry", "company"]


def test_the_company_that_alone_is_named_before():
    body = "Shares of Norvik Boats Inc fell in Oslo.\n\nThe company said it lost money."
    assert who(body) == ["Norvik Boats Inc"]


def test_of_two_companies_that_did_not_speak_neither_is_meant():
    body = "Shares of Norvik Boats Inc and Harbour Oil Corp fell.\n\nThe company said it lost money."
    assert who(body) == ["company"]


def test_who_spoke_long_ago_is_not_meant_where_others_spoke_since():
    between = "The rain fell for hours on roofs and boats. " * 12
    body = (
        f"Norvik Boats Inc said it lost money.\n\nHarbour Oil Inc said it won.\n\n{between}\n\n"
        "The company said it would sell."
    )
    assert who(body) == ["Norvik Boats Inc", "Harbour Oil Inc", "company"]


def test_the_bank_is_who_spoke_last_with_the_noun_in_its_name():
    body = "The World Bank met.\n\nThe Bank of Norvik said prices fell.\n\nThe bank said they rise again."
    assert who(body) == ["Bank of Norvik", "Bank of Norvik"]


def test_the_newspaper_is_the_medium_that_spoke_last():
    body = "The Norvik Gazette said ferries stop.\n\nThe newspaper said buses run."
    assert who(body) == ["Norvik Gazette", "Norvik Gazette"]
    body = "Norvik Boats Inc said ferries stop.\n\nThe newspaper said buses run."
    assert who(body) == ["Norvik Boats Inc", "newspaper"]


def test_short_names_of_companies_are_theirs_in_full():
    body = "Norvik Boats Inc said it lost money.\n\nNorvik said it would sell. Norvik Boats said when."
    assert who(body) == ["Norvik Boats Inc"] * 3


def test_who_gave_a_company_the_name_stays_a_person():
    body = "Ann Lee Inc said it lost money.\n\nAnn Lee, the president, said it would sell. Ann Lee said when."
    assert who(body) == ["Ann Lee Inc", (None, "president"), (None, "president")]


def test_letters_in_brackets_behind_a_name_stand_for_it():
    body = "The Association of Norvik Harbours (ANH) met.\n\nANH said ferries stop. The ANH said buses run."
    assert who(body) == ["Association of Norvik Harbours"] * 2
    body = "The club (ANH) of Norvik Harbours met.\n\nANH said ferries stop."
    assert who(body) == ["ANH"]


def test_in_german_and_spanish():
    body = "Die Norvik AG teilte mit, sie verkaufe Boote.\n\nDas Unternehmen sagte, die Boote seien leer."
    assert who(body, "de")[-1] == "Norvik AG"
    body = "Norvik Barcos SA dijo que vende barcos.\n\nLa empresa dijo que los barcos están vacíos."
    assert who(body, "es")[-1] == "Norvik Barcos SA"


@pytest.mark.parametrize(
    "subject",
    [
        "Norvik Boats Inc <NORV.O>",
        "Norvik Boats Inc (NORV.O)",
        "Norvik Boats Inc [NORV.O]",
        "Norvik Boats Inc <NORV> <NORB>",
        "Norvik Boats Inc <NORV.O>,",
        "<Norvik Boats Inc>",
        "(Norvik Boats Inc)",
        "Harbour Oil Corp <HAR> and Norvik Boats Inc <NORV>",
    ],
)
def test_the_symbol_of_a_stock_stands_between_the_name_and_the_verb(subject):
    assert who(f"{subject} said it would sell boats.") == ["Norvik Boats Inc"]


def test_nobody_is_called_by_the_initials_of_a_country():
    body = "Prices hit U.S. Producers hard, Ann Lee said. The U.S. Mint sold boats. He said they float."
    found = [(quote.speaker.surface, quote.speaker.name) for quote in find_quotes(body, language="en")]
    assert found == [("Ann Lee", "Ann Lee"), ("He", None)]


@pytest.mark.parametrize(
    "body",
    [
        "Rain Boats said it lost money.\n\nRain Boats said they float.",
        "Ann Boats said its boats float.\n\nAnn Boats said they float.",
        "Ann Rain and Boat Works Inc said they float.",
    ],
)
def test_what_says_it_or_its_of_itself_is_no_person(body):
    found = [quote.speaker for quote in find_quotes(body, language="en")]
    assert [(each.name, each.organisation) for each in found] == [(None, each.surface) for each in found]


def test_who_says_it_of_something_else_is_a_person():
    body = "Ann Lee said it rained in Oslo. Minister Bo Ray said its roof leaked."
    assert [quote.speaker.name for quote in find_quotes(body, language="en")] == ["Ann Lee", "Bo Ray"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("new Rain University poll", "Rain University poll"),
        ("lead manager Rain Bank", "Rain Bank"),
        ("official Rain news agency", "Rain news agency"),
        ("board of Rain Bank", "board of Rain Bank"),
        ("company", "company"),
        ("eRain", "eRain"),
    ],
)
def test_a_name_begins_with_its_name(text, named):
    assert from_its_name(text, vocabulary("en")) == named


def test_in_german_nouns_have_capitals_too():
    assert from_its_name("grüne Partei", vocabulary("de")) == "grüne Partei"
