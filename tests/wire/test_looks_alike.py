"""Names, roles, bodies and documents that look like one another: who is meant all the same."""

import pytest

from searchsvc.wire.quotes import find_quotes


def speakers(text, language):
    """Of each quote the name, the role and the organisation of who speaks."""
    found = (quote.speaker for quote in find_quotes(text, language=language))
    return [each and (each.name, each.role, each.organisation) for each in found]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # Surnames that are words for roles, and roles that end as adjectives do.
        ("de", "Außenminister Jonke Fischer sagte, es regne.", ("Jonke Fischer", "Außenminister", None)),
        (
            "de",
            "Der ABC-Vorsitzende Stolber betonte: „Es hat gestern den ganzen Tag geregnet.“",
            ("Stolber", "ABC-Vorsitzende", None),
        ),
        (
            "de",
            "Die frühere Gouverneurin Alaskas kam. „Es war gut“, sagte die frühere Gouverneurin Alaskas.",
            (None, "frühere Gouverneurin Alaskas", None),
        ),
        (
            "de",
            "Human Rain Watch-Sprecher Malinek erklärte: „Es hat gestern den ganzen Tag geregnet.“",
            ("Malinek", "Human Rain Watch-Sprecher", None),
        ),
        # Names of bodies.
        (
            "de",
            "Laut Informationen des Nachrichtenmagazins DER REGEN hat der Fonds Hilfe angekündigt.",
            (None, None, "Nachrichtenmagazin DER REGEN"),
        ),
        (
            "de",
            "Nach dem Bericht von Human Rain Investigation sollen die Fischer den Damm verlassen haben.",
            (None, None, "Human Rain Investigation"),
        ),
        (
            "en",
            "According to the Daily Baker, “the dam has held in the storm.”",
            (None, None, "Daily Baker"),
        ),
        (
            "en",
            "The 9th U.S. Circuit Court of Appeals said the dam was safe.",
            (None, None, "9th U.S. Circuit Court of Appeals"),
        ),
        # A county before its clerk, and a country that is a coach's surname.
        (
            "en",
            "Rowan County Clerk Kim Roe left. Roe claimed the dam was unsafe.",
            ("Kim Roe", "Rowan County Clerk", None),
        ),
        (
            "es",
            'El seleccionador Eldi Noruega llegó a Lima. "Quien convoca soy yo", expresó Noruega.',
            ("Eldi Noruega", "seleccionador", None),
        ),
        # Roles, and what is none of them.
        (
            "en",
            "White House deputy press secretary Ann Roe said the dam was safe.",
            ("Ann Roe", "White House deputy press secretary", None),
        ),
        (
            "en",
            "Senate members rammed forward President Bo Ray's bill. “It will pass,” Ray said.",
            ("Bo Ray", "President", None),
        ),
        (
            "en",
            "One of the town's top lawyers, Ann Roe, said the dam was safe.",
            ("Ann Roe", "town's top lawyer", None),
        ),
        (
            "en",
            "“It rained,” said Ann Roe, a former No. 3 official at the agency.",
            ("Ann Roe", "former No. 3 official at the agency", None),
        ),
        (
            "en",
            "“It rained,” said Ann Roe, mother of storm victim Robert Roe.",
            ("Ann Roe", "mother of storm victim Robert Roe", None),
        ),
        # Where who speaks ends, and where it begins.
        (
            "en",
            "Insurers and leading medical groups have urged the mayor to keep the dam.",
            (None, None, "Insurers and leading medical groups"),
        ),
        (
            "en",
            "The chairman of the U.S. Rain Committee raised doubts about the dam, citing what divers saw.",
            (None, "chairman of the U.S. Rain Committee", "U.S. Rain Committee"),
        ),
        (
            "de",
            "„Er ist die eiserne Hand“, so charakterisierte ihn der Funktionär Bernard Roth vom Bund.",
            ("Bernard Roth", "Funktionär", "Bund"),
        ),
        (
            "en",
            "Ann Roe chimed in, breaking with the fund's chairman, Bo Ray, to argue that it was late.",
            (None, None, None),
        ),
        (
            "en",
            "An analysis of groups that have raised a million since Jan. 1, 2015, shows the dam is unsafe.",
            (None, None, None),
        ),
        # Documents.
        ("en", "The dam is safe, according to a document reviewed by Reuters.", (None, None, None)),
        (
            "en",
            "The dam is safe, according to a memo written by the Rain Office.",
            (None, None, "Rain Office"),
        ),
        ("en", "Documents Mulder filed with the court showed that it had rained.", (None, None, None)),
        (
            "en",
            "Rain Chemical left. Rain paid them in May, according to internal Rain documents made public.",
            (None, None, None),
        ),
    ],
)
def test_who_is_meant(language, text, expected):
    assert speakers(text, language)[-1:] == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # "Sie" is no man, which his title tells.
        (
            "de",
            "Komiteechef Thorb Jagel kam. Sie sagte: „Es hat gestern den ganzen Tag geregnet.“",
            None,
        ),
        (
            "de",
            "Komiteechefin Thorb Jagel kam. Sie sagte: „Es hat gestern den ganzen Tag geregnet.“",
            "Thorb Jagel",
        ),
        # Whoever was quoted since is meant, though without a name.
        (
            "en",
            "Ann Roe left early.\n\n“The dam broke, and the houses by it were under water,” a nurse said."
            "\n\n“It was late,” she said.",
            None,
        ),
        (
            "en",
            "“The dam broke,” a nurse said. Ann Roe left early. “It was late,” she said.",
            "Ann Roe",
        ),
        (
            "en",
            "Ann Roe left early.\n\n“The dam broke, and the houses by it were under water,” a nurse said."
            " “It was,” she added, “a long night.” “I slept late,” she said.",
            None,
        ),
        (
            "en",
            "Lawyer Bo Ray wrote it. A school graduate, Robert Roe had no training. He said he had rowed.",
            "Robert Roe",
        ),
    ],
)
def test_whom_a_pronoun_means(language, text, expected):
    assert speakers(text, language)[-1][0] == expected


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        (
            "en",
            "According to the inn's general manager, Bo Ray, the cooks are always willing to help.",
            "the cooks are always willing to help",
        ),
        (
            "en",
            "According to a court filing, District Judge Bo Ray, who led a hearing, will not handle it.",
            "District Judge Bo Ray, who led a hearing, will not handle it",
        ),
        (
            "es",
            "Eldi Ruiz recordó al presidente del puerto, Juan Rey, que los vecinos también pagan impuestos.",
            "que los vecinos también pagan impuestos",
        ),
        (
            "es",
            "Eldi Ruiz explicó al término de la cumbre, celebrada en Lima, que la presa resistió la lluvia.",
            "que la presa resistió la lluvia",
        ),
    ],
)
def test_what_was_said_behind_an_aside(language, text, said):
    assert [quote.text for quote in find_quotes(text, language=language)] == [said]
