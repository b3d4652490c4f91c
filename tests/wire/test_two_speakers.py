"""Quotes of two people in one paragraph: each has its own speaker."""

import pytest

from searchsvc.wire.quotes import find_quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mayor Ann Lee said: “We will build it.” Councillor Bob Roe said: “We will not.”",
            [("We will build it.", "Ann Lee"), ("We will not.", "Bob Roe")],
        ),
        (
            "Ann Lee said, “We will build it.” Bob Roe said, “We will not.”",
            [("We will build it.", "Ann Lee"), ("We will not.", "Bob Roe")],
        ),
        (
            "Ann Lee added: “It is late.” “It is early,” said Bob Roe.",
            [("It is late.", "Ann Lee"), ("It is early,", "Bob Roe")],
        ),
        (
            "“We won,” Ann Lee said. “And we will win.” Bob Roe said: “We lost.”",
            [("We won, And we will win.", "Ann Lee"), ("We lost.", "Bob Roe")],
        ),
        (
            "Ann Lee asked: “Who won?” Bob Roe replied: “Nobody.”",
            [("Who won?", "Ann Lee"), ("Nobody.", "Bob Roe")],
        ),
        (
            "Bob Roe shot back, “That is nonsense.” Ann Lee replied, “I disagree.”",
            [("That is nonsense.", "Bob Roe"), ("I disagree.", "Ann Lee")],
        ),
        ("“Why?” Ann Lee asked. “Because it rained.”", [("Why? Because it rained.", "Ann Lee")]),
        ("Ann Lee said: “It rained.” “It poured,” she added.", [("It rained. It poured,", "Ann Lee")]),
    ],
)
def test_each_has_its_own(text, expected):
    assert [(quote.text, quote.speaker.name) for quote in find_quotes(text, language="en")] == expected


def test_a_word_behind_a_colon_stands_for_itself():
    (quote,) = find_quotes("Ann Lee told reporters: “Yes.”", language="en")
    assert quote.kind.value == "direct"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('Bill Roe left.\n\n"It is dry," a trader said. "Nobody buys," he said.', None),
        ("Rain hit Bill Roe. A spokesman for Roe said it rained. He added that it was wet.", None),
        (
            "Bill Roe left. Ann Lund, a nurse who told the Gazette it rained, was wet. She said it was cold.",
            "Ann Lund",
        ),
    ],
)
def test_who_spoke_last_in_the_paragraph_without_a_name_goes_on(text, name):
    assert find_quotes(text, language="en")[-1].speaker.name == name
