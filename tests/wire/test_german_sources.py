"""German copy: whose words they are, named behind what is reported or in it, and whom they were told."""

import pytest

from searchsvc.wire.quotes import find_quotes


def read(text):
    return [
        (each.text, each.speaker and each.speaker.surface, each.via)
        for each in find_quotes(text, language="de")
    ]


@pytest.mark.parametrize(
    ("text", "quote", "speaker"),
    [
        (
            "Der Regen sei stark, äußerte der Fraktionsvorsitzende der Bauern, Anton Roth.",
            "Der Regen sei stark",
            "der Fraktionsvorsitzende der Bauern",
        ),
        (
            "Der Regen sei stark, findet auch Hans Roth von der Berliner Klinik.",
            "Der Regen sei stark",
            "Hans Roth von der Berliner Klinik",
        ),
        (
            "Am Dienstag seien drei Boote gesunken, teilte das Krankenhaus mit, in das die Fischer kamen.",
            "Am Dienstag seien drei Boote gesunken",
            "das Krankenhaus",
        ),
        (
            "In seltenen Fällen könne das gesagt werden, so Roth, ob der Regen bleibt.",
            "In seltenen Fällen könne das gesagt werden",
            "Roth",
        ),
        (
            "Die Siedler hätten Häuser gebaut, erklärte der Dorfvorsitzende gegenüber „Wafa“.",
            "Die Siedler hätten Häuser gebaut",
            "der Dorfvorsitzende",
        ),
        (
            "Die Analysten merken an, dass der Regen stark gewesen sei.",
            "dass der Regen stark gewesen sei",
            "Die Analysten",
        ),
        (
            "Die Bucht sei „verheerend“, sagt ein Gewerkschafter unserer Redaktion.",
            "verheerend",
            "ein Gewerkschafter",
        ),
        ("Die Bucht sei „verheerend“, sagt Hans Roth dieser Zeitung.", "verheerend", "Hans Roth"),
        (
            "Gegenüber dem Sender bezeichnete es Anton Roth als „zynisch“, wie es regnet.",
            "zynisch",
            "Anton Roth",
        ),
        (
            "Ähnlich sieht es Anton Roth: „Es wird allgemein erwartet, dass es regnet.“",
            "Es wird allgemein erwartet, dass es regnet.",
            "Anton Roth",
        ),
        (
            "Gleich zu Beginn gibt Präsidentin Anna Roth den Ton vor: „Wir haben uns auch geirrt.“",
            "Wir haben uns auch geirrt.",
            "Präsidentin Anna Roth",
        ),
        (
            "„Das stimmt nicht“, sagte Hans Roth mit Blick auf den Regen.",
            "Das stimmt nicht",
            "Hans Roth",
        ),
        (
            "„Ich hoffe, dass es sich lohnt“, sagt Anton Roth über den Bau des Damms.",
            "Ich hoffe, dass es sich lohnt",
            "Anton Roth",
        ),
        ("„Wir bauen den Damm“, protestiert Hans Roth.", "Wir bauen den Damm", "Hans Roth"),
    ],
)
def test_who_says_so(text, quote, speaker):
    assert read(text) == [(quote, speaker, None)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Der Damm ist laut Polizei von dem Hochwasser betroffen.", "Polizei"),
        ("Die Polizei geht nach Informationen unserer Redaktion von Sabotage aus.", "unserer Redaktion"),
        (
            "Gut die Hälfte wurde nach RMV-Angaben von Menschen erworben, die neu sind.",
            "RMV-Angaben",
        ),
        ("Der Damm bricht laut Sprechern von Regenbund noch in dieser Woche.", "Sprechern von Regenbund"),
    ],
)
def test_a_source_ends_where_the_sentence_goes_on(text, speaker):
    assert [each[1] for each in read(text)] == [speaker]


def test_nobody_says_how_something_is_called():
    assert read("Sie begleiten, wie es im Volksmund heißt, den Regen durch das ganze Land.") == []


def test_whom_something_is_charged_with_does_not_say_it():
    (quote,) = find_quotes("Den Fischern wird vorgeworfen, Teil der Verschwörung zu sein.", language="de")
    assert quote.speaker is None
