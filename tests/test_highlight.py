"""Highlights: what is marked and what is not, and passages that keep their promises."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.analysis import fold, tokenize
from searchsvc.highlight import Highlighter, MarkedSpan, Passage, render_html
from searchsvc.query import parse
from searchsvc.tree import Exact, Phrase

WORDS = st.sampled_from(
    ["a", "b", "c", "Kim", "kim's", "É", "e\u0301", "U.S.", "3,000", "東", "京", "missiles", "missile"]
)
GAPS = st.sampled_from([" ", " ", " ", ", ", ". ", ".\n\n", " — “", "” ", "\t", "<&>", "。", "\ud800"])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=60).map(
    lambda rows: "".join(word + gap for word, gap in rows)
)
TERMS = st.sampled_from(["a", "b", "c", "kim", "e", "us", "3000", "東", "京"])
QUERIES = st.lists(
    st.sampled_from(
        [
            "a",
            "b^2",
            "kim",
            "missile",
            "é",
            '"a b"',
            '"a b c"',
            '"b a"',
            '"a c"~2',
            '"a a"',
            "mis*",
            "mis?ile",
            "kmi~1",
            "kin~1",
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


def marked(
    query: str, text: str, *, field: str = "body_text", language: str | None = "en"
) -> list[tuple[str, str]]:
    """What the query marks in an article's field: the words and the kind."""
    highlighter = Highlighter(parse(query).tree, languages=("en", "fr", "und"))
    return [(text[span.start : span.end], span.kind) for span in highlighter.spans(field, text, language)]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("missile", "Missiles: a missile’s range", [("Missiles", "term"), ("missile", "term")]),
        ('"South Korea"', "South Korea, south of Korea", [("South Korea", "phrase")]),
        ('"South Korea"', "south\nKOREA’S", [("south\nKOREA", "phrase")]),
        ('"missile"', "missiles and a missile", [("missile", "phrase")]),
        ('korea "south korea"', "South Korea and Korea", [("South Korea", "phrase"), ("Korea", "term")]),
        ('"a b" "a b c" "b c d"', "a b c d", [("a b c", "phrase")]),
        ('"talks korea"~2', "talks on South Korea, talk of Korea", [("talks on South Korea", "near")]),
        ('"a b"~1', "a a b", [("a b", "near")]),
        ("nor*", "North Norway snow", [("North", "prefix"), ("Norway", "prefix")]),
        ("n?rth *way", "North Norway snow", [("North", "prefix"), ("Norway", "prefix")]),
        ("pyongyong~1", "Pyongyang", [("Pyongyang", "fuzzy")]),
        ("a NOT b", "a b", [("a", "term")]),
        ("a -(b OR -c)", "a b c", [("a", "term")]),
        ("headline:a b", "a b", [("b", "term")]),
        ("resume", "résumé re\u0301sume\u0301", [("résumé", "term"), ("re\u0301sume\u0301", "term")]),
        ("東京", "東京都の京東", [("東京", "phrase")]),
        ("*", "a", []),
        ("NOT a", "a", []),
        ("U.S.", "The U.S. and us", [("U.S.", "term"), ("us", "term")]),
        ("versioncreated:2022 a", "2022 a", [("a", "term")]),
    ],
)  # fmt: skip
def test_what_is_marked(query: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert marked(query, text) == expected


def test_stems_are_of_the_language_of_the_text() -> None:
    assert marked("journaux", "journaux journal", language="fr") == [
        ("journaux", "term"),
        ("journal", "term"),
    ]
    assert marked("tests", "testant tests", language="fr") == [("testant", "term"), ("tests", "term")]
    assert marked("tests", "testant tests", language="en") == [("tests", "term")]
    assert marked("missiles", "missile missiles", language=None) == [("missiles", "term")]


def test_fields_that_are_not_stemmed_are_marked_by_term() -> None:
    assert marked("speaker:minister", "Ministers, Minister", field="speaker") == [("Minister", "term")]


def test_a_whole_value_is_marked() -> None:
    assert marked("source:EFE", "EFE", field="source") == [("EFE", "term")]
    assert marked("source:[a TO f]", "EFE", field="source") == [("EFE", "range")]
    assert marked("source:{efe TO f]", "EFE", field="source") == []
    assert marked("located:new*", "New York", field="located") == [("New York", "prefix")]
    assert marked("urgency:[1 TO 3]", "3", field="urgency") == [("3", "range")]
    assert marked("urgency:[1 TO 3}", "3", field="urgency") == []
    assert marked("urgency:1", "none", field="urgency") == []
    assert marked("versioncreated:2022", "2022-12-31T23:59:59Z", field="versioncreated") == [
        ("2022-12-31T23:59:59Z", "range")
    ]
    assert marked("versioncreated:2022", "2023-01-01T00:00:00Z", field="versioncreated") == []


def test_a_name_or_code_of_a_concept() -> None:
    highlighter = Highlighter(Exact("subject", "politics"), languages=())
    assert highlighter.spans("subject", "Politics", None) == (MarkedSpan(0, 8, "term"),)
    highlighter = Highlighter(Exact("subject", "foreign affairs"), languages=())
    assert highlighter.spans("subject", "Foreign affairs", None) == (MarkedSpan(0, 15, "phrase"),)


def test_quotes_have_their_own_default_field() -> None:
    highlighter = Highlighter(parse("threat", target="quotes").tree, target="quotes", languages=("en",))
    assert highlighter.spans("text", "serious threats", "en") == (MarkedSpan(8, 15, "term"),)
    assert highlighter.spans("body_text", "serious threats", "en") == ()


@given(TEXTS, st.lists(TERMS, min_size=1, max_size=4))
def test_phrases_stand_where_a_plain_search_finds_them(text: str, terms: list[str]) -> None:
    tokens = tokenize(text)
    expected = []
    at = 0
    while at + len(terms) <= len(tokens):
        row = tokens[at : at + len(terms)]
        if [token.term for token in row] == terms:
            expected.append(MarkedSpan(row[0].start, row[-1].end, "phrase"))
            at += len(terms)
        else:
            at += 1
    highlighter = Highlighter(Phrase(tuple(terms)), languages=("en",))
    assert highlighter.spans("body_text", text, "en") == tuple(expected)


@given(TEXTS, st.lists(TERMS, min_size=2, max_size=3), st.integers(1, 3))
def test_near_phrases_are_found_where_there_are_any(text: str, terms: list[str], slop: int) -> None:
    tokens = [token.term for token in tokenize(text)]

    def stretches(start: int, rest: list[str]) -> list[int]:
        """Where the rest, in order, may end."""
        if not rest:
            return [start - 1]
        return [
            end
            for place in range(start, len(tokens))
            if tokens[place] == rest[0]
            for end in stretches(place + 1, rest[1:])
        ]

    possible = {
        (first, last)
        for first, term in enumerate(tokens)
        if term == terms[0]
        for last in stretches(first + 1, terms[1:])
        if last - first + 1 - len(terms) <= slop
    }
    spans = Highlighter(Phrase(tuple(terms), slop), languages=("en",)).spans("body_text", text, "en")
    places = {token.start: token.position for token in tokenize(text)}
    ends = {token.end: token.position for token in tokenize(text)}
    found = {(places[span.start], ends[span.end]) for span in spans}
    assert found <= possible
    assert bool(found) == bool(possible)
    # What is not marked overlaps with what is.
    assert all(any(low <= last and first <= high for low, high in found) for first, last in possible)


@given(TEXTS, QUERIES)
def test_spans_are_disjoint_and_fold_to_what_was_sought(text: str, query: str) -> None:
    end = 0
    for span in Highlighter(parse(query).tree, languages=("en",)).spans("body_text", text, "en"):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        if span.kind == "term":
            assert fold(text[span.start : span.end]) in ("a", "b", "kim", "e", "missile", "missiles")
        if span.kind == "phrase":
            terms = [token.term for token in tokenize(text[span.start : span.end])]
            assert " ".join(terms) in ("a b", "a b c", "b a", "a a")


@given(TEXTS, QUERIES, st.integers(0, 4), st.integers(1, 80))
def test_passages_keep_their_promises(text: str, query: str, fragments: int, size: int) -> None:
    highlighter = Highlighter(parse(query).tree, languages=("en",))
    spans = highlighter.spans("body_text", text, "en")
    passages = highlighter.passages("body_text", text, "en", fragments=fragments, fragment_size=size)
    assert len(passages) <= fragments
    assert bool(passages) == bool(spans and fragments)
    end = 0
    for passage in passages:
        assert end <= passage.start < passage.end <= len(text)
        end = passage.end
        assert passage.text == text[passage.start : passage.end]
        assert (
            passage.spans
            == tuple(span for span in spans if passage.start <= span.start and span.end <= passage.end)
            != ()
        )
        # No span is cut.
        assert all(
            span in passage.spans or span.end <= passage.start or passage.end <= span.start for span in spans
        )
        assert len(passage.text) <= size or len(passage.spans) == 1
        shown = render_html(passage)
        assert html.unescape(shown.replace("<mark>", "").replace("</mark>", "")) == passage.text
        assert shown.count("<mark>") == shown.count("</mark>") == len(passage.spans)


BODY = (
    "Ministers met on Monday. Mr. Kim spoke of a treaty with the U.S. government and its allies. "
    "Nothing else was said.\n\nA second meeting, on the treaty of 1965, follows in May. "
    "Delegations arrive on Tuesday."
)


def passages(query: str, text: str, **options: int) -> list[str]:
    highlighter = Highlighter(parse(query).tree, languages=("en",))
    return [passage.text for passage in highlighter.passages("body_text", text, "en", **options)]


def test_passages_are_whole_sentences_where_they_fit() -> None:
    assert passages("treaty", BODY, fragments=2, fragment_size=75) == [
        "Mr. Kim spoke of a treaty with the U.S. government and its allies.",
        "A second meeting, on the treaty of 1965, follows in May.",
    ]
    assert passages("treaty kim", BODY, fragments=1, fragment_size=100) == [
        "Mr. Kim spoke of a treaty with the U.S. government and its allies. Nothing else was said."
    ]


def test_passages_are_cut_between_words_where_sentences_do_not_fit() -> None:
    assert passages("treaty", BODY, fragments=1, fragment_size=30) == ["Mr. Kim spoke of a treaty with"]
    assert passages("government", BODY, fragments=1, fragment_size=31) == ["U.S. government and its allies."]


def test_a_passage_ends_before_a_phrase_that_it_would_cut() -> None:
    text = "south korea one two south korea three four five"
    assert passages('"south korea"', text, fragments=1, fragment_size=26) == ["south korea one two"]
    assert passages('"south korea" three', text, fragments=2, fragment_size=11) == [
        "south korea",
        "south korea",
    ]


def test_a_field_that_is_not_asked_for_has_no_passages() -> None:
    highlighter = Highlighter(parse("headline:a").tree, languages=("en",))
    assert highlighter.passages("body_text", "a", "en", fragments=1, fragment_size=9) == ()


def test_the_passage_with_most_of_the_query_is_chosen() -> None:
    text = (
        "Kim said so. " * 20
        + "The treaty is signed. "
        + "Kim came. " * 20
        + "Kim left the treaty table. "
        + "Bye. " * 20
    )
    assert passages("kim treaty table", text, fragments=1, fragment_size=30) == ["Kim left the treaty table."]


def test_a_text_that_fits_is_shown_whole() -> None:
    assert passages("a", " b a. ", fragments=3, fragment_size=6) == [" b a. "]


def test_markup_is_escaped() -> None:
    passage = Passage(10, 27, '<b>Kim</b> & "Co"', (MarkedSpan(13, 16, "term"),))
    assert render_html(passage) == "&lt;b&gt;<mark>Kim</mark>&lt;/b&gt; &amp; &quot;Co&quot;"


@pytest.mark.parametrize("unit", ["a b ", "kim ", "x", "a. ", "“a”\n\n", "東京", "'", "a\u0301"])
def test_long_texts_are_read_to_the_end(unit: str) -> None:
    text = unit * (200_000 // len(unit)) + " treaty"
    highlighter = Highlighter(parse('a* "a b" "b a"~3 kim treaty').tree, languages=("en",))
    found = highlighter.passages("body_text", text, "en", fragments=100, fragment_size=160)
    assert found[-1].text.endswith("treaty")
