"""Who speaks where something stands between a subject and its verb."""

import pytest

from searchsvc.wire.quotes import find_quotes


@pytest.mark.parametrize(
    ("opening", "surface"),
    [
        ("A man standing near the dam", "A man"),
        ("Officers guarding the bridge", "Officers"),
        ("Residents leaving a river conference meeting on Monday evening", "Residents"),
        ("A lawyer representing Ann Lee", "A lawyer"),
        ("Protesters outside the Rain Ministry", "Protesters"),
        ("The company building the dam", "The company"),
        # Nothing modifies anybody there.
        ("The ruling Rain Party", "The ruling Rain Party"),
        ("A growing number of farmers", "A growing number of farmers"),
        ("The building commission", "The building commission"),
        ("A rain rating agency", "A rain rating agency"),
        ("The bank holding company", "The bank holding company"),
    ],
)
def test_the_first_noun_speaks_whatever_modifies_it(opening, surface):
    (quote,) = find_quotes(f"{opening} said it rained on Oslo.", language="en")
    assert quote.speaker.surface == surface
    assert quote.speaker.name is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("British Prime Minister Theresa May said it rained.", "Theresa May"),
        ("Theresa May has said it rained.", "Theresa May"),
        ("Theresa May left. “It rained,” May told parliament.", "Theresa May"),
        ("Theresa May left. “It rained,” said Mrs May.", "Theresa May"),
        ("Will Roe said it rained.", "Will Roe"),
        ("Theresa May left. In May it will rain, Bill Roe said.", "Bill Roe"),
    ],
)
def test_may_is_a_name_and_a_month_and_a_verb(text, name):
    quotes = find_quotes(text, language="en")
    assert [quote.speaker.name for quote in quotes] == [name]


@pytest.mark.parametrize(
    "behind",
    [
        "Ann Lund, who scored 30 points, said after it.",
        "Ann Lund, a forward who added 12 points, told Sky.",
        "Ann Lund, who says little, said.",
    ],
)
def test_what_is_said_of_a_name_behind_a_quote_says_nothing(behind):
    (quote,) = find_quotes(f'"It felt good," {behind}', language="en")
    assert quote.speaker.name == "Ann Lund"
