"""Who says what in Spanish, French, Portuguese and Italian: small words are neither subjects nor sources."""

import pytest

from searchsvc.wire.quotes import find_quotes


def read(text, language):
    found = find_quotes(text, language=language)
    return [(each.text, each.speaker and each.speaker.surface, each.via) for each in found]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "Ana Rego venceu o segundo turno na cidade de Lisboa."),
        ("pt", "A chuva caiu pelo segundo ano seguido sobre a cidade de Lisboa."),
        ("it", "Anna Rossi ha vinto nel secondo turno nella città di Bari."),
        ("es", "La lluvia sigue y se espera que el río crezca mucho."),
        ("it", "La pioggia continua e si dice che il fiume crescerà molto."),
        # Verbs that say something, but not with the pronoun.
        ("es", "El alcalde de Sevilla se refirió a la lluvia que cae desde ayer sobre la ciudad."),
        ("es", "El Sevilla se proclamó campeón de la Liga por segundo año consecutivo."),
        ("it", "Il sindaco di Bari si riferisce alla pioggia che cade sulla città."),
        ("pt", "O autarca de Lisboa se referiu à chuva que cai sobre a cidade."),
    ],
)
def test_neither_a_number_nor_nobody_says_anything(language, text):
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "quote", "speaker"),
    [
        ("pt", "Segundo a ministra, a chuva vai continuar.", "a chuva vai continuar", "a ministra"),
        ("it", "Secondo il ministro, la pioggia continua.", "la pioggia continua", "il ministro"),
        (
            "pt",
            "A ministra disse nesta sexta (20), em nota, que a chuva vai continuar.",
            "que a chuva vai continuar",
            "A ministra",
        ),
        (
            "es",
            "La ministra dijo en una larga entrevista en la radio de Lima que la lluvia va a seguir.",
            "que la lluvia va a seguir",
            "La ministra",
        ),
        ("es", "Ana Ruiz nos dijo que la lluvia es mala.", "que la lluvia es mala", "Ana Ruiz"),
        ("es", "Ana Ruiz asimismo dijo que la lluvia es mala.", "que la lluvia es mala", "Ana Ruiz"),
        ("es", "Ana Ruiz por su parte dijo que la lluvia es mala.", "que la lluvia es mala", "Ana Ruiz"),
        ("fr", "Anne Roux a de son côté dit que la pluie est rude.", "que la pluie est rude", "Anne Roux"),
        ("fr", "Anne Roux a cependant dit que la pluie est rude.", "que la pluie est rude", "Anne Roux"),
        ("fr", "Anne Roux l'avait dit : « La pluie est rude. »", "La pluie est rude.", "Anne Roux"),
        (
            "it",
            "Anna Rossi a sua volta ha detto che la pioggia è dura.",
            "che la pioggia è dura",
            "Anna Rossi",
        ),
        ("es", "«Llueve mucho aquí», nos dijo Ana Ruiz.", "Llueve mucho aquí", "Ana Ruiz"),
        (
            "pt",
            "O ministro divulgou uma nota na qual disse que a chuva vai continuar.",
            "que a chuva vai continuar",
            "O ministro",
        ),
        (
            "pt",
            "Uma mulher que cresceu com Ana Rego contou que chovia muito.",
            "que chovia muito",
            "Uma mulher",
        ),
    ],
)
def test_small_words_are_no_subjects(language, text, quote, speaker):
    assert read(text, language) == [(quote, speaker, None)]


def test_who_spoke_is_not_who_passed_it_on():
    [(_, _, via)] = read("Ana Ruiz dijo que la lluvia, según ella, es «mala».", "es")
    assert via is None


def test_what_only_opens_a_sentence_before_a_source_passes_nothing_on():
    [(_, speaker, via)] = read("Para entenderla, Ana Rego disse que a chuva é «boa».", "pt")
    assert (speaker, via) == ("Ana Rego", None)


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("pt", "Ivo Rego falou da chuva. “Não vai parar amanhã”, disse.", "Ivo Rego"),
        ("es", "La ministra habló de la lluvia. “No va a parar mañana”, dijo.", "La ministra"),
        ("it", "Anna Verdi ha parlato della pioggia. “Non si fermerà domani”, ha detto.", "Anna Verdi"),
        ("pt", "Ivo Rego falou da chuva. “Não vai parar amanhã”, disseram.", None),
        ("pt", "Amanhã vai chover. “Não vai parar tão cedo”, disse.", None),
        ("es", "El puerto de Lima cerró. “No va a abrir mañana”, dijo.", None),
        (
            "pt",
            "“Choveu ontem”, afirmou Ana Reis.\n\nA porta-voz, Eva Rego, veio. “Não vai parar”, disse.",
            "A porta-voz",
        ),
        (
            "fr",
            "Sa priorité est la pluie : “Notre objectif reste le fleuve”, a promis Jean Roux.",
            "Jean Roux",
        ),
        ("en", "Ann Lee spoke of the rain. “It will not stop,” said.", None),
    ],
)
def test_a_verb_without_a_subject_is_that_of_whoever_the_sentence_before_is_about(language, text, speaker):
    found = read(text, language)[-1][1]
    assert found == speaker


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("it", "Dura la reazione di Anna Lupi: «Piove da ieri sera».", "Anna Lupi"),
        ("it", "Il commento del sindaco Luca Rossi: «Piove da ieri sera».", "sindaco Luca Rossi"),
        ("it", "L’elogio di Anna Lupi: «Piove da ieri sera».", "Anna Lupi"),
        ("it", "Netta la replica dell’Ordine degli Avvocati: «Piove da ieri».", "dell’Ordine degli Avvocati"),
        ("it", "Rossi: «Piove da ieri sera».", "Rossi"),
        ("es", "La respuesta de Juan Ruiz: “Llueve desde ayer”.", "Juan Ruiz"),
        ("pt", "A resposta de Ana Reis: “Chove desde ontem”.", "Ana Reis"),
        ("fr", "La réponse de Jean Roux : « Il pleut depuis hier. »", "Jean Roux"),
        ("fr", "La réponse du maire : « Il pleut depuis hier. »", "maire"),
        # What no noun and no subject says is nobody's.
        ("it", "A Roma spunta uno striscione: «Piove da ieri sera».", None),
        ("it", "Un’immagine tra i tanti messaggi: «Piove da ieri sera».", None),
    ],
)
def test_a_noun_before_a_colon_says_whose_the_words_are(language, text, speaker):
    assert [found[1] for found in read(text, language)] == ([speaker] if speaker else [])


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("it", "«Piove da ieri sera», ha detto l’allenatore.", "l’allenatore"),
        ("it", "«Piove — dice l’avvocato — da ieri sera».", "l’avvocato"),
        ("fr", "« Il pleut depuis hier », a dit l’entraîneur.", "l’entraîneur"),
    ],
)
def test_an_article_that_is_written_with_its_noun_opens_a_speaker(language, text, speaker):
    assert read(text, language)[0][1] == speaker


@pytest.mark.parametrize("name", ["José Luis Ruiz Soto", "María Elena Ruiz Soto", "Juan Ruiz"])
def test_names_have_four_words(name):
    (quote,) = find_quotes(f"“Llueve desde ayer”, dijo {name}.", language="es")
    assert quote.speaker.name == name


@pytest.mark.parametrize(
    ("language", "said", "name", "role", "organisation"),
    [
        ("it", "ha detto Nello Lupi", "Nello Lupi", None, None),
        ("it", "ha detto la segretaria del Pd Elly Lupi", "Elly Lupi", "segretaria del Pd", "Pd"),
        ("it", "ha detto la segretaria del Pd Eldi Lupi", "Eldi Lupi", "segretaria del Pd", "Pd"),
        ("it", "ha detto il leader di Iv Matteo Lupi", "Matteo Lupi", "leader di Iv", "Iv"),
        (
            "it",
            "ha detto il presidente della Regione Nello Lupi",
            "Nello Lupi",
            "presidente della Regione",
            "Regione",
        ),
        ("es", "dijo el portavoz del PSOE Eldi Ruiz", "Eldi Ruiz", "portavoz del PSOE", "PSOE"),
        ("es", "dijo el presidente de EE UU Eldi Ruiz", "Eldi Ruiz", "presidente de EE UU", "EE UU"),
        (
            "es",
            "dijo el presidente regional del PP Eldi Ruiz",
            "Eldi Ruiz",
            "presidente regional del PP",
            "PP",
        ),
        (
            "fr",
            "a dit le secrétaire national du PCF Eldi Roux",
            "Eldi Roux",
            "secrétaire national du PCF",
            "PCF",
        ),
        ("pt", "disse o líder do PSD Eldi Rego", "Eldi Rego", "líder do PSD", "PSD"),
    ],
)
def test_a_party_between_a_role_and_a_name_is_of_the_role(language, said, name, role, organisation):
    (quote,) = find_quotes(f"«Rain», {said}.", language=language)
    assert (quote.speaker.name, quote.speaker.role, quote.speaker.organisation) == (name, role, organisation)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "Llueve desde ayer en la región, según explicó el alcalde.",
            ("Llueve desde ayer en la región", "el alcalde", None),
        ),
        (
            "es",
            "Según explicó este martes en Lima la ministra, llueve desde ayer.",
            ("llueve desde ayer", "la ministra", None),
        ),
        ("es", "«Llueve mucho», según dijo a EFE Juan Ruiz.", ("Llueve mucho", "Juan Ruiz", "EFE")),
        (
            "fr",
            "Selon lui, deux cents hommes restent mobilisés.",
            ("deux cents hommes restent mobilisés", "lui", None),
        ),
        ("it", "«Piove da ieri», ha detto De Lupi.", ("Piove da ieri", "De Lupi", None)),
        (
            "es",
            "Juan Ruiz aseguró que no piensa dimitir: «Aquí soy feliz».",
            ("Aquí soy feliz", "Juan Ruiz", None),
        ),
        (
            "it",
            'In una nota la società ha espresso "profondo dolore".',
            ("profondo dolore", "la società", None),
        ),
    ],
)
def test_who_is_named_by_a_verb_behind_a_source_or_by_a_pronoun(language, text, expected):
    assert read(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("es", "relató a la radio uno de los buzos, Juan Ruiz", "Juan Ruiz"),
        ("fr", "a raconté l'un des plongeurs, Jean Roux", "Jean Roux"),
        ("it", "ha raccontato uno dei sub, Luca Lupi", "Luca Lupi"),
        ("es", "relató uno de los buzos", None),
    ],
)
def test_one_of_several_is_named_behind(language, said, name):
    (quote,) = find_quotes(f"«Rain fell», {said}.", language=language)
    assert quote.speaker.name == name


@pytest.mark.parametrize(
    ("language", "text", "speakers"),
    [
        ("pt", "“Chove”, disse Ana Reis. Segundo a autarca, faltam dez barcos.", ["Ana Reis", "Ana Reis"]),
        (
            "it",
            "«Piove», ha detto il sindaco Luca Lupi. Secondo il sindaco, mancano dieci barche.",
            ["Luca Lupi", "Luca Lupi"],
        ),
        (
            "fr",
            "« Il pleut », a dit Jean Roux. Selon lui, deux cents hommes restent mobilisés.",
            ["Jean Roux", "Jean Roux"],
        ),
        (
            "fr",
            "L'écrivaine Anne Roux est venue. « Il pleut », a dit la romancière. « Il neige », dit Mme Roux.",
            ["Anne Roux", "Anne Roux"],
        ),
    ],
)
def test_what_is_reported_behind_a_quote_is_read_too(language, text, speakers):
    found = find_quotes(text, language=language)
    assert [each.speaker and each.speaker.name for each in found] == speakers


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "Más cauto se mostró el concejal: «Hay que pagarla».",
            [("Hay que pagarla", "el concejal", None)],
        ),
        ("it", "Più cauto l'assessore: «Bisogna pagarla».", [("Bisogna pagarla", "l'assessore", None)]),
        ("es", "El alcalde, Juan Ruiz, defendió este lunes en Lima la reforma del puerto.", []),
        ("es", "El alcalde defendió este lunes en Lima la reforma del puerto.", []),
        (
            "es",
            "El agua llega ya al puerto de Lima, avisó este lunes el alcalde.",
            [("El agua llega ya al puerto de Lima", "el alcalde", None)],
        ),
    ],
)
def test_what_somebody_defends_is_not_who_says_it(language, text, expected):
    assert read(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "En ese encuentro, según informó el alcalde, se firmó la paz del agua.",
            [("se firmó la paz del agua", "el alcalde", None)],
        ),
        (
            "Según explicó, en Lima el puerto sigue cerrado.",
            [("en Lima el puerto sigue cerrado", None, None)],
        ),
        (
            '«Llueve mucho», dijo la directora, Vera Ruiz, que estrena el viernes "La niebla".',
            [("Llueve mucho", "la directora", None)],
        ),
        (
            "Según explicó el alcalde en la radio, llueve desde ayer.",
            [("llueve desde ayer", "el alcalde", None)],
        ),
        (
            "Unos buzos, que llegaron ayer a Lima, denunciaron este lunes la falta de agua en el puerto.",
            [],
        ),
    ],
)
def test_where_what_a_source_tells_begins(text, expected):
    assert read(text, "es") == expected


def test_several_are_not_who_is_named_behind_them():
    (quote,) = find_quotes(
        "El alcalde Juan Ruiz vino. Según analistas limeños, Ruiz no puede ganar mañana.", language="es"
    )
    assert quote.speaker.name is None


def test_a_small_word_behind_letters_begins_no_name():
    (quote,) = find_quotes("«Rain», dijo la vicepresidenta de la CDU de Lima.", language="es")
    assert (quote.speaker.name, quote.speaker.role) == (None, "vicepresidenta de la CDU de Lima")


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("fr", "« Non », a dit le député (LR) Jean Roux.", "député"),
        ("fr", "Le député (LR) Jean Roux a dit que la digue tient.", "député"),
        ("fr", "Selon le député (LR) Jean Roux, la digue tient.", "député"),
        ("es", '"No", dijo el diputado (PP) Jean Roux.', "diputado"),
        ("de", "„Nein“, sagte der Abgeordnete (SPD) Jean Roux.", "Abgeordnete"),
    ],
)
def test_a_party_in_brackets_stands_between_role_and_name(language, text, role):
    (quote,) = find_quotes(text, language=language)
    assert (quote.speaker.name, quote.speaker.role) == ("Jean Roux", role)
