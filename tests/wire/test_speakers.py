import pytest

from searchsvc.article import Speaker
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.speakers import People, names_in


@pytest.fixture
def people():
    return People(lexicon("en"), "en")


def test_a_role_before_a_name_is_kept_apart(people):
    assert people.resolve("Norwegian Rain Minister Ann Lee") == Speaker(
        "Norwegian Rain Minister Ann Lee", "Ann Lee", "Norwegian Rain Minister"
    )


def test_an_aside_behind_a_name_says_the_role(people):
    assert people.resolve("Ann Lee", "the mayor of Oslo") == Speaker(
        "Ann Lee", "Ann Lee", "mayor of Oslo", "Oslo"
    )


def test_a_surname_a_title_and_a_pronoun_mean_who_was_named_before(people):
    people.resolve("Mayor Ann Lee")
    expected = ("Ann Lee", "Mayor", None)
    for surface in ("Lee", "Ms. Lee", "she"):
        found = people.resolve(surface)
        assert (found.surface, found.name, found.role, found.organisation) == (surface, *expected)


def test_someone_only_introduced_is_known_by_a_surname_too(people):
    people.introduce("President Bo Ray")
    assert people.resolve("Ray") == Speaker("Ray", "Bo Ray", "President")


def test_organisations_places_and_offices_are_no_persons(people):
    assert people.resolve("the Rain Ministry") == Speaker("the Rain Ministry", organisation="Rain Ministry")
    assert people.resolve("Tokyo") == Speaker("Tokyo", organisation="Tokyo")
    assert people.resolve("police") == Speaker("police")
    assert people.resolve("a spokesman for Rain Inc") == Speaker(
        "a spokesman for Rain Inc", role="spokesman for Rain Inc", organisation="Rain Inc"
    )


def test_a_pronoun_without_anyone_before_stays_one(people):
    assert people.resolve("he") == Speaker("he")


def test_names_in_a_text():
    assert [found[0] for found in names_in("President Bo Ray met Ann Lee in Oslo.")] == [
        "President Bo Ray",
        "Ann Lee",
    ]


def test_resolution_follows_the_text():
    body = "Mayor Ann Lee met Bo Ray. “It rained,” Lee said. “Indeed it did,” said Ray."
    assert [quote.speaker.name for quote in find_quotes(body, language="en")] == ["Ann Lee", "Bo Ray"]
