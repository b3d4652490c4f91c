"""The comparison by which labelled speakers are scored."""

import pytest

from evals.speakers import ANSWERS, figures, judge


def answer(name=None, role=None, organisation=None, via=None):
    return {
        "name": name or [None],
        "role": role or [None],
        "organisation": organisation or [None],
        "via": via or [None],
    }


def read(name=None, role=None, organisation=None, via=None):
    return {"speaker": {"surface": "x", "name": name, "role": role, "organisation": organisation}, "via": via}


@pytest.mark.parametrize(
    ("right", "found", "name_role_via"),
    [
        (answer(["Ann Lee"], ["Mayor"]), read("ann lee", "the mayor of Oslo"), (True, True, True)),
        (answer(["Ann Lee"], ["Mayor"]), read("Mr. Ann Lee"), (True, False, True)),
        (answer(["Ann Lee"], ["Mayor", None]), read("Ann Lee"), (True, True, True)),
        (answer(["Ann Lee"]), read("Ann Lee", "mayor"), (True, False, True)),
        (answer(["Ann Lee"]), read("Lee"), (False, True, True)),
        (answer(role=["rain minister"]), read(role="minister"), (True, True, True)),
        (answer(role=["rain minister"]), read("Ann Lee", "minister"), (False, True, True)),
        (answer(organisation=["Rain Party"]), read(organisation="the Rain Party"), (True, True, True)),
        (answer(organisation=["Rain Party"]), read(), (True, False, True)),
        (answer(["Ann Lee"], via=["Fox News"]), read("Ann Lee", via="Fox"), (True, True, True)),
        (answer(["Ann Lee"], via=["CNN"]), read("Ann Lee"), (True, True, False)),
        (answer(["Ann Lee"]), read("Ann Lee", via="CNN"), (True, True, False)),
        (answer(), read(), (True, True, True)),
        (answer(["Ann Lee"]), None, (False, False, False)),
    ],
)
def test_a_quote_is_compared_with_the_answers(right, found, name_role_via):
    outcome = judge(right, found)
    assert (outcome.name, outcome.role, outcome.via) == name_role_via


def test_figures_are_shares_of_the_quotes_that_were_found():
    results = [
        judge(answer(["Ann Lee"], via=["CNN"]), read("Ann Lee", via="CNN")),
        judge(answer(["Ann Lee"]), read("Bo Ray")),
        judge(answer(["Ann Lee"]), None),
    ]
    assert figures(results) == {
        "quotes": "3",
        "found": "2",
        "name": "0.500",
        "name and role": "0.500",
        "via": "1.000",
        "via where one is": "1.000",
    }


def test_half_of_the_two_hundred_answers_are_held_out():
    lines = ANSWERS.read_text(encoding="utf-8").splitlines()
    assert (len(lines), sum('"held_out": true' in line for line in lines)) == (200, 97)
