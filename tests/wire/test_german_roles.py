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
        ("„Es regnet“, sagte Autorin und Ministerin Rita Lamm.", "Rita Lamm", "Ministerin"),
    ],
)
def test_a_noun_says_what_they_are(text, name, role):
    (quote,) = find_quotes(text, language="de")
    assert (quote.speaker.name, quote.speaker.role) == (name, role)


def test_a_paper_in_quotation_marks_is_no_quote():
    (quote,) = find_quotes("„Es regnet stark“, sagte Anna Roth dem „Spiegel“. Das bleibe so.", language="de")
    assert (quote.text, quote.via) == ("Es regnet stark", "Spiegel")
