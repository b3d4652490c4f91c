import pytest

from searchsvc.wire.people import People
from searchsvc.wire.vocabulary import vocabulary


def people(body):
    return People(body, 0, vocabulary("en"), "en")


def name(person):
    return person.name if person else None


def test_a_name_keeps_its_first_full_form_and_all_its_roles():
    body = "Mayor Anna Lee came. Anna B. Lee, the rain minister, left."
    everybody = people(body)
    (_, person) = everybody.mention_in(0, 14)
    assert (person.name, everybody.roles(person)) == ("Anna Lee", ["Mayor", "rain minister"])


@pytest.mark.parametrize(
    ("body", "gender", "expected"),
    [
        ("Anna Lee met Robert Ray. She", "female", "Anna Lee"),
        ("Anna Lee met Robert Ray. He", "male", "Robert Ray"),
        ("Robert Ray spoke. Karl Day listened to Peter Lee. He", "male", "Karl Day"),
        ("Rain fell on the White House. He", "male", None),
    ],
)
def test_a_pronoun_means_the_nearest_subject_of_its_gender(body, gender, expected):
    assert name(people(body).pronoun(gender, len(body) - 3)) == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("minister", "Bo Ray"),
        ("rain minister", "Bo Ray"),
        ("Norwegian minister", None),
        ("mayor of Oslo", "Ann Lee"),
        ("senator", None),
    ],
)
def test_a_description_means_who_was_called_so(description, expected):
    body = "Mayor of Oslo Ann Lee met Rain Minister Bo Ray there."
    assert name(people(body).described(description, len(body))) == expected


def test_namesakes_are_told_apart_by_title_and_by_how_often_they_are_named():
    body = "Anna Lee and Robert Lee came. Anna Lee left. Mr. Lee stayed. Lee slept."
    everybody = people(body)
    for surface, expected in (("Mr. Lee", "Robert Lee"), (". Lee", "Anna Lee")):
        at = body.rindex(surface)
        assert name(everybody.mention_in(at, at + len(surface))[1]) == expected


def test_counterparts_have_the_role_of_their_peer():
    body = (
        "South Korean Rain Minister Ann Lee and her counterparts from Peru and Chad, Bo Ray and Cy Day, met."
    )
    everybody = people(body)
    ray = everybody.mention_in(body.index("Bo Ray"), len(body))[1]
    assert everybody.roles(ray) == ["Peru Rain Minister"]


@pytest.mark.parametrize(("between", "expected"), [(10, ["Peru Rain Minister"]), (100, [])])
def test_who_holds_the_office_of_counterparts_is_looked_for_near_them_only(between, expected):
    # Far from each other they would be compared with all who are named before each of them.
    body = (
        f"Norwegian Rain Minister Ann Lee came. {'Robert Ray left. ' * between}"
        "The counterparts from Peru and Chad, Bo Ray and Cy Day, came."
    )
    everybody = people(body)
    ray = everybody.mention_in(body.index("Bo Ray"), len(body))[1]
    assert everybody.roles(ray) == expected
