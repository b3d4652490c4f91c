"""Who speaks where many do: their capital only opens the sentence, and their rank is no name."""

import pytest

from searchsvc.wire.quotes import find_quotes


def speaker_of(text):
    quote = find_quotes(text, language="en")[-1]
    return quote.speaker


@pytest.mark.parametrize("word", ["Witnesses", "Fishermen", "Retailers", "Women", "Insurgents"])
def test_many_that_open_a_sentence_are_no_organisation(word):
    speaker = speaker_of(f"{word} said the dam was safe.")
    assert (speaker.name, speaker.role, speaker.organisation) == (None, word, None)


@pytest.mark.parametrize("word", ["Polls", "Reports"])
def test_what_is_written_is_neither(word):
    speaker = speaker_of(f"{word} said the dam was safe.")
    assert (speaker.name, speaker.role, speaker.organisation) == (None, None, None)


@pytest.mark.parametrize("word", ["Siemens", "Barclays", "Reuters"])
def test_organisations_may_end_so(word):
    assert speaker_of(f"{word} said the dam was safe.").organisation == word


@pytest.mark.parametrize(
    "many", ["Senate Republicans", "Iraqi Kurds", "House Democrats", "European Socialists"]
)
def test_a_party_or_people_is_nobodys_name(many):
    assert speaker_of(f"{many} said the dam was safe.").name is None
    assert speaker_of("Wilhelm Christians said the dam was safe.").name == "Wilhelm Christians"


@pytest.mark.parametrize(
    ("who", "organisation"),
    [
        ("Senior administration officials", None),
        ("Senior European Union diplomats", "European Union"),
        ("Former Rain House officials", "Rain House"),
    ],
)
def test_a_grade_is_of_no_organisations_name(who, organisation):
    assert speaker_of(f"{who} said the dam was safe.").organisation == organisation


@pytest.mark.parametrize(
    ("text", "surface", "said"),
    [
        ("According to a poll published on Friday, most are for it.", "a poll", "most are for it"),
        (
            "According to two people briefed on the matter, the deal is dead.",
            "two people",
            "the deal is dead",
        ),
        ("The deal is dead, according to a statement released on Monday.", "a statement", "The deal is dead"),
        ("According to a report seen by Reuters, the dam is safe.", "a report", "the dam is safe"),
    ],
)
def test_what_is_told_of_a_source_is_no_part_of_it(text, surface, said):
    (quote,) = find_quotes(text, language="en")
    assert (quote.speaker.surface, quote.text) == (surface, said)


def test_a_company_known_by_its_full_name_is_no_crowd():
    speaker = speaker_of("Elders Rain Ltd reported a loss. Elders said it would sell.")
    assert speaker.organisation == "Elders Rain Ltd"
