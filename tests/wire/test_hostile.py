"""Copy of any repeated fragment is read in a time that grows with its length only."""

import sys
import threading
import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.hostile import FRAGMENTS as PIECES
from bench.hostile import main as slowest
from bench.hostile import repeated
from searchsvc.wire import read
from searchsvc.wire.dateline import match_dateline
from searchsvc.wire.quotes import find_quotes
from tests.wire.untraced import untraced

ANCHOR = datetime(2026, 1, 1, tzinfo=UTC)
FRAGMENTS = [
    *(
        "“",
        '"',
        "'",
        "‘a ",
        "''",
        "``",
        "«",
        "„",
        "」",
        "(",
        "((",
        "A",
        "Aa",
        "A, ",
        "A ",
        "a.",
        "A. ",
        "- ",
        "--",
        ".",
        ". ",
    ),
    *(
        "\n",
        "x\n",
        "  x\n",
        "PARIS, ",
        "PARIS/",
        "By A ",
        "Jan 1 ",
        "1 ",
        "新华社",
        "【",
        "(Reuters) - ",
        ". EFE",
        "EFE ",
    ),
    *(
        "said ",
        "he said ",
        "said that ",
        "saying, ",
        ", saying ",
        "according to X ",
        "has said ",
        "A) said ",
        "— said ",
    ),
    *(
        '"A," he said, ',
        "“A” ",
        "“A” said ",
        "he said “b c” and ",
        "X: “A b.” ",
        "A’s ",
        "and ",
        "of the ",
        "İ",
        "\u0301",
        "“A b,” said Ann Lee. ",
        "Ann Lee came. She said it rained. ",
        "Bo Ray, the mayor, came. The mayor said it rained. ",
        "Ann Lee, his counterparts from A, ",
        "“A b,” Bo told CNN of the ",
        "Mayor of A ",
        "the department said that it rained. ",
    ),
]
DATELINES = [
    "San ",
    "SAN, ",
    "D'",
    "d'Urgell ",
    "St. ",
    "PARIS and ",
    "PARIS & ",
    "PARIS, Texas, ",
    "OSLO\n",
    "(AFP, ",
    "(AFP/",
    "/AFP",
    "AFP - ",
    "(AFP) - ",
    "/Корр. ",
    "2 мая. ",
    "新华社北京",
    "新华社记者",
    "【东京=",
    "[서울=",
    "(서울·",
    "2 - 3 (",
    "10:45 ",
    "10:45 a.m. ",
    "March 2, ",
    "Mach 2 ",
    "lundi ",
    "2/3/",
    "2-3-2020",
    "— ",
    "RIA, ",
    "[",
    "[India] ",
    "(India) [India] ",
    "By Ann ",
    "(Eds: ",
    "((x)) ",
    "Source: ",
    "AGERPRES/(",
    "القاهرة ",
    "في ",
    "رويترز - ",
    "| ",
    "OSLO (Reuters) - A\n",
    "OSLO, March 2 (Reuters) - A\n\n",
    "SAnews - ",
    "ACCESSWIRE / ",
    "© ",
    "NNA - ",
]
LENGTH = 200_000
DEADLINE = 8.0
"""Seconds of CPU: reading takes a tenth of a second to one; time that grew with the square, minutes."""


@pytest.mark.parametrize("fragment", [*FRAGMENTS, *DATELINES])
def test_time_grows_with_length_only(fragment):
    text = fragment * (LENGTH // len(fragment))
    with untraced():
        started = time.process_time()
        read(text, anchor=ANCHOR)
        read(text, anchor=ANCHOR, body_is_clean=True)
        assert time.process_time() - started < DEADLINE


@pytest.mark.parametrize("fragment", DATELINES)
def test_a_dateline_is_looked_for_in_the_first_characters_only(fragment):
    text = fragment * (5 * LENGTH // len(fragment))
    with untraced():
        started = time.process_time()
        for opening in ("", "OSLO, ", "OSLO, March 2 ", "By Ann Lee ", "("):
            match_dateline(opening + text)
        assert time.process_time() - started < DEADLINE / 8


SHORT, LONG = 3_000, 12_000
"""Characters. Four times the text may take six times the steps, and what is done once for any text."""
ONCE = 20_000


def steps_of(text, **options):
    """The lines of code that are run to read ``text``: the same each time, whatever else the machine does."""
    return steps(lambda: read(text, anchor=ANCHOR, **options))


def steps(work):
    count = 0

    def line(frame, event, argument):
        nonlocal count
        count += event == "line"
        return line

    def call(frame, event, argument):
        return line if "searchsvc" in frame.f_code.co_filename else None

    def run():
        sys.settrace(call)  # of this thread alone
        work()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return count


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join), st.booleans())
def test_steps_grow_with_length_only(unit, body_is_clean):
    read(repeated(unit, SHORT), anchor=ANCHOR, body_is_clean=body_is_clean)  # loads the tables
    short, long = (steps_of(repeated(unit, size), body_is_clean=body_is_clean) for size in (SHORT, LONG))
    assert 0 < long <= 6 * short + ONCE, unit


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        ("en", "— he said — “a” — it said that “b” ("),
        ("en", "the chief of the Bank of Oslo of Bank "),
        ("es", "dijo que llovió y añadió que nevó "),
        ("es", "según el alcalde, Juan Ruiz, "),
        ("es", "«A», dijo "),
        ("fr", "il a dit qu’il pleut et ajouté qu’il "),
        ("fr", ", a dit X "),
        ("it", "ha detto che "),
        ("pt", "para o prefeito “a” "),
        ("de", "die Stadt „wort“ heute neben dem Haus und "),
        ("de", "Er nannte ihn „faul“ und ging. "),
        ("de", "(Reuters) - sagte "),
    ],
)
def test_steps_grow_with_length_only_in_other_languages(language, unit):
    find_quotes(repeated(unit, SHORT), language=language)
    short, long = (
        steps(lambda size=size: find_quotes(repeated(unit, size), language=language))
        for size in (SHORT, LONG)
    )
    assert 0 < long <= 6 * short + ONCE


WORDS = [
    "told",
    "said",
    "quoted",
    "Reuters",
    "SANA",
    "Roe",
    "as",
    "saying",
    "that",
    "the",
    "a",
    "of",
    "in",
    "on",
    "Monday",
    "statement",
    "“Yes.”",
    "“no,”",
    ",",
    ".",
    ";",
    ":",
    "(",
    ")",
    "%",
    "Jr",
    ".",
    "Co",
    ".,",
    "Ltd",
    "Inc",
    "'s",
    "citing",
    "officials",
    "According",
    "to",
    "adding",
    "him",
    "her",
    "they",
    "it",
    "was",
    "were",
    "by",
    "at",
    "last",
    "this",
    "week",
    "House",
    "subcommittee",
    "who",
    "which",
    "and",
    "but",
    "—",
    "reported",
    "shot",
    "back",
    "5",
    "2009",
    "Witnesses",
    "warned",
    "he",
]


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join),
    st.sampled_from([None, "en", "es", "fr", "de", "pt", "it"]),
)
def test_words_in_any_order_are_read(text, language):
    reading = read(f"OSLO (Reuters) - {text}\n\n{text}", anchor=ANCHOR, language=language)
    for quote in reading.quotes:
        assert all(0 <= start < end <= len(reading.body_text) for start, end in quote.spans)


def test_steps_that_grow_with_the_square_are_noticed(monkeypatch):
    def look_at_all_pairs(text, **options):
        for _ in text[::100]:
            for _ in text[::10]:
                pass

    monkeypatch.setattr("searchsvc.wire.reading.find_quotes", lambda body, **rest: look_at_all_pairs(body))
    look_at_all_pairs.__code__ = look_at_all_pairs.__code__.replace(co_filename="searchsvc")
    short, long = (steps_of(repeated("a b\n", size), body_is_clean=True) for size in (SHORT, LONG))
    assert long > 6 * short + ONCE


def test_the_slowest_texts_are_listed(capsys):
    arguments = ["--texts", "3", "--size", "1000", "--seed", "7"]
    assert slowest(arguments) == 0
    assert slowest([*arguments, "--limit", "0"]) == 1
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["s"] * 6
