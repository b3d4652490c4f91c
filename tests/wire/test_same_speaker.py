"""A pronoun behind quoted words goes on for who spoke right before, whoever else is known."""

import pytest

from searchsvc.wire.quotes import find_quotes


def speakers(text, language):
    return [
        (each.speaker.name, each.speaker.role, each.speaker.organisation)
        for each in find_quotes(text, language=language)
    ]


@pytest.mark.parametrize(
    ("language", "text", "last"),
    [
        (
            "fr",
            "Le président Jean Roux est venu.\n\n« Il pleut », a dit le porte-parole de la ville. "
            "« Il pleut fort », a-t-il ajouté.",
            (None, "porte-parole de la ville", None),
        ),
        (
            "fr",
            "Anne Roux est venue. « Il pleut », a indiqué la police. « Il pleut fort », a-t-elle ajouté.",
            (None, None, "police"),
        ),
        # Somebody of the other sex is somebody else.
        (
            "fr",
            "Jean Roux est venu. « Il pleut », a dit Anne Morel. « Il pleut fort », a-t-il ajouté.",
            ("Jean Roux", None, None),
        ),
        (
            "de",
            "Hier sieht auch Anton Roth eine Gefahr. „Es ist nass“, sagte er.",
            ("Anton Roth", None, None),
        ),
        (
            "de",
            "Usyk kam mit Anton Lang. „Es regnet“, sagte Lang.\n\nDort sieht auch Hans Roth eine Gefahr. "
            "„Es ist nass“, sagte er.",
            ("Hans Roth", None, None),
        ),
        (
            "de",
            "Anton Lang gewann. Der beste Springer, Hans Roth, fand den Wind „schön“, wie er sagte.",
            ("Hans Roth", "beste Springer", None),
        ),
        (
            "fr",
            "Le colistier de Guy Lenoir, JD Vance, est venu. « Il pleut depuis hier », a-t-il raconté.",
            ("JD Vance", "colistier de Guy Lenoir", None),
        ),
    ],
)
def test_who_goes_on(language, text, last):
    assert speakers(text, language)[-1] == last


def test_who_stands_behind_the_verb_is_quoted_next():
    text = "Contento per la pioggia si è detto Luca Rossi. «Piove da ieri sera», ha scritto su X."
    assert [each[0] for each in speakers(text, "it")] == ["Luca Rossi"]
