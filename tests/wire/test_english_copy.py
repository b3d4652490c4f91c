"""English copy of every kind: who is meant, and what exactly was said."""

import pytest

from searchsvc.wire.quotes import find_quotes


def named(speaker):
    return speaker and (speaker.name or speaker.organisation or speaker.role)


def read(text):
    """Of each quote who speaks, by name, else by organisation, else by role, and what was said."""
    return [(named(quote.speaker), quote.text) for quote in find_quotes(text, language="en")]


def speaks(text):
    """Who speaks in the last quote."""
    return read(text)[-1][0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain officials have long defended the dam, saying it would hold.", "Rain officials"),
        ("Rain aides defended the dam, saying it would hold.", "Rain aides"),
        (
            "Ann Hill came. The Hill administration had defended the dam, saying it held.",
            "Hill administration",
        ),
        ("Yet, experts are wary of Hill's plan, saying it will cost too much. Ann Hill left.", "experts"),
        ("Countries like Norway, Chile, and Japan have banned them, saying they do harm.", "Countries"),
        ("Ann Hill has blamed it, and openly named Bo Ray, claiming the minister knew.", "Ann Hill"),
        ("Ann Hill has blamed it, and Bo Ray left, claiming the minister knew.", "Bo Ray"),
        ("Today Mayor Ann Lee left Norway, Chile and Japan, saying it was late.", "Ann Lee"),
    ],
)
def test_a_participle_is_the_subjects(text, expected):
    assert speaks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chief of Staff Bo Ray has over the past few months repeatedly warned that it may break.", "Bo Ray"),
        ("Bo Ray has in recent weeks said that it may break.", "Bo Ray"),
        ("The past few weeks said that it may break.", None),
    ],
)
def test_a_time_does_not_speak(text, expected):
    assert speaks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Who is named between commas, with a role before it, has said it, and goes on.
        (
            "The minister, Tom Ware, said it holds.\n\nNorway's minister of power, Kgosi Ramo, told papers "
            "that it does not.\n\n“We were told,” he said.",
            "Kgosi Ramo",
        ),
        (
            "Ann Lind's sister, Tess Lomas, recently told the council she was glad. She said: “I am glad.”",
            "Tess Lomas",
        ),
        # Who spoke last as "he" does so again, whoever is named in between.
        (
            "Bo Mumba said he was well.\n\nHe said the day was long for Hage Geir, who left.\n\n"
            "Asked whether Hage Geir would come, he said it was late.",
            "Bo Mumba",
        ),
        # But not where somebody else has spoken since.
        (
            "“It rains,” Bo Ray said. “It pours,” he said.\n\nTom Ware left. “It stops,” he said.",
            "Tom Ware",
        ),
    ],
)
def test_he_is_who_spoke_last(text, expected):
    assert speaks(text) == expected
