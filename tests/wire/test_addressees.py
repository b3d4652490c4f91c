"""Behind a verb such as "told" comes who was told, when and where, and then what."""

import pytest

from searchsvc.wire.addressees import behind_addressee
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.marks import find_quoted
from searchsvc.wire.phrases import tokenize
from searchsvc.wire.quotes import find_quotes


def begins(text, verb="told"):
    """The word with which what was said can begin, or must: that is marked with "!"."""
    tokens = tokenize(text, 0, len(text), find_quoted(text, 0, len(text)))
    cue = next(at for at, token in enumerate(tokens) if token.low == verb)
    at, certain = behind_addressee(tokens, cue, len(tokens) - 1, lexicon("en"))
    word = tokens[at].text if at < len(tokens) else "(end)"
    return f"{word}!" if certain else word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Officials told Reuters the talks would resume", "the!"),
        ("Two sources told Reuters Norvik was for sale", "Norvik!"),
        ("She told Sky News people were fleeing", "people!"),
        ("He told Fox Business the bank was sound", "the!"),
        ("She told ABC News' Morning Tide it was over", "it!"),
        ("He told the BBC's Harbour programme the money was gone", "the!"),
        ("Roe told The Rain Gazette of Norvik last week she would stay", "she!"),
        ("He told the newspaper O Globo nobody was hurt", "nobody!"),
        ("Jane Roe told a news conference in Oslo on Monday prices would fall", "prices!"),
        ("A spokesman told Reuters by telephone from Norvik gunmen had fled", "gunmen!"),
        ("A minister told Reuters on condition of anonymity the deal was off", "the!"),
        ("The minister told his colleagues great progress had been made", "great!"),
        ("She told shareholders ticket sales would fall", "ticket!"),
        ("He told U.N. Security Council members the truce held", "the!"),
        ("She told a House Harbour subcommittee the bill was dead", "the!"),
        ("He told her she was wrong", "she!"),
        ("He told them all was well", "all!"),
        ("She told the crew, which had gathered in the hall of the school, that it was late", "that!"),
        ("He told me “no way”", "no way"),
        ("He told the committee, “no way”", "no way"),
        ("He told state television rebels had fled", "television"),
        ("The bank told Reuters in an interview", "(end)!"),
        ("She told reporters how it began", "how"),
        ("He told women to stop", "to"),
    ],
)
def test_what_was_said_begins_behind_whom_it_was_said_to(text, word):
    assert begins(text) == word


@pytest.mark.parametrize(
    ("text", "verb", "word"),
    [
        ("He was told the plan is dead", "told", "the"),
        ("They have not yet been informed the plan is dead", "informed", "the"),
        ("She was telling voters the plan is dead", "telling", "the!"),
        ("He warned the dam could break", "warned", "the"),
        ("He warned the town it could break", "warned", "it!"),
        ("She said the dam could break", "said", "the"),
        ("He told", "told", "(end)"),
    ],
)
def test_who_was_told_need_not_stand_behind_the_verb(text, verb, word):
    assert begins(text, verb) == word


def test_who_was_told_passes_it_on_and_is_not_what_was_said():
    (quote,) = find_quotes("Two officials told Reuters the talks would resume in May.", language="en")
    assert (quote.text, quote.via) == ("the talks would resume in May", "Reuters")
    assert not find_quotes("Jane Roe told reporters in Oslo.", language="en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The dam broke, police said on Monday.", ["The dam broke"]),
        ("Sales fell, the company said in a statement on Tuesday.", ["Sales fell"]),
        ("Three men were held, police said on Nov. 12.", ["Three men were held"]),
        ("The dam will hold, Jane Roe said after the talks, but few believed it.", ["The dam will hold"]),
        ("The deal is dead, two people told Reuters on Wednesday.", ["The deal is dead"]),
        ("The law will pass, Jane Roe said, according to Yonhap.", ["The law will pass"]),
        (
            "The dam broke, police said on Monday, adding that nobody was hurt.",
            ["The dam broke", "that nobody was hurt"],
        ),
        ("The mayor said on Monday the dam was safe.", ["the dam was safe"]),
        ("Jane Roe said in a statement the deal was off.", ["the deal was off"]),
        ("The bank said late on Tuesday profits had doubled.", ["profits had doubled"]),
        ("Jane Roe said at a news conference in Oslo the talks had failed.", ["the talks had failed"]),
        ("In Oslo, the mayor said on Monday the dam was safe.", ["the dam was safe"]),
        ("The dam, the mayor said on Monday, will be built in May.", ["The dam will be built in May"]),
        ("The army said at least 12 people had died.", ["at least 12 people had died"]),
    ],
)
def test_when_and_where_something_was_said_is_no_part_of_it(text, said):
    assert [quote.text for quote in find_quotes(text, language="en")] == said


@pytest.mark.parametrize(
    "text",
    [
        "In an interview, Jane Roe said on Monday.",
        "Nobody opposed him - he was told on Monday.",
        "The call, echoed by Japan on Monday, was loud.",
    ],
)
def test_what_only_opens_a_sentence_was_not_said(text):
    assert not any(text.startswith(quote.text) for quote in find_quotes(text, language="en"))


def test_who_added_it_is_who_said_what_stands_before():
    quotes = find_quotes(
        "Prices will fall, the Bank of Oslo said on Monday, adding that it was sure.", language="en"
    )
    assert [quote.speaker.organisation for quote in quotes] == ["Bank of Oslo", "Bank of Oslo"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The sources said this pact was dead.", "this pact was dead"),
        ("Iraq said this week its forces had won.", "its forces had won"),
        ("He said last year's results were good.", "last year's results were good"),
        ("She told reporters this pact was dead.", "this pact was dead"),
    ],
)
def test_this_is_no_time_without_one(text, said):
    assert [quote.text for quote in find_quotes(text, language="en")] == [said]


def test_a_body_may_end_with_who_was_told():
    assert find_quotes("OSLO. He told the", language="en") == ()
    assert find_quotes("She told Reuters", language="en") == ()
