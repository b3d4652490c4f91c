import pytest

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
        ("PARIS, 3", None),
        ("", None),
        ("1,234 5,678 9,012 - 3.4", None),
    ],
)
def test_the_language_of_a_text(text, expected):
    assert detect(text) == expected


def test_no_small_word_is_listed_twice():
    words = [word for line in table("languages").values() for word in line.split()]
    assert sorted(set(words)) == sorted(words)
