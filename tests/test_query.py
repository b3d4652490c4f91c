"""The query language: trees by example, and what must hold for any text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.errors import InputError, TooLargeError
from searchsvc.query import (
    MAX_CLAUSES,
    MAX_DEPTH,
    MAX_QUERY_LENGTH,
    And,
    AndMaybe,
    Boost,
    Everything,
    Exact,
    Fuzzy,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    QueryWarning,
    Range,
    Wildcard,
    Word,
    parse,
    period,
    render,
    zone,
)

Op = Literal["and", "or"]

NEAR = "A phrase with ~ has at most 32 words; searched without it"
WORD_MARKS = (
    "~ is followed by a whole number, ^ by a number (missile~1, missile^2); here it stands for itself"
)
PHRASE_MARKS = '~ is followed by a whole number, ^ by a number ("two koreas"~2^3); left out'
GROUP_MARKS = "Only ^ and a number may follow a group or a range; left out"

A, B, C = (Word(letter, letter) for letter in "abc")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Everything()),
        (" \n", Everything()),
        ("*", Everything()),
        ("* a", A),
        ("a b", And((A, B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a AND (b OR c)", And((A, Or((B, C))))),
        ("(a (b c))", And((A, B, C))),
        ("a OR (b OR c)", Or((A, B, C))),
        ("-a", And((Everything(), Not(A)))),
        ("NOT a -b", And((Everything(), Not(A), Not(B)))),
        ("a OR NOT b", Or((A, And((Everything(), Not(B)))))),
        ("a -(b c)", And((A, Not(And((B, C)))))),
        ("NOT *", Nothing()),
        ("+a OR b", AndMaybe(A, B)),
        ("Été", Word("été", "ete")),
        ("co-op", Phrase(("co", "op"))),
        ('"A b"', Phrase(("a", "b"))),
        ('"a b"~3^2', Boost(Phrase(("a", "b"), 3), 2.0)),
        ('"a"~3', Phrase(("a",))),
        ("a~", Fuzzy("a", 1)),
        ("a~2^1.5", Boost(Fuzzy("a", 2), 1.5)),
        ("a~0", Phrase(("a",))),
        ("a^1", A),
        ("É*", Prefix("e")),
        ("a*b?c**", Wildcard("a*b?c*")),
        ("*a", Wildcard("*a")),
        ("a?", A),
        ("wi-fi*", And((Word("wi", "wi"), Prefix("fi")))),
        ("東京*", Phrase(("東", "京"))),
        ("headline:a", Word("a", "a", "headline")),
        ("HEADLINE:a", Word("a", "a", "headline")),
        ("headline:(a source:B)", And((Word("a", "a", "headline"), Exact("source", "b")))),
        ("headline:*", Prefix("", "headline")),
        ("subject:(a *)", And((Word("a", "a", "subject"), Prefix("", "subject")))),
        ('source:"A  É"', Exact("source", "a e")),
        ('located:"New Y"*', Prefix("new y", "located")),
        (r"located:new\ y?rk", Wildcard("new y?rk", "located")),
        (r"uri:a\*b*c", Wildcard("a?b*c", "uri")),
        ("located:tokio~1", Fuzzy("tokio", 1, "located")),
        ("uri:urn:x:1", Exact("uri", "urn:x:1")),
        ("urgency:3", Range("urgency", 3, 3)),
        ("urgency:{1 TO 3]^2", Boost(Range("urgency", 1, 3, open_low=True), 2.0)),
        ("urgency:<3", Range("urgency", None, 3, open_high=True)),
        ('urgency:>="3"', Range("urgency", 3)),
        ("urgency:*", Range("urgency")),
        ("urgency:{* TO *}", Range("urgency")),
        ('source:[a TO "b c"}', Range("source", "a", "b c", open_high=True)),
        ("http://a", Phrase(("http", "a"))),
        ("a || b", Or((A, B))),
        ("a||b && c", Or((A, And((B, C))))),
        ("a | b", And((A, B))),
        (r"a \|| b", And((A, B))),
        ("uri:||", Exact("uri", "||")),
        ("http://xx.yy/~a", Phrase(("http", "xx", "yy", "a"))),
        (r"a\~b", Phrase(("a", "b"))),
        ("rain -- a", And((Word("rain", "rain"), A))),
        ("a - b", And((A, B))),
        ("a & b", And((A, B))),
        (r"\AND", Word("and", "and")),
        ("AND\ud800a", Phrase(("and", "a"))),
        ("「a b」", Phrase(("a", "b"))),
        ('"a \\" b"', Phrase(("a", "b"))),
    ],
)
def test_trees(text: str, tree: Node) -> None:
    understood = parse(text)
    assert (understood.tree, understood.warnings) == (tree, _only_for(text))


def _only_for(text: str) -> tuple[QueryWarning, ...]:
    if text == "wi-fi*":
        return (
            QueryWarning("The words in this are searched one by one, for one of them has a wildcard", 0, 6),
        )
    return ()


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b", Or((A, B))),
        ("a b AND c", Or((A, And((B, C))))),
        ("+a b", AndMaybe(A, B)),
        ("+a +b c", AndMaybe(And((A, B)), C)),
        ("+a +b", And((A, B))),
        ("a -b", And((A, Not(B)))),
        ("-a -b", And((Everything(), Not(A), Not(B)))),
        ("+a b -c", And((AndMaybe(A, B), Not(C)))),
        ("a OR b -c", And((Or((A, B)), Not(C)))),
        ("NOT a OR b", Or((And((Everything(), Not(A))), B))),
    ],
)
def test_trees_where_or_is_understood(text: str, tree: Node) -> None:
    assert parse(text, op="or").tree == tree


@pytest.mark.parametrize(
    ("text", "parsed", "warnings"),
    [
        ("foo:bar", '"foo bar"', [("There is no field foo; searched as words", 0, 4)]),
        (
            "a text:b",
            'a AND "text b"',
            [("text is a field of quotes alone; searched as words", 2, 7)],
        ),
        ("foo:2022", '"foo 2022"', [("There is no field foo; searched as words", 0, 4)]),
        ("foo:>0.9", '"foo 0.9"', [("There is no field foo; searched as words", 0, 4)]),
        ("aa.bb:[1 TO 2]", '"aa bb 1" AND to AND 2', [("There is no field aa.bb; searched as words", 0, 6)]),
        ("kind:direct", '"kind direct"', [("kind is a field of quotes alone; searched as words", 0, 5)]),
        ("--a", "a", [("-- means nothing in front of a word; left out", 0, 2)]),
        ('b ++-("a" c)', 'b AND "a" AND c', [("++- means nothing in front of a word; left out", 2, 5)]),
        ("-" * 30 + "a", "a", [("-" * 20 + "… means nothing in front of a word; left out", 0, 30)]),
        ("a~x", '"a x"', [(WORD_MARKS, 0, 3)]),
        ("b a^-1", 'b AND "a 1"', [(WORD_MARKS, 2, 6)]),
        ("a~1.5", '"a 1.5"', [(WORD_MARKS, 0, 5)]),
        ('"a b"~-1', '"a b"', [(PHRASE_MARKS, 5, 8)]),
        ('"a b"~2^x c', '"a b" AND c', [(PHRASE_MARKS, 5, 9)]),
        ('"a b"^-1', '"a b"', [(PHRASE_MARKS, 5, 8)]),
        ("(a b)~2", "a AND b", [(GROUP_MARKS, 5, 7)]),
        ("urgency:[1 TO 3]^x", "urgency:[1 TO 3]", [(GROUP_MARKS, 16, 18)]),
        ("|| a", "a", [("OR has nothing to work on and is left out", 0, 2)]),
        ("10:30 1:2 http://a Re: b", '"10 30" AND "1 2" AND "http a" AND re AND b', []),
        (
            "headline: a",
            "headline AND a",
            [("Nothing follows headline: (no space after the colon); searched as a word", 0, 9)],
        ),
        ("a AND", "a", [("AND has nothing to work on and is left out", 2, 5)]),
        ("OR a", "a", [("OR has nothing to work on and is left out", 0, 2)]),
        ("a AND OR b", "a AND b", [("OR has nothing to work on and is left out", 6, 8)]),
        ("a NOT", "a", [("NOT has nothing to work on and is left out", 2, 5)]),
        ("a NOT AND b", "a AND b", [("NOT has nothing to work on and is left out", 2, 5)]),
        ("NOT NOT a", "NOT a", [("NOT has nothing to work on and is left out", 0, 3)]),
        ("(a", "a", [("A parenthesis without its other half is closed at the end", 0, 1)]),
        ("a)", "a", [("A parenthesis without its other half is left out", 1, 2)]),
        ('a "b', "a AND b", [("A quotation mark without its other half is left out", 2, 3)]),
        ("“b” c”", '"b" AND c', [("A quotation mark without its other half is left out", 5, 6)]),
        ("…", "NOT *", [("There is no word in this to search for", 0, 1)]),
        ("a~9", "a~2", [("A fuzzy word differs in at most 2 characters", 0, 3)]),
        ("a-b~1", '"a b"', [("~ works on a single word; searched as written", 0, 5)]),
        ("a*~1", "a*", [("A word cannot be fuzzy and have wildcards; ~ is left out", 0, 4)]),
        ('"a b"~900', '"a b"~100', [("Words of a phrase are at most 100 positions apart", 0, 9)]),
        ('"a* b"', '"a b"', [("* has no meaning in a phrase", 0, 6)]),
        (f'"{"a " * 33}"~2', f'"{" ".join("a" * 33)}"', [(NEAR, 0, 70)]),
        ('source:"\0" a', "a", []),
        ("a^9999", "a^1000", [("A weight is at most 1000", 0, 6)]),
        ("urgency:x", "x", [("'x' is not a whole number; searched as words", 0, 9)]),
        ("urgency:3.5", "3.5", [("'3.5' is not a whole number; searched as words", 0, 11)]),
        ("urgency:[3 TO 1]", "urgency:[3 TO 1]", [("This range ends before it begins", 0, 16)]),
        ("urgency:[3", "3", [("A range is written urgency:[low TO high]; searched as words", 0, 9)]),
        (
            "headline:[a TO b]",
            '"a b"',
            [("headline holds words and has no ranges; searched as words", 0, 17)],
        ),
        (
            "versioncreated:2022-02-30",
            '"2022 02 30"',
            [("'2022-02-30' is no date of the calendar; searched as words", 0, 25)],
        ),
    ],
)
def test_what_is_forgiven(text: str, parsed: str, warnings: list[tuple[str, int, int]]) -> None:
    understood = parse(text)
    assert understood.parsed == parsed
    assert understood.warnings == tuple(QueryWarning(*warning) for warning in warnings)


def instant(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "timezone", "start", "end"),
    [
        ("2022", "UTC", instant(2022, 1, 1), instant(2023, 1, 1)),
        ("2022-02", "UTC", instant(2022, 2, 1), instant(2022, 3, 1)),
        ("2022-12", "UTC", instant(2022, 12, 1), instant(2023, 1, 1)),
        ("2024-02-29", "UTC", instant(2024, 2, 29), instant(2024, 3, 1)),
        ("2022-02-10", "Asia/Tokyo", instant(2022, 2, 9, 15), instant(2022, 2, 10, 15)),
        ("2022-03-27", "Europe/Madrid", instant(2022, 3, 26, 23), instant(2022, 3, 27, 22)),
        ("2022-02-10T05", "UTC", instant(2022, 2, 10, 5), instant(2022, 2, 10, 6)),
        ("2022-02-10T05:00Z", "Asia/Tokyo", instant(2022, 2, 10, 5), instant(2022, 2, 10, 5, 1)),
        ("2022-02-10T05:00:30+09:00", "UTC", instant(2022, 2, 9, 20, 0, 30), instant(2022, 2, 9, 20, 0, 31)),
        (
            "2022-02-10 05:00:30.5-0300",
            "UTC",
            instant(2022, 2, 10, 8, 0, 30, 500_000),
            instant(2022, 2, 10, 8, 0, 30, 500_001),
        ),
        ("9999", "UTC", instant(9999, 1, 1), None),
        ("0001", "Asia/Tokyo", None, None),
    ],
)
def test_periods(text: str, timezone: str, start: datetime | None, end: datetime | None) -> None:
    low, high = period(text, zone(timezone))
    assert low == start
    if text != "0001":
        assert high == end


@pytest.mark.parametrize(
    "text", ["", "22", "2022-13", "2022-2", "2022-02-10T25", "２０２２", "2022-02-10T05:00+99:99", "0000"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"is (no|not a) date"):
        period(text, UTC)


@pytest.mark.parametrize(
    "name", ["", "Nowhere/City", "../etc/passwd", "/etc/passwd", "a\0b", "Europe", "x" * 5000]
)
def test_a_time_zone_that_does_not_exist_is_an_error(name: str) -> None:
    with pytest.raises(InputError, match="There is no time zone"):
        parse("a", timezone=name)


def test_ends_that_are_left_out_are_left_out_with_their_period() -> None:
    trees = [
        parse(f"versioncreated:{text}").tree
        for text in ("{2022-01 TO 2022-03}", ">2022-01", "<=2022-03", "[2022-01-05 TO *}")
    ]
    assert trees == [
        Range("versioncreated", instant(2022, 2, 1), instant(2022, 3, 1)),
        Range("versioncreated", instant(2022, 2, 1), None),
        Range("versioncreated", None, instant(2022, 4, 1)),
        Range("versioncreated", instant(2022, 1, 5), None),
    ]


def test_a_query_that_is_too_long_is_refused() -> None:
    parse("a" * MAX_QUERY_LENGTH)
    with pytest.raises(TooLargeError, match="10,001 characters; at most 10,000"):
        parse("a" * (MAX_QUERY_LENGTH + 1))


def test_words_beyond_the_bound_are_left_out() -> None:
    understood = parse("a " * (MAX_CLAUSES + 1))
    assert understood.tree == And((A,) * MAX_CLAUSES)
    assert understood.warnings == (
        QueryWarning("Only the first 512 words are searched; the rest is left out", 1024, 1026),
    )


def test_groups_beyond_the_bound_are_read_without_their_parentheses() -> None:
    depth = MAX_DEPTH + 10
    understood = parse("(a OR -" * depth + "b" + ")" * depth)
    assert len(understood.warnings) == 1
    assert understood.warnings[0].start == len("(a OR -") * MAX_DEPTH
    assert parse(understood.parsed).parsed


HOSTILE = (
    *("(", ")", '"', "“", "«»„”", "-", "+a", "NOT ", "AND ", "a*", "?*", "\\", "headline:[", "headline:"),
    *("a:", "~", "^", "[{", "(a ", "a.", "1,000", "\u0301\u0327", "東", "l'", '"a', 'source:"', "urgency:>"),
    *("--", "+-", "--a ", "||", "&&a", "a||", '"a"~-', ")^-", "a~", "a^x "),
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_queries_are_read_to_the_end(unit: str) -> None:
    understood = parse((unit * MAX_QUERY_LENGTH)[:MAX_QUERY_LENGTH])
    assert len(understood.warnings) <= 20


def test_render_refuses_what_is_no_node() -> None:
    with pytest.raises(TypeError, match="not a node of a query"):
        render(Node())


PIECES = st.sampled_from(
    [
        *'"()[]{}+-*?~^:\\<>“”«»„ \t\n',
        "AND", "OR", "NOT", "TO", "&&", "||", "~x", "^-1", "--",
        " AND ", " OR ", " NOT ", " -", " +", "~1", "~0", "^2", "^0.5", "^1",
        "a", "b", "Kim", "l'été", "O'Brien", "co-op", "U.S.", "3,000", "5.5", "東京", "ไทย", "not", "and",
        "headline:", "source:", "located:", "versioncreated:", "urgency:", "subject:", "foo:",
        "dateline.city:",
        "headline:(", "located:\"New York\"", "[2022-01 TO 2022-03]", "{1 TO *]", ">=2022",
        "<3", "2022-02-30",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.characters(codec=None), max_size=30).map("".join)


@given(TEXTS, st.sampled_from(["and", "or"]), st.sampled_from(["articles", "quotes"]))
def test_any_text_parses_and_its_canonical_form_means_the_same(text: str, op: Op, target: str) -> None:
    understood = parse(text, op=op, target=target)
    for other in ("and", "or"):
        again = parse(understood.parsed, op=other, target=target, timezone="Asia/Tokyo")
        assert again.tree == understood.tree
        assert again.parsed == understood.parsed
    for warning in understood.warnings:
        assert 0 <= warning.start < warning.end <= len(text)
