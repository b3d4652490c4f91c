import pytest

from searchsvc.article import Speaker
from searchsvc.wire.employers import organisation_in
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.speakers import Speakers
from searchsvc.wire.vocabulary import vocabulary


def who(body, surface, language="en"):
    """Whom the last ``surface`` in ``body`` means: name, role and organisation."""
    at = body.rindex(surface)
    found = Speakers(body, 0, language).resolve(at, at + len(surface))
    assert found.surface == surface
    return found.name, found.role, found.organisation


@pytest.mark.parametrize(
    ("body", "surface", "expected"),
    [
        (
            "Norwegian Rain Minister Ann Lee said so.",
            "Norwegian Rain Minister Ann Lee",
            ("Ann Lee", "Norwegian Rain Minister", None),
        ),
        ("Ann Lee, the mayor of Oslo, said so.", "Ann Lee", ("Ann Lee", "mayor of Oslo", "Oslo")),
        ("Ann Lee, 61, a retired diver, said so.", "Ann Lee", ("Ann Lee", "retired diver", None)),
        ("Ann Lee (R-Ohio), the rain whip, said so.", "Ann Lee", ("Ann Lee", "rain whip", None)),
        ("longtime Dry pollster Ann Lee said", "Ann Lee", ("Ann Lee", "longtime Dry pollster", None)),
        ("said Rain House spokesman Bo Ray", "Bo Ray", ("Bo Ray", "Rain House spokesman", "Rain House")),
        ("His chief strategist, Bo Ray, said.", "Bo Ray", ("Bo Ray", "chief strategist", None)),
        ("said his best friend at sea, Bo Ray, who", "his best friend", ("Bo Ray", "best friend", None)),
        ("the Rain Party’s Ann Lee told us", "the Rain Party’s Ann Lee", ("Ann Lee", None, "Rain Party")),
        ("said Ann Lee of the Rain Center", "Ann Lee of the Rain Center", ("Ann Lee", None, "Rain Center")),
        (
            "Ann Lee, Rain Inc’s chief executive, said",
            "Ann Lee",
            ("Ann Lee", "Rain Inc’s chief executive", "Rain Inc"),
        ),
        ("Through a spokeswoman, Ann Lee declined.", "Ann Lee", ("Ann Lee", None, None)),
        (
            "Republican Rain Committee Chairman Bo Ray said",
            "Bo Ray",
            ("Bo Ray", "Republican Rain Committee Chairman", "Republican Rain Committee"),
        ),
        ("Republican Ann Lee said", "Ann Lee", ("Ann Lee", None, None)),
        (
            "OSLO, March 3 - Rain Bank president Bo Ray",
            "Bo Ray",
            ("Bo Ray", "Rain Bank president", "Rain Bank"),
        ),
        ("Bo Ray, analyst with Rain Inc said so", "Bo Ray", ("Bo Ray", "analyst with Rain Inc", "Rain Inc")),
        (
            "a debate between presidential candidate Bo Ray",
            "Bo Ray",
            ("Bo Ray", "presidential candidate", None),
        ),
        (
            "It singled out Rain campaign manager Bo Ray",
            "Bo Ray",
            ("Bo Ray", "Rain campaign manager", "Rain campaign"),
        ),
        ("Two supporters of Bo Ray came.", "Bo Ray", ("Bo Ray", None, None)),
        ("Met by the cheering supporters, Bo Ray, 61, said", "Bo Ray", ("Bo Ray", None, None)),
        ("One of the town’s lawyers, Bo Ray, said", "Bo Ray", ("Bo Ray", "town’s lawyer", None)),
        ("Mayor Ann Lee came. Lee said so.", "Lee", ("Ann Lee", "Mayor", None)),
        ("Mayor Ann Lee came. Ms. Lee said so.", "Ms. Lee", ("Ann Lee", "Mayor", None)),
        ("Bo Lee met Ann Lee. Mrs. Lee said so.", "Mrs. Lee", ("Ann Lee", None, None)),
        ("So Mr. Lee said. It was Bo Lee, the mayor, again.", "Mr. Lee", ("Bo Lee", "mayor", None)),
        ("But Bo Ray said so.", "Bo Ray", ("Bo Ray", None, None)),
        ("Mayor Ann Lee came. It rained, she said.", "she", ("Ann Lee", "Mayor", None)),
        ("Anna Lee met Robert Ray. He left. She said so.", "She", ("Anna Lee", None, None)),
        ("He said so.", "He", (None, None, None)),
        ("Virginia Gov. Terry Lee said so.", "Terry Lee", ("Terry Lee", "Virginia Gov.", None)),
        ("Ann Lee Tuesday said so.", "Ann Lee", ("Ann Lee", None, None)),
        ("Mayor Ann O’Neill came. O'Neill said so.", "O'Neill", ("Ann O’Neill", "Mayor", None)),
        (
            "Sen. Ann Lee came. The Ohio senator said so.",
            "The Ohio senator",
            ("Ann Lee", "Ohio senator", None),
        ),
        ("Ann Lee came. The 61-year-old said so.", "The 61-year-old", ("Ann Lee", "61-year-old", None)),
        (
            "Ann Lee came. The Ohio Republican said so.",
            "The Ohio Republican",
            ("Ann Lee", "Ohio Republican", None),
        ),
        ("Rain Minister Ann Lee came. The minister said so.", "The minister", ("Ann Lee", "minister", None)),
        (
            "Dry Minister Bo Ray met Rain Minister Ann Lee. The dry minister left.",
            "The dry minister",
            ("Bo Ray", "dry minister", None),
        ),
        ("Anna Lee won. The senator said so.", "The senator", ("Anna Lee", "senator", None)),
        ("Anna Lee won. An aide said so.", "An aide", (None, "aide", None)),
        (
            "The Rain Department closed. The department said so.",
            "The department",
            (None, None, "Rain Department"),
        ),
        ("the Rain Ministry said", "the Rain Ministry", (None, None, "Rain Ministry")),
        ("Tokyo said", "Tokyo", (None, None, "Tokyo")),
        ("police said", "police", (None, None, "police")),
        ("protesters said", "protesters", (None, "protesters", None)),
        ("Dry Rising, a political action committee, said", "Dry Rising", (None, None, "Dry Rising")),
        (
            "a spokesman for Rain Inc said",
            "a spokesman for Rain Inc",
            (None, "spokesman for Rain Inc", "Rain Inc"),
        ),
        (
            "Norwegian Rain Minister Ann Lee and her counterparts from Norway and Peru, Bo Ray and Cy Day, "
            "respectively, met. The Norwegian rain minister said so.",
            "The Norwegian rain minister",
            ("Bo Ray", "Norwegian rain minister", None),
        ),
        ("Anna Lee Wins Oslo. Lee said so.", "Lee", ("Anna Lee", None, None)),
        # What somebody is called instead of the name.
        (
            "Anna Lee came. The retired neurosurgeon left. Lee said so.",
            "Lee",
            ("Anna Lee", "retired neurosurgeon", None),
        ),
        (
            "OSLO - Anna Lee met Bo Ray. The Dry presidential candidate smiled. Ray left. Lee said so.",
            "Lee",
            ("Anna Lee", "Dry presidential candidate", None),
        ),
        ("Anna Lee came. The candidate left. Lee said so.", "Lee", ("Anna Lee", None, None)),
        # Who is spoken of in the quote does not speak.
        ("Bob Ray came. “I saw Tom Day fall,” he said.", "he", ("Bob Ray", None, None)),
        (
            "Bob Ray (D-Ohio) spoke. “Tom Day is ill,” the Senate minority leader said.",
            "the Senate minority leader",
            ("Bob Ray", "Senate minority leader", "Senate"),
        ),
        # Several have one role.
        ("Rain senators Ann Lee and Bo Ray met. Ray said so.", "Ray", ("Bo Ray", "Rain senator", None)),
        ("Rain senators Ann Lee, Cy Day and Bo Ray met. Lee said.", "Lee", ("Ann Lee", "Rain senator", None)),
        ("Rain Senator Ann Lee and Bo Ray met. Ray said so.", "Ray", ("Bo Ray", None, None)),
        # Abbreviations.
        ("U.S. Ambassador Ann Lee left. Lee said so.", "Lee", ("Ann Lee", "U.S. Ambassador", None)),
        (
            "Bo Ray, a spokesman for Mr. Lee, said so.",
            "Bo Ray",
            ("Bo Ray", "spokesman for Mr. Lee", None),
        ),
        ("It was a dry candidate. Bo Ray said so.", "Bo Ray", ("Bo Ray", None, None)),
        (
            "Ohio Gov. Bo Ray fell. The Ohio governor said",
            "The Ohio governor",
            ("Bo Ray", "Ohio governor", None),
        ),
        ("Supt. Ann Lee said so.", "Supt. Ann Lee", ("Ann Lee", None, None)),
        ("Republican Zephy Lee said so.", "Republican Zephy Lee", ("Zephy Lee", None, None)),
        ("Paul Singer came. Mr. Singer said so.", "Mr. Singer", ("Paul Singer", None, None)),
        ("- U.S. Rain candidate Ann Lee said", "Ann Lee", ("Ann Lee", "U.S. Rain candidate", None)),
        ("Oslo police Chief Ann Lee said", "Ann Lee", ("Ann Lee", "Oslo police Chief", "Oslo police")),
        ("It fell by Rain Oona, a wide basin. He said so.", "He", (None, None, None)),
        # Whose spokesman he is tells not who he is.
        (
            "Victor Lee fell. A spokesman for Mr. Lee said",
            "A spokesman for Mr. Lee",
            (None, "spokesman for Mr. Lee", None),
        ),
        ("the Free Beacon said", "the Free Beacon", (None, None, "Free Beacon")),
        (
            "Rain Insider senior editor Ann Lee said",
            "Rain Insider senior editor Ann Lee",
            ("Ann Lee", "Rain Insider senior editor", None),
        ),
        ("New Polls Show Gaps\n\nThe candidate said", "The candidate", (None, "candidate", None)),
        ("Don’t Republicans fall? He said so.", "He", (None, None, None)),
        ("Omar al-Lee came. Lee said so.", "Lee", ("Omar al-Lee", None, None)),
        ("Ann Lee led the study. Prof Lee said so.", "Prof Lee", ("Ann Lee", None, None)),
        (
            "RCN chief executive Dr Ann Lee said",
            "RCN chief executive Dr Ann Lee",
            ("Ann Lee", "RCN chief executive", "RCN"),
        ),
        (
            "Rain researcher Dr. Ann Lee and others said",
            "Rain researcher Dr. Ann Lee and others",
            ("Ann Lee", "Rain researcher", None),
        ),
        (
            "Ann Lee came early. The 9-year-old girl said so.",
            "The 9-year-old girl",
            ("Ann Lee", "9-year-old girl", None),
        ),
        ("Ann Lee, of the Rain Foundation, said so.", "Ann Lee", ("Ann Lee", None, "Rain Foundation")),
        ("Ann Lee, of Salem, said so.", "Ann Lee", ("Ann Lee", None, None)),
        ("Mayor Bill de Lee came. De Lee said so.", "De Lee", ("Bill de Lee", "Mayor", None)),
    ],
)
def test_english(body, surface, expected):
    assert who(body, surface) == expected


@pytest.mark.parametrize(
    ("language", "body", "surface", "expected"),
    [
        (
            "es",
            "El ministro de la Lluvia, Juan Ruiz, viajó. Ruiz dijo",
            "Ruiz",
            ("Juan Ruiz", "ministro de la Lluvia", "Lluvia"),
        ),
        ("es", "La alcaldesa Ana Ruiz viajó. Ella dijo", "Ella", ("Ana Ruiz", "alcaldesa", None)),
        (
            "es",
            "según la ministra Ana Ruiz, llovió. La ministra dijo",
            "La ministra",
            ("Ana Ruiz", "ministra", None),
        ),
        (
            "fr",
            "Le ministre de la Pluie, Jean Roux, est venu. Il a dit",
            "Il",
            ("Jean Roux", "ministre de la Pluie", "Pluie"),
        ),
        ("fr", "Anne Roux, maire de Lyon, a déclaré", "Anne Roux", ("Anne Roux", "maire de Lyon", "Lyon")),
        ("de", "Regenminister Karl Roth kam. Roth sagte", "Roth", ("Karl Roth", "Regenminister", None)),
        (
            "de",
            "Die Vorsitzende der Partei, Anna Roth, kam. Sie sagte",
            "Sie",
            ("Anna Roth", "Vorsitzende der Partei", "Partei"),
        ),
        (
            "de",
            "Im Rathaus sagte Anna Roth, Sprecherin der Stadt Wien, so",
            "Anna Roth",
            ("Anna Roth", "Sprecherin der Stadt Wien", "Stadt Wien"),
        ),
        (
            "pt",
            "O ministro da Chuva, João Reis, veio. Reis disse",
            "Reis",
            ("João Reis", "ministro da Chuva", "Chuva"),
        ),
        ("pt", "A prefeita Ana Reis veio. Ela disse", "Ela", ("Ana Reis", "prefeita", None)),
        (
            "it",
            "Il ministro della Pioggia, Marco Rossi, ha detto",
            "Marco Rossi",
            ("Marco Rossi", "ministro della Pioggia", "Pioggia"),
        ),
        (
            "it",
            "Il ministro italiano Marco Rossi ha detto",
            "Il ministro italiano Marco Rossi",
            ("Marco Rossi", "ministro italiano", None),
        ),
        (
            "fr",
            "Le premier ministre tunisien Jean Roux a dit",
            "Le premier ministre tunisien Jean Roux",
            ("Jean Roux", "premier ministre tunisien", None),
        ),
        (
            "es",
            "El ministro de Economía y vicepresidente electo, Juan Ruiz, dijo",
            "El ministro de Economía y vicepresidente electo",
            ("Juan Ruiz", "ministro de Economía y vicepresidente electo", "Economía"),
        ),
        (
            "de",
            "Nach Ansicht von Roth regnet es. Anna Roth kam. Roth sagte",
            "Roth",
            ("Anna Roth", None, None),
        ),
        (
            "de",
            "Zudem meldete sich Anna Roth zu Wort. Roth sagte",
            "Roth",
            ("Anna Roth", None, None),
        ),
        (
            "de",
            "Ministerin Anna von der Heide kam. Sie sagte",
            "Sie",
            ("Anna von der Heide", "Ministerin", None),
        ),
        ("es", "Llovió, según Ana de la Cruz. Ella dijo", "Ella", ("Ana de la Cruz", None, None)),
        ("es", "Llovió, según Ana de Los Ríos. Ella dijo", "Ella", ("Ana de Los Ríos", None, None)),
        (
            "de",
            "Die Ernennung von Roth gefiel. Anna Roth kam. Roth sagte",
            "Roth",
            ("Anna Roth", None, None),
        ),
        (
            "it",
            "Anna Rossi, sindaca di Roma, è venuta. La sindaca ha detto",
            "La sindaca",
            ("Anna Rossi", "sindaca", None),
        ),
        (
            "it",
            "Anna Rossi, presidente di Roma, e Carlo Lupi, presidente di Bari. La presidente ha detto",
            "La presidente",
            ("Anna Rossi", "presidente", None),
        ),
        ("it", "Piove, dice Carlo Lupi. La presidente ha detto", "La presidente", (None, "presidente", None)),
        ("fr", "Il pleut, dit Pierre Roux. La ministre a dit", "La ministre", (None, "ministre", None)),
    ],
)
def test_other_languages(language, body, surface, expected):
    assert who(body, surface, language) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        (
            "es",
            "El ministro de Lluvia, Juan Ruiz, viajó. «Es grave», afirmó Ruiz ante la prensa.",
            [("Ruiz", "Juan Ruiz", "ministro de Lluvia", "Lluvia")],
        ),
        (
            "es",
            "«No», dijo a EFE la alcaldesa de Lima, Ana Ruiz. Llovió. «Ya veremos», agregó Ruiz.",
            [
                ("la alcaldesa de Lima", "Ana Ruiz", "alcaldesa de Lima", "Lima"),
                ("Ruiz", "Ana Ruiz", "alcaldesa de Lima", "Lima"),
            ],
        ),
        (
            "es",
            "«No hay nada», declaró a la prensa el dirigente Juan Ruiz.",
            [("el dirigente Juan Ruiz", "Juan Ruiz", "dirigente", None)],
        ),
        (
            "fr",
            "Le porte-parole du gouvernement Jean Roux est venu. « Nous verrons », a-t-il dit.",
            [("il", "Jean Roux", "porte-parole du gouvernement", None)],
        ),
        (
            "fr",
            "« C’est fini », a expliqué à l’AFP Marie Roux, directrice de l’école.",
            [("Marie Roux", "Marie Roux", "directrice de l’école", None)],
        ),
        (
            "fr",
            "Jean Roux est venu à Lyon. « Je viendrai », a promis le chef de l’Etat.",
            [("le chef de l’Etat", "Jean Roux", "chef de l’Etat", "Etat")],
        ),
        (
            "pt",
            '"Estamos prontos", afirmou à Lusa o autarca João Reis.',
            [("o autarca João Reis", "João Reis", "autarca", None)],
        ),
        (
            "pt",
            'Segundo Maria Reis, diretora do Instituto, "a chuva chega". "É segura", garantiu a diretora.',
            [
                ("Maria Reis", "Maria Reis", "diretora do Instituto", "Instituto"),
                ("a diretora", "Maria Reis", "diretora", None),
            ],
        ),
        (
            "it",
            "Il presidente del Consiglio Mario Rossi ha spiegato che «non ci sono rischi».",
            [
                (
                    "Il presidente del Consiglio Mario Rossi",
                    "Mario Rossi",
                    "presidente del Consiglio",
                    "Consiglio",
                )
            ],
        ),
        (
            "it",
            "«Siamo pronti», ha dichiarato all’ANSA Anna Rossi, sindaca di Roma.",
            [("Anna Rossi", "Anna Rossi", "sindaca di Roma", "Roma")],
        ),
        (
            "de",
            "„Es regnet“, sagte der Gesundheits-, Sozial- und Regendirektor Anton Roth.",
            [
                (
                    "der Gesundheits-, Sozial- und Regendirektor Anton Roth",
                    "Anton Roth",
                    "Regendirektor",
                    None,
                )
            ],
        ),
        (
            "pt",
            "“O incêndio foi dominado”, adiantou à Lusa fonte do Comando das Beiras.",
            [
                (
                    "fonte do Comando das Beiras",
                    None,
                    "fonte do Comando das Beiras",
                    "Comando das Beiras",
                )
            ],
        ),
        (
            "de",
            "Bundeskanzlerin Anna Roth (ABC) kam. „Wir schaffen das“, erklärte die Kanzlerin.",
            [("die Kanzlerin", "Anna Roth", "Kanzlerin", None)],
        ),
        (
            "de",
            "„Es regnet“, sagte ein Sprecher des Amtes. Die Sprecherin Anna Roth sagte der dpa: „Noch.“",
            [
                ("ein Sprecher des Amtes", None, "Sprecher des Amtes", "Amt"),
                ("Die Sprecherin Anna Roth", "Anna Roth", "Sprecherin", None),
            ],
        ),
    ],
)
def test_who_said_it_in_other_languages(language, body, expected):
    speakers = [quote.speaker for quote in find_quotes(body, language=language)]
    assert speakers == [Speaker(*each) for each in expected]


@pytest.mark.parametrize(
    ("language", "body", "role"),
    [
        ("en", "“It rains,” said one Rain supporter. “It snows,” tweeted another.", "supporter"),
        ("en", "“It rains,” said Ann Lee. “It snows,” tweeted another.", None),
        ("es", "«Llueve mucho», dijo un vecino. «Nieva mucho», añadió otro.", "vecino"),
        ("fr", "« Il pleut », a dit un témoin. « Il neige », a dit un autre.", "témoin"),
    ],
)
def test_another_is_what_the_one_before_was(language, body, role):
    speaker = list(find_quotes(body, language=language))[-1].speaker
    assert (speaker.name, speaker.role) == (None, role)


def test_resolution_follows_the_text():
    body = "Mayor Ann Lee met Bo Ray. “It rained,” Lee said. “Indeed it did,” said Ray."
    assert [quote.speaker for quote in find_quotes(body, language="en")] == [
        Speaker("Lee", "Ann Lee", "Mayor"),
        Speaker("Ray", "Bo Ray"),
    ]


def test_it_speaks_for_the_organisation_that_spoke_before():
    body = "The Rain Office said so. It said more. Ann Lee said no. It said nothing."
    speakers = Speakers(body, 0, "en")
    found = []
    for surface in ("The Rain Office", "It", "Ann Lee", "It"):
        at = body.index(surface, found[-1][1] if found else 0)
        found.append((speakers.resolve(at, at + len(surface)), at + len(surface)))
    assert [speaker for speaker, _ in found] == [
        Speaker("The Rain Office", organisation="Rain Office"),
        Speaker("It", organisation="Rain Office"),
        Speaker("Ann Lee", "Ann Lee"),
        Speaker("It"),
    ]


@pytest.mark.parametrize(
    ("language", "body", "surface", "expected"),
    [
        ("es", "El delantero rojo dijo que llovió.", "El delantero rojo", (None, "delantero rojo", None)),
        ("es", "La radio local dijo que llovió.", "La radio local", (None, None, "radio local")),
        (
            "fr",
            "Le ministre norvégien a dit non.",
            "Le ministre norvégien",
            (None, "ministre norvégien", None),
        ),
    ],
)
def test_adjectives_behind_a_noun(language, body, surface, expected):
    assert who(body, surface, language) == expected


@pytest.mark.parametrize(
    ("body", "surfaces", "expected"),
    [
        ("Two divers said so. They said more.", ["Two divers", "They"], (None, "divers", None)),
        ("A minister said so. He said more.", ["A minister", "He"], (None, "minister", None)),
        ("A spokeswoman said so. She said more.", ["A spokeswoman", "She"], (None, "spokeswoman", None)),
        ("A spokeswoman said so. He said more.", ["A spokeswoman", "He"], (None, None, None)),
        ("Two divers said so. He said more.", ["Two divers", "He"], (None, None, None)),
        (
            "The Rain Office said so. They said more.",
            ["The Rain Office", "They"],
            (None, None, "Rain Office"),
        ),
        ("Bo Ray came. Ray’s letter said so.", ["Ray’s letter"], ("Bo Ray", None, None)),
        ("Ray Corp’s letter said so.", ["Ray Corp’s letter"], (None, None, "Ray Corp")),
        ("A report published by the Rain Office said so.", ["A report"], (None, None, "Rain Office")),
        ("A letter from Mayor Bo Ray said so.", ["A letter"], ("Bo Ray", "Mayor", None)),
        ("A speech Mrs. Ann Ray delivered said so.", ["A speech Mrs. Ann Ray"], ("Ann Ray", None, None)),
        ("The Rain Office said so. It said more.", ["The Rain Office", "It"], (None, None, "Rain Office")),
        ("<Rain Ltd> said it rained. It added more.", ["It"], (None, None, "Rain Ltd")),
        ("Rain Corp <RAI> said it rained. It added more.", ["It"], (None, None, "Rain Corp")),
        ("Rain Corp fell. It added more.", ["It"], (None, None, None)),
    ],
)
def test_pronouns_and_documents_stand_for_who_is_named_elsewhere(body, surfaces, expected):
    speakers = Speakers(body, 0, "en")
    found = [speakers.resolve(at := body.index(each), at + len(each)) for each in surfaces][-1]
    assert (found.name, found.role, found.organisation) == expected


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        ("mayor of Oslo", "Oslo"),
        ("RWB chief executive", "RWB"),
        ("former RWB chairman", "RWB"),
        ("Rain & Wind spokesman", "Rain & Wind"),
        ("Rain Springs economist", "Rain Springs"),
        ("White House spokesman", "White House"),
        ("State Department spokesman", "State Department"),
        ("University of Oslo professor", "University of Oslo"),
        # Places, nations and people employ nobody, and not everything before a role does.
        ("New York chief", None),
        ("US president", None),
        ("North Korean director", None),
        ("Ann Lee spokesman", None),
        ("Rain Cup winner", None),
        ("Vice President", None),
        ("Rain director", None),
    ],
)
def test_whose_a_role_is(role, organisation):
    assert organisation_in(role, vocabulary("en")) == organisation
