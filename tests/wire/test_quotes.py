import pytest

from searchsvc.article import QuoteKind, Speaker
from searchsvc.wire.quotes import LONGEST_PARAGRAPH, MOST_PARAGRAPHS, find_quotes

DIRECT, MIXED, INDIRECT = QuoteKind.DIRECT, QuoteKind.MIXED, QuoteKind.INDIRECT


def read(body, language="en"):
    return [
        (
            quote.kind,
            [body[start:end] for start, end in quote.spans],
            quote.speaker.surface if quote.speaker else None,
            quote.cue,
        )
        for quote in find_quotes(body, language=language)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("“It rained,” Ann Lee said.", (DIRECT, ["It rained,"], "Ann Lee", "said")),
        ("“It rained,” said Ann Lee, the mayor.", (DIRECT, ["It rained,"], "Ann Lee", "said")),
        ("“It rained,” she said.", (DIRECT, ["It rained,"], "she", "said")),
        ("Ann Lee said: “It rained.”", (DIRECT, ["It rained."], "Ann Lee", "said")),
        ("Ann Lee told reporters, “It rained.”", (DIRECT, ["It rained."], "Ann Lee", "told")),
        ("“It rained,” according to Ann Lee.", (DIRECT, ["It rained,"], "Ann Lee", "according to")),
        ("“Did it rain?” the mayor of Oslo asked.", (DIRECT, ["Did it rain?"], "the mayor of Oslo", "asked")),
        ("“It rained,” Ann Lee, the mayor, said.", (DIRECT, ["It rained,"], "Ann Lee", "said")),
        ("“It rained,” Gov. Ann Lee sniffed.", (DIRECT, ["It rained,"], "Gov. Ann Lee", "sniffed")),
        ("“It rained,” she huffed and left.", (DIRECT, ["It rained,"], "she", "huffed")),
        ("“It rained,” Ann Lee implored the town.", (DIRECT, ["It rained,"], "Ann Lee", "implored")),
        (
            "“It rained,” she said, “and it snowed.”",
            (DIRECT, ["It rained,", "and it snowed."], "she", "said"),
        ),
        ("“It rained,” she said. “It snowed.”", (DIRECT, ["It rained,", "It snowed."], "she", "said")),
        ("“It rained.\n\n“It snowed,” she said.", (DIRECT, ["It rained.", "It snowed,"], "she", "said")),
        ('"It rained," she said.', (DIRECT, ["It rained,"], "she", "said")),
        ("‘It rained,’ she said.", (DIRECT, ["It rained,"], "she", "said")),
        ("Ann Lee called it “a wet day” on Monday.", (MIXED, ["it “a wet day”"], "Ann Lee", "called")),
        (
            "Ann Lee said it was “a wet day” and “a long night,” too.",
            (MIXED, ["it was “a wet day” and “a long night,” too"], "Ann Lee", "said"),
        ),
        (
            "The town agreed to “pray for rain,” according to Ann Lee.",
            (MIXED, ["The town agreed to “pray for rain,”"], "Ann Lee", "according to"),
        ),
        ("Ann Lee said it had rained all day.", (INDIRECT, ["it had rained all day"], "Ann Lee", "said")),
        ("Ann Lee said that it rained all day.", (INDIRECT, ["that it rained all day"], "Ann Lee", "said")),
        ("It rained all day, Ann Lee said.", (INDIRECT, ["It rained all day"], "Ann Lee", "said")),
        ("It rained all day, Ann Lee said on Monday.", (INDIRECT, ["It rained all day"], "Ann Lee", "said")),
        (
            "According to police, it rained all day.",
            (INDIRECT, ["it rained all day"], "police", "According to"),
        ),
        (
            "It rained all day, according to police.",
            (INDIRECT, ["It rained all day"], "police", "according to"),
        ),
        ("Gov. Ann Lee said it rained all day.", (INDIRECT, ["it rained all day"], "Gov. Ann Lee", "said")),
    ],
)
def test_english(body, expected):
    assert read(body) == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Ann Lee wrote on Monday:\n\n“It rained.”\n\n“It snowed.”",
            [(DIRECT, ["It rained."], "Ann Lee", "wrote"), (DIRECT, ["It snowed."], "Ann Lee", None)],
        ),
        ("Ann Lee said:\n\n- “It rained.”", [(DIRECT, ["It rained."], "Ann Lee", "said")]),
        ("Ann Lee said:\n\n“It rained,” said Bo Ray.", [(DIRECT, ["It rained,"], "Bo Ray", "said")]),
        (
            "The Rain Office’s report:\n\n“It rained.”",
            [(DIRECT, ["It rained."], "The Rain Office’s report", ":")],
        ),
        ("Ann Lee said:\n\nIt was late.\n\n“It rained.”", [(DIRECT, ["It rained."], None, None)]),
        (
            "Ann Lee wrote that it had rained all day.\n\n“It snowed.”",
            [
                (INDIRECT, ["that it had rained all day"], "Ann Lee", "wrote"),
                (DIRECT, ["It snowed."], "Ann Lee", None),
            ],
        ),
        ("“It rained.” — Ann Lee, the mayor", [(DIRECT, ["It rained."], "Ann Lee", "—")]),
        ("“It rained.” ― Ann Lee", [(DIRECT, ["It rained."], "Ann Lee", "―")]),
        ("“Rain” — Ann Lee", []),
        ("” … it rained,” she said. “It snowed.”", [(DIRECT, ["… it rained,", "It snowed."], "she", "said")]),
        (
            "“It rained?” Ann Lee went on, as if she had not heard. “It snowed.”",
            [(DIRECT, ["It rained?", "It snowed."], "Ann Lee", "went")],
        ),
        (
            "“It rained,” Bo Ray, 30, of Raleigh, N.C., who lives there, said in a talk. “It snowed.”",
            [(DIRECT, ["It rained,", "It snowed."], "Bo Ray", "said")],
        ),
        ("“It rained,” Rep. Ann Lee (D-Ore.) said.", [(DIRECT, ["It rained,"], "Rep. Ann Lee", "said")]),
        ("“It rained,” Ann Lee shot back with a laugh.", [(DIRECT, ["It rained,"], "Ann Lee", "shot")]),
        ("“It rained,” the family said.", [(DIRECT, ["It rained,"], "the family", "said")]),
        (
            "Ann Lee said: “It rained. (It was late.)”",
            [(DIRECT, ["It rained. (It was late.)"], "Ann Lee", "said")],
        ),
    ],
)
def test_who_is_named_around_a_paragraph_of_quoted_words(body, expected):
    assert read(body) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("es", "«Llovió mucho», dijo Ana Ruiz.", (DIRECT, ["Llovió mucho"], "Ana Ruiz", "dijo")),
        (
            "es",
            "Ana Ruiz dijo que llovió todo el día.",
            (INDIRECT, ["que llovió todo el día"], "Ana Ruiz", "dijo"),
        ),
        (
            "es",
            "Ana y Luis vendieron sus barcos, informó hoy el ministro.",
            (INDIRECT, ["Ana y Luis vendieron sus barcos"], "el ministro", "informó"),
        ),
        ("fr", "« Il a plu », a déclaré Anne Roux.", (DIRECT, ["Il a plu"], "Anne Roux", "déclaré")),
        (
            "fr",
            "Selon la police, il a plu tout le jour.",
            (INDIRECT, ["il a plu tout le jour"], "la police", "Selon"),
        ),
        ("de", "„Es regnete“, sagte Anna Roth.", (DIRECT, ["Es regnete"], "Anna Roth", "sagte")),
        ("de", "„Es regnete“, so Anna Roth.", (DIRECT, ["Es regnete"], "Anna Roth", "so")),
        ("de", "Im Rathaus sagte Anna Roth: „Es regnete.“", (DIRECT, ["Es regnete."], "Anna Roth", "sagte")),
        ("pt", "“Choveu muito”, disse Ana Reis.", (DIRECT, ["Choveu muito"], "Ana Reis", "disse")),
        ("it", "«Ha piovuto», ha detto Anna Rossi.", (DIRECT, ["Ha piovuto"], "Anna Rossi", "detto")),
        ("it", "«Vinceremo», ha detto Anna Rossi.", (DIRECT, ["Vinceremo"], "Anna Rossi", "detto")),
        (
            "it",
            "Il ministro ha dichiarato martedì che la pioggia cesserà.",
            (INDIRECT, ["che la pioggia cesserà"], "Il ministro", "dichiarato"),
        ),
        (
            "it",
            "La pioggia è cattiva, ha detto il ministro.",
            (INDIRECT, ["La pioggia è cattiva"], "il ministro", "detto"),
        ),
        (
            "fr",
            "Le maire, qui avait promis de partir, a assuré qu’il resterait.",
            (INDIRECT, ["qu’il resterait"], "Le maire", "assuré"),
        ),
        (
            "fr",
            "Pour le maire, Jean Roux, la pluie est « rude ».",
            (MIXED, ["la pluie est « rude »"], "le maire", "Pour"),
        ),
        (
            "pt",
            "De acordo com o prefeito, João Reis, choveu todo o dia.",
            (INDIRECT, ["choveu todo o dia"], "o prefeito", "De acordo com"),
        ),
    ],
)
def test_other_languages(language, body, expected):
    assert read(body, language) == [expected]


def test_a_verb_behind_and_goes_on_for_who_spoke():
    assert read("El alcalde aseguró que no llovió y añadió que nevará mañana.", "es") == [
        (INDIRECT, ["que no llovió"], "El alcalde", "aseguró"),
        (INDIRECT, ["que nevará mañana"], "El alcalde", "añadió"),
    ]
    assert read("«Llovió mucho», dijo Ana Ruiz. «Nevará», añadió.", "es")[1] == (
        DIRECT,
        ["Nevará"],
        "Ana Ruiz",
        "añadió",
    )


@pytest.mark.parametrize(
    "body", ["Il a été condamné pour vol.", "La ville a payé pour le maire et ses amis."]
)
def test_pour_names_a_source_only_where_it_opens_a_sentence_with_quoted_words(body):
    assert read(body, "fr") == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "It rained all day.",
        "The so-called “rain dance” is old.",
        "She appeared on NBC’s “Meet the Rain.”",
        "He sang “Singing in the Rain” twice.",
        "The claims were settled on Monday.",
        'A 5" pipe and a 6" pipe burst.',
    ],
)
def test_what_nobody_says_is_no_quote(body):
    assert read(body) == []


def test_long_words_in_marks_are_somebodys_even_where_nobody_claims_them():
    body = "The plan rests on “taking in all the rain that falls,” and little else."
    (quote,) = find_quotes(body, language="en")
    assert (quote.kind, quote.speaker, quote.confidence < 0.5) == (MIXED, None, True)


def test_offsets_text_and_confidence():
    body = "OSLO (AP) - “It rained,” Ann Lee said, “a lot.”"
    (quote,) = find_quotes(body, language="en", start=11)
    assert (quote.text, quote.spans, quote.start, quote.end) == (
        "It rained, a lot.",
        ((13, 23), (40, 46)),
        13,
        46,
    )
    assert quote.confidence > 0.85


def test_via_is_who_reported_it_and_never_the_speaker():
    body = "The mayor said it was “a wet day,” according to the French news agency AFP."
    (quote,) = find_quotes(body, language="en")
    assert (quote.speaker, quote.via) == (Speaker("The mayor", role="mayor"), "AFP")


@pytest.mark.parametrize(("between", "found"), [(" ", 0), ("\n\n", 1)])
def test_a_paragraph_without_end_is_read_as_far_as_one_may_go(between, found):
    body = "It rained. " * (LONGEST_PARAGRAPH // 10) + between + "“It rains,” said Ann Lee."
    assert len(find_quotes(body, language="en")) == found


def test_paragraphs_are_read_up_to_a_number() -> None:
    said = "\n\n“It rains,” said Ann Lee.\n\n“It snows,” said Bo Roe."
    assert len(find_quotes("\n\n".join(["-"] * (MOST_PARAGRAPHS - 1)) + said, language="en")) == 1
    assert len(find_quotes("\n\n".join(["-"] * (MOST_PARAGRAPHS - 2)) + said, language="en")) == 2


def test_single_straight_marks_go_on_in_the_next_paragraph():
    copy = (
        "'The rain will stop,' said Ann Lee.\n\n'It has rained for Ann's whole life.\n\n"
        "'Nobody knows why.'\n\nThe rain of the '80s was worse."
    )
    found = find_quotes(copy, language="en")
    assert [each.text for each in found] == [
        "The rain will stop,",
        "It has rained for Ann's whole life. Nobody knows why.",
    ]
    assert {each.speaker.surface for each in found} == {"Ann Lee"}


def test_an_apostrophe_opens_nothing_that_goes_on():
    found = find_quotes("Rain fell in the '80s.\n\n'It never stopped,' Ann Lee said.", language="en")
    assert [each.text for each in found] == ["It never stopped,"]
