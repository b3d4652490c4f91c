"""Elements of a page: text, words of classes, headings and what stands behind them."""

import pytest
from lxml import html

from searchsvc.formats.html_elements import (
    elements_behind,
    heading_saying,
    is_small,
    letters_of,
    main_heading,
    text_within,
    words_of_class,
)

PAGE = html.fromstring(
    "<body><h1>The Harbour Post</h1><p id=above>Menu</p><h2>Ferry runs — again!</h2>"
    "<p id=lead>The <b>ferry</b> sails.</p><div id=more><p id=rest>It is late.</p></div></body>"
)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("storyDate", ["story", "date"]),
        ("story__date--large2", ["story", "date", "large"]),
        ("BYLINE", ["byline"]),
        ("42", []),
        ("", []),
    ],
)
def test_words_of_class(name, words):
    assert words_of_class(name) == words


def test_text_within_ends_at_its_limit():
    lead = PAGE.get_element_by_id("lead")
    assert text_within(lead, 100) == "The ferry sails."
    assert text_within(lead, 6) == "The fe"


def test_letters_of_is_blind_to_case_and_marks():
    assert letters_of("Ferry runs — again!") == letters_of("FERRY RUNS: AGAIN")


def test_is_small():
    body = PAGE.body if PAGE.tag == "html" else PAGE
    assert is_small(PAGE.get_element_by_id("lead"), 2)
    assert not is_small(body, 3)


def test_heading_saying_the_headline_of_any_level():
    assert heading_saying(PAGE, "Ferry runs - again").tag == "h2"
    assert heading_saying(PAGE, "Another headline") is None
    assert heading_saying(PAGE, "") is None


def test_main_heading_is_else_the_first_of_the_first_level():
    assert main_heading(PAGE, "Ferry runs - again").tag == "h2"
    assert main_heading(PAGE, "Another headline").tag == "h1"
    assert main_heading(html.fromstring("<div><p>Nothing</p></div>"), "Another headline") is None


def test_elements_behind():
    heading = heading_saying(PAGE, "Ferry runs - again")
    assert [each.get("id") for each in elements_behind(heading, PAGE, "p", "div")] == ["lead", "more", "rest"]
    assert [each.get("id") for each in elements_behind(heading, PAGE, "h2")] == []
