import pytest

from searchsvc.wire.offices import organisation_of_office
from searchsvc.wire.speakers import Speakers
from searchsvc.wire.vocabulary import vocabulary

WORDS = vocabulary("en")
NAMES = ["Tarvo Olsin", "Ketut Ramdin", "Wim al-Sorani", "Nkemi Obu-Tala", "Ann Lee"]


def who(body, surface):
    """Whom the last ``surface`` in ``body`` means: name, role and organisation."""
    at = body.rindex(surface)
    found = Speakers(body, 0, "en").resolve(at, at + len(surface))
    return found.name, found.role, found.organisation


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("office", "organisation"),
    [
        ("Secretary of State", None),
        ("U.S. Secretary of State", None),
        ("Minister of the Interior", None),
        ("Minister for Foreign Affairs", None),
        ("minister of finance", None),
        ("Director of National Intelligence", None),
        ("Secretary of Health and Human Services", None),
        ("Secretary of State for Northern Waters Affairs", None),
        ("Chief of the Defense Staff", None),
        ("Minister of Rain", "Rain"),
        ("White House Chief of Staff", "White House"),
        ("Bank of Norland Governor", "Bank of Norland"),
        ("Bank of Norland Deputy Governor", "Bank of Norland"),
        ("Bank of Norland chief economist", "Bank of Norland"),
        ("Reserve Bank of Norland Governor", "Reserve Bank of Norland"),
        ("House of Elders Speaker", "House of Elders"),
        ("House Ways and Means Committee Chairman", "House Ways and Means Committee"),
        ("European Rain Bank President", "European Rain Bank"),
    ],
)
def test_behind_an_office_stands_the_name_of_its_holder(office, organisation, name):
    body = f"The talks will resume on Friday, {office} {name} said."
    assert who(body, f"{office} {name}") == (name, office, organisation)


def test_a_surname_is_known_from_the_name_behind_the_office():
    body = "Secretary of State Tarvo Olsin came. Olsin said so."
    assert who(body, "Olsin") == ("Tarvo Olsin", "Secretary of State", None)


def test_the_surname_alone_may_stand_behind_the_office():
    assert who("It is so, Secretary of State Olsin said.", "Secretary of State Olsin")[:2] == (
        "Olsin",
        "Secretary of State",
    )


@pytest.mark.parametrize(
    ("body", "surface", "expected"),
    [
        (
            "A spokesman for Finance Minister Ketut Ramdin said so.",
            "A spokesman for Finance Minister Ketut Ramdin",
            None,
        ),
        ("The Secretary of State said so.", "The Secretary of State", None),
        ("The House Ways and Means Committee said so.", "The House Ways and Means Committee", None),
    ],
)
def test_no_name_stands_behind_an_office_that_goes_on(body, surface, expected):
    assert who(body, surface)[0] == expected


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        ("Alabama Secretary of State", (None,)),
        ("director of national intelligence", (None,)),
        ("Bank of Norland Governor", ("Bank of Norland",)),
        ("mayor of Oslo", None),
        ("rain minister", None),
    ],
)
def test_whose_an_office_is(role, organisation):
    assert organisation_of_office(role, WORDS) == organisation


def test_the_word_state_before_a_role_is_no_organisation():
    assert who("State Rep. Ann Lee said so.", "State Rep. Ann Lee") == ("Ann Lee", "State Rep.", None)


@pytest.mark.parametrize(
    "surface",
    ["President of Rain Tarvo Olsin", "The leader of Rain Tarvo Olsin", "Governor of Rain Tarvo Olsin"],
)
def test_words_are_never_given_to_somebody_of_another_name(surface):
    body = f"Sergei Petrov came.\n\n{surface} said so."
    assert who(body, surface)[0] is None


def test_an_office_of_a_place_is_still_that_of_who_was_named():
    body = "Sergei Petrov came.\n\nThe governor of New South Wales said so."
    assert who(body, "The governor of New South Wales")[0] == "Sergei Petrov"


@pytest.mark.parametrize(
    ("body", "surface"),
    [
        ("The Association of Rain Dealers Inc said so.", "The Association of Rain Dealers Inc"),
        ("Ministry of Rain officials came. The Bank of Oslo rose. The bank said so.", "The bank"),
        (
            "The National Council of Harbour Workers Unions said so.",
            "The National Council of Harbour Workers Unions",
        ),
        ("General Partners said so.", "General Partners"),
        ("Rain Brothers International said so.", "Rain Brothers International"),
    ],
)
def test_a_body_whose_name_goes_on_holds_no_office(body, surface):
    assert who(body, surface)[0] is None


def test_a_pronoun_behind_an_abbreviation_is_of_the_next_sentence():
    body = "“It rains,” said Bo Roe, an analyst at Rain Inc. He said it poured. He went."
    assert who(body, "He") == ("Bo Roe", "analyst at Rain Inc.", "Rain Inc.")
