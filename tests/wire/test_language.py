from datetime import UTC, datetime

import pytest

from searchsvc.wire import read
from searchsvc.wire.knowledge import table
from searchsvc.wire.language import detect


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rain fell on the town and the people of the valley were told to stay at home.", "en"),
        ("La lluvia cayó sobre el pueblo y los vecinos del valle se quedaron en sus casas.", "es"),
        ("La pluie est tombée sur la ville et les gens de la vallée sont restés chez eux.", "fr"),
        ("Der Regen fiel auf die Stadt, und die Menschen im Tal sind zu Hause geblieben.", "de"),
        ("A chuva caiu sobre a cidade e as pessoas do vale não saíram de suas casas.", "pt"),
        ("La pioggia è caduta sulla città e gli abitanti della valle sono rimasti a casa.", "it"),
        ("De regen viel op de stad en de mensen in het dal bleven thuis tot de avond.", "nl"),
        ("Дождь шёл в городе весь день, и жители долины остались дома до вечера.", "ru"),
        ("雨は一日中町に降り続き、谷の人々は家にとどまった。", "ja"),
        ("대통령은 월요일 서울에서 기자들에게 비가 온다고 말했다.", "ko"),
        ("Shr 21 cts vs 19 cts\n\nNet 3,150,000 vs 2,870,000\n\nRevs 31.2 mln vs 28.4 mln", "en"),
        ("PARIS, 3", None),
        ("", None),
        ("1,234 5,678 9,012 - 3.4", None),
    ],
)
def test_the_language_of_a_text(text, expected):
    assert detect(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("雨が降った。", "ja"), ("Rain 1,234 5,678", None), ("雨 1,234 5,678 9,012", None)],
)
def test_kana_and_what_follows_it_need_fewer_letters(text, expected):
    assert detect(text) == expected


def test_no_small_word_is_listed_twice():
    words = [word for line in table("languages").values() for word in line.split()]
    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("DALLAS, March 2 (Reuters) - Net 3,150 vs 2,665", "en"),
        ("DALLAS, March 2 - Net 3,150 vs 2,665\n\nShr 59 vs 43\n\nReuter\n", "en"),
        ("Madrid, 23 may (EFE).- Ibex 965.65 952.97", "es"),
        ("Kiel (xyz) - 1:0, 2:0, 3:0", None),
        ("3,150 vs 2,665", None),
    ],
)
def test_figures_are_in_the_language_of_their_dateline(copy, expected):
    assert read(copy, anchor=datetime(2026, 6, 15, tzinfo=UTC)).language == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Storm closes schools across the valley", "en"),
        ("Regierung beschließt neues Gesetz zur Rente", "de"),
        ("El Gobierno aprueba una nueva ley de pensiones", "es"),
        ("Le gouvernement adopte une nouvelle loi sur les retraites", "fr"),
        ("Il governo approva una nuova legge sulle pensioni", "it"),
        ("Governo aprova nova lei da previdência social", "pt"),
        ("Правительство приняло новый закон о пенсиях", "ru"),
        ("Уряд ухвалив новий закон про пенсії громадян", "uk"),
        ("مجلس الوزراء يقر قانونا جديدا للمعاشات", "ar"),
        ("政府通过新的养老金法案", "zh"),
        ("政府、新しい年金法案を可決", "ja"),
        ("정부, 새 연금법 통과시켜", "ko"),
        ("Rząd przyjął nową ustawę o emeryturach", "pl"),
        ("Hükümet yeni emeklilik yasasını kabul etti", "tr"),
    ],
)
def test_headlines_are_enough(text, expected):
    assert detect(text) == expected
