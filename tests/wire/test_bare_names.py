import pytest

from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.speakers import Speakers


def who(body, surface, language="en"):
    """Whom the last ``surface`` in ``body`` means: name, role and organisation."""
    at = body.rindex(surface)
    found = Speakers(body, 0, language).resolve(at, at + len(surface))
    return found.name, found.role, found.organisation


@pytest.mark.parametrize(
    "body",
    [
        "Olsin's wife came. Olsin said so.",
        "They met lawyer Olsin. Olsin said so.",
        "Olsin, 43, came. Olsin said so.",
        "Olsin, who is ill, came. Olsin said so.",
        "Olsin himself came. Olsin said so.",
        "Olsin, a lawyer from Oslo, came. Olsin said so.",
        "Olsin said he was ill. Olsin added that he was well.",
        "Olsin told Rain Radio he was ill. The Olsin campaign fell. Olsin said so.",
        "Olsin said it rained. She added that it snowed. Olsin said her cat was wet. Olsin said so.",
    ],
)
def test_a_word_is_a_persons_name_where_the_text_tells_so(body):
    assert who(body, "Olsin")[0] == "Olsin"


@pytest.mark.parametrize(
    "body",
    [
        "Olsin said so.",
        "Olsin said its shares rose. Olsin said he would go. Olsin said so.",
        "She works at Olsin. Olsin said he would go. Olsin said so.",
        "The Olsin said he was ill. Olsin said he was. Olsin said so.",
        "Oil was found off Olsin, a company spokesman said. Olsin said so.",
    ],
)
def test_else_it_is_an_organisations(body):
    assert who(body, "Olsin") == (None, None, "Olsin")


def test_a_given_name_that_says_something_is_a_persons():
    assert who("Barbara said so.", "Barbara") == ("Barbara", None, None)
    assert who("They met in Paris. Paris said so.", "Paris") == (None, None, "Paris")


def test_who_needs_no_introduction():
    assert who("Merkel said so.", "Merkel") == ("Merkel", None, None)
    assert who("Democrats said so.", "Democrats") == (None, None, "Democrats")


def test_an_adjective_of_a_nation_is_no_persons_name():
    body = "The Russian lawyer, who is ill, came. Russian lawyers said he would go. Russian said so."
    assert who(body, "Russian") == (None, None, "Russian")


def test_a_surname_may_have_two_letters():
    assert who("President Wu Jinhai came. Wu said so.", "Wu")[0] == "Wu Jinhai"


@pytest.mark.parametrize(
    ("body", "surface", "expected"),
    [
        (
            "Tarvo Olsin, the mayor, fell. Olsin's lawyer said so.",
            "Olsin's lawyer",
            (None, "Olsin's lawyer", None),
        ),
        ("Olsin, 43, fell. Olsin's lawyer said so.", "Olsin's lawyer", (None, "Olsin's lawyer", None)),
        (
            "A spokesman for Mrs. Olsin said so.",
            "A spokesman for Mrs. Olsin",
            (None, "spokesman for Mrs. Olsin", None),
        ),
        (
            "Bo Ray, President Ann Olsin's former adviser, said so.",
            "Bo Ray",
            ("Bo Ray", "President Ann Olsin's former adviser", None),
        ),
        (
            "Bo Ray, a friend of the Norwegian lawyer, said so.",
            "Bo Ray",
            ("Bo Ray", "friend of the Norwegian lawyer", None),
        ),
        ("Bo Ray, mayor of Oslo, said so.", "Bo Ray", ("Bo Ray", "mayor of Oslo", "Oslo")),
        (
            "Bo Ray, an analyst at Morgan Stanley, said so.",
            "Bo Ray",
            ("Bo Ray", "analyst at Morgan Stanley", "Morgan Stanley"),
        ),
        (
            "A spokesman for Morgan Stanley said so.",
            "A spokesman for Morgan Stanley",
            (None, "spokesman for Morgan Stanley", "Morgan Stanley"),
        ),
        (
            "Rain Oil's lawyer said so. Rain Oil Corp fell.",
            "Rain Oil's lawyer",
            (None, "Rain Oil's lawyer", "Rain Oil"),
        ),
    ],
)
def test_a_person_is_nobodys_organisation(body, surface, expected):
    assert who(body, surface) == expected


@pytest.mark.parametrize(
    "surface", ["However", "Hundreds", "Similarly", "I'm", "There", "the influential US"]
)
def test_words_that_open_a_sentence_are_no_organisation(surface):
    assert who(f"It rained. {surface} said so.", surface) == (None, None, None)


def test_words_of_another_clause_before_a_name():
    body = "Mayor Ann Lee came. Oslo has denied any meddling and Lee has said so."
    assert who(body, "any meddling and Lee")[0] == "Ann Lee"


def test_a_country_with_points_goes_on_to_its_noun():
    body = (
        "On Friday, a U.S. rain court said the ban should go, but said its ruling would wait for the judges."
    )
    assert {quote.speaker.surface for quote in find_quotes(body, language="en")} == {"a U.S. rain court"}


def test_who_somebody_served_under_is_not_who_served():
    body = "Bo Ray, a rain adviser under Mayors  Merkel and Ann Lee, came. “So,” he said."
    assert who(body, "he")[0] == "Bo Ray"
