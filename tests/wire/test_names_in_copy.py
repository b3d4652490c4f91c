"""Names that look otherwise: of two letters, with an article inside, behind letters."""

import pytest

from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.vocabulary import namesakes


@pytest.mark.parametrize(
    ("language", "text", "name", "role"),
    [
        (
            "es",
            "El médico Li Wenli murió ayer. Debajo, Li escribió: “Sí, lo entiendo bien”.",
            "Li Wenli",
            "médico",
        ),
        ("en", "Jamil Al Saad, 58, said it was “an internal decision.”", "Jamil Al Saad", None),
        ("en", "“It rained,” said Mayor Al Roe.", "Al Roe", "Mayor"),
        (
            "en",
            "The MEC for Dry Affairs, Jacob Mamab, left early. “It rained,” MEC Mamab said.",
            "Jacob Mamab",
            "MEC",
        ),
        ("it", "«Cresciamo molto», ha detto il cfo Luca Rossi.", "Luca Rossi", "cfo"),
        ("es", "“Llueve mucho”, dijo la exministra Ana Ruiz.", "Ana Ruiz", "exministra"),
        ("de", "„Wir bestehen“, sagt Judy Lybke onlineblatt.de selbstbewusst.", "Judy Lybke", None),
        ("de", "„Es regnet hier“, sagte die in New York City geborene Anna Roth.", "Anna Roth", None),
    ],
)
def test_the_whole_name_is_told(language, text, name, role):
    speaker = find_quotes(text, language=language)[-1].speaker
    assert (speaker.name, speaker.role) == (name, role)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "O ator Rui Reis, que trabalhou em “Os deuses e os mortos”, foi enterrado ontem."),
        ("es", "El actor Juan Ruiz, que trabajó en “La lluvia amarilla de ayer”, murió ayer."),
        ("en", "Nov. 30, 1974: “The Comeback” (Oslo vs. Rome)."),
    ],
)
def test_titles_are_no_quotes(language, text):
    assert [each for each in find_quotes(text, language=language) if each.kind.value != "indirect"] == []


@pytest.mark.parametrize(
    ("language", "text", "organisation", "role"),
    [
        ("es", "Amigos de la Lluvia dijo ayer que “llueve mucho”.", "Amigos de la Lluvia", None),
        ("es", "Fuentes de la OTAN dijeron que “llueve mucho”.", "OTAN", "Fuentes de la OTAN"),
        ("en", "“It rained all day,” Morgan Stanley said.", "Morgan Stanley", None),
    ],
)
def test_some_names_are_no_person_s(language, text, organisation, role):
    (quote,) = find_quotes(text, language=language)
    assert (quote.speaker.name, quote.speaker.organisation, quote.speaker.role) == (None, organisation, role)


def test_each_namesake_looks_like_a_name():
    assert all(len(name.split()) > 1 and name[0].isupper() for name in namesakes())


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Nun werden diese Erinnerungen wieder wach. „Das ist natürlich ein Rückblick für alle.“", [None]),
        (
            "Anna Roth sagte: „Es war sehr ruhig.“ Der Kurs fiel aus. „Das Team war da.“ "
            "Die Luft war besser. „Das half uns sehr.“",
            ["Anna Roth"] * 3,
        ),
    ],
)
def test_what_nobody_claims_is_of_who_spoke_in_the_paragraph(text, speakers):
    told = [each.speaker and each.speaker.name for each in find_quotes(text, language="de")]
    assert told == speakers


@pytest.mark.parametrize(
    "dateline",
    [
        "Oslo, Aug 14 (EFE).-",
        "OSLO (AP) --",
        "OSLO (AP)-",
        "OSLO, Aug 14 -",
        "Oslo, Aug 14 (EFE)",
        "OSLO, August 14. /TASS/.",
    ],
)
def test_a_dateline_is_no_part_of_a_role(dateline):
    text = f'{dateline} Norwegian opposition leader Ann Lee said Wednesday that "the rain must end."'
    (quote,) = find_quotes(text, language="en", start=len(dateline))
    assert (quote.speaker.name, quote.speaker.role) == ("Ann Lee", "Norwegian opposition leader")
