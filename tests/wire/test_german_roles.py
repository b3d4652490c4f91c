"""What people are called in German copy: nouns of many endings, before a name or behind it."""

import pytest

from searchsvc.wire.quotes import find_quotes


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("„Es regnet“, sagte der Politologe Dmitri Oresch.", "Dmitri Oresch", "Politologe"),
        ("„Es regnet“, sagte die Wetterberaterin Roxane Ehse.", "Roxane Ehse", "Wetterberaterin"),
        ("„Es regnet“, sagte Chefkontrolleur Anton Roth.", "Anton Roth", "Chefkontrolleur"),
        ("„Es regnet“, sagte der frühere Sieger Anton Roth.", "Anton Roth", "frühere Sieger"),
        ("„Es regnet“, sagte Anton Roth, Verwalter der Heime.", "Anton Roth", "Verwalter der Heime"),
        ("„Es regnet“, sagte Präsidiumsmitglied Anna Roth.", "Anna Roth", "Präsidiumsmitglied"),
        ("„Es regnet“, sagte Unionsfraktionsvize Anna Roth.", "Anna Roth", "Unionsfraktionsvize"),
        ("„Es regnet“, sagte der Feuerwehrmann Anton Roth.", "Anton Roth", "Feuerwehrmann"),
        ("„Es regnet“, sagte ein Feuerwehrmann.", None, "Feuerwehrmann"),
        ("Der Wehrbeauftragten Eva Roth zufolge regnet es stark.", "Eva Roth", "Wehrbeauftragte"),
        ("Laut dem Wehrbeauftragten Anton Roth regnet es stark.", "Anton Roth", "Wehrbeauftragter"),
        ("„Es regnet“, sagte Autorin und Ministerin Rita Lamm.", "Rita Lamm", "Ministerin"),
    ],
)
def test_a_noun_says_what_they_are(text, name, role):
    (quote,) = find_quotes(text, language="de")
    assert (quote.speaker.name, quote.speaker.role) == (name, role)


def test_a_paper_in_quotation_marks_is_no_quote():
    (quote,) = find_quotes("„Es regnet stark“, sagte Anna Roth dem „Spiegel“. Das bleibe so.", language="de")
    assert (quote.text, quote.via) == ("Es regnet stark", "Spiegel")


@pytest.mark.parametrize(
    ("told", "surface", "via"),
    [
        ("Anna Roth den Zeitungen der Rhein-Mediengruppe", "Anna Roth", "Rhein-Mediengruppe"),
        ("Anna Roth der Rhein-Zeitung", "Anna Roth", "Rhein-Zeitung"),
        ("Anna Roth der Nachrichtenagentur AFP", "Anna Roth", "AFP"),
        ("Roth dem RND", "Roth", "RND"),
        ("die Ministerin dem RND", "die Ministerin", "RND"),
        ("sie im ZDF-„Morgenmagazin“", "sie", "ZDF"),
        ("sie im ZDF-«Morgenmagazin»", "sie", "ZDF"),
        ("der Leiter des Regenamtes", "der Leiter des Regenamtes", None),
        ("die Chefin der Regenpartei", "die Chefin der Regenpartei", None),
    ],
)
def test_who_was_told_is_no_part_of_who_says_it(told, surface, via):
    (quote,) = find_quotes(f"„Der Damm hält“, sagte {told}.", language="de")
    assert (quote.speaker.surface, quote.via) == (surface, via)


@pytest.mark.parametrize("document", ["ihrem Jahresbericht", "einer Studie", "dem Medienbericht"])
def test_what_is_written_is_no_organisation(document):
    (quote,) = find_quotes(f"„Der Damm hält“, heißt es in {document}.", language="de")
    assert quote.speaker.organisation is None


def test_who_speaks_is_not_who_passed_it_on():
    (quote,) = find_quotes("Wie die Agentur AP berichtete, sagte Anna Roth, der Damm halte.", language="de")
    assert (quote.speaker.name, quote.via) == ("Anna Roth", "AP")


@pytest.mark.parametrize(
    ("language", "text", "speakers"),
    [
        (
            "de",
            "Die Ministerin sagte: „Der Damm hält.“ Ihr Kollege Anton Roth sagte: „Das Wasser steigt.“",
            ["Die Ministerin", "Ihr Kollege Anton Roth"],
        ),
        (
            "en",
            "The minister said: “The dam will hold.” Her colleague Bo Ray said: “Water is rising.”",
            ["The minister", "Her colleague Bo Ray"],
        ),
    ],
)
def test_what_introduces_the_next_quote_does_not_attribute_the_one_before(language, text, speakers):
    assert [each.speaker.surface for each in find_quotes(text, language=language)] == speakers
