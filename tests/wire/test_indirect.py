"""Partly quoted clauses in languages that are read by rules: the whole clause is the quote."""

import pytest

from searchsvc.article import QuoteKind
from searchsvc.wire.quotes import find_quotes

MIXED = QuoteKind.MIXED


def read(text, language):
    found = find_quotes(text, language=language)
    return [(each.kind, each.text, each.speaker and each.speaker.surface, each.cue) for each in found]


def test_a_language_has_a_dozen_sentences():
    counts = {language: sum(row[0] == language for row in SENTENCES) for language in ("es", "fr", "it", "pt")}
    assert min(counts.values()) >= 12


SENTENCES = [
    ("es", "Ana Ruiz dijo que la lluvia es «mala».", ("que la lluvia es «mala»", "Ana Ruiz", "dijo")),
    ("es", "Ana Ruiz dijo que es «mala» y pidió calma.", ("que es «mala»", "Ana Ruiz", "dijo")),
    ("es", "Ana Ruiz dijo el lunes que es «mala».", ("que es «mala»", "Ana Ruiz", "dijo")),
    (
        "es",
        "Ana Ruiz aseguró en una rueda de prensa que hay que «irse ya» y que no hay «más tiempo».",
        ("que hay que «irse ya» y que no hay «más tiempo»", "Ana Ruiz", "aseguró"),
    ),
    ("es", "Según el alcalde, la lluvia es «mala».", ("la lluvia es «mala»", "el alcalde", "Según")),
    ("es", "La lluvia es «mala», según el alcalde.", ("La lluvia es «mala»", "el alcalde", "según")),
    ("es", "La lluvia es «mala», dijo el alcalde.", ("La lluvia es «mala»", "el alcalde", "dijo")),
    ("es", "La lluvia es «mala», ha dicho el alcalde.", ("La lluvia es «mala»", "el alcalde", "dicho")),
    ("es", "Añadió que la lluvia es «mala».", ("que la lluvia es «mala»", None, "Añadió")),
    ("es", "Ana Ruiz dijo que es «mala», según la radio.", ("que es «mala»", "Ana Ruiz", "dijo")),
    ("es", "Ana Ruiz dijo que es «mala», informa hoy la radio.", ("que es «mala»", "Ana Ruiz", "dijo")),
    ("es", "El alcalde calificó de «mala» la lluvia.", ("mala", "El alcalde", "calificó")),
    ("es", "El alcalde, que dijo que es «mala», se fue.", ("mala", "El alcalde", "dijo")),
    ("fr", "Anne Roux a dit que la pluie est « rude ».", ("que la pluie est « rude »", "Anne Roux", "dit")),
    ("fr", "Anne Roux a dit qu'il faut « partir ».", ("qu'il faut « partir »", "Anne Roux", "dit")),
    (
        "fr",
        "Anne Roux a dit que c'est « rude » et a ajouté ceci.",
        ("que c'est « rude »", "Anne Roux", "dit"),
    ),
    ("fr", "Anne Roux a affirmé lundi que c'est « rude ».", ("que c'est « rude »", "Anne Roux", "affirmé")),
    ("fr", "Selon le maire, la pluie est « rude ».", ("la pluie est « rude »", "le maire", "Selon")),
    ("fr", "La pluie est « rude », selon le maire.", ("La pluie est « rude »", "le maire", "selon")),
    ("fr", "La pluie est « rude », a dit le maire.", ("La pluie est « rude »", "le maire", "dit")),
    ("fr", "La pluie est « rude », a-t-il dit.", ("La pluie est « rude »", "il", "dit")),
    ("fr", "Il a ajouté que la pluie est « rude ».", ("que la pluie est « rude »", "Il", "ajouté")),
    ("fr", "Elle estime que la pluie est « rude ».", ("que la pluie est « rude »", "Elle", "estime")),
    ("fr", "Le maire a qualifié de « rude » la pluie.", ("rude", "Le maire", "qualifié")),
    ("fr", "Le maire, qui a dit que c'est « rude », est parti.", ("rude", "Le maire", "dit")),
    (
        "it",
        "Anna Rossi ha detto che la pioggia è «dura».",
        ("che la pioggia è «dura»", "Anna Rossi", "detto"),
    ),
    ("it", "Anna Rossi ha detto che è «dura» e ha aggiunto altro.", ("che è «dura»", "Anna Rossi", "detto")),
    ("it", "Anna Rossi ha affermato ieri che è «dura».", ("che è «dura»", "Anna Rossi", "affermato")),
    ("it", "Anna Rossi sostiene che è «dura».", ("che è «dura»", "Anna Rossi", "sostiene")),
    ("it", "Secondo il sindaco, la pioggia è «dura».", ("la pioggia è «dura»", "il sindaco", "Secondo")),
    ("it", "La pioggia è «dura», secondo il sindaco.", ("La pioggia è «dura»", "il sindaco", "secondo")),
    ("it", "La pioggia è «dura», ha detto il sindaco.", ("La pioggia è «dura»", "il sindaco", "detto")),
    ("it", "La pioggia è «dura», dice il sindaco.", ("La pioggia è «dura»", "il sindaco", "dice")),
    ("it", "Ha aggiunto che la pioggia è «dura».", ("che la pioggia è «dura»", None, "aggiunto")),
    ("it", "Il sindaco ha detto che è «dura»; poi piove.", ("che è «dura»", "Il sindaco", "detto")),
    ("it", "Il sindaco ha definito «dura» la pioggia.", ("dura", "Il sindaco", "definito")),
    ("it", "Il sindaco, che ha detto che è «dura», è andato.", ("dura", "Il sindaco", "detto")),
    ("pt", "Ana Reis disse que a chuva é “dura”.", ("que a chuva é “dura”", "Ana Reis", "disse")),
    ("pt", "Ana Reis disse que é “dura” e pediu calma.", ("que é “dura”", "Ana Reis", "disse")),
    ("pt", "Ana Reis afirmou na segunda-feira que é “dura”.", ("que é “dura”", "Ana Reis", "afirmou")),
    (
        "pt",
        "Ana Reis disse que é “dura” e que não há “mais tempo”.",
        ("que é “dura” e que não há “mais tempo”", "Ana Reis", "disse"),
    ),
    ("pt", "Segundo o prefeito, a chuva é “dura”.", ("a chuva é “dura”", "o prefeito", "Segundo")),
    ("pt", "A chuva é “dura”, segundo o prefeito.", ("A chuva é “dura”", "o prefeito", "segundo")),
    ("pt", "A chuva é “dura”, disse o prefeito.", ("A chuva é “dura”", "o prefeito", "disse")),
    (
        "pt",
        "A chuva é “dura”, de acordo com o prefeito.",
        ("A chuva é “dura”", "o prefeito", "de acordo com"),
    ),
    ("pt", "Acrescentou que a chuva é “dura”.", ("que a chuva é “dura”", None, "Acrescentou")),
    ("pt", "O prefeito diz que a chuva é “dura”.", ("que a chuva é “dura”", "O prefeito", "diz")),
    ("pt", "O prefeito chamou de “dura” a chuva.", ("dura", "O prefeito", "chamou")),
    ("pt", "O prefeito, que disse que é “dura”, saiu.", ("dura", "O prefeito", "disse")),
]


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES)
def test_a_partly_quoted_clause_is_quoted_whole(language, text, expected):
    assert read(text, language) == [(MIXED, *expected)]


@pytest.mark.parametrize(
    ("language", "text", "first", "second"),
    [
        ("es", "«Llueve mucho», dijo Ana Ruiz. Añadió que es «malo».", "Llueve mucho", "que es «malo»"),
        (
            "it",
            "«Piove molto», ha detto Anna Rossi. Ha aggiunto che è «duro».",
            "Piove molto",
            "che è «duro»",
        ),
    ],
)
def test_a_verb_without_subject_goes_on_for_who_spoke(language, text, first, second):
    found = find_quotes(text, language=language)
    assert [each.text for each in found] == [first, second]
    assert [each.speaker.surface for each in found] == [found[0].speaker.surface] * 2
