"""German copy: nouns have capitals, and are nobody's names."""

import pytest

from searchsvc.wire.capitals import Row, behind_nouns, of_one_name, opens_no_name
from searchsvc.wire.mentions import find_mentions
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.vocabulary import given_names, vocabulary


def names(text):
    return [" ".join(each.words) for each in find_mentions(text, 0, vocabulary("de")) if len(each.words) > 1]


def speakers(text):
    return [
        each.speaker and (each.speaker.name, each.speaker.role, each.speaker.organisation)
        for each in find_quotes(text, language="de")
    ]


@pytest.mark.parametrize("word", ["Vier", "Viele", "Norwegische", "Giftige", "Zehntausende", "Belastende"])
def test_what_only_stands_before_a_noun(word):
    assert opens_no_name(word, "de")
    assert not opens_no_name(word, "es")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vier Fischer und Norwegische Medien kamen.", []),
        ("Gleich zu Beginn kam Anna Roth.", ["Anna Roth"]),
        ("Der Markteintritt von Regenbund steht an.", []),
        ("Der Kapitän von Regenstadt kam.", []),
        ("Der Städtetag NRW und der Weg Norwegens.", []),
        ("Dort sieht auch Anna Roth Vorteile.", ["Anna Roth"]),
        ("Anna Roth von der Gewerkschaft der Fischer kam.", ["Anna Roth"]),
        ("Anna von der Au kam mit Otto Graf von Regen.", ["Anna von der Au", "Otto Graf von Regen"]),
    ],
)
def test_names_among_capitals(text, found):
    assert names(text) == found


def test_a_noun_behind_an_article_is_of_no_name():
    text = "Der Ukrainer Oresch Krill kam. Der Ukrainer Oresch Krill ging."
    assert names(text) == ["Oresch Krill", "Oresch Krill"]
    # One that stands somewhere without an article may be the first name.
    assert names("Die Liati Krill kam. Liati Krill ging.") == ["Liati Krill", "Liati Krill"]


def test_other_languages_are_left_alone():
    parts = ["Anna", "Roth", "von", "Regen"]
    assert of_one_name(parts, "en", given_names()) == parts
    assert behind_nouns("the Rain Dog", [Row(4, ("Rain", "Dog"), False)], "en", {}) == [False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Konstantin Roth vom Vermögensverwalter Regen sagte: „Es gibt derzeit keinen Anlass.“",
            [("Konstantin Roth", None, "Vermögensverwalter Regen")],
        ),
        (
            "Benjamin Roth von der Gewerkschaft der Fischer sagte: „Es gibt derzeit keinen Anlass.“",
            [("Benjamin Roth", None, "Gewerkschaft der Fischer")],
        ),
        (
            "Zehntausende Haushalte sind ohne Strom. „Wir sind ganz abgeschnitten“, sagt er im Gespräch.",
            [(None, None, None)],
        ),
        (
            "Vier Fischer starben. „Es hat stark geregnet“, erklärte der Dorfvorsitzende.",
            [(None, "Dorfvorsitzende", None)],
        ),
        (
            "Die Berliner Feuerwehr kam. „Es brennt noch“, so der Feuerwehrsprecher.",
            [(None, "Feuerwehrsprecher", None)],
        ),
        (
            "„Es brennt noch“, sagte Christa Roth, Chefanalystin der Plattform Regen.",
            [("Christa Roth", "Chefanalystin der Plattform Regen", "Plattform Regen")],
        ),
        (
            "„Es brennt“, fragte Anton Roth, Chefökonom beim Bankhaus Regen angesichts der Zahlen.",
            [("Anton Roth", "Chefökonom beim Bankhaus Regen", None)],
        ),
        (
            "Der Ukrainer Oresch kam nach Oslo. „Es regnet“, sagte der Soldat Andrij Krill.",
            [("Andrij Krill", "Soldat", None)],
        ),
    ],
)
def test_who_speaks_is_somebody(text, expected):
    assert speakers(text) == expected


def test_the_politician_of_another_party_is_somebody_else():
    text = (
        "Hans Lang (CDU) kam. Anton Roth (SPD) kam. „Es regnet“, sagte Roth. "
        "„Was für ein Unsinn“, sagte der CDU-Politiker."
    )
    assert [each and each[0] for each in speakers(text)] == ["Anton Roth", None]
