"""Whom "he" and "she" mean where no given name tells, and where subjects stand behind roles and phrases."""

import pytest

from searchsvc.wire.quotes import find_quotes


def speakers_of(text):
    return [quote.speaker.name for quote in find_quotes(text, language="en") if quote.speaker]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # Of Oswin Tharn no name tells that he is a man; the text does.
        (
            "Rain fell on Bill Roe's house. Oswin Tharn, 58, who lives nearby, said he saw it.\n\n"
            "“It was deep,” he said.",
            "Oswin Tharn",
        ),
        (
            "Bill Roe met farmers. Oswin Tharn brought his boat with him.\n\n“It was deep,” he said.",
            "Oswin Tharn",
        ),
        # Chris may be either.
        (
            "Chris Roe kept his promise as he stood in the rain.\n\nTo Oslo University river science"
            " professor Britt Lund, Roe’s voice was sad.\n\n“It rained,” she said.",
            "Britt Lund",
        ),
        ("Chris Roe, who lost his boat, called Ann Lund a liar after she said it had rained.", "Ann Lund"),
        # Of whom no pronoun tells, who is a woman by her name is meant by "she".
        ("Ann Lund met Oswin Tharn. “It rained,” she said.", "Ann Lund"),
    ],
)
def test_pronouns_tell_the_gender_of_a_name_that_tells_none(text, name):
    assert speakers_of(text)[-1] == name


@pytest.mark.parametrize(
    "opening",
    [
        "Rain Party spokesman Bill Lund said Roe was not there.",
        "Conservative river economist Bill Lund said Roe was not there.",
        "In an interview on Monday, Lund said Roe was not there.",
        "However, Rep. Bill Lund (D-Maine) said Roe was not there.",
        "In Maine, Gov. Lund later said U.S. troops had met Roe.",
    ],
)
def test_who_says_it_is_the_subject_behind_a_role_or_a_phrase(opening):
    text = f"Tom Roe and Bill Lund met. Roe said it rained.\n\n{opening}\n\n“It was dry,” he said."
    assert speakers_of(text)[-1] == "Bill Lund"
    # Who is only spoken of is not who goes on.
    assert speakers_of(text)[-2] == "Bill Lund"


def test_what_is_no_role_opens_no_sentence():
    text = "Ann Lund this week brought in river lawyer Eve Roe to help her. “It rained,” she said."
    assert speakers_of(text) == ["Ann Lund"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("said it was important", "Oswin Tharn"),
        ("said it was building a dam", None),
        ("said it plans a dam", None),
        ("said its dam held", None),
    ],
)
def test_what_says_it_of_itself_is_no_person(said, name):
    text = f"Oswin Tharn {said}.\n\nRain fell. Tharn also said the river rose."
    assert speakers_of(text)[-1] == name


def test_what_was_asked_does_not_part_two_quotes_of_one():
    text = '"It was wet," Roe told the Gazette on Monday when asked if he had met Ann Lee. "She was dry."'
    assert [(q.text, q.speaker and q.speaker.surface) for q in find_quotes(text, language="en")][-1] == (
        "She was dry.",
        "Roe",
    )
