import pytest

from searchsvc.wire.employers import organisation_in
from searchsvc.wire.roles import (
    aside_behind,
    body_in_aside,
    role_in_aside,
    role_in_relative,
)
from searchsvc.wire.vocabulary import vocabulary

WORDS = vocabulary("en")


@pytest.mark.parametrize(
    ("aside", "expected"),
    [
        ("the mayor of Oslo", "mayor of Oslo"),
        ("a retired diver", "retired diver"),
        ("former head of the Rain Party", "former head of the Rain Party"),
        ("a University of Rain professor", "University of Rain professor"),
        ("the mayor who fell", "mayor"),
        ("now the mayor of Oslo", "mayor of Oslo"),
        ("a candidate aiming at farmers", "candidate"),
        ("head of the Rain Office and a former diver", "head of the Rain Office"),
        ("a co-anchor", "co-anchor"),
        ("who leads the rain party", None),
        ("an agent for the king has written a book", "agent for the king"),
        ("members of the party", None),
        ("a rain committee", None),
        ("a 59-year-old from Oslo", None),
        ("a 59-year-old nurse from Oslo", "59-year-old nurse from Oslo"),
        ("and then it rained", None),
        ("saying it rained", None),
        ("", None),
    ],
)
def test_an_aside_says_the_role(aside, expected):
    assert role_in_aside(aside, WORDS) == expected


@pytest.mark.parametrize(
    ("aside", "expected"),
    [
        ("who is a teacher", "teacher"),
        ("who has served as mayor of Oslo", "mayor of Oslo"),
        ("who was then an adviser to the king", "adviser to the king"),
        ("who heads the Rain Office", "head of the Rain Office"),
        ("who chairs it", None),
        ("who is ill", None),
        ("who fell", None),
        ("the mayor", None),
        ("who", None),
        ("", None),
    ],
)
def test_a_relative_clause_says_the_role(aside, expected):
    assert role_in_relative(aside, WORDS) == expected


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (", the mayor of Oslo, said", "the mayor of Oslo"),
        (", 61, the mayor, said", "the mayor"),
        (" (R-Ohio), the mayor, said", "the mayor"),
        (" - the mayor - said", "the mayor"),
        (", a U.S. mayor, said", "a U.S. mayor"),
        (", a spokesman for Mr. Ray, said", "a spokesman for Mr. Ray"),
        (" said it", ""),
    ],
)
def test_an_aside_stands_between_marks(behind, expected):
    assert aside_behind("Ann Lee" + behind, 7, vocabulary("en")) == expected


def test_an_aside_says_that_a_name_is_no_persons():
    assert body_in_aside("a political action committee", WORDS)
    assert not body_in_aside("a committee member", WORDS)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("mayor of Oslo", "Oslo"),
        ("spokesman for the Rain Party", "Rain Party"),
        ("Rain Inc’s chief executive", "Rain Inc"),
        ("Rain House Committee chairman", "Rain House Committee"),
        ("vice president for policy at the dry Rain Institute", "Rain Institute"),
        ("mayor", None),
        (None, None),
        ("nurse from Oslo", None),
        ("analyst from Rain Bank", "Rain Bank"),
        ("resident of Oslo", None),
        (
            "former New Jersey governor and Environmental Protection Agency administrator",
            "Environmental Protection Agency",
        ),
    ],
)
def test_whose_role_it_is(role, expected):
    assert organisation_in(role, WORDS) == expected
