from datetime import UTC, datetime

import pytest

from searchsvc.article import QuoteKind
from searchsvc.wire import read

ANCHOR = datetime(2026, 6, 15, tzinfo=UTC)
WORDS = {
    "it": "Piove da tre giorni e non possiamo fare altro",
    "es": "Llueve desde hace tres días y no podemos hacer nada",
    "fr": "Il pleut depuis trois jours et nous ne pouvons rien faire",
    "pt": "Chove há três dias e não podemos fazer nada",
}


def quotes(language, copy):
    reading = read(copy, anchor=ANCHOR, headline="Rain", language=language)
    return [
        (
            quote.kind,
            quote.text,
            quote.speaker and (quote.speaker.surface, quote.speaker.name, quote.speaker.role),
        )
        for quote in reading.quotes
    ]


@pytest.mark.parametrize(
    ("language", "echo", "speaker"),
    [
        (
            "it",
            "Così il sindaco di Salerno, Mario Lupi, al termine dell'incontro.",
            ("il sindaco di Salerno", "Mario Lupi", "sindaco di Salerno"),
        ),
        (
            "it",
            "Così il sindaco Mario Lupi commenta la piena.",
            ("il sindaco Mario Lupi", "Mario Lupi", "sindaco"),
        ),
        (
            "it",
            "Così il sindaco Mario Lupi aprendo i lavori.",
            ("il sindaco Mario Lupi", "Mario Lupi", "sindaco"),
        ),
        (
            "it",
            "Così il sottosegretario, Mario Lupi, davanti ai tifosi.",
            ("il sottosegretario", "Mario Lupi", "sottosegretario"),
        ),
        (
            "it",
            "Cosi' il sindaco Mario Lupi ha commentato la piena.",
            ("il sindaco Mario Lupi", "Mario Lupi", "sindaco"),
        ),
        (
            "it",
            "Lo ha detto il sindaco Mario Lupi ai cronisti.",
            ("il sindaco Mario Lupi", "Mario Lupi", "sindaco"),
        ),
        ("it", "Lo annuncia il sindaco Mario Lupi.", ("il sindaco Mario Lupi", "Mario Lupi", "sindaco")),
        (
            "it",
            "È quanto ha dichiarato il sindaco Mario Lupi.",
            ("il sindaco Mario Lupi", "Mario Lupi", "sindaco"),
        ),
        ("it", "Mario Lupi risponde così ai cronisti.", ("Mario Lupi", "Mario Lupi", None)),
        ("es", "Así lo afirmó el alcalde Juan Ruiz.", ("el alcalde Juan Ruiz", "Juan Ruiz", "alcalde")),
        ("es", "Son palabras de Juan Ruiz.", ("Juan Ruiz", "Juan Ruiz", None)),
        ("fr", "C'est ce qu'a déclaré le maire, Jean Roux.", ("le maire", "Jean Roux", "maire")),
        ("pt", "A afirmação é do prefeito, João Silva.", ("prefeito", "João Silva", "prefeito")),
    ],
)
def test_the_next_sentence_says_whose_the_words_were(language, echo, speaker):
    copy = f'"{WORDS[language]}". {echo}'
    assert quotes(language, copy) == [(QuoteKind.DIRECT, WORDS[language], speaker)]


def test_the_next_paragraph_may_say_it():
    copy = f"«{WORDS['it']}».\n\nSono le parole del sindaco Mario Lupi giunto ad Ancona."
    assert quotes("it", copy) == [
        (QuoteKind.DIRECT, WORDS["it"], ("sindaco Mario Lupi", "Mario Lupi", "sindaco"))
    ]


def test_short_words_are_a_quote_where_the_next_sentence_says_whose():
    assert quotes("it", '"Direi di sì". Mario Lupi risponde così ai cronisti.') == [
        (QuoteKind.DIRECT, "Direi di sì", ("Mario Lupi", "Mario Lupi", None))
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Così la pioggia è finita.",
        "Così Mario Lupi vinse la gara.",
        "Così il sindaco ha lasciato Roma.",
        "Lo stadio era pieno.",
    ],
)
def test_other_sentences_say_nothing_of_whose_they_were(sentence):
    assert [speaker for _, _, speaker in quotes("it", f'"{WORDS["it"]}". {sentence}')] == [None]


def test_words_that_are_somebodys_stay_so():
    copy = (
        f'"{WORDS["it"]}", ha detto la ministra Anna Verdi. Così il sindaco Mario Lupi ha ricordato la piena.'
    )
    assert quotes("it", copy)[0] == (
        QuoteKind.DIRECT,
        WORDS["it"],
        ("la ministra Anna Verdi", "Anna Verdi", "ministra"),
    )
