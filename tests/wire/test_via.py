import pytest

from searchsvc.wire.quotes import find_quotes


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("en", "“It rained,” Ann Lee told Reuters.", "Reuters"),
        ("en", "“It rained,” Ann Lee told the Rain Valley Gazette on Monday.", "Rain Valley Gazette"),
        ("en", "“It rained,” Ann Lee told Bo Ray of Fox News.", "Fox News"),
        ("en", "“It rained,” Ann Lee said in an interview with CNN.", "CNN"),
        ("en", "“It rained,” Ann Lee said on NBC's “Wet Hour.”", "NBC"),
        ("en", "“It rained,” Ann Lee said, according to Rain Valley Radio.", "Rain Valley Radio"),
        (
            "en",
            "“It rained,” Ann Lee said, according to tape obtained by Rain Valley Radio.",
            "Rain Valley Radio",
        ),
        ("en", "The mayor said it was “a wet day,” according to the French news agency AFP.", "AFP"),
        ("en", "“It rained,” Ann Lee said, according to two neighbors.", "two neighbors"),
        ("en", "“It rained,” Ann Lee was quoted by Yonhap as saying.", "Yonhap"),
        ("en", "“It rained,” Ann Lee was quoted as saying by the Daily Mail.", "Daily Mail"),
        ("en", "Ann Lee, who led the study published in the New York Times, said: “It rained.”", None),
        ("en", "“It rained,” Ann Lee told reporters.", None),
        ("en", "“It rained,” said Ann Lee, a Fox News reporter.", None),
        ("en", "“It rained,” Ann Lee told Bo Ray.", None),
        ("en", "“It rained,” Reuters reported.", None),
        ("en", "It rained all day, according to Ann Lee.", None),
        ("es", "«Llovió mucho», dijo Ana Ruiz a EFE.", "EFE"),
        ("fr", "« Il a plu », a déclaré Anne Roux à l'AFP.", "AFP"),
        ("de", "„Es regnete“, sagte Anna Roth der dpa.", "dpa"),
        (
            "de",
            "„Es regnete“, sagte Anna Roth im Gespräch mit der Süddeutschen Zeitung.",
            "Süddeutschen Zeitung",
        ),
        # A medium in quotation marks, in a compound, or with its article taken in by the word before it.
        ("de", "„Es regnete“, sagte Anna Roth dem „Spiegel“.", "Spiegel"),
        ("de", "„Es regnete“, sagte Anna Roth gegenüber „Regen News“.", "Regen News"),
        ("de", "„Es regnete“, sagte Anna Roth im ZDF-Interview.", "ZDF"),
        ("de", "„Es regnete“, sagte Anna Roth im Vereins-Interview.", None),
        ("de", "„Es regnete“, sagte Anna Roth bei Sport1.", "Sport1"),
        ("fr", "« Il a plu », a déclaré Anne Roux au Monde.", "Le Monde"),
        ("it", "«Ha piovuto», ha detto Anna Rossi alla Stampa.", "La Stampa"),
        ("it", "Anna Rossi ha detto ai microfoni della RAI: «Ha piovuto».", "RAI"),
        ("pt", "“Choveu muito”, disse Ana Reis ao Globo.", "Globo"),
        ("fr", "« Il a plu », a déclaré Anne Roux au maire.", None),
        ("pt", "“Choveu muito”, disse Ana Reis à Lusa.", "Lusa"),
        ("it", "«Ha piovuto», ha detto Anna Rossi all'ANSA.", "ANSA"),
    ],
)
def test_via_is_who_passed_the_words_on_and_never_the_speaker(language, body, expected):
    (quote,) = find_quotes(body, language=language)
    assert quote.via == expected


def test_whoever_is_the_source_of_the_sentence_and_speaks_passes_nothing_on():
    body = "Bob Lee came. According to Lee, the rain fell hard, and in the end he said: “It rained.”"
    quote = find_quotes(body, language="en")[-1]
    assert (quote.speaker.name, quote.via) == ("Bob Lee", None)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "“It rained,” Ann Lee said, according to an online rain poll of 1,200 voters.",
            "en",
            "online rain poll",
        ),
        (
            "“It rained,” Ann Lee said, according to a Rain Institute poll released Monday.",
            "en",
            "Rain Institute poll",
        ),
        ("“It rained,” Ann Lee said, according to emails later released by the court.", "en", "emails"),
        ("“It rained,” Ann Lee said, according to H.D. Palmer.", "en", "H.D. Palmer"),
        (
            "Nach Angaben der Regenbehörde fiel „viel Regen“ auf 300 Orte, laut UNO-Angaben 62 Dörfer.",
            "de",
            "UNO-Angaben",
        ),
        (
            "Nach Angaben der Regenbehörde fiel „viel Regen“, laut Regen-Studie nur jeder zweite Tropfen.",
            "de",
            "Regen-Studie",
        ),
    ],
)
def test_the_name_of_a_source_has_no_tail(text, language, expected):
    assert {quote.via for quote in find_quotes(text, language=language)} == {expected}
