import pytest

from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.subject_behind import subject_after
from tests.wire.worded import tokens_of, words


def said(text, language):
    return [
        (each.text, each.speaker and each.speaker.surface) for each in find_quotes(text, language=language)
    ]


@pytest.mark.parametrize(
    ("language", "behind", "speaker"),
    [
        ("es", "dijo este martes el ministro.", "el ministro"),
        ("es", "dijo en rueda de prensa la ministra.", "la ministra"),
        ("es", "escribió en X Ana Ruiz.", "Ana Ruiz"),
        ("es", "señaló en un comunicado el alcalde.", "el alcalde"),
        ("es", "celebró en la red social X el jefe del Estado.", "el jefe del Estado"),
        ("es", "explicó a los periodistas tras la reunión la portavoz.", "la portavoz"),
        ("es", "indicó el lunes en declaraciones a EFE el director.", "el director"),
        ("es", "dijo ayer por la tarde Ana Ruiz.", "Ana Ruiz"),
        ("es", "dijo el pasado lunes Ana Ruiz.", "Ana Ruiz"),
        ("es", "dijo el 3 de marzo en Lima la ministra Ana Ruiz.", "la ministra Ana Ruiz"),
        ("es", "relató a la radio local uno de los buzos.", "uno de los buzos"),
        ("es", "dijo por su lado el técnico.", "el técnico"),
        ("es", "dijo ayer, en rueda de prensa, el ministro.", "el ministro"),
        ("es", "dijo, sonriente, el ministro.", "el ministro"),
        ("es", "dijo tras conocer la sentencia.", None),
        ("es", "dijo este martes.", None),
        ("es", "dijo durante la visita al puerto.", None),
        ("es", "dijo a la prensa antes de la reunión.", None),
        ("es", "dijo en una carta que leyó la ministra.", None),
        ("pt", "disse hoje em conferência de imprensa o ministro.", "o ministro"),
        ("pt", "afirmou na terça-feira (5) à Lusa a presidente.", "a presidente"),
        ("pt", "afirmou nesta terça-feira (5), em nota, a ministra.", "a ministra"),
        ("pt", "relatou à BBC News Brasil a enfermeira.", "a enfermeira"),
        ("pt", "escreveu nas redes sociais Ana Reis.", "Ana Reis"),
        ("pt", "declarou aos jornalistas após a reunião a porta-voz.", "a porta-voz"),
        ("pt", "disse na terça-feira.", None),
        ("pt", "disse em Lisboa a jornalistas.", None),
        ("fr", "a pour sa part estimé Jean Roux.", "Jean Roux"),
        ("fr", "a quant à elle répondu la ministre.", "la ministre"),
        ("fr", "a déclaré mardi à la presse le ministre.", "le ministre"),
        ("fr", "a déclaré mardi sur France Inter la maire Anne Petit.", "la maire Anne Petit"),
        ("fr", "a assuré lors d'une conférence de presse le préfet.", "le préfet"),
        ("fr", "a prévenu vendredi, dans un entretien au Monde, le président.", "le président"),
        ("fr", "a écrit sur X Anne Petit.", "Anne Petit"),
        ("fr", "a-t-elle ajouté lors d'une conférence de presse.", "elle"),
        ("it", "ha detto oggi in conferenza stampa il ministro.", "il ministro"),
        ("it", "ha scritto su X il vicepremier Carlo Bini.", "il vicepremier Carlo Bini"),
        ("it", "ha spiegato a margine di un evento a Milano il governatore.", "il governatore"),
        ("it", "gli fa eco Luca Rossi.", "Luca Rossi"),
        ("it", "ha aggiunto Lupi rispondendo a una domanda.", "Lupi"),
        ("it", "secondo quanto riferito dal sindaco.", "sindaco"),
        ("it", "ha detto De Luca.", "De Luca"),
        ("it", "ha detto ieri a Roma.", None),
        ("it", "per il leader di Iv Matteo Rossi.", "il leader di Iv Matteo Rossi"),
    ],
)
def test_when_and_where_may_stand_between_the_verb_and_who_says_it(language, behind, speaker):
    assert said(f"«Rain», {behind}", language) == [("Rain", speaker)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "Dijo este martes el ministro que la presa aguantará.",
            [("que la presa aguantará", "el ministro")],
        ),
        ("it", '"La diga reggerà": così Anna Lupi.', [("La diga reggerà", "Anna Lupi")]),
        ("it", '"La diga reggerà": così su X Anna Lupi.', [("La diga reggerà", "Anna Lupi")]),
        ("it", '"La diga reggerà" - replica Anna Lupi -.', [("La diga reggerà", "Anna Lupi")]),
        (
            "it",
            '"La diga reggerà" - replica Anna Lupi - "e lo sapete".',
            [("La diga reggerà e lo sapete", "Anna Lupi")],
        ),
        (
            "it",
            '"No", dice Anna Lupi. "Sì", per il leader Luca Rossi.',
            [("No", "Anna Lupi"), ("Sì", "il leader Luca Rossi")],
        ),
        (
            "es",
            "Juan Soto vino. «Llueve mucho», dijo este martes en Lima el ministro.",
            [("Llueve mucho", "el ministro")],
        ),
    ],
)
def test_who_says_it_is_not_who_was_named_before(language, text, expected):
    assert said(text, language) == expected


def test_an_english_subject_is_not_looked_for_behind_where_it_was_said():
    text = "said in Oslo the mayor."
    tokens = tokens_of(text)
    assert words(text, tokens, subject_after(tokens, 0, len(tokens) - 1, lexicon("en"))) is None
