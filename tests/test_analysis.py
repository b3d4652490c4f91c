"""Tokens, folding, stems and matching: by example, by table row and by property."""

from __future__ import annotations

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchsvc.analysis import (
    MAX_TERM_LENGTH,
    STEMMED_LANGUAGES,
    Token,
    both_stems,
    fold,
    fold_value,
    index_terms,
    indexing,
    is_pronoun,
    is_unspaced,
    matches_wildcard,
    shared_beginning,
    stem,
    stemmed,
    stems,
    tokenize,
    within_edits,
    words,
)
from searchsvc.analysis.tables import IRREGULAR, STEMMERS, WORDS

ALPHABET = st.characters(codec=None) | st.sampled_from(
    "aéßıİøŁ'’.,-0123 \n\t\u0301\u0327\u3099\u00ad\u200dかガ東京ーไทยΆςйЁأالשְdDlLsS"
)
TEXTS = st.text(ALPHABET, max_size=60)


def terms(text: str) -> list[str]:
    return [token.term for token in tokenize(text)]


@given(TEXTS)
@example("\ud800")
@example("ﾊﾟﾊ")
@example("ำ")
def test_each_token_stands_where_it_says(text: str) -> None:
    tokens = tokenize(text)
    assert [token.position for token in tokens] == list(range(len(tokens)))
    end = 0
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        end = token.end
        assert fold(text[token.start : token.end]) == token.term != ""
        assert fold(token.word) == token.term


@given(TEXTS)
@example("㊀a")
def test_terms_and_words_are_tokens_of_themselves(text: str) -> None:
    for token in tokenize(text):
        assert terms(token.term) == [token.term]
        assert [(again.term, again.word) for again in tokenize(token.word)] == [(token.term, token.word)]


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_value(fold_value(text)) == fold_value(text)


@given(TEXTS)
def test_normal_forms_give_the_same_terms(text: str) -> None:
    composed, decomposed = (
        [(token.term, token.word) for token in tokenize(unicodedata.normalize(form, text))]
        for form in ("NFC", "NFD")
    )
    assert composed == decomposed


@given(TEXTS | st.text(" \n,;:?!()[]\"“”-'’‘.aBzsS1é", max_size=40))
def test_cutting_a_text_into_chunks_loses_no_word(text: str) -> None:
    """The quick way for plain words finds what the full pattern does."""
    tokens = tokenize(text)
    for start, end in {(token.start, token.end) for token in tokens}:
        assert not any(character.isspace() for character in text[start:end])
    # An underscore joins nothing, but makes the word before it a chunk of another kind.
    slow = tokenize(re.sub(r"(?<=[a-zA-Z])(?=[\s,;:?!()\"”-]|\.\s)", "_", text))
    assert [token.term for token in slow] == [token.term for token in tokens]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O'Brien’s Rock'n'roll", ["obrien", "rocknroll"]),
        ("KOREA'S countries' 1980's", ["korea", "countries", "1980"]),
        ("U.S.-led U.S.’s e.g. U.N.Security Ph.D.", ["us", "led", "us", "eg", "un", "security", "ph", "d"]),
        ("end.Start of it...", ["end", "start", "of", "it"]),
        ("3,000 10,000,000.50 1,00,000 5.5bn", ["3000", "10000000.50", "100000", "5.5bn"]),
        ("1,2 1986, 10:30 10.02.2022", ["1", "2", "1986", "10", "30", "10.02.2022"]),
        ("COVID-19 AT&T a_b $5", ["covid", "19", "at", "t", "a", "b", "5"]),
        ("l'Assemblée D’ESTAING N'Djamena aujourd'hui", ["assemblee", "estaing", "ndjamena", "aujourdhui"]),
        ("dell'Italia un'altra qu'il l'home", ["italia", "altra", "il", "home"]),
        ("東京タワー abc ไทย", ["東", "京", "タ", "ワ", "ー", "abc", "ไ", "ท", "ย"]),
        ("ﾊﾟか\u3099", ["パ", "が"]),
        ("서울 한국어", ["서울", "한국어"]),
        ("ß Øre Ǿre Łódź Æsop İstanbul ΆΣ Ёж", ["ss", "ore", "ore", "lodz", "aesop", "istanbul", "ασ", "еж"]),
        ("أَحْمَد שָׁלוֹם क्षेत्र", ["احمد", "שלום", "क्षेत्र"]),
        ("co\u00adoperate می\u200cخواهم \ufeffa", ["cooperate", "میخواهم", "a"]),
        ("5½ km² ﬁnance ＡＢ ٣", ["5½", "km2", "finance", "ab", "3"]),
        ("a\0b\x1fc\ud800d\u200be", ["a", "b", "c", "d", "e"]),
        (" \n.,!?—'\u0301", []),
        ("x" * 100, ["x" * MAX_TERM_LENGTH]),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_a_token_has_its_term_its_word_and_its_place() -> None:
    assert tokenize("L’e\u0301te\u0301 des U.S.") == [
        Token("ete", "été", 0, 2, 7),
        Token("des", "des", 1, 8, 11),
        Token("us", "us", 2, 12, 16),
    ]


def test_values_are_folded_whole() -> None:
    assert fold_value("  New \t York ") == "new york"
    assert fold_value("São Paulo") == "sao paulo"
    assert fold_value("Xi’an, D.C.") == "xian, d.c."
    assert fold_value("urn:newsml:efe.com:2022-02-10:É") == "urn:newsml:efe.com:2022-02-10:e"
    assert fold_value(" \n\0") == ""
    assert len(fold_value("é" * 10_000)) == 4096


@pytest.mark.parametrize("word", [word for line in WORDS["pronouns"]["words"] for word in line.split()])
def test_each_pronoun_is_one(word: str) -> None:
    assert is_pronoun(word) and is_pronoun(word.upper())
    assert not is_pronoun(f"{word} {word}") and not is_pronoun("Roe")


@pytest.mark.parametrize(("letter", "folded"), WORDS["letters"].items())
def test_each_letter_of_the_table_is_folded(letter: str, folded: str) -> None:
    assert fold(f"x{letter}") == fold(f"x{letter.upper()}") == f"x{folded}"


@pytest.mark.parametrize("script", WORDS["unspaced"]["scripts"])
def test_each_unspaced_script_gives_a_token_a_character(script: str) -> None:
    name = {"Han": "CJK UNIFIED IDEOGRAPH-6771"}.get(script, f"{script.upper()} LETTER ")
    known = [
        chr(point) for point in range(0x0E00, 0x9FFF) if unicodedata.name(chr(point), "").startswith(name)
    ]
    letters = [character for character in known if fold(character) == character][:2] * 2
    assert terms("".join(letters)) == letters
    assert all(map(is_unspaced, letters))
    assert not is_unspaced("a")


@pytest.mark.parametrize("joiner", "".join(value for value in WORDS["joiners"].values()))
def test_each_joiner_vanishes_within_a_word(joiner: str) -> None:
    assert terms(f"ab{joiner}cd") == ["abcd"]


@pytest.mark.parametrize(
    "prefix",
    sorted({prefix for name, row in WORDS["elisions"].items() if name != "before" for prefix in row}),
)
def test_each_elision_is_left_out(prefix: str) -> None:
    assert terms(f"{prefix}'amo {prefix.upper()}’Été") == ["amo", "ete"]
    assert terms(f"{prefix}'xy") == [f"{prefix}xy"]


@pytest.mark.parametrize(("language", "algorithm"), STEMMERS.items())
def test_each_stemmer_works(language: str, algorithm: str) -> None:
    assert language in STEMMED_LANGUAGES
    for word in ("missiles", "журналы", "journée", "الأخبار", "लड़कियों"):
        assert (
            stem(word, f"{language}-XX") == stem(word, language.upper()) == fold(stem(word, language)) != ""
        )


def test_stems_by_language() -> None:
    rows = [
        ("missiles", "en", "missil"),
        ("MISSILES".lower(), "en_GB", "missil"),
        ("journaux", "fr", "journal"),
        ("häuser", "de", "haus"),
        ("réunions", "fr", "reunion"),
        ("acciones", "es-MX", "accion"),
        ("новости", "ru", "новост"),
        ("missiles", "zh", "missiles"),
        ("été", None, "ete"),
        ("été", "", "ete"),
    ]
    assert [(word, language, stem(word, language)) for word, language, _ in rows] == rows


def test_a_query_word_stands_for_its_stems() -> None:
    assert stems("general", ("en", "es", "und")) == {"general"}
    assert stems("nations", ("en", "fr", "und")) == {"nation", "nations"}
    assert stems("Été".lower(), ()) == {"ete"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pt", "habitacao habitação habitacoes habitações"),
        ("pt", "nao não"),
        ("pt", "portugues português"),
        ("es", "declaracion declaración declaraciones"),
        ("es", "presidio presidió"),
        ("ca", "nacio nació"),
        ("fr", "elysee élysée"),
        ("fr", "journee journée journees journées"),
        ("fr", "employes employés"),
        ("ro", "bucuresti bucurești bucureşti"),
        ("hu", "hazak házak"),
        ("en", "expose exposé"),
        ("und", "cafe café"),
    ],
)
def test_a_word_without_its_accents_is_the_same_word(language: str, words: str) -> None:
    for typed in words.split():
        assert all(stems(typed, (language,)) & set(both_stems(each, language)) for each in words.split())


@given(TEXTS, st.sampled_from(sorted(STEMMERS)))
def test_accents_make_no_difference(text: str, language: str) -> None:
    for token in tokenize(text):
        assert stems(token.term, (language,)) & set(both_stems(token.word, language))
        assert stems(token.word, (language,)) & set(both_stems(token.term, language))


def test_what_all_words_of_a_stem_begin_with() -> None:
    rows = [
        ("happi", "en", "happ"),
        ("die", "en-GB", None),
        ("dependent", "es", "dependen"),
        ("publiqu", "fr", "publi"),
        ("hous", "de", None),
        ("prices", "und", "prices"),
        ("prices", None, "prices"),
        ("a", "fr", ""),
    ]
    assert [(found, language, shared_beginning(found, language)) for found, language, _ in rows] == rows


ENDINGS = """
y ies ied ying e s es ing ed edly eed ational tional ency ance izer ization bli biliti ability ably iviti
ically alism aliti ful ness ousli ogi ogist ative ement ion enci entli fulli skies sses us ll bbed hop
encia encias logia logias ucion uciones anza ibilidad ividad amente mente yendo iendo iendole gue guen
aciones idades iva ivo oso ismo able enza enze logie uzione uzioni azione ivita gliele ando
ication ications ateur ence ences usion utions euse ite issement eaux aux amment iere ions yer
logica cao coes oes cion ee ees idade eza issimo
"""


@settings(max_examples=2000)
@example("b", "ying", "en")
@given(
    st.text("abcdefghijklmnopqrstuvwxyz", max_size=9),
    st.lists(st.sampled_from(re.findall(r"\w+", ENDINGS)), max_size=3).map("".join),
    st.sampled_from(["en", "es", "fr", "it", "pt"]),
)
def test_no_stemmer_changes_the_beginning_of_words(beginning: str, ending: str, language: str) -> None:
    word = beginning + ending
    shared = shared_beginning(stem(word, language), language) if word else ""
    assert shared is None or word.startswith(shared)


@pytest.mark.parametrize("language", IRREGULAR)
def test_irregular_stems_are_stems(language: str) -> None:
    assert set(IRREGULAR[language]) == {stem(f"{row[0]}ying", language) for row in IRREGULAR[language]}


@given(TEXTS, st.sampled_from([None, "en", "fr", "ru", "und"]))
def test_stems_of_tokens_are_stems_of_their_words(text: str, language: str | None) -> None:
    tokens = tokenize(text)
    assert stemmed(tokens, language) == [
        each for token in tokens for each in both_stems(token.word, language)
    ]


def test_threads_stem_alike() -> None:
    words = [f"{base}{number}ings" for base in ("miss", "talk") for number in "abcdefgh" for _ in range(50)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda word: stem(word, "en"), words)) == [stem(word, "en") for word in words]


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_wildcards_match_as_their_definition_says(pattern: str, term: str) -> None:
    def matches(pattern: str, term: str) -> bool:
        if not pattern:
            return not term
        if pattern[0] == "*":
            return matches(pattern[1:], term) or (bool(term) and matches(pattern, term[1:]))
        return bool(term) and pattern[0] in ("?", term[0]) and matches(pattern[1:], term[1:])

    assert matches_wildcard(pattern, term) == matches(pattern, term)


@given(st.text("abc", min_size=1, max_size=6), st.text("abc", min_size=1, max_size=6), st.integers(1, 2))
def test_edits_are_counted_as_their_definition_says(left: str, right: str, distance: int) -> None:
    def edits(left: str, right: str) -> int:
        if not left or not right:
            return len(left) + len(right)
        return min(
            edits(left[1:], right) + 1,
            edits(left, right[1:]) + 1,
            edits(left[1:], right[1:]) + (left[0] != right[0]),
        )

    assert within_edits(left, right, distance) == (left[0] == right[0] and edits(left, right) <= distance)


@pytest.mark.parametrize(
    "unit", ["a", "a.", "a'", "1,000,", "1,00,", "\u0301\u0327", "東", "東\u0301", "l'", ".", "5.", "'s"]
)
def test_long_texts_are_read_to_the_end(unit: str) -> None:
    assert terms(unit * (300_000 // len(unit)) + " end")[-1] == "end"


@given(
    TEXTS | st.text(" \n,;:?!()[]\"“”-'’‘.aBzsS1é", max_size=40),
    st.sampled_from([None, "en", "fr", "ru", "und"]),
)
def test_an_index_keeps_the_terms_and_stems_of_the_tokens(text: str, language: str | None) -> None:
    tokens = tokenize(text)
    expected = [token.term for token in tokens], stemmed(tokens, language)
    assert index_terms(text, language) == expected
    assert index_terms(text, language) == expected  # from what is remembered as well


def test_what_is_remembered_for_an_index_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchsvc.analysis.indexing._REMEMBERED", 10)
    monkeypatch.setattr("searchsvc.analysis.indexing._LANGUAGES", indexing._Languages())
    text = " ".join(f"word{number}" for number in range(100))
    for language in ("pl", "en", "fr", "pl"):
        assert index_terms(text, language)[0] == text.split()
        assert sum(map(len, indexing._LANGUAGES.known.values())) <= 10


@given(st.text('0123456789.,;:%)]"”', min_size=1, max_size=14))
def test_numbers_are_read_as_any_surface_is(chunk: str) -> None:
    assert words._read.__wrapped__(chunk) == words._read_surface(chunk)
