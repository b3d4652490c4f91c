"""The quick way through a text marks what reading every word marks."""

from __future__ import annotations

import gzip
import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchsvc.analysis import tokenize
from searchsvc.highlight import Highlighter, sentence_starts, vocabulary
from searchsvc.highlight.leaves import wanted_by_field
from searchsvc.highlight.reading import Reader
from searchsvc.highlight.scanning import sought
from searchsvc.query import parse
from searchsvc.tree import Exact, Fuzzy, Node, Or, Phrase, Prefix, Wildcard, Word
from tests import highlight_reference as reference

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "labelled"
LANGUAGES = ("en", "fr", "de", "ru", "und")

WORDS = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "Kim",
        "kim's",
        "É",
        "é",
        "U.S.",
        "U.S.'s",
        "3,000",
        "東",
        "東京都",
        "ไทย",
        "missiles",
        "missile",
        "l'été",
        "d’Estaing",
        "don't",
        "Mr.",
        "No.",
        "journaux",
        "журналы",
        "أَحْمَد",
        "häuser",
        "end.Start",
        "COVID-19",
        "--",
        "co\xadop",
        "ﬁnance",
    ]
)
GAPS = st.sampled_from(
    [
        " ",
        " ",
        " ",
        ", ",
        ". ",
        ".\n\n",
        " — “",
        "” ",
        "\t",
        "<&>",
        "。",
        "\ud800",
        "\u00a0",
        "\x1f",
        "\u200b",
        "",
    ]
)
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=60).map(
    lambda rows: "".join(word + gap for word, gap in rows)
) | st.text(st.characters(codec=None) | st.sampled_from("ab é'’.,-東 \n\u0301"), max_size=80)


@st.composite
def queries(draw: st.DrawFn) -> tuple[str, Node]:
    """A text and a tree whose leaves are, for the most part, made of its words."""
    text = draw(TEXTS)
    tokens = tokenize(text) or tokenize("kim")
    some = st.sampled_from([(token.word, token.term) for token in tokens])
    leaf = (
        some.map(lambda row: Word(*row))
        | st.integers(0, len(tokens) - 1).flatmap(
            lambda at: st.integers(1, 3).map(
                lambda size: Phrase(tuple(token.term for token in tokens[at : at + size]))
            )
        )
        | st.builds(
            Phrase,
            st.lists(some.map(lambda row: row[1]), min_size=1, max_size=3).map(tuple),
            st.integers(0, 4),
        )
        | some.map(lambda row: Prefix(row[1][:2]))
        | some.map(lambda row: Wildcard(row[1][:1] + "*" + row[1][-1:]))
        | some.map(lambda row: Fuzzy(row[1], 1))
        | some.map(lambda row: Exact("body_text", row[1]))
    )
    return text, Or(tuple(draw(st.lists(leaf, min_size=1, max_size=4))))


def assert_alike(tree: Node, text: str, language: str | None, fragments: int, size: int) -> None:
    highlighter = Highlighter(tree, languages=LANGUAGES)
    expected = reference.read(tree, LANGUAGES, "body_text", text, language)
    if expected is None:
        assert highlighter.spans("body_text", text, language) == ()
        return
    for breaks in (None, sentence_starts(text)):
        assert highlighter.spans("body_text", text, language) == reference.spans(expected)
        assert highlighter.passages(
            "body_text", text, language, fragments=fragments, fragment_size=size, breaks=breaks
        ) == reference.passages(expected, fragments, size)


@settings(max_examples=300)
@given(queries(), st.sampled_from([None, "en", "fr", "de", "ru"]), st.integers(1, 4), st.integers(1, 80))
@example(("a ba\ta a.", Or((Word("a", "a"),))), "en", 3, 4)
def test_the_quick_way_marks_what_reading_every_word_marks(
    query: tuple[str, Node], language: str | None, fragments: int, size: int
) -> None:
    assert_alike(query[1], query[0], language, fragments, size)


PIECES = st.sampled_from(
    [
        "South",
        "Korea",
        "Koreans",
        "korea's",
        "“Korea”",
        "KOREA.",
        "(south",
        "soüth",
        "dying",
        "die",
        "agencies",
        "agency",
        "the",
        "--",
        "...",
        "\u00a0",
        "U.S.",
        "us",
        "5.5",
        "55",
        "3,000",
        "3000",
        "so-called",
        "end.South",
        "o'brien",
        "Obrien",
        "`",
        "東京",
    ]
)
BETWEEN = st.sampled_from([" ", " ", " ", "\n", " -- ", "\x1f", ""])
LINES = st.lists(st.tuples(PIECES, BETWEEN), max_size=80).map(
    lambda rows: "".join(piece + gap for piece, gap in rows)
)
ASKED = st.lists(
    st.sampled_from(
        [
            "korea",
            "die",
            "agency",
            "agencies^2",
            '"south korea"',
            '"the south korea"',
            '"korea the"~3',
            '"south south"',
            '"o\'brien the"',
            '"東京 korea"',
            '"soüth korea"~1',
            "sou*",
            "ko?ea",
            "kor*s",
            "korea~1",
            "us",
            "u.s.",
            "3,000",
            "5.5",
            "55",
            "東京",
            "resumé",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@settings(max_examples=300)
@given(ASKED, LINES, st.sampled_from([None, "en", "es", "fr"]), st.integers(20, 200))
@example('"south korea"', "south " + "-- " * 40 + "korea, south", "en", 60)
@example('"south korea"~4', "korea south " * 60, "en", 60)
@example('"south korea"', "soüth Korea ", None, 20)
@example('"korea agency"~2', "a b korea " + "the " * 30 + "korea, an agency", "en", 60)
def test_looking_for_letters_marks_what_reading_every_word_marks(
    query: str, text: str, language: str | None, size: int
) -> None:
    assert_alike(parse(query).tree, text, language, 3, size)


@pytest.mark.parametrize(
    ("query", "language", "letters"),
    [
        ("agencies", "en", (b"agen",)),
        ("agency OR agents", "en", (b"agen",)),
        ("agency korea", None, (b"agency", b"korea")),
        ("kor* no?th*", "en", (b"kor", b"no")),
        ('"South Korea"', "en", ()),
        ("東京", "en", ()),
        ("die", "en", None),
        ("oil", "fr", None),
        ("agency", "de", None),
        ("agency~1", "en", None),
        ("*agency", "en", None),
        ("5.5", "en", None),
    ],
)
def test_the_letters_that_are_sought(
    query: str, language: str | None, letters: tuple[bytes, ...] | None
) -> None:
    wanted = wanted_by_field(parse(query).tree, "articles", ("en",) if language else ())["body_text"]
    assert sought(wanted, language) == letters


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("The agencies. " * 20, "en", True),
        ("The “agencies” of Córdoba are there. Nothing else was said about them. " * 9, "en", True),
        ("Two ag'encies", "en", False),
        ("агентства agency", "en", False),
    ],
)
def test_which_texts_are_looked_through_by_letters(text: str, language: str, told: bool) -> None:
    wanted = wanted_by_field(parse("agency").tree, "articles", ("en",))["body_text"]
    letters = sought(wanted, language)
    assert letters is not None
    assert (Reader(wanted, language)._find_by_letters(text, letters) is not None) == told
    assert_alike(parse("agency").tree, text, language, 3, 100)


@pytest.mark.data
@pytest.mark.parametrize("name", ["dateline_reuters21578", "dateline_conll2002_efe", "dateline_multi_agency"])
def test_real_articles_are_marked_alike(name: str) -> None:
    if not (DATA / name).is_dir():
        pytest.skip("needs the real articles in ../shared/data")
    chance = random.Random(7)
    with gzip.open(DATA / name / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for line in lines if (row := json.loads(line)).get("body")]
    for row in chance.sample(rows, min(150, len(rows))):
        words = [token.term for token in tokenize(row["body"])]
        if len(words) < 4:
            continue
        at = chance.randrange(len(words) - 2)
        one, other = chance.sample(words, 2)
        tree = parse(
            f'{one} {other} "{words[at]} {words[at + 1]}" "{words[at]} {words[at + 2]}"~3 '
            f"{chance.choice(words)[:3]}* {chance.choice(words)}~1"
        ).tree
        assert_alike(tree, row["body"], row.get("lang"), 3, 160)
        assert_alike(parse(f"{one} {other}").tree, row["body"], row.get("lang"), 3, 160)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "_MOST_REMEMBERED", 10)
    tree = parse("word7").tree
    for number in range(20):
        text = " ".join(f"word{number + more}" for more in range(10))
        assert_alike(tree, text, "de", 1, 200)
        assert 0 < len(vocabulary._BY_LANGUAGE["de"].terms) < 20
    for language in map(str, range(100)):
        vocabulary.vocabulary_of(language)
    assert len(vocabulary._BY_LANGUAGE) <= vocabulary._MOST_LANGUAGES


def test_threads_share_a_vocabulary() -> None:
    texts = [" ".join(f"thread{number % 50}x{more}s" for more in range(40)) for number in range(400)]

    def marked(text: str) -> int:
        tree = parse(text.split()[3]).tree
        return len(Highlighter(tree, languages=("de",)).spans("body_text", text, "de"))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(marked, texts)) == [1] * len(texts)
