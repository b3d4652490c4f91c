"""Whole names: of companies with dots, and of people behind a role; and what belongs to reported words."""

import pytest

from searchsvc.wire.quotes import find_quotes


def read(text):
    return find_quotes(text, language="en")[-1]


@pytest.mark.parametrize(
    "company", ["Rain Motor Co., Ltd.", "Rain Inc.'s Tide", "Rain Oil Co.", "Tide Electric Power Co."]
)
def test_companies(company):
    assert read(f"{company} said profit rose.").speaker.organisation == company


@pytest.mark.parametrize(
    ("mention", "name", "role"),
    [
        ("Lawmaker Jose Antonio Roe", "Jose Antonio Roe", "Lawmaker"),
        ("Attorney General Tarek William Roe", "Tarek William Roe", "Attorney General"),
        ("President Alexander Van der Lee", "Alexander Van der Lee", "President"),
        ("Amrita Sen", "Amrita Sen", None),
        ("Priya Gov", "Priya Gov", None),
    ],
)
def test_people(mention, name, role):
    speaker = read(f"{mention} said profit rose.").speaker
    assert (speaker.name, speaker.role) == (name, role)


def test_whose_wife_she_is_is_somebody_else():
    speaker = read("President Bo Lee and his wife, Ann Lee, arrived. Ann Lee said she was glad.").speaker
    assert (speaker.name, speaker.role) == ("Ann Lee", "wife")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sales rose to 5%, the office said.", "Sales rose to 5%"),
        ("Sales rose (the most since 2009), the office said.", "Sales rose (the most since 2009)"),
        ("The office (in Oslo) said sales rose.", "sales rose"),
        ("According to Ann Poe, chief economist at Rain Bank, rates will fall.", "rates will fall"),
        ("According to Ann Poe, rates will fall.", "rates will fall"),
    ],
)
def test_marks_that_belong_to_what_was_said(text, said):
    assert read(text).text == said


def test_a_role_begins_with_former():
    text = "They failed to repeal and replace former President Bo Lee's law. “It is late,” said Bo Lee."
    assert read(text).speaker.role == "former President"


def test_he_is_whom_the_sentence_right_before_is_about():
    text = (
        "Attorney General Jack Lee met President Dan Roe. Roe said earlier that it had rained. "
        "Lee on Friday defended the dam. “I like it,” he told a news conference."
    )
    assert read(text).speaker.name == "Jack Lee"


def test_a_president_is_a_leader():
    text = "Israeli Prime Minister Dan Roe met Turkish minister Bo Lee. The Israeli leader said it was late."
    assert read(text).speaker.name == "Dan Roe"
    assert read(text.replace("Israeli leader", "Turkish leader")).speaker.name is None


def test_titles_of_honour():
    assert read("Datuk Seri Anwar Roe said it was late.").speaker.name == "Anwar Roe"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (
            "The count showed Democrat Ann Lee beating Republican incumbent Bo Ray. “It is late,” Ray said.",
            "Bo Ray",
            "Republican incumbent",
        ),
        ("The ruling Rain Party leader Ann Poe said it was late.", "Ann Poe", "ruling Rain Party leader"),
        ("The plan is dead, lawmaker Jose Antonio Roe said.", "Jose Antonio Roe", "lawmaker"),
        ("Marine Corps General John Roe said it was late.", "John Roe", "Marine Corps General"),
        ("Marine Le Roe said it was late.", "Marine Le Roe", None),
    ],
)
def test_a_role_has_no_verb_and_a_name_all_its_words(text, name, role):
    speaker = read(text).speaker
    assert (speaker.name, speaker.role) == (name, role)
